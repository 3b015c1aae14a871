//! ICC profiles as they are embedded: written by us, since those of others are refused by libpng and by
//! browsers for a word that is wrong, or mended (ICC.1:2022, chapters 7 to 10).

use super::shaper::M3;

/// X, Y and Z of D50 as the specification wants them in every header.
const D50: [u32; 3] = [0xF6D6, 0x1_0000, 0xD32D];
/// Bytes of a header.
const HEADER: usize = 128;
/// From D65 to D50 by Bradford's matrix, as everybody writes it into sRGB profiles.
const D65_TO_D50: M3 = [
    [1.047_882, 0.022_919, -0.050_217],
    [0.029_587, 0.990_479, -0.017_059],
    [-0.009_232, 0.015_060, 0.751_678],
];

/// Number of the kind s15Fixed16.
fn fixed(v: f64) -> [u8; 4] {
    ((v * 65536.0).round() as i32).to_be_bytes()
}

fn xyz(v: [f64; 3]) -> Vec<u8> {
    let numbers = v.into_iter().flat_map(fixed);
    b"XYZ \0\0\0\0".iter().copied().chain(numbers).collect()
}

/// Text in one language (`mluc`).
fn text(words: &str) -> Vec<u8> {
    let utf16: Vec<u8> = words.encode_utf16().flat_map(u16::to_be_bytes).collect();
    let mut out = b"mluc\0\0\0\0\0\0\0\x01\0\0\0\x0cenUS".to_vec();
    out.extend((utf16.len() as u32).to_be_bytes());
    out.extend(28u32.to_be_bytes());
    out.extend(utf16);
    out
}

/// A display profile with sRGB's curve; the columns of `colorants` are red, green and blue under D50.
pub(in crate::picture) fn rgb_profile(name: &str, colorants: M3) -> Vec<u8> {
    let column = |j: usize| xyz([0, 1, 2].map(|i| colorants[i][j]));
    // Kind 3 of parametric curves, with the numbers of IEC 61966-2-1.
    let mut curve = b"para\0\0\0\0\0\x03\0\0".to_vec();
    curve.extend(
        [2.4, 1.0 / 1.055, 0.055 / 1.055, 1.0 / 12.92, 0.040_45]
            .into_iter()
            .flat_map(fixed),
    );
    let mut adaptation = b"sf32\0\0\0\0".to_vec();
    adaptation.extend(D65_TO_D50.as_flattened().iter().flat_map(|v| fixed(*v)));
    let white = D50.map(|v| f64::from(v) / 65536.0);
    let tags = [
        (*b"desc", text(name)),
        (*b"cprt", text("CC0")),
        (*b"wtpt", xyz(white)),
        (*b"chad", adaptation),
        (*b"rXYZ", column(0)),
        (*b"gXYZ", column(1)),
        (*b"bXYZ", column(2)),
        (*b"rTRC", curve.clone()),
        (*b"gTRC", curve.clone()),
        (*b"bTRC", curve),
    ];
    let mut header = vec![0; HEADER];
    header[8..12].copy_from_slice(&0x0440_0000u32.to_be_bytes());
    header[12..24].copy_from_slice(b"mntrRGB XYZ ");
    // The day of the specification: a profile is the same whenever it is written.
    for (i, part) in [2022u16, 5, 1, 0, 0, 0].into_iter().enumerate() {
        header[24 + 2 * i..26 + 2 * i].copy_from_slice(&part.to_be_bytes());
    }
    assembled(header, &tags)
}

/// Header, table and tags; equal ones are written once, and each starts at a multiple of 4.
fn assembled(mut header: Vec<u8>, tags: &[([u8; 4], Vec<u8>)]) -> Vec<u8> {
    header[36..40].copy_from_slice(b"acsp");
    for (i, v) in D50.into_iter().enumerate() {
        header[68 + 4 * i..72 + 4 * i].copy_from_slice(&v.to_be_bytes());
    }
    let start = HEADER + 4 + 12 * tags.len();
    let (mut table, mut data) = ((tags.len() as u32).to_be_bytes().to_vec(), Vec::new());
    let mut places: Vec<(usize, &[u8])> = Vec::new();
    for (name, bytes) in tags {
        let known = places.iter().find(|(_, there)| there == bytes);
        let place = known.map_or(start + data.len(), |(place, _)| *place);
        if known.is_none() {
            places.push((place, bytes));
            data.extend(bytes);
            data.resize(data.len().next_multiple_of(4), 0);
        }
        table.extend(name);
        table.extend((place as u32).to_be_bytes());
        table.extend((bytes.len() as u32).to_be_bytes());
    }
    let size = (start + data.len()) as u32;
    header[..4].copy_from_slice(&size.to_be_bytes());
    [header, table, data].concat()
}

/// `icc` as it is embedded: itself if it is well formed, or else with its words in order. `None` if it is no
/// profile.
pub(in crate::picture) fn mended(icc: &[u8]) -> Option<Vec<u8>> {
    let word = |at: usize| icc.get(at..at + 4)?.try_into().ok().map(u32::from_be_bytes);
    let count = word(HEADER).filter(|n| *n > 0 && *n <= 100)? as usize;
    if icc.get(36..40)? != b"acsp" {
        return None;
    }
    let mut tags = Vec::new();
    let mut aligned = true;
    for i in 0..count {
        let at = HEADER + 4 + 12 * i;
        let (place, length) = (word(at + 4)? as usize, word(at + 8)? as usize);
        let bytes = icc.get(place..place.checked_add(length)?)?;
        aligned &= place % 4 == 0;
        tags.push((icc.get(at..at + 4)?.try_into().ok()?, bytes.to_vec()));
    }
    let illuminant = [word(68)?, word(72)?, word(76)?] == D50;
    let size = word(0)? as usize;
    if aligned && illuminant && size == icc.len() && size.is_multiple_of(4) {
        return Some(icc.to_vec());
    }
    let mut header = icc[..HEADER].to_vec();
    // The sum over the profile, which is another one now; 0 says that there is none.
    header[84..100].fill(0);
    Some(assembled(header, &tags))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_profile_that_libpng_refuses_is_mended() {
        // As moxcms writes it: another D50, and tags at any place.
        let broken = moxcms::ColorProfile::new_display_p3()
            .encode()
            .expect("a profile");
        assert_ne!(broken[68..80], D50.map(u32::to_be_bytes).concat()[..]);
        let whole = mended(&broken).expect("a profile");
        assert_eq!(whole[68..80], D50.map(u32::to_be_bytes).concat()[..]);
        assert_eq!(mended(&whole).as_deref(), Some(&whole[..]));
        let read = moxcms::ColorProfile::new_from_slice;
        let (a, b) = (read(&broken).expect("read"), read(&whole).expect("read"));
        assert_eq!(a.red_colorant, b.red_colorant);
        assert_eq!(mended(b"no profile"), None);
        assert_eq!(mended(&whole[..200]), None);
    }
}
