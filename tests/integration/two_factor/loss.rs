//! Loss of the app, the codes or the secret: removals, resets and restored backups.

use doorward::account::Role;
use serde_json::json;

use super::{begin, enrol, give, next_step, soon};
use crate::admin_users::{choose, path_of, press, shown_link};
use crate::support::PASSWORD;
use crate::support::database::is_postgres;
use crate::world::World;

#[test]
fn admins_cannot_use_the_administration_on_themselves() {
    let world = World::new();
    world.add_user("root", Role::Admin);
    let mut root = world.signed_in("root");
    let (app, _) = enrol(&world, &mut root);
    let id = root.claims()["sub"].as_str().expect("an id").to_owned();
    let account = root.get(&format!("/admin/users/{id}"));
    assert!(account.hides("Remove two-factor authentication") && account.hides("Create a reset link"));
    let path = format!("/admin/users/{id}/two-factor-removal");
    assert_eq!(root.get(&path).header("location"), "/account/two-factor");
    for (path, fields) in
        [(path, &[("identity_check", "it is me, believe me")][..]), (format!("/admin/users/{id}/password-reset"), &[])]
    {
        let code = app.code(&world.clock);
        let fields = [fields, &[("current_password", PASSWORD), ("current_code", &code)]].concat();
        let answer = root.post(&path, &fields);
        next_step(&world);
        assert!(answer.status == 409 && answer.says("this is your own account"), "{path}: {}", answer.status);
    }
    // The API is no way around. It needs a token of its own, since it does not accept a browser's.
    let program = world.client().with_token(&root.access_cookie());
    assert_eq!(program.get("/api/me").status, 401);
    let credentials = json!({"username": "root", "password": PASSWORD, "code": app.code(&world.clock)});
    let tokens = world.client().post("/api/tokens", &credentials).json();
    let program = world.client().with_token(tokens["access_token"].as_str().expect("a token"));
    let reset = program.send("POST", &format!("/api/admin/users/{id}/password-reset"), None);
    assert_eq!((reset.status, reset.json()["error"].as_str()), (409, Some("own_account")));
    let check = json!({"identity_check": "it is me, believe me"});
    let removal = program.post(&format!("/api/admin/users/{id}/two-factor-removal"), &check);
    assert_eq!((removal.status, removal.json()["error"].as_str()), (409, Some("own_account")));
    assert!(root.get("/account/two-factor").says("10 left"));
}

#[test]
fn a_removal_voids_links_and_a_new_password_ends_the_pause() {
    let world = World::new();
    world.add_user("root", Role::Admin);
    let mut desk = world.signed_in("ada");
    let (app, codes) = enrol(&world, &mut desk);
    for _ in 0..5 {
        give(&mut begin(&world, "ada"), &app.wrong_code(&world.clock));
    }
    assert_eq!(give(&mut begin(&world, "ada"), &app.code(&world.clock)).status, 429);
    let page = desk.get("/account/password");
    let (new, code) = ("quietly mauve hinges", app.code(&world.clock));
    let fields = [("current_password", PASSWORD), ("code", &*code), ("new_password", new), ("new_password_again", new)];
    assert_eq!(desk.submit(&page, "/account/password", &fields).status, 303);
    let mut phone = world.visitor();
    phone.post("/login", &[("username", "ada"), ("password", new)]);
    assert_eq!(give(&mut phone, &codes[0]).status, 303);
    let id = desk.claims()["sub"].as_str().expect("an id").to_owned();
    let root = world.logged_in("root");
    let link = root.send("POST", &format!("/api/admin/users/{id}/password-reset"), None).json();
    let link = link["link"].as_str().and_then(|link| link.find("/password-reset").map(|at| link[at..].to_owned()));
    let link = link.expect("a link");
    assert_eq!(world.visitor().get(&link).status, 200);
    let check = json!({"identity_check": "met in person at the desk"});
    assert_eq!(root.post(&format!("/api/admin/users/{id}/two-factor-removal"), &check).status, 204);
    assert_eq!(world.visitor().get(&link).status, 403);
}

#[test]
fn a_password_chosen_by_a_reset_link_opens_the_doors_that_a_thief_closed() {
    let world = World::new();
    world.add_user("root", Role::Admin);
    let mut desk = world.signed_in("ada");
    let (app, _) = enrol(&world, &mut desk);
    desk.post("/logout", &[]);
    desk.log_in("ada");
    for visitor in [&mut begin(&world, "ada"), &mut desk] {
        assert_eq!(give(visitor, &app.wrong_code(&world.clock)).status, 422);
    }
    world.database.execute("UPDATE code_failures SET failures = 100");
    assert_eq!(world.database.number("SELECT COUNT(*) FROM code_failures"), 2, "both doors");
    let mut root = world.signed_in("root").confirming();
    let link = shown_link(&press(&mut root, &path_of(&world, "ada"), "password-reset", &[]));
    let (mut holder, new) = (world.visitor(), "quietly mauve hinges");
    assert_eq!(choose(&mut holder, &link, new).status, 303);
    for visitor in [&mut holder, &mut world.visitor()] {
        visitor.post("/login", &[("username", "ada"), ("password", new)]);
        assert_eq!(give(visitor, &app.code(&world.clock)).status, 303);
        next_step(&world);
    }
}

#[test]
fn an_admin_removes_it_and_says_how_they_made_sure() {
    let world = World::new();
    world.add_user("root", Role::Admin);
    let mut phone = world.signed_in("ada");
    let (app, codes) = enrol(&world, &mut phone);
    let mut waiting = begin(&world, "ada");
    let mut root = world.signed_in("root").confirming();
    let id = phone.claims()["sub"].as_str().expect("an id").to_owned();
    let account = root.get(&format!("/admin/users/{id}"));
    assert!(account.says("10 recovery codes left") && account.says("Remove two-factor authentication"));
    let path = format!("/admin/users/{id}/two-factor-removal");
    let ask = root.get(&path);
    assert!(ask.says("only if you are sure who is asking"));
    let short = root.submit(&ask, &path, &[("identity_check", "trust me")]);
    assert!(short.status == 422 && short.says("10 to 200 characters") && short.says("trust me"));
    let done = root.submit(&ask, &path, &[("identity_check", "met in person at the desk")]);
    assert_eq!(done.status, 303);
    assert!(root.get(done.header("location")).says("Two-factor authentication is removed"));
    assert!(root.get("/admin/events?kind=two_factor_removed").says("met in person at the desk"));
    assert!(!phone.is_signed_in());
    assert_eq!(give(&mut waiting, &app.code(&world.clock)).header("location"), "/login?again");
    assert_eq!(world.visitor().log_in("ada").header("location"), "/");
    // There is nothing left to remove, and the old recovery codes no longer work.
    assert_eq!(root.get(&path).status, 404);
    let (_, _) = enrol(&world, &mut world.signed_in("ada"));
    assert_eq!(give(&mut begin(&world, "ada"), &codes[0]).status, 422);
    // A user who is no admin may not open this page.
    world.add_user("bob", Role::User);
    assert_eq!(world.signed_in("bob").get(&path).status, 403);
}

#[test]
fn the_api_removes_it_too() {
    let world = World::new();
    world.add_user("root", Role::Admin);
    let mut desk = world.signed_in("ada");
    let id = desk.claims()["sub"].as_str().expect("an id").to_owned();
    enrol(&world, &mut desk);
    let root = world.logged_in("root");
    assert_eq!(root.get(&format!("/api/admin/users/{id}")).json()["two_factor"]["recovery_codes"], json!(10));
    let path = format!("/api/admin/users/{id}/two-factor-removal");
    assert_eq!(root.post(&path, &json!({})).status, 400);
    assert_eq!(root.post(&path, &json!({"identity_check": "trust me"})).status, 400);
    let check = json!({"identity_check": "met in person at the desk"});
    assert_eq!(root.post(&path, &check).status, 204);
    assert_eq!(root.get(&format!("/api/admin/users/{id}")).json()["two_factor"], json!(null));
    assert_eq!(root.post(&path, &check).status, 204, "removing it again succeeds");
    assert!(!desk.is_signed_in());
    let missing = format!("/api/admin/users/{}/two-factor-removal", "0".repeat(32));
    assert_eq!(root.post(&missing, &check).status, 404);
}

#[test]
fn a_reset_of_the_password_leaves_it_in_place() {
    let world = World::new();
    let (app, _) = enrol(&world, &mut world.signed_in("ada"));
    let link = world.app().block_on(|desk| async move {
        use doorward::By;
        use doorward::account::{self, links};
        let name = doorward::account::Username::parse("ada").expect("a name");
        let user = account::find(&desk, name).await.expect("found");
        links::start_password_reset(&desk, user.id, By::operator()).await.expect("made")
    });
    let path = format!("/password-reset/{}", link.token.expose());
    let mut visitor = world.visitor();
    let new = "quietly mauve hinges";
    let page = visitor.get(&path);
    assert_eq!(visitor.submit(&page, &path, &[("new_password", new), ("new_password_again", new)]).status, 303);
    let answer = visitor.post("/login", &[("username", "ada"), ("password", new)]);
    assert_eq!(answer.header("location"), "/login/two-factor");
    assert_eq!(give(&mut visitor, &app.code(&world.clock)).status, 303);
}

#[test]
fn a_restore_brings_no_used_recovery_code_back_and_leaves_the_app() {
    let world = World::new();
    let (app, codes) = enrol(&world, &mut world.signed_in("ada"));
    let mut waiting = begin(&world, "ada");
    world.app().block_on(|desk| async move {
        doorward::internals::restoration::sign_everybody_out(&desk, |_| {}).await.expect("restored");
    });
    assert_eq!(give(&mut waiting, &app.code(&world.clock)).header("location"), "/login?again");
    assert_eq!(give(&mut begin(&world, "ada"), &codes[0]).status, 422);
    let mut visitor = begin(&world, "ada");
    assert_eq!(give(&mut visitor, &app.code(&world.clock)).status, 303);
    // The new key signs as soon as this instance knows of it.
    soon(|| visitor.get("/account/two-factor").says("0 left"));
}

#[test]
fn a_seed_of_a_lost_secret_is_named_and_recovery_codes_still_work() {
    let world = World::new();
    let (app, codes) = enrol(&world, &mut world.signed_in("ada"));
    let bytes = if is_postgres() { "'\\x00'::bytea" } else { "x'00'" };
    world.database.execute(&format!("UPDATE two_factor SET sealed_seed = {bytes}"));
    let answer = give(&mut begin(&world, "ada"), &app.code(&world.clock));
    assert!(answer.status == 422 && answer.says("cannot be checked any more"), "{}", answer.body);
    assert_eq!(give(&mut begin(&world, "ada"), &codes[0]).status, 303);
}
