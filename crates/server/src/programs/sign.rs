//! How a hook's messages are signed: the Standard Webhooks manner, HMAC-SHA256 over id, moment and body, so that libraries of many languages
//! check it.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use hmac::{Hmac, KeyInit, Mac};
use sha2::Sha256;

const BEGINNING: &str = "whsec_";

/// A new secret: 32 random bytes.
pub(crate) fn new_secret() -> Result<String, getrandom::Error> {
    let mut bytes = [0; 32];
    getrandom::fill(&mut bytes)?;
    Ok(format!("{BEGINNING}{}", STANDARD.encode(bytes)))
}

/// The signature of a message; none where the secret is not one of ours.
pub(crate) fn signature(secret: &str, id: &str, seconds: i64, body: &str) -> Option<String> {
    let key = STANDARD.decode(secret.strip_prefix(BEGINNING)?).ok()?;
    let mut mac = Hmac::<Sha256>::new_from_slice(&key).ok()?;
    mac.update(format!("{id}.{seconds}.{body}").as_bytes());
    Some(format!("v1,{}", STANDARD.encode(mac.finalize().into_bytes())))
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    // Computed with `printf 'evt_1.1795309200.{"a":1}' | openssl dgst -sha256 -mac HMAC -macopt hexkey:000102…1f -binary | base64`.
    #[test]
    fn a_signature_is_what_openssl_computes() {
        let secret = format!("whsec_{}", STANDARD.encode((0..32).collect::<Vec<u8>>()));
        let signed = signature(&secret, "evt_1", 1_795_309_200, r#"{"a":1}"#).unwrap();
        assert_eq!(signed, "v1,W7IHq3Af3wx3IDsqQRdxYD3/0rhrGQIDtENzcbbrl3U=");
        assert_eq!(signature("secret", "evt_1", 0, ""), None);
        assert_ne!(new_secret().unwrap(), new_secret().unwrap());
    }
}
