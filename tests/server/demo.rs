//! The demonstration fills itself on whatever day it is first started: every one of its reports passes the server's own door.

use std::sync::Arc;

use phieu_server::{FirstStart, HashCost, History, Options, Server};
use phieu_store::{Moment, ReportFilter, SqliteStore, Store};

use crate::house::{NOW, block_on};

const DAY: i64 = 24 * 3_600_000;

#[test]
fn the_demonstration_starts_on_any_day() {
    // Middles, ends and turns of the State's periods, a leap day's neighbourhood, and years ahead.
    for days in [0, 22, 23, 53, 84, 112, 205, 463, 1500] {
        let folder = std::env::temp_dir().join(format!("phieu-demo-{}-{days}", std::process::id()));
        let options = Options {
            first_start: FirstStart::Demo(History::Months),
            clock: Arc::new(move || Moment(NOW + days * DAY)),
            hash_cost: HashCost::Test,
            ..Options::new(&folder)
        };
        let statuses = block_on(async {
            let server = Server::start(options).await.unwrap_or_else(|error| panic!("after {days} days: {error}"));
            assert!(!server.accounts().is_empty());
            let store = SqliteStore::open(&folder.join("phieu.db")).await.expect("the database opens");
            let reports = store.reports(&ReportFilter::default()).await.expect("reports");
            assert!(reports.iter().all(|row| row.received_at.0 <= NOW + days * DAY), "nothing comes from the future");
            store.close().await.expect("closed");
            reports.iter().map(|row| row.status.name()).collect::<Vec<_>>()
        });
        for status in ["submitted", "returned", "approved"] {
            assert!(statuses.contains(&status), "after {days} days one sees a report that is {status}");
        }
        assert!(statuses.len() > 30, "after {days} days: {} reports", statuses.len());
        std::fs::remove_dir_all(folder).expect("removed");
    }
}
