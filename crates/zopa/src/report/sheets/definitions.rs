//! What every word and figure means, with where it comes from.

use crate::report::brief::Brief;
use crate::report::phrase::Phrase;
use crate::report::sheet::{Cell, Column, Sheet, Table};

/// A word that the report uses.
#[derive(Clone, Debug, PartialEq)]
pub struct Definition {
    /// Short name, stable.
    pub id: &'static str,
    /// The word.
    pub word: &'static str,
    /// What it means.
    pub meaning: &'static str,
    /// The technical name or formula.
    pub technical: &'static str,
    /// Where it comes from; empty where the word is plain.
    pub citation: &'static str,
}

/// Words of every report.
const WORDS: &[Definition] = &[
    Definition {
        id: "utility",
        word: "Utility",
        meaning: "How satisfied a party is with a package, by its own measure.",
        technical: "u(x): the sum over points of weight times the value of the chosen option, plus terms for pairs of points, divided by the total weight",
        citation: "Ralph L. Keeney and Howard Raiffa, 1976, Decisions with Multiple Objectives, Wiley",
    },
    Definition {
        id: "walk-away",
        word: "Walk-away value",
        meaning: "What no agreement is worth to a party. It signs nothing that gives it less.",
        technical: "reservation value r, the utility of the disagreement point or best alternative (BATNA)",
        citation: "Roger Fisher and William Ury, 1981, Getting to Yes, Houghton Mifflin",
    },
    Definition {
        id: "zone",
        word: "Zone, room for agreement",
        meaning: "The packages that obey the rules, cross no red line and give every party at least its walk-away value.",
        technical: "zone of possible agreement (ZOPA): all x that are allowed, with u_i(x) >= r_i for every party i",
        citation: "Howard Raiffa, 1982, The Art and Science of Negotiation, Harvard University Press",
    },
    Definition {
        id: "red-line",
        word: "Red line",
        meaning: "An option, or a combination, that a party refuses whatever it gets elsewhere.",
        technical: "a hard constraint of one party",
        citation: "",
    },
    Definition {
        id: "frontier",
        word: "Limit, frontier",
        meaning: "Packages where one party can get more only if another gets less.",
        technical: "Pareto frontier of the zone",
        citation: "Vilfredo Pareto, 1906, Manuale di economia politica",
    },
    Definition {
        id: "nearest",
        word: "Nearest acceptable draft",
        meaning: "The acceptable package that changes as few settled points of a draft as possible; of all ways with as few, the best by the solution that is told.",
        technical: "lexicographic min of the number of issues settled otherwise than in the draft, then max of the solution's value, over the zone",
        citation: "",
    },
    Definition {
        id: "price",
        word: "Price of a change",
        meaning: "What a change costs a party once all the other changes are made: undoing it alone would give that back.",
        technical: "u(draft's option here, all other changes made) - u(all changes made)",
        citation: "",
    },
    Definition {
        id: "distance",
        word: "Better for everyone, distance from the limit",
        meaning: "The most that every party could gain over a draft at the same time, without anyone losing.",
        technical: "max over permitted x with u_i(x) >= u_i(draft) for all i of min over i of u_i(x) - u_i(draft)",
        citation: "",
    },
    Definition {
        id: "trade",
        word: "Trade",
        meaning: "Up to three points changed together so that nobody is worse off and somebody is better off, although no part of the change does so by itself: each side gives where it cares less.",
        technical: "logrolling; a minimal Pareto improvement in at most three issues",
        citation: "Lewis A. Froman and Michael D. Cohen, 1970, Compromise and Logroll, Behavioral Science 15",
    },
    Definition {
        id: "state",
        word: "Agreed, tradable, contested, blocked",
        meaning: "Agreed: one option is best for every party, looking at the point alone. Tradable: some trade changes the point. Contested: the parties want different things and no trade touches it. Blocked: every option crosses somebody's red line.",
        technical: "convergence map of a draft",
        citation: "",
    },
    Definition {
        id: "opening",
        word: "Room left by an option",
        meaning: "Whether any package acceptable to all has the option, and how good the best of them is.",
        technical: "the zone and the solution's value with one issue fixed",
        citation: "",
    },
    Definition {
        id: "contest",
        word: "How contested a point is",
        meaning: "Whatever option is chosen, some party gives up at least this share of all that it has at stake.",
        technical: "min over options of max over parties of (best - option) / sum over points of (best - worst)",
        citation: "",
    },
];

/// Words of reports on talks with numbers that are not known.
const UNKNOWN: &[Definition] = &[
    Definition {
        id: "chance",
        word: "Chance",
        meaning: "In how many of the worlds that are possible something holds, each world as likely as the ranges in the files say. Exact where it needs no estimate.",
        technical: "probability over independent draws of the unknown weights, values and reservation values",
        citation: "",
    },
    Definition {
        id: "regret",
        word: "Least regret",
        meaning: "Whatever turns out to be true, the most that any party has less than under the package that would be fair then is as small as can be.",
        technical: "min over x of max over worlds s and parties i of u_i^s(x_s) - u_i^s(x), x_s the Nash solution of world s",
        citation: "Leonard J. Savage, 1951, The Theory of Statistical Decision, Journal of the American Statistical Association 46(253), 55-67",
    },
    Definition {
        id: "information",
        word: "What a question is worth",
        meaning: "How much better the best proposal would do on average if the answer were known. A proposal counts its product of gains as a share of the largest there is, and nothing where somebody refuses.",
        technical: "expected value of partial perfect information",
        citation: "Mark Strong and Jeremy E. Oakley, 2013, An Efficient Method for Computing Single-Parameter Partial Expected Value of Perfect Information, Medical Decision Making 33(6), 755-766",
    },
];

/// Words of reports on talks with ratifiers.
const RATIFIED: &[Definition] = &[Definition {
    id: "ratification",
    word: "Ratified",
    meaning: "Enough of a party's constituencies consent, by its rule, to what the party signs. A constituency consents where a package is no worse to it than no agreement and crosses none of its red lines.",
    technical: "the package lies in the win-set of every party that must ratify",
    citation: "Robert D. Putnam, 1988, Diplomacy and Domestic Politics: The Logic of Two-Level Games, International Organization 42(3), 427-460",
}];

/// Words of reports on talks with public promises.
const PROMISED: &[Definition] = &[Definition {
    id: "audience-cost",
    word: "Cost of a promise",
    meaning: "What a party loses before its own public when it moves away from what it promised in public. It is not part of what the party prefers.",
    technical: "audience cost, in the unit of the party's weights; divided by their sum, in utility",
    citation: "James D. Fearon, 1994, Domestic Political Audiences and the Escalation of International Disputes, American Political Science Review 88(3), 577-592",
}];

/// The words that this report uses: those of every report, then the solutions shown.
#[must_use]
pub fn definitions(brief: &Brief) -> Vec<Definition> {
    let mut solutions: Vec<_> = brief.solutions.iter().map(|solved| solved.question.solution).collect();
    if solutions.is_empty() {
        solutions.push(brief.question.solution);
    }
    let solutions = solutions.into_iter().map(|solution| Definition {
        id: solution.id,
        word: solution.name,
        meaning: solution.plain,
        technical: solution.definition,
        citation: solution.citation,
    });
    let unknown = UNKNOWN.iter().filter(|_| brief.outlook.is_some());
    let ratified = RATIFIED.iter().filter(|_| brief.ratification.is_some());
    let promised = PROMISED.iter().filter(|_| !brief.negotiation.commitments().is_empty());
    WORDS.iter().chain(unknown).chain(ratified).chain(promised).cloned().chain(solutions).collect()
}

pub(super) fn sheet(brief: &Brief) -> Option<Sheet> {
    let row = |definition: Definition| {
        vec![
            Cell::Named { id: definition.id.into(), name: Phrase::from(definition.word) },
            Cell::words(definition.meaning),
            Cell::words(definition.technical),
            Cell::words(definition.citation),
        ]
    };
    let mut sheet = Sheet::new("definitions", "Definitions");
    sheet.tables.push(Table {
        id: "definitions",
        caption: Phrase::from("What the words mean"),
        columns: vec![
            Column::words("word", "Word"),
            Column::words("meaning", "Meaning"),
            Column::words("technical", "In technical terms"),
            Column::words("citation", "Source"),
        ],
        rows: definitions(brief).into_iter().map(row).collect(),
    });
    Some(sheet)
}
