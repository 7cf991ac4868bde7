//! A negotiation as a document of the native format, before TOML or JSON spell it.

use super::issues::as_range;
use crate::exact::{self, Rational};
use crate::format::Outline;
use crate::model::{
    Additive, Commitment, Condition, Distribution, Doubts, Draft, Form, Issue, Preferences, Provenance, Quantity,
    RatificationRule, RedLine, Role, Rule, RuleKind, Utility, is_normalised,
};
use num_traits::{One, Zero};

/// A value of the document.
pub(super) enum Entry {
    Text(String),
    Number(Rational),
    Boolean(bool),
    Date(String),
    List(Vec<Entry>),
    Table(Fields),
}

/// Keys and values in the order in which a reader wants them.
pub(super) type Fields = Vec<(String, Entry)>;

fn text(text: &str) -> Entry {
    Entry::Text(text.to_string())
}

fn count(count: usize) -> Entry {
    Entry::Number(Rational::from_integer(count.into()))
}

/// Collects the fields of a table.
#[derive(Default)]
struct Table(Fields);

impl Table {
    fn with(mut self, key: &str, entry: Entry) -> Table {
        self.0.push((key.to_string(), entry));
        self
    }

    fn with_some(self, key: &str, entry: Option<Entry>) -> Table {
        match entry {
            Some(entry) => self.with(key, entry),
            None => self,
        }
    }

    /// Adds a list, unless it is empty.
    fn with_list(self, key: &str, list: Vec<Entry>) -> Table {
        if list.is_empty() { self } else { self.with(key, Entry::List(list)) }
    }

    fn done(self) -> Entry {
        Entry::Table(self.0)
    }
}

/// The talks as one document, as far as they are written.
pub(super) fn document(outline: &Outline) -> Fields {
    let issues = &outline.issues;
    let drafted_by = outline.drafted_by.map(|party| text(&outline.parties[party].id));
    let talks = Table::default()
        .with("title", text(&outline.title))
        .with_some("drafted_by", drafted_by)
        .with_some("footing", outline.footing.as_deref().map(text))
        .with_some("source", outline.source.as_deref().map(text));
    Table::default()
        .with("talks", talks.done())
        .with_list("draft", outline.drafts.iter().map(|draft| write_draft(draft, issues)).collect())
        .with_list("party", (0..outline.parties.len()).map(|index| write_party(index, outline)).collect())
        .with_list("issue", issues.iter().map(write_issue).collect())
        .with_list("rule", outline.rules.iter().map(|rule| write_rule(rule, issues)).collect())
        .0
}

fn write_party(index: usize, outline: &Outline) -> Entry {
    let party = &outline.parties[index];
    let of = |index: usize| outline.parties[index].id.as_str();
    let role = match party.role {
        Role::Party => None,
        Role::Mediator => Some("mediator"),
        Role::Ratifier { .. } => Some("ratifier"),
    };
    let of = if let Role::Ratifier { of: index } = party.role { Some(of(index)) } else { None };
    let rule = outline.ratifications[index].map(|rule| {
        let counted = |key: &str, number: u64| {
            Table::default().with(key, Entry::Number(Rational::from_integer(number.into()))).done()
        };
        match rule {
            RatificationRule::All => text("all"),
            RatificationRule::Any => text("any"),
            RatificationRule::AtLeast(number) => counted("at_least", number),
            RatificationRule::Votes(needed) => counted("votes", needed),
        }
    });
    let votes = Some(outline.votes[index]).filter(|votes| *votes != 1);
    let table = Table::default()
        .with("id", text(&party.id))
        .with_some("name", (party.name != party.id).then(|| text(&party.name)))
        .with_some("role", role.map(text))
        .with_some("of", of.map(text))
        .with_some("ratification", rule)
        .with_some("votes", votes.map(|votes| Entry::Number(Rational::from_integer(votes.into()))));
    match &outline.preferences[index] {
        Some(preferences) => write_preferences(table, index, preferences, outline).done(),
        None => table.done(),
    }
}

/// The file of one party; none where it has not spoken.
pub(super) fn party_document(index: usize, outline: &Outline) -> Option<Fields> {
    let table = Table::default().with("party", text(&outline.parties[index].id));
    Some(write_preferences(table, index, outline.preferences[index].as_ref()?, outline).0)
}

fn write_commitment(commitment: &Commitment, issues: &[Issue]) -> Entry {
    Table::default()
        .with("issue", text(&issues[commitment.promised.issue].id))
        .with("promised", write_options(&commitment.promised, issues))
        .with("cost", Entry::Number(commitment.cost.clone()))
        .with_some("text", commitment.text.as_deref().map(text))
        .with_some("source", commitment.source.as_deref().map(text))
        .done()
}

/// The numbers of one participant, known or not.
struct Figures<'a>(Option<&'a Doubts>);

impl Figures<'_> {
    fn is_unknown(&self, quantity: Quantity) -> bool {
        self.distribution(quantity).is_some()
    }

    fn distribution(&self, quantity: Quantity) -> Option<&Distribution> {
        let unknowns = self.0.map_or(&[][..], |doubts| &doubts.unknowns);
        unknowns.iter().find(|(other, _)| *other == quantity).map(|(_, distribution)| distribution)
    }

    fn entry(&self, quantity: Quantity, number: &Rational) -> Entry {
        let Some(distribution) = self.distribution(quantity) else { return Entry::Number(number.clone()) };
        let numbers = |pairs: &[(&str, &Rational)]| {
            let fields = pairs.iter().map(|(key, number)| ((*key).to_string(), Entry::Number((*number).clone())));
            Entry::Table(fields.collect())
        };
        match distribution.form() {
            Form::Between { low, high } => numbers(&[("low", low), ("high", high)]),
            Form::Around { low, likely, high } => numbers(&[("low", low), ("likely", likely), ("high", high)]),
            Form::Normal { mean, deviation, low, high } => {
                numbers(&[("mean", mean), ("deviation", deviation), ("low", low), ("high", high)])
            }
            Form::OneOf(cases) => {
                let list = |pick: fn(&(Rational, Rational)) -> &Rational| {
                    Entry::List(cases.iter().map(|case| Entry::Number(pick(case).clone())).collect())
                };
                Table::default().with("one_of", list(|case| &case.0)).with("chances", list(|case| &case.1)).done()
            }
        }
    }
}

fn write_issue(issue: &Issue) -> Entry {
    let table = Table::default()
        .with("id", text(&issue.id))
        .with_some("point", issue.point.map(|point| count(point as usize)))
        .with_some("title", (issue.title != issue.id).then(|| text(&issue.title)))
        .with_some("category", issue.category.as_deref().map(text))
        .with_some("unit", issue.unit.as_deref().map(text));
    if let Some((from, to, step)) = as_range(issue) {
        let [from, to, step] = [from, to, step].map(Entry::Number);
        return table.with("from", from).with("to", to).with("step", step).done();
    }
    let option = |option: &crate::model::IssueOption| {
        Table::default()
            .with("id", text(&option.id))
            .with_some("text", (option.text != option.id).then(|| text(&option.text)))
            .with_some("amount", option.amount.clone().map(Entry::Number))
            .done()
    };
    table.with_list("option", issue.options.iter().map(option).collect()).done()
}

fn write_draft(draft: &Draft, issues: &[Issue]) -> Entry {
    let provenance = match draft.provenance {
        Provenance::Tabled => None,
        Provenance::Leaked => Some("leaked"),
        Provenance::Public => Some("public"),
    };
    let settled = issues.iter().zip(&draft.settles.0);
    let settled: Fields =
        settled.filter_map(|(issue, option)| Some((issue.id.clone(), text(&issue.options[(*option)?].id)))).collect();
    Table::default()
        .with("id", text(&draft.id))
        .with_some("title", (draft.title != draft.id).then(|| text(&draft.title)))
        .with_some("date", draft.date.map(|date| Entry::Date(date.to_string())))
        .with_some("provenance", provenance.map(text))
        .with_some("settles", (!settled.is_empty()).then_some(Entry::Table(settled)))
        .done()
}

fn write_rule(rule: &Rule, issues: &[Issue]) -> Entry {
    let listed = |conditions: &[Condition]| {
        let mut list: Vec<Entry> = conditions.iter().map(|c| write_condition(c, issues)).collect();
        if list.len() == 1 { list.remove(0) } else { Entry::List(list) }
    };
    let table = Table::default().with("text", text(&rule.text));
    match &rule.kind {
        RuleKind::Implies { when, then } => table.with("if", listed(when)).with("then", listed(then)),
        RuleKind::Excludes(conditions) => table.with("exclude", listed(conditions)),
        RuleKind::Count { at_least, at_most, of } => table
            .with_some("at_least", (*at_least > 0).then(|| count(*at_least)))
            .with("at_most", count(*at_most))
            .with("of", listed(of)),
    }
    .done()
}

/// One option as a text, several as a list.
fn write_options(condition: &Condition, issues: &[Issue]) -> Entry {
    let option = |index: &usize| text(&issues[condition.issue].options[*index].id);
    match condition.options.as_slice() {
        [one] => option(one),
        several => Entry::List(several.iter().map(option).collect()),
    }
}

fn write_condition(condition: &Condition, issues: &[Issue]) -> Entry {
    Table::default()
        .with("issue", text(&issues[condition.issue].id))
        .with("is", write_options(condition, issues))
        .done()
}

/// Conditions as a table by issue, or as a list where an issue stands in several.
fn write_when(conditions: &[&Condition], issues: &[Issue]) -> Entry {
    let mut named: Vec<usize> = conditions.iter().map(|condition| condition.issue).collect();
    named.sort_unstable();
    if named.windows(2).any(|pair| pair[0] == pair[1]) {
        return Entry::List(conditions.iter().map(|condition| write_condition(condition, issues)).collect());
    }
    let entry = |c: &&Condition| (issues[c.issue].id.clone(), write_options(c, issues));
    Entry::Table(conditions.iter().map(entry).collect())
}

/// What a party that has spoken wants.
fn write_preferences(table: Table, index: usize, preferences: &Preferences, outline: &Outline) -> Table {
    let issues = &outline.issues;
    let figures = Figures(outline.doubts_of(index));
    let table = table
        .with("reservation", figures.entry(Quantity::Reservation, &preferences.reservation_value))
        .with_some("discount", preferences.discount.clone().map(Entry::Number));
    let commitments = outline.commitments.iter().filter(|commitment| commitment.of == index);
    let commitments: Vec<Entry> = commitments.map(|commitment| write_commitment(commitment, issues)).collect();
    let (own, others) = split_red_lines(&preferences.red_lines);
    let red_lines_of = |issue: usize| -> Vec<Entry> {
        let own = own.iter().filter(|condition| condition.issue == issue);
        own.map(|condition| text(&issues[issue].options[condition.options[0]].id)).collect()
    };
    let red_line = |line: &RedLine| {
        let conditions: Vec<&Condition> = line.conditions.iter().collect();
        Table::default()
            .with_some("text", line.text.as_deref().map(text))
            .with("when", write_when(&conditions, issues))
            .done()
    };
    let others = others.iter().map(red_line).collect();
    match &preferences.utility {
        Utility::Additive(additive) => {
            let normalised = figures.0.map_or_else(
                || is_normalised(additive, &preferences.reservation_value),
                |doubts| doubts.relative_weights,
            );
            let by_issue = (0..issues.len())
                .map(|issue| {
                    let fields = issue_fields(additive, &issues[issue], issue, normalised, &figures);
                    (issues[issue].id.clone(), fields.with_list("red_lines", red_lines_of(issue)).done())
                })
                .collect();
            let together = additive.joint_terms.iter().enumerate().map(|(index, term)| {
                let conditions: Vec<&Condition> = term.conditions.iter().collect();
                Table::default()
                    .with("when", write_when(&conditions, issues))
                    .with("worth", figures.entry(Quantity::JointTerm { term: index }, &term.worth))
                    .done()
            });
            let unless_one = |value: &Rational| (!value.is_one()).then(|| Entry::Number(value.clone()));
            let table = if normalised {
                table.with("scale", Entry::Number(additive.value_scale.clone()))
            } else {
                table
                    .with("normalise", Entry::Boolean(false))
                    .with_some("scale", unless_one(&additive.value_scale))
                    .with_some("total", unless_one(&additive.weight_total))
            };
            table
                .with("issue", Entry::Table(by_issue))
                .with_list("red_line", others)
                .with_list("together", together.collect())
                .with_list("commitment", commitments)
        }
        Utility::Table(utilities) => {
            let by_issue: Fields = (0..issues.len())
                .filter(|issue| own.iter().any(|condition| condition.issue == *issue))
                .map(|issue| {
                    (issues[issue].id.clone(), Table::default().with_list("red_lines", red_lines_of(issue)).done())
                })
                .collect();
            table
                .with_some("issue", (!by_issue.is_empty()).then_some(Entry::Table(by_issue)))
                .with_list("red_line", others)
                .with_list("commitment", commitments)
                .with_list("outcome", write_outcomes(utilities, issues))
        }
    }
}

/// The red lines at the head of a list that can stand beside their issues, and the others: beside
/// the issues they are read in the order of the issues.
fn split_red_lines(red_lines: &[RedLine]) -> (Vec<&Condition>, &[RedLine]) {
    let mut own: Vec<&Condition> = Vec::new();
    for line in red_lines {
        match line.conditions.as_slice() {
            [condition]
                if line.text.is_none()
                    && condition.options.len() == 1
                    && own.last().is_none_or(|last| last.issue <= condition.issue) =>
            {
                own.push(condition);
            }
            _ => break,
        }
    }
    let others = &red_lines[own.len()..];
    (own, others)
}

fn issue_fields(additive: &Additive, issue: &Issue, index: usize, normalised: bool, figures: &Figures) -> Table {
    let (weight, values) = (&additive.weights[index], &additive.values[index]);
    let quantity = Quantity::Weight { issue: index };
    let weight_said = normalised || !weight.is_one() || figures.is_unknown(quantity);
    let weight_said = weight_said.then(|| figures.entry(quantity, weight));
    let value_of = |option| Quantity::Value { issue: index, option };
    let known = (0..values.len()).all(|option| !figures.is_unknown(value_of(option)));
    let indifferent = weight.is_zero() && values.iter().all(Zero::is_zero) && known;
    let values = issue.options.iter().zip(values).enumerate();
    let values = values.map(|(option, (o, value))| (o.id.clone(), figures.entry(value_of(option), value)));
    Table::default()
        .with_some("weight", weight_said)
        .with_some("value", (!indifferent).then(|| Entry::Table(values.collect())))
}

fn write_outcomes(utilities: &[Rational], issues: &[Issue]) -> Vec<Entry> {
    let outcome = |(mut index, utility): (usize, &Rational)| {
        let mut when: Fields = Vec::with_capacity(issues.len());
        for issue in issues.iter().rev() {
            let size = issue.options.len();
            when.push((issue.id.clone(), text(&issue.options[index % size].id)));
            index /= size;
        }
        when.reverse();
        Table::default().with("when", Entry::Table(when)).with("utility", Entry::Number(utility.clone())).done()
    };
    utilities.iter().enumerate().map(outcome).collect()
}

/// The characters of a number: bare where every reader takes it, else a text.
pub(super) fn number_text(number: &Rational) -> Result<String, String> {
    let written = exact::write(number);
    let bare = written.len() <= 18 && !written.contains('/');
    if bare { Ok(written) } else { Err(written) }
}
