//! What the two databases do differently, and nothing else: everything above is written once, on top of this.

use super::changes::Change;
use super::error::StoreError;
use super::value::{Row, Statement};
use async_trait::async_trait;
use tokio::sync::broadcast;

/// A database that runs statements.
#[async_trait]
pub trait Database: Send + Sync {
    /// Runs a statement that changes nothing.
    async fn read(&self, statement: Statement) -> Result<Vec<Row>, StoreError>;

    /// Runs a statement that changes something, and says how many rows it touched.
    async fn run(&self, statement: Statement) -> Result<u64, StoreError>;

    /// Begins a transaction that may write. What is not committed is undone.
    async fn begin(&self) -> Result<Box<dyn Transaction>, StoreError>;

    /// Begins a transaction that reads the same state from beginning to end.
    async fn snapshot(&self) -> Result<Box<dyn Transaction>, StoreError>;

    /// Tells other processes, once the transaction is committed, that a room has changed.
    async fn announce(&self, transaction: &mut dyn Transaction, room: &str) -> Result<(), StoreError>;

    /// Overwrites what was deleted, as far as the database can.
    async fn scrub(&self) -> Result<(), StoreError>;

    /// Where changes are told within the process.
    fn news(&self) -> &broadcast::Sender<Change>;
}

/// Statements that count together or not at all.
#[async_trait]
pub trait Transaction: Send {
    /// Runs a statement, and gives the rows that it answers with.
    async fn rows(&mut self, statement: Statement) -> Result<Vec<Row>, StoreError>;

    /// Runs a statement, and says how many rows it touched.
    async fn run(&mut self, statement: Statement) -> Result<u64, StoreError>;

    /// Makes it count.
    async fn commit(self: Box<Self>) -> Result<(), StoreError>;
}

/// Runs statements one after the other.
pub async fn run_all(transaction: &mut dyn Transaction, statements: Vec<Statement>) -> Result<(), StoreError> {
    for statement in statements {
        transaction.run(statement).await?;
    }
    Ok(())
}

/// Runs one statement that changes rows and answers with them.
pub async fn take(database: &dyn Database, statement: Statement) -> Result<Vec<Row>, StoreError> {
    let mut transaction = database.begin().await?;
    let rows = transaction.rows(statement).await?;
    transaction.commit().await?;
    Ok(rows)
}
