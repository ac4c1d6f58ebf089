//! Whose wrong passwords are counted together.

use crate::domain::text::words;

words! {
    /// Whose wrong passwords are counted together.
    pub enum Guesser: Text {
        /// All strangers, for one account.
        UnknownDevices = "unknown devices",
        /// One device with which somebody has signed in to the account.
        KnownDevice = "known device",
        /// One session of the account.
        Session = "one session",
    }
}
