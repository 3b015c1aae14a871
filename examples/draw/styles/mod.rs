//! The styles, one file a picture.

mod batik;
mod cubist;
mod fresco;
mod impasto;
mod ink_wash;
mod marbling;
mod mosaic;
mod neon;
mod palette_knife;
mod paper_cut;
mod pen_hatching;
mod pointillism;
mod stained_glass;
mod tapestry;
mod watercolour;
mod woodcut;

use crate::Drawing;

/// All styles, in the order of the shelf.
pub const ALL: [Drawing; 16] = [
    ("impasto", impasto::draw),
    ("pointillism", pointillism::draw),
    ("palette_knife", palette_knife::draw),
    ("watercolour", watercolour::draw),
    ("ink_wash", ink_wash::draw),
    ("woodcut", woodcut::draw),
    ("pen_hatching", pen_hatching::draw),
    ("stained_glass", stained_glass::draw),
    ("mosaic", mosaic::draw),
    ("fresco", fresco::draw),
    ("tapestry", tapestry::draw),
    ("batik", batik::draw),
    ("marbling", marbling::draw),
    ("paper_cut", paper_cut::draw),
    ("cubist", cubist::draw),
    ("neon", neon::draw),
];
