//! How things are painted, printed, woven and laid: one technique a module.

pub mod brush;
pub mod carve;
pub mod cells;
pub mod cutout;
pub mod dots;
pub mod finish;

pub mod flow;
pub mod glass;
pub mod grain;
pub mod hatch;
pub mod ink;
pub mod marbling;
pub mod paint;
pub mod painter;
pub mod paper;
pub mod pen;
pub mod planes;
pub mod plaster;
pub mod relief;
pub mod table;
pub mod tesserae;
pub mod wash;
pub mod wax;
pub mod weave;
