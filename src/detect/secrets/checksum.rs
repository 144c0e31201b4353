//! Checks that vendors build into their tokens: a checksum, or a structure that must decode.
//!
//! A check says nothing about whether a token still works. It only tells a token that a vendor
//! made from text that merely looks like one.

use base64::Engine as _;
use base64::engine::DecodePaddingMode;
use base64::engine::general_purpose::{
    GeneralPurpose, GeneralPurposeConfig, STANDARD_NO_PAD, URL_SAFE_NO_PAD,
};

use crate::rules::pack::Checksum;

/// What a check found.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Verdict {
    /// The vendor made it.
    Valid,
    /// It only looks like a token.
    Invalid,
    /// The check cannot say.
    Unknown,
}

impl From<bool> for Verdict {
    fn from(holds: bool) -> Self {
        if holds { Self::Valid } else { Self::Invalid }
    }
}

const LENIENT: GeneralPurposeConfig = GeneralPurposeConfig::new()
    .with_decode_padding_mode(DecodePaddingMode::Indifferent)
    .with_decode_allow_trailing_bits(true);
const STANDARD_ANY: GeneralPurpose = GeneralPurpose::new(&base64::alphabet::STANDARD, LENIENT);
const URL_ANY: GeneralPurpose = GeneralPurpose::new(&base64::alphabet::URL_SAFE, LENIENT);

const BASE62: &[u8; 62] = b"0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
const BASE36: &[u8; 36] = b"0123456789abcdefghijklmnopqrstuvwxyz";
const BASE32: &[u8; 32] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
const BECH32: &[u8; 32] = b"qpzry9x8gf2tvdw0s3jn54khce6mua7l";

/// Checks `secret` as `checksum` wants it.
pub(crate) fn verify(checksum: Checksum, secret: &[u8]) -> Verdict {
    match checksum {
        Checksum::Jwt if secret.starts_with(b"ZXlK") => {
            Verdict::from(decode(secret).is_some_and(|token| is_jwt(&token)))
        }
        Checksum::Jwt => Verdict::from(is_jwt(secret)),
        Checksum::AwsAccount => aws_account(secret),
        Checksum::StripeMode => stripe_mode(secret),
        Checksum::PypiMacaroon => Verdict::from(is_pypi_macaroon(secret)),
        Checksum::HttpBasic => Verdict::from(is_basic(secret)),
        Checksum::Discord => Verdict::from(is_discord(secret)),
        Checksum::PemKey => super::pem::verify(secret),
        _ => match repair(checksum, secret) {
            Some(right) if right == secret => Verdict::Valid,
            Some(_) if published(checksum) => Verdict::Invalid,
            _ => Verdict::Unknown,
        },
    }
}

/// Where the vendor does not publish the sum itself, a match still proves the token, but a
/// mismatch disproves nothing: the vendor may have more than one scheme.
fn published(checksum: Checksum) -> bool {
    !matches!(
        checksum,
        Checksum::Confluent | Checksum::Atlassian | Checksum::Cloudflare
    )
}

/// Whether the check reads the form of a token rather than a sum: text that fails it is not a token
/// with a mistake in it but something else.
pub(crate) fn is_form(checksum: Checksum) -> bool {
    matches!(
        checksum,
        Checksum::Jwt | Checksum::HttpBasic | Checksum::Discord
    )
}

/// The same token with the check it should have had; examples of a pack are completed with it.
/// `None` where there is nothing to compute or the shape is not that of the token.
pub(crate) fn repair(checksum: Checksum, secret: &[u8]) -> Option<Vec<u8>> {
    if checksum == Checksum::Discord {
        return discord_right(secret);
    }
    let (head, body, check) = split(checksum, secret)?;
    let value = match checksum {
        Checksum::GithubCrc32 | Checksum::NpmCrc32 => digits(crc32fast::hash(body), BASE62, check),
        Checksum::GitlabRoutable => digits(crc32fast::hash(body), BASE36, check),
        Checksum::Grafana => format!("{:08x}", crc32fast::hash(body).swap_bytes()).into_bytes(),
        Checksum::Cloudflare => format!("{:08x}", crc32fast::hash(body)).into_bytes(),
        Checksum::Atlassian => format!("{:08X}", crc32fast::hash(body)).into_bytes(),
        Checksum::Confluent => STANDARD_NO_PAD
            .encode(crc32fast::hash(body).to_le_bytes())
            .into_bytes(),
        Checksum::Age => bech32_check(head, body)?,
        Checksum::Nats => return nats_right(secret),
        _ => return None,
    };
    let mut right = secret.get(..secret.len().checked_sub(check)?)?.to_vec();
    right.extend_from_slice(&value);
    Some(right)
}

/// Cuts a token into what stands before the summed bytes, those bytes, and the check's length.
fn split(checksum: Checksum, secret: &[u8]) -> Option<(&[u8], &[u8], usize)> {
    let (from, check, shape) = match checksum {
        // Only the random part is summed. Other lengths exist (the refresh token has 76).
        Checksum::GithubCrc32 => {
            let known = secret.starts_with(b"gh") && matches!(secret.len(), 40 | 80);
            (4, 6, known && secret.get(3) == Some(&b'_'))
        }
        Checksum::NpmCrc32 => (4, 6, secret.len() == 40 && secret.starts_with(b"npm_")),
        // Everything before the check is summed, prefix and length digits included.
        Checksum::GitlabRoutable => {
            let dot = secret.iter().rposition(|byte| *byte == b'.')?;
            (0, 7, secret.len() == dot + 10 && secret.starts_with(b"gl"))
        }
        // The prefix is summed too; the underscore before the check is not.
        Checksum::Grafana => {
            let shape = secret.len() == 46 && secret.starts_with(b"glsa_");
            return shape.then(|| (&secret[..0], &secret[..37], 8));
        }
        Checksum::Cloudflare => {
            let body = secret.iter().position(|byte| *byte == b'_')? + 1;
            (body, 8, secret.len() == body + 48)
        }
        Checksum::Atlassian => (0, 8, secret.len() >= 36 && secret.starts_with(b"AT")),
        Checksum::Confluent => (4, 6, secret.len() == 64 && secret.starts_with(b"cflt")),
        Checksum::Age => {
            let one = secret.iter().rposition(|byte| *byte == b'1')?;
            let body = secret.get(one + 1..secret.len().checked_sub(6)?)?;
            return Some((&secret[..one], body, 6));
        }
        Checksum::Nats => (0, 4, secret.len() == 58 && secret.starts_with(b"S")),
        _ => return None,
    };
    let body = secret.get(from..secret.len().checked_sub(check)?)?;
    shape.then_some((&secret[..from], body, check))
}

/// `value` in the base of `alphabet`, padded on the left to `width`.
fn digits(mut value: u32, alphabet: &[u8], width: usize) -> Vec<u8> {
    let base = alphabet.len() as u32;
    let mut out = vec![alphabet[0]; width];
    for place in out.iter_mut().rev() {
        *place = alphabet[(value % base) as usize];
        value /= base;
    }
    out
}

/// RFC 7515: `BASE64URL(header).BASE64URL(payload).BASE64URL(signature)`. An encrypted payload
/// (RFC 7516, five parts) is not JSON, so there only the header is asked.
fn is_jwt(secret: &[u8]) -> bool {
    let parts: Vec<&[u8]> = secret.split(|byte| *byte == b'.').collect();
    let object = |part: &[u8]| {
        let bytes = URL_ANY
            .decode(part)
            .or_else(|_| STANDARD_ANY.decode(part))
            .ok()?;
        serde_json::from_slice::<serde_json::Map<String, serde_json::Value>>(&bytes).ok()
    };
    let Some(header) = parts.first().and_then(|part| object(part)) else {
        return false;
    };
    let encrypted = header.contains_key("enc");
    header.contains_key("alg")
        && (encrypted || parts.get(1).is_some_and(|part| object(part).is_some()))
}

/// The ten letters after the prefix hold 50 bits, of which the first 48 count: one bit, then the
/// 40 bits of the account number. Ids made before 2019 (fifth letter `I` or `J`) carry none.
fn aws_account(secret: &[u8]) -> Verdict {
    let Some(body) = secret.get(4..14) else {
        return Verdict::Unknown;
    };
    if matches!(body.first(), Some(b'I' | b'J')) {
        return Verdict::Unknown;
    }
    let mut bits = 0u64;
    for byte in body {
        let Some(digit) = BASE32.iter().position(|letter| letter == byte) else {
            return Verdict::Invalid;
        };
        bits = bits << 5 | digit as u64;
    }
    let account = ((bits >> 2) & 0x7fff_ffff_ff80) >> 7;
    Verdict::from(account < 1_000_000_000_000)
}

/// A live key is worth as much as it looks; a test key moves no money.
fn stripe_mode(secret: &[u8]) -> Verdict {
    let live = secret
        .get(2..8)
        .is_some_and(|mode| mode == b"_live_" || mode == b"_prod_");
    if live {
        Verdict::Valid
    } else {
        Verdict::Unknown
    }
}

/// A version 2 macaroon whose location is a host of the Python package index.
fn is_pypi_macaroon(secret: &[u8]) -> bool {
    let Some(body) = secret.strip_prefix(b"pypi-") else {
        return false;
    };
    // The location stands in the first bytes; a cut token still shows it.
    let head = &body[..body.len().min(40) / 4 * 4];
    URL_ANY.decode(head).is_ok_and(|bytes| {
        // Version 2, field 1 (location), its length, then the host.
        bytes.starts_with(&[2, 1])
            && bytes.get(2).is_some_and(|length| {
                bytes
                    .get(3..3 + *length as usize)
                    .is_some_and(|host| host.ends_with(b"pypi.org"))
            })
    })
}

/// What base64 of either alphabet says.
pub(crate) fn decode(text: &[u8]) -> Option<Vec<u8>> {
    let bytes = STANDARD_ANY.decode(text);
    bytes.or_else(|_| URL_ANY.decode(text)).ok()
}

/// RFC 7617: a user name without control characters, a colon, a password in whatever encoding.
fn is_basic(secret: &[u8]) -> bool {
    let Some(bytes) = decode(secret) else {
        return false;
    };
    let printable = |part: &[u8]| part.iter().all(|byte| matches!(byte, b' '..=b'~'));
    bytes
        .iter()
        .position(|byte| *byte == b':')
        .is_some_and(|colon| {
            let (user, password) = (&bytes[..colon], &bytes[colon + 1..]);
            // A service that wants a token only leaves the name empty; then text proves it.
            !password.is_empty() && printable(user) && (!user.is_empty() || printable(password))
        })
}

/// The part before the first dot is the base64 of a decimal number.
fn is_discord(secret: &[u8]) -> bool {
    let head = secret
        .split(|byte| *byte == b'.')
        .next()
        .unwrap_or_default();
    URL_ANY
        .decode(head)
        .is_ok_and(|id| (15..=20).contains(&id.len()) && id.iter().all(u8::is_ascii_digit))
}

/// Writes decimal digits where the id of the bot stands.
fn discord_right(secret: &[u8]) -> Option<Vec<u8>> {
    let dot = secret.iter().position(|byte| *byte == b'.')?;
    let id: Vec<u8> = secret[..dot / 4 * 3 + dot % 4 * 3 / 4]
        .iter()
        .map(|byte| b'0' + byte % 10)
        .collect();
    let mut right = URL_SAFE_NO_PAD.encode(id).into_bytes();
    (right.len() == dot).then(|| right.extend_from_slice(&secret[dot..]))?;
    Some(right)
}

/// BIP 173 over the lower-case human part and data; the answer keeps the case of the data.
fn bech32_check(human: &[u8], data: &[u8]) -> Option<Vec<u8>> {
    let upper = human.iter().any(u8::is_ascii_uppercase);
    let human = human.to_ascii_lowercase();
    let mut values: Vec<u8> = human.iter().map(|byte| byte >> 5).collect();
    values.push(0);
    values.extend(human.iter().map(|byte| byte & 31));
    for byte in data {
        let letter = byte.to_ascii_lowercase();
        values.push(BECH32.iter().position(|known| *known == letter)? as u8);
    }
    values.extend([0; 6]);
    let mut sum = 1u32;
    for value in values {
        let top = sum >> 25;
        sum = (sum & 0x01ff_ffff) << 5 ^ u32::from(value);
        for (bit, generator) in [
            0x3b6a_57b2,
            0x2650_8e6d,
            0x1ea1_19fa,
            0x3d42_33dd,
            0x2a14_62b3,
        ]
        .into_iter()
        .enumerate()
        {
            if top >> bit & 1 == 1 {
                sum ^= generator;
            }
        }
    }
    sum ^= 1;
    let check = (0..6).map(|place| BECH32[(sum >> (5 * (5 - place)) & 31) as usize]);
    Some(
        check
            .map(|byte| {
                if upper {
                    byte.to_ascii_uppercase()
                } else {
                    byte
                }
            })
            .collect(),
    )
}

/// The last two of 36 decoded bytes are the CRC16 (XMODEM, little-endian) of the others. Base32
/// does not break at a byte there, so the whole text is written anew.
fn nats_right(secret: &[u8]) -> Option<Vec<u8>> {
    let digit = |byte: &u8| BASE32.iter().position(|letter| letter == byte);
    let values: Option<Vec<u8>> = secret.iter().map(|byte| Some(digit(byte)? as u8)).collect();
    let mut bytes = regroup(&values?, 5, 8);
    bytes.truncate(34);
    let mut sum = 0u16;
    for byte in &bytes {
        sum ^= u16::from(*byte) << 8;
        for _ in 0..8 {
            sum = (sum << 1) ^ (0x1021 * (sum >> 15));
        }
    }
    bytes.extend(sum.to_le_bytes());
    let letters = regroup(&bytes, 8, 5).into_iter();
    Some(letters.map(|value| BASE32[usize::from(value)]).collect())
}

/// Cuts values of `from` bits into values of `to` bits; a rest is filled with zeros.
fn regroup(values: &[u8], from: usize, to: usize) -> Vec<u8> {
    let bit = |place: usize| {
        let value = values.get(place / from).copied().unwrap_or_default();
        (value >> (from - 1 - place % from)) & 1
    };
    (0..(values.len() * from).div_ceil(to))
        .map(|group| (0..to).fold(0, |value, place| (value << 1) | bit(group * to + place)))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Text of one class that no vendor ever made.
    fn body(alphabet: &[u8], length: usize) -> Vec<u8> {
        (0..length)
            .map(|place| alphabet[(place * 7 + place / 3) % alphabet.len()])
            .collect()
    }

    fn token(prefix: &str, alphabet: &[u8], length: usize) -> Vec<u8> {
        let mut out = prefix.as_bytes().to_vec();
        out.extend(body(alphabet, length));
        out
    }

    #[test]
    fn repaired_is_valid_and_changed_is_not() {
        let mut gitlab = token("glpat-", BASE62, 40);
        gitlab.extend_from_slice(b".01.");
        gitlab.extend(body(BASE36, 9));
        let mut grafana = token("glsa_", BASE62, 32);
        grafana.extend_from_slice(b"_00000000");
        let cases = [
            (Checksum::GithubCrc32, token("ghp_", BASE62, 36)),
            (Checksum::GithubCrc32, token("ghr_", BASE62, 76)),
            (Checksum::NpmCrc32, token("npm_", BASE62, 36)),
            (Checksum::GitlabRoutable, gitlab),
            (Checksum::Grafana, grafana),
            (Checksum::Cloudflare, token("cfut_", BASE62, 48)),
            (Checksum::Atlassian, token("ATBB", BASE62, 32)),
            (Checksum::Confluent, token("cflt", BASE62, 60)),
            (
                Checksum::Age,
                token("AGE-SECRET-KEY-1", &BECH32.to_ascii_uppercase(), 58),
            ),
            (Checksum::Nats, token("SU", BASE32, 56)),
        ];
        for (checksum, made) in cases {
            let right = repair(checksum, &made).unwrap_or_default();
            assert_eq!(right.len(), made.len(), "{checksum:?}");
            assert_eq!(verify(checksum, &right), Verdict::Valid, "{checksum:?}");
            let mut wrong = right.clone();
            let middle = wrong.len() / 2;
            wrong[middle] = if wrong[middle] == b'A' { b'C' } else { b'A' };
            assert_ne!(verify(checksum, &wrong), Verdict::Valid, "{checksum:?}");
            assert_eq!(verify(checksum, b"short"), Verdict::Unknown, "{checksum:?}");
        }
    }

    #[test]
    fn bech32_agrees_with_the_standard() {
        // The shortest valid string of BIP 173: human part `a`, no data.
        assert_eq!(bech32_check(b"A", b""), Some(b"2UEL5L".to_vec()));
    }

    fn says(checksum: Checksum, secret: impl AsRef<[u8]>, verdict: Verdict) {
        assert_eq!(verify(checksum, secret.as_ref()), verdict, "{checksum:?}");
    }

    #[test]
    fn a_jwt_needs_a_header_with_alg() {
        let part = |text: &str| URL_SAFE_NO_PAD.encode(text);
        let jwt = |header: &str| format!("{}.{}.sig", part(header), part(r#"{"sub":"x"}"#));
        says(Checksum::Jwt, jwt(r#"{"alg":"HS256"}"#), Verdict::Valid);
        says(Checksum::Jwt, jwt(r#"{"typ":"JWT"}"#), Verdict::Invalid);
        says(Checksum::Jwt, "eyJhbGciOi.x.y", Verdict::Invalid);
    }

    #[test]
    fn an_access_key_id_holds_an_account() {
        // A leading one, then account 1 in 40 bits, then seven bits of something else.
        let bits = ((1u64 << 47) | (1 << 7)) << 2;
        let letters = (0..10).map(|place| BASE32[((bits >> (5 * (9 - place))) & 31) as usize]);
        let mut id = b"AKIA".to_vec();
        id.extend(letters);
        id.extend_from_slice(b"AAAAAA");
        says(Checksum::AwsAccount, id, Verdict::Valid);
        says(
            Checksum::AwsAccount,
            "AKIA7777777777777777",
            Verdict::Invalid,
        );
        says(
            Checksum::AwsAccount,
            "AKIAI777777777777777",
            Verdict::Unknown,
        );
    }

    #[test]
    fn basic_is_a_pair() {
        let basic = |text: &str| STANDARD_NO_PAD.encode(text);
        says(Checksum::HttpBasic, basic("user:pass"), Verdict::Valid);
        says(Checksum::HttpBasic, basic(":token"), Verdict::Valid);
        says(Checksum::HttpBasic, basic("no pair"), Verdict::Invalid);
        // A word that happens to decode to a colon and noise.
        says(Checksum::HttpBasic, "Orchestrator", Verdict::Invalid);
    }

    #[test]
    fn a_pypi_token_names_its_index() {
        let made = |host: &str| {
            let mut bytes = vec![2, 1, host.len() as u8];
            bytes.extend_from_slice(host.as_bytes());
            bytes.extend([2; 40]);
            format!("pypi-{}", URL_SAFE_NO_PAD.encode(bytes))
        };
        says(Checksum::PypiMacaroon, made("pypi.org"), Verdict::Valid);
        says(
            Checksum::PypiMacaroon,
            made("example.com"),
            Verdict::Invalid,
        );
    }

    #[test]
    fn a_test_key_is_not_confirmed() {
        says(
            Checksum::StripeMode,
            token("rk_live_", BASE62, 24),
            Verdict::Valid,
        );
        says(
            Checksum::StripeMode,
            token("rk_test_", BASE62, 24),
            Verdict::Unknown,
        );
    }

    #[test]
    fn a_bot_token_starts_with_its_id() {
        let id = URL_SAFE_NO_PAD.encode("123456789012345678");
        says(
            Checksum::Discord,
            format!("{id}.aaaaaa.bbb"),
            Verdict::Valid,
        );
        says(Checksum::Discord, "MTAwMTAw.aaaaaa.b", Verdict::Invalid);
    }
}
