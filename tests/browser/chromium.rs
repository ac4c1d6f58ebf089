//! Chromium without scripts, through ChromeDriver.

use std::io::{BufRead, BufReader};
use std::process::{Child, Command, Stdio};
use std::time::Duration;

use fantoccini::{Client, ClientBuilder, Locator};
use serde_json::json;

use crate::support::PASSWORD;

/// A browser with a profile of its own; gone when dropped.
pub struct Chromium {
    driver: Child,
    pub client: Client,
}

impl Chromium {
    pub async fn start() -> Chromium {
        Chromium::with("en-US", false).await
    }

    /// In a language, and in dark colours or light ones.
    pub async fn with(language: &str, is_dark: bool) -> Chromium {
        let mut driver =
            Command::new("chromedriver").arg("--port=0").stdout(Stdio::piped()).spawn().expect("chromedriver runs");
        let lines = BufReader::new(driver.stdout.take().expect("piped")).lines().map_while(Result::ok);
        let port = lines
            .filter_map(|line| {
                line.rsplit_once("successfully on port ").map(|(_, port)| port.trim_end_matches('.').to_owned())
            })
            .next()
            .expect("a port");
        let mut arguments = vec![
            "--headless".to_owned(),
            "--no-sandbox".into(),
            "--disable-gpu".into(),
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
                    "profile.managed_default_content_settings.javascript": 2,
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

    /// The page's text; empty while one page gives way to the next.
    pub async fn text(&self) -> String {
        match self.client.find(Locator::Css("body")).await {
            Ok(body) => body.text().await.unwrap_or_default(),
            Err(_) => String::new(),
        }
    }

    /// Whether the page shows these words, now or within some seconds: a pressed button takes a moment.
    pub async fn shows(&self, words: &str) -> bool {
        self.soon(|text| text.contains(words)).await
    }

    /// Whether the page is without these words, now or within some seconds.
    pub async fn hides(&self, words: &str) -> bool {
        self.soon(|text| !text.is_empty() && !text.contains(words)).await
    }

    async fn soon(&self, holds: impl Fn(&str) -> bool) -> bool {
        for _ in 0..50 {
            if holds(&self.text().await) {
                return true;
            }
            tokio::time::sleep(Duration::from_millis(100)).await;
        }
        false
    }

    /// Whether the address begins so, now or within some seconds: a pressed button takes a moment.
    pub async fn arrives_at(&self, beginning: &str) -> bool {
        for _ in 0..50 {
            if self.path().await.starts_with(beginning) {
                return true;
            }
            tokio::time::sleep(Duration::from_millis(100)).await;
        }
        false
    }

    pub async fn path(&self) -> String {
        let url = self.client.current_url().await.expect("a URL");
        url[url::Position::BeforePath..].to_owned()
    }

    pub async fn fill(&self, field: &str, text: &str) {
        let field = self.client.find(Locator::Id(field)).await.expect(field);
        field.clear().await.expect("cleared");
        field.send_keys(text).await.expect("typed");
    }

    /// Presses the button with these words.
    pub async fn press(&self, words: &str) {
        let button =
            format!("//main//button[normalize-space()='{words}'] | //header//button[normalize-space()='{words}']");
        self.client.find(Locator::XPath(&button)).await.expect(words).click().await.expect("pressed");
    }

    pub async fn sign_in(&self, url: &str, name: &str) {
        self.open(&format!("{url}/login")).await;
        self.fill("username", name).await;
        self.fill("password", PASSWORD).await;
        self.press("Sign in").await;
    }

    pub async fn close(self) {
        self.client.clone().close().await.expect("closed");
    }
}

impl Drop for Chromium {
    fn drop(&mut self) {
        drop(self.driver.kill());
        drop(self.driver.wait());
    }
}
