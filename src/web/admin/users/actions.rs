//! What admins do with an account: each is one form, one verb, and the way back to the account's page.

use actix_web::HttpResponse;

use crate::desk::account::{self, AccountRefusal};
use crate::desk::fault::Failure;
use crate::desk::session::life;
use crate::domain::account::{Email, Role, Username};
use crate::domain::text::trimmed;
use crate::web::admin::users::show::{Answer, Done, page};
use crate::web::admin::users::{OnUser, refusal};
use crate::web::error::Problem;
use crate::web::forms::occasion::EachTime;
use crate::web::forms::sent_again::succeeds_once;
use crate::web::http::form::NoFields;
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
pub async fn rename(form: OnUser<NameFields, EachTime>) -> Result<HttpResponse, Problem> {
    let typed = &form.fields.username;
    let no_name = |reason| page(&form.visit, &form.session, form.id.clone(), Answer::NoName(typed.clone(), reason));
    let name = match Username::parse(typed) {
        Ok(name) => name,
        Err(error) => return no_name(words::username_error(error)).await,
    };
    match account::rename(&form.visit.desk, form.id.clone(), name, form.by()).await {
        Err(failure @ Failure::Refused(AccountRefusal::NameTaken)) => no_name(refusal(failure)?).await,
        outcome => answer(&form, outcome, Done::Name).await,
    }
}

/// `POST /admin/users/{id}/role`
pub async fn set_role(form: OnUser<RoleFields, EachTime>) -> Result<HttpResponse, Problem> {
    let role = Role::parse(&form.fields.role).ok_or(Problem::BadRequest)?;
    let takes_own = form.is_own() && role != Role::Admin;
    if takes_own && form.fields.sure.is_none() {
        return Ok(ask_first(&form, paths::ADMIN_USER_ROLE));
    }
    match account::set_role(&form.visit.desk, form.id.clone(), role, form.by()).await {
        // The admin pages are closed to them now.
        Ok(_) if takes_own => Ok(form.visit.see_other(paths::ACCOUNT)),
        outcome => answer(&form, outcome, Done::Role).await,
    }
}

/// `POST /admin/users/{id}/suspension`. It can be undone, but for the sessions: before more than one ends, a page asks.
pub async fn suspend(form: OnUser<SureFields>) -> Result<HttpResponse, Problem> {
    if form.fields.sure.is_none() && (form.is_own() || ends_several(&form).await?) {
        return Ok(ask_first(&form, paths::ADMIN_USER_SUSPENSION));
    }
    let outcome = account::suspend(&form.visit.desk, form.id.clone(), form.by()).await;
    answer(&form, outcome, Done::Suspended).await
}

/// `POST /admin/users/{id}/reactivation`
pub async fn reactivate(form: OnUser<NoFields, EachTime>) -> Result<HttpResponse, Problem> {
    let outcome = account::reactivate(&form.visit.desk, form.id.clone(), form.by()).await;
    answer(&form, outcome, Done::Reactivated).await
}

/// `POST /admin/users/{id}/sign-in-reopening`
pub async fn reopen_sign_in(form: OnUser<NoFields>) -> Result<HttpResponse, Problem> {
    let outcome = account::reopen_sign_in(&form.visit.desk, form.id.clone(), form.by()).await;
    answer(&form, outcome, Done::Reopened).await
}

/// `POST /admin/users/{id}/sign-out`. Before more than one session ends, a page asks.
pub async fn sign_out(form: OnUser<SureFields>) -> Result<HttpResponse, Problem> {
    if form.fields.sure.is_none() && ends_several(&form).await? {
        return Ok(ask_first(&form, paths::ADMIN_USER_SIGN_OUT));
    }
    let outcome = account::sign_out_everywhere(&form.visit.desk, form.id.clone(), form.by()).await;
    // Without a session, sign-ins that wait for a code are void all the same.
    answer(&form, outcome.map(|_| true), Done::SignedOut).await
}

/// `POST /admin/users/{id}/email`. An empty address deletes the note.
pub async fn set_email(form: OnUser<EmailFields>) -> Result<HttpResponse, Problem> {
    let email = match trimmed(&form.fields.email) {
        "" => None,
        text => match Email::parse(text) {
            Ok(email) => Some(email),
            Err(error) => {
                let answer = Answer::NoEmail(text.to_owned(), words::email_error(error));
                return page(&form.visit, &form.session, form.id, answer).await;
            }
        },
    };
    let outcome = account::set_email(&form.visit.desk, form.id.clone(), email, form.by()).await;
    answer(&form, outcome, Done::Email).await
}

/// `POST /admin/users/{id}/deletion`
pub async fn delete(form: OnUser<SureFields, EachTime>) -> Result<HttpResponse, Problem> {
    if form.fields.sure.is_none() {
        return Ok(ask_first(&form, paths::ADMIN_USER_DELETION));
    }
    let outcome = account::delete(&form.visit.desk, form.id.clone(), form.by()).await;
    let is_deleted = outcome.is_ok();
    let answer = answer(&form, outcome.map(|()| true), Done::Deleted).await?;
    Ok(if is_deleted { succeeds_once(answer) } else { answer })
}

async fn ends_several(form: &OnUser<SureFields>) -> Result<bool, Problem> {
    Ok(life::list_live(&form.visit.desk, form.id.clone()).await?.len() > 1)
}

/// Leads to the page that asks first, which has the same address as the form.
fn ask_first<T, O>(form: &OnUser<T, O>, path: &str) -> HttpResponse {
    form.visit.see_other(&paths::of(path, form.id.as_str()))
}

/// Leads back to the account's page, which says whether something was changed. Somebody who has ended their own session
/// goes to the login page, which says why.
async fn answer<T, O>(
    form: &OnUser<T, O>,
    outcome: Result<bool, Failure<AccountRefusal>>,
    done: Done,
) -> Result<HttpResponse, Problem> {
    let ends_sessions = matches!(done, Done::Suspended | Done::SignedOut | Done::Deleted);
    match outcome {
        Ok(_) if ends_sessions && form.is_own() => Ok(form.visit.see_other(paths::LOGIN)),
        Ok(is_changed) => {
            let done = if is_changed { done } else { Done::Nothing };
            Ok(form.visit.see_other(&done.page_of(&form.id)))
        }
        Err(error) => page(&form.visit, &form.session, form.id.clone(), Answer::Refused(refusal(error)?)).await,
    }
}
