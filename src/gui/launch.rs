//! Opens the window: its device, its icon, and the event loop.

use crate::{
    compute::{DeviceChoice, SharedDevice, Turn, descriptor},
    error::{Error, Result, catch_panic},
    fault::DeviceFault,
    gui::{
        app::App,
        event_loop::{self, InTurn},
        files::SystemDialogs,
        shell::Parts,
        signals,
        taskbar::Taskbar,
    },
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
use egui::{ViewportBuilder, vec2};
use std::{cell::Cell, path::PathBuf, sync::Arc, time::Duration};

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

fn studio(cc: &eframe::CreationContext<'_>, files: Vec<PathBuf>, turn: Turn) -> App {
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
    // At once, a request is for two frames, and where they are drawn in software each is paid for by what is computed.
    let soon = Duration::from_millis(1);
    let engine = Worker::start(device, move || ctx.request_repaint_after(soon));
    let parts = Parts {
        engine: Box::new(engine),
        dialogs: Box::new(SystemDialogs::new(cc.egui_ctx.clone())),
        taskbar: Taskbar::of_system(),
        folder,
        files,
    };
    let mut studio = App::new(&cc.egui_ctx, parts);
    studio.ends = signals::asked_to_end(&cc.egui_ctx);
    studio
}
