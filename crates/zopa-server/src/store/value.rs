//! Statements as values: a text that both databases understand, and what stands for its `$1`, `$2`.
//!
//! Three types of column are enough for all tables: numbers of 64 bits, text, and bytes.

use super::error::StoreError;
use serde::{Deserialize, Serialize};
use std::borrow::Cow;
use std::str::FromStr;
use zopa::mediate::seal::{hex, unhex};
use zopa::mediate::{Delegation, ItemId, Ledger, Moment, Rank, SeatId};

/// The SHA-256 of a secret token. It is not shown in debug output.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct TokenHash(pub [u8; 32]);

impl From<TokenHash> for String {
    fn from(hash: TokenHash) -> String {
        hex(&hash.0)
    }
}

impl TryFrom<String> for TokenHash {
    type Error = &'static str;

    fn try_from(text: String) -> Result<TokenHash, &'static str> {
        let bytes = unhex(&text).and_then(|bytes| bytes.try_into().ok());
        bytes.map(TokenHash).ok_or("a hash is 32 bytes in hexadecimal")
    }
}

impl std::fmt::Debug for TokenHash {
    fn fmt(&self, f: &mut std::fmt::Formatter) -> std::fmt::Result {
        f.write_str("TokenHash(hidden)")
    }
}

/// What a column holds.
#[derive(Clone)]
pub enum Value {
    /// A whole number.
    Number(Option<i64>),
    /// Text.
    Text(Option<String>),
    /// Bytes.
    Bytes(Option<Vec<u8>>),
}

/// A statement of SQL with its values.
#[derive(Clone)]
pub struct Statement {
    /// The text. Whatever is not a constant of this program stands in `values`.
    pub sql: Cow<'static, str>,
    /// What stands for `$1`, `$2` and so on.
    pub values: Vec<Value>,
}

impl Statement {
    /// A statement without values.
    pub fn new(sql: &'static str) -> Statement {
        Statement { sql: sql.into(), values: Vec::new() }
    }

    /// The same with its next value.
    pub fn bind(mut self, value: impl Into<Value>) -> Statement {
        self.values.push(value.into());
        self
    }
}

/// A table, with its columns in the order in which they are written and read.
pub struct Table {
    /// What it is called.
    pub name: &'static str,
    /// Its columns.
    pub columns: &'static str,
}

impl Table {
    /// A statement that reads rows; `end` says which.
    pub fn select(&self, end: &'static str) -> Statement {
        Statement { sql: format!("SELECT {} FROM {} {end}", self.columns, self.name).into(), values: Vec::new() }
    }

    /// A statement that inserts a row.
    pub fn insert(&self, values: Vec<Value>) -> Statement {
        let places = places(1, values.len());
        Statement { sql: format!("INSERT INTO {} ({}) VALUES {places}", self.name, self.columns).into(), values }
    }

    /// Statements that insert many rows; `end` says what to do about rows that are there already.
    pub fn insert_all(&self, rows: Vec<Vec<Value>>, end: &'static str) -> Vec<Statement> {
        // SQLite takes 32,766 values in a statement, PostgreSQL 65,535; no table has more than 12 columns.
        let statement = |rows: &[Vec<Value>]| {
            let places: Vec<String> =
                rows.iter().enumerate().map(|(row, values)| places(row * values.len() + 1, values.len())).collect();
            let places = places.join(", ");
            let sql = format!("INSERT INTO {} ({}) VALUES {places} {end}", self.name, self.columns);
            Statement { sql: sql.into(), values: rows.concat() }
        };
        rows.chunks(2_000).map(statement).collect()
    }
}

/// `($3, $4)` for two values from the third on.
fn places(first: usize, n_values: usize) -> String {
    let places: Vec<String> = (first..first + n_values).map(|number| format!("${number}")).collect();
    format!("({})", places.join(", "))
}

/// A row of an answer, read from left to right.
pub struct Row(std::vec::IntoIter<Value>);

impl Row {
    /// A row of these values.
    pub fn new(values: Vec<Value>) -> Row {
        Row(values.into_iter())
    }

    /// The next column.
    pub fn next<C: Column>(&mut self) -> Result<C, StoreError> {
        let value = self.0.next();
        value.and_then(C::read).ok_or_else(|| StoreError::Corrupt("a column has another form".into()))
    }
}

/// What a column can be read as.
pub trait Column: Sized {
    /// Reads it, if it has the right form.
    fn read(value: Value) -> Option<Self>;
}

impl Column for i64 {
    fn read(value: Value) -> Option<i64> {
        match value {
            Value::Number(number) => number,
            _ => None,
        }
    }
}

impl Column for u64 {
    fn read(value: Value) -> Option<u64> {
        i64::read(value)?.try_into().ok()
    }
}

impl Column for bool {
    fn read(value: Value) -> Option<bool> {
        match i64::read(value)? {
            0 => Some(false),
            1 => Some(true),
            _ => None,
        }
    }
}

impl Column for String {
    fn read(value: Value) -> Option<String> {
        match value {
            Value::Text(text) => text,
            _ => None,
        }
    }
}

impl Column for Vec<u8> {
    fn read(value: Value) -> Option<Vec<u8>> {
        match value {
            Value::Bytes(bytes) => bytes,
            _ => None,
        }
    }
}

impl<C: Column> Column for Option<C> {
    fn read(value: Value) -> Option<Option<C>> {
        match value {
            Value::Number(None) | Value::Text(None) | Value::Bytes(None) => Some(None),
            value => C::read(value).map(Some),
        }
    }
}

impl Column for TokenHash {
    fn read(value: Value) -> Option<TokenHash> {
        Vec::read(value)?.try_into().ok().map(TokenHash)
    }
}

impl Column for Moment {
    fn read(value: Value) -> Option<Moment> {
        u64::read(value).map(Moment)
    }
}

impl Column for SeatId {
    fn read(value: Value) -> Option<SeatId> {
        String::read(value).map(SeatId)
    }
}

impl Column for Ledger {
    fn read(value: Value) -> Option<Ledger> {
        Ledger::from_str(&String::read(value)?).ok()
    }
}

impl Column for Delegation {
    fn read(value: Value) -> Option<Delegation> {
        String::read(value).map(Delegation::from)
    }
}

impl Column for Rank {
    fn read(value: Value) -> Option<Rank> {
        let word = String::read(value)?;
        Rank::ALL.into_iter().find(|rank| rank.word() == word)
    }
}

impl From<i64> for Value {
    fn from(number: i64) -> Value {
        Value::Number(Some(number))
    }
}

/// Numbers above 2^63 do not occur: as moments they lie 292 million years ahead, and "never" may be as early as that.
impl From<u64> for Value {
    fn from(number: u64) -> Value {
        Value::Number(Some(i64::try_from(number).unwrap_or(i64::MAX)))
    }
}

impl From<bool> for Value {
    fn from(is: bool) -> Value {
        Value::Number(Some(is.into()))
    }
}

impl From<Moment> for Value {
    fn from(moment: Moment) -> Value {
        moment.0.into()
    }
}

impl From<Option<Moment>> for Value {
    fn from(moment: Option<Moment>) -> Value {
        moment.map_or(Value::Number(None), Value::from)
    }
}

impl From<&str> for Value {
    fn from(text: &str) -> Value {
        Value::Text(Some(text.to_string()))
    }
}

impl From<String> for Value {
    fn from(text: String) -> Value {
        Value::Text(Some(text))
    }
}

impl From<Option<String>> for Value {
    fn from(text: Option<String>) -> Value {
        Value::Text(text)
    }
}

impl From<Option<&SeatId>> for Value {
    fn from(seat: Option<&SeatId>) -> Value {
        Value::Text(seat.map(|seat| seat.as_str().to_string()))
    }
}

impl From<&SeatId> for Value {
    fn from(seat: &SeatId) -> Value {
        seat.as_str().into()
    }
}

impl From<&ItemId> for Value {
    fn from(item: &ItemId) -> Value {
        item.as_str().into()
    }
}

impl From<&Ledger> for Value {
    fn from(ledger: &Ledger) -> Value {
        ledger.to_string().into()
    }
}

impl From<&[u8]> for Value {
    fn from(bytes: &[u8]) -> Value {
        Value::Bytes(Some(bytes.to_vec()))
    }
}

impl From<Option<&TokenHash>> for Value {
    fn from(hash: Option<&TokenHash>) -> Value {
        Value::Bytes(hash.map(|hash| hash.0.to_vec()))
    }
}

impl From<&TokenHash> for Value {
    fn from(hash: &TokenHash) -> Value {
        Some(hash).into()
    }
}
