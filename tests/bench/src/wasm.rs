//! The same rounds for JavaScript. Natively this program is empty.

#[cfg(target_arch = "wasm32")]
mod exports {
    use wasm_bindgen::prelude::*;

    /// One round over all cases; a line of JSON per step.
    #[wasm_bindgen]
    pub fn round() -> Result<String, String> {
        phieu_bench::round(&phieu_bench::cases())
    }
}

fn main() {}
