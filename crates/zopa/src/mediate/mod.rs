//! Live talks in a room: private marks, one text, caucuses, signals, and a record that cannot be altered unseen.
//!
//! A room is the fold of an append-only log. The log is several [`Ledger`]s, one for each circle of readers: all
//! parties, a party and the mediator, one delegation alone, the public. What a delegation knows is the fold of the
//! ledgers that it may read and of nothing else; there is no state of the whole room from which something could leak.
//! [`view`] is the only exit.
//!
//! An [`Action`] is what somebody wants to do. [`Room::act`] accepts it, as entries to be appended, or refuses it with
//! reasons; it decides by what the actor may know alone, so that a refusal tells nothing either. A party's item becomes
//! known to others by a copy in their ledger, so that each ledger is complete and can be verified by those who read it.
//!
//! Nothing here knows a clock, a network or chance: moments, names and salts are handed in. [`seal`] holds the proofs.

pub mod action;
mod analysis;
mod communique;
mod fact;
mod ledger;
mod moment;
mod names;
mod opening;
mod refusal;
mod room;
mod roster;
pub mod seal;
mod state;
mod view;
mod wording;

pub use action::{
    ACTIONS, Action, Admit, Ask, Close, Drafted, Everything, Extend, Freeze, Issue, Kind, Minute, Propose, Publish,
    Remove, Reply, Rule, Say, Second, SetMark, SetRank, SetValues, Sign, Table, TwoPersons, Who, Widen, Withdraw,
};
pub use analysis::{Blocker, Convergence, Hint, Map, NearestText, Score};
pub use communique::{Leak, leaks};
pub use fact::{
    Amendment, Answer, Body, Choice, Entry, Fact, Item, Level, Mark, Message, MessageKind, Opened, Paper, PartyAtTable,
    Ruling, Signal, Stance, Values, Version, Worded,
};
pub use ledger::{Ledger, Reader};
pub use moment::Moment;
pub use names::{ItemId, PartyId, SeatId};
pub use refusal::{Reason, Refusal};
pub use room::{Broken, Mint, Room};
pub use roster::{Delegation, Rank, Seat};
pub use state::{Held, Signalled};
pub use view::{
    Happening, ItemView, MarkView, Mine, PointState, PointView, Pressing, Queued, ReplyView, Right, SignalView,
    SignatureView, SigningView, VersionView, View, Whole, view,
};
pub use wording::{MAX_NAME, MAX_POINTS, MAX_SEATS, MAX_TEXT, MAX_TITLE, check_name};

#[cfg(test)]
mod tests;
