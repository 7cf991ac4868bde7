//! What every target asserts: reading never panics, takes memory in proportion to the input, and
//! ends in a negotiation that can be written and read again, or in problems with their places.

use std::alloc::{GlobalAlloc, Layout, System};
use std::sync::atomic::{AtomicUsize, Ordering};
use zopa::format::{Source, load, parse_draft, read_draft, write_json, write_toml};
use zopa::model::PartialOutcome;

/// Counts the bytes in use and their peak.
struct Counting;

static IN_USE: AtomicUsize = AtomicUsize::new(0);
static PEAK: AtomicUsize = AtomicUsize::new(0);

// Counting needs the raw interface; every call goes to the system's allocator unchanged.
unsafe impl GlobalAlloc for Counting {
    unsafe fn alloc(&self, layout: Layout) -> *mut u8 {
        let in_use = IN_USE.fetch_add(layout.size(), Ordering::Relaxed) + layout.size();
        PEAK.fetch_max(in_use, Ordering::Relaxed);
        unsafe { System.alloc(layout) }
    }

    unsafe fn dealloc(&self, pointer: *mut u8, layout: Layout) {
        IN_USE.fetch_sub(layout.size(), Ordering::Relaxed);
        unsafe { System.dealloc(pointer, layout) }
    }
}

#[global_allocator]
static ALLOCATOR: Counting = Counting;

/// Memory that a reader may use beyond ten times its input: what the limits on values, options and
/// numbers allow to short spellings.
const CONSTANT: usize = 32 << 20;

/// Reads one file under a name that chooses its format.
pub fn read(name: &str, data: &[u8]) {
    check(&[Source::new(name, data)], data.len());
}

/// What stands between files that are read together.
const BETWEEN: &[u8] = b"\n----\n";

/// Reads several files, one after the other in the data, all with the same ending.
pub fn read_all(extension: &str, data: &[u8]) {
    let mut files = Vec::new();
    let mut rest = data;
    while let Some(at) = rest.windows(BETWEEN.len()).position(|window| window == BETWEEN) {
        files.push(&rest[..at]);
        rest = &rest[at + BETWEEN.len()..];
    }
    files.push(rest);
    let named = files.iter().enumerate().map(|(index, file)| Source::new(format!("f{index}.{extension}"), *file));
    check(&named.collect::<Vec<_>>(), data.len());
}

fn check(sources: &[Source], length: usize) {
    let before = IN_USE.load(Ordering::Relaxed);
    PEAK.store(before, Ordering::Relaxed);
    let loaded = load(sources);
    let used = PEAK.load(Ordering::Relaxed) - before;
    assert!(used <= 10 * length + CONSTANT, "{used} bytes of memory for {length} bytes");
    match loaded {
        Ok(loaded) => {
            for (name, text) in
                [("again.toml", write_toml(&loaded.negotiation)), ("again.json", write_json(&loaded.negotiation))]
            {
                // What is computed from long numbers may need more digits than a file may hold.
                if let Ok(again) = load(&[Source::new(name, text)]) {
                    assert!(again.negotiation == loaded.negotiation, "written and read again, it differs");
                }
            }
        }
        Err(problems) => {
            assert!(!problems.is_empty());
            assert!(problems.iter().all(|problem| problem.line >= 1 && problem.column >= 1 && sources.iter().any(|source| source.name == problem.file)));
        }
    }
}

/// Reads an archive. Most changes of packed bytes only break the packing: what begins with a name and a
/// colon is packed first, files of the archive with lines that name them between their contents.
pub fn read_archive(name: &str, data: &[u8]) {
    let packed = std::str::from_utf8(data).ok().filter(|text| text.starts_with("== ")).and_then(packed);
    let bytes = packed.as_deref().unwrap_or(data);
    let before = IN_USE.load(Ordering::Relaxed);
    PEAK.store(before, Ordering::Relaxed);
    if name.ends_with(".docx") {
        check_text(name, bytes);
    } else {
        let loaded = load(&[Source::new(name, bytes)]);
        if let Err(problems) = loaded {
            assert!(!problems.is_empty() && problems.iter().all(|problem| problem.line >= 1 && problem.file == name));
        }
    }
    // What an archive unpacks to counts as its input.
    let used = PEAK.load(Ordering::Relaxed) - before;
    let input = bytes.len().max(data.len()).max(unpacked(bytes));
    assert!(used <= 10 * input + CONSTANT, "{used} bytes of memory for {input} bytes");
}

/// The size of an archive once it is unpacked, as far as it is read.
fn unpacked(bytes: &[u8]) -> usize {
    let Ok(mut archive) = zip::ZipArchive::new(std::io::Cursor::new(bytes)) else { return 0 };
    let files = archive.len();
    let size = |index| {
        let file = archive.by_index(index).ok()?;
        let limit = zopa::format::MAX_UNPACKED as u64;
        std::io::copy(&mut std::io::Read::take(file, limit), &mut std::io::sink()).ok()
    };
    (0..files).filter_map(size).sum::<u64>() as usize
}

/// An archive of files, each after a line with its name: `== word/document.xml`.
fn packed(text: &str) -> Option<Vec<u8>> {
    use std::io::Write;
    let mut archive = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    for part in text.split("\n== ").take(20) {
        let (name, content) = part.trim_start_matches("== ").split_once('\n')?;
        archive.start_file(name, zip::write::SimpleFileOptions::default()).ok()?;
        archive.write_all(content.as_bytes()).ok()?;
    }
    Some(archive.finish().ok()?.into_inner())
}

/// Reads a draft as plain text and as Markdown.
pub fn read_texts(data: &[u8]) {
    for name in ["draft.txt", "draft.md"] {
        let before = IN_USE.load(Ordering::Relaxed);
        PEAK.store(before, Ordering::Relaxed);
        check_text(name, data);
        let used = PEAK.load(Ordering::Relaxed) - before;
        assert!(used <= 10 * data.len() + CONSTANT, "{used} bytes of memory for {} bytes", data.len());
    }
}

/// What is read of a draft becomes talks that can be read in turn.
fn check_text(name: &str, data: &[u8]) {
    match zopa::text::read_text(&Source::new(name, data)) {
        Ok((text, _)) => {
            assert!(!text.points.is_empty());
            let talks = zopa::text::starter(&zopa::text::align(vec![text.clone(), text]), &[]);
            let outline = zopa::format::outline(&[Source::new("talks.toml", talks)], &Default::default());
            assert!(outline.is_ok(), "{outline:?}");
        }
        Err(problems) => assert!(!problems.is_empty() && problems.iter().all(|problem| problem.file == name)),
    }
}

/// Reads CSV files, each after a line with its name: `== points.csv`.
pub fn read_sheets(data: &[u8]) {
    let Ok(text) = std::str::from_utf8(data) else { return read("talks.csv", data) };
    let file = |part: &str| {
        let (name, content) = part.trim_start_matches("== ").split_once('\n')?;
        Some(Source::new(format!("{}.csv", name.trim_end_matches(".csv")), content))
    };
    let sources: Vec<Source> = text.split("\n== ").take(20).filter_map(file).collect();
    if sources.is_empty() {
        return read("talks.csv", data);
    }
    let before = IN_USE.load(Ordering::Relaxed);
    PEAK.store(before, Ordering::Relaxed);
    let loaded = load(&sources);
    let used = PEAK.load(Ordering::Relaxed) - before;
    assert!(used <= 10 * data.len() + CONSTANT, "{used} bytes of memory for {} bytes", data.len());
    if let Ok(loaded) = loaded
        && let Ok(again) = load(&[Source::new("again.toml", write_toml(&loaded.negotiation))])
    {
        assert!(again.negotiation == loaded.negotiation, "written and read again, it differs");
    }
}

/// Reads a single draft of small talks, as a line and as a file of either kind.
pub fn read_as_draft(data: &[u8]) {
    const TALKS: &str = "3 2 2\n1 1\n1 2\n3 4\n5 6\n7 8\n1 1\n2 2\n";
    let talks = load(&[Source::new("talks.txt", TALKS)]).expect("these talks are in order").negotiation;
    let fits = |draft: &PartialOutcome| draft.0.len() == 3 && draft.0.iter().flatten().all(|option| *option < 2);
    match parse_draft(&String::from_utf8_lossy(data), &talks) {
        Ok(draft) => assert!(fits(&draft)),
        Err(problems) => assert!(!problems.is_empty()),
    }
    for name in ["draft.toml", "draft.json"] {
        match read_draft(&Source::new(name, data), &talks) {
            Ok(draft) => assert!(fits(&draft.settles)),
            Err(problems) => assert!(problems.iter().all(|problem| problem.line >= 1 && problem.file == name)),
        }
    }
}
