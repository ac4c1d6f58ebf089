//! The metrics for the operator: each action changes exactly the numbers that it should.

use std::collections::BTreeMap;
use std::sync::Barrier;
use std::time::{Duration, Instant};

use doorward::account::Role;
use doorward::config::Settings;
use doorward::internals::metrics::{Format, exposition};
use doorward::internals::{Lane, janitor};
use serde_json::json;

use crate::strangers::made_without_the_seed;
use crate::support::{ApiClient, PASSWORD, Scrape};
use crate::world::World;

fn with_metrics(settings: &mut Settings) {
    settings.metrics_listen = "127.0.0.1:0".parse().ok();
    // This is enough for a single hashing thread.
    settings.hash_budget_mib = Some(1);
}

fn world() -> World {
    World::with(1, with_metrics)
}

fn scrape(world: &World) -> Scrape {
    Scrape::of(world.app().metrics_port.expect("asked for"))
}

/// Returns the amount that `act` adds to each series of a metric.
fn growth(world: &World, metric: &str, act: impl FnOnce()) -> BTreeMap<String, f64> {
    let before = scrape(world);
    act();
    scrape(world).growth(&before, metric)
}

fn these<const N: usize>(expected: [(&str, f64); N]) -> BTreeMap<String, f64> {
    expected.into_iter().map(|(labels, growth)| (labels.to_owned(), growth)).collect()
}

const SIGN_INS: &str = "doorward_sign_ins_total";
const RENEWALS: &str = "doorward_renewals_total";
const TOKENS: &str = "doorward_access_tokens_checked_total";

fn renewal(outcome: &str, reason: &str, channel: &str) -> BTreeMap<String, f64> {
    these([(&format!("{{outcome=\"{outcome}\",reason=\"{reason}\",channel=\"{channel}\"}}"), 1.0)])
}

/// Makes every query on sessions fail, as if the database were unreachable.
fn break_database(world: &World) {
    world.database.execute("ALTER TABLE sessions RENAME TO sessions_away");
}

fn mend_database(world: &World) {
    world.database.execute("ALTER TABLE sessions_away RENAME TO sessions");
}

#[test]
fn requests_are_counted_by_route_method_and_status() {
    let world = world();
    let mut visitor = world.visitor();
    let before = scrape(&world);
    visitor.get("/login");
    visitor.get("/login?next=%2Faccount");
    visitor.get("/account/sessions/one/label");
    visitor.get("/account/sessions/another/label");
    visitor.get("/account");
    visitor.get("/nowhere");
    visitor.get("/metrics");
    visitor.ask("FROB", "/login", None);
    visitor.ask("HEAD", "/openapi.json", None);
    world.client().get("/api/me");
    world.client().get("/api/nothing");
    let after = scrape(&world);
    let expected = these([
        (r#"{route="/login",method="GET",status="200"}"#, 2.0),
        (r#"{route="/account/sessions/{id}/label",method="GET",status="405"}"#, 2.0),
        (r#"{route="/account",method="GET",status="303"}"#, 1.0),
        (r#"{route="/login",method="other",status="405"}"#, 1.0),
        (r#"{route="/openapi.json",method="HEAD",status="200"}"#, 1.0),
        (r#"{route="/api/me",method="GET",status="401"}"#, 1.0),
        (r#"{route="none",method="GET",status="404"}"#, 3.0),
    ]);
    assert_eq!(after.growth(&before, "doorward_http_requests_total"), expected);
    let durations = after.growth(&before, "doorward_http_request_duration_seconds_count");
    assert_eq!(durations[r#"{route="/login"}"#], 3.0);
    assert_eq!(durations.values().sum::<f64>(), 11.0, "the scrapes are not counted");
    let buckets = after.growth(&before, "doorward_http_request_duration_seconds_bucket");
    assert_eq!(buckets[r#"{route="/login",le="10"}"#], 3.0);
    let bounds = after.series.keys().filter(|series| series.contains("_bucket{route=\"/login\","));
    assert_eq!(bounds.count(), 14, "the bounds go from 1 ms to 10 s and infinity");
    assert!(after.series.contains_key(r#"doorward_http_request_duration_seconds_bucket{route="/login",le="0.001"}"#));
}

#[test]
fn every_outcome_of_a_sign_in_is_counted_by_channel() {
    let world = world();
    let browser =
        |password: &'static str| world.visitor().post("/login", &[("username", "ada"), ("password", password)]).status;
    let api =
        |password: &str| world.client().post("/api/tokens", &json!({"username": "ada", "password": password})).status;
    let counted = |act: &dyn Fn()| growth(&world, SIGN_INS, act);
    let one =
        |outcome: &str, channel: &str| these([(&format!("{{outcome=\"{outcome}\",channel=\"{channel}\"}}"), 1.0)]);
    assert_eq!(counted(&|| assert_eq!(browser(PASSWORD), 303)), one("ok", "browser"));
    assert_eq!(counted(&|| assert_eq!(api(PASSWORD), 200)), one("ok", "api"));
    assert_eq!(counted(&|| assert_eq!(browser("wrong"), 422)), one("refused", "browser"));
    assert_eq!(counted(&|| assert_eq!(api("wrong"), 401)), one("refused", "api"));
    for (expected, ask) in [("browser", &browser as &dyn Fn(&'static str) -> u16), ("api", &api)] {
        let turned_away = scrape(&world);
        let counted = counted(&|| {
            std::thread::scope(|scope| {
                let desk = world.app().desk.clone();
                scope.spawn(move || {
                    actix_web::rt::System::new().block_on(async move {
                        desk.hasher()
                            .run(Lane::Known, || std::thread::sleep(Duration::from_millis(7000)))
                            .await
                            .expect("its turn")
                    })
                });
                wait_until(&world, "doorward_hash_threads_in_use", 1.0);
                let login = scope.spawn(|| {
                    // The waiting login shows in the metrics.
                    wait_until(&world, "doorward_hash_waiting{lane=\"rest\"}", 1.0);
                });
                assert_eq!(ask(PASSWORD), 503);
                login.join().expect("seen");
            });
        });
        assert_eq!(counted, one("busy", expected));
        let growth = scrape(&world).growth(&turned_away, "doorward_hash_turned_away_total");
        assert_eq!(growth, these([("{lane=\"rest\"}", 1.0)]));
    }
    let idle = scrape(&world);
    assert_eq!((idle.value("doorward_hash_threads"), idle.value("doorward_hash_threads_in_use")), (1.0, 0.0));
    let waiting = ["known", "newcomer", "rest"].map(|lane| format!("doorward_hash_waiting{{lane=\"{lane}\"}}"));
    assert_eq!(waiting.map(|series| idle.value(&series)), [0.0; 3]);
    assert_eq!(idle.value("doorward_hash_budget_bytes"), 8192.0);
    break_database(&world);
    assert_eq!(counted(&|| assert_eq!(browser(PASSWORD), 503)), one("unavailable", "browser"));
    assert_eq!(counted(&|| assert_eq!(api(PASSWORD), 503)), one("unavailable", "api"));
}

fn wait_until(world: &World, series: &str, value: f64) {
    let started = Instant::now();
    while scrape(world).value(series) != value {
        assert!(started.elapsed() < Duration::from_secs(10), "{series} never becomes {value}");
        std::thread::sleep(Duration::from_millis(20));
    }
}

#[test]
fn every_outcome_of_a_renewal_of_a_program_is_counted() {
    let world = world();
    let mut client = world.logged_in("ada");
    let first = client.clone();
    let counted = |client: &mut ApiClient| growth(&world, RENEWALS, || drop(client.renew()));
    assert_eq!(counted(&mut client), renewal("rotated", "", "api"));
    assert_eq!(counted(&mut first.clone()), renewal("raced", "", "api"));
    let mut forged = client.clone();
    forged.refresh = made_without_the_seed(&world);
    assert_eq!(counted(&mut forged), renewal("not_ours", "", "api"));
    break_database(&world);
    assert_eq!(counted(&mut client), renewal("unavailable", "", "api"));
    mend_database(&world);
    client.get("/api/me");
    world.let_access_tokens_expire();
    client.renew();
    assert_eq!(counted(&mut first.clone()), renewal("reused", "", "api"));
    assert_eq!(counted(&mut client), renewal("ended", "reused", "api"));
    let mut forgotten = world.logged_in("ada");
    world.advance(13 * 3600);
    assert_eq!(counted(&mut forgotten), renewal("ended", "idle", "api"));
    forgotten.refresh = "nonsense".into();
    assert_eq!(counted(&mut forgotten), these([]), "there is no refresh token");
}

#[test]
fn renewals_of_browsers_are_counted_apart() {
    let world = world();
    let mut visitor = world.signed_in("ada");
    world.let_access_tokens_expire();
    let before = visitor.clone();
    assert_eq!(growth(&world, RENEWALS, || assert!(visitor.is_signed_in())), renewal("rotated", "", "browser"));
    assert_eq!(growth(&world, RENEWALS, || assert!(visitor.is_signed_in())), these([]), "the token is live");
    assert_eq!(growth(&world, RENEWALS, || assert!(before.clone().is_signed_in())), renewal("raced", "", "browser"));
    let mut copy = visitor.clone();
    visitor.post("/logout", &[]);
    assert_eq!(growth(&world, RENEWALS, || assert!(!copy.is_signed_in())), renewal("ended", "signed_out", "browser"));
}

#[test]
fn whoever_waits_for_the_same_renewal_has_raced() {
    let world = world();
    let visitor = world.signed_in("ada");
    world.let_access_tokens_expire();
    let barrier = Barrier::new(8);
    let counted = growth(&world, RENEWALS, || {
        std::thread::scope(|scope| {
            for _ in 0..8 {
                scope.spawn(|| {
                    barrier.wait();
                    assert_eq!(visitor.ask("GET", "/account", None).status, 200);
                });
            }
        });
    });
    let labels = |outcome: &str| format!("{{outcome=\"{outcome}\",reason=\"\",channel=\"browser\"}}");
    assert_eq!(counted, these([(&labels("rotated"), 1.0), (&labels("raced"), 7.0)]));
}

#[test]
fn access_tokens_are_counted_by_what_they_turn_out_to_be() {
    let world = world();
    let (mut visitor, client) = (world.signed_in("ada"), world.logged_in("ada"));
    let counted = growth(&world, TOKENS, || {
        visitor.get("/account");
        visitor.get("/");
        client.get("/api/me");
        world.client().get("/api/me");
        world.visitor().get("/");
    });
    assert_eq!(counted, these([(r#"{outcome="current"}"#, 3.0)]), "a request without a token does not count");
    let counted = growth(&world, TOKENS, || drop(client.with_token("no.token.this").get("/api/me")));
    assert_eq!(counted, these([(r#"{outcome="refused"}"#, 1.0)]));
    let copy = visitor.clone();
    visitor.post("/logout", &[]);
    let counted = growth(&world, TOKENS, || drop(copy.ask("GET", "/account", None)));
    assert_eq!(counted, these([(r#"{outcome="recalled"}"#, 1.0)]));
    world.let_access_tokens_expire();
    let counted = growth(&world, TOKENS, || assert_eq!(client.get("/api/me").status, 419));
    assert_eq!(counted, these([(r#"{outcome="expired"}"#, 1.0)]));
}

#[test]
fn the_recall_list_and_notes_of_use_show() {
    let world = world();
    let mut visitor = world.signed_in("ada");
    visitor.get("/account");
    let before = scrape(&world);
    assert_eq!(before.value("doorward_noted_uses"), 1.0);
    assert_eq!((before.value("doorward_recall_sessions"), before.value("doorward_recall_users")), (0.0, 0.0));
    visitor.post("/logout", &[]);
    assert_eq!(scrape(&world).value("doorward_recall_sessions"), 1.0);
    std::thread::sleep(Duration::from_millis(1500));
    let after = scrape(&world);
    assert_eq!(after.value("doorward_recall_sessions"), 1.0, "it counts once, though two sources name it");
    assert_eq!((after.value("doorward_recall_everybody"), after.value("doorward_recall_fresh")), (0.0, 1.0));
    assert!((0.0..5.0).contains(&after.value("doorward_recall_age_seconds")));
    let now = world.clock.now();
    world.app().desk.recall().everybody(now);
    assert_eq!(scrape(&world).value("doorward_recall_everybody"), 1.0);
}

#[test]
fn connections_that_are_busy_show_and_whoever_finds_none_is_counted() {
    let world = world();
    let desk = world.app().desk.clone();
    let lane = if crate::support::database::is_postgres() { "shared" } else { "readers" };
    let series = |what: &str| format!("doorward_database_{what}{{lane=\"{lane}\"}}");
    let before = scrape(&world);
    let most = before.value(&series("connections_max"));
    std::thread::scope(|scope| {
        scope.spawn(move || {
            actix_web::rt::System::new().block_on(async move {
                let hold = |_: u32| {
                    desk.store().read(|_| {
                        std::thread::sleep(Duration::from_millis(7000));
                        Ok(())
                    })
                };
                futures_util::future::join_all((0..most as u32).map(hold)).await;
            })
        });
        wait_until(&world, &series("connections_in_use"), most);
        // A connection that is in use may be counted before it is open.
        wait_until(&world, &series("connections_idle"), 0.0);
        assert_eq!(world.visitor().post("/login", &[("username", "ada"), ("password", PASSWORD)]).status, 503);
    });
    let after = scrape(&world);
    let label = format!("{{lane=\"{lane}\"}}");
    assert!(after.growth(&before, "doorward_database_timeouts_total")[&label] >= 1.0);
    wait_until(&world, &series("connections_in_use"), 0.0);
    assert_eq!(scrape(&world).value(r#"doorward_database_connections_max{lane="background"}"#), 1.0);
}

#[test]
fn background_tasks_tell_when_they_ran_and_that_they_fail() {
    let world = world();
    let task = "recall_list_and_keys";
    let of = |scrape: &Scrape, what: &str| scrape.value(&format!("doorward_task_{what}{{task=\"{task}\"}}"));
    std::thread::sleep(Duration::from_millis(1200));
    let well = scrape(&world);
    assert!(of(&well, "runs_total") >= 1.0 && of(&well, "failures_total") == 0.0);
    assert_eq!(of(&well, "last_run_timestamp_seconds"), of(&well, "last_success_timestamp_seconds"));
    let now = world.clock.now().milliseconds() as f64 / 1000.0;
    assert!((now - 3.0..=now).contains(&of(&well, "last_run_timestamp_seconds")));
    assert!((0.0..3.0).contains(&of(&well, "last_duration_seconds")));
    break_database(&world);
    std::thread::sleep(Duration::from_millis(2500));
    let ill = scrape(&world);
    assert!(of(&ill, "failures_total") >= 1.0);
    assert!(of(&ill, "last_run_timestamp_seconds") > of(&ill, "last_success_timestamp_seconds"));
    for task in [
        "notes_of_use",
        "refused_tries",
        "notes_of_proxies",
        "ending_many_sessions",
        "key_rotation",
        "event_seals",
        "deletion_of_old_events",
        "janitor",
    ] {
        assert!(ill.value(&format!("doorward_task_runs_total{{task=\"{task}\"}}")) >= 1.0, "{task}");
    }
}

#[test]
fn what_the_janitor_puts_away_is_counted() {
    let world = world();
    drop((world.signed_in("ada"), world.signed_in("ada")));
    let sweep = || {
        growth(&world, "doorward_deleted_rows_total", || {
            world.app().block_on(|desk| async move { janitor::sweep(&desk).await.map(drop) }).expect("swept");
        })
    };
    assert_eq!(sweep(), these([]));
    world.advance(2 * 86_400);
    // The tries of an address, of its network and of a day are counted in one or two pieces of time each.
    let tries = world.database.number("SELECT COUNT(*) FROM throttle_tries") as f64;
    assert!((3.0..=6.0).contains(&tries), "{tries}");
    let answers = world.database.number("SELECT COUNT(*) FROM form_answers") as f64;
    let tries = these([(r#"{kind="answers"}"#, answers), (r#"{kind="tries"}"#, tries)]);
    let expired = growth(&world, "doorward_expired_sessions_total", || assert_eq!(sweep(), tries));
    assert_eq!(expired, these([("", 2.0)]));
    world.advance(40 * 86_400);
    assert_eq!(sweep(), these([(r#"{kind="sessions"}"#, 2.0)]));
}

#[test]
fn signing_keys_show_their_age_and_state() {
    let world = world();
    let before = scrape(&world);
    assert_eq!(before.value(r#"doorward_signing_keys{state="signing"}"#), 1.0);
    assert_eq!(before.value("doorward_signing_key_rotation_age_seconds"), 90.0 * 86_400.0);
    world.advance(1000);
    assert!((1000.0..1060.0).contains(&scrape(&world).value("doorward_signing_key_age_seconds")));
}

#[test]
fn a_scrape_runs_no_query() {
    let world = world();
    let desk = &world.app().desk;
    let before = desk.store().queries();
    for _ in 0..2000 {
        assert!(exposition(desk, Format::Prometheus).contains("doorward_database_queries_total "));
    }
    // Background tasks make queries meanwhile.
    let queries = desk.store().queries() - before;
    assert!(queries < 1000, "{queries}");
}

#[test]
fn the_private_listener_has_nothing_else_and_the_public_one_has_no_numbers() {
    let world = world();
    let private = ApiClient::new(world.app().metrics_port.expect("asked for"));
    for path in ["/", "/login", "/api/me", "/metrics/", "/openapi.json", "/static/style.css"] {
        assert_eq!(private.get(path).status, 404, "{path}");
    }
    for method in ["POST", "PUT", "DELETE", "OPTIONS", "FROB"] {
        let answer = private.send(method, "/metrics", None);
        assert_eq!((answer.status, answer.header("allow")), (405, "GET, HEAD"), "{method}");
    }
    let plain = private.get("/metrics");
    assert_eq!(plain.header("content-type"), "text/plain; version=0.0.4; charset=utf-8");
    assert_eq!((plain.header("cache-control"), plain.set_cookies().len()), ("no-store", 0));
    let open =
        private.with_header("accept", "application/openmetrics-text;version=1.0.0,text/plain;q=0.5").get("/metrics");
    assert_eq!(open.header("content-type"), "application/openmetrics-text; version=1.0.0; charset=utf-8");
    assert!(open.body.ends_with("# EOF\n") && !plain.body.contains("# EOF"));
    let head = private.send("HEAD", "/metrics", None);
    assert_eq!((head.status, head.body.as_str()), (200, ""));
    let mut visitor = world.visitor();
    let (metrics, unknown) = (visitor.get("/metrics"), visitor.get("/nowhere"));
    assert_eq!((metrics.status, metrics.header("content-type")), (404, unknown.header("content-type")));
    assert!(metrics.says("Page not found"));
}

#[test]
fn nothing_in_the_numbers_names_anybody() {
    let world = world();
    let visitor = world.signed_in("ada");
    world.visitor().post("/login", &[("username", "grace"), ("password", "wrong")]);
    let text = scrape(&world).text;
    for secret in ["ada", "grace", "127.0.0.1", &visitor.session_id()] {
        assert!(!text.contains(secret), "{secret}");
    }
}

#[test]
#[ignore = "measures: run it by name with --nocapture"]
fn counting_costs_little_beside_the_page() {
    use actix_web::web::{ServiceConfig, get};
    async fn hello(_: doorward::CurrentSession) -> &'static str {
        "hello"
    }
    fn routes(app: &mut ServiceConfig) {
        app.route("/hello", get().to(hello));
    }
    let mut world = World::empty();
    world.start(with_metrics, routes);
    world.add_user("ada", Role::User);
    let visitor = world.signed_in("ada");
    let ask = |times: u32| {
        let started = Instant::now();
        (0..times).for_each(|_| assert_eq!(visitor.ask("GET", "/hello", None).status, 200));
        started.elapsed() / times
    };
    ask(500);
    let page = ask(5000);
    let desk = &world.app().desk;
    let counter = prometheus_client::metrics::counter::Counter::<u64>::default();
    let started = Instant::now();
    for _ in 0..100_000 {
        counter.inc();
        desk.metrics().requests.answered(Some("/hello".to_owned()), "GET", 200, page);
    }
    let counting = started.elapsed() / 100_000;
    let ratio = counting.as_secs_f64() / page.as_secs_f64();
    println!("page {page:?}, counting {counting:?}: {:.2} %", ratio * 100.0);
    assert!(ratio < 0.05, "{ratio}");
}
