//! What is dropped on the window and pasted into it.

use std::path::PathBuf;

/// What hovers over the window, and what is pasted next.
#[derive(Default)]
pub struct Drops {
    /// What is pasted next is a style.
    pub pastes_style: bool,
    /// Files that hover over the window.
    pub hovering: usize,
    /// Name of the only one, if it is a folder.
    pub hovering_folder: Option<String>,
}

/// The files that a pasted text names, one a line: paths, or addresses of files as file managers write them.
pub fn paths_in(text: &str) -> Vec<PathBuf> {
    let lines = text.lines().map(str::trim).filter(|line| !line.is_empty());
    let paths = lines.map(|line| match line.strip_prefix("file://") {
        Some(address) => PathBuf::from(decoded(address)),
        None => PathBuf::from(line),
    });
    let paths: Vec<PathBuf> = paths.collect();
    if paths.iter().all(|path| path.is_absolute()) {
        paths
    } else {
        Vec::new()
    }
}

/// The address of a file without its percent codes (RFC 3986, 2.1).
fn decoded(address: &str) -> String {
    let mut bytes = Vec::new();
    let mut rest = address.as_bytes();
    while let [first, tail @ ..] = rest {
        let code = tail
            .get(..2)
            .and_then(|code| std::str::from_utf8(code).ok());
        let byte = code.and_then(|code| u8::from_str_radix(code, 16).ok());
        match (first, byte) {
            (b'%', Some(byte)) => {
                bytes.push(byte);
                rest = &tail[2..];
            }
            _ => {
                bytes.push(*first);
                rest = tail;
            }
        }
    }
    String::from_utf8_lossy(&bytes).into_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pasted_texts_name_files_by_paths_and_addresses() {
        let one = |text: &str| paths_in(text).pop().unwrap_or_default();
        assert_eq!(one(" /a/b c.png\n"), PathBuf::from("/a/b c.png"));
        let address = "file:///a/my%20%E7%85%A7%E7%89%87.jpg";
        assert_eq!(one(address), PathBuf::from("/a/my 照片.jpg"));
        assert_eq!(one("file:///a/100%.jpg"), PathBuf::from("/a/100%.jpg"));
        assert_eq!(paths_in("file:///a.png\r\nfile:///b.png").len(), 2);
        assert!(paths_in("a poem").is_empty() && paths_in("").is_empty());
    }
}
