//! A seed on its way into an app. It exists only in the form of the page that shows it, in encrypted form.
//!
//! So only somebody who has the page can see it again or prove it, nothing is left behind if they give up, and if two
//! people set up the same account at once, neither gets the other's seed.

use std::time::Duration;

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;

use crate::desk::Desk;
use crate::domain::sign_in::Seed;
use crate::domain::time::Timestamp;

/// The form may be sent for this long.
const LIFETIME: Duration = Duration::from_secs(15 * 60);
const TIME_LENGTH: usize = 8;

pub struct Offer {
    pub username: String,
    pub seed: Seed,
    /// The encrypted seed for the form.
    pub sealed: String,
    pub(in crate::desk) made_at: Timestamp,
}

/// The session or the pending sign-in to which an offer is bound.
pub(in crate::desk) struct Holder(String);

impl Holder {
    pub(in crate::desk) fn session(id: &str) -> Holder {
        Holder(format!("authenticator offered to the session {id}"))
    }

    pub(in crate::desk) fn pending(digest: &[u8]) -> Holder {
        Holder(format!("authenticator offered to the sign-in {}", URL_SAFE_NO_PAD.encode(digest)))
    }
}

impl Offer {
    pub(in crate::desk) fn new(desk: &Desk, holder: &Holder, username: String) -> Offer {
        let (seed, made_at) = (Seed::generate(), desk.clock().now());
        let plain = [&made_at.as_milliseconds().to_be_bytes()[..], seed.as_bytes()].concat();
        let sealed = URL_SAFE_NO_PAD.encode(desk.secret().seal(&holder.0, &plain));
        Offer { username, seed, sealed, made_at }
    }

    /// Decrypts the offer in a form; returns `None` if it was made for another holder, too long ago, or not by
    /// Doorward.
    pub(in crate::desk) fn open(desk: &Desk, holder: &Holder, username: String, sealed: &str) -> Option<Offer> {
        let bytes = URL_SAFE_NO_PAD.decode(sealed).ok()?;
        let plain = desk.secret().open(&holder.0, &bytes)?;
        let (time, seed) = plain.split_first_chunk::<TIME_LENGTH>()?;
        let (now, made_at) = (desk.clock().now(), Timestamp::from_milliseconds(i64::from_be_bytes(*time)));
        let is_fresh = now.since(made_at) < LIFETIME;
        let seed = Seed::from_bytes(seed).filter(|_| is_fresh)?;
        Some(Offer { username, seed, sealed: sealed.to_owned(), made_at })
    }
}
