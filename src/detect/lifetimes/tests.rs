//! Tokens that say until when they work, made here. Certificates are tested through the program.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;

use super::token::{Token, address, jwt};
use crate::model::lifetime::TokenKind;
use crate::model::place::Span;

fn said(token: Option<Token>) -> Option<(TokenKind, Option<String>, String, String)> {
    let day =
        |day: Option<crate::model::date::Date>| day.map_or(String::new(), |day| day.to_string());
    let token = token?;
    Some((
        token.kind,
        token.algorithm.clone(),
        day(token.issued),
        day(token.expires),
    ))
}

fn made(header: &str, payload: &str) -> String {
    let part = |text: &str| URL_SAFE_NO_PAD.encode(text);
    format!("{}.{}.{}", part(header), part(payload), part("signature"))
}

#[test]
fn a_jwt_says_how_it_is_signed_and_when_it_ends() {
    let read = |header: &str, payload: &str| said(jwt(&made(header, payload), Span::new(0, 1)));
    let some = |algorithm: &str, issued: &str, expires: &str| {
        let algorithm = (!algorithm.is_empty()).then(|| algorithm.to_owned());
        Some((
            TokenKind::Jwt,
            algorithm,
            issued.to_owned(),
            expires.to_owned(),
        ))
    };
    assert_eq!(
        read(
            r#"{"alg":"HS256"}"#,
            r#"{"iat":1767225600,"exp":1798761599.5}"#
        ),
        some("HS256", "2026-01-01", "2026-12-31")
    );
    assert_eq!(read(r#"{"alg":"none"}"#, "{}"), some("none", "", ""));
    // Nothing that a stranger wrote into the header is handed on.
    assert_eq!(
        read(r#"{"alg":"<script>"}"#, r#"{"exp":-5}"#),
        some("", "", "")
    );
    assert_eq!(read(r#"{"typ":"x"}"#, "{}"), None);
    assert_eq!(said(jwt("ey.ey", Span::new(0, 5))), None);
}

#[test]
fn signed_addresses_say_when_they_end_however_the_query_is_written() {
    let read = |text: &str, word: &str| {
        let at = text.to_lowercase().find(word).expect("the word is there");
        let token = address(text, Span::new(at, at + word.len()));
        if let Some(token) = &token {
            let shown = token.at.of(text);
            assert!(!shown.contains("s1g"), "no signature: {shown}");
        }
        said(token).map(|(kind, _, issued, expires)| (kind, issued, expires))
    };
    let some =
        |kind, issued: &str, expires: &str| Some((kind, issued.to_owned(), expires.to_owned()));
    for and in ["&", "&amp;", "\\u0026"] {
        let sas = [
            "x?sv=2022-11-02",
            "st=2026-01-01T08%3A00Z",
            "se=2026-03-31",
            "sp=r",
            "sig=s1g",
        ];
        assert_eq!(
            read(&format!("\"https://a.example/{}\"", sas.join(and)), "sig="),
            some(TokenKind::AzureSas, "2026-01-01", "2026-03-31")
        );
    }
    let four = |of: &str| {
        format!(
            "https://b.example/k?X-{of}-Date=20260228T235959Z&X-{of}-Expires=2&X-{of}-Signature=s1g"
        )
    };
    assert_eq!(
        read(&four("Amz"), "-signature="),
        some(TokenKind::AwsPresignedUrl, "2026-02-28", "2026-03-01")
    );
    assert_eq!(
        read(&four("Goog"), "-signature="),
        some(TokenKind::GcpSignedUrl, "2026-02-28", "2026-03-01")
    );
    assert_eq!(
        read(
            "u: x?GoogleAccessId=a@b&Expires=1767225600&Signature=s1g",
            "accessid="
        ),
        some(TokenKind::GcpSignedUrl, "", "2026-01-01")
    );
    for nothing in [
        "design(sig=1, se=2)",
        "x?sig=abc&se=soon&sv=1",
        "X-Amz-Signature= and some day later X-Amz-Date=20260228T235959Z",
    ] {
        let word = if nothing.contains("sig=") {
            "sig="
        } else {
            "-signature="
        };
        assert_eq!(read(nothing, word), None, "{nothing}");
    }
}
