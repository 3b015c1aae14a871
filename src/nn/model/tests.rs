//! Model files: what is read, what is refused, and what makes two of them one model.

use super::*;
use crate::nn::{CodeSpace, Generator};
use burn::tensor::{Device, Tensor};
use serde_json::{Value, json};

fn tensors(traits: Traits) -> Vec<(String, TensorData)> {
    let device = Device::flex();
    let mut tensors = Vec::new();
    Generator::new(traits, &device).pack(&mut tensors);
    let codes = Tensor::<2>::random(
        [24, crate::nn::CODE_SIZE],
        burn::tensor::Distribution::Normal(0.0, 1.0),
        &device,
    );
    CodeSpace::of(codes).pack(&mut tensors);
    for (_, data) in &mut tensors {
        *data = data.clone().convert::<f16>();
    }
    tensors
}

fn info(traits: Traits) -> ModelInfo {
    let card = Card {
        about: "A generator of a test.".to_owned(),
        measures: [("style".to_owned(), 0.25)].into(),
        ..Card::default()
    };
    ModelInfo::new(ModelKind::Generator, "夜", traits, card)
}

fn made() -> Model {
    Model::new(info(Traits::LEARNT), tensors(Traits::LEARNT)).expect("a model")
}

/// The file with another header.
fn with_header(bytes: &[u8], change: impl FnOnce(&mut Value)) -> Vec<u8> {
    let length = u64::from_le_bytes(bytes[..8].try_into().expect("eight")) as usize;
    let mut header: Value = serde_json::from_slice(&bytes[8..8 + length]).expect("JSON");
    change(&mut header);
    let header = header.to_string();
    let mut changed = (header.len() as u64).to_le_bytes().to_vec();
    changed.extend(header.as_bytes());
    changed.extend(&bytes[8 + length..]);
    changed
}

fn fault(bytes: &[u8]) -> ModelFault {
    match Model::from_bytes(bytes, "a.safetensors") {
        Err(Error::Model { fault, .. }) => fault,
        other => panic!("{other:?}"),
    }
}

#[test]
fn a_model_is_read_as_it_was_written_and_its_header_alone_says_the_same() {
    let model = made();
    let bytes = model.to_bytes().expect("bytes");
    let folder = tempfile::tempdir().expect("folder");
    let path = folder.path().join("模型.safetensors");
    std::fs::write(&path, &bytes).expect("written");
    assert_eq!(ModelInfo::open(&path).expect("a header"), model.info);
    let read = Model::open(&path).expect("a model");
    assert_eq!(read.info, model.info);
    assert!(read.info.is(&model.info.hash) && !read.info.is(""));
    let again = read.to_bytes().expect("bytes");
    let again = Model::from_bytes(&again, "again").expect("a model");
    assert_eq!(again.info, model.info);
    assert!(bytes.len() < 2_500_000, "half precision");
}

#[test]
fn the_hash_is_of_what_paints() {
    let model = made();
    let again = |info: ModelInfo, tensors| Model::new(info, tensors).expect("a model").info.hash;
    let own = || -> Vec<(String, TensorData)> {
        let all = model.weights.iter();
        let data = |(name, weight): (&str, &crate::nn::Weight)| {
            let data = TensorData::new(weight.values.clone(), weight.shape.clone());
            (name.to_owned(), data)
        };
        all.map(data).collect()
    };
    // Neither name, card, precision, order nor what only training needs.
    let mut renamed = info(Traits::LEARNT);
    (renamed.name, renamed.card) = ("other".to_owned(), Card::default());
    let mut more = own();
    more.reverse();
    more.push((
        "critic.parameter.a".to_owned(),
        TensorData::new(vec![1f32], [1]),
    ));
    assert_eq!(again(renamed, more), model.info.hash);
    // Two values that changed places, and other traits.
    let mut swapped = own();
    let bias = swapped
        .iter_mut()
        .find(|(name, _)| name == "generator.full.weight");
    let (_, data) = bias.expect("there");
    let mut values: Vec<f32> = data.iter().collect();
    values.swap(0, 400);
    *data = TensorData::new(values, data.shape().to_vec());
    assert_ne!(again(info(Traits::LEARNT), swapped), model.info.hash);
    let other = Traits {
        blurred_shuffles: false,
        ..Traits::LEARNT
    };
    assert_ne!(again(info(other), own()), model.info.hash);
}

#[test]
fn files_of_before_are_the_models_that_they_become() {
    let tensors = tensors(Traits::default());
    let numbered: Vec<_> = tensors
        .iter()
        .enumerate()
        .map(|(i, (name, data))| {
            let name = if name.starts_with("generator.") {
                format!("generator.{i}")
            } else {
                name.clone()
            };
            (name, data.clone())
        })
        .collect();
    let notes = HashMap::from([("network".to_owned(), "impasto-instant".to_owned())]);
    let bytes = to_safetensors(&numbered, notes).expect("bytes");
    let before = Model::from_bytes(&bytes, "/a/old one.safetensors").expect("a model");
    let file = blake3::hash(&bytes).to_string();
    assert!(before.info.is(&file) && before.info.name == "old one");
    let new = Model::new(info(Traits::default()), tensors).expect("a model");
    assert_eq!(before.info.hash, new.info.hash);
    let moved = before.to_bytes().expect("bytes");
    let moved = Model::from_bytes(&moved, "b").expect("a model");
    assert!(moved.info.is(&file) && moved.info == before.info);
    assert!(moved.weights.find("generator.early.weight").is_some());
}

#[test]
fn what_cannot_be_used_is_told_before_a_tensor_is_read() {
    let bytes = made().to_bytes().expect("bytes");
    for end in [0, bytes.len() / 2, bytes.len() - 1] {
        assert_eq!(fault(&bytes[..end]), ModelFault::CutShort, "{end}");
    }
    assert_eq!(fault(&bytes[..5]), ModelFault::NoModel);
    assert_eq!(
        fault(b"PK\x03\x04 a zip file that is long enough"),
        ModelFault::NoModel
    );
    let note = |name: &'static str, text: &'static str| {
        with_header(&bytes, move |header| {
            header["__metadata__"][name] = text.into()
        })
    };
    assert_eq!(fault(&note(note::FORMAT, "2")), ModelFault::Newer(2));
    assert_eq!(fault(&note(note::FORMAT, "x")), ModelFault::NoModel);
    assert_eq!(
        fault(&note(note::KIND, "statue")),
        ModelFault::UnknownKind("statue".to_owned())
    );
    assert_eq!(
        fault(&note("traits", "{\"wings\":true}")),
        ModelFault::UnknownTraits
    );
    for (name, text) in [(note::HASH, "12"), (note::NAME, "a\nb"), (note::CARD, "[")] {
        assert!(
            matches!(fault(&note(name, text)), ModelFault::Broken(_)),
            "{name}"
        );
    }
    let checkpoint = with_header(&bytes, |header| {
        header["__metadata__"] = json!({"notes": "{}"})
    });
    assert_eq!(fault(&checkpoint), ModelFault::Checkpoint);
    let bare = with_header(&bytes, |header| header["__metadata__"] = json!({}));
    assert_eq!(fault(&bare), ModelFault::NoModel);
    let garbled = with_header(&bytes, |header| {
        header["generator.early.bias"]["data_offsets"] = json!([0, 7])
    });
    assert!(matches!(fault(&garbled), ModelFault::Broken(_)));
    let encoder = with_header(&bytes, |header| {
        header["__metadata__"][note::KIND] = "encoder".into()
    });
    assert_eq!(
        fault(&encoder),
        ModelFault::Missing("level1.0.weight".to_owned())
    );
}

#[test]
fn tensors_that_changed_places_are_told_by_shape_or_by_hash() {
    let bytes = made().to_bytes().expect("bytes");
    let swap = |a: &'static str, b: &'static str| {
        with_header(&bytes, move |header| {
            let (one, other) = (header[a].clone(), header[b].clone());
            (header[a], header[b]) = (other, one);
        })
    };
    let ModelFault::Shape {
        name,
        found,
        wanted,
    } = fault(&swap("generator.early.bias", "generator.down.bias"))
    else {
        panic!("not refused for its shape");
    };
    assert!(name.ends_with("bias") && found != wanted, "{name}");
    // The same shape.
    let alike = swap(
        "generator.coarse.first.weight",
        "generator.coarse.second.weight",
    );
    assert_eq!(fault(&alike), ModelFault::Altered);
    let mut flipped = bytes.clone();
    let last = flipped.len() - 3;
    flipped[last] ^= 1;
    assert_eq!(fault(&flipped), ModelFault::Altered);
}
