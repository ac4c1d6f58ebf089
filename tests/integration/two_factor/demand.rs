//! The accounts that must have a second factor.

use doorward::account::Role;
use doorward::config::TwoFactorPolicy;
use serde_json::json;

use super::{begin, give, next_step, soon};
use crate::support::PASSWORD;
use crate::support::authenticator::{Authenticator, recovery_codes};
use crate::world::World;

#[test]
fn whoever_must_have_one_is_led_to_set_it_up() {
    let mut world = World::empty();
    world.start(|settings| settings.two_factor = TwoFactorPolicy::Admins, |_| {});
    world.add_user("root", Role::Admin);
    world.add_user("ada", Role::User);
    assert_eq!(world.visitor().log_in("ada").header("location"), "/");
    let mut visitor = begin(&world, "root");
    let page = visitor.get("/login/two-factor");
    assert!(page.says("This site also requires two-factor authentication"));
    assert_eq!(visitor.get("/admin").status, 303);
    let api = world.client().post("/api/tokens", &json!({"username": "root", "password": PASSWORD}));
    assert_eq!((api.status, api.json()["error"].as_str()), (401, Some("two_factor_enrolment_required")));
    let offer = visitor.submit(&page, "/login/two-factor/enrolment", &[]);
    let app = Authenticator::scan(&offer);
    let wrong = app.wrong_code(&world.clock);
    let again = visitor.submit(&offer, "/login/two-factor/activation", &[("code", &wrong)]);
    assert_eq!(again.status, 422);
    let done = visitor.submit(&again, "/login/two-factor/activation", &[("code", &app.code(&world.clock))]);
    assert!(done.status == 200 && recovery_codes(&done).len() == 10);
    assert_eq!(visitor.get("/admin").status, 200);
    // The user cannot turn it off, even with a form that the page does not show.
    next_step(&world);
    assert!(visitor.get("/account/two-factor").hides("Turn off two-factor authentication"));
    let typed = [("current_password", PASSWORD), ("current_code", &*app.code(&world.clock))];
    let answer = visitor.post("/account/two-factor/removal", &typed);
    assert_eq!((answer.status, answer.header("location")), (303, "/account/two-factor"));
    assert!(visitor.get("/account/two-factor").says("so you cannot turn it off"));
}

#[test]
fn setting_one_up_on_demand_ends_sessions_of_the_password_alone() {
    let mut world = World::empty();
    world.start(|_| {}, |_| {});
    world.add_user("ada", Role::User);
    let mut program = world.logged_in("ada");
    let strict = world.start(|settings| settings.two_factor = TwoFactorPolicy::Everyone, |_| {}).port;
    // This session was opened on the instance that does not demand a second factor, after the other one had looked for
    // such sessions.
    soon(|| program.get("/api/me").status != 200);
    let mut thief = world.signed_in("ada");
    let mut owner = world.visitor().at(strict);
    owner.log_in("ada");
    let page = owner.get("/login/two-factor");
    let offer = owner.submit(&page, "/login/two-factor/enrolment", &[]);
    let app = Authenticator::scan(&offer);
    let done = owner.submit(&offer, "/login/two-factor/activation", &[("code", &app.code(&world.clock))]);
    assert!(done.says("signed out on all other devices") && done.says("Signed in as"));
    soon(|| !thief.is_signed_in());
    // Nor does the account know the devices of such sessions any more, while it knows the owner's.
    let wrong = app.wrong_code(&world.clock);
    for (visitor, doors) in [(&mut thief, &["sign_in"][..]), (&mut owner, &["known_device", "sign_in"])] {
        visitor.post("/logout", &[]);
        visitor.log_in("ada");
        assert_eq!(give(visitor, &wrong).status, 422);
        assert_eq!(world.database.texts("SELECT door AS value FROM code_failures ORDER BY door"), doors);
    }
    assert_eq!(program.renew().status, 401);
}

#[test]
fn whoever_becomes_an_admin_without_one_is_signed_out() {
    let mut world = World::empty();
    world.start(|settings| settings.two_factor = TwoFactorPolicy::Admins, |_| {});
    world.add_user("ada", Role::User);
    let mut visitor = world.signed_in("ada");
    world.app().block_on(|desk| async move {
        use doorward::{By, account};
        let name = doorward::account::Username::parse("ada").expect("a name");
        let user = account::find(&desk, name).await.expect("found");
        account::set_role(&desk, user.id, Role::Admin, By::operator()).await.expect("changed");
    });
    let background = visitor.with_header("sec-fetch-dest", "empty").get("/admin/users");
    assert_ne!(background.status, 200);
    assert!(visitor.get("/login").says("Your account now needs two-factor authentication"));
}

#[test]
fn sessions_from_before_the_policy_end_when_they_are_renewed() {
    let mut world = World::empty();
    world.start(|_| {}, |_| {});
    world.add_user("ada", Role::User);
    let mut visitor = world.signed_in("ada");
    let strict = world.start(|settings| settings.two_factor = TwoFactorPolicy::Everyone, |_| {}).port;
    world.let_access_tokens_expire();
    let mut there = visitor.at(strict);
    assert!(there.get("/login").says("Your account now needs two-factor authentication"));
    assert!(!visitor.is_signed_in());
}
