//! A new database for one test.

use crate::cluster::cluster;
use sqlx::{AssertSqlSafe, Connection, Executor, PgConnection};
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};
use tempfile::TempDir;
use zopa_server::store::{Store, open};

/// A database, and a folder for files.
pub struct Place {
    /// Its address.
    pub url: String,
    folder: TempDir,
}

impl Place {
    pub fn sqlite() -> Place {
        let folder = TempDir::new().expect("a folder for the test");
        Place { url: format!("sqlite:{}", folder.path().join("zopa.db").display()), folder }
    }

    /// None, and a word about it, where PostgreSQL is not installed.
    pub async fn postgres() -> Option<Place> {
        static NUMBER: AtomicU32 = AtomicU32::new(0);
        let Some(cluster) = cluster() else {
            eprintln!("skipped: PostgreSQL is not installed (initdb, pg_ctl and postgres are missing)");
            return None;
        };
        let name = format!("test_{}", NUMBER.fetch_add(1, Ordering::Relaxed));
        let url = |name: &str| format!("postgres://zopa@localhost/{name}?host={}", cluster.socket.display());
        let mut connection = PgConnection::connect(&url("postgres")).await.expect("the cluster answers");
        connection.execute(AssertSqlSafe(format!("CREATE DATABASE {name}"))).await.expect("a database is made");
        Some(Place { url: url(&name), folder: TempDir::new().expect("a folder for the test") })
    }

    pub async fn open(&self) -> Arc<dyn Store> {
        open(&self.url).await.expect("the store opens")
    }

    /// A file for the test.
    pub fn file(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }
}
