//! What a talks file means, but for the preferences.

use super::fields::{ConditionFile, Text, perhaps, unknown};
use super::issues::issues;
use super::names::Names;
use super::written::{DraftFile, IssueFile, PartyEntry, RuleFile, RuleForm, TalksFile};
use crate::format::diagnostic::{Place, Problems, quote};
use crate::model::{Draft, Issue, MAX_PARTIES, PartialOutcome, Party, RatificationRule, Role, Rule, RuleKind};
use std::collections::{HashMap, HashSet};

/// The most texts that may lie on the table.
const MAX_DRAFTS: usize = 200;

/// The most constituencies that may ratify.
const MAX_RATIFIERS: usize = 200;

/// The talks without the preferences; parties as declared, whether they have preferences or not.
pub(super) struct Talks {
    pub issues: Vec<Issue>,
    pub parties: Vec<Declared>,
    pub rules: Vec<Rule>,
    pub drafts: Vec<Draft>,
    /// Index of the party that holds the pen.
    pub drafted_by: Option<usize>,
}

/// A declared party.
pub(super) struct Declared {
    pub party: Party,
    pub place: Place,
    /// Index of its entry in the file.
    pub entry: usize,
    /// How its ratifiers confirm its signature, where it says so.
    pub ratification: Option<RatificationRule>,
    /// Its votes as a ratifier.
    pub votes: u64,
}

impl Talks {
    pub fn new(file: &TalksFile, problems: &mut Problems) -> Talks {
        let (issues, entries) = issues(&file.issues, problems);
        if issues.is_empty() && !problems.failed() {
            problems.error(file.place, "there is no issue to settle", "write an [[issue]] for each");
        }
        let parties = parties(&file.parties, problems);
        let drafted_by = file.drafted_by.as_ref().and_then(|id| {
            let found = parties.iter().position(|declared| declared.party.id == id.value);
            if found.is_none() {
                unknown(id, "party", "the parties are", parties.iter().map(|d| d.party.id.as_str()), problems);
            }
            found
        });
        let names = Names::new(&issues);
        let rules = file.rules.iter().filter_map(|written| rule(written, &names, problems)).collect();
        let drafts = drafts(&file.drafts, &entries, &names, problems);
        Talks { parties, rules, drafts, drafted_by, issues }
    }
}

impl Talks {
    /// What the rules of ratification mean, a sentence for each.
    pub fn notes_of_ratification(&self) -> Vec<String> {
        let with_rule =
            self.parties.iter().enumerate().filter_map(|(index, party)| Some((index, party, party.ratification?)));
        let note = |(index, party, rule): (usize, &Declared, RatificationRule)| {
            let own = self.parties.iter().filter(|other| other.party.role == Role::Ratifier { of: index });
            let names: Vec<&str> = own.map(|ratifier| ratifier.party.name.as_str()).collect();
            let takes = match rule {
                RatificationRule::All => "all of them must consent".to_string(),
                RatificationRule::Any => "one of them must consent".to_string(),
                RatificationRule::AtLeast(number) => format!("{number} of them must consent"),
                RatificationRule::Votes(needed) => format!("{needed} votes are needed"),
            };
            format!(
                "{} has what it signs ratified by {}: {takes}; the zone is that of those who negotiate, and \
                 `zopa ratify` adds the ratifiers",
                party.party.name,
                names.join(", ")
            )
        };
        with_rule.map(note).collect()
    }
}

fn parties(written: &[PartyEntry], problems: &mut Problems) -> Vec<Declared> {
    let mut seen = HashMap::new();
    let mut declared = Vec::new();
    for (entry, party) in written.iter().enumerate() {
        let Some(id) = &party.id else { continue };
        let is_ratifier = party.role == "ratifier";
        let n_alike =
            declared.iter().filter(|d: &&Declared| (written[d.entry].role == "ratifier") == is_ratifier).count();
        let (most, what) = if is_ratifier { (MAX_RATIFIERS, "ratifiers") } else { (MAX_PARTIES, "parties") };
        if n_alike == most {
            problems.error(party.place, format!("there are more than {most} {what}"), "join some of them");
            break;
        }
        if seen.insert(id.value.as_ref(), declared.len()).is_some() {
            let message = format!("party {} is declared for the second time", quote(&id.value));
            problems.error(id.place, message, "give every party an id of its own");
            continue;
        }
        let name = party.name.as_ref().unwrap_or(id).value.to_string();
        let role = if party.role == "mediator" { Role::Mediator } else { Role::Party };
        let party = Party { id: id.value.to_string(), name, role };
        let ratification = written[entry].ratification.as_ref().map(|at| at.value);
        let votes = written[entry].votes.as_ref().map_or(1, |votes| votes.value);
        declared.push(Declared { party, place: id.place, entry, ratification, votes });
    }
    for index in 0..declared.len() {
        let party = &written[declared[index].entry];
        match (&party.of, party.role == "ratifier") {
            (Some(of), true) => match seen.get(of.value.as_ref()) {
                Some(&of) if of != index => declared[index].party.role = Role::Ratifier { of },
                Some(_) => problems.error(of.place, "a ratifier ratifies for itself", "name the party that signs"),
                None => {
                    unknown(of, "party", "the parties are", declared.iter().map(|d| d.party.id.as_str()), problems);
                }
            },
            (None, true) => {
                let message =
                    format!("ratifier {} does not say for whom it ratifies", quote(&declared[index].party.id));
                problems.error(party.place, message, "add `of`: the id of the party that signs");
            }
            (Some(of), false) => {
                problems.error(of.place, "`of` belongs to ratifiers only", "remove it, or write role = \"ratifier\"");
            }
            (None, false) => {}
        }
    }
    for party in &declared {
        check_ratification(party, &declared, written, problems);
    }
    declared
}

/// Whether a party's rule of ratification and a ratifier's votes make sense.
fn check_ratification(party: &Declared, declared: &[Declared], written: &[PartyEntry], problems: &mut Problems) {
    let id = quote(&party.party.id);
    let is_ratifier = written[party.entry].role == "ratifier";
    if let (Some(votes), false) = (&written[party.entry].votes, is_ratifier) {
        problems.error(votes.place, "`votes` belongs to ratifiers only", "remove it, or write role = \"ratifier\"");
    }
    let (Some(rule), Some(written)) = (party.ratification, &written[party.entry].ratification) else { return };
    if is_ratifier {
        let help = "let every constituency name the party that signs, and give the rule to that party";
        problems.error(written.place, format!("ratifier {id} has a rule of ratification itself"), help);
        return;
    }
    let index = declared.iter().position(|other| other.party.id == party.party.id);
    let own = declared.iter().filter(|other| matches!(other.party.role, Role::Ratifier { of } if Some(of) == index));
    let votes: Vec<u64> = own.map(|ratifier| ratifier.votes).collect();
    let (message, help) = match rule {
        _ if votes.is_empty() => {
            (format!("{id} has a rule of ratification and no ratifier"), "add a [[party]] with role = \"ratifier\"")
        }
        RatificationRule::AtLeast(0) | RatificationRule::Votes(0) => {
            (format!("the rule of ratification of {id} needs nobody"), "write 1 or more, or leave the rule out")
        }
        _ if !rule.is_met(&votes, &vec![true; votes.len()]) => {
            (format!("not even all ratifiers of {id} together suffice"), "lower the number, or check `votes`")
        }
        _ => return,
    };
    problems.error(written.place, message, help);
}

fn rule(written: &RuleFile, names: &Names, problems: &mut Problems) -> Option<Rule> {
    let (kind, text) = match &written.form {
        RuleForm::Implies { when, then } => {
            let text = format!("If {}, then {}", say(when, " and "), say(then, " and "));
            // `if = []` says that the rest must hold in any case.
            let (premises, then) = (names.any_conditions(when, problems), names.any_conditions(then, problems));
            let (premises, then) = (premises?, then?);
            if premises.is_empty() && then.is_empty() {
                problems.error(written.place, "a rule names no option", "name an issue and the option meant");
                return None;
            }
            (RuleKind::Implies { when: premises, then }, text)
        }
        RuleForm::Excludes(list) => (
            RuleKind::Excludes(names.conditions(list, written.place, problems)?),
            format!("Not together: {}", say(list, "; ")),
        ),
        RuleForm::Count { at_least, at_most, of } => {
            let conditions = names.conditions(of, written.place, problems)?;
            let bound = |bound: &Option<_>, default| {
                bound
                    .as_ref()
                    .map_or(default, |b: &super::fields::At<u64>| usize::try_from(b.value).unwrap_or(usize::MAX))
            };
            let (least, most) = (bound(at_least, 0), bound(at_most, conditions.len()));
            if least > conditions.len() || least > most {
                let message = format!("at least {least} and at most {most} of {} cannot hold", conditions.len());
                problems.warning(written.place, message, "no agreement is possible so; check the numbers");
            }
            let count = match (at_least, at_most) {
                (Some(_), None) => format!("At least {least}"),
                (None, _) => format!("At most {most}"),
                _ if least == most => format!("Exactly {least}"),
                _ => format!("{least} to {most}"),
            };
            let text = format!("{count} of: {}", say(of, "; "));
            (RuleKind::Count { at_least: least, at_most: most, of: conditions }, text)
        }
    };
    Some(Rule { text: written.text.as_ref().map_or(text, |text| text.value.to_string()), kind })
}

/// Conditions in words, for a rule without any.
fn say(conditions: &[ConditionFile], separator: &str) -> String {
    let names = |options: &[Text]| options.iter().map(|o| o.value.as_ref()).collect::<Vec<_>>().join(" or ");
    let said: Vec<String> = conditions.iter().map(|c| format!("{} is {}", c.issue.value, names(&c.options))).collect();
    said.join(separator)
}

fn drafts(written: &[DraftFile], issues: &[&IssueFile], names: &Names, problems: &mut Problems) -> Vec<Draft> {
    let mut seen = HashSet::new();
    let mut drafts = Vec::new();
    for draft in written {
        let Some(id) = &draft.id else { continue };
        if drafts.len() == MAX_DRAFTS {
            problems.error(id.place, format!("there are more than {MAX_DRAFTS} drafts"), "leave out the oldest");
            break;
        }
        if !seen.insert(id.value.as_ref()) {
            let message = format!("draft {} is declared for the second time", quote(&id.value));
            problems.error(id.place, message, "give every draft an id of its own");
            continue;
        }
        drafts.push(Draft {
            id: id.value.to_string(),
            title: draft.title.as_ref().unwrap_or(id).value.to_string(),
            date: draft.date,
            provenance: draft.provenance,
            settles: PartialOutcome(names.settlement(&draft.settles, problems)),
        });
    }
    named_by_options(&mut drafts, issues, names, problems);
    drafts
}

/// Lets options name the drafts that contain them.
fn named_by_options(drafts: &mut [Draft], issues: &[&IssueFile], names: &Names, problems: &mut Problems) {
    let index: HashMap<String, usize> = drafts.iter().enumerate().map(|(i, draft)| (draft.id.clone(), i)).collect();
    for (issue_idx, entry) in issues.iter().enumerate() {
        for option in &entry.options {
            let Some(id) = &option.id else { continue };
            let options = &names.issues[issue_idx].options;
            for name in &option.drafts {
                let Some(&draft) = index.get(name.value.as_ref()) else {
                    unknown(name, "draft", "the drafts are", drafts.iter().map(|d| d.id.as_str()), problems);
                    continue;
                };
                let Some(option_idx) = names.known_option(issue_idx, &id.value) else { continue };
                match drafts[draft].settles.0[issue_idx].replace(option_idx) {
                    Some(other) if other != option_idx => {
                        let message = format!(
                            "draft {} names two options of issue {}: {} and {}",
                            quote(&name.value),
                            quote(&names.issues[issue_idx].id),
                            quote(&options[other].id),
                            quote(&id.value)
                        );
                        problems.error(name.place, message, "keep the one that the text contains");
                    }
                    _ => {}
                }
            }
        }
    }
}

/// Finds the party that a file speaks for.
pub(super) fn find_party(name: &Text, declared: &[Declared], problems: &mut Problems) -> Option<usize> {
    let found = declared.iter().position(|declared| declared.party.id == name.value);
    if found.is_none() {
        let near = perhaps(&name.value, declared.iter().map(|d| d.party.id.as_str()));
        let help = format!("{near}declare it with a [[party]] in the talks file, or leave this file out");
        problems.error(name.place, format!("the talks have no party {}", quote(&name.value)), help);
    }
    found
}
