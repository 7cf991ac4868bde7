//! One thing to settle, and its possible settlements.

use crate::exact::Rational;

/// One thing to settle. A draft's "point 7" is an issue with `point = 7`.
#[derive(Clone, Debug, PartialEq)]
pub struct Issue {
    /// Short name used in files, unique in the negotiation.
    pub id: String,
    /// What people call it.
    pub title: String,
    /// Its number in the draft, where it has one; several issues may split one point.
    pub point: Option<u32>,
    /// Kind of provision, from the published taxonomy where it fits.
    pub category: Option<String>,
    /// What an amount counts ("EUR million", "days"), where options are amounts.
    pub unit: Option<String>,
    /// Its possible settlements, at least one.
    pub options: Vec<IssueOption>,
}

/// One possible settlement of an issue.
#[derive(Clone, Debug, PartialEq)]
pub struct IssueOption {
    /// Short name used in files, unique in its issue.
    pub id: String,
    /// The words that an agreement would contain.
    pub text: String,
    /// The amount that it stands for, where the issue is a range of numbers.
    pub amount: Option<Rational>,
}
