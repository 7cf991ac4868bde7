//! The server: everything that must hold of its store and of its rooms, on both databases.
//!
//! A test is written once, as a function of a [`place::Place`], and `on_both!` runs it on each database. PostgreSQL runs
//! in a cluster of its own, which lasts as long as these tests; where it is not installed, its tests say so and end.

/// Runs each of these functions on a new database of either kind.
macro_rules! on_both {
    ($($test:ident),+ $(,)?) => {
        mod on_sqlite {
            $(#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
            async fn $test() {
                super::$test(crate::place::Place::sqlite()).await;
            })+
        }
        mod on_postgres {
            $(#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
            async fn $test() {
                if let Some(place) = crate::place::Place::postgres().await {
                    super::$test(place).await;
                }
            })+
        }
    };
}

mod cluster;
mod place;
mod store;
mod room;
