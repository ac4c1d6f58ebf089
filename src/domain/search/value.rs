//! Reads and writes the values of a search. Each value is one text, wherever it comes from.

use std::error::Error as StdError;
use std::str::FromStr;

use clap::builder::{PossibleValuesParser, TypedValueParser};
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde::de::value::{Error, MapDeserializer};
use utoipa::IntoParams;
use utoipa::openapi::schema::{Object, ObjectBuilder, Type};

/// For `#[serde(with = "as_text")]`: a value that may be left out, and is written by `Display` and read by `FromStr`.
pub mod as_text {
    use std::fmt::Display;
    use std::str::FromStr;

    use serde::de::Error;
    use serde::{Deserialize, Deserializer, Serializer};

    use crate::domain::text::Unreadable;

    pub fn serialize<T: Display, S: Serializer>(value: &Option<T>, serializer: S) -> Result<S::Ok, S::Error> {
        match value {
            Some(value) => serializer.collect_str(value),
            None => serializer.serialize_none(),
        }
    }

    /// Reads a value that is present. An empty text or null does not count as a value that was left out. The error is
    /// the id of the message that says why.
    pub fn deserialize<'de, T, D>(deserializer: D) -> Result<Option<T>, D::Error>
    where
        T: FromStr<Err = Unreadable>,
        D: Deserializer<'de>,
    {
        String::deserialize(deserializer)?.parse().map(Some).map_err(|Unreadable(id)| D::Error::custom(id))
    }
}

/// Reads a search from pairs of a name and a text.
///
/// # Errors
/// Fails if a text is not understood, or if a name is unknown or comes twice.
pub fn read<'a, S: DeserializeOwned>(pairs: impl IntoIterator<Item = (&'a str, &'a str)>) -> Result<S, Error> {
    S::deserialize(MapDeserializer::new(pairs.into_iter()))
}

/// Writes a search as the query of a URL.
pub fn write<S: Serialize>(search: &S) -> String {
    // No search of ours fails. If one did, it must not be read back as one that has no filter and matches everything.
    serde_urlencoded::to_string(search).unwrap_or_else(|_| "unwritable".to_owned())
}

/// Returns the names of the parameters of a search.
pub fn names<S: IntoParams>() -> Vec<String> {
    S::into_params(|| None).into_iter().map(|parameter| parameter.name).collect()
}

/// Parses one of these words from the command line, whose help, completions and errors list them.
pub fn words<T>(words: impl IntoIterator<Item = &'static str>) -> impl TypedValueParser<Value = T>
where
    T: FromStr<Err: StdError + Send + Sync + 'static> + Clone + Send + Sync + 'static,
{
    PossibleValuesParser::new(words).try_map(|word| word.parse())
}

/// Returns the schema of a text that is one of these words.
pub fn one_of<'a>(words: impl IntoIterator<Item = &'a str>) -> Object {
    ObjectBuilder::new().schema_type(Type::String).enum_values(Some(words)).build()
}

/// Reads a whole number in its only accepted spelling: no sign, no leading zeros, and not more digits than are ever
/// needed.
pub fn digits(text: &str) -> Option<u64> {
    let is_spelt = text.bytes().all(|byte| byte.is_ascii_digit()) && (text == "0" || !text.starts_with('0'));
    (is_spelt && text.len() <= 12).then(|| text.parse().ok())?
}
