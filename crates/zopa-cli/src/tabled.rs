//! The drafts on the table and further texts, each as the whole package that it stands for.

use crate::fault::Fault;
use crate::texts::{Text, text};
use zopa::assess::completion::completion;
use zopa::model::Outcome;
use zopa::registry::solution;
use zopa::solve::{Budget, Measure, Question, Solver};

/// Nodes for filling one text's open points.
const NODES: u64 = 5_000_000;

/// A text and the package that it stands for: open points are filled as fairly as can be.
pub struct Tabled {
    pub text: Text,
    /// None only where the search for the best filling ended first.
    pub package: Option<Outcome>,
}

impl Tabled {
    /// Whether the text leaves points open.
    pub fn is_open(&self) -> bool {
        !self.text.settles.open_issues().is_empty()
    }
}

/// The drafts on the table, then further texts as typed.
pub fn tabled(solver: &Solver, further: &[String]) -> Result<Vec<Tabled>, Fault> {
    let negotiation = solver.negotiation();
    let ids = negotiation.drafts().iter().map(|draft| draft.id.clone());
    let texts: Vec<Text> = ids
        .chain(further.iter().cloned())
        .map(|typed| text(&typed, solver, &mut Budget { nodes: NODES, interrupt: None }))
        .collect::<Result<_, _>>()?;
    let measure = measure(solver);
    let filled = |text: Text| {
        let package = text.settles.complete().or_else(|| {
            let budget = &mut Budget { nodes: NODES, interrupt: None };
            completion(solver, &text.settles, &measure, budget).map(|completion| completion.outcome)
        });
        Tabled { text, package }
    };
    Ok(texts.into_iter().map(filled).collect())
}

/// What Nash's solution makes large; it needs nothing but walk-away values.
fn measure(solver: &Solver) -> Measure {
    let nash = Question::plain(solution("nash").expect("a solution"), solver.negotiation().parties().len());
    let budget = &mut Budget { nodes: NODES, interrupt: None };
    Measure::of(solver, &nash, budget).expect("a product of gains needs no ideals")
}
