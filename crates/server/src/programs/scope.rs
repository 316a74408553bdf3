//! What a key may be allowed: a table of scopes, each with the operations that it opens. An operation that no row names is closed to keys.

use serde_json::{Value, json};

/// A scope.
pub(crate) struct Scope {
    /// The word in keys.
    pub(crate) name: &'static str,
    vi: &'static str,
    en: &'static str,
    /// The operations' ids.
    operations: &'static [&'static str],
}

const fn scope(name: &'static str, vi: &'static str, en: &'static str, operations: &'static [&'static str]) -> Scope {
    Scope { name, vi, en, operations }
}

/// All scopes.
pub(crate) const SCOPES: &[Scope] = &[
    scope(
        "reports:read",
        "Xem báo cáo",
        "Read reports",
        &["reports", "report", "registers", "register", "activity", "periods", "units", "unit", "me", "check"],
    ),
    scope(
        "reports:submit",
        "Gửi báo cáo, kể cả bằng ODK Collect, KoboCollect, Enketo",
        "Submit reports, also with ODK Collect, KoboCollect, Enketo",
        &["send", "upload", "add_piece", "duties", "rows", "periods", "units", "unit", "me", "check"],
    ),
    scope(
        "totals:read",
        "Xem số tổng hợp",
        "Read totals",
        &["totals", "figure", "targets", "review", "periods", "units", "unit", "me", "check"],
    ),
    scope(
        "events:read",
        "Được báo khi báo cáo được gửi, trả lại, duyệt",
        "Be told when reports are sent, returned, approved",
        &["events", "webhooks", "make_webhook", "switch_webhook", "remove_webhook", "deliveries", "me"],
    ),
];

impl Scope {
    pub(crate) fn of(name: &str) -> Option<&'static Scope> {
        SCOPES.iter().find(|scope| scope.name == name)
    }

    /// How it is called, by language.
    pub(crate) fn to_json(&self) -> Value {
        json!({ "scope": self.name, "label": { "vi": self.vi, "en": self.en } })
    }
}

/// The scopes that open an operation.
pub(crate) fn opening(operation: &str) -> Vec<&'static str> {
    SCOPES.iter().filter(|scope| scope.operations.contains(&operation)).map(|scope| scope.name).collect()
}

/// Whether scopes, words with a blank between, open an operation.
pub(crate) fn opens(scopes: &str, operation: &str) -> bool {
    scopes.split(' ').filter_map(Scope::of).any(|scope| scope.operations.contains(&operation))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::routes::operations;

    #[test]
    fn every_operation_named_exists_and_none_makes_keys() {
        for scope in SCOPES {
            for id in scope.operations {
                let found = operations().find(|operation| operation.id == *id);
                assert!(found.is_some_and(|operation| operation.signed_in || *id == "check"), "{}: {id}", scope.name);
            }
        }
        assert!(opening("make_key").is_empty() && opening("decide").is_empty());
        assert!(opens("totals:read events:read", "events") && !opens("totals:read", "events") && !opens("", "me"));
    }
}
