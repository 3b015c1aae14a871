//! From a finished picture to a file or to the clipboard: the one way for command line, window and batch.

use crate::{
    compute::give_back,
    error::{Error, Result, catch_panic},
    fault::SettingFault,
    picture::{self, Credit, ExportOptions, Format, Metadata, Picture, Stamp, Watch},
    stylize::Recipe,
};
use std::{borrow::Cow, ffi::OsString, path::PathBuf, sync::Arc};

/// What is made of a finished picture.
#[derive(Clone, Debug, Default)]
pub struct Delivery {
    /// Where it goes; its ending names the format.
    pub path: PathBuf,
    /// Width and height of the file's picture; as it was painted if `None`.
    pub size: Option<(usize, usize)>,
    /// Depth, quality, background, and how much of the photograph's metadata is carried on.
    pub options: ExportOptions,
    /// Title for the metadata.
    pub title: String,
    /// The artist's own name and copyright notice.
    pub credit: Credit,
    /// Whether the recipe stays out of it.
    pub without_recipe: bool,
    /// Whether a file of that name is replaced; if not, it is an error that there is one.
    pub replace: bool,
}

impl Delivery {
    /// Whether the file has room for `recipe`, to be asked before a picture is painted that comes with `about`.
    ///
    /// # Errors
    /// If it has not.
    pub fn check_recipe(&self, recipe: &Recipe, about: &Metadata) -> Result<()> {
        /// Bytes of a style in numbers, which stands in a recipe once it was painted.
        const STYLE: usize = 10_000;
        let later = match recipe.mixed_style {
            Some(_) => 0,
            None => STYLE,
        };
        let making = Making {
            recipe: Some(recipe.clone()),
            network: String::new(),
        };
        let (format, stamp) = (Format::of(&self.path)?, making.stamp(self));
        let later = stamp.recipe.as_ref().map_or(0, |_| later);
        self.options
            .check_stamp(format, &stamp, about, later, &self.path)
    }
}

/// How a picture was made, as its file tells.
#[derive(Clone, Debug, Default)]
pub struct Making {
    /// What paints it again; what a GPU that failed has left has none.
    pub recipe: Option<Recipe>,
    /// blake3 hash of the network that painted.
    pub network: String,
}

impl Making {
    fn stamp(&self, delivery: &Delivery) -> Stamp {
        let version = env!("CARGO_PKG_VERSION");
        let network = self.network.get(..16).unwrap_or_default();
        let recipe = self.recipe.as_ref().filter(|_| !delivery.without_recipe);
        Stamp {
            recipe: recipe.map(Recipe::to_json),
            system_version: format!("{version} {network}").trim_end().to_owned(),
            title: Some(delivery.title.clone()),
            credit: delivery.credit.clone(),
            from_nothing: false,
        }
    }
}

/// Brings a picture to the wanted size and writes its file, whole or not at all. Returns whether it was
/// written: `watch` may have stopped it.
///
/// # Errors
/// If the format cannot hold what is asked for, the file cannot be written, or there is one that is not to
/// be replaced.
pub fn deliver(
    picture: &Picture,
    making: &Making,
    delivery: &Delivery,
    watch: &Watch,
) -> Result<bool> {
    let sized = at_size(picture, delivery.size);
    let (path, options) = (&delivery.path, &delivery.options);
    let stamp = making.stamp(delivery);
    picture::export_watched(&sized, path, options, &stamp, delivery.replace, watch)
}

/// [`deliver`] on a thread of its own, which lets go of its `watch` and then tells what came of it.
///
/// # Errors
/// If no thread can be started.
pub fn deliver_aside(
    picture: Arc<Picture>,
    making: Making,
    delivery: Delivery,
    watch: Arc<Watch>,
    tell: impl FnOnce(Result<bool>) + Send + 'static,
) -> Result<()> {
    let body = move || {
        let saved = catch_panic(|| deliver(&picture, &making, &delivery, &watch));
        drop((picture, watch));
        give_back();
        tell(saved.map_err(Error::Compute).and_then(|saved| saved));
    };
    let thread = std::thread::Builder::new().name("deliver".to_owned());
    thread
        .spawn(body)
        .map(|_| ())
        .map_err(|e| SettingFault::Unwritable(e.to_string()).into())
}

/// `picture` at `size`; nothing is copied if it has that size.
pub fn at_size(picture: &Picture, size: Option<(usize, usize)>) -> Cow<'_, Picture> {
    let own = (picture.width, picture.height);
    match size.filter(|size| *size != own) {
        Some((width, height)) => Cow::Owned(picture::resize(picture, width, height)),
        None => Cow::Borrowed(picture),
    }
}

/// Bytes of the file that [`deliver`] would write.
///
/// # Errors
/// If the format cannot hold what is asked for.
pub fn bytes_of(picture: &Picture, delivery: &Delivery) -> Result<usize> {
    let sized = at_size(picture, delivery.size);
    let (path, options, watch) = (&delivery.path, &delivery.options, Watch::default());
    let file = picture::encode(&sized, path, options, &Stamp::default(), &watch)?;
    Ok(file.len())
}

/// "NAME.ENDING", "NAME-2.ENDING" and so on. What file systems have no room for is cut off the name.
pub fn file_name(name: &str, number: usize, ending: &str) -> OsString {
    /// Bytes that a name may have on the systems in use.
    const LONGEST: usize = 255;
    let tail = match number {
        0 | 1 => format!(".{ending}"),
        _ => format!("-{number}.{ending}"),
    };
    let room = LONGEST.saturating_sub(tail.len());
    let fits = (0..=name.len().min(room)).rev();
    let cut = fits.into_iter().find(|&i| name.is_char_boundary(i));
    format!("{}{tail}", &name[..cut.unwrap_or(0)]).into()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::picture::{DecodeLimits, Depth, load, recipe_in};

    #[test]
    fn a_delivery_is_sized_stamped_and_never_over_a_file_that_is_to_stay() {
        let folder = tempfile::tempdir().expect("folder");
        let picture = Picture::from_rgb(40, 20, vec![0.5; 2400]);
        let making = Making {
            recipe: Some(Recipe::default()),
            network: "0123456789abcdef0123".to_owned(),
        };
        let mut delivery = Delivery {
            path: folder.path().join("a.png"),
            size: Some((100, 50)),
            options: ExportOptions {
                depth: Depth::Sixteen,
                dpi: Some(300),
                ..ExportOptions::default()
            },
            ..Delivery::default()
        };
        let watch = Watch::default();
        assert!(deliver(&picture, &making, &delivery, &watch).expect("written"));
        let saved = load(&delivery.path, DecodeLimits::default()).expect("a picture");
        assert_eq!((saved.width, saved.height), (100, 50));
        let dots = saved
            .metadata
            .resolution
            .map(|r| (r.x.round(), r.y.round()));
        assert_eq!(dots, Some((300.0, 300.0)));
        assert!(recipe_in(&delivery.path).expect("read").is_some());
        let before = std::fs::read(&delivery.path).expect("read");
        let bytes = bytes_of(&picture, &delivery).expect("encoded");
        assert!(bytes > 500 && bytes < before.len(), "{bytes}");

        delivery.without_recipe = true;
        assert!(deliver(&picture, &making, &delivery, &watch).is_err());
        assert_eq!(std::fs::read(&delivery.path).expect("read"), before);
        delivery.replace = true;
        assert!(deliver(&picture, &making, &delivery, &watch).expect("written"));
        assert!(recipe_in(&delivery.path).expect("read").is_none());
        watch.stop();
        delivery.path = folder.path().join("b.png");
        assert!(!deliver(&picture, &making, &delivery, &watch).expect("stopped"));
        assert!(!delivery.path.exists());
    }

    #[test]
    fn a_recipe_that_a_jpeg_has_no_room_for_is_known_before_painting() {
        use crate::stylize::{Change, Controls};
        let change = |step| Change {
            step,
            controls: Controls::default(),
        };
        let long = Recipe {
            changes: (0..400).map(change).collect(),
            ..Recipe::default()
        };
        let about = Metadata::default();
        let to = |name: &str| Delivery {
            path: name.into(),
            ..Delivery::default()
        };
        assert!(to("a.jpg").check_recipe(&Recipe::default(), &about).is_ok());
        assert!(to("a.png").check_recipe(&long, &about).is_ok());
        let error = to("a.jpg").check_recipe(&long, &about);
        let error = error.expect_err("too long").to_string();
        assert!(
            error.contains("recipe") && error.contains(".png"),
            "{error}"
        );
        let without = Delivery {
            without_recipe: true,
            ..to("a.jpg")
        };
        assert!(without.check_recipe(&long, &about).is_ok());
    }

    #[test]
    fn names_are_numbered_and_long_ones_are_cut_between_letters() {
        assert_eq!(file_name("a", 1, "png"), "a.png");
        assert_eq!(file_name("a", 12, "png"), "a-12.png");
        let long = "画".repeat(100);
        let name = file_name(&long, 2, "png").into_string().expect("text");
        assert!(name.len() <= 255 && name.len() > 250, "{}", name.len());
        assert!(name.ends_with("画-2.png"));
    }
}
