//! Drafts side by side, changed words marked.

use super::markup::inline;
use crate::assess::wording::{self, Step};
use crate::report::brief::Brief;
use crate::report::phrase::{Phrase, clean};
use crate::report::svg::escape;

/// A row for every point, a column for every draft and one for the package. Each text is compared
/// with the first draft's.
pub(super) fn table(brief: &Brief) -> String {
    let drafts = brief.negotiation.drafts();
    let package = brief.package();
    let mut titles: Vec<Phrase> = (0..drafts.len()).map(|draft| brief.numbered_draft(draft)).collect();
    titles.extend(package.map(|_| Phrase::from(brief.package_name())));
    let mut out = String::from(
        "<p class=\"note\"><span class=\"same\">= 1</span> says the same as draft 1. Other texts are compared with draft 1: \
         <ins>underlined</ins> words are new, <del>struck</del> words are gone; ≠ marks a text that is new as a whole.</p>\n\
         <table class=\"cards compare\" id=\"t-separation\">\n<caption>What each draft says on each point</caption>\n<thead><tr><th scope=\"col\">Point</th>",
    );
    for title in &titles {
        out.push_str(&format!("<th scope=\"col\">{}</th>", inline(title)));
    }
    out.push_str("</tr></thead>\n<tbody>\n");
    for issue in 0..brief.negotiation.issues().len() {
        let settled =
            drafts.iter().map(|draft| draft.settles.0[issue]).chain(package.map(|package| Some(package.0[issue])));
        let settled: Vec<Option<usize>> = settled.collect();
        let differs = settled.iter().any(|option| *option != settled[0]);
        out.push_str(&format!(
            "<tr{}><th scope=\"row\">{}</th>",
            if differs { "" } else { " class=\"agreed\"" },
            inline(&brief.point(issue))
        ));
        for (i, option) in settled.iter().enumerate() {
            let same = settled[..i].iter().position(|earlier| earlier == option);
            let cell = match same {
                Some(draft) => format!("<span class=\"same\">= {}</span>", draft + 1),
                None => cell(brief, issue, *option, (i > 0).then_some(settled[0])),
            };
            out.push_str(&format!("<td data-label=\"{}\"><div>{cell}</div></td>", escape(&titles[i].plain())));
        }
        out.push_str("</tr>\n");
    }
    out.push_str("</tbody>\n</table>\n");
    out
}

/// An option's words, compared with those of the first draft where there is another.
fn cell(brief: &Brief, issue: usize, option: Option<usize>, first: Option<Option<usize>>) -> String {
    let words = |option: usize| clean(&brief.option(issue, option).plain());
    match (option, first) {
        (None, _) => "<em>left open</em>".into(),
        (Some(own), Some(Some(first))) => compared(&words(first), &words(own)),
        (Some(own), Some(None)) => format!("≠ <bdi>{}</bdi>", escape(&words(own))),
        (Some(own), None) => format!("<bdi>{}</bdi>", escape(&words(own))),
    }
}

/// A text with its changes from another.
fn compared(before: &str, after: &str) -> String {
    let Some(steps) = wording::compared(before, after) else { return format!("≠ <bdi>{}</bdi>", escape(after)) };
    let mut out = String::new();
    let mut open = "";
    for step in &steps {
        let (tag, word) = match step {
            Step::Kept(word) => ("", word),
            Step::Gone(word) => ("del", word),
            Step::New(word) => ("ins", word),
        };
        if tag != open {
            if !open.is_empty() {
                out.push_str(&format!("</{open}>"));
            }
            if !out.is_empty() {
                out.push(' ');
            }
            if !tag.is_empty() {
                out.push_str(&format!("<{tag}>"));
            }
            open = tag;
        } else if !out.is_empty() {
            out.push(' ');
        }
        out.push_str(&escape(word));
    }
    if !open.is_empty() {
        out.push_str(&format!("</{open}>"));
    }
    format!("<bdi>{out}</bdi>")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn marks_what_changed() {
        assert_eq!(
            compared("at most 600 men", "at most 800 men"),
            "<bdi>at most <del>600</del> <ins>800</ins> men</bdi>"
        );
        assert_eq!(compared("a b", "x y z"), "≠ <bdi>x y z</bdi>");
        assert_eq!(compared("a b c", "a b"), "<bdi>a b <del>c</del></bdi>");
    }
}
