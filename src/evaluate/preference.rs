//! What people prefer: strengths of contenders from votes between two of them.
//!
//! Bradley and Terry, "Rank analysis of incomplete block designs: I. The method of paired comparisons" (Biometrika 1952). Few
//! votes, or a contender that always wins, would have infinite strengths; Firth's correction (Biometrika 1993) keeps them finite and
//! nearly without bias: each pair gets as many half-won votes as its leverage says.

/// Standard deviations that hold 95 % of a normal distribution.
const HOLDS: f64 = 1.959_963_985;
/// Newton steps; five or six are usual.
const STEPS: usize = 60;
/// No strength moves further in one step.
const REACH: f64 = 1.0;

/// Votes between contenders, counted from 0.
#[derive(Clone, Debug, PartialEq)]
pub struct Votes {
    contenders: usize,
    /// How often the first was preferred to the second, row by row; one that fell equally counts half for each.
    wins: Vec<f64>,
}

/// A share with its 95 % interval.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Interval {
    /// The estimate.
    pub value: f64,
    /// Its lower end.
    pub low: f64,
    /// Its upper end.
    pub high: f64,
}

/// Strengths of all contenders.
#[derive(Clone, Debug)]
pub struct Strengths {
    /// Logarithms, of sum 0.
    strengths: Vec<f64>,
    /// Their covariances, row by row.
    covariance: Vec<f64>,
}

impl Votes {
    /// None yet.
    pub fn new(contenders: usize) -> Self {
        Self {
            contenders,
            wins: vec![0.0; contenders * contenders],
        }
    }

    /// One was preferred to another.
    pub fn preferred(&mut self, one: usize, other: usize) {
        self.add(one, other, 1.0);
    }

    /// Both were as good.
    pub fn equal(&mut self, one: usize, other: usize) {
        self.add(one, other, 0.5);
        self.add(other, one, 0.5);
    }

    fn add(&mut self, one: usize, other: usize, votes: f64) {
        let known = one.max(other) < self.contenders && one != other;
        let at = one * self.contenders + other;
        if let (true, Some(wins)) = (known, self.wins.get_mut(at)) {
            *wins += votes;
        }
    }

    /// How often `one` was preferred to `other`; equal ones count half.
    pub fn wins(&self, one: usize, other: usize) -> f64 {
        let at = one * self.contenders + other;
        self.wins.get(at).copied().unwrap_or(0.0)
    }

    /// Votes between these two.
    pub fn between(&self, one: usize, other: usize) -> f64 {
        self.wins(one, other) + self.wins(other, one)
    }

    /// Whether votes lead from each contender to every other, perhaps over others.
    fn is_connected(&self) -> bool {
        let mut seen = vec![false; self.contenders];
        let mut next = vec![0];
        while let Some(one) = next.pop() {
            if seen.get(one) == Some(&false) {
                seen[one] = true;
                next.extend((0..self.contenders).filter(|other| self.between(one, *other) > 0.0));
            }
        }
        seen.iter().all(|seen| *seen)
    }

    /// Strengths that explain the votes best; `None` if there are fewer than two contenders, or votes do not connect them all.
    pub fn strengths(&self) -> Option<Strengths> {
        let n = self.contenders;
        if n < 2 || !self.is_connected() {
            return None;
        }
        let mut strengths = vec![0.0; n];
        let mut covariance = Vec::new();
        for _ in 0..STEPS {
            covariance = self.covariance(&strengths)?;
            let variance = |i: usize, j: usize| {
                covariance[i * n + i] + covariance[j * n + j] - 2.0 * covariance[i * n + j]
            };
            let mut slope = vec![0.0; n];
            for i in 0..n {
                for j in (0..n).filter(|j| *j != i) {
                    let (votes, share) = (self.between(i, j), chance(strengths[i] - strengths[j]));
                    let leverage = votes * share * (1.0 - share) * variance(i, j);
                    slope[i] += self.wins(i, j) - votes * share + leverage * (0.5 - share);
                }
            }
            let mut furthest = 0.0f64;
            for i in 0..n {
                let row = &covariance[i * n..(i + 1) * n];
                let step: f64 = row.iter().zip(&slope).map(|(a, b)| a * b).sum();
                strengths[i] += step.clamp(-REACH, REACH);
                furthest = furthest.max(step.abs());
            }
            let mean = strengths.iter().sum::<f64>() / n as f64;
            strengths.iter_mut().for_each(|strength| *strength -= mean);
            if furthest < 1e-10 {
                break;
            }
        }
        Some(Strengths {
            strengths,
            covariance,
        })
    }

    /// Covariances of strengths of sum 0: the pseudo-inverse of Fisher's information, whose null space are equal strengths.
    fn covariance(&self, strengths: &[f64]) -> Option<Vec<f64>> {
        let n = self.contenders;
        let one = 1.0 / n as f64;
        let mut information = vec![one; n * n];
        for i in 0..n {
            for j in (0..n).filter(|j| *j != i) {
                let share = chance(strengths[i] - strengths[j]);
                let known = self.between(i, j) * share * (1.0 - share);
                information[i * n + i] += known;
                information[i * n + j] -= known;
            }
        }
        let mut inverse = inverse(information, n)?;
        inverse.iter_mut().for_each(|value| *value -= one);
        Some(inverse)
    }
}

impl Strengths {
    /// How likely it is that `one` is preferred to `other`.
    pub fn over(&self, one: usize, other: usize) -> Interval {
        let n = self.strengths.len();
        let mut weights = vec![0.0; n];
        weights[one] += 1.0;
        weights[other] -= 1.0;
        self.interval(&weights)
    }

    /// How likely it is that `one` is preferred to an opponent of the others' mean strength.
    pub fn over_others(&self, one: usize) -> Interval {
        let n = self.strengths.len();
        let mut weights = vec![-1.0 / (n - 1) as f64; n];
        weights[one] = 1.0;
        self.interval(&weights)
    }

    fn interval(&self, weights: &[f64]) -> Interval {
        let n = weights.len();
        let weighted =
            |numbers: &[f64]| -> f64 { numbers.iter().zip(weights).map(|(a, b)| a * b).sum() };
        let ahead = weighted(&self.strengths);
        let rows: Vec<f64> = self.covariance.chunks(n).map(weighted).collect();
        let reach = HOLDS * weighted(&rows).max(0.0).sqrt();
        Interval {
            value: chance(ahead),
            low: chance(ahead - reach),
            high: chance(ahead + reach),
        }
    }
}

/// The logistic function.
fn chance(ahead: f64) -> f64 {
    1.0 / (1.0 + (-ahead).exp())
}

/// Inverse of a positive definite matrix, row by row (Gauss and Jordan); `None` if it is none within rounding.
fn inverse(mut matrix: Vec<f64>, n: usize) -> Option<Vec<f64>> {
    for pivot in 0..n {
        let by = matrix[pivot * n + pivot];
        if !by.is_finite() || by <= 1e-300 {
            return None;
        }
        matrix[pivot * n + pivot] = 1.0;
        for column in 0..n {
            matrix[pivot * n + column] /= by;
        }
        for row in (0..n).filter(|row| *row != pivot) {
            let times = std::mem::take(&mut matrix[row * n + pivot]);
            for column in 0..n {
                matrix[row * n + column] -= times * matrix[pivot * n + column];
            }
        }
    }
    Some(matrix)
}

#[cfg(test)]
mod tests {
    use super::*;
    use rand::{RngExt, SeedableRng};
    use rand_chacha::ChaCha8Rng;

    /// `votes` between every two of contenders with these strengths.
    fn study(truth: &[f64], votes: usize, rng: &mut ChaCha8Rng) -> Votes {
        let mut all = Votes::new(truth.len());
        for i in 0..truth.len() {
            for j in i + 1..truth.len() {
                for _ in 0..votes {
                    if rng.random_bool(chance(truth[i] - truth[j])) {
                        all.preferred(i, j);
                    } else {
                        all.preferred(j, i);
                    }
                }
            }
        }
        all
    }

    #[test]
    fn two_contenders_have_the_odds_of_their_votes() {
        let mut votes = Votes::new(2);
        (0..13).for_each(|_| votes.preferred(0, 1));
        (0..2).for_each(|_| votes.preferred(1, 0));
        votes.equal(0, 1);
        let found = votes.strengths().expect("strengths");
        // Firth's correction of one proportion adds half a vote to both sides (Haldane and Anscombe).
        let odds: f64 = (13.5 + 0.5) / (2.5 + 0.5);
        let deviation = (1.0 / (16.0 * odds / (1.0 + odds).powi(2))).sqrt();
        let Interval { value, low, high } = found.over(0, 1);
        assert!((value - odds / (1.0 + odds)).abs() < 1e-9, "{value}");
        assert!((low - chance(odds.ln() - HOLDS * deviation)).abs() < 1e-9);
        assert!((high - chance(odds.ln() + HOLDS * deviation)).abs() < 1e-9);
        assert_eq!(found.over_others(0), found.over(0, 1));
        // Nobody won against the first, and its strength is finite.
        let mut all = Votes::new(3);
        (0..5).for_each(|_| all.preferred(0, 1));
        (0..5).for_each(|_| all.preferred(1, 2));
        let found = all.strengths().expect("strengths");
        assert!(found.over(0, 2).value < 0.9999 && found.over(0, 2).value > found.over(0, 1).value);
    }

    #[test]
    fn intervals_hold_the_truth_in_95_of_100_studies() {
        let truth = [0.9, 0.2, -0.3, -0.8];
        let mut rng = ChaCha8Rng::seed_from_u64(1);
        let (mut held, mut asked) = (0, 0);
        for _ in 0..1500 {
            let votes = study(&truth, 16, &mut rng);
            let found = votes.strengths().expect("strengths");
            for i in 0..truth.len() {
                for j in i + 1..truth.len() {
                    let true_share = chance(truth[i] - truth[j]);
                    let Interval { low, high, .. } = found.over(i, j);
                    held += usize::from((low..=high).contains(&true_share));
                    asked += 1;
                }
            }
        }
        let share = held as f64 / asked as f64;
        assert!((0.93..=0.97).contains(&share), "{share}");
    }

    #[test]
    fn contenders_that_no_vote_connects_have_no_order() {
        let mut votes = Votes::new(4);
        votes.preferred(0, 1);
        votes.preferred(2, 3);
        assert!(votes.strengths().is_none());
        votes.equal(1, 2);
        assert!(votes.strengths().is_some());
        // Nothing is counted of contenders that are not there, or of one against itself.
        let before = votes.clone();
        votes.preferred(7, 0);
        votes.preferred(3, 3);
        assert_eq!(votes, before);
    }
}
