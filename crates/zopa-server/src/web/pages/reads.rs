//! Who read what: noted for others' items, told to owners.

use super::items::Card;
use super::words::Time;
use super::{Fail, InRoom};
use crate::web::api;
use std::sync::PoisonError;
use zopa::mediate::{ItemId, Moment};

/// Notes that the seat read items of others, each once.
pub async fn note(room: &InRoom, items: Vec<ItemId>) -> Result<(), Fail> {
    let key = |item: &ItemId| (room.seat.clone(), item.clone());
    let known = || room.live.read.lock().unwrap_or_else(PoisonError::into_inner);
    let new: Vec<ItemId> = {
        let known = known();
        items.into_iter().filter(|item| !known.contains(&key(item))).collect()
    };
    if new.is_empty() {
        return Ok(());
    }
    // What is not noted is not shown: the owner's list must be whole.
    room.app.store.note_reads(&room.live.id, &room.seat, &new, room.now).await?;
    known().extend(new.iter().map(key));
    Ok(())
}

/// Writes onto the own items of a page who read them.
pub async fn tell(room: &InRoom, cards: &mut [Card]) -> Result<(), Fail> {
    for card in cards.iter_mut().filter(|card| card.tells_readers) {
        let readers = api::readers(room, &ItemId(card.id.clone())).await?;
        card.readers = readers.into_iter().map(|read| (read.name, Time::new(Moment(read.at), room.now))).collect();
    }
    Ok(())
}
