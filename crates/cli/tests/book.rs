//! The book in `docs/`: the quick start on the command line, and every command that its pages name.

use std::path::{Path, PathBuf};
use std::process::Command;

fn docs() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../docs")
}

fn read(file: &str) -> String {
    std::fs::read_to_string(docs().join(file)).unwrap_or_else(|error| panic!("{file}: {error}"))
}

/// The lines of a page's `sh` blocks that call phieu, without what the shell does around it.
fn commands(page: &str) -> Vec<Vec<String>> {
    let blocks = page.split("```sh\n").skip(1).map(|rest| rest.split("```").next().unwrap_or_default());
    let called = |line: &str| -> Option<Vec<String>> {
        let line = line.split(" #").next().unwrap_or_default();
        let words: Vec<String> = line.split_whitespace().map(str::to_owned).collect();
        let own = words.strip_prefix(["sudo".to_owned(), "-u".to_owned(), "phieu".to_owned()].as_slice()).unwrap_or(&words);
        own.strip_prefix(["phieu".to_owned()].as_slice()).map(<[String]>::to_vec)
    };
    blocks.flat_map(|block| block.lines().filter_map(called).collect::<Vec<_>>()).collect()
}

#[test]
fn the_quick_start_prints_the_verdict() {
    let words = commands(&read("start/quick-starts.md"));
    let output = Command::new(env!("CARGO_BIN_EXE_phieu")).args(&words[0]).current_dir(docs().join("start")).output().expect("phieu runs");
    assert_eq!(String::from_utf8_lossy(&output.stdout), read("start/verdict.json"));
}

#[test]
fn every_command_of_the_pages_exists_with_its_options() {
    let mut count = 0;
    for page in ["deploy.md", "start/quick-starts.md", "guide/write-a-form.md"] {
        for words in commands(&read(page)) {
            let output = Command::new(env!("CARGO_BIN_EXE_phieu")).args(&words).arg("--help").output().expect("phieu runs");
            assert!(output.status.success(), "{page}: phieu {words:?}: {}", String::from_utf8_lossy(&output.stderr));
            let help = String::from_utf8_lossy(&output.stdout).into_owned();
            let unknown: Vec<_> = words.iter().filter(|word| word.starts_with("--") && !help.contains(word.as_str())).collect();
            assert!(unknown.is_empty(), "{page}: phieu {words:?} has no {unknown:?}");
            count += 1;
        }
    }
    assert!(count >= 6, "{count} commands");
}
