//! XMP packets: how a picture was made, in the words that other programs read (IPTC's digital
//! source type), and the recipe that makes it again.

pub mod read;

use super::{Credit, Keep, Metadata};
use read::property;
use xmp_writer::{CustomNamespace, Namespace, XmpWriter};

/// Namespace of Impasto's own XMP properties.
pub const NAMESPACE: &str = "http://ns.impasto.app/1.0/";
/// Keyword of the PNG text chunk that holds the recipe.
pub const PNG_KEYWORD: &str = "impasto:recipe";
const IPTC_EXT: &str = "http://iptc.org/std/Iptc4xmpExt/2008-02-29/";
const SOURCE_TYPES: &str = "http://cv.iptc.org/newscodes/digitalsourcetype/";
/// Of a photograph painted by a network.
const COMPOSITE: &str = "compositeWithTrainedAlgorithmicMedia";
/// Of a picture that comes from a network altogether.
const TRAINED: &str = "trainedAlgorithmicMedia";

/// What is written into an export about its making.
#[derive(Clone, Debug, Default)]
pub struct Stamp {
    /// The recipe as JSON.
    pub recipe: Option<String>,
    /// Version of the program and hash of the network.
    pub system_version: String,
    /// Whether a network made all of it, without a photograph.
    pub from_nothing: bool,
    /// A title, such as "Lake - Ultramarine".
    pub title: Option<String>,
    /// The artist's own name and copyright notice; they stand after the photograph's, and are written whatever
    /// of that is kept.
    pub credit: Credit,
}

/// The XMP packet of an export of a picture that came with `source`, by and of `credit`.
pub(super) fn packet(stamp: &Stamp, source: &Metadata, keep: Keep, credit: &Credit) -> Vec<u8> {
    let iptc = || custom("IPTC Extension", "Iptc4xmpExt", IPTC_EXT);
    let mut writer = XmpWriter::new();
    let trained = || source.xmp.as_deref().is_some_and(says_trained);
    let kind = if stamp.from_nothing || trained() {
        TRAINED
    } else {
        COMPOSITE
    };
    writer
        .element("DigitalSourceType", iptc())
        .value(format!("{SOURCE_TYPES}{kind}").as_str());
    writer.element("AISystemUsed", iptc()).value("Impasto");
    writer
        .element("AISystemVersionUsed", iptc())
        .value(stamp.system_version.as_str());
    writer.creator_tool(&format!("Impasto {}", env!("CARGO_PKG_VERSION")));
    if let Some(artist) = &credit.artist {
        writer.creator(artist.split(';').map(str::trim));
    }
    if let Some(copyright) = &credit.copyright {
        writer.rights([(None, copyright.as_str())]);
    }
    if keep != Keep::None {
        if let Some(title) = &stamp.title {
            writer.title([(None, title.as_str())]);
        }
        if let Some(recipe) = &stamp.recipe {
            writer
                .element("recipe", custom("Impasto", "impasto", NAMESPACE))
                .value(recipe.as_str());
        }
    }
    writer.finish(None).into_bytes()
}

fn custom(name: &'static str, prefix: &'static str, url: &'static str) -> Namespace<'static> {
    Namespace::Custom(Box::new(CustomNamespace::new(name, prefix, url)))
}

/// Whether a source's XMP says that the whole picture came from a trained network.
fn says_trained(packet: &[u8]) -> bool {
    let text = String::from_utf8_lossy(packet);
    property(&text, IPTC_EXT, "DigitalSourceType")
        .is_some_and(|value| value.ends_with(&format!("/{TRAINED}")))
}
