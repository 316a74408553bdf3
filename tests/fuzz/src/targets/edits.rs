//! Edits of every kind on several forms: after each of them the state equals what a computation from nothing gives.

use std::sync::LazyLock;

use phieu::Validator;
use phieu::engine::Context;
use phieu_parity::{Numbers, follow_edits};

/// The most edits of one input: after each the whole state is computed anew.
const MOST_EDITS: u32 = 12;

const NASTY: &str = include_str!("../../../suite/random/nasty.toml");

/// The forms without memory of what was before: the association's, and those of `tests/suite/random`.
pub(super) static FORMS: LazyLock<Vec<(Validator, Context)>> = LazyLock::new(|| {
    let nasty = [NASTY].into_iter();
    let all = nasty.chain(phieu_catalog::forms().iter().map(|form| form.text));
    all.map(|text| (Validator::from_toml("form", text).expect("the form is right"), context())).collect()
});

fn context() -> Context {
    Context { today: Some("2026-06-15".into()), ..Context::default() }
}

/// The first byte chooses the form, the others the edits.
pub fn run(data: &[u8]) {
    let (way, bytes) = super::split(data, FORMS.len() as u8);
    let (validator, context) = &FORMS[usize::from(way)];
    if let Err(error) = follow_edits(validator.form(), context, &mut Numbers::Bytes(bytes), MOST_EDITS) {
        panic!("{}: {error}", validator.form_id());
    }
}
