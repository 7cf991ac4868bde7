//! One page with pictures, to be read or printed: no script, nothing loaded from elsewhere.

mod compare;
mod concessions;
mod front;
mod frontiers;
mod markup;
mod matrix;
mod parties;

use crate::report::brief::Brief;
use crate::report::phrase::{Phrase, clean};
use crate::report::sheet::Sheet;
use crate::report::sheets;
use crate::report::svg::{Mark, Scales, escape, marks};
use markup::{inline, paragraphs, section, table};

/// What the page looks like.
const STYLE: &str = include_str!("style.css");

/// Parts of the page that pictures need.
struct Pictures<'b> {
    brief: &'b Brief<'b>,
    scales: Scales,
    marks: Vec<Mark>,
}

/// A report as a page.
#[must_use]
pub fn html(brief: &Brief) -> String {
    let pictures = Pictures { brief, scales: Scales::of(brief), marks: marks(brief) };
    let sheets = sheets(brief);
    let mut sections: Vec<(&str, String, String)> = Vec::new();
    for sheet in sheets.iter().filter(|sheet| sheet.id != "answer") {
        sections.push((sheet.id, sheet.title.clone(), body(&pictures, sheet)));
        if sheet.id == "footing" {
            sections.extend(
                frontiers::body(&pictures).map(|body| ("frontier", "How far two parties can go".to_string(), body)),
            );
        }
        if sheet.id == "matrix" {
            sections.extend(
                concessions::body(&pictures).map(|body| ("concessions", "What each party gives up".to_string(), body)),
            );
        }
    }
    let links: String =
        sections.iter().map(|(id, title, _)| format!("<li><a href=\"#{id}\">{}</a></li>", escape(title))).collect();
    let parts: String = sections.iter().map(|(id, title, body)| section(id, title, body)).collect();
    let title = clean(brief.negotiation.title());
    let title = if title.is_empty() { "Brief".to_string() } else { title };
    let answer = front::answer(brief, sheets.first());
    let main = format!("{answer}<nav aria-label=\"Contents\"><ol>{links}</ol></nav>\n{parts}");
    page(&title, &front::header(brief, &title), &main, &footer(brief))
}

/// A whole page that needs nothing from elsewhere.
fn page(title: &str, header: &str, main: &str, footer: &str) -> String {
    format!(
        "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n\
         <meta name=\"color-scheme\" content=\"light dark\">\n\
         <meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'\">\n\
         <title>{title}</title>\n<style>\n{STYLE}</style>\n</head>\n<body>\n\
         <a class=\"skip\" href=\"#main\">Skip to the answer</a>\n{header}<main id=\"main\">\n{main}</main>\n{footer}</body>\n</html>\n",
        title = escape(title),
    )
}

/// Sheets under a title as a page without pictures.
pub(in crate::report) fn document(title: &str, eyebrow: &str, sheets: &[Sheet], fingerprint: &str) -> String {
    let title = clean(title);
    let header = format!(
        "<header>\n<p class=\"eyebrow\">{}</p>\n<h1 dir=\"auto\">{}</h1>\n</header>\n",
        escape(eyebrow),
        escape(&title)
    );
    let body = |sheet: &Sheet| {
        let tables: String = sheet.tables.iter().map(table).collect();
        format!("{}{tables}{}", paragraphs(&sheet.lead, "lead"), paragraphs(&sheet.notes, "note"))
    };
    let parts: String = sheets.iter().map(|sheet| section(sheet.id, &sheet.title, &body(sheet))).collect();
    let fingerprint = fingerprint.get(..12).unwrap_or_default();
    let footer = format!("<footer><p>Made with zopa from numbers with the fingerprint {fingerprint}….</p></footer>\n");
    page(&title, &header, &parts, &footer)
}

/// A sheet's sentences and tables; pictures take the place of tables that they tell better.
fn body(pictures: &Pictures, sheet: &Sheet) -> String {
    let tables: String = match sheet.id {
        "parties" => parties::table(pictures),
        "matrix" => matrix::views(pictures),
        "separation" => compare::table(pictures.brief),
        _ => sheet.tables.iter().map(table).collect(),
    };
    let mut out = paragraphs(&sheet.lead, "lead");
    out.push_str(&tables);
    match sheet.id {
        "footing" => out.push_str(&list(&sheet.notes)),
        _ => out.push_str(&paragraphs(&sheet.notes, "note")),
    }
    if sheet.id == "proofs" {
        out.push_str(&command(pictures.brief));
    }
    out
}

/// How the numbers were read.
fn list(notes: &[Phrase]) -> String {
    let items: String = notes.iter().map(|note| format!("<li>{}</li>", inline(note))).collect();
    if items.is_empty() {
        items
    } else {
        format!("<p class=\"note\">How the numbers were read:</p><ul class=\"note\">{items}</ul>\n")
    }
}

fn command(brief: &Brief) -> String {
    match &brief.footing.command {
        Some(command) => format!(
            "<p class=\"lead\">This command makes the page again, to the letter:</p>\n<pre><code>{}</code></pre>\n",
            escape(&clean(command))
        ),
        None => String::new(),
    }
}

fn footer(brief: &Brief) -> String {
    let fingerprint = brief.footing.fingerprint.get(..12).unwrap_or_default();
    let mut words = Phrase::from("Made with zopa from numbers with the fingerprint ").say(fingerprint).say("…");
    if brief.negotiation.footing().is_none() {
        words = words.say(" The numbers are to be read as illustrative.");
    }
    format!("<footer><p>{}</p></footer>\n", inline(&words))
}
