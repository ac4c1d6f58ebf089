//! A person's own second factor. Every change needs the password with the form itself, and a code of the second factor
//! if there is one: a session alone, or a copy of its cookies, must not be enough.

use actix_web::{HttpRequest, HttpResponse};
use askama::Template;

use crate::desk::active_session::ActiveSession;
use crate::desk::fault::Failure;
use crate::desk::form_answers::Condition;
use crate::desk::two_factor::{self, EnrolmentRefusal, FactorRefusal};
use crate::domain::sign_in::Code;
use crate::domain::time::Timestamp;
use crate::store::{Connection, users};
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
    enabled_at: Option<String>,
    recovery_codes: i64,
    is_demanded: bool,
    is_turned_off: bool,
    is_too_late: bool,
}

#[derive(serde::Deserialize)]
pub struct Parameters {
    /// It has just been turned off.
    off: Option<String>,
    /// The key that was shown is not valid any more.
    late: Option<String>,
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
    let id = session.user_id.clone();
    let read =
        move |connection: &mut Connection| Ok((users::find(connection, &id)?, two_factor::status_in(connection, &id)?));
    let (user, status) = visit.desk.store().read(read).await?;
    let user = user.ok_or(Problem::NotFound)?;
    let template = TwoFactorPage {
        frame: visit.frame(),
        enabled_at: status.map(|status| status.enabled_at.page_minutes_utc()),
        recovery_codes: status.map_or(0, |status| status.recovery_codes),
        is_demanded: visit.desk.settings().two_factor.demands(user.role),
        is_turned_off: parameters.off.is_some() && status.is_none(),
        is_too_late: parameters.late.is_some(),
    };
    Ok(visit.show(&template))
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
            Ok(match two_factor::offered(&visit.desk, &session, &fields.offer) {
                Some(offer) => {
                    let page = enrolment::offer(&visit, None, &offer, true);
                    offered(page, &session, now)
                }
                None => visit.see_other(paths::TWO_FACTOR_TOO_LATE),
            })
        }
        Err(Failure::Refused(EnrolmentRefusal::Done)) => Ok(visit.see_other(paths::TWO_FACTOR)),
        Err(Failure::Refused(EnrolmentRefusal::NotOffered)) => Ok(visit.see_other(paths::TWO_FACTOR_TOO_LATE)),
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
