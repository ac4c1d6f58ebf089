//! A program that drives a browser by WebDriver.

use std::io::{BufRead, BufReader};
use std::process::{Child, Command, Stdio};
use std::thread;
use std::time::Duration;

use fantoccini::{Client, ClientBuilder};
use serde_json::Value;
use tempfile::TempDir;
use ureq::Agent;

/// The time that a browser may take to close after a failure, before its driver is ended.
const PATIENCE: Duration = Duration::from_secs(10);

/// A running driver with one session, that is, one browser.
pub struct Driver {
    child: Child,
    /// The address of the session.
    session: String,
    /// Where the browser keeps its files, which go when the browser is gone.
    pub folder: Option<TempDir>,
}

impl Driver {
    /// Starts a driver that listens on this port, waits for the line that says so, and starts a browser.
    pub async fn start(mut command: Command, port: u16, line: &str, capabilities: &Value) -> (Driver, Client) {
        let name = command.get_program().to_string_lossy().into_owned();
        let mut child = command.stdout(Stdio::piped()).spawn().unwrap_or_else(|why| panic!("{name}: {why}"));
        let mut lines = BufReader::new(child.stdout.take().expect("piped")).lines().map_while(Result::ok);
        // The driver is ended also if the browser does not start.
        let mut driver = Driver { child, session: String::new(), folder: None };
        assert!(lines.any(|printed| printed.contains(line)), "{name} takes the port {port}");
        // A driver could fail to write into a pipe that nobody reads.
        thread::spawn(move || lines.for_each(drop));
        let address = format!("http://127.0.0.1:{port}");
        let client = ClientBuilder::new(hyper_util::client::legacy::connect::HttpConnector::new())
            .capabilities(capabilities.as_object().expect("an object").clone())
            .connect(&address)
            .await
            .unwrap_or_else(|why| panic!("{name} starts no browser: {why}"));
        let id = client.session_id().await.expect("asked").expect("a session");
        driver.session = format!("{address}/session/{id}");
        (driver, client)
    }
}

impl Drop for Driver {
    fn drop(&mut self) {
        // A browser outlives a driver that is killed. After a test that closed its browser, there is no such session.
        if !self.session.is_empty() {
            let config = Agent::config_builder().timeout_global(Some(PATIENCE)).build();
            drop(Agent::from(config).delete(&self.session).call());
        }
        drop(self.child.kill());
        drop(self.child.wait());
    }
}
