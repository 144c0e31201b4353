//! Ed25519 keys, as `openssl genpkey -algorithm ed25519` writes them.

use data_encoding::BASE64;
use ed25519_compact::{KeyPair, PublicKey, Signature};

use super::sha256;

/// A file holds no such key. What it holds is not repeated.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum KeyError {
    /// For signing.
    #[error("it holds no Ed25519 private key in PEM")]
    NoSecret,
    /// For checking.
    #[error("it holds no Ed25519 public key in PEM")]
    NoPublic,
}

/// A key that signs.
pub struct Secret(KeyPair);

impl std::fmt::Debug for Secret {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Secret(..)")
    }
}

/// A key that checks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Public(PublicKey);

impl Secret {
    /// From PKCS#8 in PEM.
    ///
    /// # Errors
    /// It is none.
    pub fn from_pem(pem: &str) -> Result<Self, KeyError> {
        KeyPair::from_pem(pem.trim())
            .map(Self)
            .map_err(|_| KeyError::NoSecret)
    }

    /// The key that checks what this one signs.
    pub fn public(&self) -> Public {
        Public(self.0.pk)
    }

    /// The signature, base64.
    pub(super) fn sign(&self, message: &[u8]) -> String {
        BASE64.encode(self.0.sk.sign(message, None).as_ref())
    }
}

impl Public {
    /// From `SubjectPublicKeyInfo` in PEM.
    ///
    /// # Errors
    /// It is none.
    pub fn from_pem(pem: &str) -> Result<Self, KeyError> {
        PublicKey::from_pem(pem.trim())
            .map(Self)
            .map_err(|_| KeyError::NoPublic)
    }

    /// The first 16 hexadecimal digits of its SHA-256.
    pub fn id(&self) -> String {
        let mut id = sha256(self.0.as_ref());
        id.truncate(16);
        id
    }

    /// Whether `signature`, base64, is this key's of `message`.
    pub(super) fn signed(&self, message: &[u8], signature: &str) -> bool {
        BASE64
            .decode(signature.as_bytes())
            .ok()
            .and_then(|bytes| Signature::from_slice(&bytes).ok())
            .is_some_and(|signature| self.0.verify(message, &signature).is_ok())
    }
}
