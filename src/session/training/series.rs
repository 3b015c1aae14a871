//! The values of the losses over a run, in bounded memory.

use crate::train::Terms;

/// Most rows: more are not seen on a screen.
const MOST: usize = 1024;

/// What was told of some steps.
#[derive(Clone, Debug, PartialEq)]
pub struct Row {
    /// The last of them.
    pub step: usize,
    /// Means of the losses, before their weights.
    pub losses: Terms,
    /// Learning rate of that step.
    pub rate: f64,
}

/// Rows by step. When there are too many, two become one, and from then on as many come together as they arrive.
#[derive(Clone, Debug, PartialEq)]
pub struct Series {
    rows: Vec<Row>,
    /// How many that arrive make a row.
    together: usize,
    waiting: Vec<Row>,
}

impl Default for Series {
    fn default() -> Self {
        Self {
            rows: Vec::new(),
            together: 1,
            waiting: Vec::new(),
        }
    }
}

impl Series {
    /// Adds a row; one that is not newer than all others was heard before.
    pub fn push(&mut self, row: Row) {
        let last = self.rows().last();
        if last.is_some_and(|last| last.step >= row.step) {
            return;
        }
        self.waiting.push(row);
        if self.waiting.len() < self.together {
            return;
        }
        let waiting = std::mem::take(&mut self.waiting);
        self.rows.extend(merged(&waiting));
        if self.rows.len() >= MOST {
            self.rows = self.rows.chunks(2).filter_map(merged).collect();
            self.together *= 2;
        }
    }

    /// All rows, those that came last too.
    pub fn rows(&self) -> impl DoubleEndedIterator<Item = &Row> {
        self.rows.iter().chain(&self.waiting)
    }

    /// Forgets what came after `step`.
    pub fn truncate(&mut self, step: usize) {
        self.rows.retain(|row| row.step <= step);
        self.waiting.retain(|row| row.step <= step);
    }

    /// Names of the losses, in the order of the newest row that has all it can have.
    pub fn names(&self) -> Vec<String> {
        let last = self.rows().next_back();
        let names = last.map(|row| row.losses.iter().map(|(name, _)| name.to_owned()));
        names.map(Iterator::collect).unwrap_or_default()
    }
}

/// One row in the place of several.
fn merged(rows: &[Row]) -> Option<Row> {
    let last = rows.last()?;
    let losses: Vec<Terms> = rows.iter().map(|row| row.losses.clone()).collect();
    Some(Row {
        step: last.step,
        losses: Terms::mean(&losses),
        rate: last.rate,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_long_run_keeps_its_shape_in_bounded_memory() {
        let mut series = Series::default();
        for i in 1..=100_000usize {
            let losses = [("style", i as f32)].into_iter().collect();
            let step = 25 * i;
            series.push(Row {
                step,
                losses,
                rate: 0.1,
            });
        }
        let rows: Vec<_> = series.rows().collect();
        assert!((MOST / 2..2 * MOST).contains(&rows.len()), "{}", rows.len());
        assert!(rows.is_sorted_by_key(|row| row.step));
        assert_eq!(rows.last().map(|row| row.step), Some(2_500_000));
        // A straight line stays one: the value is half a row behind its step.
        for row in &rows[..rows.len() - 200] {
            let value = row.losses.get("style").expect("there");
            let there = row.step as f32 / 25.0;
            assert!(
                value <= there && value > there - 128.0,
                "{value} at {there}"
            );
        }
        series.truncate(1_000_000);
        assert!(series.rows().all(|row| row.step <= 1_000_000));
        let before = series.rows().count();
        let old = series.rows().next().expect("one").clone();
        series.push(old);
        assert_eq!(series.rows().count(), before, "heard before");
        assert_eq!(series.names(), ["style"]);
    }
}
