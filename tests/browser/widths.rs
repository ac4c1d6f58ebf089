//! Every page at the widths of phones and of a desk, in English and Korean, with long names and full tables.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use doorward::Clock;
use fantoccini::Locator;
use regex::Regex;
use serde_json::Value;

use crate::chromium::Chromium;
use crate::measure::{faults, set_width, status};
use crate::support::authenticator::Authenticator;
use crate::support::program::{Place, Program};
use crate::support::{PASSWORD, Visitor};

/// The widths of phones, of screens between phone and desk, and of a desk.
const WIDTHS: [u32; 10] = [320, 360, 390, 412, 600, 768, 1040, 1125, 1280, 1366];

/// These names have the greatest length that is allowed.
const ADMIN: &str = "somebody.with-a_long.name.really";
const USER: &str = "another.person_whose-name.is.too";
/// The former name of that user.
const OLDER: &str = "someone-else.with_a.long-one.too";

/// The browsers of phones and of a program.
const AGENTS: [&str; 3] = [
    "Mozilla/5.0 (iPhone; CPU iPhone OS 18_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.5 \
     Mobile/15E148 Safari/604.1",
    "Mozilla/5.0 (Linux; Android 15) AppleWebKit/537.36 (KHTML, like Gecko) SamsungBrowser/28.0 Chrome/130.0.0.0 Mobile \
     Safari/537.36",
    "curl/8.5.0",
];

/// The ids of two endings of many sessions: one is done and one goes on.
const BULK: &str = "00000000000000000000000000000001";
const ENDING: &str = "00000000000000000000000000000002";

/// These pages show nothing of their own: one redirects, the other is the style sheet.
const NO_PAGES: [&str; 5] = [
    "/.well-known/change-password",
    "/apple-touch-icon-precomposed.png",
    "/apple-touch-icon.png",
    "/favicon.ico",
    "/static/{name}",
];

/// These addresses show more than the plain page: notices, errors, filters, faults.
const MORE: [&str; 12] = [
    "/?signed-out",
    "/nothing",
    "/account/password?changed",
    "/account/two-factor?off",
    "/account/two-factor?late",
    "/admin/sessions?user=%21&state=any",
    "/admin/sessions?state=any",
    "/admin/sessions?user=nobody",
    "/admin/sessions/revocations/new?everybody=yes",
    "/admin/users?search=%21",
    "/admin/users?search=nobody",
    "/admin/events?kind=x&user=%21&actor=%21&session=x&ip=x",
];

/// Returns the addresses of the pages that can be opened, from `routes.rs` and `paths.rs`.
fn pages() -> BTreeSet<String> {
    let source = |name: &str| {
        let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("src/web").join(name);
        std::fs::read_to_string(path).expect("a source")
    };
    let pattern = |text: &str| Regex::new(text).expect("a pattern");
    let paths = source("paths.rs");
    let paths: BTreeMap<_, _> = pattern(r#"pub const (\w+): &str =\s*"([^"]*)""#)
        .captures_iter(&paths)
        .map(|constant| (constant[1].to_owned(), constant[2].to_owned()))
        .collect();
    let routes = source("routes.rs");
    let pages: BTreeSet<_> = routes
        .split("Address::page(paths::")
        .skip(1)
        .filter_map(|page| page.split(".service(").next()?.split_once(')'))
        .filter(|(_, methods)| methods.contains(".get("))
        .map(|(name, _)| paths[name].clone())
        .collect();
    assert!(pages.len() > 25, "the routes are found: {pages:?}");
    pages
}

/// A server with two accounts of long names, sessions from many places, and something of each kind that has a page.
struct Site {
    place: Place,
    program: Program,
    url: String,
    setup: String,
    /// The ids for the addresses of pages, and tokens of links that nobody has used.
    ids: BTreeMap<&'static str, String>,
}

impl Site {
    fn new() -> Site {
        let place = Place::new();
        let program = place.start(&["--listen", "127.0.0.1:0", "--trusted-proxies", "127.0.0.1"]);
        let url = format!("http://127.0.0.1:{}", program.port);
        let setup = program.stdout.last().expect("a link").clone();
        Site { place, program, url, setup, ids: BTreeMap::new() }
    }

    fn visitor(&self) -> Visitor {
        let visitor = self.program.visitor().with_header("origin", self.url.as_bytes());
        visitor.with_header("x-forwarded-for", "2001:db8:ffff:ffff:ffff:ffff:ffff:ffff")
    }

    fn json(&self, arguments: &[&str]) -> Value {
        serde_json::from_str(&self.place.succeed(arguments)).expect("JSON")
    }

    /// Adds the contents, and keeps the ids that addresses need.
    fn fill(&mut self) {
        let place = &self.place;
        for (name, more) in [(ADMIN, &["--admin"][..]), ("root", &["--admin"]), (OLDER, &[])] {
            let add = [&["user", "add", name, "--password-file", "-"][..], more].concat();
            assert!(place.run_with_input(&add, PASSWORD).status.success());
        }
        place.succeed(&["user", "rename", OLDER, USER]);
        let mail = format!("{}@{}.example.org", "a-long-name".repeat(4), "department".repeat(4));
        place.succeed(&["user", "email", USER, &mail]);
        for agent in AGENTS {
            for name in [USER, ADMIN] {
                let mut visitor = self.visitor().with_header("user-agent", agent);
                visitor.log_in(name);
                let label = format!("/account/sessions/{}/label", visitor.session_id());
                visitor.post(&label, &[("label", "in_the_kitchen_by_the_window_upper_shelf")]);
            }
        }
        self.visitor().post("/login", &[("username", USER), ("password", "something else")]);
        let user = self.json(&["user", "show", USER, "--json"])["id"].as_str().expect("an id").to_owned();
        let now = Clock::system().now().milliseconds();
        place.execute(&format!(
            "INSERT INTO two_factor (user_id, sealed_seed, enabled_at, last_step) VALUES ('{user}', x'00', {now}, 0);
             INSERT INTO bulk_revocations
             (id, created_at, created_by, filter, is_everybody, matched, ended, passed_at, finished_at)
             VALUES ('{BULK}', {now}, '{user}', 'user=ada&address=2001%3Adb8%3A%3A%2F32&device=Firefox', 0, 1301, 1301, 0,
                     {now})"
        ));
        // An ending from the command line has the longest description of a state.
        let ended = self.json(&["session", "list", "--user", USER, "--json"])[1]["id"].clone();
        place.succeed(&["session", "revoke", ended.as_str().expect("an id")]);
        let session = self.json(&["session", "list", "--user", USER, "--json"])[0]["id"].clone();
        let key = self.json(&["key", "list", "--json"])[0]["kid"].clone();
        let text = |value: Value| value.as_str().expect("text").to_owned();
        let token = |arguments: &[&str]| {
            let printed = place.succeed(arguments);
            let link = printed.split_whitespace().find(|word| word.contains("://")).expect("a link");
            link.rsplit('/').next().expect("a token").to_owned()
        };
        self.ids = BTreeMap::from([
            ("/admin/users/{id}", user),
            ("/admin/sessions/{id}", text(session)),
            ("/admin/sessions/revocations/{id}", BULK.to_owned()),
            ("/admin/keys/{kid}", text(key)),
            ("/invitation/{token}", token(&["user", "add", "invited", "--invite"])),
            ("/password-reset/{token}", token(&["user", "reset", USER])),
            ("/device/{token}", token(&["user", "device-link", USER])),
        ]);
    }

    /// Returns the address of a page with an id in place of the part in braces.
    fn address(&self, page: &str) -> String {
        let Some(end) = page.find('}') else { return page.to_owned() };
        let beginning = &page[..=end];
        let id = self.ids.get(beginning).unwrap_or_else(|| panic!("no id is known for {page}"));
        let start = page.find('{').expect("a brace");
        format!("{}{id}{}", &page[..start], &page[end + 1..])
    }
}

/// A walk through the pages with one browser, which collects their faults.
struct Walk<'a> {
    browser: &'a Chromium,
    language: &'a str,
    wrong: Vec<String>,
}

impl Walk<'_> {
    /// Measures the current page at every width.
    async fn measure(&mut self, name: &str) {
        for width in WIDTHS {
            set_width(self.browser, width).await;
            let found = faults(self.browser).await;
            self.wrong.extend(found.iter().map(|fault| format!("{name} ({}, {width}): {fault}", self.language)));
            if let Ok(folder) = std::env::var("SCREENSHOTS") {
                let name = name.replace(['/', '?', '&', '%', '='], "_");
                let picture = self.browser.client.screenshot().await.expect("a picture");
                std::fs::write(format!("{folder}/{name}-{}-{width}.png", self.language), picture).expect("written");
            }
        }
    }
}

#[tokio::test]
#[ignore = "needs Chromium and ChromeDriver; scripts/test runs it"]
async fn every_page_fits_phones_breaks_no_date_and_never_loads_itself_again() {
    let mut wrong = Vec::new();
    for language in ["en", "ko", "de", "ja"] {
        let mut site = Site::new();
        let browser = Chromium::with(language, false).await;
        let mut walk = Walk { browser: &browser, language, wrong: Vec::new() };
        let mut measured = BTreeSet::new();
        browser.open(&site.setup).await;
        walk.measure("/setup").await;
        browser.open(&site.url).await;
        walk.measure("before anybody is there").await;
        site.fill();
        walk_all(&mut walk, &site, &mut measured).await;
        second_step(&mut walk, &site).await;
        measured.extend(["/setup".to_owned(), "/login/two-factor".to_owned()]);
        walk_all(&mut walk, &site, &mut measured).await;
        ending_everybody(&mut walk, &site).await;
        let left_out: Vec<_> = pages().into_iter().filter(|page| !measured.contains(page)).collect();
        assert_eq!(left_out, NO_PAGES, "pages that did not appear at their address");
        wrong.append(&mut walk.wrong);
        browser.close().await;
    }
    assert!(wrong.is_empty(), "{} faults:\n{}", wrong.len(), wrong.join("\n"));
}

/// Measures every page that the browser's user may see, and adds its address to `measured`.
async fn walk_all(walk: &mut Walk<'_>, site: &Site, measured: &mut BTreeSet<String>) {
    for page in pages() {
        if NO_PAGES.contains(&page.as_str()) {
            continue;
        }
        let address = site.address(&page);
        walk.browser.open(&format!("{}{address}", site.url)).await;
        if walk.browser.path().await != address {
            continue;
        }
        if status(walk.browser).await == 200 {
            measured.insert(page.clone());
        }
        walk.measure(&page).await;
    }
    for address in MORE {
        walk.browser.open(&format!("{}{address}", site.url)).await;
        walk.measure(address).await;
    }
}

/// Signs in as the admin, sets up a second factor on the way, and measures the pages.
async fn second_step(walk: &mut Walk<'_>, site: &Site) {
    let browser = walk.browser;
    let main_form = Locator::Css("main form button");
    sign_in(browser, &site.url, ADMIN).await;
    browser.open(&format!("{}/account/two-factor", site.url)).await;
    browser.follow(main_form).await;
    walk.measure("asked for the password").await;
    browser.fill("current_password", "something else").await;
    browser.follow(main_form).await;
    walk.measure("a wrong password").await;
    browser.fill("current_password", PASSWORD).await;
    browser.follow(main_form).await;
    walk.measure("the key of an app").await;
    let key = browser.find(Locator::Css("main dd code")).await.text().await.expect("text");
    let app = Authenticator::with_key(&key);
    browser.fill("code", &app.code(&Clock::system())).await;
    browser.follow(main_form).await;
    walk.measure("recovery codes").await;
    let recovery_code = browser.find(Locator::Css(".codes code")).await.text().await.expect("text");
    browser.client.delete_all_cookies().await.expect("deleted");
    browser.open(&format!("{}/login", site.url)).await;
    browser.fill("username", ADMIN).await;
    browser.fill("password", "something else").await;
    browser.follow(main_form).await;
    walk.measure("a refused sign-in").await;
    browser.fill("password", PASSWORD).await;
    browser.follow(main_form).await;
    assert_eq!(browser.path().await, "/login/two-factor");
    walk.measure("/login/two-factor").await;
    browser.fill("recovery_code", "this is none of them").await;
    browser.follow(Locator::Css("main details form button")).await;
    walk.measure("a wrong recovery code").await;
    browser.fill("recovery_code", &recovery_code).await;
    browser.follow(Locator::Css("main details form button")).await;
    assert_eq!(browser.path().await, "/");
    browser.open(&format!("{}/admin/users/new", site.url)).await;
    browser.fill("username", &format!("{}{}", &ADMIN[..30], walk.language.len())).await;
    browser.follow(main_form).await;
    walk.measure("the link of an invitation").await;
}

/// Measures the page of an ending that goes on, which it does for at least ten seconds.
async fn ending_everybody(walk: &mut Walk<'_>, site: &Site) {
    let browser = walk.browser;
    site.place.execute(&format!(
        "INSERT INTO bulk_revocations (id, created_at, filter, is_everybody, ended, passed_at)
         VALUES ('{ENDING}', {}, '', 1, 0, 0)",
        Clock::system().now().milliseconds()
    ));
    browser.client.delete_all_cookies().await.expect("deleted");
    sign_in(browser, &site.url, "root").await;
    browser.open(&format!("{}/admin/sessions/revocations/{ENDING}", site.url)).await;
    walk.measure("an ending that goes on").await;
}

async fn sign_in(browser: &Chromium, url: &str, name: &str) {
    browser.open(&format!("{url}/login")).await;
    browser.fill("username", name).await;
    browser.fill("password", PASSWORD).await;
    browser.follow(Locator::Css("main form button")).await;
    assert_eq!(browser.path().await, "/");
}
