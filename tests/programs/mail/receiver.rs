//! Mail to aiosmtpd: with STARTTLS, with TLS from the first byte, and with all that must not be sent.

use std::io::{BufRead, BufReader};
use std::path::{Path, PathBuf};
use std::process::Stdio;

use super::{
    Certificate, PASSWORD_IN_URL, Running, USER, accept, invite, link_in, read, shown_by_w3m, states, wait_for,
};
use crate::python;
use crate::support::free_port;
use crate::support::program::{Place, stderr};

struct Receiver {
    port: u16,
    folder: tempfile::TempDir,
    certificate: Certificate,
    _running: Running,
}

impl Receiver {
    fn start(mode: &str) -> Receiver {
        Receiver::start_at(free_port(), mode)
    }

    fn start_at(port: u16, mode: &str) -> Receiver {
        let folder = tempfile::tempdir().expect("a folder");
        let certificate = Certificate::make(folder.path());
        let inbox = folder.path().join("inbox");
        std::fs::create_dir(&inbox).expect("a folder");
        let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/programs/mail/receiver.py");
        let mut command = python();
        command.arg(script).arg(port.to_string()).arg(&inbox).arg(mode);
        command.arg(&certificate.chain).arg(&certificate.key);
        let mut child = command.stdout(Stdio::piped()).spawn().expect("aiosmtpd starts");
        let mut ready = String::new();
        let mut output = BufReader::new(child.stdout.take().expect("piped"));
        output.read_line(&mut ready).expect("a line");
        assert_eq!(ready.trim(), "ready");
        Receiver { port, folder, certificate, _running: Running(child) }
    }

    fn mails(&self) -> Vec<PathBuf> {
        let files = std::fs::read_dir(self.folder.path().join("inbox")).expect("a folder").flatten();
        let mut mails: Vec<_> =
            files.map(|file| file.path()).filter(|path| path.extension().is_some_and(|end| end == "eml")).collect();
        mails.sort();
        mails
    }
}

const FROM: [&str; 4] =
    ["--mail-from", "Doorward <login@example.org>", "--mail-reply-to", "Help desk <help@example.org>"];

#[test]
#[ignore = "needs Python with aiosmtpd and w3m; scripts/test runs it"]
fn mail_goes_over_verified_tls_with_a_login_and_readers_open_it() {
    for (mode, scheme) in [("starttls", "smtp"), ("implicit", "smtps")] {
        let receiver = Receiver::start(mode);
        let place = Place::on_tested_database();
        let url = format!("{scheme}://{USER}:{PASSWORD_IN_URL}@localhost:{}", receiver.port);
        let settings = [&["--smtp-url", &url][..], &FROM].concat();
        let program = place.serve_with(&settings, &[receiver.certificate.trust()]);
        let more = ["--message", "Willkommen! Wie schön: 한글.\n<i>Bis Montag.</i>", "--language", "de"];
        invite(&place, "ada", &more);
        let mail = wait_for("a mail", || receiver.mails().into_iter().next());
        let opened = read(&mail);
        assert_eq!(opened["defects"], serde_json::json!([]), "{opened:#}");
        for (part, value) in [
            ("from", "Doorward <login@example.org>"),
            ("to", "ada@example.org"),
            ("reply_to", "Help desk <help@example.org>"),
            ("subject", "Ihre Einladung zu Doorward"),
            ("auto_submitted", "auto-generated"),
            ("language", "de"),
            ("type", "multipart/alternative"),
        ] {
            assert_eq!(opened[part], value, "{part}");
        }
        let (text, html) = (opened["text"].as_str().expect("text"), opened["html"].as_str().expect("text"));
        let shown = shown_by_w3m(html, receiver.folder.path());
        for sentence in [
            "Hallo ada,",
            "Sie sind zu Doorward eingeladen.",
            "Eine Nachricht für Sie:",
            "Wie schön: 한글.",
            "<i>Bis Montag.</i>",
        ] {
            assert!(text.contains(sentence), "{sentence}: {text}");
            assert!(shown.contains(sentence), "{sentence}: {shown}");
        }
        let link = link_in(text);
        assert!(shown.contains(link), "{shown}");
        assert!(html.matches("http").count() == html.matches(crate::support::ORIGIN).count(), "no address of others");
        wait_for("a receipt", || (states(&place) == ["sent"]).then_some(()));
        accept(&program, link);
        let told = place.succeed(&["mail", "list"]);
        assert!(told.contains("ada@example.org") && told.contains("250 2.0.0 kept"), "{told}");
    }
}

/// Nothing is sent where the connection is not what the settings say, and the command says why.
#[test]
#[ignore = "needs Python with aiosmtpd and w3m; scripts/test runs it"]
fn nothing_is_sent_without_the_tls_and_the_login_of_the_settings() {
    let (starttls, implicit, plain) =
        (Receiver::start("starttls"), Receiver::start("implicit"), Receiver::start("plain"));
    let login = format!("{USER}:{PASSWORD_IN_URL}@");
    let place = Place::new();
    for (url, trusted, why) in [
        (format!("smtp://{login}localhost:{}", plain.port), Some(&plain), "offers no STARTTLS, so nothing was sent"),
        (format!("smtp://{login}localhost:{}", starttls.port), None, "has no valid TLS"),
        (format!("smtp://{login}127.0.0.1:{}", starttls.port), Some(&starttls), "has no valid TLS"),
        (format!("smtps://{login}localhost:{}", implicit.port), None, "cannot be used"),
        (format!("smtps://{login}127.0.0.1:{}", implicit.port), Some(&implicit), "cannot be used"),
        (format!("smtp://{USER}:wrong@localhost:{}", starttls.port), Some(&starttls), "does not accept the login: 535"),
        (format!("smtp://localhost:{}", starttls.port), Some(&starttls), "530"),
        (format!("smtp://localhost:{}", free_port()), Some(&starttls), "cannot be used: Connection refused"),
    ] {
        let command = ["mail", "test", "ada@example.org", "--smtp-url", &url, "--mail-from", "login@example.org"];
        // Without the authority of the test nobody is trusted.
        let trust = trusted.map_or(("SSL_CERT_FILE", "/dev/null"), |receiver| receiver.certificate.trust());
        let output = place.run_with_environment(&command, &[trust]);
        assert_eq!(output.status.code(), Some(1), "{url}");
        assert!(stderr(&output).contains(why), "{url}: {}", stderr(&output));
        assert_eq!(stderr(&output).lines().count(), 1, "{}", stderr(&output));
        assert!(!stderr(&output).contains("c/d@e%f") && !stderr(&output).contains(PASSWORD_IN_URL));
    }
    for receiver in [&starttls, &implicit, &plain] {
        assert_eq!(receiver.mails(), Vec::<PathBuf>::new());
    }
    let url = format!("smtp://{login}localhost:{}", starttls.port);
    let command = ["mail", "test", "ada@example.org", "--smtp-url", &url, "--mail-from", "login@example.org"];
    let output = place.run_with_environment(&command, &[starttls.certificate.trust()]);
    assert!(output.status.success(), "{}", stderr(&output));
    let told = String::from_utf8_lossy(&output.stdout).into_owned();
    assert_eq!(told.trim(), "The mail server took the mail to ada@example.org: 250 2.0.0 kept");
    let opened = read(&starttls.mails()[0]);
    assert_eq!(opened["subject"], "Test mail from Doorward");
}

#[test]
#[ignore = "needs Python with aiosmtpd and w3m; scripts/test runs it"]
fn nothing_is_lost_and_nothing_comes_twice_when_the_mail_server_and_doorward_are_killed() {
    let port = free_port();
    let place = Place::on_tested_database();
    let url = format!("smtp://127.0.0.1:{port}?tls=none");
    let settings = [&["--smtp-url", &url][..], &FROM].concat();
    let program = place.serve(&settings);
    invite(&place, "ada", &[]);
    wait_for("a failure to connect", || place.succeed(&["mail", "list"]).contains("cannot be used").then_some(()));
    program.signal("-KILL");
    program.wait();
    let first = Receiver::start_at(port, "plain");
    // Whoever was killed has no mail in hand any more.
    place.execute("UPDATE mails SET held_until = 0");
    let program = place.serve(&settings);
    invite(&place, "grace", &[]);
    wait_for("two mails", || (first.mails().len() == 2).then_some(()));
    wait_for("two receipts", || (states(&place) == ["sent", "sent"]).then_some(()));
    drop(first);
    for name in ["bob", "eve"] {
        invite(&place, name, &[]);
    }
    let second = Receiver::start_at(port, "plain");
    wait_for("four receipts", || (states(&place) == ["sent"; 4]).then_some(()));
    assert_eq!(second.mails().len(), 2);
    program.signal("-TERM");
    assert_eq!(program.wait_for_exit().0, Some(0));
}
