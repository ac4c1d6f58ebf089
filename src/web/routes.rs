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
        // For admins: each handler asks for that guard.
        .service(Page::at(paths::ADMIN).get(pages::admin::overview::show).done())
        .service(Page::at(paths::ADMIN_SETTINGS).get(pages::admin::settings::show).done())
        .service(Page::at(paths::ADMIN_SESSIONS).get(pages::admin::sessions::list::show).done())
        .service(Page::at(paths::ADMIN_TICKED_REVOCATION).post(pages::admin::sessions::revocation::end_ticked).done())
        .service(Page::at(paths::ADMIN_BULK_REVOCATION_NEW).get(pages::admin::sessions::bulk::ask).done())
        .service(
            Page::at(paths::ADMIN_BULK_REVOCATIONS)
                .get(pages::admin::sessions::bulk::list)
                .post(pages::admin::sessions::bulk::begin)
                .done(),
        )
        .service(Page::at(paths::ADMIN_BULK_REVOCATION).get(pages::admin::sessions::bulk::show).done())
        .service(Page::at(paths::ADMIN_SESSION).get(pages::admin::sessions::show::show).done())
        .service(Page::at(paths::ADMIN_SESSION_REVOCATION).post(pages::admin::sessions::revocation::end_one).done())
        .service(Page::at(paths::ADMIN_KEYS).get(pages::admin::keys::show).done())
        .service(Page::at(paths::ADMIN_KEY_ROTATION).post(pages::admin::keys::rotate).done())
        .service(
            Page::at(paths::ADMIN_KEY_RETIREMENT)
                .get(pages::admin::keys::ask_to_retire)
                .post(pages::admin::keys::retire)
                .done(),
        );
}

/// The answer for every other address.
///
/// # Errors
/// Always [`Problem::NotFound`].
pub async fn not_found() -> Result<&'static str, Problem> {
    Err(Problem::NotFound)
}
