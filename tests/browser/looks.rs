//! How pages look: at 320 and 1280 pixels, light and dark, in English and Korean. What a machine can tell is checked;
//! the pictures are for people, in the folder that `SCREENSHOTS` names.

use fantoccini::Locator;

use crate::chromium::Chromium;
use crate::support::program::Place;

/// Pages of an admin with a long name.
const PAGES: [(&str, &str); 15] = [
    ("home", "/"),
    ("account", "/account"),
    ("password", "/account/password"),
    ("sessions", "/account/sessions"),
    ("missing", "/nothing"),
    ("admin", "/admin"),
    ("admin-sessions", "/admin/sessions"),
    ("admin-everybody", "/admin/sessions/revocations/new?everybody=yes"),
    ("admin-ended", "/admin/sessions/revocations"),
    ("admin-users", "/admin/users"),
    ("admin-invite", "/admin/users/new"),
    ("admin-events", "/admin/events"),
    ("admin-keys", "/admin/keys"),
    ("admin-settings", "/admin/settings"),
    ("openapi", "/openapi"),
];

#[tokio::test]
#[ignore = "needs Chromium and ChromeDriver; scripts/test runs it"]
async fn no_page_is_wider_than_a_small_phone() {
    let place = Place::new();
    let program = place.start(&["--listen", "127.0.0.1:0"]);
    let url = format!("http://127.0.0.1:{}", program.port);
    let setup = program.stdout.last().expect("a link").clone();
    let mut is_set_up = false;
    for (language, is_dark) in [("en", false), ("ko", true)] {
        let browser = Chromium::with(language, is_dark).await;
        for width in [320, 1280] {
            browser.client.set_window_size(width, 900).await.expect("resized");
            let name = |page: &str| format!("{page}-{language}-{width}");
            browser.client.delete_all_cookies().await.expect("deleted");
            for (page, path) in [("welcome", url.clone()), ("login", format!("{url}/login")), ("setup", setup.clone())]
            {
                browser.open(&path).await;
                check(&browser, width, &name(page)).await;
            }
            if !std::mem::replace(&mut is_set_up, true) {
                let name = "somebody.with-a_long.name.really";
                let add = ["user", "add", name, "--admin", "--password-file", "-"];
                assert!(place.run_with_input(&add, crate::support::PASSWORD).status.success());
            }
            browser.open(&format!("{url}/login")).await;
            browser.fill("username", "somebody.with-a_long.name.really").await;
            browser.fill("password", crate::support::PASSWORD).await;
            browser.follow(Locator::Css("main form button")).await;
            assert_eq!(browser.path().await, "/");
            for (page, path) in PAGES {
                browser.open(&format!("{url}{path}")).await;
                check(&browser, width, &name(page)).await;
            }
        }
        browser.close().await;
    }
}

async fn check(browser: &Chromium, width: u32, name: &str) {
    for selector in ["header", "main", "footer", "h1"] {
        for element in browser.client.find_all(Locator::Css(selector)).await.expect("found") {
            let (x, _, wide, _) = element.rectangle().await.expect("measured");
            assert!(x >= 0.0 && x + wide <= f64::from(width) + 1.0, "{name}: {selector} reaches {}", x + wide);
        }
    }
    if let Ok(folder) = std::env::var("SCREENSHOTS") {
        let picture = browser.client.screenshot().await.expect("a picture");
        std::fs::write(format!("{folder}/{name}.png"), picture).expect("written");
    }
}
