//! Numbers that are not known, as cells say them.
//!
//! `3 to 7`; `3 to 7, likely 4`; `mean 5, deviation 1, 2 to 8`; `4 (0.3) or 6 (0.7)`.

use crate::exact::{self, Rational};
use crate::model::{Distribution, Form};

/// How to write such a number.
pub(super) const HELP: &str =
    "write 3 to 7, or 3 to 7, likely 4, or mean 5, deviation 1, or 4 or 6, or 4 (0.3) or 6 (0.7)";

/// A number that is not known, as a cell says it.
pub(super) fn shown(distribution: &Distribution) -> String {
    let range = |low: &Rational, high: &Rational| format!("{} to {}", exact::write(low), exact::write(high));
    match distribution.form() {
        Form::Between { low, high } => range(low, high),
        Form::Around { low, likely, high } => format!("{}, likely {}", range(low, high), exact::write(likely)),
        Form::Normal { mean, deviation, low, high } => {
            format!("mean {}, deviation {}, {}", exact::write(mean), exact::write(deviation), range(low, high))
        }
        Form::OneOf(cases) => {
            let case = |(number, chance): &(Rational, Rational)| {
                format!("{} ({})", exact::write(number), exact::write(chance))
            };
            cases.iter().map(case).collect::<Vec<_>>().join(" or ")
        }
    }
}

/// What a cell says about a number that is not known, as numbers under the keys of the native format;
/// none where it says no such thing.
///
/// # Errors
/// What does not go together, a sentence.
pub(super) fn read(cell: &str) -> Option<Result<String, String>> {
    let cell = cell.trim().to_lowercase();
    let list = cell.contains(" or ") || cell.contains('(');
    let ranged = cell.starts_with("mean ") || cell.split(',').any(|part| range(part).is_some());
    (list || ranged).then(|| if list { one_of(&cell) } else { parts(&cell) })
}

/// Two numbers with "to" or a dash between them.
fn range(text: &str) -> Option<(&str, &str)> {
    [" to ", "–", ".."].iter().find_map(|between| text.split_once(between)).map(|(low, high)| (low.trim(), high.trim()))
}

fn number(text: &str) -> Result<Rational, String> {
    exact::parse(text.trim()).map_err(|flaw| flaw.split(';').next().unwrap_or("").to_string())
}

fn parts(cell: &str) -> Result<String, String> {
    let [mut low, mut likely, mut high, mut mean, mut deviation] = [const { None::<Rational> }; 5];
    for part in cell.split(',').map(str::trim) {
        let (place, text) = match (part.split_once(' '), range(part)) {
            (_, Some((from, to))) => {
                low = Some(number(from)?);
                (&mut high, to)
            }
            (Some(("likely", text)), _) => (&mut likely, text),
            (Some(("mean", text)), _) => (&mut mean, text),
            (Some(("deviation", text)), _) => (&mut deviation, text),
            _ => return Err(format!("`{part}` says nothing about a number that is not known")),
        };
        *place = Some(number(text)?);
    }
    let distribution = match (low, likely, high, mean, deviation) {
        (Some(low), None, Some(high), None, None) => Distribution::between(low, high),
        (Some(low), Some(likely), Some(high), None, None) => Distribution::around(low, likely, high),
        (low, None, high, Some(mean), Some(deviation)) => Distribution::normal(mean, deviation, low, high),
        _ => Err("what is said about the number does not go together".to_string()),
    };
    distribution.map(|distribution| json(&distribution))
}

fn one_of(cell: &str) -> Result<String, String> {
    let (mut numbers, mut chances) = (Vec::new(), Vec::new());
    for case in cell.split(" or ") {
        match case.trim().strip_suffix(')').and_then(|case| case.split_once('(')) {
            Some((value, chance)) => {
                numbers.push(number(value)?);
                chances.push(number(chance)?);
            }
            None => numbers.push(number(case)?),
        }
    }
    let chances = (!chances.is_empty()).then_some(chances);
    Distribution::one_of(numbers, chances).map(|distribution| json(&distribution))
}

/// The number under the keys of the native format.
fn json(distribution: &Distribution) -> String {
    let text = |number: &Rational| format!("\"{}\"", exact::write(number));
    match distribution.form() {
        Form::Between { low, high } => format!("{{\"low\":{},\"high\":{}}}", text(low), text(high)),
        Form::Around { low, likely, high } => {
            format!("{{\"low\":{},\"likely\":{},\"high\":{}}}", text(low), text(likely), text(high))
        }
        Form::Normal { mean, deviation, low, high } => format!(
            "{{\"mean\":{},\"deviation\":{},\"low\":{},\"high\":{}}}",
            text(mean),
            text(deviation),
            text(low),
            text(high)
        ),
        Form::OneOf(cases) => {
            let list = |pick: fn(&(Rational, Rational)) -> &Rational| {
                cases.iter().map(|case| text(pick(case))).collect::<Vec<_>>().join(",")
            };
            format!("{{\"one_of\":[{}],\"chances\":[{}]}}", list(|case| &case.0), list(|case| &case.1))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::exact::ratio;

    #[test]
    fn what_is_shown_is_read_again() {
        let n = |n: i64| ratio(n, 3);
        let distributions = [
            Distribution::between(n(-3), n(7)),
            Distribution::around(n(3), n(4), n(7)),
            Distribution::normal(n(5), n(1), None, Some(n(6))),
            Distribution::one_of(vec![n(4), n(6)], Some(vec![ratio(3, 10), ratio(7, 10)])),
            Distribution::one_of(vec![n(4)], None),
        ];
        for distribution in distributions {
            let distribution = distribution.expect("valid");
            assert_eq!(read(&shown(&distribution)), Some(Ok(json(&distribution))), "{}", shown(&distribution));
        }
    }

    #[test]
    fn what_people_type_is_understood_and_slips_are_told() {
        let low_high = |low: &str, high: &str| Some(Ok(format!("{{\"low\":\"{low}\",\"high\":\"{high}\"}}")));
        assert_eq!(read("3 to 7"), low_high("3", "7"));
        assert_eq!(read("3–7"), low_high("3", "7"));
        assert_eq!(read("1/3 TO 0.5"), low_high("1/3", "0.5"));
        assert_eq!(read("4 or 6"), Some(Ok("{\"one_of\":[\"4\",\"6\"],\"chances\":[\"0.5\",\"0.5\"]}".into())));
        assert_eq!(read("5"), None);
        assert_eq!(read("five"), None);
        assert_eq!(read("7 to 3"), Some(Err("low 7 is above high 3".into())));
        assert_eq!(read("3 to x"), Some(Err("`x` is not a number".into())));
        assert_eq!(read("4 (0.5) or 6 (0.6)"), Some(Err("the chances sum to 1.1, not to 1".into())));
        assert_eq!(
            read("3 to 7, about 4"),
            Some(Err("`about 4` says nothing about a number that is not known".into()))
        );
    }
}
