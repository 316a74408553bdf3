//! Files in pieces: each piece counts once and where it belongs, what came stays, and what is left lying goes.

#![allow(clippy::unwrap_used)]

mod furnished;

use furnished::{File, furnish, id, revision};
use phieu_report::digest;
use phieu_store::{By, Moment, Piece, Registers, SqliteStore, Store, Upload, Uploads};

const WHOLE: &[u8] = b"\xff\xd8\xff a photograph";

fn piece<'a>(report: &'a phieu_report::ReportId, digest: &'a str, offset: usize, end: usize) -> Piece<'a> {
    Piece { report, name: "a.jpg", digest, size: WHOLE.len() as u64, offset: offset as u64, bytes: &WHOLE[offset..end] }
}

#[tokio::test]
async fn pieces_come_in_order_once_and_stay() {
    let file = File::new();
    let store = SqliteStore::open(&file.0).await.unwrap();
    furnish(&store).await;
    store.submit(&revision(1, 1, "24848-C01", "2026-09", "a")).await.unwrap().unwrap();
    let (report, whole) = (id(1), digest(WHOLE));
    let add = async |store: &SqliteStore, offset, end, at| {
        store.add_piece(&piece(&report, &whole, offset, end), Moment(at), Moment(at - 100)).await.unwrap()
    };
    assert_eq!(store.upload(&report, "a.jpg").await.unwrap(), None);
    assert_eq!(add(&store, 5, 9, 1).await, 0, "nothing begins in the middle");
    assert_eq!(add(&store, 0, 5, 1).await, 5);
    assert_eq!(add(&store, 0, 5, 2).await, 5, "the same again counts once");
    assert_eq!(add(&store, 6, 9, 2).await, 5, "and nothing is left out");
    store.close().await.unwrap();
    let store = SqliteStore::open(&file.0).await.unwrap();
    let here = Upload { digest: whole.clone(), size: WHOLE.len() as u64, received: 5 };
    assert_eq!(store.upload(&report, "a.jpg").await.unwrap(), Some(here));
    assert_eq!(add(&store, 5, WHOLE.len(), 3).await, WHOLE.len() as u64);
    let beyond = Piece { size: 4, ..piece(&report, &whole, 0, 5) };
    assert_eq!(store.add_piece(&beyond, Moment(3), Moment(0)).await.unwrap(), 0, "more than was said is not taken");
    assert_eq!(store.uploaded(&report, "a.jpg").await.unwrap(), WHOLE);
    let by = By { login: "an".to_owned(), at: Moment(4), reason: None };
    store.attach(&by, &report, "a.jpg", "image/jpeg", WHOLE).await.unwrap();
    assert_eq!(store.upload(&report, "a.jpg").await.unwrap(), None, "what is kept is no longer on its way");
    store.close().await.unwrap();
}

#[tokio::test]
async fn another_file_begins_anew_and_what_is_left_lying_goes() {
    let file = File::new();
    let store = SqliteStore::open(&file.0).await.unwrap();
    furnish(&store).await;
    store.submit(&revision(1, 1, "24848-C01", "2026-09", "a")).await.unwrap().unwrap();
    let (report, first, second) = (id(1), digest(WHOLE), digest(b"another"));
    let add = async |name, digest, end, at| {
        let piece = Piece { name, ..piece(&report, digest, 0, end) };
        store.add_piece(&piece, Moment(at), Moment(at - 100)).await.unwrap()
    };
    assert_eq!(add("a.jpg", &first, 7, 1).await, 7);
    assert_eq!(add("a.jpg", &second, 3, 2).await, 3);
    assert_eq!(store.uploaded(&report, "a.jpg").await.unwrap(), &WHOLE[..3]);
    assert_eq!(add("b.jpg", &first, 7, 103).await, 7);
    assert_eq!(store.upload(&report, "a.jpg").await.unwrap(), None, "nothing came for too long");
    store.drop_stale_uploads(Moment(103)).await.unwrap();
    assert_eq!(store.uploaded(&report, "b.jpg").await.unwrap(), &WHOLE[..7]);
    store.drop_stale_uploads(Moment(104)).await.unwrap();
    assert!(store.uploaded(&report, "b.jpg").await.unwrap().is_empty(), "with its pieces");
    assert_eq!(add("b.jpg", &first, 7, 103).await, 7);
    store.drop_upload(&report, "b.jpg").await.unwrap();
    assert!(store.uploaded(&report, "b.jpg").await.unwrap().is_empty());
    assert_eq!(add("a.jpg", &first, 7, 104).await, 7);
    let by = By { login: "an".to_owned(), at: Moment(105), reason: Some("x".to_owned()) };
    assert_eq!(store.erase_copies(&by, &report, None).await.unwrap(), 0);
    assert_eq!(store.upload(&report, "a.jpg").await.unwrap(), None, "what is erased does not come back by its rest");
    store.close().await.unwrap();
}
