//! A browser of either kind, and what a person does with it.

use std::time::{Duration, Instant};

use fantoccini::actions::{InputSource, MOUSE_BUTTON_LEFT, MouseActions, PointerAction};
use fantoccini::elements::Element;
use fantoccini::error::CmdError;
use fantoccini::{Client, Locator};

use crate::chromium::Chromium;
use crate::driver::Driver;
use crate::firefox;
use crate::support::PASSWORD;

/// The time that a page may take on a busy machine. Only a failing test waits so long.
const PATIENCE: Duration = Duration::from_secs(30);

#[derive(Clone, Copy, Debug)]
pub enum Kind {
    Chromium,
    Firefox,
}

impl Kind {
    /// Starts a browser in English and without scripts.
    pub async fn start(self) -> Browser {
        match self {
            Kind::Chromium => Chromium::start().await.into(),
            Kind::Firefox => firefox::start().await,
        }
    }

    /// Returns the name under which the list of devices shows this browser.
    pub fn name(self) -> &'static str {
        match self {
            Kind::Chromium => "Chrome",
            Kind::Firefox => "Firefox",
        }
    }
}

/// Makes two tests of each journey, so that the name of a failed test says in which browser it failed.
macro_rules! in_both_browsers {
    ($($journey:ident),+ $(,)?) => {
        mod chromium {
            use crate::browser::Kind;

            $(
                #[tokio::test]
                #[ignore = "needs Chromium and ChromeDriver; scripts/test runs it"]
                async fn $journey() {
                    super::$journey(Kind::Chromium).await;
                }
            )+
        }

        mod firefox {
            use crate::browser::Kind;

            $(
                #[tokio::test]
                #[ignore = "needs Firefox and geckodriver; scripts/test runs it"]
                async fn $journey() {
                    super::$journey(Kind::Firefox).await;
                }
            )+
        }
    };
}
pub(crate) use in_both_browsers;

/// A browser with a profile of its own, which is closed when this is dropped.
pub struct Browser {
    pub client: Client,
    /// It lives as long as its browser.
    _driver: Driver,
}

impl Browser {
    pub fn new((driver, client): (Driver, Client)) -> Browser {
        Browser { client, _driver: driver }
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
    pub async fn leave(&self, act: impl AsyncFnOnce() -> Result<(), CmdError>) {
        let present = self.find(Locator::Css("html")).await;
        act().await.expect("done");
        assert!(soon(async || present.tag_name().await.is_err()).await, "still there: {}", self.text().await);
    }

    pub async fn close(&self) {
        self.client.clone().close().await.expect("closed");
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
