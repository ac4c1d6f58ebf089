//! What ChromeDriver passes on to Chromium's own protocol: sizes of windows and letters, media, pictures.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use fantoccini::wd::WebDriverCompatibleCommand;
use serde_json::{Value, json};
use ureq::http::Method;
use url::{ParseError, Url};

use crate::chromium::Chromium;

#[derive(Debug)]
struct Ask {
    method: &'static str,
    parameters: Value,
}

impl WebDriverCompatibleCommand for Ask {
    fn endpoint(&self, base: &Url, session: Option<&str>) -> Result<Url, ParseError> {
        base.join(&format!("session/{}/goog/cdp/execute", session.unwrap_or_default()))
    }

    fn method_and_body(&self, _: &Url) -> (Method, Option<String>) {
        (Method::POST, Some(json!({"cmd": self.method, "params": self.parameters}).to_string()))
    }
}

async fn ask(browser: &Chromium, method: &'static str, parameters: Value) -> Value {
    browser.client.issue_cmd(Ask { method, parameters }).await.expect(method)
}

/// How a page is shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct View {
    /// Said of faults that are found in this view.
    pub name: &'static str,
    pub width: u32,
    pub height: u32,
    pub is_dark: bool,
    /// The size of letters that somebody has chosen in the browser's settings, in pixels.
    pub letters: u32,
    /// Lines, letters and words are as far apart as WCAG 1.4.12 says.
    pub is_spaced: bool,
    pub has_forced_colors: bool,
    pub is_printed: bool,
}

impl View {
    pub const fn of(width: u32) -> View {
        View {
            name: "",
            width,
            height: 900,
            is_dark: false,
            letters: 16,
            is_spaced: false,
            has_forced_colors: false,
            is_printed: false,
        }
    }

    /// Shows the present page, and those that follow, like this.
    pub async fn show(&self, browser: &Chromium) {
        self.show_after(None, browser).await;
    }

    /// Does the same, and sends only what is different from the view before.
    pub async fn show_after(&self, before: Option<&View>, browser: &Chromium) {
        let is_new = |part: fn(&View) -> [u32; 3]| before.is_none_or(|before| part(before) != part(self));
        if is_new(|view| [view.width, view.height, 0]) {
            let size = json!({"width": self.width, "height": self.height, "deviceScaleFactor": 1, "mobile": false});
            ask(browser, "Emulation.setDeviceMetricsOverride", size).await;
        }
        if is_new(|view| [view.is_dark, view.has_forced_colors, view.is_printed].map(u32::from)) {
            let feature = |name: &str, value: &str| json!({"name": name, "value": value});
            let features = json!([
                feature("prefers-color-scheme", if self.is_dark { "dark" } else { "light" }),
                feature("forced-colors", if self.has_forced_colors { "active" } else { "none" }),
                feature("prefers-reduced-motion", "reduce"),
            ]);
            let media = json!({"media": if self.is_printed { "print" } else { "" }, "features": features});
            ask(browser, "Emulation.setEmulatedMedia", media).await;
        }
        if is_new(|view| [view.letters, 0, 0]) {
            let letters = json!({"fontSizes": {"standard": self.letters, "fixed": self.letters * 13 / 16}});
            ask(browser, "Page.setFontSizes", letters).await;
        }
    }
}

/// A higher picture takes long, and nobody looks at its end.
const HIGHEST: u32 = 6000;

/// Takes a picture of the page in this view, in a window as high as the page: nothing stays in sight in its middle.
pub async fn picture_of_all(browser: &Chromium, view: &View) -> Vec<u8> {
    let mut whole = *view;
    // Some margins grow with the window, and the page with them.
    for _ in 0..2 {
        whole.show(browser).await;
        let metrics = ask(browser, "Page.getLayoutMetrics", json!({})).await;
        let content = metrics["cssContentSize"]["height"].as_u64().expect("a height");
        whole.height = u32::try_from(content).expect("a page of four billion pixels is a fault").min(HIGHEST);
    }
    picture(browser, &whole).await
}

/// Takes a picture of what a window of this size shows.
pub async fn picture(browser: &Chromium, view: &View) -> Vec<u8> {
    view.show(browser).await;
    let taken = ask(browser, "Page.captureScreenshot", json!({"format": "png"})).await;
    STANDARD.decode(taken["data"].as_str().expect("a picture")).expect("base64")
}

/// Sends these headers with every later request.
pub async fn send_headers(browser: &Chromium, headers: Value) {
    ask(browser, "Network.enable", json!({})).await;
    ask(browser, "Network.setExtraHTTPHeaders", json!({"headers": headers})).await;
}
