//! Work that does not depend on each other, at the same time where that is faster.
//!
//! The CPU backend computes matrix products on all cores and nearly all the rest on the one that asked, so
//! that parts of a step which have graphs of their own are worth threads of their own. A GPU takes one
//! thing after the other anyway. Work that may have some of the cores only runs in a pool of so many threads,
//! and takes no others: there too one thing comes after the other, and matrix products take what there is.

use burn::tensor::Device;
use rayon::ThreadPoolBuilder;
use std::{panic::resume_unwind, thread};

/// Whether threads of its own make work on `device` faster.
fn divided(device: &Device) -> bool {
    *device == Device::flex() && rayon::current_thread_index().is_none()
}

/// `work` on every one of `items`, in their order; a panic in one is passed on.
pub fn at_once<T: Send, R: Send>(
    device: &Device,
    items: Vec<T>,
    work: impl Fn(T) -> R + Sync,
) -> Vec<R> {
    if !divided(device) {
        return items.into_iter().map(work).collect();
    }
    // Each has its share of the cores: two that both ask for all of them wait for each other at every product.
    let share = (rayon::current_num_threads() / items.len().max(1)).max(1);
    let alone = |item| match ThreadPoolBuilder::new().num_threads(share).build() {
        Ok(pool) => pool.install(|| work(item)),
        // The system gives no more threads.
        Err(_) => work(item),
    };
    let alone = &alone;
    thread::scope(|scope| {
        let threads = items
            .into_iter()
            .map(|item| scope.spawn(move || alone(item)));
        let threads: Vec<_> = threads.collect();
        let done = threads.into_iter().map(|thread| thread.join());
        done.map(|result| result.unwrap_or_else(|panic| resume_unwind(panic)))
            .collect()
    })
}

/// What `first` and `second` give; a panic in either is passed on.
pub fn both<A, B: Send>(
    device: &Device,
    first: impl FnOnce() -> A,
    second: impl FnOnce() -> B + Send,
) -> (A, B) {
    if !divided(device) {
        return (first(), second());
    }
    thread::scope(|scope| {
        let second = scope.spawn(second);
        let first = first();
        let second = second.join().unwrap_or_else(|panic| resume_unwind(panic));
        (first, second)
    })
}
