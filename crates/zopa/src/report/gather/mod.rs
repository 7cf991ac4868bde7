//! Asks the solver everything that a brief says.

mod completions;
mod frontier;

use super::brief::{Assessment, Brief, Footing, Room, Signature, Signer, Solved, Stand};
use super::figure;
use super::shares::{self, Shares};
use crate::certify;
use crate::exact::Rational;
use crate::model::{Draft, Negotiation};
use crate::registry::SOLUTIONS;
use crate::solve::count::{Limits, count};
use crate::solve::{Answer, Budget, Question, Solver, no_deal};
use completions::{Completions, Extreme};
use num_traits::Signed;
use rayon::prelude::*;
use sha2::{Digest, Sha256};
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};

/// What a brief is asked to say.
#[derive(Clone, Debug)]
pub struct Request<'r> {
    /// The solution whose package is told.
    pub question: Question,
    /// How the numbers were read, a sentence each.
    pub notes: Vec<String>,
    /// The command that makes the report again, where known.
    pub command: Option<String>,
    /// What counting the zone may take.
    pub counting: Limits<'r>,
}

impl Request<'_> {
    /// The package under a solution, with a quick count of the zone.
    #[must_use]
    pub fn of(question: Question) -> Self {
        Request { question, notes: Vec::new(), command: None, counting: Limits::quick() }
    }
}

/// Gives every question its own part of a budget, so that answers do not depend on the order in
/// which threads take them up.
struct Purse<'i> {
    interrupt: Option<&'i AtomicBool>,
    spent: AtomicU64,
}

impl Purse<'_> {
    fn ask<T>(&self, nodes: u64, question: impl FnOnce(&mut Budget) -> T) -> T {
        let mut budget = Budget { nodes, interrupt: self.interrupt };
        let answer = question(&mut budget);
        // Wraps only where budgets are unlimited, and then nobody reads it.
        self.spent.fetch_add(nodes - budget.nodes, Ordering::Relaxed);
        answer
    }
}

impl<'n> Brief<'n> {
    /// Asks the solver everything that a report says. The answer is the same on any number of threads.
    #[must_use]
    pub fn gather(negotiation: &'n Negotiation, solver: &Solver, request: &Request, budget: &mut Budget) -> Brief<'n> {
        let purse = Purse { interrupt: budget.interrupt, spent: AtomicU64::new(0) };
        let zone = purse.ask(budget.nodes / 4, |budget| solver.zone(budget));
        let gathering = Gathering { negotiation, solver, request, purse: &purse, nodes: budget.nodes / 4 * 3, zone };
        let brief = gathering.brief();
        budget.nodes = budget.nodes.saturating_sub(purse.spent.load(Ordering::Relaxed));
        brief
    }
}

struct Gathering<'g, 'n> {
    negotiation: &'n Negotiation,
    solver: &'g Solver<'g>,
    request: &'g Request<'g>,
    purse: &'g Purse<'g>,
    nodes: u64,
    zone: Answer,
}

impl<'n> Gathering<'_, 'n> {
    fn brief(self) -> Brief<'n> {
        let negotiation = self.negotiation;
        let shares = Shares::of(negotiation);
        let questions = self.questions();
        let n_parties = negotiation.parties().len();
        let asked = 1 + n_parties + questions.len() + negotiation.drafts().len() * (1 + 3 * n_parties);
        let each = self.nodes / (asked as u64 + 8);
        let mut brief = Brief {
            negotiation,
            zone: self.zone.clone(),
            count: None,
            parties: (0..n_parties).map(|party| self.stand(party, &shares)).collect(),
            drafts: Vec::new(),
            solutions: Vec::new(),
            question: self.request.question.clone(),
            points: shares::points(negotiation, &shares),
            shares,
            frontiers: Vec::new(),
            no_deal: None,
            footing: self.footing(),
        };
        let has_room = brief.room() == Room::Some;
        let assess = |draft| self.assess(draft, has_room, each);
        brief.drafts = negotiation.drafts().par_iter().map(assess).collect();
        match brief.room() {
            Room::None => {
                brief.no_deal = self.purse.ask(self.nodes / 2, |budget| no_deal::explain(negotiation, budget)).ok();
            }
            Room::Some => self.fill(&mut brief, questions, each),
            Room::Unknown => {}
        }
        brief
    }

    /// What there is to say only where there is room.
    fn fill(&self, brief: &mut Brief, questions: Vec<Question>, each: u64) {
        let (solver, purse) = (self.solver, self.purse);
        let solve = |question: Question| {
            let answer = purse.ask(each, |budget| solver.solve(&question, budget));
            let fingerprint = answer.certificate().map(|c| fingerprint(&certify::write(c, self.negotiation)));
            Solved { question, answer, fingerprint }
        };
        brief.solutions = questions.into_par_iter().map(solve).collect();
        let ideals: Vec<Answer> = (0..brief.parties.len())
            .into_par_iter()
            .map(|party| purse.ask(each, |budget| solver.ideal(party, budget)))
            .collect();
        for (stand, ideal) in brief.parties.iter_mut().zip(ideals) {
            stand.ideal = Some(ideal);
        }
        brief.count = Some(count(solver.network(), &self.request.counting));
        brief.frontiers = frontier::of_every_pair(solver, purse, each.saturating_mul(8));
    }

    /// What was asked first, then every other solution that needs no weights.
    fn questions(&self) -> Vec<Question> {
        let asked = &self.request.question;
        let others = SOLUTIONS.iter().filter(|solution| !solution.takes_weights && solution.id != asked.solution.id);
        let others = others.map(|solution| Question { solution, weights: Vec::new() });
        std::iter::once(asked.clone()).chain(others).collect()
    }

    fn stand(&self, party: usize, shares: &Shares) -> Stand {
        let preferences = &self.negotiation.preferences()[party];
        let walk_away = preferences.reservation_value.clone();
        let magnitude = match &preferences.utility {
            crate::model::Utility::Table(values) => values.iter().map(Signed::abs).max().unwrap_or_default(),
            crate::model::Utility::Additive(_) => shares.hope(party).unwrap_or_default().abs(),
        };
        let decimals = figure::decimals_for(&magnitude.max(walk_away.abs()));
        Stand { walk_away, ideal: None, decimals }
    }

    fn footing(&self) -> Footing {
        Footing {
            notes: self.request.notes.clone(),
            fingerprint: certify::fingerprint(self.negotiation),
            zone_fingerprint: self.zone.certificate().map(|c| fingerprint(&certify::write(c, self.negotiation))),
            is_exact: self.solver.network().is_exact(),
            command: self.request.command.clone(),
        }
    }

    fn assess(&self, draft: &Draft, has_room: bool, each: u64) -> Assessment {
        let negotiation = self.negotiation;
        let completions = Completions::new(negotiation, &draft.settles);
        let ask =
            |extreme: Extreme, party: usize| self.purse.ask(each, |budget| completions.find(party, extreme, budget));
        let obeys_rules = completions.obeys_rules(|| ask(Extreme::Best, 0));
        let completions = &completions;
        let utilities = (0..negotiation.parties().len())
            .into_par_iter()
            .map(|party| completions.span(party, obeys_rules, &|extreme| ask(extreme, party)))
            .collect();
        let signers = (0..negotiation.parties().len())
            .into_par_iter()
            .map(|party| signer(completions, party, obeys_rules, &|extreme| ask(extreme, party)))
            .collect();
        let nearest = has_room.then(|| self.purse.ask(each, |budget| self.solver.nearest(&draft.settles, budget)));
        let broken_rules = completions.broken_rules(obeys_rules);
        Assessment { open: draft.settles.open_issues(), broken_rules, obeys_rules, utilities, signers, nearest }
    }
}

/// Whether a party could sign a draft, given its extremes over the ways to fill open points.
fn signer(completions: &Completions, party: usize, obeys_rules: bool, ask: &dyn Fn(Extreme) -> Answer) -> Signer {
    let walk_away = &completions.negotiation().preferences()[party].reservation_value;
    let crossed = completions.crossed_red_lines(party);
    let best = completions.most(ask(if obeys_rules { Extreme::Best } else { Extreme::BestWithoutRules }));
    let shortfall = best.as_ref().map(|best| walk_away - best).filter(Signed::is_positive);
    if shortfall.is_some() || !crossed.is_empty() || !obeys_rules {
        return Signer { signature: Signature::No, crossed, shortfall };
    }
    let signature = match ask(Extreme::BestAcceptable) {
        Answer::Empty { .. } => Signature::No,
        Answer::Unknown { .. } => Signature::Unknown,
        Answer::Optimum { .. } | Answer::Bounded { .. } => {
            let reaches = completions.least(ask(Extreme::Worst)).is_some_and(|least| least >= *walk_away);
            let crosses = |line: usize| !matches!(ask(Extreme::Crossing(line)), Answer::Empty { .. });
            let always = reaches && !completions.crossable_red_lines(party).into_iter().any(crosses);
            if always { Signature::Yes } else { Signature::Depends }
        }
    };
    Signer { signature, crossed, shortfall: None }
}

/// The SHA-256 of a text in hexadecimal.
fn fingerprint(text: &str) -> String {
    Sha256::digest(text.as_bytes()).iter().map(|byte| format!("{byte:02x}")).collect()
}

/// The middle of two numbers.
fn half(a: &Rational, b: &Rational) -> Rational {
    (a + b) / num_bigint::BigInt::from(2)
}
