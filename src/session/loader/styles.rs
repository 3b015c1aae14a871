//! The shelf, the artist's own styles and looks.

use super::{
    answer::{Answer, StyleAnswer},
    files::is_code,
    request::{LookRequest, StyleRequest},
    source::{Source, card, limits, load},
};
use crate::{
    error::Result,
    session::{
        chosen::StyleKey,
        code::FoundStyle,
        engine::Loaded,
        looks,
        models::generators,
        own_styles,
        shelf::shelf,
        tuning::{Tunings, forget_tuning, keep_tuning},
    },
};
use std::{path::Path, sync::Arc};

/// Reads styles, and keeps those of the artist in the data folder `folder`.
pub fn answer(request: &StyleRequest, folder: &Path) -> Result<StyleAnswer> {
    let styles = folder.join("styles");
    Ok(match request {
        StyleRequest::Add(Source::File(path), choose) if is_code(path) => {
            let kept = own_styles::keep_code(path, &styles)?;
            let found = FoundStyle::open(&kept)?;
            let key = StyleKey::Own(found.source.blake3.clone());
            StyleAnswer::Code(key, kept, Arc::new(found), *choose)
        }
        StyleRequest::Add(source, choose) => {
            let loaded = load(source)?;
            let kept = own_styles::keep(source, &loaded, &styles)?;
            let card = card(&loaded.picture);
            let key = StyleKey::Own(loaded.source.blake3.clone());
            StyleAnswer::Added(key, kept, choose.then(|| Arc::new(loaded)), card)
        }
        StyleRequest::Painting(key, painting) => {
            let (picture, source) = painting.read(limits())?;
            let loaded = Loaded {
                picture: Arc::new(picture),
                source,
                path: painting.path().map(Path::to_owned),
            };
            StyleAnswer::Painting(key.clone(), Arc::new(loaded))
        }
        StyleRequest::Code(key, path) => {
            let found = FoundStyle::open(path)?;
            StyleAnswer::Code(key.clone(), path.clone(), Arc::new(found), false)
        }
        StyleRequest::Keep(name, style) => {
            let kept = own_styles::save(name, style, &styles)?;
            let found = FoundStyle::open(&kept)?;
            let key = StyleKey::Own(found.source.blake3.clone());
            StyleAnswer::Kept(key, kept, Arc::new(found))
        }
        StyleRequest::Rename(key, path, name) => {
            StyleAnswer::Renamed(key.clone(), own_styles::rename(path, name, &styles)?)
        }
        StyleRequest::Remove(key, path) => {
            own_styles::remove(path, &styles)?;
            StyleAnswer::Removed(key.clone())
        }
        StyleRequest::Card(key, painting) => {
            let (picture, _) = painting.read(limits())?;
            StyleAnswer::Card(key.clone(), card(&picture))
        }
        StyleRequest::Own => {
            let own = own_styles::styles(&styles);
            let shipped = shelf().iter().map(|style| StyleKey::Shipped(style.name));
            let keys = shipped.chain(own.iter().map(|(key, _)| key.clone()));
            let tunings = Box::new(Tunings::read(folder, keys));
            StyleAnswer::Own(own, tunings)
        }
        StyleRequest::KeepTuning(key, tuning) => {
            keep_tuning(folder, key, tuning)?;
            StyleAnswer::Learnt(key.clone(), tuning.clone())
        }
        StyleRequest::ForgetTuning(key, painter) => {
            forget_tuning(folder, key, painter)?;
            StyleAnswer::Unlearnt(key.clone(), painter.clone())
        }
        StyleRequest::Generators => StyleAnswer::Generators(generators(folder)),
    })
}

/// Does something with a look in the data folder `folder`, and reads them all.
pub fn looks(request: &LookRequest, folder: &Path) -> Result<Answer> {
    let folder = folder.join("looks");
    let mut kept = None;
    match request {
        LookRequest::Read => {}
        LookRequest::Keep(name, recipe, picture) => {
            kept = Some(looks::save(name, recipe, picture, &folder)?);
        }
        LookRequest::Rename(path, name) => drop(own_styles::rename(path, name, &folder)?),
        LookRequest::Remove(path) => own_styles::remove(path, &folder)?,
    }
    Ok(Answer::Looks(looks::looks(&folder), kept))
}
