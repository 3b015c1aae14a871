//! How far a picture is that is painted: a bar, or lines of JSON.

use super::{keeps, report};
use crate::{
    session::{Job, JobEvent},
    stylize::{Engine, Progress},
};
use indicatif::ProgressBar;
use serde_json::json;
use std::time::{Duration, Instant};

/// Time between two lines.
const SAY: Duration = Duration::from_millis(250);

/// What is told while a picture is painted.
pub struct PaintProgress {
    bar: ProgressBar,
    content: String,
    steps: usize,
    quiet: bool,
    json: bool,
    begun: Instant,
    said: Instant,
}

impl PaintProgress {
    pub fn new(job: &Job, quiet: bool, json: bool) -> Self {
        // Instant has no steps; its bar shows per cent.
        let steps = match job.recipe.engine {
            Engine::Refine => job.recipe.steps,
            Engine::Instant => 100,
        };
        let bar = report::bar(steps, quiet || json);
        bar.set_prefix("loading");
        Self {
            bar,
            content: job.content.to_string_lossy().into_owned(),
            steps,
            quiet,
            json,
            begun: Instant::now(),
            said: Instant::now(),
        }
    }

    pub fn show(&mut self, event: JobEvent<'_>) {
        let bar = &self.bar;
        match event {
            JobEvent::Stage(stage) => {
                bar.set_prefix(stage);
                bar.tick();
                if self.json {
                    report::json(&json!({
                        "event": "progress", "content": self.content, "stage": stage, "step": 0,
                        "steps": self.steps, "losses": null, "eta_seconds": null,
                    }));
                }
            }
            JobEvent::Warned(file, warning) => {
                if !self.quiet {
                    bar.suspend(|| report::say(&format!("{}: {warning}", file.display())));
                }
            }
            JobEvent::Shrunk { from, to } => {
                if !self.quiet {
                    let text = format!(
                        "{} is {}x{} and is painted at {}x{}; --size own keeps its size",
                        self.content, from.0, from.1, to.0, to.1
                    );
                    bar.suspend(|| report::say(&text));
                }
            }
            JobEvent::Saving(share) => bar.set_position((share * self.steps as f32) as u64),
            JobEvent::Share(share) => {
                bar.set_position((share * self.steps as f32) as u64);
                if self.json && self.said.elapsed() > SAY {
                    self.said = Instant::now();
                    let share = f64::from(share);
                    report::json(&json!({
                        "event": "progress", "content": self.content, "stage": "painting",
                        "share": share, "eta_seconds": self.eta((share, 1.0 - share)),
                    }));
                }
            }
            JobEvent::Step(progress, _) => self.step(progress),
        }
    }

    fn step(&mut self, progress: &Progress) {
        keeps(true);
        let (losses, bar) = (progress.losses, &self.bar);
        let long = progress.octave.width.max(progress.octave.height);
        bar.set_position(progress.step as u64);
        bar.set_prefix(format!("{long}px"));
        let (content, style) = (losses.content, losses.style);
        bar.set_message(format!("content {content:.4} style {style:.4}"));
        let ends = progress.step == 1 || progress.step == progress.steps;
        if self.json && (ends || self.said.elapsed() > SAY) {
            self.said = Instant::now();
            report::json(&json!({
                "event": "progress", "content": self.content, "stage": "painting",
                "step": progress.step, "steps": progress.steps, "losses": losses,
                "eta_seconds": self.eta(progress.work),
            }));
        }
    }

    /// Seconds left, from the (done, left) work in pixel steps.
    fn eta(&self, (done, left): (f64, f64)) -> f64 {
        if done > 0.0 {
            self.begun.elapsed().as_secs_f64() / done * left
        } else {
            0.0
        }
    }

    pub fn finish(self) {
        self.bar.finish_and_clear();
    }
}
