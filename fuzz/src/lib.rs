//! What every target asserts: reading never panics, takes memory in proportion to the input, and
//! ends in a negotiation that can be written and read again, or in problems with their places.

use std::alloc::{GlobalAlloc, Layout, System};
use std::sync::atomic::{AtomicUsize, Ordering};
use zopa::format::{Source, load, write_json, write_toml};

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
