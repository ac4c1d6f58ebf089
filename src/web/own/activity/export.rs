//! The export of one's own activity. It is recorded like any other: if somebody else took it, its owner finds that here.

use actix_web::{HttpRequest, HttpResponse};

use crate::desk::record::activity::filter_in;
use crate::domain::search::value::write;
use crate::domain::search::{ActivitySearch, InZone};
use crate::store::{Connection, events};
use crate::web::error::Problem;
use crate::web::http::form::Form;
use crate::web::lists::export::{self, ExportFields, Wanted};
use crate::web::visit::guards::CurrentSession;
use crate::web::visit::visit::Visit;

/// `POST /account/activity/export`: `format`, and the fields of the list's search. Asks for no password, since the list
/// shows the same without one.
pub async fn submit(
    session: CurrentSession,
    visit: Visit,
    request: HttpRequest,
    Form(fields): Form<ExportFields<ActivitySearch>>,
) -> Result<HttpResponse, Problem> {
    let ExportFields { format, search } = fields;
    let (search, owner) = (search.in_zone(&visit.zone), session.user_id.clone());
    let description = write(&search);
    let read = move |connection: &mut Connection| {
        Ok((filter_in(connection, &owner, &search)?, events::last_id(connection)?.unwrap_or(0)))
    };
    let (filter, newest) = visit.desk.store().read(read).await?;
    let by = visit.by(&session);
    export::answer(visit, &request, by, "activity", Wanted { format, filter, description, newest }).await
}
