//! What settings change on the pages: the looks of a site, and a second factor for everybody.

use doorward::Clock;

use super::second_factor::key;
use crate::browser::soon;
use crate::support::PASSWORD;
use crate::walk::Walk;
use crate::walk::site::ROOT;

/// The longest name of a site, and the longest advice.
const NAME: &str = "Department of Weights, Measures and Long Names, Main Office";
const HELP: &str = "Call the help desk on extension 4711 between eight and six, or come to room 2.031 on the second floor of \
                    the main building, and bring your staff card, so that they know you are you and not another.";
/// A logo far wider than it is high.
const LOGO: &str = "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 300 40\" width=\"300\" height=\"40\">\
                    <rect width=\"300\" height=\"40\" fill=\"#7a1f5c\"/></svg>";

/// The marks of an organisation in place of Doorward's own.
pub async fn branding(walk: &mut Walk) {
    walk.part = "10 branding";
    let logo = walk.site.place.path("logo.svg");
    std::fs::write(&logo, LOGO).expect("written");
    walk.site.start(&[
        "--site-name",
        NAME,
        "--logo-file",
        logo.to_str().expect("a path"),
        "--accent-color",
        "#7a1f5c",
        "--help-url",
        "https://help.example.org/",
        "--help-text",
        HELP,
        "--privacy-url",
        "https://www.example.org/privacy",
        "--imprint-url",
        "https://www.example.org/imprint",
    ]);
    walk.forget().await;
    walk.open("/login").await;
    walk.expect_words("sign-in of an organisation", "site-privacy").await;
    let text = walk.browser.text().await;
    assert!(text.contains(NAME), "{text}");
    walk.show("sign-in of an organisation", "site-imprint").await;
    walk.run("for (const fold of document.querySelectorAll('details')) fold.open = true").await;
    assert!(walk.browser.shows(HELP).await, "{}", walk.browser.text().await);
    for (name, path) in [("start page", "/"), ("account", "/account"), ("overview", "/admin"), ("keys", "/admin/keys")]
    {
        if name == "start page" {
            walk.sign_in(ROOT).await;
        }
        walk.visit(&format!("{name} of an organisation"), path, "site-help").await;
    }
    walk.visit("a problem of an organisation", "/nothing", "problem-not-found-title").await;
}

/// The second factor is asked of everybody: whoever has none sets one up at the next sign-in.
pub async fn demanded_second_factor(walk: &mut Walk) {
    walk.part = "11 demanded second factor";
    walk.site.start(&["--two-factor", "everyone"]);
    // The start of the program does not wait for all endings.
    assert!(
        soon(async || {
            walk.open("/account").await;
            walk.browser.path().await.starts_with("/login")
        })
        .await
    );
    walk.show("signed out to set up a second factor", "session-ended-second-factor-demanded").await;
    walk.forget().await;
    walk.open("/login").await;
    walk.send("/login", &[("username", ROOT), ("password", PASSWORD)]).await;
    walk.show("a second factor must be set up", "second-step-required").await;
    walk.send_and_show("the key for an app", "/enrolment", &[], "enrolment-scan").await;
    let code = key(walk).await.code(&Clock::system());
    walk.send_and_show("recovery codes", "/activation", &[("code", &code)], "recovery-codes-enabled").await;
}
