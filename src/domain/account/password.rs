//! Passwords: typed ones, stored hashes, and the rules for new ones.

use std::fmt;

use diesel::deserialize::FromSqlRow;
use diesel::expression::AsExpression;
use diesel::sql_types::Text;
use icu_normalizer::ComposingNormalizerBorrowed;
use zxcvbn::Score;
use zxcvbn::feedback::Warning;

use super::guessability::{estimate, without_long_words};
use crate::domain::secret::Secret;
use crate::random;

/// A password as somebody typed it, in the form in which passwords are compared. Nothing is trimmed, folded or cut. But
/// devices encode one letter in two ways and one space in many ways, so these are unified (the mappings of
/// OpaqueString, RFC 8265 section 4.2). That profile refuses some characters; we refuse none.
#[derive(Clone, Debug)]
pub struct Password {
    text: Secret<String>,
    /// The text as it was typed, if that is different.
    typed: Option<Secret<String>>,
}

impl Password {
    /// The longest password that may be chosen, in Unicode code points. Longer ones are refused, never cut.
    pub const MAX_LENGTH: usize = 256;

    /// Accepts a typed text as a new password. Its length is counted in the unified form, so that a password which was
    /// chosen on one device can be typed on any other.
    pub fn new(typed: String) -> Result<Password, PasswordTooLong> {
        let password = Password::read(typed);
        match password.text.expose().chars().count() <= Self::MAX_LENGTH {
            true => Ok(password),
            false => Err(PasswordTooLong),
        }
    }

    /// Accepts a text that somebody typed to prove who they are; `None` if it is empty or too long to be anybody's
    /// password. Some older passwords are longer in the unified form than they were as typed.
    pub fn given(typed: String) -> Option<Password> {
        let password = Password::read(typed);
        let text = password.text.expose();
        (!text.is_empty() && fewest_typed(text) <= Self::MAX_LENGTH).then_some(password)
    }

    fn read(typed: String) -> Password {
        let text: String =
            ComposingNormalizerBorrowed::new_nfc().normalize_iter(typed.chars().map(plain_blank)).collect();
        let typed = (typed != text).then(|| Secret::new(typed));
        Password { text: Secret::new(text), typed }
    }

    /// Returns the bytes to hash.
    pub fn expose(&self) -> &[u8] {
        self.text.expose().as_bytes()
    }

    /// Returns the password exactly as it was typed, if that is different: passwords were hashed in that form before.
    pub fn as_typed(&self) -> Option<Password> {
        self.typed.clone().map(|typed| Password { text: typed, typed: None })
    }

    /// Tells whether both are the same. The comparison need not take a constant time: one person typed both into one
    /// form, so the time tells nobody anything.
    pub fn is_same_as(&self, other: &Password) -> bool {
        self.text.expose() == other.text.expose()
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("the password is longer than {} characters", Password::MAX_LENGTH)]
pub struct PasswordTooLong;

/// Returns the smallest number of letters that may have been typed for a text that is now in NFC. NFC always splits
/// some letters into up to three (UAX #15), and none of these letters is in ASCII.
fn fewest_typed(text: &str) -> usize {
    let in_ascii = text.bytes().filter(u8::is_ascii).count();
    in_ascii + text.chars().filter(|c| !c.is_ascii()).count().div_ceil(3)
}

/// Replaces each space character of Unicode's category Zs by a plain space.
fn plain_blank(c: char) -> char {
    match c {
        '\u{a0}' | '\u{1680}' | '\u{2000}'..='\u{200a}' | '\u{202f}' | '\u{205f}' | '\u{3000}' => ' ',
        other => other,
    }
}

/// An Argon2id hash in the PHC string format, the only form in which passwords are stored.
#[derive(Clone, PartialEq, Eq, AsExpression, FromSqlRow)]
#[diesel(sql_type = Text)]
pub struct PasswordHash(String);

impl PasswordHash {
    pub fn new(phc: String) -> PasswordHash {
        PasswordHash(phc)
    }

    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Debug for PasswordHash {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("***")
    }
}

/// The hash of a password that somebody has just chosen, and a random mark. Devices are known to an account by the mark:
/// it stays the same when a new hash of the same password is made, so no device becomes a stranger by that.
#[derive(Clone, Debug)]
pub struct ChosenPassword {
    pub hash: PasswordHash,
    pub mark: i64,
}

impl ChosenPassword {
    /// Draws the mark.
    pub fn new(hash: PasswordHash) -> ChosenPassword {
        ChosenPassword { hash, mark: draw_device_mark() }
    }
}

/// Draws the mark by which devices are known to an account from now on. All others become strangers.
pub fn draw_device_mark() -> i64 {
    i64::from_be_bytes(random::bytes())
}

/// Long passwords that many people choose, and that no word list contains because they are sentences.
const FAMOUS: &str = include_str!("famous_passwords.txt");

/// The words that stand on the pages of every site, in the languages that we speak, longer ones before the words in them.
/// An attacker combines them with the name of the site.
const PAGE_WORDS: [&str; 31] = [
    "administrator",
    "admin",
    "username",
    "user",
    "account",
    "welcome",
    "logon",
    "login",
    "log in",
    "signin",
    "sign in",
    "signup",
    "sign up",
    "setup",
    "set up",
    "benutzername",
    "benutzer",
    "anmeldung",
    "anmelden",
    "willkommen",
    "konto",
    "passwort",
    "관리자",
    "사용자",
    "로그인",
    "계정",
    "비밀번호",
    "管理者",
    "ログイン",
    "アカウント",
    "パスワード",
];

/// The smallest number of letters and digits that a password must have besides words of its context.
const MIN_LENGTH_BESIDE_CONTEXT: usize = 8;

/// Checks that a password may be chosen. It takes up to some tens of milliseconds, so do not call it on async threads.
///
/// `context` holds words that an attacker would try first here: the name of the site, its host, the username. The words
/// of the pages belong to them everywhere. There are no rules of composition: any characters are allowed, if the whole is long and hard to guess.
///
/// # Errors
/// Returns the first problem.
pub fn check_new(password: &Password, min_length: usize, context: &[&str]) -> Result<(), WeakPassword> {
    check_length(password, min_length)?;
    let text = password.text.expose();
    let folded: String = text.to_lowercase().chars().filter(|c| c.is_alphanumeric()).collect();
    if !folded.is_empty() && FAMOUS.lines().any(|famous| famous == folded) {
        return Err(WeakPassword::Common);
    }
    // What is left without the words of the context must be a good password by itself.
    let is_context_word = |word: &&&str| word.len() >= 3;
    let words = context.iter().filter(is_context_word).chain(&PAGE_WORDS).map(|word| word.to_lowercase());
    let without_long = without_long_words(text, context);
    let rest = words.fold(without_long.to_lowercase(), |rest, word| rest.replace(&word, ""));
    if rest.chars().filter(|c| c.is_alphanumeric()).count() < MIN_LENGTH_BESIDE_CONTEXT && rest != text.to_lowercase() {
        return Err(WeakPassword::Context);
    }
    let guessed_first: Vec<&str> = context.iter().chain(&PAGE_WORDS).copied().collect();
    let estimate = estimate(text, &guessed_first);
    if estimate.score() >= Score::Three {
        return Ok(());
    }
    let is_about_context = rest != text.to_lowercase();
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

/// Checks only that a password is long enough, which takes no time.
pub fn check_length(password: &Password, min_length: usize) -> Result<(), WeakPassword> {
    match password.text.expose().chars().count() < min_length {
        true => Err(WeakPassword::TooShort { min_length }),
        false => Ok(()),
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum WeakPassword {
    #[error("it has fewer than {min_length} characters")]
    TooShort {
        /// The required number of characters.
        min_length: usize,
    },
    /// It is on the lists that attackers try first, or combines entries of them.
    #[error("it is one of the common passwords that attackers try first")]
    Common,
    /// It is built from the name of the site, its host, the username or the words of the pages.
    #[error("it is built from the name of this site or account, or from words such as login")]
    Context,
    #[error("it repeats the same piece again and again")]
    Repeats,
    #[error("it is a run of neighbouring keys, letters or digits")]
    Sequence,
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
        assert!(Password::new("é".repeat(256)).is_ok());
        assert!(Password::new("é".repeat(257)).is_err());
    }

    #[test]
    fn one_password_written_in_two_ways_is_one() {
        for (typed, text) in [
            ("u\u{308}ni\u{308}co\u{308}de", "ünïcöde"),
            ("\u{1112}\u{1161}\u{11ab}\u{1100}\u{1173}\u{11af}", "한글"),
            ("quietly\u{a0}mauve\u{3000}hinges", "quietly mauve hinges"),
            ("A\u{30a}", "\u{212b}"),
        ] {
            let (typed_so, plain) =
                (Password::new(typed.into()).expect("short"), Password::new(text.into()).expect("short"));
            assert!(typed_so.is_same_as(&plain) && typed_so.expose() == plain.expose(), "{typed}");
            assert_eq!(typed_so.as_typed().expect("typed otherwise").expose(), typed.as_bytes());
        }
        for (one, other) in
            [("Ada", "ada"), ("ada ", "ada"), ("a  b", "a b"), ("ａ", "a"), ("ﬁ", "fi"), ("a\tb", "a b")]
        {
            let [one, other] = [one, other].map(|text| Password::new(text.into()).expect("short"));
            assert!(!one.is_same_as(&other) && one.as_typed().is_none());
        }
    }

    #[test]
    fn what_is_nobodys_password_is_none() {
        assert!(Password::given(String::new()).is_none() && Password::given("x".repeat(257)).is_none());
        assert!(Password::given(" ".into()).is_some() && Password::new(String::new()).is_ok());
        // The length is counted in the unified form, so neither a device nor split letters make a password longer.
        assert!(Password::new("e\u{301}".repeat(256)).is_ok());
        assert!(Password::given("e\u{301}".repeat(256)).is_some());
    }

    #[test]
    fn what_may_be_chosen_can_be_typed_in_every_spelling() {
        // NFC splits these letters into two and three.
        for (letter, apart) in [("\u{958}", "\u{915}\u{93c}"), ("\u{fb2c}", "\u{5e9}\u{5bc}\u{5c1}")] {
            let most = Password::MAX_LENGTH / apart.chars().count();
            for (count, may_be_chosen) in [(most, true), (most + 1, false), (256, false)] {
                let [whole, apart] = [letter, apart].map(|text| text.repeat(count));
                assert_eq!(Password::new(whole.clone()).is_ok(), may_be_chosen, "{count} of {letter}");
                assert_eq!(Password::new(apart.clone()).is_ok(), may_be_chosen, "{count} of {letter}");
                // A password that was chosen earlier stays valid.
                let [whole, apart] = [whole, apart].map(|text| Password::given(text).expect("somebody's"));
                assert!(whole.is_same_as(&apart), "{count} of {letter}");
            }
        }
        assert!(Password::given("\u{fb2c}".repeat(257)).is_none());
        assert!(Password::given("x".repeat(255) + "\u{fb2c}").is_some());
        assert!(Password::given("x".repeat(256) + "\u{fb2c}").is_none());
    }

    #[test]
    fn a_long_host_in_look_alikes_is_the_name_of_this_site() {
        let context = ["Doorward", "login.internal.department.example-institute.org", "ada"];
        for weak in [
            "|og1n.1n7erna|.depar7men7.examp|e-1ns717u7e.org",
            "|og1n.1n7erna|.depar7men7.examp|e-1ns717u7e.orgpassword1",
            "Login.Internal.Department.Example-Institute.org",
        ] {
            let password = Password::new(weak.into()).expect("not too long");
            assert_eq!(check_new(&password, 15, &context), Err(WeakPassword::Context), "{weak}");
        }
    }

    #[test]
    fn the_words_of_the_pages_are_guessed_with_the_name_of_the_site() {
        for weak in [
            "doorward admin login",
            "Doorward Administrator",
            "welcome to doorward!",
            "doorward sign in user",
            "DoorwardWillkommenKonto",
            "doorward 관리자 로그인 비밀번호",
            "doorwardログインパスワード",
        ] {
            assert_eq!(check(weak), Err(WeakPassword::Context), "{weak}");
        }
        for strong in ["the user of my lamp welcomes otters", "login violet sugar hinge otter"] {
            assert_eq!(check(strong), Ok(()), "{strong}");
        }
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
