//! What ends by itself: certificates, and tokens that say until when they work.

use std::sync::Arc;

use schemars::JsonSchema;
use serde::Serialize;

use super::date::Date;
use super::inventory::Context;
use super::place::Place;
use super::text::SafeText;

/// An X.509 certificate.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, JsonSchema)]
pub struct Certificate {
    /// Where: its first line; for a file that is no text, its first byte.
    pub at: Place,
    /// Whom it names, as written: `C=FR, O=Example, CN=api.example.org`.
    pub subject: SafeText,
    /// Who made it.
    pub issuer: SafeText,
    /// It names itself as its issuer: a root, or made for oneself.
    pub self_signed: bool,
    /// The first day on which it holds.
    pub not_before: Date,
    /// The last day on which it holds.
    pub not_after: Date,
    /// What its key is for: `RSA`, `EC P-256`, `Ed25519`; the object identifier where no name is
    /// known for it.
    pub key: SafeText,
    /// Size of that key. Bits.
    pub key_bits: Option<u32>,
    /// How it is signed: `sha256WithRSA`; the object identifier where no name is known for it.
    pub signature: SafeText,
    /// What the file is part of.
    pub context: Context,
    /// The component it belongs to, by path.
    pub component: Option<Arc<str>>,
}

impl Certificate {
    /// Why its key is too weak to be trusted, if it is: fewer bits than NIST SP 800-57 allows since
    /// 2014 (112 bits of strength).
    pub fn weak_key(&self) -> bool {
        let least = match self.key.as_str() {
            "RSA" | "RSA-PSS" | "DSA" => 2048,
            key if key.starts_with("EC") => 224,
            _ => return false,
        };
        self.key_bits.is_some_and(|bits| bits < least)
    }

    /// Whether its signature can be forged: made with MD2, MD4, MD5 or SHA-1. Nobody relies on the
    /// signature of what names itself as its issuer.
    pub fn weak_signature(&self) -> bool {
        let signature = self.signature.to_ascii_lowercase();
        let broken = ["md2", "md4", "md5", "sha1"];
        !self.self_signed && broken.iter().any(|hash| signature.contains(hash))
    }
}

/// A kind of token that says until when it works.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum TokenKind {
    /// JSON Web Token (RFC 7519): `exp`, `iat`.
    Jwt,
    /// Shared access signature of Azure Storage: `se`.
    AzureSas,
    /// Signed address of AWS: `X-Amz-Date` and `X-Amz-Expires`.
    AwsPresignedUrl,
    /// Signed address of Google Cloud Storage: `X-Goog-Date` and `X-Goog-Expires`, or `Expires`.
    GcpSignedUrl,
}

impl TokenKind {
    /// As the JSON spells it.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Jwt => "jwt",
            Self::AzureSas => "azure-sas",
            Self::AwsPresignedUrl => "aws-presigned-url",
            Self::GcpSignedUrl => "gcp-signed-url",
        }
    }
}

/// A token that says until when it works.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, JsonSchema)]
pub struct Lifetime {
    /// Where.
    pub at: Place,
    /// What it is.
    pub kind: TokenKind,
    /// For a JSON Web Token: how it is signed; `none` is not at all.
    pub algorithm: Option<SafeText>,
    /// The day on which it was made, by universal time.
    pub issued: Option<Date>,
    /// The last day on which it works, by universal time; none where it does not say.
    pub expires: Option<Date>,
    /// What the file is part of.
    pub context: Context,
    /// The component it belongs to, by path.
    pub component: Option<Arc<str>>,
}
