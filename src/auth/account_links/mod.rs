//! Links by which people choose a password themselves: made by an admin, handed over once, spent by the choice.

mod choice;
mod invitation;
mod password_reset;

pub use choice::{LinkError, accept_invitation, complete_password_reset, find_user};
pub use invitation::{invite, invite_again};
pub use password_reset::start_password_reset;

use aws_lc_rs::digest::{SHA256, digest};
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;

use crate::domain::account_link::{AccountLink, LinkPurpose};
use crate::domain::id::UserId;
use crate::domain::secret::Secret;
use crate::domain::time::Timestamp;
use crate::domain::user::User;
use crate::random;

/// A link that was just made. Nobody can see it again.
#[derive(Clone, Debug)]
pub struct NewLink {
    /// Whose account it opens.
    pub user: User,
    /// What it is good for.
    pub purpose: LinkPurpose,
    /// The secret at its end.
    pub token: Secret<String>,
    /// From when on it does not work any more.
    pub expires_at: Timestamp,
}

/// A fresh token of 256 bits, and the row that knows its digest.
fn fresh(user: &UserId, purpose: LinkPurpose, now: Timestamp) -> (Secret<String>, AccountLink) {
    let token = URL_SAFE_NO_PAD.encode(random::bytes::<32>());
    let row = AccountLink {
        digest: digest_of(&token),
        user_id: user.clone(),
        purpose,
        created_at: now,
        expires_at: now.plus(purpose.lifetime()),
    };
    (Secret::new(token), row)
}

fn digest_of(token: &str) -> Vec<u8> {
    digest(&SHA256, token.as_bytes()).as_ref().to_vec()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_token_is_new_and_has_256_bits() {
        let (user, now) = (UserId::generate(), Timestamp::from_milliseconds(0));
        let tokens: std::collections::HashSet<_> =
            (0..1000).map(|_| fresh(&user, LinkPurpose::Invitation, now).0.expose().clone()).collect();
        assert_eq!(tokens.len(), 1000);
        assert!(tokens.iter().all(|token| URL_SAFE_NO_PAD.decode(token).is_ok_and(|bytes| bytes.len() == 32)));
    }
}
