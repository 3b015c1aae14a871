//! `impasto stylize`

use super::{
    End,
    errors::sentence,
    interrupted, keeps,
    numbers::{share, signed, strength, stroke_size, weight},
    plan::{Plan, plan},
    progress::PaintProgress,
    report,
};
use crate::{
    compute::{Compute, DeviceChoice, peak_memory},
    error::{Error, Result},
    loss::StyleLoss,
    picture::Depth,
    session::{Flow, Job, Painted, Painters, paint},
    stylize::{Colour, Engine, LayerWeights, OptimizerKind, Size},
};
use clap::ValueEnum;
use serde_json::json;
use std::path::{Path, PathBuf};

#[derive(clap::Args)]
pub struct Args {
    /// Photographs to paint
    pub(super) content: Vec<PathBuf>,
    /// Paintings whose style is taken, each with its share; PATH may also name a style of the shelf
    /// (see `impasto style list`)
    #[arg(long, num_args = 1, value_name = "PATH[@WEIGHT]")]
    pub(super) style: Vec<String>,
    /// The picture to write, or a folder if there are several or it ends in /
    #[arg(short, long, value_name = "OUT")]
    pub(super) output: PathBuf,
    /// A style as numbers, from `impasto style encode`, `mix` or `sample`; mixed with the others
    #[arg(long, num_args = 1, value_name = "FILE[@WEIGHT]")]
    pub(super) style_code: Vec<String>,
    /// A style from nothing, a function of the seed; mixed with the others
    #[arg(long, value_name = "SEED")]
    pub(super) random_style: Option<u64>,
    /// What paints: instant (one pass, any style) or refine (optimisation) [default: instant]
    #[arg(long, value_name = "instant|refine")]
    pub(super) engine: Option<Engine>,
    /// Instant: the domain of a model of several, by its name in `impasto models show` [default: its first]
    #[arg(long, value_name = "NAME")]
    pub(super) domain: Option<String>,
    /// Instant: how strongly it is painted, from 0 (the photograph) to 1.5 [default: 1]
    #[arg(long, value_name = "X", value_parser = strength)]
    pub(super) strength: Option<f32>,
    /// Instant: how freely the photograph's shapes are painted, from -1 (faithful) to 1 (free), if the model has learnt it
    /// [default: 0]
    #[arg(long, value_name = "X", value_parser = signed, allow_negative_numbers = true)]
    pub(super) freedom: Option<f32>,
    /// Exact long side of the result, or 'own' for the photograph's [default: its own; where refine moves pixels at most
    /// 640]
    #[arg(long, value_name = "LONG_SIDE|own")]
    pub(super) size: Option<Size>,
    /// Refine: steps [default: 80 with the decoder, 300 of all octaves together with pixels]
    #[arg(long, value_parser = clap::value_parser!(u32).range(1..))]
    pub(super) steps: Option<u32>,
    /// Refine: how much of the photograph's shapes is kept; 1 is tuned, 0 is off
    #[arg(long, value_name = "X", value_parser = weight)]
    pub(super) content_weight: Option<f32>,
    /// Refine: how strongly the style is imposed; 1 is tuned, 0 is off
    #[arg(long, value_name = "X", value_parser = weight)]
    pub(super) style_weight: Option<f32>,
    /// Refine: how much details of the photograph (faces, lettering, thin lines) are kept; 1 is tuned, 0 is off
    #[arg(long, value_name = "X", value_parser = weight)]
    pub(super) protect: Option<f32>,
    /// Refine: how much neighbouring pixels are held together; 1 is tuned, 0 is off
    #[arg(long, value_name = "X", value_parser = weight)]
    pub(super) smoothness: Option<f32>,
    /// Refine: how much a discriminator that learns meanwhile is listened to, 0 is off [default: 0]
    #[arg(long, value_name = "X", value_parser = weight)]
    pub(super) adversarial_weight: Option<f32>,
    /// Refine: weights of the style layers, e.g. relu1_1=1,relu2_1=0.5; those not named are off
    #[arg(long, value_name = "L=X,...")]
    pub(super) style_layers: Option<LayerWeights>,
    /// Refine: distance between styles: gram, gatys, moments, learnt or wasserstein [default: learnt with the decoder, gram with
    /// pixels]
    #[arg(long)]
    pub(super) style_loss: Option<StyleLoss>,
    /// Size of Instant's strokes, from 0.25 to 4; at 1 pictures of all sizes look the same when they are shown at
    /// one size, and Refine lays them 1.6 times as large unless it moves pixels [default: 1; recipes that do not
    /// say it are painted in one pass, whose strokes keep their size in pixels]
    #[arg(long, value_name = "X", value_parser = stroke_size)]
    pub(super) stroke_size: Option<f32>,
    /// Refine: long side at which the painting is looked at, as a multiple of the result's
    #[arg(long, value_name = "X")]
    pub(super) style_scale: Option<f32>,
    /// Where the colours come from: style, content or luma
    #[arg(long, alias = "color")]
    pub(super) colour: Option<Colour>,
    /// How much of the painted colours is taken, from 0 (the photograph's) to 1; lightness stays as painted
    /// [default: 1]
    #[arg(long, alias = "color-amount", value_name = "X", value_parser = share)]
    pub(super) colour_amount: Option<f32>,
    /// Brightness of the result, from -1 to 1 [default: 0]
    #[arg(long, value_name = "X", value_parser = signed, allow_negative_numbers = true)]
    pub(super) brightness: Option<f32>,
    /// Contrast of the result, from -1 to 1 [default: 0]
    #[arg(long, value_name = "X", value_parser = signed, allow_negative_numbers = true)]
    pub(super) contrast: Option<f32>,
    /// Saturation of the result, from -1 (grey) to 1 [default: 0]
    #[arg(long, value_name = "X", value_parser = signed, allow_negative_numbers = true)]
    pub(super) saturation: Option<f32>,
    /// Refine: what painting starts from [default: instant]
    #[arg(long, value_name = "instant|content|noise|PATH")]
    pub(super) from: Option<String>,
    /// Refine: the network that sees, 'builtin' or VGG-19 weights (.pth, .safetensors)
    #[arg(long, value_name = "builtin|PATH")]
    pub(super) encoder: Option<String>,
    /// Refine: what is moved: the decoder that paints, or pixels by adam or lbfgs [default: decoder, from content or noise adam]
    #[arg(long, alias = "optimiser")]
    pub(super) optimizer: Option<OptimizerKind>,
    /// Which generator Instant paints with: a name or hash of `impasto models list`, or a file [default: the
    /// one of the recipe, or the newest that ships]
    #[arg(long, value_name = "NAME|FILE")]
    pub(super) model: Option<String>,
    /// Seed of every random choice
    #[arg(long)]
    pub(super) seed: Option<u64>,
    /// Where to compute: auto, cpu or gpu
    #[arg(long, default_value = "auto")]
    pub(super) device: DeviceChoice,
    /// Quality of a JPEG
    #[arg(long, default_value_t = 92, value_parser = clap::value_parser!(u8).range(1..=100))]
    pub(super) quality: u8,
    /// Bits a channel: 8 or 16
    #[arg(long, default_value = "8", value_parser = depth)]
    pub(super) depth: Depth,
    /// Pixels per inch of paper that the file names [default: as the photograph says]
    #[arg(long, value_name = "DPI", value_parser = clap::value_parser!(u16).range(1..))]
    pub(super) dpi: Option<u16>,
    /// How much of the photograph's metadata is carried on
    #[arg(long, value_enum, default_value_t = KeepWord::Copyright)]
    pub(super) metadata: KeepWord,
    /// Your name, put into the picture after the photograph's [default: as in the window's settings]
    #[arg(long, value_name = "NAME")]
    pub(super) artist: Option<String>,
    /// Your copyright notice, put into the picture after the photograph's [default: as in the window's
    /// settings]
    #[arg(long, value_name = "TEXT")]
    pub(super) copyright: Option<String>,
    /// Most memory to use [default: 70 % of what is free]
    #[arg(long, value_name = "MIB")]
    pub(super) memory: Option<u64>,
    /// Take all settings from a recipe or from a picture that Impasto wrote; flags beside it win
    #[arg(long, value_name = "PATH")]
    pub(super) recipe: Option<PathBuf>,
    /// Tell how far the result is from its photograph and its paintings, which takes as long again
    #[arg(long)]
    pub(super) measure: bool,
    /// Print JSON lines on stdout
    #[arg(long)]
    pub(super) json: bool,
    /// Print nothing but errors
    #[arg(long, short)]
    pub(super) quiet: bool,
}

#[derive(Clone, Copy, ValueEnum)]
pub(super) enum KeepWord {
    All,
    Copyright,
    None,
}

fn depth(text: &str) -> Result<Depth, String> {
    match text {
        "8" => Ok(Depth::Eight),
        "16" => Ok(Depth::Sixteen),
        _ => Err("give 8 or 16".to_owned()),
    }
}

/// Paints all; says what failed and goes on with the rest.
pub fn run(args: &Args) -> End {
    let Plan { jobs, generator } = match plan(args) {
        Ok(plan) => plan,
        Err(e) => {
            fail(args, None, &e);
            return End::Failed;
        }
    };
    let Some(first) = jobs.first() else {
        return End::Done;
    };
    let opened = Compute::open(args.device)
        .and_then(|compute| Painters::with(compute, &first.net, generator.as_ref()));
    let painters = match opened {
        Ok(opened) => opened,
        Err(e) => {
            fail(args, None, &e);
            return End::Failed;
        }
    };
    if !args.quiet {
        report::say(&format!(
            "computing on {}: {}",
            painters.compute.name, painters.compute.reason
        ));
    }
    let mut end = End::Done;
    for job in &jobs {
        let painted = paint_one(args, job, &painters);
        keeps(false);
        match painted {
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
    report::failed(e);
    if args.json {
        let file = file.map(|f| f.to_string_lossy());
        report::json(&json!({"event": "error", "file": file, "message": sentence(e)}));
    }
}

fn paint_one(args: &Args, job: &Job, painters: &Painters) -> Result<()> {
    let mut progress = PaintProgress::new(job, args.quiet, args.json);
    let painted = paint(job, painters, &mut |event| {
        progress.show(event);
        if interrupted() {
            Flow::Stop
        } else {
            Flow::Continue
        }
    })?;
    progress.finish();
    let Some(painted) = painted else {
        return Ok(());
    };
    if args.json {
        result_line(job, &painted, &painters.compute);
    } else if !args.quiet {
        let picture = &painted.picture;
        let distances = match (painted.style_distance, painted.content_distance) {
            (Some(style), Some(content)) => {
                format!(", style distance {style:.3}, content distance {content:.3}")
            }
            _ => String::new(),
        };
        report::say(&format!(
            "painted {} ({}x{}) in {:.1} s{distances}",
            job.delivery.path.display(),
            picture.width,
            picture.height,
            painted.seconds.total,
        ));
    }
    Ok(())
}

fn result_line(job: &Job, painted: &Painted, compute: &Compute) {
    report::json(&json!({
        "event": "result",
        "content": job.content.to_string_lossy(),
        "output": job.delivery.path.to_string_lossy(),
        "width": painted.picture.width,
        "height": painted.picture.height,
        "engine": painted.recipe.engine,
        "device": compute.name,
        "steps": painted.steps,
        "losses": painted.losses,
        "content_distance": painted.content_distance,
        "style_distance": painted.style_distance,
        "measures": painted.measures,
        "load_seconds": painted.seconds.load,
        "compute_seconds": painted.seconds.compute,
        "measure_seconds": painted.seconds.measure,
        "total_seconds": painted.seconds.total,
        "warnings": painted.warnings.iter().map(|(file, warning)| json!({
            "file": file.to_string_lossy(), "kind": warning, "message": warning.to_string(),
        })).collect::<Vec<_>>(),
        "peak_memory_bytes": peak_memory(),
    }));
}
