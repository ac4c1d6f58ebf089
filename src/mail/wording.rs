//! A letter in words.

use crate::config::Settings;
use crate::domain::account::LinkPurpose;
use crate::domain::mail::{AccountLetter, Letter};
use crate::domain::time::Zone;
use crate::language::{Language, say};
use crate::web::paths;

/// What a mail says, in the order in which it is read.
pub struct Words {
    pub subject: String,
    /// `None` for a mail that is for nobody with a name.
    pub greeting: Option<String>,
    pub paragraphs: Vec<String>,
    pub quote: Option<Quote>,
    pub action: Option<Action>,
    /// What comes after the link, in smaller letters.
    pub notes: Vec<String>,
}

/// What an administrator adds.
pub struct Quote {
    pub who: String,
    pub text: String,
}

/// Where the mail leads.
pub struct Action {
    pub label: String,
    pub url: String,
}

/// Puts a letter into words.
pub fn words(letter: &Letter, language: Language, settings: &Settings) -> Words {
    match letter {
        Letter::Account(letter) => account(letter, language, settings),
    }
}

/// The mail by which an operator finds out whether mail arrives.
pub fn test_letter(language: Language, settings: &Settings) -> Words {
    let site = settings.site_name.as_str();
    Words {
        subject: language.with("mail-test-subject", &[("site", site)]),
        greeting: None,
        paragraphs: vec![language.with("mail-test-text", &[("site", site)])],
        quote: None,
        action: None,
        notes: Vec::new(),
    }
}

fn account(letter: &AccountLetter, language: Language, settings: &Settings) -> Words {
    let site = settings.site_name.as_str();
    let (subject, text, label) = match (letter.purpose, &letter.sender) {
        (LinkPurpose::Invitation, Some(_)) => {
            (say("mail-invitation-subject"), say("mail-invitation-text-by"), say("mail-invitation-button"))
        }
        (LinkPurpose::Invitation, None) => {
            (say("mail-invitation-subject"), say("mail-invitation-text"), say("mail-invitation-button"))
        }
        (LinkPurpose::PasswordReset, Some(_)) => {
            (say("mail-reset-subject"), say("mail-reset-text-by"), say("mail-reset-button"))
        }
        (LinkPurpose::PasswordReset, None) => {
            (say("mail-reset-subject"), say("mail-reset-text"), say("mail-reset-button"))
        }
        (LinkPurpose::Device, Some(_)) => {
            (say("mail-device-subject"), say("mail-device-text-by"), say("mail-device-button"))
        }
        (LinkPurpose::Device, None) => (say("mail-device-subject"), say("mail-device-text"), say("mail-device-button")),
    };
    let name = letter.username.as_str();
    let sender = letter.sender.as_deref().unwrap_or_default();
    let zone = letter.zone.as_deref().and_then(Zone::parse).unwrap_or_else(|| settings.time_zone.clone());
    let until = zone.named_minutes(letter.expires_at);
    let says = |id| language.with(id, &[("site", site), ("username", name), ("sender", sender)]);
    let harmless = match letter.purpose {
        LinkPurpose::Invitation => say("mail-invitation-unasked"),
        LinkPurpose::PasswordReset => say("mail-reset-unasked"),
        LinkPurpose::Device => say("mail-device-unasked"),
    };
    let who = || match &letter.sender {
        Some(sender) => language.with("mail-message-from", &[("sender", sender.as_str())]),
        None => language.t("mail-message").to_owned(),
    };
    let quote = letter.message.clone().map(|text| Quote { who: who(), text });
    Words {
        subject: language.with(subject, &[("site", site)]),
        greeting: Some(language.with("mail-greeting", &[("username", name)])),
        paragraphs: vec![says(text)],
        quote,
        action: Some(Action {
            label: language.t(label).to_owned(),
            url: paths::account_link_at(settings.public_url(), letter.purpose, &letter.token),
        }),
        notes: vec![language.with("mail-link-until", &[("time", until)]), language.t(harmless).to_owned()],
    }
}
