//! Exports of events: the form below a list, and the file that it is answered with.

use actix_web::http::header::{self, HeaderValue};
use actix_web::web::Bytes;
use actix_web::{HttpRequest, HttpResponse};
use futures_util::stream;
use serde::Deserialize;
use serde::de::DeserializeOwned;

use crate::desk::by::{By, NotAllowed};
use crate::desk::fault::Failure;
use crate::desk::record::{Export, Recording, event_export};
use crate::domain::record::ExportFormat;
use crate::domain::search::EventFilter;
use crate::domain::search::value::read;
use crate::domain::text::trimmed;
use crate::web::error::Problem;
use crate::web::forms::sent_again::{SentBefore, reaching};
use crate::web::visit::visit::Visit;

/// A format and a search.
#[derive(Deserialize)]
#[serde(try_from = "Vec<(String, String)>", bound = "S: DeserializeOwned")]
pub struct ExportFields<S> {
    pub format: ExportFormat,
    pub search: S,
}

impl<S: DeserializeOwned> TryFrom<Vec<(String, String)>> for ExportFields<S> {
    type Error = &'static str;

    /// The page has read these fields before it offered the export, and leaves out those that hold only blanks.
    fn try_from(fields: Vec<(String, String)>) -> Result<ExportFields<S>, &'static str> {
        let (formats, filters): (Vec<_>, Vec<_>) = fields.iter().partition(|(name, _)| name == "format");
        let [(_, format)] = formats.as_slice() else { return Err("there is one format") };
        let format = ExportFormat::parse(format).ok_or("no such format")?;
        let given = filters.iter().filter(|(_, text)| !trimmed(text).is_empty());
        let search = read(given.map(|(name, text)| (name.as_str(), text.as_str()))).map_err(|_| "no such search")?;
        Ok(ExportFields { format, search })
    }
}

/// What is exported.
pub struct Wanted {
    pub format: ExportFormat,
    pub filter: EventFilter,
    /// The search, as the record says it.
    pub description: String,
    /// The latest event of all when the form came.
    pub newest: i64,
}

/// Records the export and begins it. The file is called `name`, with the day.
pub async fn answer(
    visit: Visit,
    request: &HttpRequest,
    by: By,
    name: &str,
    wanted: Wanted,
) -> Result<HttpResponse, Problem> {
    let Wanted { format, filter, description, newest } = wanted;
    let sent_before = SentBefore::of(request);
    // If the form is sent twice, the export is recorded once, so the second one must not hold more.
    let last = sent_before.and_then(|before| before.last_event).unwrap_or(newest);
    let filter = EventFilter { last: Some(last), ..filter };
    let recording = if sent_before.is_some() { Recording::Done } else { Recording::New };
    let export = event_export::begin(&visit.desk, format, filter, &description, by, recording).await?;
    let file = format!("{name}-{}.{}", &visit.desk.clock().now().to_rfc3339()[..10], format.as_str());
    let mut response = HttpResponse::Ok().content_type(format.media_type()).streaming(pieces(export, visit));
    if let Ok(disposition) = HeaderValue::from_str(&format!("attachment; filename=\"{file}\"")) {
        response.headers_mut().insert(header::CONTENT_DISPOSITION, disposition);
    }
    Ok(reaching(response, last))
}

/// The export piece by piece, as fast as the client takes it. An error breaks the connection off, so that nobody takes
/// a part for the whole.
fn pieces(export: Export, visit: Visit) -> impl stream::Stream<Item = Result<Bytes, Failure<NotAllowed>>> {
    stream::try_unfold((export, visit), |(mut export, visit)| async move {
        match export.next().await {
            Ok(piece) => Ok(piece.map(|piece| (Bytes::from(piece), (export, visit)))),
            Err(error) => {
                log::error!(request = visit.context.request_id, error:% = error; "an export of events was broken off");
                Err(error)
            }
        }
    })
}
