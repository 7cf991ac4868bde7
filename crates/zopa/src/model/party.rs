//! Who must agree.

/// A participant in the talks.
#[derive(Clone, Debug, PartialEq)]
pub struct Party {
    /// Short name used in files, unique in the negotiation.
    pub id: String,
    /// What people call it.
    pub name: String,
    /// Its part in the talks.
    pub role: Role,
}

/// A participant's part in the talks. Every party of a negotiation must agree, whatever its role;
/// ratifiers that count by a rule of ratification stand apart (see [`Ratifier`](super::Ratifier)).
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Role {
    /// Negotiates and signs.
    Party,
    /// Helps the others to agree; signs only where it has interests of its own.
    Mediator,
    /// A constituency that must ratify what the party at this index signs.
    Ratifier {
        /// Index of the party that it ratifies for.
        of: usize,
    },
}
