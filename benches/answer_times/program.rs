//! The released program, with a database of its own.

use std::io::{BufRead, BufReader};
use std::process::{Child, ChildStdout, Command, Stdio};
use std::time::{Duration, Instant};

use diesel::connection::SimpleConnection;
use diesel::{Connection, PgConnection};

const PROGRAM: &str = env!("CARGO_BIN_EXE_doorward");

pub struct Program {
    process: Child,
    /// This stays open, so that the program can go on writing to it.
    _output: BufReader<ChildStdout>,
    folder: tempfile::TempDir,
    database: Option<String>,
    url: String,
    agent: ureq::Agent,
}

/// What came back from a sign-in.
pub struct Answer {
    pub status: u16,
    pub bytes: usize,
    pub milliseconds: f64,
}

impl Program {
    /// Starts it on SQLite, or with a new database on this server.
    pub fn start(server: Option<&str>) -> Program {
        let folder = tempfile::tempdir().expect("a folder");
        std::fs::write(folder.path().join("password"), super::PASSWORD).expect("written");
        let database = server.map(|server| {
            let name = format!("doorward_answer_times_{}", std::process::id());
            let mut admin = PgConnection::establish(&format!("{server}/postgres")).expect("the server answers");
            admin.batch_execute(&format!("CREATE DATABASE {name}")).expect("made");
            format!("{server}/{name}")
        });
        let mut process = command(&folder, database.as_deref())
            .args(["--listen", "127.0.0.1:0", "--sign-in-tries-per-address", "100000"])
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .expect("starts");
        let (mut line, mut output) = (String::new(), BufReader::new(process.stdout.take().expect("piped")));
        output.read_line(&mut line).expect("a line");
        let url = line.trim().rsplit(' ').next().expect("a URL").to_owned();
        let config = ureq::Agent::config_builder().timeout_global(Some(Duration::from_secs(30))).max_redirects(0);
        let agent = config.http_status_as_error(false).build().into();
        Program { process, _output: output, folder, database, url, agent }
    }

    pub fn command(&self, arguments: &[&str]) {
        let mut command = command(&self.folder, self.database.as_deref());
        let done = command.args(arguments).stdout(Stdio::null()).status();
        assert!(done.expect("runs").success(), "{arguments:?}");
    }

    /// Sends the form of the sign-in, and reads the answer to its end.
    pub fn sign_in(&self, name: &str, password: &str) -> Answer {
        let request = self.agent.post(format!("{}/login", self.url)).header("sec-fetch-site", "same-origin");
        let began = Instant::now();
        let mut answer = request.send_form([("username", name), ("password", password)]).expect("an answer");
        let body = answer.body_mut().read_to_vec().expect("a body");
        let milliseconds = began.elapsed().as_secs_f64() * 1000.0;
        Answer { status: answer.status().as_u16(), bytes: body.len(), milliseconds }
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
