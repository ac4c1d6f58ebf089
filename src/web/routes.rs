//! The whole URL map on one screen: first what everybody may see, then what needs somebody signed in.

use actix_web::web::ServiceConfig;

use super::error::Problem;
use super::page::Page;
use super::{pages, paths, static_files};

/// Registers Doorward's pages. The middleware [`super::resume`] must be around them.
pub fn pages(app: &mut ServiceConfig) {
    app
        // For everybody.
        .service(Page::at(paths::HOME).get(pages::home::show).done())
        .service(Page::at(paths::SETUP).get(pages::setup::show).post(pages::setup::submit).done())
        .service(Page::at(paths::LOGIN).get(pages::login::show).post(pages::login::submit).done())
        .service(Page::at(paths::LOGOUT).post(pages::logout::submit).done())
        .service(Page::at(paths::LANGUAGE).post(pages::language::submit).done())
        .service(Page::at(paths::CHANGE_PASSWORD).get(pages::password::lead_there).done())
        .service(Page::at(paths::STATIC_FILE).get(static_files::show).done())
        // For those who are signed in: each handler asks for a guard.
        .service(Page::at(paths::ACCOUNT).get(pages::account::show).done())
        .service(Page::at(paths::PASSWORD).get(pages::password::show).post(pages::password::submit).done())
        .service(Page::at(paths::SESSIONS).get(pages::sessions::show).done())
        .service(Page::at(paths::SESSION_REVOCATIONS).post(pages::sessions::revoke_others).done())
        .service(Page::at(paths::SESSION_REVOCATION).post(pages::sessions::revoke).done())
        .service(Page::at(paths::SESSION_LABEL).post(pages::sessions::label).done())
        // For admins.
        .service(Page::at(paths::ADMIN_EVENTS).get(pages::admin::events::show).done())
        .service(Page::at(paths::ADMIN_EVENT_EXPORT).post(pages::admin::events::export).done());
}

/// The answer for every other address.
///
/// # Errors
/// Always [`Problem::NotFound`].
pub async fn not_found() -> Result<&'static str, Problem> {
    Err(Problem::NotFound)
}
