//! Logs have one line per event, in the configured format, without a secret.

use regex::Regex;
use serde_json::Value;

use crate::support::PASSWORD;
use crate::support::program::Place;

#[test]
fn every_line_is_one_event_and_holds_no_secret() {
    for format in ["text", "json"] {
        let place = Place::new();
        // Renewals and refusals are logged, too.
        let program = place.serve(&["--log-format", format, "--access-token-ttl", "2s"]);
        let code = program.stdout.last().expect("a link").split("code=").nth(1).expect("a code").to_owned();
        place.add_user("ada");
        let mut visitor = program.visitor().with_header("user-agent", "evil\t\"}{ agent");
        visitor.get(&format!("/setup?code={code}"));
        visitor.post("/login", &[("username", "forged\u{2028}name"), ("password", PASSWORD)]);
        visitor.post("/login", &[("username", PASSWORD), ("password", "wrong wrong wrong")]);
        visitor.post("/login", &[("username", "nobody"), ("password", "wrong wrong wrong")]);
        visitor.log_in("ada");
        let mut secrets =
            vec![PASSWORD.to_owned(), code, visitor.access_cookie(), visitor.app_cookie(), visitor.refresh_cookie()];
        let thief = visitor.clone();
        // The access token lasts two seconds; after that, a token younger than ten is repeated, but for the first one.
        for milliseconds in [2100, 10_300] {
            std::thread::sleep(std::time::Duration::from_millis(milliseconds));
            assert!(visitor.is_signed_in());
            secrets.extend([visitor.access_cookie(), visitor.app_cookie(), visitor.refresh_cookie()]);
        }
        thief.ask("GET", "/account", None);
        visitor.post("/logout", &[]);
        visitor.with_header("sec-fetch-site", "cross-site").post("/login", &[]);
        program.signal("-TERM");
        let (_, log) = program.wait();
        assert!(log.len() > 10, "{log:?}");
        for expected in [
            "signed in",
            "sign-in failed",
            "an old refresh token was used again",
            "cross-site request refused",
            "answered",
        ] {
            assert!(log.iter().any(|line| line.contains(expected)), "{format}: {expected} in {log:#?}");
        }
        for line in &log {
            assert!(!line.chars().any(char::is_control) && !line.contains('\u{2028}'), "{line}");
            assert!(secrets.iter().all(|secret| !line.contains(secret)), "{line}");
            if format == "json" {
                let event: Value = serde_json::from_str(line).expect(line);
                assert!(
                    event["time"].is_string() && event["level"].is_string() && event["message"].is_string(),
                    "{line}"
                );
                assert!(event["message"] != "answered" || event["request"].is_string(), "{line}");
            }
        }
    }
}

#[test]
fn a_program_that_reads_the_log_finds_wrong_passwords_and_locks_with_their_addresses() {
    let place = Place::new();
    let program = place.serve(&["--sign-in-tries-per-address", "5"]);
    place.add_user("ada");
    for number in 0..6 {
        let guess = format!("a wrong password {number}");
        program.visitor().post("/login", &[("username", "ada"), ("password", &guess)]);
    }
    program.signal("-TERM");
    let (_, log) = program.wait();
    // docs/operations.md tells of these lines.
    let ends = |end: &str| log.iter().filter(|line| Regex::new(end).expect("a pattern").is_match(line)).count();
    assert_eq!(ends("sign-in failed ip=127.0.0.1 request=[0-9a-f]+ user=ada$"), 5, "{log:#?}");
    assert_eq!(ends("too many tries to sign in ip=127.0.0.1 "), 1, "{log:#?}");
}
