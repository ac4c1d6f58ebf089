//! One's own second factor. Every change takes the password, and the code of the second factor that there is.

use actix_web::HttpResponse;
use actix_web::http::StatusCode;
use askama::Template;

use super::enrolment::{self, Way};
use crate::auth::session::Issued;
use crate::auth::two_factor::{self, ChangeError, EnrolmentError};
use crate::domain::two_factor::Code;
use crate::store::{Connection, users};
use crate::web::confirmed::Confirmed;
use crate::web::cookies::CookieChange;
use crate::web::error::Problem;
use crate::web::form::Query;
use crate::web::guards::CurrentSession;
use crate::web::visit::{Frame, Visit};
use crate::web::{paths, static_files, words};

const WAY: Way<'static> = Way { action: paths::TWO_FACTOR_ACTIVATION, back: paths::TWO_FACTOR, next: None };

#[derive(Template)]
#[template(path = "account/two_factor.html")]
struct TwoFactorPage {
    frame: Frame,
    /// Since when it is on.
    enabled_at: Option<String>,
    recovery_codes: i64,
    is_demanded: bool,
    is_turned_off: bool,
}

/// What may follow the path.
#[derive(serde::Deserialize)]
pub struct Parameters {
    /// It has just been turned off.
    off: Option<String>,
}

/// The form sends nothing but itself.
#[derive(serde::Deserialize)]
#[serde(deny_unknown_fields)]
pub struct NoFields {}

/// What the form sends.
#[derive(serde::Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CodeFields {
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
        enabled_at: status.map(|status| status.enabled_at.to_minutes()),
        recovery_codes: status.map_or(0, |status| status.recovery_codes),
        is_demanded: visit.desk.settings().two_factor.demands(user.role),
        is_turned_off: parameters.off.is_some() && status.is_none(),
    };
    Ok(visit.page(StatusCode::OK, &template))
}

/// `POST /account/two-factor/enrolment`
pub async fn begin(visit: Visit, form: Confirmed<CurrentSession, NoFields>) -> Result<HttpResponse, Problem> {
    match two_factor::begin(&visit.desk, &form.session).await {
        Ok(offer) => Ok(enrolment::offer(&visit, WAY, &offer, None)),
        Err(error) => otherwise(&visit, error),
    }
}

/// `POST /account/two-factor/activation`
pub async fn activate(visit: Visit, form: Confirmed<CurrentSession, CodeFields>) -> Result<HttpResponse, Problem> {
    let code = Code::parse(&form.fields.code);
    match two_factor::activate(&visit.desk, &form.session, code, visit.context.clone()).await {
        Ok((issued, codes)) => Ok(with(enrolment::recovery_codes(&visit, &codes, true, paths::TWO_FACTOR), issued)),
        Err(EnrolmentError::Wrong) => match two_factor::offered(&visit.desk, &form.session).await {
            Ok(offer) => {
                let error = words::code_error(two_factor::CodeError::Wrong, visit.language);
                Ok(enrolment::offer(&visit, WAY, &offer, Some(error)))
            }
            Err(error) => otherwise(&visit, error),
        },
        Err(error) => otherwise(&visit, error),
    }
}

/// `POST /account/two-factor/recovery-codes`
pub async fn new_recovery_codes(
    visit: Visit,
    form: Confirmed<CurrentSession, NoFields>,
) -> Result<HttpResponse, Problem> {
    match two_factor::new_recovery_codes(&visit.desk, &form.session, visit.context.clone()).await {
        Ok((issued, codes)) => Ok(with(enrolment::recovery_codes(&visit, &codes, false, paths::TWO_FACTOR), issued)),
        Err(error) => unchanged(&visit, error),
    }
}

/// `POST /account/two-factor/removal`
pub async fn turn_off(visit: Visit, form: Confirmed<CurrentSession, NoFields>) -> Result<HttpResponse, Problem> {
    match two_factor::turn_off(&visit.desk, &form.session, visit.context.clone()).await {
        Ok(Some(issued)) => Ok(with(visit.see_other(paths::TWO_FACTOR_OFF), issued)),
        Ok(None) => Ok(visit.see_other(paths::LOGIN)),
        Err(error) => unchanged(&visit, error),
    }
}

fn with(mut response: HttpResponse, issued: Issued) -> HttpResponse {
    response.extensions_mut().insert(CookieChange::Set(Box::new(issued)));
    response
}

/// The page says how things are, where nothing is to be done.
fn otherwise(visit: &Visit, error: EnrolmentError) -> Result<HttpResponse, Problem> {
    match error {
        EnrolmentError::NotOffered | EnrolmentError::Wrong => Ok(visit.see_other(paths::TWO_FACTOR)),
        EnrolmentError::SessionOver => Err(Problem::SignedOutMeanwhile { fields: Vec::new() }),
        EnrolmentError::Store(error) => Err(error.into()),
        EnrolmentError::Signing(error) => Err(error.into()),
    }
}

fn unchanged(visit: &Visit, error: ChangeError) -> Result<HttpResponse, Problem> {
    match error {
        ChangeError::None => Ok(visit.see_other(paths::TWO_FACTOR)),
        ChangeError::SessionOver => Err(Problem::SignedOutMeanwhile { fields: Vec::new() }),
        ChangeError::Store(error) => Err(error.into()),
        ChangeError::Signing(error) => Err(error.into()),
    }
}
