//! libFuzzer over one target, named by `PHIEU_FUZZ_TARGET`. Built by `cargo xtask fuzz`, which passes the flags that let it see
//! which code an input reaches.

#![no_main]
// What libFuzzer calls has a name that the linker must find.
#![allow(unsafe_code)]

use std::sync::OnceLock;

use phieu_fuzz::{TARGETS, Target, run};

static TARGET: OnceLock<&Target> = OnceLock::new();

fn chosen() -> &'static Target {
    let name = std::env::var("PHIEU_FUZZ_TARGET").unwrap_or_default();
    let found = TARGETS.iter().find(|target| target.name == name);
    found.unwrap_or_else(|| {
        panic!("there is no target `{name}`; there are {:?}", TARGETS.iter().map(|target| target.name).collect::<Vec<_>>())
    })
}

libfuzzer_sys::fuzz_target!(|data: &[u8]| run(TARGET.get_or_init(chosen), data));
