//! Every kind of token at every place that takes one: each kind opens its own places and no other.

use actix_web::rt::System;
use doorward::account::Role;
use doorward::config::{AccessRules, Origin, Settings, Sources, load};
use doorward_guard::Guard;
use serde_json::json;

use crate::support::authenticator::Authenticator;
use crate::support::{ApiClient, ORIGIN, PASSWORD, Visitor};
use crate::two_factor::{ask_for_key, begin};
use crate::world::World;

/// Adds an app on Doorward's own host, where browsers send every cookie.
fn with_app(settings: &mut Settings) {
    settings.trusted_proxies = vec!["127.0.0.1/32".parse().expect("a network")];
    settings.return_origins = vec![Origin::parse("http://127.0.0.1:8090").expect("one")];
    settings.access_rules = AccessRules::parse("127.0.0.1:8090 user").expect("a rule");
}

/// A kind of token that Doorward gives to browsers, programs or people. It is an administrator's wherever possible.
struct Kind {
    name: &'static str,
    token: String,
    opens: &'static [&'static str],
}

fn kinds(world: &World, root: &Visitor, program: &ApiClient) -> Vec<Kind> {
    let kind = |name, token: &str, opens| Kind { name, token: token.to_owned(), opens };
    let link = |answer: serde_json::Value, member: &str| {
        let link = answer[member]["link"].as_str().or(answer["link"].as_str()).expect("a link").to_owned();
        link.rsplit_once('/').expect("a path").1.to_owned()
    };
    let made = program.post("/api/admin/users", &json!({"username": "grace"}));
    assert_eq!(made.status, 201, "{}", made.body);
    let invitation = link(made.json(), "invitation");
    let id = world.logged_in("ada").get("/api/me").json()["id"].as_str().expect("an id").to_owned();
    // The test does not move its clock, since the guard reads the machine's clock.
    let mut ada = world.signed_in("ada");
    let offer = ask_for_key(&mut ada);
    let code = Authenticator::scan(&offer).code(&world.clock);
    assert_eq!(ada.submit(&offer, "/account/two-factor/activation", &[("code", &code)]).status, 200);
    // The second factor voids older links, so this link is made only now.
    let reset = link(program.send("POST", &format!("/api/admin/users/{id}/password-reset"), None).json(), "reset");
    let device_link = program.send("POST", &format!("/api/admin/users/{id}/device-link"), None).json();
    let device_link = link(device_link, "device link");
    let login = world.client().post("/api/tokens", &json!({"username": "root", "password": PASSWORD})).json();
    let half_way = begin(world, "ada");
    let list = program.get("/recall-list.jwt").body;
    vec![
        kind("a browser's access token for pages", &root.access_cookie(), &["pages"]),
        kind("a browser's access token for apps", &root.app_cookie(), &["forward-auth", "guard"]),
        kind("a browser's refresh token", &root.refresh_cookie(), &["renewal"]),
        kind("a program's access token", program.token(), &["API", "administration by API"]),
        kind("a program's access token for apps", &program.app_access, &["forward-auth", "guard"]),
        kind("a program's refresh token", &program.refresh, &["API refresh"]),
        kind("the token between two steps", &half_way.jar["second-step"], &["second step"]),
        kind("the token of an invitation", &invitation, &["invitation"]),
        kind("the token of a reset", &reset, &["reset"]),
        kind("the recall list", &list, &[]),
        kind("the token of a device link", &device_link, &["introduction"]),
        // Neither gives access, so that either may stand for the other.
        kind("a device cookie", &root.jar["device"], &["known device", "known program"]),
        kind("a device token", login["device_token"].as_str().expect("a token"), &["known device", "known program"]),
    ]
}

/// Tells whether a token opens this place. The token is sent only in the way that the place reads it.
fn is_opened(world: &World, place: &str, token: &str) -> bool {
    let browser = |cookie: &str| {
        let mut visitor = world.visitor();
        visitor.jar.insert(cookie.into(), token.to_owned());
        visitor
    };
    let program = world.client().with_token(token);
    let url = |prefix: &str| {
        format!("{prefix}{}", url::form_urlencoded::byte_serialize(token.as_bytes()).collect::<String>())
    };
    match place {
        "pages" => browser("access").is_signed_in(),
        "renewal" => browser("refresh").is_signed_in(),
        "second step" => browser("second-step").get("/login/two-factor").status == 200,
        "API" => program.get("/api/me").status == 200,
        "administration by API" => program.get("/api/admin/users").status == 200,
        "API refresh" => world.client().post("/api/tokens/refresh", &json!({"refresh_token": token})).status == 200,
        "invitation" => world.visitor().get(&url("/invitation/")).status == 200,
        "reset" => world.visitor().get(&url("/password-reset/")).status == 200,
        "introduction" => world.visitor().get(&url("/device/")).status == 200,
        "known program" => {
            let body = json!({"username": "root", "password": PASSWORD, "device_token": token});
            world.client().post("/api/tokens", &body).status == 200
        }
        "known device" => {
            let fields = [("username", "root"), ("password", PASSWORD)];
            browser("device").post("/login", &fields).status == 303
        }
        "forward-auth" => {
            let question = [("method", "GET"), ("proto", "http"), ("host", "127.0.0.1:8090"), ("uri", "/")];
            let asking = world.client().with_header("cookie", &format!("app-access={token}"));
            let asking = question
                .iter()
                .fold(asking, |asking, (name, value)| asking.with_header(&format!("x-forwarded-{name}"), value));
            asking.get("/forward-auth").status == 200
        }
        "guard" => System::new().block_on(async {
            let from = format!("http://127.0.0.1:{}", world.app().port);
            let guard = Guard::builder(ORIGIN).fetch_from(&from).start().await.expect("started");
            guard.verify(token).await.is_ok()
        }),
        _ => panic!("no place {place}"),
    }
}

const PLACES: [&str; 13] = [
    "pages",
    "API",
    "administration by API",
    "forward-auth",
    "guard",
    "second step",
    "invitation",
    "reset",
    "renewal",
    "API refresh",
    "known device",
    "known program",
    "introduction",
];

#[test]
fn every_kind_of_token_opens_its_own_place_and_no_other() {
    let world = World::with(1, with_app);
    world.add_user("root", Role::Admin);
    let (root, program) = (world.signed_in("root"), world.logged_in("root"));
    let kinds = kinds(&world, &root, &program);
    // From here on, a password alone lets in only a browser with a device cookie.
    for number in 0..10 {
        world.visitor().post("/login", &[("username", "root"), ("password", &format!("guess {number}"))]);
    }
    for place in PLACES {
        for kind in &kinds {
            let is_meant = kind.opens.contains(&place);
            assert_eq!(is_opened(&world, place, &kind.token), is_meant, "{} at: {place}", kind.name);
        }
        assert!(kinds.iter().any(|kind| kind.opens.contains(&place)), "nothing opens: {place}");
    }
}

#[test]
fn no_token_but_those_meant_for_it_ends_a_session() {
    let world = World::with(1, with_app);
    world.add_user("root", Role::Admin);
    let (root, program) = (world.signed_in("root"), world.logged_in("root"));
    let alive = "SELECT COUNT(*) FROM sessions WHERE revoked_at IS NULL";
    let kinds = kinds(&world, &root, &program);
    let before = world.database.number(alive);
    let ended_by = |act: &dyn Fn(&str)| -> Vec<&'static str> {
        let ending = kinds.iter().filter(|kind| {
            let before = world.database.number(alive);
            act(&kind.token);
            world.database.number(alive) < before
        });
        ending.map(|kind| kind.name).collect()
    };
    let revoke = |token: &str| {
        world.client().post("/api/tokens/revoke", &json!({"refresh_token": token}));
    };
    assert_eq!(ended_by(&revoke), ["a program's refresh token"]);
    let log_out_by = |cookie: &'static str| {
        let port = world.app().port;
        move |token: &str| {
            let mut visitor = Visitor::new(port);
            visitor.jar.insert(cookie.into(), token.to_owned());
            visitor.post("/logout", &[]);
        }
    };
    // A program's access token names a session that has already been ended, and a browser's token for apps ends
    // nothing.
    for cookie in ["app-access", "device", "second-step"] {
        assert_eq!(ended_by(&log_out_by(cookie)), Vec::<&str>::new(), "{cookie}");
    }
    assert_eq!(ended_by(&log_out_by("access")), ["a browser's access token for pages"]);
    assert_eq!(world.database.number(alive), before - 2);
}

#[test]
fn the_setting_gives_the_stem_of_every_audience() {
    let world = World::with(1, |settings| settings.audience = "notes".into());
    let (browser, program) = (world.signed_in("ada"), world.logged_in("ada"));
    let audience = |token: &str| {
        use base64::Engine;
        let claims = token.split('.').nth(1).expect("a token");
        let claims = base64::engine::general_purpose::URL_SAFE_NO_PAD.decode(claims).expect("base64url");
        serde_json::from_slice::<serde_json::Value>(&claims).expect("JSON")["aud"].as_str().expect("text").to_owned()
    };
    assert_eq!(
        [browser.access_cookie(), browser.app_cookie(), program.token().to_owned(), program.app_access.clone()]
            .map(|token| audience(&token)),
        ["notes", "notes/apps", "notes/api", "notes/apps"]
    );
    System::new().block_on(async {
        let from = format!("http://127.0.0.1:{}", world.app().port);
        let guard = Guard::builder(ORIGIN).fetch_from(&from).audience("notes").start().await.expect("started");
        assert!(guard.verify(&browser.app_cookie()).await.is_ok() && guard.verify(program.token()).await.is_err());
    });
}

#[test]
fn an_audience_that_could_be_taken_for_another_is_refused() {
    let refusal = |stem: &str| {
        let flags = vec![("audience".to_owned(), stem.to_owned())];
        load(&Sources { flags, ..Sources::default() }).err().map(|error| error.to_string()).unwrap_or_default()
    };
    for good in ["notes", "https://notes.example.org/", "api", "notes/api/", "notes/apps.org"] {
        assert_eq!(refusal(good), "", "{good}");
    }
    for bad in ["notes/api", "notes/apps", "/apps", "notes/apps/api", "", "two words"] {
        assert!(refusal(bad).contains("audience"), "{bad}: {}", refusal(bad));
    }
}
