//! What replicas share.

use super::database::Database;
use super::error::StoreError;
use super::value::{Statement, Table};
use async_trait::async_trait;

/// What replicas share, and whether the store answers.
#[async_trait]
pub trait Settings {
    /// A setting.
    async fn setting(&self, name: &str) -> Result<Option<Vec<u8>>, StoreError>;

    /// Sets what is not set yet, and gives what is there in the end. So replicas agree on a key that each has drawn.
    async fn put_setting_once(&self, name: &str, value: &[u8]) -> Result<Vec<u8>, StoreError>;

    /// Whether the store answers.
    async fn ping(&self) -> Result<(), StoreError>;
}

pub(super) const SETTINGS: Table = Table { name: "settings", columns: "name, value" };

#[async_trait]
impl<D: Database> Settings for D {
    async fn setting(&self, name: &str) -> Result<Option<Vec<u8>>, StoreError> {
        let select = Statement::new("SELECT value FROM settings WHERE name = $1").bind(name);
        self.read(select).await?.pop().map(|mut row| row.next()).transpose()
    }

    async fn put_setting_once(&self, name: &str, value: &[u8]) -> Result<Vec<u8>, StoreError> {
        let row = vec![name.into(), value.into()];
        for insert in SETTINGS.insert_all(vec![row], "ON CONFLICT DO NOTHING") {
            self.run(insert).await?;
        }
        self.setting(name).await?.ok_or_else(|| StoreError::Corrupt(format!("the setting {name} does not stay")))
    }

    async fn ping(&self) -> Result<(), StoreError> {
        self.read(Statement::new("SELECT COUNT(*) FROM settings")).await.map(drop)
    }
}
