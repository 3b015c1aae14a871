//! One picture from files to file.

use super::{Flow, Job, JobEvent, Painted, Painters, Seconds, run::JobRun, sources::JobSources};
use crate::{
    error::{Error, Result, catch_panic},
    picture::Watch,
    session::deliver::{Delivery, deliver},
    stylize::Refine,
};
use crossbeam_channel::{RecvTimeoutError, bounded};
use std::time::{Duration, Instant};

/// Paints and saves one picture; `observe` is called as it goes on. `None` if it was stopped before
/// there was anything to keep.
///
/// # Errors
/// If a source cannot be used, the job does not fit into memory, the device fails or the result
/// cannot be saved.
pub fn paint(
    job: &Job,
    painters: &Painters,
    observe: &mut dyn FnMut(JobEvent<'_>) -> Flow,
) -> Result<Option<Painted>> {
    let begin = Instant::now();
    observe(JobEvent::Stage("loading"));
    let sources = JobSources::read(job)?;
    let warnings = sources.warnings().to_vec();
    for (file, warning) in &warnings {
        observe(JobEvent::Warned(file, *warning));
    }
    if let Some((from, to)) = sources.shrunk() {
        observe(JobEvent::Shrunk { from, to });
    }
    let load = begin.elapsed().as_secs_f64();

    let computing = Instant::now();
    observe(JobEvent::Stage("painting"));
    let mut run = JobRun::begin(sources, painters)?;
    let mut stopped = false;
    while !run.is_done() {
        let instant = run.refined().is_none();
        if instant && observe(JobEvent::Share(run.share()?)) == Flow::Stop {
            return Ok(None);
        }
        let before = run.refined().map(Refine::steps_done);
        run.step(painters)?;
        let Some(refine) = run.refined() else {
            continue;
        };
        // Pieces of what a decoder paints at the end are no steps; who stops there gets the picture all the same.
        let stepped = before != Some(refine.steps_done());
        let flow = match stepped {
            true => observe(JobEvent::Step(&refine.progress()?, refine)),
            false => observe(JobEvent::Share(run.share()?)),
        };
        stopped |= flow == Flow::Stop;
        if stopped && stepped {
            break;
        }
    }
    let Some(mut painted) = run.finish(painters)? else {
        return Ok(None);
    };
    let measure = painted.seconds.measure;
    let compute = computing.elapsed().as_secs_f64() - measure;

    observe(JobEvent::Stage("saving"));
    // Who has stopped the painting keeps what is there.
    let mut saving = |share| match stopped {
        true => Flow::Continue,
        false => observe(JobEvent::Saving(share)),
    };
    if !save(&painted, &job.delivery, &mut saving)? {
        return Ok(None);
    }
    painted.warnings = warnings;
    painted.seconds = Seconds {
        load,
        compute,
        measure,
        total: begin.elapsed().as_secs_f64(),
    };
    Ok(Some(painted))
}

/// Saves on another thread and asks meanwhile whether to go on; returns whether the file was written.
fn save(
    painted: &Painted,
    delivery: &Delivery,
    go_on: &mut dyn FnMut(f32) -> Flow,
) -> Result<bool> {
    /// Time between two questions.
    const ASK: Duration = Duration::from_millis(100);
    let (making, watch) = (painted.making(), Watch::default());
    let (done, saved) = bounded(1);
    std::thread::scope(|scope| {
        let (making, watch) = (&making, &watch);
        let body = move || {
            let saved = catch_panic(|| deliver(&painted.picture, making, delivery, watch));
            // Who asks waits for it.
            let _ = done.send(saved.map_err(Error::Compute).and_then(|saved| saved));
        };
        scope.spawn(body);
        loop {
            match saved.recv_timeout(ASK) {
                Ok(saved) => return saved,
                Err(RecvTimeoutError::Timeout) => {}
                Err(RecvTimeoutError::Disconnected) => return Ok(false),
            }
            if go_on(watch.share()) == Flow::Stop {
                watch.stop();
            }
        }
    })
}
