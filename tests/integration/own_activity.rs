//! What is on record about somebody, for themselves: all of it, nothing of anybody else, and not where others were who
//! acted. The page, the export and the API tell the same.

use scraper::{Html, Selector};
use serde_json::{Value, json};

use crate::admin_users::{id_of, path_of, press, world};
use crate::event_log::{link, read_csv, read_while};
use crate::support::{Answer, ApiClient, PASSWORD, Visitor};
use crate::world::World;

const LIST: &str = "/account/activity";
const EXPORT: &str = "/account/activity/export";

/// An event that is added without the server's knowledge.
struct Added<'a> {
    kind: &'a str,
    user: &'a str,
    actor: &'a str,
    session: &'a str,
    request: &'a str,
    detail: &'a str,
}

const NOTHING: Added<'static> =
    Added { kind: "moon_landed", user: "", actor: "", session: "", request: "", detail: "" };
/// Where all of them come from.
const ADDRESS: &str = "198.51.100.77";
const BROWSER: &str = "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/17.6 Safari/605.1.15";

fn add(world: &World, at: i64, event: &Added<'_>) {
    let text = |text: &str| if text.is_empty() { "NULL".to_owned() } else { format!("'{text}'") };
    let Added { kind, user, actor, session, request, detail } = *event;
    world.database.execute(&format!(
        "INSERT INTO events (at, kind, user_id, actor_id, session_id, ip, user_agent, request_id, detail) VALUES \
         ({at}, '{kind}', {}, {}, {}, '{ADDRESS}', '{BROWSER}', {}, {})",
        text(user),
        text(actor),
        text(session),
        text(request),
        text(detail)
    ));
}

/// Adds this number of events about a user, one in each millisecond, numbered in `detail`.
fn add_many(world: &World, user: &str, count: usize, kind: &str) {
    let at = world.clock.now().milliseconds();
    world.database.execute(&format!(
        "INSERT INTO events (at, kind, user_id, actor_id, ip, user_agent, request_id, detail) \
         WITH RECURSIVE numbers(number) AS (SELECT 1 UNION ALL SELECT number + 1 FROM numbers WHERE number < {count}) \
         SELECT {at} + number, '{kind}', '{user}', '{user}', '192.0.2.1', 'curl/8', 'r1', \
             'd' || CAST(100000 + number AS TEXT) FROM numbers"
    ));
}

/// Returns what the pages say of each event besides its time, from this page to the last.
fn walk(visitor: &mut Visitor, path: &str) -> Vec<Vec<String>> {
    let (mut page, mut all) = (visitor.get(path), Vec::new());
    loop {
        assert_eq!(page.status, 200, "{path}");
        all.extend(rows(&page));
        let Some(next) = link(&page, "a[rel=next]") else { return all };
        page = visitor.get(&next);
    }
}

fn rows(page: &Answer) -> Vec<Vec<String>> {
    let selector = |text| Selector::parse(text).expect("a selector");
    let document = Html::parse_document(&page.body);
    let cells = |row: scraper::ElementRef| {
        let cells: Vec<String> = row.select(&selector("td")).map(|cell| cell.text().collect::<String>()).collect();
        cells.iter().map(|cell| cell.trim().to_owned()).collect()
    };
    document.select(&selector("tbody tr")).map(cells).collect()
}

fn details(rows: &[Vec<String>]) -> Vec<&str> {
    rows.iter().map(|row| &*row[3]).filter(|detail| detail.starts_with('d')).collect()
}

fn walk_api(client: &ApiClient, query: &str) -> Vec<Value> {
    let (mut all, mut cursor) = (Vec::new(), String::new());
    loop {
        let answer = client.get(&format!("/api/activity?{query}{cursor}"));
        assert_eq!(answer.status, 200, "{query}: {}", answer.body);
        all.extend(answer.json()["items"].as_array().expect("items").clone());
        let Some(next) = answer.json()["next"].as_str().map(str::to_owned) else { return all };
        cursor = format!("&cursor={next}");
    }
}

/// Names and values of form fields.
type Fields<'a> = &'a [(&'a str, &'a str)];

fn exported(visitor: &mut Visitor, filter: Fields<'_>) -> Vec<Value> {
    let answer = visitor.post(EXPORT, &[&[("format", "jsonl")], filter].concat());
    assert_eq!(answer.status, 200, "{}", answer.body);
    answer.body.lines().map(|line| serde_json::from_str(line).expect("a line of JSON")).collect()
}

fn ids(events: &[Value]) -> Vec<i64> {
    events.iter().map(|event| event["id"].as_i64().expect("a number")).collect()
}

#[test]
fn everything_about_oneself_is_there_and_nothing_of_anybody_else() {
    let world = world(1);
    world.add_user("grace", doorward::account::Role::User);
    let (ada, root, grace) = (id_of(&world, "ada"), id_of(&world, "root"), id_of(&world, "grace"));
    world.visitor().post("/login", &[("username", "ada"), ("password", "wrong")]);
    let mut admin = world.signed_in("root");
    world.signed_in("grace");
    press(&mut admin, &path_of(&world, "ada"), "email", &[("email", "ada@example.org")]);
    press(&mut admin, &path_of(&world, "grace"), "email", &[("email", "grace@example.org")]);
    let page = admin.get("/admin/keys");
    admin.submit(&page, "/admin/keys/rotation", &[]);
    for (name, id) in [("ada", &ada), ("root", &root), ("grace", &grace)] {
        let client = world.logged_in(name);
        let mut visitor = world.signed_in(name);
        let expected = world.database.texts(&format!(
            "SELECT CAST(id AS TEXT) AS value FROM events WHERE user_id = '{id}' \
             OR actor_id = '{id}' AND user_id IS NULL ORDER BY id DESC"
        ));
        let listed = walk_api(&client, "limit=3");
        assert_eq!(ids(&listed).iter().map(ToString::to_string).collect::<Vec<_>>(), expected, "{name}");
        assert_eq!(walk(&mut visitor, LIST).len(), expected.len(), "{name}");
        let mut exported = exported(&mut visitor, &[]);
        exported.reverse();
        assert_eq!(exported, listed, "{name}");
        let others = [&ada, &root, &grace].into_iter().filter(|other| *other != id);
        for other in others {
            assert!(listed.iter().all(|event| !event.to_string().contains(other.as_str())), "{name}");
            // Whose events they are cannot be said at all.
            for parameter in ["user", "actor", "owner", "user_id"] {
                let query = format!("{parameter}={other}");
                assert_eq!(walk(&mut visitor, &format!("{LIST}?{query}")).len(), listed.len() + 1, "{query}");
                assert_eq!(client.get(&format!("/api/activity?{query}")).status, 400, "{query}");
                assert_eq!(visitor.post(EXPORT, &[("format", "csv"), (parameter, other)]).status, 400, "{query}");
            }
        }
    }
    // What an admin did to somebody is in the activity of that person, and what is about nobody in their own.
    let kinds = |name: &str| walk_api(&world.logged_in(name), "").iter().map(|event| event["kind"].clone()).collect();
    let (of_ada, of_root): (Vec<Value>, Vec<Value>) = (kinds("ada"), kinds("root"));
    let has = |kinds: &[Value], kind: &str| kinds.contains(&json!(kind));
    assert!(has(&of_ada, "email_changed") && has(&of_ada, "sign_in_failed") && !has(&of_ada, "signing_key_created"));
    assert!(has(&of_root, "signing_key_created") && !has(&of_root, "email_changed"));
    assert!(admin.get(LIST).says(&format!("/admin/events?actor={root}")));
    assert!(world.signed_in("ada").get(LIST).hides("/admin"));
}

#[test]
fn where_somebody_else_was_who_acted_is_not_told() {
    let world = world(1);
    let (ada, root) = (id_of(&world, "ada"), id_of(&world, "root"));
    let mut visitor = world.signed_in("ada");
    let client = world.logged_in("ada");
    let now = world.clock.now().milliseconds();
    let others = [
        (&*root, "8f3c0a51b2d4", "by an administrator", "admin"),
        (&*root, "bulk-8f3c0a51", "by an administrator", "admin"),
        ("", "bulk-8f3c0a51", "command line", "operator"),
        ("", "command-line", "command line", "operator"),
        ("", "background", "Doorward itself", "doorward"),
    ];
    for (actor, request, _, _) in others {
        let session = "5".repeat(32);
        let event = Added { kind: "session_revoked", user: &ada, actor, session: &session, request, ..NOTHING };
        add(&world, now, &Added { detail: "administrator", ..event });
    }
    let page = visitor.get(LIST);
    let listed = walk_api(&client, "kind=session_revoked");
    let csv = visitor.post(EXPORT, &[("format", "csv")]).body;
    let lines = visitor.post(EXPORT, &[("format", "jsonl")]).body;
    let api = Value::from(listed.clone()).to_string();
    for text in [ADDRESS, "Safari", "8f3c0a51", "command-line", "background", "root", &root] {
        assert!(page.hides(text), "the page tells {text}");
        assert!(!csv.contains(text) && !lines.contains(text) && !api.contains(text), "{text}");
    }
    let told: Vec<Vec<String>> = rows(&page).into_iter().filter(|row| row[1].contains("Session ended")).collect();
    for ((row, event), (_, _, words, by)) in told.iter().zip(&listed).zip(others.iter().rev()) {
        assert_eq!((&*row[2], &event["by"]), (*words, &json!(by)));
        for hidden in ["ip", "user_agent", "request_id"] {
            assert_eq!(event[hidden], Value::Null, "{hidden}");
        }
    }
    assert_eq!((told.len(), listed.len()), (5, 5));
    // Who gives a wrong password is not known, so the owner is told from where it came, as on the start page.
    add(&world, now, &Added { kind: "sign_in_failed", user: &ada, request: "8f3c0a51b2d4", ..NOTHING });
    assert!(visitor.get(LIST).says(ADDRESS) && visitor.get("/").says(ADDRESS));
    let failed = walk_api(&client, "kind=sign_in_failed");
    assert_eq!((&failed[0]["ip"], &failed[0]["by"]), (&json!(ADDRESS), &Value::Null));
    assert_eq!(walk_api(&client, "kind=signed_in")[0]["by"], json!("owner"));
}

#[test]
fn each_filter_finds_what_it_says_on_the_page_in_the_api_and_in_the_export() {
    let world = world(1);
    let (ada, day) = (id_of(&world, "ada"), 86_400_000_i64);
    let client = world.logged_in("ada");
    let mut visitor = world.signed_in("ada");
    let (session, strange) = (visitor.session_id(), world.signed_in("root").session_id());
    let noon = world.clock.now().milliseconds().div_euclid(day) * day + day / 2;
    for (days, kind, session, detail) in [
        (1, "moon_landed", &*session, "d1"),
        (1, "role_changed", "", "d2"),
        (10, "role_changed", &*session, "d3"),
        (10, "moon_landed", "", "d4"),
    ] {
        let event = Added { kind, user: &ada, actor: &ada, session, detail, ..NOTHING };
        add(&world, noon + days * day, &event);
    }
    let date =
        |days: i64| doorward::internals::Timestamp::from_milliseconds(noon + days * day).to_rfc3339()[..10].to_owned();
    let (first, second, last, beyond) = (date(1), date(2), date(10), date(11));
    let cases: [(Fields<'_>, &[&str]); 9] = [
        (&[("kind", "role_changed")], &["d3", "d2"]),
        (&[("from", &first)], &["d4", "d3", "d2", "d1"]),
        (&[("from", &first), ("until", &second)], &["d2", "d1"]),
        (&[("from", &last), ("kind", "role_changed")], &["d3"]),
        (&[("from", &beyond)], &[]),
        (&[("session", &session)], &["d3", "d1"]),
        (&[("session", &session), ("kind", "role_changed"), ("until", &last)], &["d3"]),
        (&[("session", &strange)], &[]),
        (&[("kind", "user_deleted")], &[]),
    ];
    for (filter, expected) in cases {
        let query: Vec<String> = filter.iter().map(|(name, text)| format!("{name}={text}")).collect();
        let query = query.join("&");
        let found = walk(&mut visitor, &format!("{LIST}?{query}"));
        assert_eq!(details(&found), expected, "{query}");
        let listed = walk_api(&client, &query);
        assert_eq!(found.len(), listed.len(), "{query}");
        let mut exported = exported(&mut visitor, filter);
        exported.reverse();
        // The exports before are about their owner too.
        let is_none = |event: &&Value| event["kind"] != json!("events_exported");
        let exported: Vec<&Value> = exported.iter().filter(is_none).collect();
        assert_eq!(exported, listed.iter().filter(is_none).collect::<Vec<_>>(), "{query}");
    }
    let none = visitor.get(&format!("{LIST}?from={beyond}"));
    assert!(none.status == 200 && none.says("No event matches"), "{}", none.body);
    // Fields that are left empty filter nothing, and the form keeps what was typed.
    let page = visitor.get(&format!("{LIST}?kind=&session=&from={last}&until="));
    assert_eq!((details(&rows(&page)), page.says(&format!("value=\"{last}\""))), (vec!["d4", "d3"], true));
}

#[test]
fn a_session_is_found_with_those_that_it_has_replaced() {
    let world = world(1);
    let mut visitor = world.signed_in("ada");
    let first = visitor.session_id();
    let mut other = world.signed_in("ada");
    world.advance(20 * 60);
    let page = visitor.get("/account/sessions");
    let asked = visitor.submit(&page, "/account/sessions/revocations", &[]);
    visitor.submit(&asked, "/account/sessions/revocations", &[("current_password", PASSWORD)]);
    assert!(!other.is_signed_in());
    let second = visitor.session_id();
    assert_ne!(first, second);
    let kinds = |visitor: &mut Visitor, session: &str| -> Vec<String> {
        let found = walk(visitor, &format!("{LIST}?session={session}"));
        found.into_iter().map(|row| row[1].clone()).collect()
    };
    let whole = kinds(&mut visitor, &second);
    assert!(whole.iter().any(|what| what == "Signed in") && whole.iter().any(|what| what == "Password confirmed"));
    let before = kinds(&mut visitor, &first);
    assert!(before.iter().any(|what| what == "Signed in") && before.iter().all(|what| what != "Password confirmed"));
    // The form offers where one is signed in, this device first, and what was asked for.
    let page = visitor.get(&format!("{LIST}?session={first}"));
    let options = Html::parse_document(&page.body);
    let option = Selector::parse("#session option").expect("a selector");
    let values: Vec<&str> = options.select(&option).filter_map(|option| option.value().attr("value")).collect();
    assert_eq!(values, ["", &*second, &*first]);
    assert!(page.says("(this device)") && page.says(&format!("value=\"{first}\" selected")));
}

#[test]
fn pages_lead_through_five_hundred_events_both_ways_while_others_are_added() {
    let world = world(1);
    let ada = id_of(&world, "ada");
    add_many(&world, &ada, 500, "moon_landed");
    add_many(&world, &id_of(&world, "root"), 500, "moon_landed");
    let newest_first: Vec<String> = (1..=500).rev().map(|number| format!("d{}", 100_000 + number)).collect();
    let client = world.logged_in("ada");
    let mut visitor = world.signed_in("ada");
    let own = |page: &Answer| details(&rows(page)).into_iter().map(str::to_owned).collect::<Vec<_>>();
    let (mut page, mut seen, mut pages) = (visitor.get(LIST), Vec::new(), 1);
    loop {
        seen.extend(own(&page));
        let Some(next) = link(&page, "a[rel=next]") else { break };
        // Somebody tries to get in meanwhile.
        add(&world, world.clock.now().milliseconds(), &Added { kind: "sign_in_failed", user: &ada, ..NOTHING });
        (page, pages) = (visitor.get(&next), pages + 1);
    }
    assert_eq!((seen, pages), (newest_first.clone(), 11));
    let mut backwards = Vec::new();
    loop {
        backwards.extend(own(&page).into_iter().rev());
        let Some(previous) = link(&page, "a[rel=prev]") else { break };
        page = visitor.get(&previous);
    }
    assert_eq!(backwards.into_iter().rev().collect::<Vec<_>>(), newest_first);
    let listed = walk_api(&client, "kind=signed_in&limit=1");
    assert_eq!(listed.len(), 2);
    let (mut all, mut query) = (Vec::new(), String::new());
    loop {
        let answer = client.get(&format!("/api/activity?limit=60{query}")).json();
        all.extend(answer["items"].as_array().expect("items").clone());
        let Some(next) = answer["next"].as_str() else { break };
        query = format!("&cursor={next}");
        add(&world, world.clock.now().milliseconds(), &Added { kind: "sign_in_failed", user: &ada, ..NOTHING });
    }
    let numbered = all.iter().filter(|event| event["kind"] == json!("moon_landed"));
    assert_eq!(numbered.map(|event| event["detail"].clone()).collect::<Vec<_>>(), newest_first);
}

#[test]
fn a_filter_that_hardly_anything_fits_asks_before_it_looks_further() {
    let world = world(1);
    let ada = id_of(&world, "ada");
    add_many(&world, &ada, 1, "role_changed");
    add_many(&world, &ada, 21_000, "moon_landed");
    let client = world.logged_in("ada");
    let mut visitor = world.signed_in("ada");
    let page = visitor.get(&format!("{LIST}?kind=role_changed"));
    assert!(page.says("Very few events match") && rows(&page).is_empty());
    let further = link(&page, ".notice a").expect("a way on");
    assert_eq!(details(&rows(&visitor.get(&further))), ["d100001"]);
    let answer = client.get("/api/activity?kind=role_changed").json();
    assert_eq!((answer["items"].as_array().map(Vec::len), answer["next"].is_string()), (Some(0), true));
    assert_eq!(walk_api(&client, "kind=role_changed").len(), 1);
}

#[test]
fn what_cannot_be_understood_is_said_as_in_the_other_lists() {
    let world = world(1);
    let mut visitor = world.signed_in("ada");
    let client = world.logged_in("ada");
    for (query, words) in [
        ("kind=%3Cscript%3E", "no such event"),
        ("session=1", "not a session ID"),
        ("from=yesterday", "not a date"),
        ("until=2026-02-31", "not a date"),
    ] {
        let page = visitor.get(&format!("{LIST}?{query}"));
        assert!(page.status == 422 && page.says(words) && page.says("aria-invalid"), "{query}: {}", page.status);
        assert!(page.hides("<script>") && page.hides("<table") && page.hides(EXPORT), "{query}");
        assert_eq!(client.get(&format!("/api/activity?{query}")).status, 400, "{query}");
    }
    let page = visitor.get(&format!("{LIST}?kind=dead&session=1"));
    assert!(page.status == 422 && page.says("<a href=\"#session\">Device</a>"), "{}", page.body);
    for query in ["after=1", "after=~x", "after=~1&before=~2", "kind=signed_in&kind=signed_in", "from=%ff"] {
        assert_eq!(visitor.get(&format!("{LIST}?{query}")).status, 400, "{query}");
    }
    assert_eq!(visitor.get(&format!("{LIST}?after=~1&utm_source=x")).status, 200, "beyond the end");
    for query in ["limit=0", "limit=201", "limit=x", "kind=", "before=1", "sort=at", "format=csv", "limit=1&limit=1"] {
        assert_eq!(client.get(&format!("/api/activity?{query}")).status, 400, "{query}");
    }
    for cursor in ["AAAA", "LWlkfn4"] {
        let answer = client.get(&format!("/api/activity?cursor={cursor}"));
        assert_eq!((answer.status, &answer.json()["error"]), (409, &json!("unknown_cursor")), "{cursor}");
    }
    for fields in [
        vec![("format", "pdf")],
        vec![],
        vec![("format", "csv"), ("ip", "192.0.2.1")],
        vec![("format", "csv"), ("session", "x")],
        vec![("format", "csv"), ("format", "csv")],
    ] {
        assert_eq!(visitor.post(EXPORT, &fields).status, 400, "{fields:?}");
    }
    assert_eq!(visitor.get(EXPORT).status, 405);
}

#[test]
fn it_is_for_whoever_is_signed_in() {
    let world = world(1);
    let answer = world.visitor().get(LIST);
    assert_eq!((answer.status, answer.header("location")), (303, "/login?next=%2Faccount%2Factivity"));
    assert_eq!(world.visitor().post(EXPORT, &[("format", "csv")]).status, 403);
    // Whoever may not call does not learn whether the call was right.
    assert_eq!(world.client().get("/api/activity?kind=dead").status, 401);
    // Cookies mean nothing to the API.
    assert_eq!(world.signed_in("ada").get("/api/activity").status, 401);
    let mut visitor = world.signed_in("ada");
    for page in ["/", "/account", "/account/sessions"] {
        assert!(visitor.get(page).says("href=\"/account/activity\""), "{page}");
    }
    let page = visitor.get("/account/activity?kind=signed_in");
    assert!(
        page.says("<a href=\"/account/activity\" aria-current=\"page\">")
            && page.hides("<a href=\"/account\" aria-current")
    );
    // Long after the password was entered, too.
    world.advance(3600);
    assert_eq!(visitor.get(LIST).status, 200);
    assert_eq!(visitor.post(EXPORT, &[("format", "csv")]).status, 200);
}

#[test]
fn an_export_is_on_record_and_tells_what_the_page_tells() {
    let world = world(1);
    let ada = id_of(&world, "ada");
    world.signed_in("ada");
    let mut visitor = world.visitor().with_header("user-agent", "=HYPERLINK(\"http://x\")");
    visitor.log_in("ada");
    let page = visitor.get(&format!("{LIST}?kind=signed_in"));
    let file = visitor.submit(&page, EXPORT, &[("format", "csv")]);
    assert_eq!(file.header("content-type"), "text/csv; charset=utf-8; header=present");
    let day = &world.clock.now().to_rfc3339()[..10];
    assert_eq!(file.header("content-disposition"), format!("attachment; filename=\"activity-{day}.csv\""));
    let lines = read_csv(&file.body);
    assert_eq!(lines[0], ["id", "at", "kind", "by", "session_id", "ip", "user_agent", "request_id", "detail"]);
    assert!(lines.len() == 3 && lines[1..].iter().all(|line| line[2] == "signed_in" && line[3] == "owner"));
    assert_eq!(lines[2][6], "'=HYPERLINK(\"http://x\")", "no cell begins a formula");
    let recorded = format!(
        "SELECT detail AS value FROM events WHERE kind = 'events_exported' AND user_id = '{ada}' AND actor_id = '{ada}'"
    );
    assert_eq!(world.database.texts(&recorded), ["csv kind=signed_in"]);
    let session = visitor.session_id();
    let here = walk(&mut visitor, &format!("{LIST}?session={session}"));
    assert!(here.iter().any(|row| row[1] == "Events exported"), "it was taken in this session");
    assert!(visitor.get(LIST).says("Events exported"), "its owner sees it");
    assert!(visitor.get("/").says("Events exported"), "at once");
    // A day of the form is one of the reader's zone, and the record says when it began.
    visitor.post("/account/time-zone", &[("time_zone", "Asia/Seoul")]);
    visitor.post(EXPORT, &[("format", "jsonl"), ("from", "2026-11-23"), ("kind", " ")]);
    assert_eq!(world.database.texts(&recorded)[1], "jsonl from=2026-11-22T15%3A00%3A00.000Z");
}

#[test]
fn times_are_those_of_the_readers_zone() {
    let world = world(1);
    let ada = id_of(&world, "ada");
    let mut visitor = world.signed_in("ada");
    let client = world.logged_in("ada");
    // An evening in UTC, which is the next morning in Seoul.
    let days = world.clock.now().milliseconds().div_euclid(86_400_000) + 3;
    let evening = days * 86_400_000 + (20 * 3600 + 5 * 60 + 1) * 1000;
    let date =
        |days: i64| doorward::internals::Timestamp::from_milliseconds(days * 86_400_000).to_rfc3339()[..10].to_owned();
    add(&world, evening, &Added { user: &ada, actor: &ada, detail: "d1", ..NOTHING });
    visitor.post("/account/time-zone", &[("time_zone", "Asia/Seoul")]);
    for (day, is_found) in [(days, false), (days + 1, true)] {
        let page = visitor.get(&format!("{LIST}?from={0}&until={0}", date(day)));
        assert_eq!(page.says(&format!("{}\u{a0}05:05:01", date(days + 1))), is_found, "{day}");
        assert!(page.says("Asia/Seoul"));
        // The API keeps to UTC.
        let found = walk_api(&client, &format!("from={0}&until={0}", date(day)));
        let expected = if is_found { vec![] } else { vec![json!(format!("{}T20:05:01.000Z", date(days)))] };
        assert_eq!(found.iter().map(|event| event["at"].clone()).collect::<Vec<_>>(), expected, "{day}");
    }
}

#[test]
fn an_export_ends_with_the_session_of_its_owner() {
    let world = world(1);
    // This is more than fits into the buffers of both ends.
    add_many(&world, &id_of(&world, "ada"), 100_000, "moon_landed");
    let visitor = world.signed_in("ada");
    let is_complete = |received: &[u8]| received.ends_with(b"\r\n0\r\n\r\n");
    let whole = read_while(&world, &visitor, EXPORT, || {});
    assert!(whole.starts_with(b"HTTP/1.1 200") && is_complete(&whole));
    let cut = read_while(&world, &visitor, EXPORT, || {
        world.database.execute("UPDATE sessions SET revoked_at = 1, revocation_reason = 'signed_out_elsewhere'");
    });
    assert!(!is_complete(&cut) && cut.len() < whole.len());
}
