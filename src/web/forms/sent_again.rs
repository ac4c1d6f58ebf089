//! What a handler says of its answer to a form, for the case that the same form comes again.

use actix_web::{HttpMessage, HttpRequest, HttpResponse};

use crate::desk::form_answers::Condition;

/// In the extensions of an answer to a form that had no effect.
pub(in crate::web) struct Nothing;

/// Marks the answer to a form that had no effect, so that strangers cannot fill the memory with such answers.
pub fn came_to_nothing(mut response: HttpResponse) -> HttpResponse {
    response.extensions_mut().insert(Nothing);
    response
}

/// In the extensions of an answer to a form that can succeed only once.
pub(in crate::web) struct Once;

/// Marks the answer to a form that nobody can mean a second time: handled again, it could only be refused. So somebody
/// who sends it again gets the answer that says it succeeded.
pub fn succeeds_once(mut response: HttpResponse) -> HttpResponse {
    response.extensions_mut().insert(Once);
    response
}

/// In the extensions of an answer that shows something, or begins it.
#[derive(Clone, Debug)]
pub(in crate::web) struct GoodWhile {
    pub(in crate::web) condition: Condition,
    pub(in crate::web) otherwise: Option<String>,
}

/// Marks an answer that is given again only while what it shows is valid. After that, somebody who sends the form again
/// is led to the page that shows the present state: if the form were handled anew, it would make void what they have
/// got since. `None` where it would not.
pub fn good_while(mut response: HttpResponse, condition: Condition, otherwise: Option<String>) -> HttpResponse {
    response.extensions_mut().insert(GoodWhile { condition, otherwise });
    response
}

/// In the extensions of an answer that is too long to be remembered: up to which event it reaches.
#[derive(Clone, Copy, Debug)]
pub(in crate::web) struct Reaches(pub(in crate::web) i64);

/// Marks an answer that holds the events up to this id, so that the same form sent twice gets the same.
pub fn reaching(mut response: HttpResponse, last_event: i64) -> HttpResponse {
    response.extensions_mut().insert(Reaches(last_event));
    response
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
