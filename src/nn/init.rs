//! Initial weights from a generator of our own: burn's is one for the whole process, so that
//! another thread's draws would change a training's first weights.

use burn::{
    module::Param,
    tensor::{Device, Tensor, TensorData},
};
use rand::{RngExt, SeedableRng};
use rand_chacha::ChaCha8Rng;
use std::cell::{Cell, RefCell};

thread_local! {
    static RANDOM: RefCell<ChaCha8Rng> = RefCell::new(ChaCha8Rng::seed_from_u64(0));
    static BLANK: Cell<bool> = const { Cell::new(false) };
}

/// Makes modules whose weights are read from a file afterwards: of zeros, without a random number.
pub fn blank<T>(make: impl FnOnce() -> T) -> T {
    struct Reset(bool);
    impl Drop for Reset {
        fn drop(&mut self) {
            BLANK.set(self.0);
        }
    }
    let _reset = Reset(BLANK.replace(true));
    make()
}

/// Begins the random numbers of this thread's initial weights at `seed`.
pub fn seed(seed: u64) {
    RANDOM.with_borrow_mut(|random| *random = ChaCha8Rng::seed_from_u64(seed));
}

/// What `make` makes of random numbers that begin at `own`, whatever this thread has drawn before; its own go on where they were.
pub fn seeded<T>(own: u64, make: impl FnOnce() -> T) -> T {
    let fresh = ChaCha8Rng::seed_from_u64(own);
    let before = RANDOM.with_borrow_mut(|random| std::mem::replace(random, fresh));
    let made = make();
    RANDOM.with_borrow_mut(|random| *random = before);
    made
}

/// Normal weights of deviation `gain / sqrt(fan_in)`; with a gain of `sqrt(2)` those of He et al.,
/// "Delving deep into rectifiers", 2015.
pub fn he_normal<const D: usize>(
    shape: [usize; D],
    fan_in: usize,
    gain: f64,
    device: &Device,
) -> Param<Tensor<D>> {
    if BLANK.get() {
        return Param::from_tensor(Tensor::zeros(shape, device));
    }
    let deviation = gain / (fan_in as f64).sqrt();
    let count = shape.iter().product();
    let values: Vec<f32> = RANDOM.with_borrow_mut(|random| {
        let mut normal = || {
            // Box and Muller 1958.
            let (u, v): (f64, f64) = (random.random(), random.random());
            (-2.0 * (1.0 - u).ln()).sqrt() * (std::f64::consts::TAU * v).cos()
        };
        (0..count).map(|_| (deviation * normal()) as f32).collect()
    });
    Param::from_tensor(Tensor::from_data(TensorData::new(values, shape), device))
}
