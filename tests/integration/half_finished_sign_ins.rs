//! Sign-ins that wait for a code while the account or its sessions are changed.

use doorward::By;
use doorward::account::Role;
use doorward::internals::bulk_revocation::{self, Which};
use doorward::internals::{SessionSearch, read};
use serde_json::json;

use crate::admin_users::{NEW, choose, path_of, press, shown_link};
use crate::support::authenticator::Authenticator;
use crate::support::{Answer, ApiClient, PASSWORD, Visitor};
use crate::two_factor::{begin, enrol, give, next_step};
use crate::world::World;

/// Ada, who has a second factor, and an admin.
struct Desk {
    world: World,
    ada: Visitor,
    app: Authenticator,
    root: Visitor,
    program: ApiClient,
    /// The path of ada's account in the administration.
    user: String,
}

impl Desk {
    fn open() -> Desk {
        let world = World::new();
        world.add_user("root", Role::Admin);
        let mut ada = world.signed_in("ada");
        let (app, _) = enrol(&world, &mut ada);
        press(&mut world.signed_in("root"), &path_of(&world, "ada"), "email", &[("email", "ada@example.org")]);
        let (root, program) = (world.signed_in("root").confirming(), world.logged_in("root"));
        let user = path_of(&world, "ada");
        Desk { world, ada, app, root, program, user }
    }

    fn code(&self) -> String {
        self.app.code(&self.world.clock)
    }

    fn bulk(&self, user: &str) {
        let search: SessionSearch =
            read([("user", user)].into_iter().filter(|(_, user)| !user.trim().is_empty())).expect("a search");
        self.operator(Which::Matching(Box::new(search)));
    }

    /// Ends sessions as `doorward session revoke` does.
    fn operator(&self, which: Which) {
        self.world.app().block_on(move |desk| async move {
            bulk_revocation::begin(&desk, which, None, By::operator()).await.expect("begun");
        });
    }

    fn api(&self, method: &str, part: &str, body: Option<serde_json::Value>) {
        let body = body.map(|body| body.to_string());
        let body = body.as_ref().map(|body| ("application/json", body.as_bytes()));
        let answer = self.program.send(method, &format!("/api{}{part}", self.user), body);
        assert!(answer.status < 300, "{part}: {}", answer.status);
    }
}

fn done(answer: &Answer) {
    assert!(
        matches!(answer.status, 200 | 201 | 303) && answer.hides("Confirm it is you"),
        "{} {}",
        answer.status,
        answer.body
    );
}

type Deed = (&'static str, fn(&mut Desk));

/// Everything that ends all sessions of an account, or changes who may sign in to it and how.
const DEEDS: [Deed; 27] = [
    ("everybody's sessions are ended by the page", |desk| {
        let page = desk.root.get("/admin/sessions/revocations/new?everybody=yes");
        done(&desk.root.submit(&page, "/admin/sessions/revocations", &[]));
    }),
    ("everybody's sessions are ended by the API", |desk| {
        let body = json!({"everybody": true});
        assert_eq!(desk.program.post("/api/admin/bulk-revocations", &body).status, 202);
    }),
    ("everybody's sessions are ended by the command", |desk| desk.operator(Which::Everybodys)),
    ("all that a search for nothing matches is ended by the page", |desk| {
        let page = desk.root.get("/admin/sessions/revocations/new");
        done(&desk.root.submit(&page, "/admin/sessions/revocations", &[]));
    }),
    ("all that a search for a state alone matches is ended by the page", |desk| {
        let page = desk.root.get("/admin/sessions/revocations/new?user=%20&state=any");
        done(&desk.root.submit(&page, "/admin/sessions/revocations", &[]));
    }),
    ("all that a search for nothing matches is ended", |desk| desk.bulk("")),
    ("all that a search for space matches is ended", |desk| desk.bulk(" ")),
    ("the sessions of a name are ended by the page", |desk| {
        let page = desk.root.get("/admin/sessions/revocations/new?user=ada");
        done(&desk.root.submit(&page, "/admin/sessions/revocations", &[]));
    }),
    ("the sessions of a name are ended by the API", |desk| {
        let body = json!({"filter": {"user": "ada", "device": "Firefox"}});
        assert_eq!(desk.program.post("/api/admin/bulk-revocations", &body).status, 202);
    }),
    ("the sessions of a name are ended by the command", |desk| desk.bulk("ADA")),
    ("the sessions of whoever is called like this are ended", |desk| desk.bulk("ad*")),
    ("the sessions of an e-mail address are ended", |desk| desk.bulk("Ada@example.org")),
    ("somebody is signed out everywhere by the page", |desk| {
        let user = desk.user.clone();
        done(&press(&mut desk.root, &user, "sign-out", &[]));
    }),
    ("somebody is signed out everywhere by the API", |desk| desk.api("POST", "/sign-out", None)),
    ("all other sessions are ended by their owner", |desk| {
        done(&desk.ada.post("/account/sessions/revocations", &[]));
    }),
    ("a suspension is given and taken back by the page", |desk| {
        let user = desk.user.clone();
        done(&desk.root.post(&format!("{user}/suspension"), &[("sure", "yes")]));
        done(&press(&mut desk.root, &user, "reactivation", &[]));
    }),
    ("a suspension is given and taken back by the API", |desk| {
        desk.api("PUT", "/suspension", None);
        desk.api("DELETE", "/suspension", None);
    }),
    ("the role is changed by the page", |desk| {
        let user = desk.user.clone();
        done(&desk.root.post(&format!("{user}/role"), &[("role", "admin")]));
    }),
    ("the role is changed by the API", |desk| desk.api("PUT", "/role", Some(json!({"role": "admin"})))),
    ("another e-mail address is noted by the page", |desk| {
        let user = desk.user.clone();
        done(&press(&mut desk.root, &user, "email", &[("email", "a@example.org")]));
    }),
    ("another e-mail address is noted by the API", |desk| {
        desk.api("PUT", "/email", Some(json!({"email": "a@example.org"})));
    }),
    ("the account is deleted", |desk| {
        let user = desk.user.clone();
        done(&desk.root.post(&format!("{user}/deletion"), &[("sure", "yes")]));
    }),
    ("a password is chosen by a link", |desk| {
        let user = desk.user.clone();
        let link = shown_link(&press(&mut desk.root, &user, "password-reset", &[]));
        done(&choose(&mut desk.world.visitor(), &link, NEW));
    }),
    ("the password is changed", |desk| {
        let page = desk.ada.get("/account/password");
        let code = desk.code();
        let fields =
            [("current_password", PASSWORD), ("code", &*code), ("new_password", NEW), ("new_password_again", NEW)];
        done(&desk.ada.submit(&page, "/account/password", &fields));
        next_step(&desk.world);
    }),
    ("recovery codes are made anew", |desk| {
        let code = desk.code();
        let typed = [("current_password", PASSWORD), ("current_code", &*code)];
        done(&desk.ada.post("/account/two-factor/recovery-codes", &typed));
        next_step(&desk.world);
    }),
    ("the second factor is turned off", |desk| {
        let code = desk.code();
        let typed = [("current_password", PASSWORD), ("current_code", &*code)];
        done(&desk.ada.post("/account/two-factor/removal", &typed));
        next_step(&desk.world);
    }),
    ("the second factor is removed by an admin", |desk| {
        desk.api("POST", "/two-factor-removal", Some(json!({"identity_check": "met in person at the desk"})));
    }),
];

#[test]
fn whatever_ends_all_sessions_or_changes_the_account_voids_a_sign_in_that_waits_for_its_code() {
    for (what, deed) in DEEDS {
        let mut desk = Desk::open();
        let mut waiting = begin(&desk.world, "ada");
        assert_eq!(waiting.get("/login/two-factor").status, 200);
        deed(&mut desk);
        let answer = give(&mut waiting, &desk.code());
        assert_eq!((answer.status, answer.header("location")), (303, "/login?again"), "{what}");
        assert!(!waiting.is_signed_in(), "{what}");
    }
}

#[test]
fn a_sign_in_that_is_begun_afterwards_goes_on() {
    let desk = Desk::open();
    desk.operator(Which::Everybodys);
    // The test's clock runs with the machine's, so without this step the sign-in could begin in the same millisecond.
    desk.world.advance(1);
    let mut later = begin(&desk.world, "ada");
    assert_eq!(give(&mut later, &desk.code()).header("location"), "/");
    assert!(later.is_signed_in());
}

#[test]
fn a_sign_in_that_is_begun_after_a_search_for_nothing_goes_on_when_its_sessions_end() {
    let desk = Desk::open();
    let mut earlier = begin(&desk.world, "ada");
    desk.bulk("");
    desk.world.advance(1);
    let mut later = begin(&desk.world, "ada");
    desk.world.app().block_on(|desk| async move { bulk_revocation::work(&desk).await.expect("ended") });
    assert_eq!(give(&mut later, &desk.code()).header("location"), "/");
    assert!(later.is_signed_in());
    assert_eq!(give(&mut earlier, &desk.code()).header("location"), "/login?again");
}

#[test]
fn sign_ins_of_others_wait_on_when_a_search_names_somebody_or_nobody() {
    let desk = Desk::open();
    desk.world.add_user("bob", Role::User);
    for (name, text) in [("user", "bob"), ("user", "b*"), ("address", "127.0.0.1")] {
        let mut waiting = begin(&desk.world, "ada");
        desk.operator(Which::Matching(Box::new(read([(name, text)]).expect("a search"))));
        assert_eq!(give(&mut waiting, &desk.code()).header("location"), "/", "{name}={text}");
        next_step(&desk.world);
    }
}

#[test]
fn a_sign_in_that_was_written_down_late_is_void_all_the_same() {
    let desk = Desk::open();
    let mut waiting = begin(&desk.world, "ada");
    let expiry = desk.world.database.number("SELECT expires_at FROM pending_sign_ins");
    desk.world.advance(1);
    desk.operator(Which::Everybodys);
    // The row looks as if this sign-in had begun before the ending and had been stored afterwards.
    let mut later = {
        desk.world.advance(1);
        begin(&desk.world, "ada")
    };
    desk.world.database.execute(&format!("UPDATE pending_sign_ins SET expires_at = {expiry}"));
    assert_eq!(give(&mut later, &desk.code()).header("location"), "/login?again");
    assert_eq!(give(&mut waiting, &desk.code()).header("location"), "/login?again");
}

#[test]
fn parallel_codes_and_an_ending_of_everybodys_sessions_leave_nobody_signed_in() {
    let desk = Desk::open();
    for _ in 0..8 {
        let mut waiting = begin(&desk.world, "ada");
        let code = desk.code();
        std::thread::scope(|scope| {
            scope.spawn(|| give(&mut waiting, &code));
            scope.spawn(|| desk.operator(Which::Everybodys));
        });
        assert!(!waiting.is_signed_in());
        next_step(&desk.world);
    }
}
