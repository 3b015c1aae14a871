//! What the desktop is told: how far a picture is, on the program's entry in the dock or taskbar, and what has
//! ended while nobody looked.
//!
//! Docks of Linux desktops listen to Unity's launcher API: a signal on the session bus that names a desktop entry
//! (Ubuntu's dock, Dash to Dock, KDE Plasma, Plank). Elsewhere, and without a session bus, the window's
//! title alone carries the percentage. Notifications follow the Desktop Notifications Specification 1.2; elsewhere
//! there are none.

#[cfg(target_os = "linux")]
mod awake;

use crossbeam_channel::Sender;

/// What the desktop is told.
#[derive(Clone, Debug, PartialEq, Eq)]
enum News {
    /// Percent of what is being painted that is done.
    Share(Option<u8>),
    /// Something has ended: a title and a sentence.
    Ended(String, String),
    /// Whether the machine is not to sleep, and why.
    Awake(Option<String>),
}

/// Tells the desktop how far a picture is, and what has ended.
#[derive(Default)]
pub struct Taskbar {
    outbox: Option<Sender<News>>,
    told: Option<u8>,
    awake: bool,
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
        self.send(News::Share(percent));
    }

    /// Something has ended that the artist waits for elsewhere.
    pub fn ended(&self, title: String, text: String) {
        self.send(News::Ended(title, text));
    }

    /// While there is a `reason` the machine does not go to sleep by itself, where the desktop allows that.
    pub fn keep_awake(&mut self, reason: Option<String>) {
        if self.awake != reason.is_some() {
            self.awake = reason.is_some();
            self.send(News::Awake(reason));
        }
    }

    fn send(&self, news: News) {
        if let Some(outbox) = &self.outbox {
            // Without a session bus nobody listens, and a bus that is stuck need not know every share.
            let _ = outbox.try_send(news);
        }
    }

    /// One whose notifications a test hears.
    #[cfg(test)]
    pub fn heard() -> (Self, impl Fn() -> Vec<String>) {
        let (outbox, inbox) = crossbeam_channel::bounded(64);
        let texts = move || {
            let news = inbox.try_iter();
            let texts = news.filter_map(|news| match news {
                News::Ended(_, text) => Some(text),
                News::Share(_) | News::Awake(_) => None,
            });
            texts.collect()
        };
        let taskbar = Self {
            outbox: Some(outbox),
            ..Self::default()
        };
        (taskbar, texts)
    }
}

#[cfg(target_os = "linux")]
mod launcher {
    use super::{News, awake::Awake};
    use crossbeam_channel::{Receiver, Sender, bounded};
    use std::{collections::HashMap, thread};
    use zbus::{blocking::Connection, names::BusName, zvariant::Value};

    /// A thread of its own: a bus may take its time.
    pub fn listen() -> Option<Sender<News>> {
        let (outbox, inbox) = bounded(64);
        let body = move || drop(speak(&inbox));
        let thread = thread::Builder::new().name("taskbar".to_owned());
        thread.spawn(body).ok().map(|_| outbox)
    }

    fn speak(inbox: &Receiver<News>) -> zbus::Result<()> {
        let (mut bus, mut last, mut awake) = (None, 0, None::<Awake>);
        for news in inbox {
            let bus = match &mut bus {
                Some(bus) => bus,
                none => none.insert(Connection::session()?),
            };
            match news {
                News::Share(percent) => show(bus, percent)?,
                // A desktop without notifications still has a dock.
                News::Ended(title, text) => last = notify(bus, last, &title, &text).unwrap_or(0),
                News::Awake(Some(reason)) => awake = Awake::keep(bus, &reason),
                News::Awake(None) => {
                    if let Some(awake) = awake.take() {
                        awake.let_go(bus);
                    }
                }
            }
        }
        Ok(())
    }

    fn show(bus: &Connection, percent: Option<u8>) -> zbus::Result<()> {
        const ENTRY: &str = "application://impasto.desktop";
        const PATH: &str = "/com/canonical/unity/launcherentry/impasto";
        const INTERFACE: &str = "com.canonical.Unity.LauncherEntry";
        let share = f64::from(percent.unwrap_or(0)) / 100.0;
        let state = HashMap::from([
            ("progress", Value::from(share)),
            ("progress-visible", Value::from(percent.is_some())),
        ]);
        let everybody = None::<BusName<'_>>;
        bus.emit_signal(everybody, PATH, INTERFACE, "Update", &(ENTRY, state))
    }

    /// Shows a notification in the place of the `last` one; returns its number.
    fn notify(bus: &Connection, last: u32, title: &str, text: &str) -> zbus::Result<u32> {
        const NAME: &str = "org.freedesktop.Notifications";
        const PATH: &str = "/org/freedesktop/Notifications";
        let actions: [&str; 0] = [];
        let hints = HashMap::from([("desktop-entry", Value::from("impasto"))]);
        // The server's own time.
        let expires = -1i32;
        let body = (
            "Impasto",
            last,
            "impasto",
            title,
            plain(text),
            actions.as_slice(),
            hints,
            expires,
        );
        let answer = bus.call_method(Some(NAME), PATH, Some(NAME), "Notify", &body)?;
        answer.body().deserialize()
    }

    /// Text that servers which understand markup show as it is.
    fn plain(text: &str) -> String {
        text.replace('&', "&amp;")
            .replace('<', "&lt;")
            .replace('>', "&gt;")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_machine_is_kept_awake_once_and_let_go_once() {
        let (outbox, inbox) = crossbeam_channel::bounded(64);
        let mut taskbar = Taskbar {
            outbox: Some(outbox),
            ..Taskbar::default()
        };
        for reason in [None, Some("it learns"), Some("it learns"), None, None] {
            taskbar.keep_awake(reason.map(str::to_owned));
        }
        let told: Vec<News> = inbox.try_iter().collect();
        let wanted = [Some("it learns".to_owned()), None].map(News::Awake);
        assert_eq!(told, wanted);
    }

    #[test]
    fn only_news_is_told() {
        let (outbox, inbox) = crossbeam_channel::bounded(64);
        let mut taskbar = Taskbar {
            outbox: Some(outbox),
            ..Taskbar::default()
        };
        for percent in [None, Some(0), Some(0), Some(7), None, None] {
            taskbar.tell(percent);
        }
        assert_eq!(
            inbox.try_iter().collect::<Vec<_>>(),
            [Some(0), Some(7), None].map(News::Share)
        );
        // Nobody listens, and nothing is lost.
        drop(inbox);
        taskbar.tell(Some(1));
    }
}
