//! What happens with a finished picture: it is saved on another thread, or handed to the window.

use super::super::job::system_version;
use super::{
    Event, ExportRun, Shown,
    live::nothing_yet,
    run::State,
    scaled,
    studio::{Newest, Studio},
    wish::Purpose,
};
use crate::{
    error::{Error, Result, catch_panic},
    picture::{self, Picture, Stamp},
    stylize::Recipe,
};
use std::sync::Arc;

impl Studio {
    /// Does something with a picture.
    pub(super) fn hand_out(&mut self, shown: Shown, what: Purpose) -> Result<()> {
        match self.state(shown) {
            _ if (shown, self.newest) == (Shown::Newest, Newest::Instant) => self.with_result(what),
            Some(State::Instant(shot)) => {
                let shot = shot.clone();
                self.serve(what, &shot)
            }
            Some(State::Refine(refine)) => {
                let refine = refine.clone();
                let recipe = refine.played();
                let picture = Arc::new(refine.finish()?.picture);
                let hash = self.net()?.hash.clone();
                self.give(what, picture, Some(&recipe), &hash)
            }
            // What a GPU that failed has left.
            None => match self.backup.1.clone() {
                Some(picture) => self.give(what, Arc::new(picture), None, ""),
                None => Err(nothing_yet()),
            },
        }
    }

    /// Gives a picture away.
    pub(super) fn give(
        &mut self,
        what: Purpose,
        picture: Arc<Picture>,
        recipe: Option<&Recipe>,
        hash: &str,
    ) -> Result<()> {
        match what {
            Purpose::Copy => {
                self.post.event(Event::Copied(picture));
            }
            Purpose::Measure => {
                self.post.event(Event::Measured(picture));
            }
            Purpose::Export(export) => self.save(*export, picture, recipe, hash)?,
        }
        Ok(())
    }

    /// Saves a picture on another thread, so that painting goes on.
    fn save(
        &self,
        export: ExportRun,
        picture: Arc<Picture>,
        recipe: Option<&Recipe>,
        hash: &str,
    ) -> Result<()> {
        let stamp = Stamp {
            recipe: recipe.filter(|_| export.with_recipe).map(Recipe::to_json),
            system_version: system_version(hash),
            title: Some(export.title.clone()),
        };
        let (outbox, wake) = (self.post.outbox.clone(), Arc::clone(&self.post.wake));
        let save = move || {
            let ExportRun {
                path,
                options,
                scale,
                replace,
                watch,
                ..
            } = export;
            let saved = catch_panic(|| {
                let picture = scaled(&picture, scale);
                picture::export_watched(&picture, &path, &options, &stamp, replace, &watch)
            });
            drop(watch);
            let event = match saved.map_err(Error::Compute).and_then(|saved| saved) {
                Ok(true) => Some(Event::Exported(path)),
                Ok(false) => None,
                Err(error) => Some(Event::Failed {
                    error: Arc::new(error),
                    run_ended: false,
                }),
            };
            if let Some(event) = event {
                let _ = outbox.send(event);
            }
            wake();
        };
        std::thread::Builder::new()
            .name("export".to_owned())
            .spawn(save)
            .map_err(|e| Error::Setting(format!("The picture could not be saved ({e}).")))?;
        Ok(())
    }
}
