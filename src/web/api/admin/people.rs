//! Somebody who did something, by the id that stays and the name that may be gone.

use std::collections::HashMap;

use serde::Serialize;
use utoipa::ToSchema;

use super::schemas;
use crate::domain::account::username::Username;
use crate::domain::id::UserId;

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
    /// Somebody, by the names of those who still have an account.
    pub fn of(id: &UserId, names: &HashMap<UserId, Username>) -> PersonRecord {
        PersonRecord { id: id.to_string(), username: names.get(id).map(ToString::to_string) }
    }
}
