//! Refusals and faults.

use fantoccini::Locator;
use serde_json::json;

use crate::walk::Walk;
use crate::walk::site::{HASTY, ROOT};

/// More returns to an app than can be anything but a circle.
const RETURNS: usize = 10;

pub async fn show(walk: &mut Walk) {
    walk.part = "9 problems";
    walk.sign_in(HASTY).await;
    for (name, path, status, says) in [
        ("nothing there", "/nothing", 404, "problem-not-found-title"),
        ("a page of admins", "/admin", 403, "problem-forbidden-title"),
        ("only for forms", "/account/sessions/revocations", 405, "problem-method-title"),
    ] {
        walk.open(path).await;
        walk.expect_status(status).await;
        walk.show(name, says).await;
    }
    forms(walk).await;
    walk.site.make_haste();
    walk.sign_in(HASTY).await;
    walk.open("/account/sessions").await;
    walk.send("/label", &[("label", "one too many")]).await;
    walk.expect_status(429).await;
    walk.show("too many changes", "problem-too-many-changes-text-typed").await;
    let foreign = format!("<form method=post action='{}/login'><button>go", walk.site.url);
    walk.browser.open(&format!("data:text/html,{foreign}")).await;
    walk.browser.follow(Locator::Css("button")).await;
    walk.expect_status(403).await;
    walk.show("a form of another site", "problem-foreign-form-title").await;
    walk.sign_in(HASTY).await;
    walk.site.place.execute("ALTER TABLE sessions RENAME TO sessions_away");
    walk.open("/account/sessions").await;
    walk.site.place.execute("ALTER TABLE sessions_away RENAME TO sessions");
    walk.expect_status(503).await;
    walk.show("the database does not answer", "problem-unavailable-title").await;
    walk.visit("too long an address of a page", "/login?too-long", "too-long-title").await;
    apps(walk).await;
    internal(walk).await;
}

/// Forms that no page of Doorward sends, or that do not arrive.
async fn forms(walk: &mut Walk) {
    let form = "document.querySelector('form[action$=label]')";
    for (name, tampering, status, says) in [
        ("an unknown field", format!("{form}.elements.label.name = 'unknown'"), 400, "problem-bad-request-title"),
        (
            "too large",
            format!("{form}.elements.label.type = 'hidden'; {form}.elements.label.value = 'x'.repeat(66000)"),
            413,
            "problem-too-large-title",
        ),
        ("not a form", format!("{form}.enctype = 'text/plain'"), 415, "problem-media-type-title"),
    ] {
        walk.open("/account/sessions").await;
        walk.run(&tampering).await;
        walk.send("/label", &[]).await;
        walk.expect_status(status).await;
        walk.show(name, says).await;
    }
    // The program waits for ten seconds, and Chromium sends the form once more after such an answer: once is enough.
    if walk.language == "en" {
        walk.open("/account/sessions").await;
        walk.site.sources.stall(true);
        walk.send("/label", &[]).await;
        walk.site.sources.stall(false);
        walk.expect_status(408).await;
        walk.show("a form that does not arrive whole", "problem-too-slow-title").await;
    }
}

async fn apps(walk: &mut Walk) {
    let app: String = url::form_urlencoded::byte_serialize(walk.site.app.as_bytes()).collect();
    for _ in 0..RETURNS {
        walk.open(&format!("/login?next={app}%2F")).await;
        if walk.browser.path().await.starts_with("/login") {
            break;
        }
    }
    walk.expect_path("/login").await;
    walk.show("an app that sends people here again and again", "circle-title").await;
    // What a proxy in front of an app asks, and shows to the person.
    let host = walk.site.app.trim_start_matches("http://").to_owned();
    let asked = json!({
        "X-Forwarded-For": "192.0.2.7",
        "X-Forwarded-Method": "GET",
        "X-Forwarded-Proto": "http",
        "X-Forwarded-Host": host,
        "X-Forwarded-Uri": "/",
    });
    walk.send_headers(asked).await;
    walk.open("/forward-auth").await;
    walk.send_headers(json!({})).await;
    walk.expect_status(403).await;
    walk.show("an app that nobody may use", "forward-auth-no-rule-title").await;
}

/// What a server secret does that is not the one of the keys in the database.
async fn internal(walk: &mut Walk) {
    walk.sign_in(ROOT).await;
    walk.open("/admin/keys").await;
    walk.site.break_keys(true);
    walk.send("/rotation", &[]).await;
    walk.site.break_keys(false);
    walk.expect_status(500).await;
    walk.show("a fault of the program", "problem-internal-title").await;
}
