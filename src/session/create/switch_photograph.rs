//! Another photograph is worked on, perhaps with what was kept of the work on it.

use super::{Answer, Artwork, Left, Phase, Run};
use crate::{
    picture::Crop,
    session::{
        engine::{self, Command, Loaded, Restored},
        history::History,
        project::Project,
        saved::SavedRun,
    },
    stylize::{Engine, Start},
};
use std::sync::Arc;

impl Artwork {
    /// The sample is refined by itself, once.
    pub fn refine_sample_once(&mut self, once: bool) {
        self.demo = once;
    }

    /// What Refine has painted belongs to another photograph: its run is given up.
    pub fn give_up_run(&mut self, engine: &mut dyn engine::Engine) {
        engine.send(Command::Restore(Box::default()));
        self.run = Run::default();
        self.left = None;
        self.changed = None;
        self.answer = Answer::default();
        self.snapshots.clear();
        self.effects.push(super::Effect::ClearCompared);
    }

    /// A photograph has come of which nothing is known, or with the crop of a recipe that was opened for it: then the
    /// settings are that recipe's.
    pub fn open(&mut self, loaded: Arc<Loaded>, is_sample: bool, of_recipe: Option<Crop>) {
        let project = &mut self.project;
        project.is_sample = is_sample;
        project.recipe.crop = of_recipe.unwrap_or_default();
        if of_recipe.is_none() {
            project.recipe.changes.clear();
            project.recipe.engine = Engine::Instant;
            project.recipe.start = Start::Instant;
        }
        project.photograph = Some(loaded);
        self.told = Project::default();
    }

    /// A photograph has come with the settings that were kept of the work on it. Its run comes by
    /// [`Artwork::restore_run`].
    pub fn open_kept(&mut self, project: Project) {
        self.project = project;
        self.told = Project::default();
    }

    /// Nothing comes before the photograph that is there now, but a run that was left.
    pub fn begin_history(&mut self) {
        let before = self.left.as_ref().map(|left| &left.project);
        self.history = History::new(before.unwrap_or(&self.project).clone());
        self.history.record(&self.project);
    }

    /// Refine's picture and the snapshots come back. If there is no picture, Instant may paint `instead`. `side` as in
    /// [`super::Moment`].
    pub fn restore_run(
        &mut self,
        engine: &mut dyn engine::Engine,
        run: Option<SavedRun>,
        restored: Restored,
        instead: bool,
        side: Option<usize>,
    ) {
        self.snapshots.clear();
        for kept in &restored.snapshots {
            self.snapshots.add(kept.snapshot.clone());
        }
        // It had been begun, and there was nothing to keep of it yet.
        let at_start = run.is_none()
            && self.refines()
            && !matches!(self.project.recipe.start, Start::Picture(_));
        let photograph = self.project.photograph.clone();
        let run = run.zip(photograph).filter(|_| restored.newest.is_some());
        let run = run.map(|(run, photograph)| {
            let project = run.project.project(&photograph, self.project.is_sample);
            (run, project)
        });
        let shown = match &run {
            Some((_, project)) => self.refines() && project.same_run(&self.project),
            None => false,
        };
        engine.send(Command::Restore(Box::new(Restored { shown, ..restored })));
        match run {
            Some((run, _)) if shown => self.show_run(&run, side),
            Some((run, project)) => {
                self.history.record(&project);
                self.left = Some(Left {
                    project,
                    run: Run::of(&run),
                    snapshots: Vec::new(),
                    size: None,
                });
                if instead {
                    self.without_run();
                }
            }
            None if instead && at_start => self.begin_paused(),
            None if instead => self.without_run(),
            None => {}
        }
    }

    /// Refine stands at its start: it is begun again when all is there, and waits.
    fn begin_paused(&mut self) {
        self.run = Run {
            begins_paused: true,
            ..Run::default()
        };
        self.forget_result();
        self.answer = Answer::default();
        self.told = self.project.clone();
    }

    /// Refine stands where it stood, and waits: the engine shows its picture already.
    fn show_run(&mut self, run: &SavedRun, side: Option<usize>) {
        self.run = Run::of(run);
        self.forget_result();
        self.size = self.project.size(Engine::Refine, side);
        self.stale = false;
        self.answer = Answer::default();
        self.told = self.project.clone();
    }

    /// Nothing is left of a run: Instant paints.
    pub fn without_run(&mut self) {
        if self.refines() && matches!(self.run.phase, Phase::Idle | Phase::Starting) {
            self.changed = None;
            self.project.recipe.engine = Engine::Instant;
            self.project.recipe.start = Start::Instant;
        }
        self.answer.wanted = true;
    }
}
