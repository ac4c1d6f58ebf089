//! The outbox: mails leave once, in order, whatever the mail server does. `tests/programs` has real mail servers.

mod delivery;
mod links;
mod requests;

use std::cell::Cell;
use std::time::{Duration, Instant};

use doorward::account::Role;
use doorward::config::{Mailbox, Settings, SmtpUrl};

use crate::admin_users::{path_of, press};
use crate::support::mail_server::MailServer;
use crate::support::{Answer, Visitor};
use crate::world::World;

thread_local! {
    /// The port of the mail server of this test, which the settings of its instances name.
    static PORT: Cell<u16> = const { Cell::new(0) };
}

fn with_mail(settings: &mut Settings) {
    settings.smtp_url = SmtpUrl::parse(&format!("smtp://127.0.0.1:{}?tls=none", PORT.get()));
    settings.mail_from = Mailbox::parse("Doorward <login@example.org>");
}

/// Starts instances that send mail to this server, with users `ada` and `grace`, who have addresses, and an admin `root`.
fn world(instances: usize, port: u16) -> World {
    PORT.set(port);
    let world = World::with(instances, with_mail);
    world.add_user("grace", Role::User);
    world.add_user("root", Role::Admin);
    for name in ["ada", "grace"] {
        world.database.execute(&format!("UPDATE users SET email = '{name}@example.org' WHERE username = '{name}'"));
    }
    world
}

/// Presses the button that sends a link to somebody.
fn send(root: &mut Visitor, world: &World, name: &str, link: &str) -> Answer {
    press(root, &path_of(world, name), "mail", &[("link", link)])
}

/// Waits until the only column of the only row of a question has this value.
fn wait_until(world: &World, question: &str, value: &str) {
    let began = Instant::now();
    loop {
        let found = world.database.texts(question);
        if found == [value] {
            return;
        }
        assert!(began.elapsed() < Duration::from_secs(60), "{question} is {found:?}, not {value}");
        std::thread::sleep(Duration::from_millis(20));
    }
}

/// Waits until all mails to somebody are in this state.
fn wait_for_state(world: &World, name: &str, state: &str) {
    let question = format!("SELECT DISTINCT state AS value FROM mails WHERE address = '{name}@example.org'");
    wait_until(world, &question, state);
}

/// Returns the decoded text part of a mail.
fn text_of(mail: &str) -> String {
    let part = mail.split("Content-Type: text/plain").nth(1).expect("a text part");
    let (head, body) = part.split_once("\r\n\r\n").expect("a body");
    let body = body.split("\r\n--").next().expect("an end");
    if head.contains("quoted-printable") {
        let joined = body.replace("=\r\n", "");
        let mut bytes = Vec::new();
        let mut rest = joined.as_bytes();
        while let Some((first, more)) = rest.split_first() {
            match (first, more) {
                (b'=', [high, low, after @ ..]) => {
                    let digits = String::from_utf8_lossy(&[*high, *low]).into_owned();
                    bytes.push(u8::from_str_radix(&digits, 16).expect("two digits"));
                    rest = after;
                }
                _ => {
                    bytes.push(*first);
                    rest = more;
                }
            }
        }
        return String::from_utf8(bytes).expect("UTF-8");
    }
    if head.contains("base64") {
        let bytes = data_encoding::BASE64_MIME.decode(format!("{}\r\n", body.trim_end()).as_bytes()).expect("base64");
        return String::from_utf8(bytes).expect("UTF-8");
    }
    body.to_owned()
}

/// Returns the path of the link in a mail.
fn link_in(mail: &str) -> String {
    let text = text_of(mail);
    let line = text.lines().find(|line| line.starts_with(crate::support::ORIGIN) && line.matches('/').count() > 3);
    line.expect("a link").strip_prefix(crate::support::ORIGIN).expect("ours").trim_end().to_owned()
}

fn server() -> MailServer {
    MailServer::start(&[])
}
