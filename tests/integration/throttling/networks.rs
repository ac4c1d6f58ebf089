//! Tries and failed names of an address and of the wider networks that it belongs to.

use doorward::account::Role;

use super::{LOCKS, as_it_comes, at, log_in, stranger, waits, world};
use crate::support::PASSWORD;
use crate::world::World;

#[test]
fn an_address_has_thirty_tries_in_five_minutes_however_they_end() {
    let world = world();
    for _ in 0..15 {
        assert_eq!(log_in(&mut at(&world, "192.0.2.1"), "ada", "always the same").status, 422);
        assert_eq!(log_in(&mut at(&world, "192.0.2.1"), "ada", PASSWORD).status, 303);
    }
    for (name, password) in [("ada", PASSWORD), ("ada", "wrong"), ("nobody", "wrong")] {
        assert!(waits(&log_in(&mut at(&world, "192.0.2.1"), name, password), 300), "{name}");
    }
    assert_eq!(log_in(&mut at(&world, "192.0.2.2"), "ada", PASSWORD).status, 303);
    world.advance(200);
    assert!(waits(&log_in(&mut at(&world, "192.0.2.1"), "ada", PASSWORD), 100));
    world.advance(101);
    assert_eq!(log_in(&mut at(&world, "192.0.2.1"), "ada", PASSWORD).status, 303);
    assert_eq!(world.database.number(LOCKS), 0);
}

#[test]
fn fifteen_different_names_may_fail_from_an_address_in_a_quarter_of_an_hour() {
    let world = world();
    for number in 0..15 {
        assert_eq!(log_in(&mut at(&world, "192.0.2.1"), &format!("name{number}"), PASSWORD).status, 422);
        // The pauses keep the limit of tries of this address from being reached first.
        world.advance(30);
    }
    for name in ["name15", "name3", "ada"] {
        assert!(waits(&log_in(&mut at(&world, "192.0.2.1"), name, PASSWORD), 450), "{name}");
    }
    assert_eq!(log_in(&mut at(&world, "192.0.2.2"), "ada", PASSWORD).status, 303);
    world.advance(400);
    assert_eq!(log_in(&mut at(&world, "192.0.2.1"), "ada", PASSWORD).status, 429);
    world.advance(51);
    assert_eq!(log_in(&mut at(&world, "192.0.2.1"), "ada", PASSWORD).status, 303);
}

#[test]
fn names_that_fail_again_count_once_and_those_that_sign_in_do_not_count() {
    let world = world();
    for number in 0..16 {
        world.add_user(&format!("user{number}"), Role::User);
    }
    for number in 0..16 {
        assert_eq!(log_in(&mut at(&world, "192.0.2.1"), &format!("user{number}"), PASSWORD).status, 303);
    }
    for _ in 0..14 {
        assert_eq!(log_in(&mut at(&world, "192.0.2.1"), "Nobody", "always the same").status, 422);
    }
    world.advance(301);
    assert_eq!(log_in(&mut at(&world, "192.0.2.1"), "ada", PASSWORD).status, 303);
}

#[test]
fn names_whose_requests_were_cut_off_count_as_failed_after_a_moment() {
    let world = world();
    for number in 0..15 {
        assert_eq!(log_in(&mut at(&world, "192.0.2.1"), &format!("name{number}"), PASSWORD).status, 422);
    }
    // After this, the tries look as if none of their requests had ended.
    world.database.execute("UPDATE throttle_tries SET tries = 0 WHERE expires_at - at = 900000");
    assert!(waits(&log_in(&mut at(&world, "192.0.2.1"), "name15", PASSWORD), 10));
    world.advance(11);
    assert!(waits(&log_in(&mut at(&world, "192.0.2.1"), "name15", PASSWORD), 900));
}

#[test]
fn what_an_untrusted_peer_says_of_its_address_changes_nothing() {
    let world = World::with(1, |settings| settings.sign_in_tries_per_address = 30);
    for number in 0..30 {
        let mut visitor = stranger(&world, number);
        assert_eq!(log_in(&mut visitor, "ada", "always the same").status, 422);
    }
    assert!(waits(&log_in(&mut stranger(&world, 99), "ada", PASSWORD), 300));
    assert!(waits(&log_in(&mut world.visitor(), "ada", PASSWORD), 300));
}

#[test]
fn addresses_of_one_ipv6_network_are_one() {
    let world = world();
    for number in 0..30 {
        let mut visitor = at(&world, &format!("2001:db8:0:1::{number:x}"));
        assert_eq!(log_in(&mut visitor, "ada", "always the same").status, 422);
    }
    assert!(waits(&log_in(&mut at(&world, "2001:db8:0:1:ffff::1"), "ada", PASSWORD), 300));
    assert_eq!(log_in(&mut at(&world, "2001:db8:0:2::1"), "ada", PASSWORD).status, 303);
}

#[test]
fn wider_networks_have_limits_so_that_many_addresses_of_one_customer_help_nobody() {
    for (addresses, tries) in [("2001:db8:1:1X::1", 60), ("2001:db8:1:X00::1", 120), ("192.0.2.X", 240)] {
        let world = world();
        let statuses: Vec<u16> = (16..16 + 240)
            .map(|number| {
                let number =
                    if addresses.contains(':') { format!("{:02x}", number % 256) } else { format!("{}", number % 256) };
                let address = addresses.replace('X', &number);
                log_in(&mut at(&world, &address), "ada", "always the same").status
            })
            .collect();
        assert_eq!(statuses, [vec![422; tries], vec![429; 240 - tries]].concat(), "{addresses}");
        let neighbour = addresses.replace('X', "01");
        assert_eq!(log_in(&mut at(&world, &neighbour.replace(".01", ".1")), "bob", "another").status, 429);
        assert_eq!(log_in(&mut at(&world, "198.51.100.1"), "ada", PASSWORD).status, 303);
    }
}

#[test]
fn two_hundred_people_of_one_office_sign_in_with_the_documented_setting() {
    let world = World::with(1, |settings| {
        as_it_comes(settings);
        // Twice the sign-ins of the busiest five minutes.
        settings.sign_in_tries_per_address = 400;
    });
    for number in 0..200 {
        world.add_user(&format!("user{number}"), Role::User);
    }
    for number in 0..200 {
        let mut newcomer = at(&world, "192.0.2.1");
        // Many mistype once.
        if number % 2 == 0 {
            assert_eq!(log_in(&mut newcomer, &format!("user{number}"), "mistyped").status, 422, "{number}");
        }
        assert_eq!(log_in(&mut newcomer, &format!("user{number}"), PASSWORD).status, 303, "{number}");
    }
}

#[test]
fn a_setting_lets_more_people_share_an_address() {
    let world = World::with(1, |settings| {
        as_it_comes(settings);
        settings.sign_in_tries_per_address = 50;
    });
    for number in 0..25 {
        assert_eq!(log_in(&mut at(&world, "192.0.2.1"), &format!("name{number}"), "wrong").status, 422);
    }
    assert!(waits(&log_in(&mut at(&world, "192.0.2.1"), "ada", PASSWORD), 900));
    for _ in 0..50 {
        assert_eq!(log_in(&mut at(&world, "192.0.2.2"), "nobody", "always the same").status, 422);
    }
    assert!(waits(&log_in(&mut at(&world, "192.0.2.2"), "ada", PASSWORD), 300));
}
