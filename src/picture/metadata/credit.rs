//! Who made a picture, and whose it is.

use super::{Metadata, parsed};
use crate::picture::xmp::read::dublin_core;
use exif::{Exif, In, Tag, Value};
use serde::{Deserialize, Serialize};

/// Author and copyright notice.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Credit {
    /// Author, or several with semicolons between them.
    pub artist: Option<String>,
    /// Copyright notice.
    pub copyright: Option<String>,
}

impl Credit {
    /// What a file says, by EXIF or else by XMP.
    pub(super) fn of(metadata: &Metadata) -> Self {
        let exif = metadata.exif.as_deref().and_then(parsed);
        let text = |tag| exif.as_ref().and_then(|exif| text(exif, tag));
        let packet = metadata.xmp.as_deref().map(String::from_utf8_lossy);
        let said = |name| {
            packet
                .as_deref()
                .and_then(|packet| dublin_core(packet, name))
        };
        Self {
            artist: text(Tag::Artist).or_else(|| said("creator")),
            copyright: text(Tag::Copyright).or_else(|| said("rights")),
        }
    }

    /// This and then the other's; what both say is said once.
    pub fn and(self, other: &Self) -> Self {
        let both = |one: Option<String>, other: &Option<String>| match (one, clean(other)) {
            (Some(one), Some(other)) if !one.split(';').any(|part| part.trim() == other) => {
                Some(format!("{one}; {other}"))
            }
            (one, other) => one.or(other),
        };
        Self {
            artist: both(clean(&self.artist), &other.artist),
            copyright: both(clean(&self.copyright), &other.copyright),
        }
    }
}

/// Without what is not seen; nothing if nothing is left.
fn clean(text: &Option<String>) -> Option<String> {
    let text: String = text
        .as_deref()?
        .chars()
        .filter(|c| !c.is_control())
        .collect();
    let text = text.trim();
    (!text.is_empty()).then(|| text.to_owned())
}

/// EXIF's texts are ASCII by the standard; what programs write is UTF-8 or, of old, Latin-1.
fn text(exif: &Exif, tag: Tag) -> Option<String> {
    let Value::Ascii(lines) = &exif.get_field(tag, In::PRIMARY)?.value else {
        return None;
    };
    let lines = lines.iter().map(|line| match std::str::from_utf8(line) {
        Ok(text) => text.to_owned(),
        Err(_) => line.iter().map(|&byte| char::from(byte)).collect(),
    });
    // A copyright's second line is the editor's (EXIF 2.32, 4.6.4).
    clean(&Some(
        lines
            .map(|l| l.trim().to_owned())
            .filter(|l| !l.is_empty())
            .collect::<Vec<_>>()
            .join("; "),
    ))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn two_credits_become_one() {
        let credit = |artist: &str, copyright: &str| Credit {
            artist: Some(artist.to_owned()),
            copyright: Some(copyright.to_owned()),
        };
        let both = credit("Zoë", "© Zoë").and(&credit("Ada", "  "));
        assert_eq!(both, credit("Zoë; Ada", "© Zoë"));
        assert_eq!(both.clone().and(&credit("Ada", "© Zoë")), both);
        assert_eq!(Credit::default().and(&both), both);
    }
}
