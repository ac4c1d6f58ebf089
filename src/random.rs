//! The only module that calls the system's random generator.

use aws_lc_rs::rand::{SecureRandom, SystemRandom};

/// Returns `N` bytes that nobody can predict.
///
/// # Panics
/// Panics if the operating system gives no randomness: there is no safe way to go on.
#[expect(
    clippy::expect_used,
    reason = "without randomness every secret would be guessable; stopping is the safe answer"
)]
pub fn bytes<const N: usize>() -> [u8; N] {
    let mut bytes = [0; N];
    SystemRandom::new().fill(&mut bytes).expect("the operating system gives random bytes");
    bytes
}
