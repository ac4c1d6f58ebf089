//! The language of an answer.

use actix_web::http::header::HeaderMap;
use doorward_guard::headers::best_language;

use crate::config::Settings;
pub use crate::language::{Language, Value, say};

/// The language that a person chose, else the one that their browser asks for, else the default of the site.
pub fn of_request(chosen: Option<Language>, headers: &HeaderMap, settings: &Settings) -> Language {
    told_by_request(chosen, headers).unwrap_or(settings.default_language)
}

/// The same, without the default of the site: what the request itself says.
pub fn told_by_request(chosen: Option<Language>, headers: &HeaderMap) -> Option<Language> {
    let codes: Vec<&str> = Language::all().map(Language::code).collect();
    let wanted = || best_language(headers, &codes).and_then(Language::parse);
    chosen.or_else(wanted)
}
