//! Training of Instant's generator: any photograph in any style, in one pass.
//!
//! - [`config`]: what a run is made of, what it reports.
//! - [`data`]: photographs and paintings, and the crops of each step, made ahead on another thread.
//! - [`objective`]: content and style losses by the frozen encoder.
//! - [`critic`]: the discriminator while it learns.
//! - [`state`]: weights, averages, optimisers and notes, to and from the checkpoint.
//! - [`exam`]: the score on pictures that are not trained on, and previews.
//! - [`run`]: the loop.
//!
//! The rate of Adam is constant after a warm-up and falls to zero only over the last share of the
//! steps ([`StyleConfig::cooldown`]), so a run can be given more steps whenever it is resumed.
//!
//! A checkpoint holds the weights, their average and both moments of Adam in full precision (18 MB,
//! with a discriminator 23), since only so a resumed run is the run. What is kept with the program is
//! the exported average in half precision (2.3 MB), from which a new run can begin
//! ([`StyleConfig::start`]): Adam finds its moments again within a few hundred steps.

mod config;
mod critic;
mod data;
mod exam;
mod objective;
mod run;
mod state;

pub use config::{CriticOpinion, Lambdas, StyleConfig, StyleEvent, StyleLosses, StyleMeasured};
pub use run::train_style;
pub(super) use state::{BEST, State};

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        compute::Compute,
        loss::Adversarial,
        nn::{FeatureNet, NetSpec},
        picture::{ExportOptions, Picture, Stamp, export},
        stylize::{Instant, Look},
        train::{RunKind, export_style, run_kind},
    };
    use burn::tensor::Device;
    use std::{cell::Cell, path::Path, sync::Arc};

    /// Small pictures of stripes and spots, each different.
    fn pictures(folder: &Path, count: usize, salt: usize) {
        std::fs::create_dir_all(folder).expect("folder");
        for i in 0..count {
            let rgb = (0..64 * 64 * 3)
                .map(|at| {
                    let (x, y, c) = (at / 3 % 64, at / 192, at % 3);
                    let wave = (x * (i + 1) + y * (salt + 2) + 7 * c) as f32 * 0.13;
                    0.5 + 0.5 * wave.sin() * ((y * (i + c)) as f32 * 0.05).cos()
                })
                .collect();
            let picture = Picture::from_rgb(64, 64, rgb);
            let path = folder.join(format!("{i}.png"));
            export(
                &picture,
                &path,
                &ExportOptions::default(),
                &Stamp::default(),
            )
            .expect("saved");
        }
    }

    fn config(folder: &Path, run: &str) -> StyleConfig {
        StyleConfig {
            contents: vec![folder.join("contents")],
            styles: vec![folder.join("styles")],
            run: folder.join(run),
            steps: 6,
            cooldown: 0.5,
            rate: 1e-3,
            adversarial: Some(Adversarial::Lsgan),
            label_smoothing: 0.1,
            batch: 2,
            side: 64,
            seed: 3,
            resume: false,
            start: None,
            examine_every: 1000,
            save_every: 2,
        }
    }

    fn folder() -> tempfile::TempDir {
        let folder = tempfile::tempdir().expect("folder");
        pictures(&folder.path().join("contents"), 4, 1);
        pictures(&folder.path().join("styles"), 4, 5);
        folder
    }

    fn checkpoint(config: &StyleConfig) -> Vec<u8> {
        std::fs::read(config.run.join("checkpoint.safetensors")).expect("a checkpoint")
    }

    #[test]
    fn a_resumed_run_gives_the_same_weights() {
        let folder = folder();
        let device = Device::flex();
        let straight = config(folder.path(), "straight");
        let lambdas = Lambdas::default;
        train_style(&straight, &device, &lambdas, &|| false, &mut |_| {}).expect("trained");
        let mut pieces = config(folder.path(), "pieces");
        let asked = Cell::new(0);
        let stop = || {
            asked.set(asked.get() + 1);
            asked.get() > 3
        };
        train_style(&pieces, &device, &lambdas, &stop, &mut |_| {}).expect("trained");
        assert_ne!(checkpoint(&straight), checkpoint(&pieces));
        pieces.resume = true;
        train_style(&pieces, &device, &lambdas, &|| false, &mut |_| {}).expect("resumed");
        assert_eq!(checkpoint(&straight), checkpoint(&pieces));
        // Another seed is another run.
        pieces.seed = 4;
        assert!(train_style(&pieces, &device, &lambdas, &|| false, &mut |_| {}).is_err());
    }

    #[test]
    fn a_loss_that_is_no_number_goes_back_to_the_checkpoint_and_says_so() {
        let folder = folder();
        let config = config(folder.path(), "run");
        let asked = Cell::new(0);
        let lambdas = || {
            asked.set(asked.get() + 1);
            Lambdas {
                style: if asked.get() == 4 { f32::NAN } else { 1.0 },
                ..Lambdas::default()
            }
        };
        let mut back = Vec::new();
        let measured = train_style(
            &config,
            &Device::flex(),
            &lambdas,
            &|| false,
            &mut |event| {
                if let StyleEvent::RolledBack { from, to } = event {
                    back.push((*from, *to));
                }
            },
        );
        assert_eq!(back, [(3, 2)]);
        let measured = measured.expect("trained").expect("measured");
        assert_eq!(measured.step, config.steps);
        assert!(measured.score.is_finite());
    }

    #[test]
    fn an_exported_run_paints_pictures_of_any_size() {
        let folder = folder();
        let mut config = config(folder.path(), "run");
        (config.steps, config.adversarial) = (1, None);
        let device = Device::flex();
        let trained = train_style(&config, &device, &Lambdas::default, &|| false, &mut |_| {});
        trained.expect("trained");
        let file = folder.path().join("instant.safetensors");
        assert_eq!(run_kind(&config.run).expect("a run"), RunKind::Style);
        export_style(&config.run, &file, true, &device).expect("exported");
        // Another run can begin with it.
        let mut next = config.clone();
        (next.run, next.start) = (folder.path().join("next"), Some(file.clone()));
        next.steps = 0;
        train_style(&next, &device, &Lambdas::default, &|| false, &mut |_| {}).expect("begun");
        let again = folder.path().join("again.safetensors");
        export_style(&next.run, &again, false, &device).expect("exported");
        let bytes = |file: &Path| {
            let weights = crate::nn::Weights::open(file, |_| true).expect("a model");
            weights
                .find("generator.0")
                .expect("a tensor")
                .values
                .clone()
        };
        assert_eq!(bytes(&file), bytes(&again));

        let net = FeatureNet::open(&NetSpec::BuiltIn, &device).expect("built-in");
        let instant = Instant::open(&file, Arc::new(net), Compute::cpu("test"));
        let instant = instant.expect("a model");
        let rgb = (0..37 * 21 * 3).map(|i| (i % 97) as f32 / 96.0).collect();
        let photograph = Arc::new(Picture::from_rgb(37, 21, rgb));
        let content = instant.encode_content(photograph).expect("seen");
        let painting = Picture::from_rgb(64, 64, [0.9, 0.2, 0.1].repeat(64 * 64));
        let style = instant.style_code(&painting, 1.0).expect("seen");
        let painted = instant.paint(&content, &style, &Look::default());
        let painted = painted.expect("painted");
        assert_eq!((painted.width, painted.height), (37, 21));
    }
}
