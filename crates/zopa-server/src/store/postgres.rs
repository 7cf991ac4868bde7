//! PostgreSQL: many processes on one database, told of each other's changes by LISTEN and NOTIFY.
//!
//! Connections are not encrypted: providers of encryption that the driver can use are not pure Rust. A server on another
//! machine is therefore refused, unless the address says that the network between is trusted.

use super::changes::Change;
use super::database::{Database, Transaction};
use super::error::StoreError;
use super::migrations;
use super::value::{Row, Statement, Value};
use async_trait::async_trait;
use sqlx::postgres::{PgArguments, PgConnectOptions, PgListener, PgPoolOptions, PgRow};
use sqlx::query::Query;
use sqlx::{AssertSqlSafe, Column as _, ConnectOptions, Executor as _, PgPool, Row as _, TypeInfo};
use std::str::FromStr;
use std::time::Duration;
use tokio::sync::broadcast;
use tokio::task::AbortHandle;
use tokio::time::{sleep, timeout};

/// A store in a database of PostgreSQL.
pub struct Postgres {
    pool: PgPool,
    news: broadcast::Sender<Change>,
    listener: AbortHandle,
}

/// How long a request waits for a connection.
const PATIENCE: Duration = Duration::from_secs(10);

/// How many connections a process holds, besides the one that listens.
const CONNECTIONS: u32 = 12;

/// Where names of rooms are called out.
const CHANNEL: &str = "zopa_rooms";

/// How long a connection may be silent before it is asked whether it lives.
const SILENCE: Duration = Duration::from_secs(30);

/// How long the listener waits at most before it tries again.
const LONGEST_PAUSE: Duration = Duration::from_secs(10);

impl Postgres {
    /// Opens a database, which must be there, and makes its tables where they are missing.
    ///
    /// # Errors
    /// It cannot be reached, or its tables are not of this program.
    pub async fn open(url: &str) -> Result<Postgres, StoreError> {
        let options = PgConnectOptions::from_str(url).map_err(|_| {
            StoreError::unavailable(
                "the address of the database cannot be understood",
                "write postgres://USER:PASSWORD@HOST:PORT/DATABASE",
            )
        })?;
        check_trust(url, &options)?;
        // Statements are not logged: values would be.
        let options = options.application_name("zopa").disable_statement_logging();
        let unreachable = |error: StoreError| unreachable(&options, error);
        let mut first = options.connect().await.map_err(|error| unreachable(error.into()))?;
        migrations::run(&mut first).await.map_err(unreachable)?;
        let pool = PgPoolOptions::new().max_connections(CONNECTIONS).acquire_timeout(PATIENCE);
        let pool = pool.connect_lazy_with(options.clone());
        let news = super::changes::channel();
        let listening = PgPoolOptions::new().max_connections(1).max_lifetime(None).idle_timeout(None);
        let listening = listening.connect_lazy_with(options.application_name("zopa listener"));
        // News must not be missed between opening and listening.
        let listener = listen(&listening).await?;
        let listener = tokio::spawn(follow(listening, listener, news.clone())).abort_handle();
        Ok(Postgres { pool, news, listener })
    }
}

impl Drop for Postgres {
    fn drop(&mut self) {
        self.listener.abort();
    }
}

/// The error with the name of the database; the rest of the address may be secret.
fn unreachable(options: &PgConnectOptions, error: StoreError) -> StoreError {
    let (host, port) = (options.get_host(), options.get_port());
    let database = options.get_database().unwrap_or("(none named)");
    error.at(&format!("the database {database} on {host}:{port} cannot be opened"))
}

/// Nothing of a room may cross a network in the clear unless somebody says so.
fn check_trust(url: &str, options: &PgConnectOptions) -> Result<(), StoreError> {
    let host = options.get_host();
    let is_here = options.get_socket().is_some()
        || host.starts_with('/')
        || host == "localhost"
        || host.trim_matches(['[', ']']).parse().is_ok_and(|address: std::net::IpAddr| address.is_loopback());
    if is_here || url.contains("sslmode=disable") {
        return Ok(());
    }
    Err(StoreError::unavailable(
        format!("PostgreSQL on {host} would be spoken to without encryption, across a network"),
        "use a socket or a tunnel to this machine, or add ?sslmode=disable where the network between is trusted",
    ))
}

async fn listen(pool: &PgPool) -> Result<PgListener, sqlx::Error> {
    let mut listener = PgListener::connect_with(pool).await?;
    listener.eager_reconnect(false);
    listener.listen(CHANNEL).await?;
    Ok(listener)
}

/// The next room that has changed; none once the connection is lost. A connection that dies without a word is noticed
/// by asking something now and then.
async fn next(listener: &mut PgListener) -> Option<String> {
    loop {
        match timeout(SILENCE, listener.try_recv()).await {
            Ok(news) => return news.ok().flatten().map(|news| news.payload().to_string()),
            Err(_) => timeout(PATIENCE, listener.execute("SELECT 1")).await.ok()?.ok()?,
        };
    }
}

/// Passes news on. After each loss of the connection it comes back, and says that news may have been missed.
async fn follow(pool: PgPool, mut listener: PgListener, news: broadcast::Sender<Change>) {
    loop {
        while let Some(room) = next(&mut listener).await {
            // Nobody may be following; that is no fault.
            let _ = news.send(Change::Room(room));
        }
        drop(listener);
        let mut pause = Duration::from_millis(50);
        listener = loop {
            match listen(&pool).await {
                Ok(listener) => break listener,
                Err(error) => {
                    let problem = StoreError::from(error);
                    tracing::warn!(%problem, "the database does not tell of changes; trying again");
                    sleep(pause).await;
                    pause = LONGEST_PAUSE.min(pause * 2);
                }
            }
        };
        let _ = news.send(Change::Everything);
    }
}

#[async_trait]
impl Database for Postgres {
    async fn read(&self, statement: Statement) -> Result<Vec<Row>, StoreError> {
        rows(query(statement).fetch_all(&self.pool).await?)
    }

    async fn run(&self, statement: Statement) -> Result<u64, StoreError> {
        Ok(query(statement).execute(&self.pool).await?.rows_affected())
    }

    async fn begin(&self) -> Result<Box<dyn Transaction>, StoreError> {
        Ok(Box::new(Open(self.pool.begin().await?)))
    }

    async fn snapshot(&self) -> Result<Box<dyn Transaction>, StoreError> {
        Ok(Box::new(Open(self.pool.begin_with("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY").await?)))
    }

    async fn announce(&self, transaction: &mut dyn Transaction, room: &str) -> Result<(), StoreError> {
        transaction.run(Statement::new("SELECT pg_notify($1, $2)").bind(CHANNEL).bind(room)).await?;
        Ok(())
    }

    async fn scrub(&self) -> Result<(), StoreError> {
        // Old rows give way to new ones. Whoever runs the database must know that its own log of writes, its replicas
        // and its backups keep them for as long as they are set to.
        query(Statement::new("VACUUM entries")).execute(&self.pool).await?;
        Ok(())
    }

    fn news(&self) -> &broadcast::Sender<Change> {
        &self.news
    }
}

struct Open(sqlx::Transaction<'static, sqlx::Postgres>);

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

fn query(statement: Statement) -> Query<'static, sqlx::Postgres, PgArguments> {
    let query = sqlx::query(AssertSqlSafe(statement.sql));
    statement.values.into_iter().fold(query, |query, value| match value {
        Value::Number(number) => query.bind(number),
        Value::Text(text) => query.bind(text),
        Value::Bytes(bytes) => query.bind(bytes),
    })
}

fn rows(rows: Vec<PgRow>) -> Result<Vec<Row>, StoreError> {
    let row = |row: PgRow| {
        let columns = row.columns().iter().map(|column| {
            let place = column.ordinal();
            Ok(match column.type_info().name() {
                "INT8" => Value::Number(row.try_get(place)?),
                "TEXT" => Value::Text(row.try_get(place)?),
                _ => Value::Bytes(row.try_get(place)?),
            })
        });
        columns.collect::<Result<Vec<Value>, StoreError>>().map(Row::new)
    };
    rows.into_iter().map(row).collect()
}
