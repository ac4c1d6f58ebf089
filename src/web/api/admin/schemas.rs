//! Schemas of values that several calls share: each is defined once and referred to.

use serde_json::{Value, json};
use utoipa::openapi::RefOr;
use utoipa::openapi::schema::{ObjectBuilder, Schema, Type};
use utoipa::{PartialSchema, ToSchema};

use crate::domain::account::{LinkPurpose as AnyPurpose, user};
use crate::domain::session::session_state;
use crate::domain::token::{KeyState as KeyLifeState, signing_key};

fn text(pattern: &str, lengths: std::ops::RangeInclusive<usize>) -> ObjectBuilder {
    ObjectBuilder::new()
        .schema_type(Type::String)
        .pattern(Some(pattern))
        .min_length(Some(*lengths.start()))
        .max_length(Some(*lengths.end()))
}

fn words<T: Into<Value>>(words: impl IntoIterator<Item = T>) -> ObjectBuilder {
    ObjectBuilder::new().schema_type(Type::String).enum_values(Some(words))
}

/// Named schemas. The doc comment of each becomes its published description.
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
    /// How many items one answer has at most.
    Limit = ObjectBuilder::new()
        .schema_type(Type::Integer)
        .minimum(Some(1))
        .maximum(Some(200))
        .default(Some(json!(50)));
    /// What somebody may do: what is their own, or everything.
    Role = words(user::Role::ALL.map(user::Role::as_str));
    /// They can sign in; have not chosen a password yet; may not sign in; or the account is deleted.
    UserState = words(user::UserState::ALL.map(user::UserState::as_str));
    /// Live, or how it ended: by time, or by whose decision.
    SessionState = words(session_state::SessionState::all().map(session_state::SessionState::as_str));
    /// To choose the first password; to choose another; or to make a browser known to the account.
    LinkPurpose = words(AnyPurpose::ALL.map(AnyPurpose::as_str));
    /// It signs; it will sign; what it signed is still believed; or it does nothing any more.
    KeyState = words(
        [KeyLifeState::Signing, KeyLifeState::Upcoming, KeyLifeState::Retiring, KeyLifeState::Retired]
            .map(KeyLifeState::as_str)
    );
    /// What a key signs with (RFC 7518, RFC 8037).
    SigningAlgorithm = words(signing_key::SigningAlgorithm::ALL.map(signing_key::SigningAlgorithm::as_str));
}
