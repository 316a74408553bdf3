//! A database file that was closed has everything in itself: nothing is left in a log beside it.

#![allow(clippy::unwrap_used)]

use phieu_report::OrgUnitCode;
use phieu_store::{SqliteStore, Store, Unit};
use serde_json::Map;

#[tokio::test]
async fn a_moved_file_leaves_nothing_behind() {
    let folder = std::env::temp_dir().join(format!("phieu-moving-{}", std::process::id()));
    for round in 0..20 {
        let _ = std::fs::remove_dir_all(&folder);
        std::fs::create_dir_all(&folder).unwrap();
        let (part, whole) = (folder.join("phieu.part"), folder.join("phieu.db"));
        let store = SqliteStore::open(&part).await.unwrap();
        let code = OrgUnitCode::parse("VN").unwrap();
        let unit =
            Unit {
                code: code.clone(), name: "Trung ương Hội".to_owned(), kind: "centre".to_owned(), parent: None, attributes: Map::new()
            };
        store.put_units(std::slice::from_ref(&unit)).await.unwrap();
        // Reads from several connections, as a busy first start has them.
        let reads = (0..6).map(|_| store.unit(&code));
        for read in reads {
            assert!(read.await.unwrap().is_some());
        }
        store.close().await.unwrap();
        std::fs::rename(&part, &whole).unwrap();
        let store = SqliteStore::open(&whole).await.unwrap();
        assert!(store.unit(&code).await.unwrap().is_some(), "round {round}");
        store.close().await.unwrap();
    }
    std::fs::remove_dir_all(&folder).unwrap();
}
