//! Shows one account.

use actix_web::{HttpResponse, web};
use serde::Serialize;
use utoipa::ToSchema;

use crate::desk::account::life;
use crate::domain::account::LinkPurpose;
use crate::domain::time::Timestamp;
use crate::web::api::admin::orders::{NoParameters, Question};
use crate::web::api::admin::parameters::InPath;
use crate::web::api::admin::users::UserRecord;
use crate::web::api::call::json;
use crate::web::api::problem::ApiProblem;

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
pub async fn show(question: Question<NoParameters>, path: web::Path<InPath>) -> Result<HttpResponse, ApiProblem> {
    let life = life::find(&question.admin.desk, path.user()?).await?.ok_or(ApiProblem::NotFound)?;
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
    }))
}
