//! Pictures that leave the window: what is asked before, and what is asked of the engine.

use crate::{
    gui::{
        app::App,
        create::{
            dialogs::Dialog,
            export::{ExportDialog, size::Sizes},
            export_progress::ExportProgress,
            intent::Delivered,
            titles::{has_ended, photo_title, style_titles},
        },
        localisation::Value,
    },
    picture::Watch,
    session::{
        engine::{Command, Destination, Order, Shown},
        loader::ExportRequest,
    },
};
use std::{
    path::{Path, PathBuf},
    sync::Arc,
};

/// Says that a file was written.
pub fn say_saved(app: &mut App, path: PathBuf) {
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    let name: Value = name.into_owned().into();
    let text = app.shell.words.with("exported", &[("name", name)]);
    has_ended(app, &text);
    app.shell.toasts.saved(text, path);
}

/// Opens the dialog.
pub fn open_export(app: &mut App, dialog: ExportDialog) {
    app.shell.engine.send(Command::Measure(dialog.what));
    app.create.dialog = Some(Dialog::Export(Box::new(dialog)));
}

/// An export of the picture on the canvas.
pub fn new_export(app: &App) -> ExportDialog {
    let titles = (photo_title(app), style_titles(app));
    let titles = (titles.0.as_str(), titles.1.as_str());
    ExportDialog::new(&app.shell.settings, &app.create.art, titles)
}

/// Copies the picture as large as the last export was.
pub fn copy_picture(app: &mut App) {
    let sizes = Sizes::new(&app.shell.settings, &app.create.art, Shown::Newest);
    let delivered = Delivered {
        what: Shown::Newest,
        again: sizes.painted_for(Shown::Newest, &app.create.art),
        to: Destination::Clipboard(Some(sizes.target())),
    };
    deliver(app, None, delivered);
}

/// Asks the engine for a picture, and shows how far it is.
pub fn deliver(app: &mut App, name: Option<String>, delivered: Delivered) {
    let Delivered { what, again, to } = delivered;
    let watch = Arc::new(Watch::default());
    app.create.saving.push(ExportProgress {
        name,
        watch: Arc::clone(&watch),
    });
    app.shell.engine.send(Command::Deliver(Box::new(Order {
        what,
        again,
        to,
        watch,
    })));
}

fn export_it(app: &mut App, export: &ExportDialog) {
    let settings = &mut app.shell.settings;
    let (name, delivered) = export.delivered(settings, &app.create.art);
    deliver(app, Some(name), delivered);
}

/// Asks whether the file that the last settings name exists, before it is written.
pub fn export_again(app: &mut App) {
    let mut dialog = Box::new(new_export(app));
    dialog.asking = true;
    app.shell.loader.ask(ExportRequest::Room(dialog.path()));
    app.create.exporting = Some(dialog);
}

/// It is known whether the file of an export exists: then the artist is asked first.
pub fn room_came(app: &mut App, path: &Path, there: bool) {
    let waits = |export: &&mut Box<ExportDialog>| export.asking && export.path() == path;
    if let Some(mut export) = app.create.exporting.take_if(|export| waits(&export)) {
        export.asking = false;
        export.warned = there;
        if there {
            open_export(app, *export);
        } else {
            export_it(app, &export);
        }
        return;
    }
    let Some(Dialog::Export(mut export)) = app.create.dialog.take_if(
        |dialog| matches!(dialog, Dialog::Export(export) if export.asking && export.path() == path),
    ) else {
        return;
    };
    export.asking = false;
    export.warned = there;
    if there {
        app.create.dialog = Some(Dialog::Export(export));
    } else {
        export_it(app, &export);
    }
}

/// It could not be found out whether the file exists.
pub fn no_room(app: &mut App) {
    app.create.exporting = None;
    if let Some(Dialog::Export(export)) = &mut app.create.dialog {
        export.asking = false;
    }
}
