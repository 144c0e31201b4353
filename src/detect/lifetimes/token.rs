//! Tokens that say until when they work: JSON Web Tokens and signed addresses of the clouds.

use serde_json::{Map, Value};

use crate::detect::secrets::checksum::decode;
use crate::model::date::Date;
use crate::model::lifetime::TokenKind;
use crate::model::place::Span;

/// How far from its keyword an address may reach. Bytes.
const REACH: usize = 1200;
/// Longest name of an algorithm that is shown. Bytes.
const ALGORITHM: usize = 16;

/// What a token says of its life.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Token {
    pub(super) kind: TokenKind,
    pub(super) at: Span,
    pub(super) algorithm: Option<String>,
    pub(super) issued: Option<Date>,
    pub(super) expires: Option<Date>,
}

/// What a JSON Web Token of three parts says (RFC 7519); none for what is no such token.
pub(super) fn jwt(text: &str, at: Span) -> Option<Token> {
    let mut parts = text.split('.');
    let (header, payload) = (object(parts.next()?)?, object(parts.next()?)?);
    parts.next()?;
    let algorithm = header.get("alg")?.as_str()?;
    let plain = |text: &&str| {
        let mut bytes = text.bytes();
        text.len() <= ALGORITHM && bytes.all(|byte| byte.is_ascii_alphanumeric() || byte == b'-')
    };
    let day = |key: &str| seconds(payload.get(key)?);
    Some(Token {
        kind: TokenKind::Jwt,
        at,
        algorithm: Some(algorithm).filter(plain).map(str::to_owned),
        issued: day("iat").or_else(|| day("nbf")),
        expires: day("exp"),
    })
}

fn object(part: &str) -> Option<Map<String, Value>> {
    serde_json::from_slice(&decode(part.as_bytes())?).ok()
}

/// A moment as seconds since 1970, which RFC 7519 lets have a fraction.
fn seconds(value: &Value) -> Option<Date> {
    let whole = value.as_f64().filter(|seconds| *seconds >= 0.0)?;
    #[expect(clippy::cast_sign_loss, reason = "it was just compared with zero")]
    Date::from_seconds(whole as u64)
}

/// The signed address around a word of its query, if it is one that says its end.
pub(super) fn address(text: &str, hit: Span) -> Option<Token> {
    let around = around(text, hit);
    let query = Query {
        text: around.of(text),
        offset: around.start,
    };
    azure(&query)
        .or_else(|| four(&query, TokenKind::AwsPresignedUrl, "x-amz-"))
        .or_else(|| four(&query, TokenKind::GcpSignedUrl, "x-goog-"))
        .or_else(|| two(&query))
}

/// The run of characters without blanks and quotes around a word.
fn around(text: &str, hit: Span) -> Span {
    let bytes = text.as_bytes();
    let ends = |byte: &u8| {
        byte.is_ascii_whitespace() || matches!(byte, b'"' | b'\'' | b'`' | b'<' | b'>' | b'|')
    };
    let (start, end) = (hit.start as usize, hit.end as usize);
    let before = bytes[..start].iter().rev().take(REACH);
    let after = bytes[end..].iter().take(REACH);
    let before = before.take_while(|byte| !ends(byte)).count();
    let after = after.take_while(|byte| !ends(byte)).count();
    Span::new(start - before, end + after)
}

/// The query of an address; `&` may stand as `&amp;` or `\u0026`.
struct Query<'t> {
    text: &'t str,
    offset: u32,
}

impl<'t> Query<'t> {
    /// The value of a parameter and where it stands.
    fn get(&self, name: &str) -> Option<(&'t str, Span)> {
        let lower = self.text.to_ascii_lowercase();
        let mut at = 0;
        while let Some(found) = lower[at..].find(name) {
            let start = at + found;
            at = start + name.len();
            let begins = start == 0 || {
                let before = &lower[..start];
                before.ends_with(['?', '&', ';']) || before.ends_with("u0026")
            };
            if begins && lower[at..].starts_with('=') {
                let value = &self.text[at + 1..];
                let end = value
                    .find(['&', ';', '\\', ')', ']'])
                    .unwrap_or(value.len());
                let from = self.offset as usize + at + 1;
                return Some((&value[..end], Span::new(from, from + end)));
            }
        }
        None
    }
}

/// A shared access signature of Azure Storage: `se` is its end, `st` its begin, as
/// `2026-03-31T00:00:00Z`. See Microsoft's "Create a service SAS".
fn azure(query: &Query<'_>) -> Option<Token> {
    query.get("sig")?;
    query.get("sv").or_else(|| query.get("sr"))?;
    let (end, at) = query.get("se")?;
    let day = |text: &str| text.get(..10)?.parse().ok();
    Some(Token {
        kind: TokenKind::AzureSas,
        at,
        algorithm: None,
        issued: query.get("st").and_then(|(text, _)| day(text)),
        expires: Some(day(end)?),
    })
}

/// Version 4 of AWS and of Google Cloud: a moment as `20260331T120000Z`, and how many seconds from
/// then. See "Authenticating requests: using query parameters" and "Canonical requests".
fn four(query: &Query<'_>, kind: TokenKind, prefix: &str) -> Option<Token> {
    query.get(&format!("{prefix}signature"))?;
    let (date, at) = query.get(&format!("{prefix}date"))?;
    let (lasts, _) = query.get(&format!("{prefix}expires"))?;
    let part = |from: usize, to: usize| date.get(from..to);
    let day = format!("{}-{}-{}", part(0, 4)?, part(4, 6)?, part(6, 8)?);
    let day: Date = day.parse().ok()?;
    let number = |from: usize| part(from, from + 2)?.parse::<u64>().ok();
    let clock = number(9)? * 3600 + number(11)? * 60 + number(13)?;
    let lasts: u64 = lasts.parse().ok()?;
    let end = (day.days() * 86_400 + clock).checked_add(lasts)?;
    Some(Token {
        kind,
        at,
        algorithm: None,
        issued: Some(day),
        expires: Some(Date::from_seconds(end)?),
    })
}

/// Version 2 of both: `Expires` is a moment as seconds since 1970.
fn two(query: &Query<'_>) -> Option<Token> {
    query.get("signature")?;
    let kind = match (query.get("awsaccesskeyid"), query.get("googleaccessid")) {
        (Some(_), _) => TokenKind::AwsPresignedUrl,
        (None, Some(_)) => TokenKind::GcpSignedUrl,
        (None, None) => return None,
    };
    let (end, at) = query.get("expires")?;
    Some(Token {
        kind,
        at,
        algorithm: None,
        issued: None,
        expires: Some(Date::from_seconds(end.parse().ok()?)?),
    })
}
