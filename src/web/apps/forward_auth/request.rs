//! The request that the proxy asks about, as its headers describe it. Every doubt is a refusal.

use actix_web::http::Method;
use actix_web::http::header::{HeaderMap, HeaderValue};

use crate::domain::net::{Authority, Origin};
use crate::web::http::navigation::is_of_person;

const METHOD: &str = "x-forwarded-method";
const PROTO: &str = "x-forwarded-proto";
const HOST: &str = "x-forwarded-host";
const URI: &str = "x-forwarded-uri";
const ORIGINAL_URL: &str = "x-original-url";
const ORIGINAL_METHOD: &str = "x-original-method";

/// How the proxy asks, and so how it understands answers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Shape {
    /// `X-Forwarded-*`, as Traefik and Caddy do: the browser gets any answer as it is.
    Forwarded,
    /// `X-Original-*`, for nginx: it knows nothing but 2xx, 401 and 403.
    Original,
}

/// A request to an app.
#[derive(Clone, Debug)]
pub struct Asked {
    pub shape: Shape,
    pub method: Method,
    /// Host and port of the app.
    pub host: Authority,
    /// Whether a person waits for the answer.
    pub is_of_person: bool,
    is_https: bool,
    target: String,
}

/// A header that cannot be trusted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Misstated {
    pub header: &'static str,
    /// What is wrong, to be read after "the header".
    pub what: &'static str,
}

const fn fault(header: &'static str, what: &'static str) -> Misstated {
    Misstated { header, what }
}

impl Asked {
    /// Reads the headers of either shape. If both are there, they must say the same.
    ///
    /// `is_https` says which scheme the app must have: that of the public URL, or the cookie would not arrive.
    ///
    /// Fails when a header is missing, came twice, is malformed, or contradicts another.
    pub fn read(headers: &HeaderMap, is_https: bool) -> Result<Asked, Misstated> {
        let Some(url) = only_encoded(headers, ORIGINAL_URL)? else {
            if headers.contains_key(ORIGINAL_METHOD) {
                return Err(fault(ORIGINAL_URL, "is missing"));
            }
            let scheme = needed(headers, PROTO).and_then(|text| read_scheme(text, PROTO, is_https))?;
            let host = needed(headers, HOST).and_then(|text| read_host(text, HOST, scheme))?;
            let target = only_encoded(headers, URI)?.filter(|text| !text.is_empty()).ok_or(fault(URI, "is missing"))?;
            let target = read_target(&target, URI)?;
            let method = needed(headers, METHOD).and_then(|text| read_method(text, METHOD))?;
            let (shape, is_of_person) = (Shape::Forwarded, is_of_person(&method, headers));
            return Ok(Asked { shape, method, host, is_of_person, is_https, target });
        };
        if url.is_empty() {
            return Err(fault(ORIGINAL_URL, "is missing"));
        }
        let malformed = fault(ORIGINAL_URL, "is no absolute URL with a path");
        let (scheme, rest) = url.split_once("://").ok_or(malformed)?;
        let (host, target) = rest.split_at(rest.find('/').ok_or(malformed)?);
        let is_https = read_scheme(scheme, ORIGINAL_URL, is_https)?;
        let host = read_host(host, ORIGINAL_URL, is_https)?;
        let target = read_target(target, ORIGINAL_URL)?;
        let method = needed(headers, ORIGINAL_METHOD).and_then(|text| read_method(text, ORIGINAL_METHOD))?;
        let (shape, is_of_person) = (Shape::Original, is_of_person(&method, headers));
        let asked = Asked { shape, method, host, is_of_person, is_https, target };
        asked.agrees_with_forwarded(headers)?;
        Ok(asked)
    }

    /// Whether the headers of the other shape, if all or some of them are there, say the same.
    fn agrees_with_forwarded(&self, headers: &HeaderMap) -> Result<(), Misstated> {
        let check = |name, holds: &dyn Fn(&str) -> bool| match only(headers, name)? {
            Some(text) if !holds(text) => Err(fault(name, "contradicts X-Original-URL or X-Original-Method")),
            _ => Ok(()),
        };
        check(PROTO, &|text| read_scheme(text, PROTO, self.is_https).is_ok())?;
        check(HOST, &|text| read_host(text, HOST, self.is_https).is_ok_and(|host| host == self.host))?;
        if only_encoded(headers, URI)?.is_some_and(|text| text != self.target) {
            return Err(fault(URI, "contradicts X-Original-URL or X-Original-Method"));
        }
        check(METHOD, &|text| text == self.method.as_str())
    }

    pub fn origin(&self) -> Origin {
        Origin::new(self.is_https, self.host.clone())
    }

    /// The path, as it was sent.
    pub fn path(&self) -> &str {
        self.target.split('?').next().unwrap_or_default()
    }

    /// Path and query, as they were sent.
    pub fn target(&self) -> &str {
        &self.target
    }

    pub fn is_read(&self) -> bool {
        matches!(self.method, Method::GET | Method::HEAD)
    }
}

/// `None` when it is absent. Refused when it came twice.
fn only_value<'a>(headers: &'a HeaderMap, name: &'static str) -> Result<Option<&'a HeaderValue>, Misstated> {
    let mut values = headers.get_all(name);
    let first = values.next();
    if values.next().is_some() { Err(fault(name, "came more than once")) } else { Ok(first) }
}

fn only<'a>(headers: &'a HeaderMap, name: &'static str) -> Result<Option<&'a str>, Misstated> {
    let value = only_value(headers, name)?;
    value.map(|value| value.to_str().map_err(|_| fault(name, "is not plain ASCII"))).transpose()
}

/// For a header that holds a path: bytes beyond ASCII count as if they were encoded. Some clients send them as they
/// are, nginx passes them on so, and apps read both alike.
fn only_encoded(headers: &HeaderMap, name: &'static str) -> Result<Option<String>, Misstated> {
    let encoded = |byte: &u8| if byte.is_ascii() { char::from(*byte).to_string() } else { format!("%{byte:02X}") };
    Ok(only_value(headers, name)?.map(|value| value.as_bytes().iter().map(encoded).collect()))
}

fn needed<'a>(headers: &'a HeaderMap, name: &'static str) -> Result<&'a str, Misstated> {
    only(headers, name)?.filter(|text| !text.is_empty()).ok_or(fault(name, "is missing"))
}

/// Traefik may give a WebSocket's scheme its own name.
fn read_scheme(text: &str, name: &'static str, is_https: bool) -> Result<bool, Misstated> {
    match (text, is_https) {
        ("https" | "wss", true) | ("http" | "ws", false) => Ok(is_https),
        ("https" | "wss" | "http" | "ws", _) => Err(fault(name, "has another scheme than public_url")),
        _ => Err(fault(name, "is no scheme")),
    }
}

fn read_host(text: &str, name: &'static str, is_https: bool) -> Result<Authority, Misstated> {
    Authority::requested(text, is_https).ok_or(fault(name, "is no host"))
}

/// A comma may be part of a path, so a list is recognised by the space after the comma.
fn read_target(text: &str, name: &'static str) -> Result<String, Misstated> {
    let is_target = text.starts_with('/') && text.bytes().all(|byte| byte.is_ascii_graphic() && byte != b'#');
    if is_target { Ok(text.to_owned()) } else { Err(fault(name, "has no path, or one that no browser sends")) }
}

fn read_method(text: &str, name: &'static str) -> Result<Method, Misstated> {
    let is_word = text.bytes().all(|byte| byte.is_ascii_uppercase() || byte == b'-');
    let method = Method::from_bytes(text.as_bytes()).ok().filter(|_| is_word).ok_or(fault(name, "is no method"))?;
    // A tunnel is not a request to an app.
    if method == Method::CONNECT { Err(fault(name, "asks for a tunnel")) } else { Ok(method) }
}
