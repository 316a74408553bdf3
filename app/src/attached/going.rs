//! How a file goes to the server: under which name, in which pieces, and what each answer means. Pure, so that it is tested.

use serde_json::Value;

/// The most bytes of a piece: a few seconds on a poor network. One that breaks off is sent again as a whole.
pub const PIECE: f64 = 65_536.0;

/// How much of a file's own name is kept, in letters, and how much of its digest.
const LONGEST_STEM: usize = 40;
const SHORT: usize = 16;

/// The name under which a file is kept and sent: `bien-lai-0123456789abcdef.pdf`.
pub fn name(own: &str, digest: &str) -> String {
    let (stem, ending) = own.rfind('.').map_or((own, ""), |dot| own.split_at(dot));
    let plain = |letter: &char| letter.is_alphanumeric() || "-_ ".contains(*letter);
    let stem: String = stem.chars().filter(plain).take(LONGEST_STEM).collect();
    let ending: String = ending.chars().filter(char::is_ascii_alphanumeric).take(5).collect();
    [&stem, "-", digest.get(..SHORT).unwrap_or(digest), ".", &ending].concat()
}

/// Whether a file that begins so is one that the server takes: PDF, JPEG, PNG.
pub fn is_taken(beginning: &[u8]) -> bool {
    [&b"%PDF-"[..], b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n"].into_iter().any(|known| beginning.starts_with(known))
}

/// What is to be done next with a file.
#[derive(Clone, Debug, PartialEq)]
pub enum Next {
    /// Nothing: the server has it.
    Done,
    /// To send from this byte on.
    From(f64),
    /// Nothing: its report does not name it any more.
    Unnamed,
    /// Nobody is signed in.
    SignedOut,
    /// The server's sentence why it does not take it.
    Refused(String),
    /// Its bytes are not on this phone any more.
    Gone,
    /// To wait: something did not go as it should.
    Later,
    /// To wait: no answer comes at all.
    Away,
    /// To be gone on with after something more urgent.
    Called,
}

/// Reads an answer about a file. No status means that no answer came.
pub fn next(status: Option<u16>, body: &Value) -> Next {
    let from = |offset: &Value| offset.as_f64().map_or(Next::Later, Next::From);
    match (status, body["code"].as_str()) {
        (None, _) => Next::Away,
        (Some(200), _) if body["complete"] == true => Next::Done,
        (Some(200), _) => from(&body["offset"]),
        (Some(409), Some("upload_offset")) => from(&body["details"]["offset"]),
        (Some(422), Some("file_not_named")) => Next::Unnamed,
        // Dropped there: sent anew at the next attempt.
        (Some(422), Some("file_damaged")) => Next::Later,
        (Some(401), _) => Next::SignedOut,
        (Some(408 | 429), _) => Next::Later,
        (Some(400..=499), Some(_)) => Next::Refused(body["message"].as_str().unwrap_or_default().to_string()),
        _ => Next::Later,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn two_files_never_have_one_name() {
        let digest = "0123456789abcdef0123456789abcdef";
        assert_eq!(name("image.jpg", digest), "image-0123456789abcdef.jpg");
        assert_eq!(name("Kết luận \"58\"/a.pdf", digest), "Kết luận 58a-0123456789abcdef.pdf");
        assert_eq!(name(&"x".repeat(99), digest), ["x".repeat(40).as_str(), "-0123456789abcdef."].concat());
        assert_ne!(name("image.jpg", digest), name("image.jpg", "f123456789abcdef"));
    }

    #[test]
    fn a_file_of_another_kind_is_told_by_its_first_bytes() {
        assert!(is_taken(b"%PDF-1.7") && is_taken(b"\xff\xd8\xff\xe0JFIF") && is_taken(b"\x89PNG\r\n\x1a\n"));
        for bytes in [&b"PK\x03\x04 docx"[..], b"ftypheic", b"%PDF", b""] {
            assert!(!is_taken(bytes));
        }
    }

    #[test]
    fn each_answer_has_its_way() {
        let told = |offset: u32, complete: bool| json!({ "offset": offset, "size": 9, "complete": complete });
        assert_eq!(next(Some(200), &told(9, true)), Next::Done);
        assert_eq!(next(Some(200), &told(9, false)), Next::From(9.0));
        assert_eq!(next(Some(409), &json!({ "code": "upload_offset", "details": { "offset": 4 } })), Next::From(4.0));
        let refused = |code: &str| json!({ "code": code, "message": "Câu." });
        assert_eq!(next(Some(422), &refused("file_not_named")), Next::Unnamed);
        assert_eq!(next(Some(409), &refused("period_locked")), Next::Refused("Câu.".into()));
        assert_eq!(next(Some(401), &refused("not_signed_in")), Next::SignedOut);
        for (status, body) in
            [(Some(429), refused("too_many")), (Some(200), json!("<html>")), (Some(404), Value::Null), (Some(500), refused("internal"))]
        {
            assert_eq!(next(status, &body), Next::Later);
        }
        assert_eq!(next(Some(422), &refused("file_damaged")), Next::Later);
        assert_eq!(next(None, &Value::Null), Next::Away);
    }
}
