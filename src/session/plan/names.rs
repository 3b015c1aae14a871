//! What the folders of a plan, and the domains that are learnt from them, are called.

use crate::{nn::ModelInfo, train::Domain};
use std::path::PathBuf;

/// What folders are called by the first of them.
pub fn called(folders: &[PathBuf]) -> Option<String> {
    let first = folders.first()?;
    // Pictures that are told one by one are called as their folder, and a pack without its ending; nothing is looked up for a name.
    let name = match first.extension() {
        Some(ending) if ending == "pack" => first.file_stem()?,
        Some(_) => first.parent()?.file_name()?,
        None => first.file_name()?,
    };
    Some(name.to_string_lossy().replace('_', " "))
}

/// By which names domains are asked for: those that they were given, or else those of their folders; numbers where that does not tell
/// them apart.
pub fn domain_names(domains: &[Domain]) -> Vec<String> {
    let mut names: Vec<String> = Vec::new();
    for (label, domain) in domains.iter().enumerate() {
        let folder = called(&domain.folders).unwrap_or_default();
        let name = match domain.name.trim() {
            "" if folder.is_empty() || names.contains(&ModelInfo::named(&folder)) => {
                format!("{folder} {}", label + 1)
            }
            "" => folder,
            given => given.to_owned(),
        };
        names.push(ModelInfo::named(&name));
    }
    names
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn domains_are_called_as_the_artist_says_or_else_as_their_folders_and_are_told_apart() {
        let domain = |name: &str, folder: &str| Domain {
            name: name.to_owned(),
            folders: [folder]
                .iter()
                .filter(|f| !f.is_empty())
                .map(PathBuf::from)
                .collect(),
        };
        let domains = [
            domain("", "/a/shin_hanga"),
            domain(" Filonov ", "/b"),
            domain("", "/c/shin_hanga"),
            domain("", "/d/packed.set.pack"),
            domain("", "/e/one.jpg"),
            domain("", ""),
        ];
        let names = domain_names(&domains);
        assert_eq!(
            names,
            [
                "shin hanga",
                "Filonov",
                "shin hanga 3",
                "packed.set",
                "e",
                "6"
            ]
        );
        let long = domain(&"画".repeat(500), "");
        assert!(domain_names(&[long])[0].chars().count() <= ModelInfo::LONGEST_NAME);
    }
}
