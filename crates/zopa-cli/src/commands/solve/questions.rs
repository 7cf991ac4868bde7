//! From names and weights as typed to questions.

use crate::fault::Fault;
use crate::read::nearest;
use zopa::exact::{self, Rational, ratio};
use zopa::model::Negotiation;
use zopa::registry::{SOLUTIONS, Solution, solution};
use zopa::solve::Question;

/// One question for each solution named; each solution once.
pub fn questions(names: &[String], weights: &[String], negotiation: &Negotiation) -> Result<Vec<Question>, Fault> {
    let mut solutions: Vec<&'static Solution> = Vec::new();
    for name in names {
        let meant = match name.trim() {
            "all" => SOLUTIONS.iter().copied().filter(|solution| !solution.takes_weights).collect(),
            name => vec![named(name)?],
        };
        for solution in meant {
            if !solutions.iter().any(|known| known.id == solution.id) {
                solutions.push(solution);
            }
        }
    }
    let weights = parties_weights(weights, negotiation)?;
    if weights.is_some() && !solutions.iter().any(|solution| solution.takes_weights) {
        let names: Vec<&str> = SOLUTIONS.iter().filter(|s| s.takes_weights).map(|s| s.id).collect();
        return Err(Fault::Usage(format!(
            "none of these solutions takes weights; those that do: {}",
            names.join(", ")
        )));
    }
    let question = |solution: &'static Solution| match &weights {
        Some(weights) if solution.takes_weights => Question::weighted(solution, weights.clone()).map_err(Fault::Usage),
        _ => Ok(Question::plain(solution, negotiation.parties().len())),
    };
    solutions.into_iter().map(question).collect()
}

/// The question about one solution.
pub fn one(name: &str, weights: &[String], negotiation: &Negotiation) -> Result<Question, Fault> {
    named(name)?;
    let mut questions = questions(&[name.to_string()], weights, negotiation)?;
    Ok(questions.swap_remove(0))
}

/// A solution by its name or alias.
fn named(name: &str) -> Result<&'static Solution, Fault> {
    solution(&name.to_lowercase()).ok_or_else(|| {
        let known = SOLUTIONS.iter().flat_map(|solution| solution.aliases.iter().chain([&solution.id]));
        let help = match nearest(name, known.map(|name| (*name).to_string())) {
            Some(meant) => format!("did you mean {meant}?"),
            None => "see: zopa list solutions".to_string(),
        };
        Fault::Usage(format!("there is no solution `{name}`\n  help: {help}"))
    })
}

/// A weight for each party, if any was typed.
fn parties_weights(typed: &[String], negotiation: &Negotiation) -> Result<Option<Vec<Rational>>, Fault> {
    if typed.is_empty() {
        return Ok(None);
    }
    let parties = negotiation.parties();
    let mut weights = vec![None; parties.len()];
    for entry in typed {
        let wrong = |why: String| Fault::Usage(format!("the weight `{entry}` cannot be used: {why}"));
        let (name, weight) = entry.split_once('=').ok_or_else(|| wrong("write PARTY=WEIGHT".into()))?;
        let party = parties.iter().position(|party| party.id == name.trim()).ok_or_else(|| {
            let ids = || parties.iter().map(|party| party.id.clone());
            wrong(match nearest(name, ids()) {
                Some(meant) => format!("there is no party `{name}`; did you mean {meant}?"),
                None => format!("there is no party `{name}`, only {}", ids().collect::<Vec<_>>().join(", ")),
            })
        })?;
        let weight = exact::parse(weight).map_err(wrong)?;
        if weights[party].replace(weight).is_some() {
            return Err(wrong("the party has a weight already".into()));
        }
    }
    Ok(Some(weights.into_iter().map(|weight| weight.unwrap_or_else(|| ratio(1, 1))).collect()))
}
