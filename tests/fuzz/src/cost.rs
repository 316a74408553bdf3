//! What something costs, as the memory it asks for: a count that does not depend on the machine, and that grows with nearly
//! everything that could run without bound.

use std::alloc::{GlobalAlloc, Layout, System};
use std::cell::Cell;

/// The system's allocator, counting per thread.
struct Counting;

thread_local! {
    static ASKED: Cell<u64> = const { Cell::new(0) };
}

fn count(bytes: usize) {
    // A thread that ends has no counter any more.
    let _ = ASKED.try_with(|asked| asked.set(asked.get().saturating_add(bytes as u64)));
}

// The trait can only be implemented so; every call goes on to the system's allocator unchanged.
#[allow(unsafe_code)]
unsafe impl GlobalAlloc for Counting {
    unsafe fn alloc(&self, layout: Layout) -> *mut u8 {
        count(layout.size());
        unsafe { System.alloc(layout) }
    }

    unsafe fn dealloc(&self, pointer: *mut u8, layout: Layout) {
        unsafe { System.dealloc(pointer, layout) }
    }

    unsafe fn alloc_zeroed(&self, layout: Layout) -> *mut u8 {
        count(layout.size());
        unsafe { System.alloc_zeroed(layout) }
    }

    unsafe fn realloc(&self, pointer: *mut u8, layout: Layout, size: usize) -> *mut u8 {
        count(size.saturating_sub(layout.size()));
        unsafe { System.realloc(pointer, layout, size) }
    }
}

#[global_allocator]
static ALLOCATOR: Counting = Counting;

/// The result of a function, and the bytes it asked for in this thread.
pub fn of<T>(run: impl FnOnce() -> T) -> (T, u64) {
    let before = ASKED.with(Cell::get);
    let result = run();
    (result, ASKED.with(Cell::get) - before)
}

#[cfg(test)]
mod tests {
    #[test]
    fn what_is_asked_for_is_counted() {
        let (text, bytes) = super::of(|| vec![1u8; 10_000]);
        assert!((10_000..20_000).contains(&bytes) && text.len() == 10_000, "{bytes}");
    }
}
