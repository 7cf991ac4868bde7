//! A sign of life on a terminal while work takes long.

use indicatif::{ProgressBar, ProgressStyle};
use std::io::IsTerminal;
use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender, channel};
use std::thread::{self, JoinHandle};
use std::time::Duration;

/// Work shorter than this shows nothing: a flash of text would only distract.
const PATIENCE: Duration = Duration::from_millis(500);

/// How often the sign moves.
const TICK: Duration = Duration::from_millis(100);

/// Shows a sign of life until it is dropped.
pub struct Progress(Option<(Sender<()>, JoinHandle<()>)>);

impl Progress {
    /// Begins to wait. Nothing is shown where standard error is no terminal.
    pub fn start(what: &str) -> Progress {
        if !std::io::stderr().is_terminal() {
            return Progress(None);
        }
        let what = what.to_string();
        let (done, is_done) = channel();
        Progress(Some((done, thread::spawn(move || show(what, &is_done)))))
    }
}

impl Drop for Progress {
    fn drop(&mut self) {
        if let Some((done, thread)) = self.0.take() {
            drop(done);
            // A sign of life that failed is no reason to lose the answer.
            let _ = thread.join();
        }
    }
}

fn show(what: String, is_done: &Receiver<()>) {
    if is_done.recv_timeout(PATIENCE) != Err(RecvTimeoutError::Timeout) {
        return;
    }
    let bar = ProgressBar::new_spinner().with_elapsed(PATIENCE).with_message(what);
    if let Ok(style) = ProgressStyle::with_template("{spinner} {msg}, {elapsed} (Ctrl-C for the best so far)") {
        bar.set_style(style);
    }
    while is_done.recv_timeout(TICK) == Err(RecvTimeoutError::Timeout) {
        bar.tick();
    }
    bar.finish_and_clear();
}
