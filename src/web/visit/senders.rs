//! Whose forms are claimed and remembered: of those alone from whom a form can come to something, so that what strangers
//! make up is refused by the guards before the database is asked to write.

use actix_web::HttpRequest;

use crate::web::http::cookies::second_step_tokens;
use crate::web::visit::visit::{Identity, Visit};

/// From whom a form of a page can come to something that is kept.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Senders {
    /// Nothing is kept of it.
    Nobody,
    /// Those who are signed in, or were until a moment ago: perhaps this very form has ended their session, or replaced it.
    SignedIn,
    /// Those who have given their password and not yet the code, or are signed in by just that.
    BetweenSteps,
    /// Anybody.
    Anybody,
}

impl Senders {
    /// Whether this is one of them.
    pub fn include(self, visit: &Visit, request: &HttpRequest) -> bool {
        match self {
            Senders::Nobody => false,
            Senders::SignedIn => matches!(visit.identity(), Identity::Active(_) | Identity::Over(_)),
            Senders::BetweenSteps => {
                let tokens = second_step_tokens(request.headers(), visit.desk.settings());
                !tokens.is_empty() || Senders::SignedIn.include(visit, request)
            }
            Senders::Anybody => true,
        }
    }
}
