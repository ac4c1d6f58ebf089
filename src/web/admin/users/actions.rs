//! What admins do with an account: each is one form, one verb, and the way back to the account's page.

use actix_web::{HttpResponse, web};

use crate::desk::account::{self, AccountRefusal};
use crate::desk::active_session::ActiveSession;
use crate::desk::fault::Failure;
use crate::domain::account::{Email, Role, Username};
use crate::domain::id::UserId;
use crate::domain::text::trimmed;
use crate::web::admin::users::show::{Answer, Done, page};
use crate::web::admin::users::{id, refusal};
use crate::web::error::Problem;
use crate::web::forms::confirmed::Confirmed;
use crate::web::forms::occasion::EachTime;
use crate::web::forms::sent_again::succeeds_once;
use crate::web::http::form::NoFields;
use crate::web::visit::guards::Administrator;
use crate::web::visit::visit::Visit;
use crate::web::{paths, words};

/// For a form that may have to be confirmed first, on a page of its own.
#[derive(serde::Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SureFields {
    /// There if the person saw that page.
    sure: Option<String>,
}

#[derive(serde::Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RoleFields {
    role: String,
    sure: Option<String>,
}

#[derive(serde::Deserialize)]
#[serde(deny_unknown_fields)]
pub struct EmailFields {
    email: String,
}

#[derive(serde::Deserialize)]
#[serde(deny_unknown_fields)]
pub struct NameFields {
    username: String,
}

/// `POST /admin/users/{id}/name`. Apps know people by their names: somebody who gets another person's name is that
/// person for them.
pub async fn rename(
    visit: Visit,
    user: web::Path<String>,
    form: Confirmed<Administrator, NameFields, EachTime>,
) -> Result<HttpResponse, Problem> {
    let id = id(&user)?;
    let typed = &form.fields.username;
    let no_name = |reason| page(&visit, &form.session, id.clone(), Answer::NoName(typed.clone(), reason));
    let name = match Username::parse(typed) {
        Ok(name) => name,
        Err(error) => return no_name(words::username_error(error)).await,
    };
    match account::rename(&visit.desk, id.clone(), name, visit.by(&form.session)).await {
        Err(failure @ Failure::Refused(AccountRefusal::NameTaken)) => no_name(refusal(failure)?).await,
        outcome => answer(&visit, &form.session, id, outcome, Done::Name).await,
    }
}

/// `POST /admin/users/{id}/role`
pub async fn set_role(
    visit: Visit,
    user: web::Path<String>,
    form: Confirmed<Administrator, RoleFields, EachTime>,
) -> Result<HttpResponse, Problem> {
    let (id, role) = (id(&user)?, Role::parse(&form.fields.role).ok_or(Problem::BadRequest)?);
    let takes_own = id == form.session.user_id && role != Role::Admin;
    if takes_own && form.fields.sure.is_none() {
        return Ok(visit.see_other(&paths::of(paths::ADMIN_USER_ROLE, id.as_str())));
    }
    let outcome = account::set_role(&visit.desk, id.clone(), role, visit.by(&form.session)).await;
    match (outcome, takes_own) {
        // The admin pages are closed to them now.
        (Ok(_), true) => Ok(visit.see_other(paths::ACCOUNT)),
        (outcome, _) => answer(&visit, &form.session, id, outcome, Done::Role).await,
    }
}

/// `POST /admin/users/{id}/suspension`
pub async fn suspend(
    visit: Visit,
    user: web::Path<String>,
    form: Confirmed<Administrator, SureFields>,
) -> Result<HttpResponse, Problem> {
    let id = id(&user)?;
    if id == form.session.user_id && form.fields.sure.is_none() {
        return Ok(visit.see_other(&paths::of(paths::ADMIN_USER_SUSPENSION, id.as_str())));
    }
    let outcome = account::suspend(&visit.desk, id.clone(), visit.by(&form.session)).await;
    answer(&visit, &form.session, id, outcome, Done::Suspended).await
}

/// `POST /admin/users/{id}/reactivation`
pub async fn reactivate(
    visit: Visit,
    user: web::Path<String>,
    form: Confirmed<Administrator, NoFields, EachTime>,
) -> Result<HttpResponse, Problem> {
    let id = id(&user)?;
    let outcome = account::reactivate(&visit.desk, id.clone(), visit.by(&form.session)).await;
    answer(&visit, &form.session, id, outcome, Done::Reactivated).await
}

/// `POST /admin/users/{id}/sign-out`
pub async fn sign_out(
    visit: Visit,
    user: web::Path<String>,
    form: Confirmed<Administrator, NoFields>,
) -> Result<HttpResponse, Problem> {
    let id = id(&user)?;
    let outcome = account::sign_out_everywhere(&visit.desk, id.clone(), visit.by(&form.session)).await;
    answer(&visit, &form.session, id, outcome, Done::SignedOut).await
}

/// `POST /admin/users/{id}/email`. An empty address deletes the note.
pub async fn set_email(
    visit: Visit,
    user: web::Path<String>,
    form: Confirmed<Administrator, EmailFields>,
) -> Result<HttpResponse, Problem> {
    let id = id(&user)?;
    let email = match trimmed(&form.fields.email) {
        "" => None,
        text => match Email::parse(text) {
            Ok(email) => Some(email),
            Err(error) => {
                let answer = Answer::NoEmail(text.to_owned(), words::email_error(error));
                return page(&visit, &form.session, id, answer).await;
            }
        },
    };
    let outcome = account::set_email(&visit.desk, id.clone(), email, visit.by(&form.session)).await;
    answer(&visit, &form.session, id, outcome, Done::Email).await
}

/// `POST /admin/users/{id}/deletion`
pub async fn delete(
    visit: Visit,
    user: web::Path<String>,
    form: Confirmed<Administrator, SureFields, EachTime>,
) -> Result<HttpResponse, Problem> {
    let id = id(&user)?;
    if form.fields.sure.is_none() {
        return Ok(visit.see_other(&paths::of(paths::ADMIN_USER_DELETION, id.as_str())));
    }
    let outcome = account::delete(&visit.desk, id.clone(), visit.by(&form.session)).await;
    let is_deleted = outcome.is_ok();
    let answer = answer(&visit, &form.session, id, outcome, Done::Deleted).await?;
    Ok(if is_deleted { succeeds_once(answer) } else { answer })
}

/// Leads back to the account's page. A change that was made already counts as made now. Somebody who has ended their
/// own session goes to the login page, which says why.
async fn answer<T>(
    visit: &Visit,
    session: &ActiveSession,
    id: UserId,
    outcome: Result<T, Failure<AccountRefusal>>,
    done: Done,
) -> Result<HttpResponse, Problem> {
    let ends_sessions = matches!(done, Done::Suspended | Done::SignedOut | Done::Deleted);
    match outcome {
        Ok(_) if ends_sessions && id == session.user_id => Ok(visit.see_other(paths::LOGIN)),
        Ok(_) => Ok(visit.see_other(&format!("{}?done={}", paths::admin_user(id.as_str()), done.as_str()))),
        Err(error) => page(visit, session, id, Answer::Refused(refusal(error)?)).await,
    }
}
