//! Instant on the compute thread: wishes become sketches and results, piece by piece.

use super::super::work::look;
use super::{
    ChosenPainting, Event, Pane, Shown, StartRun,
    painter::{Painter, check_memory},
    part_of,
    studio::{Newest, Studio},
    wish::{Errand, Purpose, Shot, Stage, Wish, Work},
};
use crate::{
    compute::{Frame, to_tensor},
    error::{Error, Result, catch_panic},
    picture::{Picture, at_most},
    session::Making,
    stylize::{
        Content, Engine, Instant as Generator, Recipe, Size, Start, Style, distances,
        distances_live, toned,
    },
};
use std::{collections::VecDeque, mem, sync::Arc, time::Instant};

/// Long side above which a painting is of no use to be compared with.
const COMPARED: f32 = 1024.0;

impl Studio {
    /// A picture is wanted; an older one is wanted no longer. Refine rests meanwhile.
    pub(super) fn want(&mut self, start: StartRun) -> Result<()> {
        self.painting = false;
        self.panes[Pane::Main as usize] = Shown::Newest;
        let before = mem::replace(&mut self.newest, Newest::Instant);
        let same = |wish: &&mut Wish| wish.is(&start) && !matches!(wish.stage, Stage::Stopped);
        let Some(wish) = self.wish.as_mut().filter(same) else {
            self.wish = Some(Wish::new(start));
            return Ok(());
        };
        let tone = start.recipe.tone;
        let other = wish.start.recipe.tone != tone;
        wish.again(start);
        let there = match wish.stage {
            Stage::New => false,
            Stage::Done(_) => true,
            _ => other || before == Newest::Refine,
        };
        if let (true, Some(shot)) = (there, &mut self.shot) {
            shot.recipe.tone = tone;
        }
        if there { self.present() } else { Ok(()) }
    }

    /// When Instant has something to do next.
    pub(super) fn due(&self) -> Option<Instant> {
        let answers = self.newest == Newest::Instant;
        let wish = self.wish.as_ref().filter(|_| answers);
        // A hand that moves is answered at once, so nothing long is begun meanwhile.
        let moves = wish.is_some_and(|wish| !wish.start.at_rest);
        let errand = self.errand(Engine::Instant).is_some() || !self.small.is_empty();
        let errand = (errand && !moves).then(Instant::now);
        wish.and_then(Wish::due).into_iter().chain(errand).min()
    }

    /// One piece of what the artist wants, or of what was to be done with a picture.
    pub(super) fn paint_piece(&mut self) -> Result<()> {
        let (now, answers) = (Instant::now(), self.newest == Newest::Instant);
        let sketched = |wish: &Wish| !matches!(wish.stage, Stage::New) && wish.start.at_rest;
        if !self.small.is_empty() && (!answers || self.wish.as_ref().is_none_or(sketched)) {
            // The artist sees a sheet wait; a large result takes longer.
            return self.small_piece();
        }
        let due = |wish: &mut Wish| answers && wish.due().is_some_and(|at| at <= now);
        let Some(mut wish) = self.wish.take_if(due) else {
            return self.run_errand(Engine::Instant);
        };
        // It is still wanted if a GPU fails meanwhile.
        self.at_work = Some(wish.start.clone());
        self.advance(&mut wish)?;
        self.at_work = None;
        self.wish = Some(wish);
        Ok(())
    }

    fn advance(&mut self, wish: &mut Wish) -> Result<()> {
        let begun = Instant::now();
        match mem::replace(&mut wish.stage, Stage::Done(None)) {
            Stage::New => {
                check_memory(wish.size)?;
                let strokes = wish.start.recipe.strokes();
                let once = strokes.is_one_pass(wish.size.0.max(wish.size.1));
                let Some(size) = self.pace.sketch(wish.size, once) else {
                    return self.paint_result(wish, begun);
                };
                let instant = self.instant(&wish.start.recipe)?;
                let known = self.painter()?.knows(&instant, &wish.start, size, true);
                let content = self.painter()?.content(&instant, &wish.start, size, true)?;
                self.paint_whole(&wish.start, content)?;
                let seconds = begun.elapsed().as_secs_f32();
                if known {
                    self.pace.took(size, seconds);
                }
                wish.sketched();
                self.present_as(seconds, false)
            }
            Stage::Sketched(_) => {
                // Looking at a large photograph is a piece of its own.
                let instant = self.instant(&wish.start.recipe)?;
                self.painter()?
                    .content(&instant, &wish.start, wish.size, false)?;
                wish.stage = Stage::Seen(begun);
                Ok(())
            }
            Stage::Seen(begun) => self.paint_result(wish, begun),
            Stage::Painting(mut work) => {
                self.instant(&work.shot.recipe)?.go_on(&mut work.painting)?;
                if work.painting.is_done() {
                    wish.done();
                    return self.finish_work(wish, *work);
                }
                self.post.step(Event::Share(work.painting.share()));
                wish.stage = Stage::Painting(work);
                Ok(())
            }
            Stage::Done(_) => self.judge(&wish.start),
            Stage::Stopped => Ok(()),
        }
    }

    /// Paints the result in one piece, or begins with its tiles.
    fn paint_result(&mut self, wish: &mut Wish, begun: Instant) -> Result<()> {
        let instant = self.instant(&wish.start.recipe)?;
        let content = self
            .painter()?
            .content(&instant, &wish.start, wish.size, false)?;
        if content.is_whole() {
            self.paint_whole(&wish.start, content)?;
            wish.done();
            self.present_result(&wish.start, begun.elapsed().as_secs_f32())
        } else {
            let work = self.begin(&wish.start, content, begun)?;
            self.post.step(Event::Share(0.0));
            wish.stage = Stage::Painting(Box::new(work));
            Ok(())
        }
    }

    fn begin(&mut self, start: &StartRun, content: Content, begun: Instant) -> Result<Work> {
        let shot = self.shot_of(start, content)?;
        let instant = self.instant(&shot.recipe)?;
        let painting = instant.begin(&shot.content, &shot.style, &shot.look)?;
        Ok(Work {
            painting,
            shot,
            begun,
        })
    }

    fn finish_work(&mut self, wish: &Wish, work: Work) -> Result<()> {
        let mut shot = Shot {
            picture: Some(Arc::new(work.painting.finish())),
            ..work.shot
        };
        shot.recipe.tone = wish.start.recipe.tone;
        self.shot = Some(shot);
        self.present_result(&wish.start, work.begun.elapsed().as_secs_f32())
    }

    /// Paints a picture in one piece, where it can be shown from.
    fn paint_whole(&mut self, start: &StartRun, content: Content) -> Result<()> {
        let mut shot = self.shot_of(start, content)?;
        let on_screen = self.screen.is_some();
        let instant = self.instant(&shot.recipe)?;
        let Shot {
            content,
            style,
            look,
            ..
        } = &shot;
        let canvas = match on_screen {
            true => instant.live(content, style, look)?,
            false => None,
        };
        let picture = match &canvas {
            Some(_) => None,
            None => Some(Arc::new(instant.paint(content, style, look)?)),
        };
        (shot.canvas, shot.picture) = (canvas, picture);
        self.settle()?;
        self.shot = Some(shot);
        Ok(())
    }

    /// What `start` asks for, not painted yet.
    pub(super) fn shot_of(&mut self, start: &StartRun, content: Content) -> Result<Shot> {
        let instant = self.instant(&start.recipe)?;
        let painter = self.painter()?;
        let style = painter.style(&instant, start)?;
        Ok(painter.shot(&instant, start, content, style))
    }

    /// The result is there.
    fn present_result(&mut self, start: &StartRun, seconds: f32) -> Result<()> {
        self.present_as(seconds, true)?;
        let (ready, later): (VecDeque<Errand>, _) = mem::take(&mut self.errands)
            .into_iter()
            .partition(|errand| errand.is_answered_by(start));
        self.errands = later;
        for errand in ready {
            if let Some(mut shot) = self.shot.clone() {
                shot.recipe.tone = errand.start.recipe.tone;
                self.serve(errand.what, &shot)?;
            }
        }
        Ok(())
    }

    fn present_as(&mut self, seconds: f32, result: bool) -> Result<()> {
        if let Some(shot) = &mut self.shot {
            (shot.seconds, shot.result) = (seconds, result);
        }
        self.present()
    }

    /// Puts the newest picture of Instant onto the canvas.
    fn present(&mut self) -> Result<()> {
        let Some(shot) = self.shot.clone() else {
            return Ok(());
        };
        let frame = self.frame_of_shot(&shot)?;
        // What is still on its way is older than what is told now.
        self.post.forget(Pane::Main);
        self.post.event(Event::Instant {
            size: shot.size,
            seconds: shot.seconds,
            result: shot.result,
            recipe: Box::new(shot.recipe),
        });
        self.shown = Instant::now();
        self.post.frame(Pane::Main, frame);
        Ok(())
    }

    pub(super) fn frame_of_shot(&mut self, shot: &Shot) -> Result<Frame> {
        match (&mut self.screen, &shot.canvas, &shot.picture) {
            (Some(screen), Some(canvas), _) => {
                let (photograph, tone) = (shot.content.photograph(), &shot.recipe.tone);
                let own = || {
                    let (width, height) = (photograph.width, photograph.height);
                    to_tensor(&photograph.matte(), width, height, &self.compute.device)
                };
                let canvas = catch_panic(|| toned(canvas.clone(), own, tone));
                screen.show(canvas.map_err(Error::Compute)?)
            }
            (_, _, Some(picture)) => Ok(Frame::still(&shot.toned(picture))),
            _ => Err(Error::Compute("the picture is gone".to_owned())),
        }
    }

    /// The picture of `shot` in memory, without its tone; read from the GPU if it lies there.
    pub(super) fn picture_of(&mut self, shot: &Shot) -> Result<Arc<Picture>> {
        match &shot.picture {
            Some(picture) => Ok(Arc::clone(picture)),
            None => {
                let instant = self.instant(&shot.recipe)?;
                let painted = instant.paint(&shot.content, &shot.style, &shot.look)?;
                Ok(Arc::new(painted))
            }
        }
    }

    /// Gives a picture of Instant away.
    pub(super) fn serve(&mut self, what: Purpose, shot: &Shot) -> Result<()> {
        let picture = self.picture_of(shot)?;
        if let Purpose::Keep(photograph) = what {
            // As the artist set it: an automatic size stays automatic.
            self.keep_instant(picture, shot.recipe.clone(), photograph);
            return Ok(());
        }
        let picture = shot.toned(&picture);
        let making = Making {
            network: shot.recipe.painter_blake3.clone(),
            recipe: Some(Recipe {
                size: shot.exact,
                ..shot.recipe.clone()
            }),
        };
        self.give(what, picture, making)
    }

    /// Tells how far the result is from its sources.
    fn judge(&mut self, start: &StartRun) -> Result<()> {
        let Some(shot) = self.shot.clone() else {
            return Ok(());
        };
        let source = self.painter()?.source(&start.photograph);
        let photograph = part_of(&source, start.recipe.crop);
        let scale = start.recipe.painting_scale();
        let side = (COMPARED * scale.max(1.0)) as usize;
        let of = |chosen: &ChosenPainting| {
            let part = part_of(&chosen.painting.picture, chosen.crop);
            (at_most(&part, side), chosen.weight)
        };
        let paintings: Vec<_> = start.paintings.iter().map(of).collect();
        let (net, compute) = (self.net()?, &self.compute);
        let far = match (&shot.canvas, &shot.picture) {
            (Some(canvas), _) => {
                let canvas = canvas.clone();
                distances_live(&net, &photograph, &paintings, canvas, scale, compute)?
            }
            (None, Some(picture)) => {
                distances(&net, &photograph, &paintings, picture, scale, compute)?
            }
            (None, None) => return Ok(()),
        };
        self.post.event(Event::Far(far));
        Ok(())
    }

    /// What Refine starts from: the picture of Instant at its size.
    pub(super) fn origin(&mut self, start: &StartRun) -> Result<Option<Shot>> {
        if start.recipe.start != Start::Instant {
            return Ok(None);
        }
        let size = start.size();
        let instant = self.instant(&start.recipe)?;
        let content = self.painter()?.content(&instant, start, size, false)?;
        let mut shot = self.shot_of(start, content)?;
        let picture = self.picture_of(&shot)?;
        shot.picture = Some(picture);
        shot.result = true;
        // It is as large as Refine's picture, whatever Instant's own size would be.
        shot.exact = Size::LongSide(size.0.max(size.1));
        Ok(Some(shot))
    }
}

/// There is no picture to do something with.
pub(super) fn nothing_yet() -> Error {
    Error::NothingPainted
}

impl Painter {
    /// What `start` asks for, not painted yet.
    fn shot(&self, instant: &Generator, start: &StartRun, content: Content, style: Style) -> Shot {
        let mut recipe = start.named_recipe();
        recipe.engine = Engine::Instant;
        recipe.encoder.clone_from(&self.net.name);
        recipe.encoder_blake3.clone_from(&self.net.hash);
        instant.sign(&mut recipe);
        recipe.note_style(&style);
        Shot {
            look: look(&recipe),
            size: start.size(),
            exact: start.exact_size(),
            recipe,
            content,
            style,
            result: false,
            seconds: 0.0,
            canvas: None,
            picture: None,
        }
    }
}
