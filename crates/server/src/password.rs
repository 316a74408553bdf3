//! Passwords: Argon2id hashes, checked on threads of their own and few at a time.
//!
//! An unknown account is checked against a hash that nobody's password has, so that it takes as long as a wrong password.

use std::sync::Arc;

use argon2::password_hash::phc::PasswordHash;
use argon2::{Algorithm, Argon2, Params, PasswordHasher, PasswordVerifier, Version};
use tokio::sync::Semaphore;

/// A password that was typed is cut off here: hashing takes time in its length.
const LONGEST: usize = 1000;
/// Checks at once: each takes about 20 MB.
const AT_ONCE: usize = 2;

/// How much work a hash is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum HashCost {
    /// Argon2id with 19 MiB and 2 passes.
    Normal,
    /// Next to nothing: for tests alone.
    Test,
}

/// Makes and checks password hashes.
#[derive(Clone)]
pub(crate) struct Passwords {
    argon2: Argon2<'static>,
    nobody: String,
    at_once: Arc<Semaphore>,
}

/// Hashing failed: the system gave no randomness.
#[derive(Debug, thiserror::Error)]
#[error("a password could not be hashed: {0}")]
pub struct HashError(String);

impl Passwords {
    pub(crate) fn new(cost: HashCost) -> Result<Passwords, HashError> {
        let params = match cost {
            HashCost::Normal => Params::default(),
            HashCost::Test => Params::new(Params::MIN_M_COST, 1, 1, None).map_err(|error| HashError(error.to_string()))?,
        };
        let argon2 = Argon2::new(Algorithm::Argon2id, Version::V0x13, params);
        let nobody = hash(&argon2, &crate::token::random_text(32)?)?;
        Ok(Passwords { argon2, nobody, at_once: Arc::new(Semaphore::new(AT_ONCE)) })
    }

    /// The hash of a new password, as a PHC string.
    pub(crate) fn hash(&self, password: &str) -> Result<String, HashError> {
        hash(&self.argon2, password)
    }

    /// The same on a thread of its own, few at a time: for passwords that come over HTTP.
    pub(crate) async fn hash_later(&self, password: String) -> Result<String, HashError> {
        let failed = |error: &dyn std::fmt::Display| HashError(error.to_string());
        let _permit = self.at_once.acquire().await.map_err(|error| failed(&error))?;
        let argon2 = self.argon2.clone();
        let hashed = tokio::task::spawn_blocking(move || hash(&argon2, &password)).await;
        hashed.map_err(|error| failed(&error))?
    }

    /// Whether a password is the one of a hash; without a hash the answer is no, after the same work.
    pub(crate) async fn is_right(&self, password: String, stored: Option<String>) -> bool {
        let Ok(_permit) = self.at_once.acquire().await else { return false };
        let known = stored.is_some();
        let (argon2, stored) = (self.argon2.clone(), stored.unwrap_or_else(|| self.nobody.clone()));
        let checked = tokio::task::spawn_blocking(move || {
            let typed = password.as_bytes();
            let bounded = &typed[..typed.len().min(LONGEST)];
            let same = PasswordHash::new(&stored).is_ok_and(|hash| argon2.verify_password(bounded, &hash).is_ok());
            same && typed.len() <= LONGEST
        });
        checked.await.unwrap_or(false) && known
    }
}

fn hash(argon2: &Argon2, password: &str) -> Result<String, HashError> {
    let hash = argon2.hash_password(password.as_bytes()).map_err(|error| HashError(error.to_string()))?;
    Ok(hash.to_string())
}

impl From<getrandom::Error> for HashError {
    fn from(error: getrandom::Error) -> HashError {
        HashError(error.to_string())
    }
}
