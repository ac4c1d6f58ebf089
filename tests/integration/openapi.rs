//! The description of the API: it describes every address that exists, and it reads well.

use serde_json::{Value, json};

use crate::world::World;

/// Returns every method of every address, with its description.
fn operations(document: &Value) -> Vec<(String, String, Value)> {
    let paths = document["paths"].as_object().expect("paths");
    let each = |(path, item): (&String, &Value)| {
        let methods = item.as_object().expect("an item").clone();
        methods.into_iter().map(|(method, operation)| (method, path.clone(), operation)).collect::<Vec<_>>()
    };
    paths.iter().flat_map(each).collect()
}

#[test]
fn the_description_is_openapi_3_1_and_may_be_kept_for_a_while() {
    let world = World::new();
    let answer = world.client().get("/openapi.json");
    assert_eq!((answer.status, answer.header("content-type")), (200, "application/json"));
    let document = answer.json();
    assert_eq!((&document["openapi"], &document["info"]["title"]), (&json!("3.1.0"), &json!("Doorward")));
    assert_eq!(document["components"]["securitySchemes"]["accessToken"]["scheme"], json!("bearer"));
    let again = world.client().with_header("if-none-match", answer.header("etag")).get("/openapi.json");
    assert_eq!(again.status, 304);
}

#[test]
fn every_address_that_is_described_is_there_and_asks_for_a_token_as_it_says() {
    let world = World::new();
    let document = world.client().get("/openapi.json").json();
    let all = operations(&document);
    assert!(all.len() >= 8);
    for (method, path, operation) in all {
        let concrete = path.replace("{id}", "none").replace("{kid}", "none");
        let answer = world.client().send(&method.to_uppercase(), &concrete, None);
        let expected: &[u16] = match (operation["security"].is_array(), operation["requestBody"].is_object()) {
            (true, _) => &[401],
            (false, true) => &[415],
            (false, false) => &[200],
        };
        assert!(expected.contains(&answer.status), "{method} {path}: {}", answer.status);
        for member in ["summary", "description", "operationId"] {
            assert!(operation[member].as_str().is_some_and(|text| !text.is_empty()), "{method} {path}: {member}");
        }
        let responses = operation["responses"].as_object().expect("responses");
        assert!(responses.keys().any(|status| status.starts_with('2')) && responses.contains_key("503"));
        for (status, response) in responses {
            assert!(response["headers"]["X-Request-Id"].is_object(), "{method} {path} {status}");
        }
    }
}

#[test]
fn methods_that_are_not_described_are_not_there() {
    let world = World::new();
    let document = world.client().get("/openapi.json").json();
    for (path, item) in document["paths"].as_object().expect("paths") {
        let concrete = path.replace("{id}", "none").replace("{kid}", "none");
        for method in ["get", "post", "put", "delete", "patch"] {
            let status = world.client().send(&method.to_uppercase(), &concrete, None).status;
            assert_eq!(status == 405, item[method].is_null(), "{method} {path}: {status}");
        }
    }
}

#[test]
fn people_can_read_it() {
    let world = World::new();
    let mut visitor = world.visitor();
    let page = visitor.get("/openapi");
    assert_eq!(page.status, 200);
    assert!(page.says("POST /api/tokens") && page.says("id=\"object-Tokens\"") && page.says("id=\"logIn\""));
    assert!(page.hides("<script") && page.hides("**") && page.hides("`"));
    let korean = visitor.with_header("accept-language", "ko").get("/openapi");
    assert!(korean.says("개발자를 위한 문서입니다"));
}
