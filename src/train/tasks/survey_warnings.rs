//! What is said, and what a model remembers, of the pictures of a task.

use crate::{
    data::Survey,
    fault::{PictureRole, TrainWarning},
    nn::TrainedOn,
};
use std::collections::BTreeMap;

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

/// Licences that a model names; of more the others are counted together.
const LICENCES: usize = 8;
/// What stands behind the name of a licence.
const BEHIND: [char; 4] = ['(', '|', ';', ':'];

/// What is learnt from, by licence, the most frequent first. Who is to be credited stays in the table of sources.
pub fn learnt_from(what: &str, survey: &Survey) -> Vec<TrainedOn> {
    let mut named: BTreeMap<String, usize> = BTreeMap::new();
    for (licence, count) in &survey.licences {
        let name = licence.split(BEHIND).next().unwrap_or_default().trim();
        let name = if name.is_empty() { licence } else { name };
        *named.entry(name.to_owned()).or_default() += count;
    }
    let mut all: Vec<(String, usize)> = named.into_iter().collect();
    all.sort_by(|a, b| b.1.cmp(&a.1).then_with(|| a.0.cmp(&b.0)));
    let others: usize = all.iter().skip(LICENCES).map(|(_, count)| count).sum();
    all.truncate(LICENCES);
    all.extend((others > 0).then(|| ("others, see its sources".to_owned(), others)));
    let each = all.into_iter().map(|(licence, count)| TrainedOn {
        what: what.to_owned(),
        count,
        licence,
    });
    each.collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn licences_are_told_by_their_names_and_few_of_them() {
        let many = (0..20).map(|i| (format!("licence {i:02}"), 1));
        let credited = ["CC BY (Ada)", "CC BY (Eva | 2)"].map(|name| (name.to_owned(), 3));
        let survey = Survey {
            licences: many.chain(credited).collect(),
            ..Survey::default()
        };
        let told = learnt_from("paintings", &survey);
        assert_eq!((told[0].licence.as_str(), told[0].count), ("CC BY", 6));
        assert_eq!(told.len(), LICENCES + 1);
        assert_eq!(told.iter().map(|data| data.count).sum::<usize>(), 26);
    }
}
