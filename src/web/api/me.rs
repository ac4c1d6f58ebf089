//! Who the caller is.

use serde::Serialize;
use utoipa::ToSchema;

use crate::web::api::call::{Answer, json};
use crate::web::api::caller::ApiCaller;

/// The caller, as the access token says.
#[derive(Serialize, ToSchema)]
#[schema(example = json!({
    "id": "7f3a9c0e1b2d4f5a8c6e0d1b2a3c4e5f",
    "username": "ada",
    "role": "user",
    "session_id": "c41f6e20b7d94a0c93e5d8f1a6b27e03",
    "expires_at": 1767225600
}))]
pub struct Me {
    /// The user, for ever (`sub`).
    id: String,
    /// The name to show; it may change.
    username: String,
    /// `user` or `admin`.
    role: &'static str,
    /// The session (`sid`).
    session_id: String,
    /// When the access token expires, as a NumericDate.
    expires_at: i64,
}

/// Tell who the caller is.
///
/// What the access token says, without a look into the database.
#[utoipa::path(
    get,
    path = "/api/me",
    operation_id = "showMe",
    responses((status = 200, description = "The caller", body = Me))
)]
pub async fn show(caller: ApiCaller) -> Answer {
    Ok(json(&Me {
        id: caller.session.user_id.to_string(),
        username: caller.session.username.clone(),
        role: caller.session.role.as_str(),
        session_id: caller.session.id.to_string(),
        expires_at: caller.expires_at,
    }))
}
