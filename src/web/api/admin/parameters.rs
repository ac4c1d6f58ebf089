//! Parameters in the URLs of calls: identifiers, and which part of a list.

use serde::de::{DeserializeOwned, Error as _};
use serde::{Deserialize, Deserializer};
use utoipa::IntoParams;

use crate::domain::id::{BulkRevocationId, SessionId, UserId};
use crate::domain::search::value::{digits, read};
use crate::domain::search::{Column, Order};
use crate::domain::token::signing_key::is_kid;
use crate::web::api::admin::schemas;
use crate::web::api::problem::ApiProblem;

/// How many items one answer has at most.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Limit(u8);

impl Limit {
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
        let count = digits(&text).and_then(|count| u8::try_from(count).ok());
        count.filter(|count| (1..=200).contains(count)).map(Limit).ok_or("not as documented")
    }
}

/// Which part of a list, as it is described; [`ListQuery`] reads it.
#[derive(IntoParams)]
#[into_params(parameter_in = Query)]
#[expect(dead_code, reason = "it is only a description")]
pub struct Paging {
    /// How many items the answer has at most.
    #[param(inline, value_type = schemas::Limit, required = false)]
    limit: Limit,
    /// Where to go on: the `next` of the answer before. Everything else must be as it was.
    cursor: Option<String>,
}

/// The query parameters of a list. Unknown ones are refused: they could have been meant to exclude something.
pub struct ListQuery<S, C> {
    pub search: S,
    pub order: Option<Order<C>>,
    pub limit: Limit,
    pub cursor: Option<String>,
}

impl<'de, S: DeserializeOwned, C: Column> Deserialize<'de> for ListQuery<S, C> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let mut pairs = Vec::<(String, String)>::deserialize(deserializer)?;
        let mut take = |wanted: &str| {
            let mut found = pairs.extract_if(.., |(name, _)| name == wanted);
            let text = found.next().map(|(_, text)| text);
            if found.next().is_some() { Err(D::Error::duplicate_field("one of a list")) } else { Ok(text) }
        };
        let order = if C::ALL.is_empty() { None } else { take("sort")? };
        let order = order.map(|text| text.parse().map_err(D::Error::custom)).transpose()?;
        let (limit, cursor) = (take("limit")?, take("cursor")?);
        let limit = limit.map(|text| Limit::try_from(text).map_err(D::Error::custom)).transpose()?.unwrap_or_default();
        let search = read(pairs.iter().map(|(name, text)| (name.as_str(), text.as_str())));
        Ok(ListQuery { search: search.map_err(D::Error::custom)?, order, limit, cursor })
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
    pub fn session(&self) -> Result<SessionId, ApiProblem> {
        SessionId::parse(&self.id).ok_or(ApiProblem::NotFound)
    }

    pub fn user(&self) -> Result<UserId, ApiProblem> {
        UserId::parse(&self.id).ok_or(ApiProblem::NotFound)
    }

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
    /// Checks only the form, not whether there is such a key.
    pub fn kid(&self) -> Result<&str, ApiProblem> {
        Some(self.kid.as_str()).filter(|kid| is_kid(kid)).ok_or(ApiProblem::NotFound)
    }
}
