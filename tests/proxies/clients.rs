//! Clients at addresses of their own, which a proxy learns from another one in front of it. One curl sends all their
//! requests without a pause.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::process::Command;

use crate::front::Front;
use crate::proxy::Kind;
use crate::site::Site;

/// One request of a client.
#[derive(Clone, Copy, Debug)]
pub struct Request<'a> {
    pub from: &'a str,
    pub method: &'a str,
    pub path: &'a str,
    pub headers: &'a [&'a str],
    pub body: &'a str,
}

/// What came back.
#[derive(Clone, Debug)]
pub struct Reply {
    pub status: u16,
    /// In seconds.
    pub retry_after: Option<u64>,
    pub media_type: String,
}

pub struct Clients<'a> {
    site: &'a Site,
    fronts: BTreeMap<String, Front>,
    folder: tempfile::TempDir,
}

impl Clients<'_> {
    /// The site must have been started behind another proxy.
    pub fn of(site: &Site) -> Clients<'_> {
        Clients { site, fronts: BTreeMap::new(), folder: tempfile::tempdir().expect("a folder") }
    }

    /// Sends requests one after the other.
    pub fn send(&mut self, requests: &[Request<'_>]) -> Vec<Reply> {
        let lines: Vec<_> = requests.iter().map(|request| self.lines(request)).collect();
        let file = self.folder.path().join("requests");
        std::fs::write(&file, lines.join("next\n")).expect("written");
        let output = Command::new("curl").arg("--config").arg(&file).output().expect("curl runs");
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
        let replies: Vec<_> = String::from_utf8(output.stdout).expect("text").lines().map(reply).collect();
        assert_eq!(replies.len(), requests.len());
        replies
    }

    /// Returns the body of the last reply.
    pub fn last_body(&self) -> String {
        std::fs::read_to_string(self.folder.path().join("body")).expect("a body")
    }

    /// Returns the lines for curl's configuration.
    fn lines(&mut self, request: &Request<'_>) -> String {
        let proxy = self.site.proxy.port;
        let mut port = proxy;
        let mut lines = String::new();
        let mut add = |name: &str, value: &str| {
            let value = value.replace('\\', "\\\\").replace('"', "\\\"");
            writeln!(lines, "{name} = \"{value}\"").expect("text grows");
        };
        if self.site.proxy.kind == Kind::Caddy {
            add("header", &format!("X-Forwarded-For: {}", request.from));
        } else {
            let client = request.from.parse().expect("an address");
            port = self.fronts.entry(request.from.to_owned()).or_insert_with(|| Front::start(client, proxy)).port;
        }
        add("url", &self.site.url("login", request.path));
        add("request", request.method);
        add("connect-to", &format!("::127.0.0.1:{port}"));
        if let Some(certificate) = self.site.proxy.certificate() {
            add("cacert", &certificate.display().to_string());
        }
        for header in request.headers {
            add("header", header);
        }
        if request.method == "POST" {
            add("data-binary", request.body);
        }
        add("output", &self.folder.path().join("body").display().to_string());
        add("write-out", "%{http_code} %header{retry-after};%{content_type}\\n");
        lines + "silent\nshow-error\nhttp1.1\nmax-time = 60\n"
    }
}

fn reply(line: &str) -> Reply {
    let (status, rest) = line.split_once(' ').expect("a status");
    let (retry_after, media_type) = rest.split_once(';').expect("a separator");
    Reply {
        status: status.parse().expect("a status"),
        retry_after: retry_after.parse().ok(),
        media_type: media_type.to_owned(),
    }
}
