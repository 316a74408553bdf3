//! Where the file that an answer names can be seen: on this phone, or with the server.

use std::rc::Rc;

use leptos::task::spawn_local;
use phieu_ui::{Kept, OnAddress, address_of};

use crate::router::encode;
use crate::storage;

/// Finds the files of a report for drawing it: what is kept here, else what the server has, as far as that is known.
pub fn shown(account: String, report_id: String, is_there: Rc<dyn Fn(&str) -> bool>) -> Kept {
    Rc::new(move |_, name: String, take: OnAddress| {
        let (account, report_id) = (account.clone(), report_id.clone());
        let there = is_there(&name).then(|| ["/api/v1/reports/", &encode(&report_id), "/files/", &encode(&name)].concat());
        spawn_local(async move {
            let kept = storage::file(&account, &report_id, &name).await.ok().flatten();
            take(kept.and_then(|file| address_of(&file)).or(there));
        });
    })
}
