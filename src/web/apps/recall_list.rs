//! `GET /recall-list.jwt`: what must not be accepted any more, for apps that check access tokens.

use std::time::Duration;

use actix_web::{HttpRequest, HttpResponse};

use crate::desk::token::NoList;
use crate::desk::token::recall_list::current;
use crate::web::api::call::Call;
use crate::web::api::problem::{ApiProblem, Reason};
use crate::web::http::conditional;
use crate::web::language::say;

/// Without `application/` it is the `typ` of the token (RFC 8725 section 3.11).
const MEDIA_TYPE: &str = "application/recall-list+jwt";
const NOT_PUBLIC: Reason = Reason { word: "not_public", sentence: say("api-tokens-symmetric") };

/// Show what is recalled.
///
/// A JWT of the type `recall-list+jwt`, signed like access tokens. `sessions` and `versions` name sessions and users by
/// fingerprints: the first 12 characters of the base64url of the SHA-256 of the id. A token is to be treated as expired
/// if its `sid` is in `sessions`, if its `ver` is below that of its `sub` in `versions`, or if its `iat` is not after
/// `issued_after`; it is to be refused if its `kid` is not in `keys`. Ask again after `ttl` seconds, with the tag of the
/// last answer; do not rely on a list after its `exp`.
#[utoipa::path(
    get,
    path = "/recall-list.jwt",
    operation_id = "showRecallList",
    security(()),
    responses(
        (status = 200, description = "The list", content_type = "application/recall-list+jwt", body = String,
            example = "eyJhbGciOiJFUzI1NiIsInR5cCI6InJlY2FsbC1saXN0K2p3dCIsImtpZCI6IjEifQ.e30.c2ln"),
        (status = 304, description = "It is the one that If-None-Match names"),
        (status = 404, description = "Tokens are signed with HS256"),
        (status = 503, description = "This instance does not know at the moment"),
    )
)]
pub async fn show(request: HttpRequest, call: Call) -> Result<HttpResponse, ApiProblem> {
    match current(&call.desk).await {
        Ok(list) => {
            let content = || list.token.clone();
            Ok(conditional::answer(&request, MEDIA_TYPE, Duration::from_secs(1), list.tag.clone(), content))
        }
        Err(NoList::NotPublic) => Err(ApiProblem::Absent(NOT_PUBLIC)),
        Err(NoList::NotFresh) => Err(ApiProblem::Unavailable),
    }
}
