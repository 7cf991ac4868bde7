//! People, and how they show who they are.

use super::database::{Database, run_all};
use super::error::StoreError;
use super::shown;
use super::value::{Row, Statement, Table, Value};
use async_trait::async_trait;
use serde::{Deserialize, Serialize};
use zopa::mediate::Moment;

/// Somebody.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Account {
    /// A short name, drawn at random.
    pub id: String,
    /// What others call them.
    pub name: String,
    /// Since when.
    pub created_at: Moment,
    /// Whether they may open rooms, as mediators do.
    pub may_open: bool,
}

shown!(Account: id, created_at, may_open);

/// A passkey of somebody.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Passkey {
    /// The name that the authenticator gave it.
    pub credential: Vec<u8>,
    /// Whose it is.
    pub account: String,
    /// The public key and its counter, as JSON.
    pub passkey: String,
    /// What its owner calls it.
    pub label: String,
    /// Since when.
    pub created_at: Moment,
}

shown!(Passkey: account, created_at);

/// People, their passkeys and recovery codes.
#[async_trait]
pub trait Accounts {
    /// Adds somebody.
    async fn create_account(&self, account: &Account) -> Result<(), StoreError>;

    /// Somebody by their short name.
    async fn account(&self, id: &str) -> Result<Option<Account>, StoreError>;

    /// Gives somebody another name, and says whether there is such an account.
    async fn rename(&self, id: &str, name: &str) -> Result<bool, StoreError>;

    /// Lets somebody open rooms.
    async fn allow_opening(&self, id: &str) -> Result<(), StoreError>;

    /// How many accounts there are.
    async fn n_accounts(&self) -> Result<u64, StoreError>;

    /// Adds a passkey.
    async fn add_passkey(&self, passkey: &Passkey) -> Result<(), StoreError>;

    /// Somebody's passkeys, the oldest first.
    async fn passkeys(&self, account: &str) -> Result<Vec<Passkey>, StoreError>;

    /// Whose passkey it is.
    async fn passkey_owner(&self, credential: &[u8]) -> Result<Option<String>, StoreError>;

    /// Keeps a passkey as it is after its use, and says whether there is such a one.
    async fn update_passkey(&self, credential: &[u8], passkey: &str) -> Result<bool, StoreError>;

    /// Takes a passkey away, and says whether the account had it.
    async fn remove_passkey(&self, account: &str, credential: &[u8]) -> Result<bool, StoreError>;

    /// Replaces all of somebody's recovery codes by those with these hashes.
    async fn set_recovery_codes(&self, account: &str, hashes: &[String]) -> Result<(), StoreError>;

    /// The recovery codes that somebody has left: number and hash.
    async fn recovery_codes(&self, account: &str) -> Result<Vec<(i64, String)>, StoreError>;

    /// Uses a recovery code up. Of many who try at once, one is told that it was there.
    async fn spend_recovery_code(&self, id: i64) -> Result<bool, StoreError>;
}

pub(super) const ACCOUNTS: Table = Table { name: "accounts", columns: "id, name, created_at, may_open" };
pub(super) const PASSKEYS: Table =
    Table { name: "passkeys", columns: "credential, account, passkey, label, created_at" };
pub(super) const RECOVERY_CODES: Table = Table { name: "recovery_codes", columns: "id, account, hash" };

impl Account {
    pub(super) fn values(&self) -> Vec<Value> {
        let may_open = i64::from(self.may_open).into();
        vec![self.id.as_str().into(), self.name.as_str().into(), self.created_at.into(), may_open]
    }

    pub(super) fn read(mut row: Row) -> Result<Account, StoreError> {
        let (id, name, created_at) = (row.next()?, row.next()?, row.next()?);
        Ok(Account { id, name, created_at, may_open: row.next::<i64>()? != 0 })
    }
}

impl Passkey {
    pub(super) fn values(&self) -> Vec<Value> {
        let (account, passkey, label) = (self.account.as_str(), self.passkey.as_str(), self.label.as_str());
        let credential = self.credential.as_slice().into();
        vec![credential, account.into(), passkey.into(), label.into(), self.created_at.into()]
    }

    pub(super) fn read(mut row: Row) -> Result<Passkey, StoreError> {
        Ok(Passkey {
            credential: row.next()?,
            account: row.next()?,
            passkey: row.next()?,
            label: row.next()?,
            created_at: row.next()?,
        })
    }
}

/// A number that no other code has.
fn fresh_number() -> Result<i64, StoreError> {
    let number = getrandom::u64().map_err(|_| {
        StoreError::unavailable("the system gives no random numbers", "see that /dev/urandom can be read")
    })?;
    // No sign, so that it reads well.
    Ok((number >> 1) as i64)
}

#[async_trait]
impl<D: Database> Accounts for D {
    async fn create_account(&self, account: &Account) -> Result<(), StoreError> {
        self.run(ACCOUNTS.insert(account.values())).await.map(drop)
    }

    async fn account(&self, id: &str) -> Result<Option<Account>, StoreError> {
        let select = ACCOUNTS.select("WHERE id = $1").bind(id);
        self.read(select).await?.pop().map(Account::read).transpose()
    }

    async fn rename(&self, id: &str, name: &str) -> Result<bool, StoreError> {
        let update = Statement::new("UPDATE accounts SET name = $2 WHERE id = $1");
        Ok(self.run(update.bind(id).bind(name)).await? > 0)
    }

    async fn allow_opening(&self, id: &str) -> Result<(), StoreError> {
        self.run(Statement::new("UPDATE accounts SET may_open = 1 WHERE id = $1").bind(id)).await.map(drop)
    }

    async fn n_accounts(&self) -> Result<u64, StoreError> {
        let counted = self.read(Statement::new("SELECT count(*) FROM accounts")).await?.pop();
        let n: i64 = counted.map(|mut row| row.next()).transpose()?.unwrap_or(0);
        Ok(n.unsigned_abs())
    }

    async fn add_passkey(&self, passkey: &Passkey) -> Result<(), StoreError> {
        self.run(PASSKEYS.insert(passkey.values())).await.map(drop)
    }

    async fn passkeys(&self, account: &str) -> Result<Vec<Passkey>, StoreError> {
        let select = PASSKEYS.select("WHERE account = $1 ORDER BY created_at, credential");
        self.read(select.bind(account)).await?.into_iter().map(Passkey::read).collect()
    }

    async fn passkey_owner(&self, credential: &[u8]) -> Result<Option<String>, StoreError> {
        let select = Statement::new("SELECT account FROM passkeys WHERE credential = $1").bind(credential);
        self.read(select).await?.pop().map(|mut row| row.next()).transpose()
    }

    async fn update_passkey(&self, credential: &[u8], passkey: &str) -> Result<bool, StoreError> {
        let update = Statement::new("UPDATE passkeys SET passkey = $2 WHERE credential = $1");
        Ok(self.run(update.bind(credential).bind(passkey)).await? > 0)
    }

    async fn remove_passkey(&self, account: &str, credential: &[u8]) -> Result<bool, StoreError> {
        let delete = Statement::new("DELETE FROM passkeys WHERE account = $1 AND credential = $2");
        Ok(self.run(delete.bind(account).bind(credential)).await? > 0)
    }

    async fn set_recovery_codes(&self, account: &str, hashes: &[String]) -> Result<(), StoreError> {
        let code = |hash: &String| Ok(vec![fresh_number()?.into(), account.into(), hash.as_str().into()]);
        let codes = hashes.iter().map(code).collect::<Result<_, StoreError>>()?;
        let mut transaction = self.begin().await?;
        transaction.run(Statement::new("DELETE FROM recovery_codes WHERE account = $1").bind(account)).await?;
        run_all(&mut *transaction, RECOVERY_CODES.insert_all(codes, "")).await?;
        transaction.commit().await
    }

    async fn recovery_codes(&self, account: &str) -> Result<Vec<(i64, String)>, StoreError> {
        let select = Statement::new("SELECT id, hash FROM recovery_codes WHERE account = $1 ORDER BY id");
        let code = |mut row: Row| Ok((row.next()?, row.next()?));
        self.read(select.bind(account)).await?.into_iter().map(code).collect()
    }

    async fn spend_recovery_code(&self, id: i64) -> Result<bool, StoreError> {
        Ok(self.run(Statement::new("DELETE FROM recovery_codes WHERE id = $1").bind(id)).await? > 0)
    }
}
