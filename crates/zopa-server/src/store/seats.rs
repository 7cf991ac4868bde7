//! Whose account acts for which seat, and who has read what.

use super::database::Database;
use super::error::StoreError;
use super::value::{Row, Statement, Table, Value};
use async_trait::async_trait;
use zopa::mediate::{ItemId, Moment, SeatId};

/// Whose account acts for which seat, and who has read what.
#[async_trait]
pub trait Seats {
    /// The seat that somebody has in a room: the last that they took.
    async fn seat_of(&self, account: &str, room: &str) -> Result<Option<SeatId>, StoreError>;

    /// The rooms in which somebody has a seat.
    async fn rooms_of(&self, account: &str) -> Result<Vec<(String, SeatId)>, StoreError>;

    /// Whose account acts for a seat.
    async fn account_of(&self, room: &str, seat: &SeatId) -> Result<Option<String>, StoreError>;

    /// Notes that a seat has read items. The first time counts.
    async fn note_reads(&self, room: &str, seat: &SeatId, items: &[ItemId], at: Moment) -> Result<(), StoreError>;

    /// Who has read an item, and when first, the earliest first.
    async fn reads(&self, room: &str, item: &ItemId) -> Result<Vec<(SeatId, Moment)>, StoreError>;
}

pub(super) const SEATS: Table = Table { name: "seats", columns: "room, seat, account, taken_at" };
pub(super) const READS: Table = Table { name: "item_reads", columns: "room, item, seat, read_at" };

pub(super) fn seat_values(room: &str, seat: &SeatId, account: &str, taken_at: u64) -> Vec<Value> {
    vec![room.into(), seat.into(), account.into(), taken_at.into()]
}

pub(super) fn read_values(room: &str, item: &ItemId, seat: &SeatId, at: Moment) -> Vec<Value> {
    vec![room.into(), item.into(), seat.into(), at.into()]
}

#[async_trait]
impl<D: Database> Seats for D {
    async fn seat_of(&self, account: &str, room: &str) -> Result<Option<SeatId>, StoreError> {
        let select = "SELECT seat FROM seats WHERE account = $1 AND room = $2 ORDER BY taken_at DESC, seat LIMIT 1";
        let seat = |mut row: Row| row.next();
        self.read(Statement::new(select).bind(account).bind(room)).await?.pop().map(seat).transpose()
    }

    async fn rooms_of(&self, account: &str) -> Result<Vec<(String, SeatId)>, StoreError> {
        let select = "SELECT room, seat FROM seats WHERE account = $1 ORDER BY room, taken_at DESC, seat";
        let place = |mut row: Row| Ok((row.next()?, row.next()?));
        let places = self.read(Statement::new(select).bind(account)).await?.into_iter().map(place);
        let mut places = places.collect::<Result<Vec<(String, SeatId)>, StoreError>>()?;
        places.dedup_by(|next, kept| next.0 == kept.0);
        Ok(places)
    }

    async fn account_of(&self, room: &str, seat: &SeatId) -> Result<Option<String>, StoreError> {
        let select = Statement::new("SELECT account FROM seats WHERE room = $1 AND seat = $2");
        self.read(select.bind(room).bind(seat)).await?.pop().map(|mut row| row.next()).transpose()
    }

    async fn note_reads(&self, room: &str, seat: &SeatId, items: &[ItemId], at: Moment) -> Result<(), StoreError> {
        let rows = items.iter().map(|item| read_values(room, item, seat, at)).collect();
        for insert in READS.insert_all(rows, "ON CONFLICT DO NOTHING") {
            self.run(insert).await?;
        }
        Ok(())
    }

    async fn reads(&self, room: &str, item: &ItemId) -> Result<Vec<(SeatId, Moment)>, StoreError> {
        let select = "SELECT seat, read_at FROM item_reads WHERE room = $1 AND item = $2 ORDER BY read_at, seat";
        let reading = |mut row: Row| Ok((row.next()?, row.next()?));
        self.read(Statement::new(select).bind(room).bind(item)).await?.into_iter().map(reading).collect()
    }
}
