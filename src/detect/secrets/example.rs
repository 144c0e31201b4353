//! Examples of secret rules, expanded so that they prove themselves where their vendor built that in.

use super::checksum::{Verdict, repair, verify};
use super::pattern::{Pattern, secret_of};
use crate::rules::pack::SecretRule;
use crate::rules::placeholder::expand;

/// One example of a rule, expanded. Where the vendor closes its tokens with a sum, the random text
/// gets the right one. The same seed gives the same text.
///
/// # Errors
/// A placeholder that is not known, or a brace that does not close.
pub fn example(rule: &SecretRule, example: &str, seed: u64) -> Result<String, String> {
    let text = expand(example, seed)?;
    let Some(checksum) = rule.checksum else {
        return Ok(text);
    };
    let repaired = Pattern::compile(&rule.pattern).ok().and_then(|regex| {
        let captures = regex.captures(text.as_bytes())?;
        let at = secret_of(&captures);
        let secret = &text.as_bytes()[at.clone()];
        if verify(checksum, secret) != Verdict::Invalid {
            return None;
        }
        let right = String::from_utf8(repair(checksum, secret)?).ok()?;
        Some([&text[..at.start], &right, &text[at.end..]].concat())
    });
    Ok(repaired.unwrap_or(text))
}
