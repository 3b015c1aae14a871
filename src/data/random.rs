//! Random numbers that do not depend on what was drawn before, so that a resumed run draws what it would have
//! drawn.

use rand::SeedableRng;
use rand_chacha::ChaCha8Rng;

/// A random generator for one purpose: independent for each (seed, stream, item).
pub fn random(seed: u64, stream: u64, item: u64) -> ChaCha8Rng {
    let mut rng = ChaCha8Rng::seed_from_u64(seed ^ stream.rotate_left(32));
    rng.set_stream(item);
    rng
}
