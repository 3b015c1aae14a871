//! Distillation of the encoder from VGG-19 (Hinton et al. 2015; as maps: Romero et al., "FitNets",
//! 2015).
//!
//! Loss, summed over the five levels: mean squared error of the predicted teacher map over the
//! variance of the teacher's maps, plus [`GRAM_WEIGHT`] times the relative error of its Gram
//! matrix, which is what the encoder is for; the second comes in slowly, since at first its
//! gradients are wild. A teacher costs several times what the student does,
//! so its maps stay in a ring of recent crops and each serves several steps. Some of the lessons are
//! pictures that the student itself has just painted, see [`painted`](super::painted).

use super::{
    painted,
    student::{Student, inner},
    teacher::{Teacher, TeacherKind, TeacherSpec},
};
use crate::{
    data::{Crops, generator},
    error::{Error, Result},
    loss::relative_gram,
    nn::{Layer, Statistics},
    optim::ModuleAdam,
    train::checkpoint,
};
use burn::{
    grad_clipping::GradientClipping,
    optim::{AdamConfig, GradientsParams},
    tensor::{Device, Tensor, TensorData},
};
use rand::seq::index::sample;
use serde::{Deserialize, Serialize};
use std::{
    collections::VecDeque,
    path::{Path, PathBuf},
    time::Instant,
};

/// Crops of a step.
const BATCH: usize = 8;
/// Crops a step that the teacher sees for the first time; the others come from the ring.
const FRESH: usize = 2;
/// Crops whose teacher maps are kept.
const RING: usize = 256;
/// Crops of a step that the student has painted.
const PAINTED: usize = 2;
/// Painted crops that are kept.
const PAINTED_RING: usize = 64;
/// The student paints every so many steps, but not before it has seen something.
const PAINT_EVERY: usize = 24;
const PAINT_FROM: usize = 500;
/// Name of the painted crops in a checkpoint, 8 bits, `[n, 3, CROP, CROP]`.
const PAINTED_NAME: &str = "painted";
/// Side of a crop in pixels.
const CROP: usize = 128;
/// Crops of the held-out pictures on which progress is measured.
const HELD_OUT: u64 = 96;
const GRAM_WEIGHT: f32 = 0.5;
const WARM_UP: usize = 200;
/// Steps over which the Gram term comes in.
const GRAM_RAMP: std::ops::Range<f32> = 200.0..1000.0;
const EVALUATE_EVERY: usize = 625;
const SAVE_EVERY: usize = 250;

/// What a run of distillation is made of.
#[derive(Clone, Debug)]
pub struct DistillConfig {
    /// Networks to learn from.
    pub teachers: Vec<TeacherSpec>,
    /// Folders of pictures.
    pub pictures: Vec<PathBuf>,
    /// Folder of the run.
    pub run: PathBuf,
    /// Steps of the whole run; the rate falls to zero over them.
    pub steps: usize,
    /// Seed of every random choice.
    pub seed: u64,
    /// Highest rate of Adam.
    pub rate: f64,
    /// Go on from the run's checkpoint.
    pub resume: bool,
    /// Folder of another run whose student this one begins with.
    pub start: Option<PathBuf>,
}

/// What a run reports.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(tag = "event", rename_all = "snake_case")]
pub enum DistillEvent {
    /// Pictures were read.
    Started {
        /// Pictures trained on.
        pictures: usize,
        /// Pictures kept for measuring.
        held_out: usize,
        /// First step of this session.
        step: usize,
    },
    /// A step was done.
    Step {
        /// Steps done.
        step: usize,
        /// Loss of the step.
        loss: f32,
        /// Seconds until the end at the present speed.
        eta_seconds: f64,
    },
    /// The student was measured on pictures it never saw.
    Measured(Measured),
    /// The state was saved.
    Saved {
        /// Steps done.
        step: usize,
    },
}

/// Quality of the student on held-out crops.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Measured {
    /// Steps done.
    pub step: usize,
    /// Crops trained on.
    pub crops: usize,
    /// Per level: squared error of the predicted teacher map over the teacher's variance.
    pub errors: Vec<f32>,
    /// Per level: relative squared error of the predicted Gram matrix.
    pub gram_errors: Vec<f32>,
    /// Per level: share of channels that answer everything alike.
    pub dead: Vec<f32>,
}

/// What a checkpoint remembers beside weights.
#[derive(Serialize, Deserialize)]
struct Notes {
    step: usize,
    steps: usize,
    seed: u64,
    rate: f64,
    curve: Vec<Measured>,
}

/// A crop and what the teachers say about it, cut to [`inner`].
struct Lesson {
    crop: Tensor<4>,
    maps: Vec<Tensor<4>>,
}

struct Classroom {
    teachers: Vec<Teacher>,
    device: Device,
    seed: u64,
    /// Standard deviation of the teachers' maps, by level; lessons are in units of it.
    deviations: Vec<f32>,
}

impl Classroom {
    fn lesson(&self, crops: &Crops, stream: u64, item: u64) -> Lesson {
        self.teach(crops.crop(self.seed, stream, item, &self.device))
    }

    fn painted_lesson(&self, painted: &[u8]) -> Lesson {
        let values: Vec<f32> = painted.iter().map(|&v| f32::from(v) / 255.0).collect();
        let data = TensorData::new(values, [1, 3, CROP, CROP]);
        self.teach(Tensor::from_data(data, &self.device))
    }

    fn teach(&self, crop: Tensor<4>) -> Lesson {
        let mut maps: Vec<_> = self
            .teachers
            .iter()
            .flat_map(|teacher| teacher.maps(crop.clone()))
            .collect();
        maps.sort_by_key(|(layer, _)| *layer);
        let maps = maps
            .into_iter()
            .map(|(layer, map)| {
                inner(layer.index(), map).div_scalar(self.deviations[layer.index()])
            })
            .collect();
        Lesson { crop, maps }
    }
}

/// Trains a student until `config.steps` or until `stop` says so; returns the last measurement.
///
/// # Errors
/// If pictures, teachers or the checkpoint cannot be used, the run's folder cannot be written, or
/// the loss becomes infinite.
pub fn distill(
    config: &DistillConfig,
    device: &Device,
    stop: &dyn Fn() -> bool,
    report: &mut dyn FnMut(&DistillEvent),
) -> Result<Option<Measured>> {
    let (train, held_out) = Crops::split(&config.pictures, CROP)?;
    std::fs::create_dir_all(&config.run).map_err(Error::io("create", &config.run))?;
    let mut classroom = Classroom {
        teachers: open_teachers(&config.teachers, device)?,
        device: device.clone(),
        seed: config.seed,
        deviations: vec![1.0; Layer::ALL.len()],
    };
    let first: Vec<Lesson> = (0..32)
        .map(|item| classroom.lesson(&train, 3, item))
        .collect();
    let moments = teacher_moments(&first);
    classroom.deviations = moments.iter().map(|(_, deviation)| *deviation).collect();
    drop(first);
    let learning = device.clone().autodiff();
    learning.seed(config.seed);
    let mut student = Student::new(&learning);
    student.begin_at(moments.into_iter().map(|(mean, _)| mean).collect());
    let mut adam = ModuleAdam::new(AdamConfig::new().with_epsilon(1e-8).build());
    let (mut step, mut curve) = (0, Vec::new());
    let mut paintings: VecDeque<Vec<u8>> = VecDeque::new();
    let file = config.run.join(checkpoint::FILE);
    if config.resume {
        let (restored, text, tensors) = checkpoint::load(&file, student, &mut adam, device)?;
        let notes = parse_notes(&file, &text)?;
        if (notes.steps, notes.seed, notes.rate) != (config.steps, config.seed, config.rate) {
            return Err(Error::Training(format!(
                "This run was started with --steps {} --seed {} --rate {}; give the same to \
                 resume it, or another folder to start a new one.",
                notes.steps, notes.seed, notes.rate
            )));
        }
        (student, step, curve) = (restored, notes.step, notes.curve);
        if let Some(kept) = tensors.find(PAINTED_NAME) {
            let one = |values: &[f32]| values.iter().map(|&v| v as u8).collect();
            paintings = kept.values.chunks_exact(3 * CROP * CROP).map(one).collect();
        }
    } else if file.exists() {
        return Err(Error::Training(format!(
            "{} already holds a run; add --resume to go on with it, or give another folder.",
            config.run.display()
        )));
    } else if let Some(start) = &config.start {
        (student, _) = load_student(&start.join(checkpoint::FILE), device)?;
    }
    report(&DistillEvent::Started {
        pictures: train.len(),
        held_out: held_out.len(),
        step,
    });

    let exam: Vec<Lesson> = (0..HELD_OUT)
        .map(|item| classroom.lesson(&held_out, 1, item))
        .collect();
    let variances: Vec<f32> = teacher_moments(&exam)
        .into_iter()
        .map(|(_, deviation)| deviation * deviation)
        .collect();

    // The ring before step s holds the items s * FRESH .. s * FRESH + RING.
    let mut ring: VecDeque<Lesson> = VecDeque::with_capacity(RING);
    let oldest = (step * FRESH) as u64;
    while ring.len() < RING && !stop() {
        ring.push_back(classroom.lesson(&train, 0, oldest + ring.len() as u64));
    }
    let mut painted_ring: VecDeque<Lesson> = paintings
        .iter()
        .map(|painted| classroom.painted_lesson(painted))
        .collect();
    let (session, session_start) = (Instant::now(), step);
    while step < config.steps && !stop() {
        let mut rng = generator(config.seed, 2, step as u64);
        if step >= PAINT_FROM && step.is_multiple_of(PAINT_EVERY) {
            let numbers = (config.seed, 4, (2 * painted::TOGETHER * step) as u64);
            for one in painted::paint(&student, &train, numbers, &mut rng, device) {
                painted_ring.push_back(classroom.painted_lesson(&one));
                paintings.push_back(one);
            }
            while paintings.len() > PAINTED_RING {
                paintings.pop_front();
                painted_ring.pop_front();
            }
        }
        let own = PAINTED.min(painted_ring.len());
        let mut lessons: Vec<&Lesson> = ring.iter().take(FRESH).collect();
        let kept = sample(&mut rng, RING - FRESH, BATCH - FRESH - own);
        lessons.extend(kept.iter().map(|i| &ring[i + FRESH]));
        let kept = sample(&mut rng, painted_ring.len(), own);
        lessons.extend(kept.iter().map(|i| &painted_ring[i]));
        let loss = lesson_loss(&student, &lessons, step);
        let value: f32 = loss.clone().into_scalar();
        if !value.is_finite() {
            return Err(Error::Training(
                "The loss is no longer a number; resume from the last checkpoint with a lower \
                 --rate."
                    .to_owned(),
            ));
        }
        let grads = GradientsParams::from_grads(loss.backward(), &student);
        let grads = clip(grads, &student);
        student = adam.step(rate(config, step), student, grads);
        step += 1;

        for _ in 0..FRESH {
            ring.pop_front();
        }
        while ring.len() < RING {
            let item = (step * FRESH + ring.len()) as u64;
            ring.push_back(classroom.lesson(&train, 0, item));
        }
        let speed = session.elapsed().as_secs_f64() / (step - session_start) as f64;
        report(&DistillEvent::Step {
            step,
            loss: value,
            eta_seconds: speed * (config.steps - step) as f64,
        });
        let last = step == config.steps;
        if step.is_multiple_of(EVALUATE_EVERY) || last {
            let measured = measure(&student, &exam, &variances, step);
            report(&DistillEvent::Measured(measured.clone()));
            curve.push(measured);
        }
        if step.is_multiple_of(SAVE_EVERY) || last {
            save(&file, &student, &adam, &paintings, config, step, &curve)?;
            report(&DistillEvent::Saved { step });
        }
    }
    if !step.is_multiple_of(SAVE_EVERY) && step < config.steps {
        save(&file, &student, &adam, &paintings, config, step, &curve)?;
        report(&DistillEvent::Saved { step });
    }
    Ok(curve.pop())
}

/// The student of a checkpoint and its learning curve.
///
/// # Errors
/// If the file is no checkpoint of a distillation.
pub fn load_student(file: &Path, device: &Device) -> Result<(Student, Vec<Measured>)> {
    let student = Student::new(&device.clone().autodiff());
    let mut adam = ModuleAdam::new(AdamConfig::new().build());
    let (student, text, _) = checkpoint::load(file, student, &mut adam, device)?;
    Ok((student, parse_notes(file, &text)?.curve))
}

fn parse_notes(file: &Path, text: &str) -> Result<Notes> {
    serde_json::from_str(text)
        .map_err(|e| Error::weights(file, e, "start a new run in another folder"))
}

fn save(
    file: &Path,
    student: &Student,
    adam: &ModuleAdam,
    paintings: &VecDeque<Vec<u8>>,
    config: &DistillConfig,
    step: usize,
    curve: &[Measured],
) -> Result<()> {
    let notes = Notes {
        step,
        steps: config.steps,
        seed: config.seed,
        rate: config.rate,
        curve: curve.to_vec(),
    };
    let text = serde_json::to_string(&notes)
        .map_err(|e| Error::Training(format!("The run's notes could not be written ({e}).")))?;
    let bytes: Vec<u8> = paintings.iter().flatten().copied().collect();
    let shape = [paintings.len(), 3, CROP, CROP];
    let kept = (PAINTED_NAME.to_owned(), TensorData::new(bytes, shape));
    checkpoint::save(file, student, adam, text, vec![kept])
}

/// Each layer is taught by the exact network where it reaches, else by the compressed one.
fn open_teachers(specs: &[TeacherSpec], device: &Device) -> Result<Vec<Teacher>> {
    let exact = specs.iter().find(|s| s.kind == TeacherKind::Normalised);
    let compressed = specs.iter().find(|s| s.kind == TeacherKind::Compressed);
    let Some(compressed) = compressed else {
        return Err(Error::Training(
            "No teacher reaches relu5_1; add --teacher vgg19-16x=FILE.".to_owned(),
        ));
    };
    let mut teachers = Vec::new();
    let (shallow, deep) = Layer::ALL.split_at(3);
    if let Some(exact) = exact {
        teachers.push(Teacher::open(exact, shallow, device)?);
        teachers.push(Teacher::open(compressed, deep, device)?);
    } else {
        teachers.push(Teacher::open(compressed, &Layer::ALL, device)?);
    }
    Ok(teachers)
}

/// Rate of a step: a linear warm-up, then half a cosine down to zero.
fn rate(config: &DistillConfig, step: usize) -> f64 {
    let warm = ((step + 1) as f64 / WARM_UP as f64).min(1.0);
    let done = step as f64 / config.steps as f64;
    config.rate * warm * 0.5 * (1.0 + (std::f64::consts::PI * done).cos())
}

fn clip(mut grads: GradientsParams, student: &Student) -> GradientsParams {
    use burn::module::{Module, ModuleVisitor, Param};
    struct Clip<'a>(&'a mut GradientsParams, GradientClipping);
    impl ModuleVisitor for Clip<'_> {
        fn visit_float<const D: usize>(&mut self, param: &Param<Tensor<D>>) {
            if let Some(grad) = self.0.remove::<D>(param.id) {
                self.0.register(param.id, self.1.clip_gradient(grad));
            }
        }
    }
    student.visit(&mut Clip(&mut grads, GradientClipping::Norm(1.0)));
    grads
}

fn lesson_loss(student: &Student, lessons: &[&Lesson], step: usize) -> Tensor<1> {
    let ramp = (step as f32 - GRAM_RAMP.start) / (GRAM_RAMP.end - GRAM_RAMP.start);
    let gram_weight = GRAM_WEIGHT * ramp.clamp(0.0, 1.0);
    let crops = Tensor::cat(lessons.iter().map(|l| l.crop.clone()).collect(), 0).autodiff();
    let mut total = Tensor::<1>::zeros([1], &crops.device());
    for (level, (map, predicted)) in student.predict(crops).into_iter().enumerate() {
        let target = Tensor::cat(lessons.iter().map(|l| l.maps[level].clone()).collect(), 0);
        let target_statistics = Statistics::of(target.clone());
        let error = (predicted - target.autodiff()).square().mean();
        let (weight, offset) = student.head(level);
        let gram = relative_gram(
            &Statistics::of(map).project(&weight, &offset),
            &Statistics {
                mean: target_statistics.mean.autodiff(),
                gram: target_statistics.gram.autodiff(),
            },
        );
        total = total + error + gram.mul_scalar(gram_weight);
    }
    total
}

/// Mean of each channel, in units of the deviation, and standard deviation of all values of the
/// teacher's maps over `lessons`, by level.
fn teacher_moments(lessons: &[Lesson]) -> Vec<(Tensor<1>, f32)> {
    let levels = lessons.first().map_or(0, |lesson| lesson.maps.len());
    (0..levels)
        .map(|level| {
            let maps = Tensor::cat(lessons.iter().map(|l| l.maps[level].clone()).collect(), 0);
            let [_, channels, _, _] = maps.dims();
            let mean: f32 = maps.clone().mean().into_scalar();
            let deviation: f32 = (maps.clone() - mean).square().mean().sqrt().into_scalar();
            let means = maps.mean_dim(0).mean_dim(2).mean_dim(3).reshape([channels]);
            (means.div_scalar(deviation), deviation)
        })
        .collect()
}

fn measure(student: &Student, exam: &[Lesson], variances: &[f32], step: usize) -> Measured {
    use burn::module::Module;
    let student = student.clone().valid();
    let levels = variances.len();
    let mut errors = vec![0.0; levels];
    let mut gram_errors = vec![0.0; levels];
    // Most and least that each channel ever answered, by level.
    let mut reach: Vec<Option<(Tensor<4>, Tensor<4>)>> = vec![None; levels];
    for lesson in exam {
        for (level, (map, predicted)) in
            student.predict(lesson.crop.clone()).into_iter().enumerate()
        {
            let target = lesson.maps[level].clone();
            let painted = Statistics::of(predicted.clone());
            let gram: f32 = relative_gram(&painted, &Statistics::of(target.clone())).into_scalar();
            let error: f32 = (predicted - target).square().mean().into_scalar();
            errors[level] += error / variances[level] / exam.len() as f32;
            gram_errors[level] += gram / exam.len() as f32;
            let most = map.clone().max_dim(2).max_dim(3);
            let least = map.min_dim(2).min_dim(3);
            reach[level] = Some(match reach[level].take() {
                Some((a, b)) => (a.max_pair(most), b.min_pair(least)),
                None => (most, least),
            });
        }
    }
    let dead = reach
        .into_iter()
        .flatten()
        .map(|(most, least)| {
            let silent = (most - least).lower_equal_elem(1e-4).float();
            silent.mean().into_scalar::<f32>()
        })
        .collect();
    Measured {
        step,
        crops: step * BATCH,
        errors,
        gram_errors,
        dead,
    }
}
