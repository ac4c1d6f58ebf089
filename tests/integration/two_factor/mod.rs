//! The second factor: it is set up, asked for everywhere, used up, and removed.

mod changes;
mod closed;
mod demand;
mod floods;
mod judging;
mod limits;
mod loss;
mod recovery;
mod sign_in;

use std::thread::sleep;
use std::time::{Duration, Instant};

use crate::support::authenticator::{Authenticator, recovery_codes};
use crate::support::{Answer, PASSWORD, Visitor};
use crate::world::World;

/// Asks for the key of an app, and gives the password with the form.
pub fn ask_for_key(visitor: &mut Visitor) -> Answer {
    let page = visitor.get("/account/two-factor");
    let asked = visitor.submit(&page, "/account/two-factor/enrolment", &[]);
    assert!(
        asked.says("Your password is asked for every time you do this") && asked.hides("otpauth"),
        "{}",
        asked.body
    );
    let offer = visitor.submit(&asked, "/account/two-factor/enrolment", &[("current_password", PASSWORD)]);
    assert_eq!(offer.status, 200, "{}", offer.body);
    offer
}

/// Goes on to the beginning of the app's next code.
pub fn next_step(world: &World) {
    world.advance(30 - world.clock.now().numeric_date().rem_euclid(30));
}

/// Sets up an app for the signed-in user. The codes of this step are used up afterwards.
pub fn enrol(world: &World, visitor: &mut Visitor) -> (Authenticator, Vec<String>) {
    let offer = ask_for_key(visitor);
    let app = Authenticator::scan(&offer);
    let done = visitor.submit(&offer, "/account/two-factor/activation", &[("code", &app.code(&world.clock))]);
    assert!(done.status == 200 && done.says("Two-factor authentication is on"), "{}", done.body);
    let codes = recovery_codes(&done);
    assert_eq!(codes.len(), 10);
    next_step(world);
    (app, codes)
}

/// Waits for something that other instances learn within a second.
pub fn soon(mut holds: impl FnMut() -> bool) {
    let deadline = Instant::now() + Duration::from_secs(30);
    while !holds() {
        assert!(Instant::now() < deadline, "not within 30 s");
        sleep(Duration::from_millis(50));
    }
}

/// Gives the password of somebody who has a second factor.
pub fn begin(world: &World, name: &str) -> Visitor {
    let mut visitor = world.visitor();
    let answer = visitor.log_in(name);
    assert_eq!(answer.header("location"), "/login/two-factor");
    visitor
}

pub fn give(visitor: &mut Visitor, code: &str) -> Answer {
    let field = if code.len() > 6 { "recovery_code" } else { "code" };
    visitor.post("/login/two-factor", &[(field, code)])
}
