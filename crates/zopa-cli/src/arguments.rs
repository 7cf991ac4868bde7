//! What can be typed: global limits here, and each command's own arguments beside the command.

use crate::commands::Command;
use crate::control::Limit;
use clap::{Args, Parser};
use std::num::NonZeroUsize;

/// Exact analysis of negotiations over many points between many parties.
///
/// PATH is a folder with talks.toml and the parties' files in parties/, a folder with the files of
/// another format, or a single file. The formats: zopa list formats.
#[derive(Debug, Parser)]
#[command(name = "zopa", version, arg_required_else_help = true, max_term_width = 100, after_help = EXIT_CODES)]
pub struct Arguments {
    /// What to do.
    #[command(subcommand)]
    pub command: Command,
    /// What the work may cost.
    #[command(flatten)]
    pub limits: Limits,
}

/// What the work may cost.
#[derive(Debug, Args)]
pub struct Limits {
    /// Stop with the best so far after a time (5s, 2m, 1h) or after a number of search steps
    /// (1000000nodes), which ends at the same place on every machine
    #[arg(long, global = true, value_name = "LIMIT")]
    pub budget: Option<Limit>,
    /// Threads to work with; the answer is the same with any number [default: one for each core]
    #[arg(long, global = true, value_name = "N")]
    pub threads: Option<NonZeroUsize>,
    /// Determines the random draws, where an estimate makes any
    #[arg(long, global = true, value_name = "N", default_value_t = 1)]
    pub seed: u64,
}

const EXIT_CODES: &str = "Exit codes: 0 answered (no possible agreement is an answer), 1 bad input, \
    2 wrong use, 3 the budget ended before the answer was proved.";
