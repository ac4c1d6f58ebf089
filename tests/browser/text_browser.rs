//! Signing in with a text browser, whose only header about the origin of a request is `Referer`.

use std::process::{Command, Stdio};

use crate::support::PASSWORD;
use crate::support::program::Place;

#[test]
#[ignore = "needs w3m; scripts/test runs it"]
fn a_deep_link_of_8000_bytes_survives_the_login_in_w3m() {
    let place = Place::new();
    let program = place.start(&["--listen", "127.0.0.1:0"]);
    let url = format!("http://127.0.0.1:{}", program.port);
    place.add_user("ada");
    let wanted: String = "/account?".chars().chain("a=%EC%9C%84&b=/:".chars().cycle()).take(8000).collect();
    let w3m = |arguments: &[&str]| {
        let mut command = Command::new("w3m");
        command.args(["-dump_extra", "-cookie", "-o", "accept_cookie=1"]).env("HOME", place.folder.path());
        let shown = command.args(arguments).output().expect("w3m runs");
        String::from_utf8_lossy(&shown.stdout).into_owned()
    };
    let login = w3m(&[&format!("{url}{wanted}")]);
    let next: String = url::form_urlencoded::byte_serialize(wanted.as_bytes()).collect();
    assert!(login.contains(&format!("W3m-current-url: {url}/login?next={next}")), "{login}");
    let form = url::form_urlencoded::Serializer::new(String::new())
        .extend_pairs([("next", wanted.as_str()), ("username", "ada"), ("password", PASSWORD)])
        .finish();
    let file = place.path("form");
    std::fs::write(&file, form).expect("written");
    let referer = format!("Referer: {url}/login?next={next}");
    let account = w3m(&["-header", &referer, "-post", &file.display().to_string(), &format!("{url}/login")]);
    assert!(account.contains(&format!("W3m-current-url: {url}{wanted}")), "{account}");
    assert!(account.contains("ada"), "{account}");
}

/// Types a text, as lynx reads it from a script of keys.
fn typed(text: &str) -> String {
    text.chars()
        .map(|letter| format!("key {}\n", if letter == ' ' { "<space>".to_owned() } else { letter.into() }))
        .collect()
}

#[test]
#[ignore = "needs lynx; scripts/test runs it"]
fn somebody_signs_in_with_the_keys_of_lynx_and_is_shown_the_device() {
    let place = Place::new();
    let program = place.start(&["--listen", "127.0.0.1:0"]);
    let url = format!("http://127.0.0.1:{}", program.port);
    place.add_user("ada");
    let next = "key Down Arrow\n";
    // Two links stand before the form; one box between the password and the button.
    let keys = [
        next.repeat(2),
        typed("ada"),
        next.to_owned(),
        typed(PASSWORD),
        next.repeat(2),
        "key ^J\nkey g\n".to_owned(),
        typed(&format!("{url}/account/sessions")),
        "key ^J\nkey Q\n".to_owned(),
    ];
    let script = place.path("keys");
    std::fs::write(&script, keys.concat()).expect("written");
    let mut lynx = Command::new("lynx");
    lynx.args(["-accept_all_cookies", "-nopause", "-term=vt100", &format!("-cmd_script={}", script.display())]);
    lynx.arg(format!("{url}/login")).env("HOME", place.folder.path()).stdin(Stdio::null());
    let shown = lynx.output().expect("lynx runs");
    let shown = String::from_utf8_lossy(&shown.stdout);
    for words in ["Hello, ada", "Devices (1)"] {
        assert!(shown.contains(words), "{words}: {shown}");
    }
}
