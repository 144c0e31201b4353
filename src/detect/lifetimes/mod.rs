//! What ends by itself: certificates in PEM and DER, and tokens that say until when they work.

mod token;
mod x509;

#[cfg(test)]
mod tests;

use std::collections::BTreeSet;
use std::sync::Arc;

use super::Input;
use super::secrets::Raw;
use super::secrets::checksum::decode;
use super::secrets::pem::letters;
use crate::model::inventory::Context;
use crate::model::lifetime::{Certificate, Lifetime};
use crate::model::place::{LineCounter, Place, Span};
use crate::model::text::Scrubber;
use token::Token;
use x509::X509;

/// Words that lead here: the head of a certificate, the same in base64, and words of signed
/// addresses.
pub(crate) const WORDS: [(&str, Seed); 7] = [
    ("BEGIN CERTIFICATE-----", Seed::Pem),
    ("BEGIN TRUSTED CERTIFICATE-----", Seed::Pem),
    ("LS0tLS1CRUdJTiBDRVJUSUZJQ0FURS0tLS0t", Seed::Base64),
    ("sig=", Seed::Address),
    ("-signature=", Seed::Address),
    ("accessid=", Seed::Address),
    ("accesskeyid=", Seed::Address),
];

/// What a word leads to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Seed {
    /// A certificate in PEM.
    Pem,
    /// PEM in base64, as Kubernetes keeps it.
    Base64,
    /// A signed address.
    Address,
}

/// The longest certificate. Bytes of base64.
const LONGEST: usize = 32 << 10;
/// The most certificates that are read of one file: bundles of roots hold some hundred.
const MOST: usize = 2_000;

/// What was found in one file.
#[derive(Debug, Default)]
pub(crate) struct Found {
    pub(crate) certificates: Vec<Certificate>,
    pub(crate) lifetimes: Vec<Lifetime>,
}

/// Everything in a text that ends by itself. `raw`: its secrets, among which are the tokens.
pub(crate) fn find(
    input: &Input<'_>,
    seeds: &[(Seed, Span)],
    raw: &[Raw],
    scrubber: &Scrubber,
) -> Found {
    let text = input.text;
    let mut certificates: Vec<(Span, X509)> = Vec::new();
    let mut tokens: Vec<Token> = Vec::new();
    // The end of the last code that was read: the head of a second certificate may show in it.
    let mut read = 0;
    for (seed, hit) in seeds.iter().take(MOST) {
        match seed {
            Seed::Pem => certificates.extend(pem(text, *hit)),
            Seed::Base64 if hit.start < read => {}
            Seed::Base64 => read = encoded(text, *hit, &mut certificates),
            Seed::Address => tokens.extend(token::address(text, *hit)),
        }
    }
    let jwts = raw.iter().filter_map(|raw| {
        let said = raw.span.of(text);
        said.starts_with("ey")
            .then(|| token::jwt(said, raw.span))
            .flatten()
    });
    tokens.extend(jwts);
    if certificates.is_empty() && tokens.is_empty() {
        return Found::default();
    }
    certificates.sort_by_key(|(span, _)| *span);
    certificates.dedup_by_key(|(span, _)| *span);
    tokens.sort_by_key(|token| token.at);
    tokens.dedup_by_key(|token| token.at);
    let path: Arc<str> = input.path.into();
    let mut places = Places::new(text, &path);
    let certificates = certificates.into_iter().map(|(span, x509)| {
        let context = input.context_at(span);
        shown(places.at(span), &x509, context, scrubber)
    });
    let certificates = certificates.collect();
    let mut places = Places::new(text, &path);
    let lifetimes = tokens.into_iter().map(|token| Lifetime {
        at: places.at(token.at),
        kind: token.kind,
        algorithm: token.algorithm.map(|text| scrubber.clean(&text)),
        issued: token.issued,
        expires: token.expires,
        context: input.context_at(token.at),
        component: None,
    });
    Found {
        lifetimes: lifetimes.collect(),
        certificates,
    }
}

/// The certificate that a file is as a whole, by its ending and its first bytes.
pub(crate) fn of_file(path: &str, bytes: &[u8], context: Context) -> Option<Certificate> {
    let ending = path.rsplit_once('.')?.1.to_ascii_lowercase();
    let named = matches!(ending.as_str(), "crt" | "cer" | "der" | "cert");
    // A sequence whose length takes one or two bytes more.
    if !named || !matches!(bytes, [0x30, 0x81 | 0x82, ..]) || bytes.len() > LONGEST {
        return None;
    }
    let x509 = x509::read(bytes)?;
    let path: Arc<str> = path.into();
    let at = Places::new("", &path).at(Span::new(0, 0));
    Some(shown(at, &x509, context, &Scrubber::default()))
}

/// Places of spans that come in order.
struct Places<'t> {
    lines: LineCounter<'t>,
    path: &'t Arc<str>,
}

impl<'t> Places<'t> {
    const fn new(text: &'t str, path: &'t Arc<str>) -> Self {
        Self {
            lines: LineCounter::new(text),
            path,
        }
    }

    fn at(&mut self, span: Span) -> Place {
        Place {
            path: self.path.clone(),
            span,
            start: self.lines.position(span.start),
            end: self.lines.position(span.end),
        }
    }
}

fn shown(at: Place, x509: &X509, context: Context, scrubber: &Scrubber) -> Certificate {
    Certificate {
        at,
        self_signed: x509.subject == x509.issuer,
        subject: scrubber.clean(&x509.subject),
        issuer: scrubber.clean(&x509.issuer),
        not_before: x509.not_before,
        not_after: x509.not_after,
        key: scrubber.clean(&x509.key),
        key_bits: x509.key_bits,
        signature: scrubber.clean(&x509.signature),
        context,
        component: None,
    }
}

/// The certificate whose head stands at `hit`: where the head stands, and what it says.
fn pem(text: &str, hit: Span) -> Option<(Span, X509)> {
    let head = text.get(..hit.start as usize)?;
    let dashes = head.len() - head.trim_end_matches('-').len();
    let body = text.get(hit.end as usize..)?;
    let end = body.find("-----END").filter(|end| *end <= LONGEST)?;
    let body = &body[..end];
    let der = decode(&letters(body))?;
    let span = Span::new(hit.start as usize - dashes, hit.end as usize);
    // A trusted certificate of OpenSSL has something behind the certificate.
    let certificate = asn1::strip_tlv(&der).ok()?.0;
    Some((span, x509::read(certificate.full_data())?))
}

/// Certificates in PEM that stands in base64: all of them stand where the code does. Where it ends.
fn encoded(text: &str, hit: Span, into: &mut Vec<(Span, X509)>) -> u32 {
    let rest = &text[hit.start as usize..];
    let end = rest.find(|c: char| !c.is_ascii_alphanumeric() && !matches!(c, '+' | '/' | '='));
    let code = &rest[..end.unwrap_or(rest.len())];
    let after = hit.start + code.len() as u32;
    let Some(decoded) = decode(code.as_bytes()).filter(|_| code.len() <= 8 * LONGEST) else {
        return after;
    };
    let inside = String::from_utf8_lossy(&decoded);
    let mut seen = BTreeSet::new();
    for (at, word) in inside.match_indices(WORDS[0].0) {
        let found = pem(&inside, Span::new(at, at + word.len()));
        if let Some((_, x509)) = found {
            // Each needs a place of its own to be told from the next.
            let from = hit.start as usize + seen.len();
            if seen.insert(at) {
                into.push((Span::new(from, hit.end as usize), x509));
            }
        }
    }
    after
}
