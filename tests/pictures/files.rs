//! Files of rare kinds, made from nothing.

use impasto::picture::{ExportOptions, Picture, Stamp, Watch, encode};
use std::path::Path;

/// Smooth colours, 120x80 as bytes: alike at no two corners.
pub const SIZE: (usize, usize) = (120, 80);

/// The bytes of [`base`], interleaved RGB.
pub fn base_bytes() -> Vec<u8> {
    let pixel = |i: usize| {
        let (x, y) = ((i % SIZE.0) as f64, (i / SIZE.0) as f64);
        [
            128.0 + 100.0 * (x / 17.0 + y / 31.0).sin(),
            128.0 + 90.0 * (x / 29.0 - y / 13.0).cos(),
            40.0 + 170.0 * x / 119.0,
        ]
        .map(|v| v.round().clamp(0.0, 255.0) as u8)
    };
    (0..SIZE.0 * SIZE.1).flat_map(pixel).collect()
}

/// A picture to be found again.
pub fn base() -> Picture {
    let rgb = base_bytes().iter().map(|&v| f32::from(v) / 255.0).collect();
    Picture::from_rgb(SIZE.0, SIZE.1, rgb)
}

/// [`base`] as a file of a format.
pub fn encoded(name: &str) -> Vec<u8> {
    let (options, stamp) = (ExportOptions::default(), Stamp::default());
    encode(
        &base(),
        Path::new(name),
        &options,
        &stamp,
        &Watch::default(),
    )
    .expect("a file")
}

/// [`base`] as a PNG of nothing but pixels.
pub fn plain_png() -> Vec<u8> {
    let mut out = Vec::new();
    let mut encoder = png::Encoder::new(&mut out, SIZE.0 as u32, SIZE.1 as u32);
    encoder.set_color(png::ColorType::Rgb);
    let mut writer = encoder.write_header().expect("a header");
    writer.write_image_data(&base_bytes()).expect("data");
    writer.finish().expect("finished");
    out
}

/// A chunk of a PNG.
pub fn chunk(kind: &[u8; 4], data: &[u8]) -> Vec<u8> {
    let mut out = (data.len() as u32).to_be_bytes().to_vec();
    out.extend(kind);
    out.extend(data);
    let mut crc = 0xFFFF_FFFFu32;
    for byte in &out[4..] {
        crc ^= u32::from(*byte);
        for _ in 0..8 {
            crc = if crc & 1 == 1 {
                (crc >> 1) ^ 0xEDB8_8320
            } else {
                crc >> 1
            };
        }
    }
    out.extend((!crc).to_be_bytes());
    out
}

/// A PNG with chunks between its header and its pixels.
pub fn png_with(chunks: &[Vec<u8>]) -> Vec<u8> {
    let png = plain_png();
    [&png[..33], &chunks.concat(), &png[33..]].concat()
}

/// Words of a PNG's chunk.
pub fn words(numbers: &[u32]) -> Vec<u8> {
    numbers.iter().flat_map(|v| v.to_be_bytes()).collect()
}

/// An EXIF block: turned by a quarter, with an author and a date, and, if `broken`, with a camera whose name lies
/// outside.
pub fn exif(broken: bool) -> Vec<u8> {
    let camera = Tag::text(271, "Camera");
    let mut tiff = Tiff::empty();
    tiff.tags = vec![
        camera,
        Tag::short(274, &[6]),
        Tag::text(306, "2024:01:02 03:04:05"),
        Tag::text(315, "Zoë Roe"),
        Tag::text(33432, "© 2024 Zoë"),
    ];
    let mut bytes = tiff.bytes();
    if broken {
        // The place of the first tag's value.
        bytes[18..22].copy_from_slice(&0x7FFF_0000u32.to_le_bytes());
    }
    bytes
}

/// A grey profile of a gamma (ICC v2).
pub fn grey_profile(gamma: f64) -> Vec<u8> {
    let d50 = words(&[0xF6D6, 0x1_0000, 0xD32D]);
    let mut curve = b"curv\0\0\0\0\0\0\0\x01".to_vec();
    curve.extend(((gamma * 256.0) as u16).to_be_bytes());
    curve.extend([0, 0]);
    let mut name = b"desc\0\0\0\0\0\0\0\x05grey\0".to_vec();
    name.resize(name.len() + 78, 0);
    name.resize(name.len().next_multiple_of(4), 0);
    let white = [b"XYZ \0\0\0\0".to_vec(), d50.clone()].concat();
    let tags = [
        (b"desc", name),
        (b"cprt", b"text\0\0\0\0none\0\0\0\0".to_vec()),
        (b"wtpt", white),
        (b"kTRC", curve),
    ];
    let mut table = (tags.len() as u32).to_be_bytes().to_vec();
    let mut data = Vec::new();
    for (kind, body) in &tags {
        table.extend(*kind);
        let at = 132 + 12 * tags.len() + data.len();
        table.extend(words(&[at as u32, body.len() as u32]));
        data.extend(body);
    }
    let mut header = vec![0; 128];
    header[..4].copy_from_slice(&((128 + table.len() + data.len()) as u32).to_be_bytes());
    header[8..12].copy_from_slice(&[2, 0x40, 0, 0]);
    header[12..24].copy_from_slice(b"mntrGRAYXYZ ");
    header[36..40].copy_from_slice(b"acsp");
    header[68..80].copy_from_slice(&d50);
    [header, table, data].concat()
}

/// A tag of a TIFF.
#[derive(Clone)]
pub struct Tag {
    number: u16,
    kind: u16,
    count: u32,
    value: Vec<u8>,
}

impl Tag {
    pub fn short(number: u16, values: &[u16]) -> Self {
        let value = values.iter().flat_map(|v| v.to_le_bytes()).collect();
        Self::new(number, 3, values.len(), value)
    }

    pub fn long(number: u16, values: &[u32]) -> Self {
        let value = values.iter().flat_map(|v| v.to_le_bytes()).collect();
        Self::new(number, 4, values.len(), value)
    }

    pub fn text(number: u16, text: &str) -> Self {
        let value = [text.as_bytes(), &[0]].concat();
        Self::new(number, 2, value.len(), value)
    }

    pub fn bytes(number: u16, value: &[u8]) -> Self {
        Self::new(number, 7, value.len(), value.to_vec())
    }

    /// Pairs of numbers as fractions.
    pub fn ratio(number: u16, top: u32, bottom: u32) -> Self {
        let value = Self::long(number, &[top, bottom]).value;
        Self::new(number, 5, 1, value)
    }

    fn new(number: u16, kind: u16, count: usize, value: Vec<u8>) -> Self {
        Self {
            number,
            kind,
            count: count as u32,
            value,
        }
    }
}

/// A page of a TIFF, and pages inside and after it.
pub struct Tiff {
    pub tags: Vec<Tag>,
    /// Strips or tiles.
    pub chunks: Vec<Vec<u8>>,
    pub tiled: bool,
    pub inside: Vec<Tiff>,
    pub big: bool,
}

impl Tiff {
    pub fn empty() -> Self {
        Self {
            tags: Vec::new(),
            chunks: Vec::new(),
            tiled: false,
            inside: Vec::new(),
            big: false,
        }
    }

    /// A page in one strip.
    pub fn page(
        (width, height): (usize, usize),
        photometric: u16,
        bits: &[u16],
        data: Vec<u8>,
    ) -> Self {
        Self {
            tags: vec![
                Tag::long(256, &[width as u32]),
                Tag::long(257, &[height as u32]),
                Tag::short(258, bits),
                Tag::short(259, &[1]),
                Tag::short(262, &[photometric]),
                Tag::short(277, &[bits.len() as u16]),
            ],
            chunks: vec![data],
            ..Self::empty()
        }
    }

    /// With one more tag.
    pub fn with(mut self, tag: Tag) -> Self {
        self.tags.retain(|there| there.number != tag.number);
        self.tags.push(tag);
        self
    }

    /// The file.
    pub fn bytes(&self) -> Vec<u8> {
        let mut out = if self.big {
            b"II+\0\x08\0\0\0\0\0\0\0\0\0\0\0".to_vec()
        } else {
            b"II*\0\0\0\0\0".to_vec()
        };
        let place = self.write(&mut out);
        let word = if self.big { 8 } else { 4 };
        out[word..2 * word].copy_from_slice(&(place as u64).to_le_bytes()[..word]);
        out
    }

    fn write(&self, out: &mut Vec<u8>) -> usize {
        let mut tags = self.tags.clone();
        if !self.chunks.is_empty() {
            let mut places = Vec::new();
            for chunk in &self.chunks {
                places.push(out.len() as u32);
                out.extend(chunk);
            }
            let lengths: Vec<u32> = self.chunks.iter().map(|c| c.len() as u32).collect();
            let (places_tag, lengths_tag) = if self.tiled { (324, 325) } else { (273, 279) };
            tags.push(Tag::long(places_tag, &places));
            tags.push(Tag::long(lengths_tag, &lengths));
        }
        if !self.inside.is_empty() {
            let places: Vec<u32> = self
                .inside
                .iter()
                .map(|page| page.write(out) as u32)
                .collect();
            tags.push(Tag::long(330, &places));
        }
        tags.sort_by_key(|tag| tag.number);
        out.resize(out.len().next_multiple_of(2), 0);
        let (place, word) = (out.len(), if self.big { 8 } else { 4 });
        let mut data = place + if self.big { 16 } else { 6 } + tags.len() * (4 + 2 * word);
        let number = |v: usize, length: usize| (v as u64).to_le_bytes()[..length].to_vec();
        out.extend(number(tags.len(), if self.big { 8 } else { 2 }));
        let mut values: Vec<u8> = Vec::new();
        for tag in &tags {
            out.extend(number(tag.number.into(), 2));
            out.extend(number(tag.kind.into(), 2));
            out.extend(number(tag.count as usize, word));
            if tag.value.len() <= word {
                let mut value = tag.value.clone();
                value.resize(word, 0);
                out.extend(value);
            } else {
                out.extend(number(data, word));
                values.extend(&tag.value);
                data += tag.value.len();
            }
        }
        out.extend(number(0, word));
        out.extend(values);
        place
    }
}
