//! Text that people see: characters that cannot be seen do not belong in it.

/// Whether a character is a control, or one of those that show nothing and change how others are shown: text that
/// turns its direction, breaks lines, or looks empty. The joiner in emoji of families and professions is none of these.
pub fn is_invisible(c: char) -> bool {
    c.is_control()
        || matches!(c,
            '\u{ad}' | '\u{61c}' | '\u{180e}' | '\u{200b}' | '\u{200c}' | '\u{200e}' | '\u{200f}'
            | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{feff}' | '\u{fff9}'..='\u{fffb}'
            | '\u{e0000}'..='\u{e007f}')
}

#[cfg(test)]
mod tests {
    use super::is_invisible;

    #[test]
    fn what_shows_nothing_is_invisible() {
        assert!(['\0', '\n', '\u{1b}', '\u{9b}', '\u{202e}', '\u{200b}', '\u{feff}'].into_iter().all(is_invisible));
        assert!(!"Küche 한글 👩‍🚀 a\u{301}".chars().any(is_invisible));
    }
}
