//! The program as it is released, with a database of its own, for the benchmarks that talk to it.

use std::io::{BufRead, BufReader};
use std::process::{Child, ChildStdout, Command, Stdio};
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::Duration;

use diesel::connection::SimpleConnection;
use diesel::{Connection, PgConnection, SqliteConnection};

/// The password of everybody who has one.
pub const PASSWORD: &str = "lamp otter violet sugar";
const PROGRAM: &str = env!("CARGO_BIN_EXE_doorward");
/// The number of databases that this process has made on a server.
static DATABASES: AtomicU32 = AtomicU32::new(0);

pub struct Program {
    process: Child,
    /// This stays open, so that the program can go on writing to it.
    _output: BufReader<ChildStdout>,
    folder: tempfile::TempDir,
    database: Option<String>,
    pub url: String,
    pub agent: ureq::Agent,
}

impl Program {
    /// Starts it on SQLite, or with a new database on this server.
    pub fn start(server: Option<&str>, arguments: &[&str]) -> Program {
        let folder = tempfile::tempdir().expect("a folder");
        std::fs::write(folder.path().join("password"), PASSWORD).expect("written");
        let database = server.map(|server| {
            let number = DATABASES.fetch_add(1, Ordering::Relaxed);
            let name = format!("doorward_bench_{}_{number}", std::process::id());
            let mut admin = PgConnection::establish(&format!("{server}/postgres")).expect("the server answers");
            admin.batch_execute(&format!("CREATE DATABASE {name}")).expect("made");
            format!("{server}/{name}")
        });
        let mut process = command(&folder, database.as_deref())
            .args(["--listen", "127.0.0.1:0"])
            .args(arguments)
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .expect("starts");
        let (mut line, mut output) = (String::new(), BufReader::new(process.stdout.take().expect("piped")));
        output.read_line(&mut line).expect("a line");
        let url = line.trim().rsplit(' ').next().expect("a URL").to_owned();
        let config = ureq::Agent::config_builder().timeout_global(Some(Duration::from_secs(30))).max_redirects(0);
        // The server closes idle connections after a few seconds.
        let config = config.max_idle_age(Duration::from_secs(2));
        let agent = config.http_status_as_error(false).build().into();
        Program { process, _output: output, folder, database, url, agent }
    }

    /// Runs a statement that the program does not know about.
    #[allow(dead_code, reason = "not every benchmark needs it")]
    pub fn execute(&self, sql: &str) {
        match &self.database {
            Some(url) => PgConnection::establish(url).expect("connects").batch_execute(sql).expect(sql),
            None => {
                let path = self.folder.path().join("data/doorward.db").display().to_string();
                let mut connection = SqliteConnection::establish(&path).expect("opens");
                connection.batch_execute(&format!("PRAGMA busy_timeout = 30000; {sql}")).expect(sql);
            }
        }
    }

    pub fn command(&self, arguments: &[&str]) {
        let mut command = command(&self.folder, self.database.as_deref());
        let done = command.args(arguments).env("DOORWARD_PUBLIC_URL", &self.url).stdout(Stdio::null()).status();
        assert!(done.expect("runs").success(), "{arguments:?}");
    }
}

fn command(folder: &tempfile::TempDir, database: Option<&str>) -> Command {
    let mut command = Command::new(PROGRAM);
    command.current_dir(folder.path()).env_clear();
    if let Some(database) = database {
        command.env("DOORWARD_DATABASE_URL", database);
    }
    command
}

impl Drop for Program {
    fn drop(&mut self) {
        drop(self.process.kill());
        drop(self.process.wait());
    }
}
