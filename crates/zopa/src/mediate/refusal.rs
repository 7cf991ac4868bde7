//! Why an action is not accepted.

use serde::Serialize;
use std::fmt;

/// An action that is not accepted, with every reason.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Refusal {
    /// What kind of reason it is.
    pub reason: Reason,
    /// What is wrong and what to do about it, a sentence or two each.
    pub problems: Vec<String>,
}

/// What stands against an action.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Reason {
    /// The seat may not do this.
    Forbidden,
    /// There is no such thing, as far as the seat may know.
    Missing,
    /// It does not fit what has happened meanwhile.
    Conflict,
    /// Something in it is wrong by itself.
    Invalid,
}

impl Refusal {
    pub(super) fn forbidden(problem: impl Into<String>) -> Refusal {
        Refusal { reason: Reason::Forbidden, problems: vec![problem.into()] }
    }

    pub(super) fn missing(problem: impl Into<String>) -> Refusal {
        Refusal { reason: Reason::Missing, problems: vec![problem.into()] }
    }

    pub(super) fn conflict(problem: impl Into<String>) -> Refusal {
        Refusal { reason: Reason::Conflict, problems: vec![problem.into()] }
    }

    /// Whatever is wrong by itself, or nothing.
    pub(super) fn unless_empty(problems: Vec<String>) -> Result<(), Refusal> {
        if problems.is_empty() { Ok(()) } else { Err(Refusal { reason: Reason::Invalid, problems }) }
    }
}

impl fmt::Display for Refusal {
    fn fmt(&self, f: &mut fmt::Formatter) -> fmt::Result {
        f.write_str(&self.problems.join("\n"))
    }
}

impl std::error::Error for Refusal {}
