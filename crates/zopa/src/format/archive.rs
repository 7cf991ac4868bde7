//! Files that are zip archives within: workbooks and documents.

use super::MAX_BYTES;
use std::io::{Cursor, Read, Seek};
use zip::ZipArchive;

/// The most bytes that an archive may unpack to, all its files together: no more than a plain file
/// may have. What claims to be small and unpacks to more is no document.
pub const MAX_UNPACKED: usize = MAX_BYTES;

/// The most files that an archive may hold.
const MAX_FILES: usize = 2_000;

/// Whether bytes begin as a zip archive does.
pub(crate) fn is_archive(bytes: &[u8]) -> bool {
    bytes.starts_with(b"PK\x03\x04")
}

/// Unpacks everything once, keeping nothing, to see that it stays within bounds.
///
/// # Errors
/// What is wrong with the archive, and the remedy.
pub(crate) fn check(bytes: &[u8]) -> Result<(), (String, &'static str)> {
    let broken = |_| ("the file is damaged: it cannot be unpacked".to_string(), "save or send it again");
    let mut archive = ZipArchive::new(Cursor::new(bytes)).map_err(broken)?;
    if archive.len() > MAX_FILES {
        return Err((format!("the file holds more than {MAX_FILES} files within"), "is it the right file?"));
    }
    let mut room = MAX_UNPACKED as u64;
    for index in 0..archive.len() {
        let file = archive.by_index(index).map_err(broken)?;
        let unpacked = std::io::copy(&mut file.take(room + 1), &mut std::io::sink());
        let unpacked = unpacked
            .map_err(|_| ("the file is damaged: it cannot be unpacked".to_string(), "save or send it again"))?;
        if unpacked > room {
            return Err((
                format!("the file unpacks to more than {MAX_UNPACKED} bytes"),
                "is it the right file? Talks take some kilobytes",
            ));
        }
        room -= unpacked;
    }
    Ok(())
}

/// The content of one file of an archive that [`check`] has seen.
pub(crate) fn file<R: Read + Seek>(archive: &mut ZipArchive<R>, name: &str) -> Option<Vec<u8>> {
    let file = archive.by_name(name).ok()?;
    let mut content = Vec::new();
    file.take(MAX_UNPACKED as u64).read_to_end(&mut content).ok()?;
    Some(content)
}
