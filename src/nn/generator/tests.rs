//! The generator: what it paints, how far it sees, what its weights are called.

use super::*;
use crate::nn::{
    CODE_SIZE, Traits, Weights, frozen_with, named_parameters, parameters, to_safetensors,
};
use burn::tensor::{Distribution, TensorData};

fn random<const D: usize>(shape: [usize; D], device: &Device) -> Tensor<D> {
    Tensor::random(shape, Distribution::Uniform(0.0, 1.0), device)
}

fn spread(a: Tensor<4>, b: Tensor<4>) -> f32 {
    (a - b).abs().max().into_scalar()
}

#[test]
fn any_size_is_painted_at_its_size_in_range() {
    let device = Device::flex();
    let generator = Generator::new(Traits::default(), &device);
    for (height, width) in [(64, 48), (1, 1), (37, 50), (8, 3)] {
        let photograph = random([1, 3, height, width], &device);
        let painted = generator.forward(photograph, random([1, CODE_SIZE], &device), 7);
        assert_eq!(painted.dims(), [1, 3, height, width]);
        let least: f32 = painted.clone().min().into_scalar();
        let most: f32 = painted.max().into_scalar();
        assert!(least >= 0.0 && most <= 1.0, "{least} {most}");
    }
}

#[test]
fn nothing_is_seen_beyond_the_reach() {
    let device = Device::flex();
    let side = 64 + 2 * REACH;
    let photograph = random([1, 3, 40 + side, 24 + side], &device);
    for traits in [Traits::default(), Traits::LEARNT] {
        let generator = Generator::new(traits, &device);
        let modulation = generator.modulate(random([1, CODE_SIZE], &device));
        let place = |corner| vec![Place { picture: 0, corner }];
        let mut gather = [Norms::Gather(0, Vec::new()), Norms::Gather(0, Vec::new())];
        let [encoder, decoder] = &mut gather;
        let code = generator.encode_at(photograph.clone(), place([0, 0]), encoder);
        let whole = generator.decode_modulated(&code, modulation.clone(), 7, decoder);
        let [encoder, decoder] = gather.map(Norms::gathered);
        let part = |x: Tensor<4>, margin: usize, side| {
            x.narrow(2, 40 + margin, side).narrow(3, 24 + margin, side)
        };
        let tile = part(photograph.clone(), 0, side);
        let norms = &mut Norms::Given(&encoder);
        let code = generator.encode_at(tile, place([5, 3]), norms);
        let norms = &mut Norms::Given(&decoder);
        let tile = generator.decode_modulated(&code, modulation, 7, norms);
        let inner = tile.narrow(2, REACH, 64).narrow(3, REACH, 64);
        assert!(spread(inner, part(whole, REACH, 64)) < 1e-4, "{traits}");
    }
}

#[test]
fn freedom_is_heard_only_by_who_learns_it() {
    let device = Device::flex();
    let plain = Generator::new(Traits::default(), &device);
    let values = plain.parameters_for(Traits::LEARNT);
    let free = frozen_with(Generator::new(Traits::LEARNT, &device), values.clone());
    let (styles, freedom) = (random([2, CODE_SIZE], &device), random([2, 1], &device));
    let far = |a: Tensor<2>, b: Tensor<2>| -> f32 { (a - b).abs().max().into_scalar() };
    let wanted = plain.modulate(styles.clone());
    // It begins with a weight of zero.
    for found in [
        plain.modulate_freely(styles.clone(), freedom.clone()),
        free.modulate(styles.clone()),
        free.modulate_freely(styles.clone(), freedom.clone()),
    ] {
        assert!(far(found, wanted.clone()) < 1e-5);
    }
    let mut values = values;
    let names = named_parameters(&plain).into_iter();
    let first = names
        .map(|(name, _)| name)
        .position(|name| name == StyleMlp::FIRST);
    let first = &mut values[first.expect("a first layer")];
    let shape = first.shape().to_vec();
    let learnt: Vec<f32> = first.iter::<f32>().map(|v| v + 0.1).collect();
    *first = TensorData::new(learnt, shape);
    let free = frozen_with(Generator::new(Traits::LEARNT, &device), values);
    let heard = free.modulate_freely(styles.clone(), freedom);
    assert!(far(heard, free.modulate(styles)) > 1e-3);
    let shapes = |values: Vec<TensorData>| -> Vec<_> {
        values.iter().map(|data| data.shape().to_vec()).collect()
    };
    let back = free.parameters_for(Traits::default());
    assert_eq!(shapes(back), shapes(parameters(&plain)));
}

#[test]
fn pictures_of_a_batch_do_not_see_each_other() {
    let device = Device::flex();
    let generator = Generator::new(Traits::default(), &device);
    let (photographs, styles) = (
        random([2, 3, 32, 40], &device),
        random([2, CODE_SIZE], &device),
    );
    let both = generator.forward(photographs.clone(), styles.clone(), 7);
    let first = generator.forward(photographs.narrow(0, 0, 1), styles.narrow(0, 0, 1), 7);
    assert!(spread(both.narrow(0, 0, 1), first) < 1e-5);
}

#[test]
fn styles_and_grain_change_the_painting() {
    let device = Device::flex();
    let generator = Generator::new(Traits::default(), &device);
    let content = generator.encode(random([1, 3, 32, 32], &device));
    let styles = random([1, CODE_SIZE], &device);
    let painted = generator.decode(&content, styles.clone(), 7);
    let again = generator.decode(&content, styles.clone(), 7);
    assert_eq!(spread(painted.clone(), again), 0.0);
    let other = generator.decode(&content, styles.clone() * -1.0, 7);
    assert!(spread(painted.clone(), other) > 1e-3);
    assert!(spread(painted, generator.decode(&content, styles, 8)) > 1e-4);
}

#[test]
fn shuffle_undoes_space_to_depth_and_starts_smooth() {
    let device = Device::flex();
    let x = random([1, 16, 3, 5], &device);
    let up = shuffle(x.clone());
    assert_eq!(up.dims(), [1, 4, 6, 10]);
    // The sub-pixel (y, x) of a cell is channel 4 c + 2 y + x.
    let corner = up.narrow(2, 3, 1).narrow(3, 4, 1).narrow(1, 2, 1);
    let source = x.narrow(1, 4 * 2 + 2, 1).narrow(2, 1, 1).narrow(3, 2, 1);
    assert_eq!(spread(corner, source), 0.0);
    // ICNR: the four sub-pixels of every cell are the same.
    let conv = conv3_up(4, 2, 1.0, &device);
    let up = shuffle(conv.forward(random([1, 4, 5, 5], &device)));
    let cells = up.reshape([1, 2, 5, 2, 5, 2]);
    let first = cells.clone().narrow(3, 0, 1).narrow(5, 0, 1);
    let difference: f32 = (cells - first).abs().max().into_scalar();
    assert!(difference < 1e-5, "{difference}");
}

/// A file of the generator's `tensors`, called by what `name` makes of their places and names.
fn file(tensors: &[(String, TensorData)], name: impl Fn(usize, &str) -> String) -> Weights {
    let called = tensors.iter().enumerate();
    let called: Vec<_> = called
        .map(|(i, (own, data))| (name(i, own), data.clone()))
        .collect();
    let bytes = to_safetensors(&called, std::collections::HashMap::new()).expect("serialised");
    Weights::from_safetensors(&bytes, "a.safetensors").expect("weights")
}

#[test]
fn weights_are_found_by_their_names_and_in_files_of_before_by_their_places() {
    let device = Device::flex();
    let generator = Generator::new(Traits::default(), &device);
    let mut tensors = Vec::new();
    generator.pack(&mut tensors);
    for name in [
        "generator.early.weight",
        "generator.shapes.second.bias",
        "generator.full.weight",
    ] {
        assert!(tensors.iter().any(|(own, _)| own == name), "{name}");
    }
    let wanted = parameters(&generator);
    let read = |weights: &Weights| {
        let read = Generator::from_weights(weights, Traits::default(), &device);
        read.map(|generator| parameters(&generator))
    };
    assert_eq!(
        read(&file(&tensors, |_, name| name.to_owned())).expect("named"),
        wanted
    );
    let numbered = file(&tensors, |i, _| format!("generator.{i}"));
    assert_eq!(read(&numbered).expect("numbered"), wanted);
    // Two that change places are refused where their shapes differ.
    let swapped = file(&tensors, |_, name| match name {
        "generator.early.bias" => "generator.down.bias".to_owned(),
        "generator.down.bias" => "generator.early.bias".to_owned(),
        _ => name.to_owned(),
    });
    let message = read(&swapped).expect_err("swapped").to_string();
    assert!(
        message.contains("generator.early.bias has the shape [96] instead of [48]"),
        "{message}"
    );
}
