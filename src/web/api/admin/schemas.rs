//! Schemas of values that several calls take or give, exactly as they are read and written. Those with a name are written
//! down once and referred to.

use serde_json::{Value, json};
use utoipa::openapi::RefOr;
use utoipa::openapi::schema::{AnyOfBuilder, ObjectBuilder, Schema, Type};
use utoipa::{PartialSchema, ToSchema};

use crate::domain::account::email::Email;
use crate::domain::account::identity_check::IdentityCheck;
use crate::domain::account::user;
use crate::domain::session::session_state;
use crate::domain::token::signing_key;
use crate::domain::token::signing_key::KeyState as KeyLifeState;

/// Letters, digits, and marks between them.
pub const NAME: &str = "^[A-Za-z0-9](?:[A-Za-z0-9._-]{0,30}[A-Za-z0-9])?$";
/// The same, or how one begins and `*`.
const NAME_OR_BEGINNING: &str = "^(?:[A-Za-z0-9](?:[A-Za-z0-9._-]{0,30}[A-Za-z0-9])?|[A-Za-z0-9._-]{1,32}\\*)$";
/// The longest e-mail address with other characters than those of ASCII, so that it has at most
/// [`Email::MAX_LENGTH`] bytes.
pub const MAX_LONG_CHARACTERS: usize = 63;

/// All that is neither blank nor invisible, as a class of characters without its brackets.
macro_rules! visible {
    () => {
        "^\\u0000-\\u0020\\u007f-\\u00a0\\u00ad\\u061c\\u1680\\u180e\\u2000-\\u200c\\u200e\\u200f\\u2028-\\u202f\
         \\u205f-\\u206f\\u3000\\ufeff\\ufff9-\\ufffb\u{e0000}-\u{e007f}"
    };
}

/// An e-mail address in ASCII, and any.
pub const EMAILS: [&str; 2] = ["^[!-~]+@[!-+.-:=?A-~-]+$", concat!("^[", visible!(), "]+@[", visible!(), "@<>,;]+$")];
/// The same without those that end with `*`.
const EMAILS_WITHOUT_STAR: [&str; 2] = [
    "^[!-~]+@[!-+.-:=?A-~-]*[!-)+.-:=?A-~-]$",
    concat!("^[", visible!(), "]+@[", visible!(), "@<>,;]*[", visible!(), "@<>,;*]$"),
];
/// How an e-mail address begins, and `*`.
pub const EMAIL_BEGINNINGS: [&str; 2] = ["^[!-~]*@[!-~]*\\*$", concat!("^[", visible!(), "]*@[", visible!(), "]*\\*$")];

fn text(pattern: &str, lengths: std::ops::RangeInclusive<usize>) -> ObjectBuilder {
    ObjectBuilder::new()
        .schema_type(Type::String)
        .pattern(Some(pattern))
        .min_length(Some(*lengths.start()))
        .max_length(Some(*lengths.end()))
}

/// A whole number.
fn number(least: usize, most: usize) -> ObjectBuilder {
    ObjectBuilder::new().schema_type(Type::Integer).minimum(Some(least)).maximum(Some(most))
}

fn words<T: Into<Value>>(words: impl IntoIterator<Item = T>) -> ObjectBuilder {
    ObjectBuilder::new().schema_type(Type::String).enum_values(Some(words))
}

fn any_of(choices: impl IntoIterator<Item = ObjectBuilder>) -> AnyOfBuilder {
    choices.into_iter().fold(AnyOfBuilder::new(), AnyOfBuilder::item)
}

/// Schemas with names.
macro_rules! named {
    ($($(#[doc = $doc:literal])+ $name:ident = $schema:expr;)+) => { $(
        $(#[doc = $doc])+
        pub enum $name {}

        impl PartialSchema for $name {
            fn schema() -> RefOr<Schema> {
                $schema.description(Some(concat!($($doc),+).trim())).into()
            }
        }

        impl ToSchema for $name {}
    )+ };
}

named! {
    /// An id of a user, a session or something else: 128 random bits.
    Id = text("^[0-9a-f]{32}$", 32..=32);
    /// The id of a key.
    KeyId = text("^[0-9a-f]{16}$", 16..=16);
    /// Seconds since the Unix epoch (RFC 7519 section 2).
    NumericDate = number(0, 999_999_999_999);
    /// How many items one answer has at most.
    Limit = number(1, 200).default(Some(json!(50)));
    /// What somebody may do: what is their own, or everything.
    Role = words(user::Role::ALL.map(user::Role::as_str));
    /// They can sign in; have not chosen a password yet; may not sign in; or the account is deleted.
    UserState = words(user::UserState::ALL.map(user::UserState::as_str));
    /// Live, or how it ended: by time, or by whose decision.
    SessionState = words(session_state::SessionState::all().map(session_state::SessionState::as_str));
    /// It signs; it will sign; what it signed is still believed; or it does nothing any more.
    KeyState = words(
        [KeyLifeState::Signing, KeyLifeState::Upcoming, KeyLifeState::Retiring, KeyLifeState::Retired]
            .map(KeyLifeState::as_str)
    );
    /// What a key signs with (RFC 7518, RFC 8037).
    SigningAlgorithm = words(signing_key::SigningAlgorithm::ALL.map(signing_key::SigningAlgorithm::as_str));
}

/// One of these words.
pub fn one_of<T: Into<Value>>(choices: impl IntoIterator<Item = T>) -> RefOr<Schema> {
    words(choices).into()
}

/// Where to go on.
pub fn cursor() -> RefOr<Schema> {
    text("^[A-Za-z0-9_-]+$", 1..=600).into()
}

/// A username in any case.
pub fn name() -> RefOr<Schema> {
    text(NAME, 1..=32).into()
}

/// A username or the id of a user, which has the form of one too.
pub fn name_or_id() -> RefOr<Schema> {
    text(NAME, 1..=32).into()
}

fn emails(patterns: [&str; 2]) -> [ObjectBuilder; 2] {
    [text(patterns[0], 3..=Email::MAX_LENGTH), text(patterns[1], 3..=MAX_LONG_CHARACTERS)]
}

fn email_beginnings() -> [ObjectBuilder; 2] {
    [text(EMAIL_BEGINNINGS[0], 2..=Email::MAX_LENGTH + 1), text(EMAIL_BEGINNINGS[1], 2..=MAX_LONG_CHARACTERS + 1)]
}

/// An e-mail address.
pub fn email() -> RefOr<Schema> {
    any_of(emails(EMAILS)).into()
}

/// A name, an e-mail address, or how one begins.
pub fn somebody() -> RefOr<Schema> {
    let all = [text(NAME_OR_BEGINNING, 1..=33)].into_iter().chain(emails(EMAILS)).chain(email_beginnings());
    any_of(all).into()
}

/// The same without e-mail addresses that begin alike.
pub fn somebody_to_sign_out() -> RefOr<Schema> {
    any_of([text(NAME_OR_BEGINNING, 1..=33)].into_iter().chain(emails(EMAILS_WITHOUT_STAR))).into()
}

/// Words of a device.
pub fn device() -> RefOr<Schema> {
    text("^[!-~]+(?: [!-~]+)*$", 1..=64).into()
}

/// How it was made sure who asks.
pub fn identity_check() -> RefOr<Schema> {
    let pattern = concat!("^[", visible!(), "]+(?: [", visible!(), "]+)*$");
    text(pattern, IdentityCheck::MIN_LENGTH..=IdentityCheck::MAX_LENGTH).into()
}

/// A span of time before now, or from a moment on or up to it.
pub fn time_filter() -> RefOr<Schema> {
    text("^(?:(?:within|beyond)-[1-9][0-9]{0,6}h|(?:since|until)-(?:0|[1-9][0-9]{0,11}))$", 7..=20).into()
}

/// An address or a network.
pub fn address() -> RefOr<Schema> {
    any_of([text(&ipv4(true), 7..=18), text(&ipv6(true), 2..=49)]).into()
}

/// An address as events have it.
pub fn event_ip() -> RefOr<Schema> {
    any_of([words(["local", "unknown"]), text(&ipv4(false), 7..=15), text(&ipv6(false), 2..=45)]).into()
}

const BYTE: &str = "(?:25[0-5]|2[0-4][0-9]|1[0-9][0-9]|[1-9]?[0-9])";

/// RFC 3986 section 3.2.2, and a network's length.
fn ipv4(may_be_network: bool) -> String {
    let length = if may_be_network { "(?:/(?:3[0-2]|[12]?[0-9]))?" } else { "" };
    format!("^(?:{BYTE}\\.){{3}}{BYTE}{length}$")
}

/// RFC 3986 section 3.2.2, and a network's length.
fn ipv6(may_be_network: bool) -> String {
    let length = if may_be_network { "(?:/(?:12[0-8]|1[01][0-9]|[1-9]?[0-9]))?" } else { "" };
    let group = "[0-9A-Fa-f]{1,4}";
    let end = format!("(?:{group}:{group}|(?:{BYTE}\\.){{3}}{BYTE})");
    let before = |most: usize| format!("(?:(?:{group}:){{0,{most}}}{group})?");
    let forms = [
        format!("(?:{group}:){{6}}{end}"),
        format!("::(?:{group}:){{5}}{end}"),
        format!("{}::(?:{group}:){{4}}{end}", before(0)),
        format!("{}::(?:{group}:){{3}}{end}", before(1)),
        format!("{}::(?:{group}:){{2}}{end}", before(2)),
        format!("{}::{group}:{end}", before(3)),
        format!("{}::{end}", before(4)),
        format!("{}::{group}", before(5)),
        format!("{}::", before(6)),
    ];
    format!("^(?:{}){length}$", forms.join("|"))
}
