//! How far colours are from the painting's.

use super::lab::lab;
use crate::picture::Picture;

/// Sliced Wasserstein-1 distance of the CIE Lab colours of two pictures (Bonneel et al., "Sliced and Radon
/// Wasserstein barycenters of measures", 2015), in units of Lab: mean over 48 directions and 200 quantiles.
pub fn palette(result: &Picture, painting: &Picture) -> f64 {
    let (result, painting) = (lab(result), lab(painting));
    let along = |colours: &[[f64; 3]], direction: &[f64; 3]| {
        let dot = |colour: &[f64; 3]| (0..3).map(|i| colour[i] * direction[i]).sum();
        let mut values: Vec<f64> = colours.iter().map(dot).collect();
        values.sort_unstable_by(f64::total_cmp);
        values
    };
    let distance = |direction: &[f64; 3]| {
        let (result, painting) = (along(&result, direction), along(&painting, direction));
        let at = |i: usize| 0.005 + 0.99 * i as f64 / (QUANTILES - 1) as f64;
        let quantiles = (0..QUANTILES).map(at);
        let apart = quantiles.map(|q| (quantile(&result, q) - quantile(&painting, q)).abs());
        apart.sum::<f64>() / QUANTILES as f64
    };
    DIRECTIONS.iter().map(distance).sum::<f64>() / DIRECTIONS.len() as f64
}

const QUANTILES: usize = 200;

/// The value below which share `q` of sorted values lies, between two of them if need be.
fn quantile(sorted: &[f64], q: f64) -> f64 {
    let Some(last) = sorted.len().checked_sub(1) else {
        return 0.0;
    };
    let place = q * last as f64;
    let below = place as usize;
    let above = (below + 1).min(last);
    sorted[below] + (sorted[above] - sorted[below]) * place.fract()
}

/// Directions on the sphere, drawn once: numbers of different programs can be compared.
const DIRECTIONS: [[f64; 3]; 48] = [
    [0.06934, 0.99363, 0.08880],
    [-0.09138, 0.90972, -0.40504],
    [0.41895, 0.23379, -0.87740],
    [0.05660, -0.65193, -0.75617],
    [-0.72919, -0.00606, 0.68429],
    [0.29126, 0.52879, 0.79721],
    [0.70852, -0.70002, -0.08927],
    [0.63746, 0.26595, -0.72313],
    [-0.58599, 0.35794, 0.72697],
    [-0.65563, 0.36063, -0.66339],
    [-0.41106, -0.78094, -0.47028],
    [0.04549, -0.72841, 0.68363],
    [-0.71214, -0.13368, -0.68920],
    [-0.17486, -0.93492, 0.30879],
    [-0.56193, 0.78449, -0.26233],
    [-0.82174, -0.55651, 0.12263],
    [-0.84981, 0.51366, -0.11820],
    [-0.69394, -0.56729, 0.44343],
    [0.23161, 0.89096, 0.39058],
    [0.56494, 0.71551, -0.41096],
    [-0.08234, 0.40572, 0.91028],
    [0.50750, -0.81837, 0.26967],
    [-0.61840, 0.04837, 0.78438],
    [0.25186, 0.48986, 0.83463],
    [0.57786, 0.64213, 0.50374],
    [0.08951, -0.58832, 0.80366],
    [-0.37754, 0.92520, 0.03839],
    [-0.42842, -0.61374, -0.66316],
    [-0.56114, -0.81099, -0.16556],
    [0.17890, 0.75969, -0.62520],
    [-0.57849, 0.02811, -0.81520],
    [-0.10305, 0.98649, 0.12733],
    [-0.25690, 0.30417, -0.91732],
    [0.40838, -0.47811, -0.77758],
    [0.18999, -0.33418, -0.92316],
    [0.30154, -0.92585, 0.22776],
    [-0.44196, -0.86365, 0.24245],
    [-0.08813, 0.42863, 0.89917],
    [0.80326, 0.59546, -0.01426],
    [0.66844, 0.57943, 0.46631],
    [-0.62022, -0.37172, 0.69076],
    [0.59528, 0.66416, 0.45225],
    [0.49182, -0.10502, -0.86434],
    [0.36433, 0.73416, 0.57295],
    [0.43325, -0.70903, 0.55639],
    [-0.34687, -0.81267, 0.46824],
    [0.95600, 0.16378, 0.24341],
    [0.87204, 0.45885, 0.17027],
];
