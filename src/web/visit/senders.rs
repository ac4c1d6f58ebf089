//! Whose forms are claimed and remembered: only those of people whose forms can succeed. So the guards refuse the forms
//! of people without a session before the database is asked to write. A session that is over counts, since its owner is
//! told why. Where anybody's form may succeed, their networks have budgets: [`crate::desk::form_answers::may_claim`].

use actix_web::HttpRequest;

use crate::web::http::cookies::Ours;
use crate::web::visit::visit::{Identity, Visit};

/// The people whose forms can have a result that is kept.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Senders {
    /// No result is kept.
    Nobody,
    /// People who are signed in, or were until a moment ago: perhaps this form itself has ended or replaced their
    /// session.
    SignedIn,
    /// People who have given their password but not the code yet, or who have just signed in with both.
    BetweenSteps,
    Anybody,
    /// Anybody, by name and password: whoever is a stranger waits for the turn of a stranger before the form is claimed.
    SigningIn,
}

impl Senders {
    pub fn include(self, visit: &Visit, request: &HttpRequest) -> bool {
        match self {
            Senders::Nobody => false,
            Senders::SignedIn => matches!(visit.identity(), Identity::Active(_) | Identity::Over(_)),
            Senders::BetweenSteps => {
                let tokens = Ours::SecondStep.values(request.headers(), visit.desk.settings());
                !tokens.is_empty() || Senders::SignedIn.include(visit, request)
            }
            Senders::Anybody | Senders::SigningIn => true,
        }
    }
}
