//! Links that work once.

use super::database::{Database, Transaction};
use super::error::StoreError;
use super::shown;
use super::value::{Row, Statement, Table, TokenHash, Value};
use async_trait::async_trait;
use serde::{Deserialize, Serialize};
use zopa::mediate::{Moment, Rank, SeatId};

/// A link that lets somebody in, once.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Invitation {
    /// The hash of its token; none once it has expired and was purged.
    pub hash: Option<TokenHash>,
    /// A short name, which is no secret.
    pub id: String,
    /// The room; none for the link by which the first mediator opens one.
    pub room: Option<String>,
    /// Into which delegation, as [`zopa::mediate::Delegation`] is written.
    pub delegation: Option<String>,
    /// With which rank.
    pub rank: Option<Rank>,
    /// For whom, as far as the one who invites says.
    pub name_hint: Option<String>,
    /// Who invites.
    pub by_seat: Option<SeatId>,
    /// Since when.
    pub created_at: Moment,
    /// Until when.
    pub expires_at: Moment,
    /// When it was used.
    pub spent_at: Option<Moment>,
    /// When it was taken back.
    pub revoked_at: Option<Moment>,
}

shown!(Invitation: id, room, delegation, rank, created_at, expires_at, spent_at, revoked_at);

/// Links that work once.
#[async_trait]
pub trait Invitations {
    /// Adds an invitation.
    async fn create_invitation(&self, invitation: &Invitation) -> Result<(), StoreError>;

    /// An invitation by the hash of its token, also where it no longer works.
    async fn invitation(&self, hash: &TokenHash) -> Result<Option<Invitation>, StoreError>;

    /// Every invitation into a room, the newest first.
    async fn invitations(&self, room: &str) -> Result<Vec<Invitation>, StoreError>;

    /// Takes back an invitation that nobody has used, and says whether there was one.
    async fn revoke_invitation(&self, room: &str, id: &str, at: Moment) -> Result<bool, StoreError>;

    /// Uses an invitation up. Of many who try at once, one gets it; nobody does where it no longer works.
    async fn spend_invitation(&self, hash: &TokenHash, now: Moment) -> Result<Option<Invitation>, StoreError>;
}

pub(super) const INVITATIONS: Table = Table {
    name: "invitations",
    columns: "hash, id, room, delegation, seat_rank, name_hint, by_seat, created_at, expires_at, spent_at, revoked_at",
};

impl Invitation {
    pub(super) fn values(&self) -> Vec<Value> {
        vec![
            self.hash.as_ref().into(),
            self.id.as_str().into(),
            self.room.clone().into(),
            self.delegation.clone().into(),
            self.rank.map(|rank| rank.word().to_string()).into(),
            self.name_hint.clone().into(),
            self.by_seat.as_ref().into(),
            self.created_at.into(),
            self.expires_at.into(),
            self.spent_at.into(),
            self.revoked_at.into(),
        ]
    }

    pub(super) fn read(mut row: Row) -> Result<Invitation, StoreError> {
        Ok(Invitation {
            hash: row.next()?,
            id: row.next()?,
            room: row.next()?,
            delegation: row.next()?,
            rank: row.next()?,
            name_hint: row.next()?,
            by_seat: row.next()?,
            created_at: row.next()?,
            expires_at: row.next()?,
            spent_at: row.next()?,
            revoked_at: row.next()?,
        })
    }
}

/// Uses up an invitation into a room within a transaction, and says whether it worked.
pub(super) async fn spend_for(
    transaction: &mut dyn Transaction,
    hash: &TokenHash,
    room: &str,
    now: Moment,
) -> Result<bool, StoreError> {
    let update = "UPDATE invitations SET spent_at = $2 WHERE hash = $1 AND (room IS NULL OR room = $3) \
                  AND spent_at IS NULL AND revoked_at IS NULL AND expires_at > $2";
    Ok(transaction.run(Statement::new(update).bind(hash).bind(now).bind(room)).await? > 0)
}

#[async_trait]
impl<D: Database> Invitations for D {
    async fn create_invitation(&self, invitation: &Invitation) -> Result<(), StoreError> {
        self.run(INVITATIONS.insert(invitation.values())).await.map(drop)
    }

    async fn invitation(&self, hash: &TokenHash) -> Result<Option<Invitation>, StoreError> {
        self.read(INVITATIONS.select("WHERE hash = $1").bind(hash)).await?.pop().map(Invitation::read).transpose()
    }

    async fn invitations(&self, room: &str) -> Result<Vec<Invitation>, StoreError> {
        let select = INVITATIONS.select("WHERE room = $1 ORDER BY created_at DESC, id");
        self.read(select.bind(room)).await?.into_iter().map(Invitation::read).collect()
    }

    async fn revoke_invitation(&self, room: &str, id: &str, at: Moment) -> Result<bool, StoreError> {
        let update = "UPDATE invitations SET revoked_at = $3 WHERE room = $1 AND id = $2 \
                      AND spent_at IS NULL AND revoked_at IS NULL";
        Ok(self.run(Statement::new(update).bind(room).bind(id).bind(at)).await? > 0)
    }

    async fn spend_invitation(&self, hash: &TokenHash, now: Moment) -> Result<Option<Invitation>, StoreError> {
        let update = "UPDATE invitations SET spent_at = $2 WHERE hash = $1 \
                      AND spent_at IS NULL AND revoked_at IS NULL AND expires_at > $2";
        let mut transaction = self.begin().await?;
        if transaction.run(Statement::new(update).bind(hash).bind(now)).await? == 0 {
            return Ok(None);
        }
        let spent = transaction.rows(INVITATIONS.select("WHERE hash = $1").bind(hash)).await?;
        transaction.commit().await?;
        spent.into_iter().next().map(Invitation::read).transpose()
    }
}
