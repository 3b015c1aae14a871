//! The window: egui only. Nothing here knows a tensor; painting happens behind
//! [`Engine`](crate::session::engine::Engine).

mod actions;
mod app;
mod autosave;
mod balance;
mod batch;
mod canvas;
mod chooser;
mod crop;
mod dialogs;
mod errors;
mod event_loop;
mod export;
mod files;
mod gallery;
mod group;
mod hands;
mod icons;
mod inspector;
mod instant;
mod looks;
mod mix;
mod models;
mod news;
mod own;
mod pad;
mod paste;
mod perform;
mod photo;
mod pictures;
mod recent;
mod restore;
mod saving;
mod shelf;
mod signals;
mod slider;
mod space;
mod still;
mod taskbar;
mod theme;
mod tile;
mod timeline;
mod tips;
mod toasts;
mod variations;
mod view;
mod words;

pub use app::{Parts, Phase, Studio};
pub use files::{Dialogs, Picked, SystemDialogs, Want};
pub use taskbar::Taskbar;

use crate::{
    compute::{DeviceChoice, SharedDevice, Turn, descriptor},
    error::{Error, Result, catch_panic},
    fault::DeviceFault,
    session::{
        DeviceSetting, Layout, Settings, data_folder,
        engine::{Worker, WorkerDevice},
    },
};
use eframe::{
    NativeOptions,
    egui_wgpu::{
        RenderState, SurfaceErrorAction, WgpuConfiguration, WgpuSetup, WgpuSetupCreateNew, wgpu,
    },
};
use egui::{Button, RichText, Role, Ui, ViewportBuilder, WidgetInfo, vec2};
use event_loop::InTurn;
use std::{cell::Cell, path::PathBuf, sync::Arc};

/// What the window asks of wgpu: an adapter that can compute, never GL, with all it can do.
pub fn wgpu_setup(new: WgpuSetupCreateNew) -> WgpuSetup {
    let mut new = new;
    new.instance_descriptor.backends = wgpu::Backends::PRIMARY;
    new.device_descriptor = Arc::new(descriptor);
    WgpuSetup::CreateNew(new)
}

/// The device that the window was given; called on the window's thread.
pub fn shared_device(state: &RenderState, turn: Turn) -> SharedDevice {
    SharedDevice {
        thread: std::thread::current().id(),
        turn,
        instance: state.instance.clone(),
        adapter: state.adapter.clone(),
        device: state.device.clone(),
        queue: state.queue.clone(),
    }
}

/// Opens the window with `files`, and returns when it is closed.
///
/// # Errors
/// If there is no display, or no graphics driver that could draw a window.
pub fn run(files: Vec<PathBuf>) -> Result<()> {
    if cfg!(target_os = "linux") && !has_display() {
        return Err(Error::from(DeviceFault::NoDisplay));
    }
    let events = catch_panic(event_loop::new).map_err(|e| no_window(&e))?;
    let events = events.map_err(|_| Error::from(DeviceFault::NoDisplay))?;
    // eframe's errors stay within it when it is driven from outside: was there ever a window?
    let made = Cell::new(false);
    let opened = catch_panic(|| {
        let turn = Turn::default();
        let own = turn.clone();
        let create: eframe::AppCreator<'_> = Box::new(|cc| {
            made.set(true);
            Ok(Box::new(studio(cc, files, own)))
        });
        let options = options(&Settings::load(&data_folder()).layout);
        let app = eframe::create_native("impasto", options, create, &events);
        events.run_app(&mut InTurn::new(app, turn))
    });
    match opened {
        Ok(Ok(())) if made.get() => Ok(()),
        Ok(Ok(())) => Err(no_window("no adapter was found that can draw it")),
        Ok(Err(e)) => Err(no_window(&e.to_string())),
        Err(e) => Err(no_window(&e)),
    }
}

fn no_window(reason: &str) -> Error {
    DeviceFault::NoWindow(reason.to_owned()).into()
}

fn has_display() -> bool {
    let set = |name| std::env::var_os(name).is_some_and(|value| !value.is_empty());
    set("DISPLAY") || set("WAYLAND_DISPLAY")
}

fn options(layout: &Layout) -> NativeOptions {
    let icon = image::load_from_memory(include_bytes!("../../assets/icon.png")).ok();
    let icon = icon.map(|icon| {
        let icon = icon.into_rgba8();
        egui::IconData {
            width: icon.width(),
            height: icon.height(),
            rgba: icon.into_raw(),
        }
    });
    let mut viewport = ViewportBuilder::default()
        .with_title("Impasto")
        .with_app_id("impasto")
        .with_inner_size(layout.size.map_or(vec2(1440.0, 900.0), Into::into))
        .with_maximized(layout.maximised)
        .with_min_inner_size(vec2(960.0, 600.0))
        .with_drag_and_drop(true);
    if let Some(icon) = icon {
        viewport = viewport.with_icon(icon);
    }
    NativeOptions {
        viewport,
        renderer: eframe::Renderer::Wgpu,
        wgpu_options: wgpu_configuration(),
        ..NativeOptions::default()
    }
}

fn wgpu_configuration() -> WgpuConfiguration {
    let usual = WgpuConfiguration::default();
    let on_status = Arc::clone(&usual.on_surface_status);
    WgpuConfiguration {
        wgpu_setup: wgpu_setup(WgpuSetupCreateNew::without_display_handle()),
        // The networks' work on the queue can keep a surface from being configured: once more.
        on_surface_status: Arc::new(move |status| match status {
            wgpu::CurrentSurfaceTexture::Validation => SurfaceErrorAction::Reconfigure,
            _ => on_status(status),
        }),
        ..usual
    }
}

fn studio(cc: &eframe::CreationContext<'_>, files: Vec<PathBuf>, turn: Turn) -> Studio {
    let folder = data_folder();
    let settings = Settings::load(&folder);
    let choice = match settings.device {
        DeviceSetting::Auto => DeviceChoice::Auto,
        DeviceSetting::Cpu => DeviceChoice::Cpu,
        DeviceSetting::Gpu => DeviceChoice::Gpu,
    };
    let state = cc.wgpu_render_state.as_ref();
    let device = WorkerDevice {
        window: state.map(|state| shared_device(state, turn)),
        choice,
    };
    let ctx = cc.egui_ctx.clone();
    let engine = Worker::start(device, move || ctx.request_repaint());
    let parts = Parts {
        engine: Box::new(engine),
        dialogs: Box::new(SystemDialogs::new(cc.egui_ctx.clone())),
        taskbar: Taskbar::of_system(),
        folder,
        files,
    };
    let mut studio = Studio::new(&cc.egui_ctx, parts);
    studio.ends = signals::asked_to_end(&cc.egui_ctx);
    studio
}

/// Width of the names of controls, in points.
const NAME: f32 = 108.0;

/// The name of a control, `width` wide, on the left of it.
fn name_of(ui: &mut Ui, width: f32, name: &str) -> egui::Response {
    let layout = egui::Layout::left_to_right(egui::Align::Center);
    ui.allocate_ui_with_layout(vec2(width, 24.0), layout, |ui| {
        ui.set_min_width(width);
        ui.add(egui::Label::new(name).truncate())
    })
    .inner
}

/// Things at the right end of a row, in which Tab goes from left to right.
fn at_right<R>(ui: &mut Ui, contents: impl FnOnce(&mut Ui) -> R) -> R {
    let id = ui.next_auto_id().with("at right");
    let known: Option<f32> = ui.data(|data| data.get_temp(id));
    let room = known.map_or(0.0, |width| ui.available_width() - width);
    ui.add_space(room.max(0.0));
    let inner = ui.horizontal(contents);
    let width = inner.response.rect.width();
    if known.is_none_or(|known| (known - width).abs() > 0.1) {
        // How wide they are is known only now.
        ui.data_mut(|data| data.insert_temp(id, width));
        ui.ctx().request_discard("the width of a row's end");
    }
    inner.inner
}

/// A control that can be used or says why not.
fn add_or_why(ui: &mut Ui, can: bool, why: &str, control: impl egui::Widget) -> egui::Response {
    ui.add_enabled(can, control).on_disabled_hover_text(why)
}

/// A button whose words stand in its middle, also where controls stand one under the other.
fn centred(ui: &mut Ui, button: Button<'_>) -> egui::Response {
    ui.horizontal(|ui| ui.add(button)).inner
}

/// The button of a dialog that does what it asks about.
fn main_button(ui: &Ui, text: String) -> Button<'static> {
    let colours = theme::palette(ui.ctx());
    Button::new(RichText::new(text).color(colours.on_accent))
        .fill(colours.accent)
        .min_size(vec2(110.0, 30.0))
}

/// A button that is only an icon, with a name for those who cannot see it.
fn icon_button(ui: &mut Ui, icon: &str, name: &str) -> egui::Response {
    let button = Button::new(RichText::new(icon).size(18.0)).min_size(vec2(28.0, 28.0));
    let response = ui.add(button).on_hover_text(name);
    response.widget_info(|| WidgetInfo::labeled(Role::Button, ui.is_enabled(), name));
    response
}

/// A menu of the thing of `response`: by the second button of the mouse, or, where it has the focus, by the
/// menu key or Shift+F10.
fn menu(ui: &Ui, response: &egui::Response, contents: impl FnOnce(&mut Ui)) {
    use egui::{Key, Modifiers, Popup, SetOpenCommand};
    let by_key = response.has_focus()
        && ui.input_mut(|input| {
            input.consume_key(Modifiers::NONE, Key::Menu)
                || input.consume_key(Modifiers::SHIFT, Key::F10)
        });
    let id = response.id.with("menu by key");
    if by_key || response.secondary_clicked() {
        ui.data_mut(|data| data.insert_temp(id, by_key));
    }
    let mut popup = Popup::context_menu(response);
    if by_key {
        popup = popup.open_memory(SetOpenCommand::Bool(true));
    }
    if ui.data(|data| data.get_temp(id).unwrap_or(false)) {
        // The pointer may be anywhere.
        popup = popup.anchor(response.rect);
    }
    popup.show(contents);
}

#[cfg(test)]
mod tests;

/// Whether Ctrl or Shift was held at the click or key of this frame, to add rather than to replace. After a
/// slow frame the hand may have left the keys already.
fn click_adds(ui: &Ui) -> bool {
    use egui::Event::{Key, PointerButton};
    ui.input(|input| {
        let at_event = input.events.iter().rev().find_map(|event| match event {
            PointerButton { modifiers, .. } | Key { modifiers, .. } => Some(*modifiers),
            _ => None,
        });
        let held = at_event.unwrap_or(input.modifiers);
        held.command || held.shift
    })
}
