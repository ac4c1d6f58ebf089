//! Making links for somebody who has an account: another invitation, a password reset, or a device link. Anybody who
//! has one of the first two can take the account over, so the password is asked for each time; a device link opens
//! nothing. The page shows a link once.
//!
//! It answers the form itself instead of a redirect: for another address to show the link, it would have to be in that
//! address, in a cookie or in the database, where others could find it. Reloading the page sends the form again, which
//! shows the link once more if it still works, and later makes a new one, which makes the old one void.

use actix_web::HttpResponse;
use actix_web::http::StatusCode;
use askama::Template;

use crate::desk::account::links::{self, invite_again, start_password_reset};
use crate::desk::account::{AccountRefusal, NewLink};
use crate::desk::fault::Failure;
use crate::desk::form_answers::Condition;
use crate::web::admin::users::show::{self, Answer};
use crate::web::admin::users::{OnUser, refusal};
use crate::web::error::Problem;
use crate::web::forms::occasion::{EachTime, Lately};
use crate::web::forms::sent_again::good_while;
use crate::web::http::form::NoFields;
use crate::web::sign_in::qr_code::QrCode;
use crate::web::visit::visit::{Frame, Visit};
use crate::web::{paths, words};

#[derive(Template)]
#[template(path = "admin/users/link.html")]
struct LinkPage<'a> {
    frame: Frame,
    title: String,
    made: &'a NewLink,
    /// That it was made, and what it does.
    told: [String; 2],
    /// Whether the account was made just now too: reloading the page would make it again, which is not possible.
    is_new: bool,
    link: String,
    /// What to send with the link, ready to be copied.
    message: String,
    /// For somebody who stands beside the admin with a phone.
    qr_code: Option<QrCode>,
}

/// `POST /admin/users/{id}/invitation`
pub async fn invite(form: OnUser<NoFields, EachTime>) -> Result<HttpResponse, Problem> {
    let made = invite_again(&form.visit.desk, form.id.clone(), form.by()).await;
    answer(form, made).await
}

/// `POST /admin/users/{id}/password-reset`
pub async fn reset(form: OnUser<NoFields, EachTime>) -> Result<HttpResponse, Problem> {
    let made = start_password_reset(&form.visit.desk, form.id.clone(), form.by()).await;
    answer(form, made).await
}

/// `POST /admin/users/{id}/device-link`
pub async fn make_device_link(form: OnUser<NoFields, Lately>) -> Result<HttpResponse, Problem> {
    let made = links::make_device_link(&form.visit.desk, form.id.clone(), form.by()).await;
    answer(form, made).await
}

async fn answer<O>(
    form: OnUser<NoFields, O>,
    made: Result<NewLink, Failure<AccountRefusal>>,
) -> Result<HttpResponse, Problem> {
    match made {
        Ok(made) => Ok(page(&form.visit, StatusCode::OK, &made)),
        Err(error) => show::page(&form.visit, &form.session, form.id, Answer::Refused(refusal(error)?)).await,
    }
}

pub fn page(visit: &Visit, status: StatusCode, made: &NewLink) -> HttpResponse {
    let name = made.user.username.as_str();
    let link = paths::account_link_url(visit.desk.settings().public_url(), made);
    let until = visit.zone.named_minutes(made.expires_at);
    let (site, language) = (visit.desk.settings().site_name.as_str(), visit.language);
    let template = LinkPage {
        frame: visit.frame(),
        title: language.with("made-link-title", &[("username", name)]),
        made,
        is_new: status == StatusCode::CREATED,
        told: words::made_link(made.purpose, name, language),
        message: words::message_with_link(made.purpose, [name, site, &link, &until], language),
        qr_code: QrCode::of(&link),
        link,
    };
    let user = paths::admin_user(made.user.id.as_str());
    good_while(visit.page(status, &template), Condition::link(made), Some(user))
}
