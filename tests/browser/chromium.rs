//! Chromium through ChromeDriver, without scripts unless an app needs them.

use std::ops::Deref;
use std::process::Command;

use serde_json::json;

use crate::browser::Browser;
use crate::driver::Driver;
use crate::support::free_port;

/// A browser for tests that look at what only Chromium does or measures.
pub struct Chromium(Browser);

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
        command.arg(format!("--port={port}"));
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
        Chromium(Browser::new(Driver::start(command, port, "was started successfully", &capabilities).await))
    }
}

impl Deref for Chromium {
    type Target = Browser;

    fn deref(&self) -> &Browser {
        &self.0
    }
}

impl From<Chromium> for Browser {
    fn from(chromium: Chromium) -> Browser {
        chromium.0
    }
}
