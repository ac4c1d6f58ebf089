//! What somebody is told who has to wait, which is the same for every name.

use doorward::By;
use doorward::account::{self, Role, Username};
use serde_json::json;

use super::{LOCKS, guess, log_in, stranger, waits, world};
use crate::support::{Answer, ApiClient, PASSWORD};
use crate::world::World;

fn suspend(world: &World, name: &'static str) {
    let suspended = world.app().block_on(move |desk| async move {
        let user = account::find(&desk, Username::parse(name).expect("a name")).await.expect("found");
        account::suspend(&desk, user.id, By::operator()).await
    });
    assert!(suspended.expect("suspended"));
}

/// Returns everything of an answer that an attacker could compare, without the parts that belong to the request or the
/// name.
fn comparable(answer: &Answer, name: &str) -> (u16, String, Vec<String>, Vec<String>) {
    let own = ["date", "x-request-id", "retry-after", "content-length"];
    let mut headers: Vec<_> = answer.headers.iter().map(|(name, value)| format!("{name}: {value:?}")).collect();
    headers.retain(|header| !own.iter().any(|own| header.starts_with(own)));
    headers.sort();
    let body = answer.without_keys().replace(&format!("value=\"{name}\""), "value=\"\"");
    let body = match answer.json()["request_id"].as_str() {
        Some(id) => body.replace(id, ""),
        None => body,
    };
    (answer.status, body, headers, answer.set_cookies())
}

#[test]
fn whoever_is_meant_is_refused_alike() {
    let world = world();
    world.add_user("bob", Role::User);
    suspend(&world, "bob");
    let names = ["ada", "nobody", "bob", "no.name"];
    for name in names {
        assert_eq!(guess(&world, name, 0..10), [422; 10], "{name}");
    }
    world.advance(61);
    for name in names {
        assert_eq!(guess(&world, name, 10..11), [422], "{name}");
    }
    for password in [PASSWORD, "wrong"] {
        let pages = names.map(|name| comparable(&log_in(&mut stranger(&world, 500), name, password), name));
        assert!(pages[0].1.contains("Too many attempts. Try again in 2 minutes."), "{}", pages[0].1);
        assert!(pages.iter().all(|page| page.0 == 429 && *page == pages[0]), "{pages:#?}");
        let client = world.client().with_header("x-forwarded-for", "198.51.101.7");
        let answers = names.map(|name| {
            comparable(&client.post("/api/tokens", &json!({"username": name, "password": password})), name)
        });
        assert!(answers.iter().all(|answer| answer.0 == 429 && *answer == answers[0]), "{answers:#?}");
    }
    // Two of the four names belong to nobody, so only the events of the other two name a user.
    assert_eq!(world.database.number(LOCKS), 4);
    assert_eq!(world.database.number(&format!("{LOCKS} AND user_id IS NOT NULL")), 2);
}

#[test]
fn the_page_keeps_the_name_and_where_it_leads_and_not_the_password() {
    let world = world();
    assert_eq!(guess(&world, "ada", 0..10), [422; 10]);
    let mut visitor = stranger(&world, 500).with_header("accept-language", "ko");
    let page = visitor.get("/login?next=/account");
    let answer = visitor.submit(&page, "/login", &[("username", "Ada"), ("password", "my own secret")]);
    assert!(answer.status == 429 && answer.says("value=\"Ada\"") && answer.says("value=\"/account\""));
    assert!(answer.says("시도 횟수를 초과했습니다") && answer.hides("my own secret"));
    world.advance(61);
    let answer = visitor.submit(&answer, "/login", &[("password", PASSWORD)]);
    assert_eq!((answer.status, answer.header("location")), (303, "/account"));
}

#[test]
fn form_and_api_share_one_budget() {
    let world = world();
    let api = |number: usize, password: &str| -> Answer {
        let client: ApiClient = world.client().with_header("x-forwarded-for", &format!("203.0.113.{number}"));
        client.post("/api/tokens", &json!({"username": "ADA", "password": password}))
    };
    assert_eq!(guess(&world, "ada", 0..5), [422; 5]);
    for number in 5..10 {
        assert_eq!(api(number, &format!("guess {number}")).status, 401);
    }
    assert!(waits(&log_in(&mut stranger(&world, 500), "ada", PASSWORD), 60));
    let refused = api(100, PASSWORD);
    assert!(waits(&refused, 60));
    let body = refused.json();
    assert_eq!((body["code"].as_i64(), body["error"].as_str()), (Some(429), Some("too_many_tries")));
    assert!(body["message"].as_str().is_some_and(|message| message.contains("Too many attempts")), "{body}");
    world.advance(61);
    assert_eq!(api(100, PASSWORD).status, 200);
}
