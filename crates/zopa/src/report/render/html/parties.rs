//! The parties with their ranges drawn.

use super::Pictures;
use super::markup::{content, heading, inline};
use crate::report::brief::{Brief, Room};
use crate::report::phrase::Phrase;
use crate::report::sheets;
use crate::report::svg::{escape, range};

pub(super) fn table(pictures: &Pictures) -> String {
    let brief = pictures.brief;
    let sheets = sheets(brief);
    let Some(table) = sheets.iter().find(|sheet| sheet.id == "parties").and_then(|sheet| sheet.tables.first()) else {
        return String::new();
    };
    // Figures of the drafts stand below the picture, so that any number of them finds room.
    let shown = if brief.room() == Room::Some { 4 } else { 2 };
    let columns = &table.columns[..shown];
    let mut out = format!(
        "<table class=\"cards parties\" id=\"t-parties\">\n<caption>{}</caption>\n<thead><tr>",
        inline(&table.caption)
    );
    for column in columns {
        let class = if column.is_figure { " class=\"figure\"" } else { "" };
        out.push_str(&format!("<th scope=\"col\"{class}>{}</th>", heading(column)));
    }
    out.push_str("<th scope=\"col\" class=\"picture\">Range, and what the drafts give</th></tr></thead>\n<tbody>\n");
    for (party, row) in table.rows.iter().enumerate() {
        out.push_str(&format!("<tr><th scope=\"row\">{}</th>", content(&row[0])));
        for (cell, column) in row.iter().zip(columns).skip(1) {
            let label = escape(&column.title.plain());
            out.push_str(&format!("<td class=\"figure\" data-label=\"{label}\"><div>{}</div></td>", content(cell)));
        }
        let picture = range(brief, &pictures.scales, &pictures.marks, party);
        out.push_str(&format!("<td class=\"picture\">{picture}{}</td></tr>\n", drafts(brief, party)));
    }
    out.push_str("</tbody>\n</table>\n");
    out.push_str(&format!("<p class=\"legend\">{}</p>\n", legend(pictures)));
    out
}

/// What each draft gives a party, in a row.
fn drafts(brief: &Brief, party: usize) -> String {
    let spans = brief.drafts.iter().enumerate();
    let items: String = spans
        .map(|(draft, assessment)| {
            let gives = escape(&brief.span(party, &assessment.standing.utilities[party]));
            format!("<li><span class=\"hidden\">Draft </span><span class=\"disc\">{}</span> {gives}</li>", draft + 1)
        })
        .collect();
    if items.is_empty() { items } else { format!("<ul class=\"given\">{items}</ul>") }
}

fn legend(pictures: &Pictures) -> String {
    let brief = pictures.brief;
    let mut out = String::from("<span>Upright line: walk-away value</span>");
    if brief.room() == Room::Some {
        out.push_str("<span>Band: from there to the best within the zone</span>");
    }
    if !brief.drafts.is_empty() {
        out.push_str("<span>Numbers: drafts, dashed where open points leave a range</span>");
    }
    if let Some(mark) = pictures.marks.iter().find(|mark| mark.is_chosen) {
        out.push_str(&format!("<span>{} {}</span>", mark.legend(), inline(&Phrase::from(brief.package_name()))));
    }
    let axis =
        if pictures.scales.is_common { "All lines have the same scale" } else { "Each party has a scale of its own" };
    out.push_str(&format!("<span>{axis}</span>"));
    out
}
