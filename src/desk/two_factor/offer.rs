//! A seed on its way into an app: nowhere but on the page that shows it, encrypted in that page's form.
//!
//! So nobody but the holder of the page can see it again or prove it, nothing is left behind when they give up, and of two
//! people who set up the same account at once neither gets the other's.

use std::time::Duration;

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;

use crate::desk::Desk;
use crate::domain::sign_in::one_time_code::Seed;
use crate::domain::time::Timestamp;

/// How long the form may be sent.
const LIFETIME: Duration = Duration::from_secs(15 * 60);
const TIME_LENGTH: usize = 8;

/// A seed to be put into an app.
pub struct Offer {
    /// Whose account it is for.
    pub username: String,
    /// The seed.
    pub seed: Seed,
    /// What the form carries.
    pub sealed: String,
    /// When it was made.
    pub(in crate::desk) made_at: Timestamp,
}

/// What an offer is bound to: the session, or the sign-in under way, by which it was asked for.
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
    /// A new seed.
    pub(in crate::desk) fn new(desk: &Desk, holder: &Holder, username: String) -> Offer {
        let (seed, made_at) = (Seed::generate(), desk.clock().now());
        let plain = [&made_at.as_milliseconds().to_be_bytes()[..], seed.as_bytes()].concat();
        let sealed = URL_SAFE_NO_PAD.encode(desk.secret().seal(&holder.0, &plain));
        Offer { username, seed, sealed, made_at }
    }

    /// Reads what a form carried; `None` when it was made for another holder, too long ago, or not by Doorward.
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
