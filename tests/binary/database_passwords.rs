//! No output of any command, at any log level, contains a database password, however malformed the URL is.

use std::io::{Read, Write};
use std::net::TcpListener;
use std::process::Output;

use crate::support::program::{Place, stderr};

/// Each password has this text on either side of the character that makes the URL malformed.
const PIECE: &str = "s3cret";

/// URLs that cannot be parsed, or could be understood in more than one way.
const MALFORMED: &[&str] = &[
    "postgres://ada:s3cret%@127.0.0.1:9/d",
    "postgres://ada:s3cret%zzs3cret@127.0.0.1:9/d",
    "postgres://ada:s3cret%00s3cret@127.0.0.1:9/d",
    "postgres://ada:s3cret s3cret@127.0.0.1:9/d",
    "postgres://ada:s3cret\ts3cret@127.0.0.1:9/d",
    "postgres://ada:s3cret\ns3cret@127.0.0.1:9/d",
    "postgres://ada:s3cret",
    "postgres://ada:s3cret@s3cret@127.0.0.1:9/d",
    "postgres://ada:s3cret/s3cret@127.0.0.1:9/d",
    "postgres://ada:12/s3cret@127.0.0.1:9/d",
    "postgres://ada:s3cret?s3cret@127.0.0.1:9/d",
    "postgres://ada:12?s3cret@127.0.0.1:9/d",
    "postgres://ada:12?sslmode=s3cret@127.0.0.1:9/d",
    "postgres://ada:12/?sslmode=s3cret@127.0.0.1:9/d",
    "postgres://ada:s3cret#s3cret@127.0.0.1:9/d",
    "postgres://ada:12#s3cret@127.0.0.1:9/d",
    "postgres://ada%3As3cret@127.0.0.1:9/d",
    "postgres://ada:s3cret%40127.0.0.1:9/d",
    "postgres://ada%3As3cret%40127.0.0.1:9/d",
    "postgres://ada:s3cret/d",
    "postgres://ada:s3cret@127.0.0.1:port/d",
    "postgres://ada:s3cret@[127.0.0.1:9/d",
    "postgres://ada:s3cret@[::1]x/d",
    "postgres://ada:s3cret@127.0.0.1:99999/d",
    "postgres://127.0.0.1:9/d?s3cret",
    "postgres://127.0.0.1:9/d?password=s3cret&s3cret",
    "postgres://127.0.0.1:9/d?password=s3cret&s3cret=1",
    "postgres://127.0.0.1:9/d?password=s3cret=s3cret",
    "postgres://127.0.0.1:9/d?pasword=s3cret",
    "postgres://127.0.0.1:9/d?p%61ssword=s3cret",
    "\"postgres://ada:s3cret@127.0.0.1:9/d\"",
    "postgres:/ada:s3cret@127.0.0.1:9/d",
    "postgres%3A//ada:s3cret@127.0.0.1:9/d",
    "postgres:ada:s3cret@127.0.0.1:9/d",
    "postgres//ada:s3cret@127.0.0.1:9/d",
    "postgre://ada:s3cret@127.0.0.1:9/d",
    "mysql://ada:s3cret@127.0.0.1:9/d",
    "sqlite://ada:s3cret@127.0.0.1:9/d",
    "ada:s3cret@127.0.0.1:9/d",
    "host=127.0.0.1 port=9 user=ada password=s3cret",
    "host = 127.0.0.1 port = 9 user = ada password = s3cret",
];

/// URLs that can be parsed, of servers that cannot be reached.
const AWAY: &[&str] = &[
    "postgres://ada:s3cret@127.0.0.1:9/d",
    "POSTGRES://ada:s3cret@127.0.0.1:9/d",
    "PostgreSQL://ada:s3cret@127.0.0.1:9,127.0.0.1:10/d",
    "postgres://ada:s3cret%25%40s3cret@127.0.0.1:9/d",
    "postgres://ada:s3cret:s3cret@127.0.0.1:9/d",
    " postgres://ada:s3cret@127.0.0.1:9/d\r",
    "postgres://ada@127.0.0.1:9/d?password=s3cret&sslpassword=s3cret",
    "postgres://ada:s3cret@/d?host=/no/such/folder",
    "postgres://ada:s3cret@%2Fno%2Fsuch%2Ffolder/d",
    "postgres://ada:s3cret@127.0.0.1:9/d?sslmode=nonsense",
    "postgres://ada:s3cret@127.0.0.1:9/d?sslmode=verify-full",
    "postgres://ada:s3cret@127.0.0.1:9/d?connect_timeout=soon",
    "postgres://ada:s3cret@127.0.0.1:9/d?service=none",
];

const COMMANDS: &[&[&str]] = &[
    &[],
    &["serve"],
    &["migrate"],
    &["migrate", "--check"],
    &["config"],
    &["config", "--json"],
    &["config", "check"],
    &["doctor", "http://127.0.0.1:9"],
    &["doctor", "http://127.0.0.1:9", "--json"],
    &["healthcheck"],
    &["backup", "copy"],
    &["restore", "--yes"],
    &["restore", "copy", "--yes"],
    &["user", "list"],
    &["user", "show", "ada"],
    &["session", "list"],
    &["session", "revoke", "--everybody", "--yes"],
    &["key", "list"],
    &["key", "rotate"],
    &["events", "list"],
    &["events", "verify"],
    &["events", "export"],
];

const LISTEN: [&str; 2] = ["--listen", "127.0.0.1:0"];

fn printed(output: &Output) -> String {
    format!("{}{}", String::from_utf8_lossy(&output.stdout), stderr(output))
}

fn assert_secret(output: &Output, what: &str) {
    let text = printed(output);
    assert!(!text.contains(PIECE), "{what}: {text}");
    assert!(!text.is_empty(), "{what} says nothing");
}

fn run(place: &Place, arguments: &[&str], variables: &[(&str, &str)]) -> Output {
    let variables = [variables, &[("RUST_LOG", "trace")]].concat();
    place.run_with_environment(&[arguments, &LISTEN].concat(), &variables)
}

#[test]
fn no_command_prints_a_database_password_however_malformed_the_url_is() {
    let place = Place::new();
    for command in COMMANDS {
        for url in MALFORMED {
            let output = run(&place, &[*command, &["--database-url", url]].concat(), &[]);
            assert_secret(&output, &format!("{command:?} {url}"));
            let error = stderr(&output);
            assert_eq!(output.status.code(), Some(1), "{command:?} {url}: {error}");
            assert!(error.contains("the password must be percent-encoded"), "{command:?} {url}: {error}");
        }
        for url in AWAY {
            assert_secret(
                &run(&place, &[*command, &["--database-url", url]].concat(), &[]),
                &format!("{command:?} {url}"),
            );
        }
    }
    assert!(place.entries().is_empty() || place.entries() == ["data"], "{:?}", place.entries());
}

#[test]
fn no_source_of_settings_repeats_a_database_password() {
    let place = Place::new();
    for url in MALFORMED.iter().chain(AWAY) {
        for command in [&["config", "check"][..], &["migrate", "--check"]] {
            let what = format!("{command:?} {url}");
            assert_secret(&run(&place, command, &[("DOORWARD_DATABASE_URL", url)]), &what);
            // The URL is given where the name of a file, or something else, is expected.
            for name in ["DATABASE_URL_FILE", "CONFIG", "LISTEN", "METRICS_LISTEN", "PUBLIC_URL", "TRUSTED_PROXIES"] {
                assert_secret(&run(&place, command, &[(&format!("DOORWARD_{name}"), url)]), &format!("{name} {what}"));
            }
            for name in ["DATA_DIR", "SECRET_FILE", "COOKIE_DOMAIN", "RETURN_ORIGINS", "ACCESS_RULES", "SESSION_IDLE"] {
                assert_secret(&run(&place, command, &[(&format!("DOORWARD_{name}"), url)]), &format!("{name} {what}"));
            }
            std::fs::write(place.path("url"), url).expect("written");
            assert_secret(&run(&place, command, &[("DOORWARD_DATABASE_URL_FILE", "url")]), &what);
            for file in [
                format!("database_url = {url:?}\n"),
                format!("database_url = '{url}'\n"),
                format!("database_url = {url}\n"),
                format!("database_url: {url}\n"),
                format!("{url}\n"),
                format!("database_url = [{url:?}]\n"),
                format!("database_url = {{ url = {url:?} }}\n"),
                format!("database = {url:?}\n"),
                format!("{url:?} = 1\n"),
                format!("[{url:?}]\n"),
            ] {
                std::fs::write(place.path("settings.toml"), &file).expect("written");
                let arguments = [command, &["--config", "settings.toml"]].concat();
                assert_secret(&run(&place, &arguments, &[]), &file);
            }
        }
    }
}

#[test]
fn a_command_line_that_is_not_understood_does_not_repeat_a_database_password() {
    let place = Place::new();
    for arguments in [
        &["--database-url", "postgres://ada:s3cret", "s3cret@h/d"][..],
        &["migrate", "--database-url", "postgres://ada:x", "-s3cret@h/d"],
        &["--database-url=postgres://ada:x", "s3cret"],
        &["database-url=postgres://ada:s3cret@h/d"],
        &["postgres://ada:s3cret@h/d"],
        &["doctor", "postgres://ada:s3cret@h/d"],
        &["-database-url", "postgres://ada:s3cret@h/d"],
        &["--databse-url", "postgres://ada:s3cret@h/d"],
        &["--databse-url=postgres://ada:s3cret@h/d"],
        &["--database-url", "postgres://ada:x", "s3cret"],
        &["--database-url=postgres://ada:x", "user", "s3cret"],
        &["serve", "postgres://ada:s3cret@h/d"],
        &["user", "ada:s3cret@h"],
    ] {
        let output = run(&place, arguments, &[]);
        assert_secret(&output, &format!("{arguments:?}"));
        assert_eq!(output.status.code(), Some(2), "{arguments:?}: {}", stderr(&output));
    }
    let error = stderr(&place.run(&["usr"]));
    assert!(error.contains("'usr'"), "what is no password is named: {error}");
}

#[test]
fn a_database_url_that_a_shell_took_apart_is_refused_and_its_end_is_not_repeated() {
    let place = Place::new();
    for command in [
        &["backup"][..],
        &["backup", "--json"],
        &["restore", "--yes"],
        &["user", "show"],
        &["user", "rename", "ada"],
        &["session", "show"],
        &["key", "retire", "--yes"],
        &["doctor"],
    ] {
        for pieces in [
            &["--database-url", "postgres://ada:12", "s3cret@h/d"][..],
            &["--database-url=postgres://ada:12", "s3cret@h"],
            &["--database-url", "PostgreSQL://ada:p@1", "s3cret@h/d"],
        ] {
            let arguments = [command, pieces].concat();
            let output = run(&place, &arguments, &[]);
            assert_secret(&output, &format!("{arguments:?}"));
            assert_eq!(output.status.code(), Some(2), "{arguments:?}: {}", stderr(&output));
        }
    }
    for command in [&["backup"][..], &["user", "show"], &["session", "show"], &["key", "retire"]] {
        let output = place.run(&[command, &["--database-url", "postgres://ada:12", "s3cret@h/d"]].concat());
        assert!(stderr(&output).contains("%20 for a blank"), "{command:?}: {}", stderr(&output));
    }
    // An argument that only follows a URL keeps its own meaning.
    let output = place.run(&["backup", "--database-url", "postgres://ada:s3cret@h/d", "copy"]);
    assert!(stderr(&output).contains("--file=copy") && !stderr(&output).contains(PIECE), "{}", stderr(&output));
}

#[test]
fn a_password_in_any_setting_of_the_file_is_not_printed() {
    let place = Place::new();
    let url = "postgres://ada:s3cret@127.0.0.1:9/d";
    for file in [
        format!("site_name = {url:?}\n"),
        format!("site_name = \"\u{feff}{url}\u{200b}\"\n"),
        "site_name = 'password=s3cret'\n".to_owned(),
        format!("site_name = \"The door to {url}\"\n"),
        format!("audience = {url:?}\n"),
        "audience = \"ada:s3cret@h/d\"\n".to_owned(),
        "access_rules = [\"127.0.0.1/all anyone\", \"127.0.0.1/password=s3cret anyone\"]\n".to_owned(),
        "access_rules = [\"h.example.org/password=s3cret user\"]\n".to_owned(),
        format!("listen = \"unix:{url}\"\n"),
        "listen = \"unix:password=s3cret\"\n".to_owned(),
        format!("database_url = [\"postgres://ada:x@127.0.0.1:9/d\", {PIECE:?}]\n"),
        format!("database_url_file = {PIECE:?}\n"),
        format!("database_url_file = [{PIECE:?}]\n"),
    ] {
        std::fs::write(place.path("doorward.toml"), &file).expect("written");
        for command in [&["config"][..], &["config", "--json"], &["config", "check"], &["migrate"], &["user", "list"]] {
            let output = place.run_with_environment(command, &[("RUST_LOG", "trace")]);
            assert_secret(&output, &format!("{command:?} {file}"));
        }
    }
    for variable in [url, "\u{feff}postgres://ada:s3cret@127.0.0.1:9/d"] {
        assert_secret(&place.run_with_environment(&["config"], &[("DOORWARD_SITE_NAME", variable)]), variable);
    }
}

#[test]
fn a_password_in_the_place_of_the_name_of_its_file_is_not_repeated() {
    let place = Place::new();
    place.add_user_to_new_database("bob");
    for (value, is_shown) in [(PIECE, false), ("no/such/s3cret", true), ("s3cret.txt", true)] {
        for output in [
            place.run_with_environment(&["config"], &[("DOORWARD_DATABASE_URL_FILE", value)]),
            place.run(&["user", "add", "ada", "--password-file", value]),
        ] {
            let error = stderr(&output);
            assert_eq!(output.status.code(), Some(1), "{error}");
            assert_eq!(printed(&output).contains(value), is_shown, "{error}");
            assert!(error.contains("no file of") || error.contains("No such file"), "{error}");
        }
    }
}

/// Every place of an argument, shown as `URL`.
const WITH_ARGUMENTS: &[&[&str]] = &[
    &["URL"],
    &["--config", "URL"],
    &["--listen", "URL"],
    &["--secret-file", "URL", "config"],
    &["--data-dir", "URL", "config"],
    &["config", "URL"],
    &["completions", "URL"],
    &["doctor", "URL"],
    &["doctor", "--proxy", "URL"],
    &["backup", "URL"],
    &["backup", "URL", "--json"],
    &["backup", "URL", "--force"],
    &["restore", "URL"],
    &["restore", "URL", "--yes"],
    &["user", "URL"],
    &["user", "add", "URL"],
    &["user", "add", "URL", "--invite"],
    &["user", "add", "bob", "--invite", "--email", "URL"],
    &["user", "add", "bob", "--password-file", "URL"],
    &["user", "invite", "URL"],
    &["user", "reset", "URL"],
    &["user", "device-link", "URL"],
    &["user", "list", "--search", "URL"],
    &["user", "list", "--role", "URL"],
    &["user", "list", "--status", "URL"],
    &["user", "show", "URL"],
    &["user", "rename", "URL", "bob"],
    &["user", "rename", "ada", "URL"],
    &["user", "role", "URL", "admin"],
    &["user", "role", "ada", "URL"],
    &["user", "suspend", "URL"],
    &["user", "reactivate", "URL"],
    &["user", "sign-out", "URL"],
    &["user", "remove-two-factor", "URL", "--identity-check", "they called me up"],
    &["user", "remove-two-factor", "ada", "--identity-check", "URL"],
    &["user", "email", "URL", "ada@example.org"],
    &["user", "email", "ada", "URL"],
    &["user", "delete", "URL"],
    &["session", "list", "--user", "URL"],
    &["session", "show", "URL"],
    &["session", "revoke", "URL"],
    &["session", "revoke", "--user", "URL"],
    &["key", "retire", "URL"],
    &["key", "retire", "URL", "--yes"],
    &["events", "list", "--user", "URL"],
    &["events", "export", "--output", "URL"],
    &["events", "export", "--format", "URL"],
    &["events", "verify", "--head", "URL"],
];

#[test]
fn no_argument_of_a_command_on_a_database_is_repeated_with_a_password() {
    let place = Place::new();
    place.add_user_to_new_database("ada");
    for url in ["postgres://ada:s3cret@h/d", "password = s3cret", "host=h password\t= 's3cret'"] {
        for command in WITH_ARGUMENTS {
            let arguments: Vec<&str> = command.iter().map(|word| if *word == "URL" { url } else { word }).collect();
            let output = place.run(&arguments);
            assert!(!printed(&output).contains(PIECE), "{arguments:?}: {}", printed(&output));
        }
        let output = place.run_with_environment(&["config"], &[("DOORWARD_DATABASE_URL_FILE", url)]);
        assert_secret(&output, url);
    }
}

/// Starts a server that lets nobody in.
fn refusing_server() -> u16 {
    let listener = TcpListener::bind("127.0.0.1:0").expect("bound");
    let port = listener.local_addr().expect("bound").port();
    std::thread::spawn(move || {
        for mut stream in listener.incoming().flatten() {
            let mut length = [0; 4];
            if stream.read_exact(&mut length).is_err() {
                continue;
            }
            let mut rest = vec![0; u32::from_be_bytes(length) as usize - 4];
            drop(stream.read_exact(&mut rest));
            let fields = b"SFATAL\0C28P01\0Mpassword authentication failed for user \"ada\"\0\0";
            let answer = [b"E", &u32::to_be_bytes(fields.len() as u32 + 4)[..], fields].concat();
            drop(stream.write_all(&answer));
        }
    });
    port
}

#[test]
fn a_refused_password_is_not_repeated_and_may_want_percent_encoding() {
    let place = Place::new();
    let url = format!("postgres://ada:s3cret%20s3cret@127.0.0.1:{}/d", refusing_server());
    for command in [&["serve"][..], &["migrate"], &["user", "list"], &["doctor", "http://127.0.0.1:9"]] {
        let output = run(&place, &[command, &["--database-url", &url]].concat(), &[]);
        assert_secret(&output, &format!("{command:?}"));
        assert!(printed(&output).contains("percent-encoded"), "{command:?}: {}", printed(&output));
    }
}
