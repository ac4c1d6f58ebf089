//! Somebody with a browser, which is curl: it has a jar of cookies, resolves all names to this machine, and finds forms
//! in pages.

use std::path::{Path, PathBuf};
use std::process::Command;

use scraper::{Html, Selector};
use tempfile::TempDir;

use crate::support::PASSWORD;

pub struct Browser {
    folder: TempDir,
    port: u16,
    certificate: Option<PathBuf>,
}

#[derive(Debug)]
pub struct Answer {
    pub status: u16,
    pub head: String,
    pub body: String,
}

impl Answer {
    pub fn header(&self, name: &str) -> Option<&str> {
        let lines = self.head.lines().filter_map(|line| line.split_once(':'));
        lines.into_iter().find(|(known, _)| known.eq_ignore_ascii_case(name)).map(|(_, value)| value.trim())
    }
}

/// The headers of a browser that follows a link.
pub const NAVIGATION: [&str; 4] = [
    "Sec-Fetch-Dest: document",
    "Sec-Fetch-Mode: navigate",
    "Sec-Fetch-Site: same-site",
    "Accept: text/html,application/xhtml+xml,*/*;q=0.8",
];

/// The headers of a browser when a page makes a request by itself.
pub const BACKGROUND: [&str; 4] =
    ["Sec-Fetch-Dest: empty", "Sec-Fetch-Mode: cors", "Sec-Fetch-Site: same-origin", "Accept: */*"];

impl Browser {
    /// Returns a browser that resolves every name to this port of this machine.
    pub fn new(port: u16, certificate: Option<&Path>) -> Browser {
        let folder = tempfile::tempdir().expect("a folder");
        Browser { folder, port, certificate: certificate.map(Path::to_owned) }
    }

    pub fn send(&self, method: &str, url: &str, headers: &[&str], form: Option<&str>) -> Answer {
        let (jar, head, body) =
            (self.folder.path().join("jar"), self.folder.path().join("head"), self.folder.path().join("body"));
        let mut curl = Command::new("curl");
        curl.args(["--silent", "--show-error", "--max-time", "20", "--http1.1", "--path-as-is"])
            .args(["--connect-to", &format!("::127.0.0.1:{}", self.port)])
            .args(["--request", method])
            .arg("--cookie")
            .arg(&jar)
            .arg("--cookie-jar")
            .arg(&jar)
            .arg("--dump-header")
            .arg(&head)
            .arg("--output")
            .arg(&body);
        if let Some(certificate) = &self.certificate {
            curl.arg("--cacert").arg(certificate);
        }
        if method == "HEAD" {
            curl.arg("--head");
        }
        for header in headers {
            curl.args(["--header", header]);
        }
        if let Some(form) = form {
            // The form may be too long for an argument.
            let sent = self.folder.path().join("form");
            std::fs::write(&sent, form).expect("written");
            curl.arg("--data-binary").arg(format!("@{}", sent.display()));
        }
        drop(std::fs::remove_file(&body));
        let output = curl.arg(url).output().expect("curl runs");
        assert!(output.status.success(), "{url}: {}", String::from_utf8_lossy(&output.stderr));
        let head = std::fs::read_to_string(head).expect("a head");
        // Before a long body, the server may have told the client to continue.
        let head = match head.split_once("\r\n\r\n") {
            Some((first, rest)) if first.starts_with("HTTP/1.1 100 ") => rest.to_owned(),
            _ => head,
        };
        let status = head.split(' ').nth(1).and_then(|status| status.parse().ok()).expect("a status");
        let body = std::fs::read(body).map(|body| String::from_utf8_lossy(&body).into_owned()).unwrap_or_default();
        Answer { status, head, body }
    }

    /// Sends a request whose first line names another host than its header `Host`, as no browser does.
    pub fn send_to(&self, target: &str, url: &str) -> Answer {
        let (jar, head) = (self.folder.path().join("jar"), self.folder.path().join("head"));
        let mut curl = Command::new("curl");
        curl.args(["--silent", "--show-error", "--max-time", "20", "--http1.1", "--output", "/dev/null"])
            .args(["--connect-to", &format!("::127.0.0.1:{}", self.port), "--request-target", target])
            .arg("--cookie")
            .arg(&jar)
            .arg("--dump-header")
            .arg(&head);
        if let Some(certificate) = &self.certificate {
            curl.arg("--cacert").arg(certificate);
        }
        assert!(curl.arg(url).status().expect("curl runs").success());
        let head = std::fs::read_to_string(head).expect("a head");
        let status = head.split(' ').nth(1).and_then(|status| status.parse().ok()).expect("a status");
        Answer { status, head, body: String::new() }
    }

    /// Follows a link or types an address, but follows no redirect.
    pub fn open(&self, url: &str) -> Answer {
        self.send("GET", url, &NAVIGATION, None)
    }

    /// Follows redirects as browsers do. Returns the last address and its answer.
    pub fn follow(&self, url: &str) -> (String, Answer) {
        let mut at = url::Url::parse(url).expect("an address");
        for _ in 0..6 {
            let answer = self.open(at.as_str());
            match answer.header("location") {
                Some(location) if matches!(answer.status, 302 | 303) => at = at.join(location).expect("an address"),
                _ => return (at.to_string(), answer),
            }
        }
        panic!("{url} leads nowhere: {at}");
    }

    /// Fills in the login form at this address, and returns the address to which it leads.
    pub fn log_in(&self, at: &str, name: &str) -> String {
        let page = self.open(at);
        assert_eq!(page.status, 200, "{page:?}");
        let document = Html::parse_document(&page.body);
        let selector = Selector::parse("form[action='/login'] input[type=hidden]").expect("a selector");
        let hidden = document.select(&selector).map(|field| {
            let attribute = |name: &str| field.value().attr(name).unwrap_or_default().to_owned();
            (attribute("name"), attribute("value"))
        });
        let mut fields: Vec<(String, String)> = hidden.collect();
        fields.extend([("username".to_owned(), name.to_owned()), ("password".to_owned(), PASSWORD.to_owned())]);
        let form = url::form_urlencoded::Serializer::new(String::new()).extend_pairs(fields).finish();
        let at = url::Url::parse(at).expect("an address");
        let origin = format!("Origin: {}", at.origin().ascii_serialization());
        let headers = ["Sec-Fetch-Site: same-origin", "Sec-Fetch-Dest: document", &origin];
        let action = at.join("/login").expect("an address");
        let answer = self.send("POST", action.as_str(), &headers, Some(&form));
        assert_eq!(answer.status, 303, "{answer:?}");
        let location = answer.header("location").expect("somewhere to go");
        action.join(location).expect("an address").to_string()
    }

    /// Returns the cookies that a host below this domain gets, as `name=value`.
    pub fn cookies(&self, domain: &str) -> Vec<String> {
        let jar = self.jar();
        let cookies = jar.lines().map(|line| line.trim_start_matches("#HttpOnly_").split('\t').collect::<Vec<_>>());
        let shared = cookies.filter(|fields| fields.len() == 7 && fields[0].trim_start_matches('.') == domain);
        shared.map(|fields| format!("{}={}", fields[5], fields[6])).collect()
    }

    /// Returns the cookie jar as a text.
    pub fn jar(&self) -> String {
        std::fs::read_to_string(self.folder.path().join("jar")).unwrap_or_default()
    }
}
