//! TOML, Excel and XForm spellings of a definition.
