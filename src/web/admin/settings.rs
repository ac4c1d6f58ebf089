//! `GET /admin/settings`: the settings in force, for admins who are told that a setting needs attention. Changes
//! nothing.

use actix_web::HttpResponse;
use askama::Template;

use crate::config::{Definition, SETTINGS};
use crate::web::error::Problem;
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
    definition: &'static Definition,
    value: String,
    /// Without the marks of Markdown.
    meaning: String,
}

/// `GET /admin/settings`
pub async fn show(visit: Visit, _: Administrator) -> Result<HttpResponse, Problem> {
    let settings = visit.desk.settings();
    let row = |definition: &'static Definition| {
        let meaning = definition.meaning.replace(['`', '*'], "");
        Row { definition, value: definition.value(settings), meaning }
    };
    Ok(visit.show(&SettingsPage { frame: visit.frame(), rows: SETTINGS.iter().map(row).collect() }))
}
