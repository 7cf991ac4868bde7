//! What the server says of its own work: a line of JSON for each event, on standard error.
//!
//! Only fields on the list below are written, so that no name, text, address or token can slip in, whoever adds an event.

use serde_json::{Map, Value};
use std::fmt::Debug;
use std::io::Write;
use tracing::field::{Field, Visit};
use tracing::{Event, Level, Subscriber};
use tracing_subscriber::layer::{Context, Layer, SubscriberExt};

/// What may be written.
const FIELDS: [&str; 8] = ["error", "kind", "room", "method", "route", "status", "milliseconds", "failure"];

struct Journal;

struct Line(Map<String, Value>);

impl Visit for Line {
    fn record_u64(&mut self, field: &Field, value: u64) {
        self.keep(field, value.into());
    }

    fn record_str(&mut self, field: &Field, value: &str) {
        self.keep(field, value.into());
    }

    fn record_debug(&mut self, field: &Field, value: &dyn Debug) {
        self.keep(field, format!("{value:?}").into());
    }
}

impl Line {
    fn keep(&mut self, field: &Field, value: Value) {
        if FIELDS.contains(&field.name()) {
            self.0.insert(field.name().into(), value);
        }
    }
}

impl<S: Subscriber> Layer<S> for Journal {
    fn on_event(&self, event: &Event<'_>, _: Context<'_, S>) {
        // Other people's events (of the database driver, say) may quote what they work on.
        let metadata = event.metadata();
        if !metadata.target().starts_with("zopa_server") || *metadata.level() > Level::INFO {
            return;
        }
        let mut line = Line(Map::new());
        line.0.insert("at".into(), crate::clock::iso(crate::clock::now()).into());
        line.0.insert("level".into(), metadata.level().as_str().into());
        event.record(&mut line);
        let _ = writeln!(std::io::stderr().lock(), "{}", Value::Object(line.0));
    }
}

/// Writes events from now on, for the whole process.
pub fn open() {
    let _ = tracing::subscriber::set_global_default(tracing_subscriber::registry().with(Journal));
}
