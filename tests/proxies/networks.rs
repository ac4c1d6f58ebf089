//! What nginx takes for the network of an address, in every way in which it writes addresses.

use std::fmt::Write as _;
use std::io::{BufRead, BufReader, Read, Write as _};
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, TcpStream};
use std::process::{Child, Command, Stdio};

use tempfile::TempDir;

use crate::proxy::{deployed, program, replaced};
use crate::support::free_port;

/// Answers with the network of the client, that of its try, and that of its site.
const VARIABLES: &str = "return 200 \"$doorward_network $doorward_try $doorward_try_by_site;\";";
/// Limits tries, and answers 405 to what is let through.
const LIMIT: &str = "limit_req zone=doorward_tries burst=400 nodelay; limit_req_status 429; empty_gif;";

/// Connects to a port as soon as a program listens there.
fn connect(port: u16, child: &mut Child) -> TcpStream {
    loop {
        if let Ok(connection) = TcpStream::connect(("127.0.0.1", port)) {
            return connection;
        }
        assert!(child.try_wait().expect("a child").is_none(), "it does not start");
        std::thread::yield_now();
    }
}

/// An nginx with the maps and limits of the file for Doorward, and clients at any address.
struct Nginx {
    child: Child,
    connection: BufReader<TcpStream>,
    _folder: TempDir,
}

impl Nginx {
    /// Starts an nginx with this place, and with old texts of the file that others replace.
    fn start(location: &str, changes: &[(&str, &str)]) -> Nginx {
        let (folder, port) = (tempfile::tempdir().expect("a folder"), free_port());
        let file = replaced(&deployed("nginx/doorward.conf"), changes);
        let (maps, _) = file.split_once("\nupstream doorward {").expect("maps first");
        let place = folder.path().display();
        let main = format!(
            "daemon off;\nerror_log {place}/log;\npid {place}/pid;\nevents {{}}\nhttp {{\n  access_log off;\n  \
             client_body_temp_path {place}/1;\n  proxy_temp_path {place}/2;\n  fastcgi_temp_path {place}/3;\n  \
             uwsgi_temp_path {place}/4;\n  scgi_temp_path {place}/5;\n  include {place}/maps.conf;\n  server {{\n    \
             listen 127.0.0.1:{port};\n    keepalive_requests 100000;\n    set_real_ip_from 127.0.0.1;\n    \
             real_ip_header X-Client;\n    location / {{ {location} }}\n  }}\n}}\n"
        );
        std::fs::write(folder.path().join("nginx.conf"), main).expect("written");
        std::fs::write(folder.path().join("maps.conf"), maps).expect("written");
        let mut command = Command::new(program("nginx"));
        command.arg("-c").arg(folder.path().join("nginx.conf")).arg("-p").arg(folder.path());
        let mut child = command.stdout(Stdio::null()).stderr(Stdio::null()).spawn().expect("nginx starts");
        let connection = connect(port, &mut child);
        Nginx { child, connection: BufReader::new(connection), _folder: folder }
    }

    /// Sends a request of a client, and returns the status and the body of the answer.
    fn ask(&mut self, client: &str, request: &str) -> (u16, String) {
        let head = format!("{request} HTTP/1.1\r\nHost: x\r\nX-Client: {client}\r\nContent-Length: 0\r\n\r\n");
        self.connection.get_mut().write_all(head.as_bytes()).expect("written");
        let (mut status, mut length) = (0, 0);
        loop {
            let mut line = String::new();
            self.connection.read_line(&mut line).expect("a line");
            if let Some(rest) = line.strip_prefix("HTTP/1.1 ") {
                status = rest[..3].parse().expect("a status");
            }
            if let Some(value) = line.strip_prefix("Content-Length: ") {
                length = value.trim().parse().expect("a length");
            }
            if line == "\r\n" {
                break;
            }
        }
        let mut body = vec![0; length];
        self.connection.read_exact(&mut body).expect("a body");
        (status, String::from_utf8(body).expect("text"))
    }

    /// Returns the network of a client, that of its try, and that of its site.
    fn of(&mut self, client: &str, request: &str) -> [String; 3] {
        let (_, text) = self.ask(client, request);
        let values: Vec<_> = text.trim_end_matches(';').split(' ').map(str::to_owned).collect();
        values.try_into().unwrap_or_else(|_| panic!("{text}"))
    }

    fn network(&mut self, client: &str) -> String {
        let [network, of_try, site] = self.of(client, "GET /login");
        assert_eq!((of_try.as_str(), site.as_str()), ("", ""), "reading is no try: {client}");
        network
    }
}

impl Drop for Nginx {
    fn drop(&mut self) {
        // nginx must stop its worker; if it were killed, that would go on without it.
        drop(Command::new("kill").args(["-TERM", &self.child.id().to_string()]).status());
        drop(self.child.wait());
    }
}

/// Returns what the network should be: the first 64 bits of IPv6, all of IPv4.
fn expected(client: IpAddr) -> String {
    match client.to_canonical() {
        IpAddr::V4(client) => client.to_string(),
        IpAddr::V6(client) => {
            let mut network = String::new();
            for group in &client.segments()[..4] {
                write!(network, ":{group:x}").expect("text grows");
            }
            network[1..].to_owned()
        }
    }
}

/// Returns addresses with zeros at all possible places.
fn addresses() -> Vec<Ipv6Addr> {
    let groups = [0, 1, 0xfffe];
    let count = groups.len().pow(8);
    let nth = |number: usize| -> [u16; 8] {
        std::array::from_fn(|place| groups[number / groups.len().pow(u32::try_from(place).expect("small")) % 3])
    };
    (0..count).map(|number| Ipv6Addr::from(nth(number))).collect()
}

#[test]
#[ignore = "needs nginx; scripts/test runs it"]
fn nginx_reads_the_same_network_from_every_address_in_it() {
    let mut variables = Nginx::start(VARIABLES, &[]);
    let all = addresses();
    assert_eq!(all.len(), 6561);
    for client in all {
        let text = client.to_string();
        assert_eq!(variables.network(&text), expected(IpAddr::V6(client)), "{text}");
    }
    for (client, network) in [
        ("::1", "0:0:0:0"),
        ("::", "0:0:0:0"),
        ("::ffff:192.0.2.1", "192.0.2.1"),
        ("::ffff:c000:201", "192.0.2.1"),
        ("::192.0.2.1", "0:0:0:0"),
        ("192.0.2.1", "192.0.2.1"),
        ("::ffff:255.255.255.254", "255.255.255.254"),
        ("::ffff:0:1", "0.0.0.1"),
        ("2001:db8::1", "2001:db8:0:0"),
        ("2001:0DB8:0000:0001:0000:0000:0000:0002", "2001:db8:0:1"),
        ("2001:db8:0:1::2", "2001:db8:0:1"),
        ("2001:db8:1:2:3:4:5:6", "2001:db8:1:2"),
        ("2001:db8:1:2:3::", "2001:db8:1:2"),
        ("64:ff9b::192.0.2.1", "64:ff9b:0:0"),
        ("fe80::1234:5678:9abc:def0", "fe80:0:0:0"),
        // nginx cannot read this: the client counts as whoever sent it.
        ("nobody", &Ipv4Addr::LOCALHOST.to_string()),
    ] {
        assert_eq!(variables.network(client), network, "{client}");
    }
}

#[test]
#[ignore = "needs nginx; scripts/test runs it"]
fn nginx_counts_a_try_for_its_network_and_for_its_site() {
    let mut variables = Nginx::start(VARIABLES, &[]);
    for (client, site) in [("2001:db8::7", "2001:db8:0"), ("2001:db8:5:ffff::7", "2001:db8:5"), ("192.0.2.7", "")] {
        let network = variables.network(client);
        assert_eq!(variables.of(client, "POST /login"), [network.as_str(), &network, site], "{client}");
        assert_eq!(variables.of(client, "POST /logout"), [network.as_str(), "", ""], "{client}");
    }
}

#[test]
#[ignore = "needs nginx; scripts/test runs it"]
fn a_full_zone_of_nginx_forgets_who_was_quiet_for_longest_and_refuses_nobody_for_it() {
    let mut nginx = Nginx::start(LIMIT, &[("zone=doorward_tries:10m", "zone=doorward_tries:32k")]);
    let somebody = "2001:db8:0:1::1";
    // One try a second is let through while the flood goes on.
    let flood: Vec<_> = (0..600).map(|_| nginx.ask(somebody, "POST /login").0).collect();
    assert!(flood[..400].iter().all(|status| *status == 405), "{flood:?}");
    assert_eq!(flood[599], 429);
    for number in 0..1000 {
        let client = format!("2001:db8:1:{number:x}::1");
        assert_eq!(nginx.ask(&client, "POST /login").0, 405, "{client}");
    }
    let again: Vec<_> = (0..300).map(|_| nginx.ask(somebody, "POST /login").0).collect();
    assert!(again.iter().all(|status| *status == 405), "{again:?}");
}

#[test]
#[ignore = "needs Caddy and curl; scripts/test runs it"]
fn caddy_has_a_name_for_the_network_of_a_client() {
    let key = "{http.request.remote.host/32,64}";
    assert!(deployed("caddy/Caddyfile").contains(key));
    let (folder, port) = (tempfile::tempdir().expect("a folder"), free_port());
    let sites: String =
        ["127.0.0.1", "[::1]"].map(|host| format!("http://{host}:{port} {{\n\trespond \"{key}\"\n}}\n")).concat();
    std::fs::write(folder.path().join("Caddyfile"), format!("{{\n\tadmin off\n}}\n{sites}")).expect("written");
    let mut command = Command::new(program("caddy"));
    command.args(["run", "--adapter", "caddyfile", "--config"]).arg(folder.path().join("Caddyfile"));
    command.env("XDG_DATA_HOME", folder.path()).env("XDG_CONFIG_HOME", folder.path()).env("HOME", folder.path());
    let mut child = command.stdout(Stdio::null()).stderr(Stdio::null()).spawn().expect("Caddy starts");
    drop(connect(port, &mut child));
    let answers = ["127.0.0.1", "[::1]"].map(|host| {
        let output = Command::new("curl").args(["--silent", "--globoff", &format!("http://{host}:{port}/")]).output();
        String::from_utf8(output.expect("curl runs").stdout).expect("text")
    });
    drop(child.kill());
    drop(child.wait());
    assert_eq!(answers, ["127.0.0.1/32", "::/64"]);
}
