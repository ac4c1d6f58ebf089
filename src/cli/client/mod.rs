//! An HTTP client that behaves like a browser at one address, as far as the checks need.

mod unix_socket;

use std::net::{IpAddr, TcpStream, ToSocketAddrs};
use std::path::PathBuf;
use std::time::Duration;

use doorward_guard::http;
use ureq::Agent;
use ureq::http::{HeaderMap, Request};

use self::unix_socket::{NoResolver, SocketConnector};
use crate::config::PublicUrl;

/// Sends requests to one address only, and follows no redirect.
pub struct Client {
    agent: Agent,
    /// The URL that a person would type into a browser.
    url: PublicUrl,
    /// Requests go through this Unix socket, past the proxy, as if to the URL.
    socket: Option<PathBuf>,
}

pub struct Answer {
    pub status: u16,
    pub headers: HeaderMap,
    /// The beginning of the body.
    pub body: String,
}

impl Answer {
    /// The header's first value, if it is plain text.
    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers.get(name)?.to_str().ok()
    }
}

impl Client {
    /// Trusts the certificates that this machine trusts. `patience` is the time limit of each answer.
    pub fn new(url: PublicUrl, socket: Option<PathBuf>, patience: Duration) -> Client {
        let config = http::config(patience, "doorward");
        let agent = match socket.clone() {
            None => config.into(),
            Some(path) => Agent::with_parts(config, SocketConnector(path), NoResolver),
        };
        Client { agent, url, socket }
    }

    pub fn url(&self) -> &PublicUrl {
        &self.url
    }

    pub fn is_socket(&self) -> bool {
        self.socket.is_some()
    }

    /// For messages to people.
    pub fn place(&self) -> String {
        match &self.socket {
            None => self.url.to_string(),
            Some(path) => format!("unix:{}", path.display()),
        }
    }

    pub fn get(&self, path: &str, headers: &[(&str, &str)]) -> Result<Answer, String> {
        self.send("GET", path, headers, None)
    }

    /// Sends a form, as a page at `origin` would.
    pub fn post(&self, path: &str, origin: &str, form: &str) -> Result<Answer, String> {
        let headers = [("origin", origin), ("content-type", "application/x-www-form-urlencoded")];
        self.send("POST", path, &headers, Some(form))
    }

    fn send(&self, method: &str, path: &str, headers: &[(&str, &str)], body: Option<&str>) -> Result<Answer, String> {
        let mut origin = self.url.origin();
        if self.is_socket() {
            // There is no TLS on a socket.
            origin = origin.replacen("https://", "http://", 1);
        }
        let mut request = Request::builder().method(method).uri(format!("{origin}{path}"));
        // In the place of a proxy, the client must set this header as a proxy does; a proxy on the way replaces it.
        if !headers.iter().any(|(name, _)| *name == "x-forwarded-for") {
            request = request.header("x-forwarded-for", "127.0.0.1");
        }
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        let request = request.body(body.unwrap_or_default().to_owned()).map_err(|error| error.to_string())?;
        let mut response = self.agent.run(request).map_err(|error| error.to_string())?;
        // More than any page has; what is beyond does not matter here.
        let body = response.body_mut().with_config().limit(1 << 20).read_to_vec().unwrap_or_default();
        Ok(Answer {
            status: response.status().as_u16(),
            headers: response.headers().clone(),
            body: String::from_utf8_lossy(&body).into_owned(),
        })
    }

    /// The local address from which it connects: the other end sees this one if nothing is in between.
    pub fn own_address(&self) -> Option<IpAddr> {
        if self.is_socket() {
            return None;
        }
        let host = self.url.host().trim_start_matches('[').trim_end_matches(']');
        let addresses = (host, self.url.port()).to_socket_addrs().ok()?;
        let connect = |address| TcpStream::connect_timeout(&address, Duration::from_secs(3)).ok();
        addresses.into_iter().find_map(connect)?.local_addr().ok().map(|address| address.ip().to_canonical())
    }
}
