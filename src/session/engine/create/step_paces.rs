//! How fast steps of Refine are, for what is told of their end.

use std::collections::VecDeque;

/// Seconds that a step took for each pixel, as last measured.
#[derive(Default)]
pub struct StepPaces(VecDeque<f32>);

impl StepPaces {
    /// Measurements that count.
    const MOST: usize = 10;

    pub fn add(&mut self, pace: f32) {
        self.0.truncate(Self::MOST - 1);
        self.0.push_front(pace);
    }

    /// The median: a step that had to wait for others does not count. 0 before the first.
    pub fn median(&self) -> f32 {
        let mut paces: Vec<f32> = self.0.iter().copied().collect();
        paces.sort_by(f32::total_cmp);
        let half = paces.len() / 2;
        match paces.get(half) {
            Some(upper) if paces.len().is_multiple_of(2) => 0.5 * (paces[half - 1] + upper),
            Some(middle) => *middle,
            None => 0.0,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_pace_is_the_median_of_the_last_ten_measurements() {
        let mut paces = StepPaces::default();
        assert_eq!(paces.median(), 0.0);
        paces.add(3.0);
        assert_eq!(paces.median(), 3.0);
        // Ten slow ones are forgotten after ten others; one that waited for a minute changes nothing.
        (0..10).for_each(|_| paces.add(50.0));
        (1..=9).for_each(|pace| paces.add(pace as f32));
        paces.add(6000.0);
        assert_eq!(paces.median(), 5.5);
        assert_eq!(paces.0.len(), 10);
    }
}
