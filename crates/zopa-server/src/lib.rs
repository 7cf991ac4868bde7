//! The room over HTTP: it stores the log, knows who asks, and renders views.
//!
//! What may be done and seen is decided by the library (`zopa::mediate`) alone. [`store`] keeps the log and whatever
//! belongs to accounts; [`hall`] has the rooms at work; [`web`] is what browsers and programs talk to.

pub mod clock;
pub mod journal;
pub mod token;
pub mod limits;
pub mod store;
pub mod backup;
pub mod keys;
pub mod transfer;
pub mod hall;
pub mod app;
pub mod web;
pub mod listen;
pub mod run;
