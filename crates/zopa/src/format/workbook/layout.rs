//! The words by which sheets, sections and columns are known, for the writer and the reader alike.

/// What a sheet is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Role {
    Instructions,
    Talks,
    Points,
    Rules,
    Party,
    Outcomes,
    Lists,
}

impl Role {
    /// Every role, in the order of the sheets.
    pub const ALL: [Role; 7] =
        [Role::Instructions, Role::Talks, Role::Points, Role::Rules, Role::Party, Role::Outcomes, Role::Lists];

    /// What the first cell of such a sheet says; the reader knows the sheet by it.
    pub fn title(self) -> &'static str {
        match self {
            Role::Instructions => "How to fill in this workbook",
            Role::Talks => "The talks",
            Role::Points => "Points and their options",
            Role::Rules => "Rules that any agreement must obey",
            Role::Party => "What the party wants",
            Role::Outcomes => "Utility of every outcome",
            Role::Lists => "Lists for the cells with a choice",
        }
    }
}

/// Labels of single cells; the value stands in the column named with each table below.
pub(super) const TITLE: &str = "Title";
pub(super) const DRAFTED_BY: &str = "Drafted by";
pub(super) const FOOTING: &str = "Numbers rest on";
pub(super) const SOURCE: &str = "Source";
pub(super) const PARTY: &str = "Party";
pub(super) const WALK_AWAY: &str = "Walk-away value";
pub(super) const SCALE: &str = "Scale of the values";
pub(super) const DISCOUNT: &str = "Discount";
pub(super) const NORMALISE: &str = "From 0 to 1";
pub(super) const TOTAL: &str = "Total of the weights";

/// First cells of the sections of a sheet.
pub(super) const PARTIES: &str = "Parties";
pub(super) const DRAFTS: &str = "Drafts on the table";
pub(super) const TOGETHER: &str = "Options that are worth more, or less, together";
pub(super) const RED_LINES: &str = "Combinations that the party will never accept";
pub(super) const PROMISES: &str = "What the party promised in public";

/// Heads of columns.
pub(super) const SHORT_NAME: &str = "Short name";
pub(super) const NAME: &str = "Name";
pub(super) const ROLE: &str = "Part in the talks";
pub(super) const RATIFIES_FOR: &str = "Ratifies for";
pub(super) const VOTES: &str = "Votes";
pub(super) const RATIFICATION: &str = "Ratified by";
pub(super) const DATE: &str = "Date";
pub(super) const PROVENANCE: &str = "How it became known";
pub(super) const POINT: &str = "Point";
pub(super) const ISSUE: &str = "Issue";
pub(super) const OPTION: &str = "Option";
pub(super) const WORDS: &str = "Title of the issue, words of the options";
pub(super) const CATEGORY: &str = "Category";
pub(super) const UNIT: &str = "Unit";
pub(super) const AMOUNT: &str = "Amount";
pub(super) const WEIGHT: &str = "Weight";
pub(super) const VALUE: &str = "Value";
pub(super) const RED_LINE: &str = "Red line";
pub(super) const NUMBER: &str = "No.";
pub(super) const PART: &str = "Part";
pub(super) const RULE_WORDS: &str = "Words, or issue: option";
pub(super) const AT_LEAST: &str = "At least";
pub(super) const AT_MOST: &str = "At most";
pub(super) const CONDITION: &str = "Issue: option";
pub(super) const WORTH: &str = "Worth";
pub(super) const COST: &str = "Cost";
pub(super) const UTILITY: &str = "Utility";

/// What marks an option in the column of a draft that contains it.
pub(super) const TICK: &str = "x";

/// What makes an option unacceptable in the column of red lines.
pub(super) const NEVER: &str = "never";

pub(super) const YES: &str = "yes";
pub(super) const NO: &str = "no";

/// Parts of a rule, in the column of parts; a rule of each kind has parts of its own.
pub(super) const IN_WORDS: &str = "in words";
pub(super) const IF: &str = "if";
pub(super) const THEN: &str = "then";
pub(super) const NOT_TOGETHER: &str = "not together";
pub(super) const OF: &str = "count of";
pub(super) const RULE_PARTS: [&str; 5] = [IN_WORDS, IF, THEN, NOT_TOGETHER, OF];

/// Rows of a combination.
pub(super) const THIS: &str = "this";
pub(super) const WITH: &str = "together with";

/// Rows of a promise.
pub(super) const PROMISED: &str = "promised";
pub(super) const WHERE: &str = "where";

/// What ratification takes, where a word says it, and what follows a number of ratifiers or votes.
pub(super) const ALL_RATIFY: &str = "all";
pub(super) const ANY_RATIFIES: &str = "any";
pub(super) const RATIFIERS_NEEDED: &str = "ratifiers";
pub(super) const VOTES_NEEDED: &str = "votes";

/// Parts in the talks, as cells and as the native format spell them.
pub(super) const ROLES: [&str; 3] = ["party", "mediator", "ratifier"];
pub(super) const PROVENANCES: [&str; 3] = ["tabled", "leaked", "public"];
