//! How far a student is from its teachers on crops that it never saw.

use super::{lessons::Lesson, student::Student};
use crate::{
    loss::relative_gram,
    nn::Statistics,
    train::{task::Measure, terms::Terms},
};
use burn::tensor::Tensor;

/// What was seen of one lesson, by level.
pub struct Seen {
    /// Squared error of the predicted map, and relative squared error of its Gram matrix.
    errors: Vec<[f32; 2]>,
    /// Most and least that each channel answered, `[1, C, 1, 1]`.
    reach: Vec<(Tensor<4>, Tensor<4>)>,
}

/// Looks at a lesson; `student` must not track gradients.
pub fn examine(student: &Student, lesson: &Lesson) -> Seen {
    let (mut errors, mut reach) = (Vec::new(), Vec::new());
    for (level, (map, predicted)) in student.predict(lesson.crop.clone()).into_iter().enumerate() {
        let target = lesson.maps[level].clone();
        let own = Statistics::of(predicted.clone());
        let gram: f32 = relative_gram(&own, &Statistics::of(target.clone())).into_scalar();
        errors.push([(predicted - target).square().mean().into_scalar(), gram]);
        let most = map.clone().max_dim(2).max_dim(3);
        reach.push((most, map.min_dim(2).min_dim(3)));
    }
    Seen { errors, reach }
}

/// Means over all lessons, by level, finest first: `map.reluK_1` is the squared error over the variance of the
/// teacher's maps, `gram.reluK_1` that of the Gram matrices, `dead.reluK_1` the share of channels that answer
/// everything alike. The score is the mean over levels of the first two.
pub fn measure(seen: &[Seen], variances: &[f32]) -> Measure {
    let (count, levels) = (seen.len().max(1) as f32, variances.len().max(1) as f32);
    let mut values = Terms::default();
    let mut score = 0.0;
    for (level, variance) in variances.iter().enumerate() {
        let mean = |which: usize| {
            let all = seen.iter().map(|one| one.errors[level][which]);
            all.sum::<f32>() / count
        };
        let (map, gram) = (mean(0) / variance, mean(1));
        score += (map + gram) / levels;
        let name = |what: &str| format!("{what}.relu{}_1", level + 1);
        values.set(name("map"), map);
        values.set(name("gram"), gram);
        values.set(name("dead"), dead(seen, level));
    }
    Measure { score, values }
}

fn dead(seen: &[Seen], level: usize) -> f32 {
    let reach = seen.iter().map(|one| one.reach[level].clone());
    let reach = reach.reduce(|(most, least), (a, b)| (most.max_pair(a), least.min_pair(b)));
    reach.map_or(0.0, |(most, least)| {
        let silent = (most - least).lower_equal_elem(1e-4).float();
        silent.mean().into_scalar::<f32>()
    })
}
