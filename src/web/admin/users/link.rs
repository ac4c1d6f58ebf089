//! The page that shows a link once.
//!
//! It answers the form itself instead of a redirect: for another address to show the link, it would have to be in that
//! address, in a cookie or in the database, where others could find it. Reloading the page sends the form again, which
//! shows the link once more if it still works, and later makes a new one, which makes the old one void.

use actix_web::HttpResponse;
use actix_web::http::StatusCode;
use askama::Template;

use crate::desk::account::NewLink;
use crate::desk::form_answers::Condition;
use crate::domain::account::LinkPurpose;
use crate::web::forms::sent_again::good_while;
use crate::web::http::static_files;
use crate::web::paths;
use crate::web::visit::visit::{Frame, Visit};

#[derive(Template)]
#[template(path = "admin/users/link.html")]
struct LinkPage<'a> {
    frame: Frame,
    id: &'a str,
    username: &'a str,
    email: &'a str,
    is_invitation: bool,
    /// Whether the account was made just now too: reloading the page would make it again, which is not possible.
    is_new: bool,
    link: String,
    until: String,
}

pub fn page(visit: &Visit, status: StatusCode, link: &NewLink) -> HttpResponse {
    let template = LinkPage {
        frame: visit.frame(),
        id: link.user.id.as_str(),
        username: link.user.username.as_str(),
        email: link.user.email.as_ref().map(|email| email.as_str()).unwrap_or_default(),
        is_new: status == StatusCode::CREATED,
        is_invitation: link.purpose == LinkPurpose::Invitation,
        link: paths::account_link_url(visit.desk.settings().public_url(), link),
        until: link.expires_at.page_minutes(),
    };
    let user = paths::admin_user(link.user.id.as_str());
    good_while(visit.page(status, &template), Condition::link(link), Some(user))
}
