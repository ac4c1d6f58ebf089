//! Runs the program in a folder of its own.

use std::io::{BufRead, BufReader, Read, Write};
use std::path::PathBuf;
use std::process::{Child, Command, Output, Stdio};
use std::sync::mpsc::{Receiver, channel};
use std::thread;
use std::time::Duration;

use tempfile::TempDir;

use crate::support::database::{Database, execute, while_locked};
use crate::support::{ORIGIN, PASSWORD, Visitor};

/// A folder to run in, and the database to run on.
pub struct Place {
    pub folder: TempDir,
    database: Option<Database>,
}

impl Place {
    /// Makes a place with the embedded database, as a newcomer has it.
    pub fn new() -> Place {
        Place { folder: tempfile::tempdir().expect("a folder"), database: None }
    }

    /// Makes a place with the database under test: PostgreSQL if there is a server.
    pub fn on_tested_database() -> Place {
        let database = crate::support::database::is_postgres().then(Database::new);
        Place { database, ..Place::new() }
    }

    pub fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    /// Returns the names of all files in the folder.
    pub fn entries(&self) -> Vec<String> {
        let entries = std::fs::read_dir(self.folder.path()).expect("a folder").flatten();
        entries.map(|entry| entry.file_name().to_string_lossy().into_owned()).collect()
    }

    fn command(&self, arguments: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_doorward"));
        command.current_dir(self.folder.path()).args(arguments).env_remove("RUST_LOG").stdin(Stdio::null());
        for (name, _) in std::env::vars().filter(|(name, _)| name.starts_with("DOORWARD_")) {
            command.env_remove(name);
        }
        if let Some(database) = &self.database {
            command.env("DOORWARD_DATABASE_URL", &database.url);
        }
        command
    }

    /// Runs a command to its end.
    pub fn run(&self, arguments: &[&str]) -> Output {
        self.command(arguments).output().expect("the program runs")
    }

    /// Starts a command that keeps running without output.
    pub fn spawn(&self, arguments: &[&str]) -> Child {
        self.command(arguments).stdout(Stdio::null()).stderr(Stdio::null()).spawn().expect("the program runs")
    }

    /// Runs a command to its end, with additional environment variables.
    pub fn run_with_environment(&self, arguments: &[&str], variables: &[(&str, &str)]) -> Output {
        self.command(arguments).envs(variables.iter().copied()).output().expect("the program runs")
    }

    /// Runs a command with a text on its standard input.
    pub fn run_with_input(&self, arguments: &[&str], input: &str) -> Output {
        let mut child = self
            .command(arguments)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .expect("the program runs");
        child.stdin.take().expect("piped").write_all(input.as_bytes()).expect("written");
        child.wait_with_output().expect("ends")
    }

    /// Runs the program with arguments that it does not understand, and returns its error message.
    pub fn misunderstood(&self, arguments: &[&str]) -> String {
        let output = self.run(arguments);
        assert_eq!(output.status.code(), Some(2), "{arguments:?}: {}", stderr(&output));
        stderr(&output)
    }

    /// Runs a command that must succeed, and returns what it prints.
    pub fn succeed(&self, arguments: &[&str]) -> String {
        let output = self.run(arguments);
        assert!(output.status.success(), "{arguments:?}: {}", stderr(&output));
        String::from_utf8(output.stdout).expect("text")
    }

    /// Runs statements on the database that the program does not know about.
    pub fn execute(&self, sql: &str) {
        execute(&self.database_url(), sql);
    }

    /// Runs `act` while nobody can write to this table, or on SQLite to any table.
    pub fn while_locked<T>(&self, table: &str, act: impl FnOnce() -> T) -> T {
        while_locked(&self.database_url(), table, act)
    }

    fn database_url(&self) -> String {
        let own = || format!("sqlite://{}", self.path("data/doorward.db").display());
        self.database.as_ref().map_or_else(own, |database| database.url.clone())
    }

    /// Adds a user.
    pub fn add_user(&self, name: &str) {
        self.add(&[name]);
    }

    /// Adds an admin.
    pub fn add_admin(&self, name: &str) {
        self.add(&[name, "--admin"]);
    }

    fn add(&self, more: &[&str]) {
        let all = [&["user", "add", "--password-file", "-"], more].concat();
        let output = self.run_with_input(&all, PASSWORD);
        assert!(output.status.success(), "{all:?}: {}", stderr(&output));
    }

    /// Creates the database and everything beside it, as a first start does, and adds a user.
    pub fn add_user_to_new_database(&self, name: &str) {
        let program = self.serve(&[]);
        self.add_user(name);
        program.signal("-TERM");
        program.wait();
    }

    /// Starts serving on a free port, as the origin that visitors believe in.
    pub fn serve(&self, arguments: &[&str]) -> Program {
        self.serve_on(0, arguments)
    }

    /// Starts serving on a free port, with additional environment variables.
    pub fn serve_with(&self, arguments: &[&str], variables: &[(&str, &str)]) -> Program {
        let mut command = self.command(&[&["--listen", "127.0.0.1:0", "--public-url", ORIGIN], arguments].concat());
        command.envs(variables.iter().copied());
        Program::start(command)
    }

    /// Starts serving on a port.
    pub fn serve_on(&self, port: u16, arguments: &[&str]) -> Program {
        let listen = format!("127.0.0.1:{port}");
        let mut all = vec!["--listen", &listen, "--public-url", ORIGIN];
        all.extend(arguments);
        Program::start(self.command(&all))
    }

    /// Starts serving with these arguments only.
    pub fn start(&self, arguments: &[&str]) -> Program {
        Program::start(self.command(arguments))
    }
}

pub fn stderr(output: &Output) -> String {
    String::from_utf8_lossy(&output.stderr).into_owned()
}

/// A program that serves until it is dropped.
pub struct Program {
    child: Child,
    pub stdout: Vec<String>,
    pub port: u16,
    log: Receiver<String>,
}

impl Program {
    fn start(mut command: Command) -> Program {
        // Its own logs tell the port, since the address that it prints is the one for people.
        let mut child = command
            .env("RUST_LOG", "info,doorward=debug")
            // All visitors in the tests share one address.
            .env("DOORWARD_SIGN_IN_TRIES_PER_ADDRESS", "100000")
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .expect("the program runs");
        let (line_read, log) = channel();
        let stderr = BufReader::new(child.stderr.take().expect("piped"));
        thread::spawn(move || stderr.lines().map_while(Result::ok).try_for_each(|line| line_read.send(line)));
        let mut seen = Vec::new();
        let port = loop {
            let line =
                log.recv_timeout(Duration::from_secs(20)).unwrap_or_else(|_| panic!("it does not start: {seen:?}"));
            let listening = line.split("listening on: 127.0.0.1:").nth(1).map(str::to_owned);
            seen.push(line);
            if let Some(rest) = listening {
                let digits: String = rest.chars().take_while(char::is_ascii_digit).collect();
                break digits.parse().expect("a port");
            }
        };
        // It prints its address before it serves.
        let mut stdout = Vec::new();
        let mut reader = BufReader::new(child.stdout.take().expect("piped"));
        let mut line = String::new();
        while reader.read_line(&mut line).expect("read") > 0 {
            // The link stands alone between blank lines.
            let more = line.contains("Doorward is at") || line.contains("no account") || line.trim().is_empty();
            let is_last = line.starts_with("http://") || !more;
            stdout.push(std::mem::take(&mut line).trim_end().to_owned());
            if is_last || reader.buffer().is_empty() {
                break;
            }
        }
        thread::spawn(move || drop(reader.read_to_string(&mut String::new())));
        let (again, log_again) = channel();
        seen.into_iter().for_each(|line| drop(again.send(line)));
        thread::spawn(move || log.iter().try_for_each(|line| again.send(line)));
        Program { child, stdout, port, log: log_again }
    }

    pub fn visitor(&self) -> Visitor {
        Visitor::new(self.port)
    }

    /// Returns the port of the metrics, as the log says.
    pub fn metrics_port(&self) -> u16 {
        loop {
            let line = self.log.recv_timeout(Duration::from_secs(20)).expect("a line that says where the metrics are");
            if let Some((_, rest)) = line.split_once("serving metrics url=http://127.0.0.1:") {
                let digits: String = rest.chars().take_while(char::is_ascii_digit).collect();
                return digits.parse().expect("a port");
            }
        }
    }

    pub fn signal(&self, name: &str) {
        let status = Command::new("kill").args([name, &self.child.id().to_string()]).status().expect("kill runs");
        assert!(status.success());
    }

    /// Waits for its end, and returns its exit code and the lines that it had printed by then.
    pub fn wait_for_exit(mut self) -> (Option<i32>, Vec<String>) {
        let status = self.child.wait().expect("it ends");
        (status.code(), self.log.try_iter().collect())
    }

    /// Waits for its end, and returns its exit code and whole log.
    pub fn wait(mut self) -> (Option<i32>, Vec<String>) {
        let status = self.child.wait().expect("it ends");
        let log = std::iter::from_fn(|| self.log.recv_timeout(Duration::from_secs(2)).ok()).collect();
        (status.code(), log)
    }
}

impl Drop for Program {
    fn drop(&mut self) {
        drop(self.child.kill());
        drop(self.child.wait());
    }
}
