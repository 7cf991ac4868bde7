//! The validated whole.

use super::{
    Additive, Commitment, Condition, Doubts, Draft, Issue, JointTerm, Outcome, Party, Preferences, Ratification,
    RatificationRule, Ratifier, Role, Rule, Utility,
};
use crate::exact::Rational;
use num_traits::Signed;
use std::collections::HashSet;

/// The most parties that a negotiation may have.
pub const MAX_PARTIES: usize = 16;

/// What a negotiation is made of, before it is checked.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Parts {
    /// What the talks are called.
    pub title: String,
    /// What the numbers rest on, in words ("illustrative", "elicited from ..."), where stated.
    pub footing: Option<String>,
    /// Where the talks or numbers come from.
    pub source: Option<String>,
    /// What is to be settled.
    pub issues: Vec<Issue>,
    /// Who must agree.
    pub parties: Vec<Party>,
    /// What each of them wants, party by party; nobody else takes part.
    pub preferences: Vec<Preferences>,
    /// What must hold in every agreement.
    pub rules: Vec<Rule>,
    /// The texts on the table.
    pub drafts: Vec<Draft>,
    /// Constituencies that count by a rule of ratification. They are no parties.
    pub ratifiers: Vec<Ratifier>,
    /// The rules of ratification, at most one for a party.
    pub ratifications: Vec<Ratification>,
    /// Numbers that are not known, at most one entry for a participant.
    pub doubts: Vec<Doubts>,
    /// What was promised in public.
    pub commitments: Vec<Commitment>,
}

impl Parts {
    /// The same talks by their central values and by who sits at the table alone: without drafts, doubts, ratification
    /// and public promises. What remains may be changed freely for a question about something near to them.
    #[must_use]
    pub fn at_the_table(self) -> Parts {
        Parts {
            drafts: Vec::new(),
            ratifiers: Vec::new(),
            ratifications: Vec::new(),
            doubts: Vec::new(),
            commitments: Vec::new(),
            ..self
        }
    }

    /// Brings what is said of participants into one order, so that equal things are equal.
    fn sort(&mut self) {
        self.ratifications.sort_by_key(|ratification| ratification.of);
        self.doubts.retain(|doubts| !doubts.unknowns.is_empty());
        self.doubts.sort_by_key(|doubts| doubts.of);
        for doubts in &mut self.doubts {
            doubts.unknowns.sort_by_key(|(quantity, _)| *quantity);
        }
        self.commitments.sort_by_key(|commitment| commitment.of);
    }

    fn participant(&self, index: usize) -> Option<(&Party, &Preferences)> {
        let ratifier =
            |index: usize| self.ratifiers.get(index).map(|ratifier| (&ratifier.party, &ratifier.preferences));
        match index.checked_sub(self.parties.len()) {
            None => self.parties.get(index).zip(self.preferences.get(index)),
            Some(index) => ratifier(index),
        }
    }
}

/// The validated whole: issues, parties with their preferences, rules and drafts.
#[derive(Clone, Debug, PartialEq)]
pub struct Negotiation {
    parts: Parts,
    sizes: Vec<usize>,
}

impl Negotiation {
    /// Checks that the parts fit together.
    ///
    /// # Errors
    /// Every flaw found, a sentence each.
    pub fn new(mut parts: Parts) -> Result<Negotiation, Vec<String>> {
        parts.sort();
        let sizes = parts.issues.iter().map(|issue| issue.options.len()).collect();
        let flaws = Flaws { parts: &parts, sizes: &sizes }.find();
        if flaws.is_empty() { Ok(Negotiation { parts, sizes }) } else { Err(flaws) }
    }

    /// What the talks are called.
    #[must_use]
    pub fn title(&self) -> &str {
        &self.parts.title
    }

    /// What the numbers rest on, where stated.
    #[must_use]
    pub fn footing(&self) -> Option<&str> {
        self.parts.footing.as_deref()
    }

    /// Where the talks or numbers come from.
    #[must_use]
    pub fn source(&self) -> Option<&str> {
        self.parts.source.as_deref()
    }

    /// What is to be settled.
    #[must_use]
    pub fn issues(&self) -> &[Issue] {
        &self.parts.issues
    }

    /// Who must agree.
    #[must_use]
    pub fn parties(&self) -> &[Party] {
        &self.parts.parties
    }

    /// What each party wants, in the order of the parties.
    #[must_use]
    pub fn preferences(&self) -> &[Preferences] {
        &self.parts.preferences
    }

    /// What must hold in every agreement.
    #[must_use]
    pub fn rules(&self) -> &[Rule] {
        &self.parts.rules
    }

    /// The texts on the table.
    #[must_use]
    pub fn drafts(&self) -> &[Draft] {
        &self.parts.drafts
    }

    /// Constituencies that count by a rule of ratification; they are not among the parties.
    #[must_use]
    pub fn ratifiers(&self) -> &[Ratifier] {
        &self.parts.ratifiers
    }

    /// The rules of ratification.
    #[must_use]
    pub fn ratifications(&self) -> &[Ratification] {
        &self.parts.ratifications
    }

    /// The numbers that are not known.
    #[must_use]
    pub fn doubts(&self) -> &[Doubts] {
        &self.parts.doubts
    }

    /// What was promised in public.
    #[must_use]
    pub fn commitments(&self) -> &[Commitment] {
        &self.parts.commitments
    }

    /// A participant and what it wants: a party by its index, a ratifier by its index counted on
    /// from the parties.
    #[must_use]
    pub fn participant(&self, index: usize) -> (&Party, &Preferences) {
        self.parts.participant(index).expect("the index of a participant")
    }

    /// The number of options, issue by issue.
    #[must_use]
    pub fn sizes(&self) -> &[usize] {
        &self.sizes
    }

    /// The parts again, to change some and check them anew.
    #[must_use]
    pub fn into_parts(self) -> Parts {
        self.parts
    }

    /// The number of outcomes, whether they obey the rules or not.
    #[must_use]
    pub fn n_outcomes(&self) -> num_bigint::BigUint {
        self.sizes.iter().map(|&size| num_bigint::BigUint::from(size)).product()
    }

    /// The exact utility of an outcome to a party.
    #[must_use]
    pub fn utility(&self, party: usize, outcome: &Outcome) -> Rational {
        self.preferences()[party].utility(outcome, &self.sizes)
    }

    /// The exact utilities of an outcome, party by party.
    #[must_use]
    pub fn utilities(&self, outcome: &Outcome) -> Vec<Rational> {
        (0..self.parties().len()).map(|party| self.utility(party, outcome)).collect()
    }

    /// Indices of the rules that an outcome breaks.
    #[must_use]
    pub fn broken_rules(&self, outcome: &Outcome) -> Vec<usize> {
        (0..self.rules().len()).filter(|&rule| !self.rules()[rule].obeyed(&outcome.0)).collect()
    }

    /// Indices of a party's red lines that an outcome crosses.
    #[must_use]
    pub fn crossed_red_lines(&self, party: usize, outcome: &Outcome) -> Vec<usize> {
        let red_lines = &self.preferences()[party].red_lines;
        (0..red_lines.len()).filter(|&line| red_lines[line].crossed(&outcome.0)).collect()
    }

    /// Whether an outcome is in the zone of possible agreement: it obeys the rules, crosses no red
    /// line and gives every party at least its reservation value.
    #[must_use]
    pub fn in_zone(&self, outcome: &Outcome) -> bool {
        self.broken_rules(outcome).is_empty()
            && (0..self.parties().len()).all(|party| {
                self.crossed_red_lines(party, outcome).is_empty()
                    && self.utility(party, outcome) >= self.preferences()[party].reservation_value
            })
    }
}

/// Looks for what does not fit together.
struct Flaws<'a> {
    parts: &'a Parts,
    sizes: &'a Vec<usize>,
}

impl Flaws<'_> {
    fn find(&self) -> Vec<String> {
        let mut flaws = Vec::new();
        self.size(&mut flaws);
        self.identifiers(&mut flaws);
        if flaws.is_empty() {
            self.preferences(&mut flaws);
            self.rules_and_drafts(&mut flaws);
        }
        if flaws.is_empty() {
            self.ratification(&mut flaws);
            self.doubts_and_commitments(&mut flaws);
        }
        flaws
    }

    fn size(&self, flaws: &mut Vec<String>) {
        let parts = self.parts;
        if parts.issues.is_empty() {
            flaws.push("there is no issue to settle".into());
        }
        if parts.parties.is_empty() || parts.parties.len() > MAX_PARTIES {
            flaws.push(format!(
                "there must be 1 to {MAX_PARTIES} parties with preferences, not {}",
                parts.parties.len()
            ));
        }
        if parts.preferences.len() != parts.parties.len() {
            flaws.push("every party needs preferences".into());
        }
        for issue in parts.issues.iter().filter(|issue| issue.options.is_empty()) {
            flaws.push(format!("issue `{}` has no option", issue.id));
        }
    }

    fn identifiers(&self, flaws: &mut Vec<String>) {
        let parts = self.parts;
        unique("issue", parts.issues.iter().map(|i| &i.id), flaws);
        let ratifiers = parts.ratifiers.iter().map(|ratifier| &ratifier.party.id);
        unique("party", parts.parties.iter().map(|p| &p.id).chain(ratifiers), flaws);
        unique("draft", parts.drafts.iter().map(|d| &d.id), flaws);
        for issue in &parts.issues {
            unique(&format!("option of issue `{}`", issue.id), issue.options.iter().map(|o| &o.id), flaws);
        }
    }

    fn preferences(&self, flaws: &mut Vec<String>) {
        let n_participants = self.parts.parties.len() + self.parts.ratifiers.len();
        for (party, preferences) in (0..n_participants).filter_map(|index| self.parts.participant(index)) {
            let mut flaw = |text: &str| flaws.push(format!("preferences of `{}`: {text}", party.id));
            match &preferences.utility {
                Utility::Table(values) => {
                    if Some(values.len()) != self.sizes.iter().try_fold(1usize, |n, size| n.checked_mul(*size)) {
                        flaw("the table needs one utility for every outcome");
                    }
                }
                Utility::Additive(additive) => self.additive(additive, &mut flaw),
            }
            let conditions = preferences.red_lines.iter().flat_map(|line| &line.conditions);
            if preferences.red_lines.iter().any(|line| line.conditions.is_empty()) || !self.fit(conditions) {
                flaw("a red line names no option, or one that does not exist");
            }
        }
    }

    fn additive(&self, additive: &Additive, flaw: &mut impl FnMut(&str)) {
        let shapes = additive.values.iter().map(Vec::len);
        if additive.weights.len() != self.sizes.len() || !shapes.eq(self.sizes.iter().copied()) {
            flaw("there must be a weight for every issue and a value for every option");
        }
        if additive.weights.iter().any(Signed::is_negative) {
            flaw("a weight is negative");
        }
        if !additive.weight_total.is_positive() || !additive.value_scale.is_positive() {
            flaw("weights and values must be divided by something above zero");
        }
        let terms = additive.joint_terms.iter();
        let repeats = |term: &JointTerm| {
            let issues: HashSet<usize> = term.conditions.iter().map(|condition| condition.issue).collect();
            issues.len() < term.conditions.len().max(2)
        };
        if terms.clone().any(repeats) || !self.fit(terms.flat_map(|term| &term.conditions)) {
            flaw("a joint term needs options of two or more different issues");
        }
    }

    fn rules_and_drafts(&self, flaws: &mut Vec<String>) {
        for rule in &self.parts.rules {
            if rule.conditions().next().is_none() || !self.fit(rule.conditions()) {
                flaws.push(format!("rule \"{}\" names no option, or one that does not exist", rule.text));
            }
        }
        for draft in &self.parts.drafts {
            let settled = draft.settles.0.iter().zip(self.sizes);
            if draft.settles.0.len() != self.sizes.len()
                || settled.clone().any(|(o, size)| o.is_some_and(|o| o >= *size))
            {
                flaws.push(format!("draft `{}` settles an issue by an option that does not exist", draft.id));
            }
        }
    }

    fn ratification(&self, flaws: &mut Vec<String>) {
        let parts = self.parts;
        let mut flaw = |text: String| flaws.push(format!("ratification: {text}"));
        for ratifier in &parts.ratifiers {
            let has_rule = |of: usize| parts.ratifications.iter().any(|rule| rule.of == of);
            match ratifier.party.role {
                Role::Ratifier { of } if has_rule(of) => {}
                _ => flaw(format!("`{}` ratifies by no rule", ratifier.party.id)),
            }
        }
        for (index, party) in parts.parties.iter().enumerate() {
            let Role::Ratifier { of } = party.role else { continue };
            if of >= parts.parties.len() || of == index {
                flaw(format!("`{}` ratifies for nobody", party.id));
            }
            if parts.ratifications.iter().any(|rule| rule.of == of || rule.of == index) {
                flaw(format!("`{}` is a party beside a rule of ratification", party.id));
            }
        }
        for (index, ratification) in parts.ratifications.iter().enumerate() {
            let Some(party) = parts.parties.get(ratification.of) else {
                flaw("a rule belongs to a party that does not exist".into());
                continue;
            };
            if parts.ratifications[..index].iter().any(|earlier| earlier.of == ratification.of) {
                flaw(format!("`{}` has two rules", party.id));
            }
            let own = parts.ratifiers.iter().filter(|r| r.party.role == Role::Ratifier { of: ratification.of });
            let votes: Vec<u64> = own.map(|ratifier| ratifier.votes).collect();
            if votes.is_empty() {
                flaw(format!("`{}` has a rule and no ratifier", party.id));
            } else if !ratification.rule.is_met(&votes, &vec![true; votes.len()]) {
                flaw(format!("not even all ratifiers of `{}` together suffice", party.id));
            }
            if let RatificationRule::AtLeast(0) | RatificationRule::Votes(0) = ratification.rule {
                flaw(format!("the rule of `{}` needs nobody", party.id));
            }
        }
    }

    fn doubts_and_commitments(&self, flaws: &mut Vec<String>) {
        for (index, doubts) in self.parts.doubts.iter().enumerate() {
            let Some((party, preferences)) = self.parts.participant(doubts.of) else {
                flaws.push("numbers are doubted of a party that does not exist".into());
                continue;
            };
            if self.parts.doubts[..index].iter().any(|earlier| earlier.of == doubts.of) {
                flaws.push(format!("the doubts about `{}` stand twice", party.id));
            }
            flaws.extend(doubts.flaws(preferences).iter().map(|flaw| format!("doubts about `{}`: {flaw}", party.id)));
        }
        for commitment in &self.parts.commitments {
            if self.parts.participant(commitment.of).is_none() || !self.fit(std::iter::once(&commitment.promised)) {
                flaws.push("a promise is made by nobody, or names an option that does not exist".into());
            }
            if commitment.cost.is_negative() {
                flaws.push("the cost of moving away from a promise is negative".into());
            }
        }
    }

    fn fit<'c>(&self, mut conditions: impl Iterator<Item = &'c Condition>) -> bool {
        conditions.all(|c| {
            !c.options.is_empty() && c.issue < self.sizes.len() && c.options.iter().all(|&o| o < self.sizes[c.issue])
        })
    }
}

fn unique<'a>(what: &str, ids: impl Iterator<Item = &'a String>, flaws: &mut Vec<String>) {
    let mut seen = HashSet::new();
    for id in ids {
        if id.is_empty() {
            flaws.push(format!("an {what} has an empty id"));
        } else if !seen.insert(id) {
            flaws.push(format!("{what} `{id}` exists twice"));
        }
    }
}
