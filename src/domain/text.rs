//! Text that people see, type or paste: invisible characters do not belong in it; and types that are read from a text or
//! stand for a word.

use crate::language::{Language, say};

/// A text cannot be read as a certain value. The field is the id of the message that people read.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{}", Language::ENGLISH.t(.0))]
pub struct Unreadable(pub &'static str);

/// The answer to a word that is not in a list of choices.
pub const NOT_ON_OFFER: &str = say("unreadable-choice");

/// Declares an enum whose values are words on the outside: in addresses, in settings, in the record. With `: Text` they
/// also have columns of their own; `store::types` reads and writes these.
macro_rules! words {
    ($(#[$meta:meta])* pub enum $name:ident: Text $values:tt) => {
        $crate::domain::text::words! {
            $(#[$meta])*
            #[derive(diesel::expression::AsExpression, diesel::deserialize::FromSqlRow)]
            #[diesel(sql_type = diesel::sql_types::Text)]
            pub enum $name $values
        }
    };
    ($(#[$meta:meta])* pub enum $name:ident { $($(#[$doc:meta])* $value:ident = $word:literal),+ $(,)? }) => {
        $(#[$meta])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        pub enum $name { $($(#[$doc])* #[doc = concat!("Its word is `", $word, "`.")] $value),+ }

        impl $name {
            /// Every value.
            pub const ALL: [$name; [$($word),+].len()] = [$($name::$value),+];

            /// Returns the word.
            pub const fn as_str(self) -> &'static str {
                match self { $($name::$value => $word),+ }
            }

            /// Parses the word, exactly as `as_str` writes it.
            pub fn parse(word: &str) -> Option<$name> {
                match word { $($word => Some($name::$value),)+ _ => None }
            }
        }

        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str(self.as_str())
            }
        }

        /// Reads a word that somebody typed or chose.
        impl std::str::FromStr for $name {
            type Err = $crate::domain::text::Unreadable;

            fn from_str(word: &str) -> Result<$name, Self::Err> {
                let word = $crate::domain::text::trimmed(word);
                $name::parse(word).ok_or($crate::domain::text::Unreadable($crate::domain::text::NOT_ON_OFFER))
            }
        }
    };
}
pub(crate) use words;

/// Gives the text of a `struct Name(String)` that has a `parse`, and lets serde read it by `parse`.
macro_rules! checked_text {
    ($name:ident, $error:ident) => {
        impl $name {
            /// Returns the text as it is stored.
            pub fn as_str(&self) -> &str {
                &self.0
            }
        }

        impl TryFrom<String> for $name {
            type Error = $error;

            fn try_from(text: String) -> Result<$name, $error> {
                $name::parse(&text)
            }
        }
    };
}
pub(crate) use checked_text;

/// Tells whether a character is a control character, or an invisible one that changes how others are shown: it may turn
/// the writing direction, break lines, or make a text look empty. The joiner in emoji of families and professions is
/// not one.
pub fn is_invisible(c: char) -> bool {
    c.is_control()
        || matches!(c,
            '\u{ad}' | '\u{61c}' | '\u{180e}' | '\u{200b}' | '\u{200c}' | '\u{200e}' | '\u{200f}'
            | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{feff}' | '\u{fff9}'..='\u{fffb}'
            | '\u{e0000}'..='\u{e007f}')
}

/// Removes the characters that copying adds at both ends: spaces of all kinds, line ends, and invisible characters.
pub fn trimmed(text: &str) -> &str {
    text.trim_matches(|c: char| c.is_whitespace() || is_invisible(c))
}

/// Normalizes a typed code: removes spaces, hyphens and invisible characters anywhere in it, and turns full-width
/// forms, which an input method for East Asian scripts writes, into ASCII.
pub fn without_gaps(text: &str) -> String {
    text.chars().map(narrow).filter(|c| !is_gap(*c)).collect()
}

/// Removes white space from a text that cannot contain any, such as a token in a link that a mail program wrapped.
pub fn without_blanks(text: &str) -> String {
    text.chars().filter(|c| !c.is_whitespace() && !is_invisible(*c)).collect()
}

fn is_gap(c: char) -> bool {
    let is_hyphen = matches!(c, '-' | '\u{2010}'..='\u{2015}' | '\u{2043}' | '\u{2212}' | '\u{fe58}' | '\u{fe63}');
    let joins = matches!(c, '\u{200d}' | '\u{fe00}'..='\u{fe0f}');
    is_hyphen || joins || c.is_whitespace() || is_invisible(c)
}

/// Returns the ASCII character of a full-width form, `！` to `～`, and other characters unchanged.
fn narrow(c: char) -> char {
    match c {
        '\u{ff01}'..='\u{ff5e}' => u8::try_from(u32::from(c) - 0xfee0).map_or(c, char::from),
        other => other,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    words! {
        pub enum Size {
            Small = "small",
            VeryLarge = "very large",
        }
    }

    #[test]
    fn a_word_is_read_as_it_is_written_and_with_blanks_if_it_was_typed() {
        assert_eq!(Size::ALL.map(Size::as_str), ["small", "very large"]);
        assert!(Size::ALL.into_iter().all(|size| Size::parse(size.as_str()) == Some(size)));
        assert_eq!((Size::parse(" small"), Size::parse("Small"), Size::parse("")), (None, None, None));
        assert_eq!(
            (" very large ".parse(), "large".parse()),
            (Ok(Size::VeryLarge), Err::<Size, _>(Unreadable(NOT_ON_OFFER)))
        );
    }

    #[test]
    fn what_shows_nothing_is_invisible() {
        assert!(['\0', '\n', '\u{1b}', '\u{9b}', '\u{202e}', '\u{200b}', '\u{feff}'].into_iter().all(is_invisible));
        assert!(!"Küche 한글 👩‍🚀 a\u{301}".chars().any(is_invisible));
    }

    #[test]
    fn what_a_copy_brings_along_is_taken_off_both_ends() {
        for text in ["ada", " ada ", "\tada\r\n", "\u{a0}ada\u{3000}", "\u{feff}ada\u{200b}", "\u{2068}ada\u{2069}"] {
            assert_eq!(trimmed(text), "ada", "{text:?}");
        }
        assert_eq!(trimmed(" a d\ta "), "a d\ta");
        assert_eq!(without_blanks(" ab\u{200b}c\n d-e_f "), "abcd-e_f");
    }

    #[test]
    fn gaps_are_left_out_of_codes_and_full_width_forms_are_narrow() {
        for text in [
            "260790",
            "260 790",
            "260-790",
            "２６０７９０",
            "２６０－７９０",
            " 26\u{2009}07\t90\n",
            "260\u{2011}790",
            "260\u{2212}790",
        ] {
            assert_eq!(without_gaps(text), "260790", "{text:?}");
        }
        assert_eq!(without_gaps("Ａｂ١"), "Ab١");
    }
}
