//! Passwords: what was typed, what is stored, and which ones may be chosen.

use std::fmt;

use diesel::deserialize::FromSqlRow;
use diesel::expression::AsExpression;
use diesel::sql_types::Text;
use zxcvbn::Score;
use zxcvbn::feedback::Warning;

use super::guessability::estimate;
use super::secret::Secret;

/// A password as somebody typed it: kept exactly, not trimmed, folded or normalised (OWASP ASVS 6.2.8).
#[derive(Clone, Debug)]
pub struct Password(Secret<String>);

impl Password {
    /// The longest accepted, in Unicode code points. Longer ones are refused, never cut.
    pub const MAX_LENGTH: usize = 256;

    /// Takes what was typed; `None` when it is longer than any password can be.
    pub fn new(typed: String) -> Option<Password> {
        (typed.chars().count() <= Self::MAX_LENGTH).then(|| Password(Secret::new(typed)))
    }

    /// The bytes to hash.
    pub fn expose(&self) -> &[u8] {
        self.0.expose().as_bytes()
    }

    /// Whether both are the same. Both were typed by one person into one form, so the time taken tells nobody anything.
    pub fn is_same_as(&self, other: &Password) -> bool {
        self.0.expose() == other.0.expose()
    }
}

/// An Argon2id hash in the PHC string format: the only form of a password that is stored.
#[derive(Clone, PartialEq, Eq, AsExpression, FromSqlRow)]
#[diesel(sql_type = Text)]
pub struct PasswordHash(String);

impl PasswordHash {
    /// Takes a PHC string.
    pub fn new(phc: String) -> PasswordHash {
        PasswordHash(phc)
    }

    /// The PHC string.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Debug for PasswordHash {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("***")
    }
}

/// Long passwords that everybody thinks of, and that no word list holds because they are sentences.
const FAMOUS: &str = include_str!("famous_passwords.txt");

/// The fewest letters and digits that a password must have beside words of its context.
const MIN_LENGTH_BESIDE_CONTEXT: usize = 8;

/// Checks that a password may be chosen. Takes up to some tens of milliseconds: not for async threads.
///
/// `context` are words that an attacker would try first here: the name of the site, its host, the username.
/// There are no rules of composition: any characters will do, if the whole is long and hard to guess.
///
/// # Errors
/// The first thing that is wrong with it.
pub fn check_new(password: &Password, min_length: usize, context: &[&str]) -> Result<(), WeakPassword> {
    let text = password.0.expose();
    if text.chars().count() < min_length {
        return Err(WeakPassword::TooShort { min_length });
    }
    let folded: String = text.to_lowercase().chars().filter(|c| c.is_alphanumeric()).collect();
    if !folded.is_empty() && FAMOUS.lines().any(|famous| famous == folded) {
        return Err(WeakPassword::Common);
    }
    // What is left without the words of the context must be something by itself.
    let is_context_word = |word: &&&str| word.len() >= 3;
    let words = context.iter().filter(is_context_word).map(|word| word.to_lowercase());
    let rest = words.fold(text.to_lowercase(), |rest, word| rest.replace(&word, ""));
    if rest.chars().filter(|c| c.is_alphanumeric()).count() < MIN_LENGTH_BESIDE_CONTEXT && rest != text.to_lowercase() {
        return Err(WeakPassword::Context);
    }
    let estimate = estimate(text, context);
    if estimate.score() >= Score::Three {
        return Ok(());
    }
    let is_about_context =
        context.iter().any(|word| word.len() >= 3 && text.to_lowercase().contains(&word.to_lowercase()));
    Err(match estimate.feedback().and_then(|feedback| feedback.warning()) {
        _ if is_about_context => WeakPassword::Context,
        Some(Warning::RepeatsLikeAaaAreEasyToGuess | Warning::RepeatsLikeAbcAbcAreOnlySlightlyHarderToGuess) => {
            WeakPassword::Repeats
        }
        Some(
            Warning::SequencesLikeAbcAreEasyToGuess
            | Warning::StraightRowsOfKeysAreEasyToGuess
            | Warning::ShortKeyboardPatternsAreEasyToGuess,
        ) => WeakPassword::Sequence,
        Some(Warning::DatesAreOftenEasyToGuess | Warning::RecentYearsAreEasyToGuess) => WeakPassword::Date,
        _ => WeakPassword::Common,
    })
}

/// Why a password may not be chosen.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum WeakPassword {
    /// Fewer characters than asked for.
    #[error("it has fewer than {min_length} characters")]
    TooShort {
        /// How many it must have.
        min_length: usize,
    },
    /// On the lists that attackers try first, or put together from them.
    #[error("it is one of the common passwords that attackers try first")]
    Common,
    /// Made of the name of the site, its host or the username.
    #[error("it is built from the name of this site or of the account")]
    Context,
    /// One piece again and again.
    #[error("it repeats the same piece again and again")]
    Repeats,
    /// A run of keys, letters or digits.
    #[error("it is a run of neighbouring keys, letters or digits")]
    Sequence,
    /// A date or a year.
    #[error("it is mostly a date or a year")]
    Date,
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str) -> Result<(), WeakPassword> {
        check_new(&Password::new(text.into()).expect("not too long"), 15, &["Doorward", "login.example.org", "ada"])
    }

    #[test]
    fn fifteen_characters_of_any_kind_are_enough() {
        for good in [
            "lamp otter violet sugar",
            "quietly-mauve-hinges",
            "ünïcödé gärtën zwölf",
            "문지기는 조용히 노래한다 오늘",
            "🦊🎷🪁🧭🌋🛶🎲🍉🦉🧵🪐🥁🧊🎠🐌",
        ] {
            assert_eq!(check(good), Ok(()), "{good}");
        }
        assert_eq!(check("tuba-mimic-jade"), Ok(()));
        assert_eq!(check("tuba-mimic-jad"), Err(WeakPassword::TooShort { min_length: 15 }));
    }

    #[test]
    fn length_is_counted_in_characters_not_bytes() {
        assert_eq!(check("🦊🎷🪁🧭🌋🛶🎲🍉🦉🧵🪐🥁🧊🎠"), Err(WeakPassword::TooShort { min_length: 15 }));
        assert!(Password::new("é".repeat(256)).is_some());
        assert!(Password::new("é".repeat(257)).is_none());
    }

    #[test]
    fn what_attackers_try_first_is_refused_with_the_reason() {
        for (weak, reason) in [
            ("passwordpassword", WeakPassword::Repeats),
            ("aaaaaaaaaaaaaaaa", WeakPassword::Repeats),
            ("Correct Horse Battery Staple", WeakPassword::Common),
            ("doorwardpassword1", WeakPassword::Context),
            ("doorward-doorward", WeakPassword::Context),
            ("abcdefghijklmnop", WeakPassword::Sequence),
        ] {
            assert_eq!(check(weak), Err(reason), "{weak}");
        }
        for weak in [
            "123456789012345",
            "1234567890123456",
            "abcdefghijklmnop",
            "iloveyouiloveyou",
            "password12345678",
            "letmeinletmein123",
            "qwertyqwertyqwerty",
            "P@ssw0rdP@ssw0rd",
        ] {
            assert!(check(weak).is_err(), "{weak}");
        }
    }
}
