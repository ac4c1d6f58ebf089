//! A browser that finds every name on this machine, and keeps cookies by their domain.

use std::io::{Read, Write};
use std::net::{Ipv4Addr, SocketAddr, TcpStream};
use std::sync::Arc;

use rustls::pki_types::ServerName;
use rustls::{ClientConfig, ClientConnection, RootCertStore, StreamOwned};
use scraper::{Html, Selector};
use ureq::Agent;
use ureq::config::Config;
use ureq::http::{Request, Uri};
use ureq::tls::{Certificate, RootCerts, TlsConfig};
use ureq::unversioned::resolver::{ResolvedSocketAddrs, Resolver};
use ureq::unversioned::transport::{DefaultConnector, NextTimeout};
use url::Url;

use crate::support::{Answer, PASSWORD};

/// Finds this machine under every name.
#[derive(Debug)]
struct Here;

impl Resolver for Here {
    fn resolve(&self, uri: &Uri, _: &Config, _: NextTimeout) -> Result<ResolvedSocketAddrs, ureq::Error> {
        let mut addresses = self.empty();
        addresses.push(SocketAddr::from((Ipv4Addr::LOCALHOST, uri.port_u16().unwrap_or(443))));
        Ok(addresses)
    }
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Kept {
    pub name: String,
    pub value: String,
    host: String,
    is_shared: bool,
}

#[derive(Clone)]
pub struct Browser {
    agent: Agent,
    certificate: Vec<u8>,
    pub jar: Vec<Kept>,
    /// Sent with every request, in place of a browser's own of that name.
    pub headers: Vec<(String, String)>,
}

impl Browser {
    pub fn new(certificate: &[u8]) -> Browser {
        let provider = Arc::new(rustls::crypto::aws_lc_rs::default_provider());
        let tls = TlsConfig::builder()
            .root_certs(RootCerts::new_with_certs(&[Certificate::from_der(certificate).to_owned()]))
            .unversioned_rustls_crypto_provider(provider)
            .build();
        let config = Agent::config_builder().http_status_as_error(false).max_redirects(0).tls_config(tls).build();
        let agent = Agent::with_parts(config, DefaultConnector::default(), Here);
        Browser { agent, certificate: certificate.to_vec(), jar: Vec::new(), headers: Vec::new() }
    }

    pub fn with(&self, name: &str, value: &str) -> Browser {
        let mut other = self.clone();
        other.headers.push((name.to_owned(), value.to_owned()));
        other
    }

    pub fn set(&mut self, host: &str, name: &str, value: &str) {
        let (name, value) = (name.to_owned(), value.to_owned());
        self.jar.push(Kept { name, value, host: host.to_owned(), is_shared: false });
    }

    pub fn cookie(&self, name: &str) -> String {
        self.jar.iter().find(|kept| kept.name == name).map(|kept| kept.value.clone()).unwrap_or_default()
    }

    pub fn get(&mut self, url: &str) -> Answer {
        self.send("GET", url, None)
    }

    pub fn post(&mut self, url: &str, fields: &[(&str, &str)]) -> Answer {
        let body = url::form_urlencoded::Serializer::new(String::new()).extend_pairs(fields).finish();
        self.send("POST", url, Some(&body))
    }

    /// Follows redirects as a person's browser does, and returns the last answer and its address.
    pub fn follow(&mut self, url: &str) -> (Answer, String) {
        let mut url = url.to_owned();
        for _ in 0..10 {
            let answer = self.get(&url);
            if !matches!(answer.status, 302 | 303) {
                return (answer, url);
            }
            url = Url::parse(&url).and_then(|base| base.join(answer.header("location"))).expect("a URL").into();
        }
        panic!("redirects without end at {url}");
    }

    /// Fills in the login page and sends it. Returns where it leads.
    pub fn log_in(&mut self, page: &Answer, url: &str, name: &str) -> String {
        let document = Html::parse_document(&page.body);
        let next = Selector::parse("form[action='/login'] input[name=next]").expect("a selector");
        let next = document.select(&next).next().and_then(|field| field.value().attr("value")).unwrap_or("/");
        let action: String = Url::parse(url).and_then(|base| base.join("/login")).expect("a URL").into();
        let answer = self.post(&action, &[("username", name), ("password", PASSWORD), ("next", next)]);
        assert_eq!(answer.status, 303, "{}", answer.body);
        Url::parse(&action).and_then(|base| base.join(answer.header("location"))).expect("a URL").into()
    }

    pub fn send(&mut self, method: &str, url: &str, body: Option<&str>) -> Answer {
        let address = Url::parse(url).expect("a URL");
        let host = address.host_str().expect("a host");
        let mut headers = vec![
            ("sec-fetch-dest".to_owned(), "document".to_owned()),
            ("sec-fetch-mode".into(), "navigate".into()),
            ("sec-fetch-site".into(), "same-origin".into()),
            ("accept".into(), "text/html".into()),
        ];
        let fits = |kept: &&Kept| kept.host == host || kept.is_shared && host.ends_with(&format!(".{}", kept.host));
        let cookies: Vec<_> =
            self.jar.iter().filter(fits).map(|kept| format!("{}={}", kept.name, kept.value)).collect();
        if !cookies.is_empty() {
            headers.push(("cookie".into(), cookies.join("; ")));
        }
        headers.retain(|(name, _)| !self.headers.iter().any(|(other, _)| other == name));
        let mut request = Request::builder().method(method).uri(url);
        for (name, value) in headers.iter().chain(&self.headers) {
            request = request.header(name, value);
        }
        let mut response = match body {
            Some(body) => {
                let request = request.header("content-type", "application/x-www-form-urlencoded");
                self.agent.run(request.body(body).expect("a request"))
            }
            None => self.agent.run(request.body(()).expect("a request")),
        }
        .expect("an answer");
        let text = response.body_mut().read_to_vec().expect("a body");
        let answer = Answer {
            status: response.status().as_u16(),
            headers: response.headers().clone(),
            body: String::from_utf8_lossy(&text).into_owned(),
        };
        for cookie in answer.set_cookies() {
            self.keep(&cookie, host);
        }
        answer
    }

    fn keep(&mut self, cookie: &str, host: &str) {
        let mut parts = cookie.split("; ");
        let (name, value) = parts.next().and_then(|pair| pair.split_once('=')).expect("a cookie");
        let attributes: Vec<&str> = parts.collect();
        let domain = attributes.iter().find_map(|attribute| attribute.strip_prefix("Domain="));
        assert!(!name.starts_with("__Host-") || domain.is_none(), "{cookie}");
        assert!(attributes.contains(&"Secure") && attributes.contains(&"HttpOnly"), "{cookie}");
        let (host, is_shared) = domain.map_or((host, false), |domain| (domain, true));
        self.jar.retain(|kept| (kept.name.as_str(), kept.host.as_str(), kept.is_shared) != (name, host, is_shared));
        if !attributes.contains(&"Max-Age=0") {
            self.jar.push(Kept { name: name.into(), value: value.into(), host: host.into(), is_shared });
        }
    }

    /// Sends bytes as they are over TLS to `host`, and returns the whole answer. They should ask to close.
    pub fn send_raw(&self, host: &str, port: u16, bytes: &[u8]) -> String {
        let mut roots = RootCertStore::empty();
        roots.add(self.certificate.clone().into()).expect("a certificate");
        let provider = Arc::new(rustls::crypto::aws_lc_rs::default_provider());
        let config = ClientConfig::builder_with_provider(provider)
            .with_safe_default_protocol_versions()
            .expect("versions")
            .with_root_certificates(roots)
            .with_no_client_auth();
        let name = ServerName::try_from(host.to_owned()).expect("a name");
        let connection = ClientConnection::new(Arc::new(config), name).expect("a connection");
        let socket = TcpStream::connect((Ipv4Addr::LOCALHOST, port)).expect("connects");
        let mut stream = StreamOwned::new(connection, socket);
        stream.write_all(bytes).expect("sent");
        let mut answer = Vec::new();
        // Not every server ends TLS before it ends the connection.
        drop(stream.read_to_end(&mut answer));
        String::from_utf8_lossy(&answer).into_owned()
    }
}
