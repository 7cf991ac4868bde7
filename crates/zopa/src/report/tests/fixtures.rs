//! Talks of all kinds.

use crate::exact::{Rational, ratio};
use crate::model::{
    Additive, Condition, Draft, Issue, IssueOption, Negotiation, PartialOutcome, Parts, Party, Preferences, Provenance,
    RedLine, Role, Rule, RuleKind, Utility,
};
use crate::report::{Brief, Request};
use crate::solve::{Budget, Question, Solver};

/// A party's name, walk-away value in hundredths, weights, and values from 0 to 100.
type Wants<'t> = (&'t str, i64, Vec<i64>, Vec<Vec<i64>>);

/// Everything about talks that differs from one fixture to the next.
pub struct Talks<'t> {
    pub title: &'t str,
    /// Title, then options.
    pub issues: Vec<(&'t str, Vec<&'t str>)>,
    /// What each party wants.
    pub parties: Vec<Wants<'t>>,
    /// Title and options, `None` where left open.
    pub drafts: Vec<(&'t str, Vec<Option<usize>>)>,
    /// Party, issue, option.
    pub red_lines: Vec<(usize, usize, usize)>,
    pub rules: Vec<Rule>,
}

impl Talks<'_> {
    pub fn parts(&self) -> Parts {
        let option =
            |(i, text): (usize, &&str)| IssueOption { id: format!("o{i}"), text: (*text).into(), amount: None };
        let issue = |(i, (title, options)): (usize, &(&str, Vec<&str>))| Issue {
            id: format!("i{i}"),
            title: (*title).into(),
            point: Some(i as u32 + 1),
            category: None,
            unit: None,
            options: options.iter().enumerate().map(option).collect(),
        };
        let party = |(i, p): (usize, &Wants)| Party { id: format!("p{i}"), name: p.0.into(), role: Role::Party };
        let draft = |(i, (title, settles)): (usize, &(&str, Vec<Option<usize>>))| Draft {
            id: format!("d{i}"),
            title: (*title).into(),
            date: None,
            provenance: Provenance::Tabled,
            settles: PartialOutcome(settles.clone()),
        };
        Parts {
            title: self.title.into(),
            footing: Some("illustrative".into()),
            source: None,
            issues: self.issues.iter().enumerate().map(issue).collect(),
            parties: self.parties.iter().enumerate().map(party).collect(),
            preferences: (0..self.parties.len()).map(|i| self.preferences(i)).collect(),
            rules: self.rules.clone(),
            drafts: self.drafts.iter().enumerate().map(draft).collect(),
            ..Parts::default()
        }
    }

    fn preferences(&self, party: usize) -> Preferences {
        let (_, walk_away, weights, values) = &self.parties[party];
        let whole = |n: &i64| ratio(*n, 1);
        let lines = self.red_lines.iter().filter(|line| line.0 == party);
        let utility = Utility::Additive(Additive {
            weights: weights.iter().map(whole).collect(),
            values: values.iter().map(|options| options.iter().map(whole).collect()).collect(),
            joint_terms: Vec::new(),
            weight_total: weights.iter().map(whole).sum::<Rational>(),
            value_scale: ratio(100, 1),
        });
        let line = |&(_, issue, option): &(usize, usize, usize)| RedLine {
            conditions: vec![Condition { issue, options: vec![option] }],
            text: None,
        };
        Preferences {
            utility,
            red_lines: lines.map(line).collect(),
            reservation_value: ratio(*walk_away, 100),
            discount: None,
        }
    }

    pub fn negotiation(&self) -> Negotiation {
        Negotiation::new(self.parts()).expect("fixtures are valid")
    }
}

/// The report of a negotiation under the Nash solution.
pub fn brief<'n>(negotiation: &'n Negotiation, budget: &mut Budget) -> Brief<'n> {
    let solver = Solver::new(negotiation).expect("fixtures are small");
    let nash = crate::registry::solution("nash").expect("the registry has it");
    let mut request = Request::of(Question::plain(nash, negotiation.parties().len()));
    request.command = Some("zopa brief talks.toml --out brief.html".into());
    request.notes = vec!["values on a scale of 0 to 100".into()];
    Brief::gather(negotiation, &solver, &request, budget)
}

/// Two parties, three points, two drafts, room.
pub fn small() -> Talks<'static> {
    Talks {
        title: "The harbour",
        issues: vec![
            ("Tolls", vec!["No tolls", "Half the tolls", "Full tolls"]),
            ("Pilots", vec!["Pilots from the coast", "Pilots from the island"]),
            ("Light", vec!["The lighthouse is lit", "The lighthouse stays dark"]),
        ],
        parties: vec![
            ("Coast", 40, vec![5, 3, 2], vec![vec![100, 60, 0], vec![100, 0], vec![100, 0]]),
            ("Island", 45, vec![4, 4, 2], vec![vec![0, 50, 100], vec![20, 100], vec![100, 30]]),
        ],
        drafts: vec![
            ("Coast's text", vec![Some(0), Some(0), Some(0)]),
            ("Island's text", vec![Some(2), Some(1), None]),
        ],
        red_lines: vec![(1, 0, 0)],
        rules: Vec::new(),
    }
}

/// The same talks, but both want too much.
pub fn no_deal() -> Talks<'static> {
    let mut talks = small();
    talks.parties[0].1 = 80;
    talks.parties[1].1 = 80;
    talks
}

/// The same talks without drafts and with the coast alone.
pub fn one_party() -> Talks<'static> {
    let mut talks = small();
    talks.parties.truncate(1);
    talks.drafts.clear();
    talks.red_lines.clear();
    talks
}

/// Nothing to choose.
pub fn one_issue() -> Talks<'static> {
    Talks {
        title: "One point",
        issues: vec![("All", vec!["Yes"])],
        parties: vec![("A", 0, vec![1], vec![vec![100]]), ("B", 100, vec![1], vec![vec![100]])],
        drafts: vec![("The text", vec![Some(0)])],
        red_lines: Vec::new(),
        rules: Vec::new(),
    }
}

/// As many parties as there may be.
pub fn sixteen_parties() -> Talks<'static> {
    const NAMES: [&str; 16] = ["A", "B", "C", "D", "E", "F", "G", "H", "I", "J", "K", "L", "M", "N", "O", "P"];
    let values = |party: usize, issue: usize| {
        let first = ((party * 7 + issue * 3) % 11) as i64 * 10;
        vec![first, 100 - first]
    };
    Talks {
        title: "Many",
        issues: (0..4).map(|_| ("Point", vec!["This", "That"])).collect(),
        parties: (0..16)
            .map(|party| (NAMES[party], 20, vec![1, 2, 3, 4], (0..4).map(|issue| values(party, issue)).collect()))
            .collect(),
        drafts: vec![("Text", vec![Some(0), None, Some(1), Some(0)])],
        red_lines: Vec::new(),
        rules: Vec::new(),
    }
}

/// Names that would break out of every format, in every field that holds text.
pub fn hostile() -> Parts {
    const BAD: &str = "=cmd|'/c calc'!A1</title></style><script>alert(1)</script><img src=x onerror=alert(1)>\" ' & `*_[x](javascript:alert(1)) \u{202e}\u{1b}[31m\u{0}\n# | -->";
    let mut parts = small().parts();
    parts.title = BAD.into();
    parts.footing = Some(BAD.into());
    parts.source = Some(BAD.into());
    for (i, issue) in parts.issues.iter_mut().enumerate() {
        issue.id = format!("{BAD}{i}");
        issue.title = format!("@{BAD}");
        issue.unit = Some(BAD.into());
        for (k, option) in issue.options.iter_mut().enumerate() {
            option.id = format!("{BAD}{k}");
            option.text = format!("+{BAD}{k}");
        }
    }
    for (i, party) in parts.parties.iter_mut().enumerate() {
        party.id = format!("{BAD}{i}");
        party.name = format!("-{BAD}");
    }
    for draft in &mut parts.drafts {
        draft.id.push_str(BAD);
        draft.title = BAD.into();
    }
    for preferences in &mut parts.preferences {
        preferences.red_lines.iter_mut().for_each(|line| line.text = Some(BAD.into()));
    }
    let premise = Condition { issue: 0, options: vec![0] };
    parts.rules = vec![Rule { text: BAD.into(), kind: RuleKind::Excludes(vec![premise]) }];
    parts
}

/// Words that run from right to left, and words without a space to break at.
pub fn right_to_left() -> Talks<'static> {
    let mut talks = small();
    talks.title = "مفاوضات الميناء";
    talks.issues[0] = ("רציף (1)", vec!["אין אגרה", "מחצית האגרה", "אגרה מלאה"]);
    talks.parties[0].0 = "הרשות בנמל העתיקה של העיר הגדולה שעל שפת הים";
    talks.drafts[0].0 = "مسودة الساحل";
    talks
}

/// The largest talks that a page must hold: 28 points, four options, four parties, three drafts.
pub fn large() -> Talks<'static> {
    const WORDS: [&str; 4] = [
        "The parties undertake to withdraw to the lines agreed in the annex within ninety days of signature",
        "The parties undertake to withdraw in stages, under observation, as the annex sets out in detail",
        "Withdrawal is left to a later conference that all signatories attend, without prejudice to claims",
        "No withdrawal takes place before the guarantees named in the annex have entered into force",
    ];
    let value = |party: usize, issue: usize, option: usize| ((party * 31 + issue * 17 + option * 29) % 101) as i64;
    let values =
        |party: usize| (0..28).map(|issue| (0..4).map(|option| value(party, issue, option)).collect()).collect();
    let weights = |party: usize| (0..28).map(|issue| 1 + ((party * 5 + issue * 3) % 9) as i64).collect();
    Talks {
        title: "Twenty-eight points",
        issues: (0..28).map(|_| ("A point with a title of the usual length", WORDS.to_vec())).collect(),
        parties: ["The first republic", "The second republic", "The union", "The league"]
            .into_iter()
            .enumerate()
            .map(|(party, name)| (name, 50, weights(party), values(party)))
            .collect(),
        drafts: (0..3)
            .map(|draft| ("A draft by one of them", (0..28).map(|issue| Some((issue + draft) % 4)).collect()))
            .collect(),
        red_lines: vec![(0, 3, 1), (1, 5, 2), (2, 7, 0)],
        rules: Vec::new(),
    }
}
