//! What is shown once: the key for an authenticator app, and recovery codes. Each answers a form itself, so that neither
//! is in an address, a cookie or a cache.

use actix_web::HttpResponse;
use actix_web::http::StatusCode;
use askama::Template;

use crate::desk::active_session::ActiveSession;
use crate::desk::form_answers::Condition;
use crate::desk::two_factor::Offer;
use crate::domain::net::Destination;
use crate::domain::sign_in::RecoveryCode;
use crate::web::forms::sent_again::good_while;
use crate::web::language::say;
use crate::web::paths;
use crate::web::sign_in::qr_code::QrCode;
use crate::web::visit::visit::{Frame, Visit};

#[derive(Template)]
#[template(path = "two_factor/enrolment.html")]
struct EnrolmentPage<'a> {
    frame: Frame,
    /// The address for the form with the first code, and for beginning anew.
    action: &'static str,
    next: Option<&'a Destination>,
    uri: String,
    key: String,
    /// The same key, encrypted, for the form.
    sealed: &'a str,
    qr_code: Option<QrCode>,
    code_error: Option<&'static str>,
    back: String,
}

#[derive(Template)]
#[template(path = "two_factor/recovery_codes.html")]
struct RecoveryCodesPage<'a> {
    frame: Frame,
    is_new: bool,
    codes: Vec<String>,
    next: &'a str,
    /// The codes as a file, in the address of the link that saves it: it is in no cache and asks for no script.
    file: String,
    file_name: String,
}

/// Shows the key, and asks for the first code, again if one was wrong. `next` is where the sign-in leads, if the set-up
/// is part of one.
pub fn offer(visit: &Visit, next: Option<&Destination>, offer: &Offer, is_wrong: bool) -> HttpResponse {
    let uri = offer.seed.uri(&visit.desk.settings().site_name, &offer.username);
    let wrong = say("enrolment-code-wrong");
    let template = EnrolmentPage {
        frame: visit.frame(),
        action: if next.is_some() { paths::SECOND_STEP_ACTIVATION } else { paths::TWO_FACTOR_ACTIVATION },
        next,
        key: offer.seed.in_groups(),
        sealed: &offer.sealed,
        qr_code: QrCode::of(&uri),
        uri,
        code_error: is_wrong.then(|| visit.language.t(wrong)),
        back: next.map_or_else(|| paths::TWO_FACTOR.to_owned(), paths::login_leading_to),
    };
    visit.page(if is_wrong { StatusCode::UNPROCESSABLE_ENTITY } else { StatusCode::OK }, &template)
}

/// Shows recovery codes to the person who is signed in now, as long as the codes are valid. `is_new` when the second
/// factor has just been set up.
pub async fn recovery_codes(
    visit: &Visit,
    session: &ActiveSession,
    codes: &[RecoveryCode],
    is_new: bool,
    next: &str,
) -> HttpResponse {
    let codes: Vec<_> = codes.iter().map(RecoveryCode::to_string).collect();
    let frame = visit.frame().of(session);
    let title = format!("{} · {} · {}", frame.site_name, session.username, frame.t("two-factor-recovery-codes"));
    let file = text_file(&format!("{title}\r\n\r\n{}\r\n", codes.join("\r\n")));
    let file_name = format!("recovery-codes-{}.txt", session.username);
    let page = visit.show(&RecoveryCodesPage { frame, is_new, codes, next, file, file_name });
    let condition = Condition::recovery_codes(&visit.desk, &session.id, &session.user_id).await;
    good_while(page, condition, Some(paths::TWO_FACTOR.to_owned()))
}

/// A `data:` URL (RFC 2397).
fn text_file(text: &str) -> String {
    let encoded: String = url::form_urlencoded::byte_serialize(text.as_bytes()).collect();
    // Forms write a space as a plus sign, and a plus sign as its number.
    format!("data:text/plain;charset=utf-8,{}", encoded.replace('+', "%20"))
}
