//! The first page after a password was chosen: the person is signed in without typing it again, or led to the second step.

use actix_web::{HttpRequest, HttpResponse};

use crate::desk::sign_in::{Arrival, LoggedIn};
use crate::web::forms::sent_again::succeeds_once;
use crate::web::sign_in::leading::destination;
use crate::web::sign_in::second_step;
use crate::web::visit::device::{known_device, remembered, signed_in};
use crate::web::visit::visit::Visit;

/// Leads to `page`, which says what was done. The browser becomes known to the account in any case: its owner has just
/// proved to be its owner, and strangers must not keep them from the second step.
pub fn arrive(request: &HttpRequest, visit: &Visit, arrival: Arrival, page: &'static str) -> HttpResponse {
    let device = known_device(request.headers(), &visit.desk);
    match arrival.logged_in {
        LoggedIn::Session(issued) => {
            let mut response = signed_in(visit.see_other(page), device, *issued, &visit.desk);
            second_step::forget(request, visit, &mut response);
            succeeds_once(response)
        }
        LoggedIn::SecondStep(token) => {
            let response = second_step::lead_there(visit, &destination(visit, Some(page)), token.expose());
            remembered(response, device, &arrival.acquaintance, &visit.desk)
        }
    }
}
