//! Everybody's accounts: searched, made, seen and changed.

pub mod changes;
pub mod links;
pub mod list;
pub mod show;

use serde::Serialize;
use utoipa::ToSchema;

use crate::desk::account::AccountRefusal;
use crate::domain::account::{Email, User};
use crate::domain::time::Timestamp;
use crate::web::api::admin::schemas;
use crate::web::api::problem::{ApiProblem, Reason};
use crate::web::words::account_refusal;

/// An account.
#[derive(Serialize, ToSchema)]
#[schema(example = json!({
    "id": "5f1d7a0c39b24e86a1c2d3e4f5061728",
    "username": "ada",
    "email": "ada@example.org",
    "role": "user",
    "state": "active",
    "created_at": 1767225600,
    "last_signed_in_at": 1767229200,
    "deleted_at": null
}))]
pub struct UserRecord {
    /// The user, for ever (`sub`).
    #[schema(value_type = schemas::Id)]
    id: String,
    /// The name to sign in with.
    username: String,
    /// Where to reach them, as an administrator noted it. Nobody has proved that it is theirs.
    #[schema(required = true)]
    email: Option<String>,
    /// What they may do.
    #[schema(value_type = schemas::Role)]
    role: &'static str,
    /// Whether they can sign in.
    #[schema(value_type = schemas::UserState)]
    state: &'static str,
    /// When the account was made, as a NumericDate.
    created_at: i64,
    /// When somebody last signed in with it.
    #[schema(required = true)]
    last_signed_in_at: Option<i64>,
    /// When it was deleted. It is forgotten when its sessions have gone from the record.
    #[schema(required = true)]
    deleted_at: Option<i64>,
}

impl UserRecord {
    fn of(user: &User) -> UserRecord {
        UserRecord {
            id: user.id.to_string(),
            username: user.username.to_string(),
            email: user.email.as_ref().map(Email::as_str).map(str::to_owned),
            role: user.role.as_str(),
            state: user.state().as_str(),
            created_at: user.created_at.numeric_date(),
            last_signed_in_at: user.last_signed_in_at.map(Timestamp::numeric_date),
            deleted_at: user.deleted_at.map(Timestamp::numeric_date),
        }
    }
}

impl From<AccountRefusal> for ApiProblem {
    fn from(refusal: AccountRefusal) -> ApiProblem {
        let word = match refusal {
            AccountRefusal::NameTaken => "name_taken",
            AccountRefusal::LastAdmin => "last_admin",
            AccountRefusal::Suspended => "suspended",
            AccountRefusal::HasPassword => "has_password",
            AccountRefusal::HasNoPassword => "has_no_password",
            AccountRefusal::OwnAccount => "own_account",
            AccountRefusal::NotFound => return ApiProblem::NotFound,
            AccountRefusal::NotAllowed(refusal) => return refusal.into(),
        };
        match account_refusal(refusal) {
            Some(sentence) => ApiProblem::Conflict(Reason { word, sentence }),
            None => ApiProblem::NotFound,
        }
    }
}
