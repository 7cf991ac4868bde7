//! The agreement as one page that needs nothing else: for the screen in light and dark, and for print.

use super::super::Agreement;
use super::opening;
use std::fmt::Write;

const STYLE: &str = "\
:root{color-scheme:light dark;--ink:#1f2933;--faint:#52606d;--page:#fff;--line:#cbd2d9}\
@media (prefers-color-scheme:dark){:root{--ink:#e4e7eb;--faint:#9aa5b1;--page:#14191f;--line:#3e4c59}}\
body{margin:0;background:var(--page);color:var(--ink);font:1.06rem/1.6 Georgia,'Times New Roman',serif}\
main{max-width:42rem;margin:0 auto;padding:3rem 1.25rem}\
h1{font-size:1.7rem;line-height:1.25;margin:0 0 .75rem;text-align:center}\
header p{margin:.2rem 0;text-align:center;color:var(--faint)}\
header{border-block-end:1px solid var(--line);padding-block-end:1.5rem;margin-block-end:1rem}\
section{break-inside:avoid}\
h2{font-size:1.06rem;margin:1.6rem 0 .3rem;break-after:avoid}\
h2 .number{display:inline-block;min-inline-size:2.4em}\
section p{margin:.3rem 0;padding-inline-start:2.4em;overflow-wrap:anywhere}\
p.alternative{border-inline-start:2px solid var(--line);margin-inline-start:1.6em;padding-inline-start:.7em}\
@media print{@page{size:A4;margin:2.2cm}:root{--ink:#000;--faint:#333;--page:#fff;--line:#999}body{font-size:11.5pt}main{padding:0;max-width:none}}";

pub(super) fn write(agreement: &Agreement) -> String {
    let title = escaped(&agreement.title);
    let mut page = format!(
        "<!DOCTYPE html>\n<html>\n<head>\n<meta charset=\"utf-8\">\n\
         <meta name=\"viewport\" content=\"width=device-width,initial-scale=1\">\n<title>{title}</title>\n\
         <style>{STYLE}</style>\n</head>\n<body>\n<main>\n<header>\n<h1 dir=\"auto\">{title}</h1>\n"
    );
    for line in opening(agreement) {
        let _ = writeln!(page, "<p dir=\"auto\">{}</p>", escaped(&line));
    }
    page.push_str("</header>\n");
    for clause in &agreement.clauses {
        let paragraphs = clause.paragraphs();
        // A point without a heading takes its direction from its words.
        let title = clause.title.as_deref().unwrap_or("");
        let sample = if title.is_empty() { paragraphs.first().map_or("", String::as_str) } else { title };
        let direction = if super::docx::is_right_to_left(sample) { "rtl" } else { "ltr" };
        let _ = write!(
            page,
            "<section>\n<h2 dir=\"{direction}\"><span class=\"number\">{}.</span>{}</h2>\n",
            clause.label(),
            escaped(title)
        );
        let class =
            if matches!(clause.settled, super::super::Settled::Open(_)) { " class=\"alternative\"" } else { "" };
        for paragraph in paragraphs {
            let _ = writeln!(page, "<p dir=\"auto\"{class}>{}</p>", escaped(&paragraph));
        }
        page.push_str("</section>\n");
    }
    page.push_str("</main>\n</body>\n</html>\n");
    page
}

fn escaped(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for character in text.chars() {
        match character {
            '&' => escaped.push_str("&amp;"),
            '<' => escaped.push_str("&lt;"),
            '>' => escaped.push_str("&gt;"),
            '"' => escaped.push_str("&quot;"),
            c if c.is_control() => escaped.push(' '),
            c => escaped.push(c),
        }
    }
    escaped
}
