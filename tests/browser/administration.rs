//! What admins do with scripts off, also by keyboard and in a text browser.

use std::process::Command;

use fantoccini::Locator;

use crate::browser::{Browser, Kind, in_both_browsers};
use crate::support::PASSWORD;
use crate::support::program::{Place, Program};

in_both_browsers! {
    an_admin_finds_and_ends_sessions_by_keyboard_alone,
    an_admin_invites_somebody_who_signs_in_and_is_shown_the_door,
    everybody_is_signed_out_after_the_admin_was_told_the_number,
}

const TAB: &str = "\u{e004}";

/// Starts a server with an admin, `root`, and a user, `ada`.
fn serve() -> (Place, Program, String) {
    let place = Place::new();
    let program = place.start(&["--listen", "127.0.0.1:0"]);
    let url = format!("http://127.0.0.1:{}", program.port);
    place.add_admin("root");
    place.add_user("ada");
    (place, program, url)
}

/// Presses the tab key until the element with these words, or this value, has the focus.
async fn tab_to(browser: &Browser, words: &str) {
    for _ in 0..80 {
        let element = browser.client.active_element().await.expect("something has the focus");
        let text = element.text().await.unwrap_or_default();
        let label = element.attr("aria-label").await.ok().flatten().unwrap_or_default();
        let id = element.attr("id").await.ok().flatten().unwrap_or_default();
        if text == words || label.contains(words) || id == words {
            return;
        }
        element.send_keys(TAB).await.expect("pressed");
    }
    panic!("no way to {words} by the tab key");
}

async fn an_admin_finds_and_ends_sessions_by_keyboard_alone(kind: Kind) {
    let (_place, _program, url) = serve();
    let (phone, desk) = (kind.start().await, kind.start().await);
    phone.sign_in(&url, "ada").await;
    desk.sign_in(&url, "root").await;
    assert!(desk.is_signed_in_as("root").await);
    desk.open(&url).await;
    tab_to(&desk, "Administration").await;
    desk.enter().await;
    assert!(desk.shows("Active sessions").await);
    tab_to(&desk, "Sessions").await;
    desk.enter().await;
    // The first link with this name leads to the person's own list, the second to the admins' list.
    if desk.path().await == "/account/sessions" {
        desk.open(&format!("{url}/admin")).await;
        desk.find(Locator::LinkText("Overview")).await.send_keys(TAB).await.expect("pressed");
        tab_to(&desk, "Sessions").await;
        desk.enter().await;
    }
    assert!(desk.shows("End selected sessions").await);
    tab_to(&desk, "user").await;
    desk.type_keys("ada").await;
    desk.enter().await;
    assert!(desk.shows("1 session").await);
    assert!(desk.path().await.contains("user=ada"));
    tab_to(&desk, "Select: ada").await;
    desk.type_keys(" ").await;
    tab_to(&desk, "End selected sessions").await;
    desk.enter().await;
    assert!(desk.shows("No session matches.").await);
    phone.open(&format!("{url}/account")).await;
    assert!(phone.shows("An administrator signed you out").await);
    phone.close().await;
    desk.close().await;
}

async fn an_admin_invites_somebody_who_signs_in_and_is_shown_the_door(kind: Kind) {
    let (_place, _program, url) = serve();
    let (desk, phone) = (kind.start().await, kind.start().await);
    desk.sign_in(&url, "root").await;
    assert!(desk.is_signed_in_as("root").await);
    desk.open(&format!("{url}/admin/users")).await;
    desk.follow(Locator::LinkText("Invite user")).await;
    assert!(desk.shows("This creates an account and an invitation link").await);
    desk.fill("username", "grace").await;
    desk.press("Create account and link").await;
    assert!(desk.shows("grace is invited.").await);
    let link = desk.find(Locator::Css("main code")).await.text().await.expect("text");
    phone.open(&link).await;
    assert!(phone.shows("root invites you to Doorward").await);
    phone.fill("new_password", PASSWORD).await;
    phone.fill("new_password_again", PASSWORD).await;
    phone.press("Save password and continue").await;
    assert!(phone.is_signed_in_as("grace").await);
    desk.open(&format!("{url}/admin/users?search=grace")).await;
    desk.follow(Locator::LinkText("grace")).await;
    assert!(desk.shows("grace").await);
    desk.press("Suspend").await;
    assert!(desk.shows("The account is suspended").await);
    phone.open(&format!("{url}/account")).await;
    assert!(phone.shows("suspended").await && phone.is_nobodys().await);
    phone.close().await;
    desk.close().await;
}

async fn everybody_is_signed_out_after_the_admin_was_told_the_number(kind: Kind) {
    let (_place, _program, url) = serve();
    let (phone, desk) = (kind.start().await, kind.start().await);
    phone.sign_in(&url, "ada").await;
    desk.sign_in(&url, "root").await;
    assert!(desk.is_signed_in_as("root").await);
    desk.open(&format!("{url}/admin/sessions/revocations")).await;
    desk.follow(Locator::LinkText("Sign out all users")).await;
    assert!(desk.shows("2 sessions will be ended.").await && desk.shows("including you").await);
    desk.press("Sign out all users").await;
    // The password is asked for even right after the sign-in.
    assert!(desk.shows("Your password is asked for every time you do this").await);
    desk.fill("current_password", PASSWORD).await;
    desk.press("Sign out all users").await;
    assert!(desk.shows("Sign in").await);
    phone.open(&format!("{url}/account")).await;
    assert!(phone.shows("An administrator signed you out").await);
    desk.sign_in(&url, "root").await;
    assert!(desk.is_signed_in_as("root").await);
    desk.open(&format!("{url}/admin/sessions/revocations")).await;
    assert!(desk.shows("all users").await && desk.shows("not yet").await);
    // For ten seconds the server looks for sessions that it missed. The page shows the progress when it is loaded
    // again, not by itself.
    desk.follow(Locator::Css("main td a")).await;
    while desk.find(Locator::Css("main h1")).await.text().await.expect("text") != "The sessions are ended" {
        desk.follow(Locator::LinkText("Update progress")).await;
    }
    assert!(desk.shows("2 sessions ended.").await);
    phone.close().await;
    desk.close().await;
}

#[test]
#[ignore = "needs w3m; scripts/test runs it"]
fn a_text_browser_shows_the_pages_of_admins() {
    let (_place, program, url) = serve();
    let mut root = program.visitor().with_header("origin", url.as_bytes());
    let page = root.get("/login");
    assert_eq!(root.submit(&page, "/login", &[("username", "root"), ("password", PASSWORD)]).status, 303);
    let cookies: Vec<_> = root.jar.iter().map(|(name, value)| format!("{name}={value}")).collect();
    let cookies = format!("Cookie: {}", cookies.join("; "));
    for (path, words) in [
        ("/admin", ["Active sessions", "Sign-ins in the last 24 hours", "There is only one administrator"]),
        ("/admin/sessions", ["Sessions", "root", "End selected sessions"]),
        ("/admin/users", ["Users", "ada", "Invite user"]),
        ("/admin/events", ["Events", "Account created", "root"]),
        ("/admin/keys", ["Signing keys", "ES256", "Create a new key"]),
        ("/admin/settings", ["Settings", "session_idle", "12h"]),
    ] {
        let shown = Command::new("w3m")
            .args(["-dump", "-cols", "160", "-header", &cookies, &format!("{url}{path}")])
            .output()
            .expect("w3m runs");
        let text = String::from_utf8_lossy(&shown.stdout).into_owned();
        for words in words {
            assert!(text.contains(words), "{path} without {words}:\n{text}");
        }
    }
}
