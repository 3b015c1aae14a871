//! A batch that goes on: how far it is, and what came of it.

use crate::{
    gui::{
        create::batch_dialog::file_name,
        localisation::{Words, clock},
        theme::palette,
    },
    session::engine::BatchNews,
};
use egui::{ProgressBar, RichText, Ui};
use std::time::Instant;

/// A batch that goes on.
pub struct BatchProgress {
    news: BatchNews,
    began: Instant,
}

impl BatchProgress {
    /// One of so many pictures.
    pub fn new(total: usize) -> Self {
        Self {
            news: BatchNews {
                total,
                ..BatchNews::default()
            },
            began: Instant::now(),
        }
    }

    /// It is so far.
    pub fn came(&mut self, news: BatchNews) {
        self.news = news;
    }

    /// Share of it that is done.
    pub fn share(&self) -> f32 {
        let news = &self.news;
        let now = if news.now.is_some() { news.share } else { 0.0 };
        (news.done() as f32 + now) / news.total.max(1) as f32
    }

    /// Where it stands; returns whether it is to end.
    pub fn show(&self, ui: &mut Ui, words: &Words) -> bool {
        let share = self.share();
        let news = &self.news;
        let name = news.now.as_deref().map(file_name).unwrap_or_default();
        let values = [
            ("number", (news.done() + 1).min(news.total).into()),
            ("total", news.total.into()),
            ("name", name.into()),
        ];
        let key = if news.now.is_some() {
            "batch-now"
        } else {
            "batch-reading"
        };
        ui.add(egui::Label::new(words.with(key, &values)).truncate());
        let seconds = self.began.elapsed().as_secs_f32();
        // What was there already took no time, and before one is painted nothing is known.
        let made = (share * news.total as f32 - news.there as f32).max(0.0);
        let left = (1.0 - share) * news.total as f32;
        let hint = if seconds >= 3.0 && made > 0.2 {
            let time = [("time", clock(seconds / made * left).into())];
            words.with("time-left", &time)
        } else {
            String::new()
        };
        ui.label(RichText::new(hint).weak());
        let mut ended = false;
        ui.horizontal(|ui| {
            let bar = ProgressBar::new(share)
                .desired_height(6.0)
                .desired_width(240.0);
            ui.add(bar.fill(palette(ui.ctx()).accent));
            ended = ui.button(words.get("batch-end")).clicked();
        });
        ended
    }
}
