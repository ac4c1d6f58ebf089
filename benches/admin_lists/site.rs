//! A database full of invented data, with a server.

use std::time::{Duration, Instant};

use diesel::connection::SimpleConnection;
use diesel::sql_types::{BigInt, Text};
use diesel::{Connection, PgConnection, QueryableByName, RunQueryDsl, SqliteConnection, sql_query};
use doorward::account::{self, Password, Role, Username};
use doorward::config::{DatabaseUrl, Listen, Sources, load};
use doorward::internals::{janitor, recall};
use doorward::server::{self, Listener};
use doorward::{Clock, Desk};
use ureq::Agent;

use crate::make_data::{Order, make};

const PASSWORD: &str = "lamp otter violet sugar";

/// The place where databases are made.
pub struct Where {
    server: Option<String>,
    folder: tempfile::TempDir,
    is_kept: bool,
}

impl Where {
    pub fn of(server: Option<&str>, is_kept: bool) -> Where {
        Where { server: server.map(str::to_owned), folder: tempfile::tempdir().unwrap(), is_kept }
    }

    pub fn is_postgres(&self) -> bool {
        self.server.is_some()
    }

    pub fn name(&self) -> &'static str {
        if self.is_postgres() { "PostgreSQL" } else { "SQLite" }
    }

    /// Returns the URL of a database, and whether it existed before. Makes it if it did not.
    fn database(&self, name: &str, sessions: u64) -> (String, bool) {
        let Some(server) = &self.server else {
            return (format!("sqlite://{}/{name}.db", self.folder.path().display()), false);
        };
        let name = format!("doorward_bench_{name}_{sessions}");
        let url = format!("{server}/{name}");
        let mut admin = PgConnection::establish(&format!("{server}/postgres")).expect("the server answers");
        if !self.is_kept {
            admin.batch_execute(&format!("DROP DATABASE IF EXISTS {name} WITH (FORCE)")).unwrap();
        }
        let is_new = admin.batch_execute(&format!("CREATE DATABASE {name}")).is_ok();
        (url, !is_new)
    }
}

/// Existing things with which the addresses of pages are made.
pub struct Samples {
    pub username: String,
    pub user_id: String,
    pub email: String,
    pub session: String,
    pub ip: String,
    pub middle_signed_in_at: i64,
    pub middle_event: i64,
}

/// A database with its server and an admin who is signed in.
pub struct Site {
    url: String,
    port: u16,
    agent: Agent,
    cookies: String,
    pub samples: Samples,
}

impl Site {
    pub fn open(place: &Where, name: &str, sessions: u64, users: u64) -> Site {
        let (url, is_there) = place.database(name, sessions);
        let (desk, port) = serve(&url, place.folder.path().join(name));
        if !is_there {
            make(&Order {
                database_url: url.clone(),
                users,
                sessions,
                events: sessions / 2,
                seed: 1,
                until: desk.clock().now().milliseconds(),
                password_hash: None,
                keep_indexes: false,
            })
            .expect("made");
        }
        let runtime = actix_web::rt::System::new();
        runtime.block_on(async {
            let name = Username::parse("root").unwrap();
            let password = Password::new(PASSWORD.into()).unwrap();
            drop(account::add(&desk, name, Role::Admin, password).await);
            janitor::sweep(&desk).await.expect("swept");
        });
        let agent: Agent = Agent::config_builder().http_status_as_error(false).max_redirects(0).build().into();
        let cookies = log_in(&agent, port);
        let samples = Samples {
            username: text(
                &url,
                "SELECT username AS value FROM sessions WHERE state = 'live' ORDER BY username LIMIT 1 OFFSET 1000",
            ),
            user_id: text(
                &url,
                "SELECT user_id AS value FROM sessions WHERE state = 'live' ORDER BY username LIMIT 1 OFFSET 1000",
            ),
            email: text(
                &url,
                "SELECT email AS value FROM users WHERE email IS NOT NULL ORDER BY username LIMIT 1 OFFSET 100",
            ),
            session: text(
                &url,
                "SELECT id AS value FROM sessions WHERE state = 'live' ORDER BY username LIMIT 1 OFFSET 1000",
            ),
            ip: text(
                &url,
                "SELECT ip AS value FROM sessions WHERE state = 'live' AND ip LIKE '%.%' ORDER BY ip_sortable LIMIT 1 OFFSET 1000",
            ),
            middle_signed_in_at: number(
                &url,
                "SELECT (MIN(signed_in_at) + MAX(signed_in_at)) / 2 AS value FROM sessions",
            ),
            middle_event: number(&url, "SELECT (MIN(id) + MAX(id)) / 2 AS value FROM events"),
        };
        Site { url, port, agent, cookies, samples }
    }

    /// Returns the time until the last byte of a page, and the number of rows in its tables.
    pub fn time(&self, path: &str) -> (Duration, usize) {
        let began = Instant::now();
        let mut response = self
            .agent
            .get(format!("http://127.0.0.1:{}{path}", self.port))
            .header("cookie", &self.cookies)
            .header("sec-fetch-site", "same-origin")
            .call()
            .expect("an answer");
        let body = response.body_mut().with_config().limit(1 << 24).read_to_string().expect("a body");
        assert_eq!(response.status(), 200, "{path}: {body}");
        (began.elapsed(), body.matches("<tr>").count())
    }

    /// Returns how often one of our tables has been read from end to end so far. SQLite does not report that, so it is
    /// zero there.
    pub fn sequential_scans(&self) -> i64 {
        match self.url.starts_with("sqlite") {
            true => 0,
            false => number(
                &self.url,
                "SELECT COALESCE(SUM(seq_scan), 0)::BIGINT AS value FROM pg_stat_user_tables
                 WHERE relname IN ('sessions', 'users', 'events')",
            ),
        }
    }
}

/// Serves in a thread of its own, with the background tasks that requests need and without those that would disturb.
fn serve(url: &str, folder: std::path::PathBuf) -> (Desk, u16) {
    let mut settings = load(&Sources::default()).unwrap().settings;
    settings.listen = Listen::parse("127.0.0.1:0").unwrap();
    settings.data_dir = folder;
    settings.secret_file = Some(settings.data_dir.join("secret"));
    settings.database_url = DatabaseUrl::parse(url);
    // All requests come from this address.
    settings.sign_in_tries_per_address = 100_000;
    // The keys in a kept database belong to the secret of another run.
    if let (false, Ok(mut connection)) = (url.starts_with("sqlite"), PgConnection::establish(url)) {
        drop(connection.batch_execute("DELETE FROM signing_keys"));
    }
    let (ready, started) = std::sync::mpsc::channel();
    std::thread::spawn(move || {
        actix_web::rt::System::new().block_on(async move {
            let listener = Listener::bind(&settings.listen).expect("a free port");
            let port = listener.address().unwrap().port();
            let desk = Desk::open(settings, Clock::system()).await.expect("opens");
            let server = server::build(&desk, listener, |_| {}).expect("builds");
            let reader = desk.clone();
            actix_web::rt::spawn(async move {
                loop {
                    drop(recall::refresh(&reader).await);
                    tokio::time::sleep(recall::INTERVAL).await;
                }
            });
            ready.send((desk, port)).unwrap();
            server.await.expect("serves");
        });
    });
    started.recv().expect("it starts")
}

fn log_in(agent: &Agent, port: u16) -> String {
    let response = agent
        .post(format!("http://127.0.0.1:{port}/login"))
        .header("sec-fetch-site", "same-origin")
        .send_form([("username", "root"), ("password", PASSWORD), ("next", "/")])
        .expect("an answer");
    let cookies = response.headers().get_all("set-cookie").iter();
    let pairs: Vec<_> = cookies.filter_map(|cookie| cookie.to_str().ok()?.split(';').next()).collect();
    assert_eq!(response.status(), 303);
    pairs.join("; ")
}

#[derive(QueryableByName)]
struct Number {
    #[diesel(sql_type = BigInt)]
    value: i64,
}

#[derive(QueryableByName)]
struct Word {
    #[diesel(sql_type = Text)]
    value: String,
}

fn number(url: &str, sql: &str) -> i64 {
    let rows: Vec<Number> = match url.strip_prefix("sqlite://") {
        Some(path) => sql_query(sql).load(&mut SqliteConnection::establish(path).unwrap()).expect(sql),
        None => sql_query(sql).load(&mut PgConnection::establish(url).unwrap()).expect(sql),
    };
    rows[0].value
}

fn text(url: &str, sql: &str) -> String {
    let rows: Vec<Word> = match url.strip_prefix("sqlite://") {
        Some(path) => sql_query(sql).load(&mut SqliteConnection::establish(path).unwrap()).expect(sql),
        None => sql_query(sql).load(&mut PgConnection::establish(url).unwrap()).expect(sql),
    };
    rows.into_iter().next().expect("made data have one").value
}
