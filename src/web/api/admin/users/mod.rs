//! Everybody's accounts: searched, made, seen and changed.

pub mod changes;
pub mod links;
mod locks;

use serde::Serialize;
use utoipa::ToSchema;

use self::locks::{CodeLockRecord, SignInLockRecord};
use crate::desk::account::{AccountRefusal, life};
use crate::domain::account::{Email, LinkPurpose, User};
use crate::domain::id::UserId;
use crate::domain::search::{UserColumn, UserSearch};
use crate::domain::time::Timestamp;
use crate::store::lists;
use crate::web::api::admin::orders::{Id, Question};
use crate::web::api::admin::schemas;
use crate::web::api::call::{Answer, List, json};
use crate::web::api::cursor;
use crate::web::api::parameters::{ListQuery, Sorted};
use crate::web::api::problem::{ApiProblem, Reason};
use crate::web::http::form::Query;
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

impl Sorted for UserColumn {
    const SORT: &'static str = "What they are sorted by, with - for the largest first; by name without it.";
}

/// List everybody's accounts.
///
/// All but the deleted ones, unless a filter says otherwise. What a search finds is sorted by what is searched for, whatever
/// `sort` says.
#[utoipa::path(
    get,
    path = "/api/admin/users",
    operation_id = "listUsers",
    params(ListQuery<UserSearch, UserColumn>),
    responses((status = 200, description = "The accounts", body = List<UserRecord>))
)]
pub async fn list(Question(admin, Query(query)): Question<Query<ListQuery<UserSearch, UserColumn>>>) -> Answer {
    let order = query.search.order(query.order);
    let (sorted, limit, search) = (order.to_string(), query.limit, query.search);
    let edge = cursor::read(query.cursor.as_deref(), &sorted, |position| order.column.accepts(position))?;
    let read = move |connection: &mut _| lists::users::page(connection, &search, order, &edge, limit);
    let found = admin.desk.store().read(read).await?;
    let last = found.rows.last().filter(|_| found.has_next);
    Ok(json(&List {
        items: found.rows.iter().map(UserRecord::of).collect(),
        next: last.map(|user| cursor::write(&sorted, &lists::users::position(user, order.column))),
    }))
}

/// An account, and what there is to it now.
#[derive(Serialize, ToSchema)]
#[schema(as = UserLife)]
pub struct UserDetails {
    #[serde(flatten)]
    user: UserRecord,
    /// How many live sessions it has. `/api/admin/sessions?user=` lists them.
    #[schema(minimum = 0)]
    live_sessions: usize,
    /// Its second factor; null when it has none.
    #[schema(required = true)]
    two_factor: Option<TwoFactorRecord>,
    /// Until when a pending invitation works, as a NumericDate.
    #[schema(required = true)]
    invitation_expires_at: Option<i64>,
    /// Until when a pending password reset works.
    #[schema(required = true)]
    password_reset_expires_at: Option<i64>,
    /// Until when a pending device link works.
    #[schema(required = true)]
    device_link_expires_at: Option<i64>,
    /// Whose wrong passwords make them wait now. `DELETE` of its `sign-in-locks` lets them try again.
    sign_in_locks: Vec<SignInLockRecord>,
    /// Where wrong codes make people wait now. The same call lets them try again.
    code_locks: Vec<CodeLockRecord>,
}

/// The second factor of an account.
#[derive(Serialize, ToSchema)]
pub struct TwoFactorRecord {
    /// Since when a code is asked for at sign-in, as a NumericDate.
    enabled_at: i64,
    /// How many recovery codes have not been used.
    #[schema(minimum = 0)]
    recovery_codes: i64,
}

/// Show an account.
///
/// Also one that is deleted, until it is forgotten.
#[utoipa::path(
    get,
    path = "/api/admin/users/{id}",
    operation_id = "showUser",
    responses((status = 200, description = "The account", body = UserDetails))
)]
pub async fn show(Question(admin, Id(id)): Question<Id<UserId>>) -> Answer {
    let life = life::find(&admin.desk, id).await?.ok_or(ApiProblem::NotFound)?;
    let until = |purpose| life.link_expires_at(purpose).map(Timestamp::numeric_date);
    Ok(json(&UserDetails {
        user: UserRecord::of(&life.user),
        live_sessions: life.live.len(),
        two_factor: life.factor.map(|factor| TwoFactorRecord {
            enabled_at: factor.enabled_at.numeric_date(),
            recovery_codes: factor.recovery_codes,
        }),
        invitation_expires_at: until(LinkPurpose::Invitation),
        password_reset_expires_at: until(LinkPurpose::PasswordReset),
        device_link_expires_at: until(LinkPurpose::Device),
        sign_in_locks: life.locks.iter().map(SignInLockRecord::of).collect(),
        code_locks: life.code_locks.iter().map(CodeLockRecord::of).collect(),
    }))
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
            AccountRefusal::NoEmail => "no_email",
            AccountRefusal::NotFound => return ApiProblem::NotFound,
            AccountRefusal::NotAllowed(refusal) => return refusal.into(),
        };
        match account_refusal(refusal) {
            Some(sentence) => ApiProblem::Conflict(Reason { word, sentence }),
            None => ApiProblem::NotFound,
        }
    }
}
