//! Tests of the room: action by action, then laws over random logs.

mod amendments;
mod disclosure;
mod laws;
mod marks;
mod overview;
mod papers;
mod questions;
mod rig;
pub(super) mod script;
mod seats;
mod signing;
mod text;
mod words;
mod worlds;
