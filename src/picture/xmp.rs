//! XMP packets: how a picture was made, in the words that other programs read (IPTC's digital
//! source type), and the recipe that makes it again.

use super::{Credit, DecodeLimits, Keep, Metadata, decode};
use crate::error::{Result, catch_panic};
use std::{io::Cursor, path::Path};
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

fn document(packet: &str) -> Option<roxmltree::Document<'_>> {
    roxmltree::Document::parse(packet.trim_matches('\u{feff}').trim_end_matches('\0')).ok()
}

/// The value of a simple property, written as an attribute or as an element.
fn property(packet: &str, namespace: &str, name: &str) -> Option<String> {
    document(packet)?.descendants().find_map(|node| {
        if node.has_tag_name((namespace, name)) {
            return node.text().map(str::to_owned);
        }
        node.attribute((namespace, name)).map(str::to_owned)
    })
}

/// The members of a list of Dublin Core, "creator" or "rights", with semicolons between them.
pub(super) fn dublin_core(packet: &str, name: &str) -> Option<String> {
    const DC: &str = "http://purl.org/dc/elements/1.1/";
    let document = document(packet)?;
    let node = document
        .descendants()
        .find(|node| node.has_tag_name((DC, name)))?;
    let texts = node
        .descendants()
        .filter_map(|node| node.text().map(str::trim));
    let mut members: Vec<&str> = texts.filter(|text| !text.is_empty()).collect();
    members.dedup();
    (!members.is_empty()).then(|| members.join("; "))
}

/// The recipe JSON inside a picture that Impasto wrote, `None` if the file is no picture or
/// carries none.
///
/// # Errors
/// If the file cannot be read.
pub fn recipe_in(path: &Path) -> Result<Option<String>> {
    let limits = DecodeLimits::default();
    let bytes = match decode::read_file(path, limits) {
        Ok(bytes) => bytes,
        Err(crate::error::Error::Picture { .. }) => return Ok(None),
        Err(error) => return Err(error),
    };
    Ok(recipe_in_bytes(&bytes))
}

/// [`recipe_in`] of a file's bytes.
pub fn recipe_in_bytes(bytes: &[u8]) -> Option<String> {
    let found = catch_panic(|| {
        decode::packet(bytes)
            .and_then(|packet| property(&String::from_utf8_lossy(&packet), NAMESPACE, "recipe"))
            .or_else(|| png_text(bytes))
    });
    found.ok().flatten()
}

/// The recipe's own text chunk, for PNGs whose XMP another program has removed.
fn png_text(bytes: &[u8]) -> Option<String> {
    let reader = png::Decoder::new(Cursor::new(bytes)).read_info().ok()?;
    reader
        .info()
        .utf8_text
        .iter()
        .find(|chunk| chunk.keyword == PNG_KEYWORD)
        .and_then(|chunk| chunk.get_text().ok())
}
