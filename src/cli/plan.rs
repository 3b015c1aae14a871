//! From the flags of `impasto stylize` and a recipe to jobs.

mod checks;

use super::stylize::{Args, KeepWord};
use crate::{
    error::{Error, Result},
    fault::SettingFault,
    nn::NetSpec,
    picture::{Credit, ExportOptions, Keep},
    session::{
        Delivery, Found, Job, ListedModel, Painting, Settings, data_folder, find_model,
        generator_of, output_paths, resolve_recipe,
    },
    stylize::{Engine, Recipe, Start},
};
use checks::{check_encoder, check_model, check_optimizer, choose_optimizer};
use std::path::{Path, PathBuf};

/// `TEXT@WEIGHT` or `TEXT`, of weight 1; a file whose name really contains the @ wins.
pub(super) fn weighted(text: &str) -> Result<(&str, f32)> {
    if let Some((path, share)) = text.rsplit_once('@')
        && !Path::new(text).exists()
        && let Ok(share) = share.parse::<f32>()
    {
        if !(0.0..=1e6).contains(&share) {
            return Err(Error::Usage(format!(
                "The weight of the style {path} must be from 0 to 1000000."
            )));
        }
        return Ok((path, share));
    }
    Ok((text, 1.0))
}

/// Sources that are given, or that the recipe names.
struct Sources {
    contents: Vec<PathBuf>,
    styles: Vec<(Painting, f32)>,
    codes: Vec<(PathBuf, f32)>,
    start: Option<PathBuf>,
}

impl Sources {
    fn given(args: &Args) -> Result<Self> {
        let style =
            |text: &String| weighted(text).map(|(path, share)| (Painting::parse(path), share));
        let code = |text: &String| weighted(text).map(|(path, share)| (path.into(), share));
        Ok(Self {
            contents: args.content.clone(),
            styles: args.style.iter().map(style).collect::<Result<_>>()?,
            codes: args.style_code.iter().map(code).collect::<Result<_>>()?,
            start: match args.from.as_deref() {
                Some("instant" | "content" | "noise") | None => None,
                Some(path) => Some(PathBuf::from(path)),
            },
        })
    }

    fn files(&self) -> impl Iterator<Item = PathBuf> {
        let paintings = self
            .styles
            .iter()
            .filter_map(|(painting, _)| painting.path());
        let codes = self.codes.iter().map(|(path, _)| path.as_path());
        let all = self
            .contents
            .iter()
            .chain(&self.start)
            .map(PathBuf::as_path);
        let all: Vec<_> = all
            .chain(paintings)
            .chain(codes)
            .map(Path::to_owned)
            .collect();
        all.into_iter()
    }
}

/// What is to be done, and with what.
pub(super) struct Plan {
    /// One job a photograph; all have one recipe.
    pub jobs: Vec<Job>,
    /// The generator, if one takes part.
    pub generator: Option<ListedModel>,
}

/// Turns flags and recipe into one job a photograph.
pub(super) fn plan(args: &Args) -> Result<Plan> {
    let mut sources = Sources::given(args)?;
    let mut recipe = Recipe::by_instant();
    if let Some(path) = &args.recipe {
        recipe = Recipe::open(path)?;
        complete(args, &mut recipe, &mut sources, path)?;
    }
    let refined = args.recipe.is_some() && recipe.engine == Engine::Refine;
    choose_painter(args, &mut recipe, refined);
    // What is asked for holds whoever paints.
    apply_flags(args, &mut recipe);
    let generator = generator(args, &mut recipe)?;
    if let Some(model) = &generator {
        check_model(&model.info, &recipe)?;
    }
    let own_style = generator
        .as_ref()
        .is_some_and(|model| model.info.kind.has_own_style());
    check(args, &recipe, &sources, own_style)?;
    let net = match &args.encoder {
        Some(encoder) => NetSpec::parse(encoder),
        None => NetSpec::BuiltIn,
    };
    if args.recipe.is_some() && args.encoder.is_none() {
        check_encoder(&recipe, &net)?;
    }
    let inputs: Vec<PathBuf> = sources.files().chain(args.recipe.clone()).collect();
    let outputs = output_paths(&sources.contents, &args.output, &inputs)?;
    if let Some(folder) = outputs.first().and_then(|path| path.parent())
        && !folder.as_os_str().is_empty()
    {
        std::fs::create_dir_all(folder).map_err(Error::io("create", folder))?;
    }
    let (options, credit) = file_settings(args);
    let Sources {
        contents,
        styles,
        codes,
        start,
    } = sources;
    let jobs = contents.into_iter().zip(outputs);
    let jobs = jobs.map(|(content, path)| {
        let mut job = Job {
            content,
            styles: styles.clone(),
            codes: codes.clone(),
            start: start.clone(),
            recipe: recipe.clone(),
            delivery: Delivery {
                path,
                options,
                // A file that is named is meant.
                replace: true,
                credit: credit.clone(),
                ..Delivery::default()
            },
            net: net.clone(),
            memory: args.memory.map(|mib| mib << 20),
            measure: args.measure,
        };
        job.delivery.title = job.title();
        job
    });
    Ok(Plan {
        jobs: jobs.collect(),
        generator,
    })
}

/// How results are written, and whose name stands in them.
fn file_settings(args: &Args) -> (ExportOptions, Credit) {
    let options = ExportOptions {
        quality: args.quality,
        depth: args.depth,
        keep: match args.metadata {
            KeepWord::All => Keep::All,
            KeepWord::Copyright => Keep::Copyright,
            KeepWord::None => Keep::None,
        },
        background: None,
        dpi: args.dpi,
    };
    // What was set once in the window holds here too, unless it is said otherwise.
    let settings = Settings::load(&data_folder()).credit;
    let credit = Credit {
        artist: args.artist.clone().or(settings.artist),
        copyright: args.copyright.clone().or(settings.copyright),
    };
    (options, credit)
}

/// The generator that was asked for, or that the recipe was made with, or the newest; none if none takes part.
fn generator(args: &Args, recipe: &mut Recipe) -> Result<Option<ListedModel>> {
    if recipe.engine == Engine::Refine && recipe.start != Start::Instant {
        return match &args.model {
            None => Ok(None),
            Some(_) => Err(Error::Usage(
                "--model chooses what Instant paints with, which has no part in this picture; leave it out, or start \
                 from instant."
                    .to_owned(),
            )),
        };
    }
    let data = data_folder();
    let Some(word) = &args.model else {
        return generator_of(recipe, &data).map(Some);
    };
    let model = find_model(word, &data)?;
    recipe.painter_blake3.clone_from(&model.info.hash);
    recipe.painter.clone_from(&model.info.name);
    Ok(Some(model))
}

/// Fills in what the recipe at `path` says and no flag does.
fn complete(args: &Args, recipe: &mut Recipe, sources: &mut Sources, path: &Path) -> Result<()> {
    if args.from.is_some() {
        recipe.start = Start::Content;
    }
    let other_styles =
        !sources.styles.is_empty() || !sources.codes.is_empty() || args.random_style.is_some();
    if other_styles {
        recipe.random_style = None;
    }
    let engine = args.engine.unwrap_or(recipe.engine);
    // A picture of Instant knows its mixed style itself, and so does Refine that started from one.
    let instant = engine == Engine::Instant || recipe.start == Start::Instant;
    let keeps_style = instant
        && recipe.mixed_style.is_some()
        && !other_styles
        && args.style_scale.is_none()
        && args.domain.is_none();
    if !keeps_style {
        recipe.forget_style();
    }
    // Refine looks at the paintings besides.
    let wants_styles = !other_styles && (!keeps_style || engine == Engine::Refine);
    let needed = Recipe {
        style_codes: if keeps_style {
            Vec::new()
        } else {
            recipe.style_codes.clone()
        },
        ..recipe.clone()
    };
    let given: Vec<PathBuf> = sources.files().collect();
    let Found {
        content,
        styles,
        codes,
        start,
    } = resolve_recipe(
        &needed,
        path,
        &given,
        sources.contents.is_empty(),
        wants_styles,
    )?;
    if sources.contents.is_empty() {
        sources.contents.push(content);
    }
    if wants_styles {
        let weights = recipe.styles.iter().map(|s| s.weight);
        sources.styles = styles.into_iter().zip(weights).collect();
        let weights = needed.style_codes.iter().map(|s| s.weight);
        sources.codes = codes.into_iter().zip(weights).collect();
    }
    sources.start = sources.start.take().or(start);
    Ok(())
}

fn set<T: Copy>(to: &mut T, flag: Option<T>) {
    if let Some(value) = flag {
        *to = value;
    }
}

/// The engine, and for Refine what it starts from and moves; `recipe` may be of a picture that was `refined` already.
fn choose_painter(args: &Args, recipe: &mut Recipe, refined: bool) {
    set(&mut recipe.engine, args.engine);
    match args.from.as_deref() {
        Some("noise") => recipe.start = Start::Noise,
        Some("content") => recipe.start = Start::Content,
        Some("instant") => recipe.start = Start::Instant,
        // It is better from there, and as soon (docs/quality.md).
        None if recipe.engine == Engine::Refine && !refined => recipe.start = Start::Instant,
        _ => {}
    }
    choose_optimizer(recipe, refined, args.optimizer);
}

fn apply_flags(args: &Args, recipe: &mut Recipe) {
    set(&mut recipe.size, args.size);
    if let Some(steps) = args.steps {
        recipe.steps = steps as usize;
        recipe.stop_after = None;
    }
    let controls = recipe.controls.clone();
    set(&mut recipe.controls.content, args.content_weight);
    set(&mut recipe.controls.style, args.style_weight);
    set(&mut recipe.controls.protect, args.protect);
    set(&mut recipe.controls.smoothness, args.smoothness);
    set(&mut recipe.controls.adversarial, args.adversarial_weight);
    set(&mut recipe.controls.layers, args.style_layers);
    set(&mut recipe.controls.style_loss, args.style_loss);
    if recipe.controls != controls || !args.style.is_empty() {
        // What was changed on the way was changed from other weights, or the shares of other styles.
        recipe.changes.clear();
    }
    set(&mut recipe.strength, args.strength);
    if let Some(share) = args.freedom {
        recipe.set_freedom_share(share);
    }
    set(&mut recipe.style_scale, args.style_scale);
    if let Some(domain) = &args.domain {
        recipe.domain.clone_from(domain);
    }
    if args.stroke_size.is_some() {
        recipe.stroke_size = args.stroke_size;
    }
    set(&mut recipe.colour, args.colour);
    set(&mut recipe.tone.colour, args.colour_amount);
    set(&mut recipe.tone.brightness, args.brightness);
    set(&mut recipe.tone.contrast, args.contrast);
    set(&mut recipe.tone.saturation, args.saturation);
    set(&mut recipe.seed, args.seed);
    if args.random_style.is_some() {
        (recipe.random_style, recipe.random_weight) = (args.random_style, 1.0);
    }
}

/// Refuses what cannot be painted, and flags that would do nothing.
fn check(args: &Args, recipe: &Recipe, sources: &Sources, own_style: bool) -> Result<()> {
    recipe
        .check()
        .map_err(|reason| SettingFault::Recipe(reason.to_string()))?;
    check_optimizer(recipe)?;
    if sources.contents.is_empty() {
        return Err(Error::Usage(
            "There is no photograph to paint; name one, or give a --recipe.".to_owned(),
        ));
    }
    let shares = sources.styles.iter().map(|(_, share)| share);
    let shares = shares.chain(sources.codes.iter().map(|(_, share)| share));
    let (count, total) = shares.fold((0, 0.0), |(count, sum), share| (count + 1, sum + share));
    let from_nothing = recipe.random_style.is_some();
    // What learnt schools needs no other style; Refine looks at paintings.
    let own = own_style && recipe.engine == Engine::Instant;
    if count == 0 && !from_nothing && recipe.mixed_style.is_none() && !own {
        return Err(Error::NoStyle);
    }
    if args.domain.is_some() && (count > 0 || from_nothing) {
        return Err(Error::Usage(
            "--domain asks for what the model has learnt itself, and a style for another; leave one of them out."
                .to_owned(),
        ));
    }
    if count > 0 && total == 0.0 && !from_nothing {
        return Err(SettingFault::NoShare.into());
    }
    let (given, other) = match recipe.engine {
        Engine::Instant => (
            vec![
                (args.steps.is_some(), "--steps"),
                (args.content_weight.is_some(), "--content-weight"),
                (args.style_weight.is_some(), "--style-weight"),
                (args.protect.is_some(), "--protect"),
                (args.smoothness.is_some(), "--smoothness"),
                (args.adversarial_weight.is_some(), "--adversarial-weight"),
                (args.style_layers.is_some(), "--style-layers"),
                (args.style_loss.is_some(), "--style-loss"),
                (args.from.is_some(), "--from"),
                (args.encoder.is_some(), "--encoder"),
                (args.optimizer.is_some(), "--optimizer"),
            ],
            Engine::Refine,
        ),
        Engine::Refine => (
            vec![
                (args.strength.is_some(), "--strength"),
                (args.freedom.is_some(), "--freedom"),
                (args.domain.is_some(), "--domain"),
                (!sources.codes.is_empty(), "--style-code"),
                (args.random_style.is_some(), "--random-style"),
            ],
            Engine::Instant,
        ),
    };
    match given.into_iter().find(|(given, _)| *given) {
        Some((_, flag)) => Err(Error::Usage(format!(
            "{flag} is a setting of {other} and does nothing in {}; leave it out or add --engine \
             {other}.",
            recipe.engine
        ))),
        None => Ok(()),
    }
}
