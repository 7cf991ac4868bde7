//! A file as it was handed over.

use std::borrow::Cow;

/// A file's name and content.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Source {
    /// The name as the user typed it.
    pub name: String,
    /// What the file holds.
    pub bytes: Vec<u8>,
}

impl Source {
    /// A file of a name with some content.
    pub fn new(name: impl Into<String>, content: impl Into<Vec<u8>>) -> Source {
        Source { name: name.into(), bytes: content.into() }
    }

    /// What the name ends in, in small letters, without the dot.
    #[must_use]
    pub fn extension(&self) -> String {
        self.file_name().rsplit_once('.').map_or("", |(_, extension)| extension).to_ascii_lowercase()
    }

    /// The name without folders and without what it ends in.
    #[must_use]
    pub fn stem(&self) -> &str {
        self.file_name().rsplit_once('.').map_or(self.file_name(), |(stem, _)| stem)
    }

    fn file_name(&self) -> &str {
        self.name.rsplit(['/', '\\']).next().unwrap_or(&self.name)
    }

    /// The content as UTF-8.
    ///
    /// # Errors
    /// The byte at which it stops being UTF-8.
    pub fn utf8(&self) -> Result<&str, usize> {
        std::str::from_utf8(&self.bytes).map_err(|error| error.valid_up_to())
    }

    /// The content as text: as UTF-8 where it is that, else as Latin-1, in which any byte is a letter.
    #[must_use]
    pub fn text(&self) -> Cow<'_, str> {
        match self.utf8() {
            Ok(text) => text.into(),
            Err(_) => self.bytes.iter().map(|&byte| char::from(byte)).collect::<String>().into(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_end_in_what_stands_after_the_last_dot_of_the_file() {
        let source = |name: &str| Source::new(name, "");
        assert_eq!((source("a.b/c.D.XML").extension().as_str(), source("a.b/c.D.XML").stem()), ("xml", "c.D"));
        assert_eq!((source("a.b/c").extension().as_str(), source("a.b/c").stem()), ("", "c"));
        assert_eq!(source("a\\b.yml").stem(), "b");
    }

    #[test]
    fn bytes_that_are_no_utf_8_are_latin_1() {
        assert_eq!(Source::new("a", b"na\xefve".to_vec()).text(), "na\u{ef}ve");
        assert_eq!(Source::new("a", b"na\xefve".to_vec()).utf8(), Err(2));
        assert_eq!(Source::new("a", "na\u{ef}ve").text(), "na\u{ef}ve");
    }
}
