//! The tables, subject by subject, as `migrations/` tells them. A text that was released is never changed: what must be
//! different later becomes a further file.

use super::error::StoreError;
use sqlx::SqlSafeStr;
use sqlx::migrate::{Migrate, MigrateError, Migration, MigrationType, Migrator};

const MIGRATIONS: [(i64, &str, &str); 5] = [
    (1, "rooms", include_str!("../../migrations/1_rooms.sql")),
    (2, "accounts", include_str!("../../migrations/2_accounts.sql")),
    (3, "sessions", include_str!("../../migrations/3_sessions.sql")),
    (4, "seats", include_str!("../../migrations/4_seats.sql")),
    (5, "settings", include_str!("../../migrations/5_settings.sql")),
];

/// Brings the tables up to date.
pub(super) async fn run<C: Migrate>(connection: &mut C) -> Result<(), StoreError> {
    let migration = |(version, subject, sql): (i64, &'static str, &'static str)| {
        Migration::new(version, subject.into(), MigrationType::Simple, sql.into_sql_str(), false)
    };
    let migrator = Migrator { migrations: MIGRATIONS.map(migration).to_vec().into(), ..Migrator::DEFAULT };
    migrator.run_direct(None, connection, false).await.map_err(|error| match error {
        MigrateError::Execute(error) | MigrateError::ExecuteMigration(error, _) => error.into(),
        MigrateError::VersionMissing(_) | MigrateError::VersionMismatch(_) => StoreError::unavailable(
            "the tables of the database are those of another version of this program",
            "run the version that wrote them, or a later one",
        ),
        _ => StoreError::unavailable(
            "the tables of the database were left half made",
            "restore the last good backup into a new database",
        ),
    })
}
