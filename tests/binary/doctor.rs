//! The doctor, with good and bad settings of a server, and through proxies that work correctly or not.

use std::io::{Read, Write};
use std::net::{TcpListener, TcpStream};
use std::os::unix::fs::PermissionsExt;
use std::sync::Arc;

use rustls::pki_types::{PrivateKeyDer, PrivatePkcs8KeyDer};
use serde_json::Value;

use crate::support::free_port;
use crate::support::program::{Place, Program, stderr};

/// Returns the doctor's finding of one check: outcome and text.
fn finding(report: &Value, check: &str) -> (String, String) {
    let findings = report["findings"].as_array().expect("a list");
    // If a check has several lines, we take the worst.
    let mut of_check: Vec<_> = findings.iter().filter(|finding| finding["check"] == check).collect();
    of_check.sort_by_key(|finding| ["problem", "warning", "ok"].iter().position(|word| finding["outcome"] == *word));
    let finding = of_check.first().unwrap_or_else(|| panic!("nothing about {check} in {report}"));
    let text = |name: &str| finding[name].as_str().unwrap_or_default().to_owned();
    (text("outcome"), format!("{}; {}", text("what"), text("next_step")))
}

fn examine(place: &Place, arguments: &[&str], environment: &[(&str, &str)]) -> Value {
    let all: Vec<&str> = ["doctor", "--json"].into_iter().chain(arguments.iter().copied()).collect();
    let output = place.run_with_environment(&all, environment);
    let report: Value = serde_json::from_slice(&output.stdout).unwrap_or_else(|_| {
        panic!("{} {}", String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr))
    });
    assert_eq!(output.status.code(), Some(if report["ok"] == true { 0 } else { 1 }), "{report}");
    report
}

/// A change that a proxy makes to the head of a request or of an answer.
type Edit = fn(&str) -> String;

fn unchanged(head: &str) -> String {
    head.to_owned()
}

fn without_header(head: &str, name: &str) -> String {
    let is_it = |line: &str| line.to_ascii_lowercase().starts_with(&format!("{name}:"));
    head.split_inclusive("\r\n").filter(|line| !is_it(line)).collect()
}

/// Appends the address as nginx does with `$proxy_add_x_forwarded_for`; the client is at `::1`.
fn appended(head: &str) -> String {
    let name = "x-forwarded-for: ";
    match head.split("\r\n").find(|line| line.to_ascii_lowercase().starts_with(name)) {
        Some(line) => head.replace(line, &format!("{line}, ::1")),
        None => format!("{head}{name}::1\r\n"),
    }
}

/// A proxy that passes on one request and its answer at a time. `https` puts TLS in front.
struct Proxy {
    url: String,
}

impl Proxy {
    fn start(
        listener: TcpListener,
        port: u16,
        request: Edit,
        answer: Edit,
        tls: Option<Arc<rustls::ServerConfig>>,
    ) -> Proxy {
        let scheme = if tls.is_some() { "https" } else { "http" };
        let url = format!("{scheme}://{}", listener.local_addr().expect("bound"));
        std::thread::spawn(move || {
            for stream in listener.incoming().flatten() {
                let mut upstream = TcpStream::connect(("127.0.0.1", port)).expect("connects");
                // If a client stops, the proxy goes on.
                match &tls {
                    Some(config) => {
                        let connection = rustls::ServerConnection::new(config.clone()).expect("a connection");
                        let mut stream = rustls::StreamOwned::new(connection, stream);
                        drop(pass(&mut stream, &mut upstream, request, answer));
                        stream.conn.send_close_notify();
                        drop(stream.flush());
                    }
                    None => {
                        let mut stream = stream;
                        drop(pass(&mut stream, &mut upstream, request, answer));
                    }
                }
            }
        });
        Proxy { url }
    }
}

fn pass(
    client: &mut (impl Read + Write),
    upstream: &mut TcpStream,
    request: Edit,
    answer: Edit,
) -> std::io::Result<()> {
    let (head, mut body) = read_head(client)?;
    let length = head
        .split("\r\n")
        .find_map(|line| line.to_ascii_lowercase().strip_prefix("content-length: ")?.parse::<usize>().ok())
        .unwrap_or(0);
    let missing = length.saturating_sub(body.len());
    let mut rest = vec![0; missing];
    client.read_exact(&mut rest)?;
    body.extend(rest);
    let head = request(&without_header(&head, "connection"));
    upstream.write_all(format!("{head}connection: close\r\n\r\n").as_bytes())?;
    upstream.write_all(&body)?;
    let (head, mut body) = read_head(upstream)?;
    upstream.read_to_end(&mut body)?;
    client.write_all(format!("{}\r\n", answer(&head)).as_bytes())?;
    client.write_all(&body)?;
    client.flush()
}

/// Returns the head with its line ends, and the part of the body that has been read.
fn read_head(stream: &mut impl Read) -> std::io::Result<(String, Vec<u8>)> {
    let mut bytes = Vec::new();
    loop {
        if let Some(end) = bytes.windows(4).position(|window| window == b"\r\n\r\n") {
            let body = bytes.split_off(end + 4);
            bytes.truncate(end + 2);
            return Ok((String::from_utf8_lossy(&bytes).into_owned(), body));
        }
        let mut part = [0; 4096];
        let read = stream.read(&mut part)?;
        if read == 0 {
            return Err(std::io::ErrorKind::UnexpectedEof.into());
        }
        bytes.extend(&part[..read]);
    }
}

/// Starts a server behind a proxy on `::1`, and returns the doctor's report about it.
fn through(request: Edit, answer: Edit, trusted: &[&str]) -> Value {
    let listener = TcpListener::bind("[::1]:0").expect("bound");
    let place = Place::on_tested_database();
    let url = format!("http://{}", listener.local_addr().expect("bound"));
    let arguments: Vec<&str> = ["--public-url", &url].into_iter().chain(trusted.iter().copied()).collect();
    let all: Vec<&str> = ["--listen", "127.0.0.1:0"].into_iter().chain(arguments.iter().copied()).collect();
    let program: Program = place.start(&all);
    let proxy = Proxy::start(listener, program.port, request, answer, None);
    assert_eq!(proxy.url, url);
    examine(&place, &arguments, &[])
}

const TRUSTED: [&str; 2] = ["--trusted-proxies", "127.0.0.1"];

#[test]
fn a_server_as_it_should_be_gets_a_clean_bill() {
    let place = Place::on_tested_database();
    let listen = format!("127.0.0.1:{}", free_port());
    let _program = place.start(&["--listen", &listen]);
    let report = examine(&place, &["--listen", &listen], &[]);
    assert_eq!(report["ok"], true, "{report}");
    let checks = ["settings", "secret", "files", "disk", "database", "schema", "keys", "server", "time", "address"];
    for check in checks.into_iter().chain(["cookies", "forwarding"]) {
        let (outcome, what) = finding(&report, check);
        assert!(outcome == "ok" || check == "disk", "{check}: {what}");
    }
    let text = place.succeed(&["doctor", "--listen", &listen]);
    assert!(text.lines().all(|line| !line.starts_with("problem")) && text.contains("ok       server"), "{text}");
    // The file for a proxy is all that comes to standard output.
    let output = place.run(&["doctor", "--listen", &listen, "--proxy", "nginx"]);
    let file = String::from_utf8_lossy(&output.stdout);
    assert!(file.starts_with("# ") && file.contains(&format!("server {listen};")), "{file}");
    assert!(!file.contains("ok       server") && stderr(&output).contains("ok       server"), "{file}");
}

#[test]
fn what_is_wrong_on_the_machine_is_named_with_the_next_step() {
    let place = Place::new();
    place.add_user_to_new_database("ada");
    let arguments = ["http://127.0.0.1:9", "--allow-insecure-http", "true", "--public-url", "http://login.example.org"];
    std::fs::set_permissions(place.path("data"), std::fs::Permissions::from_mode(0o755)).expect("chmod");
    let report = examine(&place, &arguments, &[]);
    assert_eq!(finding(&report, "settings").0, "warning");
    assert!(finding(&report, "files").1.contains("run chmod 700"), "{report}");
    let (outcome, what) = finding(&report, "server");
    assert!(outcome == "problem" && what.contains("http://127.0.0.1:9 does not answer"), "{what}");

    let secret = std::fs::read(place.path("data/secret")).expect("there");
    std::fs::write(place.path("data/secret"), "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA").expect("written");
    assert!(finding(&examine(&place, &arguments, &[]), "keys").1.contains("not the secret that this database"));
    std::fs::set_permissions(place.path("data/secret"), std::fs::Permissions::from_mode(0o644)).expect("chmod");
    assert!(finding(&examine(&place, &arguments, &[]), "secret").1.contains("chmod 600"));
    std::fs::remove_file(place.path("data/secret")).expect("removed");
    assert!(finding(&examine(&place, &arguments, &[]), "secret").1.contains("put the secret back"));
    std::fs::write(place.path("data/secret"), secret).expect("written");

    let report = examine(&place, &["http://127.0.0.1:9", "--data-dir", "elsewhere"], &[]);
    assert!(finding(&report, "database").1.contains("there is no such file"));
    let report = examine(&place, &["http://127.0.0.1:9", "--database-url", "postgres://a:s3cret@127.0.0.1:9/d"], &[]);
    assert!(finding(&report, "database").1.contains("cannot connect to PostgreSQL"));
    assert!(!report.to_string().contains("s3cret"));
    std::fs::write(place.path("empty.db"), "").expect("written");
    let report = examine(&place, &["http://127.0.0.1:9", "--database-url", "sqlite://empty.db"], &[]);
    assert!(finding(&report, "schema").1.contains("doorward migrate"));
    for (url, flag) in [("nonsense", "--json"), ("https://a/path", "--json"), ("http://a", "--proxy=apache")] {
        assert_eq!(place.run(&["doctor", url, flag]).status.code(), Some(2), "{url}");
    }
}

#[test]
fn proxies_that_forward_addresses_rightly_and_wrongly_are_told_apart() {
    let report = through(appended, unchanged, &TRUSTED);
    let (outcome, what) = finding(&report, "forwarding");
    assert!(outcome == "ok" && what.contains("own address, ::1"), "{what}");
    let report = through(unchanged, unchanged, &TRUSTED);
    let (outcome, what) = finding(&report, "forwarding");
    assert!(outcome == "problem" && what.contains("made-up"), "{what}");
    let report = through(|head| without_header(head, "x-forwarded-for"), unchanged, &TRUSTED);
    let (outcome, what) = finding(&report, "forwarding");
    assert!(outcome == "problem" && what.contains("the proxy's address, 127.0.0.1"), "{what}");
    let report = through(appended, unchanged, &[]);
    let (outcome, what) = finding(&report, "forwarding");
    assert!(outcome == "problem" && what.contains("set trusted_proxies = [\"127.0.0.1\"]"), "{what}");
}

#[test]
fn proxies_that_spoil_cookies_or_lead_elsewhere_are_told_apart() {
    let report = through(appended, |head| head.replace("HttpOnly; ", ""), &TRUSTED);
    assert!(finding(&report, "cookies").1.contains("lacks httponly"), "{report}");
    let report = through(appended, |head| head.replace("language=", "app_language="), &TRUSTED);
    assert!(finding(&report, "cookies").1.contains("app_language came"), "{report}");
    let report = through(|head| head.replace("/login", "/nothing"), unchanged, &TRUSTED);
    assert!(finding(&report, "server").1.contains("answers 404"), "{report}");
    let report = through(|head| head.replacen("/login ", "/healthz ", 1), unchanged, &TRUSTED);
    assert!(finding(&report, "server").1.contains("something else"), "{report}");
    let elsewhere = |head: &str| head.replacen("200 OK", "301 Moved", 1) + "location: https://elsewhere.example\r\n";
    let report = through(appended, elsewhere, &TRUSTED);
    assert!(finding(&report, "server").1.contains("leads to https://elsewhere.example"), "{report}");
    let late = |head: &str| without_header(head, "date") + "date: Mon, 23 Nov 2020 19:05:01 GMT\r\n";
    let report = through(appended, late, &TRUSTED);
    assert!(finding(&report, "time").1.contains("differ by"), "{report}");
}

#[test]
fn a_server_with_another_public_url_is_found_out() {
    let place = Place::on_tested_database();
    let program = place.serve(&[]);
    let report = examine(&place, &["--public-url", &format!("http://127.0.0.1:{}", program.port)], &[]);
    assert!(finding(&report, "address").1.contains("another public_url"), "{report}");
}

#[test]
fn https_is_checked_with_the_certificates_that_the_machine_trusts() {
    let place = Place::on_tested_database();
    let listener = TcpListener::bind("127.0.0.1:0").expect("bound");
    let url = format!("https://localhost:{}", listener.local_addr().expect("bound").port());
    let settings = ["--public-url", &url, "--trusted-proxies", "127.0.0.1"];
    let all: Vec<&str> = ["--listen", "127.0.0.1:0"].into_iter().chain(settings).collect();
    let program = place.start(&all);
    let rcgen::CertifiedKey { cert, signing_key } =
        rcgen::generate_simple_self_signed(["localhost".to_owned()]).expect("a certificate");
    let key = PrivateKeyDer::from(PrivatePkcs8KeyDer::from(signing_key.serialize_der()));
    let provider = Arc::new(rustls::crypto::aws_lc_rs::default_provider());
    let config = rustls::ServerConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()
        .expect("versions")
        .with_no_client_auth()
        .with_single_cert(vec![cert.der().clone()], key)
        .expect("a pair");
    let _proxy = Proxy::start(listener, program.port, appended, unchanged, Some(Arc::new(config)));

    let report = examine(&place, &settings, &[]);
    assert!(finding(&report, "server").1.contains("certificate"), "{report}");
    let trusted = place.path("trusted.pem");
    std::fs::write(&trusted, cert.pem()).expect("written");
    let report = examine(&place, &settings, &[("SSL_CERT_FILE", trusted.to_str().expect("UTF-8"))]);
    for check in ["tls", "https", "address", "cookies"] {
        assert_eq!(finding(&report, check).0, "ok", "{report}");
    }
    assert!(finding(&report, "cookies").1.contains("__Host-language"), "{report}");
}
