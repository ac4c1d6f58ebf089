//! The page that every problem becomes.

use actix_web::http::{StatusCode, header};
use actix_web::{HttpResponse, ResponseError};
use askama::Template;

use crate::web::error::Problem;
use crate::web::language::Language;
use crate::web::paths;
use crate::web::visit::visit::{Frame, Visit};

#[derive(Template)]
#[template(path = "problem.html")]
struct ProblemPage<'a> {
    frame: Frame,
    title: &'static str,
    explanation: &'static str,
    fields: Vec<(&'a str, &'a str)>,
    /// Whether signing in is what to do next.
    is_signed_out: bool,
    /// Whether it may help to ask somebody: the person did nothing wrong, or is to wait.
    may_ask: bool,
    /// For the person to tell the operator.
    request_id: Option<&'a str>,
}

/// Keeps the status and headers of the plain answer.
pub fn page(visit: &Visit, problem: &Problem, plain: HttpResponse) -> HttpResponse {
    let fields = match problem {
        Problem::SignedOutMeanwhile { fields } | Problem::TooManyWrites { fields, .. } => fields.as_slice(),
        _ => &[],
    };
    let template = ProblemPage {
        frame: visit.frame(),
        title: problem.title(visit.language),
        explanation: problem.explanation(visit.language),
        fields: fields.iter().map(|(name, value)| (label(name, visit.language), value.as_str())).collect(),
        is_signed_out: matches!(problem, Problem::SignedOutMeanwhile { .. }),
        may_ask: problem.status_code().is_server_error() || problem.status_code() == StatusCode::TOO_MANY_REQUESTS,
        request_id: problem.status_code().is_server_error().then_some(&visit.context.request_id),
    };
    let mut response = visit.page(plain.status(), &template);
    for name in [header::ALLOW, header::RETRY_AFTER] {
        if let Some(value) = plain.headers().get(&name) {
            response.headers_mut().insert(name, value.clone());
        }
    }
    if !plain.head().keep_alive() {
        response.head_mut().set_connection_type(actix_web::http::ConnectionType::Close);
    }
    response
}

/// The label of the field in its form; the field's name if nobody types into it.
fn label(name: &str, language: Language) -> &str {
    match name {
        "label" => language.t("device-name"),
        "username" => language.t("username"),
        "email" => language.t("email-address"),
        "role" => language.t("role"),
        "identity_check" => language.t("second-factor-removal-check"),
        name => name,
    }
}
