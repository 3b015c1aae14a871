//! Distillation of the encoder from VGG-19 (Hinton et al. 2015; as maps: Romero et al., "FitNets",
//! 2015).
//!
//! Loss, summed over the five levels: mean squared error of the predicted teacher map over the
//! variance of the teacher's maps, plus the relative error of its Gram
//! matrix, which is what the encoder is for; the second comes in slowly, since at first its
//! gradients are wild. A teacher costs several times what the student does,
//! so its maps stay in a ring of recent crops and each serves several steps. Some of the lessons are
//! pictures that the student itself has just painted, see [`painted`].

mod crops;
mod lessons;
mod painted;
mod student;
mod teacher;
mod validation;

pub use student::Student;
pub use teacher::{Teacher, TeacherSpec};

use crate::{
    data::{Part, Parts, Pool, Split, Stored, random},
    error::Result,
    fault::{PictureRole, TrainingFault},
    nn::{parameters, with_parameters},
    optim::{Clip, Learner, ModuleAdam, Schedule},
    picture::Picture,
    train::{
        checkpoint::checkpoint_in,
        checkpoint_contents::{CheckpointContents, Saved},
        controls::WeightSpec,
        task::{Measure, Moment, Opening, Task},
        terms::Terms,
    },
};
use burn::{
    module::Module,
    optim::GradientsParams,
    tensor::{Device, Tensor, TensorData},
};
use crops::{CROP, crop};
use lessons::{Classroom, Lesson, errors, teacher_moments};
use rand::seq::index::sample;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value, json};
use std::{collections::VecDeque, path::PathBuf, sync::Arc};
use validation::Seen;

/// Crops of a step.
const BATCH: usize = 8;
/// Crops a step that the teacher sees for the first time; the others come from the ring.
const FRESH: usize = 2;
/// Crops whose teacher maps are kept. Tests, here and below, need less of everything.
const RING: usize = if cfg!(test) { 12 } else { 256 };
/// Crops of a step that the student has painted.
const PAINTED: usize = 2;
/// Painted crops that are kept, and how many of them are shown.
const PAINTED_RING: usize = if cfg!(test) { 6 } else { 64 };
const SHOWN: usize = 8;
/// The student paints every so many steps, but not before it has seen something.
const PAINT_EVERY: usize = if cfg!(test) { 3 } else { 24 };
const PAINT_FROM: usize = if cfg!(test) { 2 } else { 500 };
/// Pictures without which nothing is learnt.
const LEAST: usize = 20;
/// Crops in whose maps the units of the teachers are measured.
const UNITS: u64 = if cfg!(test) { 4 } else { 32 };
/// Crops of the held-out pictures on which progress is measured.
const HELD_OUT: usize = if cfg!(test) { 4 } else { 96 };
const WARM_UP: usize = 200;
/// Steps over which the Gram term comes in.
const GRAM_RAMP: std::ops::Range<f32> = 200.0..1000.0;
/// Names in a checkpoint: the student, and the painted crops, 8 bits, `[n, 3, CROP, CROP]`.
const STUDENT: &str = "student";
const PAINTINGS: &str = "painted";
/// Random streams.
const LEARNT: u64 = 0;
const MEASURED: u64 = 1;
const CHOICES: u64 = 2;
const FIRST: u64 = 3;
const TO_PAINT: u64 = 4;

/// How a distillation is set up.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct EncoderConfig {
    /// Networks to learn from.
    pub teachers: Vec<TeacherSpec>,
    /// Folders of pictures.
    pub pictures: Vec<PathBuf>,
    /// Highest rate of Adam.
    pub rate: f64,
    /// Folder of another run whose student this one begins with.
    pub start: Option<PathBuf>,
}

/// Learns to see what VGG-19 sees.
pub struct EncoderTask {
    seed: u64,
    device: Device,
    classroom: Classroom,
    pictures: Pool,
    student: Learner<Student>,
    /// Whether the student shall begin at the teachers' mean maps.
    unborn: bool,
    /// Lessons from which the teachers' units are found.
    first: Vec<Lesson>,
    /// Before the step `s` the lessons about the crops `s * FRESH .. s * FRESH + RING`, without the last [`FRESH`].
    ring: VecDeque<Lesson>,
    /// What the student has painted, and the lessons about the first of it.
    paintings: VecDeque<Vec<u8>>,
    painted_ring: VecDeque<Lesson>,
    held_out: Vec<Lesson>,
    /// Of the teachers' maps of those, by level; found when all are there.
    variances: Vec<f32>,
}

impl Task for EncoderTask {
    const NAME: &'static str = "encoder";
    const WEIGHTS: &'static [WeightSpec] = &[
        WeightSpec {
            name: "map",
            default: 1.0,
        },
        WeightSpec {
            name: "gram",
            default: 0.5,
        },
    ];

    type Config = EncoderConfig;
    type Data = Pool;
    /// Crops that come new into the ring.
    type Batch = Vec<Vec<f32>>;
    type Score = Seen;

    fn read(config: &EncoderConfig, parts: &Parts) -> Result<Pool> {
        let pool = Pool::open(&config.pictures, parts, CROP, PictureRole::Pictures)?;
        let Split {
            train,
            validation,
            test,
        } = pool.split();
        let found = train + validation + test;
        if found < LEAST {
            return Err(TrainingFault::TooFewPictures {
                found,
                needed: LEAST,
                side: CROP,
            }
            .into());
        }
        Ok(pool)
    }

    fn fixed(config: &EncoderConfig) -> Map<String, Value> {
        let settings = json!({ "rate": config.rate });
        settings.as_object().cloned().unwrap_or_default()
    }

    fn schedule(config: &EncoderConfig) -> Schedule {
        Schedule {
            rate: config.rate,
            warm_up: WARM_UP,
            cooldown: 1.0,
        }
    }

    fn open(config: &EncoderConfig, pictures: Pool, opening: &Opening<'_>) -> Result<Self> {
        let Opening { seed, device, .. } = *opening;
        let learning = device.clone().autodiff();
        crate::nn::seed(seed);
        let mut student = Student::new(&learning);
        if let Some(start) = &config.start {
            let saved = Saved::open(&checkpoint_in(start))?;
            student = load_student(&saved, device)?;
        }
        let clip = Clip::Each(1.0);
        let mut task = Self {
            seed,
            device: device.clone(),
            classroom: Classroom::open(&config.teachers, device)?,
            pictures,
            student: Learner::new(student, ModuleAdam::plain(), clip),
            unborn: config.start.is_none() && opening.saved.is_none(),
            first: Vec::new(),
            ring: VecDeque::with_capacity(RING),
            paintings: VecDeque::new(),
            painted_ring: VecDeque::new(),
            held_out: Vec::new(),
            variances: Vec::new(),
        };
        if let Some(saved) = opening.saved {
            task.restore(saved)?;
        }
        Ok(task)
    }

    fn columns(&self) -> usize {
        4
    }

    fn pictures(&self) -> Vec<(&'static str, Split)> {
        vec![("pictures", self.pictures.split())]
    }

    /// The teachers' units, the ring of lessons, and the lessons about the student's paintings, one lesson at a time.
    fn prepare(&mut self, moment: &Moment<'_>) -> Result<Option<f32>> {
        let wanted = UNITS as usize + RING - FRESH + self.paintings.len();
        if self.classroom.deviations.is_none() {
            let item = self.first.len() as u64;
            let crop = crop(&self.pictures.train, (self.seed, FIRST, item));
            self.first.push(self.classroom.lesson(crop));
            if self.first.len() as u64 == UNITS {
                self.find_units();
            }
            return Ok(Some((item + 1) as f32 / wanted as f32));
        }
        if self.ring.len() < RING - FRESH {
            let item = (moment.step * FRESH + self.ring.len()) as u64;
            let numbers = (self.seed.wrapping_add(moment.rolled_back), LEARNT, item);
            let lesson = self.classroom.lesson(crop(&self.pictures.train, numbers));
            self.ring.push_back(lesson);
        } else if let Some(painted) = self.paintings.get(self.painted_ring.len()) {
            let lesson = self.classroom.painted_lesson(painted);
            self.painted_ring.push_back(lesson);
        } else {
            return Ok(None);
        }
        let done = UNITS as usize + self.ring.len() + self.painted_ring.len();
        Ok(Some(done as f32 / wanted as f32))
    }

    fn batches(&self, rolled_back: u64) -> Box<dyn FnMut(usize) -> Vec<Vec<f32>> + Send> {
        let pictures: Arc<[Stored]> = Arc::clone(&self.pictures.train);
        let seed = self.seed.wrapping_add(rolled_back);
        Box::new(move |step| {
            let first = step * FRESH + RING - FRESH;
            (first..first + FRESH)
                .map(|item| crop(&pictures, (seed, LEARNT, item as u64)))
                .collect()
        })
    }

    fn step(&mut self, fresh: Vec<Vec<f32>>, moment: &Moment<'_>) -> Terms {
        let lessons = fresh.into_iter().map(|crop| self.classroom.lesson(crop));
        self.ring.extend(lessons);
        let seed = self.seed.wrapping_add(moment.rolled_back);
        let mut rng = random(seed, CHOICES, moment.step as u64);
        if moment.step >= PAINT_FROM && moment.step.is_multiple_of(PAINT_EVERY) {
            self.paint(seed, moment.step, &mut rng);
        }
        let own = PAINTED.min(self.painted_ring.len());
        let mut lessons: Vec<&Lesson> = self.ring.iter().take(FRESH).collect();
        let kept = sample(&mut rng, RING - FRESH, BATCH - FRESH - own);
        lessons.extend(kept.iter().map(|i| &self.ring[i + FRESH]));
        let kept = sample(&mut rng, self.painted_ring.len(), own);
        lessons.extend(kept.iter().map(|i| &self.painted_ring[i]));
        let (map, gram) = errors(&self.student.net, &lessons);
        let ramp = (moment.step as f32 - GRAM_RAMP.start) / (GRAM_RAMP.end - GRAM_RAMP.start);
        let [map_weight, gram_weight] = ["map", "gram"].map(|name| moment.controls.weight(name));
        let gram_weight = gram_weight * ramp.clamp(0.0, 1.0);
        let loss = map.clone().mul_scalar(map_weight) + gram.clone().mul_scalar(gram_weight);
        let values = Tensor::cat(vec![map.inner(), gram.inner()], 0).into_data();
        let values: Vec<f32> = values.iter().collect();
        let grads = GradientsParams::from_grads(loss.backward(), &self.student.net);
        let gradient = self.student.step(moment.rate, vec![grads]);
        self.ring.drain(..FRESH);
        [
            ("map", values[0]),
            ("gram", values[1]),
            ("gradient", gradient),
        ]
        .into_iter()
        .collect()
    }

    fn examine(&mut self, part: Part, item: usize) -> Option<Seen> {
        // Nothing is chosen by the validation but how long to train, so there is no test.
        if item >= HELD_OUT || part == Part::Test {
            return None;
        }
        if self.held_out.len() <= item {
            let numbers = (self.seed, MEASURED, item as u64);
            let crop = crop(self.pictures.measured(), numbers);
            self.held_out.push(self.classroom.lesson(crop));
        }
        let student = self.student.net.clone().valid();
        let lesson = self.held_out.get(item)?;
        Some(validation::examine(&student, lesson))
    }

    fn measure(&mut self, scores: Vec<Seen>) -> Measure {
        if self.variances.is_empty() {
            let moments = teacher_moments(&self.held_out).into_iter();
            self.variances = moments
                .map(|(_, deviation)| deviation * deviation)
                .collect();
        }
        validation::measure(&scores, &self.variances)
    }

    /// What the student painted last.
    fn sample(&mut self, item: usize) -> Option<Picture> {
        let painted = self.paintings.iter().rev().take(SHOWN).nth(item)?;
        let pixels = CROP * CROP;
        let rgb =
            (0..pixels).flat_map(|i| [0, 1, 2].map(|c| f32::from(painted[c * pixels + i]) / 255.0));
        Some(Picture::from_rgb(CROP, CROP, rgb.collect()))
    }

    fn save(&self, to: &mut CheckpointContents) {
        to.learner(STUDENT, &self.student);
        let bytes: Vec<u8> = self.paintings.iter().flatten().copied().collect();
        let shape = [self.paintings.len(), 3, CROP, CROP];
        to.tensor(PAINTINGS, TensorData::new(bytes, shape));
    }

    fn restore(&mut self, saved: &Saved) -> Result<()> {
        saved.learner(STUDENT, &mut self.student, &self.device)?;
        let kept = saved.weights.find(PAINTINGS);
        let one = |values: &[f32]| values.iter().map(|&v| v as u8).collect();
        let kept = kept.map(|kept| kept.values.chunks_exact(3 * CROP * CROP).map(one).collect());
        self.paintings = kept.unwrap_or_default();
        self.ring.clear();
        self.painted_ring.clear();
        Ok(())
    }
}

impl EncoderTask {
    /// In which units the teachers speak, and where a new student begins.
    fn find_units(&mut self) {
        let moments = teacher_moments(&std::mem::take(&mut self.first));
        let (means, deviations): (Vec<_>, Vec<f32>) = moments.into_iter().unzip();
        self.classroom.deviations = Some(deviations);
        if std::mem::take(&mut self.unborn) {
            self.student.net.begin_at(means);
        }
    }

    /// Lets the student paint what it then learns from.
    fn paint(&mut self, seed: u64, step: usize, rng: &mut rand_chacha::ChaCha8Rng) {
        let numbers = (seed, TO_PAINT, (2 * painted::TOGETHER * step) as u64);
        let pictures = &self.pictures.train;
        for one in painted::paint(&self.student.net, pictures, numbers, rng, &self.device) {
            self.painted_ring
                .push_back(self.classroom.painted_lesson(&one));
            self.paintings.push_back(one);
        }
        while self.paintings.len() > PAINTED_RING {
            self.paintings.pop_front();
            self.painted_ring.pop_front();
        }
    }
}

/// The student of a checkpoint.
///
/// # Errors
/// If it is of another task.
pub fn load_student(saved: &Saved, device: &Device) -> Result<Student> {
    let student = Student::new(&device.clone().autodiff());
    let frozen = saved.network(STUDENT, student.clone())?;
    Ok(with_parameters(student, parameters(&frozen)))
}

#[cfg(test)]
mod tests;
