//! A budget handed out question by question, also to several threads at once.

use crate::solve::Budget;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};

/// Gives every question its own part of a budget, so that answers do not depend on the order in
/// which threads take them up.
pub struct Purse<'i> {
    interrupt: Option<&'i AtomicBool>,
    spent: AtomicU64,
}

impl<'i> Purse<'i> {
    /// A purse that is stopped from outside as a budget is.
    #[must_use]
    pub fn of(budget: &Budget<'i>) -> Purse<'i> {
        Purse { interrupt: budget.interrupt, spent: AtomicU64::new(0) }
    }

    /// Asks a question that may visit so many nodes.
    pub fn ask<T>(&self, nodes: u64, question: impl FnOnce(&mut Budget) -> T) -> T {
        let mut budget = Budget { nodes, interrupt: self.interrupt };
        let answer = question(&mut budget);
        // Wraps only where budgets are unlimited, and then nobody reads it.
        self.spent.fetch_add(nodes - budget.nodes, Ordering::Relaxed);
        answer
    }

    /// Whether questions are stopped from outside.
    #[must_use]
    pub fn is_stopped(&self) -> bool {
        self.interrupt.is_some_and(|flag| flag.load(Ordering::Relaxed))
    }

    /// The nodes that all questions visited so far.
    #[must_use]
    pub fn spent(&self) -> u64 {
        self.spent.load(Ordering::Relaxed)
    }
}
