//! Learning rates over the steps of a run.

/// A linear warm-up, a constant, and half a cosine down to zero.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Schedule {
    /// Highest rate.
    pub rate: f64,
    /// Steps of the warm-up.
    pub warm_up: usize,
    /// Share of all steps, at the end, over which the rate falls. Below 1 a run can be given more steps whenever it
    /// is resumed; at 1 there is no constant part.
    pub cooldown: f64,
}

impl Schedule {
    /// The rate of the step after `step` of `steps` steps.
    pub fn rate(&self, step: usize, steps: usize) -> f64 {
        let warm = ((step + 1) as f64 / self.warm_up.max(1) as f64).min(1.0);
        let cooling = steps as f64 * self.cooldown;
        let left = steps.saturating_sub(step) as f64;
        let cool = if left < cooling {
            0.5 * (1.0 - (std::f64::consts::PI * left / cooling).cos())
        } else {
            1.0
        };
        self.rate * warm * cool
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn it_warms_up_stays_and_falls_to_zero() {
        let schedule = |cooldown| Schedule {
            rate: 2.0,
            warm_up: 10,
            cooldown,
        };
        let rates: Vec<f64> = (0..=100)
            .map(|step| schedule(0.4).rate(step, 100))
            .collect();
        assert_eq!((rates[0], rates[9], rates[60]), (0.2, 2.0, 2.0));
        assert!((rates[80] - 1.0).abs() < 1e-12 && rates[100].abs() < 1e-12);
        assert!(rates[10..].windows(2).all(|pair| pair[1] <= pair[0]));
        // Half a cosine from beginning to end.
        let done: f64 = 0.3;
        let wanted = 1.0 + (std::f64::consts::PI * done).cos();
        assert!((schedule(1.0).rate(30, 100) - wanted).abs() < 1e-12);
    }
}
