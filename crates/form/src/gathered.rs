//! Maps and sets from what comes one by one.
//!
//! Why not `collect`: for a map or set it sorts first, and the sort is compiled again for every kind of item. In the app these sorts
//! were 70 kB of wasm. What is large and in order already is still collected (`engine/src/recompute.rs`), because that is faster.

/// A collection with these items, put in one after the other.
pub fn gathered<T, C: Default + Extend<T>>(items: impl IntoIterator<Item = T>) -> C {
    let mut all = C::default();
    items.into_iter().for_each(|item| all.extend([item]));
    all
}
