//! Small pictures of the artist's photograph in every style of the shelf, painted one at a time while
//! nothing else is to be done; afterwards it is measured which styles suit it. Files are read ahead on
//! a thread of its own; codes of styles are kept as long as the program runs, so that another
//! photograph costs one pass a style.

use super::{
    command::{GalleryJob, GalleryStyle},
    event::{Event, GalleryNews, GalleryResult},
    shared::Shared,
    work::{Around, Due, QUIET, READING, Readiness, Urgency, Work},
};
use crate::{
    compute::{Budget, Compute},
    error::{Error, Result},
    nn::FeatureNet,
    picture::{Crop, Picture, at_most},
    session::{Painting, StyleKey, nearest::SIDE},
    stylize::{Content, Instant, Look, Recipe, Strokes, Style, distances},
};
use crossbeam_channel::{Receiver, TryRecvError, bounded};
use std::{
    collections::{HashMap, VecDeque},
    sync::Arc,
};

/// A small picture that was read; `None` if it cannot be used.
type Read = Option<Picture>;

/// The compute thread's part of the gallery.
#[derive(Default)]
pub struct GalleryWork {
    job: Option<GalleryJob>,
    /// Styles in which the photograph is still to be painted.
    to_paint: VecDeque<(StyleKey, GalleryStyle)>,
    /// Paintings that are still to be compared with what was painted.
    to_measure: VecDeque<(StyleKey, Option<Painting>, Picture)>,
    small: Option<Arc<Picture>>,
    content: Option<Content>,
    codes: HashMap<StyleKey, Style>,
    reader: Option<Receiver<Read>>,
    read: Option<Read>,
}

impl GalleryWork {
    /// Paints something else from now on.
    pub fn want(&mut self, job: GalleryJob) {
        let of = |job: &GalleryJob| {
            let hashes = (job.photograph.source.blake3.clone(), job.painter.clone());
            (hashes, job.crop)
        };
        if self.job.as_ref().map(of) != Some(of(&job)) {
            (self.small, self.content) = (None, None);
            self.to_measure.clear();
        }
        if self.generator() != job.painter {
            // They lie in the space of styles of another generator.
            self.codes.clear();
        }
        (self.reader, self.read) = (None, None);
        self.to_paint = job.styles.iter().cloned().collect();
        // What is to be measured and painted again is measured once.
        let to_paint = &self.to_paint;
        self.to_measure
            .retain(|(key, ..)| !to_paint.iter().any(|(other, _)| other == key));
        self.job = Some(job);
    }

    /// Hash of the generator that is wanted, or empty for the newest.
    fn generator(&self) -> String {
        let job = self.job.as_ref();
        job.map(|job| job.painter.clone()).unwrap_or_default()
    }

    /// Gives up this photograph; styles stay known.
    fn stop(&mut self) {
        *self = Self {
            codes: std::mem::take(&mut self.codes),
            ..Self::default()
        };
    }

    /// What there is to do; takes what was read meanwhile.
    fn next(&mut self) -> Readiness {
        if self.to_paint.is_empty() && self.to_measure.is_empty() {
            return Readiness::Rests;
        }
        if let Some(reader) = &self.reader {
            self.read = match reader.try_recv() {
                Ok(read) => Some(read),
                Err(TryRecvError::Empty) => return Readiness::Waits,
                Err(TryRecvError::Disconnected) => Some(None),
            };
            self.reader = None;
        }
        Readiness::Piece
    }

    /// Does one small piece.
    ///
    /// # Errors
    /// If the device fails. The piece is not tried again.
    fn advance(
        &mut self,
        instant: &Instant,
        net: &FeatureNet,
        compute: &Compute,
    ) -> Result<Option<GalleryNews>> {
        let Some(job) = &self.job else {
            return Ok(None);
        };
        let Some(small) = self.small.clone() else {
            match self.read.take() {
                None => {
                    let (photograph, crop) = (Arc::clone(&job.photograph), job.crop);
                    self.read_ahead(move || Some(part_of(&photograph.picture, crop)))?;
                }
                Some(Some(small)) => self.small = Some(Arc::new(small)),
                Some(None) => self.stop(),
            }
            return Ok(None);
        };
        let Some(content) = &self.content else {
            self.content = Some(instant.encode_content(small, Strokes::Pixels)?);
            return Ok(None);
        };
        let Some((key, style)) = self.to_paint.front().cloned() else {
            return self.measure(&small, net, compute);
        };
        let Some(code) = self.codes.get(&key) else {
            return self.look_at(instant, key, style);
        };
        let (painting, code) = match style {
            GalleryStyle::Painting(painting, learnt) => {
                (Some(painting), code.clone().tuned(learnt))
            }
            GalleryStyle::Code(_) | GalleryStyle::Random => (None, code.clone()),
        };
        self.to_paint.pop_front();
        let painted = instant.paint(content, &code, &Look::default())?;
        let news = self.news(
            key.clone(),
            GalleryResult::Picture(Arc::new(painted.clone())),
        );
        self.to_measure.push_back((key, painting, painted));
        Ok(news)
    }

    /// Gets the code of a style, in two pieces if its painting has to be read.
    fn look_at(
        &mut self,
        instant: &Instant,
        key: StyleKey,
        style: GalleryStyle,
    ) -> Result<Option<GalleryNews>> {
        let code = match (style, &key, self.read.take()) {
            (GalleryStyle::Code(code), ..) => code,
            (GalleryStyle::Random, StyleKey::Random(seed), _) => instant.random_style(*seed)?,
            (GalleryStyle::Painting(painting, _), _, None) => {
                self.read_ahead(move || read(&painting))?;
                return Ok(None);
            }
            (GalleryStyle::Painting(..), _, Some(Some(painting))) => {
                instant.style_code(&painting, 1.0)?
            }
            _ => {
                // Reading its card has said why it cannot be used.
                self.to_paint.pop_front();
                return Ok(self.news(key, GalleryResult::Nothing));
            }
        };
        self.codes.insert(key, code);
        Ok(None)
    }

    /// Compares a picture with its painting, in two pieces, since the painting has to be read.
    fn measure(
        &mut self,
        small: &Picture,
        net: &FeatureNet,
        compute: &Compute,
    ) -> Result<Option<GalleryNews>> {
        let Some((key, Some(painting), _)) = self.to_measure.front() else {
            let without = self.to_measure.pop_front();
            return Ok(without.and_then(|(key, ..)| self.news(key, GalleryResult::Nothing)));
        };
        let Some(came) = self.read.take() else {
            let painting = painting.clone();
            self.read_ahead(move || read(&painting))?;
            return Ok(None);
        };
        let key = key.clone();
        let (Some((_, _, painted)), Some(painting)) = (self.to_measure.pop_front(), came) else {
            return Ok(self.news(key, GalleryResult::Nothing));
        };
        let far = distances(net, small, &[(painting, 1.0)], &painted, 1.0, compute)?;
        Ok(self.news(key, GalleryResult::Suits(far)))
    }

    fn news(&self, key: StyleKey, what: GalleryResult) -> Option<GalleryNews> {
        let job = self.job.as_ref()?;
        Some(GalleryNews {
            photograph: job.photograph.source.blake3.clone(),
            crop: job.crop,
            key,
            what,
        })
    }

    fn read_ahead(&mut self, read: impl FnOnce() -> Read + Send + 'static) -> Result<()> {
        let (sender, reader) = bounded(1);
        let body = move || {
            // Nobody waits any more if another photograph came.
            let _ = sender.send(read());
        };
        std::thread::Builder::new()
            .name("gallery".to_owned())
            .spawn(body)
            .map_err(|e| Error::Compute(format!("no thread could be started: {e}")))?;
        self.reader = Some(reader);
        Ok(())
    }
}

/// A painting as small as it is looked at.
fn read(painting: &Painting) -> Read {
    let limits = Budget::now().half().for_reading();
    let (picture, _) = painting.read(limits).ok()?;
    Some(at_most(&picture, 2 * SIDE))
}

/// The part of a photograph that is painted, as small as it is painted.
fn part_of(photograph: &Picture, crop: Crop) -> Picture {
    if crop.is_whole() {
        return at_most(photograph, SIDE);
    }
    at_most(&crop.apply(&at_most(photograph, 4 * SIDE)), SIDE)
}

impl Work for GalleryWork {
    /// Not while a hand moves: its next picture would wait.
    fn due(&mut self, around: &Around) -> Option<Due> {
        if around.answers || around.delivers || around.hand_moves {
            return None;
        }
        let at = match self.next() {
            Readiness::Rests => return None,
            Readiness::Piece => around.quiet_since + QUIET,
            Readiness::Waits => around.now + READING,
        };
        Some(Due {
            urgency: Urgency::Background,
            at,
        })
    }

    fn piece(&mut self, shared: &mut Shared) -> Result<()> {
        let recipe = Recipe {
            painter_blake3: self.generator(),
            ..Recipe::default()
        };
        let (instant, net) = (shared.instant(&recipe)?, shared.net()?);
        if let Some(news) = self.advance(&instant, &net, &shared.compute)? {
            shared.post.event(Event::Gallery(news));
        }
        Ok(())
    }

    fn failed(&mut self, shared: &mut Shared, error: Error) {
        self.stop();
        shared.tell_failed(error, false);
    }

    fn leave_device(&mut self, _: &mut Shared, _: &str) {
        self.content = None;
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        nn::NetSpec,
        picture::DecodeLimits,
        session::{request::Loaded, shelf},
        stylize::SourceRef,
    };

    fn photograph(shade: f32) -> Arc<Loaded> {
        let rgb = (0..64 * 48 * 3).map(|i| shade + 0.3 * (i as f32 * 0.01).sin());
        Arc::new(Loaded {
            picture: Arc::new(Picture::from_rgb(64, 48, rgb.collect())),
            source: SourceRef {
                name: "photo.png".to_owned(),
                blake3: format!("{shade}"),
                licence: None,
            },
            path: None,
        })
    }

    /// Works until there is nothing to do; what was told, and whether a file was ever waited for.
    fn work(
        gallery: &mut GalleryWork,
        instant: &Instant,
        net: &FeatureNet,
        compute: &Compute,
    ) -> (Vec<GalleryNews>, usize) {
        let (mut news, mut waited) = (Vec::new(), 0);
        loop {
            match gallery.next() {
                Readiness::Rests => return (news, waited),
                Readiness::Waits => {
                    waited += 1;
                    std::thread::sleep(std::time::Duration::from_millis(1));
                }
                Readiness::Piece => {
                    news.extend(gallery.advance(instant, net, compute).expect("done"))
                }
            }
        }
    }

    #[test]
    fn pictures_come_in_order_measures_afterwards_and_then_it_rests() {
        let compute = Compute::cpu("test");
        let net = Arc::new(FeatureNet::open(&NetSpec::BuiltIn, &compute.device).expect("built-in"));
        let instant = Instant::built_in(Arc::clone(&net), compute.clone()).expect("built-in");
        let mut gallery = GalleryWork::default();
        assert_eq!(gallery.next(), Readiness::Rests);
        let shipped = |i: usize| {
            let style = &shelf()[i];
            let painting = Painting::Shelf(style);
            (
                StyleKey::Shipped(style.name),
                GalleryStyle::Painting(painting, None),
            )
        };
        let gone = Painting::File("/nowhere/gone.png".into());
        let styles = vec![
            shipped(3),
            (
                StyleKey::Own("gone".to_owned()),
                GalleryStyle::Painting(gone, None),
            ),
            (StyleKey::Random(7), GalleryStyle::Random),
            shipped(0),
        ];
        let job = |shade: f32| GalleryJob {
            painter: String::new(),
            photograph: photograph(shade),
            crop: Crop::default(),
            styles: styles.clone(),
        };
        gallery.want(job(0.4));
        let (news, waited) = work(&mut gallery, &instant, &net, &compute);
        assert!(waited > 0, "files are read on another thread");
        let told = news.iter().map(|news| {
            let what = match news.what {
                GalleryResult::Picture(_) => "picture",
                GalleryResult::Suits(_) => "suits",
                GalleryResult::Nothing => "nothing",
            };
            let place = styles.iter().position(|(key, _)| *key == news.key);
            (what, place.expect("one that was asked for"))
        });
        assert_eq!(
            told.collect::<Vec<_>>(),
            [
                ("picture", 0),
                ("nothing", 1),
                ("picture", 2),
                ("picture", 3),
                ("suits", 0),
                ("nothing", 2),
                ("suits", 3),
            ]
        );
        // What is painted is what Instant paints of the painting.
        let GalleryResult::Picture(small) = &news[0].what else {
            panic!("a picture");
        };
        let content = instant.encode_content(Arc::clone(&photograph(0.4).picture), Strokes::Pixels);
        let (painting, _) = Painting::Shelf(&shelf()[3])
            .read(DecodeLimits::default())
            .expect("a painting");
        let style = instant.style_code(&painting, 1.0).expect("a style");
        let same = instant
            .paint(&content.expect("seen"), &style, &Look::default())
            .expect("painted");
        let pairs = small.rgb.iter().zip(&same.rgb);
        let far = pairs.map(|(a, b)| (a - b).abs()).fold(0.0, f32::max);
        assert!(far < 0.02, "{far}");

        // Another photograph in the middle of the work: the codes are there, no file is read for them.
        gallery.want(job(0.5));
        gallery.next();
        gallery.advance(&instant, &net, &compute).expect("done");
        gallery.want(job(0.6));
        let (news, _) = work(&mut gallery, &instant, &net, &compute);
        assert!(news.iter().all(|news| news.photograph == "0.6"));
        assert_eq!(news.len(), 7);
        assert_eq!(gallery.codes.len(), 3);
    }
}
