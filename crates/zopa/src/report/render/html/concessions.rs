//! What each party gives up under the package, point by point, longest first.

use super::Pictures;
use super::markup::inline;
use crate::exact::{Rational, to_f64};
use crate::model::Outcome;
use crate::report::brief::Brief;
use crate::report::shares::joint_terms;
use crate::report::svg::concession;
use num_traits::Zero;

pub(super) fn body(pictures: &Pictures) -> Option<String> {
    let brief = pictures.brief;
    let package = brief.package()?;
    let parties: Vec<usize> = (0..brief.parties.len()).filter(|&party| brief.shares.has(party)).collect();
    if parties.is_empty() {
        return None;
    }
    let all =
        parties.iter().flat_map(|&party| (0..package.0.len()).filter_map(move |issue| brief.shares.best(party, issue)));
    let longest = all.map(to_f64).fold(0.0, f64::max).max(f64::MIN_POSITIVE);
    let mut out = format!(
        "<p class=\"lead\">For every party its points under the {}: hollow to the left what it gives up against its best, solid to the right what it gets. The largest concession comes first; all bars have the same scale.</p>\n<div class=\"panels wide\">\n",
        crate::report::svg::escape(&brief.package_name())
    );
    for party in parties {
        out.push_str(&table(brief, package, party, longest));
    }
    out.push_str("</div>\n");
    Some(out)
}

fn table(brief: &Brief, package: &Outcome, party: usize, longest: f64) -> String {
    let mut rows: Vec<(Rational, Rational, usize)> = Vec::new();
    let mut indifferent = 0;
    for (issue, &option) in package.0.iter().enumerate() {
        let (Some(best), Some(gets)) = (brief.shares.best(party, issue), brief.shares.of_option(party, issue, option))
        else {
            continue;
        };
        if brief.shares.worst(party, issue) == Some(best) && best.is_zero() {
            indifferent += 1;
            continue;
        }
        rows.push((best - gets, gets.clone(), issue));
    }
    rows.sort_by(|a, b| b.0.cmp(&a.0).then(b.1.cmp(&a.1)).then(a.2.cmp(&b.2)));
    let mut out = format!(
        "<table class=\"concessions\">\n<caption>{}</caption>\n<thead><tr><th scope=\"col\">Point</th><th scope=\"col\" class=\"figure\">Gives up</th><th scope=\"col\" class=\"bars\"><span class=\"hidden\">Picture</span></th><th scope=\"col\" class=\"figure\">Gets</th></tr></thead>\n<tbody>\n",
        inline(&brief.party(party))
    );
    for (gives, gets, issue) in &rows {
        out.push_str(&format!(
            "<tr><th scope=\"row\">{}</th><td class=\"figure\">{}</td><td class=\"bars\">{}</td><td class=\"figure\">{}</td></tr>\n",
            inline(&brief.point(*issue)),
            brief.part(party, gives),
            concession(to_f64(gives) / longest, to_f64(gets) / longest),
            brief.part(party, gets)
        ));
    }
    out.push_str("</tbody>\n<tfoot>");
    let terms = joint_terms(brief.negotiation, party, package);
    if !terms.is_zero() {
        out.push_str(&format!(
            "<tr><th scope=\"row\">Points taken together</th><td></td><td class=\"bars\"></td><td class=\"figure\">{}</td></tr>",
            brief.difference(party, &terms)
        ));
    }
    if indifferent > 0 {
        out.push_str(&format!("<tr><th scope=\"row\">No interest in {indifferent} more</th><td></td><td class=\"bars\"></td><td></td></tr>"));
    }
    let gives: Rational = rows.iter().map(|row| &row.0).sum();
    let gets: Rational = rows.iter().map(|row| &row.1).sum::<Rational>() + terms;
    out.push_str(&format!(
        "<tr><th scope=\"row\">In all</th><td class=\"figure\">{}</td><td class=\"bars\"></td><td class=\"figure\">{}</td></tr></tfoot>\n</table>\n",
        brief.utility(party, &gives),
        brief.utility(party, &gets)
    ));
    out
}
