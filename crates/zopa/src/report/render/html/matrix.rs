//! Points by parties: what the package, or a draft, gives whom on what.

use super::Pictures;
use super::markup::inline;
use crate::exact::{Rational, to_f64};
use crate::model::PartialOutcome;
use crate::report::brief::Brief;
use crate::report::figure;
use crate::report::phrase::Phrase;
use crate::report::shares::forbidding_line;
use crate::report::svg::{LineMark, escape, vessel};

/// A matrix for the package and one for each draft, of which the page shows one at a time; print shows all.
pub(super) fn views(pictures: &Pictures) -> String {
    let brief = pictures.brief;
    let mut views: Vec<(Phrase, PartialOutcome)> = Vec::new();
    if let Some(package) = brief.package() {
        views.push((Phrase::from(brief.package_name()), PartialOutcome(package.0.iter().copied().map(Some).collect())));
    }
    let drafts = brief.negotiation.drafts().iter().enumerate();
    views
        .extend(drafts.map(|(draft, d)| (Phrase::from("Draft ").then(brief.numbered_draft(draft)), d.settles.clone())));
    let mut out = format!(
        "<p class=\"lead\">A square is as large as its point weighs for the party, and filled as far as the party gets its best there; the figure is that share. The most contested point comes first.</p>\n\
         <p class=\"legend\"><span>{} all it could get</span><span>{} half of it</span><span>{} has a red line here</span><span>{} crossed</span><span>{} left open</span></p>\n\
         <fieldset class=\"switch\"><legend>Show what is given by</legend>\n",
        vessel(0.5, Some(1.0), LineMark::None),
        vessel(0.5, Some(0.5), LineMark::None),
        vessel(0.5, Some(1.0), LineMark::Kept),
        vessel(0.5, Some(0.2), LineMark::Crossed),
        vessel(0.5, None, LineMark::None),
    );
    for (i, (name, _)) in views.iter().enumerate() {
        let checked = if i == 0 { " checked" } else { "" };
        out.push_str(&format!(
            "<input type=\"radio\" name=\"view\" id=\"view-{i}\"{checked}><label for=\"view-{i}\">{}</label>\n",
            inline(name)
        ));
    }
    let scale = Weights::of(brief);
    for (i, (name, settles)) in views.iter().enumerate() {
        // One rule shows a view whose button is on; beyond the rules of the style sheet all are shown.
        out.push_str(&format!(
            "<div class=\"view v{i}\" tabindex=\"0\" role=\"group\" aria-label=\"{}\">\n",
            escape(&name.plain())
        ));
        out.push_str(&matrix(brief, &scale, name, settles));
        out.push_str("</div>\n");
    }
    out.push_str("</fieldset>\n");
    out
}

/// What each point weighs for each party, between 0 and 1 for the weightiest of all.
struct Weights(Vec<Vec<f64>>);

impl Weights {
    fn of(brief: &Brief) -> Weights {
        let n_issues = brief.negotiation.issues().len();
        let share = |party: usize, issue: usize| -> f64 {
            match (brief.shares.best(party, issue), brief.shares.hope(party)) {
                (Some(best), Some(hope)) if to_f64(&hope) > 0.0 => to_f64(&(best / hope)).max(0.0),
                _ => 0.0,
            }
        };
        let all: Vec<Vec<f64>> =
            (0..brief.parties.len()).map(|party| (0..n_issues).map(|issue| share(party, issue)).collect()).collect();
        let most = all.iter().flatten().copied().fold(f64::MIN_POSITIVE, f64::max);
        Weights(all.into_iter().map(|row| row.into_iter().map(|w| w / most).collect()).collect())
    }
}

fn matrix(brief: &Brief, scale: &Weights, name: &Phrase, settles: &PartialOutcome) -> String {
    let mut out = format!(
        "<table class=\"matrix\">\n<caption>{}</caption>\n<thead><tr><th scope=\"col\">Point</th>",
        inline(name)
    );
    for party in 0..brief.parties.len() {
        out.push_str(&format!("<th scope=\"col\">{}</th>", inline(&brief.party(party))));
    }
    out.push_str("</tr></thead>\n<tbody>\n");
    for point in &brief.points {
        let issue = point.issue;
        let words = match settles.0[issue] {
            Some(option) => inline(&brief.option(issue, option)),
            None => "left open".into(),
        };
        out.push_str(&format!("<tr><th scope=\"row\">{}<small>{words}</small></th>", inline(&brief.point(issue))));
        for party in 0..brief.parties.len() {
            out.push_str(&cell(brief, scale.0[party][issue], party, issue, settles.0[issue]));
        }
        out.push_str("</tr>\n");
    }
    out.push_str("</tbody>\n</table>\n");
    out
}

fn cell(brief: &Brief, weight: f64, party: usize, issue: usize, option: Option<usize>) -> String {
    let options = 0..brief.negotiation.sizes()[issue];
    let has_line = options.into_iter().any(|o| forbidding_line(brief.negotiation, party, issue, o).is_some());
    let crosses = option.is_some_and(|o| forbidding_line(brief.negotiation, party, issue, o).is_some());
    let (line, says) = match (crosses, has_line) {
        (true, _) => (LineMark::Crossed, "<small>red line</small>"),
        (false, true) => (LineMark::Kept, ""),
        _ => (LineMark::None, ""),
    };
    let share: Option<Rational> = option.and_then(|option| brief.shares.of_best(party, issue, option));
    let figure = share.as_ref().map_or("–".to_string(), figure::percent);
    format!("<td>{}<span>{figure}</span>{says}</td>", vessel(weight, share.as_ref().map(to_f64), line))
}
