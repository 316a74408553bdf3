//! Has the linker record what reaches what, so that the app can be cut in two (`crates/xtask/src/build/cut`).

fn main() {
    println!("cargo::rerun-if-changed=build.rs");
    let is = |name: &str, value: &str| std::env::var(name).is_ok_and(|found| found == value);
    if is("CARGO_CFG_TARGET_ARCH", "wasm32") && is("PROFILE", "release") {
        println!("cargo::rustc-link-arg-bin=phieu-app=--emit-relocs");
    }
}
