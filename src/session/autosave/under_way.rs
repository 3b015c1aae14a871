//! Which saves are under way, so that nobody is given work that is older than one of them.

use std::{
    collections::HashMap,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
};

/// Saves that were decided upon and are not written yet, by the hash of their photograph.
#[derive(Clone, Debug, Default)]
pub struct SavesUnderWay(Arc<Mutex<HashMap<String, usize>>>);

/// A save that is under way as long as this or one of its clones lives, however it ends.
#[derive(Clone, Debug)]
pub struct UnderWay {
    _save: Arc<Guard>,
}

#[derive(Debug)]
struct Guard {
    saves: SavesUnderWay,
    photograph: String,
}

impl SavesUnderWay {
    /// A save of the work on the photograph of this hash begins.
    pub fn begin(&self, photograph: &str) -> UnderWay {
        *self.counts().entry(photograph.to_owned()).or_default() += 1;
        let guard = Guard {
            saves: self.clone(),
            photograph: photograph.to_owned(),
        };
        UnderWay {
            _save: Arc::new(guard),
        }
    }

    /// Whether one of this photograph goes on.
    pub fn of(&self, photograph: &str) -> bool {
        self.counts().contains_key(photograph)
    }

    fn counts(&self) -> MutexGuard<'_, HashMap<String, usize>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Drop for Guard {
    fn drop(&mut self) {
        let mut counts = self.saves.counts();
        if let Some(count) = counts.get_mut(&self.photograph) {
            *count -= 1;
            if *count == 0 {
                counts.remove(&self.photograph);
            }
        }
    }
}
