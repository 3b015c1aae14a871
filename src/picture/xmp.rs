//! XMP packets: how a picture was made, in the words that other programs read (IPTC's digital
//! source type), and the recipe that makes it again.

use super::{DecodeLimits, Keep, Metadata};
use crate::error::{Error, Result, catch_panic};
use image::{ImageDecoder, ImageReader};
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
    /// A title, such as "Lake - Ultramarine".
    pub title: Option<String>,
}

/// The XMP packet of an export of a picture that came with `source`.
pub(super) fn packet(stamp: &Stamp, source: &Metadata, keep: Keep) -> Vec<u8> {
    let iptc = || custom("IPTC Extension", "Iptc4xmpExt", IPTC_EXT);
    let mut writer = XmpWriter::new();
    let kind = if source.xmp.as_deref().is_some_and(says_trained) {
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
    if keep != Keep::None {
        let (artist, copyright) = source.credit();
        if let Some(artist) = &artist {
            writer.creator([artist.as_str()]);
        }
        if let Some(copyright) = &copyright {
            writer.rights([(None, copyright.as_str())]);
        }
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

/// The value of a simple property, written as an attribute or as an element.
fn property(packet: &str, namespace: &str, name: &str) -> Option<String> {
    let document =
        roxmltree::Document::parse(packet.trim_matches('\u{feff}').trim_end_matches('\0'));
    let document = document.ok()?;
    document.descendants().find_map(|node| {
        if node.has_tag_name((namespace, name)) {
            return node.text().map(str::to_owned);
        }
        node.attribute((namespace, name)).map(str::to_owned)
    })
}

/// The recipe JSON inside a picture that Impasto wrote, `None` if the file is no picture or
/// carries none.
///
/// # Errors
/// If the file cannot be read.
pub fn recipe_in(path: &Path) -> Result<Option<String>> {
    let bytes = std::fs::read(path).map_err(Error::io("read", path))?;
    let found = catch_panic(|| {
        let reader = ImageReader::new(Cursor::new(&bytes))
            .with_guessed_format()
            .ok()?;
        let format = reader.format();
        let mut decoder = reader.into_decoder().ok()?;
        let (width, height) = decoder.dimensions();
        if u64::from(width) * u64::from(height) > DecodeLimits::default().max_pixels {
            return None;
        }
        Metadata::read(&mut decoder, format, &bytes)
            .xmp
            .and_then(|packet| property(&String::from_utf8_lossy(&packet), NAMESPACE, "recipe"))
            .or_else(|| png_text(&bytes))
    });
    Ok(found.ok().flatten())
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
