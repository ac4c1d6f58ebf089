//! Many requests at once, on two instances, for many rounds.

use std::thread;

use crate::world::World;

const CLIENTS: usize = 50;
const ROUNDS: i64 = 20;

#[test]
fn fifty_clients_with_one_expired_token_are_always_one_generation_further() {
    let world = World::with(2, |_| {});
    let ports = [world.app().port, world.other_app().port];
    let mut visitor = world.signed_in("ada");
    for round in 0..ROUNDS {
        world.let_access_tokens_expire();
        let clients: Vec<_> = (0..CLIENTS)
            .map(|number| {
                let client = visitor.at(ports[number % 2]);
                thread::spawn(move || client.ask("GET", "/account", None))
            })
            .collect();
        let answers: Vec<_> = clients.into_iter().map(|client| client.join().expect("answered")).collect();
        let mut cookies: Vec<String> = Vec::new();
        for answer in &answers {
            assert_eq!(answer.status, 200, "round {round}: {}", answer.body);
            let refresh = answer.set_cookies().into_iter().find(|cookie| cookie.starts_with("refresh="));
            cookies.push(refresh.expect("renewed"));
        }
        cookies.sort();
        cookies.dedup();
        assert_eq!(cookies.len(), 1, "round {round}");
        visitor.keep(&answers[0]);
        assert_eq!(visitor.generation(), round + 2);
    }
    assert!(visitor.is_signed_in());
    assert_eq!(world.database.number("SELECT generation FROM sessions"), ROUNDS + 1);
    assert_eq!(world.database.number("SELECT COUNT(*) FROM events WHERE kind = 'refresh_token_reused'"), 0);
}

#[test]
fn one_of_fifty_simultaneous_setups_wins() {
    let mut world = World::empty();
    world.start(|_| {}, |_| {});
    world.start(|_| {}, |_| {});
    let ports = [world.app().port, world.other_app().port];
    let new_code = |app: &crate::world::App| {
        let code = app.block_on(|desk| async move { doorward::account::setup::create_code(&desk).await });
        code.expect("asked").expect("no user yet").expose().clone()
    };
    let codes = [new_code(world.app()), new_code(world.other_app())];
    let tries: Vec<_> = (0..CLIENTS)
        .map(|number| {
            let mut visitor = world.visitor().at(ports[number % 2]);
            let code = codes[(number / 2) % 2].clone();
            thread::spawn(move || {
                let name = format!("admin{number}");
                let password = crate::support::PASSWORD;
                let fields = [
                    ("code", &*code),
                    ("username", &*name),
                    ("new_password", password),
                    ("new_password_again", password),
                ];
                visitor.post("/setup", &fields).status
            })
        })
        .collect();
    let statuses: Vec<_> = tries.into_iter().map(|one| one.join().expect("answered")).collect();
    assert_eq!(statuses.iter().filter(|status| **status == 303).count(), 1, "{statuses:?}");
    assert!(statuses.iter().all(|status| matches!(status, 303 | 403 | 429)), "{statuses:?}");
    assert_eq!(world.database.number("SELECT COUNT(*) FROM users"), 1);
}

#[test]
fn guarded_pages_are_answered_while_two_hundred_people_try_to_log_in() {
    let world = World::with(1, |settings| {
        // Hashes cost as much as in production.
        settings.argon2_memory_kib = 19_456;
        settings.argon2_iterations = 2;
    });
    let mut visitor = world.signed_in("ada");
    let logins: Vec<_> = (0..200)
        .map(|number| {
            let mut other = world.visitor();
            thread::spawn(move || {
                let name = format!("nobody{number}");
                other.post("/login", &[("username", &name), ("password", "wrong password, all of them")]).status
            })
        })
        .collect();
    for _ in 0..20 {
        assert_eq!(visitor.get("/account").status, 200);
    }
    let statuses: Vec<_> = logins.into_iter().map(|login| login.join().expect("answered")).collect();
    assert!(statuses.iter().all(|status| matches!(status, 422 | 503)), "{statuses:?}");
    assert!(statuses.contains(&422));
}
