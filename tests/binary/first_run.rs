//! The first run: one command is enough.

use std::os::unix::fs::PermissionsExt;

use crate::support::PASSWORD;
use crate::support::program::Place;

#[test]
fn the_first_run_makes_what_it_needs_and_prints_a_link_that_makes_the_first_admin() {
    let place = Place::new();
    let program = place.start(&["--listen", "127.0.0.1:0"]);
    assert_eq!(program.stdout[0], format!("Doorward is at http://127.0.0.1:{}", program.port));
    let link = program.stdout.last().expect("printed");
    assert!(program.stdout[1].starts_with("There is no account yet.") && program.stdout.len() == 4);
    assert_eq!(program.stdout[2], "", "the link stands alone");
    let path = link.strip_prefix(&format!("http://127.0.0.1:{}", program.port)).expect("a link").to_owned();
    assert!(path.starts_with("/setup?code="), "{link}");

    assert_eq!(place.entries(), ["data"]);
    let mode = |name: &str| std::fs::metadata(place.path(name)).expect(name).permissions().mode() & 0o777;
    assert_eq!((mode("data"), mode("data/secret"), mode("data/doorward.db")), (0o700, 0o600, 0o600));
    let mut files: Vec<_> =
        std::fs::read_dir(place.path("data")).expect("a folder").flatten().map(|e| e.file_name()).collect();
    files.retain(|name| !name.to_string_lossy().ends_with("-wal") && !name.to_string_lossy().ends_with("-shm"));
    assert_eq!(files.len(), 2, "{files:?}");

    let origin = format!("http://127.0.0.1:{}", program.port);
    let mut visitor = program.visitor().with_header("origin", origin);
    let page = visitor.get(&path);
    let fields = [("username", "root"), ("new_password", PASSWORD), ("new_password_again", PASSWORD)];
    assert_eq!(visitor.submit(&page, "/setup", &fields).header("location"), "/?welcome");
    assert!(visitor.is_signed_in());

    // Another start keeps everybody signed in, and prints no link.
    program.signal("-TERM");
    let port = program.port;
    assert_eq!(program.wait().0, Some(0));
    let program = place.start(&["--listen", &format!("127.0.0.1:{port}")]);
    assert_eq!(program.stdout.len(), 1, "{:?}", program.stdout);
    assert!(visitor.is_signed_in());
}

#[test]
fn a_second_start_on_the_same_port_says_so_and_changes_nothing() {
    let place = Place::new();
    let program = place.serve(&[]);
    let elsewhere = Place::new();
    let output = elsewhere.run(&["--listen", &format!("127.0.0.1:{}", program.port)]);
    let error = crate::support::program::stderr(&output);
    assert_eq!(output.status.code(), Some(1));
    assert!(error.contains("is Doorward running already?") && error.lines().count() == 1, "{error}");
    assert!(elsewhere.entries().is_empty());
}

#[test]
fn a_lost_or_exchanged_secret_is_noticed_at_start() {
    let place = Place::new();
    drop(place.serve(&[]));
    std::fs::remove_file(place.path("data/secret")).expect("removed");
    let output = place.run(&["--listen", "127.0.0.1:0"]);
    let error = crate::support::program::stderr(&output);
    let last = error.lines().last().unwrap_or_default();
    assert!(!output.status.success() && last.contains("not the secret that this database was made with"), "{error}");
}

#[test]
fn a_secret_can_be_replaced_without_signing_anybody_out() {
    let place = Place::new();
    let program = place.serve(&[]);
    place.add_user("ada");
    let mut visitor = program.visitor();
    visitor.log_in("ada");
    let port = program.port;
    drop(program);
    // The new secret goes before the old one. When everybody has been renewed, the old one can be removed.
    let old = std::fs::read_to_string(place.path("data/secret")).expect("a secret");
    let new = "AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8\n";
    std::fs::write(place.path("data/secret"), format!("{new}{old}")).expect("written");
    let program = place.serve_on(port, &[]);
    assert!(visitor.is_signed_in());
    visitor.jar.remove("access");
    assert!(visitor.is_signed_in(), "the refresh token is of the old secret");
    drop(program);
    std::fs::write(place.path("data/secret"), new).expect("written");
    let _program = place.serve_on(port, &[]);
    assert!(visitor.is_signed_in());
    visitor.jar.remove("access");
    assert!(visitor.is_signed_in(), "the refresh token is of the new secret");
}
