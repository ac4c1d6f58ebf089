//! The examples in `docs/api.md`: each request is sent as it is written, and its answer must match the example below
//! it.

use serde_json::Value;

use crate::world::World;

const PAGE: &str = include_str!("../../docs/api.md");

/// Returns the fenced blocks: the language of each and its text.
fn blocks() -> Vec<(&'static str, &'static str)> {
    let fenced = PAGE.split("\n```").skip(1).step_by(2);
    fenced.filter_map(|block| block.split_once('\n').or(Some((block, "")))).collect()
}

/// Returns the shape of a value: the names of its members and the kind of each. A list has the shape of its first item.
fn shape(value: &Value) -> Value {
    match value {
        Value::Object(members) => {
            // A member that is null here may be a text in the example.
            let known = members.iter().filter(|(_, value)| !value.is_null());
            Value::Object(known.map(|(name, value)| (name.clone(), shape(value))).collect())
        }
        Value::Array(items) => Value::Array(items.first().map(shape).into_iter().collect()),
        Value::String(_) => "text".into(),
        Value::Number(_) => "number".into(),
        other => other.clone(),
    }
}

#[test]
fn every_example_is_answered_as_the_page_says() {
    let world = World::new();
    let mut client = world.client();
    let (blocks, mut sent) = (blocks(), 0);
    for (index, (_, request)) in blocks.iter().enumerate().filter(|(_, (mark, _))| *mark == "http") {
        let fill = |text: &str| {
            let access = client.access.clone().unwrap_or_default();
            text.replace("$access_token", &access).replace("$refresh_token", &client.refresh)
        };
        let (head, body) = request.split_once("\n\n").unwrap_or((request, ""));
        let (method, path) = head.lines().next().and_then(|line| line.split_once(' ')).expect("a request line");
        let mut caller = crate::support::ApiClient::new(world.app().port);
        for header in head.lines().skip(1).filter(|line| !line.starts_with("Content-Type")) {
            let (name, value) = header.split_once(": ").expect("a header");
            caller = caller.with_header(name, &fill(value));
        }
        let body = fill(body.trim());
        let body = (!body.is_empty()).then_some(("application/json", body.as_bytes()));
        let answer = caller.send(method, path, body);
        sent += 1;
        let Some(status) = blocks.get(index + 1).and_then(|(mark, _)| mark.strip_prefix("json ")) else {
            assert_eq!(answer.status, 200, "{request}");
            continue;
        };
        assert_eq!(answer.status.to_string(), status, "{request}: {}", answer.body);
        let expected: Value = serde_json::from_str(blocks[index + 1].1).unwrap_or(Value::Null);
        assert_eq!(shape(&answer.json()), shape(&expected), "{request}");
        if let Some(token) = answer.json()["access_token"].as_str() {
            client.access = Some(token.to_owned());
            client.refresh = answer.json()["refresh_token"].as_str().expect("a token").to_owned();
        }
    }
    assert!(sent >= 8, "{sent}");
}
