//! Writes the structs of the forms that this back end receives.

fn main() -> Result<(), phieu_build::Error> {
    phieu_build::form("../../crates/catalog/forms/clb-thang.toml")?;
    phieu_build::form("forms/names.toml")
}
