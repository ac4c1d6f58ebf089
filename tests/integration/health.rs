//! Whether the process lives, and whether it can do its work.

use std::sync::mpsc;
use std::time::{Duration, Instant};

use crate::support::{Answer, ApiClient};
use crate::world::World;

fn world() -> World {
    World::with(1, |settings| settings.metrics_listen = "127.0.0.1:0".parse().ok())
}

fn listeners(world: &World) -> [ApiClient; 2] {
    [world.client(), ApiClient::new(world.app().metrics_port.expect("asked for"))]
}

fn shown(answer: &Answer) -> (u16, &str) {
    (answer.status, answer.body.as_str())
}

/// Asks until this is the answer, for as long as the server may remember the last answer.
fn becomes(client: &ApiClient, status: u16, body: &str) -> bool {
    let started = Instant::now();
    while started.elapsed() < Duration::from_secs(4) {
        if shown(&client.get("/readyz")) == (status, body) {
            return true;
        }
        std::thread::sleep(Duration::from_millis(50));
    }
    false
}

#[test]
fn both_listeners_answer_machines_in_plain_words() {
    let world = world();
    for client in listeners(&world) {
        for (path, word) in [("/healthz", "alive\n"), ("/readyz", "ready\n")] {
            let client = client.with_header("cookie", "access=a; refresh=b").with_header("accept", "text/html");
            let answer = client.get(path);
            assert_eq!(shown(&answer), (200, word));
            assert_eq!(answer.header("content-type"), "text/plain; charset=utf-8");
            assert_eq!((answer.header("cache-control"), answer.set_cookies().len()), ("no-store", 0));
            assert_eq!(shown(&client.send("HEAD", path, None)), (200, ""));
            for method in ["POST", "PUT", "DELETE", "OPTIONS"] {
                let refused = client.send(method, path, None);
                assert_eq!((refused.status, refused.header("allow")), (405, "GET, HEAD"), "{method} {path}");
                assert_eq!(refused.header("content-type"), "text/plain; charset=utf-8");
            }
        }
    }
}

#[test]
fn a_stale_recall_list_is_named_and_no_reason_to_restart() {
    let world = world();
    world.database.execute("ALTER TABLE sessions RENAME TO sessions_away");
    std::thread::sleep(Duration::from_millis(6500));
    for client in listeners(&world) {
        assert_eq!(shown(&client.get("/readyz")), (503, "recall\n"));
        assert_eq!(shown(&client.get("/healthz")), (200, "alive\n"));
    }
    let numbers = crate::support::Scrape::of(world.app().metrics_port.expect("asked for"));
    assert_eq!((numbers.value("doorward_ready"), numbers.value("doorward_recall_fresh")), (0.0, 0.0));
    assert!(numbers.value("doorward_recall_age_seconds") > 5.0);
    world.database.execute("ALTER TABLE sessions_away RENAME TO sessions");
    assert!(becomes(&world.client(), 200, "ready\n"));
}

#[test]
fn a_database_that_answers_with_an_error_is_away() {
    let world = world();
    world.database.execute("ALTER TABLE __diesel_schema_migrations RENAME COLUMN version TO away");
    for client in listeners(&world) {
        assert!(becomes(&client, 503, "database\n"));
        assert_eq!(shown(&client.get("/healthz")), (200, "alive\n"));
    }
    world.database.execute("ALTER TABLE __diesel_schema_migrations RENAME COLUMN away TO version");
    assert!(becomes(&world.client(), 200, "ready\n"));
}

#[test]
fn a_database_that_does_not_answer_is_away() {
    let world = world();
    let desk = world.app().desk.clone();
    let client = world.client();
    std::thread::scope(|scope| {
        let (release, released) = mpsc::channel();
        scope.spawn(move || {
            actix_web::rt::System::new().block_on(async move {
                let hold = desk.store().read_in_background(move |_| {
                    let _ = released.recv();
                    Ok(())
                });
                hold.await.expect("held");
            })
        });
        // The answer comes although the database is still held.
        assert!(becomes(&client, 503, "database\n"));
        assert_eq!(client.get("/healthz").status, 200);
        release.send(()).expect("held until now");
    });
    assert!(becomes(&client, 200, "ready\n"));
}

#[test]
fn a_schema_that_is_not_this_programs_is_named() {
    let world = world();
    world.database.execute(
        "DELETE FROM __diesel_schema_migrations WHERE version = (SELECT MAX(version) FROM __diesel_schema_migrations)",
    );
    assert!(becomes(&world.client(), 503, "migrations\n"), "one migration is missing");
}

#[test]
fn without_a_key_there_is_nothing_to_sign_with() {
    let world = world();
    // The key was sealed under another id, so it cannot be opened under this one, as if the secret were another.
    world.database.execute("UPDATE signing_keys SET kid = '0123456789abcdef'");
    assert!(becomes(&world.client(), 503, "keys\n"));
}
