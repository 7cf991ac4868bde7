//! Rooms, and the log of each.

use super::changes::Change;
use super::database::{Database, Transaction, run_all};
use super::error::StoreError;
use super::invitations::spend_for;
use super::seats::{SEATS, seat_values};
use super::value::{Row, Statement, Table, TokenHash, Value};
use async_trait::async_trait;
use serde::{Deserialize, Serialize};
use serde_json::value::RawValue;
use std::fmt;
use tokio::sync::broadcast;
use zopa::mediate::seal::Sealed;
use zopa::mediate::{Ledger, Moment, SeatId};

/// A room, as far as the store knows it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Room {
    /// Its short name.
    pub id: String,
    /// When it was opened.
    pub created_at: Moment,
    /// Whether it is a rehearsal, in which no seat is protected.
    pub demo: bool,
}

/// What counts together, or not at all.
#[derive(Clone, Default)]
pub struct Commit {
    /// When.
    pub at: Moment,
    /// The entries that follow, in the order of acts.
    pub entries: Vec<Sealed>,
    /// What was signed over them: the ledger, how many of its entries are covered, and the note.
    pub checkpoints: Vec<(Ledger, u64, String)>,
    /// Accounts that act for a seat from now on.
    pub binds: Vec<(String, SeatId)>,
    /// The invitation that it uses up. It must work for this room.
    pub spends: Option<TokenHash>,
}

impl fmt::Debug for Commit {
    fn fmt(&self, f: &mut fmt::Formatter) -> fmt::Result {
        let (entries, checkpoints) = (self.entries.len(), self.checkpoints.len());
        write!(f, "Commit({entries} entries, {checkpoints} checkpoints, {} binds)", self.binds.len())
    }
}

/// Why nothing was appended.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum AppendError {
    /// Somebody else was faster: read what follows, decide anew, and append behind it.
    Conflict,
    /// The invitation was used, revoked, has expired, or is for another room.
    Spent,
    /// The store failed.
    Store(StoreError),
}

impl fmt::Display for AppendError {
    fn fmt(&self, f: &mut fmt::Formatter) -> fmt::Result {
        match self {
            AppendError::Conflict => f.write_str("somebody else was faster; read the room again, and decide anew"),
            AppendError::Spent => f.write_str("the invitation no longer works; ask for another"),
            AppendError::Store(error) => error.fmt(f),
        }
    }
}

impl std::error::Error for AppendError {}

/// A second entry at one place means that somebody else was faster.
impl From<StoreError> for AppendError {
    fn from(error: StoreError) -> AppendError {
        match error {
            StoreError::Taken { .. } => AppendError::Conflict,
            error => AppendError::Store(error),
        }
    }
}

/// Rooms, and the log of each.
#[async_trait]
pub trait Log {
    /// Opens a room with its first entries.
    ///
    /// # Errors
    /// There is a room of this name; the invitation does not work; the store failed.
    async fn create_room(&self, room: &Room, commit: &Commit) -> Result<(), AppendError>;

    /// Every room, the oldest first.
    async fn rooms(&self) -> Result<Vec<Room>, StoreError>;

    /// A room by its name.
    async fn room(&self, id: &str) -> Result<Option<Room>, StoreError>;

    /// The entries behind the first `after`, in the order of acts over all ledgers.
    async fn entries_after(&self, room: &str, after: u64) -> Result<Vec<Sealed>, StoreError>;

    /// Appends to a log that has `seq` entries.
    ///
    /// # Errors
    /// It has another number of entries by now; the invitation does not work; the store failed.
    async fn append(&self, room: &str, seq: u64, commit: &Commit) -> Result<(), AppendError>;

    /// What was signed, in order: ledger, entries covered, entries of the room before it, note.
    async fn checkpoints(&self, room: &str) -> Result<Vec<(Ledger, u64, u64, String)>, StoreError>;

    /// What was signed last over a ledger: entries covered, entries of the room before it, note.
    async fn latest_checkpoint(&self, room: &str, ledger: &Ledger) -> Result<Option<(u64, u64, String)>, StoreError>;

    /// Erases the content of entries by their numbers; commitments and proofs stay.
    async fn erase(&self, room: &str, seqs: &[u64]) -> Result<(), StoreError>;

    /// News of changes from now on, by this process and, where the database can, by others. Who falls behind is told
    /// so by the channel, and reads everything again.
    fn changes(&self) -> broadcast::Receiver<Change>;
}

pub(super) const ROOMS: Table = Table { name: "rooms", columns: "id, created_at, demo" };
pub(super) const ENTRIES: Table = Table {
    name: "entries",
    columns: "room, seq, ledger, place, written_at, written_by, salt, fact, commitment, leaf",
};
pub(super) const CHECKPOINTS: Table = Table { name: "checkpoints", columns: "room, ledger, size, seq_at, note" };

impl Room {
    pub(super) fn values(&self) -> Vec<Value> {
        vec![self.id.as_str().into(), self.created_at.into(), self.demo.into()]
    }

    pub(super) fn read(mut row: Row) -> Result<Room, StoreError> {
        Ok(Room { id: row.next()?, created_at: row.next()?, demo: row.next()? })
    }
}

pub(super) fn entry_values(room: &str, seq: u64, sealed: &Sealed) -> Vec<Value> {
    vec![
        room.into(),
        seq.into(),
        (&sealed.ledger).into(),
        sealed.index.into(),
        sealed.at.into(),
        sealed.by.as_ref().into(),
        sealed.salt.clone().into(),
        sealed.fact.as_ref().map(|fact| fact.get().to_string()).into(),
        sealed.commitment.as_str().into(),
        sealed.leaf.as_str().into(),
    ]
}

/// Room, number and entry.
pub(super) fn entry(mut row: Row) -> Result<(String, u64, Sealed), StoreError> {
    let (room, seq) = (row.next()?, row.next()?);
    let sealed = Sealed {
        ledger: row.next()?,
        index: row.next()?,
        at: row.next()?,
        by: row.next()?,
        salt: row.next()?,
        fact: row.next::<Option<String>>()?.map(fact).transpose()?,
        commitment: row.next()?,
        leaf: row.next()?,
    };
    Ok((room, seq, sealed))
}

fn fact(text: String) -> Result<Box<RawValue>, StoreError> {
    RawValue::from_string(text).map_err(|_| StoreError::Corrupt("an entry is not JSON".into()))
}

pub(super) fn checkpoint_values(room: &str, ledger: &Ledger, size: u64, seq_at: u64, note: &str) -> Vec<Value> {
    vec![room.into(), ledger.into(), size.into(), seq_at.into(), note.into()]
}

/// Writes what a commit holds behind the first `seq` entries.
async fn write(
    database: &dyn Database,
    transaction: &mut dyn Transaction,
    room: &str,
    seq: u64,
    commit: &Commit,
) -> Result<(), AppendError> {
    if let Some(hash) = &commit.spends
        && !spend_for(transaction, hash, room, commit.at).await?
    {
        return Err(AppendError::Spent);
    }
    let entries = (seq..).zip(&commit.entries).map(|(seq, sealed)| entry_values(room, seq, sealed)).collect();
    run_all(transaction, ENTRIES.insert_all(entries, "")).await?;
    let seq_at = seq + commit.entries.len() as u64;
    let checkpoints = commit.checkpoints.iter();
    let checkpoints = checkpoints.map(|(ledger, size, note)| checkpoint_values(room, ledger, *size, seq_at, note));
    run_all(transaction, CHECKPOINTS.insert_all(checkpoints.collect(), "")).await?;
    let seats = commit.binds.iter().map(|(account, seat)| seat_values(room, seat, account, seq_at)).collect();
    run_all(transaction, SEATS.insert_all(seats, "")).await?;
    Ok(database.announce(transaction, room).await?)
}

/// Makes a transaction count, and tells of it. It runs by itself: a request that is broken off in between must not leave
/// a change of which nobody hears.
async fn finish(database: &dyn Database, transaction: Box<dyn Transaction>, room: &str) -> Result<(), StoreError> {
    let (news, room) = (database.news().clone(), room.to_string());
    let finished = tokio::spawn(async move {
        transaction.commit().await?;
        // Nobody may be following; that is no fault.
        let _ = news.send(Change::Room(room));
        Ok(())
    });
    finished.await.unwrap_or_else(|_| {
        let remedy = "read the room again to see whether it counts";
        Err(StoreError::unavailable("the program ends while a commit is under way", remedy))
    })
}

#[async_trait]
impl<D: Database> Log for D {
    async fn create_room(&self, room: &Room, commit: &Commit) -> Result<(), AppendError> {
        let mut transaction = self.begin().await?;
        transaction.run(ROOMS.insert(room.values())).await?;
        write(self, &mut *transaction, &room.id, 0, commit).await?;
        Ok(finish(self, transaction, &room.id).await?)
    }

    async fn rooms(&self) -> Result<Vec<Room>, StoreError> {
        let select = ROOMS.select("ORDER BY created_at, id");
        self.read(select).await?.into_iter().map(Room::read).collect()
    }

    async fn room(&self, id: &str) -> Result<Option<Room>, StoreError> {
        let select = ROOMS.select("WHERE id = $1").bind(id);
        self.read(select).await?.pop().map(Room::read).transpose()
    }

    async fn entries_after(&self, room: &str, after: u64) -> Result<Vec<Sealed>, StoreError> {
        let select = ENTRIES.select("WHERE room = $1 AND seq >= $2 ORDER BY seq");
        let rows = self.read(select.bind(room).bind(after)).await?;
        rows.into_iter().map(|row| Ok(entry(row)?.2)).collect()
    }

    async fn append(&self, room: &str, seq: u64, commit: &Commit) -> Result<(), AppendError> {
        let mut transaction = self.begin().await?;
        // The key of the entries decides who is first; this only keeps gaps out.
        let count = Statement::new("SELECT COALESCE(MAX(seq) + 1, 0) FROM entries WHERE room = $1").bind(room);
        let mut rows = transaction.rows(count).await?;
        let length: u64 = rows.pop().map_or(Ok(0), |mut row| row.next())?;
        if length != seq {
            return Err(AppendError::Conflict);
        }
        write(self, &mut *transaction, room, seq, commit).await?;
        Ok(finish(self, transaction, room).await?)
    }

    async fn checkpoints(&self, room: &str) -> Result<Vec<(Ledger, u64, u64, String)>, StoreError> {
        let select = "SELECT ledger, size, seq_at, note FROM checkpoints WHERE room = $1 ORDER BY seq_at, ledger, size";
        let checkpoint = |mut row: Row| Ok((row.next()?, row.next()?, row.next()?, row.next()?));
        self.read(Statement::new(select).bind(room)).await?.into_iter().map(checkpoint).collect()
    }

    async fn latest_checkpoint(&self, room: &str, ledger: &Ledger) -> Result<Option<(u64, u64, String)>, StoreError> {
        let select = "SELECT size, seq_at, note FROM checkpoints WHERE room = $1 AND ledger = $2 \
                      ORDER BY size DESC LIMIT 1";
        let checkpoint = |mut row: Row| Ok((row.next()?, row.next()?, row.next()?));
        self.read(Statement::new(select).bind(room).bind(ledger)).await?.pop().map(checkpoint).transpose()
    }

    async fn erase(&self, room: &str, seqs: &[u64]) -> Result<(), StoreError> {
        let mut transaction = self.begin().await?;
        for seq in seqs {
            let update = "UPDATE entries SET salt = NULL, fact = NULL WHERE room = $1 AND seq = $2";
            transaction.run(Statement::new(update).bind(room).bind(*seq)).await?;
        }
        self.announce(&mut *transaction, room).await?;
        finish(self, transaction, room).await?;
        self.scrub().await
    }

    fn changes(&self) -> broadcast::Receiver<Change> {
        self.news().subscribe()
    }
}
