//! Puts a mail into the outbox, within the change that it tells of.

use crate::desk::change::Change;
use crate::domain::account::{Email, User};
use crate::domain::id::UserId;
use crate::domain::mail::{Letter, LetterKind, MailState, NewMail};
use crate::language::Language;
use crate::random;
use crate::store::{Error, mails};

/// Whom a mail is for.
pub(in crate::desk) struct Recipient {
    pub(in crate::desk) user: Option<UserId>,
    pub(in crate::desk) address: Email,
    pub(in crate::desk) language: Language,
}

impl Recipient {
    /// The owner of an account, at this address and in the language in which they signed in last. `otherwise` is for those
    /// who never did.
    pub(in crate::desk) fn owner(user: &User, address: Email, otherwise: Language) -> Recipient {
        let language = user.language.as_deref().and_then(Language::parse).unwrap_or(otherwise);
        Recipient { user: Some(user.id.clone()), address, language }
    }
}

/// Puts a mail into the outbox. It leaves when the change is committed.
pub(in crate::desk) fn post(change: &mut Change<'_>, to: Recipient, letter: &Letter) -> Result<(), Error> {
    let message_id = format!("{:032x}", u128::from_be_bytes(random::bytes()));
    let mail = NewMail {
        sealed_letter: seal(change, &message_id, letter),
        message_id,
        user_id: to.user,
        address: to.address,
        language: to.language.code().to_owned(),
        kind: letter.kind(),
        created_at: change.now,
        expires_at: letter.expires_at(),
        state: MailState::Waiting,
        tries: 0,
        next_try_at: change.now,
        held_until: change.now,
    };
    mails::insert(change.connection, &mail)
}

/// Takes back the mails of a kind that still wait for somebody, since what they say is over.
pub(in crate::desk) fn withdraw(change: &mut Change<'_>, user: &UserId, kind: LetterKind) -> Result<(), Error> {
    mails::withdraw(change.connection, user, kind, change.now)
}

fn seal(change: &Change<'_>, message_id: &str, letter: &Letter) -> Vec<u8> {
    // A letter is made of texts and numbers, so it can always be written.
    let text = zeroize::Zeroizing::new(serde_json::to_vec(letter).unwrap_or_default());
    change.desk.secret().seal(&label(message_id), &text)
}

/// Binds a sealed letter to its row.
pub(super) fn label(message_id: &str) -> String {
    format!("mail {message_id}")
}
