//! Numbers against PyTorch (see `fixtures/make.py`) and against finite differences.

#![allow(clippy::expect_used, reason = "a failed expectation is a failed test")]

mod common;
#[path = "guards/mod.rs"]
mod guards;

use burn::tensor::{Device, Tensor, TensorData};
use common::{floats, formula, reference};
use impasto::{
    evaluate::{Directions, PERIODS, contrast, directions, halo, lattice, palette},
    loss::{self, StyleLoss},
    nn::{FeatureNet, Layer, NetSpec, Statistics, Trunk, WIDTHS, Weights, to_safetensors},
    picture::Picture,
    stylize::{OptimizerKind, PixelOptimizer},
};
use serde_json::Value;
use std::collections::HashMap;

fn device() -> Device {
    Device::flex()
}

fn tensor(shape: [usize; 4], salt: u32) -> Tensor<4> {
    let values = formula(shape.iter().product(), salt);
    Tensor::from_data(TensorData::new(values, shape), &device())
}

fn picture(height: usize, width: usize, salt: u32) -> Tensor<4> {
    tensor([1, 3, height, width], salt) * 0.5 + 0.5
}

fn values<const D: usize>(tensor: Tensor<D>) -> Vec<f64> {
    tensor.into_data().iter::<f64>().collect()
}

/// Weights of the script's `weights` as named tensors.
fn conv(name: &str, to: usize, from: usize, salt: u32) -> [(String, TensorData); 2] {
    let scale = (6.0 / (from * 9) as f64).sqrt() as f32;
    let weight = formula(to * from * 9, salt)
        .iter()
        .map(|v| v * scale)
        .collect();
    let bias = formula(to, salt + 500)
        .iter()
        .map(|v| v * 0.1)
        .collect::<Vec<f32>>();
    [
        (
            format!("{name}.weight"),
            TensorData::new::<f32, _>(weight, [to, from, 3, 3]),
        ),
        (format!("{name}.bias"), TensorData::new(bias, [to])),
    ]
}

fn close(what: &str, got: &[f64], wanted: &[f64], relative: f64) {
    assert_eq!(got.len(), wanted.len(), "{what}: length");
    let scale = wanted.iter().fold(1e-6f64, |m, v| m.max(v.abs()));
    for (i, (g, w)) in got.iter().zip(wanted).enumerate() {
        assert!(
            (g - w).abs() <= relative * scale,
            "{what}[{i}]: {g} instead of {w}"
        );
    }
}

fn check_maps(name: &str, maps: Vec<Tensor<4>>, wanted: &Value) {
    let wanted = wanted.as_array().expect("levels");
    assert_eq!(maps.len(), wanted.len());
    for (map, (layer, wanted)) in maps.into_iter().zip(Layer::ALL.iter().zip(wanted)) {
        let what = format!("{name} {layer}");
        let shape: Vec<f64> = map.dims().iter().map(|&d| d as f64).collect();
        assert_eq!(shape, floats(&wanted["shape"]), "{what}");
        let means = values(map.clone().mean_dim(2).mean_dim(3));
        close(
            &what,
            &means[..32.min(means.len())],
            &floats(&wanted["means"])[..means.len().min(32)],
            1e-3,
        );
        let flat = values(map);
        let picks = floats(&wanted["picks"]);
        let got: Vec<f64> = (0..64).map(|i| flat[i * (flat.len() - 1) / 63]).collect();
        close(&what, &got, &picks, 1e-3);
    }
}

#[test]
fn vgg19_is_torchvisions() {
    let rows = [
        (0, 3, 64),
        (2, 64, 64),
        (5, 64, 128),
        (7, 128, 128),
        (10, 128, 256),
        (12, 256, 256),
        (14, 256, 256),
        (16, 256, 256),
        (19, 256, 512),
        (21, 512, 512),
        (23, 512, 512),
        (25, 512, 512),
        (28, 512, 512),
    ];
    let mut tensors: Vec<_> = rows
        .iter()
        .flat_map(|&(i, from, to)| conv(&format!("features.{i}"), to, from, 100 + i))
        .collect();
    // A classifier, which must be ignored.
    tensors.push((
        "classifier.0.weight".to_owned(),
        TensorData::new(vec![0f32; 8], [2, 4]),
    ));
    let folder = tempfile::tempdir().expect("folder");
    let file = folder.path().join("vgg 权重.safetensors");
    let bytes = to_safetensors(&tensors, HashMap::new()).expect("serialised");
    std::fs::write(&file, bytes).expect("written");
    let net = FeatureNet::open(&NetSpec::File(file), &device()).expect("VGG-19");
    let maps = net.maps(picture(37, 50, 1), Layer::Relu5_1);
    check_maps("vgg19", maps, &reference()["vgg19"]);
}

#[test]
fn encoder_is_its_own_figure() {
    let mut tensors = Vec::new();
    let mut from = 3;
    for (level, widths) in WIDTHS.iter().enumerate() {
        for (i, &to) in widths.iter().enumerate() {
            let name = format!("level{}.{i}", level + 1);
            tensors.extend(conv(&name, to, from, (200 + 10 * level + i) as u32));
            from = to;
        }
    }
    let bytes = to_safetensors(&tensors, HashMap::new()).expect("serialised");
    let weights = Weights::from_safetensors(&bytes, "formula").expect("weights");
    let trunk = Trunk::from_weights(&weights, &device()).expect("trunk");
    let maps = trunk.maps(picture(40, 56, 2), Layer::Relu5_1);
    check_maps("encoder", maps, &reference()["encoder"]);
}

fn loss_maps() -> (Tensor<4>, Tensor<4>) {
    (
        tensor([1, 6, 8, 9], 31) + 0.4,
        tensor([1, 6, 8, 9], 32) * 0.7 + 0.2,
    )
}

#[test]
fn losses_are_their_formulas() {
    let wanted = reference()["loss"].clone();
    let (a, b) = loss_maps();
    let (sa, sb) = (Statistics::of(a.clone()), Statistics::of(b.clone()));
    close(
        "gram",
        &values(sa.gram.clone()),
        &floats(&wanted["gram"]),
        1e-5,
    );
    close(
        "covariance",
        &values(sa.covariance()),
        &floats(&wanted["covariance"]),
        1e-5,
    );
    let number = |name: &str| [wanted[name].as_f64().expect("number")];
    let cases = [
        ("relative_gram", loss::relative_gram(&sa, &sb), 1e-4),
        ("gatys", loss::gatys(&sa, &sb), 1e-4),
        ("mean_std", loss::mean_std(&sa, &sb), 1e-4),
        // The iterative root has a ridge, which the exact one does not.
        ("wasserstein", loss::wasserstein(&sa, &sb), 1e-2),
        ("content", loss::content(a, b), 1e-4),
        (
            "total_variation",
            loss::total_variation(picture(7, 5, 33)),
            1e-4,
        ),
    ];
    for (name, got, relative) in cases {
        close(name, &values(got), &number(name), relative);
    }
}

#[test]
fn projecting_statistics_is_projecting_maps() {
    let (map, _) = loss_maps();
    let weight = tensor([1, 1, 4, 6], 61).reshape([4, 6]);
    let offset = tensor([1, 1, 4, 1], 62).reshape([4, 1]);
    let quick = Statistics::of(map.clone()).project(&weight, &offset);
    let flat = map.reshape([6, 72]);
    let projected = (weight.matmul(flat) + offset).reshape([1, 4, 8, 9]);
    let slow = Statistics::of(projected);
    close("mean", &values(quick.mean), &values(slow.mean), 1e-5);
    close("gram", &values(quick.gram), &values(slow.gram), 1e-5);
}

#[test]
fn gradients_agree_with_finite_differences() {
    let (_, target) = loss_maps();
    let target = Statistics::of(target);
    let content = tensor([1, 6, 8, 9], 34);
    type Loss = Box<dyn Fn(Tensor<4>) -> Tensor<1>>;
    let style = |kind: StyleLoss| -> Loss {
        let target = target.clone();
        Box::new(move |map| kind.distance(&Statistics::of(map), &target))
    };
    let losses: [(&str, Loss); 7] = [
        ("gram", style(StyleLoss::Gram)),
        ("gatys", style(StyleLoss::Gatys)),
        ("moments", style(StyleLoss::Moments)),
        ("learnt", style(StyleLoss::Learnt)),
        ("wasserstein", style(StyleLoss::Wasserstein)),
        (
            "content",
            Box::new(move |map| loss::content(map, content.clone())),
        ),
        ("total variation", Box::new(loss::total_variation)),
    ];
    let (start, _) = loss_maps();
    let direction = tensor([1, 6, 8, 9], 35);
    for (name, loss) in losses {
        let x = start.clone().autodiff().require_grad();
        let gradients = loss(x.clone()).backward();
        let gradient = x.grad(&gradients).expect("a gradient");
        let slope: f64 = values((gradient * direction.clone()).sum())[0];
        let step = 1e-2;
        let at = |h: f64| values(loss(start.clone() + direction.clone() * h))[0];
        let wanted = (at(step) - at(-step)) / (2.0 * step);
        assert!(
            (slope - wanted).abs() < 0.02 * wanted.abs().max(1e-3),
            "{name}: slope {slope}, difference {wanted}"
        );
    }
}

#[test]
fn optimisers_take_pytorchs_steps() {
    let wanted = reference();
    let shape = [1, 3, 2, 3];
    let target = tensor(shape, 42) * 0.5 + 0.5;
    let factors: Vec<f32> = (0..18).map(|i| (i % 4 + 1) as f32).collect();
    let factors = Tensor::<4>::from_data(TensorData::new(factors, shape), &device());
    let cases = [
        ("adam", OptimizerKind::Adam),
        ("lbfgs", OptimizerKind::Lbfgs),
    ];
    for (name, kind) in cases {
        let mut optimiser = PixelOptimizer::new(kind);
        let mut x = tensor(shape, 41) * 0.5 + 0.5;
        for _ in 0..8 {
            x = optimiser.step(x, |x| {
                let x = x.autodiff().require_grad();
                let d = x.clone() - target.clone().autodiff();
                let loss = (factors.clone().autodiff() * d.clone().square()
                    + d.powi_scalar(4).mul_scalar(0.1))
                .sum();
                let gradients = loss.backward();
                (loss.inner(), x.grad(&gradients).expect("a gradient"))
            });
        }
        close(name, &values(x), &floats(&wanted[name]), 1e-4);
    }
}

/// A wave: cycles across and down the picture, strengths by channel, column from which on it is there.
type Wave = (f64, f64, [f64; 3], usize);

/// The `picture` of `fixtures/make_look.py`.
fn waves(width: usize, height: usize, waves: &[Wave], noise: f64, salt: u32) -> Picture {
    let grain = formula(width * height * 3, salt);
    let value = |(i, grain): (usize, &f32)| {
        let (x, y, channel) = (i / 3 % width, i / 3 / width, i % 3);
        let strengths = waves.iter().filter(|(.., start)| x >= *start);
        let waves = strengths.map(|(across, down, strengths, _)| {
            let turns = across * x as f64 / width as f64 + down * y as f64 / height as f64;
            strengths[channel] * (std::f64::consts::TAU * turns).sin()
        });
        (0.5 + waves.sum::<f64>() + noise * f64::from(*grain)) as f32
    };
    let rgb = grain.iter().enumerate().map(value);
    Picture::from_rgb(width, height, rgb.collect())
}

#[test]
fn what_paintings_measure_is_what_numpy_computes() {
    let photograph: [Wave; 2] = [
        (1.0, 0.5, [0.2, 0.1, 0.05], 0),
        (9.0, 4.0, [0.1, 0.2, 0.1], 56),
    ];
    let painting: [Wave; 2] = [
        (3.0, 5.0, [0.25, 0.2, 0.05], 0),
        (11.0, -8.0, [0.1, 0.1, -0.1], 0),
    ];
    let result: [Wave; 5] = [
        (1.0, 0.5, [0.25, 0.15, 0.1], 0),
        (8.0, 7.0, [0.05; 3], 0),
        (7.0, -7.0, [0.13, 0.14, 0.12], 40),
        (2.0, 2.0, [0.1; 3], 0),
        (13.0, 0.0, [0.005; 3], 0),
    ];
    let photograph = waves(104, 88, &photograph, 0.002, 1);
    let painting = waves(72, 96, &painting, 0.08, 2);
    let result = waves(104, 88, &result, 0.03, 3);
    let text = std::fs::read_to_string(common::fixture("look.json")).expect("fixture");
    let wanted: Value = serde_json::from_str(&text).expect("valid JSON");
    let check = |name: &str, got: &[f64]| {
        let wanted = match &wanted[name] {
            Value::Array(_) => floats(&wanted[name]),
            number => vec![number.as_f64().expect("a number")],
        };
        for (got, wanted) in got.iter().zip(&wanted) {
            close(name, &[*got], &[*wanted], 1e-3);
        }
    };
    check("palette", &[palette(&result, &painting)]);
    check("contrast", &[contrast(&result, &painting)]);
    check("halo", &[halo(&result, &photograph)]);
    check("lattice", &PERIODS.map(|period| lattice(&result, period)));
    let Directions {
        horizontal,
        falling,
        vertical,
        rising,
    } = directions(&result, &photograph);
    check("directions", &[horizontal, falling, vertical, rising]);
}
