//! Runs nginx, Caddy and Traefik with the files from `deploy/`: only names, ports and certificates are replaced.

use std::net::TcpStream;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use tempfile::TempDir;

/// The proxy, and how it is reached.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// nginx uses TLS, as in production.
    Nginx,
    /// Caddy uses plain http, so that the cookies without prefixes are tested as well.
    Caddy,
    /// Traefik uses TLS.
    Traefik,
}

/// What an operator has changed.
#[derive(Clone, Copy, Default)]
pub struct Changes<'a> {
    /// In the file for apps; Caddy and Traefik have one file for all.
    pub for_apps: Texts<'a>,
    /// In the file for Doorward.
    pub for_doorward: Texts<'a>,
    /// Another proxy on this machine stands in front and says whose connection each is: to nginx and Traefik by the PROXY
    /// protocol, to Caddy, whose oldest versions in use do not know it, by `X-Forwarded-For`.
    pub is_behind_another: bool,
}

/// Old texts and what takes their place.
type Texts<'a> = &'a [(&'a str, &'a str)];

pub fn for_apps(texts: Texts<'_>) -> Changes<'_> {
    Changes { for_apps: texts, ..Changes::default() }
}

pub struct Proxy {
    child: Child,
    pub kind: Kind,
    pub port: u16,
    folder: TempDir,
}

pub fn deployed(name: &str) -> String {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("deploy").join(name);
    std::fs::read_to_string(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

/// Replaces texts, and fails if one of them is not there.
pub fn replaced(text: &str, changes: &[(&str, &str)]) -> String {
    changes.iter().fold(text.to_owned(), |text, (old, new)| {
        assert!(text.contains(old), "there is no {old} in {text}");
        text.replace(old, new)
    })
}

impl Proxy {
    /// Starts a proxy in front of Doorward and an app at these ports. `hosts` are further names of the same app.
    pub fn start(kind: Kind, port: u16, doorward: u16, app: u16, hosts: &[&str], changes: Changes<'_>) -> Proxy {
        let folder = tempfile::tempdir().expect("a folder");
        let (doorward, app) = (format!("127.0.0.1:{doorward}"), format!("127.0.0.1:{app}"));
        let mut command = match kind {
            Kind::Nginx => nginx(folder.path(), port, &doorward, &app, hosts, changes),
            Kind::Caddy => caddy(folder.path(), port, &doorward, &app, hosts, changes),
            Kind::Traefik => traefik(folder.path(), port, &doorward, &app, hosts, changes),
        };
        let log = std::fs::File::create(folder.path().join("log")).expect("a log");
        let child = command.stdout(Stdio::null()).stderr(log).spawn().expect("the proxy starts");
        let proxy = Proxy { child, kind, port, folder };
        let started = Instant::now();
        while !proxy.is_ready() {
            assert!(started.elapsed() < Duration::from_secs(60), "{kind:?} does not start: {}", proxy.log());
            std::thread::sleep(Duration::from_millis(50));
        }
        proxy
    }

    /// Tells whether the proxy answers. Traefik listens before it has read its file.
    fn is_ready(&self) -> bool {
        if self.kind != Kind::Traefik {
            return TcpStream::connect(("127.0.0.1", self.port)).is_ok();
        }
        let ready = Command::new("curl")
            .args(["--silent", "--fail", "--output", "/dev/null", "--max-time", "5"])
            .args(["--connect-to", &format!("::127.0.0.1:{}", self.port), "--cacert"])
            .arg(self.folder.path().join("certificate.pem"))
            .arg(format!("{}/healthz", self.url("login")))
            .status();
        ready.expect("curl runs").success()
    }

    pub fn log(&self) -> String {
        std::fs::read_to_string(self.folder.path().join("log")).unwrap_or_default()
    }

    /// Returns the certificate that clients must trust.
    pub fn certificate(&self) -> Option<PathBuf> {
        (self.kind != Kind::Caddy).then(|| self.folder.path().join("certificate.pem"))
    }

    /// Returns the address of a host behind the proxy.
    pub fn url(&self, host: &str) -> String {
        match self.kind {
            Kind::Nginx | Kind::Traefik => format!("https://{host}.doorward.test:{}", self.port),
            Kind::Caddy => format!("http://{host}.doorward.test:{}", self.port),
        }
    }
}

impl Drop for Proxy {
    fn drop(&mut self) {
        // nginx must stop its workers; if it were killed, they would go on without it.
        drop(Command::new("kill").args(["-TERM", &self.child.id().to_string()]).status());
        drop(self.child.wait());
    }
}

/// Makes a certificate for all hosts, and returns the paths of it and its key.
fn certify(folder: &Path, hosts: &[&str]) -> (String, String) {
    let names: Vec<_> = ["login", "wiki"].iter().chain(hosts).map(|host| format!("{host}.doorward.test")).collect();
    let certified = rcgen::generate_simple_self_signed(names).expect("a certificate");
    let (certificate, key) = (folder.join("certificate.pem"), folder.join("key.pem"));
    std::fs::write(&certificate, certified.cert.pem()).expect("written");
    std::fs::write(&key, certified.signing_key.serialize_pem()).expect("written");
    (certificate.display().to_string(), key.display().to_string())
}

fn nginx(folder: &Path, port: u16, doorward: &str, app: &str, hosts: &[&str], changes: Changes<'_>) -> Command {
    let (certificate, key) = certify(folder, hosts);
    let (protocol, real_ip) = match changes.is_behind_another {
        true => (" proxy_protocol", "set_real_ip_from 127.0.0.1;\n  real_ip_header proxy_protocol;\n  "),
        false => ("", ""),
    };
    let listen = format!("listen 127.0.0.1:{port} ssl{protocol};");
    let common = [
        ("listen 443 ssl;", listen.as_str()),
        ("/etc/ssl/example.org.pem", &certificate),
        ("/etc/ssl/example.org.key", &key),
        ("login.example.org", "login.doorward.test"),
    ];
    let access_log = folder.join("access.log").display().to_string();
    let own = [("127.0.0.1:8080", doorward), ("/var/log/nginx/access.log", &access_log)];
    let login = replaced(&deployed("nginx/doorward.conf"), changes.for_doorward);
    let login = replaced(&replaced(&login, &common), &own);
    let sign_in = format!("https://login.doorward.test:{port}");
    let protected = replaced(&deployed("nginx/protected-app.conf"), changes.for_apps);
    let protected = replaced(&protected, &[("https://login.example.org", &sign_in)]);
    let protected = replaced(&replaced(&protected, &common[..3]), &[("127.0.0.1:9000", app)]);
    // Each host gets a server of its own, as the file says.
    let (maps, server) = protected.split_once("\nserver {").expect("a server");
    let servers = ["wiki"].iter().chain(hosts).map(|host| {
        let (name, origin) = (format!("{host}.doorward.test"), format!("https://{host}.doorward.test:{port}"));
        let server = replaced(server, &[("https://wiki.example.org", &origin)]);
        format!("\nserver {{{}", replaced(&server, &[("wiki.example.org", &name)]))
    });
    let protected = format!("{maps}{}", servers.collect::<String>());
    std::fs::write(folder.join("doorward.conf"), login).expect("written");
    std::fs::write(folder.join("protected-app.conf"), protected).expect("written");
    let snippet = "snippets/doorward-untrusted-headers.conf";
    std::fs::create_dir(folder.join("snippets")).expect("made");
    std::fs::write(folder.join(snippet), deployed(&format!("nginx/{snippet}"))).expect("written");
    let place = folder.display();
    let main = format!(
        "daemon off;\nerror_log stderr notice;\npid {place}/pid;\nevents {{}}\nhttp {{\n  access_log off;\n  \
         client_body_temp_path {place}/1;\n  proxy_temp_path {place}/2;\n  fastcgi_temp_path {place}/3;\n  \
         uwsgi_temp_path {place}/4;\n  scgi_temp_path {place}/5;\n  {real_ip}include {place}/doorward.conf;\n  \
         include {place}/protected-app.conf;\n}}\n"
    );
    std::fs::write(folder.join("nginx.conf"), main).expect("written");
    let mut command = Command::new(program("nginx"));
    command.arg("-c").arg(folder.join("nginx.conf")).arg("-p").arg(folder);
    command
}

fn caddy(folder: &Path, port: u16, doorward: &str, app: &str, hosts: &[&str], changes: Changes<'_>) -> Command {
    let site = |host: &str| format!("http://{host}.doorward.test:{port}");
    let all: Vec<_> = ["wiki"].iter().chain(hosts).map(|host| site(host)).collect();
    let trusting = "\treverse_proxy 127.0.0.1:8080 {\n\t\ttrusted_proxies 127.0.0.1/32\n\t}\n}";
    let trust: Texts<'_> = match changes.is_behind_another {
        true => &[("\treverse_proxy 127.0.0.1:8080\n}", trusting)],
        false => &[],
    };
    let file = replaced(
        &replaced(&deployed("caddy/Caddyfile"), &[changes.for_apps, changes.for_doorward, trust].concat()),
        &[
            // Several of them run at once.
            ("{\n\tservers {", "{\n\tadmin off\n\tservers {"),
            ("login.example.org {", &format!("{} {{", site("login"))),
            ("wiki.example.org {", &format!("{} {{", all.join(", "))),
            ("127.0.0.1:8080", doorward),
            ("127.0.0.1:9000", app),
        ],
    );
    std::fs::write(folder.join("Caddyfile"), file).expect("written");
    let mut command = Command::new(program("caddy"));
    command.args(["run", "--adapter", "caddyfile", "--config"]).arg(folder.join("Caddyfile"));
    command.env("XDG_DATA_HOME", folder).env("XDG_CONFIG_HOME", folder).env("HOME", folder);
    command
}

fn traefik(folder: &Path, port: u16, doorward: &str, app: &str, hosts: &[&str], changes: Changes<'_>) -> Command {
    let (certificate, key) = certify(folder, hosts);
    let all: Vec<_> = ["wiki"].iter().chain(hosts).map(|host| format!("Host(`{host}.doorward.test`)")).collect();
    let file = replaced(
        &replaced(&deployed("traefik/doorward.yml"), &[changes.for_apps, changes.for_doorward].concat()),
        &[
            ("Host(`wiki.example.org`)", &format!("({})", all.join(" || "))),
            ("Host(`login.example.org`)", "Host(`login.doorward.test`)"),
            ("127.0.0.1:8080", doorward),
            ("127.0.0.1:9000", app),
        ],
    );
    let certificates = format!("tls:\n  certificates:\n    - certFile: {certificate}\n      keyFile: {key}\n");
    let dynamic = folder.join("dynamic");
    std::fs::create_dir(&dynamic).expect("made");
    std::fs::write(dynamic.join("doorward.yml"), file).expect("written");
    std::fs::write(dynamic.join("certificates.yml"), certificates).expect("written");
    let mut command = Command::new(beside_python("traefik"));
    command.arg(format!("--entryPoints.websecure.address=127.0.0.1:{port}"));
    if changes.is_behind_another {
        command.arg("--entryPoints.websecure.proxyProtocol.trustedIPs=127.0.0.1");
    }
    command.arg(format!("--providers.file.directory={}", dynamic.display()));
    command.args(["--global.checkNewVersion=false", "--global.sendAnonymousUsage=false", "--log.noColor=true"]);
    command.current_dir(folder);
    command
}

/// Returns the interpreter that has the packages of `requirements.txt`.
pub fn python() -> PathBuf {
    std::env::var_os("PYTHON").unwrap_or_else(|| "python3".into()).into()
}

fn beside_python(name: &str) -> PathBuf {
    let there = python().with_file_name(name);
    if there.exists() { there } else { name.into() }
}

/// Returns the path of a server, which on Debian may not be on a user's path.
pub fn program(name: &str) -> PathBuf {
    let there = Path::new("/usr/sbin").join(name);
    if there.exists() { there } else { name.into() }
}
