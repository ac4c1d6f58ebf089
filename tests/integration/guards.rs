//! Guards: whom they let in, where they send others, and that they do not ask the database.

use doorward::account::Role;

use crate::world::World;

const GUARDED: [&str; 3] = ["/account", "/account/password", "/account/sessions"];

#[test]
fn strangers_are_sent_to_sign_in_and_come_back() {
    let world = World::new();
    for path in GUARDED {
        let mut visitor = world.visitor();
        let answer = visitor.get(&format!("{path}?a=b&c=%2F"));
        assert_eq!(answer.status, 303);
        let login = answer.header("location").to_owned();
        let page = visitor.get(&login);
        let fields = [("username", "ada"), ("password", crate::support::PASSWORD)];
        let answer = visitor.submit(&page, "/login", &fields);
        assert_eq!(answer.header("location"), format!("{path}?a=b&c=%2F"));
    }
}

#[test]
fn a_form_that_arrives_too_late_is_given_back_without_its_secrets() {
    let world = World::new();
    let mut visitor = world.visitor();
    let path = format!("/account/sessions/{}/label", "0".repeat(32));
    let answer =
        visitor.post(&path, &[("label", "<b>my & phone</b>"), ("current_password", "s3cret!"), ("Token", "t0ken!")]);
    assert_eq!(answer.status, 403);
    assert!(
        answer.says("Your form was not saved") && answer.says("&#60;b&#62;my &#38; phone&#60;/b&#62;"),
        "{}",
        answer.body
    );
    assert!(!answer.says("s3cret!") && !answer.says("t0ken!") && !answer.says("<b>my"));
}

#[test]
fn every_write_of_a_signed_in_person_refuses_strangers() {
    let world = World::new();
    let id = world.signed_in("ada").session_id();
    for path in [
        "/account/password",
        "/account/sessions/revocations",
        &format!("/account/sessions/{id}/revocation"),
        &format!("/account/sessions/{id}/label"),
    ] {
        assert_eq!(world.visitor().post(path, &[]).status, 403, "{path}");
    }
}

#[test]
fn a_guarded_page_runs_no_query_for_authentication() {
    use actix_web::web::{ServiceConfig, get};
    async fn hello(session: doorward::CurrentSession) -> String {
        session.username.clone()
    }
    fn routes(app: &mut ServiceConfig) {
        app.route("/hello", get().to(hello));
    }
    let mut world = World::empty();
    world.start(|_| {}, routes);
    world.add_user("ada", Role::User);
    let mut visitor = world.signed_in("ada");
    let before = world.app().desk.store().queries();
    for _ in 0..500 {
        assert_eq!(visitor.get("/hello").body, "ada");
    }
    // The remaining queries come from background tasks, a few each second.
    let asked = world.app().desk.store().queries() - before;
    assert!(asked < 100, "{asked} queries for 500 requests");
}

#[test]
fn other_peoples_sessions_are_nobodys_business() {
    let world = World::new();
    world.add_user("bob", Role::User);
    let (mut bob, mut ada) = (world.signed_in("bob"), world.signed_in("ada"));
    let missing = "0".repeat(32);
    for id in [ada.session_id(), missing] {
        let revocation = bob.post(&format!("/account/sessions/{id}/revocation"), &[]);
        let label = bob.post(&format!("/account/sessions/{id}/label"), &[("label", "mine")]);
        assert_eq!((revocation.status, label.status), (404, 404));
    }
    assert!(ada.is_signed_in());
    assert!(!ada.get("/account/sessions").says("mine"));
}

#[test]
fn a_session_id_opens_nothing() {
    let world = World::new();
    let id = world.signed_in("ada").session_id();
    for name in ["access", "refresh"] {
        let mut visitor = world.visitor();
        visitor.jar.insert(name.into(), id.clone());
        assert!(!visitor.is_signed_in());
    }
}

#[test]
fn credentials_count_only_in_their_cookies() {
    let world = World::new();
    let visitor = world.signed_in("ada");
    let (access, refresh) = (visitor.access_cookie(), visitor.refresh_cookie());
    let stranger = world.visitor();
    let paths = [format!("/account?access={access}&refresh={refresh}&access_token={access}"), "/account".to_owned()];
    for path in paths {
        let bearer = stranger.with_header("authorization", format!("Bearer {access}"));
        let other = stranger.with_header("x-auth-token", &access);
        assert_eq!(bearer.ask("GET", &path, None).status, 303);
        assert_eq!(other.ask("GET", &path, None).status, 303);
    }
    // Each of the two tokens takes the other's place.
    let mut swapped = world.visitor();
    swapped.jar.insert("access".into(), refresh);
    swapped.jar.insert("refresh".into(), access);
    assert!(!swapped.is_signed_in());
}
