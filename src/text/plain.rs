//! Text that is safe to show: without characters that a terminal obeys, that reorder what is around them or that cannot be seen.

use std::borrow::Cow;

/// `text` with U+FFFD in place of every character that is not [plain](is_plain); line feeds and tabs stay.
pub fn plain(text: &str) -> Cow<'_, str> {
    let keep = |char: char| matches!(char, '\n' | '\t') || is_plain(char);
    // ASCII is by far the most of it, and is looked at byte by byte.
    let suspicious = |byte: u8| byte >= 0x7f || (byte < b' ' && !matches!(byte, b'\n' | b'\t'));
    if !text.bytes().any(suspicious) || text.chars().all(keep) {
        return Cow::Borrowed(text);
    }
    Cow::Owned(text.chars().map(|char| if keep(char) { char } else { char::REPLACEMENT_CHARACTER }).collect())
}

/// `text` on one line: as [`plain`], with a space in place of every line end and tab.
pub fn plain_line(text: &str) -> Cow<'_, str> {
    if text.chars().all(is_plain) {
        return Cow::Borrowed(text);
    }
    let shown = |char| match char {
        '\n' | '\t' => ' ',
        _ if is_plain(char) => char,
        _ => char::REPLACEMENT_CHARACTER,
    };
    Cow::Owned(text.replace("\r\n", "\n").chars().map(shown).collect())
}

/// Whether a character shows as itself: it is no control character (C0, DEL, C1), no control of the direction of text, no line or
/// paragraph separator and no invisible format character.
///
/// The joiners U+200C and U+200D are plain: words of Persian and Hindi and many emoji are written with them.
pub fn is_plain(char: char) -> bool {
    !char.is_control()
        && !matches!(char,
            // Direction.
            '\u{61c}' | '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}'
            // Separators.
            | '\u{2028}' | '\u{2029}'
            // Without width, or deprecated controls of the format.
            | '\u{ad}' | '\u{180e}' | '\u{200b}' | '\u{2060}'..='\u{2065}' | '\u{206a}'..='\u{206f}' | '\u{feff}'
            | '\u{fff9}'..='\u{fffb}' | '\u{1bca0}'..='\u{1bca3}' | '\u{1d173}'..='\u{1d17a}'
            // Tags, which spell invisible ASCII.
            | '\u{e0000}'..='\u{e007f}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn letters_line_feeds_tabs_and_emoji_stay() {
        for text in ["", "a b\n\tc", "größe 漢字 😀", "👩\u{200d}💻 👍🏽 ❤️", "می\u{200c}خواهم", "עברית ‑ عربي"]
        {
            assert!(matches!(plain(text), Cow::Borrowed(same) if same == text), "{text:?}");
        }
    }

    #[test]
    fn what_a_terminal_obeys_is_replaced() {
        assert_eq!(plain("\u{1b}[31mred\u{7}\r\n\u{9b}2J\u{7f}\0"), "�[31mred��\n�2J��");
    }

    #[test]
    fn a_line_has_no_line_ends() {
        assert_eq!(plain_line("a\r\nb\tc\rd\u{202e}"), "a b c�d�");
        assert!(matches!(plain_line("größe 😀"), Cow::Borrowed(_)));
    }

    #[test]
    fn what_reorders_or_hides_text_is_replaced() {
        let hostile = [
            '\u{ad}',
            '\u{61c}',
            '\u{180e}',
            '\u{200b}',
            '\u{200e}',
            '\u{200f}',
            '\u{2028}',
            '\u{2029}',
            '\u{202a}',
            '\u{202e}',
            '\u{2060}',
            '\u{2064}',
            '\u{2066}',
            '\u{2069}',
            '\u{206f}',
            '\u{feff}',
            '\u{fff9}',
            '\u{e0041}',
        ];
        for char in hostile {
            assert_eq!(plain(&format!("a{char}b")), "a�b", "{char:?}");
        }
    }
}
