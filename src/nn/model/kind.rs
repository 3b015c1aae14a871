//! What kinds of networks there are, and which tensors each has.

use super::header::Header;
use crate::{
    fault::ModelFault,
    nn::{
        CODE_SIZE, CodeSpace, DreamNet, Encoder, Generator, Traits, Weights,
        part::{ANY, Part},
    },
};
use std::fmt;

/// What a model does.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ModelKind {
    /// Paints a photograph in a style, in one pass.
    Generator,
    /// Paints as a generator does, and knows the style of one school itself.
    School,
    /// Paints as a school does, in one of several domains, each of which has a name.
    Domains,
    /// Dreams up pictures from noise.
    Dream,
    /// Sees: its maps tell content and style.
    Encoder,
}

/// Name of the tensor that holds the normalised style code of a school, or of several.
pub const SCHOOL_CODE: &str = "school.code";
/// Name of the tensor that holds normalised codes: in a checkpoint those of its paintings, in a model those of photographs that they suit.
pub const SCHOOL_PAINTINGS: &str = "school.paintings";
/// Name of the tensor that holds the codes with which it paints what is near to each of them.
pub const SCHOOL_STYLES: &str = "school.styles";
/// Name of the tensor that holds of how many paintings of each of several schools the codes are remembered.
pub const SCHOOL_COUNTS: &str = "school.counts";
/// Of checkpoints: the mean code of photographs, normalised, `[1, CODE_SIZE]`.
pub const SCHOOL_PHOTOGRAPHS: &str = "school.photographs";

/// Name of the tensor that holds small squares of the pictures that a dream learnt from, sRGB 0..1, and their side.
pub const THUMBNAILS: &str = "thumbnails";
const SMALL: usize = 32;

/// Whether a tensor has the shape that it should have.
fn fits(found: &[usize], wanted: &[usize]) -> bool {
    let fits = |(found, wanted): (&usize, &usize)| *wanted == ANY || found == wanted;
    found.len() == wanted.len() && found.iter().zip(wanted).all(fits)
}

/// The tensors of a generator and of its space of styles.
fn painter(traits: Traits) -> Vec<Part> {
    let mut parts = Generator::figure(traits);
    parts.extend(CodeSpace::figure());
    parts
}

impl fmt::Display for ModelKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.word())
    }
}

impl ModelKind {
    /// Its name in files.
    pub fn word(self) -> &'static str {
        match self {
            Self::Generator => "generator",
            Self::School => "school",
            Self::Domains => "domains",
            Self::Dream => "dream",
            Self::Encoder => "encoder",
        }
    }

    pub(super) fn parse(text: &str) -> Result<Self, ModelFault> {
        let all = [
            Self::Generator,
            Self::School,
            Self::Domains,
            Self::Dream,
            Self::Encoder,
        ];
        let mut all = all.into_iter();
        all.find(|kind| kind.word() == text)
            .ok_or_else(|| ModelFault::UnknownKind(text.chars().take(40).collect()))
    }

    /// Whether it paints photographs in any style.
    pub fn paints(self) -> bool {
        matches!(self, Self::Generator | Self::School | Self::Domains)
    }

    /// Whether it knows itself in which style it paints.
    pub fn has_own_style(self) -> bool {
        matches!(self, Self::School | Self::Domains)
    }

    /// The tensors of a network of this kind.
    pub(super) fn figure(self, traits: Traits) -> Vec<Part> {
        match self {
            Self::Generator => painter(traits),
            Self::School | Self::Domains => {
                let mut parts = painter(traits);
                let schools = if self == Self::School { 1 } else { ANY };
                let mut part = |name: &str, shape: [usize; 2], optional| {
                    parts.push(Part {
                        name: name.to_owned(),
                        shape: shape.to_vec(),
                        optional,
                    });
                };
                part(SCHOOL_CODE, [schools, CODE_SIZE], false);
                part(SCHOOL_PAINTINGS, [ANY, CODE_SIZE], true);
                part(SCHOOL_STYLES, [ANY, CODE_SIZE], true);
                if self == Self::Domains {
                    part(SCHOOL_COUNTS, [ANY, 1], true);
                }
                parts
            }
            Self::Dream => {
                let mut parts = DreamNet::figure(traits);
                parts.push(Part {
                    name: THUMBNAILS.to_owned(),
                    // As many as there are.
                    shape: vec![ANY, 3, SMALL, SMALL],
                    optional: true,
                });
                parts
            }
            Self::Encoder => Encoder::figure(),
        }
    }

    /// Counts the numbers of all tensors.
    ///
    /// # Errors
    /// If one is missing, or has another shape.
    pub(super) fn check(self, traits: Traits, header: &Header) -> Result<usize, ModelFault> {
        let figure = self.figure(traits);
        let names: Vec<_> = figure.iter().map(|part| part.name.clone()).collect();
        let names = self.names_in(&names, |name| header.shape(name).is_some());
        let mut count = 0;
        for (part, name) in figure.into_iter().zip(names) {
            match header.shape(&name) {
                None if part.optional => {}
                None => return Err(ModelFault::Missing(name)),
                Some(found) if !fits(found, &part.shape) => {
                    return Err(ModelFault::Shape {
                        name,
                        found: found.clone(),
                        wanted: part.shape,
                    });
                }
                Some(shape) => count += shape.iter().product::<usize>(),
            }
        }
        Ok(count)
    }

    /// Calls the tensors of a file of before as they are called now.
    pub(super) fn name_weights(self, traits: Traits, weights: &mut Weights) {
        let names: Vec<_> = self
            .figure(traits)
            .into_iter()
            .map(|part| part.name)
            .collect();
        let found = self.names_in(&names, |name| weights.find(name).is_some());
        for (name, found) in names.into_iter().zip(found) {
            weights.rename(&found, name);
        }
    }

    /// How the tensors `names` are called in a file that has some: those of a generator were numbered before.
    fn names_in(self, names: &[String], has: impl Fn(&str) -> bool) -> Vec<String> {
        let numbered = self == Self::Generator && has("generator.0");
        let name = |(i, name): (usize, &String)| match name.starts_with("generator.") && numbered {
            true => format!("generator.{i}"),
            false => name.clone(),
        };
        names.iter().enumerate().map(name).collect()
    }
}
