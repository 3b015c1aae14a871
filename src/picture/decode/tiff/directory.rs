//! The directories of a TIFF, as the file has them: pages, tags, and what cameras hide in them (TIFF 6.0,
//! section 2, and BigTIFF).

use exif::{Context, Field, In, Tag, Value};

/// Most directories that are looked at, in loops too.
const MOST: usize = 200;

/// Sizes of the kinds 1 to 13 of values; of BigTIFF 16 to 18.
fn size_of(kind: u16) -> Option<usize> {
    Some(match kind {
        1 | 2 | 6 | 7 => 1,
        3 | 8 => 2,
        4 | 9 | 11 | 13 => 4,
        5 | 10 | 12 | 16 | 17 | 18 => 8,
        _ => return None,
    })
}

/// A TIFF in memory.
#[derive(Clone, Copy)]
pub struct File<'a> {
    bytes: &'a [u8],
    little: bool,
    /// BigTIFF.
    pub big: bool,
}

/// A tag whose value lies within the file.
#[derive(Clone, Copy, Debug)]
pub struct Entry {
    pub tag: u16,
    kind: u16,
    /// Where the value is, and its bytes.
    pub at: usize,
    pub length: usize,
}

/// A directory.
#[derive(Clone, Debug)]
pub struct Directory {
    /// Where it begins.
    pub at: u64,
    pub entries: Vec<Entry>,
    next: u64,
}

impl Directory {
    pub fn entry(&self, tag: u16) -> Option<&Entry> {
        self.entries.iter().find(|entry| entry.tag == tag)
    }
}

impl<'a> File<'a> {
    pub fn new(bytes: &'a [u8]) -> Option<Self> {
        let file = Self {
            bytes,
            little: bytes.starts_with(b"II"),
            big: false,
        };
        let big = match file.number(2, 2)? {
            42 => false,
            43 => true,
            _ => return None,
        };
        Some(Self { big, ..file })
    }

    fn number(&self, at: usize, length: usize) -> Option<u64> {
        let bytes = self.bytes.get(at..at.checked_add(length)?)?;
        let add = |sum: u64, byte: &u8| sum << 8 | u64::from(*byte);
        Some(if self.little {
            bytes.iter().rev().fold(0, add)
        } else {
            bytes.iter().fold(0, add)
        })
    }

    /// Where the place of the first directory stands, and how long it is.
    pub fn first(&self) -> (usize, usize) {
        if self.big { (8, 8) } else { (4, 4) }
    }

    /// A number of so many bytes as the file has it.
    pub fn encoded(&self, number: u64, length: usize) -> Vec<u8> {
        if self.little {
            number.to_le_bytes()[..length].to_vec()
        } else {
            number.to_be_bytes()[8 - length..].to_vec()
        }
    }

    /// The directory at a place, as far as it is sound.
    pub fn directory(&self, place: u64) -> Option<Directory> {
        let at = usize::try_from(place).ok()?;
        // Bytes of the count of entries, of an entry, and of a place.
        let (count_size, entry_size, word) = if self.big { (8, 20, 8) } else { (2, 12, 4) };
        let count = usize::try_from(self.number(at, count_size)?).ok()?;
        let start = at + count_size;
        let mut entries = Vec::new();
        for i in 0..count.min(4096) {
            let here = start + i * entry_size;
            let (Some(tag), Some(kind), Some(number)) = (
                self.number(here, 2),
                self.number(here + 2, 2),
                self.number(here + 4, word),
            ) else {
                break;
            };
            let Some(size) = size_of(kind as u16) else {
                continue;
            };
            let length = usize::try_from(number)
                .ok()
                .and_then(|n| n.checked_mul(size));
            let Some(length) = length else {
                continue;
            };
            let value = here + 4 + word;
            let at = if length <= word {
                Some(value)
            } else {
                self.number(value, word)
                    .and_then(|at| usize::try_from(at).ok())
            };
            let inside = |at: &usize| {
                at.checked_add(length)
                    .is_some_and(|end| end <= self.bytes.len())
            };
            if let Some(at) = at.filter(inside) {
                entries.push(Entry {
                    tag: tag as u16,
                    kind: kind as u16,
                    at,
                    length,
                });
            }
        }
        let next = count
            .checked_mul(entry_size)
            .and_then(|n| n.checked_add(start));
        let next = next.and_then(|at| self.number(at, word)).unwrap_or(0);
        Some(Directory {
            at: place,
            entries,
            next,
        })
    }

    /// All directories of pictures: the pages, and after each those inside it.
    pub fn pages(&self) -> Vec<Directory> {
        const SUB: u16 = 330;
        let (at, length) = self.first();
        let mut wanted = vec![self.number(at, length).unwrap_or(0)];
        let mut pages: Vec<Directory> = Vec::new();
        while let Some(place) = wanted.pop() {
            if place == 0 || pages.len() >= MOST || pages.iter().any(|page| page.at == place) {
                continue;
            }
            if let Some(page) = self.directory(place) {
                wanted.push(page.next);
                let inside = page
                    .entry(SUB)
                    .map(|entry| self.numbers(entry))
                    .unwrap_or_default();
                wanted.extend(inside.into_iter().take(MOST).rev());
                pages.push(page);
            }
        }
        pages
    }

    /// The value of an entry as whole numbers.
    pub fn numbers(&self, entry: &Entry) -> Vec<u64> {
        let size = match entry.kind {
            5 | 10 | 11 | 12 => return Vec::new(),
            kind => size_of(kind).unwrap_or(1),
        };
        let places = (0..entry.length / size).map(|i| entry.at + i * size);
        places.filter_map(|at| self.number(at, size)).collect()
    }

    /// The first number of a tag.
    pub fn one(&self, directory: &Directory, tag: u16) -> Option<u64> {
        self.numbers(directory.entry(tag)?).first().copied()
    }

    /// The value of a tag in fractions.
    pub fn ratios(&self, directory: &Directory, tag: u16) -> Vec<f64> {
        let Some(entry) = directory.entry(tag).filter(|entry| entry.kind == 5) else {
            return Vec::new();
        };
        let pair = |at: usize| {
            let (top, bottom) = (self.number(at, 4)?, self.number(at + 4, 4)?);
            (bottom != 0).then(|| top as f64 / bottom as f64)
        };
        (0..entry.length / 8)
            .filter_map(|i| pair(entry.at + 8 * i))
            .collect()
    }

    /// The bytes of a tag.
    pub fn bytes(&self, directory: &Directory, tag: u16) -> Option<&'a [u8]> {
        let entry = directory.entry(tag)?;
        self.bytes.get(entry.at..entry.at + entry.length)
    }

    /// What the page and its EXIF and GPS directories say, as fields; the layout of pixels is not among it.
    pub fn fields(&self, page: &Directory) -> Vec<Field> {
        /// A value that is longer is no word about a picture.
        const LONGEST: usize = 1 << 16;
        let mut fields = Vec::new();
        let mut add = |directory: &Directory, context: Context| {
            for entry in directory
                .entries
                .iter()
                .filter(|entry| entry.length <= LONGEST)
            {
                // Profile, XMP and the like have places of their own.
                let layout = [
                    254, 255, 256, 257, 273, 279, 324, 325, 330, 347, 700, 34665, 34675, 34853,
                    40965,
                ];
                if !layout.contains(&entry.tag)
                    && let Some(value) = self.value(entry)
                {
                    fields.push(Field {
                        tag: Tag(context, entry.tag),
                        ifd_num: In::PRIMARY,
                        value,
                    });
                }
            }
        };
        add(page, Context::Tiff);
        for (tag, context) in [(34665, Context::Exif), (34853, Context::Gps)] {
            let inside = self.one(page, tag).and_then(|place| self.directory(place));
            if let Some(inside) = inside {
                add(&inside, context);
            }
        }
        fields
    }

    fn value(&self, entry: &Entry) -> Option<Value> {
        let bytes = self.bytes.get(entry.at..entry.at + entry.length)?;
        let size = size_of(entry.kind)?;
        let numbers =
            || (0..entry.length / size).filter_map(|i| self.number(entry.at + i * size, size));
        let halves = || (0..entry.length / 4).filter_map(|i| self.number(entry.at + 4 * i, 4));
        let pairs: Vec<u32> = if size == 8 {
            halves().map(|v| v as u32).collect()
        } else {
            Vec::new()
        };
        Some(match entry.kind {
            1 => Value::Byte(bytes.to_vec()),
            2 => {
                let text = bytes.split(|byte| *byte == 0);
                Value::Ascii(
                    text.filter(|line| !line.is_empty())
                        .map(<[u8]>::to_vec)
                        .collect(),
                )
            }
            3 => Value::Short(numbers().map(|v| v as u16).collect()),
            4 => Value::Long(numbers().map(|v| v as u32).collect()),
            5 => Value::Rational(pairs.chunks_exact(2).map(|p| (p[0], p[1]).into()).collect()),
            7 => Value::Undefined(bytes.to_vec(), 0),
            9 => Value::SLong(numbers().map(|v| v as i32).collect()),
            10 => {
                let signed = pairs
                    .chunks_exact(2)
                    .map(|p| (p[0] as i32, p[1] as i32).into());
                Value::SRational(signed.collect())
            }
            _ => return None,
        })
    }
}
