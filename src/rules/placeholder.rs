//! Examples of secrets without secrets: `{upper:16}` becomes random text when the test runs.

/// Random text that is the same for the same seed (xorshift, 64 bits).
struct Dice(u64);

impl Dice {
    fn roll(&mut self, sides: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        (self.0 % sides as u64) as usize
    }

    fn text(&mut self, alphabet: &str, length: usize) -> String {
        let alphabet = alphabet.as_bytes();
        (0..length)
            .map(|_| alphabet[self.roll(alphabet.len())] as char)
            .collect()
    }
}

/// Expands every placeholder of `example`. The same seed gives the same text.
///
/// # Errors
/// A placeholder that is not known, or a brace that does not close.
pub fn expand(example: &str, seed: u64) -> Result<String, String> {
    let mut dice = Dice(0x9e37_79b9_7f4a_7c15 ^ (seed + 1).wrapping_mul(0xbf58_476d_1ce4_e5b9));
    let mut out = String::new();
    let mut rest = example;
    while let Some(at) = rest.find(['{', '}']) {
        out.push_str(&rest[..at]);
        if rest[at..].starts_with("{{") || rest[at..].starts_with("}}") {
            out.push_str(&rest[at..=at]);
            rest = &rest[at + 2..];
            continue;
        }
        let end = rest[at..].find('}').ok_or("a brace does not close")? + at;
        if rest[at..].starts_with('}') {
            return Err("a closing brace stands alone: write `}}`".to_owned());
        }
        out.push_str(&placeholder(&rest[at + 1..end], &mut dice)?);
        rest = &rest[end + 1..];
    }
    out.push_str(rest);
    Ok(out)
}

const UPPER: &str = "ABCDEFGHIJKLMNOPQRSTUVWXYZ";
const LOWER: &str = "abcdefghijklmnopqrstuvwxyz";
const DIGIT: &str = "0123456789";
const BASE62: &str = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";

fn placeholder(name: &str, dice: &mut Dice) -> Result<String, String> {
    let unknown = || format!("no placeholder is called `{{{name}}}`");
    if name == "uuid" {
        let parts = [8, 4, 4, 4, 12].map(|length| dice.text("0123456789abcdef", length));
        return Ok(parts.join("-"));
    }
    if name == "jwt" {
        return Ok(jwt(dice));
    }
    let (class, argument) = name.rsplit_once(':').ok_or_else(unknown)?;
    if class == "pem" {
        let body: Vec<String> = (0..8)
            .map(|_| dice.text(&format!("{BASE62}+/"), 64))
            .collect();
        return Ok(format!(
            "-----BEGIN {argument}-----\n{}\n-----END {argument}-----",
            body.join("\n")
        ));
    }
    // Of a range, as forms have it, the least.
    let least = argument.split('-').next().unwrap_or(argument);
    let length: usize = least.parse().map_err(|_| unknown())?;
    let alphabet = match class {
        "upper" => UPPER.to_owned(),
        "lower" => LOWER.to_owned(),
        "digit" => DIGIT.to_owned(),
        "hex" => "0123456789abcdef".to_owned(),
        "HEX" => "0123456789ABCDEF".to_owned(),
        "letter" => format!("{UPPER}{LOWER}"),
        "anyhex" => "0123456789abcdefABCDEF".to_owned(),
        "alnum" => BASE62.to_owned(),
        "alnum_upper" => format!("{UPPER}{DIGIT}"),
        "alnum_lower" => format!("{LOWER}{DIGIT}"),
        "base32" => format!("{UPPER}234567"),
        "base64" => format!("{BASE62}+/"),
        "base64url" => format!("{BASE62}_-"),
        "base58" => "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz".to_owned(),
        "bech32" => "qpzry9x8gf2tvdw0s3jn54khce6mua7l".to_owned(),
        "BECH32" => "QPZRY9X8GF2TVDW0S3JN54KHCE6MUA7L".to_owned(),
        "word" => return Ok(word(dice, length)),
        "github_crc32" => return Ok(github(dice, length)),
        set if set.starts_with('[') && set.ends_with(']') => members(&set[1..set.len() - 1]),
        _ => return Err(unknown()),
    };
    Ok(dice.text(&alphabet, length))
}

/// The characters of a set such as `a-z0-9_.`, in the order in which they are named.
fn members(set: &str) -> String {
    let set: Vec<char> = set.chars().filter(|c| *c != '\\').collect();
    let mut out = String::new();
    let mut at = 0;
    while at < set.len() {
        if let Some(['-', end]) = set.get(at + 1..at + 3) {
            out.extend(set[at]..=*end);
            at += 3;
        } else {
            out.push(set[at]);
            at += 1;
        }
    }
    out
}

/// Lower-case letters that alternate like a word's.
fn word(dice: &mut Dice, length: usize) -> String {
    (0..length)
        .map(|at| dice.text(if at % 2 == 0 { "bcdfglmnprst" } else { "aeiou" }, 1))
        .collect()
}

/// Random text closed by the base62 CRC32 that GitHub's tokens carry.
fn github(dice: &mut Dice, length: usize) -> String {
    let body = dice.text(BASE62, length.saturating_sub(6));
    let mut sum = crc32fast::hash(body.as_bytes());
    let mut digits = [b'0'; 6];
    for digit in digits.iter_mut().rev() {
        *digit = BASE62.as_bytes()[(sum % 62) as usize];
        sum /= 62;
    }
    format!("{body}{}", String::from_utf8_lossy(&digits))
}

fn jwt(dice: &mut Dice) -> String {
    use base64::Engine as _;
    let encode = |text: String| base64::engine::general_purpose::URL_SAFE_NO_PAD.encode(text);
    let subject = dice.text(DIGIT, 10);
    let header = encode("{\"alg\":\"HS256\",\"typ\":\"JWT\"}".to_owned());
    let payload = encode(format!("{{\"sub\":\"{subject}\",\"iat\":1516239022}}"));
    format!(
        "{header}.{payload}.{}",
        dice.text(&format!("{BASE62}_-"), 43)
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn placeholders_expand_and_braces_escape() {
        let text = expand("k_{upper:4}-{{x}}-{digit:2}", 7).expect("known placeholders");
        assert_eq!(text.len(), "k_ABCD-{x}-12".len());
        assert!(text.contains("-{x}-"));
        assert_eq!(expand("{upper:4}", 1), expand("{upper:4}", 1));
        assert_eq!(expand("{[x]:3-9}", 1).as_deref(), Ok("xxx"));
        assert_eq!(members("a-c_.-"), "abc_.-");
        assert_ne!(expand("{upper:14}", 1), expand("{upper:14}", 2));
    }

    #[test]
    fn mistakes_are_named() {
        assert!(expand("{nope:3}", 0).expect_err("unknown").contains("nope"));
        assert!(expand("{upper:3", 0).is_err());
        assert!(expand("a } b", 0).is_err());
    }
}
