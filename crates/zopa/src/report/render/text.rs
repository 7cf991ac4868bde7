//! One screen of a terminal, 80 columns, complete without colour.

mod layout;

use crate::exact::{Rational, to_f64};
use crate::report::brief::{Brief, Room, Signature};
use crate::report::phrase::{Phrase, counted, shorten};
use crate::report::sheets::{self, Move};
use crate::solve::Answer;
use layout::{Page, fill};
use num_traits::Signed;

/// How words are stressed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Emphasis {
    /// By nothing but capitals and layout.
    #[default]
    None,
    /// By bold and dim letters of ANSI terminals.
    Ansi,
}

/// The columns of a terminal.
const WIDTH: usize = 80;

/// The columns of a party's name.
const NAME: usize = 22;

/// Where lists are cut so that the report stays one screen.
const MOST_PARTIES: usize = 8;
const MOST_DRAFTS: usize = 5;
const MOST_MOVES: usize = 5;
const MOST_DECIDING: usize = 4;
const MOST_CAUSES: usize = 8;
const MOST_REASONS: usize = 4;

/// A report without emphasis.
#[must_use]
pub fn text(brief: &Brief) -> String {
    text_with(brief, Emphasis::None)
}

/// A report for a terminal.
#[must_use]
pub fn text_with(brief: &Brief, emphasis: Emphasis) -> String {
    let mut page = Page::new(WIDTH, emphasis);
    page.title(&Phrase::theirs(brief.negotiation.title()));
    page.paragraph(&Phrase::joined(sheets::headline(brief), " "));
    if brief.no_deal.is_some() {
        no_deal(brief, &mut page);
    }
    parties(brief, &mut page);
    drafts(brief, &mut page);
    package(brief, &mut page);
    points(brief, &mut page);
    beyond(brief, &mut page);
    footing(brief, &mut page);
    page.finish()
}

fn no_deal(brief: &Brief, page: &mut Page) {
    let Some(no_deal) = &brief.no_deal else { return };
    page.heading("If one demand is dropped");
    for cause in no_deal.causes.iter().take(MOST_CAUSES) {
        page.item("- ", &brief.demand(&cause.demand).say(":"));
        let lines = sheets::cause_lines(brief, cause);
        let (shown, rest) = lines.split_at(lines.len().min(3));
        let rest = if rest.is_empty() { Phrase::new() } else { Phrase::from(format!("; {} more", rest.len())) };
        let start = shown.first().cloned().unwrap_or_default();
        let points = Phrase::joined(shown.iter().skip(1).cloned(), "; ").then(rest);
        page.item("    ", &if points.is_empty() { start } else { start.say(" ").then(points) });
    }
    cut_note(page, no_deal.causes.len(), MOST_CAUSES, "more demand", "more demands");
    for line in sheets::relaxation_line(brief).into_iter().chain(sheets::weights_line(brief)) {
        page.paragraph(&line);
    }
}

/// A row for each party with the range of what it can get.
fn parties(brief: &Brief, page: &mut Page) {
    let axes = Axes::of(brief);
    let has_room = brief.room() == Room::Some;
    let columns = if has_room { "walk-away    best    gets" } else { "walk-away" };
    let bar_width = WIDTH - NAME - columns.len() - 2;
    page.heading_with("Parties", NAME, columns);
    for party in 0..brief.parties.len().min(MOST_PARTIES) {
        let stand = &brief.parties[party];
        let mut figures = format!("{:>9}", brief.utility(party, &stand.walk_away));
        if has_room {
            let ideal = match &stand.ideal {
                Some(Answer::Optimum { settlement, .. }) => brief.utility(party, &settlement.utilities[party]),
                Some(Answer::Bounded { settlement, .. }) => {
                    format!("≥{}", brief.utility(party, &settlement.utilities[party]))
                }
                _ => "?".into(),
            };
            let gets = brief.settlement().map_or("?".into(), |s| brief.utility(party, &s.utilities[party]));
            figures.push_str(&format!("{ideal:>8}{gets:>8}"));
        }
        let name = fill(&brief.party(party).plain(), NAME);
        page.line(&format!("{name}{figures}  {}", axes.bar(brief, party, bar_width)));
    }
    cut_note(page, brief.parties.len(), MOST_PARTIES, "more party", "more parties");
    let mut legend = String::from("| walk-away value");
    if has_room {
        legend.push_str(", = up to the best within the zone");
    }
    match brief.drafts.len().min(9) {
        0 => {}
        1 => legend.push_str(", 1 the draft"),
        2 => legend.push_str(", 1 and 2 drafts"),
        n => legend.push_str(&format!(", 1 to {n} drafts")),
    }
    if brief.package().is_some() {
        legend.push_str(", * package");
    }
    page.dim(&format!("  {legend}; bars run from {}", axes.ends()));
}

fn drafts(brief: &Brief, page: &mut Page) {
    if brief.drafts.is_empty() {
        return;
    }
    page.heading("Drafts");
    for draft in 0..brief.drafts.len().min(MOST_DRAFTS) {
        let assessment = &brief.drafts[draft];
        let could: Vec<usize> = (0..assessment.standing.signers.len())
            .filter(|&party| assessment.standing.signers[party].signature == Signature::Yes)
            .collect();
        let signs = if could.is_empty() {
            Phrase::from(" nobody could sign")
        } else if could.len() == brief.parties.len() && brief.parties.len() > 2 {
            Phrase::from(" all could sign")
        } else {
            Phrase::from(" ").then(brief.party_list(&could)).say(" could sign")
        };
        let changes = match brief.changes_needed(draft) {
            Some((0, _)) | None => Phrase::new(),
            Some((n, proven)) => {
                let most = if proven { "" } else { "at most " };
                Phrase::from(format!("; {most}{} from agreement", counted(n, "point", "points")))
            }
        };
        let title = Phrase::theirs(&shorten(&brief.draft(draft).plain(), 60)).say(":");
        page.item(&format!("{} ", draft + 1), &title.then(signs).then(changes).say("."));
        let lines = sheets::signing_lines(brief, draft);
        for line in lines.iter().take(MOST_REASONS) {
            page.item("  - ", line);
        }
        cut_note(page, lines.len(), MOST_REASONS, "more obstacle", "more obstacles");
        if let Some(open) = sheets::open_line(brief, draft) {
            page.item("  - ", &Phrase::from("open: ").then(open));
        }
    }
    cut_note(page, brief.drafts.len(), MOST_DRAFTS, "more draft", "more drafts");
}

fn package(brief: &Brief, page: &mut Page) {
    if brief.package().is_none() {
        return;
    }
    page.heading(&format!("The {}", brief.package_name()));
    page.paragraph(&Phrase::joined(sheets::package_lead(brief), " "));
    let mut moves = sheets::moves(brief);
    let n = moves.len();
    // The largest steps matter most; among the shown the order of the points helps to find them.
    let size = |step: &Move| -> Rational { step.gains.iter().chain(&step.pays).map(|(_, change)| change.abs()).sum() };
    moves.sort_by(|a, b| size(b).cmp(&size(a)).then(a.issue.cmp(&b.issue)));
    moves.truncate(MOST_MOVES);
    moves.sort_by_key(|step| step.issue);
    if brief.draft_nearest_to_package().is_some() && n > 0 {
        page.dim("Who gains (+) and who pays (−) by each change, in utility:");
    }
    for step in &moves {
        page.short_item("- ", &brief.point(step.issue).say(": ").then(brief.option(step.issue, step.to)));
        let effect = effect(brief, step);
        if !effect.is_empty() {
            page.item("    ", &effect);
        }
    }
    cut_note(page, n, MOST_MOVES, "smaller change", "smaller changes");
}

/// Who gains and who pays, the largest two of each: "A +0.041 | B −0.020".
fn effect(brief: &Brief, step: &Move) -> Phrase {
    let row = |changes: &[(usize, Rational)]| {
        let shown = changes
            .iter()
            .take(2)
            .map(|(party, by)| brief.party(*party).say(format!(" {}", brief.difference(*party, by))));
        let rest = if changes.len() > 2 { format!(" and {} more", changes.len() - 2) } else { String::new() };
        Phrase::joined(shown, ", ").say(rest)
    };
    let parts = [&step.gains, &step.pays].into_iter().filter(|changes| !changes.is_empty());
    Phrase::joined(parts.map(|changes| row(changes)), " | ")
}

fn points(brief: &Brief, page: &mut Page) {
    page.heading("Easy points and deciding points");
    let lines = sheets::points_lead(brief).into_iter().chain(sheets::deciding_line(brief, MOST_DECIDING));
    page.paragraph(&Phrase::joined(lines, " "));
}

/// What is not known, who must ratify, what was promised: a paragraph each, where there is something to say.
fn beyond(brief: &Brief, page: &mut Page) {
    let parts = [
        ("What is not known", sheets::unknown_lines(brief)),
        ("Who must ratify", sheets::ratification_lines(brief)),
        ("Public promises", sheets::promise_lines(brief)),
    ];
    for (heading, lines) in parts.into_iter().filter(|(_, lines)| !lines.is_empty()) {
        page.heading(heading);
        page.paragraph(&Phrase::joined(lines, " "));
    }
}

fn footing(brief: &Brief, page: &mut Page) {
    page.heading("What this rests on");
    page.paragraph(&Phrase::joined(sheets::footing_lines(brief), " "));
    page.dim("More, with pictures and tables: write it to a file that ends in .html, .md, .csv or .json.");
}

fn cut_note(page: &mut Page, n: usize, most: usize, one: &str, many: &str) {
    if n > most {
        page.dim(&format!("  and {}", counted(n - most, one, many)));
    }
}

/// What the bars of the parties run from and to.
struct Axes(Vec<(f64, f64)>);

impl Axes {
    /// From 0 to 1 where all utilities are within; else for each party from its least to its greatest mark.
    fn of(brief: &Brief) -> Axes {
        let per_party = (0..brief.parties.len()).map(|party| {
            let marks = marks(brief, party);
            marks.iter().fold((f64::INFINITY, f64::NEG_INFINITY), |(low, high), mark| (low.min(*mark), high.max(*mark)))
        });
        let per_party: Vec<(f64, f64)> = per_party.collect();
        if per_party.iter().all(|&(low, high)| low >= 0.0 && high <= 1.0) {
            return Axes(vec![(0.0, 1.0); per_party.len()]);
        }
        Axes(
            per_party
                .into_iter()
                .map(|(low, high)| (low.min(0.0), if high > low { high } else { low + 1.0 }))
                .collect(),
        )
    }

    fn ends(&self) -> &'static str {
        if self.0.iter().all(|&ends| ends == (0.0, 1.0)) { "0 to 1" } else { "0 to each party's highest mark" }
    }

    fn bar(&self, brief: &Brief, party: usize, width: usize) -> String {
        let (low, high) = self.0[party];
        let place = |value: f64| (((value - low) / (high - low)).clamp(0.0, 1.0) * (width - 1) as f64).round() as usize;
        let mut bar = vec!['·'; width];
        let walk_away = place(to_f64(&brief.parties[party].walk_away));
        if let Some(settlement) = brief.parties[party].ideal.as_ref().and_then(Answer::settlement) {
            for cell in &mut bar[walk_away..=place(to_f64(&settlement.utilities[party])).max(walk_away)] {
                *cell = '=';
            }
        }
        bar[walk_away] = '|';
        for (draft, assessment) in brief.drafts.iter().enumerate().take(9).rev() {
            let span = &assessment.standing.utilities[party];
            for end in [&span.least, &span.most] {
                bar[place(to_f64(end))] = char::from(b'1' + draft as u8);
            }
        }
        if let Some(settlement) = brief.settlement() {
            bar[place(to_f64(&settlement.utilities[party]))] = '*';
        }
        bar.into_iter().collect()
    }
}

/// Everything that a party's bar shows.
fn marks(brief: &Brief, party: usize) -> Vec<f64> {
    let stand = &brief.parties[party];
    let mut marks = vec![to_f64(&stand.walk_away)];
    marks.extend(
        brief
            .drafts
            .iter()
            .flat_map(|d| [&d.standing.utilities[party].least, &d.standing.utilities[party].most])
            .map(to_f64),
    );
    marks.extend(stand.ideal.as_ref().and_then(Answer::settlement).map(|s| to_f64(&s.utilities[party])));
    marks
}
