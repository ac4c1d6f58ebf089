//! A mail as it goes over the wire: text and HTML with the same words.

use std::time::Duration;

use askama::Template;
use lettre::address::AddressError;
use lettre::message::header::{HeaderName, HeaderValue};
use lettre::message::{Mailbox, MultiPart};
use lettre::{Address, Message};

use crate::config::{AccentColor, Settings};
use crate::domain::time::Timestamp;
use crate::language::Language;
use crate::mail::wording::Words;

/// What buttons and links look like without a setting.
const ACCENT: &str = "#17505b";
const LIGHT: [u8; 3] = [0xff; 3];
const DARK: [u8; 3] = [0x1b, 0x1f, 0x22];

#[derive(Template)]
#[template(path = "mail/letter.html")]
struct Html<'a> {
    words: &'a Words,
    frame: Frame<'a>,
}

#[derive(Template)]
#[template(path = "mail/letter.txt", escape = "none")]
struct Text<'a> {
    words: &'a Words,
    frame: Frame<'a>,
}

/// What all mails of a site have in common.
#[derive(Clone)]
struct Frame<'a> {
    language: Language,
    site: &'a str,
    origin: String,
    /// The colours of links on a light and on a dark ground.
    link: [String; 2],
}

/// The outside of a mail.
pub struct Envelope<'a> {
    pub message_id: &'a str,
    pub to: &'a str,
    pub written_at: Timestamp,
    pub language: Language,
}

/// Makes the mail.
///
/// # Errors
/// Fails if the address is none that mail can be sent to.
pub fn compose(envelope: &Envelope<'_>, words: &Words, settings: &Settings) -> Result<Message, Undeliverable> {
    let to: Address = envelope.to.parse()?;
    let from = sender(settings)?;
    let host = from.email.domain().to_owned();
    let frame = Frame {
        language: envelope.language,
        site: &settings.site_name,
        origin: settings.public_url().origin(),
        link: [LIGHT, DARK].map(|ground| accent(settings, ground)),
    };
    let text = Text { words, frame: frame.clone() }.render();
    let html = Html { words, frame }.render();
    let written = std::time::UNIX_EPOCH
        + Duration::from_millis(u64::try_from(envelope.written_at.milliseconds()).unwrap_or_default());
    let mut builder = Message::builder()
        .from(from)
        .to(Mailbox::new(None, to))
        .subject(words.subject.clone())
        .date(written)
        .message_id(Some(format!("<{}@{host}>", envelope.message_id)))
        // RFC 3834: programs that answer by themselves leave this mail alone.
        .raw_header(raw("Auto-Submitted", "auto-generated"))
        .raw_header(raw("Content-Language", envelope.language.code()));
    if let Some(address) = &settings.mail_reply_to {
        builder = builder.reply_to(address.as_lettre().clone());
    }
    let (Ok(text), Ok(html)) = (text, html) else { return Err(Undeliverable("it could not be written".into())) };
    builder.multipart(MultiPart::alternative_plain_html(text, html)).map_err(|error| Undeliverable(error.to_string()))
}

/// Whom mail comes from. Without a setting, and so without a mail server, it is nobody who could be answered.
fn sender(settings: &Settings) -> Result<Mailbox, Undeliverable> {
    match &settings.mail_from {
        Some(address) => Ok(address.as_lettre().clone()),
        None => {
            let host = settings.public_url().host();
            let address = Address::new("doorward", host.trim_matches(['[', ']']))
                .or_else(|_| Address::new("doorward", "localhost"))?;
            Ok(Mailbox::new(Some(settings.site_name.clone()), address))
        }
    }
}

fn accent(settings: &Settings, ground: [u8; 3]) -> String {
    let color = settings.accent_color.or_else(|| AccentColor::parse(ACCENT));
    color.map(|color| color.readable_on(ground).to_string()).unwrap_or_default()
}

fn raw(name: &'static str, value: &str) -> HeaderValue {
    HeaderValue::new(HeaderName::new_from_ascii_str(name), value.to_owned())
}

/// A mail that no server can take.
#[derive(Clone, Debug, thiserror::Error)]
#[error("{0}")]
pub struct Undeliverable(String);

impl From<AddressError> for Undeliverable {
    fn from(error: AddressError) -> Undeliverable {
        Undeliverable(format!("the address cannot be used: {error}"))
    }
}
