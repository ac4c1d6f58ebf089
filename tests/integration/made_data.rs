//! The invented data for benchmarks must be as Doorward itself would have written it.

#[path = "../../benches/make_data/mod.rs"]
mod make_data;

use doorward::Clock;
use doorward::config::DatabaseUrl;
use doorward::internals::{Connection, SessionEnd, SessionId, SessionState, Store, migrations, sessions};
use make_data::{Order, make};

use crate::support::database::Database;

fn migrated() -> Database {
    let database = Database::new();
    migrations::run(&Store::create(&DatabaseUrl::parse(&database.url).expect("a URL")).expect("opens")).expect("up");
    database
}

fn fill(database: &Database, seed: u64, until: i64) {
    let order = Order {
        database_url: database.url.clone(),
        users: 300,
        sessions: 3000,
        events: 4000,
        seed,
        until,
        password_hash: None,
        keep_indexes: false,
    };
    make(&order).expect("made");
}

#[test]
fn made_sessions_and_events_are_consistent() {
    let database = migrated();
    let indexes = || {
        if crate::support::database::is_postgres() {
            database.texts("SELECT indexdef AS value FROM pg_indexes WHERE schemaname = 'public' ORDER BY indexname")
        } else {
            database
                .texts("SELECT sql AS value FROM sqlite_master WHERE type = 'index' AND sql IS NOT NULL ORDER BY name")
        }
    };
    let before = indexes();
    let now = Clock::system().now();
    fill(&database, 1, now.milliseconds());
    assert_eq!(indexes(), before, "every index is back");
    for (table, count) in [("users", 300), ("sessions", 3000), ("events", 4000)] {
        assert_eq!(database.number(&format!("SELECT COUNT(*) FROM {table}")), count);
    }
    let none = [
        "sessions WHERE NOT (signed_in_at <= rotated_at AND rotated_at <= last_seen_at
            AND idle_expires_at <= absolute_expires_at AND confirmed_generation <= generation)",
        "sessions WHERE (revoked_at IS NULL) <> (revocation_reason IS NULL) OR revoked_at < last_seen_at
            OR revoked_at > idle_expires_at OR (revoked_at IS NOT NULL AND state <> revocation_reason)",
        "sessions JOIN users ON users.id = sessions.user_id WHERE signed_in_at < created_at
            OR (sessions.state = 'live' AND status <> 'active') OR sessions.username <> users.username",
        "events WHERE NOT EXISTS (SELECT 1 FROM users WHERE users.id = user_id) AND kind = 'signed_in'",
        "events JOIN sessions ON sessions.id = session_id WHERE at < signed_in_at",
    ];
    for rows in none {
        assert_eq!(database.number(&format!("SELECT COUNT(*) FROM {rows}")), 0, "{rows}");
    }
    let people = |state: &str| database.number(&format!("SELECT COUNT(*) FROM users WHERE state = '{state}'"));
    assert!(people("active") > 250 && people("invited") > 0 && people("suspended") > 0);
    let live = database.number("SELECT COUNT(*) FROM sessions WHERE state = 'live'");
    assert!((1950..2250).contains(&live), "{live}");
    // The sessions that are stored as live are those that the program itself takes for live.
    let store = Store::open(&DatabaseUrl::parse(&database.url).expect("a URL")).expect("opens");
    let ids = database.texts("SELECT id AS value FROM sessions");
    let read = |connection: &mut Connection| {
        let found = ids.iter().map(|id| sessions::find(connection, &SessionId::parse(id).expect("an id")));
        found.collect::<Result<Option<Vec<_>>, _>>()
    };
    for (session, user) in store.write_blocking(read).expect("read").expect("all are there") {
        let end = session.end(now);
        assert_eq!(end.is_none(), session.state == SessionState::Live, "{session:?}");
        assert!(end.is_some() || user.is_active());
        if let Some(SessionEnd::Revoked(reason)) = end {
            assert_eq!(session.state, SessionState::Revoked(reason));
        }
    }
}

#[test]
fn a_seed_makes_the_same_data_again_and_never_takes_a_name_twice() {
    let until = 1_795_460_701_123;
    let rows = |database: &Database| {
        let words = "id || username || ip || state || CAST(last_seen_at AS TEXT)";
        database.texts(&format!("SELECT {words} AS value FROM sessions ORDER BY id"))
    };
    let (one, other, third) = (migrated(), migrated(), migrated());
    fill(&one, 7, until);
    fill(&other, 7, until);
    fill(&third, 8, until);
    assert_eq!(rows(&one), rows(&other));
    assert_ne!(rows(&one), rows(&third));
    fill(&one, 7, until);
    assert_eq!(one.number("SELECT COUNT(DISTINCT username) FROM users"), 600);
}
