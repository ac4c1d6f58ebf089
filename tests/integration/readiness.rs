//! Faults that make an instance unready, and faults that do not.

use std::thread::sleep;
use std::time::{Duration, Instant};

use crate::world::World;

/// Asks until this is the answer. An answer about the database is remembered for half a second.
fn becomes(world: &World, status: u16, body: &str) -> bool {
    let started = Instant::now();
    while started.elapsed() < Duration::from_secs(8) {
        let answer = world.client().get("/readyz");
        if (answer.status, answer.body.as_str()) == (status, body) {
            return true;
        }
        sleep(Duration::from_millis(50));
    }
    false
}

#[test]
fn a_newer_schema_keeps_nobody_out_while_instances_are_replaced_one_by_one() {
    let world = World::new();
    world.database.execute("INSERT INTO __diesel_schema_migrations (version) VALUES ('99999999999999')");
    sleep(Duration::from_millis(700));
    assert!(becomes(&world, 200, "ready\n"));
    world.database.execute(
        "DELETE FROM __diesel_schema_migrations WHERE version = \
         (SELECT MIN(version) FROM __diesel_schema_migrations)",
    );
    assert!(becomes(&world, 503, "migrations\n"), "a migration of this program is missing");
}
