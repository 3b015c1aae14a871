//! What is said, and what a model remembers, of the pictures of a task.

use crate::{
    data::Survey,
    fault::{PictureRole, TrainWarning},
    nn::TrainedOn,
};

/// Share of pictures that are alike, or grey, from which on it is said.
const OFTEN: f32 = 0.2;

/// What is to be said of pictures.
pub fn said(survey: &Survey, role: PictureRole, side: usize) -> Vec<TrainWarning> {
    let of = survey.pictures;
    let often = |count: usize| count as f32 >= OFTEN * of as f32 && count > 0;
    let Survey {
        left_out,
        alike,
        grey,
        ..
    } = *survey;
    let left_out = (left_out > 0).then_some(TrainWarning::LeftOut {
        role,
        left_out,
        side,
    });
    let alike = often(alike).then_some(TrainWarning::Alike { alike, of });
    let grey = often(grey).then_some(TrainWarning::Grey { grey, of });
    [left_out, alike, grey].into_iter().flatten().collect()
}

/// What is learnt from, by licence.
pub fn learnt_from(what: &str, survey: &Survey) -> Vec<TrainedOn> {
    let licences = survey.licences.iter();
    let each = licences.map(|(licence, count)| TrainedOn {
        what: what.to_owned(),
        count: *count,
        licence: licence.clone(),
    });
    each.collect()
}
