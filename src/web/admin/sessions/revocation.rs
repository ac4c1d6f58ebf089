//! Ending one session, or those that are ticked in the list.

use actix_web::{HttpResponse, web};

use crate::desk::session::revocation;
use crate::domain::id::SessionId;
use crate::domain::net::ReturnTo;
use crate::store::sessions;
use crate::web::error::Problem;
use crate::web::forms::confirmed::Confirmed;
use crate::web::forms::sent_again::succeeds_once;
use crate::web::http::form::NoFields;
use crate::web::paths;
use crate::web::visit::guards::Administrator;
use crate::web::visit::visit::Visit;

/// The most boxes that a page has, and so the most that can be ticked.
const MOST_TICKED: usize = 200;

/// `POST /admin/sessions/{id}/revocation`. A session that is over already counts as ended now.
pub async fn end_one(
    visit: Visit,
    id: web::Path<String>,
    form: Confirmed<Administrator, NoFields>,
) -> Result<HttpResponse, Problem> {
    let id = SessionId::parse(&id).ok_or(Problem::NotFound)?;
    let found = id.clone();
    let owner = visit.desk.store().read(move |connection| sessions::find_owner(connection, &found)).await?;
    owner.ok_or(Problem::NotFound)?;
    let path = paths::admin_session(id.as_str());
    let ended = revocation::revoke_these(&visit.desk, vec![id], visit.by(&form.session)).await?;
    // A session that has ended stays so: sent again, the same form would say that nothing was ended.
    Ok(succeeds_once(visit.see_other(&format!("{path}?ended={ended}"))))
}

/// `POST /admin/sessions/ticked/revocation`: any number of `id`, and `next`, the page of the list with the boxes.
pub async fn end_ticked(
    visit: Visit,
    form: Confirmed<Administrator, Vec<(String, String)>>,
) -> Result<HttpResponse, Problem> {
    let (mut ids, mut next) = (Vec::new(), None);
    for (name, value) in &form.fields {
        match name.as_str() {
            "id" if ids.len() < MOST_TICKED => ids.push(SessionId::parse(value).ok_or(Problem::BadRequest)?),
            "next" if next.is_none() => next = Some(ReturnTo::parse(value)),
            _ => return Err(Problem::BadRequest),
        }
    }
    let ended = revocation::revoke_these(&visit.desk, ids, visit.by(&form.session)).await?;
    // Leads only to a page of the list.
    let next = next.filter(|next| next.as_str().split('?').next() == Some(paths::ADMIN_SESSIONS));
    let next = next.as_ref().map_or(paths::ADMIN_SESSIONS, ReturnTo::as_str);
    Ok(succeeds_once(visit.see_other(&paths::and(next, &format!("ended={ended}")))))
}
