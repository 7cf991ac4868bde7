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
    let source = [Source::new(name, data)];
    let before = IN_USE.load(Ordering::Relaxed);
    PEAK.store(before, Ordering::Relaxed);
    let loaded = load(&source);
    let used = PEAK.load(Ordering::Relaxed) - before;
    assert!(used <= 10 * data.len() + CONSTANT, "{used} bytes of memory for {} bytes", data.len());
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
            assert!(problems.iter().all(|problem| problem.line >= 1 && problem.column >= 1 && problem.file == name));
        }
    }
}
