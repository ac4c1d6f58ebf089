//! What `/admin` lists as locked now.

use doorward::account::Role;

use crate::support::database::is_postgres;
use crate::world::World;

/// Locks every account but that of `root` for strangers.
fn lock_all(world: &World) {
    let until = world.clock.now().milliseconds() + 600_000;
    let bytes = if is_postgres() { "convert_to(id, 'UTF8')" } else { "CAST(id AS BLOB)" };
    world.database.execute(&format!(
        "INSERT INTO throttle_locks (subject, user_id, guesser, wrong, locked_until, told, expires_at)
         SELECT {bytes}, id, 'unknown devices', 10, {until}, 10, {until} FROM users WHERE username <> 'root'"
    ));
}

/// Counts refusals from this number of networks, in this quarter of an hour and in the one before.
fn refuse(world: &World, networks: std::ops::Range<usize>) {
    let quarter = world.clock.now().milliseconds().div_euclid(900_000) * 900_000;
    for network in networks {
        for (quarter, refused) in [(quarter, 3000 - network), (quarter - 900_000, 1)] {
            world.database.execute(&format!(
                "INSERT INTO throttle_refusals (quarter, network, refused)
                 VALUES ({quarter}, '198.51.{network}.0/24', {refused})"
            ));
        }
    }
}

#[test]
fn what_is_locked_beyond_the_list_is_counted() {
    let world = World::new();
    world.add_user("root", Role::Admin);
    for number in 0..22 {
        world.add_user(&format!("user{number:02}"), Role::User);
    }
    let mut root = world.signed_in("root");
    assert!(root.get("/admin").hides("Known devices can still sign in"));
    lock_all(&world);
    refuse(&world, 0..20);
    let page = root.get("/admin");
    assert!(page.says("And 3 more.") && page.says("user18") && page.hides("user19"), "{}", page.body);
    assert_eq!(page.body.matches("And ").count(), 1, "all networks are listed: {}", page.body);
    refuse(&world, 20..26);
    let page = root.get("/admin");
    assert!(page.says("And 3 more.") && page.says("And 6 more."), "{}", page.body);
    assert_eq!(page.body.matches("198.51.0.0/24").count(), 1, "its two quarters are one line");
    let page = root.with_header("accept-language", "ko").get("/admin");
    assert!(page.says("그 밖에 3개 더 있습니다.") && page.says("그 밖에 6개 더 있습니다."), "{}", page.body);
    refuse(&world, 1000..2000);
    assert!(root.get("/admin").says("And more than 980 more."));
}

#[test]
fn networks_are_listed_by_the_sum_of_their_quarters() {
    let world = World::new();
    world.add_user("root", Role::Admin);
    let mut root = world.signed_in("root");
    let quarter = world.clock.now().milliseconds().div_euclid(900_000) * 900_000;
    let count = |quarter: i64, network: &str, refused: i64| {
        world.database.execute(&format!(
            "INSERT INTO throttle_refusals (quarter, network, refused) VALUES ({quarter}, '{network}', {refused})"
        ));
    };
    // Twenty networks with much in one quarter, and one with more in two, which is small in each of them.
    for network in 0..20 {
        count(quarter, &format!("198.51.{network}.0/24"), 1000 + network);
    }
    for quarter in [quarter, quarter - 900_000] {
        count(quarter, "203.0.113.0/24", 999);
    }
    let page = root.get("/admin");
    assert!(page.says("203.0.113.0/24") && page.says("1,998"), "{}", page.body);
    assert!(page.hides("198.51.0.0/24") && page.says("198.51.1.0/24") && page.says("And 1 more."), "{}", page.body);
    let place = |network: &str| page.body.find(network).expect("listed");
    assert!(place("203.0.113.0/24") < place("198.51.19.0/24"), "the largest sum comes first");
    // All networks in two quarters are still twenty lines.
    for network in 0..20 {
        count(quarter - 900_000, &format!("198.51.{network}.0/24"), 5000);
    }
    let page = root.get("/admin");
    assert!(page.hides("203.0.113.0/24") && page.says("198.51.0.0/24") && page.says("6,000"), "{}", page.body);
    assert_eq!(page.body.matches("198.51.").count(), 20, "{}", page.body);
}
