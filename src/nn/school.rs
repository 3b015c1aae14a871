//! The styles of schools: of each photograph the one of the painting that suits it.

use super::{
    CODE_SIZE, Weights,
    model::{SCHOOL_CODE, SCHOOL_COUNTS, SCHOOL_PAINTINGS, SCHOOL_STYLES},
};
use crate::error::Result;
use burn::tensor::{Device, Tensor, TensorData};

/// The styles of a school, all normalised codes.
#[derive(Clone, Debug)]
pub struct Palette {
    /// What it paints in if nothing is known of the photograph, `[1, CODE_SIZE]`.
    pub middle: Tensor<2>,
    /// Codes of photographs that its paintings suit, `[N, CODE_SIZE]`; there may be none.
    pub paintings: Tensor<2>,
    /// The codes with which it paints what is near to each, `[N, CODE_SIZE]`.
    pub styles: Tensor<2>,
}

impl Palette {
    /// Most paintings that are remembered.
    pub const MOST: usize = 128;

    /// Reads what [`Palette::pack`] wrote: one palette a school.
    ///
    /// # Errors
    /// If a tensor is missing or of another shape.
    pub fn all(weights: &Weights, device: &Device) -> Result<Vec<Self>> {
        let rows = |name: &str| {
            let found = weights.find(name);
            found.map_or(0, |found| found.shape.first().copied().unwrap_or(0))
        };
        let schools = rows(SCHOOL_CODE).max(1);
        let middles: Tensor<2> = weights.tensor(SCHOOL_CODE, [schools, CODE_SIZE], device)?;
        let paintings = by_school(SCHOOL_PAINTINGS, schools, weights, device)?;
        let styles = by_school(SCHOOL_STYLES, schools, weights, device)?;
        let each = paintings.into_iter().zip(styles).enumerate();
        let each = each.map(|(label, (paintings, styles))| Self {
            middle: middles.clone().narrow(0, label, 1),
            paintings,
            styles,
        });
        Ok(each.collect())
    }

    /// Adds the styles of all schools of a model to the tensors of a file.
    pub fn pack(all: &[Self], tensors: &mut Vec<(String, TensorData)>) {
        let rows = |of: fn(&Self) -> &Tensor<2>| {
            let each = all.iter().map(|palette| of(palette).clone());
            let filled = each.filter(|rows| rows.dims()[0] > 0);
            Tensor::cat(filled.collect(), 0).into_data()
        };
        tensors.push((SCHOOL_CODE.to_owned(), rows(|palette| &palette.middle)));
        let paintings: Vec<Tensor<2>> = all.iter().map(|own| own.paintings.clone()).collect();
        if paintings.iter().any(|own| own.dims()[0] > 0) {
            pack_by_school(&paintings, tensors);
            tensors.push((SCHOOL_STYLES.to_owned(), rows(|palette| &palette.styles)));
        }
    }

    /// The style `[1, CODE_SIZE]` for a photograph of this normalised code `[1, CODE_SIZE]`: that of the painting that suits what is nearest to it.
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

/// Reads the codes `name` of each school, `[N, CODE_SIZE]` with an `N` of its own; there may be none.
///
/// # Errors
/// If a tensor is of another shape than others say.
pub fn by_school(
    name: &str,
    schools: usize,
    weights: &Weights,
    device: &Device,
) -> Result<Vec<Tensor<2>>> {
    let found = weights.find(name);
    let all = found.map_or(0, |found| found.shape.first().copied().unwrap_or(0));
    let counts: Vec<usize> = match schools {
        1 => vec![all],
        _ if all == 0 => vec![0; schools],
        _ => {
            let counts = weights.get(SCHOOL_COUNTS, &[schools, 1])?.values.iter();
            counts.map(|count| count.max(0.0) as usize).collect()
        }
    };
    let rows: usize = counts.iter().sum();
    if rows == 0 {
        return Ok(vec![Tensor::zeros([0, CODE_SIZE], device); schools]);
    }
    let codes: Tensor<2> = weights.tensor(name, [rows, CODE_SIZE], device)?;
    let mut from = 0;
    let each = counts.into_iter().map(|count| {
        from += count;
        match count {
            0 => Tensor::zeros([0, CODE_SIZE], device),
            _ => codes.clone().narrow(0, from - count, count),
        }
    });
    Ok(each.collect())
}

/// Adds the codes of the paintings of each school to the tensors of a file, at least one in all.
pub fn pack_by_school(paintings: &[Tensor<2>], tensors: &mut Vec<(String, TensorData)>) {
    let filled = paintings.iter().filter(|own| own.dims()[0] > 0).cloned();
    let all = Tensor::cat(filled.collect(), 0);
    tensors.push((SCHOOL_PAINTINGS.to_owned(), all.into_data()));
    if paintings.len() > 1 {
        let counts = paintings.iter().map(|own| own.dims()[0] as f32);
        let counts = TensorData::new(counts.collect::<Vec<f32>>(), [paintings.len(), 1]);
        tensors.push((SCHOOL_COUNTS.to_owned(), counts));
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
        Palette::pack(std::slice::from_ref(&palette), &mut tensors);
        let weights = Weights::from_tensors(tensors, "a school");
        let read = Palette::all(&weights, &device).expect("read");
        assert_eq!(style(&read[0], -3.0), 10.0);
        // Several in one file, one of which remembers no paintings.
        let bare = Palette {
            middle: rows(&[4.0]),
            paintings: Tensor::zeros([0, CODE_SIZE], &device),
            styles: Tensor::zeros([0, CODE_SIZE], &device),
        };
        let mut tensors = Vec::new();
        Palette::pack(&[palette, bare.clone(), bare], &mut tensors);
        let weights = Weights::from_tensors(tensors, "schools");
        let read = Palette::all(&weights, &device).expect("read");
        assert_eq!(
            (read.len(), style(&read[0], 0.8), style(&read[2], 0.8)),
            (3, 11.0, 4.0)
        );
        // One of before remembers no paintings.
        let alone = vec![(SCHOOL_CODE.to_owned(), rows(&[0.5]).to_data())];
        let weights = Weights::from_tensors(alone, "a school");
        let read = Palette::all(&weights, &device).expect("read");
        assert_eq!(style(&read[0], 9.0), 0.5);
    }
}
