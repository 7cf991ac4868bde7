//! What people do in a room: a file for each action, and a line in the table below.
//!
//! A file holds what the action is, its [`Kind`] and how it is decided. Deciding reads the actor's desk alone.

mod desk;

use super::fact::Fact;
use super::ledger::Ledger;
use super::refusal::Refusal;
use super::roster::Rank;
pub(super) use desk::Desk;
pub use mark::Drafted;
use serde::{Deserialize, Serialize};

/// What an action leads to: what is to be written where, in order.
pub(super) type Deeds = Vec<(Ledger, Fact)>;

/// What is to be known of an action before it is done.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Kind {
    /// Its short name, as in JSON.
    pub name: &'static str,
    /// What it does, in a few words.
    pub title: &'static str,
    /// Who may do it.
    pub who: Who,
    /// The lowest rank that may.
    pub least: Rank,
    /// Whether it commits the delegation, so that whoever does it should show once more who they are.
    pub weighty: bool,
}

/// Whose seats may do an action.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Who {
    /// The mediator's team.
    Mediator,
    /// Delegations of parties.
    Parties,
    /// Both.
    All,
}

/// An action: facts first, then the decision.
trait Act {
    const KIND: Kind;

    /// What it leads to. Who may do it has been checked.
    fn decide(&self, desk: &mut Desk) -> Result<Deeds, Refusal>;
}

macro_rules! actions {
    ($($file:ident :: $name:ident),* $(,)?) => {
        $(mod $file;)*
        $(pub use $file::$name;)*

        /// What somebody wants to do.
        #[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
        #[serde(tag = "action", rename_all = "snake_case")]
        pub enum Action {
            $(#[doc = concat!("See [`", stringify!($name), "`].")] $name($name)),*
        }

        /// Every action.
        pub const ACTIONS: &[Kind] = &[$($name::KIND),*];

        impl Action {
            /// What is to be known of it.
            #[must_use]
            pub fn kind(&self) -> Kind {
                match self { $(Action::$name(_) => $name::KIND),* }
            }

            /// What it leads to.
            pub(super) fn decide(&self, desk: &mut Desk) -> Result<Deeds, Refusal> {
                desk.may(self.kind())?;
                match self { $(Action::$name(action) => action.decide(desk)),* }
            }
        }

        $(impl From<$name> for Action {
            fn from(action: $name) -> Action {
                Action::$name(action)
            }
        })*
    };
}

actions! {
    admit::Admit,
    rank::SetRank,
    remove::Remove,
    two_persons::TwoPersons,
    mark::SetMark,
    second::Second,
    widen::Widen,
    withdraw::Withdraw,
    value::SetValues,
    amend::Propose,
    rule::Rule,
    issue::Issue,
    freeze::Freeze,
    say::Say,
    ask::Ask,
    answer::Reply,
    extend::Extend,
    close::Close,
    minute::Minute,
    publish::Publish,
    everything::Everything,
    table::Table,
    sign::Sign,
}
