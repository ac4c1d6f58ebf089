//! Forward authentication: the question of each proxy, Doorward's answer, and that no forged request is let in.

use std::thread;

use doorward::account::Role;
use doorward::config::{AccessRules, Origin, Settings};
use doorward::internals::{RequestContext, SessionId, UserId, revocation};
use ureq::Agent;
use ureq::http::Request;

use crate::support::{Answer, Visitor};
use crate::world::World;

pub const URL: &str = "http://login.example.org:8080";
pub const WIKI: &str = "http://wiki.example.org:8080";

fn with_apps(settings: &mut Settings) {
    settings.public_url = doorward::config::PublicUrl::parse(URL);
    settings.trusted_proxies = vec!["127.0.0.1/32".parse().expect("a network")];
    settings.cookie_domain = Some("example.org".into());
    settings.return_origins =
        vec![Origin::parse(WIKI).expect("one"), Origin::parse("http://admin.example.org:8080").expect("one")];
    settings.access_rules = AccessRules::parse(
        "wiki.example.org:8080 user,wiki.example.org:8080/public anyone,wiki.example.org:8080/reports user:ada,\
         admin.example.org:8080 admin,free.example.org:8080 anyone",
    )
    .expect("rules");
}

pub fn world() -> World {
    let world = World::with(1, with_apps);
    world.add_user("bob", Role::User);
    world.add_user("root", Role::Admin);
    world
}

/// Returns somebody who has signed in under the host name by which apps know the login page.
pub fn signed_in(world: &World, name: &str) -> Visitor {
    let mut visitor = world.visitor().with_header("origin", URL);
    visitor.log_in(name);
    // Browsers send this cookie only to Doorward's own host.
    visitor.jar.remove("device");
    visitor
}

/// A proxy's request to the forward-auth address.
#[derive(Clone)]
pub struct Question {
    pub agent: Agent,
    port: u16,
    method: &'static str,
    headers: Vec<(String, Vec<u8>)>,
}

/// The three proxies: Traefik repeats the request's headers and uses GET, as Caddy does; nginx keeps the method of the
/// request.
pub const PROXIES: [&str; 3] = ["traefik", "caddy", "nginx"];

impl Question {
    pub fn new(world: &World, proxy: &str, method: &str, url: &str) -> Question {
        let config = Agent::config_builder().http_status_as_error(false).max_redirects(0).build();
        let mut question =
            Question { agent: config.into(), port: world.app().port, method: "GET", headers: Vec::new() };
        let (scheme, rest) = url.split_once("://").expect("a URL");
        let (host, uri) = rest.split_at(rest.find('/').expect("a path"));
        if proxy == "nginx" {
            question = question.with("x-original-url", url).with("x-original-method", method);
        } else {
            question = question.with("x-forwarded-method", method).with("x-forwarded-proto", scheme);
            question = question.with("x-forwarded-host", host).with("x-forwarded-uri", uri);
        }
        question.with("x-forwarded-for", "203.0.113.9")
    }

    pub fn with(mut self, name: &str, value: impl AsRef<[u8]>) -> Question {
        self.headers.push((name.into(), value.as_ref().to_vec()));
        self
    }

    fn without(mut self, name: &str) -> Question {
        self.headers.retain(|(known, _)| known != name);
        self
    }

    fn instead(self, name: &str, value: impl AsRef<[u8]>) -> Question {
        self.without(name).with(name, value)
    }

    pub fn of(self, visitor: &Visitor) -> Question {
        let cookies: Vec<_> = visitor.jar.iter().map(|(name, value)| format!("{name}={value}")).collect();
        self.with("cookie", cookies.join("; "))
    }

    /// Adds the headers of a browser in which somebody opens a page.
    fn by_person(self) -> Question {
        self.with("sec-fetch-dest", "document").with("sec-fetch-mode", "navigate")
    }

    pub fn ask(&self) -> Answer {
        let mut request =
            Request::builder().method(self.method).uri(format!("http://127.0.0.1:{}/forward-auth", self.port));
        for (name, value) in &self.headers {
            request = request.header(name, value.as_slice());
        }
        let mut response = self.agent.run(request.body(()).expect("a request")).expect("an answer");
        let body = response.body_mut().read_to_vec().expect("a body");
        let answer = Answer {
            status: response.status().as_u16(),
            headers: response.headers().clone(),
            body: String::from_utf8_lossy(&body).into_owned(),
        };
        assert_eq!(answer.header("cache-control"), "no-store");
        assert_eq!(answer.set_cookies(), Vec::<String>::new());
        assert!(answer.status == 200 || answer.headers.keys().all(|name| !name.as_str().starts_with("remote-")));
        answer
    }
}

pub fn login_leading_to(url: &str) -> String {
    let next: String = url::form_urlencoded::byte_serialize(url.as_bytes()).collect();
    format!("{URL}/login?next={next}")
}

#[test]
fn whoever_is_signed_in_goes_on_and_is_named() {
    let world = world();
    let ada = signed_in(&world, "ada");
    for proxy in PROXIES {
        for method in ["GET", "POST", "DELETE", "PROPFIND"] {
            let answer = Question::new(&world, proxy, method, &format!("{WIKI}/page?a=b")).of(&ada).ask();
            assert_eq!(answer.status, 200, "{proxy} {method}");
            assert_eq!((answer.header("remote-user"), answer.header("remote-role")), ("ada", "user"));
            assert_eq!(answer.header("remote-id"), ada.claims()["sub"].as_str().expect("an id"));
            assert_eq!((answer.header("cookie"), answer.header("remote-email")), ("", ""));
        }
    }
    for method in ["POST", "HEAD", "PUT", "OPTIONS", "DELETE"] {
        let mut question = Question::new(&world, "nginx", "GET", &format!("{WIKI}/")).of(&ada);
        question.method = method;
        assert_eq!(question.ask().status, 200, "asked by {method}");
    }
}

#[test]
fn an_app_is_left_the_other_cookies_only() {
    let world = world();
    let mut ada = signed_in(&world, "ada");
    ada.jar.insert("theme".into(), "dark".into());
    ada.jar.insert("__Host-refresh".into(), "x".into());
    ada.jar.insert("__Host-device".into(), "x".into());
    let answer = Question::new(&world, "traefik", "GET", &format!("{WIKI}/")).of(&ada).ask();
    assert_eq!((answer.status, answer.header("cookie")), (200, "theme=dark"));
}

#[test]
fn a_person_is_led_to_the_login_page_and_back() {
    let world = world();
    let page = format!("{WIKI}/page?a=b&c=%2F");
    for proxy in PROXIES {
        let status = if proxy == "nginx" { 401 } else { 302 };
        let browsers: [&[(&str, &str)]; 2] = [
            &[("sec-fetch-dest", "document"), ("sec-fetch-site", "cross-site")],
            &[("accept", "text/html,application/xhtml+xml;q=0.9")],
        ];
        for browser in browsers {
            let question = Question::new(&world, proxy, "GET", &page);
            let question = browser.iter().fold(question, |question, (name, value)| question.with(name, value));
            let answer = question.ask();
            assert_eq!(
                (answer.status, answer.header("location")),
                (status, login_leading_to(&page).as_str()),
                "{proxy}"
            );
        }
    }
    let mut visitor = world.visitor().with_header("origin", URL);
    let login = visitor.get(login_leading_to(&page).strip_prefix(URL).expect("ours"));
    assert!(login.header("content-security-policy").contains(&format!("form-action 'self' {WIKI} ")));
    let wrong = visitor.submit(&login, "/login", &[("username", "ada"), ("password", "not this one at all")]);
    assert_eq!(wrong.status, 422);
    assert!(wrong.header("content-security-policy").contains(WIKI));
    let answer = visitor.submit(&wrong, "/login", &[("username", "ada"), ("password", crate::support::PASSWORD)]);
    assert_eq!((answer.status, answer.header("location")), (303, page.as_str()));
    let cookies = answer.set_cookies();
    assert!(
        cookies.iter().any(|cookie| cookie.starts_with("app-access=ey") && cookie.contains("; Domain=example.org"))
    );
    for name in ["access", "refresh"] {
        let is_own = |cookie: &String| cookie.starts_with(&format!("{name}=")) && !cookie.contains("Domain");
        assert!(cookies.iter().any(is_own), "{name}");
    }
    assert_eq!(Question::new(&world, "caddy", "GET", &page).of(&visitor).ask().status, 200);
}

#[test]
fn an_expired_token_is_renewed_at_the_login_page_without_typing() {
    let world = world();
    let mut ada = signed_in(&world, "ada");
    let page = format!("{WIKI}/page");
    world.let_access_tokens_expire();
    let question = Question::new(&world, "caddy", "GET", &page).by_person();
    let answer = question.clone().of(&ada).ask();
    assert_eq!(answer.status, 302);
    let back = ada.get(answer.header("location").strip_prefix(URL).expect("ours"));
    assert_eq!((back.status, back.header("location")), (303, page.as_str()));
    assert_eq!(ada.generation(), 2);
    assert_eq!(question.of(&ada).ask().status, 200);
}

#[test]
fn nothing_but_a_persons_look_is_redirected() {
    let world = world();
    let mut ada = signed_in(&world, "ada");
    ada.jar.remove("refresh");
    world.let_access_tokens_expire();
    let unredirected: [(&str, &[(&str, &str)]); 9] = [
        ("GET", &[]),
        ("GET", &[("accept", "*/*")]),
        ("GET", &[("accept", "text/html"), ("x-requested-with", "XMLHttpRequest")]),
        ("GET", &[("accept", "text/html"), ("sec-fetch-dest", "iframe")]),
        ("GET", &[("accept", "text/html"), ("sec-fetch-dest", "empty")]),
        ("GET", &[("accept", "text/html"), ("sec-fetch-site", "same-origin")]),
        ("GET", &[("sec-fetch-dest", "document"), ("sec-purpose", "prefetch;prerender")]),
        ("HEAD", &[("sec-fetch-dest", "document")]),
        ("POST", &[("sec-fetch-dest", "empty")]),
    ];
    for proxy in PROXIES {
        for (method, headers) in unredirected {
            let question = Question::new(&world, proxy, method, &format!("{WIKI}/api")).of(&ada);
            let question = headers.iter().fold(question, |question, (name, value)| question.with(name, value));
            let answer = question.ask();
            assert_eq!((answer.status, answer.header("location")), (401, ""), "{proxy} {method} {headers:?}");
            assert!(answer.header("content-type").starts_with("text/plain"));
        }
    }
}

#[test]
fn a_form_that_comes_too_late_is_not_lost_in_silence() {
    let world = world();
    let form = || Question::new(&world, "caddy", "POST", &format!("{WIKI}/save")).by_person();
    let answer = form().with("referer", format!("{WIKI}/edit")).ask();
    assert_eq!((answer.status, answer.header("location")), (401, ""));
    assert!(answer.says("Your form was not sent") && answer.says("go back and send the form again"));
    assert!(answer.says(&login_leading_to(&format!("{WIKI}/edit"))), "{}", answer.body);
    assert!(!answer.headers.contains_key("strict-transport-security"));
    let answer = form().with("referer", "http://evil.example/").with("accept-language", "ko").ask();
    assert!(answer.says("입력한 내용이 전송되지 않았습니다") && answer.says("lang=\"ko\""));
    assert!(answer.says(&login_leading_to(&format!("{WIKI}/save"))) && answer.hides("evil"), "{}", answer.body);
    let answer = Question::new(&world, "nginx", "POST", &format!("{WIKI}/save")).by_person().ask();
    assert_eq!((answer.status, answer.header("location")), (401, ""));
}

#[test]
fn rules_by_role_name_and_path_hold_and_the_rest_is_nobodys() {
    let world = world();
    let (ada, bob, root) = (signed_in(&world, "ada"), signed_in(&world, "bob"), signed_in(&world, "root"));
    let stranger = world.visitor();
    let cases: [(&str, [u16; 4]); 9] = [
        // The users are ada, bob, root, and a stranger.
        ("wiki.example.org:8080/", [200, 200, 200, 401]),
        ("WIKI.example.org.:8080/x", [200, 200, 200, 401]),
        ("wiki.example.org:8080/public/a", [200, 200, 200, 200]),
        ("wiki.example.org:8080/reports", [200, 403, 403, 401]),
        ("admin.example.org:8080/", [403, 403, 200, 401]),
        ("free.example.org:8080/", [200, 200, 200, 200]),
        ("wiki.example.org/", [403, 403, 403, 403]),
        ("evil.example.org:8080/", [403, 403, 403, 403]),
        ("login.example.org:8080/", [403, 403, 403, 403]),
    ];
    for (place, expected) in cases {
        for proxy in PROXIES {
            let ask = |who: &Visitor| Question::new(&world, proxy, "GET", &format!("http://{place}")).of(who).ask();
            let found = [&ada, &bob, &root, &stranger].map(ask);
            assert_eq!(found.each_ref().map(|answer| answer.status), expected, "{proxy} {place}");
            for (answer, name) in found.iter().zip(["ada", "bob", "root", ""]) {
                assert_eq!(answer.header("remote-user"), if answer.status == 200 { name } else { "" }, "{place}");
            }
        }
    }
    let page = Question::new(&world, "caddy", "GET", "http://admin.example.org:8080/").by_person();
    let told = page.clone().of(&ada).ask();
    assert!(told.says("You are signed in as ada") && told.says(&format!("{URL}/account")), "{}", told.body);
    // A stranger to whom the rule gives no access must sign in all the same, since they may be somebody who has access.
    assert_eq!(page.ask().status, 302);
}

#[test]
fn tricks_with_the_path_open_nothing() {
    let world = world();
    let bob = signed_in(&world, "bob");
    for path in [
        "/public/../reports",
        "/public/%2e%2e/reports",
        "/public/..%2freports",
        "/public/..%5creports",
        "/public/..\\reports",
        "/public/..;/reports",
        "//reports",
        "/./reports",
        "/%72eports",
        "/%2572eports",
        "/Reports",
        "/reports;x",
        "/reports%00",
        "/public/%",
        "/reports?x=/public",
        "/reports/?/../public",
    ] {
        for proxy in PROXIES {
            for visitor in [&bob, &world.visitor()] {
                let answer = Question::new(&world, proxy, "GET", &format!("{WIKI}{path}")).of(visitor).ask();
                assert!(matches!(answer.status, 401 | 403), "{proxy} {path}: {}", answer.status);
            }
        }
    }
}

#[test]
fn headers_that_leave_a_doubt_let_nobody_in() {
    let world = world();
    let ada = signed_in(&world, "ada");
    let traefik = || Question::new(&world, "traefik", "GET", &format!("{WIKI}/")).of(&ada).by_person();
    let nginx = || Question::new(&world, "nginx", "GET", &format!("{WIKI}/")).of(&ada).by_person();
    assert_eq!((traefik().ask().status, nginx().ask().status), (200, 200));
    let refused = |question: Question| {
        let answer = question.ask();
        assert_eq!((answer.status, answer.header("location")), (403, ""), "{:?}", question.headers);
    };
    for name in ["x-forwarded-method", "x-forwarded-proto", "x-forwarded-host", "x-forwarded-uri"] {
        refused(traefik().without(name));
        refused(traefik().instead(name, ""));
        refused(traefik().instead(name, "a, b"));
        refused(traefik().instead(name, b"\xff"));
        let (_, value) = traefik().headers.into_iter().find(|(known, _)| known == name).expect("there");
        refused(traefik().with(name, value));
    }
    for name in ["x-original-url", "x-original-method"] {
        refused(nginx().without(name));
        refused(nginx().instead(name, ""));
        let (_, value) = nginx().headers.into_iter().find(|(known, _)| known == name).expect("there");
        refused(nginx().with(name, value));
    }
    for proto in ["https", "ftp", "HTTP", "http,http", "file"] {
        refused(traefik().instead("x-forwarded-proto", proto));
    }
    for host in [
        "wiki.example.org:8080, evil",
        "wiki.example.org:8080,wiki.example.org:8080",
        "wiki.example.org:8080 ",
        "u@wiki.example.org:8080",
        "wiki.example.org:8080/",
        "wiki.example.org:8080?",
        "wiki.example.org:8080#",
        "wiki.example.org:08080",
        "wiki.example.org:",
        "wiki%2eexample.org:8080",
        "wiki..example.org:8080",
    ] {
        // A header's value loses the spaces around it on the way.
        if !host.ends_with(' ') {
            refused(traefik().instead("x-forwarded-host", host));
        }
        refused(nginx().instead("x-original-url", format!("http://{host}/")));
    }
    for uri in ["x", "http://wiki.example.org:8080/", "/a b", "/a#b", "?a", "*"] {
        refused(traefik().instead("x-forwarded-uri", uri));
    }
    // Bytes beyond ASCII count as if they were encoded, and this one is no letter.
    refused(traefik().instead("x-forwarded-uri", b"/\xff"));
    for url in
        ["/", "wiki.example.org:8080/", "http:/wiki.example.org:8080/", "http://", "http://wiki.example.org:8080"]
    {
        refused(nginx().instead("x-original-url", url));
    }
    for method in ["get", "GET POST", "G\u{e9}T", "GET,GET"] {
        refused(traefik().instead("x-forwarded-method", method));
        refused(nginx().instead("x-original-method", method));
    }
    // The headers of the other kind of proxy may be there as well if they say the same.
    let both = || nginx().with("x-forwarded-method", "GET").with("x-forwarded-proto", "http");
    let both = || both().with("x-forwarded-host", "wiki.example.org:8080").with("x-forwarded-uri", "/");
    assert_eq!(both().ask().status, 200);
    for (name, value) in [
        ("x-forwarded-method", "POST"),
        ("x-forwarded-proto", "https"),
        ("x-forwarded-host", "free.example.org:8080"),
        ("x-forwarded-uri", "/public"),
    ] {
        refused(both().instead(name, value));
        refused(nginx().with(name, value));
    }
    // These headers come from the client, and a careless proxy lets them through.
    refused(traefik().with("x-original-url", "http://free.example.org:8080/").with("x-original-method", "GET"));
    refused(traefik().with("x-original-method", "GET"));
}

#[test]
fn only_trusted_proxies_are_answered() {
    let mut world = World::empty();
    let change = |settings: &mut Settings| {
        with_apps(settings);
        settings.trusted_proxies = vec!["192.0.2.1/32".parse().expect("a network")];
    };
    world.start(change, |_| {});
    world.add_user("ada", Role::User);
    let ada = signed_in(&world, "ada");
    for place in ["wiki.example.org:8080/", "free.example.org:8080/"] {
        for proxy in PROXIES {
            let question = Question::new(&world, proxy, "GET", &format!("http://{place}")).of(&ada);
            assert_eq!(question.by_person().ask().status, 403);
        }
    }
}

#[test]
fn identity_headers_and_bearer_tokens_from_outside_mean_nothing() {
    let world = world();
    let ada = signed_in(&world, "ada");
    let forged = |question: Question| {
        let question = question.with("remote-user", "root").with("remote-role", "admin").with("x-remote-user", "root");
        question.with("authorization", format!("Bearer {}", ada.access_cookie()))
    };
    let ask = |question: Question| forged(question).ask();
    assert_eq!(ask(Question::new(&world, "caddy", "GET", &format!("{WIKI}/"))).status, 401);
    let answer = ask(Question::new(&world, "caddy", "GET", &format!("{WIKI}/public")));
    assert_eq!((answer.status, answer.header("remote-user"), answer.header("remote-role")), (200, "", ""));
    let answer = ask(Question::new(&world, "caddy", "GET", &format!("{WIKI}/")).of(&ada));
    assert_eq!((answer.status, answer.header("remote-user"), answer.header("remote-role")), (200, "ada", "user"));
}

#[test]
fn of_several_cookies_those_that_are_authentic_count_and_two_sessions_are_nobodys() {
    let world = world();
    let (ada, bob) = (signed_in(&world, "ada").app_cookie(), signed_in(&world, "bob").app_cookie());
    let ask = |cookies: &[String]| {
        let question = Question::new(&world, "caddy", "GET", &format!("{WIKI}/"));
        cookies.iter().fold(question, |question, cookie| question.with("cookie", cookie)).ask().status
    };
    assert_eq!(ask(&[format!("app-access={ada}")]), 200);
    assert_eq!(ask(&[format!("app-access={ada}"), format!("app-access={ada}")]), 200);
    for junk in ["", "x", "a.b.c", &bob[1..], "\"quoted\""] {
        assert_eq!(ask(&[format!("app-access={junk}; app-access={ada}; app-access={junk}")]), 200, "{junk}");
    }
    assert_eq!(ask(&[format!("app-access={ada}; app-access={bob}")]), 401);
    assert_eq!(ask(&[format!("app-access={bob}; app-access=x"), format!("app-access={ada}")]), 401);
    // Cookie names that belong to other settings or to Doorward's own pages do not count.
    for name in ["__Secure-access", "__Host-app-access", "App-access", "%61pp-access", "access", "refresh"] {
        assert_eq!(ask(&[format!("{name}={ada}")]), 401, "{name}");
    }
}

#[test]
fn an_ended_session_is_refused_at_once() {
    let world = world();
    let mut ada = signed_in(&world, "ada");
    let question = Question::new(&world, "nginx", "GET", &format!("{WIKI}/")).of(&ada);
    assert_eq!(question.ask().status, 200);
    let home = ada.get("/account");
    assert_eq!(ada.clone().submit(&home, "/logout", &[]).status, 303);
    assert_eq!(question.ask().status, 401);
    // An administrator ends the session, without the person's doing.
    let ada = signed_in(&world, "ada");
    let question = Question::new(&world, "nginx", "GET", &format!("{WIKI}/")).of(&ada);
    assert_eq!(question.ask().status, 200);
    let id = SessionId::parse(&ada.session_id()).expect("an id");
    let user = UserId::parse(ada.claims()["sub"].as_str().expect("an id")).expect("an id");
    world.app().block_on(move |desk| async move {
        revocation::log_out(&desk, &id, &user, RequestContext::command_line()).await.expect("ended");
    });
    assert_eq!(question.ask().status, 401);
}

#[test]
fn looking_at_apps_keeps_a_session_alive() {
    let world = world();
    let (mut ada, mut bob) = (signed_in(&world, "ada"), signed_in(&world, "bob"));
    world.advance(29 * 60);
    assert_eq!(Question::new(&world, "caddy", "GET", &format!("{WIKI}/")).of(&ada).ask().status, 200);
    // This is past the idle end, 12 hours after the sign-in, but not after the request to the app.
    world.advance(12 * 3600 - 19 * 60);
    assert_eq!((ada.get("/login").status, bob.get("/login").status), (303, 200));
}

#[test]
fn hostile_tokens_are_nobodys() {
    use base64::Engine;
    use base64::engine::general_purpose::URL_SAFE_NO_PAD;
    use serde_json::{Value, json};

    let world = world();
    let token = signed_in(&world, "ada").app_cookie();
    let parts: Vec<&str> = token.split('.').collect();
    let (h, c, s) = (parts[0], parts[1], parts[2]);
    let encode = |value: &str| URL_SAFE_NO_PAD.encode(value);
    let decode = |part: &str| String::from_utf8(URL_SAFE_NO_PAD.decode(part).expect("base64url")).expect("UTF-8");
    let header: Value = serde_json::from_str(&decode(h)).expect("JSON");
    let jwks: Value = serde_json::from_str(&world.client().get("/.well-known/jwks.json").body).expect("JSON");
    let public_key = &jwks["keys"][0];
    let changed = |name: &str, value: Value| {
        let mut header = header.clone();
        header[name] = value;
        encode(&header.to_string())
    };
    let hmac = |key: &[u8], message: &str| {
        let key = aws_lc_rs::hmac::Key::new(aws_lc_rs::hmac::HMAC_SHA256, key);
        URL_SAFE_NO_PAD.encode(aws_lc_rs::hmac::sign(&key, message.as_bytes()))
    };
    let symmetric = format!("{}.{c}", changed("alg", json!("HS256")));
    let claims = decode(c);
    let twice = |member: &str| encode(&claims.replacen('{', &format!("{{{member},"), 1));
    let mut hostile = vec![
        format!("{}.{c}.", changed("alg", json!("none"))),
        format!("{}.{c}.{s}", changed("alg", json!("none"))),
        format!("{}.{c}.{s}", changed("jwk", public_key.clone())),
        format!("{}.{c}.{s}", changed("crit", json!(["exp"]))),
        format!("{}.{c}.{s}", changed("typ", json!("JWT"))),
        format!("{}.{c}.{s}", changed("typ", json!("recall-list+jwt"))),
        format!("{h}.{}.{s}", twice("\"role\":\"admin\"")),
        format!("{}.{c}.{s}", encode(&decode(h).replacen('{', "{\"alg\":\"none\",", 1))),
        format!("{h}.{c}.{s}="),
        format!("{h}=.{c}.{s}"),
        format!("{h}.{c}.{}", s.replace('-', "+").replace('_', "/") + "="),
        format!("{token}{}", "A".repeat(5000)),
        "A".repeat(30_000),
        format!("\"{token}\""),
        token[1..].to_owned(),
        String::new(),
        world.client().get("/recall-list.jwt").body,
    ];
    for key in [public_key.to_string().as_bytes(), public_key["x"].as_str().expect("text").as_bytes(), b""] {
        hostile.push(format!("{symmetric}.{}", hmac(key, &symmetric)));
    }
    assert_eq!(
        Question::new(&world, "nginx", "GET", &format!("{WIKI}/"))
            .with("cookie", format!("app-access={token}"))
            .ask()
            .status,
        200
    );
    for token in hostile {
        for proxy in PROXIES {
            let question = Question::new(&world, proxy, "GET", &format!("{WIKI}/"));
            let answer = question.with("cookie", format!("app-access={token}")).ask();
            assert_eq!(answer.status, 401, "{}", &token[..token.len().min(80)]);
        }
    }
}

#[test]
fn two_people_at_once_are_never_mixed() {
    let world = world();
    let people = [("ada", signed_in(&world, "ada")), ("bob", signed_in(&world, "bob"))];
    thread::scope(|scope| {
        for (name, visitor) in &people {
            for proxy in ["traefik", "nginx"] {
                let question = Question::new(&world, proxy, "GET", &format!("{WIKI}/")).of(visitor);
                scope.spawn(move || {
                    for _ in 0..500 {
                        let answer = question.ask();
                        assert_eq!((answer.status, answer.header("remote-user")), (200, *name));
                    }
                });
            }
        }
    });
    // The questions also follow each other over a single connection.
    let asked =
        people.map(|(name, visitor)| (name, Question::new(&world, "caddy", "GET", &format!("{WIKI}/")).of(&visitor)));
    let agent = asked[0].1.agent.clone();
    for _ in 0..500 {
        for (name, question) in &asked {
            let question = Question { agent: agent.clone(), ..question.clone() };
            assert_eq!(question.ask().header("remote-user"), *name);
        }
    }
}

#[test]
fn the_login_page_leads_to_named_origins_only() {
    let world = world();
    let mut ada = signed_in(&world, "ada");
    let stranger = world.visitor().with_header("origin", URL);
    let encoded = |next: &str| url::form_urlencoded::byte_serialize(next.as_bytes()).collect::<String>();
    for (next, expected) in [
        ("http://wiki.example.org:8080/a?b#c", "http://wiki.example.org:8080/a?b#c"),
        ("http://login.example.org:8080/account", "http://login.example.org:8080/account"),
        ("/account", "/account"),
        ("http://wiki.example.org/", "/"),
        ("https://wiki.example.org:8080/", "/"),
        ("http://wiki.example.org:8080@evil.example/", "/"),
        ("http://evil@wiki.example.org:8080/", "/"),
        ("http://wiki.example.org:8080.evil.example/", "/"),
        ("http://evilwiki.example.org:8080/", "/"),
        ("http:wiki.example.org:8080", "/"),
        ("//wiki.example.org:8080/", "/"),
        ("javascript:alert(1)", "/"),
    ] {
        let answer = ada.get(&format!("/login?next={}", encoded(next)));
        assert_eq!((answer.status, answer.header("location")), (303, expected), "{next}");
        let mut visitor = stranger.clone();
        let fields = [("username", "ada"), ("password", crate::support::PASSWORD), ("next", next)];
        let answer = visitor.post("/login", &fields);
        assert_eq!((answer.status, answer.header("location")), (303, expected), "{next}");
        let page = stranger.clone().get(&format!("/login?next={}", encoded(next)));
        let policy = page.header("content-security-policy");
        assert_eq!(policy.contains("wiki.example.org"), expected.starts_with("http"), "{next}: {policy}");
    }
    // No other page leads to a foreign host.
    let language = ada.post("/language", &[("language", "en"), ("next", &format!("{WIKI}/"))]);
    assert_eq!(language.header("location"), "/");
}

#[test]
fn with_the_database_away_reading_goes_on_and_writing_waits() {
    let mut world = World::empty();
    world.start(with_apps, |_| {});
    world.add_user("ada", Role::User);
    let ada = signed_in(&world, "ada");
    world.database.execute("ALTER TABLE sessions RENAME TO sessions_away");
    let ask = |method: &str| Question::new(&world, "caddy", method, &format!("{WIKI}/")).of(&ada).ask();
    // Nothing needs the database until the recall list has grown too old.
    let mut written = ask("POST");
    for _ in 0..100 {
        if written.status != 200 {
            break;
        }
        thread::sleep(std::time::Duration::from_millis(200));
        written = ask("POST");
    }
    assert_eq!((written.status, written.header("retry-after").is_empty()), (503, false));
    assert_eq!((ask("GET").status, ask("HEAD").status), (200, 200));
    world.let_access_tokens_expire();
    assert_eq!((ask("GET").status, ask("POST").status), (401, 401));
    world.database.execute("ALTER TABLE sessions_away RENAME TO sessions");
}
