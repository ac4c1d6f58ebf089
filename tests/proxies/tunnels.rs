//! Nobody asks Doorward about the requests in a tunnel. So the only tunnel is a WebSocket, even if an app accepts
//! others.

use std::io::{BufRead, BufReader};
use std::net::TcpStream;
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use crate::browser::{Browser, NAVIGATION};
use crate::proxy::{Changes, Kind, for_apps, python};
use crate::site::{Site, with_each};
use crate::support::free_port;

/// A real app that answers `Upgrade: h2c` with 101, and the requests that reached it.
struct App {
    child: Child,
    port: u16,
    seen: Arc<Mutex<Vec<String>>>,
}

fn script(name: &str) -> std::path::PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/proxies").join(name)
}

impl App {
    fn start() -> App {
        let port = free_port();
        let mut command = Command::new(python());
        command.arg(script("http2_app.py")).arg(port.to_string()).stdout(Stdio::piped());
        let mut child = command.spawn().expect("Python runs");
        let seen = Arc::new(Mutex::new(Vec::new()));
        let (lines, memory) = (BufReader::new(child.stdout.take().expect("piped")).lines(), seen.clone());
        std::thread::spawn(move || {
            for line in lines.map_while(Result::ok) {
                memory.lock().expect("well").push(line);
            }
        });
        let started = Instant::now();
        while TcpStream::connect(("127.0.0.1", port)).is_err() {
            assert!(started.elapsed() < Duration::from_secs(60), "hypercorn does not start");
            std::thread::sleep(Duration::from_millis(50));
        }
        App { child, port, seen }
    }

    fn seen(&self) -> Vec<String> {
        self.seen.lock().expect("well").clone()
    }
}

impl Drop for App {
    fn drop(&mut self) {
        drop(self.child.kill());
        drop(self.child.wait());
    }
}

/// Asks this port for another protocol. Returns the status, and the data from the tunnel if there was one.
fn tunnel(port: u16, certificate: Option<&Path>, host: &str, method: &str, path: &str, headers: &[&str]) -> String {
    let certificate = certificate.map(|path| path.display().to_string()).unwrap_or_default();
    let output = Command::new(python())
        .arg(script("tunnel.py"))
        .args([&port.to_string(), &certificate, host, method, path])
        .args(headers)
        .output()
        .expect("Python runs");
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8_lossy(&output.stdout).trim().to_owned()
}

const TUNNELS: [&[&str]; 14] = [
    &["Connection: Upgrade, HTTP2-Settings", "Upgrade: h2c", "HTTP2-Settings: SETTINGS"],
    &["Connection: upgrade,http2-settings", "Upgrade: H2C", "HTTP2-Settings: SETTINGS"],
    &["Connection: keep-alive, Upgrade", "Upgrade: h2c", "HTTP2-Settings: SETTINGS"],
    &["Connection: Upgrade", "Upgrade: h2c"],
    &["Connection: Upgrade", "Connection: HTTP2-Settings", "Upgrade: h2c", "HTTP2-Settings: SETTINGS"],
    &["Connection: Upgrade, HTTP2-Settings", "Upgrade: websocket, h2c", "HTTP2-Settings: SETTINGS"],
    &["Connection: Upgrade, HTTP2-Settings", "Upgrade: h2c, websocket", "HTTP2-Settings: SETTINGS"],
    &["Connection: Upgrade, HTTP2-Settings", "Upgrade: websocket", "Upgrade: h2c", "HTTP2-Settings: SETTINGS"],
    &["Connection: Upgrade, HTTP2-Settings", "Upgrade: h2c", "Upgrade: websocket", "HTTP2-Settings: SETTINGS"],
    &["Connection: Upgrade, HTTP2-Settings", "Upgrade: h2c,", "HTTP2-Settings: SETTINGS"],
    &["Connection: Upgrade, HTTP2-Settings", "Upgrade:\th2c", "HTTP2-Settings: SETTINGS"],
    &["Connection: Upgrade, HTTP2-Settings, Remote-User", "Upgrade: h2c", "HTTP2-Settings: SETTINGS"],
    &["Connection: Upgrade", "Upgrade: TLS/1.2, HTTP/1.1"],
    &["Upgrade: h2c", "HTTP2-Settings: SETTINGS"],
];

#[test]
#[ignore = "needs nginx, Caddy, Traefik, curl and Python packages; scripts/test runs it"]
fn no_upgrade_makes_a_tunnel_to_an_app_that_would_agree_to_it() {
    let app = App::start();
    // Without a proxy, the app opens the tunnel.
    let open = tunnel(app.port, None, "wiki.doorward.test", "GET", "/", TUNNELS[0]);
    assert_eq!(open.lines().collect::<Vec<_>>(), ["101", "GET /stolen over HTTP/2 by ['root']"]);
    app.seen.lock().expect("well").clear();
    with_each(|kind| {
        let site = Site::changed(kind, &[], Some(app.port), Changes::default());
        let (certificate, port) = (site.proxy.certificate(), site.proxy.port);
        let host = format!("wiki.doorward.test:{port}");
        // A page for everybody is never refused, so an attacker would begin the tunnel there.
        for path in ["/public/x", "/"] {
            let by_others = ["OPTIONS", "HEAD", "POST"].map(|method| (method, TUNNELS[0]));
            for (method, headers) in TUNNELS.into_iter().map(|headers| ("GET", headers)).chain(by_others) {
                let said = tunnel(port, certificate.as_deref(), &host, method, path, headers);
                assert!(said != "101" && said.lines().count() == 1, "{kind:?} {method} {path} {headers:?}: {said}");
            }
            // The next try speaks HTTP/2 from the first byte, and then comes a proxy's own kind of tunnel.
            let said = tunnel(port, certificate.as_deref(), &host, "", "", &[]);
            assert!(!said.contains("/stolen"), "{kind:?}: {said}");
            for target in [path, "127.0.0.1:9", &host] {
                let said = tunnel(port, certificate.as_deref(), &host, "CONNECT", target, &[]);
                // Caddy itself answers 200 for a host that it does not know.
                assert!(said != "101" && said.lines().count() == 1, "{kind:?} CONNECT {target}: {said}");
            }
        }
        let reached = |what: &str| app.seen().iter().any(|seen| seen.contains(what));
        assert!(!reached("stolen") && !reached("root") && !reached("CONNECT"), "{kind:?}: {:?}", app.seen());
    });
}

#[test]
#[ignore = "needs nginx, Caddy, Traefik, curl and Python packages; scripts/test runs it"]
fn doorward_refuses_a_tunnel_that_a_hand_made_file_would_let_through() {
    let app = App::start();
    // Many hand-made files pass every upgrade on to the app.
    let nginx = [("Upgrade $upgrade_for_apps;", "Upgrade $http_upgrade;"), ("$connection_for_apps;", "upgrade;")];
    let caddy = [("respond @tunnel 403", ""), ("request_header @websocket Upgrade websocket", "")];
    // Traefik does not tell Doorward of an upgrade, so only its own file can refuse it.
    for (kind, changes) in [(Kind::Nginx, &nginx[..]), (Kind::Caddy, &caddy)] {
        let site = Site::changed(kind, &[], Some(app.port), for_apps(changes));
        let (certificate, port) = (site.proxy.certificate(), site.proxy.port);
        let host = format!("wiki.doorward.test:{port}");
        for path in ["/public/x", "/"] {
            for headers in TUNNELS {
                let said = tunnel(port, certificate.as_deref(), &host, "GET", path, headers);
                assert!(!said.starts_with("101"), "{kind:?} {path} {headers:?}: {said}");
            }
        }
    }
}

fn websocket(browser: &Browser, site: &Site, path: &str, upgrade: &str) -> String {
    let (certificate, port) = (site.proxy.certificate(), site.proxy.port);
    let cookies: Vec<_> = browser.cookies("doorward.test");
    let cookie = format!("Cookie: {}", cookies.join("; "));
    let upgrade = format!("Upgrade: {upgrade}");
    let mut headers = vec!["Connection: keep-alive, Upgrade", upgrade.as_str()];
    headers.extend(["Sec-WebSocket-Version: 13", "Sec-WebSocket-Key: KEY", "Remote-User: root"]);
    if !cookies.is_empty() {
        headers.push(&cookie);
    }
    tunnel(port, certificate.as_deref(), &format!("wiki.doorward.test:{port}"), "GET", path, &headers)
}

#[test]
#[ignore = "needs nginx, Caddy, Traefik, curl and Python packages; scripts/test runs it"]
fn a_websocket_opens_for_whoever_may_see_the_page_and_for_nobody_else() {
    let app = App::start();
    with_each(|kind| {
        let site = Site::changed(kind, &[], Some(app.port), Changes::default());
        let (ada, stranger) = (site.signed_in("ada"), site.browser());
        for upgrade in ["websocket", "WebSocket"] {
            let said = websocket(&ada, &site, "/live", upgrade);
            assert_eq!(
                said.lines().collect::<Vec<_>>(),
                ["101", "WS /live over HTTP/1.1 by ['ada']: hello"],
                "{kind:?}"
            );
            let said = websocket(&stranger, &site, "/public/live", upgrade);
            assert!(said.starts_with("101\n") && !said.contains("root"), "{kind:?}: {said}");
            assert_eq!(websocket(&stranger, &site, "/live", upgrade), "401", "{kind:?}");
            // The connection to Doorward still serves other questions.
            for _ in 0..5 {
                assert_eq!(ada.send("GET", &site.url("wiki", "/"), &NAVIGATION, None).status, 200, "{kind:?}");
            }
        }
    });
}
