//! Links by which people choose a password themselves: made by an admin, handed over once, spent by the choice.

mod choice;
mod invitation;
mod password_reset;

pub use choice::{LinkError, accept_invitation, complete_password_reset, find_user};
pub use invitation::{invite, invite_again};
pub use password_reset::start_password_reset;

use super::one_time_token::{self, digest_of};
use crate::domain::account_link::{AccountLink, LinkPurpose};
use crate::domain::id::UserId;
use crate::domain::secret::Secret;
use crate::domain::time::Timestamp;
use crate::domain::user::User;

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
    let token = one_time_token::fresh();
    let row = AccountLink {
        digest: digest_of(&token),
        user_id: user.clone(),
        purpose,
        created_at: now,
        expires_at: now.plus(purpose.lifetime()),
    };
    (Secret::new(token), row)
}
