//! An app that knows nothing of Doorward. It remembers the requests that reach it.

use std::io::{BufRead, BufReader, Read, Write};
use std::net::{TcpListener, TcpStream};
use std::sync::{Arc, Mutex};

/// An app that runs as long as the test.
pub struct Echo {
    pub port: u16,
    seen: Arc<Mutex<Vec<Seen>>>,
}

/// A request as it reached the app.
#[derive(Clone, Debug)]
pub struct Seen {
    pub line: String,
    /// The names are in lower case, in their order in the request.
    pub headers: Vec<(String, String)>,
    pub body: String,
}

impl Seen {
    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers.iter().find(|(known, _)| known == name).map(|(_, value)| value.as_str())
    }
}

impl Echo {
    pub fn start() -> Echo {
        let listener = TcpListener::bind("127.0.0.1:0").expect("a free port");
        let port = listener.local_addr().expect("an address").port();
        let seen = Arc::new(Mutex::new(Vec::new()));
        let memory = seen.clone();
        std::thread::spawn(move || {
            for stream in listener.incoming().flatten() {
                let memory = memory.clone();
                std::thread::spawn(move || answer(stream, &memory));
            }
        });
        Echo { port, seen }
    }

    /// Returns the requests since the last call.
    pub fn take(&self) -> Vec<Seen> {
        std::mem::take(&mut self.seen.lock().expect("well"))
    }
}

fn answer(stream: TcpStream, memory: &Mutex<Vec<Seen>>) -> Option<()> {
    let mut reader = BufReader::new(stream.try_clone().ok()?);
    let mut line = String::new();
    reader.read_line(&mut line).ok()?;
    let mut headers = Vec::new();
    loop {
        let mut header = String::new();
        reader.read_line(&mut header).ok()?;
        let Some((name, value)) = header.trim_end().split_once(':') else { break };
        headers.push((name.to_lowercase(), value.trim().to_owned()));
    }
    let said = |name: &str| headers.iter().find(|(known, _)| known == name).map(|(_, value)| value.as_str());
    let body = match said("transfer-encoding") {
        Some("chunked") => read_chunks(&mut reader)?,
        _ => read_bytes(&mut reader, said("content-length").and_then(|length| length.parse().ok()).unwrap_or(0))?,
    };
    let seen = Seen { line: line.trim_end().to_owned(), headers, body: String::from_utf8_lossy(&body).into_owned() };
    let text = format!("the app saw {}", seen.line);
    memory.lock().ok()?.push(seen);
    let mut stream = stream;
    write!(stream, "HTTP/1.1 200 OK\r\nContent-Length: {}\r\nConnection: close\r\n\r\n{text}", text.len()).ok()
}

fn read_bytes(reader: &mut impl Read, length: usize) -> Option<Vec<u8>> {
    let mut bytes = vec![0; length];
    reader.read_exact(&mut bytes).ok()?;
    Some(bytes)
}

fn read_chunks(reader: &mut impl BufRead) -> Option<Vec<u8>> {
    let mut body = Vec::new();
    loop {
        let mut line = String::new();
        reader.read_line(&mut line).ok()?;
        let length = usize::from_str_radix(line.trim(), 16).ok()?;
        body.extend(read_bytes(reader, length)?);
        // Skip the end of the line.
        read_bytes(reader, 2)?;
        if length == 0 {
            return Some(body);
        }
    }
}
