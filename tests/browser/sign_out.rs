//! An app's link to the page for signing out, and the way back.

use std::process::Command;

use crate::apps::serve;
use crate::browser::{Kind, in_both_browsers};
use crate::support::program::Place;

in_both_browsers! {
    an_apps_link_leads_to_one_button_and_the_button_back_to_the_app,
}

async fn an_apps_link_leads_to_one_button_and_the_button_back_to_the_app(kind: Kind) {
    let place = Place::new();
    let (_program, login, wiki) = serve(&place, &[]);
    let browser = kind.start().await;
    browser.sign_in(&login, "ada").await;
    browser.open(&format!("{wiki}/page")).await;
    assert!(browser.shows("GET /page by [ada]").await, "{}", browser.text().await);
    let next: String = url::form_urlencoded::byte_serialize(format!("{wiki}/bye").as_bytes()).collect();
    browser.open(&format!("{login}/logout?next={next}")).await;
    assert!(browser.shows("Sign out?").await && browser.shows("You are signed in as ada").await);
    browser.press("Sign out").await;
    // The form's redirect leads to the app, as the page's policy permits, and the app no longer knows the person.
    assert!(browser.is_at(&format!("{login}/login?next=http%3A%2F%2Fwiki")).await, "{}", browser.url().await);
    assert!(browser.url().await.as_str().contains("bye"));
    browser.open(&format!("{login}/logout?next={next}")).await;
    assert!(browser.shows("You are not signed in").await && browser.shows("Continue to the app").await);
    browser.close().await;
}

#[test]
#[ignore = "needs w3m; scripts/test runs it"]
fn a_text_browser_shows_the_page_for_signing_out() {
    let place = Place::new();
    let (program, login, _) = serve(&place, &[]);
    let mut ada = program.visitor().with_header("origin", login.as_bytes());
    ada.log_in("ada");
    let cookies: Vec<_> = ada.jar.iter().map(|(name, value)| format!("{name}={value}")).collect();
    for (cookies, words) in [(cookies.join("; "), "You are signed in as ada"), (String::new(), "You are not signed in")]
    {
        let shown = Command::new("w3m")
            .args([
                "-dump",
                "-header",
                &format!("Cookie: {cookies}"),
                &format!("http://127.0.0.1:{}/logout", program.port),
            ])
            .output()
            .expect("w3m runs");
        let text = String::from_utf8_lossy(&shown.stdout).into_owned();
        assert!(text.contains(words), "{text}");
    }
}
