//! Asks the solver everything that a brief says.

mod frontier;

use super::brief::{Brief, Footing, Room, Solved, Stand};
use super::figure;
use crate::assess::movement::openings;
use crate::assess::ratify::ratification;
use crate::assess::shares::{self, Shares};
use crate::assess::worlds::{Draws, Worlds, outlook};
use crate::assess::{Assessment, Freedom, Purse, Wish, assess, nearest};
use crate::certify;
use crate::exact::Rational;
use crate::model::{Draft, Negotiation, Outcome};
use crate::registry::{SOLUTIONS, solution};
use crate::solve::count::{Limits, count};
use crate::solve::{Answer, Budget, Measure, Question, Solver, no_deal};
use rayon::prelude::*;
use sha2::{Digest, Sha256};

/// How many worlds a brief draws: enough for a few tenths of a per cent.
const WORLDS: usize = 4_000;

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
    /// How many worlds to draw where numbers are not known.
    pub draws: Draws,
}

impl Request<'_> {
    /// The package under a solution, with a quick count of the zone.
    #[must_use]
    pub fn of(question: Question) -> Self {
        Request {
            question,
            notes: Vec::new(),
            command: None,
            counting: Limits::quick(),
            draws: Draws { worlds: WORLDS, ..Draws::default() },
        }
    }
}

impl<'n> Brief<'n> {
    /// Asks the solver everything that a report says. The answer is the same on any number of threads.
    #[must_use]
    pub fn gather(negotiation: &'n Negotiation, solver: &Solver, request: &Request, budget: &mut Budget) -> Brief<'n> {
        let purse = Purse::of(budget);
        let zone = purse.ask(budget.nodes / 4, |budget| solver.zone(budget));
        let gathering = Gathering { negotiation, solver, request, purse: &purse, nodes: budget.nodes / 4 * 3, zone };
        let brief = gathering.brief();
        budget.nodes = budget.nodes.saturating_sub(purse.spent());
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
        let asked = 1 + n_parties + questions.len() + negotiation.drafts().len() * (5 + 5 * n_parties);
        let each = self.nodes / (asked as u64 + 8);
        let mut brief = Brief {
            negotiation,
            zone: self.zone.clone(),
            count: None,
            parties: (0..n_parties).map(|party| self.stand(party)).collect(),
            drafts: Vec::new(),
            solutions: Vec::new(),
            question: self.request.question.clone(),
            points: shares::points(negotiation, &shares),
            shares,
            openings: Vec::new(),
            frontiers: Vec::new(),
            no_deal: None,
            outlook: None,
            ratification: None,
            footing: self.footing(),
        };
        let measure = self.measure(each);
        let wish = Wish { measure: &measure, freedom: &Freedom::default(), most: 1 };
        let of_draft = |draft: &Draft| {
            let near = self.purse.ask(each, |budget| nearest(self.solver, &draft.settles, &wish, budget));
            assess(self.solver, &draft.settles, &measure, near, self.purse, each)
        };
        brief.drafts = negotiation.drafts().par_iter().map(of_draft).collect();
        self.look_beyond(&mut brief, each);
        match brief.room() {
            Room::None => {
                brief.no_deal = self.purse.ask(self.nodes / 2, |budget| no_deal::explain(negotiation, budget)).ok();
            }
            Room::Some => {
                // Solutions first, should time end.
                self.fill(&mut brief, questions, each);
                brief.openings = openings(self.solver, &measure, self.purse, each);
            }
            Room::Unknown => {}
        }
        brief
    }

    /// What is not known, and who must ratify.
    fn look_beyond(&self, brief: &mut Brief, each: u64) {
        let filled = |draft: &Assessment| draft.text.as_ref().map(|text| text.completion.outcome.clone());
        let packages: Vec<Option<Outcome>> = brief.drafts.iter().map(filled).collect();
        if !self.negotiation.doubts().is_empty() {
            let worlds = Worlds::new(self.negotiation, &self.request.draws);
            let look = |worlds: &Worlds| self.purse.ask(each, |budget| outlook(worlds, &packages, budget));
            brief.outlook = worlds.ok().and_then(|worlds| look(&worlds).ok());
        }
        if !self.negotiation.ratifications().is_empty() {
            let question = &self.request.question;
            let found = self
                .purse
                .ask(each.saturating_mul(4), |budget| ratification(self.negotiation, &packages, question, budget));
            brief.ratification = found.ok();
        }
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

    fn stand(&self, party: usize) -> Stand {
        let walk_away = self.negotiation.preferences()[party].reservation_value.clone();
        Stand { walk_away, ideal: None, decimals: figure::decimals_of(self.negotiation, party) }
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

    /// What makes one package near a draft better than another: the solution asked for, or leximin where
    /// that mixes packages or has no ideals to measure against.
    fn measure(&self, each: u64) -> Measure {
        let p = self.negotiation.parties().len();
        let asked = self.purse.ask(each, |budget| Measure::of(self.solver, &self.request.question, budget));
        let leximin = || Question::plain(solution("leximin").expect("leximin is a solution"), p);
        let fallback = || self.purse.ask(each, |budget| Measure::of(self.solver, &leximin(), budget));
        asked.or_else(|_| fallback()).expect("leximin needs no ideals")
    }
}

/// The SHA-256 of a text in hexadecimal.
fn fingerprint(text: &str) -> String {
    Sha256::digest(text.as_bytes()).iter().map(|byte| format!("{byte:02x}")).collect()
}

/// The middle of two numbers.
fn half(a: &Rational, b: &Rational) -> Rational {
    (a + b) / num_bigint::BigInt::from(2)
}
