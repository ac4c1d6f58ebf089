//! Which address counts behind a proxy, in every form in which proxies write it, and who is warned if there is none.

use std::collections::HashSet;

use doorward::account::Role;
use doorward::config::Settings;
use doorward::internals::forwarding;

use crate::support::Visitor;
use crate::world::World;

fn behind_a_proxy(settings: &mut Settings) {
    settings.trusted_proxies = vec!["127.0.0.1/32".parse().expect("a network")];
    settings.sign_in_tries_per_address = 30;
}

fn from(world: &World, forwarded: &str) -> Visitor {
    world.visitor().with_header("x-forwarded-for", forwarded)
}

/// Stores the notes about forwarded addresses, as the server does every few seconds.
fn write_down(world: &World) {
    world.app().block_on(|desk| async move { forwarding::write_down(&desk).await.expect("written") });
}

#[test]
fn forty_people_behind_a_proxy_sign_in_however_it_writes_their_addresses() {
    for form in ["A", "A:49152", "203.0.113.66, A:1", "A:80,", ", ,A , 127.0.0.1:9"] {
        let world = World::with(1, behind_a_proxy);
        for person in 1..=40 {
            let mut visitor = from(&world, &form.replace('A', &format!("198.51.{person}.7")));
            // This browser is unknown, so each try counts for the address.
            visitor.log_in("ada");
        }
    }
    for form in ["A", "[A]", "[A]:49152", "\"[A]:1\"", "[2001:db8:ffff::1]:1, [A]:80 ,"] {
        let world = World::with(1, behind_a_proxy);
        for person in 1..=40 {
            from(&world, &form.replace('A', &format!("2001:db8:{person}::7"))).log_in("ada");
        }
    }
}

#[test]
fn the_address_on_record_is_the_clients_in_every_form() {
    let world = World::with(1, behind_a_proxy);
    world.add_user("root", Role::Admin);
    let mut expected = HashSet::new();
    for (index, form) in
        ["A", "A:1", "1.2.3.4, A:1, 127.0.0.1", "A,,", "B", "[B]", "[B]:2", "[::ffff:A]:3"].iter().enumerate()
    {
        let (v4, v6) = (format!("198.51.100.{index}"), format!("2001:db8::{}", index + 1));
        let forwarded = form.replace('A', &v4).replace('B', &v6);
        from(&world, &forwarded).log_in("ada");
        expected.insert(if form.contains('B') { v6 } else { v4 });
    }
    let mut root = from(&world, "192.0.2.1");
    root.log_in("root");
    let page = root.get("/admin/sessions?user=ada");
    for address in expected {
        assert!(page.says(&address), "{address}: {}", page.body);
    }
}

#[test]
fn admins_are_warned_for_an_hour_of_a_proxy_that_names_nobody() {
    let missing = "a trusted proxy did not send X-Forwarded-For";
    let unreadable = "a trusted proxy sent an unreadable X-Forwarded-For";
    let world = World::with(1, behind_a_proxy);
    world.add_user("root", Role::Admin);
    let mut root = from(&world, "192.0.2.1:5");
    root.log_in("root");
    let mut warned = |world: &World| {
        write_down(world);
        let page = root.get("/admin");
        assert_eq!(page.status, 200);
        (page.says(missing), page.says(unreadable))
    };
    // Monitors and apps ask for these paths themselves, so no address is missing. A client may write anything before
    // the proxy's address.
    for path in ["/healthz", "/readyz", "/.well-known/jwks.json", "/recall-list.jwt"] {
        world.visitor().get(path);
    }
    from(&world, "evil, 192.0.2.7").get("/login");
    assert_eq!(warned(&world), (false, false));
    for nobody in ["unknown", "192.0.2.7, _hidden", "192.0.2.7;80"] {
        from(&world, nobody).get("/login");
        assert_eq!(warned(&world), (false, true), "{nobody}");
        world.advance(3601);
        assert_eq!(warned(&world), (false, false), "{nobody}");
    }
    for path in ["/login", "/api/me", "/forward-auth", "/nowhere"] {
        world.visitor().get(path);
        assert_eq!(warned(&world), (true, false), "{path}");
        world.advance(3601);
        assert_eq!(warned(&world), (false, false), "{path}");
    }
    from(&world, " , ").get("/login");
    assert_eq!(warned(&world), (true, false));
}
