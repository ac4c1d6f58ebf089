//! Real mail servers take mail over TLS with a login: aiosmtpd, and Exim. Python's `email` and w3m read it.

mod exim;
mod receiver;

use std::path::{Path, PathBuf};
use std::process::{Child, Command};
use std::time::{Duration, Instant};

use rcgen::{BasicConstraints, CertificateParams, CertifiedIssuer, DnType, IsCa, KeyPair};
use serde_json::Value;

use crate::python;
use crate::support::program::{Place, Program};

/// What both servers know.
const USER: &str = "doorward";
const PASSWORD_IN_URL: &str = "a%20b:c%2Fd%40e%25f";

/// A program that is killed when the test is over.
struct Running(Child);

impl Drop for Running {
    fn drop(&mut self) {
        drop(self.0.kill());
        drop(self.0.wait());
    }
}

/// The files of a certificate for `localhost`, and of the authority that made it.
struct Certificate {
    authority: PathBuf,
    chain: PathBuf,
    key: PathBuf,
}

impl Certificate {
    fn make(folder: &Path) -> Certificate {
        let mut params = CertificateParams::new(Vec::new()).expect("parameters");
        params.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
        params.distinguished_name.push(DnType::CommonName, "Authority of the tests");
        let authority =
            CertifiedIssuer::self_signed(params, KeyPair::generate().expect("a key")).expect("an authority");
        let key = KeyPair::generate().expect("a key");
        let params = CertificateParams::new(vec!["localhost".to_owned()]).expect("parameters");
        let certificate = params.signed_by(&key, &authority).expect("signed");
        let write = |name: &str, text: String| {
            let path = folder.join(name);
            std::fs::write(&path, text).expect("written");
            path
        };
        Certificate {
            authority: write("authority.pem", authority.pem()),
            chain: write("chain.pem", certificate.pem()),
            key: write("key.pem", key.serialize_pem()),
        }
    }

    /// What tells Doorward to believe the authority, and nobody else.
    fn trust(&self) -> (&'static str, &str) {
        ("SSL_CERT_FILE", self.authority.to_str().expect("text"))
    }
}

/// Adds somebody with an address, and mails them an invitation.
fn invite(place: &Place, name: &str, more: &[&str]) {
    let address = format!("{name}@example.org");
    let command = ["user", "add", name, "--invite", "--email", &address, "--mail"];
    let told = place.succeed(&[&command[..], more].concat());
    assert!(told.contains("is in the outbox, to") && !told.contains("/invitation/"), "{told}");
}

/// Waits until `find` returns something.
fn wait_for<T>(what: &str, mut find: impl FnMut() -> Option<T>) -> T {
    let began = Instant::now();
    loop {
        if let Some(found) = find() {
            return found;
        }
        assert!(began.elapsed() < Duration::from_secs(60), "{what}");
        std::thread::sleep(Duration::from_millis(50));
    }
}

/// Opens a mail with Python's `email`.
fn read(mail: &Path) -> Value {
    let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/programs/mail/reader.py");
    let output = python().arg(script).arg(mail).output().expect("Python runs");
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    serde_json::from_slice(&output.stdout).expect("JSON")
}

/// Shows HTML as w3m does.
fn shown_by_w3m(html: &str, folder: &Path) -> String {
    let file = folder.join("mail.html");
    std::fs::write(&file, html).expect("written");
    let output =
        Command::new("w3m").args(["-dump", "-cols", "200", "-O", "UTF-8"]).arg(&file).output().expect("w3m runs");
    assert!(output.status.success());
    String::from_utf8(output.stdout).expect("text")
}

/// Returns the states of all mails, newest first.
fn states(place: &Place) -> Vec<String> {
    let listed: Value = serde_json::from_str(&place.succeed(&["mail", "list", "--json"])).expect("JSON");
    let state = |mail: &Value| mail["state"].as_str().expect("a text").to_owned();
    listed.as_array().expect("a list").iter().map(state).collect()
}

/// The link in the text of a mail.
fn link_in(text: &str) -> &str {
    text.lines().find(|line| line.contains("/invitation/")).expect("a link").trim()
}

/// Follows a link and chooses a password.
fn accept(program: &Program, link: &str) {
    let path = link.strip_prefix(crate::support::ORIGIN).expect("ours");
    let mut visitor = program.visitor();
    let page = visitor.get(path);
    assert_eq!(page.status, 200, "{}", page.body);
    let password = "quietly mauve hinges";
    let fields = [("new_password", password), ("new_password_again", password)];
    assert_eq!(visitor.submit(&page, path, &fields).status, 303);
}
