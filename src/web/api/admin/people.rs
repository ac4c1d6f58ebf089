//! The person who did something: an identifier that stays, and a name that may be gone.

use serde::Serialize;
use utoipa::ToSchema;

use crate::web::api::admin::schemas;

/// Who did something.
#[derive(Serialize, ToSchema)]
#[schema(example = json!({"id": "0f6c9e1d52a84b7c8e3d1a90b7c6f5e4", "username": "grace"}))]
pub struct PersonRecord {
    /// The user, for ever.
    #[schema(value_type = schemas::Id)]
    id: String,
    /// The name; null when the account is gone.
    #[schema(required = true)]
    username: Option<String>,
}

impl PersonRecord {
    pub fn new(id: &str, username: Option<&str>) -> PersonRecord {
        PersonRecord { id: id.to_owned(), username: username.map(str::to_owned) }
    }
}
