//! The styles of a school: of each photograph the one whose painting it is most like.

use super::{
    CODE_SIZE, Weights,
    model::{SCHOOL_CODE, SCHOOL_PAINTINGS, SCHOOL_STYLES},
};
use crate::error::Result;
use burn::tensor::{Device, Tensor, TensorData};

/// The styles of a school, all normalised codes.
#[derive(Clone, Debug)]
pub struct Palette {
    /// What it paints in if nothing is known of the photograph, `[1, CODE_SIZE]`.
    pub middle: Tensor<2>,
    /// Codes of its paintings, `[N, CODE_SIZE]`; there may be none.
    pub paintings: Tensor<2>,
    /// The codes with which it paints what is near to each, `[N, CODE_SIZE]`.
    pub styles: Tensor<2>,
}

impl Palette {
    /// Most paintings that are remembered.
    pub const MOST: usize = 128;

    /// Reads what [`Palette::pack`] wrote.
    ///
    /// # Errors
    /// If a tensor is missing or of another shape.
    pub fn from_weights(weights: &Weights, device: &Device) -> Result<Self> {
        let found = weights.find(SCHOOL_PAINTINGS);
        let count = found.map_or(0, |found| found.shape.first().copied().unwrap_or(0));
        let codes = |name: &str| match count {
            0 => Ok(Tensor::zeros([0, CODE_SIZE], device)),
            _ => weights.tensor(name, [count, CODE_SIZE], device),
        };
        Ok(Self {
            middle: weights.tensor(SCHOOL_CODE, [1, CODE_SIZE], device)?,
            paintings: codes(SCHOOL_PAINTINGS)?,
            styles: codes(SCHOOL_STYLES)?,
        })
    }

    /// Adds the styles to the tensors of a file.
    pub fn pack(&self, tensors: &mut Vec<(String, TensorData)>) {
        tensors.push((SCHOOL_CODE.to_owned(), self.middle.to_data()));
        let [count, _] = self.paintings.dims();
        if count > 0 {
            tensors.push((SCHOOL_PAINTINGS.to_owned(), self.paintings.to_data()));
            tensors.push((SCHOOL_STYLES.to_owned(), self.styles.to_data()));
        }
    }

    /// The style `[1, CODE_SIZE]` for a photograph of this normalised code `[1, CODE_SIZE]`: that of the painting nearest to it.
    /// In one style for all, the mean of them, everything is painted duller than any of the paintings is.
    pub fn style_for(&self, photograph: &Tensor<2>) -> Tensor<2> {
        let [count, _] = self.paintings.dims();
        if count == 0 {
            return self.middle.clone();
        }
        let apart = (self.paintings.clone() - photograph.clone())
            .square()
            .mean_dim(1);
        let apart: Vec<f32> = apart.into_data().iter().collect();
        let nearest = apart.iter().enumerate().min_by(|a, b| a.1.total_cmp(b.1));
        let nearest = nearest.map_or(0, |(i, _)| i);
        self.styles.clone().narrow(0, nearest, 1)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_photograph_is_painted_in_the_style_of_the_painting_that_it_is_most_like() {
        let device = Device::flex();
        let rows = |values: &[f32]| {
            let all: Vec<f32> = values.iter().flat_map(|v| vec![*v; CODE_SIZE]).collect();
            Tensor::<2>::from_data(TensorData::new(all, [values.len(), CODE_SIZE]), &device)
        };
        let palette = Palette {
            middle: rows(&[0.5]),
            paintings: rows(&[0.0, 1.0, 2.0]),
            styles: rows(&[10.0, 11.0, 12.0]),
        };
        let style = |palette: &Palette, photograph| -> f32 {
            palette.style_for(&rows(&[photograph])).mean().into_scalar()
        };
        assert_eq!((style(&palette, 0.8), style(&palette, 9.0)), (11.0, 12.0));
        let mut tensors = Vec::new();
        palette.pack(&mut tensors);
        let weights = Weights::from_tensors(tensors, "a school");
        let read = Palette::from_weights(&weights, &device).expect("read");
        assert_eq!(style(&read, -3.0), 10.0);
        // One of before remembers no paintings.
        let alone = vec![(SCHOOL_CODE.to_owned(), rows(&[0.5]).to_data())];
        let weights = Weights::from_tensors(alone, "a school");
        let read = Palette::from_weights(&weights, &device).expect("read");
        assert_eq!(style(&read, 9.0), 0.5);
    }
}
