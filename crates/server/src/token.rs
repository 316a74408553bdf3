//! Secrets that the server makes itself: session tokens and first passwords. Never made from anything that can be guessed.

use phieu_report::digest;

const LETTERS: &[u8; 32] = b"abcdefghijkmnpqrstuvwxyz23456789";

/// A text of so many letters and digits, 5 random bits each; no letter that looks like a digit.
pub(crate) fn random_text(length: usize) -> Result<String, getrandom::Error> {
    let mut bytes = vec![0; length];
    getrandom::fill(&mut bytes)?;
    Ok(bytes.iter().map(|byte| char::from(LETTERS[usize::from(byte % 32)])).collect())
}

/// A session token: 260 random bits.
pub(crate) fn session_token() -> Result<String, getrandom::Error> {
    random_text(52)
}

/// What is kept of a token. A plain hash is enough: a token has no pattern to guess.
pub(crate) fn token_hash(token: &str) -> String {
    digest(token.as_bytes())
}
