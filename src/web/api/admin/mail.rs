//! Mail: links that are sent to their owners, and how the outbox stands.

use actix_web::HttpResponse;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::desk::account::Cover;
use crate::desk::account::links::mail_link;
use crate::desk::mail::queue;
use crate::domain::account::LinkPurpose;
use crate::domain::id::UserId;
use crate::domain::mail::Note;
use crate::domain::time::Timestamp;
use crate::store::Connection;
use crate::web::api::admin::orders::{Id, Order, Question};
use crate::web::api::admin::schemas;
use crate::web::api::body::Json;
use crate::web::api::call::{Answer, json};
use crate::web::api::problem::ApiProblem;
use crate::web::language::Language;

/// How the outbox stands.
#[derive(Serialize, ToSchema)]
#[schema(example = json!({
    "waiting": 2, "oldest_at": 1767225600, "last_answer": "451 4.7.1 Try again later", "failed": 0, "filed": 0
}))]
pub struct QueueRecord {
    /// How many mails are not sent yet.
    waiting: i64,
    /// When the oldest of them was written, as a NumericDate.
    oldest_at: Option<i64>,
    /// What the mail server said last about the oldest, or why it could not be asked.
    last_answer: Option<String>,
    /// How many were given up within seven days.
    failed: i64,
    /// How many were written to files within seven days, because no mail server is set.
    filed: i64,
}

/// See how the outbox stands.
///
/// Mail waits while the mail server cannot be used or does not take it, for two days at most.
#[utoipa::path(
    get,
    path = "/api/admin/mail",
    operation_id = "showMail",
    responses((status = 200, description = "How many mails wait, and since when", body = QueueRecord))
)]
pub async fn show(Question(admin, ()): Question) -> Answer {
    let now = admin.desk.clock().now();
    let queue = admin.desk.store().read(move |connection: &mut Connection| queue::read(connection, now)).await?;
    Ok(json(&QueueRecord {
        waiting: queue.waiting,
        oldest_at: queue.oldest.map(Timestamp::numeric_date),
        last_answer: queue.last_answer,
        failed: queue.failed,
        filed: queue.filed,
    }))
}

/// A link that is to be made and mailed.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({"link": "invitation", "message": "Welcome!", "language": "en"}))]
pub struct NewMail {
    /// What the link is for.
    #[schema(value_type = schemas::LinkPurpose)]
    link: LinkPurpose,
    /// What to add, as text of at most 1000 characters.
    #[serde(default)]
    #[schema(required = false)]
    message: Option<String>,
    /// The language of the mail, for somebody who has never signed in. The site's if left out.
    #[serde(default)]
    #[schema(required = false)]
    language: Option<String>,
}

/// A link that is on its way.
#[derive(Serialize, ToSchema)]
#[schema(example = json!({"address": "ada@example.org", "expires_at": 1767830400}))]
pub struct MailedLink {
    /// Where it goes.
    address: String,
    /// From when on the link does not work any more, as a NumericDate.
    expires_at: i64,
}

/// Send somebody a link.
///
/// It goes to the e-mail address of the account, and nobody else sees it. A link of the same kind that was made before
/// does not work any more. For all but a device link the caller must have logged in just before.
#[utoipa::path(
    post,
    path = "/api/admin/users/{id}/mail",
    operation_id = "mailLink",
    request_body = NewMail,
    responses(
        (status = 202, description = "It is in the outbox", body = MailedLink),
        (
            status = 409,
            description = "The account has no address (`no_email`), or the link is of no use to it (`has_password`, `has_no_password`, `suspended`, `own_account`)"
        ),
    )
)]
pub async fn send(Order(admin, (Json(new), Id(id))): Order<(Json<NewMail>, Id<UserId>)>) -> Answer {
    admin.check_password_age(new.link != LinkPurpose::Device)?;
    let note = Note::parse(new.message.as_deref().unwrap_or_default()).map_err(|_| ApiProblem::BadRequest)?;
    let language = match new.language.as_deref() {
        None => admin.desk.settings().default_language,
        Some(code) => Language::parse(code).ok_or(ApiProblem::BadRequest)?,
    };
    let mailed = mail_link(&admin.desk, id, new.link, Cover { note, language }, admin.by()).await?;
    let body = MailedLink { address: mailed.address.as_str().to_owned(), expires_at: mailed.expires_at.numeric_date() };
    Ok(HttpResponse::Accepted().json(body))
}
