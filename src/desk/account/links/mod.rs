//! Links with which people choose a password: an administrator makes a link and passes it on, and choosing spends it.

mod choice;
mod invitation;
mod password_reset;

pub use choice::{LinkRefusal, accept_invitation, complete_password_reset, find_user};
pub use invitation::{invite, invite_again};
pub use password_reset::start_password_reset;

use crate::desk::change::Change;
use crate::desk::token::one_time_token::{self, digest_of};
use crate::domain::account::{AccountLink, LinkPurpose, User};
use crate::domain::record::Event;
use crate::domain::secret::Secret;
use crate::domain::time::Timestamp;
use crate::store::{Error, account_links};

/// A link that was just made. Nobody can see it again.
#[derive(Clone, Debug)]
pub struct NewLink {
    /// The owner of the account that the link opens.
    pub user: User,
    /// The use of the link.
    pub purpose: LinkPurpose,
    /// The secret at the end of the link.
    pub token: Secret<String>,
    /// The link does not work from this time on.
    pub expires_at: Timestamp,
}

/// Makes a link with a fresh token in place of an earlier one, and records the event.
fn hand_over(change: &mut Change<'_>, user: User, purpose: LinkPurpose) -> Result<NewLink, Error> {
    let (token, now) = (one_time_token::fresh(), change.now);
    let expires_at = now.plus(purpose.lifetime());
    let link =
        AccountLink { digest: digest_of(&token), user_id: user.id.clone(), purpose, created_at: now, expires_at };
    account_links::replace(change.connection, &link)?;
    change.record(change.event(purpose.made()).about(&user.id))?;
    Ok(NewLink { user, purpose, token: Secret::new(token), expires_at })
}

impl LinkPurpose {
    const fn made(self) -> Event {
        match self {
            LinkPurpose::Invitation => Event::InvitationCreated,
            LinkPurpose::PasswordReset => Event::PasswordResetStarted,
        }
    }

    const fn spent(self) -> Event {
        match self {
            LinkPurpose::Invitation => Event::InvitationAccepted,
            LinkPurpose::PasswordReset => Event::PasswordResetCompleted,
        }
    }
}
