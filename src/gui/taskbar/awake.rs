//! Keeps the machine from going to sleep while something long goes on: by the desktop portal's Inhibit, which GNOME and KDE
//! Plasma have, or by the older PowerManagement interface (Xfce, MATE). The screen may go dark. Where there is neither, the
//! machine sleeps when it likes. Whoever leaves the bus lets go of it.

use std::collections::HashMap;
use zbus::{
    blocking::Connection,
    zvariant::{OwnedObjectPath, Value},
};

const PORTAL: &str = "org.freedesktop.portal.Desktop";
const POWER: &str = "org.freedesktop.PowerManagement";
const POWER_INHIBIT: &str = "org.freedesktop.PowerManagement.Inhibit";
const POWER_PATH: &str = "/org/freedesktop/PowerManagement/Inhibit";
/// Of the portal's flags: suspend.
const SUSPEND: u32 = 4;

/// What keeps the machine awake.
pub enum Awake {
    /// A request of the portal.
    Portal(OwnedObjectPath),
    /// A number of the older interface.
    Power(u32),
}

impl Awake {
    /// Asks the desktop for it, `reason` in a sentence.
    pub fn keep(bus: &Connection, reason: &str) -> Option<Self> {
        let portal = by_portal(bus, reason).map(Self::Portal);
        portal
            .or_else(|_| by_power(bus, reason).map(Self::Power))
            .ok()
    }

    /// Lets the machine sleep again.
    pub fn let_go(self, bus: &Connection) {
        // A desktop that has forgotten it has let go already.
        let _ = match self {
            Self::Portal(request) => bus.call_method(
                Some(PORTAL),
                &request,
                Some("org.freedesktop.portal.Request"),
                "Close",
                &(),
            ),
            Self::Power(cookie) => bus.call_method(
                Some(POWER),
                POWER_PATH,
                Some(POWER_INHIBIT),
                "UnInhibit",
                &cookie,
            ),
        };
    }
}

fn by_portal(bus: &Connection, reason: &str) -> zbus::Result<OwnedObjectPath> {
    let options = HashMap::from([("reason", Value::from(reason))]);
    let answer = bus.call_method(
        Some(PORTAL),
        "/org/freedesktop/portal/desktop",
        Some("org.freedesktop.portal.Inhibit"),
        "Inhibit",
        &("", SUSPEND, options),
    )?;
    answer.body().deserialize()
}

fn by_power(bus: &Connection, reason: &str) -> zbus::Result<u32> {
    let answer = bus.call_method(
        Some(POWER),
        POWER_PATH,
        Some(POWER_INHIBIT),
        "Inhibit",
        &("Impasto", reason),
    )?;
    answer.body().deserialize()
}
