//! Signing in with a text browser, whose only header about the origin of a request is `Referer`.

use std::process::Command;

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
