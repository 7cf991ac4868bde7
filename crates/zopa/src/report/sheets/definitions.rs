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
    WORDS.iter().cloned().chain(solutions).collect()
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
