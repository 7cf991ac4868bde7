//! Phrases, cells and tables as HTML. Everything is escaped here and nowhere else.

use crate::report::phrase::{Phrase, Run};
use crate::report::sheet::{Cell, Column, Table};
use crate::report::svg::escape;

/// A phrase as inline HTML; foreign words are isolated and find their own direction.
pub(super) fn inline(phrase: &Phrase) -> String {
    let run = |run: &Run| match run {
        Run::Ours(text) => escape(text),
        Run::Strong(text) => format!("<strong>{}</strong>", escape(text)),
        Run::Theirs(text) => format!("<bdi>{}</bdi>", escape(text)),
        Run::Gone(text) => format!("<del><bdi>{}</bdi></del>", escape(text)),
        Run::New(text) => format!("<ins><bdi>{}</bdi></ins>", escape(text)),
    };
    phrase.runs().iter().map(run).collect()
}

/// Phrases as paragraphs.
pub(super) fn paragraphs(phrases: &[Phrase], class: &str) -> String {
    phrases.iter().map(|phrase| format!("<p class=\"{class}\">{}</p>\n", inline(phrase))).collect()
}

/// A cell's content.
pub(super) fn content(cell: &Cell) -> String {
    match cell {
        Cell::Empty => "<span class=\"none\">–</span>".into(),
        Cell::Lines(lines) if lines.len() > 1 => {
            let items: String = lines.iter().map(|line| format!("<li>{}</li>", inline(line))).collect();
            format!("<ul>{items}</ul>")
        }
        Cell::Lines(lines) if lines.is_empty() => "<span class=\"none\">–</span>".into(),
        _ => cell.lines().iter().map(inline).collect(),
    }
}

/// Columns whose meaning a definition tells, with that definition.
const DEFINED: [(&str, &str); 12] = [
    ("walk_away", "walk-away"),
    ("best", "zone"),
    ("contest", "contest"),
    ("change", "nearest"),
    ("price", "price"),
    ("better", "distance"),
    ("trade", "trade"),
    ("room", "opening"),
    ("chance", "chance"),
    ("information", "information"),
    ("ratified", "ratification"),
    ("audience_cost", "audience-cost"),
];

/// A column's title, linked to what it means.
pub(super) fn heading(column: &Column) -> String {
    let title = inline(&column.title);
    let state = column.key.starts_with("state_").then_some(&("state", "state"));
    match DEFINED.iter().find(|(key, _)| *key == column.key).or(state) {
        Some((_, definition)) => format!("<a href=\"#d-{definition}\">{title}</a>"),
        None => title,
    }
}

/// The first cell of a row; definitions can be linked to, and solutions link there.
fn row_heading(table: &Table, cell: &Cell) -> String {
    match cell {
        Cell::Named { id, .. } if table.id == "definitions" => format!(" id=\"d-{}\">{}", escape(id), content(cell)),
        Cell::Named { id, .. } if table.id == "solutions" || table.id == "chances" => {
            format!("><a href=\"#d-{}\">{}</a>", escape(id), content(cell))
        }
        _ => format!(">{}", content(cell)),
    }
}

/// A table. On narrow screens its rows become cards that repeat the column's title at each cell.
pub(super) fn table(table: &Table) -> String {
    let labels: Vec<String> = table.columns.iter().map(|column| escape(&column.title.plain())).collect();
    let mut out = format!(
        "<table class=\"cards\" id=\"t-{}\">\n<caption>{}</caption>\n<thead><tr>",
        table.id,
        inline(&table.caption)
    );
    for column in &table.columns {
        let class = if column.is_figure { " class=\"figure\"" } else { "" };
        out.push_str(&format!("<th scope=\"col\"{class}>{}</th>", heading(column)));
    }
    out.push_str("</tr></thead>\n<tbody>\n");
    for row in &table.rows {
        out.push_str("<tr>");
        for (i, (cell, column)) in row.iter().zip(&table.columns).enumerate() {
            let class = if column.is_figure { " class=\"figure\"" } else { "" };
            match i {
                0 => out.push_str(&format!("<th scope=\"row\"{class}{}</th>", row_heading(table, cell))),
                _ => {
                    out.push_str(&format!("<td{class} data-label=\"{}\"><div>{}</div></td>", labels[i], content(cell)))
                }
            }
        }
        out.push_str("</tr>\n");
    }
    out.push_str("</tbody>\n</table>\n");
    out
}

/// A section with its heading; screen readers find it by the heading.
pub(super) fn section(id: &str, title: &str, body: &str) -> String {
    format!(
        "<section id=\"{id}\" aria-labelledby=\"h-{id}\">\n<h2 id=\"h-{id}\">{}</h2>\n{body}</section>\n",
        escape(title)
    )
}
