//! News of changes.

use tokio::sync::broadcast;

/// Something has changed. It carries names of rooms, never what was said in them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Change {
    /// A room has new entries. The same news may come twice.
    Room(String),
    /// News may have been missed: whoever follows rooms reads each of them again.
    Everything,
}

/// Who falls further behind than this is told to read everything again.
const BACKLOG: usize = 1024;

/// Where changes are told.
pub(super) fn channel() -> broadcast::Sender<Change> {
    broadcast::Sender::new(BACKLOG)
}
