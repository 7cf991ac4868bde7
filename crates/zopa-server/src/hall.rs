//! The rooms that are at work: each has a task of its own through which every act passes.
//!
//! The task keeps two copies of its room. On one it decides what comes in, several acts at a time; once the store has
//! them all on disk in one transaction, the other, from which pages are read, takes them in. Replicas on one database
//! do the same: whoever finds that another was faster reads what came between and decides anew.

use crate::clock;
use crate::store::{AppendError, Change, Commit, Room as Row, Store, StoreError, TokenHash};
use crate::token;
use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::sync::{Arc, Mutex, PoisonError, RwLock, RwLockReadGuard};
use std::time::Duration;
use tokio::sync::{mpsc, oneshot, watch};
use zopa::mediate::seal::{Checkpoint, Sealed, Signer, Tree, origin, seal};
use zopa::mediate::{Action, Entry, Ledger, Moment, Opened, Reader, Refusal, Room, SeatId};

/// So many acts are decided before they go to disk together.
const MOST_AT_ONCE: usize = 128;

/// So many acts wait for a room; whoever comes then is told to come again.
const MOST_WAITING: usize = 1024;

/// How often an act is decided anew because another replica was faster.
const MOST_TRIES: usize = 50;

/// Why an act did not happen.
#[derive(Debug)]
pub enum Failure {
    /// It was refused.
    Refused(Refusal),
    /// The invitation that it rests on was used already.
    Spent,
    /// Too many acts wait for the room.
    Busy,
    /// The store failed, or the log in it is broken.
    Broken(String),
}

impl From<StoreError> for Failure {
    fn from(error: StoreError) -> Failure {
        Failure::Broken(error.to_string())
    }
}

/// What somebody wants done, and what happens with it in the same transaction.
pub struct Request {
    /// Whose act it is.
    pub seat: SeatId,
    /// The act.
    pub action: Action,
    /// Accounts that get seats by it.
    pub binds: Vec<(String, SeatId)>,
    /// The invitation that it spends.
    pub spends: Option<TokenHash>,
}

/// Every room that is at work.
pub struct Hall {
    store: Arc<dyn Store>,
    signer: Arc<Signer>,
    rooms: Mutex<HashMap<String, Arc<Live>>>,
}

/// A room at work.
pub struct Live {
    /// Its short name.
    pub id: String,
    folded: RwLock<Folded>,
    desk: mpsc::Sender<Message>,
    news: BTreeMap<Reader, watch::Sender<u64>>,
    /// Who read which items, so that the store is told once.
    pub(crate) read: Mutex<std::collections::HashSet<(SeatId, zopa::mediate::ItemId)>>,
}

/// Where whoever acts waits for what came of it.
type Reply = oneshot::Sender<Result<Vec<Entry>, Failure>>;

enum Message {
    Act(Request, Reply),
    Refresh,
}

/// A room and its trees, as far as they were taken in.
#[derive(Clone)]
struct Folded {
    room: Room,
    trees: BTreeMap<Ledger, Tree>,
    seq: u64,
}

impl Folded {
    fn new() -> Result<Folded, Failure> {
        let room = Room::fold([]).map_err(|broken| Failure::Broken(broken.to_string()))?;
        Ok(Folded { room, trees: BTreeMap::new(), seq: 0 })
    }

    fn take(&mut self, sealed: &Sealed) -> Result<(), Failure> {
        let broken = |problem: String| {
            Failure::Broken(format!("the log is broken at ledger {}, entry {}: {problem}", sealed.ledger, sealed.index))
        };
        let entry = sealed.open().map_err(broken)?;
        let entry = entry.ok_or_else(|| broken("its content was erased".into()))?;
        self.room.apply(&entry).map_err(|fault| broken(fault.problem))?;
        self.trees.entry(sealed.ledger.clone()).or_default().push(sealed.computed_leaf());
        self.seq += 1;
        Ok(())
    }
}

impl Hall {
    /// A hall without rooms at work; they are read from the store when somebody comes.
    #[must_use]
    pub fn new(store: Arc<dyn Store>, signer: Signer) -> Arc<Hall> {
        let hall = Arc::new(Hall { store, signer: Arc::new(signer), rooms: Mutex::new(HashMap::new()) });
        tokio::spawn(follow(Arc::downgrade(&hall)));
        hall
    }

    /// Who signs checkpoints.
    #[must_use]
    pub fn signer(&self) -> &Signer {
        &self.signer
    }

    /// Opens a room on a text, with its first mediator.
    ///
    /// # Errors
    /// What is wrong with the text, or the store failed.
    pub async fn open(&self, opened: Opened, account: &str, name: &str) -> Result<(String, SeatId), Failure> {
        let (id, now, demo) = (token::name(), clock::now(), opened.demo);
        let (entries, seat) = Room::open(now, opened, name, &mut token::name).map_err(Failure::Refused)?;
        let mut folded = Folded::new()?;
        let mut commit = Commit { at: now, binds: vec![(account.to_string(), seat.clone())], ..Commit::default() };
        write(&entries, &mut folded, &mut commit)?;
        self.sign(&id, &folded, &mut commit);
        let created = self.store.create_room(&Row { id: id.clone(), created_at: now, demo }, &commit).await;
        created.map_err(|error| Failure::Broken(error.to_string()))?;
        Ok((id, seat))
    }

    fn sign(&self, room: &str, folded: &Folded, commit: &mut Commit) {
        sign(&self.signer, room, folded, commit);
    }

    /// A room by its short name; none where there is no such room.
    ///
    /// # Errors
    /// The store failed, or the log is broken.
    pub async fn room(&self, id: &str) -> Result<Option<Arc<Live>>, Failure> {
        if let Some(live) = self.lock().get(id) {
            return Ok(Some(live.clone()));
        }
        if self.store.room(id).await?.is_none() {
            return Ok(None);
        }
        let mut folded = Folded::new()?;
        for sealed in self.store.entries_after(id, 0).await? {
            folded.take(&sealed)?;
        }
        let (desk, messages) = mpsc::channel(MOST_WAITING);
        let news = folded.room.readers().map(|reader| (reader.clone(), watch::Sender::new(0))).collect();
        let live = Arc::new(Live {
            id: id.to_string(),
            folded: RwLock::new(folded.clone()),
            desk,
            news,
            read: Mutex::default(),
        });
        let mut rooms = self.lock();
        if let Some(other) = rooms.get(id) {
            return Ok(Some(other.clone()));
        }
        rooms.insert(id.to_string(), live.clone());
        let clerk = Clerk {
            live: Arc::downgrade(&live),
            id: id.to_string(),
            store: self.store.clone(),
            signer: self.signer.clone(),
            draft: folded,
            looked: clock::now(),
        };
        tokio::spawn(clerk.work(messages));
        Ok(Some(live))
    }

    fn lock(&self) -> std::sync::MutexGuard<'_, HashMap<String, Arc<Live>>> {
        self.rooms.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Tells rooms at work what other replicas wrote, until the hall is gone.
async fn follow(hall: std::sync::Weak<Hall>) {
    let Some(mut changes) = hall.upgrade().map(|hall| hall.store.changes()) else { return };
    loop {
        let change = changes.recv().await;
        let Some(hall) = hall.upgrade() else { return };
        let rooms: Vec<Arc<Live>> = match change {
            Ok(Change::Room(id)) => hall.lock().get(&id).cloned().into_iter().collect(),
            Ok(Change::Everything) | Err(tokio::sync::broadcast::error::RecvError::Lagged(_)) => {
                hall.lock().values().cloned().collect()
            }
            Err(tokio::sync::broadcast::error::RecvError::Closed) => return,
        };
        for live in rooms {
            // A room that is too busy to hear of news reads them before its next act.
            let _ = live.desk.try_send(Message::Refresh);
        }
    }
}

impl Live {
    /// Lets somebody look at the room as it is now.
    pub fn look<T>(&self, look: impl FnOnce(&Room) -> T) -> T {
        look(&self.folded().room)
    }

    fn folded(&self) -> RwLockReadGuard<'_, Folded> {
        self.folded.read().unwrap_or_else(PoisonError::into_inner)
    }

    /// The tree of a ledger as it is now.
    #[must_use]
    pub fn tree(&self, ledger: &Ledger) -> Tree {
        self.folded().trees.get(ledger).cloned().unwrap_or_default()
    }

    /// How many entries the log has.
    #[must_use]
    pub fn seq(&self) -> u64 {
        self.folded().seq
    }

    /// Does something in the room.
    ///
    /// # Errors
    /// Why it did not happen.
    pub async fn act(&self, request: Request) -> Result<Vec<Entry>, Failure> {
        let (reply, answer) = oneshot::channel();
        self.desk.try_send(Message::Act(request, reply)).map_err(|_| Failure::Busy)?;
        answer.await.unwrap_or_else(|_| Err(Failure::Broken("the room stopped working; try again".into())))
    }

    /// Wakes whenever a reader may read something new, or a moment of theirs has come.
    #[must_use]
    pub fn news(&self, reader: &Reader) -> Option<watch::Receiver<u64>> {
        self.news.get(reader).map(watch::Sender::subscribe)
    }

    fn tell(&self, reader: &Reader) {
        if let Some(news) = self.news.get(reader) {
            news.send_modify(|version| *version += 1);
        }
    }
}

/// The task of a room.
struct Clerk {
    live: std::sync::Weak<Live>,
    id: String,
    store: Arc<dyn Store>,
    signer: Arc<Signer>,
    draft: Folded,
    /// Until when moments were looked for.
    looked: Moment,
}

/// An act that was decided and waits for the disk.
struct Decided {
    request: Request,
    entries: Vec<Entry>,
    reply: Reply,
}

/// Tells whoever waits that the store did not take their act.
fn fail(decided: Vec<Decided>, error: &AppendError) {
    tracing::error!(kind = "append", error = %error);
    for Decided { reply, .. } in decided {
        let failure = match error {
            AppendError::Spent => Failure::Spent,
            _ => Failure::Broken("the act could not be stored; try again".into()),
        };
        let _ = reply.send(Err(failure));
    }
}

impl Clerk {
    async fn work(mut self, mut messages: mpsc::Receiver<Message>) {
        loop {
            let wait = self.wait();
            let first = tokio::select! {
                message = messages.recv() => match message {
                    Some(message) => Some(message),
                    None => return,
                },
                () = tokio::time::sleep(wait) => None,
            };
            let mut acts = Vec::new();
            let mut refresh = false;
            let mut message = first;
            while let Some(next) = message {
                match next {
                    Message::Act(request, reply) => acts.push((request, reply)),
                    Message::Refresh => refresh = true,
                }
                // What spends an invitation stands alone, as it fails alone.
                let stands_alone = acts.last().is_some_and(|(request, _)| request.spends.is_some());
                message = if acts.len() < MOST_AT_ONCE && !stands_alone { messages.try_recv().ok() } else { None };
            }
            if refresh && let Err(failure) = self.catch_up().await {
                tracing::error!(room = %self.id, kind = "refresh", failure = ?kind(&failure));
            }
            self.moments().await;
            if !acts.is_empty() {
                self.acts(acts).await;
            }
        }
    }

    /// How long until something happens without anybody's doing.
    fn wait(&self) -> Duration {
        let next = self.draft.room.next_moment(self.looked);
        let ahead = next.map_or(u64::MAX, |next| next.0.saturating_sub(clock::now().0));
        Duration::from_millis(ahead.min(3_600_000))
    }

    /// Closes what is due, and wakes whoever has a reminder or a deadline that has come.
    async fn moments(&mut self) {
        let (before, now) = (self.looked, clock::now());
        self.looked = now;
        for _ in 0..MOST_TRIES {
            let entries = self.draft.room.due(now);
            if entries.is_empty() {
                break;
            }
            match self.commit(&entries, Commit { at: now, ..Commit::default() }).await {
                Ok(()) => self.publish(entries.iter()),
                Err(AppendError::Conflict) if self.catch_up().await.is_ok() => {}
                Err(_) => {
                    tracing::error!(room = %self.id, kind = "due");
                    self.rewind().await;
                    break;
                }
            }
        }
        let Some(live) = self.live.upgrade() else { return };
        for reader in self.draft.room.readers() {
            if self.draft.room.next_moment_of(reader, before).is_some_and(|moment| moment <= now) {
                live.tell(reader);
            }
        }
    }

    async fn acts(&mut self, mut acts: Vec<(Request, Reply)>) {
        for _ in 0..MOST_TRIES {
            let Some((decided, commit)) = self.decide(acts).await else { return };
            if decided.is_empty() {
                return;
            }
            let before = self.draft.seq - commit.entries.len() as u64;
            match self.store.append(&self.id, before, &commit).await {
                Ok(()) => {
                    self.publish(decided.iter().flat_map(|act| &act.entries));
                    for Decided { entries, reply, .. } in decided {
                        let _ = reply.send(Ok(entries));
                    }
                    return;
                }
                Err(AppendError::Conflict) => {
                    self.rewind().await;
                    acts = decided.into_iter().map(|act| (act.request, act.reply)).collect();
                }
                Err(error) => {
                    self.rewind().await;
                    return fail(decided, &error);
                }
            }
        }
        for (_, reply) in acts {
            let _ = reply.send(Err(Failure::Busy));
        }
    }

    /// Decides acts one after the other, each on what those before it led to. None where that failed altogether.
    async fn decide(&mut self, acts: Vec<(Request, Reply)>) -> Option<(Vec<Decided>, Commit)> {
        let mut decided = Vec::new();
        let mut commit = Commit { at: clock::now(), ..Commit::default() };
        for (request, reply) in acts {
            match self.draft.room.act(clock::now(), &request.seat, &request.action, &mut token::name) {
                Err(refusal) => _ = reply.send(Err(Failure::Refused(refusal))),
                Ok(entries) => {
                    if let Err(failure) = write(&entries, &mut self.draft, &mut commit) {
                        // What was decided before is answered by its reply being dropped: nothing is on disk yet.
                        let _ = reply.send(Err(failure));
                        self.rewind().await;
                        return None;
                    }
                    commit.binds.extend(request.binds.iter().cloned());
                    commit.spends = commit.spends.or(request.spends);
                    decided.push(Decided { request, entries, reply });
                }
            }
        }
        sign(&self.signer, &self.id, &self.draft, &mut commit);
        Some((decided, commit))
    }

    async fn commit(&mut self, entries: &[Entry], mut commit: Commit) -> Result<(), AppendError> {
        let before = self.draft.seq;
        let mut draft = self.draft.clone();
        if write(entries, &mut draft, &mut commit).is_err() {
            return Err(AppendError::Conflict);
        }
        sign(&self.signer, &self.id, &draft, &mut commit);
        self.store.append(&self.id, before, &commit).await?;
        self.draft = draft;
        Ok(())
    }

    /// Lets pages see what is on disk now, and wakes whoever may read it.
    fn publish<'e>(&self, entries: impl Iterator<Item = &'e Entry>) {
        let Some(live) = self.live.upgrade() else { return };
        let mut readers = BTreeSet::new();
        {
            let mut folded = live.folded.write().unwrap_or_else(PoisonError::into_inner);
            for entry in entries {
                if folded.room.apply(entry).is_err() {
                    tracing::error!(kind = "publish", room = %self.id);
                }
                readers.extend(live.news.keys().filter(|reader| entry.ledger.is_read_by(reader)));
            }
            folded.trees.clone_from(&self.draft.trees);
            folded.seq = self.draft.seq;
        }
        readers.into_iter().for_each(|reader| live.tell(reader));
    }

    /// Forgets what was decided and did not reach the disk.
    async fn rewind(&mut self) {
        if let Some(live) = self.live.upgrade() {
            self.draft = live.folded().clone();
        }
        if let Err(failure) = self.catch_up().await {
            tracing::error!(room = %self.id, kind = "rewind", failure = ?kind(&failure));
        }
    }

    /// Reads what other replicas wrote.
    async fn catch_up(&mut self) -> Result<(), Failure> {
        let sealed = self.store.entries_after(&self.id, self.draft.seq).await?;
        let mut entries = Vec::with_capacity(sealed.len());
        for sealed in sealed {
            self.draft.take(&sealed)?;
            entries.extend(sealed.open().map_err(Failure::Broken)?);
        }
        if !entries.is_empty() {
            self.publish(entries.iter());
        }
        Ok(())
    }
}

fn kind(failure: &Failure) -> &'static str {
    match failure {
        Failure::Refused(_) => "refused",
        Failure::Spent => "spent",
        Failure::Busy => "busy",
        Failure::Broken(_) => "broken",
    }
}

/// Seals entries, and takes them in.
fn write(entries: &[Entry], folded: &mut Folded, commit: &mut Commit) -> Result<(), Failure> {
    for entry in entries {
        let sealed = seal(entry, token::random());
        folded.room.apply(entry).map_err(|broken| Failure::Broken(broken.to_string()))?;
        folded.trees.entry(entry.ledger.clone()).or_default().push(sealed.computed_leaf());
        folded.seq += 1;
        commit.entries.push(sealed);
    }
    Ok(())
}

/// Signs a checkpoint over every ledger that a commit makes longer.
fn sign(signer: &Signer, room: &str, folded: &Folded, commit: &mut Commit) {
    let mut ledgers: Vec<&Ledger> = commit.entries.iter().map(|sealed| &sealed.ledger).collect();
    ledgers.sort();
    ledgers.dedup();
    for ledger in ledgers {
        let Some(tree) = folded.trees.get(ledger) else { continue };
        let checkpoint = Checkpoint { origin: origin(room, ledger), size: tree.size(), root: tree.root() };
        commit.checkpoints.push((ledger.clone(), tree.size(), signer.sign(&checkpoint)));
    }
}
