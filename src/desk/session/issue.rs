//! Starts sessions, and issues the tokens of each generation.

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;

use crate::desk::Desk;
use crate::desk::active_session::ActiveSession;
use crate::desk::fault::SigningFailed;
use crate::domain::account::{User, Username};
use crate::domain::id::{SessionId, UserId};
use crate::domain::net::network;
use crate::domain::request_context::RequestContext;
use crate::domain::secret::Secret;
use crate::domain::session::{Acquaintance, Channel, Device, Session, SessionState};
use crate::domain::time::{Timestamp, Zone, milliseconds};
use crate::domain::token::access_token::CLOCK_SKEW_SECONDS;
use crate::domain::token::{Audience, Claims};
use crate::random;

/// The tokens of one generation, for the browser or program.
#[derive(Clone, Debug)]
pub struct Issued {
    pub session: ActiveSession,
    pub generation: i64,
    pub issued_at: Timestamp,
    /// The access token for Doorward: for its pages in a browser, for its API in a program.
    pub access_token: Secret<String>,
    /// The access token for apps, which is worth nothing at Doorward.
    pub app_access_token: Secret<String>,
    pub refresh_token: Secret<String>,
    /// Tells whether the browser must keep them when it is closed.
    pub remembered: bool,
    /// The number of seconds until the session ends unless it is used.
    pub seconds_to_idle_end: i64,
    /// The number of seconds until the access tokens expire.
    pub seconds_to_expiry: i64,
    /// The time zone that the user has chosen, if any. The browser keeps it beside the tokens.
    pub zone: Option<Zone>,
    /// The record of this account for the known device.
    pub acquaintance: Acquaintance,
}

impl Desk {
    /// Issues the tokens of the session's current generation. Within a generation the refresh token is always the same.
    pub(in crate::desk) fn issue(
        &self,
        session: &Session,
        user: &User,
        channel: Channel,
        now: Timestamp,
    ) -> Result<Issued, SigningFailed> {
        // The token never lives longer than the session.
        let exp =
            now.plus(self.settings().access_token_ttl).min(session.idle_expires_at).min(session.absolute_expires_at);
        let sign = |audience| {
            let claims = self.claims(session, user, audience, now, exp);
            self.issuer().sign(&claims, now).map(Secret::new).ok_or(SigningFailed)
        };
        let access_token = sign(match channel {
            Channel::Browser => Audience::Pages,
            Channel::Api => Audience::Api,
        })?;
        let key = self.secret().refresh.newest();
        let refresh_token = key.issue(channel, &session.id, &session.user_id, session.generation, &session.seed);
        Ok(Issued {
            session: ActiveSession::of(session, user),
            generation: session.generation,
            issued_at: now,
            access_token,
            app_access_token: sign(Audience::Apps)?,
            refresh_token: Secret::new(refresh_token),
            remembered: session.remembered,
            seconds_to_idle_end: session.idle_expires_at.numeric_date() - now.numeric_date(),
            seconds_to_expiry: exp.numeric_date() - now.numeric_date(),
            zone: user.zone(),
            acquaintance: Acquaintance::of(user),
        })
    }

    fn claims(&self, session: &Session, user: &User, audience: Audience, now: Timestamp, exp: Timestamp) -> Claims {
        Claims {
            iss: self.issuer().issuer().to_owned(),
            aud: self.issuer().audience(audience),
            sub: user.id.clone(),
            sid: session.id.clone(),
            generation: session.generation,
            version: user.version,
            role: user.role,
            preferred_username: user.username.to_string(),
            auth_time: session.signed_in_at.numeric_date(),
            iat: self.date_of_issue(now),
            exp: exp.numeric_date(),
            jti: URL_SAFE_NO_PAD.encode(random::bytes::<12>()),
        }
    }

    /// Returns the `iat` of a token that is made now. After everybody's sessions were ended, all tokens that clocks may
    /// have dated before that moment are recalled. This token belongs to a session that began later, so it is dated
    /// after that moment, as far as others accept a date ahead of their clocks.
    fn date_of_issue(&self, now: Timestamp) -> i64 {
        let now = now.numeric_date();
        let after = self.recall().issued_after().map_or(now, |limit| limit.saturating_add(1));
        now.max(after.min(now + CLOCK_SKEW_SECONDS))
    }

    /// Returns the session that replaces `old` after its owner has entered the password again. It has a new id, a new
    /// seed and new lifetimes, so that a copy of the old cookies is worth nothing. The owner's choices stay.
    pub(in crate::desk) fn successor_of(&self, old: &Session, now: Timestamp, context: &RequestContext) -> Session {
        let (label, last_visit_at) = (old.label.clone(), old.last_visit_at);
        Session { label, last_visit_at, ..self.new_session(&old.user_id, &old.username, old.remembered, now, context) }
    }

    /// Returns a session that begins now, with a random id and seed: nothing in it comes from the browser.
    pub(in crate::desk) fn new_session(
        &self,
        user: &UserId,
        username: &Username,
        remembered: bool,
        now: Timestamp,
        context: &RequestContext,
    ) -> Session {
        let settings = self.settings();
        let (idle, absolute) = if remembered {
            (settings.remember_idle, settings.remember_absolute)
        } else {
            (settings.session_idle, settings.session_absolute)
        };
        Session {
            id: SessionId::generate(),
            user_id: user.clone(),
            seed: random::bytes::<32>().to_vec(),
            generation: 1,
            confirmed_generation: 0,
            rotated_at: now,
            remembered,
            signed_in_at: now,
            password_confirmed_at: now,
            last_seen_at: now,
            idle_milliseconds: milliseconds(idle),
            idle_expires_at: now.plus(idle),
            absolute_expires_at: now.plus(absolute),
            ip: context.ip.clone(),
            user_agent: context.user_agent.clone(),
            label: None,
            revoked_at: None,
            revocation_reason: None,
            renewal_recorded_at: now,
            username: username.clone(),
            device: Device::from_user_agent(&context.user_agent).label(),
            ip_sortable: network::sortable(&context.ip),
            state: SessionState::Live,
            last_visit_at: None,
        }
    }
}
