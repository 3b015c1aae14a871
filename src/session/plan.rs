//! A training that is being planned: from which pictures, how long, with what settings; each change can be undone.

mod names;
mod planning;
mod speed;

pub use names::domain_names;
pub use planning::Planning;
pub use speed::{guessed_speed, measured_speed};

use super::{Surveyed, SurveyedPicture, TimeOfDay};
use crate::{
    data::{KEPT_SIDE, Parts},
    fault::PictureRole,
    nn::MOST_DOMAINS,
    picture::Crop,
    train::{Domain, RunConfig, RunSettings, TaskSettings},
};
use names::called;
use std::{
    collections::BTreeSet,
    path::{Path, PathBuf},
    sync::Arc,
    time::SystemTime,
};

/// How long a run is to take.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Length {
    /// About so many minutes.
    Minutes(u32),
    /// Until the clock on the wall says so, which may be tomorrow.
    Until(TimeOfDay),
    /// As many steps as the settings say.
    Steps,
    /// Until the artist stops it.
    UntilStopped,
}

/// More steps than anybody waits for.
const ENDLESS: usize = 1_000_000;

/// What is planned.
#[derive(Clone, Debug, PartialEq)]
pub struct Plan {
    /// How the run is set up, with all pictures of its folders.
    pub settings: RunSettings,
    /// What it is to be called; by its pictures if empty.
    pub name: String,
    /// How long it is to take.
    pub length: Length,
    /// Pictures that are not to be learnt from.
    pub left_out: BTreeSet<PathBuf>,
}

impl Plan {
    /// One of a task, as it suits most artists.
    pub fn new(task: TaskSettings) -> Self {
        let usual = task.defaults();
        let run = RunConfig {
            folder: PathBuf::new(),
            steps: usual.steps,
            seed: 7,
            validate_every: usual.validate_every,
            save_every: 250,
            patience: usual.patience,
            parent: None,
            parts: Parts::default(),
            resume: false,
        };
        Self {
            settings: RunSettings { run, task },
            name: String::new(),
            length: Length::Minutes(60),
            left_out: BTreeSet::new(),
        }
    }

    /// Another task is to be learnt, from the same pictures as far as it has places for them: photographs stay photographs, and
    /// what is to be painted like stays that.
    pub fn choose(&mut self, task: TaskSettings) {
        let before = self.settings.task.clone();
        let parts = std::mem::take(&mut self.settings.run.parts);
        *self = Self {
            name: std::mem::take(&mut self.name),
            left_out: std::mem::take(&mut self.left_out),
            length: self.length,
            ..Self::new(task)
        };
        self.settings.run.parts = parts;
        for photographs in [false, true] {
            let to = places(&self.settings.task, photographs);
            for (from, to) in places(&before, photographs).into_iter().zip(to) {
                let lists = before.pictures();
                if let Some(folders) = self.settings.task.folders(to) {
                    *folders = lists[from].folders.to_vec();
                }
            }
        }
    }

    /// A further domain is to be learnt, if there is room for one.
    pub fn add_domain(&mut self) {
        if let Some(domains) = self.settings.task.domains_mut()
            && domains.len() < MOST_DOMAINS
        {
            domains.push(Domain::default());
        }
    }

    /// A domain is not to be learnt any more.
    pub fn remove_domain(&mut self, label: usize) {
        if let Some(domains) = self.settings.task.domains_mut()
            && label < domains.len()
        {
            domains.remove(label);
        }
    }

    /// Folders came in at once: to list `list`, or, if several domains are learnt, to a domain each.
    pub fn arrive(&mut self, list: usize, paths: Vec<PathBuf>) {
        let several = self.settings.task.domains().is_some() && paths.len() > 1;
        for path in paths {
            let place = match several && path.extension().is_none() {
                true => self.empty_domain(),
                false => list,
            };
            self.add(place, path);
        }
    }

    /// A domain without folders, which is made if there is none.
    fn empty_domain(&mut self) -> usize {
        let empty = |plan: &Self| {
            let domains = plan.settings.task.domains().unwrap_or_default();
            domains.iter().position(|domain| domain.folders.is_empty())
        };
        if empty(self).is_none() {
            self.add_domain();
        }
        empty(self).unwrap_or_default()
    }

    /// A folder or a picture is to be learnt from too.
    pub fn add(&mut self, list: usize, path: PathBuf) {
        if let Some(folders) = self.settings.task.folders(list)
            && !folders.contains(&path)
        {
            folders.push(path);
        }
    }

    /// A folder is not to be learnt from any more.
    pub fn remove(&mut self, list: usize, path: &Path) {
        if let Some(folders) = self.settings.task.folders(list) {
            folders.retain(|folder| folder != path);
        }
        self.left_out.retain(|picture| !picture.starts_with(path));
        self.settings.run.parts.forget(path);
    }

    /// The part of a picture that is learnt from.
    pub fn part(&self, picture: &Path) -> Crop {
        self.settings.run.parts.of(picture)
    }

    /// Only this part of a picture is learnt from, turned as it says.
    pub fn use_part(&mut self, picture: PathBuf, part: Crop) {
        self.settings.run.parts.set(picture, part);
    }

    /// Whether what is used of a picture is too small for crops of `side` pixels, though all of it may not be.
    pub fn is_cut_too_small(&self, picture: &SurveyedPicture, side: usize) -> bool {
        let part = self.part(&picture.path);
        let (width, height) = part.size(picture.size);
        !part.is_whole() && width.min(height) < side
    }

    /// What the run is called: by the artist, or else by its folders.
    pub fn title(&self) -> Option<String> {
        if !self.name.trim().is_empty() {
            return Some(self.name.trim().to_owned());
        }
        let task = &self.settings.task;
        let lists = task.pictures();
        match task {
            TaskSettings::Domains(config) => {
                let names = domain_names(&config.domains);
                let some = config
                    .domains
                    .iter()
                    .any(|domain| !domain.folders.is_empty());
                some.then(|| names.join(", "))
            }
            TaskSettings::Unpaired(_) => {
                let [from, to] = [&lists[0], &lists[1]].map(|list| called(list.folders));
                Some(format!("{} → {}", from?, to?))
            }
            TaskSettings::School(_) | TaskSettings::Dream(_) => called(lists.first()?.folders),
        }
    }

    /// How many pictures of a list there are to learn from, once that is known.
    pub fn count(&self, list: usize, surveyed: Option<&Surveyed>) -> Option<usize> {
        let lists = self.settings.task.pictures();
        let surveyed = surveyed.filter(|seen| seen.folders == lists[list].folders)?;
        let side = lists[list].side;
        let stays = |picture: &&SurveyedPicture| {
            !self.left_out.contains(&picture.path) && !self.is_cut_too_small(picture, side)
        };
        let loose = surveyed.usable().filter(stays).count();
        Some(loose + surveyed.packed())
    }

    /// What keeps it from being begun, with what was `surveyed` of each list.
    pub fn lacks(&self, surveyed: &[Option<Arc<Surveyed>>]) -> Option<Lack> {
        if let Some(domains) = self.settings.task.domains() {
            let names = domain_names(domains);
            let again = (0..names.len()).find(|&i| names[..i].contains(&names[i]));
            if domains.len() < 2 {
                return Some(Lack::Domains);
            }
            if let Some(label) = again {
                return Some(Lack::Name(label));
            }
        }
        for (index, list) in self.settings.task.pictures().iter().enumerate() {
            if list.folders.is_empty() {
                if list.optional {
                    continue;
                }
                return Some(Lack::Folders(index));
            }
            let seen = surveyed.get(index).and_then(Option::as_deref);
            if seen.is_some_and(|seen| seen.damaged().next().is_some()) {
                return Some(Lack::WholePack(index));
            }
            match self.count(index, seen) {
                None => return Some(Lack::Survey),
                Some(0) => return Some(Lack::Pictures(index)),
                Some(_) => {}
            }
        }
        None
    }

    /// The settings of the run, without what is left out, as long as it is to take at so many steps a second, if that is
    /// known.
    pub fn settled(&self, surveyed: &[Option<Arc<Surveyed>>], speed: Option<f64>) -> RunSettings {
        let mut settings = self.settings.clone();
        for (index, seen) in surveyed.iter().enumerate() {
            let Some(seen) = seen else { continue };
            if let Some(folders) = settings.task.folders(index)
                && *folders == seen.folders
            {
                *folders = seen.without(&self.left_out);
            }
        }
        if let Some(domains) = settings.task.domains_mut() {
            let names = domain_names(domains);
            for (domain, name) in domains.iter_mut().zip(names) {
                domain.name = name;
            }
        }
        let run = &mut settings.run;
        match (self.length, speed) {
            (Length::Minutes(minutes), Some(speed)) => {
                run.steps = rounded(f64::from(minutes) * 60.0 * speed);
            }
            (Length::Until(time), Some(speed)) => {
                let left = time.next().0.duration_since(SystemTime::now());
                run.steps = rounded(left.unwrap_or_default().as_secs_f64() * speed);
            }
            (Length::UntilStopped, _) => (run.steps, run.patience) = (ENDLESS, None),
            (Length::Minutes(_) | Length::Until(_) | Length::Steps, _) => {}
        }
        // At least a dozen looks, also at a short run.
        run.validate_every = run.validate_every.min((run.steps / 12).max(25));
        run.save_every = run.save_every.min((run.steps / 4).max(20));
        settings
    }

    /// How long it will take and how much memory, with so many pictures, at so many steps a second.
    pub fn forecast(&self, surveyed: &[Option<Arc<Surveyed>>], speed: Option<f64>) -> Forecast {
        let settings = self.settled(surveyed, speed);
        let pictures: usize = (0..surveyed.len())
            .filter_map(|list| self.count(list, surveyed[list].as_deref()))
            .sum();
        let ends = self.length != Length::UntilStopped;
        let steps = ends.then_some(settings.run.steps);
        // Pictures are kept with a short side of at most this, three bytes a pixel, and are mostly oblong.
        let kept = pictures * KEPT_SIDE * KEPT_SIDE * 3 * 4 / 3;
        let step = settings.task.pixels() * BYTES_A_PIXEL;
        Forecast {
            steps,
            seconds: steps.zip(speed).map(|(steps, speed)| steps as f64 / speed),
            bytes: (kept + step + NETWORKS) as u64,
        }
    }
}

/// What a step may take for each pixel that it learns from, on the safe side: activations and gradients of all networks.
const BYTES_A_PIXEL: usize = 14_000;
/// What networks may take with both moments and averages, on the safe side.
const NETWORKS: usize = 350 << 20;

/// The lists of a task, by index: those of photographs, or those of what is to be painted like.
fn places(task: &TaskSettings, photographs: bool) -> Vec<usize> {
    let is_of = |role| matches!(role, PictureRole::Photographs | PictureRole::From);
    let lists = task.pictures().into_iter().enumerate();
    let lists = lists.filter(|(_, list)| is_of(list.role) == photographs);
    lists.map(|(index, _)| index).collect()
}

/// To a number that can be remembered, 50 at least.
fn rounded(steps: f64) -> usize {
    let steps = steps.clamp(50.0, ENDLESS as f64) as usize;
    let unit = if steps < 1000 { 50 } else { 100 };
    steps / unit * unit
}

/// What a training will take.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Forecast {
    /// Steps; none if it goes on until it is stopped.
    pub steps: Option<usize>,
    /// Seconds, where that can be said.
    pub seconds: Option<f64>,
    /// Bytes of memory.
    pub bytes: u64,
}

/// What keeps a training from being begun.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Lack {
    /// There are fewer domains than two.
    Domains,
    /// A domain, by its label, is called as one before it.
    Name(usize),
    /// There are no folders in this list.
    Folders(usize),
    /// They are still being looked at.
    Survey,
    /// One of its packs is damaged.
    WholePack(usize),
    /// Nothing in it can be learnt from.
    Pictures(usize),
}

#[cfg(test)]
mod tests {
    use super::*;

    fn seen(folder: &str, count: usize) -> Arc<Surveyed> {
        let picture = |i| SurveyedPicture {
            path: Path::new(folder).join(format!("{i}.jpg")),
            size: (400, 300),
            faults: Vec::new(),
            licence: String::new(),
        };
        Arc::new(Surveyed {
            folders: vec![folder.into()],
            packs: Vec::new(),
            missing: Vec::new(),
            pictures: (0..count).map(picture).collect(),
        })
    }

    #[test]
    fn a_plan_says_what_it_lacks_until_there_is_something_to_learn_from() {
        let mut plan = Plan::new(TaskSettings::all().remove(0));
        assert_eq!(plan.lacks(&[]), Some(Lack::Folders(0)));
        assert_eq!(plan.title(), None);
        plan.add(0, "/a/sea_pieces".into());
        plan.add(0, "/a/sea_pieces".into());
        assert_eq!(plan.settings.task.pictures()[0].folders.len(), 1);
        assert_eq!(plan.title().as_deref(), Some("sea pieces"));
        assert_eq!(plan.lacks(&[None]), Some(Lack::Survey));
        assert_eq!(plan.lacks(&[Some(seen("/b", 3))]), Some(Lack::Survey));
        let surveyed = [Some(seen("/a/sea_pieces", 2)), None];
        assert_eq!(plan.lacks(&surveyed), None);
        plan.left_out.insert("/a/sea_pieces/0.jpg".into());
        assert_eq!(plan.count(0, surveyed[0].as_deref()), Some(1));
        plan.left_out.insert("/a/sea_pieces/1.jpg".into());
        let nothing = Some(Lack::Pictures(0));
        assert_eq!(plan.lacks(&surveyed), nothing);
        // Another task learns from the same pictures, and what is taken away takes its marks along.
        plan.choose(TaskSettings::all().remove(3));
        assert_eq!(plan.settings.task.pictures()[0].folders.len(), 1);
        assert_eq!(plan.left_out.len(), 2);
        plan.remove(0, Path::new("/a/sea_pieces"));
        assert!(plan.left_out.is_empty());
    }

    #[test]
    fn what_is_left_out_can_be_undone_and_is_not_in_the_settings() {
        let mut planning = Planning::default();
        planning.change(|plan| plan.add(0, "/a".into()));
        let out = PathBuf::from("/a/1.jpg");
        planning.change(|plan| plan.left_out.insert(out.clone()));
        planning.change(|plan| plan.left_out.insert(out.clone()));
        let surveyed = [Some(seen("/a", 3)), None];
        let folders = |planning: &Planning| {
            let mut settings = planning.plan().settled(&surveyed, None);
            settings.task.folders(0).expect("a list").clone()
        };
        assert_eq!(
            folders(&planning),
            [PathBuf::from("/a/0.jpg"), "/a/2.jpg".into()]
        );
        planning.undo();
        assert_eq!(folders(&planning), [PathBuf::from("/a")]);
        assert_eq!(planning.can_undo(), (true, true));
        planning.redo();
        assert_eq!(folders(&planning).len(), 2);
        planning.undo();
        planning.undo();
        assert_eq!(planning.can_undo(), (false, true));
        planning.undo();
    }

    #[test]
    fn a_part_of_a_picture_can_be_undone_and_stands_in_the_settings() {
        let mut planning = Planning::default();
        planning.change(|plan| plan.add(0, "/a".into()));
        let (picture, surveyed) = (PathBuf::from("/a/1.jpg"), [Some(seen("/a", 3)), None]);
        let turned = planning.plan().part(&picture).turned(true);
        planning.change(|plan| plan.use_part(picture.clone(), turned));
        let narrow = Crop {
            width: 0.2,
            ..turned
        };
        planning.change(|plan| plan.use_part(picture.clone(), narrow));
        let count = |planning: &Planning| planning.plan().count(0, surveyed[0].as_deref());
        assert_eq!(count(&planning), Some(2), "60 pixels are too few");
        planning.undo();
        assert_eq!(count(&planning), Some(3));
        let settled = planning.plan().settled(&surveyed, None);
        assert_eq!(settled.run.parts.of(&picture), turned);
        let folder = tempfile::tempdir().expect("folder");
        let file = folder.path().join("settings.toml");
        settled.save(&file).expect("written");
        assert_eq!(RunSettings::open(&file).expect("read"), settled);
        // It is a part for another task too, until its folder is taken away.
        planning.change(|plan| plan.choose(TaskSettings::all().remove(3)));
        assert_eq!(planning.plan().part(&picture), turned);
        planning.change(|plan| plan.remove(0, Path::new("/a")));
        assert!(planning.plan().settings.run.parts.is_empty());
        (0..3).for_each(|_| planning.undo());
        assert!(planning.plan().part(&picture).is_whole());
    }

    #[test]
    fn the_length_in_minutes_becomes_steps_by_the_measured_speed() {
        let mut plan = Plan::new(TaskSettings::all().remove(0));
        plan.add(0, "/a".into());
        let surveyed = [Some(seen("/a", 100)), None];
        let usual = plan.settings.run.steps;
        assert_eq!(plan.settled(&surveyed, None).run.steps, usual);
        let settled = plan.settled(&surveyed, Some(0.5));
        assert_eq!(settled.run.steps, 1800);
        assert_eq!(settled.run.validate_every, 150);
        let forecast = plan.forecast(&surveyed, Some(0.5));
        assert_eq!(forecast.seconds, Some(3600.0));
        assert!(forecast.bytes > 100 << 20);
        assert!(forecast.bytes < plan.forecast(&[Some(seen("/a", 900))], None).bytes);
        plan.length = Length::UntilStopped;
        let forecast = plan.forecast(&surveyed, Some(0.5));
        assert_eq!((forecast.steps, forecast.seconds), (None, None));
        assert_eq!(plan.settled(&surveyed, None).run.patience, None);
        // One minute on a slow machine is a run too.
        plan.length = Length::Minutes(1);
        assert_eq!(plan.settled(&surveyed, Some(0.01)).run.steps, 50);
    }

    #[test]
    fn folders_keep_their_meaning_when_another_task_is_chosen() {
        let task = |name: &str| {
            let mut all = TaskSettings::all().into_iter();
            all.find(|task| task.name() == name).expect("a task")
        };
        let lists = |plan: &Plan| -> Vec<Vec<PathBuf>> {
            let lists = plan.settings.task.pictures().into_iter();
            lists.map(|list| list.folders.to_vec()).collect()
        };
        let [paintings, photographs] = ["/paintings", "/photographs"].map(PathBuf::from);
        let [first, second] = [vec![paintings.clone()], vec![photographs.clone()]];
        let mut plan = Plan::new(task("school"));
        plan.add(0, paintings);
        plan.add(1, photographs);
        plan.choose(task("unpaired"));
        assert_eq!(lists(&plan), [second.clone(), first.clone()]);
        assert_eq!(plan.title().as_deref(), Some("photographs → paintings"));
        plan.choose(task("domains"));
        assert_eq!(lists(&plan), [first.clone(), Vec::new(), second.clone()]);
        plan.choose(task("dream"));
        assert_eq!(lists(&plan), [first]);
    }

    #[test]
    fn several_folders_become_a_domain_each_and_names_are_in_the_settings() {
        let mut planning = Planning::default();
        let domains = TaskSettings::all().remove(2);
        planning.change(|plan| plan.choose(domains));
        let paths = ["/a/ukiyo_e", "/a/cubism", "/a/titian"].map(PathBuf::from);
        planning.change(|plan| plan.arrive(1, paths.to_vec()));
        let names = |planning: &Planning| {
            let settled = planning.plan().settled(&[], None);
            let domains = settled.task.domains().unwrap_or_default().iter();
            domains
                .map(|domain| domain.name.clone())
                .collect::<Vec<_>>()
        };
        assert_eq!(names(&planning), ["ukiyo e", "cubism", "titian"]);
        assert_eq!(
            planning.plan().title().as_deref(),
            Some("ukiyo e, cubism, titian")
        );
        // One that is dropped alone goes where the hand is.
        planning.change(|plan| plan.arrive(0, vec!["/b/more".into()]));
        let lists = planning.plan().settings.task.pictures();
        assert_eq!(lists[0].folders.len(), 2);
        planning.domain_name(1).expect("a name").push_str("ukiyo e");
        assert_eq!(planning.plan().lacks(&[]), Some(Lack::Name(1)));
        planning.change(|plan| plan.remove_domain(1));
        assert_eq!(names(&planning), ["ukiyo e", "titian"]);
        planning.change(|plan| plan.remove_domain(1));
        assert_eq!(planning.plan().lacks(&[]), Some(Lack::Domains));
        planning.undo();
        planning.undo();
        assert_eq!(names(&planning).len(), 3);
    }
}
