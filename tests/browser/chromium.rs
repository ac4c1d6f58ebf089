//! Chromium through ChromeDriver, without scripts unless an app needs them.

use std::io::{BufRead, BufReader};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use fantoccini::actions::{InputSource, MOUSE_BUTTON_LEFT, MouseActions, PointerAction};
use fantoccini::elements::Element;
use fantoccini::error::CmdError;
use fantoccini::wd::WebDriverCompatibleCommand;
use fantoccini::{Client, ClientBuilder, Locator};
use serde_json::json;
use ureq::http::Method;
use url::{ParseError, Url};

use crate::support::{PASSWORD, free_port};

/// The time that a page may take on a busy machine. Only a failing test waits so long.
const PATIENCE: Duration = Duration::from_secs(30);

/// A browser with a profile of its own, which is closed when this is dropped.
pub struct Chromium {
    driver: Child,
    pub client: Client,
}

impl Chromium {
    pub async fn start() -> Chromium {
        Chromium::with("en-US", false).await
    }

    /// Starts a browser with scripts, for apps that have some.
    pub async fn with_scripts() -> Chromium {
        Chromium::launch("en-US", false, true).await
    }

    /// Starts a browser with this language, and with dark or light colours.
    pub async fn with(language: &str, is_dark: bool) -> Chromium {
        Chromium::launch(language, is_dark, false).await
    }

    async fn launch(language: &str, is_dark: bool, has_scripts: bool) -> Chromium {
        // A port of its own choice would be free at 127.0.0.1, and it ends when somebody has the same at ::1.
        let port = free_port();
        let mut command = Command::new("chromedriver");
        let mut driver =
            command.arg(format!("--port={port}")).stdout(Stdio::piped()).spawn().expect("chromedriver runs");
        let mut lines = BufReader::new(driver.stdout.take().expect("piped")).lines().map_while(Result::ok);
        assert!(lines.any(|line| line.contains("was started successfully")), "ChromeDriver takes the port {port}");
        let mut arguments = vec![
            "--headless".to_owned(),
            "--no-sandbox".into(),
            "--disable-gpu".into(),
            // The shared memory of a container may be too small.
            "--disable-dev-shm-usage".into(),
            "--disable-quic".into(),
            "--disable-background-networking".into(),
            "--disable-component-update".into(),
            "--disable-sync".into(),
            "--no-first-run".into(),
            "--hide-scrollbars".into(),
            format!("--lang={language}"),
            format!("--accept-lang={language}"),
        ];
        if is_dark {
            arguments.push("--force-dark-mode".into());
            arguments.push("--blink-settings=preferredColorScheme=0".into());
        }
        let capabilities = json!({
            "goog:chromeOptions": {
                "args": arguments,
                "prefs": {
                    "profile.managed_default_content_settings.javascript": if has_scripts { 1 } else { 2 },
                    "intl.accept_languages": language,
                },
            },
        });
        let capabilities = capabilities.as_object().expect("an object").clone();
        let client = ClientBuilder::new(hyper_util::client::legacy::connect::HttpConnector::new())
            .capabilities(capabilities)
            .connect(&format!("http://127.0.0.1:{port}"))
            .await
            .expect("Chromium starts");
        Chromium { driver, client }
    }

    pub async fn open(&self, url: &str) {
        self.client.goto(url).await.expect(url);
    }

    /// Returns the text of the page, which is empty while one page replaces the other.
    pub async fn text(&self) -> String {
        match self.client.find(Locator::Css("body")).await {
            Ok(body) => body.text().await.unwrap_or_default(),
            Err(_) => String::new(),
        }
    }

    /// Tells whether the page shows these words, now or soon.
    pub async fn shows(&self, words: &str) -> bool {
        soon(async || self.text().await.contains(words)).await
    }

    /// Tells whether the page does not show these words, now or soon.
    pub async fn hides(&self, words: &str) -> bool {
        soon(async || {
            let text = self.text().await;
            !text.is_empty() && !text.contains(words)
        })
        .await
    }

    /// Tells whether the address, with or without its origin, begins like this, now or soon.
    pub async fn is_at(&self, beginning: &str) -> bool {
        soon(async || {
            let url = self.url().await;
            url.as_str().starts_with(beginning) || url[url::Position::BeforePath..].starts_with(beginning)
        })
        .await
    }

    /// Tells whether the page says, now or soon, that this person is signed in: in the menu, or at the foot of a door.
    pub async fn is_signed_in_as(&self, name: &str) -> bool {
        soon(async || match self.client.find(Locator::Css(".menu summary strong, .who strong")).await {
            Ok(shown) => shown.text().await.is_ok_and(|shown| shown == name),
            Err(_) => false,
        })
        .await
    }

    /// Tells whether the page shows, now or soon, that nobody is signed in.
    pub async fn is_nobodys(&self) -> bool {
        soon(async || !self.text().await.is_empty() && self.client.find(Locator::Css(".menu, .who")).await.is_err())
            .await
    }

    /// Tells whether the browser has a cookie of this name, now or soon.
    pub async fn gets_cookie(&self, name: &str) -> bool {
        soon(async || self.client.get_named_cookie(name).await.is_ok()).await
    }

    pub async fn url(&self) -> url::Url {
        self.client.current_url().await.expect("a URL")
    }

    pub async fn path(&self) -> String {
        self.url().await[url::Position::BeforePath..].to_owned()
    }

    /// Returns the first matching element, as soon as there is one.
    pub async fn find(&self, locator: Locator<'_>) -> Element {
        self.client
            .wait()
            .at_most(PATIENCE)
            .for_element(locator)
            .await
            .unwrap_or_else(|why| panic!("{locator:?}: {why}"))
    }

    pub async fn fill(&self, field: &str, text: &str) {
        let field = self.find(Locator::Id(field)).await;
        self.unfold(&field).await;
        field.clear().await.expect("cleared");
        field.send_keys(text).await.expect("typed");
    }

    /// Opens the fold that hides an element, as a person does first.
    pub async fn unfold(&self, element: &Element) {
        let closed = Locator::XPath("ancestor::details[not(@open)]/summary");
        if let Ok(summary) = element.find(closed).await {
            summary.click().await.expect("unfolded");
        }
    }

    /// Presses the button with these words, and waits for the page that follows.
    pub async fn press(&self, words: &str) {
        let button = self.button(words).await;
        self.unfold(&button).await;
        self.leave(async || button.click().await).await;
    }

    /// Clicks the button with these words twice, as a hand does, and waits for the page that follows.
    pub async fn press_twice(&self, words: &str, apart: Duration) {
        let element = self.button(words).await;
        self.unfold(&element).await;
        let over = PointerAction::MoveToElement { element, duration: None, x: 0.0, y: 0.0 };
        let (down, up) =
            (PointerAction::Down { button: MOUSE_BUTTON_LEFT }, PointerAction::Up { button: MOUSE_BUTTON_LEFT });
        let clicks = MouseActions::new("hand".to_owned()).then(over).then(down.clone()).then(up.clone());
        let clicks = clicks.then(PointerAction::Pause { duration: apart }).then(down).then(up);
        self.leave(async || self.client.perform_actions(clicks).await).await;
    }

    /// Delays the beginning of every later answer by this time.
    pub async fn slow_down(&self, latency: Duration) {
        self.client.issue_cmd(Latency(latency)).await.expect("slowed down");
    }

    /// Returns the button with these words.
    pub async fn button(&self, words: &str) -> Element {
        let path =
            format!("//main//button[normalize-space()='{words}'] | //header//button[normalize-space()='{words}']");
        self.find(Locator::XPath(&path)).await
    }

    /// Follows a link to the page behind it.
    pub async fn follow(&self, link: Locator<'_>) {
        let link = self.find(link).await;
        self.leave(async || link.click().await).await;
    }

    /// Presses keys in the element that has the focus.
    pub async fn type_keys(&self, keys: &str) {
        let element = self.client.active_element().await.expect("something has the focus");
        element.send_keys(keys).await.expect("pressed");
    }

    /// Presses the enter key, and waits for the page that follows.
    pub async fn enter(&self) {
        let element = self.client.active_element().await.expect("something has the focus");
        self.leave(async || element.send_keys("\u{e007}").await).await;
    }

    pub async fn sign_in(&self, url: &str, name: &str) {
        self.open(&format!("{url}/login")).await;
        self.fill("username", name).await;
        self.fill("password", PASSWORD).await;
        self.press("Sign in").await;
        assert!(!self.path().await.starts_with("/login"), "{}", self.text().await);
    }

    /// Does something that leads to another page, and waits until the present one is gone. Opening an address before
    /// that would cancel the action.
    async fn leave(&self, act: impl AsyncFnOnce() -> Result<(), CmdError>) {
        let present = self.find(Locator::Css("html")).await;
        act().await.expect("done");
        assert!(soon(async || present.tag_name().await.is_err()).await, "still there: {}", self.text().await);
    }

    pub async fn close(self) {
        self.client.clone().close().await.expect("closed");
    }
}

/// ChromeDriver's own command that sets the conditions of the network.
#[derive(Debug)]
struct Latency(Duration);

impl WebDriverCompatibleCommand for Latency {
    fn endpoint(&self, base: &Url, session: Option<&str>) -> Result<Url, ParseError> {
        base.join(&format!("session/{}/chromium/network_conditions", session.unwrap_or_default()))
    }

    fn method_and_body(&self, _: &Url) -> (Method, Option<String>) {
        let milliseconds = u64::try_from(self.0.as_millis()).expect("short");
        let conditions = json!({"offline": false, "latency": milliseconds, "throughput": 1_000_000});
        (Method::POST, Some(json!({"network_conditions": conditions}).to_string()))
    }
}

/// Tells whether a condition holds, now or within [`PATIENCE`].
pub async fn soon(holds: impl AsyncFn() -> bool) -> bool {
    let start = Instant::now();
    while start.elapsed() < PATIENCE {
        if holds().await {
            return true;
        }
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
    false
}

impl Drop for Chromium {
    fn drop(&mut self) {
        drop(self.driver.kill());
        drop(self.driver.wait());
    }
}
