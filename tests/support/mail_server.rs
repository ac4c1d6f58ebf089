//! A mail server that does as it is told, also what no real one would do. Real ones receive mail in `tests/programs`.

use std::io::{BufRead, BufReader, Write};
use std::net::{TcpListener, TcpStream};
use std::sync::{Arc, Condvar, Mutex, MutexGuard};
use std::thread;

/// What the server does with a mail.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Act {
    Take,
    /// Answers the command, `MAIL`, `RCPT`, `DATA` or `.`, with this line.
    Answer(&'static str, &'static str),
    /// Takes the mail, and closes the connection instead of saying so.
    TakeAndGo,
    /// Says nothing any more after this command, until somebody lets it go.
    Hang(&'static str),
}

/// A mail as it was received.
#[derive(Clone, Debug)]
pub struct Received {
    pub to: String,
    pub text: String,
}

#[derive(Default)]
struct State {
    /// What is done with the next mails, the first first; all others are taken.
    acts: Vec<Act>,
    received: Vec<Received>,
    /// How many conversations hang.
    hanging: usize,
    is_let_go: bool,
}

/// The server, which ends its conversations when it is dropped.
pub struct MailServer {
    pub port: u16,
    state: Arc<(Mutex<State>, Condvar)>,
}

impl MailServer {
    /// Starts a server that does this with the first mails.
    pub fn start(acts: &[Act]) -> MailServer {
        MailServer::start_at(TcpListener::bind("127.0.0.1:0").expect("a free port"), acts)
    }

    pub fn start_at(listener: TcpListener, acts: &[Act]) -> MailServer {
        let port = listener.local_addr().expect("an address").port();
        let state = Arc::new((Mutex::new(State { acts: acts.to_vec(), ..State::default() }), Condvar::new()));
        let shared = state.clone();
        thread::spawn(move || {
            for stream in listener.incoming().map_while(Result::ok) {
                let shared = shared.clone();
                // A conversation ends with an error when the other side has gone.
                thread::spawn(move || converse(&stream, &shared).unwrap_or_default());
            }
        });
        MailServer { port, state }
    }

    pub fn url(&self) -> String {
        format!("smtp://127.0.0.1:{}?tls=none", self.port)
    }

    fn lock(&self) -> MutexGuard<'_, State> {
        self.state.0.lock().expect("not poisoned")
    }

    /// Waits until as many mails have been received, and returns all.
    pub fn wait_for(&self, count: usize) -> Vec<Received> {
        let mut state = self.lock();
        while state.received.len() < count {
            state = self.state.1.wait(state).expect("not poisoned");
        }
        state.received.clone()
    }

    /// Waits until a conversation hangs.
    pub fn wait_until_it_hangs(&self) {
        let mut state = self.lock();
        while state.hanging == 0 {
            state = self.state.1.wait(state).expect("not poisoned");
        }
    }

    /// Ends the conversations that hang.
    pub fn let_go(&self) {
        self.lock().is_let_go = true;
        self.state.1.notify_all();
    }

    pub fn received(&self) -> Vec<Received> {
        self.lock().received.clone()
    }
}

impl Drop for MailServer {
    fn drop(&mut self) {
        self.let_go();
    }
}

fn converse(mut stream: &TcpStream, shared: &(Mutex<State>, Condvar)) -> std::io::Result<()> {
    let (state, changed) = shared;
    let lock = || state.lock().expect("not poisoned");
    let mut lines = BufReader::new(stream.try_clone()?).lines();
    let (mut act, mut to, mut text) = (Act::Take, String::new(), String::new());
    let mut say = |line: &str| stream.write_all(format!("{line}\r\n").as_bytes());
    say("220 test")?;
    while let Some(line) = lines.next().transpose()? {
        let (command, answer) = match line.to_ascii_uppercase().as_str() {
            line if line.starts_with("EHLO") => ("EHLO", "250 test"),
            line if line.starts_with("MAIL") => {
                let mut state = lock();
                act = if state.acts.is_empty() { Act::Take } else { state.acts.remove(0) };
                ("MAIL", "250 sender ok")
            }
            line if line.starts_with("RCPT") => ("RCPT", "250 recipient ok"),
            "DATA" => ("DATA", "354 go on"),
            "QUIT" => {
                return say("221 bye");
            }
            _ => ("", "500 what?"),
        };
        if command == "RCPT" {
            to = line.split(['<', '>']).nth(1).unwrap_or_default().to_owned();
        }
        if act == Act::Hang(command) {
            hang(shared);
            return Ok(());
        }
        match &act {
            Act::Answer(at, other) if *at == command => {
                say(other)?;
                continue;
            }
            _ => say(answer)?,
        }
        if command != "DATA" {
            continue;
        }
        text.clear();
        while let Some(line) = lines.next().transpose()?.filter(|line| line != ".") {
            text.push_str(line.strip_prefix('.').unwrap_or(&line));
            text.push_str("\r\n");
        }
        match &act {
            Act::Answer(".", other) => say(other)?,
            Act::Hang(".") => {
                hang(shared);
                return Ok(());
            }
            act => {
                lock().received.push(Received { to: to.clone(), text: text.clone() });
                changed.notify_all();
                if *act == Act::TakeAndGo {
                    return Ok(());
                }
                say("250 2.0.0 taken")?;
            }
        }
    }
    Ok(())
}

fn hang((state, changed): &(Mutex<State>, Condvar)) {
    let mut state = state.lock().expect("not poisoned");
    state.hanging += 1;
    changed.notify_all();
    while !state.is_let_go {
        state = changed.wait(state).expect("not poisoned");
    }
}
