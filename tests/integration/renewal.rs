//! Renewal in place: who may rotate the refresh token, who gets the same one again, and who is caught.

use std::thread;

use crate::support::{Answer, Visitor};
use crate::world::World;

fn in_parallel(visitors: Vec<Visitor>, path: &'static str) -> Vec<Answer> {
    let threads: Vec<_> =
        visitors.into_iter().map(|visitor| thread::spawn(move || visitor.ask("GET", path, None))).collect();
    threads.into_iter().map(|thread| thread.join().expect("answered")).collect()
}

fn refresh_cookies(answers: &[Answer]) -> Vec<String> {
    let mut cookies: Vec<_> = answers
        .iter()
        .flat_map(Answer::set_cookies)
        .filter(|cookie| cookie.starts_with("refresh="))
        .map(|cookie| cookie.split(';').next().expect("a pair").to_owned())
        .collect();
    cookies.sort();
    cookies.dedup();
    cookies
}

#[test]
fn parallel_requests_with_one_expired_token_all_get_the_same_successor() {
    let world = World::new();
    let mut visitor = world.signed_in("ada");
    for round in 2..5 {
        world.let_access_tokens_expire();
        let answers = in_parallel(vec![visitor.clone(); 12], "/account");
        assert!(answers.iter().all(|answer| answer.status == 200));
        let cookies = refresh_cookies(&answers);
        assert_eq!(cookies.len(), 1, "{cookies:?}");
        visitor.keep(&answers[0]);
        assert_eq!(visitor.generation(), round);
        assert_eq!(visitor.get("/account").set_cookies(), Vec::<String>::new());
    }
}

#[test]
fn a_lost_answer_is_given_again_for_ten_minutes_and_no_longer() {
    let world = World::new();
    let mut visitor = world.signed_in("ada");
    world.let_access_tokens_expire();
    let lost = visitor.ask("GET", "/account", None);
    for seconds in [5, 295] {
        world.advance(seconds);
        let again = visitor.ask("GET", "/account", None);
        assert_eq!(again.status, 200);
        assert_eq!(refresh_cookies(&[again]), refresh_cookies(std::slice::from_ref(&lost)));
    }
    world.advance(360);
    assert_eq!(visitor.get("/account").status, 303);
    assert!(visitor.get("/login").says("old copy of your session"));
}

#[test]
fn a_confirmed_generation_leaves_the_one_before_thirty_seconds() {
    for (seconds, survives) in [(29, true), (31, false)] {
        let world = World::new();
        let mut visitor = world.signed_in("ada");
        let thief = visitor.clone();
        world.let_access_tokens_expire();
        assert!(visitor.is_signed_in());
        assert!(visitor.is_signed_in(), "this request brings the new generation");
        world.advance(seconds);
        let replayed = thief.ask("GET", "/account", None);
        assert_eq!(replayed.status == 200, survives, "{seconds}");
        assert_eq!(visitor.is_signed_in(), survives, "{seconds}");
    }
}

#[test]
fn a_reused_refresh_token_ends_the_session() {
    let world = World::new();
    let mut visitor = world.signed_in("ada");
    let thief = visitor.clone();
    for _ in 0..2 {
        world.let_access_tokens_expire();
        assert!(visitor.is_signed_in());
    }
    assert_eq!(thief.ask("GET", "/account", None).status, 303);
    assert!(!visitor.is_signed_in(), "the live access token is recalled");
    let login = visitor.get("/login");
    assert!(login.says("old copy of your session"), "{}", login.body);
    assert!(visitor.has_no_tokens(), "the page with the reason deletes the cookies");
    let events = world.database.number("SELECT COUNT(*) FROM events WHERE kind = 'refresh_token_reused'");
    assert_eq!(events, 1);
}

#[test]
fn a_token_ahead_of_a_restored_database_raises_no_alarm() {
    let world = World::new();
    let mut visitor = world.signed_in("ada");
    world.let_access_tokens_expire();
    assert!(visitor.is_signed_in());
    world.database.execute("UPDATE sessions SET generation = 1, confirmed_generation = 0");
    world.let_access_tokens_expire();
    assert_eq!(visitor.get("/account").status, 303);
    assert!(visitor.get("/login").says("your session no longer exists"));
    assert_eq!(world.database.number("SELECT COUNT(*) FROM events WHERE kind = 'refresh_token_reused'"), 0);
}

#[test]
fn a_session_that_is_revoked_while_it_is_renewed_stays_revoked() {
    let world = World::new();
    for _ in 0..10 {
        let mut visitor = world.signed_in("ada");
        world.let_access_tokens_expire();
        let (renewing, revoking) = (visitor.clone(), visitor.clone());
        let renewing = thread::spawn(move || renewing.ask("GET", "/account", None));
        let revoking = thread::spawn(move || revoking.ask("POST", "/logout", None));
        visitor.keep(&renewing.join().expect("answered"));
        assert_eq!(revoking.join().expect("answered").status, 303);
        assert!(!visitor.is_signed_in());
        assert_eq!(visitor.at(world.app().port).get("/account").status, 303);
    }
}

#[test]
fn a_late_refusal_never_deletes_newer_cookies() {
    let world = World::new();
    let mut visitor = world.signed_in("ada");
    let late = visitor.clone();
    visitor.post("/logout", &[]);
    visitor.log_in("ada");
    let answer = late.ask("GET", "/account", None);
    assert_eq!((answer.status, answer.set_cookies()), (303, vec![]));
    visitor.keep(&answer);
    assert!(visitor.is_signed_in());
}

#[test]
fn only_requests_of_people_renew() {
    let world = World::new();
    let visitor = world.signed_in("ada");
    world.let_access_tokens_expire();
    let others = [
        ("HEAD", visitor.clone()),
        ("GET", visitor.with_header("sec-fetch-dest", "image")),
        ("GET", visitor.with_header("sec-fetch-dest", "empty")),
        ("GET", visitor.with_header("sec-fetch-dest", "iframe")),
        ("GET", visitor.with_header("sec-purpose", "prefetch;prerender")),
        ("GET", visitor.with_header("purpose", "prefetch")),
        ("GET", visitor.with_header("x-moz", "prefetch")),
    ];
    for (method, other) in others {
        let answer = other.ask(method, "/account", None);
        assert_eq!((answer.status, answer.set_cookies()), (200, vec![]), "{method} {:?}", other.headers);
    }
    assert_eq!(world.database.number("SELECT generation FROM sessions"), 1);
    let text_browser = visitor.with_header("sec-fetch-dest", "").with_header("sec-fetch-site", "");
    assert_eq!(text_browser.ask("GET", "/account", None).set_cookies().len(), 3);
}

#[test]
fn a_read_only_look_refuses_ended_sessions_without_touching_cookies() {
    let world = World::new();
    let visitor = world.signed_in("ada");
    let image = visitor.with_header("sec-fetch-dest", "image");
    world.advance(13 * 3600);
    let answer = image.ask("GET", "/account", None);
    assert_eq!((answer.status, answer.set_cookies()), (303, vec![]));
}

#[test]
fn a_refresh_cookie_alone_renews() {
    let world = World::new();
    let mut visitor = world.signed_in("ada");
    visitor.jar.remove("access");
    assert!(visitor.is_signed_in());
    assert_eq!(visitor.generation(), 2);
}

#[test]
fn an_access_cookie_alone_lasts_until_it_expires() {
    let world = World::new();
    let mut visitor = world.signed_in("ada");
    visitor.jar.remove("refresh");
    assert!(visitor.is_signed_in());
    world.let_access_tokens_expire();
    assert!(!visitor.is_signed_in());
}

#[test]
fn cookies_of_two_sessions_make_the_request_anonymous() {
    let world = World::new();
    let (mut mixed, other) = (world.signed_in("ada"), world.signed_in("ada"));
    mixed.jar.insert("refresh".into(), other.refresh_cookie());
    for advance in [0, 31 * 60] {
        world.advance(advance);
        let answer = mixed.ask("GET", "/account", None);
        assert_eq!(answer.status, 303);
        assert!(answer.set_cookies().iter().all(|cookie| cookie.contains("Max-Age=0")));
        assert_eq!(answer.set_cookies().len(), 3);
    }
}

#[test]
fn a_large_form_with_an_expired_token_arrives_once_and_whole() {
    use actix_web::web::{Bytes, PayloadConfig, ServiceConfig, post, resource};
    async fn count(_: doorward::CurrentSession, body: Bytes) -> String {
        format!("{} bytes, {} of them x", body.len(), body.iter().filter(|byte| **byte == b'x').count())
    }
    fn routes(app: &mut ServiceConfig) {
        app.service(resource("/upload").app_data(PayloadConfig::new(4 << 20)).route(post().to(count)));
    }
    let mut world = World::empty();
    world.start(|_| {}, routes);
    world.add_user("ada", doorward::account::Role::User);
    let mut visitor = world.signed_in("ada");
    for (content_type, size) in
        [("application/x-www-form-urlencoded", 1 << 20), ("multipart/form-data; boundary=b", 3 << 20)]
    {
        world.let_access_tokens_expire();
        let before = visitor.generation();
        let mut body = vec![b'x'; size];
        body.extend_from_slice(b"end");
        let answer = visitor.post_raw("/upload", content_type, &body);
        assert_eq!(answer.body, format!("{} bytes, {size} of them x", size + 3));
        assert_eq!(visitor.generation(), before + 1);
    }
}

#[test]
fn renewal_reads_the_account_anew() {
    let world = World::new();
    let mut visitor = world.signed_in("ada");
    world.database.execute("UPDATE users SET role = 'admin'");
    world.let_access_tokens_expire();
    assert!(visitor.is_signed_in());
    assert_eq!(visitor.claims()["role"], "admin");
    world.database.execute("UPDATE users SET status = 'suspended'");
    world.let_access_tokens_expire();
    assert!(!visitor.is_signed_in());
    assert!(visitor.get("/login").says("suspended"));
}

#[test]
fn no_issued_token_is_in_the_database() {
    let mut world = World::new();
    let mut visitor = world.signed_in("ada");
    let mut issued = vec![visitor.access_cookie(), visitor.app_cookie(), visitor.refresh_cookie()];
    world.let_access_tokens_expire();
    assert!(visitor.is_signed_in());
    issued.extend([visitor.access_cookie(), visitor.app_cookie(), visitor.refresh_cookie()]);
    if crate::support::database::is_postgres() {
        let rows = world.database.texts(
            "SELECT CAST(s AS TEXT) AS value FROM sessions AS s UNION ALL SELECT CAST(e AS TEXT) FROM events AS e \
             UNION ALL SELECT CAST(u AS TEXT) FROM users AS u",
        );
        assert!(!rows.is_empty() && issued.iter().all(|token| rows.iter().all(|row| !row.contains(token))));
    } else {
        let folder = world.database.folder.path().to_owned();
        let files = |folder: &std::path::Path| -> Vec<Vec<u8>> {
            let entries = std::fs::read_dir(folder).expect("a folder").flatten();
            entries
                .filter(|entry| entry.path().is_file())
                .map(|entry| std::fs::read(entry.path()).expect("read"))
                .collect()
        };
        let before = files(&folder);
        assert!(before.len() >= 2, "there are the file and its write-ahead log");
        for token in issued {
            let signature = token.rsplit('.').next().expect("a part").as_bytes().to_vec();
            let is_in = |file: &Vec<u8>| file.windows(signature.len()).any(|window| window == signature);
            assert!(!before.iter().any(is_in));
        }
    }
    world.stop();
}

#[test]
fn a_slow_answer_does_not_bring_back_cookies_that_were_overtaken() {
    use actix_web::web::{ServiceConfig, get};
    async fn slow(_: doorward::CurrentSession) -> &'static str {
        actix_web::rt::time::sleep(std::time::Duration::from_millis(1500)).await;
        "at last"
    }
    fn routes(app: &mut ServiceConfig) {
        app.route("/slow", get().to(slow));
    }
    let mut world = World::empty();
    world.start(|_| {}, routes);
    world.add_user("ada", doorward::account::Role::User);
    // The slow answer is overtaken by the end of the session, or by another generation.
    for is_ended in [true, false] {
        let mut visitor = world.signed_in("ada");
        world.let_access_tokens_expire();
        let waiting = visitor.clone();
        let late = thread::spawn(move || waiting.ask("GET", "/slow", None));
        thread::sleep(std::time::Duration::from_millis(300));
        if is_ended {
            visitor.post("/logout", &[]);
            visitor.log_in("ada");
        } else {
            assert!(visitor.is_signed_in());
            world.let_access_tokens_expire();
            assert!(visitor.is_signed_in());
        }
        let answer = late.join().expect("answered");
        assert_eq!((answer.body.as_str(), answer.set_cookies()), ("at last", vec![]));
        visitor.keep(&answer);
        assert!(visitor.is_signed_in());
        world.let_access_tokens_expire();
        assert!(visitor.is_signed_in());
    }
    // A slow answer that nothing overtook sets its cookies like a quick one.
    let mut visitor = world.signed_in("ada");
    world.let_access_tokens_expire();
    assert_eq!(visitor.get("/slow").set_cookies().len(), 3);
}

#[test]
fn only_requests_of_people_delete_cookies() {
    let world = World::new();
    let visitor = world.signed_in("ada");
    world.advance(13 * 3600);
    for path in ["/", "/login"] {
        let prefetch = visitor.with_header("sec-purpose", "prefetch");
        assert_eq!(prefetch.ask("GET", path, None).set_cookies(), Vec::<String>::new(), "{path}");
        assert_eq!(visitor.ask("HEAD", path, None).set_cookies(), Vec::<String>::new(), "{path}");
        assert_eq!(visitor.ask("GET", path, None).set_cookies().len(), 3, "{path}");
    }
}

#[test]
fn an_old_token_that_must_not_renew_accuses_nobody() {
    let world = World::new();
    let mut visitor = world.signed_in("ada");
    let old = visitor.clone();
    for _ in 0..2 {
        world.let_access_tokens_expire();
        assert!(visitor.is_signed_in());
    }
    let answer = old.with_header("sec-fetch-dest", "image").ask("GET", "/", None);
    assert!(answer.says("name=\"password\"") && !answer.says("old copy of your session"));
    assert!(visitor.is_signed_in());
}

#[test]
fn a_change_of_claims_right_after_a_renewal_does_not_leave_a_sibling_two_generations_behind() {
    let world = World::new();
    let mut visitor = world.signed_in("ada");
    let delayed = visitor.clone();
    world.let_access_tokens_expire();
    assert!(visitor.is_signed_in());
    let promoted = world.app().block_on(|desk| async move {
        let name = doorward::account::Username::parse("ada").expect("a name");
        doorward::account::set_role(
            &desk,
            doorward::account::find(&desk, name).await.expect("found").id,
            doorward::account::Role::Admin,
            doorward::By::operator(),
        )
        .await
    });
    assert!(promoted.expect("promoted"));
    assert!(visitor.is_signed_in());
    assert_eq!((visitor.generation(), visitor.claims()["role"].as_str()), (2, Some("admin")));
    assert_eq!(delayed.ask("GET", "/account", None).status, 200);
    assert!(visitor.is_signed_in());
}
