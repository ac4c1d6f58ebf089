//! Forward authentication: headers that a request to an app must not bring, so that hand-made proxy files are safe,
//! too.

use crate::forward_auth::{PROXIES, Question, WIKI, signed_in, world};

/// The proxies' files use this list.
const LIST: &str = include_str!("../../deploy/untrusted-headers.txt");

#[test]
fn a_request_for_any_protocol_but_that_of_websockets_is_refused() {
    let world = world();
    let ada = signed_in(&world, "ada");
    let tunnels: [&[(&str, &[u8])]; 14] = [
        &[("upgrade", b"h2c")],
        &[("upgrade", b"H2C"), ("connection", b"upgrade, http2-settings")],
        &[("upgrade", b"h2")],
        &[("upgrade", b"TLS/1.2, HTTP/1.1")],
        &[("upgrade", b"HTTP/2.0")],
        &[("upgrade", b"websocket, h2c")],
        &[("upgrade", b"h2c,websocket")],
        &[("upgrade", b"websocket"), ("upgrade", b"h2c")],
        &[("upgrade", b"h2c"), ("upgrade", b"websocket")],
        &[("upgrade", b"websocket"), ("upgrade", b"websocket")],
        &[("upgrade", b"websocket\xff")],
        &[("upgrade", b"connect-udp")],
        &[("http2-settings", b"AAMAAABkAAQCAAAAAAIAAAAA")],
        &[("upgrade", b"websocket"), ("http2-settings", b"")],
    ];
    for proxy in PROXIES {
        for path in ["/", "/public"] {
            for method in ["GET", "POST", "OPTIONS"] {
                for headers in tunnels {
                    let question = Question::new(&world, proxy, method, &format!("{WIKI}{path}")).of(&ada);
                    let question = headers.iter().fold(question, |question, (name, value)| question.with(name, value));
                    let answer = question.ask();
                    assert_eq!((answer.status, answer.header("location")), (403, ""), "{proxy} {path} {headers:?}");
                }
            }
        }
        for method in ["CONNECT", "CONNECT-UDP", "PRI"] {
            let answer = Question::new(&world, proxy, method, &format!("{WIKI}/")).of(&ada).ask();
            assert_eq!(answer.status, if method == "CONNECT" { 403 } else { 200 }, "{proxy} {method}");
        }
    }
}

#[test]
fn a_websocket_is_asked_about_as_any_request_is_and_the_connection_stays_of_use() {
    let world = world();
    let ada = signed_in(&world, "ada");
    for proxy in PROXIES {
        for value in ["websocket", "WebSocket"] {
            let question = Question::new(&world, proxy, "GET", &format!("{WIKI}/live"));
            let question = question.with("upgrade", value).with("connection", "upgrade");
            assert_eq!(question.ask().status, 401, "{proxy}");
            let question = question.of(&ada);
            for _ in 0..5 {
                let answer = question.ask();
                assert_eq!((answer.status, answer.header("remote-user")), (200, "ada"), "{proxy}");
                let mut next = Question::new(&world, proxy, "GET", &format!("{WIKI}/")).of(&ada);
                next.agent = question.agent.clone();
                assert_eq!(next.ask().status, 200, "{proxy}");
            }
        }
    }
}

#[test]
fn no_other_spelling_of_a_gateways_header_passes() {
    let world = world();
    let ada = signed_in(&world, "ada");
    let names = LIST.lines().filter(|line| line.contains('-') && !line.starts_with('#'));
    for name in names {
        let mixed = name.replacen('-', "_", 1);
        for other in [name.replace('-', "_"), name.replace('-', ".").to_uppercase(), mixed] {
            let question = Question::new(&world, "traefik", "GET", &format!("{WIKI}/public")).of(&ada);
            assert_eq!(question.with(&other, "root").ask().status, 403, "{other}");
        }
    }
    for other in ["api_key", "access_token", "x.y", "remote_users"] {
        let question = Question::new(&world, "traefik", "GET", &format!("{WIKI}/")).of(&ada);
        assert_eq!(question.with(other, "x").ask().status, 200, "{other}");
    }
}

#[test]
fn an_app_never_gets_the_cookie_by_which_doorward_knows_a_device() {
    let world = world();
    let mut ada = signed_in(&world, "ada");
    ada.jar.insert("theme".into(), "dark".into());
    for name in ["device", "__Host-device", "second-step", "refresh", "__Host-refresh"] {
        ada.jar.insert(name.into(), "a-secret".into());
    }
    for proxy in PROXIES {
        for path in ["/", "/public"] {
            let answer = Question::new(&world, proxy, "GET", &format!("{WIKI}{path}")).of(&ada).ask();
            assert_eq!((answer.status, answer.header("cookie")), (200, "theme=dark"), "{proxy} {path}");
        }
    }
}
