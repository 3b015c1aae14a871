//! How a style acts on the decoder: a small network reads its code and says scales, shifts, grain and colour.

use super::CODE_SIZE;
use super::generator::{COARSE, FINE, LAST, like};
use super::init::he_normal;
use super::norms::Modulation;
use super::relu::relu;
use burn::{
    module::{Module, Param},
    nn::{Initializer, Linear, LinearConfig},
    tensor::{Device, Tensor, TensorData},
};

/// Width of the MLP that reads the style code.
const HIDDEN: usize = 256;

/// The small network that turns a style code into scales, shifts, grain and colour.
#[derive(Module, Debug)]
pub(super) struct StyleMlp {
    first: Linear,
    second: Linear,
    heads: Linear,
}

/// Channels of the modulated layers, in the order in which the decoder asks for them.
const MODULATED: [usize; 8] = [COARSE, COARSE, COARSE, FINE, FINE, FINE, FINE, LAST];
/// Numbers beside scales and shifts: grain at 1/8 and 1/4, colour.
const BESIDE: usize = COARSE + FINE + 3;
/// Numbers of what a style does to the decoder.
pub const MODULATION_SIZE: usize = {
    let (mut sum, mut i) = (BESIDE, 0);
    while i < MODULATED.len() {
        sum += 2 * MODULATED[i];
        i += 1;
    }
    sum
};

impl StyleMlp {
    /// Name of the first layer's weight among the parameters of a generator.
    pub const FIRST: &str = "style.first.weight";

    /// With `freedom` it reads a number more than the code, which does nothing at first.
    pub fn new(freedom: bool, device: &Device) -> Self {
        let linear = |from, to, gain| {
            let mut linear: Linear = LinearConfig::new(from, to)
                .with_initializer(Initializer::Zeros)
                .init(device);
            linear.weight = he_normal([from, to], from, gain, device);
            linear.bias = Some(Param::from_tensor(Tensor::zeros([to], device)));
            linear
        };
        let mut first: Linear = linear(CODE_SIZE, HIDDEN, std::f64::consts::SQRT_2);
        if freedom {
            let weight = with_row(first.weight.val().inner());
            first.weight = Param::from_tensor(like(weight, device));
        }
        Self {
            first,
            second: linear(HIDDEN, HIDDEN, std::f64::consts::SQRT_2),
            heads: linear(HIDDEN, MODULATION_SIZE, 0.3),
        }
    }

    /// Numbers of the heads `[N, MODULATION_SIZE]`, of normalised codes and, for who reads it, their freedom `[N, 1]`.
    pub fn forward(&self, code: Tensor<2>, freedom: Option<Tensor<2>>) -> Tensor<2> {
        let [rows, _] = self.first.weight.dims();
        let code = if rows > CODE_SIZE {
            let freedom = freedom.unwrap_or_else(|| code.clone().narrow(1, 0, 1).zeros_like());
            Tensor::cat(vec![code, freedom], 1)
        } else {
            code
        };
        let hidden = relu(self.first.forward(code));
        let hidden = relu(self.second.forward(hidden));
        self.heads.forward(hidden)
    }

    /// The first layer's weight as that of an MLP that reads `freedom`, or does not.
    pub fn first_for(&self, freedom: bool) -> TensorData {
        let weight = self.first.weight.val().inner();
        let [rows, _] = weight.dims();
        let weight = match (freedom, rows > CODE_SIZE) {
            (true, false) => with_row(weight),
            (false, true) => weight.narrow(0, 0, CODE_SIZE),
            _ => weight,
        };
        weight.into_data()
    }
}

/// `weight` `[K, HIDDEN]` with a row of zeros more.
fn with_row(weight: Tensor<2>) -> Tensor<2> {
    let row = weight.clone().narrow(0, 0, 1).zeros_like();
    Tensor::cat(vec![weight, row], 0)
}

/// What the style says, [`MODULATION_SIZE`] numbers a picture, handed out layer by layer.
pub(super) struct Numbers {
    all: Tensor<2>,
    next: usize,
}

impl Numbers {
    pub fn new(all: Tensor<2>) -> Self {
        Self { all, next: 0 }
    }

    pub fn all_taken(&self) -> bool {
        self.next == MODULATION_SIZE
    }

    /// The next `count` numbers, `[N, count, 1, 1]`.
    pub fn take(&mut self, count: usize) -> Tensor<4> {
        let [n, _] = self.all.dims();
        let numbers = self.all.clone().narrow(1, self.next, count);
        self.next += count;
        numbers.reshape([n, count, 1, 1])
    }

    pub fn modulation(&mut self, channels: usize) -> Modulation {
        Modulation {
            scale: self.take(channels),
            shift: self.take(channels),
        }
    }
}
