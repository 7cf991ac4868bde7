//! A draft in JSON.

use super::Findings;
use crate::shape::{Keyed, Number, Talks, by_party, package, partial};
use serde::Serialize;
use zopa::assess::betterment::{Better, Betterment, Verdict};
use zopa::assess::completion::{Completion, Kind};
use zopa::assess::concession::{Concessions, concessions};
use zopa::assess::convergence::State;
use zopa::assess::movement::{Movement, Opening};
use zopa::assess::price::{Prices, prices};
use zopa::assess::trades::{Trade, Trades};
use zopa::assess::{Candidate, Counting, Fewest, Nearest, Signature, Sure};
use zopa::exact::Rational;
use zopa::model::Negotiation;

#[derive(Serialize)]
pub struct DraftShape {
    negotiation: Talks,
    draft: TextShape,
    solution: &'static str,
    parties: Keyed<PartyShape>,
    broken_rules: Vec<String>,
    acceptable: bool,
    completion: Option<CompletionShape>,
    nearest: NearestShape,
    frontier: Option<FrontierShape>,
    trades: Option<TradesShape>,
    concessions: Keyed<Option<ConcessionsShape>>,
    points: Option<Keyed<PointShape>>,
    moves: Vec<MoveShape>,
    openings: Vec<OpeningShape>,
    seconds: SecondsShape,
}

#[derive(Serialize)]
struct TextShape {
    id: Option<String>,
    title: String,
    settles: Keyed<Option<String>>,
    open: Vec<String>,
}

#[derive(Serialize)]
struct PartyShape {
    least: Number,
    most: Number,
    /// Whether both ends are reached; otherwise they are bounds.
    reached: bool,
    gain_least: Number,
    gain_most: Number,
    signs: &'static str,
    below_walk_away_by: Option<Number>,
    red_lines_crossed: Vec<RedLineShape>,
}

#[derive(Serialize)]
struct RedLineShape {
    text: Option<String>,
    conditions: Keyed<Vec<String>>,
}

#[derive(Serialize)]
struct CompletionShape {
    kind: &'static str,
    proven: bool,
    outcome: Keyed<String>,
    utilities: Keyed<Number>,
    gains: Keyed<Number>,
    value: Option<Number>,
}

#[derive(Serialize)]
struct NearestShape {
    /// `proven`, `bounded`, `empty` or `unknown`: what is known of the number of changes.
    status: &'static str,
    counted: &'static str,
    kept: Vec<String>,
    changes: Option<usize>,
    changes_at_least: Option<usize>,
    /// Whether nothing with as many changes is better than the first package.
    best_proven: bool,
    packages: Vec<CandidateShape>,
}

#[derive(Serialize)]
struct CandidateShape {
    changes: usize,
    changed: Vec<ChangeShape>,
    filled: Keyed<String>,
    outcome: Keyed<String>,
    utilities: Keyed<Number>,
    gains: Keyed<Number>,
    value: Option<Number>,
    total: Option<Keyed<Number>>,
    together: Option<Keyed<Number>>,
}

#[derive(Serialize)]
struct ChangeShape {
    issue: String,
    from: String,
    to: String,
    brings: Keyed<Number>,
}

#[derive(Serialize)]
struct FrontierShape {
    status: &'static str,
    distance: Option<Number>,
    bound: Option<Number>,
    packages: Vec<BetterShape>,
}

#[derive(Serialize)]
struct BetterShape {
    favours: Option<String>,
    outcome: Keyed<String>,
    rises: Keyed<Number>,
    acceptable: bool,
    efficient: bool,
}

#[derive(Serialize)]
struct TradesShape {
    count: usize,
    size: usize,
    complete: bool,
    best: Vec<TradeShape>,
}

#[derive(Serialize)]
struct TradeShape {
    moves: Keyed<String>,
    lifts_all: bool,
    rises: Keyed<Number>,
}

#[derive(Serialize)]
struct ConcessionsShape {
    by_issue: Keyed<Option<Number>>,
    total: Number,
    of_stake: Option<Number>,
}

#[derive(Serialize)]
struct PointShape {
    state: &'static str,
    /// The option that all agree on.
    option: Option<String>,
}

#[derive(Serialize)]
struct MoveShape {
    issue: String,
    option: String,
    rises: Keyed<Number>,
    signs: Vec<String>,
    wins: Vec<String>,
    loses: Vec<String>,
    acceptable: bool,
}

#[derive(Serialize)]
struct OpeningShape {
    issue: String,
    option: String,
    room: Option<bool>,
    proven: bool,
    value: Option<Number>,
    outcome: Option<Keyed<String>>,
    utilities: Option<Keyed<Number>>,
}

#[derive(Serialize)]
struct SecondsShape {
    nearest: f64,
    total: f64,
}

impl Findings<'_> {
    /// Puts the findings into their JSON shape.
    pub fn shape(&self) -> DraftShape {
        let negotiation = self.negotiation;
        let names = Names(negotiation);
        let standing = &self.assessment.standing;
        let text = self.assessment.text.as_ref();
        let concessions = concessions(negotiation, &self.text.settles);
        let given = |given: &Option<Concessions>| given.as_ref().map(|given| names.concessions(given));
        DraftShape {
            negotiation: Talks::new(negotiation),
            draft: TextShape {
                id: self.text.id.clone(),
                title: self.text.title.clone(),
                settles: partial(negotiation, &self.text.settles),
                open: names.issues(&standing.open),
            },
            solution: self.question.solution.id,
            parties: Keyed((0..standing.signers.len()).map(|party| (names.party(party), self.party(party))).collect()),
            broken_rules: standing.broken_rules.iter().map(|&rule| negotiation.rules()[rule].text.clone()).collect(),
            acceptable: matches!(self.assessment.nearest.fewest, Fewest::Exactly(0)),
            completion: text.map(|text| names.completion(&text.completion)),
            nearest: self.nearest_shape(&self.assessment.nearest),
            frontier: text.map(|text| names.frontier(&text.betterment)),
            trades: text.map(|text| names.trades(&text.trades)),
            concessions: Keyed(
                concessions.iter().enumerate().map(|(party, own)| (names.party(party), given(own))).collect(),
            ),
            points: text.map(|text| names.points(&text.states)),
            moves: text.map_or_else(Vec::new, |text| text.movements.iter().map(|step| names.step(step)).collect()),
            openings: self.openings.iter().map(|opening| names.opening(opening)).collect(),
            seconds: SecondsShape { nearest: self.seconds.nearest, total: self.seconds.total },
        }
    }

    fn party(&self, party: usize) -> PartyShape {
        let standing = &self.assessment.standing;
        let (span, signer) = (&standing.utilities[party], &standing.signers[party]);
        let preferences = &self.negotiation.preferences()[party];
        let names = Names(self.negotiation);
        let red_line = |&line: &usize| {
            let line = &preferences.red_lines[line];
            let condition = |c: &zopa::model::Condition| {
                (names.issue(c.issue), c.options.iter().map(|&option| names.option(c.issue, option)).collect())
            };
            RedLineShape { text: line.text.clone(), conditions: Keyed(line.conditions.iter().map(condition).collect()) }
        };
        PartyShape {
            least: Number::from(&span.least),
            most: Number::from(&span.most),
            reached: span.is_tight,
            gain_least: Number::from(&(&span.least - &preferences.reservation_value)),
            gain_most: Number::from(&(&span.most - &preferences.reservation_value)),
            signs: match signer.signature {
                Signature::Yes => "yes",
                Signature::Depends => "depends",
                Signature::No => "no",
                Signature::Unknown => "unknown",
            },
            below_walk_away_by: signer.shortfall.as_ref().map(Number::from),
            red_lines_crossed: signer.crossed.iter().map(red_line).collect(),
        }
    }

    fn nearest_shape(&self, nearest: &Nearest) -> NearestShape {
        let (status, least, most) = match nearest.fewest {
            Fewest::Exactly(n) => ("proven", Some(n), Some(n)),
            Fewest::Between { least, most } => ("bounded", Some(least), Some(most)),
            Fewest::Impossible => ("empty", None, None),
            Fewest::Unknown { least } => ("unknown", Some(least), None),
        };
        let kept = self.freedom.kept.iter().enumerate().filter(|(_, kept)| **kept).map(|(issue, _)| issue);
        let names = Names(self.negotiation);
        NearestShape {
            status,
            counted: match self.freedom.counting {
                Counting::Issues => "issues",
                Counting::Points => "points",
            },
            kept: names.issues(&kept.collect::<Vec<_>>()),
            changes: most,
            changes_at_least: least,
            best_proven: nearest.sure == Sure::Proven,
            packages: nearest.packages.iter().map(|candidate| self.candidate(candidate)).collect(),
        }
    }

    fn candidate(&self, candidate: &Candidate) -> CandidateShape {
        let negotiation = self.negotiation;
        let names = Names(negotiation);
        let prices = prices(negotiation, &self.text.settles, &candidate.outcome);
        let change = |(issue, brings): &(usize, Vec<Rational>)| ChangeShape {
            issue: names.issue(*issue),
            from: self.text.settles.0[*issue].map(|option| names.option(*issue, option)).unwrap_or_default(),
            to: names.option(*issue, candidate.outcome.0[*issue]),
            brings: by_party(negotiation, brings),
        };
        let filled = |&issue: &usize| (names.issue(issue), names.option(issue, candidate.outcome.0[issue]));
        let together = prices.together();
        let Prices { by_change, total } = &prices;
        CandidateShape {
            changes: candidate.changes,
            changed: by_change.iter().map(change).collect(),
            filled: Keyed(candidate.filled.iter().map(filled).collect()),
            outcome: package(negotiation, &candidate.outcome),
            utilities: by_party(negotiation, &candidate.utilities),
            gains: by_party(negotiation, &candidate.gains),
            value: candidate.value.as_ref().map(Number::from),
            total: total.as_ref().map(|total| by_party(negotiation, total)),
            together: together.map(|together| by_party(negotiation, &together)),
        }
    }
}

/// Identifiers of what indices stand for.
struct Names<'n>(&'n Negotiation);

impl Names<'_> {
    fn issue(&self, issue: usize) -> String {
        self.0.issues()[issue].id.clone()
    }

    fn issues(&self, issues: &[usize]) -> Vec<String> {
        issues.iter().map(|&issue| self.issue(issue)).collect()
    }

    fn option(&self, issue: usize, option: usize) -> String {
        self.0.issues()[issue].options[option].id.clone()
    }

    fn party(&self, party: usize) -> String {
        self.0.parties()[party].id.clone()
    }

    fn parties(&self, parties: impl Iterator<Item = usize>) -> Vec<String> {
        parties.map(|party| self.party(party)).collect()
    }

    fn completion(&self, completion: &Completion) -> CompletionShape {
        CompletionShape {
            kind: match completion.kind {
                Kind::Acceptable => "acceptable",
                Kind::BelowWalkAway => "below-walk-away",
                Kind::AcrossRedLines => "across-red-lines",
                Kind::AgainstRules => "against-rules",
            },
            proven: completion.sure == Sure::Proven,
            outcome: package(self.0, &completion.outcome),
            utilities: by_party(self.0, &completion.utilities),
            gains: by_party(self.0, &completion.gains),
            value: completion.value.as_ref().map(Number::from),
        }
    }

    fn frontier(&self, betterment: &Betterment) -> FrontierShape {
        let better = |better: &Better| BetterShape {
            favours: better.favours.map(|party| self.party(party)),
            outcome: package(self.0, &better.outcome),
            rises: by_party(self.0, &better.rises),
            acceptable: better.is_acceptable,
            efficient: better.is_efficient,
        };
        FrontierShape {
            status: match betterment.verdict {
                Verdict::Efficient => "efficient",
                Verdict::Dominated => "dominated",
                Verdict::OutOfReach => "out-of-reach",
                Verdict::Unknown => "unknown",
            },
            distance: betterment.distance.as_ref().map(Number::from),
            bound: betterment.bound.as_ref().map(Number::from),
            packages: betterment.packages.iter().map(better).collect(),
        }
    }

    fn trades(&self, trades: &Trades) -> TradesShape {
        let one = |trade: &Trade| TradeShape {
            moves: Keyed(trade.moves.iter().map(|&(i, option)| (self.issue(i), self.option(i, option))).collect()),
            lifts_all: trade.lifts_all(),
            rises: by_party(self.0, &trade.rises),
        };
        TradesShape {
            count: trades.count,
            size: trades.size,
            complete: trades.is_complete,
            best: trades.best.iter().map(one).collect(),
        }
    }

    fn concessions(&self, given: &Concessions) -> ConcessionsShape {
        let by_issue = given.by_issue.iter().enumerate();
        ConcessionsShape {
            by_issue: Keyed(by_issue.map(|(i, given)| (self.issue(i), given.as_ref().map(Number::from))).collect()),
            total: Number::from(&given.total),
            of_stake: given.of_stake.as_ref().map(Number::from),
        }
    }

    fn points(&self, states: &[State]) -> Keyed<PointShape> {
        let point = |(issue, state): (usize, &State)| {
            let option = if let State::Agreed(option) = state { Some(self.option(issue, *option)) } else { None };
            (self.issue(issue), PointShape { state: state.meaning().id, option })
        };
        Keyed(states.iter().enumerate().map(point).collect())
    }

    fn step(&self, step: &Movement) -> MoveShape {
        MoveShape {
            issue: self.issue(step.issue),
            option: self.option(step.issue, step.option),
            rises: by_party(self.0, &step.rises),
            signs: self.parties((0..step.signs.len()).filter(|&party| step.signs[party])),
            wins: self.parties(step.wins.iter().copied()),
            loses: self.parties(step.loses.iter().copied()),
            acceptable: step.is_acceptable,
        }
    }

    fn opening(&self, opening: &Opening) -> OpeningShape {
        let best = opening.best.as_ref();
        OpeningShape {
            issue: self.issue(opening.issue),
            option: self.option(opening.issue, opening.option),
            room: opening.has_room,
            proven: opening.sure == Sure::Proven,
            value: best.and_then(|(.., value)| value.as_ref().map(Number::from)),
            outcome: best.map(|(outcome, ..)| package(self.0, outcome)),
            utilities: best.map(|(_, utilities, _)| by_party(self.0, utilities)),
        }
    }
}
