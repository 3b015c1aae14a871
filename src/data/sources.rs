//! Under which terms pictures may be used and where they come from, as tables beside them say.

use std::{
    collections::HashMap,
    path::{Path, PathBuf},
};

/// Name of the optional table of sources at the top of a folder: tab-separated with a header, of
/// which the columns `file`, `licence` (or `license`) and `source` are read.
pub(super) const SOURCES: &str = "sources.tsv";
/// Name of a table for several folders, in one of them or above; its paths are relative to itself.
const MANIFEST: &str = "MANIFEST.tsv";
/// Whether a file is a table of sources rather than a broken picture.
pub(super) fn is_table(path: &Path) -> bool {
    let name = path.file_name();
    name.is_some_and(|name| name == SOURCES || name == MANIFEST)
}

/// So many folders up it is looked for.
const UP: usize = 3;
/// What is not said.
const UNKNOWN: &str = "unknown";

/// Licence and source of files, by their paths relative to a folder.
struct Table {
    folder: PathBuf,
    rows: HashMap<String, (String, String)>,
}

/// Licences and sources of the files in some folders.
pub struct Sources(Vec<Table>);

impl Sources {
    /// Reads the tables in `folders`, and those above that speak of them.
    pub fn read(folders: &[PathBuf]) -> Self {
        let mut files: Vec<PathBuf> = Vec::new();
        for folder in folders {
            // A picture that is named itself is spoken of by the table beside it.
            let table = if folder.is_file() {
                folder.parent()
            } else {
                None
            };
            files.push(table.unwrap_or(folder).join(SOURCES));
            let absolute = std::path::absolute(folder).unwrap_or_else(|_| folder.clone());
            let above = absolute.ancestors().take(UP + 1);
            files.extend(above.map(|above| above.join(MANIFEST)));
        }
        files.sort();
        files.dedup();
        Self(files.iter().filter_map(|file| Table::read(file)).collect())
    }

    /// Licence and source of a file; "unknown" where no table says it.
    pub fn of(&self, path: &Path) -> (String, String) {
        let found = self.0.iter().find_map(|table| table.of(path));
        found.unwrap_or_else(|| (UNKNOWN.to_owned(), UNKNOWN.to_owned()))
    }
}

impl Table {
    fn read(file: &Path) -> Option<Self> {
        let text = std::fs::read_to_string(file).ok()?;
        let mut lines = text.trim_start_matches('\u{feff}').lines();
        let header: Vec<String> = lines
            .next()
            .unwrap_or_default()
            .split('\t')
            .map(|name| name.trim().to_lowercase())
            .collect();
        let column = |names: &[&str]| header.iter().position(|h| names.contains(&h.as_str()));
        let name = column(&["file", "path", "name"])?;
        let licence = column(&["licence", "license"]);
        let source = column(&["source", "source_repo", "url"]);
        let mut rows = HashMap::new();
        for line in lines {
            let cells: Vec<&str> = line.split('\t').map(str::trim).collect();
            let cell = |column: Option<usize>| {
                let text = column.and_then(|c| cells.get(c)).copied();
                text.filter(|t| !t.is_empty()).unwrap_or(UNKNOWN).to_owned()
            };
            if let Some(name) = cells.get(name) {
                rows.insert((*name).to_owned(), (cell(licence), cell(source)));
            }
        }
        Some(Self {
            folder: file.parent()?.to_owned(),
            rows,
        })
    }

    fn of(&self, path: &Path) -> Option<(String, String)> {
        let absolute = std::path::absolute(path).ok()?;
        let folder = std::path::absolute(&self.folder).ok()?;
        // A file outside the folder is none of the table's, whatever it is called.
        let below = absolute.strip_prefix(&folder).ok()?;
        let name = path.file_name().map(Path::new);
        let keys = std::iter::once(below).chain(name);
        let mut rows = keys.filter_map(|key| {
            let key = key.to_string_lossy().replace('\\', "/");
            self.rows.get(&key)
        });
        rows.next().cloned()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_table_above_speaks_of_the_files_below_it_and_of_no_others() {
        let folder = tempfile::tempdir().expect("folder");
        let root = folder.path();
        let school = root.join("paintings/school");
        std::fs::create_dir_all(&school).expect("folder");
        let table = "path\tsha256\tsource_repo\tlicence\npaintings/school/a.jpg\t0\tmuseum\tCC0\n\
                     b.jpg\t0\tmuseum\tCC BY 4.0\n";
        std::fs::write(root.join(MANIFEST), table).expect("written");
        let sources = Sources::read(std::slice::from_ref(&school));
        let of = |path: &Path| sources.of(path);
        let known = ("CC0".to_owned(), "museum".to_owned());
        assert_eq!(of(&school.join("a.jpg")), known);
        assert_eq!(of(&school.join("b.jpg")).0, "CC BY 4.0");
        assert_eq!(of(Path::new("/elsewhere/a.jpg")).0, UNKNOWN);
        // Four folders up is too far.
        let deep = school.join("x/y/z");
        assert_eq!(
            Sources::read(std::slice::from_ref(&deep))
                .of(&deep.join("b.jpg"))
                .0,
            UNKNOWN
        );
    }
}
