//! Unifies letters that some apps and file systems treat as the same, by NFKC and full case folding.

use std::borrow::Cow;

use icu_casemap::CaseMapper;
use icu_normalizer::ComposingNormalizer;
use icu_properties::CodePointSetData;
use icu_properties::props::DefaultIgnorableCodePoint;

/// Each text is known to become stable within this many rounds; some letters need two.
const MOST_ROUNDS: usize = 4;

/// Removes compatibility variants (NFKC, Unicode 3.11) and invisible characters such as joiners: `／` becomes `/`.
pub fn compatible(text: &str) -> String {
    let visible: Cow<'_, str> = if text.is_ascii() { text.into() } else { without_ignorable(text).into() };
    ComposingNormalizer::new_nfkc().normalize(&visible).into_owned()
}

/// Removes compatibility variants and case by the strictest comparison that apps make: `toNFKC_Casefold` (Unicode
/// 3.13.3, R5). It also unifies letters that share a capital, such as `ı` and `i`.
pub fn folded(text: &str) -> String {
    if text.is_ascii() {
        return text.to_ascii_lowercase();
    }
    let mut folded = compatible(text);
    for _ in 0..MOST_ROUNDS {
        // `İ` becomes `i` with a dot, or plain `i`, depending on the language of the app.
        let again = compatible(&CaseMapper::new().fold_string(&folded.to_uppercase())).replace("i\u{307}", "i");
        if again == folded {
            break;
        }
        folded = again;
    }
    folded
}

fn without_ignorable(text: &str) -> String {
    let ignorable = CodePointSetData::new::<DefaultIgnorableCodePoint>();
    text.chars().filter(|c| !ignorable.contains(*c)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn letters_that_apps_take_for_the_same_become_the_same() {
        for (one, other) in [
            ("Reports", "rEPORTS"),
            ("비밀", "비밀"),
            ("ärzte", "A\u{308}RZTE"),
            ("straße", "STRASSE"),
            ("straße", "STRAẞE"),
            ("admin", "ａｄｍｉｎ"),
            ("admin", "ADMıN"),
            ("admin", "ADMİN"),
            ("files", "ﬁles"),
            ("kelvin", "\u{212A}elvin"),
            ("sales", "ſales"),
            ("σας", "ΣΑΣ"),
            ("ᾴ", "\u{3b1}\u{345}\u{301}"),
            ("admin", "ad\u{200d}min"),
            ("admin", "ad\u{ad}min"),
            ("２０２６", "2026"),
        ] {
            assert_eq!(folded(one), folded(other), "{one} {other}");
        }
        for (one, other) in [("admin", "admins"), ("가", "나"), ("a", "ä"), ("o", "ø"), ("l", "1")] {
            assert_ne!(folded(one), folded(other), "{one} {other}");
        }
    }

    #[test]
    fn nothing_changes_when_it_is_done_again() {
        // No letter beyond these has variants.
        for code in 0..0x1_f800 {
            let Some(letter) = char::from_u32(code) else { continue };
            let once = folded(&letter.to_string());
            assert_eq!(folded(&once), once, "{code:x}");
        }
    }

    #[test]
    fn what_cuts_a_path_shows() {
        assert_eq!(compatible("a／b＼c．．；d？e＃f"), "a/b\\c..;d?e#f");
        assert_eq!(compatible("‥／℀"), "../a/c");
    }
}
