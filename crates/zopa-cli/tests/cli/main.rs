//! The program, as its users run it.

mod budgets;
mod commands;
mod common;
mod docs;
mod drafts;
mod house;
