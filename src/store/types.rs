//! Writes the types of `domain` to columns and reads them back, with one implementation for both databases.

use diesel::backend::Backend;
use diesel::deserialize::{self, FromSql};
use diesel::serialize::{self, Output, ToSql};
use diesel::sql_types::{BigInt, Text};

use crate::domain::account::{Email, LinkPurpose, PasswordHash, Role, UserState, UserStatus, Username};
use crate::domain::id::{BulkRevocationId, SessionId, UserId};
use crate::domain::mail::{LetterKind, MailState};
use crate::domain::record::EventKind;
use crate::domain::session::{RevocationReason, SessionState};
use crate::domain::sign_in::throttle::Guesser;
use crate::domain::sign_in::{CodeKind, Door};
use crate::domain::time::Timestamp;
use crate::domain::token::SigningAlgorithm;

macro_rules! text_column {
    ($($type:ty: $parse:expr;)+) => {$(
        impl<DB: Backend> ToSql<Text, DB> for $type
        where
            str: ToSql<Text, DB>,
        {
            fn to_sql<'b>(&'b self, out: &mut Output<'b, '_, DB>) -> serialize::Result {
                self.as_str().to_sql(out)
            }
        }

        impl<DB: Backend> FromSql<Text, DB> for $type
        where
            String: FromSql<Text, DB>,
        {
            fn from_sql(raw: DB::RawValue<'_>) -> deserialize::Result<Self> {
                let text = String::from_sql(raw)?;
                let parse: fn(String) -> Option<$type> = $parse;
                parse(text).ok_or_else(|| concat!("the database holds something that is no ", stringify!($type)).into())
            }
        }
    )+};
}

text_column! {
    UserId: |text| UserId::parse(&text);
    SessionId: |text| SessionId::parse(&text);
    BulkRevocationId: |text| BulkRevocationId::parse(&text);
    Username: |text| Username::parse(&text).ok();
    PasswordHash: |text| Some(PasswordHash::new(text));
    Role: |text| Role::parse(&text);
    Guesser: |text| Guesser::parse(&text);
    Door: |text| Door::parse(&text);
    CodeKind: |text| CodeKind::parse(&text);
    UserStatus: |text| UserStatus::parse(&text);
    RevocationReason: |text| RevocationReason::parse(&text);
    SigningAlgorithm: |text| SigningAlgorithm::parse(&text);
    SessionState: |text| SessionState::parse(&text);
    Email: |text| Some(Email::stored(text));
    EventKind: |text| EventKind::parse(&text);
    UserState: |text| UserState::parse(&text);
    LinkPurpose: |text| LinkPurpose::parse(&text);
    LetterKind: |text| LetterKind::parse(&text);
    MailState: |text| MailState::parse(&text);
}

impl<DB: Backend> ToSql<BigInt, DB> for Timestamp
where
    i64: ToSql<BigInt, DB>,
{
    fn to_sql<'b>(&'b self, out: &mut Output<'b, '_, DB>) -> serialize::Result {
        self.as_milliseconds().to_sql(out)
    }
}

impl<DB: Backend> FromSql<BigInt, DB> for Timestamp
where
    i64: FromSql<BigInt, DB>,
{
    fn from_sql(raw: DB::RawValue<'_>) -> deserialize::Result<Self> {
        i64::from_sql(raw).map(Timestamp::from_milliseconds)
    }
}
