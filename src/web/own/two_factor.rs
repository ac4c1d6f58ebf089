//! A person's own second factor. Every change needs the password with the form itself, and a code of the second factor
//! if there is one: a session alone, or a copy of its cookies, must not be enough.

use actix_web::http::StatusCode;
use actix_web::{HttpRequest, HttpResponse};
use askama::Template;

use crate::desk::active_session::ActiveSession;
use crate::desk::fault::Failure;
use crate::desk::form_answers::Condition;
use crate::desk::two_factor::{self, EnrolmentRefusal, FactorRefusal};
use crate::domain::record::EventKind;
use crate::domain::search::Leading;
use crate::domain::sign_in::Code;
use crate::domain::time::Timestamp;
use crate::store::{Connection, events, users};
use crate::web::error::Problem;
use crate::web::forms::confirmed::Confirmed;
use crate::web::forms::occasion::EachTime;
use crate::web::forms::sent_again::good_while;
use crate::web::http::form::{Form, NoFields, Query};
use crate::web::paths;
use crate::web::sign_in::enrolment;
use crate::web::visit::device::{known_device, remembered};
use crate::web::visit::guards::CurrentSession;
use crate::web::visit::visit::{Frame, Visit};

#[derive(Template)]
#[template(path = "account/two_factor.html")]
struct TwoFactorPage {
    frame: Frame,
    /// `None` when it is off.
    enabled_at: Option<Timestamp>,
    recovery_codes: i64,
    is_demanded: bool,
    is_turned_off: bool,
    is_too_late: bool,
}

#[derive(serde::Deserialize)]
pub struct Parameters {
    /// It has just been turned off.
    off: Option<String>,
}

#[derive(serde::Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ActivationFields {
    offer: String,
    code: String,
}

/// `GET /account/two-factor`
pub async fn show(
    visit: Visit,
    session: CurrentSession,
    Query(parameters): Query<Parameters>,
) -> Result<HttpResponse, Problem> {
    Ok(visit.show(&page(&visit, &session, parameters.off.is_some()).await?))
}

async fn page(visit: &Visit, session: &ActiveSession, is_told: bool) -> Result<TwoFactorPage, Problem> {
    let (id, now) = (session.user_id.clone(), visit.desk.clock().now());
    let read = move |connection: &mut Connection| {
        let done = if is_told { events::list_latest(connection, Leading::User(&id))? } else { Vec::new() };
        Ok((users::find(connection, &id)?, two_factor::status_in(connection, &id)?, done))
    };
    let (user, status, done) = visit.desk.store().read(read).await?;
    let user = user.ok_or(Problem::NotFound)?;
    Ok(TwoFactorPage {
        frame: visit.frame(),
        enabled_at: status.map(|status| status.enabled_at),
        recovery_codes: status.map_or(0, |status| status.recovery_codes),
        is_demanded: visit.desk.settings().two_factor.demands(user.role),
        // The address alone proves nothing.
        is_turned_off: status.is_none() && done.iter().any(|row| row.is_fresh(EventKind::TwoFactorRemoved, now)),
        is_too_late: false,
    })
}

/// Says that the key is not valid any more. It is the answer to the form itself: an address that says so could be opened
/// by somebody who was shown no key.
async fn too_late(visit: &Visit, session: &ActiveSession) -> Result<HttpResponse, Problem> {
    let page = page(visit, session, false).await?;
    let frame = page.frame.standing_at(paths::TWO_FACTOR);
    Ok(visit.page(StatusCode::CONFLICT, &TwoFactorPage { frame, is_too_late: true, ..page }))
}

/// `POST /account/two-factor/enrolment`. Also to replace another app.
pub async fn begin(visit: Visit, form: Confirmed<CurrentSession, NoFields, EachTime>) -> HttpResponse {
    let begun_at = visit.desk.clock().now();
    let page = enrolment::offer(&visit, None, &two_factor::begin(&visit.desk, &form.session), false);
    offered(page, &form.session, begun_at)
}

/// The page with the key is valid until an app is set up.
fn offered(page: HttpResponse, session: &ActiveSession, at: Timestamp) -> HttpResponse {
    good_while(page, Condition::offer(&session.user_id, at), Some(paths::TWO_FACTOR.to_owned()))
}

/// `POST /account/two-factor/activation`. The key in the form was given to somebody who had just confirmed their
/// password.
pub async fn activate(
    session: CurrentSession,
    visit: Visit,
    request: HttpRequest,
    Form(fields): Form<ActivationFields>,
) -> Result<HttpResponse, Problem> {
    let (code, now) = (Code::parse(&fields.code), visit.desk.clock().now());
    match two_factor::activate(&visit.desk, &session, &fields.offer, code, visit.context.clone()).await {
        Ok((codes, user)) => {
            // This browser stays known; others are strangers now.
            let page = enrolment::recovery_codes(&visit, &session, &codes, true, paths::TWO_FACTOR).await;
            let device = known_device(request.headers(), &visit.desk);
            Ok(remembered(page, device, &user, &visit.desk))
        }
        Err(Failure::Refused(EnrolmentRefusal::Wrong)) => {
            match two_factor::offered(&visit.desk, &session, &fields.offer) {
                Some(offer) => {
                    let page = enrolment::offer(&visit, None, &offer, true);
                    Ok(offered(page, &session, now))
                }
                None => too_late(&visit, &session).await,
            }
        }
        Err(Failure::Refused(EnrolmentRefusal::Done)) => Ok(visit.see_other(paths::TWO_FACTOR)),
        Err(Failure::Refused(EnrolmentRefusal::NotOffered)) => too_late(&visit, &session).await,
        Err(Failure::Refused(EnrolmentRefusal::SessionOver(over))) => Err(over.into()),
        Err(Failure::Fault(fault)) => Err(fault.into()),
    }
}

/// `POST /account/two-factor/recovery-codes`
pub async fn new_recovery_codes(
    visit: Visit,
    form: Confirmed<CurrentSession, NoFields, EachTime>,
) -> Result<HttpResponse, Problem> {
    match two_factor::new_recovery_codes(&visit.desk, &form.session, visit.context.clone()).await {
        Ok(codes) => Ok(enrolment::recovery_codes(&visit, &form.session, &codes, false, paths::TWO_FACTOR).await),
        Err(error) => unchanged(&visit, error),
    }
}

/// `POST /account/two-factor/removal`
pub async fn turn_off(
    visit: Visit,
    form: Confirmed<CurrentSession, NoFields, EachTime>,
) -> Result<HttpResponse, Problem> {
    match two_factor::turn_off(&visit.desk, &form.session, visit.context.clone()).await {
        Ok(()) => Ok(visit.see_other(paths::TWO_FACTOR_OFF)),
        Err(error) => unchanged(&visit, error),
    }
}

/// Where nothing is to be done, the page shows the present state.
fn unchanged(visit: &Visit, failure: Failure<FactorRefusal>) -> Result<HttpResponse, Problem> {
    match failure {
        Failure::Refused(FactorRefusal::None | FactorRefusal::Demanded) => Ok(visit.see_other(paths::TWO_FACTOR)),
        Failure::Refused(FactorRefusal::SessionOver(over)) => Err(over.into()),
        Failure::Fault(fault) => Err(fault.into()),
    }
}
