//! The record for admins: it is sealed so that tampering shows, and it is searched, paged, exported, and deleted when
//! it is old.

use std::collections::BTreeSet;
use std::io::{Read, Write};
use std::net::TcpStream;

use doorward::account::Role;
use doorward::internals::seal_check::{self, Broken, Fault, Report};
use doorward::internals::{Error, Head, seals};
use scraper::{Html, Selector};

use crate::support::database::is_postgres;
use crate::support::{Answer, PASSWORD, Visitor};
use crate::world::{App, World};

const LIST: &str = "/admin/events";
const EXPORT: &str = "/admin/events/export";

/// Makes a world with an admin, `root`.
fn world() -> World {
    let world = World::new();
    world.add_user("root", Role::Admin);
    world
}

/// Adds this number of events of a kind without the server's knowledge, one in each millisecond, numbered in
/// `request_id`.
fn add_events(world: &World, count: usize, kind: &str, ip: &str) {
    let at = world.clock.now().milliseconds();
    world.database.execute(&format!(
        "INSERT INTO events (at, kind, user_id, ip, user_agent, request_id, detail) \
         WITH RECURSIVE numbers(number) AS (SELECT 1 UNION ALL SELECT number + 1 FROM numbers WHERE number < {count}) \
         SELECT {at} + number, '{kind}', NULL, '{ip}', 'curl/8', 'r' || CAST(100000 + number AS TEXT), NULL FROM numbers"
    ));
}

fn seal(world: &World) -> i64 {
    seal_at(world.app())
}

/// Seals as the background task does. Sealing is put off while the database server itself vacuums the table.
fn seal_at(app: &App) -> i64 {
    app.block_on(|desk| async move {
        loop {
            match seals::seal(&desk).await {
                Ok(sealed) => return sealed,
                Err(Error::Unavailable(why)) if why.contains("vacuum") => {}
                Err(error) => panic!("{error}"),
            }
        }
    })
}

fn prune(world: &World) -> usize {
    world.app().block_on(|desk| async move { seals::prune(&desk).await.expect("prunes") })
}

fn check(world: &World, head: Option<Head>) -> Report {
    world.app().block_on(|desk| async move {
        seal_check::check(&desk, head.as_ref(), |_, _| {}).await.expect("the database answers")
    })
}

fn fault(world: &World, head: Option<Head>) -> (i64, Fault) {
    let Some(Broken { position, fault, .. }) = check(world, head).broken else { panic!("the chain is not broken") };
    (position, fault)
}

/// Drops the triggers, as an attacker must do first.
fn drop_triggers(world: &World) {
    let table = if is_postgres() { " ON events" } else { "" };
    world
        .database
        .execute(&format!("DROP TRIGGER events_are_append_only{table}; DROP TRIGGER events_are_kept{table};"));
}

fn last_event_of(world: &World, position: i64) -> i64 {
    world.database.number(&format!("SELECT last_event FROM event_seals WHERE position = {position}"))
}

#[test]
fn events_are_sealed_in_runs_and_counted_by_hour_and_kind() {
    let world = world();
    add_events(&world, 2500, "session_labelled", "192.0.2.1");
    seal(&world);
    let report = check(&world, None);
    let all = world.database.number("SELECT COUNT(*) FROM events");
    assert_eq!((report.broken, report.sealed, report.unsealed), (None, all, 0));
    assert!(report.seals >= 3 && report.head.is_some());
    assert_eq!(world.database.number("SELECT CAST(SUM(events) AS BIGINT) FROM event_counts"), all);
    let labelled = "SELECT CAST(SUM(events) AS BIGINT) FROM event_counts WHERE kind = 'session_labelled'";
    assert_eq!(world.database.number(labelled), 2500);
    assert_eq!(world.database.number("SELECT COUNT(*) FROM event_counts WHERE hour % 3600000 <> 0"), 0);
    add_events(&world, 1, "session_labelled", "192.0.2.1");
    assert_eq!(check(&world, None).unsealed, 1);
    world.app().block_on(|desk| async move { seals::run(&desk).await.expect("runs") });
    assert_eq!(check(&world, None).unsealed, 0);
    assert_eq!(world.database.number("SELECT COUNT(*) FROM task_runs WHERE name = 'seals' AND outcome = 'well'"), 1);
}

#[test]
fn tampering_shows_whichever_way() {
    let overriding = if is_postgres() { "OVERRIDING SYSTEM VALUE" } else { "" };
    let added = format!("INSERT INTO events (id, at, kind) {overriding} VALUES (-5, 1, 'signed_in')");
    let pruned = "INSERT INTO event_prunings SELECT last_event, 1 FROM event_seals WHERE position = 2; \
                  DELETE FROM events WHERE id <= (SELECT last_event FROM event_seals WHERE position = 2)";
    let unnoticed = "INSERT INTO event_prunings SELECT last_event + 1, 1 FROM event_seals WHERE position = 2";
    for (sql, position, expected) in [
        (
            "UPDATE events SET detail = 'x' WHERE id = (SELECT last_event FROM event_seals WHERE position = 2)",
            2,
            Fault::EventChanged,
        ),
        (
            "UPDATE events SET kind = 'nothing_known' WHERE id = (SELECT first_event FROM event_seals WHERE position = 3)",
            3,
            Fault::EventChanged,
        ),
        (
            "DELETE FROM events WHERE id = (SELECT last_event FROM event_seals WHERE position = 2)",
            2,
            Fault::EventMissing,
        ),
        (added.as_str(), 1, Fault::EventAdded),
        ("UPDATE event_seals SET sealed_at = sealed_at + 1 WHERE position = 2", 2, Fault::SealChanged),
        ("UPDATE event_seals SET mac = digest WHERE position = 1", 1, Fault::SealChanged),
        ("DELETE FROM event_seals WHERE position = 2", 2, Fault::SealMissing),
        ("DELETE FROM event_seals WHERE position = 1", 1, Fault::SealMissing),
        (pruned, 2, Fault::PruningUnproved),
        (unnoticed, 0, Fault::PruningUnproved),
    ] {
        let world = World::new();
        seal(&world);
        add_events(&world, 2500, "session_labelled", "192.0.2.1");
        seal(&world);
        assert_eq!(check(&world, None).broken, None);
        drop_triggers(&world);
        world.database.execute(sql);
        assert_eq!(fault(&world, None), (position, expected), "{sql}");
    }
}

#[test]
fn a_cut_off_end_shows_to_whoever_noted_the_head() {
    let world = World::new();
    seal(&world);
    add_events(&world, 2500, "session_labelled", "192.0.2.1");
    seal(&world);
    let head = check(&world, None).head.expect("a head");
    assert_eq!(check(&world, Some(head.clone())).broken, None);
    add_events(&world, 10, "session_labelled", "192.0.2.1");
    seal(&world);
    assert_eq!(check(&world, Some(head.clone())).broken, None, "a longer chain still contains the head");
    drop_triggers(&world);
    let last = last_event_of(&world, 2);
    world
        .database
        .execute(&format!("DELETE FROM event_seals WHERE position > 2; DELETE FROM events WHERE id > {last}"));
    assert_eq!(check(&world, None).broken, None, "the database alone does not show it");
    let (_, found) = fault(&world, Some(head.clone()));
    assert_eq!(found, Fault::HeadMissing);
    add_events(&world, 5000, "session_labelled", "192.0.2.1");
    seal(&world);
    assert_eq!(fault(&world, Some(head.clone())), (head.position, Fault::HeadDiffers));
}

#[test]
fn old_events_are_deleted_and_the_chain_stays_whole() {
    let world = world();
    add_events(&world, 2500, "session_labelled", "192.0.2.1");
    seal(&world);
    let old_head = check(&world, None).head.expect("a head");
    assert_eq!(prune(&world), 0, "nothing is old");
    world.advance(200 * 86_400);
    add_events(&world, 700, "session_labelled", "192.0.2.2");
    seal(&world);
    let boundary = old_head.position;
    let old =
        world.database.number(&format!("SELECT COUNT(*) FROM events WHERE id <= {}", last_event_of(&world, boundary)));
    world.advance(201 * 86_400);
    world.signed_in("root");
    seal(&world);
    assert_eq!(prune(&world), usize::try_from(old).expect("some"));
    assert_eq!(world.database.number("SELECT COUNT(*) FROM events WHERE ip = '192.0.2.1'"), 0);
    assert_eq!(world.database.number("SELECT COUNT(*) FROM events WHERE ip = '192.0.2.2'"), 700);
    assert_eq!(world.database.number("SELECT MIN(position) FROM event_seals"), boundary, "the anchor stays");
    let report = check(&world, Some(old_head.clone()));
    assert_eq!(
        (report.broken, report.pruning.map(|pruning| pruning.last_event)),
        (None, Some(last_event_of(&world, boundary)))
    );
    seal(&world);
    assert_eq!(prune(&world), 0);
    assert_eq!(world.database.number("SELECT COUNT(*) FROM events WHERE kind = 'events_pruned'"), 1);
    assert_eq!(check(&world, None).broken, None);
    // Time goes on and more is pruned. The anchor moves, and a single row says how far.
    world.advance(401 * 86_400);
    assert!(prune(&world) >= 700);
    seal(&world);
    assert_eq!(check(&world, None).broken, None);
    assert_eq!(world.database.number("SELECT COUNT(*) FROM event_prunings"), 1);
    assert_eq!(fault(&world, Some(old_head)).1, Fault::HeadPruned);
    world.database.execute("UPDATE event_prunings SET pruned_at = pruned_at + 1");
    assert_eq!(fault(&world, None).1, Fault::PruningUnproved);
}

#[test]
fn events_are_kept_for_ever_where_that_is_wanted() {
    let world = World::with(1, |settings| settings.event_retention = None);
    add_events(&world, 10, "session_labelled", "192.0.2.1");
    seal(&world);
    world.advance(5000 * 86_400);
    seal(&world);
    assert_eq!(prune(&world), 0);
    assert_eq!(world.database.number("SELECT COUNT(*) FROM events WHERE ip = '192.0.2.1'"), 10);
    let delete = || world.database.execute("DELETE FROM events");
    assert!(std::panic::catch_unwind(std::panic::AssertUnwindSafe(delete)).is_err(), "the database itself refuses");
}

#[test]
fn parallel_writers_lose_no_event_while_they_are_being_sealed() {
    let world = World::with(2, |_| {});
    // On PostgreSQL, an id is taken long before other connections see its row.
    let slowly = |number: i32| match is_postgres() {
        true => format!(
            "BEGIN; INSERT INTO events (at, kind) VALUES (1, 'signed_in'); SELECT pg_sleep(0.0{}); COMMIT",
            number % 7
        ),
        false => "INSERT INTO events (at, kind) VALUES (1, 'signed_in')".to_owned(),
    };
    std::thread::scope(|scope| {
        for _ in 0..4 {
            scope.spawn(|| (0..30).for_each(|number| world.database.execute(&slowly(number))));
        }
        for app in [world.app(), world.other_app()] {
            scope.spawn(move || {
                for _ in 0..60 {
                    seal_at(app);
                    std::thread::sleep(std::time::Duration::from_millis(10));
                }
            });
        }
        let mut visitor = world.visitor();
        (0..30).for_each(|_| drop(visitor.post("/login", &[("username", "ada"), ("password", "wrong")])));
    });
    while check(&world, None).unsealed > 0 {
        seal(&world);
    }
    let report = check(&world, None);
    assert_eq!(report.broken, None);
    assert_eq!(report.sealed, world.database.number("SELECT COUNT(*) FROM events"));
    assert_eq!(world.database.number("SELECT COUNT(*) FROM events WHERE at = 1"), 120);
}

#[test]
fn only_admins_see_and_take_events() {
    let world = world();
    for path in [LIST, "/admin/events?kind=signed_in"] {
        assert_eq!(world.visitor().get(path).status, 303);
        assert_eq!(world.signed_in("ada").get(path).status, 403);
        assert_eq!(world.signed_in("root").get(path).status, 200);
    }
    let fields = [("format", "csv")];
    assert_eq!(world.visitor().post(EXPORT, &fields).status, 403);
    let answer = world.signed_in("ada").post(EXPORT, &fields);
    assert!(answer.status == 403 && !answer.says("signed_in,"));
    assert_eq!(world.database.number("SELECT COUNT(*) FROM events WHERE kind = 'events_exported'"), 0);
    let root = world.signed_in("root");
    world.database.execute("UPDATE users SET role = 'user' WHERE username = 'root'");
    assert_eq!(root.clone().get(LIST).status, 403, "the role in the token does not count");
    assert_eq!(root.clone().post(EXPORT, &fields).status, 403);
}

/// Returns the numbers of the events that a page shows, in its order.
fn numbers(page: &Answer) -> Vec<String> {
    let document = Html::parse_document(&page.body);
    let cells = Selector::parse("td small").expect("a selector");
    document.select(&cells).map(|cell| cell.text().collect()).collect()
}

pub fn link(page: &Answer, selector: &str) -> Option<String> {
    let document = Html::parse_document(&page.body);
    let link = document.select(&Selector::parse(selector).expect("a selector")).next()?;
    link.value().attr("href").map(str::to_owned)
}

#[test]
fn pages_lead_through_all_events_both_ways() {
    let world = world();
    add_events(&world, 130, "device_is_unknown", "192.0.2.9");
    let mut root = world.signed_in("root");
    let newest_first: Vec<String> = (1..=130).rev().map(|number| format!("r{}", 100_000 + number)).collect();
    let (mut page, mut seen) = (root.get("/admin/events?ip=192.0.2.9"), Vec::new());
    assert!(page.says("device_is_unknown"), "an unknown word is shown as it is");
    loop {
        seen.extend(numbers(&page));
        let Some(next) = link(&page, "a[rel=next]") else { break };
        assert!(next.contains("ip=192.0.2.9"));
        page = root.get(&next);
    }
    assert_eq!(seen, newest_first);
    let mut backwards = Vec::new();
    loop {
        backwards.extend(numbers(&page).into_iter().rev());
        let Some(previous) = link(&page, "a[rel=prev]") else { break };
        page = root.get(&previous);
    }
    assert_eq!(backwards.into_iter().rev().collect::<Vec<_>>(), newest_first);
    let last = root.get("/admin/events?ip=192.0.2.9&before=");
    assert_eq!(numbers(&last), newest_first[80..]);
}

#[test]
fn each_filter_finds_what_it_says_and_nothing_else() {
    let world = world();
    let (mut root, day) = (world.signed_in("root"), 86_400_000_i64);
    let root_id = world.database.texts("SELECT id AS value FROM users WHERE username = 'root'").remove(0);
    let (gone, session) = ("e".repeat(32), "5".repeat(32));
    let noon = world.clock.now().milliseconds().div_euclid(day) * day + day / 2;
    for (number, days, kind, user, actor, session, ip) in [
        (1, 0, "session_labelled", gone.as_str(), root_id.as_str(), "0", "192.0.2.1"),
        (2, 0, "role_changed", root_id.as_str(), gone.as_str(), session.as_str(), "2001:db8::7"),
        (3, 10, "role_changed", gone.as_str(), gone.as_str(), "0", "local"),
    ] {
        world.database.execute(&format!(
            "INSERT INTO events (at, kind, user_id, actor_id, session_id, ip, user_agent, request_id) VALUES \
             ({noon} + {days} * {day}, '{kind}', '{user}', '{actor}', '{session}', '{ip}', 'curl/8', 'r{number}')"
        ));
    }
    let date =
        |days: i64| doorward::internals::Timestamp::from_milliseconds(noon + days * day).to_rfc3339()[..10].to_owned();
    for (query, expected) in [
        ("kind=role_changed".to_owned(), vec!["r3", "r2"]),
        (format!("user={gone}"), vec!["r3", "r1"]),
        ("user=root&kind=role_changed".into(), vec!["r2"]),
        ("actor=ROOT&kind=session_labelled".into(), vec!["r1"]),
        (format!("actor={gone}"), vec!["r3", "r2"]),
        (format!("session={session}"), vec!["r2"]),
        ("ip=2001:DB8:0::7".into(), vec!["r2"]),
        (format!("ip=local&from={}", date(10)), vec!["r3"]),
        (format!("from={}&until={}", date(10), date(10)), vec!["r3"]),
        (format!("from={}&kind=role_changed", date(1)), vec!["r3"]),
        (format!("until={}&kind=role_changed", date(9)), vec!["r2"]),
        (format!("until={}", date(-2)), vec![]),
        (format!("from={}", date(30)), vec![]),
        (format!("user={gone}&ip=local&kind=role_changed"), vec!["r3"]),
        (format!("user={gone}&session={session}"), vec![]),
    ] {
        let page = root.get(&format!("{LIST}?{query}"));
        assert_eq!((page.status, numbers(&page)), (200, expected.iter().map(ToString::to_string).collect()), "{query}");
    }
    let page = root.get("/admin/events?session=&kind=role_changed");
    assert!(page.says(&format!("/admin/users/{root_id}")) && page.says(&format!("/admin/sessions/{session}")));
    assert!(page.says("Role changed"));
}

#[test]
fn what_cannot_be_understood_is_said_in_the_form() {
    let world = world();
    let mut root = world.signed_in("root");
    for (query, words) in [
        ("kind=%3Cscript%3E", "no such event"),
        ("user=a+b", "cannot be a username"),
        ("user=nobody", "no such user"),
        ("actor=nobody", "no such user"),
        ("session=1", "not a session ID"),
        ("ip=192.0.2", "not an IP address"),
        ("from=yesterday", "not a date"),
        ("until=2026-02-31", "not a date"),
    ] {
        let page = root.get(&format!("{LIST}?{query}"));
        assert!(page.status == 422 && page.says(words) && page.says("aria-invalid"), "{query}: {}", page.status);
        assert!(!page.says("<script>"));
    }
    let page = root.get(&format!("{LIST}?kind=dead&ip=192.0.2&from=yesterday&user=ada"));
    for words in ["no such event", "not an IP address", "not a date", "value=\"ada\""] {
        assert!(page.status == 422 && page.says(words), "every mistake is named at once: {words}");
    }
    for query in ["after=1", "after=~x", "after=~1&before=~2", "kind=signed_in&kind=signed_in", "user=%ff"] {
        assert_eq!(root.get(&format!("{LIST}?{query}")).status, 400, "{query}");
    }
    assert_eq!(root.get("/admin/events?after=~1").status, 200, "beyond the end");
    for fields in [
        vec![("format", "pdf")],
        vec![],
        vec![("format", "csv"), ("ip", "x")],
        vec![("format", "csv"), ("user", "nobody")],
        vec![("format", "csv"), ("more", "x")],
    ] {
        assert_eq!(root.post(EXPORT, &fields).status, 400, "{fields:?}");
    }
    assert_eq!(root.get(EXPORT).status, 405);
}

#[test]
fn a_filter_that_hardly_anything_fits_asks_before_it_looks_further() {
    let world = world();
    add_events(&world, 1, "role_changed", "192.0.2.1");
    add_events(&world, 25_000, "session_labelled", "192.0.2.1");
    let mut root = world.signed_in("root");
    let page = root.get("/admin/events?ip=192.0.2.1&kind=role_changed");
    assert!(numbers(&page).is_empty() && page.says("Keep looking"));
    let further = link(&page, ".notice a").expect("a link");
    let page = root.get(&further);
    assert_eq!(numbers(&page), ["r100001"]);
    assert!(!page.says("Keep looking"));
}

/// Parses CSV according to RFC 4180.
pub fn read_csv(text: &str) -> Vec<Vec<String>> {
    let (mut rows, mut row, mut cell, mut is_quoted) = (Vec::new(), Vec::new(), String::new(), false);
    let mut rest = text.chars().peekable();
    while let Some(c) = rest.next() {
        match (c, is_quoted) {
            ('"', true) if rest.peek() == Some(&'"') => cell.push(rest.next().expect("a quote")),
            ('"', _) => is_quoted = !is_quoted,
            (',', false) => row.push(std::mem::take(&mut cell)),
            ('\r', false) => {
                assert_eq!(rest.next(), Some('\n'));
                row.push(std::mem::take(&mut cell));
                rows.push(std::mem::take(&mut row));
            }
            _ => cell.push(c),
        }
    }
    assert!(row.is_empty() && cell.is_empty(), "the last line must end with a line break");
    rows
}

#[test]
fn an_export_is_the_table_in_either_format() {
    let world = world();
    add_events(&world, 5000, "session_labelled", "192.0.2.1");
    let mut root = world.signed_in("root");
    let table = "SELECT CAST(id AS TEXT) || '|' || kind || '|' || COALESCE(user_id, '') || '|' || COALESCE(ip, '') || '|' || \
                 COALESCE(request_id, '') AS value FROM events ORDER BY id";
    let expected = world.database.texts(table);
    let answer = root.post(EXPORT, &[("format", "csv"), ("kind", "")]);
    assert_eq!(answer.status, 200, "{}", answer.body);
    assert!(answer.header("content-type").starts_with("text/csv"));
    assert!(answer.header("content-disposition").starts_with("attachment; filename=\"events-"));
    assert_eq!(answer.header("cache-control"), "no-store");
    let rows = read_csv(&answer.body);
    assert_eq!(rows[0][..3], ["id", "at", "kind"]);
    let lines: Vec<_> = rows[1..]
        .iter()
        .map(|row| [&row[0], &row[2], &row[3], &row[8], &row[10]].map(String::as_str).join("|"))
        .collect();
    assert_eq!(lines, expected);

    let expected = world.database.texts(table);
    let answer = root.post(EXPORT, &[("format", "jsonl")]);
    assert_eq!(answer.header("content-type"), "application/jsonl; charset=utf-8");
    let lines: Vec<_> = answer
        .body
        .lines()
        .map(|line| {
            let value: serde_json::Value = serde_json::from_str(line).expect("JSON");
            let text = |name: &str| value[name].as_str().unwrap_or_default().to_owned();
            assert!(value["detail"].is_null() || value["detail"].is_string());
            format!("{}|{}|{}|{}|{}", value["id"], text("kind"), text("user_id"), text("ip"), text("request_id"))
        })
        .collect();
    assert_eq!(lines, expected);

    let answer = root.post(EXPORT, &[("format", "jsonl"), ("kind", "user_created"), ("user", "ada"), ("ip", " ")]);
    assert_eq!(answer.body.lines().count(), 1);
    assert!(answer.says("\"user\":\"ada\""));
    let recorded =
        "SELECT detail AS value FROM events WHERE kind = 'events_exported' AND actor_id IS NOT NULL ORDER BY id";
    let dated = root.post(EXPORT, &[("format", "csv"), ("from", "2020-01-01"), ("until", "2020-01-02")]);
    assert_eq!(read_csv(&dated.body).len(), 1, "only the head");
    let said = ["csv", "jsonl", "jsonl kind=user_created&user=ada", "csv from=2020-01-01&until=2020-01-02"];
    assert_eq!(world.database.texts(recorded), said);
}

#[test]
fn what_an_attacker_wrote_is_inert_on_the_page_and_in_a_spreadsheet() {
    let world = world();
    let mut attacker = world.visitor().with_header("user-agent", "=HYPERLINK(\"http://evil\",\"<b>x</b>\")");
    attacker.post("/login", &[("username", "ada"), ("password", "wrong")]);
    let mut root = world.signed_in("root");
    assert!(!root.get("/admin/events?kind=sign_in_failed").says("<b>x"));
    let rows = read_csv(&root.post(EXPORT, &[("format", "csv"), ("kind", "sign_in_failed")]).body);
    assert_eq!(rows[1][9], "'=HYPERLINK(\"http://evil\",\"<b>x</b>\")");
}

#[test]
fn an_export_asks_for_the_password_and_then_goes_on() {
    let world = world();
    let mut root = world.signed_in("root");
    world.advance(16 * 60);
    // A request that no form can send is refused before it asks for the password.
    for wrong in
        [&[("kind", "user_created")][..], &[("format", "csv"), ("kind", "x")], &[("format", "csv"), ("role", "x")]]
    {
        assert_eq!(root.post(EXPORT, wrong).status, 400, "{wrong:?}");
    }
    let page = root.post(EXPORT, &[("format", "csv"), ("kind", "user_created")]);
    assert!(page.says("Confirm it is you") && !page.says("user_created,"));
    let answer = root.submit(&page, EXPORT, &[("current_password", PASSWORD)]);
    assert_eq!(read_csv(&answer.body).len(), 3, "the head and two events");
    assert!(root.is_signed_in());
}

/// Begins an export, runs `harm` while it is under way, and returns the received bytes.
pub fn read_while(world: &World, reader: &Visitor, path: &str, harm: impl FnOnce()) -> Vec<u8> {
    let mut connection = TcpStream::connect(("127.0.0.1", world.app().port)).expect("connects");
    let cookies: Vec<_> = reader.jar.iter().map(|(name, value)| format!("{name}={value}")).collect();
    let head: String =
        reader.headers.iter().map(|(name, value)| format!("{name}: {}\r\n", String::from_utf8_lossy(value))).collect();
    write!(
        connection,
        "POST {path} HTTP/1.1\r\nhost: 127.0.0.1\r\n{head}cookie: {}\r\nconnection: close\r\n\
         content-type: application/x-www-form-urlencoded\r\ncontent-length: 12\r\n\r\nformat=jsonl",
        cookies.join("; ")
    )
    .expect("sent");
    let mut received = vec![0; 4096];
    connection.read_exact(&mut received).expect("it begins");
    harm();
    // The connection may end in any way; the test looks only for the end of the body.
    drop(connection.read_to_end(&mut received));
    received
}

#[test]
fn an_export_that_fails_in_the_middle_does_not_look_complete() {
    let world = world();
    // This is more than fits into the buffers of both ends.
    add_events(&world, 100_000, "session_labelled", "192.0.2.1");
    let root = world.signed_in("root");
    let is_complete = |received: &[u8]| received.ends_with(b"\r\n0\r\n\r\n");
    let whole = read_while(&world, &root, EXPORT, || {});
    assert!(whole.starts_with(b"HTTP/1.1 200") && is_complete(&whole) && whole.len() > 20_000_000);
    let cut = read_while(&world, &root, EXPORT, || world.database.execute("ALTER TABLE events RENAME TO events_away"));
    world.database.execute("ALTER TABLE events_away RENAME TO events");
    assert!(cut.starts_with(b"HTTP/1.1 200") && !is_complete(&cut) && cut.len() < whole.len());
    let cut = read_while(&world, &root, EXPORT, || {
        let ended = "UPDATE sessions SET revoked_at = 1, revocation_reason = 'administrator'";
        world.database.execute(ended);
    });
    assert!(!is_complete(&cut) && cut.len() < whole.len(), "the export stops at the sign-out");
}

#[test]
fn all_the_words_of_the_form_lead_to_distinct_fields() {
    let world = world();
    let page = world.signed_in("root").get(LIST);
    let document = Html::parse_document(&page.body);
    let ids: Vec<_> = document
        .select(&Selector::parse("form[method=get] [name]").expect("a selector"))
        .filter_map(|field| field.value().attr("id"))
        .collect();
    assert_eq!(ids.iter().collect::<BTreeSet<_>>().len(), 7);
    for id in ids {
        assert!(page.says(&format!("<label for=\"{id}\">")), "{id}");
    }
}
