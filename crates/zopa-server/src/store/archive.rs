//! Everything that a backup holds, in a form that does not depend on the database.

use super::accounts::{ACCOUNTS, Account, PASSKEYS, Passkey, RECOVERY_CODES};
use super::database::{Database, run_all};
use super::error::StoreError;
use super::invitations::{INVITATIONS, Invitation};
use super::log::{CHECKPOINTS, ENTRIES, ROOMS, Room, checkpoint_values, entry, entry_values};
use super::seats::{READS, SEATS, read_values, seat_values};
use super::settings::SETTINGS;
use super::value::{Row as Columns, Table, Value};
use async_trait::async_trait;
use serde::{Deserialize, Serialize};
use std::fmt;
use zopa::mediate::seal::{Sealed, hex, unhex};
use zopa::mediate::{ItemId, Ledger, Moment, SeatId};

/// A row of a table. Sessions and challenges are left out: nobody stays logged in through a restored backup.
#[derive(Clone, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
pub enum Row {
    /// Somebody.
    Account(Account),
    /// A passkey.
    Passkey(Passkey),
    /// A recovery code.
    RecoveryCode {
        /// Its number.
        id: i64,
        /// Whose it is.
        account: String,
        /// Its hash.
        hash: String,
    },
    /// A room.
    Room(Room),
    /// An entry of a room.
    Entry {
        /// The room.
        room: String,
        /// Its number there.
        seq: u64,
        /// The entry.
        sealed: Sealed,
    },
    /// What was signed over a ledger.
    Checkpoint {
        /// The room.
        room: String,
        /// The ledger.
        ledger: Ledger,
        /// Its entries that are covered.
        size: u64,
        /// The entries of the room before it.
        seq_at: u64,
        /// The signed note.
        note: String,
    },
    /// An invitation.
    Invitation(Invitation),
    /// Whose account acts for a seat.
    Seat {
        /// The room.
        room: String,
        /// The seat.
        seat: SeatId,
        /// The account.
        account: String,
        /// The entries of the room after it was taken.
        taken_at: u64,
    },
    /// Who has read what.
    Read {
        /// The room.
        room: String,
        /// The item.
        item: ItemId,
        /// The seat.
        seat: SeatId,
        /// When first.
        read_at: Moment,
    },
    /// A setting.
    Setting {
        /// Its name.
        name: String,
        /// Its value, in hexadecimal.
        value: String,
    },
}

/// The whole store at once.
#[async_trait]
pub trait Archive {
    /// Every row of every table but sessions and challenges, as of one moment, in a fixed order.
    async fn dump(&self) -> Result<Vec<Row>, StoreError>;

    /// Fills an empty database.
    ///
    /// # Errors
    /// It holds something already; rows do not fit together; the store failed. Nothing is written then.
    async fn restore(&self, rows: &[Row]) -> Result<(), StoreError>;
}

impl Row {
    /// The name of the table that it belongs to.
    #[must_use]
    pub fn table(&self) -> &'static str {
        TABLES[self.position()].0.name
    }

    /// Where its table stands among all.
    fn position(&self) -> usize {
        match self {
            Row::Account(_) => 0,
            Row::Passkey(_) => 1,
            Row::RecoveryCode { .. } => 2,
            Row::Room(_) => 3,
            Row::Entry { .. } => 4,
            Row::Checkpoint { .. } => 5,
            Row::Invitation(_) => 6,
            Row::Seat { .. } => 7,
            Row::Read { .. } => 8,
            Row::Setting { .. } => 9,
        }
    }

    fn values(&self) -> Result<Vec<Value>, StoreError> {
        Ok(match self {
            Row::Account(account) => account.values(),
            Row::Passkey(passkey) => passkey.values(),
            Row::RecoveryCode { id, account, hash } => {
                vec![(*id).into(), account.as_str().into(), hash.as_str().into()]
            }
            Row::Room(room) => room.values(),
            Row::Entry { room, seq, sealed } => entry_values(room, *seq, sealed),
            Row::Checkpoint { room, ledger, size, seq_at, note } => {
                checkpoint_values(room, ledger, *size, *seq_at, note)
            }
            Row::Invitation(invitation) => invitation.values(),
            Row::Seat { room, seat, account, taken_at } => seat_values(room, seat, account, *taken_at),
            Row::Read { room, item, seat, read_at } => read_values(room, item, seat, *read_at),
            Row::Setting { name, value } => {
                let bytes =
                    unhex(value).ok_or_else(|| StoreError::Corrupt(format!("the setting {name} is no bytes")))?;
                vec![name.as_str().into(), bytes.as_slice().into()]
            }
        })
    }
}

/// Only its table: rows hold names, words and keys.
impl fmt::Debug for Row {
    fn fmt(&self, f: &mut fmt::Formatter) -> fmt::Result {
        write!(f, "Row({})", self.table())
    }
}

/// How a row of a table is read.
type Reading = fn(Columns) -> Result<Row, StoreError>;

/// Every table with how its rows are read, each behind those that it refers to.
const TABLES: [(Table, Reading); 10] = [
    (ACCOUNTS, |row| Account::read(row).map(Row::Account)),
    (PASSKEYS, |row| Passkey::read(row).map(Row::Passkey)),
    (RECOVERY_CODES, |mut row| Ok(Row::RecoveryCode { id: row.next()?, account: row.next()?, hash: row.next()? })),
    (ROOMS, |row| Room::read(row).map(Row::Room)),
    (ENTRIES, |row| entry(row).map(|(room, seq, sealed)| Row::Entry { room, seq, sealed })),
    (CHECKPOINTS, |mut row| {
        let (room, ledger, size) = (row.next()?, row.next()?, row.next()?);
        Ok(Row::Checkpoint { room, ledger, size, seq_at: row.next()?, note: row.next()? })
    }),
    (INVITATIONS, |row| Invitation::read(row).map(Row::Invitation)),
    (SEATS, |mut row| {
        let (room, seat) = (row.next()?, row.next()?);
        Ok(Row::Seat { room, seat, account: row.next()?, taken_at: row.next()? })
    }),
    (READS, |mut row| {
        let (room, item) = (row.next()?, ItemId(row.next()?));
        Ok(Row::Read { room, item, seat: row.next()?, read_at: row.next()? })
    }),
    (SETTINGS, |mut row| {
        let (name, value): (String, Vec<u8>) = (row.next()?, row.next()?);
        Ok(Row::Setting { name, value: hex(&value) })
    }),
];

/// The order of rows within their table: entries by their numbers, the rest by what they say. It does not rest on the
/// database's idea of alphabets.
fn sort(rows: &mut [Row]) {
    rows.sort_by_cached_key(|row| match row {
        Row::Entry { room, seq, .. } => (room.clone(), *seq),
        row => (serde_json::to_string(row).unwrap_or_default(), 0),
    });
}

#[async_trait]
impl<D: Database> Archive for D {
    async fn dump(&self) -> Result<Vec<Row>, StoreError> {
        let mut transaction = self.snapshot().await?;
        let mut all = Vec::new();
        for (table, read) in TABLES {
            let rows = transaction.rows(table.select("")).await?;
            let mut rows = rows.into_iter().map(read).collect::<Result<Vec<Row>, StoreError>>()?;
            sort(&mut rows);
            all.append(&mut rows);
        }
        Ok(all)
    }

    async fn restore(&self, rows: &[Row]) -> Result<(), StoreError> {
        let mut transaction = self.begin().await?;
        let mut values: [Vec<Vec<Value>>; TABLES.len()] = Default::default();
        for row in rows {
            values[row.position()].push(row.values()?);
        }
        for (table, _) in TABLES {
            if !transaction.rows(table.select("LIMIT 1")).await?.is_empty() {
                return Err(StoreError::NotEmpty { table: table.name });
            }
        }
        for ((table, _), values) in TABLES.into_iter().zip(values) {
            run_all(&mut *transaction, table.insert_all(values, "")).await?;
        }
        transaction.commit().await
    }
}
