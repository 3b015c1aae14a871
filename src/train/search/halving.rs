//! Successive halving (Jamieson and Talwalkar, "Non-stochastic best arm identification", AISTATS 2016): all are tried for a little,
//! the better half for twice as long, and so on; only the last one is learnt to its end.

use serde::{Deserialize, Serialize};

/// Which of several trials is best, found by rungs.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Halving {
    /// Steps at which trials are looked at, each twice the one before.
    rungs: Vec<usize>,
    /// Of each trial, the scores at the rungs that it has reached; none where it came to nothing.
    scores: Vec<Vec<Option<f32>>>,
}

impl Halving {
    /// Of so many trials, of which the last one learns for `steps`, rounded up to what halves often enough.
    pub fn new(trials: usize, steps: usize) -> Self {
        let halvings = trials.max(1).next_power_of_two().ilog2();
        let first = steps.max(1).div_ceil(1 << halvings);
        Self {
            rungs: (0..=halvings).map(|rung| first << rung).collect(),
            scores: vec![Vec::new(); trials],
        }
    }

    /// Steps of the first rung, of which all others are multiples.
    pub fn first(&self) -> usize {
        self.rungs.first().copied().unwrap_or(1)
    }

    /// Steps of the last rung.
    pub fn last(&self) -> usize {
        self.rungs.last().copied().unwrap_or(1)
    }

    /// The trial that goes on next, and to which step; `None` when all is known.
    pub fn next(&self) -> Option<(usize, usize)> {
        (0..self.rungs.len()).find_map(|rung| {
            let mut at = self.at(rung).into_iter();
            let trial = at.find(|&trial| self.scores[trial].len() == rung)?;
            Some((trial, self.rungs[rung]))
        })
    }

    /// What `trial` came to at the step that [`Halving::next`] asked for; less is better, and nothing is worst.
    pub fn tell(&mut self, trial: usize, score: Option<f32>) {
        if let Some(scores) = self.scores.get_mut(trial)
            && scores.len() < self.rungs.len()
        {
            scores.push(score.filter(|score| score.is_finite()));
        }
    }

    /// The trials that reach a rung, or will if nobody is left to be told of; in their own order.
    fn at(&self, rung: usize) -> Vec<usize> {
        let mut alive: Vec<usize> = (0..self.scores.len()).collect();
        for below in 0..rung {
            if alive.iter().any(|&trial| self.scores[trial].len() <= below) {
                return Vec::new();
            }
            let half = alive.len().div_ceil(2);
            alive.sort_by(|a, b| self.better(*a, *b, below));
            alive.retain(|&trial| self.scores[trial][below].is_some());
            alive.truncate(half);
            alive.sort_unstable();
        }
        alive
    }

    /// Which of two is better at a rung that both have reached; of equals the first one.
    fn better(&self, a: usize, b: usize, rung: usize) -> std::cmp::Ordering {
        let score = |trial: usize| self.scores[trial][rung].unwrap_or(f32::INFINITY);
        score(a).total_cmp(&score(b)).then(a.cmp(&b))
    }

    /// All trials, the best first: those that came farther, and of those that came as far the better.
    pub fn ranking(&self) -> Vec<usize> {
        let mut all: Vec<usize> = (0..self.scores.len()).collect();
        all.sort_by(|&a, &b| {
            let (far_a, far_b) = (self.scores[a].len(), self.scores[b].len());
            far_b.cmp(&far_a).then_with(|| match far_a {
                0 => a.cmp(&b),
                far => self.better(a, b, far - 1),
            })
        });
        all
    }

    /// How far a trial came, and what it was there.
    pub fn of(&self, trial: usize) -> (usize, Option<f32>) {
        let scores = self.scores.get(trial).map_or(&[][..], Vec::as_slice);
        match scores.last() {
            Some(score) => (self.rungs[scores.len() - 1], *score),
            None => (0, None),
        }
    }

    /// Steps learnt so far, of all trials together.
    pub fn cost(&self) -> usize {
        (0..self.scores.len()).map(|trial| self.of(trial).0).sum()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Drives it to its end by what each trial is at a step.
    fn found(halving: &mut Halving, score: impl Fn(usize, usize) -> Option<f32>) -> Vec<usize> {
        let mut turns = Vec::new();
        while let Some((trial, steps)) = halving.next() {
            turns.push(steps);
            halving.tell(trial, score(trial, steps));
            assert!(turns.len() < 100);
        }
        assert!(turns.is_sorted());
        halving.ranking()
    }

    #[test]
    fn the_best_of_eight_is_found_at_a_third_of_the_grids_cost() {
        for best in 0..8 {
            let mut halving = Halving::new(8, 800);
            let ranking = found(&mut halving, |trial, steps| {
                Some(1.0 / steps as f32 + trial.abs_diff(best) as f32 * 1e-2)
            });
            assert_eq!(ranking[0], best);
            assert_eq!(halving.of(best).0, 800);
            assert!(halving.cost() <= 8 * 800 * 2 / 5, "{}", halving.cost());
        }
    }

    #[test]
    fn any_number_of_trials_ends_also_when_some_come_to_nothing() {
        for trials in 1..10 {
            let mut halving = Halving::new(trials, 50);
            let bad = |trial: usize| !trial.is_multiple_of(3);
            let ranking = found(&mut halving, |trial, _| {
                (!bad(trial)).then_some(9.0 - trial as f32)
            });
            assert_eq!(ranking[0], (trials - 1) / 3 * 3);
            assert_eq!(ranking.len(), trials);
            assert!(halving.last() >= 50 && halving.last().is_multiple_of(halving.first()));
        }
        let mut nothing = Halving::new(4, 50);
        found(&mut nothing, |_, _| Some(f32::NAN));
        assert_eq!(nothing.of(0), (nothing.first(), None));
        assert_eq!(Halving::new(0, 50).next(), None);
    }
}
