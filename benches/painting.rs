//! Speed of what an artist waits for. `cargo bench`
//!
//! Machines are noisy: compare within one run, quote ratios.

#![allow(clippy::expect_used, reason = "a failed expectation is a failed test")]

use burn::tensor::Tensor;
use criterion::{BatchSize, Criterion, Throughput, criterion_group, criterion_main};
use impasto::{
    compute::{Compute, to_tensor},
    nn::{CODE_SIZE, FeatureNet, Generator, Layer, NetSpec, Traits},
    picture::{DecodeLimits, ExportOptions, Picture, Stamp, export, fit_long_side, load, resize},
    stylize::{Recipe, Refine, RefineJob, StartFrom},
};
use std::{hint::black_box, path::Path, sync::Arc, time::Duration};

// As the program itself does.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn sample(name: &str) -> Picture {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(name);
    load(&path, DecodeLimits::default()).expect("a sample picture")
}

fn net(compute: &Compute) -> Arc<FeatureNet> {
    Arc::new(FeatureNet::open(&NetSpec::BuiltIn, &compute.device).expect("built-in weights"))
}

fn encoder_forward(c: &mut Criterion) {
    let compute = Compute::cpu("bench");
    let net = net(&compute);
    let small = resize(&sample("assets/samples/lake.jpg"), 384, 256);
    let mut group = c.benchmark_group("encoder");
    group
        .throughput(Throughput::Elements(384 * 256))
        .sample_size(20);
    group.bench_function("forward 384x256", |b| {
        let pixels = to_tensor(&small.rgb, 384, 256, &compute.device);
        b.iter(|| {
            let maps = net.maps(pixels.clone(), Layer::Relu5_1);
            black_box(
                maps.into_iter()
                    .map(|map| map.into_data())
                    .collect::<Vec<_>>(),
            )
        });
    });
    group.finish();
}

fn instant_forward(c: &mut Criterion) {
    let compute = Compute::cpu("bench");
    let small = resize(&sample("assets/samples/lake.jpg"), 640, 480);
    let pixels = to_tensor(&small.rgb, 640, 480, &compute.device);
    let code = Tensor::zeros([1, CODE_SIZE], &compute.device);
    let mut group = c.benchmark_group("instant");
    group
        .throughput(Throughput::Elements(640 * 480))
        .sample_size(20);
    for traits in [Traits::default(), Traits::LEARNT] {
        let generator = Generator::new(traits, &compute.device);
        let content = generator.encode(pixels.clone());
        group.bench_function(format!("encode 640x480, {traits}"), |b| {
            b.iter(|| black_box(generator.encode(pixels.clone()).coarse.into_data()));
        });
        group.bench_function(format!("decode 640x480, {traits}"), |b| {
            b.iter(|| black_box(generator.decode(&content, code.clone(), 7).into_data()));
        });
    }
    group.finish();
}

fn refine_step(c: &mut Criterion) {
    let compute = Compute::cpu("bench");
    let net = net(&compute);
    let (photograph, painting) = (
        sample("assets/samples/lake.jpg"),
        sample("styles/impasto/style.jpg"),
    );
    let mut group = c.benchmark_group("refine");
    group
        .sample_size(10)
        .measurement_time(Duration::from_secs(8));
    for size in [256usize, 384, 512, 1024] {
        let recipe = Recipe {
            // Two an octave, so that the last is not the first of its size.
            steps: 6,
            ..Recipe::default()
        };
        let controls = recipe.start_controls();
        group.throughput(Throughput::Elements((size * size * 2 / 3) as u64));
        group.bench_function(format!("step {size} px"), |b| {
            b.iter_batched(
                || {
                    let job = RefineJob {
                        photograph: Arc::new(photograph.clone()),
                        size: fit_long_side(photograph.width, photograph.height, size),
                        paintings: vec![painting.clone()],
                        start: StartFrom::Content,
                        painter: None,
                        recipe: recipe.clone(),
                    };
                    let mut refine =
                        Refine::new(job, Arc::clone(&net), compute.clone()).expect("a run");
                    for _ in 1..recipe.steps {
                        refine.step(&controls).expect("a step");
                    }
                    refine
                },
                |mut refine| {
                    refine.step(&controls).expect("a step");
                    refine
                },
                BatchSize::PerIteration,
            );
        });
    }
    group.finish();
}

fn files(c: &mut Criterion) {
    let folder = tempfile::tempdir().expect("folder");
    let large = resize(&sample("assets/samples/lake.jpg"), 4240, 2827);
    let path = folder.path().join("12-megapixels.jpg");
    let write = || export(&large, &path, &ExportOptions::default(), &Stamp::default());
    let mut group = c.benchmark_group("12-megapixel JPEG");
    group
        .sample_size(10)
        .throughput(Throughput::Elements(4240 * 2827));
    group.bench_function("save", |b| b.iter(|| write().expect("saved")));
    write().expect("saved");
    group.bench_function("load", |b| {
        b.iter(|| black_box(load(&path, DecodeLimits::default()).expect("loaded")));
    });
    group.finish();
}

criterion_group!(
    benches,
    encoder_forward,
    instant_forward,
    refine_step,
    files
);
criterion_main!(benches);
