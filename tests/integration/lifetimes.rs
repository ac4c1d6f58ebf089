//! The lives of sessions: idle ends, absolute ends, and clocks that jump.

use crate::world::World;

#[test]
fn an_idle_session_ends_and_says_why() {
    let world = World::new();
    let mut visitor = world.signed_in("ada");
    world.advance(12 * 3600 - 5);
    assert!(visitor.is_signed_in(), "the session was used in time");
    world.advance(12 * 3600 - 5);
    assert!(visitor.is_signed_in(), "use moves the idle end");
    let mut idle = world.signed_in("ada");
    world.advance(12 * 3600 + 1);
    assert_eq!(idle.get("/account").header("location"), "/login?next=%2Faccount");
    assert!(idle.get("/login").says("inactive for a while"));
    assert!(idle.has_no_tokens());
}

#[test]
fn nobody_stays_signed_in_by_renewing() {
    let world = World::new();
    let mut visitor = world.signed_in("ada");
    for _ in 0..23 {
        world.advance(3600);
        assert!(visitor.is_signed_in());
    }
    let exp = visitor.claims()["exp"].as_i64().expect("a number");
    let iat = visitor.claims()["iat"].as_i64().expect("a number");
    assert!(exp - iat <= 1800);
    world.advance(3600 - 10);
    assert!(visitor.is_signed_in());
    let left = visitor.claims()["exp"].as_i64().expect("a number") - world.clock.now().numeric_date();
    assert!((0..=10).contains(&left), "a token never outlives its session: {left}");
    world.advance(10);
    assert!(!visitor.is_signed_in());
    assert!(visitor.get("/login").says("maximum time for staying signed in is over"));
}

#[test]
fn use_between_renewals_moves_the_idle_end_too() {
    let mut world = World::empty();
    world.start(
        |settings| {
            settings.session_idle = std::time::Duration::from_secs(1800);
            settings.access_token_ttl = std::time::Duration::from_secs(1800);
        },
        |_| {},
    );
    world.add_user("ada", doorward::account::Role::User);
    let mut visitor = world.signed_in("ada");
    world.advance(1700);
    assert!(visitor.is_signed_in());
    world.advance(1700);
    assert!(visitor.is_signed_in(), "use without a renewal counts, too");
}

#[test]
fn clock_jumps_of_two_minutes_sign_nobody_out_and_let_nobody_in() {
    let world = World::new();
    let mut visitor = world.signed_in("ada");
    for jump in [120, -120, -120, 120] {
        world.advance(jump);
        assert!(visitor.is_signed_in(), "{jump}");
    }
    assert!(!world.visitor().is_signed_in());
}

#[test]
fn a_kept_session_tells_the_browser_its_remaining_idle_time_anew() {
    let world = World::new();
    let mut visitor = world.visitor();
    let page = visitor.get("/login");
    let fields = [("username", "ada"), ("password", crate::support::PASSWORD), ("remember", "yes")];
    let answer = visitor.submit(&page, "/login", &fields);
    let thirty_days = format!("Max-Age={}", 30 * 86_400);
    let mut tokens = answer.set_cookies();
    tokens.retain(|cookie| !cookie.starts_with("device="));
    assert!(tokens.len() == 3 && tokens.iter().all(|cookie| cookie.contains(&thirty_days)), "{tokens:?}");
    world.advance(20 * 86_400);
    let answer = visitor.get("/account");
    assert!(answer.set_cookies().iter().all(|cookie| cookie.contains(&thirty_days)), "{:?}", answer.set_cookies());
    for _ in 0..6 {
        world.advance(25 * 86_400);
        visitor.get("/account");
    }
    let last = visitor.get("/account");
    assert_eq!(last.status, 200);
    world.advance(10 * 86_400);
    assert!(!visitor.is_signed_in(), "the session ends after 180 days");
}

#[test]
fn what_has_been_over_for_thirty_days_is_deleted_and_nothing_else() {
    let world = World::new();
    let count = || world.database.number("SELECT COUNT(*) FROM sessions");
    let sweep = || {
        world
            .app()
            .block_on(|desk| async move { doorward::internals::janitor::sweep(&desk).await })
            .expect("swept")
            .sessions
    };
    let mut kept = world.visitor();
    let page = kept.get("/login");
    let fields = [("username", "ada"), ("password", crate::support::PASSWORD), ("remember", "yes")];
    kept.submit(&page, "/login", &fields);
    world.signed_in("ada").post("/logout", &[]);
    world.signed_in("ada");
    assert_eq!((count(), sweep()), (3, 0));
    world.advance(29 * 86_400);
    assert!(kept.is_signed_in());
    assert_eq!(sweep(), 0, "the reasons can still be shown");
    world.advance(2 * 86_400);
    assert_eq!((sweep(), count()), (2, 1));
    assert!(kept.is_signed_in());
}

#[test]
fn many_old_sessions_are_deleted_in_batches() {
    let world = World::new();
    world.signed_in("ada");
    let columns = "user_id, seed, generation, confirmed_generation, rotated_at, remembered, signed_in_at, \
                   password_confirmed_at, last_seen_at, idle_milliseconds, idle_expires_at, absolute_expires_at, ip, user_agent";
    let numbers = "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 1700)";
    let text =
        if crate::support::database::is_postgres() { "LPAD(CAST(i AS TEXT), 32, '0')" } else { "PRINTF('%032d', i)" };
    let copy = columns.replace(" idle_expires_at", " 1000");
    world.database.execute(&format!(
        "{numbers} INSERT INTO sessions (id, {columns}) SELECT {text}, {copy} FROM n, sessions WHERE i < 1700 AND sessions.revoked_at IS NULL"
    ));
    let swept = world.app().block_on(|desk| async move { doorward::internals::janitor::sweep(&desk).await });
    assert_eq!(swept.expect("swept").sessions, 1699);
    assert_eq!(world.database.number("SELECT COUNT(*) FROM sessions"), 1);
}
