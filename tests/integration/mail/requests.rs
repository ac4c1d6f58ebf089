//! Links that people ask for who cannot sign in: the answer is the same for everybody, and nothing of it can be turned
//! against the owner.

use super::{link_in, send, server, text_of, wait_for_state, wait_until, world};
use crate::admin_users::{NEW, can_log_in, choose, path_of};
use crate::support::mail_server::MailServer;
use crate::support::{Answer, PASSWORD, Visitor};
use crate::world::World;

fn ask(visitor: &mut Visitor, path: &str, name: &str) -> Answer {
    let page = visitor.get(path);
    visitor.submit(&page, path, &[("username", name)])
}

/// Waits until everything that was asked for has been looked at.
fn wait_until_answered(world: &World) {
    let open = "SELECT CASE WHEN COUNT(*) = 0 THEN 'all' ELSE 'some' END AS value FROM mail_requests WHERE sealed_request IS NOT NULL";
    wait_until(world, open, "all");
}

/// Makes it known that mail reaches ada, as she does by choosing a password by a link that came by mail.
fn verify(world: &World, server: &MailServer) {
    let mut root = world.signed_in("root").confirming();
    assert_eq!(send(&mut root, world, "ada", "password_reset").status, 303);
    let link = link_in(&server.wait_for(1)[0].text);
    let mut browser = world.visitor();
    assert_eq!(browser.get(&link).status, 200);
    assert_eq!(verified(world), 0, "not by looking");
    assert_eq!(choose(&mut browser, &link, PASSWORD).status, 303);
    assert_eq!(verified(world), 1);
    assert!(root.get(&path_of(world, "ada")).says("verified"));
    wait_for_state(world, "ada", "sent");
    // What follows is in another hour.
    world.advance(3601);
}

fn verified(world: &World) -> i64 {
    world.database.number("SELECT COUNT(*) FROM users WHERE email_verified_at IS NOT NULL")
}

#[test]
fn somebody_who_forgot_the_password_gets_a_link_by_name_or_address_that_ends_the_sessions() {
    let server = server();
    let world = world(1, server.port);
    verify(&world, &server);
    let mut elsewhere = world.signed_in("ada");
    let mut ada = world.visitor();
    assert!(ada.get("/login").says("Forgot your password? <a href=\"/password-reset\">Get a link by mail</a>"));
    for (number, name) in [(2, " Ada "), (3, "ADA@example.org")] {
        // Links begin with the public URL, whatever a request says.
        let mut ada = ada.with_header("x-forwarded-host", "evil.example");
        let answer = ask(&mut ada, "/password-reset", name);
        assert_eq!(answer.status, 200);
        assert!(answer.says("If there is such an account, the mail is on its way."), "{}", answer.body);
        let mail = server.wait_for(number).pop().expect("a mail");
        assert_eq!(mail.to, "ada@example.org");
        assert!(text_of(&mail.text).contains("you can choose a new password for your account ada"), "{}", mail.text);
    }
    assert!(elsewhere.is_signed_in(), "nothing changes before a link is used");
    let links: Vec<_> = server.received().iter().skip(1).map(|mail| link_in(&mail.text)).collect();
    assert_eq!(world.visitor().get(&links[0]).status, 200, "the later link leaves the earlier in force");
    assert_eq!(choose(&mut ada, &links[1], NEW).status, 303);
    assert!(ada.is_signed_in() && !elsewhere.is_signed_in());
    assert!(can_log_in(&world, "ada", NEW) && !can_log_in(&world, "ada", PASSWORD));
    assert_eq!(world.visitor().get(&links[0]).status, 403, "no other link works any more");
}

#[test]
fn the_answer_is_the_same_for_every_name_and_only_a_reader_of_mail_gets_one() {
    let server = server();
    let world = world(1, server.port);
    verify(&world, &server);
    world.add_user("bob", doorward::account::Role::User);
    world.database.execute("UPDATE users SET status = 'suspended' WHERE username = 'root'");
    world
        .database
        .execute("UPDATE users SET email_verified_at = 1, email = 'root@example.org' WHERE username = 'root'");
    for path in ["/password-reset", "/device"] {
        // Nobody; without an address; with an address that nobody has proved; suspended; and no name at all.
        let names = ["ada", "nobody", "bob", "grace", "grace@example.org", "root", "<b>\"'; --", "가나다 라마바"];
        let mut answers: Vec<String> = Vec::new();
        for name in names {
            let answer = ask(&mut world.visitor(), path, name);
            assert_eq!(answer.status, 200, "{name}");
            answers.push(answer.without_keys());
        }
        assert!(answers.iter().all(|answer| *answer == answers[0]), "{path}");
    }
    wait_until_answered(&world);
    wait_for_state(&world, "ada", "sent");
    let to: Vec<_> = server.received().into_iter().skip(1).map(|mail| mail.to).collect();
    assert_eq!(to, ["ada@example.org", "ada@example.org"]);
    assert_eq!(world.database.number("SELECT COUNT(*) FROM mails WHERE address <> 'ada@example.org'"), 0);
}

#[test]
fn a_stranger_who_keeps_asking_fills_no_mailbox_and_voids_no_link() {
    let server = server();
    let world = world(2, server.port);
    verify(&world, &server);
    let mut owner = world.visitor();
    assert_eq!(ask(&mut owner, "/password-reset", "ada").status, 200);
    let link = link_in(&server.wait_for(2)[1].text);
    for number in 0..30 {
        let answer = ask(&mut world.visitor(), "/password-reset", "ada");
        // The owner has asked from the same address.
        assert_eq!(answer.status, if number < 19 { 200 } else { 429 }, "{number}");
        if answer.status == 429 {
            assert!(answer.says("Too many attempts."), "{}", answer.body);
            let wait: u64 = answer.header("retry-after").parse().expect("seconds");
            assert!((1..=3600).contains(&wait));
        }
    }
    wait_until_answered(&world);
    wait_for_state(&world, "ada", "sent");
    assert_eq!(server.received().len(), 1 + 3, "three in an hour");
    assert_eq!(choose(&mut owner, &link, NEW).status, 303, "the first link still works");
    world.advance(3601);
    assert_eq!(ask(&mut world.visitor(), "/password-reset", "ada").status, 200);
    assert_eq!(server.wait_for(5).len(), 5);
}

#[test]
fn an_owner_whom_strangers_keep_out_gets_in_by_a_device_link_that_they_ask_for() {
    let server = server();
    let world = world(1, server.port);
    verify(&world, &server);
    let mut stranger = world.visitor();
    let mut wrong = 0;
    while stranger.post("/login", &[("username", "ada"), ("password", &format!("wrong password {wrong}"))]).status
        != 429
    {
        wrong += 1;
        assert!(wrong < 50, "strangers are never stopped");
    }
    let mut owner = world.visitor();
    let page = owner.get("/login");
    let refused = owner.submit(&page, "/login", &[("username", "ada"), ("password", PASSWORD)]);
    assert_eq!(refused.status, 429);
    assert!(refused.says("Get a device link by mail"), "{}", refused.body);
    assert_eq!(ask(&mut owner, "/device", "ada").status, 200);
    let link = link_in(&server.wait_for(2)[1].text);
    let page = owner.get(&link);
    assert_eq!(owner.submit(&page, &link, &[]).status, 303);
    owner.log_in("ada");
    assert!(owner.is_signed_in());
}

#[test]
fn another_address_and_a_suspension_end_what_was_asked_for() {
    let server = server();
    let world = world(1, server.port);
    verify(&world, &server);
    assert_eq!(ask(&mut world.visitor(), "/password-reset", "ada").status, 200);
    let link = link_in(&server.wait_for(2)[1].text);
    let mut root = world.signed_in("root").confirming();
    let user = path_of(&world, "ada");
    let page = root.get(&user);
    assert_eq!(root.submit(&page, &format!("{user}/email"), &[("email", "other@example.org")]).status, 303);
    assert_eq!(world.visitor().get(&link).status, 403);
    assert_eq!(ask(&mut world.visitor(), "/password-reset", "ada").status, 200);
    wait_until_answered(&world);
    assert_eq!(
        world.database.number("SELECT COUNT(*) FROM mails WHERE address = 'other@example.org'"),
        0,
        "not proved yet"
    );
}

#[test]
fn a_link_that_was_mailed_to_an_earlier_address_proves_nothing_of_the_new_one() {
    let server = server();
    let world = world(1, server.port);
    let mut root = world.signed_in("root").confirming();
    assert_eq!(send(&mut root, &world, "ada", "password_reset").status, 303);
    let link = link_in(&server.wait_for(1)[0].text);
    // A change of the address voids the link; here somebody wrote the address into the database.
    world.database.execute("UPDATE users SET email = 'other@example.org' WHERE username = 'ada'");
    assert_eq!(choose(&mut world.visitor(), &link, NEW).status, 303);
    assert_eq!(verified(&world), 0);
}

/// A thief of an admin's session, who does not know the password, must not get at anybody's account: not by an address of
/// their own and a device link, for which no password is asked.
#[test]
fn a_device_link_proves_nothing_of_the_address_that_it_went_to() {
    let server = server();
    let world = world(1, server.port);
    let mut thief = world.signed_in("root");
    for name in ["ada", "root"] {
        let user = path_of(&world, name);
        let page = thief.get(&user);
        let address = format!("evil-{name}@example.org");
        assert_eq!(thief.submit(&page, &format!("{user}/email"), &[("email", &address)]).status, 303);
        let sent = server.received().len();
        assert_eq!(send(&mut thief, &world, name, "device").status, 303);
        let link = link_in(&server.wait_for(sent + 1)[sent].text);
        let mut browser = world.visitor();
        let page = browser.get(&link);
        assert_eq!(browser.submit(&page, &link, &[]).status, 303);
        assert_eq!(verified(&world), 0);
        assert_eq!(ask(&mut browser, "/password-reset", name).status, 200);
        wait_until_answered(&world);
        let resets = world.database.number("SELECT COUNT(*) FROM mails WHERE kind = 'password_reset'");
        assert_eq!(resets, 0, "{name}");
        let asked = send(&mut thief, &world, "ada", "password_reset");
        assert!(asked.says("Your password is asked for every time you do this"), "{}", asked.body);
    }
}

#[test]
fn what_nobody_can_be_called_is_told_and_without_a_mail_server_there_is_no_form() {
    let server = server();
    let world = world(1, server.port);
    for path in ["/password-reset", "/device"] {
        for name in ["", "  ", "\u{200b}"] {
            let answer = ask(&mut world.visitor(), path, name);
            assert_eq!(answer.status, 422);
            assert!(answer.says("Enter your username or your email address."), "{}", answer.body);
        }
        let long = "x".repeat(3000);
        assert_eq!(ask(&mut world.visitor(), path, &long).status, 200);
        assert_eq!(world.visitor().post(path, &[]).status, 400);
    }
    wait_until_answered(&world);
    let world = World::new();
    assert!(world.visitor().get("/login").hides("/password-reset"));
    for path in ["/password-reset", "/device"] {
        let page = world.visitor().get(path);
        assert!(page.status == 200 && page.says("This site sends no mail.") && page.hides("Send me"), "{}", page.body);
        let answer = world.visitor().post(path, &[("username", "ada")]);
        assert!(answer.says("This site sends no mail."), "{}", answer.body);
    }
    assert_eq!(world.database.number("SELECT COUNT(*) FROM mail_requests"), 0);
}

#[test]
fn what_was_asked_cannot_be_read_in_the_database_and_is_forgotten_after_a_day() {
    let server = server();
    let world = world(1, server.port);
    assert_eq!(ask(&mut world.visitor(), "/password-reset", "somebody.else@example.org").status, 200);
    wait_until_answered(&world);
    let rows = |world: &World| world.database.number("SELECT COUNT(*) FROM mail_requests");
    let sweep = |world: &World| {
        world.app().block_on(|desk| async move { doorward::internals::janitor::sweep(&desk).await.expect("swept") })
    };
    world.advance(3600);
    sweep(&world);
    assert_eq!(rows(&world), 1);
    world.advance(86_400);
    sweep(&world);
    assert_eq!(rows(&world), 0);
}
