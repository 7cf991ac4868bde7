//! Markdown with tables, to be edited further.

use crate::report::brief::Brief;
use crate::report::phrase::{Phrase, Run, clean, is_right_to_left};
use crate::report::sheet::{Cell, Sheet, Table};
use crate::report::sheets;

/// A report as Markdown (CommonMark with tables).
#[must_use]
pub fn markdown(brief: &Brief) -> String {
    document(&title(brief), &sheets(brief), brief.footing.command.as_deref())
}

/// Sheets under a title as Markdown.
pub(in crate::report) fn document(title: &str, sheets: &[Sheet], command: Option<&str>) -> String {
    let mut out = format!("# {}\n", inline(&Phrase::theirs(title)));
    for sheet in sheets {
        out.push_str(&format!("\n## {}\n", sheet.title));
        if !sheet.lead.is_empty() {
            out.push_str(&format!("\n{}\n", guard(sheet.lead.iter().map(inline).collect::<Vec<_>>().join(" "))));
        }
        sheet.tables.iter().for_each(|t| table(&mut out, t));
        for note in &sheet.notes {
            out.push_str(&format!("\n{}\n", guard(inline(note))));
        }
    }
    if let Some(command) = command {
        out.push_str(&format!("\nMade by: {}\n", code(command)));
    }
    out
}

fn title(brief: &Brief) -> String {
    let title = brief.negotiation.title();
    if title.trim().is_empty() { "Brief".into() } else { title.to_string() }
}

fn table(out: &mut String, table: &Table) {
    out.push_str(&format!("\n**{}**\n\n", inline(&table.caption)));
    let row = |out: &mut String, cells: Vec<String>| out.push_str(&format!("| {} |\n", cells.join(" | ")));
    row(out, table.columns.iter().map(|column| inline(&column.title)).collect());
    row(out, table.columns.iter().map(|column| if column.is_figure { "---:" } else { "---" }.to_string()).collect());
    for cells in &table.rows {
        row(out, cells.iter().map(cell).collect());
    }
}

fn cell(cell: &Cell) -> String {
    cell.lines().iter().map(inline).collect::<Vec<_>>().join("<br>")
}

fn inline(phrase: &Phrase) -> String {
    let run = |run: &Run| match run {
        Run::Ours(text) => escape(text),
        Run::Strong(text) => format!("**{}**", escape(text)),
        Run::Theirs(text) if is_right_to_left(text) => format!("\u{2068}{}\u{2069}", escape(text)),
        Run::Theirs(text) => escape(text),
        Run::Gone(text) => format!("~~{}~~", escape(text)),
        Run::New(text) => format!("**{}**", escape(text)),
    };
    phrase.runs().iter().map(run).collect()
}

/// Text without any meaning in Markdown or HTML, wherever in a line it stands.
fn escape(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for character in text.chars() {
        match character {
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '&' => out.push_str("&amp;"),
            '\\' | '`' | '*' | '_' | '[' | ']' | '|' | '~' | '$' => {
                out.push('\\');
                out.push(character);
            }
            _ => out.push(character),
        }
    }
    // Bare addresses would become links.
    out.replace("://", "&#58;//").replace("www.", "www&#46;").replace('@', "&#64;")
}

/// A line that begins no heading, list, quotation or rule.
fn guard(line: String) -> String {
    if line.starts_with(['#', '+', '-', '=']) {
        return format!("\\{line}");
    }
    let digits = line.bytes().take_while(u8::is_ascii_digit).count();
    if digits > 0 && line[digits..].starts_with(['.', ')']) {
        return format!("{}\\{}", &line[..digits], &line[digits..]);
    }
    line
}

/// A command as code, fenced by more backticks than it holds.
fn code(text: &str) -> String {
    let text = clean(text);
    let longest = text.split(|c| c != '`').map(str::len).max().unwrap_or(0);
    let fence = "`".repeat(longest + 1);
    format!("{fence} {text} {fence}")
}
