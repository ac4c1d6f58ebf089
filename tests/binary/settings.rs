//! Bad settings: the answer is one line with the setting, the value and what is allowed, and nothing is created.

use crate::support::program::{Place, stderr};

fn refusal(place: &Place, arguments: &[&str]) -> String {
    let output = place.run(arguments);
    let error = stderr(&output);
    assert_eq!(output.status.code(), Some(1), "{arguments:?}: {error}");
    assert!(error.starts_with("doorward: ") && error.lines().count() == 1, "{arguments:?}: {error}");
    error
}

#[test]
fn each_bad_setting_has_its_answer_and_leaves_nothing_behind() {
    let place = Place::new();
    for (arguments, expected) in [
        (&["--listen", "nowhere"][..], "listen = \"nowhere\" (from --listen): must be an address with a port"),
        (&["--listen", "0.0.0.0:0"], "public_url is needed"),
        (&["--session-idle", "12"], "session_idle = \"12\" (from --session-idle): must be a duration"),
        (&["--access-token-ttl", "1s"], "from 2s to 60m"),
        (&["--access-token-ttl", "61m"], "from 2s to 60m"),
        (&["--argon2-memory-kib", "1024"], "19456"),
        (&["--key-rotation", "23h"], "a duration from 1d to 3650d, or never"),
        (&["--key-rotation", "off"], "a duration from 1d to 3650d, or never"),
        (&["--jwt-algorithm", "none"], "ES256, EdDSA, RS256 or HS256"),
        (&["--database-url", "sqlit://x.db"], "must be sqlite://PATH or postgres://"),
        (&["--database-url", "data.db"], "must be sqlite://PATH"),
        (&["--public-url", "http://login.example.org"], "allow_insecure_http"),
        (&["--config", "missing.toml"], "missing.toml: cannot be read"),
        (&["--site-name", ""], "1 to 60 characters"),
        (&["--default-language", "xx"], "default_language = \"xx\" (from --default-language): must be en"),
        (&["--default-language", ""], "default_language = \"\" (from --default-language): must be en"),
        (&["--time-zone", "Berlin"], "must be the IANA name of a time zone, such as Europe/Berlin"),
        (&["--time-zone", "Etc/Unknown"], "time_zone = \"Etc/Unknown\" (from --time-zone): must be the IANA name"),
    ] {
        assert!(refusal(&place, arguments).contains(expected), "{arguments:?}: {}", refusal(&place, arguments));
        assert_eq!(place.entries(), Vec::<String>::new(), "{arguments:?}");
    }
}

#[test]
fn an_unknown_flag_is_a_usage_error() {
    let output = Place::new().run(&["--sesion-idle", "12h"]);
    assert_eq!(output.status.code(), Some(2));
    assert!(stderr(&output).contains("--session-idle"), "{}", stderr(&output));
}

#[test]
fn a_database_that_cannot_be_opened_is_named() {
    let place = Place::new();
    let error = refusal(&place, &["--database-url", "sqlite://no/such/folder/x.db", "--listen", "127.0.0.1:0"]);
    assert!(error.contains("no/such/folder/x.db") && error.contains("make its folder first"), "{error}");
    std::fs::write(place.path("text"), "this is no database, and longer than a header would be").expect("written");
    let error = refusal(&place, &["--database-url", "sqlite://text", "--listen", "127.0.0.1:0"]);
    assert!(error.contains("not a database"), "{error}");
    let error = refusal(&place, &["--database-url", "postgres://u:s3cret@127.0.0.1:9/d", "--listen", "127.0.0.1:0"]);
    assert!(error.contains("cannot connect to PostgreSQL") && !error.contains("s3cret"), "{error}");
}

#[test]
fn tls_towards_postgresql_that_this_build_lacks_is_named() {
    let place = Place::new();
    let error =
        refusal(&place, &["--database-url", "postgres://127.0.0.1:9/d?sslmode=require", "--listen", "127.0.0.1:0"]);
    assert!(error.contains("--features postgres-tls"), "{error}");
}

#[test]
fn config_prints_what_is_in_force_with_secrets_masked() {
    let place = Place::new();
    std::fs::write(place.path("doorward.toml"), "session_idle = \"2h\"\n").expect("written");
    let text = place.succeed(&["config", "--site-name", "Anna's", "--database-url", "postgres://u:s3cret@h/d"]);
    assert!(text.contains("session_idle = \"2h\"  # doorward.toml"), "{text}");
    assert!(
        text.contains("site_name = \"Anna's\"  # --site-name") && text.contains("audience = \"doorward\"  # default")
    );
    assert!(text.contains("postgres://u:***@h/d") && !text.contains("s3cret"));
    assert_eq!(place.entries(), ["doorward.toml"]);
    std::fs::write(place.path("doorward.toml"), "colour = \"red\"\n").expect("written");
    assert!(refusal(&place, &["config"]).contains("\"colour\" (from doorward.toml) is not a setting"));
    // Whatever its value is: a heading such as [server] is a table.
    for text in ["[colour]\nred = 1\n", "colour = 1.5\n", "colour = [1, 2]\n"] {
        std::fs::write(place.path("doorward.toml"), text).expect("written");
        assert!(refusal(&place, &["config"]).contains("\"colour\" (from doorward.toml) is not a setting"), "{text}");
    }
}

#[test]
fn a_unix_socket_replaces_nothing_but_a_dead_socket() {
    let place = Place::new();
    std::fs::write(place.path("precious"), "text").expect("written");
    let arguments = ["--listen", "unix:precious", "--public-url", "https://login.example.org"];
    assert!(refusal(&place, &arguments).contains("unix:precious"));
    assert_eq!(std::fs::read_to_string(place.path("precious")).expect("there"), "text");
    // A dead socket is replaced.
    drop(std::os::unix::net::UnixListener::bind(place.path("socket")).expect("bound"));
    let arguments = ["--listen", "unix:socket", "--public-url", "https://login.example.org"];
    let mut child = place.spawn(&arguments);
    let connects = || std::os::unix::net::UnixStream::connect(place.path("socket")).is_ok();
    assert!((0..100).any(|_| {
        std::thread::sleep(std::time::Duration::from_millis(50));
        connects()
    }));
    assert!(refusal(&place, &arguments).contains("running already"));
    assert!(connects());
    child.kill().expect("killed");
    child.wait().expect("gone");
}

#[test]
fn variables_that_kubernetes_sets_are_no_settings() {
    let place = Place::new();
    let output = place.run_with_environment(
        &["config"],
        &[("DOORWARD_SERVICE_HOST", "10.0.0.1"), ("DOORWARD_PORT", "tcp://10.0.0.1:80")],
    );
    assert!(output.status.success(), "{}", stderr(&output));
    let output = place.run_with_environment(&["config"], &[("DOORWARD_COLOUR", "red")]);
    assert!(stderr(&output).contains("\"colour\" (from DOORWARD_COLOUR) is not a setting"));
}

#[test]
fn config_check_says_whether_the_settings_can_be_used_and_which_are_seldom_meant() {
    let place = Place::new();
    assert_eq!(place.succeed(&["config", "check"]), "The settings are fine.\n");
    let text = place.succeed(&["config", "check", "--public-url", "https://login.example.org"]);
    assert!(
        text.starts_with("warning: trusted_proxies = \"\": Doorward is behind a proxy")
            && text.ends_with("can be used.\n"),
        "{text}"
    );
    std::fs::write(place.path("doorward.toml"), "session_idle = \"99h\"\n").expect("written");
    assert!(refusal(&place, &["config", "check"]).contains("session_idle must not be longer than session_absolute"));
    assert_eq!(place.run(&["config", "chekc"]).status.code(), Some(2));
    assert_eq!(place.entries(), ["doorward.toml"]);
}
