//! The language switch, at the foot of a page or in its menu.

use actix_web::HttpResponse;

use crate::domain::net::ReturnTo;
use crate::web::error::Problem;
use crate::web::http::cookies::{Ours, YEAR};
use crate::web::http::form::Form;
use crate::web::language::Language;
use crate::web::visit::visit::Visit;

#[derive(serde::Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Fields {
    language: String,
    next: String,
}

/// `POST /language`
pub async fn submit(visit: Visit, Form(fields): Form<Fields>) -> Result<HttpResponse, Problem> {
    let language = Language::parse(&fields.language).ok_or(Problem::BadRequest)?;
    let mut response = visit.see_other(ReturnTo::parse_page(&fields.next).as_str());
    Ours::Language.set(response.headers_mut(), language.code(), Some(YEAR), visit.desk.settings());
    Ok(response)
}
