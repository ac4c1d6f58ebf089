//! Device tokens: a program that sends the one of its last login gets in while strangers are locked out of the account.

use doorward::account::Role;
use serde_json::{Value, json};

use crate::admin_users::{NEW, choose, path_of, press, shown_link};
use crate::support::{Answer, ApiClient, PASSWORD};
use crate::two_factor::enrol;
use crate::world::World;

fn log_in(client: &ApiClient, name: &str, password: &str, device: Option<&str>) -> Answer {
    let mut body = json!({"username": name, "password": password});
    if let Some(device) = device {
        body["device_token"] = json!(device);
    }
    client.post("/api/tokens", &body)
}

fn device_token(answer: &Answer) -> String {
    assert_eq!(answer.status, 200, "{}", answer.body);
    answer.json()["device_token"].as_str().expect("a token").to_owned()
}

/// Returns the device id in a token: see `src/domain/session/known_device.rs`.
fn id_in(token: &str) -> Vec<u8> {
    use base64::Engine;
    base64::engine::general_purpose::URL_SAFE_NO_PAD.decode(token).expect("base64url")[13..29].to_vec()
}

/// Lets strangers try so many passwords at an account that it takes none from unknown devices.
fn lock(world: &World, name: &str) {
    for number in 0..10 {
        assert_eq!(log_in(&world.client(), name, &format!("guess {number}"), None).status, 401);
    }
    assert_eq!(log_in(&world.client(), name, PASSWORD, None).status, 429);
}

#[test]
fn a_program_with_its_token_gets_in_while_strangers_are_locked_out() {
    let world = World::new();
    let first = device_token(&log_in(&world.client(), "ada", PASSWORD, None));
    lock(&world, "ada");
    let refused = log_in(&world.client(), "ada", PASSWORD, None);
    let message = refused.json()["message"].as_str().expect("a message").to_owned();
    assert!(message.contains("device_token") && message.contains("administrator"), "{message}");
    let second = device_token(&log_in(&world.client(), "ada", PASSWORD, Some(&first)));
    assert_ne!(id_in(&second), id_in(&first), "each sign-in is counted anew");
    // Its own wrong passwords are merely wrong, and those of strangers go on to lock strangers out.
    assert_eq!(log_in(&world.client(), "ada", "a slip", Some(&second)).status, 401);
    assert_eq!(log_in(&world.client(), "ada", PASSWORD, Some(&second)).status, 200);
    assert_eq!(log_in(&world.client(), "nobody", PASSWORD, Some(&second)).status, 401);
}

#[test]
fn a_token_that_is_worth_nothing_is_passed_over_and_answered_with_a_good_one() {
    let world = World::new();
    world.add_user("bob", Role::User);
    let good = device_token(&log_in(&world.client(), "ada", PASSWORD, None));
    let of_bob = device_token(&log_in(&world.client(), "bob", PASSWORD, None));
    let foreign = device_token(&log_in(&World::new().client(), "ada", PASSWORD, None));
    let mut damaged = good.clone().into_bytes();
    damaged[40] = if damaged[40] == b'A' { b'B' } else { b'A' };
    let damaged = String::from_utf8(damaged).expect("ASCII");
    let long = good.repeat(100);
    let refresh = world.logged_in("ada").refresh;
    let worthless = ["", "x", "%00", "\u{d55c}", &damaged, &foreign, &long, &refresh];
    for token in worthless {
        let given = device_token(&log_in(&world.client(), "ada", PASSWORD, Some(token)));
        assert!(![&good, &of_bob, &foreign].iter().any(|other| id_in(other) == id_in(&given)), "{token}");
    }
    lock(&world, "ada");
    for token in worthless.into_iter().chain([of_bob.as_str()]) {
        assert_eq!(log_in(&world.client(), "ada", PASSWORD, Some(token)).status, 429, "{token}");
    }
    // null is as good as nothing, and anything but text is not as documented.
    let ask = |device: Value| {
        let body = json!({"username": "bob", "password": PASSWORD, "device_token": device});
        world.client().post("/api/tokens", &body).status
    };
    assert_eq!((ask(json!(null)), ask(json!(7)), ask(json!([of_bob]))), (200, 400, 400));
}

#[test]
fn one_token_is_good_for_all_accounts_of_a_program() {
    let world = World::new();
    world.add_user("bob", Role::User);
    let ada = device_token(&log_in(&world.client(), "ada", PASSWORD, None));
    let both = device_token(&log_in(&world.client(), "bob", PASSWORD, Some(&ada)));
    for name in ["ada", "bob"] {
        lock(&world, name);
        assert_eq!(log_in(&world.client(), name, PASSWORD, Some(&both)).status, 200, "{name}");
    }
    assert_eq!(log_in(&world.client(), "bob", PASSWORD, Some(&ada)).status, 429);
}

#[test]
fn a_token_is_worth_nothing_after_a_year_and_after_a_change_of_password() {
    let world = World::new();
    world.add_user("root", Role::Admin);
    let old = device_token(&log_in(&world.client(), "ada", PASSWORD, None));
    world.advance(364 * 86_400);
    let renewed = device_token(&log_in(&world.client(), "ada", PASSWORD, Some(&old)));
    world.advance(2 * 86_400);
    lock(&world, "ada");
    assert_eq!(log_in(&world.client(), "ada", PASSWORD, Some(&old)).status, 429);
    assert_eq!(log_in(&world.client(), "ada", PASSWORD, Some(&renewed)).status, 200);

    let mut root = world.signed_in("root").confirming();
    let reset = shown_link(&press(&mut root, &path_of(&world, "ada"), "password-reset", &[]));
    assert_eq!(choose(&mut world.visitor(), &reset, NEW).status, 303);
    world.advance(3600);
    log_in(&world.client(), "ada", "one guess more", None);
    assert_eq!(log_in(&world.client(), "ada", NEW, Some(&renewed)).status, 429);
}

#[test]
fn a_token_is_given_only_for_password_and_code_together() {
    let world = World::new();
    let (app, _) = enrol(&world, &mut world.signed_in("ada"));
    let refused = log_in(&world.client(), "ada", PASSWORD, None);
    assert_eq!((refused.status, &refused.json()["error"]), (401, &json!("two_factor_required")));
    assert!(refused.json().get("device_token").is_none());
    let body = json!({"username": "ada", "password": PASSWORD, "code": app.code(&world.clock)});
    let mut client = world.client();
    let given = client.post("/api/tokens", &body);
    let token = device_token(&given);
    // A refresh is no login: it gives none.
    client.refresh = given.json()["refresh_token"].as_str().expect("a token").to_owned();
    let renewed = client.renew();
    assert!(renewed.status == 200 && renewed.json().get("device_token").is_none());
    // It lets nobody in without the code.
    assert_eq!(log_in(&world.client(), "ada", PASSWORD, Some(&token)).json()["error"], json!("two_factor_required"));
}
