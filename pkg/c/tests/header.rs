//! The header is what the code says.

use std::fs;
use std::path::Path;

/// Compares with `include/phieu.h`; `PHIEU_BLESS=1` writes it anew.
#[test]
fn the_header_is_what_the_code_says() {
    let here = Path::new(env!("CARGO_MANIFEST_DIR"));
    let config = cbindgen::Config::from_file(here.join("cbindgen.toml")).expect("cbindgen.toml");
    let sources = ["src/border.rs", "src/lib.rs"]
        .iter()
        .fold(cbindgen::Builder::new().with_config(config), |builder, file| builder.with_src(here.join(file)));
    let mut text = Vec::new();
    sources.generate().expect("a header").write(&mut text);
    let text = String::from_utf8(text).expect("UTF-8");
    let header = here.join("include/phieu.h");
    if std::env::var_os("PHIEU_BLESS").is_some() {
        fs::write(&header, &text).expect("written");
    }
    let known = fs::read_to_string(&header).expect("include/phieu.h");
    assert!(known == text, "the interface has changed: look at the difference, then run this test with PHIEU_BLESS=1");
}
