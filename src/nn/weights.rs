//! Weight files, read with suspicion: size, names, shapes and values are checked before a network
//! is built, and nothing of a pickle is ever executed (burn-store reads its data, not its code).

use crate::error::{Error, Result, catch_panic};
use burn::{
    module::Param,
    nn::{PaddingConfig2d, conv::Conv2d, conv::Conv2dConfig},
    tensor::{DType, Device, Tensor, TensorData},
};
use burn_store::{ModuleStore, PytorchStore, SafetensorsStore};
use std::{collections::BTreeMap, path::Path};

/// Largest weights file that is opened: the original VGG-19 with its classifier has 548 MB.
const MAX_FILE_BYTES: u64 = 2 << 30;
/// No header of a supported network is longer.
const LONGEST_HEADER: u64 = 1 << 20;
const REMEDY: &str = "get the file again from where it came from";

/// One tensor: shape and values.
#[derive(Clone, Debug)]
pub struct Weight {
    /// Size of each dimension.
    pub shape: Vec<usize>,
    /// Values in row-major order.
    pub values: Vec<f32>,
}

/// Named tensors of a weights file.
#[derive(Debug)]
pub struct Weights {
    source: std::path::PathBuf,
    tensors: BTreeMap<String, Weight>,
    /// Texts of the header of a safetensors file.
    notes: BTreeMap<String, String>,
}

impl Weights {
    /// Reads the tensors whose names `wanted` accepts from a `.pth`/`.pt` (zip or legacy pickle) or
    /// `.safetensors` file; the content decides which, not the name. Other tensors are ignored.
    ///
    /// # Errors
    /// If the file cannot be read, is no weights file, is too large, or a wanted tensor is broken,
    /// too large or holds values that are not finite.
    pub fn open(path: &Path, wanted: impl Fn(&str) -> bool) -> Result<Self> {
        let size = std::fs::metadata(path)
            .map_err(Error::io("read", path))?
            .len();
        if size > MAX_FILE_BYTES {
            return Err(Error::weights(
                path,
                "it is larger than 2 GiB, which no supported network is",
                REMEDY,
            ));
        }
        if is_torchscript(path)? {
            return Err(Error::weights(
                path,
                "it is a TorchScript archive, which is a program with weights in it",
                "use the file of its state_dict (.pth) or .safetensors",
            ));
        }
        let safe = looks_like_safetensors(path)?;
        let read = if safe {
            catch_panic(|| collect(&mut SafetensorsStore::from_file(path), &wanted))
        } else {
            // Indices in the names are the network's own: they must not be renumbered.
            catch_panic(|| {
                let mut store = PytorchStore::from_file(path).map_indices_contiguous(false);
                collect(&mut store, &wanted)
            })
        };
        let tensors = read
            .unwrap_or_else(Err)
            .map_err(|reason| Error::weights(path, reason, REMEDY))?;
        Ok(Self {
            source: path.to_owned(),
            tensors,
            notes: if safe {
                notes_of_file(path)?
            } else {
                BTreeMap::new()
            },
        })
    }

    /// Reads safetensors from memory; `name` is only for messages.
    ///
    /// # Errors
    /// As [`Weights::open`].
    pub fn from_safetensors(bytes: &[u8], name: &str) -> Result<Self> {
        let source = Path::new(name).to_owned();
        let tensors = safetensors::SafeTensors::deserialize(bytes)
            .map_err(|e| e.to_string())
            .and_then(|file| {
                file.iter()
                    .map(|(name, view)| {
                        let values = to_f32(dtype(view.dtype())?, view.data())
                            .map_err(|reason| format!("{name} {reason}"))?;
                        let shape = view.shape().to_vec();
                        Ok((name.to_owned(), Weight { shape, values }))
                    })
                    .collect::<Result<BTreeMap<_, _>, String>>()
            })
            .map_err(|reason| Error::weights(&source, reason, REMEDY))?;
        Ok(Self {
            source,
            tensors,
            notes: notes(bytes),
        })
    }

    /// Tensors that were just made; `name` is only for messages.
    pub fn from_tensors(tensors: Vec<(String, TensorData)>, name: &str) -> Self {
        let weight = |(name, data): (String, TensorData)| {
            let weight = Weight {
                shape: data.shape().to_vec(),
                values: data.iter::<f32>().collect(),
            };
            (name, weight)
        };
        Self {
            source: Path::new(name).to_owned(),
            tensors: tensors.into_iter().map(weight).collect(),
            notes: BTreeMap::new(),
        }
    }

    /// The note `name` of a safetensors file.
    pub fn note(&self, name: &str) -> Option<&str> {
        self.notes.get(name).map(String::as_str)
    }

    /// Names of all tensors that were read.
    pub fn names(&self) -> impl Iterator<Item = &str> {
        self.tensors.keys().map(String::as_str)
    }

    /// All tensors with their names.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &Weight)> {
        let tensors = self.tensors.iter();
        tensors.map(|(name, weight)| (name.as_str(), weight))
    }

    /// Calls the tensor `from`, if it is there, `to`.
    pub(super) fn rename(&mut self, from: &str, to: String) {
        if from != to
            && let Some(weight) = self.tensors.remove(from)
        {
            self.tensors.insert(to, weight);
        }
    }

    /// The tensor `name`, if it is there.
    pub fn find(&self, name: &str) -> Option<&Weight> {
        self.tensors.get(name)
    }

    /// The tensor `name`, which must have `shape`.
    ///
    /// # Errors
    /// If it is missing or has another shape.
    pub fn get(&self, name: &str, shape: &[usize]) -> Result<&Weight> {
        let weight = self.tensors.get(name).ok_or_else(|| {
            Error::weights(
                &self.source,
                format!("the tensor {name} is missing"),
                "use the weights of the network that was asked for",
            )
        })?;
        if weight.shape != shape {
            return Err(Error::weights(
                &self.source,
                format!(
                    "{name} has the shape {:?} instead of {shape:?}",
                    weight.shape
                ),
                "use the weights of the network that was asked for",
            ));
        }
        Ok(weight)
    }

    /// Tensor `name` of `D` dimensions on `device`, not trainable.
    ///
    /// # Errors
    /// As [`Weights::get`].
    pub fn tensor<const D: usize>(
        &self,
        name: &str,
        shape: [usize; D],
        device: &Device,
    ) -> Result<Tensor<D>> {
        let weight = self.get(name, &shape)?;
        let data = TensorData::new(weight.values.clone(), shape);
        Ok(Tensor::from_data(data, device))
    }

    /// The convolution `name.weight`, `name.bias` with a square `kernel`, frozen.
    ///
    /// # Errors
    /// As [`Weights::get`].
    pub fn conv(
        &self,
        name: &str,
        channels: [usize; 2],
        kernel: usize,
        padding: usize,
        device: &Device,
    ) -> Result<Conv2d> {
        let [from, to] = channels;
        let mut conv = Conv2dConfig::new(channels, [kernel, kernel])
            .with_padding(PaddingConfig2d::Explicit(
                padding, padding, padding, padding,
            ))
            .init(device);
        let weight = self.tensor(
            &format!("{name}.weight"),
            [to, from, kernel, kernel],
            device,
        )?;
        let bias = self.tensor(&format!("{name}.bias"), [to], device)?;
        conv.weight = Param::from_tensor(weight);
        conv.bias = Some(Param::from_tensor(bias));
        Ok(conv)
    }
}

/// Tensors (32- or 16-bit floats, or bytes) and text notes as the bytes of a safetensors file.
///
/// # Errors
/// If a tensor is of another kind or the notes cannot be serialised.
pub fn to_safetensors(
    tensors: &[(String, TensorData)],
    notes: std::collections::HashMap<String, String>,
) -> Result<Vec<u8>> {
    let failed = |e: String| Error::Compute(format!("weights could not be serialised: {e}"));
    let mut views = Vec::with_capacity(tensors.len());
    for (name, data) in tensors {
        let kind = match data.dtype() {
            DType::F32 => safetensors::Dtype::F32,
            DType::F16 => safetensors::Dtype::F16,
            DType::U8 => safetensors::Dtype::U8,
            other => return Err(failed(format!("{name} has the number format {other:?}"))),
        };
        let view =
            safetensors::tensor::TensorView::new(kind, data.shape().to_vec(), data.as_bytes())
                .map_err(|e| failed(e.to_string()))?;
        views.push((name.as_str(), view));
    }
    safetensors::serialize(views, Some(notes)).map_err(|e| failed(e.to_string()))
}

/// The notes in the header of a safetensors file, which `bytes` begin with.
fn notes(bytes: &[u8]) -> BTreeMap<String, String> {
    #[derive(Default, serde::Deserialize)]
    struct Header {
        #[serde(default, rename = "__metadata__")]
        notes: BTreeMap<String, String>,
    }
    let read = || -> Option<Header> {
        let (length, rest) = bytes.split_first_chunk()?;
        let length = usize::try_from(u64::from_le_bytes(*length)).ok()?;
        serde_json::from_slice(rest.get(..length)?).ok()
    };
    read().unwrap_or_default().notes
}

/// [`notes`] of a file, whose header is of moderate size.
fn notes_of_file(path: &Path) -> Result<BTreeMap<String, String>> {
    use std::io::Read;
    let mut start = Vec::new();
    std::fs::File::open(path)
        .and_then(|file| file.take(LONGEST_HEADER).read_to_end(&mut start))
        .map_err(Error::io("read", path))?;
    Ok(notes(&start))
}

/// Whether the file starts like safetensors: a header length, then `{`.
fn looks_like_safetensors(path: &Path) -> Result<bool> {
    use std::io::Read;
    let mut start = Vec::new();
    std::fs::File::open(path)
        .and_then(|file| file.take(9).read_to_end(&mut start))
        .map_err(Error::io("read", path))?;
    Ok(start.len() == 9 && start[8] == b'{')
}

/// Whether the file is a zip whose directory, which is at its end, has the constants of a TorchScript module. Saved dictionaries have
/// none.
fn is_torchscript(path: &Path) -> Result<bool> {
    use std::io::{Read, Seek, SeekFrom};
    const CONSTANTS: &[u8] = b"/constants.pkl";
    let mut end = Vec::new();
    let read = std::fs::File::open(path).and_then(|mut file| {
        let mut start = [0; 2];
        let size = file.metadata()?.len();
        if size < 4 || file.read(&mut start)? < 2 || &start != b"PK" {
            return Ok(false);
        }
        file.seek(SeekFrom::Start(size.saturating_sub(LONGEST_HEADER)))?;
        file.take(LONGEST_HEADER).read_to_end(&mut end)?;
        Ok(true)
    });
    let zip = read.map_err(Error::io("read", path))?;
    // Names of the directory follow its mark; the data before it may hold anything.
    let directory = end.windows(4).position(|bytes| bytes == b"PK\x01\x02");
    let directory = directory.and_then(|at| end.get(at..)).unwrap_or_default();
    let named = directory.windows(CONSTANTS.len());
    Ok(zip && named.into_iter().any(|name| name == CONSTANTS))
}

fn collect<S: ModuleStore>(
    store: &mut S,
    wanted: &impl Fn(&str) -> bool,
) -> Result<BTreeMap<String, Weight>, String> {
    let tensors = store
        .get_all_tensors()
        .map_err(|e| format!("it is not a readable weights file ({e})"))?;
    tensors
        .iter()
        .map(|(name, tensor)| (unwrapped(name), tensor))
        .filter(|(name, _)| wanted(name))
        .map(|(name, tensor)| {
            let shape: Vec<usize> = tensor.shape.iter().copied().collect();
            let count = shape.iter().try_fold(1usize, |n, &d| n.checked_mul(d));
            if count.is_none_or(|n| n > 64 << 20) {
                return Err(format!(
                    "{name} is larger than any tensor of a supported network"
                ));
            }
            let bytes = tensor
                .to_bytes()
                .map_err(|e| format!("{name} cannot be read ({e})"))?;
            let values = to_f32(tensor.dtype, &bytes).map_err(|e| format!("{name} {e}"))?;
            if Some(values.len()) != count {
                return Err(format!(
                    "{name} does not hold as many values as its shape says"
                ));
            }
            Ok((name.to_owned(), Weight { shape, values }))
        })
        .collect()
}

/// A name without the dictionary that training scripts often wrap weights in.
fn unwrapped(name: &str) -> &str {
    ["model.", "state_dict."]
        .into_iter()
        .find_map(|prefix| name.strip_prefix(prefix))
        .unwrap_or(name)
}

fn dtype(kind: safetensors::Dtype) -> Result<DType, String> {
    match kind {
        safetensors::Dtype::F32 => Ok(DType::F32),
        safetensors::Dtype::F16 => Ok(DType::F16),
        safetensors::Dtype::BF16 => Ok(DType::BF16),
        safetensors::Dtype::F64 => Ok(DType::F64),
        safetensors::Dtype::U8 => Ok(DType::U8),
        other => Err(format!("the number format {other:?} is not supported")),
    }
}

/// Little-endian floats of any width, or bytes, as `f32`, all finite.
fn to_f32(dtype: DType, bytes: &[u8]) -> Result<Vec<f32>, String> {
    let values: Vec<f32> = match dtype {
        DType::F32 => words(bytes).map(f32::from_le_bytes).collect(),
        DType::F16 => words(bytes)
            .map(|b| half::f16::from_le_bytes(b).to_f32())
            .collect(),
        DType::BF16 => words(bytes)
            .map(|b| half::bf16::from_le_bytes(b).to_f32())
            .collect(),
        DType::F64 => words(bytes).map(|b| f64::from_le_bytes(b) as f32).collect(),
        DType::U8 => bytes.iter().map(|&b| f32::from(b)).collect(),
        other => return Err(format!("has the unsupported number format {other:?}")),
    };
    if values.iter().all(|v| v.is_finite()) {
        Ok(values)
    } else {
        Err("holds values that are not finite numbers".to_owned())
    }
}

fn words<const N: usize>(bytes: &[u8]) -> impl Iterator<Item = [u8; N]> {
    bytes.as_chunks::<N>().0.iter().copied()
}
