//! An app on a sibling host: a real browser goes to the login page and back. Chromium resolves every name below
//! `localhost` to this machine.

use std::io::{BufRead, BufReader, Write};
use std::net::{TcpListener, TcpStream};
use std::sync::{Arc, Mutex};
use std::thread;
use std::time::Duration;

use fantoccini::Locator;
use tokio::time::sleep;
use ureq::Agent;
use ureq::http::Request;

use crate::chromium::Chromium;
use crate::support::program::{Place, Program};
use crate::support::{PASSWORD, free_port};

/// Returns the media type and the text of an address at which the app serves a file of its own.
pub type Files = fn(&str) -> Option<(&'static str, &'static str)>;

/// A forward-auth question and its status.
#[derive(Clone, Debug)]
pub struct Asked {
    pub target: String,
    /// The headers `Sec-Fetch-Mode`, `Sec-Fetch-Dest` and `Accept`.
    pub fetch: [String; 3],
    pub status: u16,
}

pub type Questions = Arc<Mutex<Vec<Asked>>>;

/// Starts an app behind a minimal proxy that asks as Traefik does. At `/away` the app redirects to a foreign host.
fn serve_app(doorward: u16, listener: TcpListener, files: Files) -> Questions {
    let port = listener.local_addr().expect("an address").port();
    let questions = Questions::default();
    let memory = questions.clone();
    thread::spawn(move || {
        for stream in listener.incoming().map_while(Result::ok) {
            let memory = memory.clone();
            thread::spawn(move || answer(&stream, doorward, port, files, &memory));
        }
    });
    questions
}

fn answer(mut stream: &TcpStream, doorward: u16, port: u16, files: Files, memory: &Mutex<Vec<Asked>>) {
    let mut lines = BufReader::new(stream).lines().map_while(Result::ok);
    let Some(first) = lines.next() else { return };
    let headers: Vec<(String, String)> = lines
        .take_while(|line| !line.is_empty())
        .filter_map(|line| line.split_once(": ").map(|(name, value)| (name.to_ascii_lowercase(), value.to_owned())))
        .collect();
    let mut words = first.split(' ');
    let (method, target) = (words.next().unwrap_or_default(), words.next().unwrap_or_default());
    let host = headers.iter().find(|(name, _)| name == "host").map(|(_, value)| value.clone()).unwrap_or_default();
    let mut request = Request::builder().uri(format!("http://127.0.0.1:{doorward}/forward-auth"));
    for (name, value) in headers.iter().filter(|(name, _)| name != "content-length" && name != "connection") {
        request = request.header(name, value);
    }
    for (name, value) in [("method", method), ("proto", "http"), ("host", &host), ("uri", target)] {
        request = request.header(format!("x-forwarded-{name}"), value);
    }
    let config = Agent::config_builder().http_status_as_error(false).max_redirects(0).build();
    let mut told = Agent::from(config).run(request.body(()).expect("a request")).expect("an answer");
    let said = |name: &str| headers.iter().find(|(known, _)| known == name).map(|(_, value)| value.clone());
    let fetch = ["sec-fetch-mode", "sec-fetch-dest", "accept"].map(|name| said(name).unwrap_or_default());
    let status = told.status().as_u16();
    memory.lock().expect("well").push(Asked { target: target.to_owned(), fetch, status });
    let header = |name: &str| told.headers().get(name).map(|value| value.to_str().expect("ASCII").to_owned());
    let mut head = format!("HTTP/1.1 {} X\r\nConnection: close\r\n", told.status().as_u16());
    let body = if told.status() != 200 {
        for name in ["location", "content-type", "content-security-policy", "cache-control"] {
            head.extend(header(name).map(|value| format!("{name}: {value}\r\n")));
        }
        told.body_mut().read_to_string().expect("text")
    } else if target == "/away" {
        head = format!("HTTP/1.1 302 X\r\nConnection: close\r\nLocation: http://stranger.localhost:{port}/\r\n");
        String::new()
    } else if let Some((media_type, text)) = files(target) {
        head.push_str(&format!("Content-Type: {media_type}\r\n"));
        text.to_owned()
    } else {
        head.push_str("Content-Type: text/html\r\n");
        let user = header("remote-user").unwrap_or_default();
        format!(
            "<!doctype html><title>wiki</title><main><p>{method} {target} by [{user}]<form method=post action=/save>\
             <button>Save</button></form></main>"
        )
    };
    drop(stream.write_all(format!("{head}Content-Length: {}\r\n\r\n{body}", body.len()).as_bytes()));
}

/// Starts Doorward with users, and an app on the host `wiki`.
pub fn serve(place: &Place, more: &[&str]) -> (Program, String, String) {
    let (program, login, wiki, _) = serve_with(place, more, |_| None);
    (program, login, wiki)
}

/// Starts Doorward with users, and an app on the host `wiki` that has these files.
pub fn serve_with(place: &Place, more: &[&str], files: Files) -> (Program, String, String, Questions) {
    let doorward = free_port();
    let app = TcpListener::bind("127.0.0.1:0").expect("a port");
    let port = app.local_addr().expect("an address").port();
    let (listen, login) = (format!("127.0.0.1:{doorward}"), format!("http://login.doorward.localhost:{doorward}"));
    let wiki = format!("http://wiki.doorward.localhost:{port}");
    let rules = format!("wiki.doorward.localhost:{port} user,stranger.localhost:{port} anyone");
    let mut arguments = vec!["--listen", &listen, "--public-url", &login, "--allow-insecure-http", "true"];
    arguments.extend(["--trusted-proxies", "127.0.0.1", "--cookie-domain", "doorward.localhost"]);
    arguments.extend(["--return-origins", &wiki, "--access-rules", &rules]);
    arguments.extend(more);
    let program = place.start(&arguments);
    place.add_user("ada");
    let questions = serve_app(program.port, app, files);
    (program, login, wiki, questions)
}

#[tokio::test]
#[ignore = "needs Chromium and ChromeDriver; scripts/test runs it"]
async fn a_person_comes_back_to_the_apps_page_and_loses_no_form() {
    let place = Place::new();
    let (_program, login, wiki) = serve(&place, &["--access-token-ttl", "2s"]);
    let browser = Chromium::start().await;
    browser.open(&format!("{wiki}/page?a=b")).await;
    assert!(browser.is_at(&format!("{login}/login?next=http%3A%2F%2Fwiki")).await);
    browser.fill("username", "ada").await;
    browser.fill("password", "not this one at all").await;
    browser.press("Sign in").await;
    assert!(browser.shows("Username or password is wrong").await);
    browser.fill("password", PASSWORD).await;
    browser.press("Sign in").await;
    assert!(browser.shows("GET /page?a=b by [ada]").await, "{}", browser.text().await);
    assert!(browser.is_at(&format!("{wiki}/page?a=b")).await);
    // The session is renewed on the way, and nothing needs to be typed.
    sleep(Duration::from_millis(2500)).await;
    browser.open(&format!("{wiki}/next")).await;
    assert!(browser.shows("GET /next by [ada]").await, "{}", browser.text().await);
    browser.press("Save").await;
    assert!(browser.shows("POST /save by [ada]").await);
    browser.open(&format!("{wiki}/edit")).await;
    sleep(Duration::from_millis(2500)).await;
    browser.press("Save").await;
    assert!(browser.shows("Your form was not sent").await, "{}", browser.text().await);
    assert!(browser.is_at(&format!("{wiki}/save")).await);
    browser.follow(Locator::LinkText("Sign in")).await;
    assert!(browser.shows("GET /edit by [ada]").await, "{}", browser.text().await);
    browser.close().await;
}

#[tokio::test]
#[ignore = "needs Chromium and ChromeDriver; scripts/test runs it"]
async fn the_login_form_leads_to_named_apps_and_no_further() {
    let place = Place::new();
    let (_program, login, wiki) = serve(&place, &[]);
    let browser = Chromium::start().await;
    browser.open(&format!("{wiki}/away")).await;
    assert!(browser.is_at(&format!("{login}/login")).await);
    browser.fill("username", "ada").await;
    browser.fill("password", PASSWORD).await;
    browser.button("Sign in").await.click().await.expect("pressed");
    // Chromium applies the form's policy to the app's redirect, too: the person is signed in, but stays on the page.
    assert!(browser.gets_cookie("refresh").await);
    sleep(Duration::from_secs(2)).await;
    assert!(browser.url().await.as_str().starts_with(&login), "{}", browser.url().await);
    // Without a form, the redirect is followed.
    browser.open(&format!("{wiki}/away")).await;
    assert!(browser.shows("GET / by []").await, "{}", browser.text().await);
    browser.close().await;
}
