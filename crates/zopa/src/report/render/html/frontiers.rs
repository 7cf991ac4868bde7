//! Small multiples: what each pair of parties can have together.

use super::Pictures;
use super::markup::inline;
use crate::report::brief::Brief;
use crate::report::phrase::Phrase;
use crate::report::svg::{escape, frontier};

pub(super) fn body(pictures: &Pictures) -> Option<String> {
    let brief = pictures.brief;
    let pairs: Vec<_> = brief.frontiers.iter().filter(|pair| !pair.points.is_empty()).collect();
    if pairs.is_empty() {
        return None;
    }
    let mut out = String::from(
        "<p class=\"lead\">Each picture takes two parties. The further to the right, the better for the one named below; \
         the higher, the better for the one named above. Shaded is what both can have, within the zone of all parties; \
         on its upper right edge one can get more only if the other gets less.</p>\n",
    );
    out.push_str(&format!("<p class=\"legend\">{}</p>\n<div class=\"panels\">\n", legend(pictures)));
    for pair in &pairs {
        let names = brief.party(pair.first).say(" and ").then(brief.party(pair.second));
        out.push_str(&format!(
            "<figure>{}<figcaption>{}</figcaption></figure>\n",
            frontier(brief, &pictures.scales, &pictures.marks, pair),
            inline(&names)
        ));
    }
    out.push_str("</div>\n");
    out.push_str(&note(brief, pictures));
    Some(out)
}

fn legend(pictures: &Pictures) -> String {
    let mut out = String::from("<span>Dashed lines: walk-away values</span>");
    for mark in &pictures.marks {
        out.push_str(&format!("<span>{} {}</span>", mark.legend(), escape(&mark.names(pictures.brief))));
    }
    for draft in 0..pictures.brief.drafts.len() {
        out.push_str(&format!(
            "<span><span class=\"disc\">{}</span> {}</span>",
            draft + 1,
            inline(&pictures.brief.draft(draft))
        ));
    }
    out
}

fn note(brief: &Brief, pictures: &Pictures) -> String {
    let mut note = Phrase::from(
        "Larger dots tell their package where the pointer or the keyboard rests on them: how it differs from the ",
    )
    .say(brief.package_name())
    .say(".");
    if brief.frontiers.iter().any(|pair| !pair.is_complete) {
        note = note.say(
            " Where an edge has many packages, some are drawn, each exact; the true edge lies on or just above the steps between them.",
        );
    }
    note = note.say(if pictures.scales.is_common {
        " All pictures have the same scales."
    } else {
        " A party has the same scale in all pictures."
    });
    format!("<p class=\"note\">{}</p>\n", inline(&note))
}
