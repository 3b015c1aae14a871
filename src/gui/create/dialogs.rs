//! Questions in front of the window: what a drop means, how to export, settings, help.

use crate::{
    gui::{
        create::{
            batch_dialog::BatchDialog,
            context::PaneContext,
            drop_dialog::{drop_dialog, folder_dialog},
            export::ExportDialog,
            intent::Naming,
            naming::{name_dialog, remove_dialog, remove_look_dialog},
            questions::{quit_dialog, restore_dialog},
            shelf::styles::Styles,
            variations::Sheet,
        },
        help::help_dialog,
        settings::{Told, settings_dialog},
    },
    session::{StyleKey, loader::OpenedRecipe},
};
use egui::{Context, Id, Modal, Ui};
use std::path::PathBuf;

/// What is asked.
pub enum Dialog {
    /// Whether dropped files are a photograph or styles.
    Drop(Vec<PathBuf>),
    /// What to do with a folder, and the pictures in it.
    Folder(PathBuf, Vec<PathBuf>),
    /// How a folder of photographs is painted.
    Batch(Box<BatchDialog>),
    /// Whether the window is closed while something goes on, and what: a key.
    Quit(&'static str),
    /// What a painting is to be whose photograph was not found.
    Restore(Box<OpenedRecipe>),
    /// How to export.
    Export(Box<ExportDialog>),
    /// What one of the artist's own styles is to be called.
    Name(Naming, String),
    /// Whether one of the artist's own styles is to be removed.
    Remove(StyleKey, PathBuf),
    /// Whether one of the artist's looks is to be removed.
    RemoveLook(PathBuf),
    /// The present picture with other settings.
    Variations(Box<Sheet>),
    /// The settings.
    Settings,
    /// The keys, with a word to search for.
    Help(String),
}

/// Height of the dialog that is open, and which that is.
type Height = Option<(std::mem::Discriminant<Dialog>, f32)>;

impl Dialog {
    /// Its width in points.
    pub fn width(&self, ctx: &Context) -> f32 {
        match self {
            Self::Help(_) => 520.0,
            Self::Variations(sheet) => sheet.size(ctx).x,
            _ => 440.0,
        }
    }

    /// Draws what is asked; returns whether it is closed.
    fn contents(&mut self, ui: &mut Ui, cx: &mut PaneContext<'_>, facts: &Facts<'_>) -> bool {
        match self {
            Self::Drop(files) => drop_dialog(ui, cx, files),
            Self::Folder(folder, pictures) => folder_dialog(ui, cx, folder, pictures),
            Self::Batch(batch) => batch.show(ui, cx, facts.styles, facts.is_batching),
            Self::Quit(why) => quit_dialog(ui, cx, why),
            Self::Restore(painted) => restore_dialog(ui, cx, &facts.photograph, painted),
            Self::Export(export) => export.show(ui, cx),
            Self::Name(what, name) => name_dialog(ui, cx, what, name),
            Self::Remove(key, path) => {
                let title = facts.styles.title(cx.words, key);
                remove_dialog(ui, cx, &title, key, path)
            }
            Self::RemoveLook(path) => remove_look_dialog(ui, cx, path),
            Self::Variations(sheet) => sheet.show(ui, cx),
            Self::Settings => settings_dialog(ui, cx, &facts.told),
            Self::Help(search) => help_dialog(ui, cx.words, search),
        }
    }

    /// Draws it in front of the window; returns whether it is closed.
    pub fn show(&mut self, ctx: &Context, cx: &mut PaneContext<'_>, facts: &Facts<'_>) -> bool {
        // What comes and goes in a dialog does not move it: it keeps the height that it had.
        let kind = std::mem::discriminant(self);
        let height = Id::unique("dialog height");
        let kept: Height = ctx.data(|data| data.get_temp(height)).flatten();
        let kept = kept.filter(|(of, _)| *of == kind).map_or(0.0, |(_, h)| h);
        let frame = egui::Frame::window(&ctx.global_style()).inner_margin(20);
        let width = self.width(ctx);
        let shown = Modal::new(Id::unique("dialog"))
            .frame(frame)
            .show(ctx, |ui| {
                ui.set_width(width);
                ui.set_min_height(kept);
                let closed = self.contents(ui, cx, facts);
                let now: Height = Some((kind, ui.min_rect().height()));
                ui.data_mut(|data| data.insert_temp(height, now));
                closed
            });
        let closed = shown.inner || shown.should_close();
        if closed {
            ctx.data_mut(|data| data.insert_temp::<Height>(height, None));
        }
        closed
    }
}

/// What dialogs know beside what every pane does.
pub struct Facts<'a> {
    /// The styles of the shelf.
    pub styles: &'a Styles,
    /// Whether a batch goes on.
    pub is_batching: bool,
    /// What the photograph is called.
    pub photograph: String,
    /// What is told beside the settings.
    pub told: Told,
}
