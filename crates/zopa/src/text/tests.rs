//! Texts in and out: layouts as they are met, and the law that what is written reads as the same.

mod layouts;
mod office;
mod round_trip;

use super::*;
use crate::format::Source;

fn read(name: &str, content: impl Into<Vec<u8>>) -> NumberedText {
    match read_text(&Source::new(name, content)) {
        Ok((text, _)) => text,
        Err(problems) => panic!("{problems:#?}"),
    }
}

/// The points as number, heading and words.
fn points(text: &NumberedText) -> Vec<(String, Option<String>, String)> {
    text.points.iter().map(|point| (point.label(), point.title.clone(), point.words())).collect()
}
