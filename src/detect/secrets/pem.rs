//! Whether what stands between the marks of a PEM private key is one: base64 of a key's structure.

use super::checksum::{Verdict, decode};

/// The shortest body of a key: Ed25519 in PKCS #8 takes 64 letters.
const SHORTEST: usize = 60;

/// Judges the body of a PEM private key. What decodes to something unknown (it may be encrypted)
/// is left open.
pub(super) fn verify(body: &[u8]) -> Verdict {
    let text = String::from_utf8_lossy(body);
    if text.contains("ENCRYPTED") {
        // RFC 1421: the header says so, and the rest is noise.
        return Verdict::Unknown;
    }
    let letters = letters(&text);
    if letters.len() < SHORTEST {
        return Verdict::Invalid;
    }
    match decode(&letters) {
        None => Verdict::Invalid,
        Some(der) if is_key(&der) => Verdict::Valid,
        Some(_) => Verdict::Unknown,
    }
}

/// Whether letters of base64 stand there at all: as many in a row as no word of a program has.
pub(super) fn has_body(body: &[u8]) -> bool {
    /// A line of a key has 64; what is cut short for a manual has at least these.
    const RUN: usize = 12;
    let is_part = |byte: &u8| byte.is_ascii_alphanumeric() || matches!(byte, b'+' | b'/' | b'=');
    body.split(|byte| !is_part(byte)).any(|run| {
        // Words are small letters with a capital here and there.
        let large = run.iter().filter(|byte| byte.is_ascii_uppercase()).count();
        let digits = run.iter().any(u8::is_ascii_digit);
        run.len() >= RUN && (run.len() >= 40 || digits || large * 2 >= run.len())
    })
}

/// The letters of base64, whatever a string literal, a comment or a list put between its lines.
pub(crate) fn letters(text: &str) -> Vec<u8> {
    let mut letters = Vec::with_capacity(text.len());
    for (at, part) in text.split('\\').enumerate() {
        // The letter behind a backslash belongs to the escape.
        let escape = at > 0 && part.starts_with(['n', 'r', 't']);
        let rest = &part[usize::from(escape)..];
        let ends = |c: char| c.is_whitespace() || matches!(c, '"' | '\'' | '`' | ',' | '|' | ';');
        for word in rest.split(ends).filter(|word| !matches!(*word, "+" | ".")) {
            letters.extend(
                word.bytes()
                    .filter(|byte| !matches!(byte, b'#' | b'*' | b'>')),
            );
        }
    }
    letters
}

/// Whether the bytes are a key: one sequence of DER that begins with a version, as PKCS #1, PKCS #8
/// and SEC 1 have it, or an algorithm, as encrypted PKCS #8 has it; or OpenSSH's own form.
fn is_key(bytes: &[u8]) -> bool {
    /// See PROTOCOL.key of OpenSSH.
    const OPENSSH: &[u8] = b"openssh-key-v1\0";
    if bytes.starts_with(OPENSSH) {
        return true;
    }
    let Ok((whole, rest)) = asn1::strip_tlv(bytes) else {
        return false;
    };
    rest.is_empty()
        && bytes.first() == Some(&0x30)
        && matches!(whole.data(), [0x02, 0x01, 0..=3, ..] | [0x30, ..])
}

#[cfg(test)]
mod tests {
    use base64::Engine as _;
    use base64::engine::general_purpose::STANDARD;

    use super::*;

    /// A sequence that holds version 0 and so many bytes more.
    fn sequence(more: usize) -> Vec<u8> {
        let mut der = vec![0x30, 0x82];
        der.extend(((more + 3) as u16).to_be_bytes());
        der.extend([0x02, 0x01, 0x00]);
        der.extend((0..more).map(|at| (at * 31 % 251) as u8));
        der
    }

    fn wrapped(der: &[u8], between: &str) -> String {
        let text = STANDARD.encode(der);
        let lines: Vec<&str> = (0..text.len())
            .step_by(64)
            .map(|at| &text[at..text.len().min(at + 64)])
            .collect();
        format!("{between}{}{between}", lines.join(between))
    }

    #[test]
    fn what_decodes_to_a_key_is_one_however_its_lines_are_joined() {
        let der = sequence(600);
        for between in ["\n", "\\n", "\r\n  ", "\\n\" +\n  \"", "\n# "] {
            let body = wrapped(&der, between);
            assert_eq!(verify(body.as_bytes()), Verdict::Valid, "{between:?}");
        }
        let mut openssh = b"openssh-key-v1\0".to_vec();
        openssh.extend([7; 80]);
        assert_eq!(verify(wrapped(&openssh, "\n").as_bytes()), Verdict::Valid);
    }

    #[test]
    fn what_is_short_or_no_base64_is_none_and_noise_is_left_open() {
        assert_eq!(verify(b"\nMIIEpAIBAAKCAQEA\n"), Verdict::Invalid);
        assert!(has_body(b"\nMIIEpAIBAAKCAQEA\n"));
        assert!(!has_body(b"\", \"\");\n  text = text.replaceFirst(\""));
        let text = "put your own key here, please: ".repeat(8);
        assert_eq!(verify(text.as_bytes()), Verdict::Invalid);
        let noise: Vec<u8> = (0..300_u16)
            .map(|at| (at * 37 % 253) as u8 | 0x80)
            .collect();
        assert_eq!(verify(wrapped(&noise, "\n").as_bytes()), Verdict::Unknown);
        let sealed = format!("\nProc-Type: 4,ENCRYPTED\n\n{}", wrapped(&noise, "\n"));
        assert_eq!(verify(sealed.as_bytes()), Verdict::Unknown);
        // Cut off: the sequence says that more follows.
        let der = sequence(600);
        assert_eq!(
            verify(wrapped(&der[..300], "\n").as_bytes()),
            Verdict::Unknown
        );
    }
}
