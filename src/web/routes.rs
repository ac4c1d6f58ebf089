//! The whole URL map on one screen: what is for programs, then pages, first those that everybody may see.

use actix_web::guard::fn_guard;
use actix_web::middleware::from_fn;
use actix_web::web::{self, ServiceConfig};

use super::address::Address;
use super::api::endpoint;
use super::error::Problem;
use super::senders::Senders;
use super::spelling::is_ours;
use super::{api, doctor, endpoints, forward_auth, health, metrics, pages, paths, plain, static_files};

/// Registers what is for programs. The middleware [`super::resume`] must not be around them: cookies mean nothing here.
pub fn programs(app: &mut ServiceConfig) {
    app.service(Address::endpoint(paths::OPENAPI).get(api::openapi::show))
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
        .service(Address::plain(paths::DOCTOR).get(doctor::show))
        .configure(probes);
}

/// Registers what is for the operator's programs, on a listener of its own.
pub fn private(app: &mut ServiceConfig) {
    app.service(Address::plain(paths::METRICS).get(metrics::show))
        .configure(probes)
        .default_service(web::to(plain::not_found));
}

fn probes(app: &mut ServiceConfig) {
    app.service(Address::plain(paths::HEALTH).get(health::alive))
        .service(Address::plain(paths::READINESS).get(health::ready));
}

/// Registers Doorward's pages. The middleware [`super::resume`] must be around them.
pub fn pages(app: &mut ServiceConfig) {
    app
        // For everybody.
        .service(Address::page(paths::HOME).get(pages::home::show))
        .service(
            Address::page(paths::SETUP).get(pages::setup::show).post(pages::setup::submit).sent_by(Senders::Anybody),
        )
        .service(
            Address::page(paths::LOGIN).get(pages::login::show).post(pages::login::submit).sent_by(Senders::Anybody),
        )
        .service(
            Address::page(paths::SECOND_STEP)
                .get(pages::second_step::show)
                .post(pages::second_step::submit)
                .sent_by(Senders::BetweenSteps),
        )
        .service(
            Address::page(paths::SECOND_STEP_ENROLMENT)
                .post(pages::second_step::begin_enrolment)
                .sent_by(Senders::BetweenSteps),
        )
        .service(
            Address::page(paths::SECOND_STEP_CANCELLATION)
                .post(pages::second_step::cancel)
                .sent_by(Senders::BetweenSteps),
        )
        .service(
            Address::page(paths::SECOND_STEP_ACTIVATION)
                .post(pages::second_step::activate)
                .sent_by(Senders::BetweenSteps),
        )
        .service(
            Address::page(paths::INVITATION)
                .get(pages::account_link::show_invitation)
                .post(pages::account_link::submit_invitation)
                .sent_by(Senders::Anybody),
        )
        .service(
            Address::page(paths::PASSWORD_RESET)
                .get(pages::account_link::show_reset)
                .post(pages::account_link::submit_reset)
                .sent_by(Senders::Anybody),
        )
        .service(Address::page(paths::LOGOUT).get(pages::logout::show).post(pages::logout::submit))
        .service(Address::page(paths::API_REFERENCE).get(pages::api_reference::show))
        .service(Address::page(paths::LANGUAGE).post(pages::language::submit).sent_by(Senders::Nobody))
        .service(Address::page(paths::CHANGE_PASSWORD).get(pages::password::lead_there))
        .service(Address::page(paths::STATIC_FILE).get(static_files::show))
        // For those who are signed in: each handler asks for a guard.
        .service(Address::page(paths::ACCOUNT).get(pages::account::show))
        .service(Address::page(paths::PASSWORD).get(pages::password::show).post(pages::password::submit))
        .service(Address::page(paths::TWO_FACTOR).get(pages::two_factor::show))
        .service(Address::page(paths::TWO_FACTOR_ENROLMENT).post(pages::two_factor::begin))
        .service(Address::page(paths::TWO_FACTOR_ACTIVATION).post(pages::two_factor::activate))
        .service(Address::page(paths::RECOVERY_CODES).post(pages::two_factor::new_recovery_codes))
        .service(Address::page(paths::TWO_FACTOR_REMOVAL).post(pages::two_factor::turn_off))
        .service(Address::page(paths::SESSIONS).get(pages::sessions::show))
        .service(Address::page(paths::SESSION_REVOCATIONS).post(pages::sessions::revoke_others))
        .service(Address::page(paths::SESSION_REVOCATION).post(pages::sessions::revoke))
        .service(Address::page(paths::SESSION_LABEL).post(pages::sessions::label))
        .configure(administration);
}

/// For admins: each handler asks for that guard.
fn administration(app: &mut ServiceConfig) {
    use pages::admin::sessions::{bulk, list, revocation, show};
    use pages::admin::{events, keys, overview, settings, users};
    app.service(Address::page(paths::ADMIN).get(overview::show))
        .service(Address::page(paths::ADMIN_SETTINGS).get(settings::show))
        // Fixed addresses before those with an id, which they would be.
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
        .service(Address::page(paths::ADMIN_USER_SIGN_OUT).post(users::actions::sign_out))
        .service(Address::page(paths::ADMIN_USER_PASSWORD_RESET).post(users::links::reset))
        .service(Address::page(paths::ADMIN_USER_INVITATION).post(users::links::invite))
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

/// The answer for every other address.
///
/// # Errors
/// Always [`Problem::NotFound`].
pub async fn not_found() -> Result<&'static str, Problem> {
    Err(Problem::NotFound)
}
