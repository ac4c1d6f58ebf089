//! Bad input gets a clear answer, never a 5xx, and changes nothing.

use std::io::{Read, Write};
use std::net::TcpStream;
use std::time::{Duration, Instant};

use crate::support::PASSWORD;
use crate::world::World;

const FORM: &str = "application/x-www-form-urlencoded";

#[test]
fn hostile_text_in_every_field_of_every_form_is_refused_or_shown_inert() {
    let world = World::new();
    let mut visitor = world.signed_in("ada");
    let label = format!("/account/sessions/{}/label", visitor.session_id());
    let forms: [(&str, &[&str]); 8] = [
        ("/login", &["username", "password", "remember", "next"]),
        ("/setup", &["code", "username", "new_password", "new_password_again"]),
        ("/account/password", &["current_password", "new_password", "new_password_again"]),
        (&label, &["label"]),
        ("/language", &["language", "next"]),
        ("/appearance", &["appearance", "next"]),
        ("/account/time-zone", &["time_zone"]),
        ("/account/sessions/revocations", &["current_password"]),
    ];
    let refused = ["%00", "a%00b", "%ff", "%ed%a0%80", "%0d%0a", "%1b%5b2J", "%", "%zz", "%c0%af"];
    let inert = [
        "%3Cscript%3Ealert(1)%3C/script%3E",
        "%7B%7B7*7%7D%7D",
        "'%20OR%201=1%20--",
        "%252e%252e",
        "%F0%9F%A6%8A",
        "%E2%80%AE",
        "%25%32%46",
        "",
    ];
    for (path, names) in forms {
        for name in names {
            for value in refused.iter().chain(&inert) {
                let pairs: Vec<_> =
                    names.iter().map(|other| format!("{other}={}", if other == name { value } else { "x" })).collect();
                let answer = visitor.post_raw(path, FORM, pairs.join("&").as_bytes());
                assert!(answer.status < 500, "{path} {name} {value}: {}", answer.status);
                assert!(!answer.says("<script"), "{path} {name} {value}");
                if refused.contains(value) {
                    assert_eq!(answer.status, 400, "{path} {name} {value}");
                    assert!(answer.says("could not understand this request") && !answer.says("missing field"));
                }
            }
        }
    }
    assert!(visitor.is_signed_in());
}

#[test]
fn unknown_repeated_and_missing_fields_are_refused() {
    let world = World::new();
    let good = "username=ada&password=x";
    for body in [
        "",
        "&&&",
        "username=ada",
        "username=ada&username=bob&password=x",
        "password=x&password=y&username=ada",
        &format!("{good}&role=admin"),
        &format!("{good}&is_admin=1"),
        &format!("{good}&id=1"),
        "username[]=ada&password=x",
        "{\"username\":\"ada\"}",
    ] {
        assert_eq!(world.visitor().post_raw("/login", FORM, body.as_bytes()).status, 400, "{body}");
    }
    for query in ["next=/a&next=/b", "next=%00", "next=%ff"] {
        assert_eq!(world.visitor().get(&format!("/login?{query}")).status, 400, "{query}");
    }
    assert_eq!(world.visitor().get("/login?utm_source=x&next=/account").status, 200);
}

#[test]
fn only_forms_are_accepted() {
    let world = World::new();
    let body = format!("username=ada&password={}", PASSWORD.replace(' ', "+"));
    for content_type in ["application/json", "text/plain", "multipart/form-data; boundary=x", "", "application/xml"] {
        let answer = world.visitor().post_raw("/login", content_type, body.as_bytes());
        assert!(matches!(answer.status, 400 | 415), "{content_type}: {}", answer.status);
    }
    assert_eq!(
        world.visitor().post_raw("/login", "application/x-www-form-urlencoded; charset=UTF-8", body.as_bytes()).status,
        303
    );
}

#[test]
fn a_form_that_is_too_large_is_refused() {
    let world = World::new();
    for size in [65 * 1024, 1 << 20] {
        let body = format!("username=ada&password={}", "x".repeat(size));
        let answer = world.visitor().post_raw("/login", FORM, body.as_bytes());
        assert_eq!(answer.status, 413, "{size}");
        assert!(answer.says("Too much data"));
    }
}

#[test]
fn wrong_methods_are_told_which_are_right() {
    let world = World::new();
    let visitor = world.signed_in("ada");
    let id = visitor.session_id();
    let pages = [
        ("/".to_owned(), "GET, HEAD"),
        ("/login".into(), "GET, HEAD, POST"),
        ("/setup".into(), "GET, HEAD, POST"),
        ("/logout".into(), "GET, HEAD, POST"),
        ("/language".into(), "POST"),
        ("/appearance".into(), "POST"),
        ("/account".into(), "GET, HEAD"),
        ("/account/time-zone".into(), "GET, HEAD, POST"),
        ("/account/password".into(), "GET, HEAD, POST"),
        ("/account/sessions".into(), "GET, HEAD"),
        ("/account/sessions/revocations".into(), "POST"),
        (format!("/account/sessions/{id}/revocation"), "POST"),
        (format!("/account/sessions/{id}/label"), "POST"),
        ("/.well-known/change-password".into(), "GET, HEAD"),
    ];
    for (path, allow) in &pages {
        for method in ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE", "PROPFIND"] {
            let answer = visitor.ask(method, path, None);
            if allow.split(", ").any(|allowed| allowed == method) {
                assert_ne!(answer.status, 405, "{method} {path}");
            } else {
                assert_eq!((answer.status, answer.header("allow")), (405, *allow), "{method} {path}");
            }
        }
    }
}

#[test]
fn head_answers_like_get_without_a_body() {
    let world = World::new();
    let mut visitor = world.signed_in("ada");
    for path in ["/", "/login", "/account", "/account/sessions", "/nothing"] {
        let (get, head) = (visitor.get(path), visitor.request("HEAD", path, None));
        assert_eq!((get.status, head.body.as_str()), (head.status, ""), "{path}");
        assert_eq!(get.header("content-length"), head.header("content-length"), "{path}");
    }
}

#[test]
fn addresses_that_almost_exist_do_not() {
    let world = World::new();
    let mut visitor = world.signed_in("ada");
    for path in [
        "/nothing",
        "/account/",
        "/account/x.css",
        "/account;x.css",
        "/account%2fx.css",
        "//account",
        "/Account",
        "/static/",
        "/static/style.css",
        "/static/../Cargo.toml",
        "/static/..%2f..%2fCargo.toml",
        "/static/%2e%2e/Cargo.toml",
        "/.git/HEAD",
        "/data/doorward.db",
        "/static/x%00.css",
        "/account/sessions/x/revocation/y",
        "/debug",
        "/metrics",
        "/index.html",
        "/%ff",
    ] {
        let answer = visitor.get(path);
        assert_eq!((answer.status, answer.header("cache-control")), (404, "no-store"), "{path}");
    }
    for id in ["x", &"0".repeat(31), &"g".repeat(32), "%00", "..%2f..", &"A".repeat(32)] {
        assert_eq!(visitor.post(&format!("/account/sessions/{id}/revocation"), &[]).status, 404, "{id}");
    }
}

#[test]
fn odd_headers_are_no_fault() {
    let world = World::new();
    let visitor = world.signed_in("ada");
    let odd: [(&str, &[u8]); 9] = [
        ("user-agent", b"\xff<script>\"'"),
        ("accept-language", b"\xff;q=x,,,;;q=9999"),
        ("x-forwarded-for", b"1.2.3.4, evil"),
        ("x-forwarded-host", b"evil.example"),
        ("host", b"evil.example"),
        ("referer", b"\xff\xfe"),
        ("authorization", b"Basic %%%"),
        ("if-none-match", b"*"),
        ("sec-fetch-dest", b"\xff"),
    ];
    for (name, value) in odd {
        let answer = visitor.with_header(name, value).ask("GET", "/account", None);
        assert_eq!(answer.status, 200, "{name}");
        assert!(!answer.says("evil.example"));
    }
    let page = {
        let mut other = world.visitor().with_header("user-agent", "<script>alert(1)</script> \"' Firefox/1");
        other.log_in("ada");
        other.get("/account/sessions")
    };
    assert!(!page.says("<script"));
}

/// Sends bytes and nothing more. Returns the answer and the time until it came.
fn send_and_wait(port: u16, request: &str) -> (String, Duration) {
    let mut stream = TcpStream::connect(("127.0.0.1", port)).expect("connects");
    stream.set_read_timeout(Some(Duration::from_secs(30))).expect("set");
    let started = Instant::now();
    stream.write_all(request.as_bytes()).expect("sent");
    let mut answer = Vec::new();
    drop(stream.read_to_end(&mut answer));
    (String::from_utf8_lossy(&answer).into_owned(), started.elapsed())
}

#[test]
fn a_body_that_stalls_is_cut_off() {
    let world = World::new();
    let port = world.app().port;
    let head = "POST /login HTTP/1.1\r\nhost: x\r\nsec-fetch-site: same-origin\r\ncontent-type: application/x-www-form-urlencoded\r\n";
    let (answer, took) = send_and_wait(port, &format!("{head}content-length: 100\r\n\r\nusername=ada"));
    assert!(answer.starts_with("HTTP/1.1 408"), "{answer}");
    assert!((9..16).contains(&took.as_secs()), "{took:?}");
    let (answer, took) = send_and_wait(port, "GET / HTTP/1.1\r\nhost: x\r\nx-slow: ");
    assert!(answer.is_empty() || answer.starts_with("HTTP/1.1 408"), "{answer}");
    assert!(took.as_secs() < 12, "{took:?}");
}

#[test]
fn ambiguous_framing_is_refused() {
    let world = World::new();
    let start = "POST /login HTTP/1.1\r\nhost: x\r\nsec-fetch-site: same-origin\r\ncontent-type: application/x-www-form-urlencoded\r\nconnection: close\r\n";
    for framing in [
        "content-length: 5\r\ntransfer-encoding: chunked\r\n\r\n0\r\n\r\n",
        "content-length: 5\r\ncontent-length: 6\r\n\r\nhello!",
        "content-length: +5\r\n\r\nhello",
        "transfer-encoding: chunked, identity\r\n\r\n0\r\n\r\n",
        "transfer-encoding: chunked\r\n\r\nzz\r\nhello\r\n0\r\n\r\n",
    ] {
        let (answer, _) = send_and_wait(world.app().port, &format!("{start}{framing}"));
        assert!(answer.is_empty() || answer.starts_with("HTTP/1.1 400"), "{framing:?}: {answer}");
    }
}

#[test]
fn a_body_that_nobody_reads_does_not_keep_the_connection() {
    let world = World::new();
    for start in
        ["GET / HTTP/1.1\r\nhost: x\r\n", "POST /nothing HTTP/1.1\r\nhost: x\r\nsec-fetch-site: same-origin\r\n"]
    {
        let mut stream = TcpStream::connect(("127.0.0.1", world.app().port)).expect("connects");
        stream.write_all(format!("{start}transfer-encoding: chunked\r\n\r\n").as_bytes()).expect("sent");
        let started = Instant::now();
        // The client sends a byte every now and then, for as long as the server reads.
        while stream.write_all(b"1\r\nx\r\n").is_ok() {
            std::thread::sleep(Duration::from_millis(200));
            assert!(started.elapsed() < Duration::from_secs(20), "{start}");
        }
    }
}
