//! What the user wrote: the keys of each file with their places, before names are looked up.

use super::fields::{At, ConditionFile, Fields, Text};
use super::figure::Figure;
use super::keys::{FILE, PARTY_FILE, PREFERENCE_KEYS};
use crate::exact::Rational;
use crate::format::diagnostic::{Place, Problems};
use crate::format::tree::Value;
use crate::model::{Date, Provenance, RatificationRule};

/// A talks file, or the whole negotiation in one file.
pub(super) struct TalksFile<'t> {
    pub title: Option<Text<'t>>,
    pub drafted_by: Option<Text<'t>>,
    pub footing: Option<Text<'t>>,
    pub source: Option<Text<'t>>,
    pub issues: Vec<IssueFile<'t>>,
    pub parties: Vec<PartyEntry<'t>>,
    pub rules: Vec<RuleFile<'t>>,
    pub drafts: Vec<DraftFile<'t>>,
    pub place: Place,
}

pub(super) struct IssueFile<'t> {
    pub id: Option<Text<'t>>,
    pub title: Option<Text<'t>>,
    pub point: Option<At<u64>>,
    pub category: Option<Text<'t>>,
    pub unit: Option<Text<'t>>,
    pub options: Vec<OptionFile<'t>>,
    pub range: Option<RangeFile>,
    pub place: Place,
}

pub(super) struct OptionFile<'t> {
    pub id: Option<Text<'t>>,
    pub text: Option<Text<'t>>,
    pub amount: Option<Rational>,
    pub drafts: Vec<Text<'t>>,
}

/// `from`, `to` and `step` of a range of amounts; whichever are there.
pub(super) struct RangeFile {
    /// Whether all three are there, faulty or not.
    pub complete: bool,
    pub from: Option<At<Rational>>,
    pub to: Option<At<Rational>>,
    pub step: Option<At<Rational>>,
}

/// A `[[party]]`, which may hold what belongs into a file of its own.
pub(super) struct PartyEntry<'t> {
    pub id: Option<Text<'t>>,
    pub name: Option<Text<'t>>,
    pub role: &'static str,
    pub of: Option<Text<'t>>,
    pub ratification: Option<At<RatificationRule>>,
    pub votes: Option<At<u64>>,
    pub preferences: Option<PreferencesFile<'t>>,
    pub place: Place,
}

pub(super) struct DraftFile<'t> {
    pub id: Option<Text<'t>>,
    pub title: Option<Text<'t>>,
    pub date: Option<Date>,
    pub provenance: Provenance,
    pub settles: Vec<(Text<'t>, Text<'t>)>,
}

pub(super) struct RuleFile<'t> {
    pub text: Option<Text<'t>>,
    pub form: RuleForm<'t>,
    pub place: Place,
}

pub(super) enum RuleForm<'t> {
    Implies { when: Vec<ConditionFile<'t>>, then: Vec<ConditionFile<'t>> },
    Excludes(Vec<ConditionFile<'t>>),
    Count { at_least: Option<At<u64>>, at_most: Option<At<u64>>, of: Vec<ConditionFile<'t>> },
}

/// What a party wants, in its own file or under its name.
pub(super) struct PreferencesFile<'t> {
    pub reservation: Option<At<Figure>>,
    pub discount: Option<At<Rational>>,
    pub scale: Option<At<Rational>>,
    pub total: Option<At<Rational>>,
    pub normalise: Option<bool>,
    pub issues: Vec<IssuePreferences<'t>>,
    pub red_lines: Vec<RedLineFile<'t>>,
    pub together: Vec<TogetherFile<'t>>,
    pub commitments: Vec<CommitmentFile<'t>>,
    /// The utility of every outcome, where the party states no weights and values.
    pub outcomes: Option<Vec<OutcomeFile<'t>>>,
    pub place: Place,
}

pub(super) struct IssuePreferences<'t> {
    pub issue: Text<'t>,
    pub weight: Option<At<Figure>>,
    pub values: Option<Vec<(Text<'t>, At<Figure>)>>,
    pub line: Option<Vec<(At<Rational>, At<Rational>)>>,
    pub red_lines: Vec<Text<'t>>,
}

pub(super) struct RedLineFile<'t> {
    pub when: Vec<ConditionFile<'t>>,
    pub text: Option<Text<'t>>,
    pub place: Place,
}

pub(super) struct TogetherFile<'t> {
    pub when: Vec<ConditionFile<'t>>,
    pub worth: Option<At<Figure>>,
    pub place: Place,
}

pub(super) struct CommitmentFile<'t> {
    pub issue: Option<Text<'t>>,
    pub promised: Vec<Text<'t>>,
    pub cost: Option<At<Rational>>,
    pub text: Option<Text<'t>>,
    pub source: Option<Text<'t>>,
    pub place: Place,
}

pub(super) struct OutcomeFile<'t> {
    pub settles: Vec<(Text<'t>, Text<'t>)>,
    pub utility: Option<At<Rational>>,
    pub place: Place,
}

impl<'t> TalksFile<'t> {
    pub fn read(root: Value<'t>, problems: &mut Problems) -> Option<TalksFile<'t>> {
        let file = Fields::read(&FILE, root, problems)?;
        let talks = file.table("talks", problems);
        let mut text = |name| talks.as_ref()?.text(name, problems);
        let (title, footing, source) = (text("title"), text("footing"), text("source"));
        let drafted_by = talks.as_ref().and_then(|talks| talks.id("drafted_by", problems));
        let drafts = file.tables("draft", problems).iter().map(|draft| DraftFile::read(draft, problems)).collect();
        let parties = file.tables("party", problems).iter().map(|party| PartyEntry::read(party, problems)).collect();
        let issues = file.tables("issue", problems).iter().map(|issue| IssueFile::read(issue, problems)).collect();
        let rules = file.tables("rule", problems).iter().filter_map(|rule| RuleFile::read(rule, problems)).collect();
        Some(TalksFile { title, drafted_by, footing, source, issues, parties, rules, drafts, place: root.place() })
    }
}

impl<'t> IssueFile<'t> {
    fn read(fields: &Fields<'t>, problems: &mut Problems) -> IssueFile<'t> {
        let options = fields.tables("option", problems);
        let range = ["from", "to", "step"].iter().any(|key| fields.get(key).is_some());
        let range = range.then(|| RangeFile {
            complete: ["from", "to", "step"].iter().all(|key| fields.get(key).is_some()),
            from: fields.number("from", problems),
            to: fields.number("to", problems),
            step: fields.number("step", problems),
        });
        if fields.get("option").is_none() && range.is_none() {
            problems.error(
                fields.place,
                "an issue has no option",
                "write an [[issue.option]] for each settlement, or a range: from, to, step",
            );
        } else if let (Some(option), true) = (fields.get("option"), range.is_some()) {
            problems.error(option.key_place(), "an issue has both options and a range", "keep one of them");
        }
        IssueFile {
            id: fields.id("id", problems),
            title: fields.text("title", problems),
            point: fields.count("point", problems),
            category: fields.text("category", problems),
            unit: fields.text("unit", problems),
            options: options.iter().map(|option| OptionFile::read(option, problems)).collect(),
            range,
            place: fields.place,
        }
    }
}

impl<'t> OptionFile<'t> {
    fn read(fields: &Fields<'t>, problems: &mut Problems) -> OptionFile<'t> {
        OptionFile {
            id: fields.id("id", problems),
            text: fields.text("text", problems),
            amount: fields.number("amount", problems).map(|amount| amount.value),
            drafts: fields.ids("drafts", problems),
        }
    }
}

impl<'t> PartyEntry<'t> {
    fn read(fields: &Fields<'t>, problems: &mut Problems) -> PartyEntry<'t> {
        let says_what_it_wants = PREFERENCE_KEYS.iter().any(|key| fields.get(key.name).is_some());
        PartyEntry {
            id: fields.id("id", problems),
            name: fields.text("name", problems),
            role: fields.word("role", problems).unwrap_or("party"),
            of: fields.id("of", problems),
            ratification: fields.ratification("ratification", problems),
            votes: fields.count("votes", problems),
            preferences: says_what_it_wants.then(|| PreferencesFile::from_fields(fields, problems)),
            place: fields.place,
        }
    }
}

impl<'t> DraftFile<'t> {
    fn read(fields: &Fields<'t>, problems: &mut Problems) -> DraftFile<'t> {
        let provenance = fields.word("provenance", problems);
        DraftFile {
            id: fields.id("id", problems),
            title: fields.text("title", problems),
            date: fields.date("date", problems),
            provenance: match provenance {
                Some("leaked") => Provenance::Leaked,
                Some("public") => Provenance::Public,
                _ => Provenance::Tabled,
            },
            settles: fields.settles("settles", problems),
        }
    }
}

impl<'t> RuleFile<'t> {
    fn read(fields: &Fields<'t>, problems: &mut Problems) -> Option<RuleFile<'t>> {
        let has = |name: &str| fields.get(name).is_some();
        let implies = has("if") || has("then");
        let counts = has("at_most") || has("at_least") || has("exactly") || has("of");
        let forms = [implies, has("exclude"), counts].into_iter().filter(|form| *form).count();
        let help = "write `if` and `then`; or `exclude`; or `at_most`, `at_least` or `exactly` with `of`";
        if forms != 1 {
            let message = if forms == 0 { "a rule says nothing" } else { "a rule says several things at once" };
            problems.error(fields.place, message, help);
            return None;
        }
        let text = fields.text("text", problems);
        let form = if implies {
            let (when, then) = (fields.conditions("if", problems), fields.conditions("then", problems));
            if !has("if") || !has("then") {
                problems.error(fields.place, "a rule has only one of `if` and `then`", help);
                return None;
            }
            RuleForm::Implies { when, then }
        } else if counts {
            let [at_most, at_least, exactly] =
                ["at_most", "at_least", "exactly"].map(|name| fields.count(name, problems));
            let of = fields.conditions("of", problems);
            let bounded = has("at_most") || has("at_least");
            if !has("of") || bounded == has("exactly") {
                problems.error(fields.place, "a rule that counts is not complete or counts twice", help);
                return None;
            }
            RuleForm::Count { at_least: at_least.or(exactly.clone()), at_most: at_most.or(exactly), of }
        } else {
            RuleForm::Excludes(fields.conditions("exclude", problems))
        };
        Some(RuleFile { text, form, place: fields.place })
    }
}

impl<'t> PreferencesFile<'t> {
    /// Reads a party's own file: whose it is, and what it says.
    pub fn read(root: Value<'t>, problems: &mut Problems) -> Option<(Option<Text<'t>>, PreferencesFile<'t>)> {
        let fields = Fields::read(&PARTY_FILE, root, problems)?;
        let party = fields.id("party", problems);
        Some((party, PreferencesFile::from_fields(&fields, problems)))
    }

    fn from_fields(fields: &Fields<'t>, problems: &mut Problems) -> PreferencesFile<'t> {
        let mut issues = Vec::new();
        for (issue, fields) in fields.named_tables("issue", problems) {
            issues.push(IssuePreferences {
                issue,
                weight: fields.figure_or_one("weight", problems),
                values: fields.values("value", problems),
                line: fields.line("line", problems),
                red_lines: fields.ids("red_lines", problems),
            });
        }
        let red_lines = fields.tables("red_line", problems);
        let together = fields.tables("together", problems);
        let commitments = fields.tables("commitment", problems);
        let outcomes = fields.get("outcome").map(|_| fields.tables("outcome", problems));
        PreferencesFile {
            reservation: fields.figure_or_one("reservation", problems),
            discount: fields.number_or_one("discount", problems),
            scale: fields.number("scale", problems),
            total: fields.number("total", problems),
            normalise: fields.boolean("normalise", problems),
            issues,
            red_lines: red_lines.iter().map(|line| RedLineFile::read(line, problems)).collect(),
            together: together.iter().map(|pair| TogetherFile::read(pair, problems)).collect(),
            commitments: commitments.iter().map(|one| CommitmentFile::read(one, problems)).collect(),
            outcomes: outcomes.map(|list| list.iter().map(|outcome| OutcomeFile::read(outcome, problems)).collect()),
            place: fields.place,
        }
    }
}

impl<'t> RedLineFile<'t> {
    fn read(fields: &Fields<'t>, problems: &mut Problems) -> RedLineFile<'t> {
        RedLineFile { when: fields.when("when", problems), text: fields.text("text", problems), place: fields.place }
    }
}

impl<'t> TogetherFile<'t> {
    fn read(fields: &Fields<'t>, problems: &mut Problems) -> TogetherFile<'t> {
        TogetherFile {
            when: fields.when("when", problems),
            worth: fields.figure_or_one("worth", problems),
            place: fields.place,
        }
    }
}

impl<'t> CommitmentFile<'t> {
    fn read(fields: &Fields<'t>, problems: &mut Problems) -> CommitmentFile<'t> {
        CommitmentFile {
            issue: fields.id("issue", problems),
            promised: fields.ids("promised", problems),
            cost: fields.number_or_one("cost", problems),
            text: fields.text("text", problems),
            source: fields.text("source", problems),
            place: fields.place,
        }
    }
}

impl<'t> OutcomeFile<'t> {
    fn read(fields: &Fields<'t>, problems: &mut Problems) -> OutcomeFile<'t> {
        let (settles, utility) = (fields.settles("when", problems), fields.number_or_one("utility", problems));
        OutcomeFile { settles, utility, place: fields.place }
    }
}
