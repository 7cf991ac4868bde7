//! What can be said of talks whose numbers are not all known.

use super::chance::Chance;
use super::extreme::{Extreme, at_extreme};
use super::likeliest::{Likeliest, every_package, is_permitted, likeliest};
use super::question::{QuestionValue, Worth};
use super::regret::least_regret;
use super::resolve::{Solved, Template};
use super::sample::Worlds;
use crate::exact::Rational;
use crate::model::{Negotiation, Outcome, Role};
use crate::registry::solution;
use crate::solve::{Answer, Budget, Question, Solver, TooLarge};
use num_traits::{One, Zero};
use std::collections::HashMap;
use std::sync::atomic::AtomicBool;

/// How many different fair packages of worlds are compared with each other.
const MAX_PACKAGES: usize = 64;

/// Packages up to which all of them may be proposed.
const MAX_PROPOSALS: u64 = 400;

/// What a question about the talks at large may cost.
const NODES: u64 = 20_000_000;

/// What worlds say of one package.
#[derive(Clone, Debug)]
pub struct Prospect {
    /// The package.
    pub outcome: Outcome,
    /// The chance that each participant consents: parties first, then ratifiers.
    pub consents: Vec<Chance>,
    /// The chance that all parties accept it, and that it obeys the rules.
    pub all: Chance,
    /// The chance that each rule of ratification is met, rule by rule.
    pub ratified: Vec<Chance>,
}

/// A package that is best in some way among all, as far as that was proved.
#[derive(Clone, Debug)]
pub struct Best {
    /// What worlds say of it.
    pub prospect: Prospect,
    /// What it is best at: the chance that all parties accept, or the largest regret.
    pub value: Rational,
    /// No package is better than this.
    pub bound: Rational,
}

impl Best {
    /// Whether no package is better, in these worlds.
    #[must_use]
    pub fn is_proven(&self) -> bool {
        self.value == self.bound
    }
}

/// What can be said of talks whose numbers are not all known.
#[derive(Clone, Debug)]
pub struct Outlook {
    /// How many worlds were looked at.
    pub n_worlds: usize,
    /// Whether these are all worlds there are.
    pub is_every_world: bool,
    /// Whether the worlds hold what is known, and the ends of what is not, exactly as written.
    pub holds_exactly: bool,
    /// In how many worlds a fair package was found and proved, there is proved to be none, and the
    /// search stopped first.
    pub solved: [usize; 3],
    /// The chance that there is room for agreement.
    pub zone: Chance,
    /// The drafts on the table, each with the package that it was taken for; none where no package was given for it.
    pub drafts: Vec<Option<Prospect>>,
    /// The fair package (Nash) where every number is at its central value.
    pub fair: Option<Prospect>,
    /// How often the fair package of a world is that of the central values.
    pub fair_stays: Chance,
    /// A package that is acceptable in every world that is possible, where there is one.
    pub certain: Certainty,
    /// The package that is acceptable in most worlds.
    pub likeliest: Option<Best>,
    /// The package of least maximum regret.
    pub least_regret: Option<Best>,
    /// Of the packages compared, the one that is worth most on average, and its worth from 0 to 1.
    pub proposal: Option<(Prospect, f64)>,
    /// What it would be worth to know everything, in the same unit.
    pub everything: f64,
    /// What it would be worth to ask, the best question first.
    pub questions: Vec<QuestionValue>,
    /// The packages compared, to which the questions refer.
    pub packages: Vec<Outcome>,
}

/// Whether some package is acceptable in every world that is possible: proved over the whole ranges of
/// the numbers, not over worlds drawn.
#[derive(Clone, Debug)]
pub enum Certainty {
    /// This one is.
    Package(Box<Prospect>),
    /// None is.
    None,
    /// The search stopped before it knew.
    Unknown,
}

/// Looks at the worlds of a negotiation. `drafts` are the packages that the drafts stand for, draft by
/// draft. Searches share the nodes of the budget, and its interrupt stops them.
///
/// # Errors
/// [`TooLarge`] where preferences are tables over too many outcomes.
pub fn outlook(worlds: &Worlds, drafts: &[Option<Outcome>], budget: &Budget) -> Result<Outlook, TooLarge> {
    let negotiation = worlds.negotiation();
    let interrupt = budget.interrupt;
    let solved = worlds.solve(budget)?;
    let fair = nash(negotiation, interrupt)?.settlement().and_then(|settlement| settlement.package().cloned());
    let certain = nash(&at_extreme(negotiation, Extreme::Worst), interrupt)?;
    let packages = packages(worlds, &solved, drafts, fair.as_ref(), &certain);
    let has_zone: Vec<bool> = solved.iter().map(|solved| *solved != Solved::Empty).collect();
    let zone = zone(worlds, &solved, &certain, interrupt)?;
    // Among equals, what is acceptable everywhere comes before what is acceptable in the worlds drawn.
    let everywhere = certain.settlement().and_then(|settlement| settlement.package());
    let everywhere =
        everywhere.map(|outcome| Likeliest { outcome: outcome.clone(), count: worlds.total(), bound: worlds.total() });
    let found = everywhere.or_else(|| likeliest(worlds, &packages, worlds.count(&has_zone), interrupt));
    let likeliest = found.map(|found| Best {
        prospect: worlds.prospect(&found.outcome),
        value: Rational::new(found.count.into(), worlds.total().into()),
        bound: Rational::new(found.bound.into(), worlds.total().into()),
    });
    let starts: Vec<Outcome> =
        likeliest.iter().map(|best| best.prospect.outcome.clone()).chain(packages.clone()).collect();
    let regret = least_regret(worlds, &Template::new(worlds)?, &solved, &starts, interrupt);
    let least_regret =
        regret.map(|found| Best { prospect: worlds.prospect(&found.outcome), value: found.regret, bound: found.bound });
    let stays: Vec<bool> = solved.iter().map(|solved| solved.package() == fair.as_ref() && fair.is_some()).collect();
    let worth = Worth::new(worlds, &solved, proposals(worlds, &starts, least_regret.as_ref()));
    let proposal = worth.best();
    let average = proposal.map_or(0.0, |(_, average)| average);
    let with_package: Vec<bool> = solved.iter().map(|solved| solved.package().is_some()).collect();
    let everything = worlds.count(&with_package) as f64 / worlds.total() as f64 - average;
    let n_of = |is: fn(&Solved) -> bool| solved.iter().filter(|solved| is(solved)).count();
    Ok(Outlook {
        n_worlds: worlds.n_worlds(),
        is_every_world: worlds.is_every_world(),
        holds_exactly: worlds.hold_exactly(),
        solved: [
            n_of(|solved| matches!(solved, Solved::Package(_))),
            n_of(|solved| matches!(solved, Solved::Empty)),
            n_of(|solved| matches!(solved, Solved::Unsolved(_))),
        ],
        zone,
        drafts: drafts.iter().map(|draft| draft.as_ref().map(|outcome| worlds.prospect(outcome))).collect(),
        fair: fair.as_ref().map(|outcome| worlds.prospect(outcome)),
        fair_stays: worlds.chance(&stays),
        certain: match &certain {
            Answer::Empty { .. } => Certainty::None,
            answer => match answer.settlement().and_then(|settlement| settlement.package()) {
                Some(outcome) => Certainty::Package(Box::new(worlds.prospect(outcome))),
                None => Certainty::Unknown,
            },
        },
        likeliest,
        least_regret,
        proposal: proposal.map(|(outcome, average)| (worlds.prospect(outcome), average)),
        everything,
        questions: worth.questions(worlds),
        packages: worth.packages,
    })
}

fn nash(negotiation: &Negotiation, interrupt: Option<&AtomicBool>) -> Result<Answer, TooLarge> {
    let question = Question::plain(solution("nash").expect("a solution"), negotiation.parties().len());
    let budget = &mut Budget { nodes: NODES, interrupt };
    Ok(Solver::new(negotiation)?.solve(&question, budget))
}

/// The chance of a zone: exact where a package is acceptable in every world that is possible, or none in any.
fn zone(
    worlds: &Worlds,
    solved: &[Solved],
    certain: &Answer,
    interrupt: Option<&AtomicBool>,
) -> Result<Chance, TooLarge> {
    if certain.settlement().is_some() {
        return Ok(Chance::Exact(Rational::one()));
    }
    let found: Vec<bool> = solved.iter().map(|solved| solved.package().is_some()).collect();
    if !found.contains(&true) {
        let best = at_extreme(worlds.negotiation(), Extreme::Best);
        let budget = &mut Budget { nodes: NODES, interrupt };
        if let Answer::Empty { .. } = Solver::new(&best)?.zone(budget) {
            return Ok(Chance::Exact(Rational::zero()));
        }
    }
    Ok(worlds.chance(&found))
}

/// Different good packages: that of central values, the certain one, the drafts, and the fair ones of
/// worlds, the most frequent first.
fn packages(
    worlds: &Worlds,
    solved: &[Solved],
    drafts: &[Option<Outcome>],
    fair: Option<&Outcome>,
    certain: &Answer,
) -> Vec<Outcome> {
    let mut frequency: HashMap<&Outcome, (u64, usize)> = HashMap::new();
    for (world, outcome) in solved.iter().enumerate().filter_map(|(world, solved)| Some((world, solved.package()?))) {
        frequency.entry(outcome).or_insert((0, world)).0 += worlds.counts()[world];
    }
    let mut frequent: Vec<(&Outcome, (u64, usize))> = frequency.into_iter().collect();
    frequent.sort_by_key(|(_, (count, first))| (std::cmp::Reverse(*count), *first));
    let certain = certain.settlement().and_then(|settlement| settlement.package());
    let first = fair.into_iter().chain(certain).chain(drafts.iter().flatten());
    let mut packages: Vec<Outcome> = Vec::new();
    for outcome in first.chain(frequent.into_iter().map(|(outcome, _)| outcome)) {
        let is_new = packages.len() < MAX_PACKAGES && !packages.contains(outcome);
        if is_new && is_permitted(worlds.negotiation(), outcome) {
            packages.push(outcome.clone());
        }
    }
    packages
}

/// What may be proposed: every package where there are few, else the good ones.
fn proposals(worlds: &Worlds, starts: &[Outcome], least_regret: Option<&Best>) -> Vec<Outcome> {
    if let Some(all) = every_package(worlds.negotiation(), MAX_PROPOSALS) {
        return all;
    }
    let mut proposals: Vec<Outcome> = Vec::new();
    for outcome in starts.iter().chain(least_regret.map(|best| &best.prospect.outcome)) {
        if !proposals.contains(outcome) {
            proposals.push(outcome.clone());
        }
    }
    proposals
}

impl Worlds<'_> {
    /// What the worlds say of a package.
    #[must_use]
    pub fn prospect(&self, outcome: &Outcome) -> Prospect {
        let negotiation = self.negotiation();
        let n_parties = negotiation.parties().len();
        let parties: Vec<usize> = (0..n_parties).collect();
        let everyone = 0..n_parties + negotiation.ratifiers().len();
        let obeys = negotiation.broken_rules(outcome).is_empty();
        Prospect {
            outcome: outcome.clone(),
            consents: everyone.map(|participant| self.chance_of_consent(participant, outcome)).collect(),
            all: if obeys { self.chance_that_all_consent(&parties, outcome) } else { Chance::Exact(Rational::zero()) },
            ratified: (0..negotiation.ratifications().len())
                .map(|rule| self.chance_of_ratification(rule, outcome))
                .collect(),
        }
    }

    /// The chance that a rule of ratification is met.
    fn chance_of_ratification(&self, rule: usize, outcome: &Outcome) -> Chance {
        let negotiation = self.negotiation();
        let ratification = &negotiation.ratifications()[rule];
        let own: Vec<usize> = (0..negotiation.ratifiers().len())
            .filter(|&index| negotiation.ratifiers()[index].party.role == Role::Ratifier { of: ratification.of })
            .collect();
        let votes: Vec<u64> = own.iter().map(|&index| negotiation.ratifiers()[index].votes).collect();
        let participants: Vec<usize> = own.iter().map(|index| negotiation.parties().len() + index).collect();
        let chances: Vec<Chance> = participants.iter().map(|&p| self.chance_of_consent(p, outcome)).collect();
        let met = |consents: &[bool]| ratification.rule.is_met(&votes, consents);
        let [zero, one] = [Rational::zero(), Rational::one()].map(Chance::Exact);
        // Those whose consent is certain may decide, whatever the others do.
        let surely: Vec<bool> = chances.iter().map(|chance| *chance == one).collect();
        let perhaps: Vec<bool> = chances.iter().map(|chance| *chance != zero).collect();
        match (met(&surely), met(&perhaps)) {
            (true, _) => return one,
            (_, false) => return zero,
            _ => {}
        }
        let accepts: Vec<Vec<bool>> = participants.iter().map(|&p| self.accepts(p, outcome)).collect();
        let met_in = |world: usize| met(&accepts.iter().map(|accepts| accepts[world]).collect::<Vec<bool>>());
        self.chance(&(0..self.n_worlds()).map(met_in).collect::<Vec<bool>>())
    }
}
