//! The table of forms. The files are the forms; this only names them.

/// A form as its author wrote it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct FormSource {
    /// The form's id: `clb-thang`.
    pub id: &'static str,
    /// Its file's name, for messages.
    pub file: &'static str,
    /// The whole file.
    pub text: &'static str,
}

macro_rules! table {
    ($($id:literal),* $(,)?) => {
        &[$(FormSource { id: $id, file: concat!($id, ".toml"), text: include_str!(concat!("../forms/", $id, ".toml")) }),*]
    };
}

/// All forms: the reports in the order of the association's list (F01 to F12), then the registers (S01 to S08).
pub fn forms() -> &'static [FormSource] {
    table![
        "tk-tch",
        "bc-thang",
        "cs-nct",
        "mt",
        "quy",
        "ph-nct",
        "clb-thang",
        "clb-xl",
        "clb-da",
        "thd",
        "td",
        "kl58",
        "so-vb",
        "nhiem-vu",
        "kiem-tra",
        "kien-nghi",
        "mo-hinh",
        "su-kien",
        "tam-long-vang",
        "so-ket",
    ]
}

/// The form of an id.
pub fn form(id: &str) -> Option<&'static FormSource> {
    forms().iter().find(|form| form.id == id)
}
