//! Who may stop the work: the budget, and the reader with Ctrl-C.

mod limit;
mod progress;

pub use limit::Limit;

use crate::arguments::Limits;
use crate::fault::{Ending, Fault};
use crate::output::tell;
use progress::Progress;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::thread;
use std::time::{Duration, Instant};
use zopa::solve::Budget;

/// The exit code of a program that Ctrl-C ended, by the shells' custom.
const ENDED_BY_READER: i32 = 130;

/// Hands out what is left of the budget, question by question.
pub struct Control {
    /// Determines the random draws, where an estimate makes any.
    pub seed: u64,
    left: Mutex<Option<Limit>>,
    ended_early: AtomicBool,
    watch: Arc<Watch>,
}

/// What the solver, the clock and the reader share.
#[derive(Default)]
struct Watch {
    stop: AtomicBool,
    state: Mutex<State>,
    changed: Condvar,
}

#[derive(Default)]
struct State {
    deadline: Option<Instant>,
    asked_to_stop: bool,
}

impl Control {
    /// Takes the limits as typed.
    pub fn new(limits: &Limits) -> Result<Control, Fault> {
        if let Some(threads) = limits.threads {
            let pool = rayon::ThreadPoolBuilder::new().num_threads(threads.get());
            pool.build_global().map_err(|error| Fault::Usage(format!("{threads} threads cannot be had: {error}")))?;
        }
        Ok(Control {
            seed: limits.seed,
            left: Mutex::new(limits.budget),
            ended_early: AtomicBool::new(false),
            watch: Arc::default(),
        })
    }

    /// From here on Ctrl-C asks for the best so far; a second one ends the program.
    pub fn listen(&self) -> Result<(), Fault> {
        let watch = Arc::clone(&self.watch);
        let handler = move || {
            let mut state = watch.lock();
            if std::mem::replace(&mut state.asked_to_stop, true) {
                std::process::exit(ENDED_BY_READER);
            }
            watch.stop.store(true, Ordering::Relaxed);
            tell("stopping with the best so far; Ctrl-C again ends at once");
        };
        ctrlc::set_handler(handler)
            .map_err(|error| Fault::input(format!("error: Ctrl-C cannot be caught: {error}")))?;
        if let Some(Limit::Time(_)) = *locked(&self.left) {
            let watch = Arc::clone(&self.watch);
            thread::spawn(move || watch.keep_time());
        }
        Ok(())
    }

    /// Whether the budget, or the reader, ended some question's work.
    pub fn ended_early(&self) -> bool {
        self.ended_early.load(Ordering::Relaxed)
    }

    /// How a command ends that could prove everything it says, or not.
    pub fn ending(&self, is_proved: bool) -> Ending {
        if is_proved || !self.ended_early() { Ending::Answered } else { Ending::Unfinished }
    }

    /// Asks a question under a fair share of the budget: what is left, divided by the number of
    /// questions that are still to be asked. Easy questions leave their time to hard ones.
    pub fn ask<T>(&self, what: &str, questions_left: usize, question: impl FnOnce(&mut Budget) -> T) -> T {
        let questions_left = questions_left.max(1);
        let start = Instant::now();
        let left = *locked(&self.left);
        let mut budget = Budget { nodes: u64::MAX, interrupt: Some(&self.watch.stop) };
        match left {
            Some(Limit::Time(time)) => {
                self.watch.begin(start.checked_add(time / u32::try_from(questions_left).unwrap_or(u32::MAX)));
            }
            Some(Limit::Nodes(nodes)) => budget.nodes = nodes.div_ceil(questions_left as u64),
            None => {}
        }
        let share = budget.nodes;
        let progress = Progress::start(what);
        let answer = question(&mut budget);
        drop(progress);
        if budget.is_spent() {
            self.ended_early.store(true, Ordering::Relaxed);
        }
        match left {
            Some(Limit::Time(time)) => {
                self.watch.begin(None);
                *locked(&self.left) = Some(Limit::Time(time.saturating_sub(start.elapsed())));
            }
            Some(Limit::Nodes(nodes)) => {
                let spent = share.saturating_sub(budget.nodes);
                *locked(&self.left) = Some(Limit::Nodes(nodes.saturating_sub(spent)));
            }
            None => {}
        }
        answer
    }
}

impl Watch {
    fn lock(&self) -> MutexGuard<'_, State> {
        locked(&self.state)
    }

    /// Sets the time at which the present question ends.
    fn begin(&self, deadline: Option<Instant>) {
        let mut state = self.lock();
        state.deadline = deadline;
        self.stop.store(state.asked_to_stop, Ordering::Relaxed);
        self.changed.notify_all();
    }

    /// Raises the flag whenever a deadline passes.
    fn keep_time(&self) {
        let mut state = self.lock();
        loop {
            let wait = state.deadline.map(|deadline| deadline.saturating_duration_since(Instant::now()));
            if wait == Some(Duration::ZERO) {
                self.stop.store(true, Ordering::Relaxed);
                state.deadline = None;
                continue;
            }
            let wait = wait.unwrap_or(Duration::from_secs(3600));
            state = self.changed.wait_timeout(state, wait).unwrap_or_else(PoisonError::into_inner).0;
        }
    }
}

/// What a lock protects here stays whole even if some thread panicked with it.
fn locked<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
