//! `GET /admin/settings`: the settings in force, for admins who are told that a setting needs attention. Changes
//! nothing.

use actix_web::HttpResponse;
use actix_web::http::StatusCode;
use askama::Template;

use crate::config::SETTINGS;
use crate::web::error::Problem;
use crate::web::http::static_files;
use crate::web::paths;
use crate::web::visit::guards::Administrator;
use crate::web::visit::visit::{Frame, Visit};

#[derive(Template)]
#[template(path = "admin/settings.html")]
struct SettingsPage {
    frame: Frame,
    rows: Vec<Row>,
}

struct Row {
    name: &'static str,
    value: String,
    default: &'static str,
    allowed: &'static str,
    meaning: String,
}

/// `GET /admin/settings`
pub async fn show(visit: Visit, _: Administrator) -> Result<HttpResponse, Problem> {
    let settings = visit.desk.settings();
    let rows = SETTINGS
        .iter()
        .map(|definition| Row {
            name: definition.name,
            value: definition.value(settings),
            default: definition.default,
            allowed: definition.allowed,
            meaning: definition.meaning.replace(['`', '*'], ""),
        })
        .collect();
    Ok(visit.page(StatusCode::OK, &SettingsPage { frame: visit.frame(), rows }))
}
