//! Days of the calendar: when something was accepted, and until when.

use std::fmt;
use std::str::FromStr;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// A day, written as `2026-03-31`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Date {
    year: u16,
    month: u8,
    day: u8,
}

/// What stands in place of a day is none.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("`{0}` is no day; days are written as 2026-03-31")]
pub struct NoDate(String);

impl Date {
    /// The day that began so many days after the first of January 1970.
    pub fn from_days(days: u64) -> Self {
        // The calendar repeats itself every 146,097 days; a year is counted from March, so that the
        // odd day comes last.
        let days = days + 719_468;
        let (era, day) = (days / 146_097, days % 146_097);
        let year = (day - day / 1_460 + day / 36_524 - day / 146_096) / 365;
        let day = day - (365 * year + year / 4 - year / 100);
        let month = (5 * day + 2) / 153;
        let in_month = day - (153 * month + 2) / 5 + 1;
        let calendar = if month < 10 { month + 3 } else { month - 9 };
        Self {
            year: (era * 400 + year + u64::from(calendar <= 2)) as u16,
            month: calendar as u8,
            day: in_month as u8,
        }
    }

    /// How many days after the first of January 1970 it begins; 0 for what lies before.
    pub fn days(self) -> u64 {
        // The same count as above: a year from March, so that the odd day comes last.
        let (year, month) = (u64::from(self.year), u64::from(self.month));
        let year = if month > 2 {
            year
        } else {
            year.saturating_sub(1)
        };
        let month = if month > 2 { month - 3 } else { month + 9 };
        let in_year = (153 * month + 2) / 5 + u64::from(self.day) - 1;
        let days = 365 * year + year / 4 - year / 100 + year / 400 + in_year;
        days.saturating_sub(719_468)
    }

    /// The day so many days later.
    #[must_use]
    pub fn after(self, days: u32) -> Self {
        Self::from_days(self.days() + u64::from(days))
    }

    /// The day on which a second after the first of January 1970 falls, by universal time; none for
    /// what no calendar of four digits holds.
    pub fn from_seconds(seconds: u64) -> Option<Self> {
        /// The first second of the year 10000.
        const END: u64 = 253_402_300_800;
        (seconds < END).then(|| Self::from_days(seconds / 86_400))
    }
}

impl FromStr for Date {
    type Err = NoDate;

    fn from_str(text: &str) -> Result<Self, NoDate> {
        let refused = || NoDate(text.to_owned());
        let plain = text.len() == 10
            && text.bytes().enumerate().all(|(at, byte)| match at {
                4 | 7 => byte == b'-',
                _ => byte.is_ascii_digit(),
            });
        if !plain {
            return Err(refused());
        }
        let number = |part: &str| part.parse::<u16>().map_err(|_| refused());
        let (year, month, day) = (
            number(&text[..4])?,
            number(&text[5..7])?,
            number(&text[8..])?,
        );
        let leap =
            year.is_multiple_of(4) && (!year.is_multiple_of(100) || year.is_multiple_of(400));
        let days = match month {
            2 if leap => 29,
            2 => 28,
            4 | 6 | 9 | 11 => 30,
            1..=12 => 31,
            _ => 0,
        };
        if !(1..=days).contains(&day) {
            return Err(refused());
        }
        Ok(Self {
            year,
            month: month as u8,
            day: day as u8,
        })
    }
}

impl TryFrom<String> for Date {
    type Error = NoDate;

    fn try_from(text: String) -> Result<Self, NoDate> {
        text.parse()
    }
}

impl From<Date> for String {
    fn from(date: Date) -> Self {
        date.to_string()
    }
}

impl fmt::Display for Date {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:04}-{:02}-{:02}", self.year, self.month, self.day)
    }
}

impl JsonSchema for Date {
    fn schema_name() -> std::borrow::Cow<'static, str> {
        "Date".into()
    }

    fn json_schema(_: &mut schemars::SchemaGenerator) -> schemars::Schema {
        schemars::json_schema!({
            "description": "A day, such as 2026-03-31.",
            "type": "string",
            "pattern": "^[0-9]{4}-[0-9]{2}-[0-9]{2}$",
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_are_counted_over_leap_years() {
        for (days, text) in [
            (0, "1970-01-01"),
            (58, "1970-02-28"),
            (59, "1970-03-01"),
            (11_016, "2000-02-29"),
            (11_017, "2000-03-01"),
            (19_723, "2024-01-01"),
            (19_782, "2024-02-29"),
            (20_088, "2024-12-31"),
        ] {
            assert_eq!(Date::from_days(days).to_string(), text);
            assert_eq!(text.parse(), Ok(Date::from_days(days)));
            assert_eq!(Date::from_days(days).days(), days);
        }
    }

    #[test]
    fn days_can_be_added_and_seconds_have_a_day() {
        let day: Date = "2024-02-28".parse().expect("a day");
        assert_eq!(day.after(2).to_string(), "2024-03-01");
        assert_eq!(day.after(366).to_string(), "2025-02-28");
        let last = Date::from_seconds(253_402_300_799).map(|day| day.to_string());
        assert_eq!(last.as_deref(), Some("9999-12-31"));
        assert_eq!(Date::from_seconds(253_402_300_800), None);
    }

    #[test]
    fn what_is_no_day_is_refused_and_days_have_an_order() {
        for text in [
            "2026-02-29",
            "2026-13-01",
            "2026-00-10",
            "2026-01-00",
            "2026-1-1",
            "20260101",
            "",
            "2026-01-0é",
        ] {
            assert!(text.parse::<Date>().is_err(), "{text}");
        }
        let day = |text: &str| text.parse::<Date>().expect("a day");
        assert!(day("2025-12-31") < day("2026-01-01"));
        assert!(day("2026-01-31") < day("2026-02-01"));
    }
}
