//! Instant on the compute thread: requests become sketches and results, piece by piece.

use super::{
    CreateWork, Newest,
    pending::Purpose,
    request::{InstantPicture, InstantRequest, RequestStage, TiledResult},
    run::Origin,
};
use crate::{
    error::Result,
    picture::{Picture, at_most},
    session::{
        Making,
        engine::{
            event::Event,
            instant_cache::{InstantCache, check_memory},
            shared::Shared,
            state::View,
        },
        request::{ChosenPainting, PaintRequest, part_of},
    },
    stylize::{
        Content, Engine, Instant as Generator, Look, Recipe, Size, Start, Style, distances,
        distances_live,
    },
};
use std::{mem, sync::Arc, time::Instant};

/// Long side above which a painting is of no use to be compared with.
const COMPARED: f32 = 1024.0;

impl CreateWork {
    /// A picture is wanted; an older one is wanted no longer. Refine rests meanwhile.
    pub fn want(&mut self, shared: &mut Shared, start: PaintRequest) -> Result<()> {
        self.painting = false;
        self.views.remove(&View::Main);
        let before = mem::replace(&mut self.newest, Newest::Instant);
        let same = |request: &&mut InstantRequest| {
            request.is(&start) && !matches!(request.stage, RequestStage::Stopped)
        };
        let Some(request) = self.request.as_mut().filter(same) else {
            self.request = Some(InstantRequest::new(start));
            return Ok(());
        };
        let tone = start.recipe.tone;
        let other = request.start.recipe.tone != tone;
        request.again(start);
        let there = match request.stage {
            RequestStage::New => false,
            RequestStage::Done(_) => true,
            _ => other || before == Newest::Refine,
        };
        if let (true, Some(painted)) = (there, &mut self.painted) {
            painted.recipe.tone = tone;
        }
        if there { self.present(shared) } else { Ok(()) }
    }

    /// When Instant has something to do next; at `now` at the earliest.
    pub fn instant_due(&self, now: Instant) -> Option<Instant> {
        let answers = self.newest == Newest::Instant;
        let request = self.request.as_ref().filter(|_| answers);
        // A hand that moves is answered at once, so nothing long is begun meanwhile.
        let moves = request.is_some_and(|request| !request.start.at_rest);
        let pending = self.pending_of(Engine::Instant).is_some() || !self.previews.is_empty();
        let pending = (pending && !moves).then_some(now);
        request
            .and_then(InstantRequest::due)
            .into_iter()
            .chain(pending)
            .min()
    }

    /// One piece of what the artist wants, or of what was to be done with a picture.
    pub fn paint_piece(&mut self, shared: &mut Shared) -> Result<()> {
        let (now, answers) = (Instant::now(), self.newest == Newest::Instant);
        let sketched = |request: &InstantRequest| {
            !matches!(request.stage, RequestStage::New) && request.start.at_rest
        };
        if !self.previews.is_empty() && (!answers || self.request.as_ref().is_none_or(sketched)) {
            // The artist sees a sheet wait; a large result takes longer.
            return self.preview_piece(shared);
        }
        let due =
            |request: &mut InstantRequest| answers && request.due().is_some_and(|at| at <= now);
        let Some(mut request) = self.request.take_if(due) else {
            return self.paint_pending(shared, Engine::Instant);
        };
        // It is still wanted if a GPU fails meanwhile.
        self.begun = Some(request.start.clone());
        self.advance(shared, &mut request)?;
        self.begun = None;
        self.request = Some(request);
        Ok(())
    }

    fn advance(&mut self, shared: &mut Shared, request: &mut InstantRequest) -> Result<()> {
        let begun = Instant::now();
        match mem::replace(&mut request.stage, RequestStage::Done(None)) {
            RequestStage::New => {
                check_memory(request.size)?;
                let strokes = request.start.recipe.strokes();
                let once = strokes.is_one_pass(request.size.0.max(request.size.1));
                let Some(size) = self.sketch_pace.sketch(request.size, once) else {
                    return self.paint_result(shared, request, begun);
                };
                let instant = shared.instant(&request.start.recipe)?;
                let known = shared.cache()?.knows(&instant, &request.start, size, true);
                let content = shared
                    .cache()?
                    .content(&instant, &request.start, size, true)?;
                self.paint_whole(shared, &request.start, content)?;
                let seconds = begun.elapsed().as_secs_f32();
                if known {
                    self.sketch_pace.took(size, seconds);
                }
                request.sketched();
                self.present_as(shared, seconds, false)
            }
            RequestStage::Sketched(_) => {
                // Looking at a large photograph is a piece of its own.
                let instant = shared.instant(&request.start.recipe)?;
                shared
                    .cache()?
                    .content(&instant, &request.start, request.size, false)?;
                request.stage = RequestStage::Seen(begun);
                Ok(())
            }
            RequestStage::Seen(begun) => self.paint_result(shared, request, begun),
            RequestStage::Painting(mut work) => {
                shared
                    .instant(&work.picture.recipe)?
                    .go_on(&mut work.painting)?;
                if work.painting.is_done() {
                    request.done();
                    return self.finish_work(shared, request, *work);
                }
                shared.post.step(Event::Share(work.painting.share()));
                request.stage = RequestStage::Painting(work);
                Ok(())
            }
            RequestStage::Done(_) => self.measure(shared, &request.start),
            RequestStage::Stopped => Ok(()),
        }
    }

    /// Paints the result in one piece, or begins with its tiles.
    fn paint_result(
        &mut self,
        shared: &mut Shared,
        request: &mut InstantRequest,
        begun: Instant,
    ) -> Result<()> {
        let instant = shared.instant(&request.start.recipe)?;
        let content = shared
            .cache()?
            .content(&instant, &request.start, request.size, false)?;
        if content.is_whole() {
            self.paint_whole(shared, &request.start, content)?;
            request.done();
            self.present_result(shared, &request.start, begun.elapsed().as_secs_f32())
        } else {
            let work = self.begin(shared, &request.start, content, begun)?;
            shared.post.step(Event::Share(0.0));
            request.stage = RequestStage::Painting(Box::new(work));
            Ok(())
        }
    }

    fn begin(
        &mut self,
        shared: &mut Shared,
        start: &PaintRequest,
        content: Content,
        begun: Instant,
    ) -> Result<TiledResult> {
        let painted = self.picture_for(shared, start, content)?;
        let instant = shared.instant(&painted.recipe)?;
        let painting = instant.begin(&painted.content, &painted.style, &painted.look)?;
        Ok(TiledResult {
            painting,
            picture: painted,
            begun,
        })
    }

    fn finish_work(
        &mut self,
        shared: &mut Shared,
        request: &InstantRequest,
        work: TiledResult,
    ) -> Result<()> {
        let mut painted = InstantPicture {
            picture: Some(Arc::new(work.painting.finish())),
            ..work.picture
        };
        painted.recipe.tone = request.start.recipe.tone;
        self.painted = Some(painted);
        self.present_result(shared, &request.start, work.begun.elapsed().as_secs_f32())
    }

    /// Paints a picture in one piece, where it can be shown from.
    fn paint_whole(
        &mut self,
        shared: &mut Shared,
        start: &PaintRequest,
        content: Content,
    ) -> Result<()> {
        let mut painted = self.picture_for(shared, start, content)?;
        let on_screen = shared.screen.is_some();
        let instant = shared.instant(&painted.recipe)?;
        let InstantPicture {
            content,
            style,
            look,
            ..
        } = &painted;
        let canvas = match on_screen {
            true => instant.live(content, style, look)?,
            false => None,
        };
        let picture = match &canvas {
            Some(_) => None,
            None => Some(Arc::new(instant.paint(content, style, look)?)),
        };
        (painted.canvas, painted.picture) = (canvas, picture);
        shared.settle()?;
        self.painted = Some(painted);
        Ok(())
    }

    /// What `start` asks for, not painted yet.
    pub fn picture_for(
        &mut self,
        shared: &mut Shared,
        start: &PaintRequest,
        content: Content,
    ) -> Result<InstantPicture> {
        let instant = shared.instant(&start.recipe)?;
        let painter = shared.cache()?;
        let style = painter.style(&instant, start)?;
        Ok(painter.painted(&instant, start, content, style))
    }

    /// The picture of `painted` in memory, without its tone; read from the GPU if it lies there.
    pub fn picture_of(
        &mut self,
        shared: &mut Shared,
        painted: &InstantPicture,
    ) -> Result<Arc<Picture>> {
        match &painted.picture {
            Some(picture) => Ok(Arc::clone(picture)),
            None => {
                let instant = shared.instant(&painted.recipe)?;
                let painted = instant.paint(&painted.content, &painted.style, &painted.look)?;
                Ok(Arc::new(painted))
            }
        }
    }

    /// Gives a picture of Instant away.
    pub fn fulfil_with(
        &mut self,
        shared: &mut Shared,
        what: Purpose,
        painted: &InstantPicture,
    ) -> Result<()> {
        let picture = self.picture_of(shared, painted)?;
        if let Purpose::Keep(photograph) = what {
            // As the artist set it: an automatic size stays automatic.
            self.keep_instant(shared, picture, painted.recipe.clone(), photograph);
            return Ok(());
        }
        let picture = painted.toned(&picture);
        let making = Making {
            network: painted.recipe.painter_blake3.clone(),
            recipe: Some(Recipe {
                size: painted.exact,
                ..painted.recipe.clone()
            }),
        };
        self.fulfil(shared, what, picture, making)
    }

    /// Tells how far the result is from its sources.
    fn measure(&mut self, shared: &mut Shared, start: &PaintRequest) -> Result<()> {
        let Some(painted) = self.painted.clone() else {
            return Ok(());
        };
        let source = shared.cache()?.source(&start.photograph);
        let photograph = part_of(&source, start.recipe.crop);
        let scale = start.recipe.painting_scale();
        let side = (COMPARED * scale.max(1.0)) as usize;
        let of = |chosen: &ChosenPainting| {
            let part = part_of(&chosen.painting.picture, chosen.crop);
            (at_most(&part, side), chosen.weight)
        };
        let paintings: Vec<_> = start.paintings.iter().map(of).collect();
        let (net, compute) = (shared.net()?, &shared.compute);
        let far = match (&painted.canvas, &painted.picture) {
            (Some(canvas), _) => {
                let canvas = canvas.clone();
                distances_live(&net, &photograph, &paintings, canvas, scale, compute)?
            }
            (None, Some(picture)) => {
                distances(&net, &photograph, &paintings, picture, scale, compute)?
            }
            (None, None) => return Ok(()),
        };
        shared.post.event(Event::Distances(far));
        Ok(())
    }

    /// What Refine starts from: the picture of Instant at its size.
    pub fn origin(&mut self, shared: &mut Shared, start: &PaintRequest) -> Result<Option<Origin>> {
        if start.recipe.start != Start::Instant {
            return Ok(None);
        }
        let size = start.size();
        let instant = shared.instant(&start.recipe)?;
        let content = shared.cache()?.content(&instant, start, size, false)?;
        let mut painted = self.picture_for(shared, start, content)?;
        let picture = self.picture_of(shared, &painted)?;
        painted.picture = Some(picture);
        painted.result = true;
        // It is as large as Refine's picture, whatever Instant's own size would be.
        painted.exact = Size::LongSide(size.0.max(size.1));
        Ok(Some(Origin {
            id: self.new_id(),
            painted,
            generator: instant,
        }))
    }
}

impl InstantCache {
    /// What `start` asks for, not painted yet.
    fn painted(
        &self,
        instant: &Generator,
        start: &PaintRequest,
        content: Content,
        style: Style,
    ) -> InstantPicture {
        let mut recipe = start.named_recipe();
        recipe.engine = Engine::Instant;
        recipe.encoder.clone_from(&self.net.name);
        recipe.encoder_blake3.clone_from(&self.net.hash);
        instant.sign(&mut recipe);
        recipe.note_style(&style);
        InstantPicture {
            look: Look::of(&recipe),
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
