//! Where the machine has its power from.

use std::path::Path;

/// Where Linux tells of batteries and chargers.
const SUPPLIES: &str = "/sys/class/power_supply";

/// Where a machine with a battery has its power from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Power {
    /// The wall.
    Mains,
    /// Its battery.
    Battery,
}

/// Where the machine has its power from; `None` if it has no battery, or nothing is known of one.
pub fn power() -> Option<Power> {
    power_in(Path::new(SUPPLIES))
}

/// By the folder of [power supplies](https://docs.kernel.org/power/power_supply_class.html).
fn power_in(supplies: &Path) -> Option<Power> {
    let supplies = std::fs::read_dir(supplies).ok()?;
    let (mut has_battery, mut drains, mut plugged) = (false, false, false);
    for supply in supplies.flatten() {
        let said = |name: &str| {
            let text = std::fs::read_to_string(supply.path().join(name));
            text.unwrap_or_default().trim().to_owned()
        };
        match said("type").as_str() {
            // That of a mouse is not the machine's.
            "Battery" if said("scope") != "Device" => {
                has_battery = true;
                drains |= said("status") == "Discharging";
            }
            "Battery" => {}
            _ => plugged |= said("online") == "1",
        }
    }
    has_battery.then_some(match drains && !plugged {
        true => Power::Battery,
        false => Power::Mains,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn batteries_of_the_machine_count_and_those_of_mice_do_not() {
        let folder = tempfile::tempdir().expect("folder");
        assert_eq!(power_in(&folder.path().join("none")), None);
        let supply = |name: &str, said: &[(&str, &str)]| {
            let supply = folder.path().join(name);
            std::fs::create_dir_all(&supply).expect("folder");
            for (name, text) in said {
                std::fs::write(supply.join(name), format!("{text}\n")).expect("written");
            }
        };
        supply("AC", &[("type", "Mains"), ("online", "0")]);
        let mouse = [
            ("type", "Battery"),
            ("scope", "Device"),
            ("status", "Discharging"),
        ];
        supply("hidpp_battery_0", &mouse);
        assert_eq!(power_in(folder.path()), None);
        supply("BAT0", &[("type", "Battery"), ("status", "Discharging")]);
        assert_eq!(power_in(folder.path()), Some(Power::Battery));
        supply("AC", &[("online", "1")]);
        assert_eq!(power_in(folder.path()), Some(Power::Mains));
        supply("AC", &[("online", "0")]);
        supply("BAT0", &[("status", "Full")]);
        assert_eq!(power_in(folder.path()), Some(Power::Mains));
        supply("BAT1", &[("type", "Battery"), ("status", "Discharging")]);
        assert_eq!(power_in(folder.path()), Some(Power::Battery));
    }
}
