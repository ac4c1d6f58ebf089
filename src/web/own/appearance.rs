//! The choice between light and dark, at the foot of a page or in its menu.

use actix_web::HttpResponse;

use crate::domain::net::ReturnTo;
use crate::web::appearance::Appearance;
use crate::web::error::Problem;
use crate::web::http::cookies::{Ours, YEAR};
use crate::web::http::form::Form;
use crate::web::visit::visit::Visit;

#[derive(serde::Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Fields {
    appearance: String,
    next: String,
}

/// `POST /appearance`
pub async fn submit(visit: Visit, Form(fields): Form<Fields>) -> Result<HttpResponse, Problem> {
    let appearance = Appearance::parse(&fields.appearance).ok_or(Problem::BadRequest)?;
    let mut response = visit.see_other(ReturnTo::parse_page(&fields.next).as_str());
    Ours::Appearance.set(response.headers_mut(), appearance.code(), Some(YEAR), visit.desk.settings());
    Ok(response)
}
