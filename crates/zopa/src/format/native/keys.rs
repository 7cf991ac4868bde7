//! Every key that a file may hold, in one table: the reader refuses what is not here, and the JSON
//! Schema and the tables of the manual derive from it.

/// What may stand under a key.
#[derive(Clone, Copy)]
pub(super) enum Kind {
    /// A short name, not empty.
    Id,
    Text,
    /// Decimal, or a fraction in quotation marks.
    Number,
    /// A number, or how it may fall where it is not known.
    Figure,
    /// A list of numbers.
    Numbers,
    /// A whole number, not negative.
    Count,
    Boolean,
    /// Year, month and day.
    Date,
    /// One name, or a list of names.
    Ids,
    /// One of some words.
    Word(&'static [&'static str]),
    /// `{ issue = "...", is = "..." }`, or a list of such.
    Conditions,
    /// `{ issue = "option", ... }`, or a list of `{ issue = ..., is = ... }`.
    When,
    /// `{ issue = "option", ... }`.
    Settles,
    /// `{ option = number, ... }`; numbers may be unknown.
    Values,
    /// What ratification takes: a word, or a table.
    Ratification,
    /// `[[amount, value], ...]`.
    Line,
    Table(&'static Table),
    Tables(&'static Table),
    /// A table of tables, named after the issues.
    ByIssue(&'static Table),
}

/// A key of a table.
pub(super) struct Key {
    pub name: &'static str,
    pub kind: Kind,
    pub required: bool,
    /// For the manual: a sentence.
    pub meaning: &'static str,
}

/// A table and its keys.
pub(super) struct Table {
    /// What the table describes, with its article.
    pub what: &'static str,
    /// Its keys, in groups that tables may share.
    pub groups: &'static [&'static [Key]],
}

impl Table {
    /// Every key.
    pub fn keys(&self) -> impl Iterator<Item = &'static Key> + Clone {
        self.groups.iter().flat_map(|group| group.iter())
    }
}

const fn key(name: &'static str, kind: Kind, meaning: &'static str) -> Key {
    Key { name, kind, required: false, meaning }
}

const fn required(name: &'static str, kind: Kind, meaning: &'static str) -> Key {
    Key { name, kind, required: true, meaning }
}

/// A talks file, or the whole negotiation in one file.
pub(super) static FILE: Table = Table {
    what: "the talks",
    groups: &[&[
        key("$schema", Kind::Text, "Where the schema of this file lies, for editors of JSON."),
        required("talks", Kind::Table(&TALKS), "What the talks are called and where the numbers come from."),
        key("draft", Kind::Tables(&DRAFT), "The texts on the table."),
        required("party", Kind::Tables(&PARTY), "Who takes part."),
        required("issue", Kind::Tables(&ISSUE), "What is to be settled."),
        key("rule", Kind::Tables(&RULE), "What must hold in any agreement, whoever prefers what."),
    ]],
};

static TALKS: Table = Table {
    what: "the talks",
    groups: &[&[
        required("title", Kind::Text, "What the talks are called."),
        key("drafted_by", Kind::Id, "The party that holds the pen."),
        key("footing", Kind::Text, "What the numbers rest on: \"illustrative\", \"interviews of March\"."),
        key("source", Kind::Text, "Where the talks or the numbers come from: author, year, title, page."),
    ]],
};

static DRAFT: Table = Table {
    what: "a draft",
    groups: &[&[
        required("id", Kind::Id, "Short name, used in the files."),
        key("title", Kind::Text, "What people call it; the id where left out."),
        key("date", Kind::Date, "When it was tabled or published: 2025-11-20."),
        key(
            "provenance",
            Kind::Word(&["tabled", "leaked", "public"]),
            "How it became known; \"tabled\" where left out.",
        ),
        key("settles", Kind::Settles, "The option it names, issue by issue; or let the options name the draft."),
    ]],
};

static PARTY: Table = Table {
    what: "a party",
    groups: &[
        &[
            required("id", Kind::Id, "Short name, used in the files."),
            key("name", Kind::Text, "What people call it; the id where left out."),
            key(
                "role",
                Kind::Word(&["party", "mediator", "ratifier"]),
                "Its part in the talks; \"party\" where left out. A mediator without preferences only helps.",
            ),
            key("of", Kind::Id, "For a ratifier: the party whose signature it must confirm."),
            key(
                "ratification",
                Kind::Ratification,
                "How its ratifiers confirm its signature. Without it each of them must agree, as if it were a party.",
            ),
            key("votes", Kind::Count, "For a ratifier: its votes, where the rule counts votes; 1 where left out."),
        ],
        PREFERENCE_KEYS,
    ],
};

/// The file of one party.
pub(super) static PARTY_FILE: Table = Table {
    what: "a party's file",
    groups: &[&[required("party", Kind::Id, "The party that speaks, by its id in the talks file.")], PREFERENCE_KEYS],
};

/// Keys that say what a party wants, whether in its own file or under its name in a single file.
pub(super) static PREFERENCE_KEYS: &[Key] = &[
    key("reservation", Kind::Figure, "Utility of no agreement: 0 to 1, or in the unit of plain sums."),
    key("discount", Kind::Number, "What a round of delay leaves of utility: above 0, up to 1. Simulations use it."),
    key("scale", Kind::Number, "The value that counts as full satisfaction; the largest value written where left out."),
    key("total", Kind::Number, "What weights are divided by; their sum where left out."),
    key("normalise", Kind::Boolean, "`false` for plain sums in the units written; `true` where left out."),
    key("issue", Kind::ByIssue(&ISSUE_PREFERENCES), "What the party wants, issue by issue."),
    key("red_line", Kind::Tables(&RED_LINE), "Combinations that the party will never accept."),
    key("together", Kind::Tables(&TOGETHER), "What options of several issues are worth together, beyond their values."),
    key("commitment", Kind::Tables(&COMMITMENT), "What the party promised in public, and what moving away costs it."),
    key("outcome", Kind::Tables(&OUTCOME), "Instead of weights and values: the utility of every outcome."),
];

static ISSUE_PREFERENCES: Table = Table {
    what: "an issue in a party's eyes",
    groups: &[&[
        key("weight", Kind::Figure, "How much the issue matters beside the others; 0 if the party does not care."),
        key("value", Kind::Values, "How good each option is, on any scale from 0 up."),
        key("line", Kind::Line, "For amounts, instead of `value`: points between which values run straight."),
        key("red_lines", Kind::Ids, "Options that the party will never accept."),
    ]],
};

static RED_LINE: Table = Table {
    what: "a red line",
    groups: &[&[
        required("when", Kind::When, "The options that, all together, cross it."),
        key("text", Kind::Text, "The red line in the party's words."),
    ]],
};

static TOGETHER: Table = Table {
    what: "issues settled together",
    groups: &[&[
        required("when", Kind::When, "The options of two or more issues."),
        required("worth", Kind::Figure, "Added where all hold, in the unit of the weights; negative for a malus."),
    ]],
};

static COMMITMENT: Table = Table {
    what: "a commitment",
    groups: &[&[
        required("issue", Kind::Id, "The issue that was spoken of."),
        required("promised", Kind::Ids, "The option that keeps the promise, or a list of them."),
        required(
            "cost",
            Kind::Number,
            "What settling the issue otherwise costs the party before its public, in the unit of the weights.",
        ),
        key("text", Kind::Text, "The promise in the party's words."),
        key("source", Kind::Text, "Where it was made: speaker, place, day."),
    ]],
};

static OUTCOME: Table = Table {
    what: "an outcome",
    groups: &[&[
        required("when", Kind::Settles, "One option for every issue."),
        required("utility", Kind::Number, "What the outcome is worth to the party."),
    ]],
};

static ISSUE: Table = Table {
    what: "an issue",
    groups: &[&[
        required("id", Kind::Id, "Short name, used in the files."),
        key("point", Kind::Count, "Its number in the draft; several issues may split one point."),
        key("title", Kind::Text, "What people call it; the id where left out."),
        key("category", Kind::Text, "Kind of provision; see the list of categories."),
        key("option", Kind::Tables(&OPTION), "Its possible settlements."),
        key("from", Kind::Number, "For a range of amounts, instead of options: the lowest."),
        key("to", Kind::Number, "The highest amount."),
        key("step", Kind::Number, "From one amount to the next."),
        key("unit", Kind::Text, "What an amount counts: \"EUR million\", \"days\"."),
    ]],
};

static OPTION: Table = Table {
    what: "an option",
    groups: &[&[
        required("id", Kind::Id, "Short name, used in the files."),
        key("text", Kind::Text, "The words that an agreement would contain; the id where left out."),
        key("amount", Kind::Number, "The amount that it stands for, where it is one."),
        key("drafts", Kind::Ids, "The drafts that contain it."),
    ]],
};

static RULE: Table = Table {
    what: "a rule",
    groups: &[&[
        key("text", Kind::Text, "The rule in words."),
        key("if", Kind::Conditions, "Where all of this holds ..."),
        key("then", Kind::Conditions, "... all of this must hold."),
        key("exclude", Kind::Conditions, "This may not hold all together."),
        key("at_most", Kind::Count, "So many of `of` may hold, and no more."),
        key("at_least", Kind::Count, "So many of `of` must hold, or more."),
        key("exactly", Kind::Count, "So many of `of` must hold."),
        key("of", Kind::Conditions, "What is counted."),
    ]],
};

/// `{ issue = "...", is = "..." }`.
pub(super) static CONDITION: Table = Table {
    what: "a condition",
    groups: &[&[
        required("issue", Kind::Id, "The issue."),
        required("is", Kind::Ids, "The option that satisfies the condition, or a list of them."),
    ]],
};

/// A number that is not known.
pub(super) static UNKNOWN: Table = Table {
    what: "a number that is not known",
    groups: &[&[
        key("low", Kind::Number, "The least that it can be."),
        key("high", Kind::Number, "The most that it can be; anything in between is equally likely."),
        key("likely", Kind::Number, "With `low` and `high`: where it is likeliest (a triangular distribution)."),
        key("mean", Kind::Number, "Instead: the mean of a normal distribution."),
        key(
            "deviation",
            Kind::Number,
            "With `mean`: the standard deviation; cut off at `low` and `high`, or three deviations away.",
        ),
        key("one_of", Kind::Numbers, "Instead: the numbers that it may be."),
        key("chances", Kind::Numbers, "With `one_of`: their chances, which sum to 1; equal where left out."),
    ]],
};

/// What it takes to ratify, where a word does not say it.
pub(super) static RATIFICATION: Table = Table {
    what: "a rule of ratification",
    groups: &[&[
        key("at_least", Kind::Count, "So many ratifiers must consent, whichever they are."),
        key("votes", Kind::Count, "So many votes must be reached by those who consent."),
    ]],
};

/// The words that say what it takes to ratify.
pub(super) const RATIFICATION_WORDS: &[&str] = &["all", "any"];

/// The table of a key that holds tables.
pub(super) fn table_of(table: &'static Table, name: &str) -> &'static Table {
    let key = table.keys().find(|key| key.name == name);
    match key.map(|key| key.kind) {
        Some(Kind::Table(inner) | Kind::Tables(inner) | Kind::ByIssue(inner)) => inner,
        _ => &CONDITION,
    }
}
