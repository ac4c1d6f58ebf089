//! Sending somebody a link by mail, which the admin who does it never sees.

use actix_web::HttpResponse;

use crate::desk::account::Cover;
use crate::desk::account::links::mail_link;
use crate::domain::account::LinkPurpose;
use crate::web::admin::users::show::{Answer, Done, page};
use crate::web::admin::users::{OnUser, refusal};
use crate::web::error::Problem;
use crate::web::forms::occasion::{IfGrave, MayBeGrave};

#[derive(serde::Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Fields {
    link: String,
}

impl MayBeGrave for Fields {
    /// Whoever reads the mail can take the account over, but for a device link, which opens nothing.
    fn is_grave(&self) -> bool {
        self.link != LinkPurpose::Device.as_str()
    }
}

/// `POST /admin/users/{id}/mail`
pub async fn send(form: OnUser<Fields, IfGrave>) -> Result<HttpResponse, Problem> {
    let link = LinkPurpose::parse(&form.fields.link).ok_or(Problem::BadRequest)?;
    let cover = Cover { note: None, language: form.visit.language };
    match mail_link(&form.visit.desk, form.id.clone(), link, cover, form.by()).await {
        Ok(_) => Ok(form.visit.see_other(&Done::Mailed.page_of(&form.id))),
        Err(error) => page(&form.visit, &form.session, form.id, Answer::Refused(refusal(error)?)).await,
    }
}
