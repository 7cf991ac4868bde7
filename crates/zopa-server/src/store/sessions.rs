//! What is open for a while: sessions, and ceremonies of passkeys.

use super::database::{Database, take};
use super::error::StoreError;
use super::shown;
use super::value::{Column, Row, Statement, Table, TokenHash, Value};
use async_trait::async_trait;
use zopa::mediate::Moment;

/// Somebody is known for a while.
#[derive(Clone, PartialEq, Eq)]
pub struct Session {
    /// The hash of its token.
    pub hash: TokenHash,
    /// Who.
    pub account: String,
    /// Where.
    pub kind: SessionKind,
    /// What its owner recognises it by.
    pub label: String,
    /// Since when.
    pub created_at: Moment,
    /// Until when.
    pub expires_at: Moment,
    /// When it was last used, as far as that was noted.
    pub seen_at: Option<Moment>,
    /// When a passkey was last shown for something that needs it.
    pub stepped_up_at: Option<Moment>,
}

shown!(Session: account, kind, created_at, expires_at, seen_at, stepped_up_at);

/// What a session is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SessionKind {
    /// A person in a browser.
    Browser,
    /// A program that acts for a person.
    Machine,
}

impl SessionKind {
    /// The word for it.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            SessionKind::Browser => "browser",
            SessionKind::Machine => "machine",
        }
    }
}

/// Sessions, and ceremonies of passkeys.
#[async_trait]
pub trait Sessions {
    /// Begins a session.
    async fn create_session(&self, session: &Session) -> Result<(), StoreError>;

    /// A session by the hash of its token, also where it has expired: whoever asks has the clock.
    async fn session(&self, hash: &TokenHash) -> Result<Option<Session>, StoreError>;

    /// Notes that a session was used.
    async fn touch_session(&self, hash: &TokenHash, seen_at: Moment) -> Result<(), StoreError>;

    /// Notes that a passkey was shown, and says whether there is such a session.
    async fn step_up(&self, hash: &TokenHash, at: Moment) -> Result<bool, StoreError>;

    /// Ends a session.
    async fn end_session(&self, hash: &TokenHash) -> Result<(), StoreError>;

    /// Ends all sessions of somebody.
    async fn end_sessions(&self, account: &str) -> Result<(), StoreError>;

    /// Somebody's sessions, the newest first.
    async fn sessions_of(&self, account: &str) -> Result<Vec<Session>, StoreError>;

    /// Keeps the state of a ceremony until somebody finishes it.
    async fn put_challenge(&self, hash: &TokenHash, state: &str, expires_at: Moment) -> Result<(), StoreError>;

    /// The state of a ceremony, once, unless it has expired.
    async fn take_challenge(&self, hash: &TokenHash, now: Moment) -> Result<Option<String>, StoreError>;

    /// Removes sessions and challenges that have expired, and the hashes of invitations that have.
    async fn purge(&self, now: Moment) -> Result<(), StoreError>;
}

impl Column for SessionKind {
    fn read(value: Value) -> Option<SessionKind> {
        let word = String::read(value)?;
        [SessionKind::Browser, SessionKind::Machine].into_iter().find(|kind| kind.word() == word)
    }
}

const SESSIONS: Table =
    Table { name: "sessions", columns: "hash, account, kind, label, created_at, expires_at, seen_at, stepped_up_at" };

const CHALLENGES: Table = Table { name: "challenges", columns: "hash, state, expires_at" };

impl Session {
    fn values(&self) -> Vec<Value> {
        vec![
            (&self.hash).into(),
            self.account.as_str().into(),
            self.kind.word().into(),
            self.label.as_str().into(),
            self.created_at.into(),
            self.expires_at.into(),
            self.seen_at.into(),
            self.stepped_up_at.into(),
        ]
    }

    fn read(mut row: Row) -> Result<Session, StoreError> {
        Ok(Session {
            hash: row.next()?,
            account: row.next()?,
            kind: row.next()?,
            label: row.next()?,
            created_at: row.next()?,
            expires_at: row.next()?,
            seen_at: row.next()?,
            stepped_up_at: row.next()?,
        })
    }
}

#[async_trait]
impl<D: Database> Sessions for D {
    async fn create_session(&self, session: &Session) -> Result<(), StoreError> {
        self.run(SESSIONS.insert(session.values())).await.map(drop)
    }

    async fn session(&self, hash: &TokenHash) -> Result<Option<Session>, StoreError> {
        let select = SESSIONS.select("WHERE hash = $1");
        self.read(select.bind(hash)).await?.pop().map(Session::read).transpose()
    }

    async fn touch_session(&self, hash: &TokenHash, seen_at: Moment) -> Result<(), StoreError> {
        let update = Statement::new("UPDATE sessions SET seen_at = $2 WHERE hash = $1");
        self.run(update.bind(hash).bind(seen_at)).await.map(drop)
    }

    async fn step_up(&self, hash: &TokenHash, at: Moment) -> Result<bool, StoreError> {
        let update = Statement::new("UPDATE sessions SET stepped_up_at = $2 WHERE hash = $1");
        Ok(self.run(update.bind(hash).bind(at)).await? > 0)
    }

    async fn end_session(&self, hash: &TokenHash) -> Result<(), StoreError> {
        self.run(Statement::new("DELETE FROM sessions WHERE hash = $1").bind(hash)).await.map(drop)
    }

    async fn end_sessions(&self, account: &str) -> Result<(), StoreError> {
        self.run(Statement::new("DELETE FROM sessions WHERE account = $1").bind(account)).await.map(drop)
    }

    async fn sessions_of(&self, account: &str) -> Result<Vec<Session>, StoreError> {
        let select = SESSIONS.select("WHERE account = $1 ORDER BY created_at DESC, hash");
        self.read(select.bind(account)).await?.into_iter().map(Session::read).collect()
    }

    async fn put_challenge(&self, hash: &TokenHash, state: &str, expires_at: Moment) -> Result<(), StoreError> {
        self.run(CHALLENGES.insert(vec![hash.into(), state.into(), expires_at.into()])).await.map(drop)
    }

    async fn take_challenge(&self, hash: &TokenHash, now: Moment) -> Result<Option<String>, StoreError> {
        // Whatever comes late uses it up too.
        let delete = Statement::new("DELETE FROM challenges WHERE hash = $1 RETURNING state, expires_at");
        let Some(mut row) = take(self, delete.bind(hash)).await?.pop() else { return Ok(None) };
        let (state, expires_at): (String, Moment) = (row.next()?, row.next()?);
        Ok((now < expires_at).then_some(state))
    }

    async fn purge(&self, now: Moment) -> Result<(), StoreError> {
        for expired in [
            "DELETE FROM sessions WHERE expires_at <= $1",
            "DELETE FROM challenges WHERE expires_at <= $1",
            "UPDATE invitations SET hash = NULL WHERE expires_at <= $1 AND hash IS NOT NULL",
        ] {
            self.run(Statement::new(expired).bind(now)).await?;
        }
        Ok(())
    }
}
