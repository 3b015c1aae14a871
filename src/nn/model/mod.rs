//! A model is one file: the weights of a network, what kind of network it is, its traits, its card and the hash by
//! which recipes name it. What is said of it stands in the header of a safetensors file, which is read
//! and checked, shapes and length included, before any tensor is.

mod card;
mod header;
mod identity;
mod kind;
#[cfg(test)]
mod tests;

pub use card::{Card, TrainedOn};
pub use kind::{
    ModelKind, SCHOOL_CODE, SCHOOL_COUNTS, SCHOOL_PAINTINGS, SCHOOL_PHOTOGRAPHS, SCHOOL_STYLES,
    THUMBNAILS,
};

use super::{
    Weights,
    traits::{self, Traits},
    weights::to_safetensors,
};
use crate::{
    error::{Error, Result},
    fault::ModelFault,
};
use burn::tensor::TensorData;
use half::f16;
use header::Header;
use serde_json::json;
use std::{
    collections::{HashMap, HashSet},
    path::Path,
};

/// Version of the notes that model files have.
const FORMAT: u64 = 1;

/// Names of the notes in the header.
mod note {
    pub const FORMAT: &str = "impasto_model";
    pub const KIND: &str = "kind";
    pub const NAME: &str = "name";
    pub const HASH: &str = "hash";
    pub const FORMERLY: &str = "formerly";
    pub const ENCODER: &str = "encoder";
    pub const CARD: &str = "card";
    /// Names of the domains of a model of several, as a list in JSON.
    pub const DOMAINS: &str = "domains";
    /// What told the network in files of before.
    pub const NETWORK: &str = "network";
    /// What the discriminator of a file is, see `impasto train export --discriminator`.
    pub const DISCRIMINATOR: &str = "critic";
}

/// What a model file says of itself.
#[derive(Clone, Debug, PartialEq)]
pub struct ModelInfo {
    /// What it does.
    pub kind: ModelKind,
    /// Its name for people, of at most [`ModelInfo::LONGEST_NAME`] characters.
    pub name: String,
    /// blake3 of what it computes with, in hexadecimal: kind, traits, and each tensor's name, shape and values, whatever their
    /// number format. Empty in a file of before whose tensors were not read yet.
    pub hash: String,
    /// By which hashes recipes of before know it.
    pub formerly: Vec<String>,
    /// How a generator differs from others.
    pub traits: Traits,
    /// Hash of the encoder whose style codes a generator knows; of the one that ships if `None`.
    pub encoder: Option<String>,
    /// Names of the domains that a model of several paints in; none of any other.
    pub domains: Vec<String>,
    /// What it is, what made it, how good it is.
    pub card: Card,
    /// How many numbers it computes with.
    pub parameters: usize,
    /// The discriminator that stands in the file too, if there is one: see `impasto train export --discriminator`.
    pub discriminator: Option<String>,
}

/// A model, read whole.
#[derive(Debug)]
pub struct Model {
    /// What it says of itself.
    pub info: ModelInfo,
    weights: Weights,
}

impl ModelInfo {
    /// Most characters of a name.
    pub const LONGEST_NAME: usize = 60;

    /// Of a model that was just made.
    pub fn new(kind: ModelKind, name: &str, traits: Traits, card: Card) -> Self {
        Self {
            kind,
            name: name.to_owned(),
            hash: String::new(),
            formerly: Vec::new(),
            traits,
            encoder: None,
            domains: Vec::new(),
            card,
            parameters: 0,
            discriminator: None,
        }
    }

    /// Reads and checks the header of a file, and none of its tensors.
    ///
    /// # Errors
    /// If it cannot be read, is cut short, is no model, one of a newer version, or its tensors are not those of its kind.
    pub fn open(path: &Path) -> Result<Self> {
        let header = Header::open(path)?;
        Self::of(&header, path).map_err(|fault| Error::model(path, fault))
    }

    /// The same of bytes; `source` is only for messages.
    ///
    /// # Errors
    /// As [`ModelInfo::open`].
    pub fn from_bytes(bytes: &[u8], source: &str) -> Result<Self> {
        let path = Path::new(source);
        let read = || Self::of(&Header::of(bytes)?, path);
        read().map_err(|fault| Error::model(path, fault))
    }

    /// Calls it by the first characters of `name`, which stand in one line.
    pub fn rename(&mut self, name: &str) {
        self.name = name_of(name);
    }

    /// What a model, or a domain of one, is called that is to be called `name`: its first characters, in one line.
    pub fn named(name: &str) -> String {
        name_of(name)
    }

    /// Whether a model, or a domain of one, can be called `name` as it stands.
    pub fn is_name(name: &str) -> bool {
        !name.is_empty() && name_of(name) == name
    }

    /// Whether it is the model that recipes call by `hash`.
    pub fn is(&self, hash: &str) -> bool {
        self.hash == hash || self.formerly.iter().any(|before| before == hash)
    }

    /// The label of its domain `name`.
    ///
    /// # Errors
    /// If it has none of this name.
    pub fn label_of(&self, name: &str) -> Result<usize> {
        let label = self.domains.iter().position(|domain| domain == name);
        label.ok_or_else(|| {
            let fault = ModelFault::NoDomain {
                wanted: name.to_owned(),
                known: self.domains.join(", "),
            };
            Error::model(Path::new(&self.name), fault)
        })
    }

    fn of(header: &Header, path: &Path) -> Result<Self, ModelFault> {
        let before = header.note(note::FORMAT).is_none();
        let mut info = if before {
            Self::before(header, path)?
        } else {
            Self::noted(header)?
        };
        if let Some(text) = header.note(traits::NOTE) {
            let known = Traits::parse(text);
            info.traits = known.map_err(|_| ModelFault::UnknownTraits)?;
        }
        info.parameters = info.kind.check(info.traits, header)?;
        let codes = header.shape(SCHOOL_CODE).and_then(|shape| shape.first());
        if info.kind == ModelKind::Domains && codes != Some(&info.domains.len()) {
            let reason = "it has not as many domains as names of them";
            return Err(ModelFault::Broken(reason.to_owned()));
        }
        Ok(info)
    }

    /// Files of before say which network they are of, and nothing else.
    fn before(header: &Header, path: &Path) -> Result<Self, ModelFault> {
        let kind = match header.note(note::NETWORK) {
            Some("impasto-instant") => ModelKind::Generator,
            Some("impasto-encoder") => ModelKind::Encoder,
            _ if header.note("notes").is_some() => return Err(ModelFault::Checkpoint),
            _ => return Err(ModelFault::NoModel),
        };
        let stem = path.file_stem().unwrap_or_default().to_string_lossy();
        let mut info = Self::new(kind, &name_of(&stem), Traits::default(), Card::default());
        info.discriminator = header.note(note::DISCRIMINATOR).map(str::to_owned);
        Ok(info)
    }

    fn noted(header: &Header) -> Result<Self, ModelFault> {
        let note = |name| header.note(name).unwrap_or_default();
        match note(note::FORMAT).parse::<u64>() {
            Ok(FORMAT) => {}
            Ok(newer) if newer > FORMAT => return Err(ModelFault::Newer(newer)),
            _ => return Err(ModelFault::NoModel),
        }
        let kind = ModelKind::parse(note(note::KIND))?;
        let hash = note(note::HASH);
        let name = name_of(note(note::NAME));
        if !is_hash(hash) || name != note(note::NAME) {
            return Err(ModelFault::Broken(
                "its name or its hash is none".to_owned(),
            ));
        }
        let card = Card::parse(note(note::CARD)).map_err(ModelFault::Broken)?;
        let formerly = note(note::FORMERLY).split(',').filter(|hash| is_hash(hash));
        Ok(Self {
            hash: hash.to_owned(),
            formerly: formerly.map(str::to_owned).collect(),
            encoder: header.note(note::ENCODER).map(str::to_owned),
            domains: domains_of(note(note::DOMAINS))?,
            discriminator: header.note(note::DISCRIMINATOR).map(str::to_owned),
            ..Self::new(kind, &name, Traits::default(), card)
        })
    }

    fn notes(&self) -> HashMap<String, String> {
        let card = serde_json::to_string(&self.card).unwrap_or_default();
        let mut notes = HashMap::from([
            (note::FORMAT.to_owned(), FORMAT.to_string()),
            (note::KIND.to_owned(), self.kind.word().to_owned()),
            (note::NAME.to_owned(), self.name.clone()),
            (note::HASH.to_owned(), self.hash.clone()),
            (note::CARD.to_owned(), card),
        ]);
        let mut add = |name: &str, text: Option<String>| {
            notes.extend(text.map(|text| (name.to_owned(), text)));
        };
        let formerly = self.formerly.join(",");
        add(note::FORMERLY, (!formerly.is_empty()).then_some(formerly));
        add(note::ENCODER, self.encoder.clone());
        let domains = (!self.domains.is_empty()).then(|| json!(self.domains).to_string());
        add(note::DOMAINS, domains);
        add(note::DISCRIMINATOR, self.discriminator.clone());
        // Of dreams they are those of the generator that they are painted through.
        let traits = self.kind.paints() || self.traits != Traits::default();
        add(traits::NOTE, traits.then(|| self.traits.note()));
        notes
    }
}

impl Model {
    /// Reads a file whole: its header, then its tensors, which must be those that its hash was made of.
    ///
    /// # Errors
    /// As [`ModelInfo::open`], and if its weights were altered.
    pub fn open(path: &Path) -> Result<Self> {
        let info = ModelInfo::open(path)?;
        let bytes = std::fs::read(path).map_err(Error::io("read", path))?;
        Self::read(info, &bytes, path)
    }

    /// The same of bytes; `source` is only for messages.
    ///
    /// # Errors
    /// As [`Model::open`].
    pub fn from_bytes(bytes: &[u8], source: &str) -> Result<Self> {
        let info = ModelInfo::from_bytes(bytes, source)?;
        Self::read(info, bytes, Path::new(source))
    }

    fn read(mut info: ModelInfo, bytes: &[u8], path: &Path) -> Result<Self> {
        let mut weights = Weights::from_safetensors(bytes, &path.to_string_lossy())?;
        info.kind.name_weights(info.traits, &mut weights);
        let hash = identity::identity(&info, &weights);
        if info.hash.is_empty() {
            info.formerly.push(blake3::hash(bytes).to_string());
        } else if info.hash != hash {
            return Err(Error::model(path, ModelFault::Altered));
        }
        info.hash = hash;
        Ok(Self { info, weights })
    }

    /// A model of tensors that were just made.
    ///
    /// # Errors
    /// If they are not those of its kind.
    pub fn new(info: ModelInfo, tensors: Vec<(String, TensorData)>) -> Result<Self> {
        let weights = Weights::from_tensors(tensors, &info.name);
        let shapes = weights.iter();
        let shapes = shapes.map(|(name, weight)| (name.to_owned(), weight.shape.clone()));
        let header = Header::made(shapes.collect());
        let checked = info.kind.check(info.traits, &header);
        let source = Path::new(&info.name);
        let parameters = checked.map_err(|fault| Error::model(source, fault))?;
        let hash = identity::identity(&info, &weights);
        let info = ModelInfo {
            hash,
            parameters,
            ..info
        };
        Ok(Self { info, weights })
    }

    /// Its tensors.
    pub fn weights(&self) -> &Weights {
        &self.weights
    }

    /// Refuses a model of another kind; `path` is only for messages.
    ///
    /// # Errors
    /// If it is one.
    pub fn expect(&self, kind: ModelKind, path: &Path) -> Result<()> {
        if self.info.kind == kind {
            return Ok(());
        }
        let fault = ModelFault::OtherKind {
            found: self.info.kind.word(),
            wanted: kind.word(),
        };
        Err(Error::model(path, fault))
    }

    /// Refuses a model that paints nothing; `path` is only for messages.
    ///
    /// # Errors
    /// If it is one.
    pub fn expect_painter(&self, path: &Path) -> Result<()> {
        match self.info.kind.paints() {
            true => Ok(()),
            false => self.expect(ModelKind::Generator, path),
        }
    }

    /// The file's bytes: half precision where nothing is lost by it.
    ///
    /// # Errors
    /// If they cannot be serialised.
    pub fn to_bytes(&self) -> Result<Vec<u8>> {
        let tensors = self.weights.iter().map(|(name, weight)| {
            let data = TensorData::new(weight.values.clone(), weight.shape.clone());
            let half = |v: &f32| f16::from_f32(*v).to_f32().to_bits() == v.to_bits();
            let data = match weight.values.iter().all(half) {
                true => data.convert::<f16>(),
                false => data,
            };
            (name.to_owned(), data)
        });
        to_safetensors(&tensors.collect::<Vec<_>>(), self.info.notes())
    }
}

/// A name as it may stand in a file and be shown: short, in one line.
fn name_of(text: &str) -> String {
    let text: String = text.chars().filter(|c| !c.is_control()).collect();
    let short: String = text.trim().chars().take(ModelInfo::LONGEST_NAME).collect();
    let short = short.trim_end();
    if short.is_empty() { "model" } else { short }.to_owned()
}

/// Most domains of a model.
pub const MOST_DOMAINS: usize = 64;

/// Names of domains: each in one line, and none twice.
fn domains_of(text: &str) -> Result<Vec<String>, ModelFault> {
    if text.is_empty() {
        return Ok(Vec::new());
    }
    let names: Option<Vec<String>> = serde_json::from_str(text).ok();
    let fits = |names: &Vec<String>| {
        let mut known = HashSet::new();
        let mut each = names.iter();
        names.len() <= MOST_DOMAINS
            && each.all(|name| ModelInfo::is_name(name) && known.insert(name))
    };
    let broken = || ModelFault::Broken("the names of its domains are none".to_owned());
    names.filter(fits).ok_or_else(broken)
}

fn is_hash(text: &str) -> bool {
    blake3::Hash::from_hex(text).is_ok()
}
