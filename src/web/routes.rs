//! The whole URL map on one screen: what is for programs, then pages, first those that everybody may see.

use actix_web::guard::fn_guard;
use actix_web::middleware::from_fn;
use actix_web::web::{self, ServiceConfig};

use crate::web::address::Address;
use crate::web::api::endpoint;
use crate::web::apps::forward_auth;
use crate::web::description::endpoints;
use crate::web::error::Problem;
use crate::web::http::spelling::is_ours;
use crate::web::http::static_files;
use crate::web::sign_in::links::{account_link, device_link, link_request};
use crate::web::sign_in::{login, logout, second_step, setup};
use crate::web::visit::senders::Senders::{Anybody, BetweenSteps, Nobody, SigningIn};
use crate::web::{admin, description, ops, own, paths};

/// Registers the addresses for programs. The middleware [`crate::web::resume`] must not be around them: cookies mean
/// nothing here.
pub fn programs(app: &mut ServiceConfig) {
    app.service(Address::endpoint(paths::OPENAPI).get(description::openapi::show))
        .configure(endpoints::register)
        // Any method: proxies repeat that of the request, or always use GET.
        .service(
            web::resource(paths::FORWARD_AUTH)
                .guard(fn_guard(is_ours))
                .default_service(web::to(forward_auth::show))
                .wrap(from_fn(endpoint::answer)),
        )
        .service(
            web::scope(paths::API)
                .default_service(web::route().to(endpoint::not_found).wrap(from_fn(endpoint::answer))),
        )
        .service(Address::plain(paths::DOCTOR).get(ops::doctor))
        .configure(probes);
}

/// Registers the addresses for the operator's programs, on a listener of its own.
pub fn private(app: &mut ServiceConfig) {
    app.service(Address::plain(paths::METRICS).get(ops::metrics))
        .configure(probes)
        .default_service(web::to(ops::not_found));
}

fn probes(app: &mut ServiceConfig) {
    app.service(Address::plain(paths::HEALTH).get(ops::alive))
        .service(Address::plain(paths::READINESS).get(ops::ready));
}

/// Registers Doorward's pages. The middleware [`crate::web::resume`] must be around them.
pub fn pages(app: &mut ServiceConfig) {
    app
        // For everybody.
        .service(Address::page(paths::HOME).get(own::home::show))
        .service(Address::page(paths::SETUP).get(setup::show).post(setup::submit).sent_by(Anybody))
        .service(Address::page(paths::LOGIN).get(login::show).post(login::submit).sent_by(SigningIn))
        .service(
            Address::page(paths::SECOND_STEP).get(second_step::show).post(second_step::submit).sent_by(BetweenSteps),
        )
        .service(Address::page(paths::SECOND_STEP_ENROLMENT).post(second_step::begin_enrolment).sent_by(BetweenSteps))
        .service(Address::page(paths::SECOND_STEP_CANCELLATION).post(second_step::cancel).sent_by(BetweenSteps))
        .service(Address::page(paths::SECOND_STEP_ACTIVATION).post(second_step::activate).sent_by(BetweenSteps))
        .service(
            Address::page(paths::INVITATION)
                .get(account_link::show_invitation)
                .post(account_link::submit_invitation)
                .sent_by(Anybody),
        )
        .service(
            Address::page(paths::PASSWORD_RESET)
                .get(account_link::show_reset)
                .post(account_link::submit_reset)
                .sent_by(Anybody),
        )
        .service(
            Address::page(paths::PASSWORD_RESET_REQUEST)
                .get(link_request::show_reset)
                .post(link_request::submit_reset)
                .sent_by(Anybody),
        )
        .service(
            Address::page(paths::DEVICE_LINK_REQUEST)
                .get(link_request::show_device)
                .post(link_request::submit_device)
                .sent_by(Anybody),
        )
        .service(Address::page(paths::DEVICE_LINK).get(device_link::show).post(device_link::submit).sent_by(Anybody))
        .service(Address::page(paths::LOGOUT).get(logout::show).post(logout::submit))
        .service(Address::page(paths::API_REFERENCE).get(description::page::show))
        .service(Address::page(paths::LANGUAGE).post(own::language::submit).sent_by(Nobody))
        .service(Address::page(paths::APPEARANCE).post(own::appearance::submit).sent_by(Nobody))
        .service(Address::page(paths::CHANGE_PASSWORD).get(own::password::lead_there))
        .service(Address::page(paths::STATIC_FILE).get(static_files::show))
        .service(Address::page(paths::FAVICON).get(static_files::lead_to_icon))
        .service(Address::page(paths::TOUCH_ICON).get(static_files::lead_to_icon))
        .service(Address::page(paths::OLD_TOUCH_ICON).get(static_files::lead_to_icon))
        // For those who are signed in: each handler asks for a guard.
        .service(Address::page(paths::ACCOUNT).get(own::account::show))
        .service(Address::page(paths::PASSWORD).get(own::password::show).post(own::password::submit))
        .service(Address::page(paths::TIME_ZONE).get(own::time_zone::show).post(own::time_zone::submit))
        .service(Address::page(paths::TWO_FACTOR).get(own::two_factor::show))
        .service(Address::page(paths::TWO_FACTOR_ENROLMENT).post(own::two_factor::begin))
        .service(Address::page(paths::TWO_FACTOR_ACTIVATION).post(own::two_factor::activate))
        .service(Address::page(paths::RECOVERY_CODES).post(own::two_factor::new_recovery_codes))
        .service(Address::page(paths::TWO_FACTOR_REMOVAL).post(own::two_factor::turn_off))
        .service(Address::page(paths::ACTIVITY).get(own::activity::list::show))
        .service(Address::page(paths::ACTIVITY_EXPORT).post(own::activity::export::submit))
        .service(Address::page(paths::SESSIONS).get(own::sessions::show))
        .service(Address::page(paths::SESSION_REVOCATIONS).post(own::sessions::revoke_others))
        .service(Address::page(paths::SESSION_REVOCATION).post(own::sessions::revoke))
        .service(Address::page(paths::SESSION_LABEL).post(own::sessions::label))
        .configure(administration);
}

/// For admins: each handler asks for that guard.
fn administration(app: &mut ServiceConfig) {
    use crate::web::admin::{events, keys, overview, settings, users};
    use admin::sessions::{bulk, list, revocation, show};
    app.service(Address::page(paths::ADMIN).get(overview::show))
        .service(Address::page(paths::ADMIN_SETTINGS).get(settings::show))
        // Fixed addresses come before those with an id, which would match them too.
        .service(Address::page(paths::ADMIN_SESSIONS).get(list::show))
        .service(Address::page(paths::ADMIN_TICKED_REVOCATION).post(revocation::end_ticked))
        .service(Address::page(paths::ADMIN_BULK_REVOCATION_NEW).get(bulk::ask))
        .service(Address::page(paths::ADMIN_BULK_REVOCATIONS).get(bulk::list).post(bulk::begin))
        .service(Address::page(paths::ADMIN_BULK_REVOCATION).get(bulk::show))
        .service(Address::page(paths::ADMIN_SESSION).get(show::show))
        .service(Address::page(paths::ADMIN_SESSION_REVOCATION).post(revocation::end_one))
        .service(Address::page(paths::ADMIN_USERS).get(users::list::show))
        .service(Address::page(paths::ADMIN_USER_NEW).get(users::new::show).post(users::new::submit))
        .service(Address::page(paths::ADMIN_USER).get(users::show::show))
        .service(Address::page(paths::ADMIN_USER_ROLE).get(users::ask::role).post(users::actions::set_role))
        .service(Address::page(paths::ADMIN_USER_SUSPENSION).get(users::ask::suspension).post(users::actions::suspend))
        .service(Address::page(paths::ADMIN_USER_REACTIVATION).post(users::actions::reactivate))
        .service(Address::page(paths::ADMIN_USER_REOPENING).post(users::actions::reopen_sign_in))
        .service(Address::page(paths::ADMIN_USER_SIGN_OUT).get(users::ask::sign_out).post(users::actions::sign_out))
        .service(Address::page(paths::ADMIN_USER_PASSWORD_RESET).post(users::links::reset))
        .service(Address::page(paths::ADMIN_USER_INVITATION).post(users::links::invite))
        .service(Address::page(paths::ADMIN_USER_DEVICE_LINK).post(users::links::make_device_link))
        .service(Address::page(paths::ADMIN_USER_MAIL).post(users::mail::send))
        .service(Address::page(paths::ADMIN_USER_NAME).post(users::actions::rename))
        .service(Address::page(paths::ADMIN_USER_EMAIL).post(users::actions::set_email))
        .service(
            Address::page(paths::ADMIN_USER_TWO_FACTOR_REMOVAL)
                .get(users::two_factor_removal::ask)
                .post(users::two_factor_removal::remove_it),
        )
        .service(Address::page(paths::ADMIN_USER_DELETION).get(users::ask::deletion).post(users::actions::delete))
        .service(Address::page(paths::ADMIN_EVENTS).get(events::show))
        .service(Address::page(paths::ADMIN_EVENT_EXPORT).post(events::export))
        .service(Address::page(paths::ADMIN_KEYS).get(keys::show))
        .service(Address::page(paths::ADMIN_KEY_ROTATION).post(keys::rotate))
        .service(Address::page(paths::ADMIN_KEY_RETIREMENT).get(keys::ask_to_retire).post(keys::retire));
}

/// Answers every other address.
pub async fn not_found() -> Result<&'static str, Problem> {
    Err(Problem::NotFound)
}
