//! `impasto stylize`

use super::{End, interrupted, report};
use crate::{
    compute::{Compute, DeviceChoice, peak_memory},
    error::{Error, Result},
    loss::StyleLoss,
    nn::{FeatureNet, NetSpec, hash_file},
    picture::{Depth, ExportOptions, Keep},
    session::{Event, Flow, Found, Job, Painted, Painting, output_paths, paint, resolve_recipe},
    stylize::{Colour, Engine, LayerWeights, OptimizerKind, Recipe, Size, Start},
};
use clap::ValueEnum;
use serde_json::json;
use std::{
    path::{Path, PathBuf},
    sync::Arc,
    time::{Duration, Instant},
};

#[derive(clap::Args)]
pub struct Args {
    /// Photographs to paint
    content: Vec<PathBuf>,
    /// Paintings whose style is taken, each with its share; PATH may also name a style of the shelf
    /// (see `impasto style list`)
    #[arg(long, num_args = 1, value_name = "PATH[@WEIGHT]")]
    style: Vec<String>,
    /// The picture to write, or a folder if there are several or it ends in /
    #[arg(short, long, value_name = "OUT")]
    output: PathBuf,
    /// What paints
    #[arg(long, value_name = "refine")]
    engine: Option<Engine>,
    /// Exact long side of the result, or 'own' for the photograph's [default: its own, at most 640]
    #[arg(long, value_name = "LONG_SIDE|own")]
    size: Option<Size>,
    /// Steps of all octaves together [default: 300]
    #[arg(long, value_parser = clap::value_parser!(u32).range(1..))]
    steps: Option<u32>,
    /// How much of the photograph's shapes is kept; 1 is tuned, 0 is off
    #[arg(long, value_name = "X", value_parser = weight)]
    content_weight: Option<f32>,
    /// How strongly the style is imposed; 1 is tuned, 0 is off
    #[arg(long, value_name = "X", value_parser = weight)]
    style_weight: Option<f32>,
    /// How much neighbouring pixels are held together; 1 is tuned, 0 is off
    #[arg(long, value_name = "X", value_parser = weight)]
    smoothness: Option<f32>,
    /// Weights of the style layers, e.g. relu1_1=1,relu2_1=0.5; those not named are off
    #[arg(long, value_name = "L=X,...")]
    style_layers: Option<LayerWeights>,
    /// Distance between styles: gram, gatys, moments or wasserstein
    #[arg(long)]
    style_loss: Option<StyleLoss>,
    /// Long side of the painting over that of the result
    #[arg(long, value_name = "X")]
    style_scale: Option<f32>,
    /// Where the colours come from: style, content or luma
    #[arg(long, alias = "color")]
    colour: Option<Colour>,
    /// What painting starts from
    #[arg(long, value_name = "content|noise|PATH")]
    from: Option<String>,
    /// The network that sees: 'builtin' or VGG-19 weights (.pth, .safetensors)
    #[arg(long, value_name = "builtin|PATH")]
    encoder: Option<String>,
    /// How the pixels are moved: adam or lbfgs
    #[arg(long, alias = "optimiser")]
    optimizer: Option<OptimizerKind>,
    /// Seed of every random choice
    #[arg(long)]
    seed: Option<u64>,
    /// Where to compute: auto, cpu or gpu
    #[arg(long, default_value = "auto")]
    device: DeviceChoice,
    /// Quality of a JPEG
    #[arg(long, default_value_t = 92, value_parser = clap::value_parser!(u8).range(1..=100))]
    quality: u8,
    /// Bits a channel: 8 or 16
    #[arg(long, default_value = "8", value_parser = depth)]
    depth: Depth,
    /// How much of the photograph's metadata is carried on
    #[arg(long, value_enum, default_value_t = KeepWord::Copyright)]
    metadata: KeepWord,
    /// Most memory to use [default: 70 % of what is free]
    #[arg(long, value_name = "MIB")]
    memory: Option<u64>,
    /// Take all settings from a recipe or from a picture that Impasto wrote; flags beside it win
    #[arg(long, value_name = "PATH")]
    recipe: Option<PathBuf>,
    /// Print JSON lines on stdout
    #[arg(long)]
    json: bool,
    /// Print nothing but errors
    #[arg(long, short)]
    quiet: bool,
}

#[derive(Clone, Copy, ValueEnum)]
enum KeepWord {
    All,
    Copyright,
    None,
}

fn weight(text: &str) -> Result<f32, String> {
    match text.parse::<f32>() {
        Ok(value) if (0.0..=1e6).contains(&value) => Ok(value),
        _ => Err("give a number from 0 to 1000000".to_owned()),
    }
}

fn depth(text: &str) -> Result<Depth, String> {
    match text {
        "8" => Ok(Depth::Eight),
        "16" => Ok(Depth::Sixteen),
        _ => Err("give 8 or 16".to_owned()),
    }
}

/// `PATH@WEIGHT` or `PATH`; a file whose name really contains the @ wins.
fn style(text: &str) -> Result<(Painting, f32), String> {
    if let Some((path, share)) = text.rsplit_once('@')
        && !Path::new(text).exists()
        && let Ok(share) = share.parse::<f32>()
    {
        if !(0.0..=1e6).contains(&share) {
            return Err(format!(
                "The weight of the style {path} must be from 0 to 1000000."
            ));
        }
        return Ok((Painting::parse(path), share));
    }
    Ok((Painting::parse(text), 1.0))
}

/// Paints all; says what failed and goes on with the rest.
pub fn run(args: &Args) -> End {
    let (jobs, net_spec) = match plan(args) {
        Ok(plan) => plan,
        Err(e) => {
            fail(args, None, &e);
            return End::Failed;
        }
    };
    let opened = Compute::open(args.device).and_then(|compute| {
        let net = FeatureNet::open(&net_spec, &compute.device)?;
        Ok((compute, Arc::new(net)))
    });
    let (compute, net) = match opened {
        Ok(opened) => opened,
        Err(e) => {
            fail(args, None, &e);
            return End::Failed;
        }
    };
    if !args.quiet {
        report::say(&format!(
            "computing on {}: {}",
            compute.name, compute.reason
        ));
    }
    let mut end = End::Done;
    for job in &jobs {
        match paint_one(args, job, &net, &compute) {
            Ok(()) => {}
            Err(e) => {
                fail(args, Some(&job.content), &e);
                end = End::Failed;
            }
        }
        if interrupted() {
            return End::Interrupted;
        }
    }
    end
}

fn fail(args: &Args, file: Option<&Path>, e: &Error) {
    report::error(&e.to_string());
    if args.json {
        let file = file.map(|f| f.to_string_lossy());
        report::json(&json!({"event": "error", "file": file, "message": e.to_string()}));
    }
}

/// Turns flags and recipe into one job a photograph.
fn plan(args: &Args) -> Result<(Vec<Job>, NetSpec)> {
    let mut styles = args
        .style
        .iter()
        .map(|text| style(text).map_err(Error::Setting))
        .collect::<Result<Vec<_>>>()?;
    let mut contents = args.content.clone();
    let mut start = match args.from.as_deref() {
        Some("content" | "noise") | None => None,
        Some(path) => Some(PathBuf::from(path)),
    };
    let mut recipe = Recipe::default();
    if let Some(path) = &args.recipe {
        recipe = Recipe::open(path)?;
        let given: Vec<PathBuf> = contents
            .iter()
            .cloned()
            .chain(painting_files(&styles))
            .chain(start.clone())
            .collect();
        if args.from.is_some() {
            recipe.start = Start::Content;
        }
        let found = resolve_recipe(
            &recipe,
            path,
            &given,
            contents.is_empty(),
            styles.is_empty(),
        )?;
        let Found {
            content,
            styles: paintings,
            start: from,
        } = found;
        if contents.is_empty() {
            contents.push(content);
        }
        if styles.is_empty() {
            let weights = recipe.styles.iter().map(|s| s.weight);
            styles = paintings.into_iter().zip(weights).collect();
        }
        start = start.or(from);
    }
    apply_flags(args, &mut recipe);
    recipe
        .check()
        .map_err(|reason| Error::Setting(format!("{}.", capitalised(&reason))))?;
    if contents.is_empty() {
        return Err(Error::Setting(
            "There is no photograph to paint; name one, or give a --recipe.".to_owned(),
        ));
    }
    if styles.is_empty() {
        return Err(Error::NoStyle);
    }
    if styles.iter().all(|(_, share)| *share == 0.0) {
        return Err(Error::Setting(
            "At least one style needs a weight above 0.".to_owned(),
        ));
    }
    let net = match &args.encoder {
        Some(encoder) => NetSpec::parse(encoder),
        None => NetSpec::BuiltIn,
    };
    check_network(args, &recipe, &net)?;
    let inputs: Vec<PathBuf> = contents
        .iter()
        .chain(&start)
        .chain(&args.recipe)
        .cloned()
        .chain(painting_files(&styles))
        .collect();
    let outputs = output_paths(&contents, &args.output, &inputs)?;
    if let Some(folder) = outputs.first().and_then(|path| path.parent())
        && !folder.as_os_str().is_empty()
    {
        std::fs::create_dir_all(folder).map_err(Error::io("create", folder))?;
    }
    let export = ExportOptions {
        quality: args.quality,
        depth: args.depth,
        keep: match args.metadata {
            KeepWord::All => Keep::All,
            KeepWord::Copyright => Keep::Copyright,
            KeepWord::None => Keep::None,
        },
    };
    let jobs = contents
        .into_iter()
        .zip(outputs)
        .map(|(content, output)| Job {
            content,
            styles: styles.clone(),
            start: start.clone(),
            recipe: recipe.clone(),
            output,
            export,
            net: net.clone(),
            memory: args.memory.map(|mib| mib << 20),
        });
    Ok((jobs.collect(), net))
}

fn painting_files(styles: &[(Painting, f32)]) -> impl Iterator<Item = PathBuf> {
    styles
        .iter()
        .filter_map(|(painting, _)| painting.path().map(Path::to_owned))
}

fn apply_flags(args: &Args, recipe: &mut Recipe) {
    fn set<T: Copy>(to: &mut T, flag: Option<T>) {
        if let Some(value) = flag {
            *to = value;
        }
    }
    set(&mut recipe.engine, args.engine);
    set(&mut recipe.size, args.size);
    if let Some(steps) = args.steps {
        recipe.steps = steps as usize;
        recipe.stop_after = None;
    }
    set(&mut recipe.controls.content, args.content_weight);
    set(&mut recipe.controls.style, args.style_weight);
    set(&mut recipe.controls.smoothness, args.smoothness);
    set(&mut recipe.controls.layers, args.style_layers);
    set(&mut recipe.controls.style_loss, args.style_loss);
    set(&mut recipe.style_scale, args.style_scale);
    set(&mut recipe.colour, args.colour);
    set(&mut recipe.optimizer, args.optimizer);
    set(&mut recipe.seed, args.seed);
    match args.from.as_deref() {
        Some("noise") => recipe.start = Start::Noise,
        Some("content") => recipe.start = Start::Content,
        _ => {}
    }
}

/// A recipe made with another network would give another picture.
fn check_network(args: &Args, recipe: &Recipe, net: &NetSpec) -> Result<()> {
    if args.recipe.is_none() || args.encoder.is_some() || recipe.encoder_blake3.is_empty() {
        return Ok(());
    }
    let hash = match net {
        NetSpec::BuiltIn => FeatureNet::built_in_hash(),
        NetSpec::File(path) => hash_file(path)?,
    };
    if hash == recipe.encoder_blake3 {
        return Ok(());
    }
    Err(Error::Setting(format!(
        "The recipe was made with other weights of the network {}; give them with --encoder, or \
         --encoder builtin to paint with the built-in one.",
        recipe.encoder
    )))
}

fn capitalised(text: &str) -> String {
    let mut chars = text.chars();
    chars.next().map_or_else(String::new, |first| {
        first.to_uppercase().chain(chars).collect()
    })
}

fn paint_one(args: &Args, job: &Job, net: &Arc<FeatureNet>, compute: &Compute) -> Result<()> {
    let bar = report::bar(job.recipe.steps, args.quiet || args.json);
    let content = job.content.to_string_lossy();
    bar.set_prefix("loading");
    let painting = Instant::now();
    let mut said = Instant::now();
    let painted = paint(job, net, compute, &mut |event| {
        match event {
            Event::Stage(stage) => {
                bar.set_prefix(stage);
                bar.tick();
                if args.json {
                    report::json(&json!({
                        "event": "progress", "content": content, "stage": stage, "step": 0,
                        "steps": job.recipe.steps, "losses": null, "eta_seconds": null,
                    }));
                }
            }
            Event::Shrunk { from, to } => {
                if !args.quiet {
                    bar.suspend(|| {
                        report::say(&format!(
                            "{content} is {}x{} and is painted at {}x{}; --size own keeps its size",
                            from.0, from.1, to.0, to.1
                        ));
                    });
                }
            }
            Event::Step(progress, _) => {
                let losses = progress.losses;
                bar.set_position(progress.step as u64);
                bar.set_prefix(format!(
                    "{}px",
                    progress.octave.width.max(progress.octave.height)
                ));
                bar.set_message(format!(
                    "content {:.4} style {:.4}",
                    losses.content, losses.style
                ));
                let ends = progress.step == 1 || progress.step == progress.steps;
                if args.json && (ends || said.elapsed() > Duration::from_millis(250)) {
                    said = Instant::now();
                    report::json(&json!({
                        "event": "progress", "content": content, "stage": "painting",
                        "step": progress.step, "steps": progress.steps, "losses": losses,
                        "eta_seconds": eta(painting.elapsed().as_secs_f64(), progress.work),
                    }));
                }
            }
        }
        if interrupted() {
            Flow::Stop
        } else {
            Flow::Continue
        }
    })?;
    bar.finish_and_clear();
    if args.json {
        result_line(job, &painted, compute);
    } else if !args.quiet {
        let picture = &painted.outcome.picture;
        report::say(&format!(
            "painted {} ({}x{}) in {:.1} s, style distance {:.3}, content distance {:.3}",
            job.output.display(),
            picture.width,
            picture.height,
            painted.total_seconds,
            painted.outcome.style_distance,
            painted.outcome.content_distance
        ));
    }
    Ok(())
}

/// Seconds left, from the seconds so far and the (done, left) work in pixel steps.
fn eta(seconds: f64, (done, left): (f64, f64)) -> f64 {
    if done > 0.0 {
        seconds / done * left
    } else {
        0.0
    }
}

fn result_line(job: &Job, painted: &Painted, compute: &Compute) {
    let outcome = &painted.outcome;
    report::json(&json!({
        "event": "result",
        "content": job.content.to_string_lossy(),
        "output": job.output.to_string_lossy(),
        "width": outcome.picture.width,
        "height": outcome.picture.height,
        "engine": painted.recipe.engine,
        "device": compute.name,
        "steps": outcome.steps,
        "losses": outcome.losses,
        "content_distance": outcome.content_distance,
        "style_distance": outcome.style_distance,
        "measures": outcome.measures,
        "load_seconds": painted.load_seconds,
        "compute_seconds": painted.compute_seconds,
        "total_seconds": painted.total_seconds,
        "peak_memory_bytes": peak_memory(),
    }));
}
