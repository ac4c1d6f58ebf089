//! Admins search, show and end sessions, and an ending takes effect at once.

use std::time::{Duration, Instant};

use doorward::account::Role;

use crate::support::{PASSWORD, Visitor};
use crate::world::World;

fn with_root(instances: usize) -> World {
    let world = World::with(instances, |_| {});
    world.add_user("root", Role::Admin);
    world
}

/// Waits until another instance has heard of it, long before the access token expires.
fn wait_until_refused(visitor: &mut Visitor) {
    let began = Instant::now();
    while visitor.is_signed_in() {
        assert!(began.elapsed() < Duration::from_secs(20), "the session goes on");
        std::thread::sleep(Duration::from_millis(20));
    }
}

/// Waits until a page contains these words.
fn wait_for(visitor: &mut Visitor, path: &str, words: &str) {
    let began = Instant::now();
    while !visitor.get(path).says(words) {
        assert!(began.elapsed() < Duration::from_secs(20), "{path} never says {words}: {}", visitor.get(path).body);
        std::thread::sleep(Duration::from_millis(50));
    }
}

#[test]
fn only_admins_see_and_end_the_sessions_of_others() {
    let world = with_root(1);
    let mut root = world.signed_in("root").confirming();
    let id = root.session_id();
    let pages = [
        "/admin/sessions".to_owned(),
        format!("/admin/sessions/{id}"),
        "/admin/sessions/revocations".into(),
        "/admin/sessions/revocations/new".into(),
        "/admin/sessions/revocations/new?everybody=yes".into(),
    ];
    let forms = [
        format!("/admin/sessions/{id}/revocation"),
        "/admin/sessions/ticked/revocation".into(),
        "/admin/sessions/revocations".into(),
    ];
    let (mut nobody, mut ada) = (world.visitor(), world.signed_in("ada"));
    for path in &pages {
        assert_eq!(root.get(path).status, 200, "{path}");
        assert_eq!(ada.get(path).status, 403, "{path}");
        let answer = nobody.get(path);
        assert!(answer.status == 303 && answer.header("location").starts_with("/login?next=%2Fadmin"), "{path}");
    }
    for path in &forms {
        assert_eq!((ada.post(path, &[]).status, nobody.post(path, &[]).status), (403, 403), "{path}");
    }
    assert!(root.is_signed_in());
}

#[test]
fn ending_a_session_makes_its_next_request_fail_everywhere_within_a_second() {
    let world = with_root(2);
    let mut root = world.signed_in("root").confirming();
    let (mut here, mut there) = (world.signed_in("ada"), world.signed_in("ada").at(world.other_app().port));
    let list = root.get("/admin/sessions?user=ada");
    assert!(list.says("2 sessions") && list.says("Firefox on Linux"));
    for visitor in [&here, &there] {
        let path = format!("/admin/sessions/{}", visitor.session_id());
        let page = root.get(&path);
        let answer = root.submit(&page, &format!("{path}/revocation"), &[]);
        assert_eq!((answer.status, answer.header("location")), (303, format!("{path}?ended=1").as_str()));
        let page = root.get(&path);
        assert!(page.says("ended by an admin") && page.says("ended by root") && page.hides("End session"));
        assert!(root.clone().with_header("accept-language", "ko").get(&path).says("root 님이 종료"));
    }
    assert!(!here.is_signed_in());
    wait_until_refused(&mut there);
    assert!(here.get("/login").says("An administrator signed you out"));
    assert!(root.get("/admin/sessions?user=ada").says("No session matches."));
    assert!(root.get("/admin/sessions?user=ada&state=administrator").says("2 sessions"));
}

#[test]
fn ticked_sessions_end_together_and_the_list_comes_back() {
    let world = with_root(1);
    let mut root = world.signed_in("root").confirming();
    let (mut first, mut second, mut third) = (world.signed_in("ada"), world.signed_in("ada"), world.signed_in("ada"));
    let (one, two) = (first.session_id(), second.session_id());
    let list = "/admin/sessions?user=ada&sort=-signed_in";
    assert!(root.get(list).says("name=\"id\""));
    let fields = [("next", list), ("id", one.as_str()), ("id", two.as_str())];
    let asked = root.post("/admin/sessions/ticked/revocation", &fields);
    assert!(asked.status == 200 && asked.says("End these sessions?") && asked.says("2 sessions will be ended."));
    assert!(
        asked.hides("Your own session is one of them") && asked.body.matches("ada · Firefox on Linux").count() == 2
    );
    assert!(first.is_signed_in() && second.is_signed_in(), "nothing ends before the question is answered");
    let answer = root.submit(&asked, "/admin/sessions/ticked/revocation", &[]);
    assert_eq!((answer.status, answer.header("location")), (303, format!("{list}&ended=2").as_str()));
    let page = root.get(answer.header("location"));
    assert!(page.says("notice good") && page.says("2 sessions ended."));
    assert!(!first.is_signed_in() && !second.is_signed_in() && third.is_signed_in());
    let answer = root.post("/admin/sessions/ticked/revocation", &[("next", "https://evil.example/")]);
    assert_eq!(answer.header("location"), "/admin/sessions?ended=0");
    let page = root.get(answer.header("location"));
    assert!(page.says("Nothing was changed") && page.hides("notice good"), "the notice about a failure is not green");
    // One alone ends at once, and of those that are over nothing is asked.
    let answer = root.post("/admin/sessions/ticked/revocation", &[("id", third.session_id().as_str())]);
    assert_eq!((answer.status, answer.header("location")), (303, "/admin/sessions?ended=1"));
    let answer = root.post("/admin/sessions/ticked/revocation", &fields);
    assert_eq!((answer.status, answer.header("location")), (303, format!("{list}&ended=0").as_str()));
    for fields in [[("id", "x")], [("role", "admin")]] {
        assert_eq!(root.post("/admin/sessions/ticked/revocation", &fields).status, 400);
    }
}

#[test]
fn a_link_ticks_all_boxes_of_the_page_and_the_admins_own_session_is_warned_of() {
    let world = with_root(1);
    let mut root = world.signed_in("root").confirming();
    let one = world.signed_in("ada");
    let list = root.get("/admin/sessions?sort=user");
    assert!(list.hides(" checked") && list.says("href=\"/admin/sessions?sort=user&#38;tick=all#actions\""));
    let list = root.get("/admin/sessions?sort=user&tick=all");
    assert_eq!(list.body.matches(" checked aria-label=").count(), 2, "{}", list.body);
    assert!(list.says("href=\"/admin/sessions?sort=user#actions\""));
    let (own, other) = (root.session_id(), one.session_id());
    let asked = root.post("/admin/sessions/ticked/revocation", &[("id", own.as_str()), ("id", other.as_str())]);
    assert!(asked.says("Your own session is one of them"), "{}", asked.body);
}

#[test]
fn after_fifteen_minutes_the_password_is_asked_for_and_the_interrupted_form_goes_on() {
    let world = with_root(1);
    let mut root = world.signed_in("root").confirming();
    let (mut ada, mut other) = (world.signed_in("ada"), world.signed_in("ada"));
    world.advance(16 * 60);
    let (one, two) = (ada.session_id(), other.session_id());
    let path = "/admin/sessions/ticked/revocation";
    let asked =
        root.post(path, &[("next", "/admin/sessions"), ("id", one.as_str()), ("id", two.as_str()), ("sure", "yes")]);
    assert!(asked.status == 200 && asked.says("Confirm it is you"));
    assert!(asked.says("<button class=\"final\">End selected sessions"), "the last step warns");
    assert!(ada.is_signed_in());
    let wrong = root.submit(&asked, path, &[("current_password", "not this one")]);
    assert!(wrong.status == 422 && wrong.says("This is not your current password"));
    assert!(ada.is_signed_in());
    let before = root.session_id();
    let answer = root.submit(&wrong, path, &[("current_password", PASSWORD)]);
    assert_eq!((answer.status, answer.header("location")), (303, "/admin/sessions?ended=2"));
    assert!(!ada.is_signed_in() && !other.is_signed_in());
    assert_ne!(root.session_id(), before, "the session is replaced");
    assert_eq!(root.post(path, &[("id", one.as_str())]).status, 303, "and asks no more");
}

#[test]
fn a_demoted_admin_changes_nothing_with_a_live_token() {
    let world = with_root(1);
    world.add_user("second", Role::Admin);
    let mut second = world.signed_in("second");
    let mut ada = world.signed_in("ada");
    // The server does not notice: neither the token nor the memory knows of the change.
    world.database.execute("UPDATE users SET role = 'user' WHERE username = 'second'");
    let answer = second.post(&format!("/admin/sessions/{}/revocation", ada.session_id()), &[]);
    assert_eq!(answer.status, 403);
    assert!(ada.is_signed_in());
}

#[test]
fn all_that_a_search_matches_ends_in_batches_with_a_page_that_tells_how_far_it_is() {
    let world = with_root(2);
    let mut root = world.signed_in("root").confirming();
    let mut ada = world.signed_in("ada");
    world.add_user("bob", Role::User);
    let mut bob = world.signed_in("bob").at(world.other_app().port);
    copy_sessions(&world, "ada", 1300);
    let list = root.get("/admin/sessions?user=ada&device=firefox");
    let ask = list.body.split("href=\"/admin/sessions/revocations/new").nth(1).expect("a link");
    let query = ask.split('"').next().expect("a link").replace("&#38;", "&").replace("&amp;", "&");
    let page = root.get(&format!("/admin/sessions/revocations/new{query}"));
    assert!(page.says("1,301 sessions will be ended.") && page.says("firefox"), "{}", page.body);
    let answer = root.submit(&page, "/admin/sessions/revocations", &[]);
    assert_eq!(answer.status, 303);
    let progress = answer.header("location").to_owned();
    assert!(root.get(&progress).status == 200);
    wait_for(&mut root, &progress, "1,301 sessions ended.");
    // Either instance may have ended the session.
    wait_until_refused(&mut ada);
    assert!(bob.is_signed_in() && root.is_signed_in());
    assert_eq!(world.database.number("SELECT COUNT(*) FROM sessions WHERE state = 'administrator'"), 1301);
    assert_eq!(
        world
            .database
            .number("SELECT COUNT(*) FROM events WHERE kind = 'session_revoked' AND detail = 'administrator'"),
        1301
    );
    assert!(root.get("/admin/sessions/revocations").says("1,301"));
    assert!(world.signed_in("ada").is_signed_in(), "a later sign-in is not affected");
}

#[test]
fn a_few_sessions_end_within_the_request_and_more_in_the_background() {
    for (count, is_few) in [(50, true), (51, false)] {
        let world = with_root(2);
        let (mut root, mut ada) = (world.signed_in("root").confirming(), world.signed_in("ada"));
        copy_sessions(&world, "ada", count - 1);
        let page = root.get("/admin/sessions/revocations/new?user=ada");
        assert!(page.says(&format!("{count} sessions will be ended.")), "{}", page.body);
        let answer = root.submit(&page, "/admin/sessions/revocations", &[]);
        assert_eq!(answer.status, 303);
        let path = answer.header("location").to_owned();
        if is_few {
            let result = root.get(&path);
            assert!(result.says(&format!("{count} sessions ended.")) && result.hides("?seen="), "{}", result.body);
            assert!(!ada.is_signed_in(), "at this instance at once");
            let events = "SELECT COUNT(*) FROM events WHERE kind = ";
            let ended = world.database.number(&format!("{events}'session_revoked' AND detail = 'administrator'"));
            assert_eq!(ended, i64::from(count));
            assert_eq!(world.database.number(&format!("{events}'bulk_revocation_finished'")), 1, "on record as ever");
        }
        wait_for(&mut root, &path, &format!("{count} sessions ended."));
    }
}

/// Adds a job on which nothing can work, and returns its page.
fn stuck_job(world: &World) -> String {
    world.database.execute("ALTER TABLE pending_sign_ins RENAME TO pending_sign_ins_away");
    let is_everybody = if crate::support::database::is_postgres() { "FALSE" } else { "0" };
    world.database.execute(&format!(
        "INSERT INTO bulk_revocations (id, created_at, created_by, filter, is_everybody, matched, ended, passed_at, finished_at)
         VALUES ('{:032x}', {}, NULL, 'user=ada', {is_everybody}, 701, 12, 0, NULL)",
        7,
        world.clock.now().milliseconds(),
    ));
    format!("/admin/sessions/revocations/{:032x}", 7)
}

#[test]
fn the_link_to_look_again_is_answered_when_there_is_something_new_at_any_instance_and_after_a_while_anyway() {
    let world = &with_root(2);
    let mut root = world.signed_in("root").at(world.other_app().port);
    let path = stuck_job(world);
    let page = root.get(&path);
    let link = format!("{path}?seen=12");
    assert!(page.says(&format!("href=\"{link}\"")) && page.hides("http-equiv"), "{}", page.body);
    let timed = |root: &mut Visitor, path: &str| {
        let began = Instant::now();
        let page = root.get(path);
        assert_eq!(page.status, 200, "{path}");
        (page, began.elapsed())
    };
    let (page, elapsed) = timed(&mut root, &link);
    assert!(page.says("12 of 701") && elapsed > Duration::from_secs(4), "{elapsed:?}");
    // Whoever has not seen what there is, or names no number, waits for nothing.
    let (page, elapsed) = timed(&mut root, &format!("{path}?seen=11"));
    assert!(page.says("12 of 701") && elapsed < Duration::from_secs(4), "{elapsed:?}");
    assert_eq!(root.get(&format!("{path}?seen=x")).status, 400);
    assert_eq!(root.get(&format!("{}?seen=0", path.replace('7', "8"))).status, 404);
    std::thread::scope(|scope| {
        let mut waiting = root.clone();
        let answer = scope.spawn(move || timed(&mut waiting, &link));
        // As another instance does it.
        world.database.execute("UPDATE bulk_revocations SET ended = 512");
        let (page, elapsed) = answer.join().expect("answered");
        assert!(page.says("512 of 701") && elapsed < Duration::from_secs(4), "{elapsed:?}: {}", page.body);
    });
    world.database.execute("ALTER TABLE pending_sign_ins_away RENAME TO pending_sign_ins");
}

#[test]
fn on_the_page_of_a_user_each_session_ends_in_place_and_before_several_end_a_page_asks() {
    let world = with_root(1);
    let mut root = world.signed_in("root").confirming();
    let (mut first, mut second, mut third) = (world.signed_in("ada"), world.signed_in("ada"), world.signed_in("ada"));
    let user = crate::admin_users::path_of(&world, "ada");
    let page = root.get(&user);
    let path = format!("/admin/sessions/{}/revocation", first.session_id());
    let answer = root.submit(&page, &path, &[]);
    assert_eq!((answer.status, answer.header("location")), (303, format!("{user}?done=session-ended").as_str()));
    let page = root.get(answer.header("location"));
    assert!(
        page.says("That device is signed out.") && page.hides(&first.session_id()) && page.says(&second.session_id())
    );
    assert!(!first.is_signed_in() && second.is_signed_in() && third.is_signed_in());
    for from in ["https://evil.example/", ""] {
        assert_eq!(root.post(&path, &[("from", from)]).status, 400, "{from}");
    }
    // A suspension ends both that are left.
    let answer = root.submit(&root.clone().get(&user), &format!("{user}/suspension"), &[]);
    assert_eq!(answer.header("location"), format!("{user}/suspension"));
    assert!(second.is_signed_in() && third.is_signed_in(), "nothing ends before the question is answered");
    let asked = root.get(&format!("{user}/suspension"));
    let answer = root.submit(&asked, &format!("{user}/suspension"), &[]);
    assert_eq!(answer.header("location"), format!("{user}?done=suspended"));
    assert!(!second.is_signed_in() && !third.is_signed_in());
}

#[test]
fn a_restart_in_the_middle_loses_nothing() {
    let mut world = with_root(1);
    let mut root = world.signed_in("root").confirming();
    world.signed_in("ada");
    copy_sessions(&world, "ada", 700);
    // A crash leaves the database like this: the ending is stored, but no batch of it is done.
    let now = world.clock.now().milliseconds();
    let admin = world.database.texts("SELECT id AS value FROM users WHERE username = 'root'").remove(0);
    world.stop();
    world.database.execute(&format!(
        "INSERT INTO bulk_revocations (id, created_at, created_by, filter, is_everybody, matched, ended, passed_at, finished_at)
         VALUES ('{:032x}', {now}, '{admin}', 'user=ada', {}, 701, 0, 0, NULL)",
        7,
        if crate::support::database::is_postgres() { "FALSE" } else { "0" }
    ));
    let port = world.start(|_| {}, |_| {}).port;
    root = root.at(port);
    wait_for(&mut root, &format!("/admin/sessions/revocations/{:032x}", 7), "701 sessions ended.");
    assert_eq!(world.database.number("SELECT COUNT(*) FROM sessions WHERE state = 'live'"), 1);
}

#[test]
fn everybody_is_signed_out_at_once_however_many_they_are() {
    let world = with_root(2);
    let mut root = world.signed_in("root").confirming();
    let (mut here, mut there) = (world.signed_in("ada"), world.signed_in("ada").at(world.other_app().port));
    copy_sessions(&world, "ada", 3000);
    let page = root.get("/admin/sessions/revocations/new?everybody=yes");
    assert!(page.says("including you") && page.says("3,003 sessions will be ended."));
    let answer = root.submit(&page, "/admin/sessions/revocations", &[]);
    assert_eq!(answer.status, 303);
    // The batches have hardly begun.
    assert!(!here.is_signed_in());
    wait_until_refused(&mut there);
    assert!(!root.is_signed_in());
    assert!(root.get("/login").says("An administrator signed you out"));
    // People who sign in now are not affected, and an older refresh token lets nobody back in.
    let mut again = world.signed_in("root").confirming();
    wait_for(&mut again, answer.header("location"), "sessions ended.");
    assert!(again.is_signed_in());
    world.let_access_tokens_expire();
    assert!(!here.is_signed_in() && !there.is_signed_in() && again.is_signed_in());
    assert_eq!(world.database.number("SELECT COUNT(*) FROM sessions WHERE state = 'live'"), 1);
}

#[test]
fn a_session_tells_its_whole_life() {
    let world = with_root(1);
    let mut root = world.signed_in("root").confirming();
    let mut ada = world.signed_in("ada").with_header("user-agent", "<b>=HYPERLINK(1)</b> {{7*7}}");
    for _ in 0..3 {
        world.let_access_tokens_expire();
        assert!(ada.is_signed_in());
        root.get("/");
    }
    ada.post(&format!("/account/sessions/{}/label", ada.session_id()), &[("label", "<i>desk</i>")]);
    let id = ada.session_id();
    ada.post("/logout", &[]);
    let page = root.get(&format!("/admin/sessions/{id}"));
    for words in
        ["Signed in", "Session renewed", "renewal 1", "Device renamed", "Session ended", "by ada", "signed out"]
    {
        assert!(page.says(words), "{words}: {}", page.body);
    }
    assert!(page.hides("renewal 2"), "the others told nothing new");
    assert!(page.hides("<b>") && page.hides("<i>") && page.says("{{7*7}}"));
    assert_eq!(root.get(&format!("/admin/sessions/{}", "0".repeat(32))).status, 404);
    assert_eq!(root.get("/admin/sessions/nothing").status, 404);
}

#[test]
fn sessions_of_whoever_is_kept_signed_in_are_listed_and_ended_apart() {
    let world = with_root(1);
    let mut root = world.signed_in("root").confirming();
    let (mut kept, mut other) = (world.visitor(), world.signed_in("ada"));
    let fields = [("username", "ada"), ("password", PASSWORD), ("remember", "on")];
    assert_eq!(kept.post("/login", &fields).status, 303);
    let (yes, no) = ("/admin/sessions?user=ada&remembered=yes", "/admin/sessions?user=ada&remembered=no");
    assert!(root.get(yes).says(&kept.session_id()) && root.get(yes).hides(&other.session_id()));
    assert!(root.get(no).hides(&kept.session_id()) && root.get(no).says(&other.session_id()));
    // No index serves this filter alone, and still the few matches are counted.
    assert!(root.get("/admin/sessions?remembered=yes").says("1 session"), "the page shows the count");
    assert!(root.clone().with_header("accept-language", "ko").get(yes).says("로그인 상태 유지"));
    let page = root.get("/admin/sessions/revocations/new?user=ada&remembered=yes");
    assert!(page.says("1 session will be ended.") && page.says("Stays signed in: Yes"), "{}", page.body);
    let answer = root.submit(&page, "/admin/sessions/revocations", &[]);
    let result = root.get(answer.header("location"));
    assert!(result.says("1 session ended.") && result.says("Stays signed in: Yes"), "{}", result.body);
    assert!(!kept.is_signed_in() && other.is_signed_in());
}

#[test]
fn what_cannot_be_searched_for_is_said_and_nothing_breaks() {
    let world = with_root(1);
    let mut root = world.signed_in("root").confirming();
    for (query, words) in [
        ("user=a+b", "No user can have this name"),
        ("address=192.0.2", "This is not an IP address"),
        ("device=netscape", "No device matches these words"),
        ("state=dead", "This is not one of the choices"),
        ("last_seen=soon", "This is not one of the choices"),
        ("remembered=maybe", "This is not one of the choices"),
    ] {
        let page = root.get(&format!("/admin/sessions?{query}"));
        assert!(page.status == 422 && page.says(words), "{query}");
    }
    for query in ["sort=seed", "after=x", "after=1~2&before=3~4", "user=a&user=b", "user=%ff"] {
        assert_eq!(root.get(&format!("/admin/sessions?{query}")).status, 400, "{query}");
        // A stranger must sign in first.
        assert_eq!(world.visitor().get(&format!("/admin/sessions?{query}")).status, 303, "{query}");
    }
    // A day that the page does not offer stays chosen.
    let page = root.get("/admin/sessions?last_seen=since-2026-01-02&signed_in=+within-24h+");
    assert!(page.says("<option value=\"since-2026-01-02\" selected>"), "{}", page.body);
    assert!(page.says("<option value=\"within-24h\" selected>"), "{}", page.body);
    let long = "linux ".repeat(20);
    assert_eq!(root.get(&format!("/admin/sessions?device={}", long.replace(' ', "+"))).status, 422);
    for query in ["after=x~0", "after=99999999999999999999~0", "sort=user&before=%F0%9F%92%A5~1", "unknown=1", "user=+"]
    {
        assert_eq!(root.get(&format!("/admin/sessions?{query}")).status, 200, "{query}");
    }
    assert_eq!(root.get("/admin/sessions/revocations/new?address=x").status, 400);
    assert_eq!(root.get("/admin/sessions/revocations/new?user=ada%40*").status, 400);
    assert_eq!(root.get("/admin/sessions/revocations/x").status, 404);
    assert_eq!(root.post("/admin/sessions/revocations", &[("filter", "address=x")]).status, 400);
    assert_eq!(root.post("/admin/sessions/revocations", &[("filter", ""), ("role", "admin")]).status, 400);
}

#[test]
fn sessions_whose_time_is_over_are_not_alive_for_anybody() {
    let world = with_root(1);
    let mut ada = world.signed_in("ada");
    world.advance(12 * 3600 + 5);
    let mut root = world.signed_in("root").confirming();
    assert!(root.get("/admin/sessions?user=ada").says("No session matches."), "the janitor has not run yet");
    assert!(root.get(&format!("/admin/sessions/{}", ada.session_id())).says("expired (inactive)"));
    world.advance(120);
    let swept = world.app().block_on(|desk| async move { doorward::internals::janitor::sweep(&desk).await });
    assert_eq!(swept.expect("swept").expired, 1);
    assert!(root.get("/admin/sessions?user=ada&state=idle_expired").says("1 session"));
    assert!(!ada.is_signed_in());
}

#[test]
fn a_session_whose_last_use_is_only_noted_yet_ends_with_everybodys() {
    let world = World::with(1, |settings| settings.session_idle = Duration::from_secs(30 * 60));
    world.add_user("root", Role::Admin);
    let mut ada = world.signed_in("ada");
    world.advance(25 * 60);
    assert!(ada.is_signed_in());
    world.advance(5 * 60 + 30);
    // The stored session has expired, but a note in memory says that it was used, so it lives.
    let mut root = world.signed_in("root").confirming();
    let page = root.get("/admin/sessions/revocations/new?everybody=yes");
    let answer = root.submit(&page, "/admin/sessions/revocations", &[]);
    assert!(!ada.is_signed_in());
    let mut again = world.signed_in("root").confirming();
    world.advance(20);
    wait_for(&mut again, answer.header("location"), "2 sessions ended.");
    assert!(!ada.is_signed_in() && again.is_signed_in());
}

#[test]
fn events_of_one_ending_of_many_sessions_belong_together_whichever_clock_a_session_began_by() {
    let world = with_root(1);
    let (mut root, mut ada) = (world.signed_in("root").confirming(), world.signed_in("ada"));
    // The session began on an instance whose clock is ahead.
    let ahead = format!("UPDATE sessions SET signed_in_at = signed_in_at + 5000 WHERE id = '{}'", ada.session_id());
    world.database.execute(&ahead);
    let page = root.get("/admin/sessions/revocations/new?everybody=yes");
    root.submit(&page, "/admin/sessions/revocations", &[]);
    assert!(!ada.is_signed_in());
    let apart = "SELECT COUNT(*) FROM events WHERE kind = 'session_revoked' AND detail = 'administrator'
                 AND (request_id NOT LIKE 'bulk-%' OR ip <> 'local')";
    let together =
        "SELECT COUNT(DISTINCT session_id) FROM events WHERE kind = 'session_revoked' AND request_id LIKE 'bulk-%'";
    let ended = "SELECT COUNT(*) FROM sessions WHERE revoked_at IS NULL";
    let began = Instant::now();
    while world.database.number(ended) > 0 {
        assert!(began.elapsed() < Duration::from_secs(20), "some sessions are not ended");
        std::thread::sleep(Duration::from_millis(50));
    }
    assert_eq!((world.database.number(apart), world.database.number(together)), (0, 2));
}

#[test]
fn a_password_confirmed_at_the_same_moment_does_not_outlive_a_sign_out() {
    let world = with_root(1);
    let (mut ada, mut root) = (world.signed_in("ada"), world.signed_in("root").confirming());
    world.advance(16 * 60);
    root.post("/admin/sessions/ticked/revocation", &[("current_password", PASSWORD)]);
    let user = world.database.texts("SELECT id AS value FROM users WHERE username = 'ada'").remove(0);
    std::thread::scope(|scope| {
        if crate::support::database::is_postgres() {
            // Everybody who writes an event now has to wait, and keeps their locks meanwhile.
            let lock = "BEGIN; LOCK TABLE events IN SHARE MODE; SELECT pg_sleep(1.5); COMMIT";
            scope.spawn(|| world.database.execute(lock));
            std::thread::sleep(Duration::from_millis(300));
        }
        scope.spawn(|| ada.post("/account/sessions/revocations", &[("current_password", PASSWORD)]));
        std::thread::sleep(Duration::from_millis(400));
        let answer = root.post(&format!("/admin/users/{user}/sign-out"), &[("sure", "yes")]);
        assert_eq!(answer.status, 303, "{}", answer.body);
    });
    assert!(!ada.is_signed_in());
    assert_eq!(world.database.number("SELECT COUNT(*) FROM sessions WHERE username = 'ada' AND state = 'live'"), 0);
}

/// Copies the first session of a user, as if they had signed in on many devices.
fn copy_sessions(world: &World, name: &str, count: u32) {
    let columns = "user_id, seed, generation, confirmed_generation, rotated_at, remembered, signed_in_at, \
                   password_confirmed_at, last_seen_at, idle_milliseconds, idle_expires_at, absolute_expires_at, ip, \
                   user_agent, username, device, ip_sortable, state";
    let id = match crate::support::database::is_postgres() {
        true => "LPAD(CAST(i AS TEXT), 32, '0')",
        false => "PRINTF('%032d', i)",
    };
    world.database.execute(&format!(
        "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < {count}),
         one AS (SELECT * FROM sessions WHERE username = '{name}' ORDER BY signed_in_at LIMIT 1)
         INSERT INTO sessions (id, {columns}) SELECT {id}, {columns} FROM n, one"
    ));
}
