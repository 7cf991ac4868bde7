//! What a party can get, on a line: walk-away value, drafts, the package, its best within the zone.

use super::mark::{Mark, draft};
use super::{Scales, at, escape};
use crate::exact::{Rational, to_f64};
use crate::report::brief::Brief;
use crate::solve::Answer;

const WIDTH: f64 = 360.0;
const MARGIN: f64 = 12.0;
const LINE: f64 = 30.0;

/// A party's line. The band runs from its walk-away value to its best within the zone.
#[must_use]
pub fn range(brief: &Brief, scales: &Scales, marks: &[Mark], party: usize) -> String {
    let x = |value: &Rational| MARGIN + scales.place(party, to_f64(value)) * (WIDTH - 2.0 * MARGIN);
    let stand = &brief.parties[party];
    let name = brief.party(party).plain();
    let mut says = vec![format!("{name}: walk-away value {}", brief.utility(party, &stand.walk_away))];
    let mut out =
        format!("<path class=\"axis\" stroke=\"currentColor\" d=\"M{} {LINE}H{}\"/>", at(MARGIN), at(WIDTH - MARGIN));
    for tick in scales.ticks(party) {
        let place = MARGIN + scales.place(party, tick) * (WIDTH - 2.0 * MARGIN);
        out.push_str(&format!("<path class=\"axis\" stroke=\"currentColor\" d=\"M{} {}v4\"/>", at(place), at(LINE)));
    }
    let walk_away = x(&stand.walk_away);
    if let Some(settlement) = stand.ideal.as_ref().and_then(Answer::settlement) {
        let best = &settlement.utilities[party];
        out.push_str(&format!(
            "<rect class=\"band\" fill=\"currentColor\" fill-opacity=\".2\" x=\"{}\" y=\"{}\" width=\"{}\" height=\"8\"/>",
            at(walk_away),
            at(LINE - 4.0),
            at((x(best) - walk_away).max(1.0))
        ));
        says.push(format!("best within the zone {}", brief.utility(party, best)));
    }
    out.push_str(&format!(
        "<path class=\"walk-away\" stroke=\"currentColor\" stroke-width=\"2\" d=\"M{} {}v20\"/>",
        at(walk_away),
        at(LINE - 10.0)
    ));
    out.push_str(&drafts(brief, party, &x, &mut says));
    if let (Some(settlement), Some(mark)) = (brief.settlement(), marks.iter().find(|mark| mark.is_chosen)) {
        let gets = &settlement.utilities[party];
        says.push(format!("{} {}", brief.package_name(), brief.utility(party, gets)));
        out.push_str(&mark.shape(x(gets), LINE, &format!("{} {}", brief.package_name(), brief.utility(party, gets))));
    }
    format!(
        "<svg class=\"range\" role=\"img\" viewBox=\"0 0 {WIDTH} 44\" aria-label=\"{}\">{out}</svg>",
        escape(&says.join("; "))
    )
}

/// Drafts above the line, pushed apart where they would overlap; ranges as lines between two ends.
fn drafts(brief: &Brief, party: usize, x: &dyn Fn(&Rational) -> f64, says: &mut Vec<String>) -> String {
    let mut out = String::new();
    let mut places: Vec<(f64, usize)> = Vec::new();
    for (index, assessment) in brief.drafts.iter().enumerate() {
        let span = &assessment.standing.utilities[party];
        says.push(format!("draft {} {}", index + 1, brief.span(party, span)));
        places.push(((x(&span.least) + x(&span.most)) / 2.0, index));
        if span.least != span.most {
            out.push_str(&format!(
                "<path class=\"span\" stroke=\"currentColor\" stroke-dasharray=\"2 2\" fill=\"none\" d=\"M{} {}v-6H{}v6\"/>",
                at(x(&span.least)),
                at(LINE - 6.0),
                at(x(&span.most))
            ));
        }
    }
    places.sort_by(|a, b| a.0.total_cmp(&b.0).then(a.1.cmp(&b.1)));
    let mut free = 8.0;
    for (place, index) in places {
        let shown = place.max(free).min(WIDTH - 8.0);
        free = shown + 16.0;
        let span = &brief.drafts[index].standing.utilities[party];
        let title = format!("Draft {}: {}", index + 1, brief.span(party, span));
        out.push_str(&format!(
            "<path class=\"axis\" stroke=\"currentColor\" d=\"M{} 17L{} {}\"/>",
            at(shown),
            at(place),
            at(LINE - 4.0)
        ));
        out.push_str(&draft(index + 1, shown, 9.5, span.least != span.most, &title));
    }
    out
}
