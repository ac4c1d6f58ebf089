//! A server with accounts in every state, sessions from many places, and something of each kind that has a page.

use std::collections::BTreeMap;

use doorward::Clock;
use serde_json::Value;

use crate::sources::Sources;
use crate::support::authenticator::Authenticator;
use crate::support::program::{Place, Program};
use crate::support::{PASSWORD, Visitor};

/// These names have the greatest length that is allowed.
pub const ADMIN: &str = "somebody.with-a_long.name.really";
pub const USER: &str = "another.person_whose-name.is.too";
/// The former name of that user.
const OLDER: &str = "someone-else.with_a.long-one.too";
/// An administrator without a second factor, who does all that changes something.
pub const ROOT: &str = "root";
/// Somebody whose password others are guessing.
pub const GUESSED: &str = "guessed";
/// Somebody who makes too many changes.
pub const HASTY: &str = "hasty";

/// The browsers of phones and of a program.
const AGENTS: [&str; 3] = [
    "Mozilla/5.0 (iPhone; CPU iPhone OS 18_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.5 \
     Mobile/15E148 Safari/604.1",
    "Mozilla/5.0 (Linux; Android 15) AppleWebKit/537.36 (KHTML, like Gecko) SamsungBrowser/28.0 Chrome/130.0.0.0 Mobile \
     Safari/537.36",
    "curl/8.5.0",
];

/// The ids of two endings of many sessions: one is done and one goes on.
const BULK: &str = "00000000000000000000000000000001";
pub const ENDING: &str = "00000000000000000000000000000002";

/// More than the limits allow.
const WRONG_PASSWORDS_IN_A_ROW: i64 = 20;
const CHANGES_IN_A_ROW: usize = 130;
const WRONG_CODES: usize = 40;
/// A page of a list has 50 rows.
const MORE_THAN_A_PAGE: usize = 60;
/// The id of a key that belongs to another server secret.
const FOREIGN_KEY: &str = "ffffffffffffffff";

pub struct Site {
    pub place: Place,
    program: Option<Program>,
    pub sources: Sources,
    pub url: String,
    pub setup: String,
    /// An address of an app, at which this server answers too.
    pub app: String,
    /// The ids for the addresses of pages, and tokens of links that nobody has used.
    ids: BTreeMap<&'static str, String>,
}

impl Site {
    pub fn new(name: &str) -> Site {
        let sources = Sources::start(name);
        let (url, app) = (format!("http://127.0.0.1:{}", sources.port), format!("http://localhost:{}", sources.port));
        let (setup, ids) = (String::new(), BTreeMap::new());
        let mut site = Site { place: Place::new(), program: None, sources, url, setup, app, ids };
        site.start(&[]);
        site.setup = site.program().stdout.last().expect("a link").clone();
        site
    }

    /// Starts the program, again if need be, with more settings.
    pub fn start(&mut self, more: &[&str]) {
        self.program = None;
        let settings = ["--listen", "127.0.0.1:0", "--public-url", &self.url, "--return-origins", &self.app];
        // Nobody answers there, so mail waits.
        let mail = ["--smtp-url", "smtp://127.0.0.1:9?tls=none", "--mail-from", "Doorward <login@example.org>"];
        let more = [&settings[..], &["--trusted-proxies", "127.0.0.1"], &mail, more].concat();
        let program = self.place.start(&more);
        self.sources.lead_to(program.port);
        self.program = Some(program);
    }

    fn program(&self) -> &Program {
        self.program.as_ref().expect("it was started")
    }

    pub fn visitor(&self) -> Visitor {
        let visitor = self.program().visitor().with_header("origin", self.url.as_bytes());
        visitor.with_header("x-forwarded-for", "2001:db8:ffff:ffff:ffff:ffff:ffff:ffff")
    }

    fn json(&self, arguments: &[&str]) -> Value {
        serde_json::from_str(&self.place.succeed(arguments)).expect("JSON")
    }

    /// Makes a link by the command line, and returns its token.
    pub fn token(&self, arguments: &[&str]) -> String {
        let printed = self.place.succeed(arguments);
        let link = printed.split_whitespace().find(|word| word.contains("://")).expect("a link");
        link.rsplit('/').next().expect("a token").to_owned()
    }

    pub fn user_id(&self, name: &str) -> String {
        self.json(&["user", "show", name, "--json"])["id"].as_str().expect("an id").to_owned()
    }

    /// Ends all sessions of somebody, from the command line.
    pub fn sign_out(&self, name: &str) {
        for session in self.json(&["session", "list", "--user", name, "--json"]).as_array().expect("a list") {
            self.place.succeed(&["session", "revoke", session["id"].as_str().expect("an id")]);
        }
    }

    /// Adds the contents, and keeps the ids that addresses need.
    pub fn fill(&mut self) {
        let place = &self.place;
        place.add_admin(ROOT);
        [OLDER, GUESSED, HASTY, "gone"].into_iter().for_each(|name| place.add_user(name));
        place.succeed(&["user", "rename", OLDER, USER]);
        let mail = format!("{}@{}.example.org", "a-long-name".repeat(4), "department".repeat(4));
        place.succeed(&["user", "email", USER, &mail]);
        for agent in AGENTS {
            for name in [USER, ADMIN] {
                let mut visitor = self.visitor().with_header("user-agent", agent);
                visitor.log_in(name);
                let label = format!("/account/sessions/{}/label", visitor.session_id());
                visitor.post(&label, &[("label", "in_the_kitchen_by_the_window_upper_shelf")]);
            }
        }
        self.visitor().post("/login", &[("username", USER), ("password", "something else")]);
        let (user, now) = (self.user_id(USER), Clock::system().now().milliseconds());
        place.execute(&format!(
            "INSERT INTO two_factor (user_id, sealed_seed, enabled_at, last_step) VALUES ('{user}', x'00', {now}, 0);
             INSERT INTO bulk_revocations
             (id, created_at, created_by, filter, is_everybody, matched, ended, passed_at, finished_at)
             VALUES ('{BULK}', {now}, '{user}', 'user=ada&address=2001%3Adb8%3A%3A%2F32&device=Firefox', 0, 1301, 1301, 0,
                     {now})"
        ));
        // An ending from the command line has the longest description of a state.
        let ended = self.json(&["session", "list", "--user", USER, "--json"])[1]["id"].clone();
        place.succeed(&["session", "revoke", ended.as_str().expect("an id")]);
        let session = self.json(&["session", "list", "--user", USER, "--json"])[0]["id"].clone();
        let key = self.json(&["key", "list", "--json"])[0]["kid"].clone();
        let text = |value: Value| value.as_str().expect("text").to_owned();
        self.ids = BTreeMap::from([
            ("/admin/users/{id}", user),
            ("/admin/sessions/{id}", text(session)),
            ("/admin/sessions/revocations/{id}", BULK.to_owned()),
            ("/admin/keys/{kid}", text(key)),
            ("/invitation/{token}", self.token(&["user", "add", "invited", "--invite"])),
            ("/password-reset/{token}", self.token(&["user", "reset", USER])),
            ("/device/{token}", self.token(&["user", "device-link", USER])),
        ]);
    }

    /// Tries passwords of somebody, from a browser that nobody knows, until it has to wait for a minute or more.
    pub fn guess(&self) {
        let first = Clock::system().now().milliseconds();
        let is_refused = |number: i64| {
            let guess = format!("guess number {}", first + number);
            self.visitor().post("/login", &[("username", GUESSED), ("password", &guess)]).status == 429
        };
        assert!((0..WRONG_PASSWORDS_IN_A_ROW).any(is_refused), "{WRONG_PASSWORDS_IN_A_ROW} guesses are allowed");
    }

    /// Enters wrong codes for somebody whose password is known, until more would have to wait.
    pub fn guess_codes(&self, name: &str, app: &Authenticator) {
        let mut stranger = self.visitor();
        stranger.post("/login", &[("username", name), ("password", PASSWORD)]);
        let mut is_refused = |_| {
            let code = app.wrong_code(&Clock::system());
            stranger.post("/login/two-factor", &[("code", code.as_str())]).status == 429
        };
        assert!((0..WRONG_CODES).any(&mut is_refused), "{WRONG_CODES} codes are allowed");
    }

    /// Gives somebody so many sessions that their list has a second page.
    pub fn add_sessions(&self, name: &str) {
        let now = Clock::system().now().milliseconds();
        let later = now + 3_600_000;
        self.place.execute(&format!(
            "WITH RECURSIVE numbers (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM numbers WHERE n < {MORE_THAN_A_PAGE})
             INSERT INTO sessions (id, user_id, seed, generation, confirmed_generation, rotated_at, remembered,
                 signed_in_at, password_confirmed_at, last_seen_at, idle_milliseconds, idle_expires_at,
                 absolute_expires_at, ip, user_agent, label, revoked_at, revocation_reason, renewal_recorded_at,
                 username, device, ip_sortable, state, last_visit_at)
             SELECT printf('%032x', n), user_id, randomblob(32), 1, 1, {now}, 0, {now}, {now}, {now}, 3600000, {later},
                 {later}, ip, user_agent, NULL, NULL, NULL, {now}, username, device, ip_sortable, 'live', NULL
             FROM numbers, (SELECT * FROM sessions WHERE username = '{name}' LIMIT 1)"
        ));
    }

    /// Adds events about somebody: more than a page of them.
    pub fn add_events(&self, name: &str) {
        let (id, now) = (self.user_id(name), Clock::system().now().milliseconds());
        self.place.execute(&format!(
            "WITH RECURSIVE numbers (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM numbers WHERE n < {MORE_THAN_A_PAGE})
             INSERT INTO events (at, kind, user_id, ip, user_agent, request_id)
             SELECT {now}, 'sign_in_failed', '{id}', '2001:db8:ffff:ffff:ffff:ffff:ffff:ffff', 'curl/8.5.0', '8f3c0a51b2d4'
             FROM numbers"
        ));
    }

    /// Lets all links expire that nobody has used.
    pub fn let_links_expire(&self) {
        self.place.execute("UPDATE account_links SET expires_at = created_at");
    }

    /// Puts a key into the database that the server secret does not open, or takes it out.
    pub fn break_keys(&self, is_broken: bool) {
        let now = Clock::system().now().milliseconds();
        self.place.execute(&match is_broken {
            true => format!(
                "INSERT INTO signing_keys (kid, algorithm, sealed_private_key, created_at, signs_from, retires_at)
                 VALUES ('{FOREIGN_KEY}', 'ES256', x'00', {now}, {now}, NULL)"
            ),
            false => format!("DELETE FROM signing_keys WHERE kid = '{FOREIGN_KEY}'"),
        });
    }

    /// Begins an ending that goes on for at least ten seconds.
    pub fn begin_ending(&self) {
        self.place.execute(&format!(
            "INSERT INTO bulk_revocations (id, created_at, filter, is_everybody, ended, passed_at)
             VALUES ('{ENDING}', {}, '', 1, 0, 0)",
            Clock::system().now().milliseconds()
        ));
    }

    /// Makes more changes in somebody's name than they may.
    pub fn make_haste(&self) {
        let mut visitor = self.visitor();
        visitor.log_in(HASTY);
        let label = format!("/account/sessions/{}/label", visitor.session_id());
        let mut is_refused =
            |number: usize| visitor.post(&label, &[("label", format!("number {number}").as_str())]).status == 429;
        let refused = (0..CHANGES_IN_A_ROW).any(&mut is_refused);
        assert!(refused, "{CHANGES_IN_A_ROW} changes are allowed");
    }

    /// Returns the address of a page with an id in place of the part in braces.
    pub fn address(&self, page: &str) -> String {
        let Some(end) = page.find('}') else { return page.to_owned() };
        let beginning = &page[..=end];
        let id = self.ids.get(beginning).unwrap_or_else(|| panic!("no id is known for {page}"));
        let start = page.find('{').expect("a brace");
        format!("{}{id}{}", &page[..start], &page[end + 1..])
    }
}
