//! The app's files: compressed neighbours, caches, pages, and nothing outside the folder.

use std::fs;
use std::path::PathBuf;

use crate::house::House;

fn app() -> (House, PathBuf) {
    let folder =
        std::env::temp_dir().join(format!("phieu-app-{}-{:?}", std::process::id(), std::thread::current().id()).replace(['(', ')'], ""));
    for inside in ["icons", "author"] {
        fs::create_dir_all(folder.join(inside)).expect("a folder");
    }
    let files: [(&str, &[u8]); 9] = [
        ("index.html", b"<!doctype html><title>phieu</title>"),
        ("author/index.html", b"<!doctype html><title>author</title>"),
        ("sw.js", b"// worker"),
        ("manifest.webmanifest", b"{}"),
        ("icons/icon-192.png", b"png"),
        ("app-0123456789abcdef.js", b"plain script"),
        ("app-0123456789abcdef.js.br", b"brotli script"),
        ("app-0123456789abcdef.js.gz", b"gzip script"),
        ("app-0123456789abcdef.wasm", b"wasm"),
    ];
    for (name, content) in files {
        fs::write(folder.join(name), content).expect("a file");
    }
    (House::with_app(Some(folder.clone())), folder)
}

#[test]
fn files_with_a_digest_are_kept_and_the_others_asked_for_again() {
    let (house, folder) = app();
    for path in ["/app-0123456789abcdef.js", "/app-0123456789abcdef.wasm"] {
        assert_eq!(house.get(path).header("cache-control"), "public, max-age=31536000, immutable", "{path}");
    }
    for path in ["/", "/index.html", "/sw.js", "/manifest.webmanifest", "/icons/icon-192.png", "/reports/new"] {
        let answer = house.get(path);
        assert_eq!((answer.status, answer.header("cache-control")), (200, "no-cache"), "{path}");
    }
    assert_eq!(house.get("/app-0123456789abcdef.wasm").header("content-type"), "application/wasm");
    assert!(house.get("/app-0123456789abcdef.js").header("content-type").contains("javascript"));
    let index = house.get("/");
    let again = house.ask("GET", "/", &[("if-modified-since", index.header("last-modified"))], None);
    assert_eq!((again.status, again.header("cache-control")), (304, "no-cache"));
    fs::remove_dir_all(folder).expect("removed");
}

#[test]
fn the_compressed_neighbour_is_sent_to_who_accepts_it() {
    let (house, folder) = app();
    let ask = |accepted: &str| house.ask("GET", "/app-0123456789abcdef.js", &[("accept-encoding", accepted)], None);
    for (accepted, encoding, body) in
        [("gzip, br", "br", "brotli script"), ("gzip", "gzip", "gzip script"), ("identity", "", "plain script")]
    {
        let answer = ask(accepted);
        assert_eq!((answer.header("content-encoding"), answer.bytes.as_slice()), (encoding, body.as_bytes()), "{accepted}");
        assert!(answer.header("vary").to_lowercase().contains("accept-encoding"), "{accepted}: {:?}", answer.headers);
        assert!(answer.header("content-type").contains("javascript"), "{accepted}");
        assert_eq!(answer.header("cache-control"), "public, max-age=31536000, immutable");
        assert!(!answer.header("content-security-policy").is_empty());
    }
    assert_eq!(
        house.ask("GET", "/sw.js", &[("accept-encoding", "br")], None).bytes,
        b"// worker",
        "a file without a neighbour comes plain"
    );
    fs::remove_dir_all(folder).expect("removed");
}

#[test]
fn the_apps_own_pages_get_its_page_and_missing_files_do_not() {
    let (house, folder) = app();
    for path in ["/", "/drafts", "/reports/0190c3a2-0000-7000-8000-000000000001", "/a/b/c"] {
        let answer = house.get(path);
        assert_eq!((answer.status, answer.bytes.as_slice()), (200, b"<!doctype html><title>phieu</title>".as_slice()), "{path}");
        assert!(answer.header("content-type").starts_with("text/html"), "{path}");
    }
    for path in
        ["/lost.js", "/icons/lost.png", "/api/lost", "/..%2f..%2fetc%2fpasswd.x", "/%2e%2e/%2e%2e/phieu.db", "/icons/../../phieu.db"]
    {
        house.refused(404, "not_found", || house.get(path));
    }
    house.refused(405, "method_not_allowed", || house.ask("DELETE", "/sw.js", &[], None));
    fs::remove_dir_all(folder).expect("removed");
}

#[test]
fn the_authors_page_stands_beside_the_app() {
    let (house, folder) = app();
    assert_eq!(house.get("/author").bytes, b"<!doctype html><title>author</title>");
    for path in ["/authors", "/preview", "/report/author"] {
        assert_eq!(house.get(path).bytes, b"<!doctype html><title>phieu</title>", "{path}");
    }
    fs::remove_dir_all(folder).expect("removed");
}
