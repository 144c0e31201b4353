//! X.509 certificates in DER (RFC 5280): names, days, key and signature. Nothing is verified.
#![expect(
    clippy::result_large_err,
    reason = "the readers that are derived here give the crate's own error"
)]

use asn1::{Asn1Read, BigUint, BitString, ObjectIdentifier, SequenceOf, SetOf, Tlv};

use crate::model::date::Date;

/// What a certificate says of itself.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct X509 {
    pub(super) subject: String,
    pub(super) issuer: String,
    pub(super) not_before: Date,
    pub(super) not_after: Date,
    pub(super) key: String,
    pub(super) key_bits: Option<u32>,
    pub(super) signature: String,
}

#[derive(Asn1Read)]
struct Certificate<'a> {
    tbs: Tbs<'a>,
    algorithm: Algorithm<'a>,
    #[allow(dead_code)] // read for its place: what follows it is no certificate
    signature: BitString<'a>,
}

#[derive(Asn1Read)]
#[allow(dead_code)] // fields are read in their order, wanted or not
struct Tbs<'a> {
    #[explicit(0)]
    version: Option<u8>,
    serial: Tlv<'a>,
    algorithm: Algorithm<'a>,
    issuer: Name<'a>,
    validity: Validity,
    subject: Name<'a>,
    key: PublicKey<'a>,
    #[implicit(1)]
    issuer_id: Option<BitString<'a>>,
    #[implicit(2)]
    subject_id: Option<BitString<'a>>,
    #[explicit(3)]
    extensions: Option<SequenceOf<'a, Tlv<'a>>>,
}

#[derive(Asn1Read)]
struct Algorithm<'a> {
    oid: ObjectIdentifier,
    parameters: Option<Tlv<'a>>,
}

type Name<'a> = SequenceOf<'a, SetOf<'a, Part<'a>>>;

#[derive(Asn1Read)]
struct Part<'a> {
    kind: ObjectIdentifier,
    value: Tlv<'a>,
}

#[derive(Asn1Read)]
struct Validity {
    not_before: Time,
    not_after: Time,
}

#[derive(Asn1Read)]
enum Time {
    Utc(asn1::UtcTime),
    Generalized(asn1::X509GeneralizedTime),
}

#[derive(Asn1Read)]
struct PublicKey<'a> {
    algorithm: Algorithm<'a>,
    key: BitString<'a>,
}

#[derive(Asn1Read)]
#[allow(dead_code)]
struct RsaKey<'a> {
    modulus: BigUint<'a>,
    exponent: BigUint<'a>,
}

#[derive(Asn1Read)]
#[allow(dead_code)]
struct DsaParameters<'a> {
    p: BigUint<'a>,
    q: BigUint<'a>,
    g: BigUint<'a>,
}

/// Reads one certificate; `None` for what is none.
pub(super) fn read(der: &[u8]) -> Option<X509> {
    let certificate: Certificate<'_> = asn1::parse_single(der).ok()?;
    let Certificate { tbs, algorithm, .. } = certificate;
    let (key, key_bits) = key(&tbs.key);
    Some(X509 {
        subject: name(tbs.subject),
        issuer: name(tbs.issuer),
        not_before: tbs.validity.not_before.day()?,
        not_after: tbs.validity.not_after.day()?,
        key,
        key_bits,
        signature: called(&algorithm.oid, SIGNATURES),
    })
}

impl Time {
    fn day(&self) -> Option<Date> {
        let at = match self {
            Self::Utc(time) => time.as_datetime(),
            Self::Generalized(time) => time.as_datetime(),
        };
        let text = format!("{:04}-{:02}-{:02}", at.year(), at.month(), at.day());
        text.parse().ok()
    }
}

/// The parts of a name in their order: `C=FR, O=Example, CN=api.example.org`.
fn name(name: Name<'_>) -> String {
    let parts = name.flatten().map(|part| {
        let kind = called(&part.kind, PARTS);
        format!("{kind}={}", text(&part.value))
    });
    parts.collect::<Vec<_>>().join(", ")
}

/// The text of a string of any of the types that names use.
fn text(value: &Tlv<'_>) -> String {
    /// `BMPString`: two bytes a character.
    const BMP: u32 = 30;
    let bytes = value.data();
    if value.tag().value() == BMP {
        let units = bytes.chunks_exact(2);
        let units = units.map(|pair| u16::from_be_bytes([pair[0], pair[1]]));
        return char::decode_utf16(units)
            .map(|c| c.unwrap_or(char::REPLACEMENT_CHARACTER))
            .collect();
    }
    String::from_utf8_lossy(bytes).into_owned()
}

/// What a key is for, and its size in bits.
fn key(key: &PublicKey<'_>) -> (String, Option<u32>) {
    let kind = called(&key.algorithm.oid, KEYS);
    let parameters = key.algorithm.parameters.as_ref();
    match kind.as_str() {
        "RSA" | "RSA-PSS" => {
            let rsa: Option<RsaKey<'_>> = asn1::parse_single(key.key.as_bytes()).ok();
            (kind, rsa.map(|rsa| bits(&rsa.modulus)))
        }
        "DSA" => {
            let dsa = parameters.and_then(|one| one.parse::<DsaParameters<'_>>().ok());
            (kind, dsa.map(|dsa| bits(&dsa.p)))
        }
        "EC" => {
            let curve = parameters.and_then(|one| one.parse::<ObjectIdentifier>().ok());
            let Some(curve) = curve else {
                return (kind, None);
            };
            let known = CURVES.iter().find(|(oid, ..)| curve.to_string() == *oid);
            match known {
                Some((_, name, bits)) => (format!("EC {name}"), Some(*bits)),
                None => (format!("EC {curve}"), None),
            }
        }
        "Ed25519" | "X25519" => (kind, Some(256)),
        "Ed448" => (kind, Some(456)),
        _ => (kind, None),
    }
}

/// How many bits a number has.
fn bits(number: &BigUint<'_>) -> u32 {
    let bytes = number.as_bytes();
    let first = bytes.iter().position(|byte| *byte != 0);
    first.map_or(0, |at| {
        (bytes.len() - at) as u32 * 8 - bytes[at].leading_zeros()
    })
}

/// The name of an object identifier, or the identifier itself.
fn called(oid: &ObjectIdentifier, known: &[(&str, &str)]) -> String {
    let oid = oid.to_string();
    let name = known.iter().find(|(known, _)| *known == oid);
    name.map_or(oid.clone(), |(_, name)| (*name).to_owned())
}

/// Parts of names; RFC 4519 and RFC 2985.
const PARTS: &[(&str, &str)] = &[
    ("2.5.4.3", "CN"),
    ("2.5.4.5", "serialNumber"),
    ("2.5.4.6", "C"),
    ("2.5.4.7", "L"),
    ("2.5.4.8", "ST"),
    ("2.5.4.9", "street"),
    ("2.5.4.10", "O"),
    ("2.5.4.11", "OU"),
    ("0.9.2342.19200300.100.1.1", "UID"),
    ("0.9.2342.19200300.100.1.25", "DC"),
    ("1.2.840.113549.1.9.1", "emailAddress"),
];

/// Kinds of keys; RFC 3279, RFC 5480, RFC 8410.
const KEYS: &[(&str, &str)] = &[
    ("1.2.840.113549.1.1.1", "RSA"),
    ("1.2.840.113549.1.1.10", "RSA-PSS"),
    ("1.2.840.10040.4.1", "DSA"),
    ("1.2.840.10045.2.1", "EC"),
    ("1.3.101.110", "X25519"),
    ("1.3.101.112", "Ed25519"),
    ("1.3.101.113", "Ed448"),
];

/// Curves with the size of their field in bits; RFC 5480 and SEC 2.
const CURVES: &[(&str, &str, u32)] = &[
    ("1.2.840.10045.3.1.1", "P-192", 192),
    ("1.3.132.0.33", "P-224", 224),
    ("1.2.840.10045.3.1.7", "P-256", 256),
    ("1.3.132.0.34", "P-384", 384),
    ("1.3.132.0.35", "P-521", 521),
    ("1.3.132.0.10", "secp256k1", 256),
];

/// Signatures; RFC 3279, RFC 4055, RFC 5758, RFC 8410.
const SIGNATURES: &[(&str, &str)] = &[
    ("1.2.840.113549.1.1.2", "md2WithRSA"),
    ("1.2.840.113549.1.1.3", "md4WithRSA"),
    ("1.2.840.113549.1.1.4", "md5WithRSA"),
    ("1.2.840.113549.1.1.5", "sha1WithRSA"),
    ("1.3.14.3.2.29", "sha1WithRSA"),
    ("1.2.840.113549.1.1.10", "RSASSA-PSS"),
    ("1.2.840.113549.1.1.11", "sha256WithRSA"),
    ("1.2.840.113549.1.1.12", "sha384WithRSA"),
    ("1.2.840.113549.1.1.13", "sha512WithRSA"),
    ("1.2.840.113549.1.1.14", "sha224WithRSA"),
    ("1.2.840.10040.4.3", "sha1WithDSA"),
    ("2.16.840.1.101.3.4.3.1", "sha224WithDSA"),
    ("2.16.840.1.101.3.4.3.2", "sha256WithDSA"),
    ("1.2.840.10045.4.1", "sha1WithECDSA"),
    ("1.2.840.10045.4.3.1", "sha224WithECDSA"),
    ("1.2.840.10045.4.3.2", "sha256WithECDSA"),
    ("1.2.840.10045.4.3.3", "sha384WithECDSA"),
    ("1.2.840.10045.4.3.4", "sha512WithECDSA"),
    ("1.3.101.112", "Ed25519"),
    ("1.3.101.113", "Ed448"),
];
