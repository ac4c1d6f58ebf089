//! Links by mail: what they say, whom they reach, and that nobody else sees them.

use doorward::account::Role;

use super::{link_in, send, server, text_of, wait_for_state, wait_until, world};
use crate::admin_users::{NEW, can_log_in, choose, id_of, path_of, press, shown_link};
use crate::support::PASSWORD;
use crate::world::World;

#[test]
fn an_invitation_by_mail_is_seen_by_nobody_else_and_chooses_a_password() {
    let server = server();
    let world = world(1, server.port);
    let mut root = world.signed_in("root").confirming();
    let page = root.get("/admin/users/new");
    assert!(page.says("Send the invitation to this address"), "{}", page.body);
    let fields = [
        ("username", "bob"),
        ("email", "Bob@Example.org"),
        ("role", "user"),
        ("by_mail", "yes"),
        ("message", "Welcome!\r\n<b>See you</b> on Monday."),
        ("language", "en"),
    ];
    let answer = root.submit(&page, "/admin/users/new", &fields);
    assert_eq!(answer.status, 303, "{}", answer.body);
    let shown = root.get(answer.header("location"));
    assert!(shown.says("The link is on its way by mail."), "{}", shown.body);
    assert!(shown.hides("/invitation/"), "the admin sees no link");
    let mail = server.wait_for(1).remove(0);
    assert_eq!(mail.to, "bob@example.org");
    let text = text_of(&mail.text);
    for sentence in
        ["Hello bob,", "root invites you to Doorward.", "root adds:", "> Welcome!", "> <b>See you</b> on Monday."]
    {
        assert!(text.contains(sentence), "{sentence}: {text}");
    }
    assert!(mail.text.contains("Subject: Your invitation to Doorward\r\n"), "{}", mail.text);
    assert!(
        mail.text.contains("From: Doorward <login@example.org>\r\n") && mail.text.contains("To: bob@example.org\r\n")
    );
    assert!(mail.text.contains("Auto-Submitted: auto-generated\r\n"));
    let html = mail.text.split("Content-Type: text/html").nth(1).expect("an HTML part");
    assert!(html.contains("See you") && !html.contains("<b>"), "what an admin adds is text, also in the HTML: {html}");
    let link = link_in(&mail.text);
    assert_eq!(world.visitor().get(&link).status, 200, "reading spends nothing");
    assert_eq!(choose(&mut world.visitor(), &link, NEW).status, 303);
    assert!(can_log_in(&world, "bob", NEW));
    assert_eq!(world.visitor().get(&link).status, 403, "it worked once");
}

#[test]
fn a_reset_and_a_device_link_reach_the_owner_in_the_language_of_their_last_sign_in() {
    let server = server();
    let world = world(1, server.port);
    let mut ada = world.visitor().with_header("accept-language", "ko");
    ada.log_in("ada");
    let mut root = world.signed_in("root").confirming();
    for (link, subject, path) in
        [("password_reset", "=?utf-8?", "/password-reset/"), ("device", "=?utf-8?", "/device/")]
    {
        assert_eq!(send(&mut root, &world, "ada", link).status, 303);
        let mail = server.wait_for(if link == "device" { 2 } else { 1 }).pop().expect("a mail");
        assert!(mail.text.contains("Content-Language: ko\r\n"), "{}", mail.text);
        assert!(mail.text.contains("Subject: ") && mail.text.contains(subject), "{}", mail.text);
        assert!(text_of(&mail.text).contains("ada 님, 안녕하세요."), "{}", text_of(&mail.text));
        assert!(link_in(&mail.text).starts_with(path));
        assert_eq!(world.visitor().get(&link_in(&mail.text)).status, 200);
    }
    assert!(can_log_in(&world, "ada", PASSWORD), "a link changes nothing before it is used");
    let events = world.database.texts("SELECT detail AS value FROM events WHERE kind = 'link_mailed' ORDER BY id");
    assert_eq!(events, ["password_reset", "device_link"]);
}

#[test]
fn a_link_that_is_made_anew_takes_the_place_of_the_one_that_waits() {
    // Nobody listens at this port.
    let world = world(1, crate::support::free_port());
    let mut root = world.signed_in("root").confirming();
    let waiting = "SELECT CAST(COUNT(*) AS TEXT) AS value FROM mails WHERE state = 'waiting'";
    for _ in 0..3 {
        // The instance may have the mail in hand for a moment, and leaves it then.
        world.database.execute("UPDATE mails SET held_until = 0");
        assert_eq!(send(&mut root, &world, "ada", "password_reset").status, 303);
    }
    wait_until(&world, waiting, "1");
    assert_eq!(send(&mut root, &world, "ada", "device").status, 303);
    wait_until(&world, waiting, "2");
    let user = path_of(&world, "ada");
    let handed_over = press(&mut root, &user, "password-reset", &[]);
    assert!(shown_link(&handed_over).starts_with("/password-reset/"));
    wait_until(&world, waiting, "1");
    let page = root.get(&format!("{user}/suspension"));
    assert_eq!(root.submit(&page, &format!("{user}/suspension"), &[("sure", "yes")]).status, 303);
    wait_until(&world, waiting, "0");
}

#[test]
fn nothing_in_the_database_opens_the_link_of_a_mail_that_waits() {
    let world = world(1, crate::support::free_port());
    let mut root = world.signed_in("root").confirming();
    assert_eq!(send(&mut root, &world, "ada", "password_reset").status, 303);
    let letters = world.database.texts(match crate::support::database::is_postgres() {
        true => "SELECT encode(sealed_letter, 'hex') AS value FROM mails",
        false => "SELECT lower(hex(sealed_letter)) AS value FROM mails",
    });
    assert_eq!(letters.len(), 1);
    let hidden = ["token", "username", "password"].map(|word| data_encoding::HEXLOWER.encode(word.as_bytes()));
    assert!(letters[0].len() > 200 && hidden.iter().all(|word| !letters[0].contains(word)), "{letters:?}");
}

#[test]
fn what_cannot_be_sent_is_said_and_nothing_is_written() {
    let server = server();
    let world = world(1, server.port);
    world.add_user("eve", Role::User);
    let mut root = world.signed_in("root").confirming();
    let user = path_of(&world, "eve");
    assert!(root.get(&user).hides("Send by mail"), "there is no address");
    let answer = root.post(&format!("{user}/mail"), &[("link", "device")]);
    assert_eq!(answer.status, 409);
    assert!(answer.says("no email address is saved for this person"), "{}", answer.body);
    let answer = root.post(&format!("{}/mail", path_of(&world, "ada")), &[("link", "invitation")]);
    assert_eq!(answer.status, 409, "ada has a password");
    for link in ["", "everything", "device_link"] {
        assert_eq!(root.post(&format!("{user}/mail"), &[("link", link)]).status, 400, "{link}");
    }
    let page = root.get("/admin/users/new");
    let long = "x".repeat(1001);
    let wrong =
        [("username", "bob"), ("email", "bob@example.org"), ("role", "user"), ("by_mail", "yes"), ("message", &long)];
    let answer = root.submit(&page, "/admin/users/new", &wrong);
    assert_eq!(answer.status, 422);
    assert!(answer.says("Use at most 1,000 characters."), "{}", answer.body);
    let taken = [("username", "ada"), ("email", "other@example.org"), ("role", "user"), ("by_mail", "yes")];
    assert_eq!(root.submit(&page, "/admin/users/new", &taken).status, 409);
    for address in ["b,ob@example.org", "bob@example..org", "bob@[127.0.0.1]", "bob..b@example.org"] {
        let wrong = [("username", "bob"), ("email", address), ("role", "user"), ("by_mail", "yes")];
        assert_eq!(root.submit(&page, "/admin/users/new", &wrong).status, 422, "{address}");
    }
    assert_eq!(world.database.number("SELECT COUNT(*) FROM mails"), 0);
    assert_eq!(world.database.number("SELECT COUNT(*) FROM events WHERE kind = 'link_mailed'"), 0);
    let without = [("username", "bob"), ("email", ""), ("role", "user"), ("by_mail", "yes")];
    let answer = root.submit(&page, "/admin/users/new", &without);
    assert!(
        answer.status == 201 && shown_link(&answer).starts_with("/invitation/"),
        "there is no address to send it to"
    );
}

#[test]
fn the_api_mails_links_and_tells_how_the_outbox_stands() {
    let server = server();
    let world = world(1, server.port);
    let root = world.logged_in("root");
    let path = format!("/api/admin/users/{}/mail", id_of(&world, "ada"));
    let answer = root.post(&path, &serde_json::json!({"link": "device", "message": "For the phone", "language": "de"}));
    assert_eq!(answer.status, 202, "{}", answer.body);
    assert_eq!(answer.json()["address"], "ada@example.org");
    let mail = server.wait_for(1).remove(0);
    assert!(mail.text.contains("Content-Language: de\r\n"));
    assert!(text_of(&mail.text).contains("> For the phone"));
    for body in [
        serde_json::json!({}),
        serde_json::json!({"link": "everything"}),
        serde_json::json!({"link": "device", "language": "xx"}),
        serde_json::json!({"link": "device", "message": "x".repeat(1001)}),
        serde_json::json!({"link": "device", "to": "eve@example.org"}),
    ] {
        assert_eq!(root.post(&path, &body).status, 400, "{body}");
    }
    wait_for_state(&world, "ada", "sent");
    let queue = root.get("/api/admin/mail").json();
    let expected = serde_json::json!({"waiting": 0, "oldest_at": null, "last_answer": null, "failed": 0, "filed": 0});
    assert_eq!(queue, expected);
    assert_eq!(world.logged_in("ada").get("/api/admin/mail").status, 403);
}

#[test]
fn without_a_mail_server_mails_are_files_and_admins_are_warned() {
    let world = World::new();
    world.add_user("root", Role::Admin);
    world.database.execute("UPDATE users SET email = 'ada@example.org' WHERE username = 'ada'");
    let mut root = world.signed_in("root").confirming();
    assert!(root.get("/admin").hides("Mail is written to files"));
    assert!(root.get("/admin/users/new").says("No mail server is set up"));
    let user = path_of(&world, "ada");
    assert!(root.get(&user).hides("Send by mail"), "it would reach nobody");
    let answer = root.post(&format!("{user}/mail"), &[("link", "password_reset")]);
    assert_eq!(answer.status, 303);
    assert!(root.get(answer.header("location")).says("The mail was written to a file on the server"));
    wait_for_state(&world, "ada", "filed");
    let folder = world.settings().data_dir.join("mail");
    let files: Vec<_> = std::fs::read_dir(&folder).expect("a folder").flatten().map(|file| file.path()).collect();
    assert_eq!(files.len(), 1, "{files:?}");
    let mail = std::fs::read_to_string(&files[0]).expect("text");
    assert!(mail.contains("From: Doorward <doorward@127.0.0.1>\r\n") || mail.contains("doorward@"), "{mail}");
    assert_eq!(choose(&mut world.visitor(), &link_in(&mail), NEW).status, 303);
    assert!(root.get("/admin").says("Mail is written to files on the server"));
}
