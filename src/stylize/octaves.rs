//! Coarse to fine: large forms are painted on a small picture, where they are cheap and within
//! reach of the network, fine strokes on the large one.

use crate::picture::fit_long_side;

/// One size of the picture and the steps spent on it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Octave {
    /// Width in pixels.
    pub width: usize,
    /// Height in pixels.
    pub height: usize,
    /// Steps of the optimiser.
    pub steps: usize,
}

/// Largest long side at which painting starts; what is larger is halved until it is not.
const COARSEST: usize = 128;

/// Octaves that end at `width` x `height`, each twice the one before, `steps` in all.
///
/// Coarse octaves get more steps, since they are nearly free; the last gets at least one, so any
/// number of steps from 1 gives a picture of the full size.
pub fn plan(width: usize, height: usize, steps: usize) -> Vec<Octave> {
    let long = width.max(height);
    let halvings = (0..).take_while(|&h| long >> h > COARSEST).count();
    // The smallest first, but not so many that an octave has no step to make.
    let count = (halvings + 1).min(steps.max(1));
    let shares: Vec<f64> = (0..count).map(|i| 0.8f64.powi(i as i32)).collect();
    let total: f64 = shares.iter().sum();
    let mut left = steps.max(1);
    (0..count)
        .map(|i| {
            let after = count - 1 - i;
            let share = (steps as f64 * shares[i] / total).round() as usize;
            let here = if after == 0 {
                left
            } else {
                share.clamp(1, left - after)
            };
            left -= here;
            let (width, height) = match after {
                0 => (width, height),
                _ => fit_long_side(width, height, long >> after),
            };
            Octave {
                width,
                height,
                steps: here,
            }
        })
        .collect()
}

/// The octave in which the step after `done` steps is, and the steps done in it.
pub fn place(octaves: &[Octave], done: usize) -> (usize, usize) {
    let mut before = 0;
    for (i, octave) in octaves.iter().enumerate() {
        if done < before + octave.steps {
            return (i, done - before);
        }
        before += octave.steps;
    }
    let last = octaves.len().saturating_sub(1);
    (last, octaves.last().map_or(0, |octave| octave.steps))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_step_count_ends_at_the_full_size() {
        for steps in 1..60 {
            for (w, h) in [(512, 341), (1, 3000), (1, 1), (17, 5), (1024, 1024)] {
                let octaves = plan(w, h, steps);
                assert_eq!(octaves.iter().map(|o| o.steps).sum::<usize>(), steps);
                assert!(
                    octaves
                        .iter()
                        .all(|o| o.steps > 0 && o.width > 0 && o.height > 0)
                );
                let last = octaves[octaves.len() - 1];
                assert_eq!((last.width, last.height), (w, h));
            }
        }
    }

    #[test]
    fn a_512_picture_is_painted_at_three_sizes() {
        let sizes: Vec<_> = plan(512, 384, 250).iter().map(|o| o.width).collect();
        assert_eq!(sizes, [128, 256, 512]);
    }

    #[test]
    fn a_run_that_is_gone_on_with_begins_in_the_octave_of_its_next_step() {
        let octaves = plan(512, 384, 250);
        let firsts: Vec<_> = octaves.iter().map(|octave| octave.steps).collect();
        assert_eq!(place(&octaves, 0), (0, 0));
        assert_eq!(place(&octaves, firsts[0] - 1), (0, firsts[0] - 1));
        assert_eq!(place(&octaves, firsts[0]), (1, 0));
        assert_eq!(place(&octaves, 249), (2, firsts[2] - 1));
        assert_eq!(place(&octaves, 250), (2, firsts[2]));
        assert_eq!(place(&octaves, 9999), (2, firsts[2]));
    }
}
