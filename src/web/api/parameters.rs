//! Parameters in the URLs of calls: which part of a list.

use serde::de::{DeserializeOwned, Error as _};
use serde::{Deserialize, Deserializer};
use utoipa::openapi::path::{Parameter, ParameterBuilder, ParameterIn};
use utoipa::openapi::{RefOr, Required, Schema};
use utoipa::{IntoParams, PartialSchema};

use crate::domain::search::value::{digits, one_of, read};
use crate::domain::search::{Column, NoColumn, Order};
use crate::web::api::admin::schemas;

/// The query parameters of a list. Unknown ones are refused: they could have been meant to exclude something.
pub struct ListQuery<S, C> {
    pub search: S,
    pub order: Option<Order<C>>,
    /// How many items the answer has at most.
    pub limit: usize,
    pub cursor: Option<String>,
}

/// What lists can be sorted by, as the parameter `sort` is described.
pub trait Sorted: Column {
    const SORT: &'static str;
}

impl Sorted for NoColumn {
    const SORT: &'static str = "";
}

impl<S: IntoParams, C: Sorted> IntoParams for ListQuery<S, C> {
    fn into_params(place: impl Fn() -> Option<ParameterIn>) -> Vec<Parameter> {
        let may = |name: &str, description: &str, schema: RefOr<Schema>| {
            let parameter = ParameterBuilder::new().name(name).parameter_in(ParameterIn::Query);
            parameter.required(Required::False).description(Some(description)).schema(Some(schema)).build()
        };
        let mut all = S::into_params(place);
        if !C::ALL.is_empty() {
            all.push(may("sort", C::SORT, one_of(Order::<C>::words().iter().map(String::as_str)).into()));
        }
        all.push(may("limit", "How many items the answer has at most.", schemas::Limit::schema()));
        let cursor = "Where to go on: the `next` of the answer before. Everything else must be as it was.";
        all.push(may("cursor", cursor, String::schema()));
        all
    }
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
        let limit = limit.map_or(Some(50), |text| digits(&text).and_then(|count| usize::try_from(count).ok()));
        let limit = limit.filter(|limit| (1..=200).contains(limit)).ok_or_else(|| D::Error::custom("no such limit"))?;
        let search = read(pairs.iter().map(|(name, text)| (name.as_str(), text.as_str())));
        Ok(ListQuery { search: search.map_err(D::Error::custom)?, order, limit, cursor })
    }
}
