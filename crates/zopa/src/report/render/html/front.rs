//! The head of the page and the answer.

use super::markup::{inline, paragraphs};
use crate::report::brief::{Brief, Room};
use crate::report::figure;
use crate::report::phrase::{Phrase, counted};
use crate::report::sheet::Sheet;
use crate::report::sheets::headline;
use crate::report::svg::escape;
use num_bigint::BigUint;
use num_traits::Zero;

pub(super) fn header(brief: &Brief, title: &str) -> String {
    let parties = Phrase::list((0..brief.parties.len()).map(|party| brief.party(party)));
    let n = brief.negotiation.issues().len();
    let facts = format!(
        "{}, {}, {}",
        counted(brief.parties.len(), "party", "parties"),
        counted(n, "point", "points"),
        counted(brief.drafts.len(), "draft", "drafts")
    );
    let footing = brief.negotiation.footing().unwrap_or("illustrative numbers");
    format!(
        "<header>\n<p class=\"eyebrow\">Brief on a negotiation <span class=\"badge\"><bdi>{}</bdi></span></p>\n\
         <h1 dir=\"auto\">{}</h1>\n<p class=\"facts\">{}: {}</p>\n</header>\n",
        escape(&crate::report::phrase::shorten(&crate::report::phrase::clean(footing), 80)),
        escape(title),
        escape(&crate::report::phrase::capitalised(&facts)),
        inline(&parties)
    )
}

pub(super) fn answer(brief: &Brief, sheet: Option<&Sheet>) -> String {
    let verdict = match brief.room() {
        Room::Some => "room",
        Room::None => "no-room",
        Room::Unknown => "unknown",
    };
    let notes = sheet.map_or_else(String::new, |sheet| paragraphs(&sheet.notes, "note"));
    format!(
        "<section id=\"answer\" class=\"{verdict}\" aria-labelledby=\"h-answer\">\n<h2 id=\"h-answer\">The answer</h2>\n{}{}{notes}</section>\n",
        paragraphs(&headline(brief), "answer"),
        figures(brief),
    )
}

/// The figures that matter most, each with what it means.
fn figures(brief: &Brief) -> String {
    let mut items: Vec<(String, String)> = Vec::new();
    if let Some(counted) = brief.count.as_ref().filter(|_| brief.room() == Room::Some) {
        let high = counted.count.bounds().1;
        if !high.is_zero() {
            let total: BigUint = brief.negotiation.n_outcomes();
            items.push((format!("1 in {}", figure::one_in(high, &total)), "packages satisfies everyone".into()));
        }
    }
    if !brief.drafts.is_empty() {
        let acceptable = brief.acceptable_drafts().len();
        if brief.room() != Room::Unknown {
            items.push((format!("{acceptable} of {}", brief.drafts.len()), "drafts could satisfy everyone".into()));
        }
        if let Some((draft, changes)) = brief.nearest_draft().filter(|(_, changes)| *changes > 0) {
            let unit = if changes == 1 { "point" } else { "points" };
            items.push((format!("{changes} {unit}"), format!("to change in draft {} to satisfy everyone", draft + 1)));
        }
    }
    if let Some(no_deal) = &brief.no_deal {
        items.push((no_deal.causes.len().to_string(), "demands exclude each other".into()));
    }
    let easy = brief.points.iter().filter(|point| point.agreed.is_some()).count();
    items.push((format!("{easy} of {}", brief.points.len()), "points have an option that is best for all".into()));
    let items: String = items
        .iter()
        .map(|(figure, meaning)| format!("<div><dt>{}</dt><dd>{}</dd></div>", escape(figure), escape(meaning)))
        .collect();
    format!("<dl class=\"figures\">{items}</dl>\n")
}
