//! `GET /healthz` and `GET /readyz`: for programs that restart the process, and for programs that send requests to it.

use actix_web::http::StatusCode;
use actix_web::{HttpResponse, web};

use crate::desk::Desk;
use crate::desk::upkeep::readiness;
use crate::web::ops::plain::answer;

/// Whether the process answers. Asks nothing else, so that no process is restarted because the database is away.
pub async fn alive() -> HttpResponse {
    answer(StatusCode::OK, "alive\n")
}

/// Whether the process can do its work; if not, what is missing, one word on each line.
pub async fn ready(desk: web::Data<Desk>) -> HttpResponse {
    let missing = readiness::missing(&desk).await;
    match missing.is_empty() {
        true => answer(StatusCode::OK, "ready\n"),
        false => {
            let words = missing.iter().map(|missing| format!("{}\n", missing.as_str()));
            answer(StatusCode::SERVICE_UNAVAILABLE, words.collect::<String>())
        }
    }
}
