//! Ending one session, or those that are ticked in the list: before more than one ends, a page asks.

use actix_web::{HttpResponse, web};
use askama::Template;

use crate::desk::session::revocation;
use crate::domain::id::SessionId;
use crate::domain::net::ReturnTo;
use crate::store::lists::Count;
use crate::store::{Connection, sessions};
use crate::web::admin::sessions::bulk::ENDING;
use crate::web::admin::sessions::list::Row;
use crate::web::admin::users::show::Done;
use crate::web::error::Problem;
use crate::web::forms::confirmed::Confirmed;
use crate::web::forms::sent_again::{came_to_nothing, succeeds_once};
use crate::web::visit::guards::Administrator;
use crate::web::visit::visit::{Frame, Visit};
use crate::web::{lists, paths};

/// The most boxes that a page has, and so the most that can be ticked.
const MOST_TICKED: usize = 200;

#[derive(Template)]
#[template(path = "admin/sessions/ticked.html")]
struct AskPage {
    frame: Frame,
    count: String,
    rows: Vec<Row>,
    /// Whether the admin's own session is among them.
    has_own: bool,
    /// The page of the list with the boxes.
    back: String,
}

#[derive(serde::Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Fields {
    /// The page with the button: `user` for that of the session's owner; without it, that of the session.
    from: Option<String>,
}

/// `POST /admin/sessions/{id}/revocation`. Leads back to the page with the button, which says whether it was over already.
pub async fn end_one(
    visit: Visit,
    id: web::Path<String>,
    form: Confirmed<Administrator, Fields>,
) -> Result<HttpResponse, Problem> {
    let id = SessionId::parse(&id).ok_or(Problem::NotFound)?;
    let is_from_user = match form.fields.from.as_deref() {
        Some("user") => true,
        None => false,
        Some(_) => return Err(Problem::BadRequest),
    };
    let found = id.clone();
    let owner = visit.desk.store().read(move |connection| sessions::find_owner(connection, &found)).await?;
    let owner = owner.ok_or(Problem::NotFound)?;
    let path = paths::admin_session(id.as_str());
    let ended = revocation::revoke_these(&visit.desk, vec![id], visit.by(&form.session)).await?;
    let next = match is_from_user {
        true if ended == 0 => Done::Nothing.page_of(&owner),
        true => Done::SessionEnded.page_of(&owner),
        false => format!("{path}?ended={ended}"),
    };
    // A session that has ended stays so: sent again, the same form would say that nothing was ended.
    Ok(succeeds_once(visit.see_other(&next)))
}

/// `POST /admin/sessions/ticked/revocation`: any number of `id`, `next`, the page of the list with the boxes, and
/// `sure` if the person has been asked.
pub async fn end_ticked(
    visit: Visit,
    form: Confirmed<Administrator, Vec<(String, String)>>,
) -> Result<HttpResponse, Problem> {
    let (mut ids, mut next, mut is_sure) = (Vec::new(), None, false);
    for (name, value) in &form.fields {
        match name.as_str() {
            "id" if ids.len() < MOST_TICKED => ids.push(SessionId::parse(value).ok_or(Problem::BadRequest)?),
            "next" if next.is_none() => next = Some(ReturnTo::parse(value)),
            "sure" if !is_sure => is_sure = true,
            _ => return Err(Problem::BadRequest),
        }
    }
    // Leads only to a page of the list.
    let next = next.filter(|next| next.as_str().split('?').next() == Some(paths::ADMIN_SESSIONS));
    let next = next.as_ref().map_or(paths::ADMIN_SESSIONS, ReturnTo::as_str);
    if ids.len() > 1 && !is_sure {
        return ask_first(&visit, &form.session.id, ids, next).await;
    }
    let ended = revocation::revoke_these(&visit.desk, ids, visit.by(&form.session)).await?;
    Ok(succeeds_once(visit.see_other(&paths::and(next, &format!("ended={ended}")))))
}

/// Names the sessions that would end. One that is over already is left out, unless all are: then the list says so.
async fn ask_first(visit: &Visit, own: &SessionId, ids: Vec<SessionId>, next: &str) -> Result<HttpResponse, Problem> {
    let read = move |connection: &mut Connection| {
        let found = ids.iter().map(|id| sessions::find(connection, id)).collect::<Result<Vec<_>, _>>()?;
        Ok(found.into_iter().flatten().map(|(session, _)| session).collect::<Vec<_>>())
    };
    let (found, now) = (visit.desk.store().read(read).await?, visit.desk.clock().now());
    let rows: Vec<_> = found.iter().map(|row| Row::of(row, own, visit, now)).filter(|row| row.is_live).collect();
    if rows.is_empty() {
        return Ok(came_to_nothing(visit.see_other(&paths::and(next, "ended=0"))));
    }
    let count = Count::Exactly(i64::try_from(rows.len()).unwrap_or(i64::MAX));
    let page = AskPage {
        frame: visit.frame(),
        count: lists::count(count, ENDING, visit.language).unwrap_or_default(),
        has_own: rows.iter().any(|row| row.is_own),
        rows,
        back: next.to_owned(),
    };
    Ok(came_to_nothing(visit.show(&page)))
}
