//! nginx and Caddy, started with the files from `deploy/`: names, ports and certificates replaced, and nothing else.

use std::net::{TcpListener, TcpStream};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use tempfile::TempDir;

/// Which one, and how it is reached.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// With TLS, as in production.
    Nginx,
    /// Over plain http, so that the cookies without prefixes are tried as well.
    Caddy,
}

pub struct Proxy {
    child: Child,
    pub kind: Kind,
    pub port: u16,
    folder: TempDir,
}

/// Ports for everything in a test, free a moment ago.
pub fn free_port() -> u16 {
    TcpListener::bind("127.0.0.1:0").and_then(|listener| listener.local_addr()).expect("a free port").port()
}

fn deployed(name: &str) -> String {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("deploy").join(name);
    std::fs::read_to_string(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

/// Replaces, and insists that there was something to replace.
fn replaced(text: &str, changes: &[(&str, &str)]) -> String {
    changes.iter().fold(text.to_owned(), |text, (old, new)| {
        assert!(text.contains(old), "there is no {old} in {text}");
        text.replace(old, new)
    })
}

impl Proxy {
    /// Starts it in front of Doorward and an app at these ports. `hosts` are further names of the same app.
    pub fn start(kind: Kind, port: u16, doorward: u16, app: u16, hosts: &[&str]) -> Proxy {
        let folder = tempfile::tempdir().expect("a folder");
        let (doorward, app) = (format!("127.0.0.1:{doorward}"), format!("127.0.0.1:{app}"));
        let mut command = match kind {
            Kind::Nginx => nginx(folder.path(), port, &doorward, &app, hosts),
            Kind::Caddy => caddy(folder.path(), port, &doorward, &app, hosts),
        };
        let log = std::fs::File::create(folder.path().join("log")).expect("a log");
        let child = command.stdout(Stdio::null()).stderr(log).spawn().expect("the proxy starts");
        let proxy = Proxy { child, kind, port, folder };
        let started = Instant::now();
        while TcpStream::connect(("127.0.0.1", port)).is_err() {
            assert!(started.elapsed() < Duration::from_secs(20), "{kind:?} does not start: {}", proxy.log());
            std::thread::sleep(Duration::from_millis(50));
        }
        proxy
    }

    pub fn log(&self) -> String {
        std::fs::read_to_string(self.folder.path().join("log")).unwrap_or_default()
    }

    /// What its clients must trust.
    pub fn certificate(&self) -> Option<PathBuf> {
        (self.kind == Kind::Nginx).then(|| self.folder.path().join("certificate.pem"))
    }

    /// The address of a host behind it.
    pub fn url(&self, host: &str) -> String {
        match self.kind {
            Kind::Nginx => format!("https://{host}.doorward.test:{}", self.port),
            Kind::Caddy => format!("http://{host}.doorward.test:{}", self.port),
        }
    }
}

impl Drop for Proxy {
    fn drop(&mut self) {
        // nginx tells its workers; killed, it could not, and they would go on without it.
        drop(Command::new("kill").args(["-TERM", &self.child.id().to_string()]).status());
        drop(self.child.wait());
    }
}

fn nginx(folder: &Path, port: u16, doorward: &str, app: &str, hosts: &[&str]) -> Command {
    let names: Vec<_> = ["login", "wiki"].iter().chain(hosts).map(|host| format!("{host}.doorward.test")).collect();
    let certified = rcgen::generate_simple_self_signed(names).expect("a certificate");
    let (certificate, key) = (folder.join("certificate.pem"), folder.join("key.pem"));
    std::fs::write(&certificate, certified.cert.pem()).expect("written");
    std::fs::write(&key, certified.signing_key.serialize_pem()).expect("written");
    let listen = format!("listen 127.0.0.1:{port} ssl;");
    let (certificate, key) = (certificate.display().to_string(), key.display().to_string());
    let common = [
        ("listen 443 ssl;", listen.as_str()),
        ("/etc/ssl/example.org.pem", &certificate),
        ("/etc/ssl/example.org.key", &key),
        ("login.example.org", "login.doorward.test"),
    ];
    let login = replaced(&replaced(&deployed("nginx/doorward.conf"), &common), &[("127.0.0.1:8080", doorward)]);
    let sign_in = format!("https://login.doorward.test:{port}");
    let protected = replaced(&deployed("nginx/protected-app.conf"), &[("https://login.example.org", &sign_in)]);
    let protected = replaced(&replaced(&protected, &common[..3]), &[("127.0.0.1:9000", app)]);
    // One server for each host, as the file says.
    let (maps, server) = protected.split_once("\nserver {").expect("a server");
    let servers = ["wiki"].iter().chain(hosts).map(|host| {
        let (name, origin) = (format!("{host}.doorward.test"), format!("https://{host}.doorward.test:{port}"));
        let server = replaced(server, &[("https://wiki.example.org", &origin)]);
        format!("\nserver {{{}", replaced(&server, &[("wiki.example.org", &name)]))
    });
    let protected = format!("{maps}{}", servers.collect::<String>());
    std::fs::write(folder.join("doorward.conf"), login).expect("written");
    std::fs::write(folder.join("protected-app.conf"), protected).expect("written");
    let place = folder.display();
    let main = format!(
        "daemon off;\nerror_log stderr notice;\npid {place}/pid;\nevents {{}}\nhttp {{\n  access_log off;\n  \
         client_body_temp_path {place}/1;\n  proxy_temp_path {place}/2;\n  fastcgi_temp_path {place}/3;\n  \
         uwsgi_temp_path {place}/4;\n  scgi_temp_path {place}/5;\n  include {place}/doorward.conf;\n  \
         include {place}/protected-app.conf;\n}}\n"
    );
    std::fs::write(folder.join("nginx.conf"), main).expect("written");
    let mut command = Command::new(program("nginx"));
    command.arg("-c").arg(folder.join("nginx.conf")).arg("-p").arg(folder);
    command
}

fn caddy(folder: &Path, port: u16, doorward: &str, app: &str, hosts: &[&str]) -> Command {
    let site = |host: &str| format!("http://{host}.doorward.test:{port}");
    let all: Vec<_> = ["wiki"].iter().chain(hosts).map(|host| site(host)).collect();
    let file = replaced(
        &deployed("caddy/Caddyfile"),
        &[
            ("login.example.org {", &format!("{} {{", site("login"))),
            ("wiki.example.org {", &format!("{} {{", all.join(", "))),
            ("127.0.0.1:8080", doorward),
            ("127.0.0.1:9000", app),
        ],
    );
    std::fs::write(folder.join("Caddyfile"), format!("{{\n\tadmin off\n}}\n{file}")).expect("written");
    let mut command = Command::new(program("caddy"));
    command.args(["run", "--adapter", "caddyfile", "--config"]).arg(folder.join("Caddyfile"));
    command.env("XDG_DATA_HOME", folder).env("XDG_CONFIG_HOME", folder).env("HOME", folder);
    command
}

/// Debian keeps servers where the path of a person may not lead.
fn program(name: &str) -> PathBuf {
    let there = Path::new("/usr/sbin").join(name);
    if there.exists() { there } else { name.into() }
}
