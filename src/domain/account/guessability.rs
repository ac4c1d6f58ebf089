//! Estimates how many guesses a password takes, within a bounded time.
//!
//! zxcvbn replaces the look-alikes of leet (`4` and `@` for `a`) by every letter that they may stand for, in every
//! combination: a hundred such characters keep a core busy for a second. If a password would take too long, we judge
//! pieces of it instead. They are chosen so that the cut does not make the whole look stronger than it is.
//!
//! We require a score that means more than 10⁸ guesses, and zxcvbn counts at least that many for three patterns in a
//! row. So a weaker password is one pattern, or two. A word of its lists has 23 letters at most, a date ten, and any
//! part of a run of keys or characters is a run. After repetitions are removed (a repeated piece takes no fewer guesses
//! than the piece), a longer weak password begins or ends with all of one of its patterns and a run, or is a run; or it
//! is two long words with so many look-alikes that each of them doubles the guesses.

use zxcvbn::{Entropy, zxcvbn};

/// The number of characters that count: zxcvbn looks at no more.
const CONSIDERED: usize = 100;
/// The length that a piece may always have, whatever it contains. It is longer than the longest word in zxcvbn's lists.
const PIECE: usize = 24;
/// The most work that a longer piece may take: combinations of look-alikes times the square of its length.
const BUDGET: usize = 60_000;
/// The most work that all pieces of a password may take together: that of one short piece which holds every look-alike.
const MOST_WORK: usize = 4608 * PIECE * PIECE;
/// What stands for a password whose pieces would take more.
const TOO_MUCH: &str = "aaaaaaaaaaaa";
/// A word with at least this many letters does not count when it is repeated.
const WORD: usize = 4;
/// A shorter repetition stays as it is, because words contain such repetitions too.
const REPETITION: usize = 12;

/// The letters that have look-alikes. [`LOOK_ALIKES`] holds the look-alikes of each, as zxcvbn knows them.
const LETTERS: [char; 12] = ['a', 'b', 'c', 'e', 'g', 'i', 'l', 'o', 's', 't', 'x', 'z'];
const LOOK_ALIKES: [&str; 12] = ["4@", "8", "({[<", "3", "69", "1!|", "1|7", "0", "$5", "+7", "%", "2"];
/// The look-alikes that stand for two letters.
const AMBIGUOUS: [char; 3] = ['1', '|', '7'];

/// Returns the lowest estimate for a password, or for the pieces that replace it. `context` holds words that an
/// attacker would try first.
pub fn estimate(password: &str, context: &[&str]) -> Entropy {
    let pieces = to_judge(password, context).unwrap_or_else(|| vec![TOO_MUCH.to_owned()]);
    let estimates = pieces.iter().map(|piece| zxcvbn(piece, context));
    let lowest = estimates.min_by(|one, other| one.guesses_log10().total_cmp(&other.guesses_log10()));
    lowest.unwrap_or_else(|| zxcvbn(TOO_MUCH, context))
}

/// Returns the texts of which the weakest counts: the password or two pieces of it, and the same without words that are
/// said again. Returns `None` if all of them together would take too much work. Only somebody who tries gets there: two
/// pieces must hold nearly all twenty look-alikes each, or four of them most.
fn to_judge(password: &str, context: &[&str]) -> Option<Vec<String>> {
    let whole = without_long_words(password, context);
    let mut all = Vec::new();
    for reading in [each_word_once(&whole), Some(whole)].into_iter().flatten() {
        let (piece, other) = pieces(&reading);
        all.extend([Some(piece), other].into_iter().flatten().filter(|piece| !all.contains(piece)).collect::<Vec<_>>());
    }
    (all.iter().map(|piece| work(piece)).sum::<usize>() <= MOST_WORK).then_some(all)
}

/// Returns how much work zxcvbn has with a text, at most.
fn work(piece: &str) -> usize {
    let considered: Vec<char> = piece.chars().take(CONSIDERED).collect();
    combinations(&considered).saturating_mul(considered.len() * considered.len())
}

/// Returns a text with each of its words only once, ignoring case: a repeated word is easily guessed. Returns `None` if
/// no word is repeated.
fn each_word_once(text: &str) -> Option<String> {
    let (mut seen, mut once) = (Vec::new(), String::new());
    for piece in text.split_inclusive(|c: char| !c.is_alphanumeric()) {
        let word = piece.trim_end_matches(|c: char| !c.is_alphanumeric());
        let folded = word.to_lowercase();
        if word.chars().count() >= WORD && seen.contains(&folded) {
            once.push_str(&piece[word.len()..]);
        } else {
            once.push_str(piece);
            seen.push(folded);
        }
    }
    (once.len() < text.len()).then_some(once)
}

/// Returns a text without those words that are longer than a piece. It also finds them in capital letters, with
/// look-alikes or backwards, as zxcvbn would find them in the whole.
pub fn without_long_words(text: &str, words: &[&str]) -> String {
    let mut rest: Vec<char> = text.chars().collect();
    for word in words {
        let mut word: Vec<char> = word.chars().map(small).collect();
        for _direction in 0..2 {
            word.reverse();
            if word.len() > PIECE {
                take_out(&mut rest, &word);
            }
        }
    }
    rest.into_iter().collect()
}

fn take_out(text: &mut Vec<char>, word: &[char]) {
    let mut start = 0;
    while let Some(place) = text.get(start..start + word.len()) {
        if place.iter().zip(word).all(|(written, letter)| may_be_read_as(*written, *letter)) {
            text.drain(start..start + word.len());
        } else {
            start += 1;
        }
    }
}

fn may_be_read_as(written: char, letter: char) -> bool {
    let looks_like = |(known, look_alikes): (&char, &str)| *known == letter && look_alikes.contains(written);
    small(written) == letter || LETTERS.iter().zip(LOOK_ALIKES).any(looks_like)
}

fn small(c: char) -> char {
    c.to_lowercase().next().unwrap_or(c)
}

/// Returns the text to judge: the password, or the rest of it without repetitions, or the beginning and the end of that
/// rest.
fn pieces(password: &str) -> (String, Option<String>) {
    let whole: Vec<char> = password.chars().take(CONSIDERED).collect();
    if is_affordable(&whole) {
        return (password.to_owned(), None);
    }
    let rest = without_repetitions(whole);
    if is_affordable(&rest) {
        return (rest.iter().collect(), None);
    }
    let beginning = rest.iter().take(PIECE).collect();
    (beginning, Some(rest.iter().skip(rest.len() - PIECE).collect()))
}

fn is_affordable(text: &[char]) -> bool {
    text.len() <= PIECE || combinations(text).saturating_mul(text.len() * text.len()) <= BUDGET
}

/// Returns an upper limit for the number of ways to read the look-alikes.
fn combinations(text: &[char]) -> usize {
    let present = |look_alike: &char| text.contains(look_alike);
    let of_letters = LOOK_ALIKES.iter().map(|letter| letter.chars().filter(present).count().max(1)).product::<usize>();
    of_letters << AMBIGUOUS.iter().filter(|look_alike| present(look_alike)).count()
}

/// Reduces each repetition to one copy of its piece.
fn without_repetitions(mut text: Vec<char>) -> Vec<char> {
    while let Some(repetition) = longest_repetition(&text) {
        let (start, period) = (repetition.start, repetition.period);
        // Whichever full periods are removed from a repetition, the rest is the same.
        text.drain(start..start + (repetition.length / period - 1) * period);
    }
    text
}

struct Repetition {
    start: usize,
    period: usize,
    length: usize,
}

fn longest_repetition(text: &[char]) -> Option<Repetition> {
    let mut longest: Option<Repetition> = None;
    for period in 1..=text.len() / 2 {
        let mut start = 0;
        while start + period < text.len() {
            let again = text.iter().skip(start).zip(text.iter().skip(start + period));
            let same = again.take_while(|(one, other)| one == other).count();
            let length = same + period;
            let is_one = same >= period && length >= REPETITION;
            if is_one && longest.as_ref().is_none_or(|longest| longest.length < length) {
                longest = Some(Repetition { start, period, length });
            }
            start += same + 1;
        }
    }
    longest
}

#[cfg(test)]
mod tests {
    use zxcvbn::Score;

    use super::*;

    const CONTEXT: &[&str] = &["doorward", "login.example.org", "ada"];
    /// Holds every look-alike.
    const ALPHABET: &str = "4@8({[<3691!|70$5+%2";

    /// Makes a text from an alphabet, in an order that is always the same.
    fn mixed(alphabet: &str, length: usize, seed: u64) -> String {
        let alphabet: Vec<char> = alphabet.chars().collect();
        let mut state = seed;
        let mut next = || {
            state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            usize::try_from(state >> 33).expect("31 bits") % alphabet.len()
        };
        (0..length).map(|_| alphabet[next()]).collect()
    }

    /// Returns how much work zxcvbn is given in all, or `None` if the password is refused without it.
    fn work_for(password: &str) -> Option<usize> {
        to_judge(password, CONTEXT).map(|pieces| pieces.iter().map(|piece| work(piece)).sum())
    }

    #[test]
    fn no_password_is_more_work_than_a_short_piece_of_the_worst_alphabet() {
        assert_eq!(MOST_WORK, combinations(&ALPHABET.chars().collect::<Vec<_>>()) * PIECE * PIECE);
        let mut refused = 0;
        let alphabets =
            [ALPHABET, "4@({[<", "1!|7+", "0123456789", "4@8({[<3691!|70$5+%2abcdefghijklmnopqrstuvwxyz", "1"];
        for alphabet in alphabets {
            for length in [15, 24, 25, 28, 40, 64, 100, 101, 256] {
                for seed in 0..20 {
                    let password = mixed(alphabet, length, seed);
                    assert!(work_for(&password).is_some_and(|work| work <= MOST_WORK), "{password}");
                    // Each half is cut into pieces of its own, with the word and without it.
                    let half = mixed(alphabet, length, seed + 100);
                    let with_a_word = format!("{password} abcd {half} abcd {password}");
                    let work = work_for(&with_a_word);
                    assert!(work.is_none_or(|work| work <= MOST_WORK), "{with_a_word}");
                    refused += usize::from(work.is_none());
                    let (piece, other) = pieces(&password);
                    assert!(other.is_none() || piece.chars().count() == PIECE, "{password}");
                }
            }
        }
        assert_eq!(refused, 0, "only a password that is made for it is too much work");
    }

    #[test]
    fn a_password_that_is_made_to_be_slow_is_refused_without_the_work() {
        // Each piece, with the word and without it, holds every look-alike, and no two pieces are the same.
        let reversed: String = ALPHABET.chars().rev().collect();
        let (begin, end) = (format!("abcd {ALPHABET} abcd {ALPHABET}"), format!("{reversed} abcd {reversed} abcd"));
        let slow = format!("abcd abcd {begin}{end}");
        assert_eq!(work_for(&slow), None);
        let verdict = estimate(&slow, CONTEXT);
        assert!(verdict.score() < Score::Three && verdict.feedback().is_some());
        // So is one of two such pieces, and a single one is judged.
        assert_eq!(work_for(&format!("{ALPHABET}wxyz{reversed}")), None);
        assert_eq!(work_for(&format!("{ALPHABET}wxyz")), Some(MOST_WORK));
    }

    #[test]
    fn a_word_said_again_is_no_stronger() {
        for weak in ["password password", "Password-password", "monkey monkey monkey", "dragon! dragon? dragon"] {
            assert!(estimate(weak, CONTEXT).score() < Score::Three, "{weak}");
        }
        for strong in ["lamp otter violet lamp", "the lamp and the otter and the violet sugar"] {
            assert!(estimate(strong, CONTEXT).score() >= Score::Three, "{strong}");
        }
    }

    #[test]
    fn what_people_type_is_judged_whole() {
        for password in [
            "lamp otter violet sugar",
            "It was a bright cold day in April, and the clocks were striking thirteen 3 times.",
            "문지기는 조용히 노래한다 오늘도 내일도 그리고 그 다음 날에도 문 앞에서 노래한다",
            "Tr0ub4dor&3 Tr0ub4dor&3",
        ] {
            assert_eq!(pieces(password), (password.to_owned(), None));
        }
    }

    #[test]
    fn a_repetition_counts_once_and_what_is_beside_it_stays() {
        let without = |text: &str| without_repetitions(text.chars().collect()).iter().collect::<String>();
        assert_eq!(without(&"ab".repeat(20)), "ab");
        assert_eq!(without(&format!("x{}yz", "abc".repeat(10))), "xabcyz");
        assert_eq!(without(&format!("cab{}abq", "qrscab".repeat(3))), "cabqrscababq");
        assert_eq!(without("bookkeeper banana"), "bookkeeper banana");
        assert_eq!(without(&mixed(ALPHABET, 20, 3).repeat(5)).len(), 20);
    }

    /// Replaces letters by look-alikes, some by one and some by another.
    fn in_look_alikes(text: &str, which: usize) -> String {
        let written = |c: char| {
            let look_alikes = LETTERS.iter().position(|letter| *letter == c).map(|at| LOOK_ALIKES[at]);
            look_alikes.and_then(|these| these.chars().nth(which % these.chars().count())).unwrap_or(c)
        };
        text.chars().map(written).collect()
    }

    #[test]
    fn a_long_word_of_the_context_is_known_in_look_alikes_too() {
        let host = "login.internal.department.example-institute.org";
        let longest = format!("{}.example-institute.org", "department.".repeat(20).trim_end_matches('.'));
        for word in [host, &longest, "The Example Institute's Portal", &longest[..25]] {
            let context = ["doorward", word, "ada"];
            let small = word.to_lowercase();
            let backwards: String = small.chars().rev().collect();
            for text in [small, backwards] {
                for which in 0..4 {
                    let known = in_look_alikes(&text, which);
                    for password in [
                        known.clone(),
                        known.to_uppercase(),
                        known.repeat(2),
                        format!("{known}password1"),
                        format!("Dr@g0n{known}"),
                        format!("12{known}34"),
                    ] {
                        let score = estimate(&password, &context).score();
                        assert!(score < Score::Three, "{password}: {score:?}");
                    }
                    let strong = format!("{known} lamp otter violet sugar");
                    assert!(estimate(&strong, &context).score() >= Score::Three, "{strong}");
                }
            }
        }
        let password = "|og1n.1n7erna|.depar7men7.examp|e-1ns717u7e.org";
        assert!(estimate(password, &["doorward", host]).score() < Score::Three);
        assert_eq!(pieces(&without_long_words(password, &[host])), (String::new(), None));
    }

    #[test]
    fn random_ones_of_every_length_stay_strong() {
        let all: String = ('!'..='~').collect();
        for length in [15, 20, 32, 64, 100, 128] {
            for seed in 0..5 {
                for alphabet in [ALPHABET, &all] {
                    let password = mixed(alphabet, length, seed);
                    assert!(estimate(&password, CONTEXT).score() >= Score::Three, "{password}");
                }
            }
        }
    }

    #[test]
    fn what_zxcvbn_calls_weak_is_weak_in_pieces_too() {
        let ascii: String = ('!'..='\\').collect();
        let backwards: String = ascii.chars().rev().collect();
        let runs = [
            "!@#$%^&*()_+1234567890-=".to_owned(),
            "`1234567890-=~!@#$%^&*()_+".to_owned(),
            ascii.clone(),
            backwards,
            ascii.chars().take(40).collect(),
            "!QAZ@WSX#EDC$RFV%TGB^YHN&UJM*IK<(OL>".to_owned(),
            "()*+,-./0123456789:;<=>?@".repeat(2),
        ];
        let others =
            ["", "p@$$w0rd", "P455w0rd", "dr@g0n", "1987", "12.03.1987", "aaaa", "qwertyuiop", "zzzzzz", "m0nk3y"];
        let (mut weak, mut in_pieces) = (0, 0);
        for run in &runs {
            for other in others {
                for password in [format!("{run}{other}"), format!("{other}{run}")] {
                    if pieces(&password).0 == password || zxcvbn(&password, CONTEXT).score() >= Score::Three {
                        continue;
                    }
                    weak += 1;
                    in_pieces += usize::from(estimate(&password, CONTEXT).score() < Score::Three);
                    assert!(estimate(&password, CONTEXT).score() < Score::Three, "{password}: {:?}", pieces(&password));
                }
            }
        }
        assert!(weak >= 12 && in_pieces == weak, "{weak} tried");
    }
}
