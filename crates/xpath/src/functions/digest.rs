//! `digest(text, algorithm, encoding?)`: a fingerprint of a text (XForms 1.1, section 7.8.3), of its bytes in UTF-8.
//!
//! Not keyed and not salted: a short text, such as the number of an identity card, can be found from its digest by trying all.

use sha2::Digest;

use super::Arguments;
use super::base64;
use crate::ast::{Expr, ExprKind};
use crate::error::{Error, ErrorCode, Eval};
use crate::value::Operand;

type Hash = fn(&[u8]) -> Vec<u8>;
type Encode = fn(&[u8]) -> String;

const ALGORITHMS: [(&str, Hash); 5] = [
    ("MD5", hash::<md5::Md5>),
    ("SHA-1", hash::<sha1::Sha1>),
    ("SHA-256", hash::<sha2::Sha256>),
    ("SHA-384", hash::<sha2::Sha384>),
    ("SHA-512", hash::<sha2::Sha512>),
];

const ENCODINGS: [(&str, Encode); 2] = [("base64", base64::encode), ("hex", hex)];

pub(super) fn evaluate<'a>(arguments: &Arguments<'_, 'a>) -> Eval<Operand<'a>> {
    let refused = |message: String| arguments.refuse(ErrorCode::Argument, message);
    let text = arguments.text(0)?;
    let hash = named(&ALGORITHMS, &arguments.text(1)?).map_err(refused)?;
    let encode = match arguments.len() {
        2 => base64::encode,
        _ => named(&ENCODINGS, &arguments.text(2)?).map_err(refused)?,
    };
    Ok(Operand::owned(encode(&hash(text.as_bytes()))))
}

/// Refuses an algorithm or encoding that is written out and that there is not.
pub(crate) fn check(arguments: &[Expr]) -> Eval<()> {
    let written = |index: usize| match arguments.get(index) {
        Some(Expr { kind: ExprKind::Text(name), span }) => Some((name, *span)),
        _ => None,
    };
    let algorithm = written(1).and_then(|(name, span)| Some((named(&ALGORITHMS, name).err()?, span)));
    let encoding = written(2).and_then(|(name, span)| Some((named(&ENCODINGS, name).err()?, span)));
    algorithm.or(encoding).map_or(Ok(()), |(message, span)| Err(Box::new(Error::new(ErrorCode::Argument, span, message))))
}

/// The entry of this name, capitals or not; else what was expected.
fn named<T: Copy>(known: &[(&str, T)], name: &str) -> Result<T, String> {
    let found = known.iter().find(|(each, _)| each.eq_ignore_ascii_case(name));
    let names = || known.iter().map(|(each, _)| *each).collect::<Vec<_>>().join(", ");
    found.map(|(_, entry)| *entry).ok_or_else(|| format!("expected one of {}, found `{name}`", names()))
}

/// A digest's bytes.
pub(super) fn hash<D: Digest>(bytes: &[u8]) -> Vec<u8> {
    D::digest(bytes).to_vec()
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}
