//! What two parties can have together.

use super::mark::{Mark, draft};
use super::{Scales, at, escape};
use crate::exact::{Rational, to_f64};
use crate::report::brief::{Brief, PairFrontier, PairPoint};
use crate::report::phrase::{Phrase, shorten};

const SIDE: f64 = 300.0;
const LEFT: f64 = 36.0;
const RIGHT: f64 = 290.0;
const TOP: f64 = 24.0;
const BOTTOM: f64 = 268.0;

/// The height of a box with a package's words.
const TIP: f64 = 148.0;

/// How many points of a picture can be reached by keyboard and tell their package.
const MOST_TOLD: usize = 8;

/// The most differences that a point tells.
const MOST_DIFFERENCES: usize = 5;

/// The picture of a pair: the first party's utility to the right, the second's upward. Shaded is
/// what both can have at least, within the zone; dashed lines are walk-away values.
#[must_use]
pub fn frontier(brief: &Brief, scales: &Scales, marks: &[Mark], pair: &PairFrontier) -> String {
    let panel = Panel { brief, scales, pair };
    let mut out = panel.frame();
    out.push_str(&panel.zone());
    out.push_str(&panel.walk_away_lines());
    out.push_str(&panel.steps());
    out.push_str(&panel.points());
    out.push_str(&panel.solutions(marks));
    out.push_str(&panel.drafts());
    out.push_str(&panel.tips());
    let title = format!("{} and {}", brief.party(pair.first).plain(), brief.party(pair.second).plain());
    format!(
        "<svg class=\"frontier\" role=\"group\" viewBox=\"0 0 {SIDE} 300\" aria-label=\"{}\">{out}</svg>",
        escape(&format!("What {title} can have together"))
    )
}

struct Panel<'p> {
    brief: &'p Brief<'p>,
    scales: &'p Scales,
    pair: &'p PairFrontier,
}

impl Panel<'_> {
    fn x(&self, value: &Rational) -> f64 {
        LEFT + self.scales.place(self.pair.first, to_f64(value)) * (RIGHT - LEFT)
    }

    fn y(&self, value: &Rational) -> f64 {
        BOTTOM - self.scales.place(self.pair.second, to_f64(value)) * (BOTTOM - TOP)
    }

    fn place(&self, utilities: &[Rational]) -> (f64, f64) {
        (self.x(&utilities[self.pair.first]), self.y(&utilities[self.pair.second]))
    }

    fn frame(&self) -> String {
        let mut out = format!(
            "<rect class=\"frame\" fill=\"none\" stroke=\"currentColor\" x=\"{LEFT}\" y=\"{TOP}\" width=\"{}\" height=\"{}\"/>",
            RIGHT - LEFT,
            BOTTOM - TOP
        );
        for tick in self.scales.ticks(self.pair.first) {
            let x = at(LEFT + self.scales.place(self.pair.first, tick) * (RIGHT - LEFT));
            out.push_str(&format!(
                "<path class=\"grid\" stroke=\"currentColor\" stroke-opacity=\".15\" d=\"M{x} {TOP}V{BOTTOM}\"/>"
            ));
            out.push_str(&format!(
                "<text class=\"tick\" x=\"{x}\" y=\"{}\" text-anchor=\"middle\" font-size=\"10\">{}</text>",
                BOTTOM + 13.0,
                label(tick)
            ));
        }
        for tick in self.scales.ticks(self.pair.second) {
            let y = BOTTOM - self.scales.place(self.pair.second, tick) * (BOTTOM - TOP);
            out.push_str(&format!(
                "<path class=\"grid\" stroke=\"currentColor\" stroke-opacity=\".15\" d=\"M{LEFT} {}H{RIGHT}\"/>",
                at(y)
            ));
            out.push_str(&format!(
                "<text class=\"tick\" x=\"{}\" y=\"{}\" text-anchor=\"end\" font-size=\"10\">{}</text>",
                LEFT - 4.0,
                at(y + 3.5),
                label(tick)
            ));
        }
        let name = |party: usize| escape(&shorten(&self.brief.party(party).plain(), 34));
        out.push_str(&format!(
            "<text class=\"name\" x=\"{RIGHT}\" y=\"{}\" text-anchor=\"end\" font-size=\"11.5\" unicode-bidi=\"plaintext\">{} →</text>",
            BOTTOM + 28.0,
            name(self.pair.first)
        ));
        out.push_str(&format!(
            "<text class=\"name\" x=\"6\" y=\"14\" font-size=\"11.5\" unicode-bidi=\"plaintext\">↑ {}</text>",
            name(self.pair.second)
        ));
        out
    }

    /// The corners of the steps below the frontier, from the first party's best to the second's.
    fn corners(&self) -> Vec<(f64, f64)> {
        let places: Vec<(f64, f64)> = self.pair.points.iter().map(|point| self.place(&point.utilities)).collect();
        let mut corners = Vec::new();
        for (i, &(x, y)) in places.iter().enumerate() {
            if i > 0 {
                corners.push((x, places[i - 1].1));
            }
            corners.push((x, y));
        }
        corners
    }

    fn zone(&self) -> String {
        let corners = self.corners();
        let (Some(first), Some(last)) = (corners.first(), corners.last()) else { return String::new() };
        let stands = &self.brief.parties;
        let (left, bottom) = (self.x(&stands[self.pair.first].walk_away), self.y(&stands[self.pair.second].walk_away));
        let path: Vec<String> = corners.iter().map(|(x, y)| format!("L{} {}", at(*x), at(*y))).collect();
        let area = format!(
            "M{} {}L{} {}{}L{} {}Z",
            at(left),
            at(bottom),
            at(first.0),
            at(bottom),
            path.concat(),
            at(left),
            at(last.1)
        );
        let mut out = format!("<path class=\"zone\" fill=\"currentColor\" fill-opacity=\".12\" d=\"{area}\"/>");
        if first.0 - left > 40.0 && bottom - last.1 > 20.0 {
            out.push_str(&format!(
                "<text class=\"tick\" x=\"{}\" y=\"{}\" font-size=\"10\">zone</text>",
                at(left + 5.0),
                at(bottom - 5.0)
            ));
        }
        out
    }

    fn walk_away_lines(&self) -> String {
        let stands = &self.brief.parties;
        let (x, y) = (self.x(&stands[self.pair.first].walk_away), self.y(&stands[self.pair.second].walk_away));
        format!(
            "<path class=\"walk-away\" fill=\"none\" stroke=\"currentColor\" stroke-dasharray=\"5 3\" d=\"M{} {TOP}V{BOTTOM}M{LEFT} {}H{RIGHT}\"/>",
            at(x),
            at(y)
        )
    }

    fn steps(&self) -> String {
        let corners = self.corners();
        if corners.len() < 2 {
            return String::new();
        }
        let path: Vec<String> = corners.iter().map(|(x, y)| format!("{} {}", at(*x), at(*y))).collect();
        format!("<path class=\"limit\" fill=\"none\" stroke=\"currentColor\" d=\"M{}\"/>", path.join("L"))
    }

    /// Indices of the points that tell their package: both ends and some in between.
    fn told(&self) -> Vec<usize> {
        let n = self.pair.points.len();
        let most = if self.brief.frontiers.len() > 15 { 2 } else { MOST_TOLD };
        let wanted = n.min(most);
        if wanted <= 1 {
            return (0..wanted).collect();
        }
        let mut told: Vec<usize> = (0..wanted).map(|i| i * (n - 1) / (wanted - 1)).collect();
        told.dedup();
        told
    }

    fn points(&self) -> String {
        let told = self.told();
        let mut out = String::new();
        for (i, point) in self.pair.points.iter().enumerate().filter(|(i, _)| !told.contains(i)) {
            let (x, y) = self.place(&point.utilities);
            let _ = i;
            out.push_str(&format!(
                "<circle class=\"dot\" fill=\"currentColor\" cx=\"{}\" cy=\"{}\" r=\"1.8\"/>",
                at(x),
                at(y)
            ));
        }
        for (n, &i) in told.iter().enumerate() {
            let point = &self.pair.points[i];
            let (x, y) = self.place(&point.utilities);
            out.push_str(&format!(
                "<g class=\"told p{n}\" tabindex=\"0\" role=\"img\" aria-label=\"{}\"><circle class=\"reach\" fill=\"none\" cx=\"{x}\" cy=\"{y}\" r=\"9\" pointer-events=\"all\"/><circle class=\"dot\" fill=\"currentColor\" cx=\"{x}\" cy=\"{y}\" r=\"3\"/></g>",
                escape(&format!("{}. {}", self.gives(point), Phrase::joined(self.differences(point), "; ").plain())),
                x = at(x),
                y = at(y)
            ));
        }
        out
    }

    /// Boxes with a package's words, shown by the page while a point has the pointer or the keyboard.
    fn tips(&self) -> String {
        let mut out = String::new();
        for (n, &i) in self.told().iter().enumerate() {
            let point = &self.pair.points[i];
            let (_, y) = self.place(&point.utilities);
            let top = if y > (TOP + BOTTOM) / 2.0 { TOP } else { BOTTOM - TIP };
            let lines: Vec<String> = self
                .differences(point)
                .iter()
                .map(|line| format!("<li dir=\"auto\">{}</li>", escape(&line.plain())))
                .collect();
            out.push_str(&format!(
                "<foreignObject class=\"tip t{n}\" visibility=\"hidden\" x=\"{LEFT}\" y=\"{}\" width=\"{}\" height=\"{TIP}\"><div xmlns=\"http://www.w3.org/1999/xhtml\" aria-hidden=\"true\"><b>{}</b><ul>{}</ul></div></foreignObject>",
                at(top),
                RIGHT - LEFT,
                escape(&self.gives(point)),
                lines.concat()
            ));
        }
        out
    }

    /// "A 0.70, B 0.55".
    fn gives(&self, point: &PairPoint) -> String {
        let gives = |party: usize| {
            format!("{} {}", self.brief.party(party).plain(), self.brief.utility(party, &point.utilities[party]))
        };
        format!("{}, {}", gives(self.pair.first), gives(self.pair.second))
    }

    /// How a package differs from the chosen one.
    fn differences(&self, point: &PairPoint) -> Vec<Phrase> {
        let Some(package) = self.brief.package() else { return Vec::new() };
        let issues = package.differences(&point.outcome);
        if issues.is_empty() {
            return vec![Phrase::from(format!("the {}", self.brief.package_name()))];
        }
        let line = |&issue: &usize| {
            let words = shorten(&self.brief.option(issue, point.outcome.0[issue]).plain(), 44);
            Phrase::from(self.brief.point_number(issue)).say(" ").quote(&words)
        };
        let mut lines: Vec<Phrase> = issues.iter().take(MOST_DIFFERENCES).map(line).collect();
        if issues.len() > MOST_DIFFERENCES {
            lines.push(Phrase::from(format!(
                "and {} more points unlike the {}",
                issues.len() - MOST_DIFFERENCES,
                self.brief.package_name()
            )));
        }
        lines
    }

    fn solutions(&self, marks: &[Mark]) -> String {
        let mut out = String::new();
        // The chosen one comes last, so that nothing covers it.
        let (chosen, others): (Vec<&Mark>, Vec<&Mark>) = marks.iter().partition(|mark| mark.is_chosen);
        for mark in others.into_iter().chain(chosen) {
            let Some(settlement) = mark.solutions.first().and_then(|&i| self.brief.solutions[i].answer.settlement())
            else {
                continue;
            };
            let (x, y) = self.place(&settlement.utilities);
            let gives = |party: usize| {
                format!(
                    "{} {}",
                    self.brief.party(party).plain(),
                    self.brief.utility(party, &settlement.utilities[party])
                )
            };
            let title = format!("{}: {}, {}", mark.names(self.brief), gives(self.pair.first), gives(self.pair.second));
            out.push_str(&mark.shape(x, y, &title));
        }
        out
    }

    fn drafts(&self) -> String {
        let mut out = String::new();
        for (index, assessment) in self.brief.drafts.iter().enumerate() {
            let (first, second) =
                (&assessment.standing.utilities[self.pair.first], &assessment.standing.utilities[self.pair.second]);
            let (x0, x1) = (self.x(&first.least), self.x(&first.most));
            let (y0, y1) = (self.y(&second.most), self.y(&second.least));
            let is_range = x1 - x0 > 0.05 || y1 - y0 > 0.05;
            if is_range {
                out.push_str(&format!(
                    "<rect class=\"span\" fill=\"none\" stroke=\"currentColor\" stroke-dasharray=\"2 2\" x=\"{}\" y=\"{}\" width=\"{}\" height=\"{}\"/>",
                    at(x0),
                    at(y0),
                    at((x1 - x0).max(1.0)),
                    at((y1 - y0).max(1.0))
                ));
            }
            let (pair, brief) = (self.pair, self.brief);
            let title = format!(
                "Draft {}: {} {}, {} {}",
                index + 1,
                brief.party(pair.first).plain(),
                brief.span(pair.first, first),
                brief.party(pair.second).plain(),
                brief.span(pair.second, second)
            );
            out.push_str(&draft(index + 1, (x0 + x1) / 2.0, (y0 + y1) / 2.0, is_range, &title));
        }
        out
    }
}

/// A number on an axis without needless zeros.
fn label(tick: f64) -> String {
    if tick.abs() >= 10_000.0 {
        return format!("{}k", at(tick / 1000.0));
    }
    let text = format!("{tick:.3}");
    let short = text.trim_end_matches('0').trim_end_matches('.');
    if short == "-0" { "0".into() } else { short.replace('-', "−") }
}
