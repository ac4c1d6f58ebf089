//! An estimate of the time that a person needs for a task, by the keystroke-level model: S. K. Card, T. P. Moran and
//! A. Newell, "The keystroke-level model for user performance time with interactive systems", Communications of the ACM
//! 23 (7), 1980. It predicts a task that is done without an error by somebody who knows how such a page works. The
//! waiting for the machine (R in the model) is left out: it is no time that the person spends.

use std::fmt::{Display, Formatter, Result};

/// K: one key or the button of the mouse, pressed by somebody who types 40 words a minute.
const KEY: f64 = 0.28;
/// P: the mouse is moved to something.
const POINT: f64 = 1.10;
/// H: the hand moves from the keyboard to the mouse, or back.
const HOME: f64 = 0.40;
/// M: a mental preparation for what comes next.
const PREPARE: f64 = 1.35;
/// One word is read: 238 words a minute, the mean in M. Brysbaert, "How many words do we read per minute?", Journal of
/// Memory and Language 109, 2019.
const WORD: f64 = 60.0 / 238.0;
/// A password of four words is invented. No study gives this time; it is assumed.
const INVENTION: f64 = 10.0;

/// What a person does, counted.
#[derive(Default)]
pub struct Effort {
    pub words: u32,
    pub inventions: u32,
    pub preparations: u32,
    pub moves_of_the_hand: u32,
    pub pointings: u32,
    pub keys: u32,
}

impl Effort {
    /// Counts the words of a text that is read as a whole.
    pub fn read(&mut self, text: &str) {
        let words = text.split_whitespace().filter(|word| word.contains(char::is_alphanumeric)).count();
        self.words += u32::try_from(words).expect("a page");
    }

    /// Counts the keys of a text that needs no shift key.
    pub fn type_keys(&mut self, text: &str) {
        assert!(!text.contains(char::is_uppercase), "{text} needs the shift key");
        self.keys += u32::try_from(text.chars().count()).expect("short");
    }

    pub fn seconds(&self) -> f64 {
        self.parts().iter().map(|(_, count, each)| f64::from(*count) * each).sum()
    }

    fn parts(&self) -> [(&'static str, u32, f64); 6] {
        [
            ("words read", self.words, WORD),
            ("passwords invented", self.inventions, INVENTION),
            ("mental preparations (M)", self.preparations, PREPARE),
            ("moves of the hand (H)", self.moves_of_the_hand, HOME),
            ("pointings (P)", self.pointings, POINT),
            ("keys (K)", self.keys, KEY),
        ]
    }
}

impl Display for Effort {
    fn fmt(&self, formatter: &mut Formatter<'_>) -> Result {
        for (name, count, each) in self.parts() {
            writeln!(formatter, "{count:>4} {name} of {each:.2} s: {:.1} s", f64::from(count) * each)?;
        }
        write!(formatter, "together: {:.1} s", self.seconds())
    }
}
