//! What teachers say about crops, and how far a student is from it.

use super::{
    crops::CROP,
    student::{Student, inner},
    teacher::{Teacher, TeacherKind, TeacherSpec},
};
use crate::{
    error::Result,
    fault::TrainingFault,
    loss::relative_gram,
    nn::{Layer, Statistics},
};
use burn::tensor::{Device, Tensor, TensorData};

/// A crop and what the teachers say about it, cut to [`inner`].
#[derive(Clone)]
pub struct Lesson {
    pub crop: Tensor<4>,
    pub maps: Vec<Tensor<4>>,
}

/// Teachers and the units in which they speak.
pub struct Classroom {
    teachers: Vec<Teacher>,
    device: Device,
    /// Standard deviation of the teachers' maps, by level; lessons are in units of it. None before enough was seen.
    pub deviations: Option<Vec<f32>>,
}

impl Classroom {
    /// Each layer is taught by the exact network where it reaches, else by the compressed one.
    ///
    /// # Errors
    /// If a teacher cannot be read, or none reaches the deepest layer.
    pub fn open(specs: &[TeacherSpec], device: &Device) -> Result<Self> {
        let exact = specs.iter().find(|s| s.kind == TeacherKind::Normalised);
        let compressed = specs.iter().find(|s| s.kind == TeacherKind::Compressed);
        let compressed = compressed.ok_or(TrainingFault::NoDeepTeacher)?;
        let (shallow, deep) = Layer::ALL.split_at(3);
        let teachers = match exact {
            Some(exact) => vec![
                Teacher::open(exact, shallow, device)?,
                Teacher::open(compressed, deep, device)?,
            ],
            None => vec![Teacher::open(compressed, &Layer::ALL, device)?],
        };
        Ok(Self {
            teachers,
            device: device.clone(),
            deviations: None,
        })
    }

    /// A lesson about a crop `[3, CROP, CROP]`, sRGB 0..1.
    pub fn lesson(&self, crop: Vec<f32>) -> Lesson {
        let crop = TensorData::new(crop, [1, 3, CROP, CROP]);
        let crop = Tensor::from_data(crop, &self.device);
        let mut maps: Vec<_> = self
            .teachers
            .iter()
            .flat_map(|teacher| teacher.maps(crop.clone()))
            .collect();
        maps.sort_by_key(|(layer, _)| *layer);
        let unit = |layer: Layer| {
            let deviations = self.deviations.as_ref();
            deviations.map_or(1.0, |all| all[layer.index()])
        };
        let maps = maps
            .into_iter()
            .map(|(layer, map)| inner(layer.index(), map).div_scalar(unit(layer)));
        Lesson {
            maps: maps.collect(),
            crop,
        }
    }

    /// A lesson about a crop that the student has painted, 8 bits.
    pub fn painted_lesson(&self, painted: &[u8]) -> Lesson {
        self.lesson(painted.iter().map(|&v| f32::from(v) / 255.0).collect())
    }
}

/// Errors of the student's maps and of their Gram matrices, sums over the levels, `[1]` each.
pub fn errors(student: &Student, lessons: &[&Lesson]) -> (Tensor<1>, Tensor<1>) {
    let crops = Tensor::cat(lessons.iter().map(|l| l.crop.clone()).collect(), 0).autodiff();
    let mut maps = Tensor::<1>::zeros([1], &crops.device());
    let mut grams = maps.clone();
    for (level, (map, predicted)) in student.predict(crops).into_iter().enumerate() {
        let target = Tensor::cat(lessons.iter().map(|l| l.maps[level].clone()).collect(), 0);
        maps = maps + (predicted - target.clone().autodiff()).square().mean();
        let (weight, offset) = student.head(level);
        let gram = relative_gram(
            &Statistics::of(map).project(&weight, &offset),
            &Statistics::of(target).constant(),
        );
        grams = grams + gram;
    }
    (maps, grams)
}

/// Mean of each channel, in units of the deviation, and standard deviation of all values of the
/// teacher's maps over `lessons`, by level.
pub fn teacher_moments(lessons: &[Lesson]) -> Vec<(Tensor<1>, f32)> {
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
