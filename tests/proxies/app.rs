//! An app that knows nothing of signing in, and keeps what it is sent.

use std::io::{BufRead, BufReader, Read, Write};
use std::net::{TcpListener, TcpStream};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::thread;

#[derive(Clone, Debug)]
pub struct Received {
    pub line: String,
    /// Names in lower case.
    pub headers: Vec<(String, String)>,
    pub body: String,
}

impl Received {
    /// All values of a header.
    pub fn all(&self, name: &str) -> Vec<&str> {
        self.headers.iter().filter(|(known, _)| known == name).map(|(_, value)| value.as_str()).collect()
    }

    /// The cookies, without what is only between them.
    pub fn cookies(&self) -> Vec<String> {
        let values = self.all("cookie");
        let pairs = values.iter().flat_map(|value| value.split(';')).map(str::trim);
        pairs.filter(|pair| !pair.is_empty()).map(str::to_owned).collect()
    }
}

pub struct App {
    pub port: u16,
    received: Arc<Mutex<Vec<Received>>>,
}

impl App {
    pub fn start() -> App {
        let listener = TcpListener::bind("127.0.0.1:0").expect("a free port");
        let port = listener.local_addr().expect("an address").port();
        let received = Arc::new(Mutex::new(Vec::new()));
        let kept = Arc::clone(&received);
        thread::spawn(move || {
            for stream in listener.incoming().map_while(Result::ok) {
                let kept = Arc::clone(&kept);
                thread::spawn(move || answer(stream, &kept));
            }
        });
        App { port, received }
    }

    /// How many requests have come.
    pub fn count(&self) -> usize {
        self.received().len()
    }

    /// The last one.
    pub fn last(&self) -> Received {
        self.received().last().expect("one came").clone()
    }

    /// Everything that ever came, to be searched.
    pub fn everything(&self) -> String {
        format!("{:?}", self.received())
    }

    fn received(&self) -> MutexGuard<'_, Vec<Received>> {
        self.received.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

fn answer(stream: TcpStream, kept: &Mutex<Vec<Received>>) {
    let mut reader = BufReader::new(&stream);
    let mut lines = Vec::new();
    loop {
        let mut line = String::new();
        if reader.read_line(&mut line).unwrap_or(0) == 0 {
            return;
        }
        if line.trim_end().is_empty() {
            break;
        }
        lines.push(line.trim_end().to_owned());
    }
    let headers: Vec<(String, String)> = lines[1..]
        .iter()
        .filter_map(|line| line.split_once(':'))
        .map(|(name, value)| (name.to_ascii_lowercase(), value.trim().to_owned()))
        .collect();
    let length = headers.iter().find(|(name, _)| name == "content-length").and_then(|(_, value)| value.parse().ok());
    let mut body = vec![0; length.unwrap_or(0)];
    reader.read_exact(&mut body).expect("a body");
    let received = Received { line: lines[0].clone(), headers, body: String::from_utf8_lossy(&body).into_owned() };
    kept.lock().unwrap_or_else(PoisonError::into_inner).push(received);
    let text = "the app's own page";
    let head = format!("HTTP/1.1 200 OK\r\nContent-Length: {}\r\nConnection: close\r\n\r\n{text}", text.len());
    drop((&stream).write_all(head.as_bytes()));
}
