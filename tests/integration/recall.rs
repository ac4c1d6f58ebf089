//! Recall: a revoked session is refused on the next request here, and within a second by other instances.

use std::thread::sleep;
use std::time::{Duration, Instant};

use doorward::account::{self, Role, Username};
use doorward::internals::revocation;

use crate::support::{PASSWORD, Visitor};
use crate::world::World;

/// Waits until `visitor` is refused, long before the access token expires. That it takes a second at most is a matter of a
/// quiet machine.
fn wait_until_refused(visitor: &mut Visitor) {
    let started = Instant::now();
    while visitor.is_signed_in() {
        assert!(started.elapsed() < Duration::from_secs(20), "the session goes on");
        sleep(Duration::from_millis(20));
    }
}

fn name(name: &str) -> Username {
    Username::parse(name).expect("a name")
}

#[test]
fn signing_out_ends_the_session_here_at_once() {
    let world = World::new();
    let mut visitor = world.signed_in("ada");
    let mut thief = visitor.clone();
    let answer = visitor.post("/logout", &[]);
    assert_eq!(answer.header("clear-site-data"), "\"cache\", \"storage\"");
    assert!(visitor.has_no_tokens());
    assert!(!thief.is_signed_in(), "the session of this live access token is over");
}

#[test]
fn signing_out_is_noticed_by_the_other_instance_within_a_second() {
    let world = World::with(2, |_| {});
    let mut here = world.signed_in("ada");
    let mut there = here.at(world.other_app().port);
    assert!(there.is_signed_in(), "both instances are one desk");
    here.post("/logout", &[]);
    wait_until_refused(&mut there);
}

#[test]
fn ending_another_session_reaches_it_at_once() {
    let world = World::new();
    let (mut one, mut other) = (world.signed_in("ada"), world.signed_in("ada"));
    let page = one.get("/account/sessions");
    let action = format!("/account/sessions/{}/revocation", other.session_id());
    assert_eq!(one.submit(&page, &action, &[]).status, 303);
    assert!(!other.is_signed_in());
    assert!(one.is_signed_in());
    assert!(other.get("/login").says("from another one"));
}

#[test]
fn changing_the_password_ends_the_other_sessions_at_once() {
    let world = World::with(2, |_| {});
    let (mut here, mut there) = (world.signed_in("ada"), world.signed_in("ada").at(world.other_app().port));
    assert!(there.is_signed_in());
    let page = here.get("/account/password");
    let new = "quietly mauve hinges";
    let fields = [("current_password", PASSWORD), ("new_password", new), ("new_password_again", new)];
    let mut copy = here.clone();
    let answer = here.submit(&page, "/account/password", &fields);
    assert_eq!((answer.status, answer.header("location")), (303, "/account?password-changed"));
    assert!(here.get("/account?password-changed").says("Your password is changed"));
    assert!(!copy.is_signed_in(), "a copy of the older cookies lets nobody in");
    assert!(here.is_signed_in());
    wait_until_refused(&mut there);
    assert!(there.get("/login").says("password was changed on another device"));
}

#[test]
fn a_suspension_takes_effect_on_the_next_request_and_revives_nothing_later() {
    let world = World::with(2, |_| {});
    let (mut here, mut there) = (world.signed_in("ada"), world.signed_in("ada").at(world.other_app().port));
    let suspended = world.app().block_on(|desk| async move {
        account::suspend(&desk, account::find(&desk, name("ada")).await.expect("found").id, doorward::By::operator())
            .await
    });
    assert!(suspended.expect("suspended"));
    assert!(!here.is_signed_in());
    wait_until_refused(&mut there);
    let reactivated = world.app().block_on(|desk| async move {
        account::reactivate(&desk, account::find(&desk, name("ada")).await.expect("found").id, doorward::By::operator())
            .await
    });
    assert!(reactivated.expect("reactivated"));
    assert!(!here.is_signed_in() && !there.is_signed_in());
    assert!(world.signed_in("ada").is_signed_in());
}

#[test]
fn a_changed_role_is_in_the_next_request() {
    let world = World::new();
    let mut visitor = world.signed_in("ada");
    assert_eq!(visitor.claims()["role"], "user");
    let promoted = world.app().block_on(|desk| async move {
        account::set_role(
            &desk,
            account::find(&desk, name("ada")).await.expect("found").id,
            Role::Admin,
            doorward::By::operator(),
        )
        .await
    });
    assert!(promoted.expect("promoted"));
    assert!(visitor.get("/account").says("Administrator"));
    assert_eq!(visitor.claims()["role"], "admin");
}

#[test]
fn an_operator_beside_the_server_is_heard_within_a_second() {
    let world = World::with(2, |_| {});
    let mut visitor = world.signed_in("ada");
    let id = doorward::internals::SessionId::parse(&visitor.session_id()).expect("an id");
    // The other instance's desk stands for the command, since it shares only the database with the first.
    let is_ended = world
        .other_app()
        .block_on(|desk| async move { revocation::revoke_these(&desk, vec![id], doorward::By::operator()).await });
    assert_eq!(is_ended.expect("ended"), 1);
    wait_until_refused(&mut visitor);
    assert!(visitor.get("/login").says("administrator signed you out"));
}

#[test]
fn a_restart_revives_nothing_and_loses_nobody() {
    let mut world = World::new();
    let (honest, ended) = (world.signed_in("ada"), world.signed_in("ada"));
    ended.ask("POST", "/logout", None);
    world.stop();
    let port = world.start(|_| {}, |_| {}).port;
    assert!(honest.at(port).is_signed_in());
    assert!(!ended.at(port).is_signed_in());
}

#[test]
fn two_admins_who_demote_each_other_leave_one() {
    let world = World::new();
    for name in ["root1", "root2"] {
        world.add_user(name, Role::Admin);
    }
    for _ in 0..10 {
        let demote = |victim: &'static str| {
            let desk = world.app().desk.clone();
            std::thread::spawn(move || {
                actix_web::rt::System::new().block_on(async move {
                    account::set_role(
                        &desk,
                        account::find(&desk, name(victim)).await.expect("found").id,
                        Role::User,
                        doorward::By::operator(),
                    )
                    .await
                    .is_ok()
                })
            })
        };
        let threads = [demote("root1"), demote("root2")];
        let demoted = threads.into_iter().map(|thread| thread.join().expect("ran")).filter(|ok| *ok).count();
        assert_eq!(demoted, 1);
        assert_eq!(world.database.number("SELECT COUNT(*) FROM users WHERE role = 'admin'"), 1);
        world.database.execute("UPDATE users SET role = 'admin' WHERE username LIKE 'root%'");
    }
}
