//! What the mail server may do: be away, refuse, wait, break off, lie, hang. It delays mail and nothing else.

use std::collections::BTreeMap;
use std::net::TcpListener;

use super::{link_in, send, wait_for_state, wait_until, world};
use crate::admin_users::{can_log_in, path_of};
use crate::support::mail_server::{Act, MailServer};
use crate::support::{PASSWORD, Scrape, free_port};
use crate::world::World;

/// The number of seconds in which nobody is left who has a mail in hand.
const A_MINUTE: i64 = 61;

fn answers(world: &World, name: &str) -> String {
    let question = format!("SELECT COALESCE(answer, '') AS value FROM mails WHERE address = '{name}@example.org'");
    world.database.texts(&question).join(", ")
}

#[test]
fn a_deferred_mail_is_tried_again_and_all_later_ones_to_the_same_person_wait_for_it() {
    let server = MailServer::start(&[Act::Answer("RCPT", "451 4.7.1 Greylisted, try again")]);
    let world = world(1, server.port);
    let mut root = world.signed_in("root").confirming();
    assert_eq!(send(&mut root, &world, "ada", "password_reset").status, 303);
    let tried = "SELECT CAST(tries AS TEXT) AS value FROM mails WHERE kind = 'password_reset'";
    wait_until(&world, tried, "1");
    assert_eq!(answers(&world, "ada"), "451 4.7.1 Greylisted, try again");
    assert_eq!(send(&mut root, &world, "ada", "device").status, 303);
    assert_eq!(send(&mut root, &world, "grace", "device").status, 303);
    let first = server.wait_for(1);
    assert_eq!(first[0].to, "grace@example.org", "another person does not wait");
    wait_for_state(&world, "grace", "sent");
    wait_for_state(&world, "ada", "waiting");
    let shown = root.get("/admin");
    assert!(shown.says("Greylisted, try again") && shown.says("Not sent yet"), "{}", shown.body);
    world.advance(A_MINUTE);
    let mails = server.wait_for(3);
    assert!(link_in(&mails[1].text).starts_with("/password-reset/") && link_in(&mails[2].text).starts_with("/device/"));
    wait_for_state(&world, "ada", "sent");
}

#[test]
fn a_link_that_is_sent_again_takes_the_place_of_one_that_the_server_defers() {
    let server = MailServer::start(&[Act::Answer("RCPT", "451 4.7.1 Greylisted, try again")]);
    let world = world(1, server.port);
    let mut root = world.signed_in("root").confirming();
    assert_eq!(send(&mut root, &world, "ada", "password_reset").status, 303);
    wait_until(&world, "SELECT CAST(tries AS TEXT) AS value FROM mails", "1");
    assert_eq!(send(&mut root, &world, "ada", "password_reset").status, 303);
    let mails = server.wait_for(1);
    assert_eq!(world.visitor().get(&link_in(&mails[0].text)).status, 200, "it is the newer one");
    wait_for_state(&world, "ada", "sent");
    assert_eq!(world.database.number("SELECT COUNT(*) FROM mails"), 1);
}

#[test]
fn a_refusal_that_is_about_the_settings_is_tried_again() {
    let refusals = ["554 5.7.1 Relay access denied", "530 5.7.0 Authentication required"];
    let server = MailServer::start(&refusals.map(|refusal| Act::Answer("RCPT", refusal)));
    let world = world(1, server.port);
    let mut root = world.signed_in("root").confirming();
    assert_eq!(send(&mut root, &world, "ada", "device").status, 303);
    for tries in ["1", "2"] {
        wait_until(&world, "SELECT CAST(tries AS TEXT) AS value FROM mails", tries);
        world.advance(2 * A_MINUTE);
    }
    server.wait_for(1);
    wait_for_state(&world, "ada", "sent");
}

/// A server that never ends its line must not fill the memory.
#[test]
fn a_server_that_does_not_stop_talking_is_hung_up_on() {
    let listener = TcpListener::bind("127.0.0.1:0").expect("a free port");
    let world = world(1, listener.local_addr().expect("an address").port());
    let mut root = world.signed_in("root").confirming();
    assert_eq!(send(&mut root, &world, "ada", "device").status, 303);
    let (mut stream, _) = listener.accept().expect("a connection");
    let mut said = 0;
    while std::io::Write::write_all(&mut stream, &[b'2'; 65536]).is_ok() {
        said += 65536;
        assert!(said < 64 * 1024 * 1024, "it listens for ever");
    }
    wait_until(
        &world,
        "SELECT CASE WHEN answer LIKE '%does not stop talking%' THEN 'told' ELSE COALESCE(answer, '') END AS value FROM mails",
        "told",
    );
}

#[test]
fn a_refused_mail_is_given_up_at_once_and_told_of() {
    let server = MailServer::start(&[Act::Answer("RCPT", "550 5.1.1 No such user")]);
    let world = world(1, server.port);
    let mut root = world.signed_in("root").confirming();
    assert_eq!(send(&mut root, &world, "ada", "password_reset").status, 303);
    wait_for_state(&world, "ada", "failed");
    assert_eq!(answers(&world, "ada"), "550 5.1.1 No such user");
    assert_eq!(world.database.number("SELECT COUNT(*) FROM mails WHERE sealed_letter IS NOT NULL"), 0);
    let shown = root.get("/admin");
    assert!(shown.says("Mail could not be delivered."), "{}", shown.body);
    let listed = root.get("/admin/events?kind=mail_failed");
    assert!(listed.says("Mail not delivered") && listed.says("password reset: the mail server refused it"));
    assert!(listed.hides("No such user"), "the record keeps no answer: it may contain the address");
    let shown = root.get(&path_of(&world, "ada"));
    assert!(shown.says("Mail not delivered"), "{}", shown.body);
    world.advance(8 * 86_400);
    assert!(world.signed_in("root").get("/admin").hides("Mail could not be delivered."));
}

#[test]
fn a_server_that_is_away_for_a_while_gets_every_mail_once_when_it_is_back() {
    let port = free_port();
    let world = world(2, port);
    let mut root = world.signed_in("root").confirming();
    for name in ["ada", "grace"] {
        assert_eq!(send(&mut root, &world, name, "password_reset").status, 303);
        assert_eq!(send(&mut root, &world, name, "device").status, 303);
    }
    wait_until(
        &world,
        "SELECT DISTINCT CASE WHEN answer LIKE '%cannot be used%' THEN 'told' ELSE 'not' END AS value FROM mails WHERE id = (SELECT MIN(id) FROM mails)",
        "told",
    );
    assert!(can_log_in(&world, "ada", PASSWORD), "nothing but mail is delayed");
    assert_eq!(world.database.number("SELECT SUM(tries) FROM mails"), 0, "no mail is to blame");
    let server = MailServer::start_at(TcpListener::bind(("127.0.0.1", port)).expect("free again"), &[]);
    server.wait_for(4);
    wait_for_state(&world, "ada", "sent");
    wait_for_state(&world, "grace", "sent");
    assert_eq!(server.received().len(), 4);
}

#[test]
fn a_mail_is_given_up_after_two_days_or_when_its_link_is_over() {
    let world = world(1, free_port());
    let mut root = world.signed_in("root").confirming();
    assert_eq!(send(&mut root, &world, "ada", "password_reset").status, 303);
    let page = root.get("/admin/users/new");
    let fields = [("username", "bob"), ("email", "bob@example.org"), ("role", "user"), ("by_mail", "yes")];
    assert_eq!(root.submit(&page, "/admin/users/new", &fields).status, 303);
    world.advance(3600);
    wait_for_state(&world, "ada", "failed");
    wait_for_state(&world, "bob", "waiting");
    let mut root = world.signed_in("root");
    assert!(root.get("/admin").says("Mail has been waiting for more than a quarter of an hour"));
    world.advance(48 * 3600);
    wait_for_state(&world, "bob", "failed");
    let details = world.database.texts("SELECT detail AS value FROM events WHERE kind = 'mail_failed' ORDER BY id");
    assert_eq!(details, ["password_reset, outdated", "invitation, two days"]);
}

#[test]
fn two_instances_send_each_of_many_mails_once_and_in_order_for_each_person() {
    const PEOPLE: usize = 10;
    let server = MailServer::start(&[]);
    let world = world(2, server.port);
    // The mails are written at one moment, as by a change of many accounts.
    let mut root = world.signed_in("root").confirming();
    assert_eq!(send(&mut root, &world, "ada", "device").status, 303);
    wait_for_state(&world, "ada", "sent");
    world.database.execute("DELETE FROM mails");
    let root = world.logged_in("root");
    for number in 0..PEOPLE {
        let name = format!("person{number}");
        let made = root
            .post("/api/admin/users", &serde_json::json!({"username": name, "email": format!("{name}@example.org")}));
        assert_eq!(made.status, 201, "{}", made.body);
        let id = made.json()["user"]["id"].as_str().expect("an id").to_owned();
        for round in 0..2 {
            let body = serde_json::json!({"link": "invitation", "message": format!("round {round}")});
            let answer = root.post(&format!("/api/admin/users/{id}/mail"), &body);
            assert_eq!(answer.status, 202, "{}", answer.body);
        }
    }
    wait_until(&world, "SELECT DISTINCT state AS value FROM mails", "sent");
    let mut rounds: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for mail in server.received().into_iter().skip(1) {
        let text = super::text_of(&mail.text);
        let round = text.lines().find(|line| line.starts_with("> round")).expect("a round").to_owned();
        rounds.entry(mail.to).or_default().push(round);
    }
    assert_eq!(rounds.len(), PEOPLE);
    for (to, rounds) in &rounds {
        // The second takes the place of the first, if that still waits.
        assert!(rounds == &["> round 0", "> round 1"] || rounds == &["> round 1"], "{to}: {rounds:?}");
    }
    let sent = world.database.number("SELECT COUNT(*) FROM mails WHERE state = 'sent'");
    assert_eq!(sent, i64::try_from(rounds.values().map(Vec::len).sum::<usize>()).expect("few"));
}

#[test]
fn a_hanging_server_holds_up_mail_and_nothing_else() {
    for command in ["MAIL", "RCPT", "DATA", "."] {
        let server = MailServer::start(&[Act::Hang(command)]);
        let world = world(1, server.port);
        let mut root = world.signed_in("root").confirming();
        assert_eq!(send(&mut root, &world, "ada", "device").status, 303);
        server.wait_until_it_hangs();
        assert!(can_log_in(&world, "grace", PASSWORD));
        assert_eq!(send(&mut root, &world, "grace", "device").status, 303);
        assert!(root.get("/admin").says("Not sent yet"));
        server.let_go();
        let first = server.wait_for(1);
        assert!(first[0].to.ends_with("@example.org"));
        wait_until(&world, "SELECT DISTINCT CASE WHEN tries > 1 THEN 'many' ELSE 'few' END AS value FROM mails", "few");
        world.advance(A_MINUTE);
        wait_for_state(&world, "ada", "sent");
    }
}

#[test]
fn an_answer_that_belongs_to_another_command_is_no_receipt() {
    for act in [Act::Answer("DATA", "250 2.1.5 ok"), Act::Answer(".", "354 go on"), Act::Answer(".", "what?")] {
        let server = MailServer::start(std::slice::from_ref(&act));
        let world = world(1, server.port);
        let mut root = world.signed_in("root").confirming();
        assert_eq!(send(&mut root, &world, "ada", "device").status, 303);
        wait_until(
            &world,
            "SELECT CASE WHEN answer IS NULL OR answer LIKE '250 2.0.0%' THEN 'none' ELSE state END AS value FROM mails",
            "waiting",
        );
        assert!(server.received().is_empty(), "{act:?}");
        world.advance(A_MINUTE);
        server.wait_for(1);
        wait_for_state(&world, "ada", "sent");
    }
}

#[test]
fn a_refused_sender_is_for_an_operator_to_mend_and_costs_no_mail() {
    let refusal = Act::Answer("MAIL", "550 5.7.1 You may not send as that");
    let server = MailServer::start(&[refusal.clone(), refusal]);
    let world = world(1, server.port);
    let mut root = world.signed_in("root").confirming();
    assert_eq!(send(&mut root, &world, "ada", "device").status, 303);
    server.wait_for(1);
    wait_for_state(&world, "ada", "sent");
    assert_eq!(world.database.number("SELECT COUNT(*) FROM events WHERE kind = 'mail_failed'"), 0);
}

/// This is what SMTP cannot know: the mail was taken, and the receipt was lost.
#[test]
fn a_mail_whose_receipt_is_lost_comes_again_with_the_same_id() {
    let server = MailServer::start(&[Act::TakeAndGo]);
    let world = world(1, server.port);
    let mut root = world.signed_in("root").confirming();
    assert_eq!(send(&mut root, &world, "ada", "device").status, 303);
    server.wait_for(1);
    wait_until(&world, "SELECT CAST(tries AS TEXT) AS value FROM mails", "1");
    world.advance(A_MINUTE);
    let mails = server.wait_for(2);
    let id = |text: &str| text.lines().find(|line| line.starts_with("Message-ID: ")).expect("an id").to_owned();
    assert_eq!(id(&mails[0].text), id(&mails[1].text));
    assert!(id(&mails[0].text).ends_with("@example.org>"));
    wait_for_state(&world, "ada", "sent");
    assert_eq!(server.received().len(), 2);
}

#[test]
fn a_mail_of_a_secret_that_is_gone_is_given_up() {
    let world = world(1, free_port());
    let mut root = world.signed_in("root").confirming();
    assert_eq!(send(&mut root, &world, "ada", "device").status, 303);
    world.database.execute("UPDATE mails SET message_id = 'another'");
    wait_for_state(&world, "ada", "failed");
    let details = world.database.texts("SELECT detail AS value FROM events WHERE kind = 'mail_failed'");
    assert_eq!(details, ["device_link, unreadable"]);
}

#[test]
fn old_mails_are_forgotten_after_thirty_days() {
    let server = MailServer::start(&[]);
    let world = world(1, server.port);
    let mut root = world.signed_in("root").confirming();
    assert_eq!(send(&mut root, &world, "ada", "device").status, 303);
    wait_for_state(&world, "ada", "sent");
    let sweep = |world: &World| {
        world.app().block_on(|desk| async move { doorward::internals::janitor::sweep(&desk).await.expect("swept") })
    };
    world.advance(29 * 86_400);
    sweep(&world);
    assert_eq!(world.database.number("SELECT COUNT(*) FROM mails"), 1);
    world.advance(2 * 86_400);
    sweep(&world);
    assert_eq!(world.database.number("SELECT COUNT(*) FROM mails"), 0);
}

#[test]
fn the_numbers_tell_of_the_outbox() {
    let port = free_port();
    super::PORT.set(port);
    let mut world = World::empty();
    world.start(
        |settings| {
            super::with_mail(settings);
            settings.metrics_listen = "127.0.0.1:0".parse().ok();
        },
        |_| {},
    );
    world.add_user("root", doorward::account::Role::Admin);
    world.add_user("ada", doorward::account::Role::User);
    world.database.execute("UPDATE users SET email = 'ada@example.org' WHERE username = 'ada'");
    let metrics = world.app().metrics_port.expect("set");
    let before = Scrape::of(metrics);
    assert_eq!(before.value("doorward_mails_waiting"), 0.0);
    let mut root = world.signed_in("root").confirming();
    assert_eq!(send(&mut root, &world, "ada", "device").status, 303);
    wait_until(&world, "SELECT CASE WHEN answer IS NULL THEN 'none' ELSE 'told' END AS value FROM mails", "told");
    world.advance(600);
    let began = std::time::Instant::now();
    while Scrape::of(metrics).value("doorward_mails_waiting") < 1.0 {
        assert!(began.elapsed().as_secs() < 60, "the outbox is not counted");
        std::thread::sleep(std::time::Duration::from_millis(50));
    }
    assert!(Scrape::of(metrics).value("doorward_oldest_mail_age_seconds") >= 600.0);
    let grown = Scrape::of(metrics).growth(&before, "doorward_mails_total");
    assert!(grown.values().sum::<f64>() >= 1.0, "{grown:?}");
}
