//! The commands for accounts, beside a running server.

use std::time::{Duration, Instant};

use serde_json::Value;

use crate::support::program::{Place, stderr};
use crate::support::{ORIGIN, PASSWORD, Visitor};

const NEW: &str = "quietly mauve hinges";

fn refusal(place: &Place, arguments: &[&str]) -> String {
    let output = place.run(arguments);
    assert_eq!(output.status.code(), Some(1), "{arguments:?}");
    assert_eq!(stderr(&output).lines().count(), 1, "{}", stderr(&output));
    stderr(&output)
}

fn json(place: &Place, arguments: &[&str]) -> Value {
    serde_json::from_str(&place.succeed(arguments)).expect("JSON")
}

/// Returns the path of the link in the last line that a command printed.
fn link(printed: &str) -> String {
    let line = printed.lines().last().expect("a line");
    line.strip_prefix(ORIGIN).unwrap_or_else(|| panic!("no link in {printed}")).to_owned()
}

fn choose(visitor: &mut Visitor, link: &str) -> u16 {
    let page = visitor.get(link);
    assert_eq!(page.status, 200, "{}", page.body);
    visitor.submit(&page, link, &[("new_password", NEW), ("new_password_again", NEW)]).status
}

fn is_refused_soon(visitor: &mut Visitor) -> bool {
    let started = Instant::now();
    while started.elapsed() < Duration::from_secs(2) {
        if !visitor.is_signed_in() {
            return true;
        }
        std::thread::sleep(Duration::from_millis(50));
    }
    false
}

#[test]
fn a_link_whose_beginning_is_assumed_comes_with_a_note_that_says_why() {
    let place = Place::on_tested_database();
    let program = place.start(&["--listen", "127.0.0.1:0"]);
    let listen = format!("127.0.0.1:{}", program.port);
    let noted = |arguments: &[&str]| {
        let output = place.run(arguments);
        assert!(output.status.success(), "{}", stderr(&output));
        (String::from_utf8(output.stdout.clone()).expect("text"), stderr(&output))
    };
    let (link, note) = noted(&["user", "add", "ada", "--invite"]);
    assert!(link.contains("\nhttp://127.0.0.1:8080/invitation/"), "{link}");
    assert_eq!(
        note,
        "doorward: public_url is not set, so the link begins with http://127.0.0.1:8080, as listen = \"127.0.0.1:8080\" here; \
         if the server listens elsewhere, give this command the same --listen, or set public_url\n"
    );
    let (link, note) = noted(&["user", "invite", "ada", "--listen", &listen]);
    assert!(link.contains(&format!("\nhttp://{listen}/invitation/")) && note.contains(&listen), "{link} {note}");
    assert_eq!(noted(&["user", "invite", "ada", "--public-url", "https://login.example.org"]).1, "");
    assert!(noted(&["user", "list"]).1.is_empty(), "no link, no note");
}

#[test]
fn people_are_invited_and_reset_by_links_that_the_running_server_knows() {
    let place = Place::on_tested_database();
    let program = place.serve(&[]);
    let at = ["--public-url", ORIGIN];
    let add = [&["user", "add", "ada", "--invite", "--email", "ada@Example.org"][..], &at].concat();
    let printed = place.succeed(&add);
    assert!(printed.contains("ada is invited; role user"), "{printed}");
    let first = link(&printed);
    let shown = json(&place, &["user", "show", "ada", "--json"]);
    assert_eq!((shown["email"].as_str(), shown["status"].as_str()), (Some("ada@example.org"), Some("invited")));
    assert!(place.succeed(&["user", "show", "ada"]).contains("e-mail ada@example.org"));

    let again = json(&place, &[&["user", "invite", "ada", "--json"][..], &at].concat());
    let second = again["link"].as_str().and_then(|link| link.strip_prefix(ORIGIN)).expect("a link").to_owned();
    assert!(again["link_expires_at"].is_string());
    assert_eq!(program.visitor().get(&first).status, 403, "the newer link voids the older");
    assert_eq!(choose(&mut program.visitor(), &second), 303);
    let mut ada = program.visitor();
    assert_eq!(ada.post("/login", &[("username", "ada"), ("password", NEW)]).status, 303);
    assert!(refusal(&place, &["user", "invite", "ada"]).contains("start a password reset instead"));

    let reset = link(&place.succeed(&[&["user", "reset", "ada"][..], &at].concat()));
    assert!(reset.starts_with("/password-reset/") && ada.is_signed_in());
    assert_eq!(choose(&mut program.visitor(), &reset), 303);
    assert!(is_refused_soon(&mut ada));
}

#[test]
fn a_device_link_of_the_command_line_lets_an_owner_in_while_strangers_guess() {
    let place = Place::on_tested_database();
    let program = place.serve(&[]);
    place.add_user("ada");
    let log_in = |visitor: &mut Visitor, password: &str| {
        visitor.post("/login", &[("username", "ada"), ("password", password)]).status
    };
    for number in 0..10 {
        assert_eq!(log_in(&mut program.visitor(), &format!("guess {number}")), 422);
    }
    let mut ada = program.visitor();
    assert_eq!(log_in(&mut ada, PASSWORD), 429);
    let at = ["--public-url", ORIGIN];
    let printed = place.succeed(&[&["user", "device-link", "ada"][..], &at].concat());
    assert!(printed.contains("to be opened in the browser") && printed.contains("signs nobody in"), "{printed}");
    assert!(place.succeed(&["user", "show", "ada"]).contains("A device link works until"));
    let page = ada.get(&link(&printed));
    assert_eq!(ada.submit(&page, &link(&printed), &[]).status, 303);
    assert_eq!(log_in(&mut ada, PASSWORD), 303);

    let made = json(&place, &[&["user", "device-link", "ada", "--json"][..], &at].concat());
    assert!(made["link"].as_str().is_some_and(|link| link.starts_with(&format!("{ORIGIN}/device/"))), "{made}");
    let shown = json(&place, &["user", "show", "ada", "--json"]);
    assert_eq!(shown["device_link_expires_at"], made["link_expires_at"]);
    place.succeed(&["user", "suspend", "ada"]);
    assert!(refusal(&place, &["user", "device-link", "ada"]).contains("this account is suspended"));
    place.succeed(&["user", "add", "bob", "--invite"]);
    assert!(refusal(&place, &["user", "device-link", "bob"]).contains("make a new invitation instead"));
}

#[test]
fn people_are_signed_out_and_deleted_at_once() {
    let place = Place::on_tested_database();
    let program = place.serve(&[]);
    for name in ["ada", "bob"] {
        place.add_user(name);
    }
    let mut visitors: Vec<_> = (0..2).map(|_| program.visitor()).collect();
    for visitor in &mut visitors {
        visitor.log_in("ada");
    }
    assert!(place.succeed(&["user", "sign-out", "ada"]).contains("2 sessions of ada were ended"));
    assert!(visitors.iter_mut().all(is_refused_soon));

    visitors[0].log_in("ada");
    assert!(refusal(&place, &["user", "delete", "ada"]).contains("add --yes"));
    assert!(visitors[0].is_signed_in());
    assert!(place.succeed(&["user", "delete", "ada", "--yes"]).contains("ada is deleted"));
    assert!(is_refused_soon(&mut visitors[0]));
    let attempt = program.visitor().post("/login", &[("username", "ada"), ("password", PASSWORD)]);
    assert_eq!(attempt.status, 422);
    for verb in [&["user", "delete", "ada", "--yes"][..], &["user", "sign-out", "ada"], &["user", "reset", "ada"]] {
        assert!(refusal(&place, verb).contains("there is no such user"), "{verb:?}");
    }
    assert!(!place.succeed(&["user", "list"]).contains("ada"));
    assert!(place.succeed(&["user", "list", "--status", "deleted"]).contains("ada"));
    let output = place.run_with_input(&["user", "add", "ada"], PASSWORD);
    assert!(stderr(&output).contains("or one who was deleted lately"), "{}", stderr(&output));
}

#[test]
fn lists_of_any_length_are_filtered_and_streamed() {
    let place = Place::on_tested_database();
    place.succeed(&["migrate"]);
    drop(place.serve(&[]));
    place.add_user("root");
    assert_eq!(json(&place, &["user", "list", "--search", "zzz*", "--json"]), Value::Array(Vec::new()));
    for number in 0..3 {
        let name = format!("guest{number}");
        place.succeed(&["user", "add", &name, "--invite", "--email", &format!("{name}@example.org")]);
    }
    place.succeed(&["user", "suspend", "guest1"]);
    let names = |arguments: &[&str]| -> Vec<String> {
        let listed = json(&place, &[&["user", "list", "--json"][..], arguments].concat());
        let users = listed.as_array().expect("an array").iter();
        users.map(|user| user["username"].as_str().expect("a name").to_owned()).collect()
    };
    assert_eq!(names(&[]), ["guest0", "guest1", "guest2", "root"]);
    assert_eq!(names(&["--search", "guest*"]), ["guest0", "guest1", "guest2"]);
    assert_eq!(names(&["--search", "guest2@*"]), ["guest2"]);
    assert_eq!(names(&["--status", "invited"]), ["guest0", "guest2"]);
    assert_eq!(names(&["--status", "suspended", "--role", "user"]), ["guest1"]);
    assert_eq!(names(&["--role", "admin"]), Vec::<String>::new());
    let table = place.succeed(&["user", "list"]);
    assert!(table.starts_with("NAME    ROLE") && table.lines().count() == 5, "{table}");
    assert!(place.misunderstood(&["user", "list", "--search", "a b"]).contains("No user can have this name"));
    assert_eq!(place.run(&["user", "list", "--status", "dead"]).status.code(), Some(2));
}

#[test]
fn addresses_are_noted_and_mistakes_have_clear_answers() {
    let place = Place::new();
    place.succeed(&["migrate"]);
    drop(place.serve(&[]));
    place.add_user("ada");
    assert!(place.succeed(&["user", "email", "ada", "ada@example.org"]).contains("is noted"));
    assert!(place.succeed(&["user", "email", "ada", "ada@example.org"]).contains("was so already"));
    assert!(place.succeed(&["user", "email", "ada", "--remove"]).contains("is removed"));
    assert!(place.misunderstood(&["user", "email", "ada", "nowhere"]).contains("is not an email address"));
    assert!(
        place.misunderstood(&["user", "add", "bob", "--invite", "--email", "x"]).contains("is not an email address")
    );
    assert!(refusal(&place, &["user", "reset", "nobody"]).contains("there is no such user"));
    assert!(refusal(&place, &["user", "add", "ada", "--invite"]).contains("there is a user of this name already"));
    for misunderstood in [
        &["user", "email", "ada"][..],
        &["user", "email", "ada", "a@b", "--remove"],
        &["user", "add", "bob", "--email", "a@b"],
        &["user", "add", "bob", "--invite", "--password-file", "-"],
        &["user", "delete"],
    ] {
        assert_eq!(place.run(misunderstood).status.code(), Some(2), "{misunderstood:?}");
    }
}

#[test]
fn no_line_of_the_log_holds_a_link() {
    let place = Place::on_tested_database();
    let program = place.serve(&[]);
    let at = ["--public-url", ORIGIN];
    let invited = link(&place.succeed(&[&["user", "add", "ada", "--invite"][..], &at].concat()));
    assert_eq!(choose(&mut program.visitor(), &invited), 303);
    let reset = link(&place.succeed(&[&["user", "reset", "ada"][..], &at].concat()));
    assert_eq!(choose(&mut program.visitor(), &reset), 303);
    assert_eq!(program.visitor().get(&reset).status, 403);
    let device = link(&place.succeed(&[&["user", "device-link", "ada"][..], &at].concat()));
    assert_eq!(program.visitor().post(&device, &[]).status, 303);
    program.signal("-TERM");
    let (_, log) = program.wait();
    for expected in [
        "/invitation/{token}",
        "/password-reset/{token}",
        "/device/{token}",
        "password chosen by a link",
        "a browser was made known by a link",
    ] {
        assert!(log.iter().any(|line| line.contains(expected)), "{expected} in {log:#?}");
    }
    for path in [invited, reset, device] {
        let token = path.rsplit('/').next().expect("a token").to_owned();
        assert!(log.iter().all(|line| !line.contains(&token) && !line.contains(NEW)), "{log:#?}");
    }
}

#[test]
fn names_addresses_and_passwords_are_read_with_what_a_copy_brings_along() {
    let place = Place::on_tested_database();
    place.succeed(&["migrate"]);
    let add = json(&place, &["user", "add", "\tAda ", "--invite", "--email", "ada@example.org\n", "--json"]);
    assert_eq!(add["username"].as_str(), Some("ada"));
    for name in [" ada", "ada ", "\tADA\n", "\u{a0}ada\u{200b}"] {
        assert_eq!(
            json(&place, &["user", "show", name, "--json"])["email"].as_str(),
            Some("ada@example.org"),
            "{name:?}"
        );
        assert!(place.succeed(&["user", "role", name, "user"]).contains("ada"), "{name:?}");
        assert!(place.succeed(&["user", "list", "--search", name]).contains("ada@example.org"), "{name:?}");
        assert!(place.succeed(&["user", "email", name, " ada@example.org\t"]).contains("was so already"), "{name:?}");
        for command in ["invite", "suspend", "reactivate", "sign-out"] {
            place.succeed(&["user", command, name]);
        }
        place.succeed(&["events", "list", "--user", name]);
        place.succeed(&["session", "list", "--user", name]);
    }
    // It is one password, in a file from a device that splits letters, and typed in a browser that does not.
    let file = place.path("password");
    std::fs::write(&file, "u\u{308}ni\u{308}code ga\u{308}rten\u{a0}zwo\u{308}lf\r\n").expect("written");
    place.succeed(&["user", "add", "bob", "--password-file", &file.display().to_string()]);
    // The mark that an editor of Windows puts before a text is no part of the password.
    let with_mark = "\u{feff}ünïcode gärten zwölf\r\n";
    std::fs::write(&file, with_mark).expect("written");
    place.succeed(&["user", "add", "eve", "--password-file", &file.display().to_string()]);
    let output = place.run_with_input(&["user", "add", "mallory", "--password-file", "-"], with_mark);
    assert!(output.status.success(), "{}", stderr(&output));
    let program = place.serve(&[]);
    for name in ["bob", "eve", "mallory"] {
        let fields = [("username", name), ("password", "ünïcode gärten zwölf")];
        assert_eq!(program.visitor().post("/login", &fields).status, 303, "{name}");
    }
}

#[test]
fn a_password_that_is_no_password_but_a_large_file_is_not_read_to_its_end() {
    let place = Place::new();
    place.add_user_to_new_database("bob");
    let large = "x".repeat((64 << 10) + 1);
    std::fs::write(place.path("large"), &large).expect("written");
    for file in ["./large", "/dev/zero"] {
        let error = stderr(&place.run(&["user", "add", "ada", "--password-file", file]));
        assert!(error.contains("--password-file") && error.contains("more than 64 KiB"), "{error}");
    }
    let error = stderr(&place.run_with_input(&["user", "add", "ada"], &large));
    assert!(error.contains("standard input") && error.contains("more than 64 KiB"), "{error}");
}
