//! Named numbers in an order: values of losses, measures, weights.

use serde::{
    Deserialize, Deserializer, Serialize, Serializer,
    de::{MapAccess, Visitor},
    ser::SerializeMap,
};
use std::{borrow::Cow, fmt};

/// Numbers by name, in the order in which they were added; in files a map.
///
/// What belongs to one of several networks has its name before a dot: `discriminator.loss`.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Terms(Vec<(Cow<'static, str>, f32)>);

impl Terms {
    /// The number of this name.
    pub fn get(&self, name: &str) -> Option<f32> {
        let found = self.0.iter().find(|(own, _)| own == name);
        found.map(|(_, value)| *value)
    }

    /// Adds a number, or puts it in the place of the one with its name.
    pub fn set(&mut self, name: impl Into<Cow<'static, str>>, value: f32) {
        let name = name.into();
        match self.0.iter_mut().find(|(own, _)| *own == name) {
            Some((_, old)) => *old = value,
            None => self.0.push((name, value)),
        }
    }

    /// All of them.
    pub fn iter(&self) -> impl Iterator<Item = (&str, f32)> {
        self.0.iter().map(|(name, value)| (name.as_ref(), *value))
    }

    /// Whether all are finite.
    pub fn are_numbers(&self) -> bool {
        self.0.iter().all(|(_, value)| value.is_finite())
    }

    /// The mean of each number over those of `all` that have it.
    pub fn mean(all: &[Self]) -> Self {
        let mut sums: Vec<(Cow<'static, str>, f32, f32)> = Vec::new();
        for (name, value) in all.iter().flat_map(|terms| &terms.0) {
            match sums.iter_mut().find(|(own, ..)| own == name) {
                Some((_, sum, count)) => (*sum, *count) = (*sum + value, *count + 1.0),
                None => sums.push((name.clone(), *value, 1.0)),
            }
        }
        let means = sums.into_iter();
        means
            .map(|(name, sum, count)| (name, sum / count))
            .collect()
    }
}

impl<N: Into<Cow<'static, str>>> FromIterator<(N, f32)> for Terms {
    fn from_iter<I: IntoIterator<Item = (N, f32)>>(all: I) -> Self {
        let mut terms = Self::default();
        all.into_iter()
            .for_each(|(name, value)| terms.set(name, value));
        terms
    }
}

impl Serialize for Terms {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(Some(self.0.len()))?;
        for (name, value) in &self.0 {
            map.serialize_entry(name, value)?;
        }
        map.end()
    }
}

impl<'de> Deserialize<'de> for Terms {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Map;
        impl<'de> Visitor<'de> for Map {
            type Value = Terms;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("numbers by name")
            }

            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Terms, A::Error> {
                let mut terms = Terms::default();
                while let Some((name, value)) = map.next_entry::<String, f32>()? {
                    terms.set(name, value);
                }
                Ok(terms)
            }
        }
        deserializer.deserialize_map(Map)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_keep_their_order_and_means_are_of_those_that_are_there() {
        let terms: Terms = [("style", 1.0), ("content", 3.0)].into_iter().collect();
        let text = serde_json::to_string(&terms).expect("text");
        assert_eq!(text, r#"{"style":1.0,"content":3.0}"#);
        assert_eq!(serde_json::from_str::<Terms>(&text).expect("read"), terms);
        let more: Terms = [("content", 5.0), ("fake", 0.5)].into_iter().collect();
        let mean = Terms::mean(&[terms, more]);
        let wanted = [("style", 1.0), ("content", 4.0), ("fake", 0.5)];
        assert!(mean.iter().eq(wanted));
        assert!(mean.are_numbers() && mean.get("real").is_none());
        let broken: Terms = [("style", f32::NAN)].into_iter().collect();
        assert!(!broken.are_numbers());
    }
}
