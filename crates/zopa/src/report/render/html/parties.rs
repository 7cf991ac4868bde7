//! The parties with their ranges drawn.

use super::Pictures;
use super::markup::{content, inline};
use crate::report::brief::Room;
use crate::report::phrase::Phrase;
use crate::report::sheets;
use crate::report::svg::range;

pub(super) fn table(pictures: &Pictures) -> String {
    let brief = pictures.brief;
    let sheets = sheets(brief);
    let Some(table) = sheets.iter().find(|sheet| sheet.id == "parties").and_then(|sheet| sheet.tables.first()) else {
        return String::new();
    };
    // Figures of the drafts stand in the picture's words and in the table of drafts below it.
    let shown = if brief.room() == Room::Some { 4 } else { 2 };
    let mut out = format!("<table class=\"cards parties\" id=\"t-parties\">\n<caption>{}</caption>\n<thead><tr>", inline(&table.caption));
    for (i, column) in table.columns.iter().enumerate() {
        let class = if column.is_figure { " class=\"figure\"" } else { "" };
        out.push_str(&format!("<th scope=\"col\"{class}>{}</th>", inline(&column.title)));
        if i + 1 == shown {
            out.push_str("<th scope=\"col\" class=\"picture\">Range</th>");
        }
    }
    out.push_str("</tr></thead>\n<tbody>\n");
    for (party, row) in table.rows.iter().enumerate() {
        out.push_str("<tr>");
        for (i, (cell, column)) in row.iter().zip(&table.columns).enumerate() {
            match i {
                0 => out.push_str(&format!("<th scope=\"row\">{}</th>", content(cell))),
                _ => out.push_str(&format!(
                    "<td class=\"figure\" data-label=\"{}\">{}</td>",
                    crate::report::svg::escape(&column.title.plain()),
                    content(cell)
                )),
            }
            if i + 1 == shown {
                out.push_str(&format!("<td class=\"picture\">{}</td>", range(brief, &pictures.scales, &pictures.marks, party)));
            }
        }
        out.push_str("</tr>\n");
    }
    out.push_str("</tbody>\n</table>\n");
    out.push_str(&format!("<p class=\"legend\">{}</p>\n", legend(pictures)));
    out
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
    let axis = if pictures.scales.is_common { "All lines have the same scale" } else { "Each party has a scale of its own" };
    out.push_str(&format!("<span>{axis}</span>"));
    out
}
