//! Which session the token cookies of a request belong to: one, none, or two.
//!
//! Cookies can be planted beside ours. So only authentic tokens count: anything else is ignored, and with two sessions
//! nobody can say whose request it is.

use crate::desk::Desk;
use crate::desk::session::look;
use crate::desk::token::{Checked, check};
use crate::domain::request_context::RequestContext;
use crate::domain::session::{Channel, PresentedRefreshToken};
use crate::domain::time::Timestamp;
use crate::domain::token::Audience;
use crate::store;
use crate::web::http::cookies::PresentedCookies;

/// The tokens of one session.
pub struct Credentials {
    pub access: Checked,
    /// It was made with our key. Whether it is authentic, the row of its session decides.
    pub refresh: Option<PresentedRefreshToken>,
}

/// `None` when the tokens are of two sessions. Runs a query only where cookies contradict each other, which honest ones
/// never do.
pub async fn read(
    desk: &Desk,
    cookies: &PresentedCookies,
    context: &RequestContext,
    now: Timestamp,
) -> Result<Option<Credentials>, store::Error> {
    let access = check::check(desk, &cookies.access, Audience::Pages, now);
    if access == Checked::OfSeveralSessions {
        return Ok(None);
    }
    let parse = |token: &String| look::parse(desk, Channel::Browser, token);
    let mut refresh: Vec<_> = cookies.refresh.iter().filter_map(parse).collect();
    if refresh.len() > 1 || !are_of_one_session(&access, &refresh) {
        refresh = look::authentic(desk, refresh, context).await?;
    }
    if !are_of_one_session(&access, &refresh) {
        return Ok(None);
    }
    // An older one beside it was planted, or left behind.
    let refresh = refresh.into_iter().max_by_key(PresentedRefreshToken::generation);
    Ok(Some(Credentials { access, refresh }))
}

fn are_of_one_session(access: &Checked, refresh: &[PresentedRefreshToken]) -> bool {
    let of_access = access.claims().map(|claims| &claims.sid);
    let mut sessions = of_access.into_iter().chain(refresh.iter().map(PresentedRefreshToken::session));
    sessions.next().is_none_or(|first| sessions.all(|other| other == first))
}

/// Whether apps accept this session by the cookie for apps. That cookie can be missing or planted while ours are valid;
/// then an app sends its visitor here, and would do so again and again.
pub fn reach_apps(desk: &Desk, cookies: &PresentedCookies, access: &Checked, now: Timestamp) -> bool {
    match (check::look(desk, &cookies.app_access, Audience::Apps, now), access.claims()) {
        (Checked::Current(apps), Some(claims)) => apps.sid == claims.sid,
        _ => false,
    }
}
