//! `phieu audit` on a database that a server wrote: whole, compared with what was noted, and after somebody was at the file.

use std::io::{BufRead, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

struct Data(PathBuf);

impl Data {
    /// The demonstration's reports, as the first start of a server writes them.
    fn new() -> Data {
        let data = Data(std::env::temp_dir().join(format!("phieu-audit-{}", std::process::id())));
        let _ = std::fs::remove_dir_all(&data.0);
        let mut server = Command::new(env!("CARGO_BIN_EXE_phieu"));
        server.args(["serve", "--port", "0", "--data"]).arg(&data.0).stdout(Stdio::piped());
        let mut server = server.spawn().expect("phieu runs");
        let mut lines = BufReader::new(server.stdout.take().expect("its output")).lines();
        while !lines.next().expect("phieu says where it is").expect("text").contains("http://") {}
        server.kill().and_then(|()| server.wait()).expect("it ends");
        data
    }

    fn audit(&self, more: &[&str]) -> (i32, String) {
        let output = Command::new(env!("CARGO_BIN_EXE_phieu")).args(["audit", "--data"]).arg(&self.0).args(more).output();
        let output = output.expect("phieu runs");
        let said = [output.stdout, output.stderr].concat();
        (output.status.code().expect("a code"), String::from_utf8(said).expect("text"))
    }
}

impl Drop for Data {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.0);
    }
}

fn tamper(data: &Path, statements: &[&'static str]) {
    let address = format!("sqlite://{}", data.join("phieu.db").display());
    tokio::runtime::Runtime::new().expect("threads").block_on(async {
        let pool = sqlx::SqlitePool::connect(&address).await.expect("the database opens");
        for statement in statements {
            sqlx::query(*statement).execute(&pool).await.expect(statement);
        }
        pool.close().await;
    });
}

#[test]
fn the_audit_of_a_database_is_checked_and_compared() {
    let data = Data::new();
    let (code, said) = data.audit(&[]);
    assert_eq!(code, 0, "{said}");
    assert!(said.starts_with("Nhật ký nguyên vẹn") && said.contains("Mã của dòng cuối: "), "{said}");

    let again: Vec<&str> = said.trim_end().rsplit_once("phieu audit ").expect("how to check again").1.split(' ').collect();
    let &["--until", line, "--digest", digest] = again.as_slice() else { panic!("{again:?}") };
    assert!(line.parse::<u32>().expect("a number") > 1 && digest.len() == 64);
    let (code, said) = data.audit(&[&["--lang", "en"], again.as_slice()].concat());
    assert!(
        code == 0 && said.contains(&format!("{line} lines checked")) && said.contains(&format!("Line {line} is as it was noted")),
        "{said}"
    );
    let on_paper = format!(" {} {}", digest[..32].to_uppercase(), &digest[32..]);
    assert_eq!(data.audit(&["--until", line, "--digest", &on_paper]).0, 0, "as somebody types it from paper");

    for (noted, wrong) in [("1", "dòng 1 khác với"), ("9999", "chỉ còn đến dòng")] {
        let (code, said) = data.audit(&["--until", noted, "--digest", digest]);
        assert!(code == 1 && said.starts_with("Nhật ký không còn nguyên vẹn") && said.contains(wrong), "{said}");
    }
    for typed in
        [&["--until", line][..], &["--digest", digest], &["--until", "0", "--digest", digest], &["--until", line, "--digest", "ab"]]
    {
        assert_eq!(data.audit(typed).0, 2, "{typed:?}");
    }
    let nowhere = Data(data.0.join("nowhere"));
    assert_eq!(nowhere.audit(&[]).0, 2, "no database is made where there is none");

    tamper(&data.0, &["drop trigger revision_is_final_update"]);
    assert_eq!(data.audit(&[]).0, 0, "without its trigger nothing is changed yet");
    tamper(&data.0, &["update revision set content = x'7b7d' where report = (select report from audit where id = 2)"]);
    let (code, said) = data.audit(&["--lang", "en"]);
    assert!(code == 1 && said.starts_with("The audit is not whole: line ") && said.contains("which was changed or removed"), "{said}");
    tamper(&data.0, &["drop trigger audit_is_final_update", "update audit set login = 'x' where id = 1"]);
    let (code, said) = data.audit(&[]);
    assert!(code == 1 && said.contains("dòng 1, hoặc ý kiến"), "{said}");
}
