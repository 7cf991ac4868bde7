//! Live pages: a stream that says only that there is something new.

use super::InRoom;
use crate::clock;
use crate::hall::Live;
use crate::limits::Ticket;
use crate::store::{Store, TokenHash};
use axum::response::Sse;
use axum::response::sse::{Event, KeepAlive};
use futures_util::stream::{self, Stream};
use std::convert::Infallible;
use std::sync::Arc;
use std::time::Duration;
use tokio::sync::watch;
use zopa::mediate::{SeatId, view};

/// How often a quiet stream shows that it is alive, and whether its session still is.
const HEARTBEAT: Duration = Duration::from_secs(20);

/// So many streams may one account have open: more than anybody has pages.
const MOST_EACH: usize = 100;

/// So many may be open in all.
const MOST: usize = 12_000;

/// News of a burst come together.
const PAUSE: Duration = Duration::from_millis(250);

struct Listener {
    live: Arc<Live>,
    store: Arc<dyn Store>,
    seat: SeatId,
    session: TokenHash,
    news: watch::Receiver<u64>,
    is_first: bool,
    _ticket: Ticket,
}

/// The stream of a seat. An event carries how much the own delegation has read, and nothing else.
pub async fn events(room: InRoom) -> Result<Sse<impl Stream<Item = Result<Event, Infallible>>>, super::Fail> {
    let reader = room.look(|view| view.reader().clone())?;
    let news = room.live.news(&reader).ok_or(super::Fail::Missing)?;
    let ticket = room.app.streams.enter(&room.who.account.id, MOST_EACH, MOST).ok_or(super::Fail::Slower(30))?;
    let listener = Listener {
        live: room.live,
        store: room.app.store.clone(),
        seat: room.seat,
        session: room.who.session.hash,
        news,
        is_first: true,
        _ticket: ticket,
    };
    let stream = stream::unfold(listener, |mut listener| async move {
        let event = listener.next().await?;
        Some((Ok(event), listener))
    });
    Ok(Sse::new(stream).keep_alive(KeepAlive::new().interval(HEARTBEAT)))
}

impl Listener {
    /// The next event; none once the seat or the session is gone.
    async fn next(&mut self) -> Option<Event> {
        if !std::mem::take(&mut self.is_first) {
            while tokio::time::timeout(HEARTBEAT, self.news.changed()).await.is_err() {
                if !self.is_signed_in().await {
                    return None;
                }
            }
            tokio::time::sleep(PAUSE).await;
            self.news.mark_unchanged();
        }
        let reading = self.live.look(|room| view(room, Some(&self.seat), clock::now()).map(|view| view.reading()))?;
        Some(Event::default().event("news").data(reading.to_string()))
    }

    async fn is_signed_in(&self) -> bool {
        let session = self.store.session(&self.session).await.ok().flatten();
        session.is_some_and(|session| session.expires_at > clock::now())
            && self.live.look(|room| view(room, Some(&self.seat), clock::now()).is_some())
    }
}
