//! Firefox through geckodriver, without scripts.

use std::path::PathBuf;
use std::process::{Command, Stdio};

use serde_json::json;

use crate::browser::Browser;
use crate::driver::Driver;
use crate::support::free_port;

/// Starts a browser in English.
pub async fn start() -> Browser {
    let port = free_port();
    let mut command = Command::new("geckodriver");
    command.args(["--host", "127.0.0.1", "--port", &port.to_string()]);
    // Without this, all drivers would take one port for a protocol that the tests do not speak.
    command.args(["--websocket-port", &free_port().to_string()]);
    // Firefox refuses to run as root in the home of somebody else, and its profiles and caches leave with this folder.
    let home = tempfile::tempdir().expect("a folder");
    command.env("HOME", home.path()).arg("--profile-root").arg(home.path());
    // Firefox writes there about parts of its own that have no window or network; no test needs that.
    command.stderr(Stdio::null());
    let capabilities = json!({
        "moz:firefoxOptions": {
            "binary": path(),
            "args": ["-headless"],
            "prefs": {
                "javascript.enabled": false,
                "intl.accept_languages": "en-US",
            },
        },
    });
    let (mut driver, client) = Driver::start(command, port, "Listening on", &capabilities).await;
    driver.folder = Some(home);
    Browser::new((driver, client))
}

/// Returns where Firefox is, which Debian calls by the name of its release for organisations.
fn path() -> PathBuf {
    let folders = std::env::var_os("PATH").expect("a path");
    let candidates = |name: &'static str| std::env::split_paths(&folders).map(move |folder| folder.join(name));
    let found = candidates("firefox-esr").chain(candidates("firefox")).find(|path| path.is_file());
    found.expect("Firefox is on the path")
}
