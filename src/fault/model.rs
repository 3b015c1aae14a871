//! Why model files cannot be used.

use thiserror::Error;

/// Why a model file cannot be used.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum ModelFault {
    /// The file was cut short, or is empty.
    #[error("the file ends too early")]
    CutShort,
    /// No model of any kind that Impasto writes.
    #[error("it is not a model file of Impasto")]
    NoModel,
    /// What training goes on from.
    #[error("it is the checkpoint of a training run, not a model")]
    Checkpoint,
    /// Longer than any model.
    #[error("it is larger than any model that Impasto can use")]
    TooLarge,
    /// A model that does something else than is wanted: what it is, and what is wanted.
    #[error("it is a model of the kind '{found}', and a '{wanted}' is needed")]
    OtherKind {
        /// What it is.
        found: &'static str,
        /// What is needed.
        wanted: &'static str,
    },
    /// Of a kind that a later version may know.
    #[error("it is a model of the kind '{0}', which this version of Impasto does not know")]
    UnknownKind(String),
    /// A generator with traits that a later version may know.
    #[error("it has traits that this version of Impasto does not know")]
    UnknownTraits,
    /// Written in a newer format: which.
    #[error("it was made by a newer version of Impasto (format {0})")]
    Newer(u64),
    /// Something in it contradicts itself; what.
    #[error("it is broken ({0})")]
    Broken(String),
    /// A tensor that its network needs is missing: which.
    #[error("its tensor {0} is missing")]
    Missing(String),
    /// A tensor has not the shape that its network needs.
    #[error("its tensor {name} has the shape {found:?} instead of {wanted:?}")]
    Shape {
        /// Which.
        name: String,
        /// The shape that it has.
        found: Vec<usize>,
        /// The shape that it needs.
        wanted: Vec<usize>,
    },
    /// Its weights are not those that its hash was made of.
    #[error("its weights do not agree with its hash, so it was damaged or altered")]
    Altered,
    /// It does not paint in the domain that is asked for.
    #[error("it has no domain '{wanted}'{}", told(known))]
    NoDomain {
        /// The name that was asked for.
        wanted: String,
        /// The names that it knows.
        known: String,
    },
    /// It knows the style codes of an encoder that this version has not.
    #[error("it sees styles with another encoder than this version of Impasto has")]
    OtherEncoder,
}

fn told(known: &str) -> String {
    match known {
        "" => String::new(),
        known => format!(", only {known}"),
    }
}

impl ModelFault {
    /// What to do, as a request.
    pub fn remedy(&self) -> &'static str {
        match self {
            Self::NoModel | Self::TooLarge | Self::OtherKind { .. } => {
                "give a file that `impasto train export` wrote"
            }
            Self::NoDomain { .. } => "choose a domain that it has, or another model",
            Self::Checkpoint => "write a model from its run with `impasto train export`",
            Self::UnknownKind(_) | Self::UnknownTraits | Self::Newer(_) | Self::OtherEncoder => {
                "update Impasto, or use another model"
            }
            _ => "get the file again from where it came from",
        }
    }
}
