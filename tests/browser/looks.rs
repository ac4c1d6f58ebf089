//! The look of pages: at 320 and 1280 pixels, light and dark, in English and Korean. The tests check what a machine can
//! check; people can look at the pictures in the folder that `SCREENSHOTS` names.

use doorward::Clock;
use fantoccini::Locator;

use crate::chromium::Chromium;
use crate::measure::faults;
use crate::support::authenticator::Authenticator;
use crate::support::program::Place;

/// Pages of an admin with a long name.
const PAGES: [(&str, &str); 17] = [
    ("home", "/"),
    ("account", "/account"),
    ("password", "/account/password"),
    ("two-factor", "/account/two-factor"),
    ("sessions", "/account/sessions"),
    ("logout", "/logout"),
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
            second_factor(&browser, &url, width, &name).await;
        }
        browser.close().await;
    }
}

/// Looks at the pages that set up a second factor, ask for it, and turn it off.
async fn second_factor(browser: &Chromium, url: &str, width: u32, name: &impl Fn(&str) -> String) {
    let main_form = Locator::Css("main form button");
    browser.open(&format!("{url}/account/two-factor")).await;
    browser.follow(main_form).await;
    check(browser, width, &name("two-factor-asked")).await;
    browser.fill("current_password", crate::support::PASSWORD).await;
    browser.follow(main_form).await;
    check(browser, width, &name("two-factor-key")).await;
    let key = browser.find(Locator::Css("main dd code")).await.text().await.expect("text");
    let app = Authenticator::with_key(&key);
    browser.fill("code", &app.code(&Clock::system())).await;
    browser.follow(main_form).await;
    check(browser, width, &name("two-factor-codes")).await;
    let recovery_code = browser.find(Locator::Css(".codes code")).await.text().await.expect("text");
    let codes = browser.client.find_all(Locator::Css(".codes code")).await.expect("codes");
    let other_recovery_code = codes[1].text().await.expect("text");
    browser.open(&format!("{url}/account/two-factor")).await;
    check(browser, width, &name("two-factor-on")).await;
    browser.open(&format!("{url}/account/password")).await;
    check(browser, width, &name("password-and-code")).await;
    browser.open(&format!("{url}/admin/users")).await;
    browser.follow(Locator::Css("main td a")).await;
    check(browser, width, &name("admin-user")).await;
    browser.client.delete_all_cookies().await.expect("deleted");
    browser.open(&format!("{url}/login")).await;
    browser.fill("username", "somebody.with-a_long.name.really").await;
    browser.fill("password", crate::support::PASSWORD).await;
    browser.follow(main_form).await;
    assert_eq!(browser.path().await, "/login/two-factor");
    check(browser, width, &name("second-step")).await;
    browser.fill("recovery_code", &recovery_code).await;
    browser.follow(Locator::Css("main details form button")).await;
    assert_eq!(browser.path().await, "/");
    browser.open(&format!("{url}/account/two-factor")).await;
    browser.follow(Locator::Css("main form[action$=removal] button")).await;
    browser.fill("current_password", crate::support::PASSWORD).await;
    browser.fill("current_code", &other_recovery_code).await;
    browser.follow(main_form).await;
    assert_eq!(browser.path().await, "/account/two-factor?off");
    check(browser, width, &name("two-factor-off")).await;
}

async fn check(browser: &Chromium, width: u32, name: &str) {
    let found = faults(browser).await;
    assert!(found.is_empty(), "{name} at {width}: {found:?}");
    if let Ok(folder) = std::env::var("SCREENSHOTS") {
        let picture = browser.client.screenshot().await.expect("a picture");
        std::fs::write(format!("{folder}/{name}.png"), picture).expect("written");
    }
}
