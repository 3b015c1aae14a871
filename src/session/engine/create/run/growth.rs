//! A finished run whose canvas has come to show more of it: its decoder paints it larger.

use super::RefineRun;
use crate::{
    error::Result,
    session::request::PaintRequest,
    stylize::{FittedPainting, Refine, Size},
};

/// A larger painting on its way.
pub struct Growth {
    size: (usize, usize),
    exact: Size,
    painting: FittedPainting,
}

impl RefineRun {
    /// Begins to paint what the run has come to as large as `start` wants it; does nothing where that is no larger, and where no
    /// decoder can.
    ///
    /// # Errors
    /// If the device fails.
    pub fn grow(&mut self, start: &PaintRequest) -> Result<()> {
        let size = start.size();
        let long = |(width, height): (usize, usize)| width.max(height);
        let larger = long(size) > long(self.refine.size());
        let larger = self.refine.at_size(size).filter(|_| larger);
        let painting = match larger {
            Some(larger) => larger.begin_whole()?,
            None => None,
        };
        self.growth = painting.map(|painting| Growth {
            size,
            exact: start.exact_size(),
            painting,
        });
        Ok(())
    }

    /// `refine`, a state of this run, as large as the run is by now.
    pub fn at_its_size(&self, refine: &Refine) -> Refine {
        let size = self.refine.size();
        let larger = Some(size).filter(|size| *size != refine.size());
        let larger = larger.and_then(|size| refine.at_size(size));
        larger.unwrap_or_else(|| refine.clone())
    }

    /// Whether a larger painting is on its way.
    pub fn grows(&self) -> bool {
        self.growth.is_some()
    }

    /// The next piece of it; its size once it is done, and is the picture.
    ///
    /// # Errors
    /// If the device fails.
    pub fn go_on_growing(&mut self) -> Result<Option<(usize, usize)>> {
        // It is given up if this fails.
        let Some(mut growth) = self.growth.take() else {
            return Ok(None);
        };
        growth.painting.go_on()?;
        if !growth.painting.is_done() {
            self.growth = Some(growth);
            return Ok(None);
        }
        let Some(larger) = self.refine.at_size(growth.size) else {
            return Ok(None);
        };
        larger.keep_whole(growth.painting);
        (self.refine, self.exact) = (larger, growth.exact);
        Ok(Some(growth.size))
    }
}
