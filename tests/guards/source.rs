//! The sources as modules that use each other. Tests are left out.

use std::{
    collections::{BTreeMap, BTreeSet},
    path::{Path, PathBuf},
    sync::LazyLock,
};
use syn::{
    Attribute, Item, UseTree,
    visit::{self, Visit},
};

/// A file of `src/` that is no test.
#[derive(Default)]
pub struct Source {
    /// Below `src/`, with slashes: `nn/weights.rs`.
    pub name: String,
    /// Its module: `nn`, `weights`.
    pub module: Vec<String>,
    /// Lines that are not of tests.
    pub lines: usize,
    /// What its `use`s bring in, by the name that they have here, as absolute paths within the crate.
    pub brought: BTreeMap<String, Vec<String>>,
    /// Absolute paths within the crate that it uses, those that it only hands on aside.
    used: BTreeSet<Vec<String>>,
    /// Paths into other crates that it uses: `std::fs::read`.
    pub foreign: BTreeSet<String>,
    /// The macros that it calls.
    pub macros: BTreeSet<String>,
    /// Its functions and methods with their lines.
    pub functions: Vec<(String, usize)>,
    /// Its structs with their fields.
    pub structs: Vec<(String, usize)>,
    /// The types of which it says what they do, traits aside.
    pub types: BTreeSet<String>,
    /// Its statics, and its methods that change what they are called on.
    pub state: Vec<String>,
    /// How often something is visible within the crate only.
    pub shared: usize,
}

/// All sources by module.
pub struct Sources(pub BTreeMap<Vec<String>, Source>);

/// Read once for all tests.
pub static SOURCES: LazyLock<Sources> = LazyLock::new(Sources::read);

impl Sources {
    fn read() -> Self {
        let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
        let mut files = Vec::new();
        walk(&root, &mut files);
        let modules: BTreeSet<Vec<String>> = files.iter().map(|file| module(&root, file)).collect();
        let sources = files.iter().map(|file| Source::read(&root, file, &modules));
        Self(
            sources
                .map(|source| (source.module.clone(), source))
                .collect(),
        )
    }

    /// The module that defines what an absolute path names, whatever hands it on.
    pub fn home(&self, path: &[String]) -> Option<&Source> {
        let mut path = path.to_vec();
        // Nothing is handed on more often.
        for _ in 0..12 {
            let length = (0..=path.len()).rev();
            let mut prefixes =
                length.filter_map(|n| self.0.get(&path[..n]).map(|source| (n, source)));
            let (n, source) = prefixes.next()?;
            match path.get(n).and_then(|name| source.brought.get(name)) {
                Some(further) => path = further.clone(),
                None => return Some(source),
            }
        }
        None
    }

    /// Names of the files that `source` uses.
    pub fn uses(&self, source: &Source) -> BTreeSet<String> {
        let homes = source.used.iter().filter_map(|path| self.home(path));
        let names = homes.map(|home| home.name.clone());
        names.filter(|name| *name != source.name).collect()
    }
}

impl Source {
    /// The room in which it stands: `nn`; the root's files are none.
    pub fn room(&self) -> &str {
        self.module.first().map_or("", String::as_str)
    }

    /// Whether it uses what this absolute path names.
    pub fn reaches(&self, path: &[String]) -> bool {
        self.used.contains(path)
    }

    fn read(root: &Path, file: &Path, modules: &BTreeSet<Vec<String>>) -> Self {
        let text = std::fs::read_to_string(file).expect("a source");
        let mut syntax = syn::parse_file(&text).expect("Rust");
        let lines = without_tests(&text);
        syntax.items.retain(|item| match item {
            Item::Mod(inner) => !is_test(&inner.attrs),
            Item::Use(inner) => !is_test(&inner.attrs),
            Item::Fn(inner) => !is_test(&inner.attrs),
            _ => true,
        });
        let module = module(root, file);
        let name = file.strip_prefix(root).expect("below").to_string_lossy();
        let mut finder = Finder {
            module: &module,
            modules,
            paths: BTreeSet::new(),
            found: Self::default(),
        };
        finder.visit_file(&syntax);
        finder.found.functions = functions(&lines);
        let mut found = std::mem::take(&mut finder.found);
        for path in &finder.paths {
            // By its own name, or by that of a module that was brought in.
            let brought = || {
                let (first, rest) = path.split_first()?;
                Some([found.brought.get(first)?, rest].concat())
            };
            match finder.absolute(path).or_else(brought) {
                Some(absolute) => found.used.insert(absolute),
                None => found.foreign.insert(path.join("::")),
            };
        }
        Self {
            name: name.replace('\\', "/"),
            module,
            lines: lines.len(),
            ..found
        }
    }
}

/// Files that are no tests.
fn walk(folder: &Path, files: &mut Vec<PathBuf>) {
    let mut entries: Vec<PathBuf> = std::fs::read_dir(folder)
        .expect("a folder")
        .map(|entry| entry.expect("an entry").path())
        .collect();
    entries.sort();
    for path in entries {
        if path.file_stem().is_some_and(|stem| stem == "tests") {
            continue;
        }
        if path.is_dir() {
            walk(&path, files);
        } else if path.extension().is_some_and(|ending| ending == "rs") {
            files.push(path);
        }
    }
}

fn module(root: &Path, file: &Path) -> Vec<String> {
    let inside = file.strip_prefix(root).expect("below").with_extension("");
    let mut module: Vec<String> = inside
        .iter()
        .map(|part| part.to_string_lossy().into_owned())
        .collect();
    if module
        .last()
        .is_some_and(|last| last == "mod" || last == "lib")
    {
        module.pop();
    }
    module
}

/// The lines of a formatted file before its tests, which stand last.
fn without_tests(text: &str) -> Vec<&str> {
    let lines: Vec<&str> = text.lines().collect();
    let inline = |pair: &[&str]| {
        pair[0] == "#[cfg(test)]" && pair[1].starts_with("mod ") && pair[1].ends_with('{')
    };
    let tests = lines.windows(2).position(inline);
    let end = tests.unwrap_or(lines.len());
    lines[..end].to_vec()
}

/// The functions of a formatted file with their lines: each ends where a brace closes as far in as it began.
fn functions(lines: &[&str]) -> Vec<(String, usize)> {
    let mut found = Vec::new();
    for (i, line) in lines.iter().enumerate() {
        let code = line.trim_start();
        let words = code.split("fn ").next().unwrap_or_default();
        let begins = code.contains("fn ")
            && words.split_whitespace().all(|word| {
                word.starts_with("pub")
                    || ["const", "unsafe", "async", "crate)", "super)"].contains(&word)
                    || word.starts_with("crate::")
            });
        if !begins {
            continue;
        }
        let indent = &line[..line.len() - code.len()];
        let close = format!("{indent}}}");
        let name = code[words.len() + 3..]
            .split(['(', '<'])
            .next()
            .unwrap_or_default();
        // One that is only declared ends otherwise.
        let declared = |line: &&&str| {
            let flush = line
                .get(indent.len()..)
                .is_some_and(|rest| !rest.starts_with(' '));
            flush && line.ends_with(';')
        };
        let body = lines[i..].iter().take_while(|line| !declared(line));
        let length = body.into_iter().position(|line| *line == close);
        found.extend(length.map(|length| (name.to_owned(), length + 1)));
    }
    found
}

/// Whether what has these attributes is only there for tests.
fn is_test(attributes: &[Attribute]) -> bool {
    attributes.iter().any(|attribute| {
        attribute.path().is_ident("cfg")
            && attribute
                .parse_args::<syn::Ident>()
                .is_ok_and(|word| word == "test")
    })
}

struct Finder<'a> {
    module: &'a [String],
    modules: &'a BTreeSet<Vec<String>>,
    /// All paths, as they are written.
    paths: BTreeSet<Vec<String>>,
    found: Source,
}

impl Finder<'_> {
    /// A path as it would be written from the crate's root, if it leads into this crate.
    fn absolute(&self, path: &[String]) -> Option<Vec<String>> {
        let (first, rest) = path.split_first()?;
        let child = || {
            let mut child = self.module.to_vec();
            child.push(first.clone());
            child
        };
        match first.as_str() {
            "crate" | "impasto" => Some(rest.to_vec()),
            "self" => Some([self.module, rest].concat()),
            "super" => {
                let mut base = self.module.to_vec();
                let mut rest = path;
                while let [first, more @ ..] = rest
                    && first == "super"
                {
                    base.pop();
                    rest = more;
                }
                Some([&base, rest].concat())
            }
            _ if path.len() > 1 && self.modules.contains(&child()) => {
                Some([self.module, path].concat())
            }
            _ => None,
        }
    }

    fn import(&mut self, tree: &UseTree, before: &[String], hands_on: bool) {
        let with = |name: &syn::Ident| {
            let mut path = before.to_vec();
            path.push(name.to_string());
            path
        };
        let (name, path) = match tree {
            UseTree::Path(path) => return self.import(&path.tree, &with(&path.ident), hands_on),
            UseTree::Group(group) => {
                for tree in &group.items {
                    self.import(tree, before, hands_on);
                }
                return;
            }
            UseTree::Glob(_) => (String::new(), before.to_vec()),
            UseTree::Name(name) if name.ident == "self" => {
                (before.last().cloned().unwrap_or_default(), before.to_vec())
            }
            UseTree::Name(name) => (name.ident.to_string(), with(&name.ident)),
            UseTree::Rename(renamed) => (renamed.rename.to_string(), with(&renamed.ident)),
        };
        if let Some(absolute) = self.absolute(&path) {
            self.found.brought.insert(name, absolute);
        }
        // What is only handed on is not used here.
        if !hands_on {
            self.paths.insert(path);
        }
    }
}

impl<'ast> Visit<'ast> for Finder<'_> {
    fn visit_item_use(&mut self, item: &'ast syn::ItemUse) {
        let hands_on = !matches!(item.vis, syn::Visibility::Inherited);
        self.import(&item.tree, &[], hands_on);
    }

    fn visit_path(&mut self, path: &'ast syn::Path) {
        let names: Vec<String> = path
            .segments
            .iter()
            .map(|segment| segment.ident.to_string())
            .collect();
        self.paths.insert(names);
        visit::visit_path(self, path);
    }

    fn visit_macro(&mut self, call: &'ast syn::Macro) {
        if let Some(last) = call.path.segments.last() {
            self.found.macros.insert(last.ident.to_string());
        }
        visit::visit_macro(self, call);
    }

    fn visit_item_struct(&mut self, item: &'ast syn::ItemStruct) {
        let structure = (item.ident.to_string(), item.fields.len());
        self.found.structs.push(structure);
        visit::visit_item_struct(self, item);
    }

    fn visit_item_impl(&mut self, item: &'ast syn::ItemImpl) {
        if let (None, syn::Type::Path(path)) = (&item.trait_, &*item.self_ty)
            && let Some(last) = path.path.segments.last()
        {
            self.found.types.insert(last.ident.to_string());
        }
        visit::visit_item_impl(self, item);
    }

    fn visit_item_static(&mut self, item: &'ast syn::ItemStatic) {
        self.found.state.push(format!("static {}", item.ident));
        visit::visit_item_static(self, item);
    }

    fn visit_receiver(&mut self, receiver: &'ast syn::Receiver) {
        if receiver.mutability.is_some() && receiver.reference.is_some() {
            self.found.state.push("a method with &mut self".to_owned());
        }
        visit::visit_receiver(self, receiver);
    }

    fn visit_vis_restricted(&mut self, _: &'ast syn::VisRestricted) {
        self.found.shared += 1;
    }
}
