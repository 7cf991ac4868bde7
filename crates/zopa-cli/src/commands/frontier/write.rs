//! A frontier written down: as JSON or CSV whole, for a reader in extracts.

use super::points::{List, Points};
use crate::fault::Fault;
use crate::output::Output;
use crate::shape::{Keyed, Number, Talks, by_party, package};
use crate::words::{figure, table, wrapped};
use serde::Serialize;
use std::fmt::Write;
use zopa::exact::to_f64;

/// What precedes the lists of points.
#[derive(Serialize)]
struct Head {
    negotiation: Talks,
    guarantee: &'static str,
    epsilon: Option<Keyed<Number>>,
    points: usize,
    seconds: f64,
}

#[derive(Serialize)]
struct PointShape {
    utilities: Keyed<Number>,
    outcome: Keyed<String>,
}

fn compact(value: &impl Serialize) -> Result<String, Fault> {
    serde_json::to_string(value).map_err(|error| Fault::input(format!("error: {error}")))
}

/// One object; each point on a line of its own, so that a reader can take them one at a time.
pub fn json(points: &Points, output: &mut Output) -> Result<(), Fault> {
    let head = Head {
        negotiation: Talks::new(points.negotiation),
        guarantee: points.guarantee(),
        epsilon: points.epsilon.as_ref().map(|epsilon| by_party(points.negotiation, epsilon)),
        points: points.len(List::Frontier),
        seconds: points.seconds,
    };
    let head = compact(&head)?;
    output.text(head.strip_suffix('}').unwrap_or(&head))?;
    for (list, frontier) in &points.lists {
        output.text(&format!(",{}:[", compact(list)?))?;
        for index in 0..frontier.len() {
            let (utilities, outcome) = points.point(frontier, index);
            let point = PointShape {
                utilities: by_party(points.negotiation, &utilities),
                outcome: package(points.negotiation, &outcome),
            };
            output.text(if index == 0 { "\n" } else { ",\n" })?;
            output.text(&compact(&point)?)?;
        }
        output.text("\n]")?;
    }
    output.text("}\n")
}

/// A line for each point: which list, utilities as floats, then the option of every issue.
pub fn csv(points: &Points, output: &mut Output) -> Result<(), Fault> {
    let parties = points.negotiation.parties().iter().map(|party| format!("utility of {}", party.id));
    let issues = points.negotiation.issues().iter().map(|issue| issue.id.clone());
    output.text(&row(std::iter::once("list".to_string()).chain(parties).chain(issues)))?;
    for (list, frontier) in &points.lists {
        let list = match list {
            List::Frontier => "frontier",
            List::Short => "short",
        };
        for index in 0..frontier.len() {
            let (utilities, outcome) = points.point(frontier, index);
            let utilities = utilities.iter().map(|utility| to_f64(utility).to_string());
            let options = points.negotiation.issues().iter().zip(&outcome.0);
            let options = options.map(|(issue, &option)| issue.options[option].id.clone());
            output.text(&row(std::iter::once(list.to_string()).chain(utilities).chain(options)))?;
        }
    }
    Ok(())
}

/// A line of CSV (RFC 4180).
fn row(cells: impl Iterator<Item = String>) -> String {
    let quoted = cells.map(|cell| match cell.contains([',', '"', '\n', '\r']) {
        true => format!("\"{}\"", cell.replace('"', "\"\"")),
        false => cell,
    });
    quoted.collect::<Vec<_>>().join(",") + "\r\n"
}

/// The most points that a reader is shown.
const SHOWN: usize = 12;

/// How many points there are, and some of them.
pub fn text(points: &Points) -> String {
    let n = points.len(List::Frontier);
    if n == 0 && points.len(List::Short) == 0 {
        return "There is no room for agreement, so there is no frontier. Why: zopa zone PATH\n".to_string();
    }
    let mut text = format!("{}\n\n{}\n", points.negotiation.title(), wrapped(&promise(points, n), ""));
    let mut rows = vec![points.negotiation.parties().iter().map(|party| party.name.clone()).collect::<Vec<_>>()];
    let shown = n.min(SHOWN);
    for (_, frontier) in points.lists.iter().filter(|(list, _)| *list == List::Frontier) {
        for place in 0..shown {
            let index = if shown == 1 { 0 } else { place * (n - 1) / (shown - 1) };
            rows.push(points.point(frontier, index).0.iter().map(figure).collect());
        }
    }
    text.push_str(&table(&rows));
    if shown < n {
        let _ = writeln!(text, "\n{shown} of {n} are shown, evenly spaced in the list, the first party's best first.");
    }
    text.push_str("\nAll of them with their packages: zopa frontier PATH --csv, or --json\n");
    text
}

/// What the list holds, and how much of it may be missing.
fn promise(points: &Points, n: usize) -> String {
    let mut promise = match &points.epsilon {
        None => format!(
            "{n} combinations of utilities are efficient: no acceptable package gives someone more without giving \
             another less. This is all of them."
        ),
        Some(epsilon) => {
            let parties = points.negotiation.parties().iter().zip(epsilon);
            let parties: Vec<String> = parties.map(|(party, by)| format!("{} {}", party.name, figure(by))).collect();
            format!(
                "A cover of {n} combinations of utilities: for every acceptable package, one listed gives no party less \
                 by more than this: {}. Besides these, {} packages that leave someone that little short of walking \
                 away mark where the border may hide more.",
                parties.join(", "),
                points.len(List::Short)
            )
        }
    };
    if !points.network.is_exact() {
        promise.push_str(
            " This holds after rounding, because some numbers have too many digits to be kept; the utilities shown \
             are exact.",
        );
    }
    promise
}

#[cfg(test)]
mod tests {
    use super::row;

    #[test]
    fn cells_are_quoted_where_they_must_be() {
        let cells = ["plain", "a, b", "say \"yes\""].map(str::to_string);
        assert_eq!(row(cells.into_iter()), "plain,\"a, b\",\"say \"\"yes\"\"\"\r\n");
    }
}
