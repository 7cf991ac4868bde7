//! What can go wrong with a store. No message and no debug output carries a value from it.

use std::fmt;

/// Something went wrong with a store.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum StoreError {
    /// It cannot be opened, reached, read or written.
    Unavailable {
        /// What was attempted, and what came of it.
        problem: String,
        /// What helps.
        remedy: String,
    },
    /// Something of this name is there already.
    Taken {
        /// Which rule it breaks, in the words of the database.
        rule: String,
    },
    /// What it belongs to, such as a room or an account, is not there.
    Missing {
        /// Which rule it breaks, in the words of the database.
        rule: String,
    },
    /// What was found cannot have been written by this program.
    Corrupt(String),
    /// A backup can only be put into an empty database, and this one holds something.
    NotEmpty {
        /// The first table with something in it.
        table: &'static str,
    },
}

impl StoreError {
    pub(crate) fn unavailable(problem: impl Into<String>, remedy: impl Into<String>) -> StoreError {
        StoreError::Unavailable { problem: problem.into(), remedy: remedy.into() }
    }

    /// The error, with a word about what could not be done.
    pub(crate) fn at(self, what: &str) -> StoreError {
        match self {
            StoreError::Unavailable { problem, remedy } => {
                StoreError::Unavailable { problem: format!("{what}: {problem}"), remedy }
            }
            other => other,
        }
    }
}

impl fmt::Display for StoreError {
    fn fmt(&self, f: &mut fmt::Formatter) -> fmt::Result {
        match self {
            StoreError::Unavailable { problem, remedy } => write!(f, "{problem}; {remedy}"),
            StoreError::Taken { rule } => {
                write!(f, "there is one of this name already ({rule}); choose another name")
            }
            StoreError::Missing { rule } => {
                write!(f, "the room or account that it belongs to is not there ({rule}); add that first")
            }
            StoreError::Corrupt(problem) => {
                write!(f, "the store holds what this program has not written: {problem}; restore the last good backup")
            }
            StoreError::NotEmpty { table } => {
                write!(f, "the database is not empty: its table {table} holds something; restore into a new database")
            }
        }
    }
}

impl std::error::Error for StoreError {}

/// What a driver reports, without the values that it may quote in its details.
impl From<sqlx::Error> for StoreError {
    fn from(error: sqlx::Error) -> StoreError {
        let Some(error) = error.as_database_error() else {
            let remedy = "see that the database runs and can be reached, then try again";
            return StoreError::unavailable(format!("the database cannot be used: {}", plain(&error)), remedy);
        };
        let rule = || error.message().to_string();
        if error.is_unique_violation() {
            return StoreError::Taken { rule: rule() };
        }
        if error.is_foreign_key_violation() {
            return StoreError::Missing { rule: rule() };
        }
        let code = error.code().unwrap_or_default();
        let problem = format!("the database refuses (code {code}): {}", error.message());
        StoreError::unavailable(problem, remedy(&code))
    }
}

/// What helps, by the codes of PostgreSQL (five signs) and SQLite (numbers).
fn remedy(code: &str) -> &'static str {
    match code {
        "26" => "name a file of this program, or a new one",
        "11" | "267" | "779" => "restore the last good backup into a new database",
        "13" | "53100" => "make room on its disk",
        "14" | "8" | "1032" => "let this user write the file and its folder",
        "5" | "6" | "261" | "517" => "end the other program that holds the file",
        "3D000" => "make the database first (createdb)",
        "28000" | "28P01" => "let the user log in, or give the right password",
        "42501" => "let its owner grant the user what is missing (GRANT ALL ON SCHEMA public)",
        "53300" => "let PostgreSQL take more connections (max_connections)",
        _ => "see what it says in its own log, then try again",
    }
}

/// An error in words that hold no values.
fn plain(error: &sqlx::Error) -> String {
    match error {
        sqlx::Error::Io(error) => error.to_string(),
        sqlx::Error::PoolTimedOut => "no connection became free in time".into(),
        sqlx::Error::PoolClosed => "it was closed".into(),
        sqlx::Error::Tls(_) => "it asks for encrypted connections, which this program does not speak".into(),
        sqlx::Error::Configuration(_) => "its address cannot be understood".into(),
        sqlx::Error::RowNotFound => "a row is missing".into(),
        sqlx::Error::ColumnDecode { .. } | sqlx::Error::Decode(_) => "a column has another type".into(),
        _ => "the connection broke".into(),
    }
}
