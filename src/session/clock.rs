//! The clock on the wall.

use chrono::{DateTime, Days, Local, NaiveDateTime, NaiveTime, TimeZone};
use std::time::SystemTime;

/// A time of the day.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct TimeOfDay {
    /// 0 to 23.
    pub hour: u8,
    /// 0 to 59.
    pub minute: u8,
}

impl TimeOfDay {
    /// When a machine is to be free again in the morning.
    pub const MORNING: Self = Self { hour: 7, minute: 0 };

    /// When the clock here will show this next, and whether that is tomorrow.
    pub fn next(self) -> (SystemTime, bool) {
        let now = Local::now();
        let next = self.after(now.naive_local(), &Local);
        let is_tomorrow = next.date_naive() > now.date_naive();
        (next.into(), is_tomorrow)
    }

    /// When it is next after `now`, told by the clocks of `zone`; at the moment they are put forward over it, the first moment after.
    fn after<Z: TimeZone>(self, now: NaiveDateTime, zone: &Z) -> DateTime<Z> {
        let (hour, minute) = (u32::from(self.hour.min(23)), u32::from(self.minute.min(59)));
        let time = NaiveTime::from_hms_opt(hour, minute, 0).unwrap_or_default();
        let today = now.date().and_time(time);
        let day = match today > now {
            true => today,
            false => today.checked_add_days(Days::new(1)).unwrap_or(today),
        };
        let later = (0..3).filter_map(|hours| {
            let time = day + chrono::TimeDelta::hours(hours);
            zone.from_local_datetime(&time).earliest()
        });
        later
            .into_iter()
            .next()
            .unwrap_or_else(|| zone.from_utc_datetime(&day))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use chrono::FixedOffset;

    #[test]
    fn a_time_that_has_passed_today_is_tomorrows() {
        let zone = FixedOffset::east_opt(2 * 3600).expect("a zone");
        let at = |hour, minute| {
            let date = chrono::NaiveDate::from_ymd_opt(2026, 12, 31).expect("a day");
            date.and_hms_opt(hour, minute, 5).expect("a time")
        };
        let morning = |now| TimeOfDay::MORNING.after(now, &zone).to_rfc3339();
        assert_eq!(morning(at(6, 59)), "2026-12-31T07:00:00+02:00");
        assert_eq!(morning(at(7, 0)), "2027-01-01T07:00:00+02:00");
        assert_eq!(morning(at(22, 30)), "2027-01-01T07:00:00+02:00");
        let (next, _) = TimeOfDay {
            hour: 99,
            minute: 99,
        }
        .next();
        let ahead = next.duration_since(SystemTime::now()).expect("ahead");
        assert!(ahead <= std::time::Duration::from_secs(26 * 3600));
    }
}
