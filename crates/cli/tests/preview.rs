//! `phieu preview` as a process: the form's bytes as the file holds them, nothing twice, nobody from outside.

use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};

fn phieu(arguments: &[&str], folder: &Path) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_phieu"));
    command.arg("preview").args(arguments).current_dir(folder).stdout(Stdio::piped()).stderr(Stdio::piped());
    command
}

/// A folder with a built app in it, as far as the server can tell.
fn folder(name: &str) -> PathBuf {
    let folder = std::env::temp_dir().join(format!("phieu-preview-{name}-{}", std::process::id()));
    std::fs::create_dir_all(folder.join("dist/author")).expect("a folder");
    std::fs::write(folder.join("dist/index.html"), "the app").expect("a file");
    std::fs::write(folder.join("dist/author/index.html"), "the author's page").expect("a file");
    folder
}

struct Preview {
    child: Child,
    address: String,
}

impl Preview {
    fn start(form: &str, folder: &Path) -> Preview {
        let mut child = phieu(&[form, "--app", "dist"], folder).spawn().expect("phieu runs");
        let line = BufReader::new(child.stdout.take().expect("its output")).lines().next().expect("a line").expect("text");
        let (_, rest) = line.split_once("http://").unwrap_or_else(|| panic!("no address in: {line}"));
        Preview { child, address: rest.split('/').next().unwrap_or_default().to_owned() }
    }

    /// Status and headers, and body.
    fn get(&self, path: &str, host: &str, more: &str) -> (String, String) {
        let mut stream = TcpStream::connect(&self.address).expect("a connection");
        write!(stream, "GET {path} HTTP/1.1\r\nhost: {host}\r\nconnection: close\r\n{more}\r\n").expect("sent");
        let mut answer = String::new();
        stream.read_to_string(&mut answer).expect("an answer");
        let (head, body) = answer.split_once("\r\n\r\n").expect("a head");
        (head.to_ascii_lowercase(), body.to_owned())
    }
}

impl Drop for Preview {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

#[test]
fn the_file_is_served_as_it_stands_now() {
    let folder = folder("file");
    std::fs::write(folder.join("thăm hộ.md"), "one").expect("a file");
    let preview = Preview::start("thăm hộ.md", &folder);
    let (head, body) = preview.get("/preview/form", &preview.address, "");
    assert_eq!(body, "one");
    assert!(head.contains("filename*=utf-8''th%c4%83m%20h%e1%bb%99.md"), "{head}");
    let tag = head.lines().find_map(|line| line.strip_prefix("etag: ")).expect("a tag").to_owned();
    let asked = format!("if-none-match: {tag}\r\n");
    assert!(preview.get("/preview/form", &preview.address, &asked).0.starts_with("http/1.1 304"));
    std::fs::write(folder.join("thăm hộ.md"), "two").expect("a file");
    assert_eq!(preview.get("/preview/form", &preview.address, &asked).1, "two");
    std::fs::remove_file(folder.join("thăm hộ.md")).expect("removed");
    assert!(preview.get("/preview/form", &preview.address, &asked).0.starts_with("http/1.1 404"));
    assert_eq!(preview.get("/preview", &preview.address, "").1, "the author's page");
    drop(preview);
    std::fs::remove_dir_all(folder).expect("removed");
}

#[test]
fn what_labels_name_stands_beside_the_form_and_nothing_else_is_handed_out() {
    let folder = folder("media");
    for (name, content) in
        [("visit.md", "one"), ("cây chè.png", "a picture"), ("secret.txt", "no"), (".hidden.png", "no"), ("dist/in.png", "no")]
    {
        std::fs::write(folder.join(name), content).expect("a file");
    }
    let preview = Preview::start("visit.md", &folder);
    let (head, body) = preview.get("/preview/media/c%C3%A2y%20ch%C3%A8.png", &preview.address, "");
    assert!(head.contains("content-type: image/png"), "{head}");
    assert_eq!(body, "a picture");
    for path in ["none.png", "secret.txt", "visit.md", ".hidden.png", "dist%2Fin.png", "..%2Fvisit.md"] {
        let (head, _) = preview.get(&format!("/preview/media/{path}"), &preview.address, "");
        assert!(head.starts_with("http/1.1 404"), "{path}: {head}");
    }
    drop(preview);
    std::fs::remove_dir_all(folder).expect("removed");
}

#[test]
fn a_form_of_the_catalogue_is_shown_and_another_name_is_refused() {
    let folder = folder("catalogue");
    let preview = Preview::start("clb-thang", &folder);
    assert!(preview.get("/preview/form", "localhost:1", "").1.contains("[[survey]]"));
    for path in ["/preview/form", "/preview"] {
        assert!(preview.get(path, "elsewhere.example", "").0.starts_with("http/1.1 403"), "{path}");
    }
    drop(preview);
    std::fs::remove_dir_all(folder).expect("removed");
}

#[test]
fn what_is_missing_is_named() {
    let folder = folder("missing");
    for (arguments, said) in [
        (&["nothing.xlsx", "--app", "dist"][..], "nothing.xlsx: there is no such file"),
        (&["clb-thang", "--app", "elsewhere"], "build the app first with `cargo xtask build`"),
    ] {
        let output = phieu(arguments, &folder).output().expect("phieu runs");
        let told = String::from_utf8_lossy(&output.stderr).into_owned();
        assert_eq!(output.status.code(), Some(2), "{told}");
        assert!(told.contains(said), "{told}");
    }
    std::fs::remove_dir_all(folder).expect("removed");
}
