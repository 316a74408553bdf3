//! The same functions for JavaScript. Natively this program is empty.

#[cfg(target_arch = "wasm32")]
mod exports {
    use wasm_bindgen::prelude::*;

    /// A file of `tests/suite/engine`.
    #[wasm_bindgen]
    pub fn engine(text: &str) -> Result<String, String> {
        phieu_parity::run_engine_suite(text)
    }

    /// A folder of `tests/forms`.
    #[wasm_bindgen]
    pub fn reports(form: &str, base: &str, cases: &str) -> Result<String, String> {
        phieu_parity::run_report_cases(form, base, cases)
    }

    /// Random edits.
    #[wasm_bindgen]
    pub fn random(form: &str, context: &str, seed: u32, count: u32) -> Result<String, String> {
        phieu_parity::run_random_edits(form, context, seed, count)
    }

    /// The same report checked many times.
    #[wasm_bindgen]
    pub fn checks(form: &str, base: &str, count: u32) -> Result<String, String> {
        phieu_parity::run_repeated_checks(form, base, count)
    }
}

fn main() {}
