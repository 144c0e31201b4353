//! Text from a checkout, made fit for a terminal.

/// `text` with every character that would steer a terminal or reorder a line written as its
/// escape; line feeds stay. Configuration, packs and paths of a checkout are written by strangers.
pub(crate) fn legible(text: &str) -> String {
    text.chars()
        .map(|character| match character {
            '\n' => "\n".to_owned(),
            steers if steers.is_control() => steers.escape_unicode().to_string(),
            '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' => {
                character.escape_unicode().to_string()
            }
            plain => plain.to_string(),
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_steers_a_terminal_is_written_out() {
        assert_eq!(legible("a\x1b[2Jb\r\n"), "a\\u{1b}[2Jb\\u{d}\n");
        assert_eq!(legible("x\u{202e}y"), "x\\u{202e}y");
        assert_eq!(legible("déjà 😀"), "déjà 😀");
    }
}
