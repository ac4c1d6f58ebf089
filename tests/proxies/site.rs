//! Doorward, a proxy with the files of `deploy/`, and the app behind it.

use std::net::{TcpListener, TcpStream};
use std::process::{Child, Command, Stdio};
use std::time::Duration;
use std::{fs, thread};

use crate::app::App;
use crate::browser::Browser;
use crate::support::program::{Place, Program};

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Proxy {
    Nginx,
    Caddy,
}

/// The apps, by their first label. What `other` may do is not in the rules.
const APPS: [&str; 4] = ["wiki", "admin", "open", "other"];

pub struct Site {
    pub app: App,
    pub port: u16,
    pub doorward: Option<Program>,
    pub place: Place,
    certificate: Vec<u8>,
    child: Child,
}

impl Site {
    /// Starts everything, with users `ada` and, an admin, `root`.
    pub fn start(proxy: Proxy, more: &[&str]) -> Site {
        let (place, app, port) = (Place::new(), App::start(), free_port());
        let origin = |label: &str| format!("https://{label}.doorward.test:{port}");
        let origins = APPS.map(origin).join(",");
        let rules = format!(
            "wiki.doorward.test:{port} user,wiki.doorward.test:{port}/reports user:root,\
             admin.doorward.test:{port} admin,open.doorward.test:{port} anyone"
        );
        let public_url = origin("login");
        let mut arguments = vec!["--listen", "127.0.0.1:0", "--trusted-proxies", "127.0.0.1"];
        arguments.extend(["--public-url", &public_url, "--cookie-domain", "doorward.test"]);
        arguments.extend(["--return-origins", &origins, "--access-rules", &rules]);
        arguments.extend(more);
        let doorward = place.start(&arguments);
        for (name, role) in [("ada", "user"), ("root", "admin")] {
            place.add_user(name);
            place.succeed(&["user", "role", name, role]);
        }
        let names = APPS.iter().chain(&["login"]).map(|label| format!("{label}.doorward.test"));
        let rcgen::CertifiedKey { cert, signing_key } =
            rcgen::generate_simple_self_signed(names.collect::<Vec<_>>()).expect("a certificate");
        fs::write(place.path("site.pem"), cert.pem()).expect("written");
        fs::write(place.path("site.key"), signing_key.serialize_pem()).expect("written");
        let fill = |file: &str, label: &str| {
            let root = concat!(env!("CARGO_MANIFEST_DIR"), "/deploy");
            let text = fs::read_to_string(format!("{root}/{file}")).expect("a file");
            let replaced = [
                ("login.example.org", "login.doorward.test".to_owned()),
                ("wiki.example.org", format!("{label}.doorward.test")),
                ("127.0.0.1:8080", format!("127.0.0.1:{}", doorward.port)),
                ("127.0.0.1:3000", format!("127.0.0.1:{}", app.port)),
                ("/etc/ssl/example.org", place.path("site").display().to_string()),
                ("/var/log/nginx", place.folder.path().display().to_string()),
                ("listen 443", format!("listen 127.0.0.1:{port}")),
                (".doorward.test {", format!(".doorward.test:{port} {{")),
            ];
            replaced.iter().fold(text, |text, (from, to)| text.replace(from, to))
        };
        let (itself, one_app) = match proxy {
            Proxy::Nginx => ("nginx/doorward.conf", "nginx/app.conf"),
            Proxy::Caddy => ("caddy/doorward.Caddyfile", "caddy/app.Caddyfile"),
        };
        let mut parts = vec![fill(itself, "")];
        parts.extend(APPS.iter().map(|label| fill(one_app, label)));
        let mut child = match proxy {
            Proxy::Nginx => nginx(&place, &parts.join("\n")),
            Proxy::Caddy => caddy(&place, &parts.join("\n")),
        };
        for _ in 0..100 {
            if TcpStream::connect(("127.0.0.1", port)).is_ok() {
                let certificate = cert.der().to_vec();
                return Site { app, port, doorward: Some(doorward), place, certificate, child };
            }
            thread::sleep(Duration::from_millis(100));
        }
        drop(child.kill());
        let log = fs::read_to_string(place.path("proxy.log")).unwrap_or_default();
        panic!("{proxy:?} does not start: {log}");
    }

    /// An address of the app or, with `login`, of Doorward.
    pub fn url(&self, label: &str, path: &str) -> String {
        format!("https://{label}.doorward.test:{}{path}", self.port)
    }

    pub fn browser(&self) -> Browser {
        Browser::new(&self.certificate)
    }

    /// Somebody who has signed in at the login page.
    pub fn signed_in(&self, name: &str) -> Browser {
        let mut browser = self.browser();
        let url = self.url("login", "/login");
        let page = browser.get(&url);
        browser.log_in(&page, &url, name);
        browser
    }
}

impl Drop for Site {
    fn drop(&mut self) {
        // nginx's master tells its workers; killed, it could not.
        let id = self.child.id().to_string();
        drop(Command::new("kill").args(["-TERM", &id]).status());
        drop(self.child.wait());
    }
}

fn free_port() -> u16 {
    TcpListener::bind("127.0.0.1:0").and_then(|listener| listener.local_addr()).expect("a free port").port()
}

fn log(place: &Place) -> Stdio {
    fs::File::create(place.path("proxy.log")).expect("a file").into()
}

fn nginx(place: &Place, servers: &str) -> Child {
    let folder = place.folder.path().display();
    let user = if is_root() { "user root;\n" } else { "" };
    let temporary: String = ["client_body", "proxy", "fastcgi", "uwsgi", "scgi"]
        .iter()
        .map(|kind| format!("{kind}_temp_path {folder}/{kind};\n"))
        .collect();
    let file = format!(
        "{user}daemon off;\npid {folder}/nginx.pid;\nerror_log stderr;\nevents {{}}\n\
         http {{\naccess_log off;\n{temporary}server_names_hash_bucket_size 128;\n{servers}}}\n"
    );
    fs::write(place.path("nginx.conf"), file).expect("written");
    let mut command = Command::new("nginx");
    command.args(["-e", "stderr", "-c"]).arg(place.path("nginx.conf"));
    command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(log(place)).spawn().expect("nginx runs")
}

fn caddy(place: &Place, sites: &str) -> Child {
    let file = format!("{{\n\tadmin off\n\tauto_https disable_redirects\n\tdefault_bind 127.0.0.1\n}}\n{sites}");
    fs::write(place.path("Caddyfile"), file).expect("written");
    let mut command = Command::new("caddy");
    command.args(["run", "--adapter", "caddyfile", "--config"]).arg(place.path("Caddyfile"));
    command.env("HOME", place.folder.path()).env_remove("XDG_DATA_HOME").env_remove("XDG_CONFIG_HOME");
    command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(log(place)).spawn().expect("caddy runs")
}

fn is_root() -> bool {
    let output = Command::new("id").arg("-u").output().expect("id runs");
    output.stdout.trim_ascii() == b"0"
}
