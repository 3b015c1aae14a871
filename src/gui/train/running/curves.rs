//! The lines of the plots, taken from what a run has told, or two.

use super::term_words;
use crate::{
    gui::{localisation::Words, theme::line_colour},
    session::Record,
    train::Terms,
};
use egui::{Color32, Context};
use egui_plot::LineStyle;

/// What a plot is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Kind {
    /// Losses, before their weights.
    Losses,
    /// Shares of patches that the discriminators judge rightly.
    Accuracy,
    /// Quality on pictures that are not learnt from.
    Measure,
    /// The learning rate.
    Rate,
}

impl Kind {
    /// All, from top to bottom.
    pub const ALL: [Self; 4] = [Self::Losses, Self::Accuracy, Self::Measure, Self::Rate];

    /// Keys of its name and of what it says.
    pub fn keys(self) -> (&'static str, &'static str) {
        match self {
            Self::Losses => ("train-plot-losses", "train-plot-losses-hint"),
            Self::Accuracy => ("train-plot-accuracy", "train-plot-accuracy-hint"),
            Self::Measure => ("train-plot-measure", "train-plot-measure-hint"),
            Self::Rate => ("train-plot-rate", "train-plot-rate-hint"),
        }
    }
}

/// What a run has told, as one of those that are drawn.
#[derive(Clone, Copy)]
pub struct Told<'a> {
    /// What the run is called, where there are several.
    pub of: Option<&'a str>,
    /// What it has told.
    pub record: &'a Record,
}

impl<'a> Told<'a> {
    /// That of the only run.
    pub fn alone(record: &'a Record) -> Self {
        Self { of: None, record }
    }
}

/// A line.
pub struct Curve {
    /// Its name in the log.
    pub key: String,
    /// What it is called.
    pub name: String,
    /// What its run is called, where there are several.
    pub of: Option<String>,
    /// The place of its run among them.
    pub run: usize,
    /// Steps and values.
    pub points: Vec<[f64; 2]>,
    /// How far values may be off, for each point; none where that is not known.
    pub errors: Vec<f64>,
    /// How it is drawn.
    pub colour: Color32,
    /// The same, for who does not tell colours apart.
    pub style: LineStyle,
    /// Whether it is shown unless the artist says otherwise.
    pub usual: bool,
}

impl Curve {
    /// Its newest value.
    pub fn latest(&self) -> Option<f64> {
        self.points.last().map(|[_, value]| *value)
    }

    /// What tells it from all others of its plot.
    pub fn id(&self) -> String {
        format!("{} {}", self.run, self.key)
    }

    /// What it is called, with its run where there are several.
    pub fn full_name(&self, words: &Words) -> String {
        let Some(of) = &self.of else {
            return self.name.clone();
        };
        let values = [
            ("name", self.name.as_str().into()),
            ("run", of.as_str().into()),
        ];
        words.with("compare-line", &values)
    }
}

/// Terms that are shown unless the artist says otherwise, where a run has some of them.
const USUAL: [&str; 7] = [
    "style", "content", "palette", "cycle", "contrast", "map", "gram",
];

/// The lines of a plot. What several runs have told of one term has one colour.
pub fn curves(runs: &[Told<'_>], kind: Kind, words: &Words, ctx: &Context) -> Vec<Curve> {
    let of_run = |(run, told): (usize, &Told<'_>)| {
        let mut all = of_one(told.record, kind, words);
        for curve in &mut all {
            (curve.run, curve.of) = (run, told.of.map(str::to_owned));
        }
        all
    };
    let mut all: Vec<Curve> = runs.iter().enumerate().flat_map(of_run).collect();
    if !all.iter().any(|curve| curve.usual) {
        all.iter_mut().for_each(|curve| curve.usual = true);
    }
    let mut keys: Vec<String> = Vec::new();
    for curve in &mut all {
        let known = keys.iter().position(|key| *key == curve.key);
        let index = known.unwrap_or_else(|| {
            keys.push(curve.key.clone());
            keys.len() - 1
        });
        (curve.colour, curve.style) = look(index, ctx);
        if runs.len() > 1 {
            curve.style = style_of_run(curve.run);
        }
    }
    all
}

/// How the lines of a run are drawn, by its place among several.
pub fn style_of_run(run: usize) -> LineStyle {
    match run {
        0 => LineStyle::Solid,
        _ => LineStyle::dashed_loose(),
    }
}

fn of_one(record: &Record, kind: Kind, words: &Words) -> Vec<Curve> {
    let mut all = match kind {
        Kind::Losses => terms(record, words, |name| !is_share(name)),
        Kind::Accuracy => terms(record, words, is_share),
        Kind::Measure => measures(record, words),
        Kind::Rate => vec![rate(record, words)],
    };
    all.retain(|curve| !curve.points.is_empty());
    all
}

fn is_share(name: &str) -> bool {
    name.ends_with(".real") || name.ends_with(".fake")
}

fn curve(key: &str, name: String, usual: bool) -> Curve {
    Curve {
        key: key.to_owned(),
        name,
        of: None,
        run: 0,
        points: Vec::new(),
        errors: Vec::new(),
        // Its place among the others tells it.
        colour: Color32::TRANSPARENT,
        style: LineStyle::Solid,
        usual,
    }
}

fn point(step: usize, value: f32) -> [f64; 2] {
    [step as f64, f64::from(value)]
}

fn terms(record: &Record, words: &Words, wanted: impl Fn(&str) -> bool) -> Vec<Curve> {
    let names = record.losses.names().into_iter();
    let names = names.filter(|name| wanted(name));
    let one = |name: String| {
        let usual = USUAL.contains(&name.as_str()) || is_share(&name);
        let mut curve = curve(&name, term_words::name(words, &name), usual);
        let rows = record.losses.rows();
        let points = rows.filter_map(|row| Some(point(row.step, row.losses.get(&name)?)));
        curve.points = points.collect();
        curve
    };
    names.map(one).collect()
}

fn measures(record: &Record, words: &Words) -> Vec<Curve> {
    let mut score = curve("score", term_words::measure(words, "score"), true);
    let measured = &record.measured;
    score.points = measured.iter().map(|m| point(m.step, m.score)).collect();
    let last = measured.last().map(|last| &last.values);
    let names = last.into_iter().flat_map(Terms::iter);
    let beside = |name: &str| name.ends_with(".deviation") || name.ends_with(".before");
    let names = names.map(|(name, _)| name).filter(|name| !beside(name));
    // By which a run is judged, each way; where there is no other, the kernel distance.
    const JUDGED: [&str; 3] = ["distance", "there.distance", "back.distance"];
    let is_judged = |values: &Terms| JUDGED.iter().any(|name| values.get(name).is_some());
    let judged = last.is_some_and(is_judged);
    let mut all = vec![score];
    for name in names {
        let usual = if judged {
            JUDGED.contains(&name)
        } else {
            name == "kid"
        };
        let mut curve = curve(name, term_words::measure(words, name), usual);
        let deviation = format!("{name}.deviation");
        for m in measured {
            if let Some(value) = m.values.get(name) {
                curve.points.push(point(m.step, value));
                let off = m.values.get(&deviation).unwrap_or(0.0);
                curve.errors.push(f64::from(off));
            }
        }
        all.push(curve);
    }
    all
}

fn rate(record: &Record, words: &Words) -> Curve {
    let mut curve = curve("rate", words.get("train-plot-rate"), true);
    let rows = record.losses.rows();
    curve.points = rows.map(|row| [row.step as f64, row.rate]).collect();
    curve
}

/// A colour and a style for a line by its place: neighbours differ in hue, and every fifth in style too.
fn look(index: usize, ctx: &Context) -> (Color32, LineStyle) {
    let style = match index / 5 {
        0 => LineStyle::Solid,
        1 => LineStyle::dashed_loose(),
        _ => LineStyle::Dotted { spacing: 4.0 },
    };
    (line_colour(ctx, index), style)
}
