//! Mail to Exim, as Debian builds it: STARTTLS, AUTH, and delivery into a mailbox.

use std::os::unix::fs::PermissionsExt;
use std::path::Path;
use std::process::{Command, Stdio};

use super::{Certificate, PASSWORD_IN_URL, Running, USER, accept, invite, link_in, read, states, wait_for};
use crate::support::free_port;
use crate::support::program::Place;

/// Exim takes mail only over TLS and after a login, and knows nobody called `nobody`.
fn configuration(folder: &Path, port: u16, certificate: &Certificate, user: &str) -> String {
    let folder = folder.display();
    let (chain, key) = (certificate.chain.display(), certificate.key.display());
    format!(
        r#"
primary_hostname = localhost
local_interfaces = <; 127.0.0.1
daemon_smtp_ports = {port}
spool_directory = {folder}/spool
log_file_path = {folder}/spool/%slog
exim_user = {user}
exim_group = {user}
tls_advertise_hosts = *
tls_certificate = {chain}
tls_privatekey = {key}
auth_advertise_hosts = ${{if eq{{$tls_in_cipher}}{{}}{{}}{{*}}}}
acl_smtp_rcpt = recipients
acl_smtp_data = accept
queue_only = false

begin acl
recipients:
  deny message = nobody of that name
       local_parts = nobody
  accept authenticated = *
  deny message = log in first

begin routers
everybody:
  driver = accept
  transport = mailbox

begin transports
mailbox:
  driver = appendfile
  directory = {folder}/inbox
  create_directory = false
  maildir_format
  delivery_date_add = false
  envelope_to_add = false
  return_path_add = false
  user = {user}
  group = {user}

begin authenticators
plain:
  driver = plaintext
  public_name = PLAIN
  server_prompts = :
  server_condition = ${{if and{{{{eq{{$auth2}}{{{USER}}}}}{{eq{{$auth3}}{{a b:c/d@e%f}}}}}}}}
  server_set_id = $auth2
"#
    )
}

#[test]
#[ignore = "needs Exim, and to be root; scripts/test runs it"]
fn exim_takes_mail_after_starttls_and_a_login_and_refuses_who_is_unknown() {
    let folder = tempfile::tempdir().expect("a folder");
    let certificate = Certificate::make(folder.path());
    let (port, user) = (free_port(), "Debian-exim");
    for part in ["spool", "inbox", "inbox/new", "inbox/cur", "inbox/tmp"] {
        std::fs::create_dir(folder.path().join(part)).expect("a folder");
    }
    let config = folder.path().join("exim.conf");
    std::fs::write(&config, configuration(folder.path(), port, &certificate, user)).expect("written");
    let open = std::fs::Permissions::from_mode(0o755);
    std::fs::set_permissions(folder.path(), open).expect("open");
    let owned = Command::new("chown").args(["-R", &format!("{user}:{user}")]).arg(folder.path()).status();
    assert!(owned.expect("chown runs").success());
    // Exim trusts a configuration that belongs to root.
    assert!(Command::new("chown").arg("root:root").arg(&config).status().expect("chown runs").success());
    let mut exim = Command::new("/usr/sbin/exim4");
    exim.args(["-bdf", "-q1h", "-C"]).arg(&config).stdin(Stdio::null());
    let _running = Running(exim.spawn().expect("Exim starts"));
    wait_for("Exim listens", || std::net::TcpStream::connect(("127.0.0.1", port)).ok());

    let place = Place::on_tested_database();
    let url = format!("smtp://{USER}:{PASSWORD_IN_URL}@localhost:{port}");
    let settings = ["--smtp-url", &url, "--mail-from", "Doorward <login@example.org>"];
    let program = place.serve_with(&settings, &[certificate.trust()]);
    invite(&place, "ada", &["--language", "ko"]);
    invite(&place, "nobody", &[]);
    let inbox = folder.path().join("inbox/new");
    let mail = wait_for("a mail in the mailbox", || {
        let mut files = std::fs::read_dir(&inbox).expect("a folder").flatten();
        files.next().map(|file| file.path())
    });
    let opened = read(&mail);
    assert_eq!(opened["defects"], serde_json::json!([]), "{opened:#}");
    assert_eq!(opened["subject"], "Doorward 초대");
    wait_for("both are done with", || (states(&place) == ["failed", "sent"]).then_some(()));
    let told = place.succeed(&["mail", "list", "--state", "failed"]);
    assert!(told.contains("550 nobody of that name"), "{told}");
    accept(&program, link_in(opened["text"].as_str().expect("text")));
}
