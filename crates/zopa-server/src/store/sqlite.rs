//! SQLite: one file, one process, one writer at a time.
//!
//! Every commit is on the disk before it is acknowledged (`synchronous=FULL`), and what is deleted is overwritten
//! (`secure_delete`). Other processes on the same file keep its order, but learn of changes only when they read.

use super::changes::Change;
use super::database::{Database, Transaction};
use super::error::StoreError;
use super::migrations;
use super::value::{Row, Statement, Value};
use async_trait::async_trait;
use sqlx::query::Query;
use sqlx::sqlite::{
    SqliteArguments, SqliteConnectOptions, SqliteJournalMode, SqlitePoolOptions, SqliteRow, SqliteSynchronous,
};
use sqlx::{AssertSqlSafe, Row as _, SqlitePool, TypeInfo, ValueRef};
use std::path::Path;
use std::time::Duration;
use tokio::sync::broadcast;

/// A store in a file of SQLite.
pub struct Sqlite {
    writer: SqlitePool,
    readers: SqlitePool,
    news: broadcast::Sender<Change>,
}

/// How long a writer waits for another process.
const PATIENCE: Duration = Duration::from_secs(10);

/// How many read at once.
const READERS: u32 = 4;

impl Sqlite {
    /// Opens a file, or makes it. Nobody but its owner may read it.
    ///
    /// # Errors
    /// It cannot be read and written, or is no store of this program.
    pub async fn open(path: &Path) -> Result<Sqlite, StoreError> {
        let problem = format!("the store {} cannot be opened", path.display());
        own(path).map_err(|error| {
            let problem = format!("{problem}: {error}");
            StoreError::unavailable(problem, "name a file in a folder where this user may write")
        })?;
        connect(path).await.map_err(|error| error.at(&problem))
    }

    /// A store in memory, which is gone with it. Backups are tried out on one.
    ///
    /// # Errors
    /// There is no memory for it.
    pub async fn in_memory() -> Result<Sqlite, StoreError> {
        // Each connection would have a database of its own: there is one, and it stays.
        let pool = pool(1).min_connections(1).idle_timeout(None).max_lifetime(None);
        let writer = pool.connect_with(prudent(SqliteConnectOptions::new().in_memory(true))).await?;
        migrate(&writer).await?;
        Ok(Sqlite { readers: writer.clone(), writer, news: super::changes::channel() })
    }
}

async fn connect(path: &Path) -> Result<Sqlite, StoreError> {
    let options = SqliteConnectOptions::new().filename(path).journal_mode(SqliteJournalMode::Wal);
    let writer = pool(1).connect_with(prudent(options.clone())).await?;
    migrate(&writer).await?;
    let readers = pool(READERS).connect_with(prudent(options).pragma("query_only", "ON")).await?;
    Ok(Sqlite { writer, readers, news: super::changes::channel() })
}

/// Makes the file where it is missing, and takes it from everybody but its owner. Files beside it, which SQLite makes,
/// have the same rights.
fn own(path: &Path) -> std::io::Result<()> {
    let mut options = std::fs::OpenOptions::new();
    options.read(true).write(true).create(true).truncate(false);
    #[cfg(unix)]
    {
        use std::os::unix::fs::{OpenOptionsExt, PermissionsExt};
        let file = options.mode(0o600).open(path)?;
        file.set_permissions(std::fs::Permissions::from_mode(0o600))
    }
    #[cfg(not(unix))]
    options.open(path).map(drop)
}

fn pool(size: u32) -> SqlitePoolOptions {
    SqlitePoolOptions::new().max_connections(size).acquire_timeout(PATIENCE)
}

fn prudent(options: SqliteConnectOptions) -> SqliteConnectOptions {
    use sqlx::ConnectOptions;
    let options = options.synchronous(SqliteSynchronous::Full).foreign_keys(true).busy_timeout(PATIENCE);
    // Statements are not logged: values would be.
    options.pragma("secure_delete", "ON").disable_statement_logging()
}

/// Two processes may open a new file at once: the first makes the tables.
async fn migrate(writer: &SqlitePool) -> Result<(), StoreError> {
    let mut transaction = writer.begin_with("BEGIN IMMEDIATE").await?;
    migrations::run(&mut *transaction).await?;
    Ok(transaction.commit().await?)
}

#[async_trait]
impl Database for Sqlite {
    async fn read(&self, statement: Statement) -> Result<Vec<Row>, StoreError> {
        rows(query(statement).fetch_all(&self.readers).await?)
    }

    async fn run(&self, statement: Statement) -> Result<u64, StoreError> {
        Ok(query(statement).execute(&self.writer).await?.rows_affected())
    }

    async fn begin(&self) -> Result<Box<dyn Transaction>, StoreError> {
        // A transaction that begins by reading could not become a writer once another process has written.
        Ok(Box::new(Open(self.writer.begin_with("BEGIN IMMEDIATE").await?)))
    }

    async fn snapshot(&self) -> Result<Box<dyn Transaction>, StoreError> {
        Ok(Box::new(Open(self.readers.begin().await?)))
    }

    async fn announce(&self, _: &mut dyn Transaction, _: &str) -> Result<(), StoreError> {
        Ok(())
    }

    async fn scrub(&self) -> Result<(), StoreError> {
        // The log of writes still holds the old pages: it is written back, and cut to nothing.
        let checkpoint = Statement::new("PRAGMA wal_checkpoint(TRUNCATE)");
        let answer = rows(query(checkpoint).fetch_all(&self.writer).await?)?.pop();
        let is_busy: bool = answer.map_or(Ok(true), |mut row| row.next())?;
        if is_busy {
            return Err(StoreError::unavailable(
                "the content is erased, but others read the store, and the file beside it still holds old pages",
                "erase again once they are done",
            ));
        }
        Ok(())
    }

    fn news(&self) -> &broadcast::Sender<Change> {
        &self.news
    }
}

struct Open(sqlx::Transaction<'static, sqlx::Sqlite>);

#[async_trait]
impl Transaction for Open {
    async fn rows(&mut self, statement: Statement) -> Result<Vec<Row>, StoreError> {
        rows(query(statement).fetch_all(&mut *self.0).await?)
    }

    async fn run(&mut self, statement: Statement) -> Result<u64, StoreError> {
        Ok(query(statement).execute(&mut *self.0).await?.rows_affected())
    }

    async fn commit(self: Box<Self>) -> Result<(), StoreError> {
        Ok(self.0.commit().await?)
    }
}

fn query(statement: Statement) -> Query<'static, sqlx::Sqlite, SqliteArguments> {
    let query = sqlx::query(AssertSqlSafe(statement.sql));
    statement.values.into_iter().fold(query, |query, value| match value {
        Value::Number(number) => query.bind(number),
        Value::Text(text) => query.bind(text),
        Value::Bytes(bytes) => query.bind(bytes),
    })
}

fn rows(rows: Vec<SqliteRow>) -> Result<Vec<Row>, StoreError> {
    let row = |row: SqliteRow| {
        let columns = (0..row.len()).map(|column| {
            let raw = row.try_get_raw(column)?;
            Ok(match raw.type_info().name() {
                _ if raw.is_null() => Value::Number(None),
                "INTEGER" => Value::Number(row.try_get(column)?),
                "TEXT" => Value::Text(row.try_get(column)?),
                _ => Value::Bytes(row.try_get(column)?),
            })
        });
        columns.collect::<Result<Vec<Value>, StoreError>>().map(Row::new)
    };
    rows.into_iter().map(row).collect()
}
