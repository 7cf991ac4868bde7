//! A budget as typed: `5s`, `2m`, `1000000nodes`.

use std::str::FromStr;
use std::time::Duration;

/// The longest time that a budget may name: a year.
const MAX_SECONDS: f64 = 366.0 * 86_400.0;

/// What the work may cost.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Limit {
    /// Time on the clock; where the work stops depends on the machine.
    Time(Duration),
    /// Steps of the search; where the work stops is the same everywhere.
    Nodes(u64),
}

impl FromStr for Limit {
    type Err = String;

    fn from_str(text: &str) -> Result<Limit, String> {
        let wrong =
            || format!("`{text}` is no budget; write a time like 500ms, 5s, 2m or 1h, or steps like 1000000nodes");
        let digits_end = text.find(|c: char| !c.is_ascii_digit() && c != '.' && c != '_').ok_or_else(wrong)?;
        let (number, unit) = text.split_at(digits_end);
        let number = number.replace('_', "");
        if matches!(unit.trim(), "nodes" | "node" | "n") {
            return number.parse().map(Limit::Nodes).map_err(|_| wrong());
        }
        let unit = match unit.trim() {
            "ms" => 0.001,
            "s" => 1.0,
            "m" | "min" => 60.0,
            "h" => 3600.0,
            _ => return Err(wrong()),
        };
        let seconds = number.parse::<f64>().map_err(|_| wrong())? * unit;
        if seconds > MAX_SECONDS {
            return Err(format!("`{text}` is more than a year; leave the budget out to work as long as it takes"));
        }
        Ok(Limit::Time(Duration::from_secs_f64(seconds)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_and_steps_are_read_and_slips_are_named() {
        let check = |text: &str, expected: Option<Limit>| assert_eq!(text.parse::<Limit>().ok(), expected, "{text}");
        check("5s", Some(Limit::Time(Duration::from_secs(5))));
        check("2m", Some(Limit::Time(Duration::from_secs(120))));
        check("1.5h", Some(Limit::Time(Duration::from_secs(5400))));
        check("250ms", Some(Limit::Time(Duration::from_millis(250))));
        check("1000000nodes", Some(Limit::Nodes(1_000_000)));
        check("1_000 nodes", Some(Limit::Nodes(1_000)));
        check("0nodes", Some(Limit::Nodes(0)));
        for wrong in ["", "5", "s", "5 parsecs", "-5s", "1.5nodes", "1..5s", "1e99s", "99999999999999h", "∞s"] {
            check(wrong, None);
        }
    }
}
