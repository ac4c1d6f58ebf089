//! What a handler says of its answer to a form, for the case that the same form comes again.

use actix_web::{HttpMessage, HttpRequest, HttpResponse};
use serde::{Deserialize, Serialize};

use crate::desk::form_answers::Condition;

/// In the extensions of the answer.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(in crate::web) enum Said {
    /// The form had no effect.
    Nothing,
    /// The form can succeed only once.
    Once,
    /// What the answer shows, or begins, is valid while this holds; and the page for somebody who comes too late.
    GoodWhile(Condition, Option<String>),
    /// The answer is too long to be remembered, and reaches up to this event.
    Reaching(i64),
}

fn saying(mut response: HttpResponse, said: Said) -> HttpResponse {
    response.extensions_mut().insert(said);
    response
}

/// Marks the answer to a form that had no effect, so that strangers cannot fill the memory with such answers.
pub fn came_to_nothing(response: HttpResponse) -> HttpResponse {
    saying(response, Said::Nothing)
}

/// Marks the answer to a form that nobody can mean a second time: handled again, it could only be refused. So somebody
/// who sends it again gets the answer that says it succeeded.
pub fn succeeds_once(response: HttpResponse) -> HttpResponse {
    saying(response, Said::Once)
}

/// Marks an answer that is given again only while what it shows is valid. After that, somebody who sends the form again
/// is led to the page that shows the present state: if the form were handled anew, it would make void what they have
/// got since. `None` where it would not.
pub fn good_while(response: HttpResponse, condition: Condition, otherwise: Option<String>) -> HttpResponse {
    saying(response, Said::GoodWhile(condition, otherwise))
}

/// Marks an answer that holds the events up to this id, so that the same form sent twice gets the same.
pub fn reaching(response: HttpResponse, last_event: i64) -> HttpResponse {
    saying(response, Said::Reaching(last_event))
}

/// In the extensions of a request whose form was handled already, but whose answer is too long to be remembered: the
/// answer is made once more, up to the same event, and nothing is done again.
#[derive(Clone, Copy, Debug)]
pub struct SentBefore {
    /// Up to which event the first answer reached.
    pub last_event: Option<i64>,
}

impl SentBefore {
    pub fn of(request: &HttpRequest) -> Option<SentBefore> {
        request.extensions().get::<SentBefore>().copied()
    }
}
