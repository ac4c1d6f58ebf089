//! A new password is judged only after the second factor's code was accepted.

use super::{enrol, next_step};
use crate::support::{Answer, PASSWORD, Visitor};
use crate::world::World;

const NEW: &str = "quietly mauve hinges";
const WEAK: &str = "passwordpassword";
const SAYS_WEAK: &str = "repeats the same piece";

fn change(visitor: &mut Visitor, code: &str, new: &str) -> Answer {
    let page = visitor.get("/account/password");
    let fields = [("current_password", PASSWORD), ("code", code), ("new_password", new), ("new_password_again", new)];
    visitor.submit(&page, "/account/password", &fields)
}

#[test]
fn a_new_password_is_not_judged_before_the_code_is_right() {
    let world = World::new();
    let mut owner = world.signed_in("ada");
    let (app, _) = enrol(&world, &mut owner);
    for code in ["", &*app.wrong_code(&world.clock)] {
        let refused = change(&mut owner, code, WEAK);
        assert!(refused.status == 422 && refused.hides(SAYS_WEAK), "{}", refused.body);
    }
    // The wrong code counts, the missing one does not.
    assert_eq!(world.database.number("SELECT COUNT(*) FROM events WHERE kind = 'code_refused'"), 1);
    next_step(&world);
    let refused = change(&mut owner, &app.code(&world.clock), WEAK);
    assert!(refused.status == 422 && refused.says(SAYS_WEAK), "{}", refused.body);
}

#[test]
fn a_new_password_that_is_refused_costs_no_code() {
    let world = World::new();
    let mut owner = world.signed_in("ada");
    let (app, recovery) = enrol(&world, &mut owner);
    for code in [&app.code(&world.clock), &recovery[0]] {
        assert!(change(&mut owner, code, WEAK).says(SAYS_WEAK));
        assert!(change(&mut owner, code, WEAK).says(SAYS_WEAK));
    }
    let used = world.database.number("SELECT COUNT(*) FROM events WHERE kind = 'recovery_code_used'");
    assert_eq!(used, 0, "an undone use is not on record either");
    assert_eq!(change(&mut owner, &recovery[0], NEW).status, 303);
    let spent = "SELECT COUNT(*) FROM events WHERE kind = 'recovery_code_used'";
    assert_eq!(world.database.number(spent), 1);
}
