//! Ids, numbers and times in addresses.

use serde::{Deserialize, Deserializer};
use utoipa::IntoParams;

use super::schemas;
use super::texts::number;
use crate::domain::id::{BulkRevocationId, SessionId, UserId};
use crate::domain::time::Timestamp;
use crate::domain::token::signing_key::is_kid;
use crate::web::api::problem::ApiProblem;

/// How many items one answer has at most.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(try_from = "String")]
pub struct Limit(u8);

impl Limit {
    /// So many.
    pub fn count(self) -> usize {
        usize::from(self.0)
    }
}

impl Default for Limit {
    fn default() -> Limit {
        Limit(50)
    }
}

impl TryFrom<String> for Limit {
    type Error = &'static str;

    fn try_from(text: String) -> Result<Limit, Self::Error> {
        let count = number(&text).and_then(|count| u8::try_from(count).ok());
        count.filter(|count| (1..=200).contains(count)).map(Limit).ok_or("not as documented")
    }
}

/// A NumericDate in an address.
#[derive(Clone, Copy, Debug, Deserialize)]
#[serde(try_from = "String")]
pub struct Moment(i64);

impl Moment {
    /// It, for searches.
    pub fn timestamp(self) -> Timestamp {
        Timestamp::from_milliseconds(self.0 * 1000)
    }
}

impl TryFrom<String> for Moment {
    type Error = &'static str;

    fn try_from(text: String) -> Result<Moment, Self::Error> {
        let seconds = number(&text).and_then(|seconds| i64::try_from(seconds).ok());
        seconds.filter(|seconds| *seconds <= 999_999_999_999).map(Moment).ok_or("not as documented")
    }
}

/// The id at the end of an address.
#[derive(Deserialize, IntoParams)]
#[into_params(parameter_in = Path)]
pub struct InPath {
    /// The id.
    #[param(inline, value_type = schemas::Id)]
    id: String,
}

impl InPath {
    /// As that of a session.
    ///
    /// # Errors
    /// [`ApiProblem::NotFound`].
    pub fn session(&self) -> Result<SessionId, ApiProblem> {
        SessionId::parse(&self.id).ok_or(ApiProblem::NotFound)
    }

    /// As that of a user.
    ///
    /// # Errors
    /// [`ApiProblem::NotFound`].
    pub fn user(&self) -> Result<UserId, ApiProblem> {
        UserId::parse(&self.id).ok_or(ApiProblem::NotFound)
    }

    /// As that of the ending of many sessions.
    ///
    /// # Errors
    /// [`ApiProblem::NotFound`].
    pub fn bulk_revocation(&self) -> Result<BulkRevocationId, ApiProblem> {
        BulkRevocationId::parse(&self.id).ok_or(ApiProblem::NotFound)
    }
}

/// The id of a key in an address.
#[derive(Deserialize, IntoParams)]
#[into_params(parameter_in = Path)]
pub struct KidInPath {
    /// The id of the key.
    #[param(inline, value_type = schemas::KeyId)]
    kid: String,
}

impl KidInPath {
    /// It, if it has the form of one.
    ///
    /// # Errors
    /// [`ApiProblem::NotFound`].
    pub fn kid(&self) -> Result<&str, ApiProblem> {
        Some(self.kid.as_str()).filter(|kid| is_kid(kid)).ok_or(ApiProblem::NotFound)
    }
}

/// Reads a member that may be left out, but not be null.
pub fn some<'de, D: Deserializer<'de>, T: Deserialize<'de>>(deserializer: D) -> Result<Option<T>, D::Error> {
    T::deserialize(deserializer).map(Some)
}
