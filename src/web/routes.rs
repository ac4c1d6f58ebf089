//! The whole URL map on one screen: what is for programs, then pages, first those that everybody may see.

use actix_web::guard::fn_guard;
use actix_web::middleware::from_fn;
use actix_web::web::{self, ServiceConfig};

use super::api::endpoint::{self, Endpoint};
use super::error::Problem;
use super::page::Page;
use super::senders::Senders;
use super::spelling::is_ours;
use super::{api, doctor, forward_auth, health, metrics, pages, paths, plain, public_keys, recall_list, static_files};

/// Registers what is for programs. The middleware [`super::resume`] must not be around them: cookies mean nothing here.
pub fn programs(app: &mut ServiceConfig) {
    app.service(Endpoint::at(paths::OPENAPI).get(api::openapi::show).done())
        .service(Endpoint::at(paths::PUBLIC_KEYS).get(public_keys::show).done())
        // Any method: proxies repeat that of the request, or always use GET.
        .service(
            web::resource(paths::FORWARD_AUTH)
                .guard(fn_guard(is_ours))
                .default_service(web::to(forward_auth::show))
                .wrap(from_fn(endpoint::answer)),
        )
        .service(Endpoint::at(paths::RECALL_LIST).get(recall_list::show).done())
        .service(
            web::scope(paths::API)
                .service(Endpoint::at("/tokens").post(api::tokens::issue).done())
                .service(Endpoint::at("/tokens/refresh").post(api::tokens::refresh).done())
                .service(Endpoint::at("/tokens/revoke").post(api::tokens::revoke).done())
                .service(Endpoint::at("/me").get(api::me::show).done())
                .service(Endpoint::at("/sessions").get(api::sessions::list).done())
                .service(Endpoint::at("/sessions/{id}").delete(api::sessions::end).done())
                .configure(administrators_programs)
                .default_service(web::route().to(endpoint::not_found).wrap(from_fn(endpoint::answer))),
        )
        .service(plain::at(paths::DOCTOR, doctor::show))
        .configure(probes);
}

/// Registers what is for the operator's programs, on a listener of its own.
pub fn private(app: &mut ServiceConfig) {
    app.service(plain::at(paths::METRICS, metrics::show)).configure(probes).default_service(web::to(plain::not_found));
}

fn probes(app: &mut ServiceConfig) {
    app.service(plain::at(paths::HEALTH, health::alive)).service(plain::at(paths::READINESS, health::ready));
}

/// For programs of admins: each handler asks for that guard.
fn administrators_programs(app: &mut ServiceConfig) {
    use api::admin::{bulk_revocations, events, keys, sessions, users};
    app
        // Fixed addresses before those with an id, which they would be.
        .service(Endpoint::at("/admin/sessions").get(sessions::list).done())
        .service(Endpoint::at("/admin/sessions/revocations").post(sessions::end_these).done())
        .service(Endpoint::at("/admin/sessions/{id}").get(sessions::show).delete(sessions::end).done())
        .service(
            Endpoint::at("/admin/bulk-revocations").get(bulk_revocations::list).post(bulk_revocations::begin).done(),
        )
        .service(Endpoint::at("/admin/bulk-revocations/preview").get(bulk_revocations::preview).done())
        .service(Endpoint::at("/admin/bulk-revocations/{id}").get(bulk_revocations::show).done())
        .service(Endpoint::at("/admin/users").get(users::list::list).post(users::links::create).done())
        .service(Endpoint::at("/admin/users/{id}").get(users::show::show).delete(users::changes::delete).done())
        .service(Endpoint::at("/admin/users/{id}/role").put(users::changes::set_role).done())
        .service(Endpoint::at("/admin/users/{id}/name").put(users::changes::rename).done())
        .service(Endpoint::at("/admin/users/{id}/email").put(users::changes::set_email).done())
        .service(
            Endpoint::at("/admin/users/{id}/suspension")
                .put(users::changes::suspend)
                .delete(users::changes::reactivate)
                .done(),
        )
        .service(Endpoint::at("/admin/users/{id}/two-factor-removal").post(users::changes::remove_two_factor).done())
        .service(Endpoint::at("/admin/users/{id}/sign-out").post(users::changes::sign_out).done())
        .service(Endpoint::at("/admin/users/{id}/password-reset").post(users::links::reset).done())
        .service(Endpoint::at("/admin/users/{id}/invitation").post(users::links::invite).done())
        .service(Endpoint::at("/admin/events").get(events::list).done())
        .service(Endpoint::at("/admin/keys").get(keys::list).done())
        .service(Endpoint::at("/admin/keys/rotations").post(keys::rotate).done())
        .service(Endpoint::at("/admin/keys/{kid}/retirement").post(keys::retire).done());
}

/// Registers Doorward's pages. The middleware [`super::resume`] must be around them.
pub fn pages(app: &mut ServiceConfig) {
    app
        // For everybody.
        .service(Page::at(paths::HOME).get(pages::home::show).done())
        .service(
            Page::at(paths::SETUP).get(pages::setup::show).post(pages::setup::submit).sent_by(Senders::Anybody).done(),
        )
        .service(
            Page::at(paths::LOGIN).get(pages::login::show).post(pages::login::submit).sent_by(Senders::Anybody).done(),
        )
        .service(
            Page::at(paths::SECOND_STEP)
                .get(pages::second_step::show)
                .post(pages::second_step::submit)
                .sent_by(Senders::BetweenSteps)
                .done(),
        )
        .service(
            Page::at(paths::SECOND_STEP_ENROLMENT)
                .post(pages::second_step::begin_enrolment)
                .sent_by(Senders::BetweenSteps)
                .done(),
        )
        .service(
            Page::at(paths::SECOND_STEP_CANCELLATION)
                .post(pages::second_step::cancel)
                .sent_by(Senders::BetweenSteps)
                .done(),
        )
        .service(
            Page::at(paths::SECOND_STEP_ACTIVATION)
                .post(pages::second_step::activate)
                .sent_by(Senders::BetweenSteps)
                .done(),
        )
        .service(
            Page::at(paths::INVITATION)
                .get(pages::account_link::show_invitation)
                .post(pages::account_link::submit_invitation)
                .sent_by(Senders::Anybody)
                .done(),
        )
        .service(
            Page::at(paths::PASSWORD_RESET)
                .get(pages::account_link::show_reset)
                .post(pages::account_link::submit_reset)
                .sent_by(Senders::Anybody)
                .done(),
        )
        .service(Page::at(paths::LOGOUT).get(pages::logout::show).post(pages::logout::submit).done())
        .service(Page::at(paths::API_REFERENCE).get(pages::api_reference::show).done())
        .service(Page::at(paths::LANGUAGE).post_idempotent(pages::language::submit).done())
        .service(Page::at(paths::CHANGE_PASSWORD).get(pages::password::lead_there).done())
        .service(Page::at(paths::STATIC_FILE).get(static_files::show).done())
        // For those who are signed in: each handler asks for a guard.
        .service(Page::at(paths::ACCOUNT).get(pages::account::show).done())
        .service(Page::at(paths::PASSWORD).get(pages::password::show).post(pages::password::submit).done())
        .service(Page::at(paths::TWO_FACTOR).get(pages::two_factor::show).done())
        .service(Page::at(paths::TWO_FACTOR_ENROLMENT).post(pages::two_factor::begin).done())
        .service(Page::at(paths::TWO_FACTOR_ACTIVATION).post(pages::two_factor::activate).done())
        .service(Page::at(paths::RECOVERY_CODES).post(pages::two_factor::new_recovery_codes).done())
        .service(Page::at(paths::TWO_FACTOR_REMOVAL).post(pages::two_factor::turn_off).done())
        .service(Page::at(paths::SESSIONS).get(pages::sessions::show).done())
        .service(Page::at(paths::SESSION_REVOCATIONS).post(pages::sessions::revoke_others).done())
        .service(Page::at(paths::SESSION_REVOCATION).post(pages::sessions::revoke).done())
        .service(Page::at(paths::SESSION_LABEL).post(pages::sessions::label).done())
        .configure(administration);
}

/// For admins: each handler asks for that guard.
fn administration(app: &mut ServiceConfig) {
    use pages::admin::sessions::{bulk, list, revocation, show};
    use pages::admin::{events, keys, overview, settings, users};
    app.service(Page::at(paths::ADMIN).get(overview::show).done())
        .service(Page::at(paths::ADMIN_SETTINGS).get(settings::show).done())
        // Fixed addresses before those with an id, which they would be.
        .service(Page::at(paths::ADMIN_SESSIONS).get(list::show).done())
        .service(Page::at(paths::ADMIN_TICKED_REVOCATION).post(revocation::end_ticked).done())
        .service(Page::at(paths::ADMIN_BULK_REVOCATION_NEW).get(bulk::ask).done())
        .service(Page::at(paths::ADMIN_BULK_REVOCATIONS).get(bulk::list).post(bulk::begin).done())
        .service(Page::at(paths::ADMIN_BULK_REVOCATION).get(bulk::show).done())
        .service(Page::at(paths::ADMIN_SESSION).get(show::show).done())
        .service(Page::at(paths::ADMIN_SESSION_REVOCATION).post(revocation::end_one).done())
        .service(Page::at(paths::ADMIN_USERS).get(users::list::show).done())
        .service(Page::at(paths::ADMIN_USER_NEW).get(users::new::show).post(users::new::submit).done())
        .service(Page::at(paths::ADMIN_USER).get(users::show::show).done())
        .service(Page::at(paths::ADMIN_USER_ROLE).get(users::ask::role).post(users::actions::set_role).done())
        .service(
            Page::at(paths::ADMIN_USER_SUSPENSION).get(users::ask::suspension).post(users::actions::suspend).done(),
        )
        .service(Page::at(paths::ADMIN_USER_REACTIVATION).post(users::actions::reactivate).done())
        .service(Page::at(paths::ADMIN_USER_SIGN_OUT).post(users::actions::sign_out).done())
        .service(Page::at(paths::ADMIN_USER_PASSWORD_RESET).post(users::links::reset).done())
        .service(Page::at(paths::ADMIN_USER_INVITATION).post(users::links::invite).done())
        .service(Page::at(paths::ADMIN_USER_NAME).post(users::actions::rename).done())
        .service(Page::at(paths::ADMIN_USER_EMAIL).post(users::actions::set_email).done())
        .service(
            Page::at(paths::ADMIN_USER_TWO_FACTOR_REMOVAL)
                .get(users::two_factor_removal::ask)
                .post(users::two_factor_removal::remove_it)
                .done(),
        )
        .service(Page::at(paths::ADMIN_USER_DELETION).get(users::ask::deletion).post(users::actions::delete).done())
        .service(Page::at(paths::ADMIN_EVENTS).get(events::show).done())
        .service(Page::at(paths::ADMIN_EVENT_EXPORT).post(events::export).done())
        .service(Page::at(paths::ADMIN_KEYS).get(keys::show).done())
        .service(Page::at(paths::ADMIN_KEY_ROTATION).post(keys::rotate).done())
        .service(Page::at(paths::ADMIN_KEY_RETIREMENT).get(keys::ask_to_retire).post(keys::retire).done());
}

/// The answer for every other address.
///
/// # Errors
/// Always [`Problem::NotFound`].
pub async fn not_found() -> Result<&'static str, Problem> {
    Err(Problem::NotFound)
}
