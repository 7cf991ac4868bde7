//! The wall clock, and how moments are written.

use jiff::Timestamp;
use jiff::civil::DateTime;
use jiff::tz::TimeZone;
use std::time::{SystemTime, UNIX_EPOCH};
use zopa::mediate::Moment;

/// The present moment.
#[must_use]
pub fn now() -> Moment {
    let since = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
    Moment(u64::try_from(since.as_millis()).unwrap_or(u64::MAX))
}

fn timestamp(moment: Moment) -> Timestamp {
    let milliseconds = i64::try_from(moment.0).unwrap_or(i64::MAX);
    Timestamp::from_millisecond(milliseconds).unwrap_or(Timestamp::MAX)
}

/// For people: `25 Nov 2026, 14:03 UTC`.
#[must_use]
pub fn spelled(moment: Moment) -> String {
    timestamp(moment).strftime("%-d %b %Y, %H:%M UTC").to_string()
}

/// For programs: `2026-11-25T14:03:00.123Z`.
#[must_use]
pub fn iso(moment: Moment) -> String {
    format!("{:.3}", timestamp(moment))
}

/// For fields of forms: `2026-11-25T14:03`.
#[must_use]
pub fn field(moment: Moment) -> String {
    timestamp(moment).strftime("%Y-%m-%dT%H:%M").to_string()
}

/// From a field of a form, in universal time; a full timestamp also passes.
#[must_use]
pub fn parse(text: &str) -> Option<Moment> {
    let timestamp = match text.parse::<Timestamp>() {
        Ok(timestamp) => timestamp,
        Err(_) => TimeZone::UTC.to_timestamp(text.parse::<DateTime>().ok()?).ok()?,
    };
    u64::try_from(timestamp.as_millisecond()).ok().map(Moment)
}

/// How far away a moment is: `in 3 hours`, `5 minutes ago`.
#[must_use]
pub fn distance(moment: Moment, from: Moment) -> String {
    let (seconds, is_future) = match moment.0.checked_sub(from.0) {
        Some(ahead) => (ahead / 1000, true),
        None => ((from.0 - moment.0) / 1000, false),
    };
    let (number, unit) = match seconds {
        0..60 => return if is_future { "in less than a minute".into() } else { "just now".into() },
        60..3600 => (seconds / 60, "minute"),
        3600..172_800 => (seconds / 3600, "hour"),
        _ => (seconds / 86_400, "day"),
    };
    let plural = if number == 1 { "" } else { "s" };
    if is_future { format!("in {number} {unit}{plural}") } else { format!("{number} {unit}{plural} ago") }
}

#[cfg(test)]
mod tests {
    use super::{distance, field, iso, parse, spelled};
    use zopa::mediate::Moment;

    #[test]
    fn moments_are_written_and_read() {
        let moment = Moment(1_795_615_380_123);
        assert_eq!(spelled(moment), "25 Nov 2026, 14:03 UTC");
        assert_eq!(iso(moment), "2026-11-25T14:03:00.123Z");
        assert_eq!(field(moment), "2026-11-25T14:03");
        assert_eq!(parse("2026-11-25T14:03"), Some(Moment(1_795_615_380_000)));
        assert_eq!(parse(&iso(moment)), Some(moment));
        assert_eq!(parse("tomorrow"), None);
        assert_eq!(parse("1950-01-01T00:00"), None);
    }

    #[test]
    fn distances_are_told() {
        let from = Moment(1_000_000_000);
        let check = |seconds: i64, expected: &str| {
            let moment = Moment(from.0.checked_add_signed(seconds * 1000).unwrap());
            assert_eq!(distance(moment, from), expected);
        };
        check(30, "in less than a minute");
        check(-30, "just now");
        check(3_600, "in 1 hour");
        check(-7_300, "2 hours ago");
        check(259_200, "in 3 days");
    }
}
