//! Changing one's password, and the passwords that may be chosen.

use crate::support::{PASSWORD, Visitor};
use crate::world::World;

const NEW: &str = "quietly mauve hinges";

#[test]
fn the_current_password_is_needed() {
    let world = World::new();
    let mut visitor = world.signed_in("ada");
    let page = visitor.get("/account/password");
    let change = |visitor: &mut Visitor, current, new, again| {
        visitor.submit(
            &page,
            "/account/password",
            &[("current_password", current), ("new_password", new), ("new_password_again", again)],
        )
    };
    let wrong = change(&mut visitor, "not it at all", NEW, NEW);
    assert!(wrong.status == 422 && wrong.says("This is not your current password"));
    let differ = change(&mut visitor, PASSWORD, NEW, "quietly mauve hinge");
    assert!(differ.status == 422 && differ.says("The two passwords do not match"));
    let same = change(&mut visitor, PASSWORD, PASSWORD, PASSWORD);
    assert!(same.status == 422 && same.says("already your password"));
    assert_eq!(world.visitor().post("/login", &[("username", "ada"), ("password", PASSWORD)]).status, 303);
    assert_eq!(change(&mut visitor, PASSWORD, NEW, NEW).status, 303);
    assert_eq!(world.visitor().post("/login", &[("username", "ada"), ("password", PASSWORD)]).status, 422);
    assert_eq!(world.visitor().post("/login", &[("username", "ada"), ("password", NEW)]).status, 303);
}

#[test]
fn weak_passwords_are_refused_with_the_reason_and_no_page_repeats_them() {
    let world = World::new();
    let mut visitor = world.signed_in("ada");
    for (weak, reason) in [
        ("short", "use at least 15 characters"),
        ("passwordpassword", "repeats the same piece"),
        ("correct horse battery staple", "attackers try first"),
        ("doorward-doorward", "name of this site"),
        ("ada ada ada ada ada", "your username"),
    ] {
        let fields = [("current_password", PASSWORD), ("new_password", weak), ("new_password_again", weak)];
        let answer = visitor.post("/account/password", &fields);
        assert!(answer.status == 422 && answer.says(reason), "{weak}: {}", answer.body);
        assert!(!answer.says(&format!("value=\"{weak}\"")));
    }
    let long = "long otter violet ".repeat(15);
    let fields = [("current_password", PASSWORD), ("new_password", &*long), ("new_password_again", &*long)];
    assert!(visitor.post("/account/password", &fields).says("at most 256 characters"));
}

#[test]
fn only_the_session_that_began_with_the_change_says_so_and_only_for_ten_minutes() {
    let world = World::new();
    let (mut visitor, mut other) = (world.signed_in("ada"), world.signed_in("ada"));
    let says = |visitor: &mut Visitor, path: &str| {
        let page = visitor.get(path);
        assert_eq!(page.status, 200, "{}", page.body);
        page.says("Your password is changed")
    };
    let told = "/account?password-changed";
    assert!(!says(&mut visitor, told) && !says(&mut other, told), "nothing has happened");
    let page = visitor.get("/account/password");
    let fields = [("current_password", PASSWORD), ("new_password", NEW), ("new_password_again", NEW)];
    assert_eq!(visitor.submit(&page, "/account/password", &fields).header("location"), told);
    assert!(says(&mut visitor, told) && !says(&mut visitor, "/account"));
    let mut later = world.visitor();
    assert_eq!(later.post("/login", &[("username", "ada"), ("password", NEW)]).status, 303);
    assert!(!says(&mut later, told), "a sign-in is no change");
    world.advance(-60);
    assert!(!says(&mut visitor, told), "the change is in the future");
    world.advance(60 + 500);
    assert!(says(&mut visitor, told));
    world.advance(100);
    assert!(!says(&mut visitor, told));
}

#[test]
fn two_simultaneous_changes_have_one_winner() {
    let world = World::new();
    let visitor = world.signed_in("ada");
    let threads: Vec<_> = ["quietly mauve hinges", "tuba mimic jade lantern"]
        .into_iter()
        .map(|new| {
            let mut visitor = visitor.clone();
            std::thread::spawn(move || {
                let fields = [("current_password", PASSWORD), ("new_password", new), ("new_password_again", new)];
                visitor.post("/account/password", &fields).status
            })
        })
        .collect();
    let statuses: Vec<_> = threads.into_iter().map(|thread| thread.join().expect("answered")).collect();
    assert_eq!(statuses.iter().filter(|status| **status == 303).count(), 1, "{statuses:?}");
}

#[test]
fn password_managers_find_the_page() {
    let world = World::new();
    let mut visitor = world.signed_in("ada");
    assert_eq!(visitor.get("/.well-known/change-password").header("location"), "/account/password");
    let page = visitor.get("/account/password");
    for hint in ["autocomplete=\"current-password\"", "autocomplete=\"new-password\"", "autocomplete=\"username\""] {
        assert!(page.says(hint), "{hint}");
    }
    assert!(world.visitor().get("/login").says("autocomplete=\"current-password\""));
}

#[test]
fn a_session_that_is_over_changes_nothing_even_where_that_is_not_known_yet() {
    let world = World::with(2, |_| {});
    for path in [
        "/account/password",
        "/account/sessions/revocations",
        "/account/sessions/{}/label",
        "/account/sessions/{}/revocation",
    ] {
        let (mut owner, other) = (world.signed_in("ada"), world.signed_in("ada"));
        let path = path.replace("{}", &owner.session_id());
        let there = other.at(world.other_app().port);
        assert_eq!(owner.post(&format!("/account/sessions/{}/revocation", other.session_id()), &[]).status, 303);
        let body = match path.rsplit('/').next() {
            Some("password") => {
                let new = NEW.replace(' ', "+");
                format!("current_password={}&new_password={new}&new_password_again={new}", PASSWORD.replace(' ', "+"))
            }
            Some("label") => "label=mine".to_owned(),
            _ => String::new(),
        };
        // The other instance reads the endings once a second, so most of the time it does not know of this one yet.
        let answer = there.ask("POST", &path, Some(("application/x-www-form-urlencoded", body.as_bytes())));
        assert_eq!(answer.status, 403, "{path}");
        assert!(answer.says("You have been signed out"), "{path}");
        assert!(owner.is_signed_in());
        assert!(!owner.get("/account/sessions").says("mine"));
    }
    world.signed_in("ada");
}
