//! From a training run to the weights that ship, in half precision: of the encoder with heads
//! reduced to what a Gram matrix can see, of the generator with the space of style codes.

use super::{
    checkpoint::{BEST, checkpoint_in},
    checkpoint_contents::{Notes, Saved},
    events::Measured,
    task::Task,
    tasks::{
        domains::{DomainsTask, begun_of},
        dream::{DreamTask, average_of},
        encoder::{EncoderTask, Student, load_student},
        generator::{GeneratorTask, Networks, Painter as _},
        school::{Begun, Figure, SchoolTask},
        unpaired::{UnpairedTask, ways_of},
    },
};
use crate::{
    error::Result,
    fault::TrainingFault,
    nn::{Card, FeatureNet, Model, ModelInfo, ModelKind, Palette, THUMBNAILS, Traits, WIDTHS},
    picture::write_atomically,
};
use burn::tensor::{Device, Tensor, TensorData};
use half::f16;
use serde_json::json;
use std::path::Path;

/// Writes the encoder of the run in folder `run` to `file` (safetensors, half precision); returns
/// the learning curve for the model card.
///
/// # Errors
/// If the run has no checkpoint or the file cannot be written.
pub fn export_encoder(run: &Path, file: &Path, device: &Device) -> Result<Vec<Measured>> {
    let saved = Saved::open(&checkpoint_in(run))?;
    let student = load_student(&saved, device)?;
    let mut tensors: Vec<(String, TensorData)> = Vec::new();
    for (name, conv) in student.trunk.named() {
        tensors.push((format!("{name}.weight"), conv.weight.val().into_data()));
        if let Some(bias) = &conv.bias {
            tensors.push((format!("{name}.bias"), bias.val().into_data()));
        }
    }
    for level in 0..WIDTHS.len() {
        let (weight, offset) = projection(&student, level);
        let k = offset.len();
        let name = format!("projection{}", level + 1);
        tensors.push((
            format!("{name}.weight"),
            TensorData::new(weight, [k, k - 1]),
        ));
        tensors.push((format!("{name}.offset"), TensorData::new(offset, [k, 1])));
    }
    let card = card("The network that sees", &saved.notes);
    let info = ModelInfo::new(ModelKind::Encoder, &name(file), Traits::default(), card);
    write(info, tensors, file)?;
    Ok(saved.notes.curve)
}

/// Writes a model in half precision.
fn write(info: ModelInfo, mut tensors: Vec<(String, TensorData)>, file: &Path) -> Result<()> {
    for (_, data) in &mut tensors {
        *data = data.clone().convert::<f16>();
    }
    write_atomically(file, &Model::new(info, tensors)?.to_bytes()?)
}

/// A model is called as its file.
fn name(file: &Path) -> String {
    let stem = file.file_stem().unwrap_or_default();
    stem.to_string_lossy().into_owned()
}

/// What a run knows of what it trained.
fn card(what: &str, notes: &Notes) -> Card {
    let mut card = Card {
        about: format!("{what}, trained by Impasto."),
        ..Card::default()
    };
    card.data.clone_from(&notes.data);
    let found = notes.found.iter();
    card.settings = found
        .map(|(name, text)| (name.clone(), json!(text)))
        .collect();
    let settings = notes.settings.iter();
    card.settings
        .extend(settings.map(|(name, value)| (name.clone(), value.clone())));
    for (name, value) in [
        ("steps", json!(notes.step)),
        ("seed", json!(notes.seed)),
        ("weights", json!(notes.controls())),
    ] {
        card.settings.insert(name.to_owned(), value);
    }
    let mut measured = notes.curve.iter().rev();
    if let Some(measured) = measured.find(|measured| measured.step <= notes.step) {
        let values = measured.values.iter();
        let values = values.filter(|(_, value)| value.is_finite());
        let named = values.map(|(name, value)| (name.to_owned(), f64::from(value)));
        card.measures = named.collect();
    }
    card
}

/// What a run trains.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TaskKind {
    /// The encoder, `impasto train distill`.
    Encoder,
    /// The generator, `impasto train style`.
    Generator,
    /// A generator of one school, `impasto train school`.
    School,
    /// A generator of several domains, `impasto train domains`.
    Domains,
    /// Generators of a translation and of the way back, `impasto train unpaired`.
    Unpaired,
    /// A generator of pictures from noise, `impasto train dream`.
    Dream,
}

/// What the run in folder `run` trains.
///
/// # Errors
/// If the run has no checkpoint, or one of a task that is not known.
pub fn task_of(run: &Path) -> Result<TaskKind> {
    let task = Saved::open(&checkpoint_in(run))?.notes.task;
    match task.as_str() {
        EncoderTask::NAME => Ok(TaskKind::Encoder),
        GeneratorTask::NAME => Ok(TaskKind::Generator),
        SchoolTask::NAME => Ok(TaskKind::School),
        DomainsTask::NAME => Ok(TaskKind::Domains),
        UnpairedTask::NAME => Ok(TaskKind::Unpaired),
        DreamTask::NAME => Ok(TaskKind::Dream),
        _ => Err(TrainingFault::NewerRun(run.to_owned()).into()),
    }
}

/// Writes the averaged generator of the run in folder `run` and its space of styles to `file`
/// (safetensors, half precision); returns the learning curve for the model card. The best weights
/// by validation are taken if `best`, else the last. With `discriminator` the file also holds it, if there is one, so
/// that a run which begins with it goes on with both.
///
/// # Errors
/// If the run has no checkpoint or the file cannot be written.
pub fn export_generator(
    run: &Path,
    file: &Path,
    best: bool,
    discriminator: bool,
    device: &Device,
) -> Result<Vec<Measured>> {
    let from = if best {
        run.join(BEST)
    } else {
        checkpoint_in(run)
    };
    let saved = Saved::open(&from)?;
    let networks = Networks::load(&saved, device)?;
    let mut tensors: Vec<(String, TensorData)> = Vec::new();
    networks.average.pack(&mut tensors);
    if let Some(space) = &networks.space {
        space.pack(&mut tensors);
    }
    let adversary = networks.adversary.as_ref().filter(|_| discriminator);
    let adversary = adversary.map(|adversary| adversary.pack_weights(&mut tensors));
    let card = card(
        "Paints a photograph in the style of any painting in one pass",
        &saved.notes,
    );
    let traits = networks.average.traits();
    let mut info = ModelInfo::new(ModelKind::Generator, &name(file), traits, card);
    info.encoder = Some(FeatureNet::built_in_hash());
    info.discriminator = adversary.map(|(_, text)| text);
    write(info, tensors, file)?;
    Ok(saved.notes.curve)
}

/// Writes the averaged generator of the school of the run in folder `run`, its code and its space of styles to `file`, as a model
/// called `name`: the weights that were best on the validation, or the last if `last` or if none were measured yet.
///
/// # Errors
/// If the run has no checkpoint or the file cannot be written.
pub fn export_school(
    run: &Path,
    file: &Path,
    name: &str,
    last: bool,
    device: &Device,
) -> Result<Vec<Measured>> {
    let saved = saved(run, last)?;
    let begun = Begun::load(Figure::of(&saved, 1)?, &saved, device)?;
    let about = "Paints a photograph as one school of painters would, in one pass";
    let info = ModelInfo::new(
        ModelKind::School,
        "",
        Traits::default(),
        card(about, &saved.notes),
    );
    write_schools(info, &begun, name, file)?;
    Ok(saved.notes.curve)
}

/// Writes the averaged generator of the domains of the run in folder `run`, their codes and its space of styles to `file`, as a model
/// called `name`: the weights that were best on the validation, or the last if `last` or if none were measured yet.
///
/// # Errors
/// If the run has no checkpoint or the file cannot be written.
pub fn export_domains(
    run: &Path,
    file: &Path,
    name: &str,
    last: bool,
    device: &Device,
) -> Result<Vec<Measured>> {
    let saved = saved(run, last)?;
    let (begun, domains) = begun_of(&saved, device)?;
    let about = "Turns a picture into one of several domains, in one pass";
    let card = card(about, &saved.notes);
    let mut info = ModelInfo::new(ModelKind::Domains, "", Traits::default(), card);
    info.domains = domains;
    write_schools(info, &begun, name, file)?;
    Ok(saved.notes.curve)
}

/// Writes the averaged generators of the translation of the run in folder `run`, each as a model: there to the first of `files`, and
/// back, if it learnt that, to the second, called `name` and `name, back`. The weights are those that
/// were best on the validation, or the last if `last` or if none were measured yet.
///
/// # Errors
/// If the run has no checkpoint or a file cannot be written.
pub fn export_unpaired(
    run: &Path,
    files: [&Path; 2],
    name: &str,
    last: bool,
    device: &Device,
) -> Result<Vec<Measured>> {
    let saved = saved(run, last)?;
    let ways = ways_of(&saved, device)?;
    let named = [name.to_owned(), format!("{name}, back")];
    for ((begun, file), name) in ways.iter().zip(files).zip(named) {
        let about = "Turns pictures of one kind into another that it learnt without pairs";
        let card = card(about, &saved.notes);
        let info = ModelInfo::new(ModelKind::School, "", Traits::default(), card);
        write_schools(info, begun, &name, file)?;
    }
    Ok(saved.notes.curve)
}

/// Writes a generator with styles of its own as a model called `name`.
fn write_schools(mut info: ModelInfo, begun: &Begun, name: &str, file: &Path) -> Result<()> {
    let mut tensors: Vec<(String, TensorData)> = Vec::new();
    let generator = begun.networks.average.generator();
    generator.pack(&mut tensors);
    if let Some(space) = &begun.networks.space {
        space.pack(&mut tensors);
    }
    Palette::pack(&begun.palettes(), &mut tensors);
    info.rename(name);
    info.traits = generator.traits();
    info.encoder = Some(FeatureNet::built_in_hash());
    write(info, tensors, file)
}

/// The best checkpoint of a run, or the last if `last` or if none was measured yet.
fn saved(run: &Path, last: bool) -> Result<Saved> {
    let best = run.join(BEST);
    match last || !best.exists() {
        true => Saved::open(&checkpoint_in(run)),
        false => Saved::open(&best),
    }
}

/// Writes the averaged generator of dreams of the run in folder `run` to `file`, with small squares of what it learnt from, as a
/// model called `name`: the weights that were best on the validation, or the last if `last` or if none were measured yet.
///
/// # Errors
/// If the run has no checkpoint or the file cannot be written.
pub fn export_dream(
    run: &Path,
    file: &Path,
    name: &str,
    last: bool,
    device: &Device,
) -> Result<Vec<Measured>> {
    let saved = saved(run, last)?;
    let mut tensors: Vec<(String, TensorData)> = Vec::new();
    let (dreamer, traits) = average_of(&saved, device)?;
    dreamer.pack(&mut tensors);
    if let Some(thumbnails) = saved.weights.find(THUMBNAILS) {
        let data = TensorData::new(thumbnails.values.clone(), thumbnails.shape.clone());
        tensors.push((THUMBNAILS.to_owned(), data));
    }
    let card = card("Dreams up pictures from noise", &saved.notes);
    let mut info = ModelInfo::new(ModelKind::Dream, "", traits, card);
    info.rename(name);
    write(info, tensors, file)?;
    Ok(saved.notes.curve)
}

/// The head `[A b]` of a level (teacher channels x (C + 1)) reduced to the upper triangular `R`
/// with `R^T R = [A b]^T [A b]`: Gram matrices in both spaces have the same distances, since the
/// two differ by a rotation. Scaled so that the teacher's map has unit power.
fn projection(student: &Student, level: usize) -> (Vec<f32>, Vec<f32>) {
    let (weight, offset) = student.head(level);
    let [rows, columns] = weight.dims();
    let (a, b) = (values(weight), values(offset));
    let n = columns + 1;
    let at = |row: usize, column: usize| {
        f64::from(if column < columns {
            a[row * columns + column]
        } else {
            b[row]
        })
    };
    let entry = |i, j| (0..rows).map(|row| at(row, i) * at(row, j)).sum::<f64>();
    let mut m: Vec<Vec<f64>> = (0..n)
        .map(|i| (0..n).map(|j| entry(i, j)).collect())
        .collect();
    let trace: f64 = (0..n).map(|i| m[i][i]).sum();
    // Scale to moderate numbers for half precision, and a ridge against rank deficiency.
    let scale = n as f64 / trace;
    for (i, row) in m.iter_mut().enumerate() {
        row.iter_mut().for_each(|v| *v *= scale);
        row[i] += 1e-7;
    }
    let r = cholesky(&m);
    let weight = r
        .iter()
        .flat_map(|row| row[..columns].iter().map(|&v| v as f32))
        .collect();
    let offset = r.iter().map(|row| row[columns] as f32).collect();
    (weight, offset)
}

/// Upper triangular `R` with `R^T R = m` for a positive definite matrix.
fn cholesky(m: &[Vec<f64>]) -> Vec<Vec<f64>> {
    let n = m.len();
    let mut r = vec![vec![0.0; n]; n];
    for i in 0..n {
        for j in i..n {
            let sum: f64 = (0..i).map(|k| r[k][i] * r[k][j]).sum();
            r[i][j] = if i == j {
                (m[i][i] - sum).max(1e-12).sqrt()
            } else {
                (m[i][j] - sum) / r[i][i]
            };
        }
    }
    r
}

fn values<const D: usize>(tensor: Tensor<D>) -> Vec<f32> {
    tensor.into_data().iter::<f32>().collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cholesky_gives_back_the_matrix() {
        let m = vec![
            vec![4.0, 2.0, 0.6],
            vec![2.0, 5.0, 1.0],
            vec![0.6, 1.0, 3.0],
        ];
        let r = cholesky(&m);
        for i in 0..3 {
            for j in 0..3 {
                let back: f64 = (0..3).map(|k| r[k][i] * r[k][j]).sum();
                assert!((back - m[i][j]).abs() < 1e-12, "{i},{j}: {back}");
            }
        }
    }
}
