//! How far a picture is, on the program's entry in the dock or taskbar.
//!
//! Docks of Linux desktops listen to Unity's launcher API: a signal on the session bus that names a desktop entry
//! (Ubuntu's dock, Dash to Dock, KDE Plasma, Plank). Elsewhere, and without a session bus, the window's
//! title alone carries the percentage.

use crossbeam_channel::Sender;

/// Tells the desktop how far a picture is.
#[derive(Default)]
pub struct Taskbar {
    outbox: Option<Sender<Option<u8>>>,
    told: Option<u8>,
}

impl Taskbar {
    /// The desktop's own, where it has one; the default one tells nobody.
    pub fn of_system() -> Self {
        Self {
            #[cfg(target_os = "linux")]
            outbox: launcher::listen(),
            ..Self::default()
        }
    }

    /// `percent` of what is being painted is done; nothing is being painted if there is none.
    pub fn tell(&mut self, percent: Option<u8>) {
        if self.told == percent {
            return;
        }
        self.told = percent;
        if let Some(outbox) = &self.outbox {
            // Without a session bus nobody listens.
            let _ = outbox.send(percent);
        }
    }
}

#[cfg(target_os = "linux")]
mod launcher {
    use crossbeam_channel::{Receiver, Sender, unbounded};
    use std::{collections::HashMap, thread};
    use zbus::{blocking::Connection, names::BusName, zvariant::Value};

    const ENTRY: &str = "application://impasto.desktop";
    const PATH: &str = "/com/canonical/unity/launcherentry/impasto";
    const INTERFACE: &str = "com.canonical.Unity.LauncherEntry";

    /// A thread of its own: a bus may take its time.
    pub fn listen() -> Option<Sender<Option<u8>>> {
        let (outbox, inbox) = unbounded();
        let body = move || drop(speak(&inbox));
        let thread = thread::Builder::new().name("taskbar".to_owned());
        thread.spawn(body).ok().map(|_| outbox)
    }

    fn speak(inbox: &Receiver<Option<u8>>) -> zbus::Result<()> {
        let mut bus = None;
        for percent in inbox {
            let percent = inbox.try_iter().last().unwrap_or(percent);
            let bus = match &mut bus {
                Some(bus) => bus,
                none => none.insert(Connection::session()?),
            };
            let share = f64::from(percent.unwrap_or(0)) / 100.0;
            let state = HashMap::from([
                ("progress", Value::from(share)),
                ("progress-visible", Value::from(percent.is_some())),
            ]);
            let everybody = None::<BusName<'_>>;
            bus.emit_signal(everybody, PATH, INTERFACE, "Update", &(ENTRY, state))?;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_news_is_told() {
        let (outbox, inbox) = crossbeam_channel::unbounded();
        let mut taskbar = Taskbar {
            outbox: Some(outbox),
            told: None,
        };
        for percent in [None, Some(0), Some(0), Some(7), None, None] {
            taskbar.tell(percent);
        }
        assert_eq!(
            inbox.try_iter().collect::<Vec<_>>(),
            [Some(0), Some(7), None]
        );
        // Nobody listens, and nothing is lost.
        drop(inbox);
        taskbar.tell(Some(1));
    }
}
