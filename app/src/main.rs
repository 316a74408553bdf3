//! The volunteers' app: what stands at the start, and what comes after it.

fn main() {
    phieu_app::app();
}

/// JavaScript calls this once the part after the first page has come: nothing of that part is reached from anywhere else.
#[cfg(target_arch = "wasm32")]
#[wasm_bindgen::prelude::wasm_bindgen]
pub fn rest() {
    phieu_app::rest();
}
