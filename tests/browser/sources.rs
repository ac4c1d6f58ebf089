//! The HTML as it was served: what stands between browser and program keeps each page in a file, for a validator.

use std::io::{Read, Write};
use std::net::{TcpListener, TcpStream};
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU16, AtomicUsize, Ordering};
use std::thread;

use actix_web::http::StatusCode;
use actix_web::web::{self, Bytes};
use actix_web::{App, HttpRequest, HttpResponse, HttpServer};
use ureq::Agent;
use ureq::http::Request;
use ureq::http::response::Parts;

/// These belong to one connection, or are made anew for each.
const OF_THE_CONNECTION: [&str; 4] = ["connection", "content-length", "transfer-encoding", "accept-encoding"];

/// Passes requests on to a program, and keeps the pages that come back.
#[derive(Clone)]
pub struct Sources {
    pub port: u16,
    program: Arc<AtomicU16>,
    folder: PathBuf,
    kept: Arc<AtomicUsize>,
    stalls: Arc<AtomicBool>,
    agent: Agent,
}

impl Sources {
    /// Begins to listen. Pages go to a new folder of this name.
    pub fn start(name: &str) -> Sources {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("target/pages").join(name);
        drop(std::fs::remove_dir_all(&folder));
        std::fs::create_dir_all(&folder).expect("a folder");
        let agent = Agent::config_builder().http_status_as_error(false).max_redirects(0).build().into();
        let listener = TcpListener::bind("127.0.0.1:0").expect("a free port");
        let port = listener.local_addr().expect("an address").port();
        let (program, kept, stalls) = (Arc::default(), Arc::default(), Arc::default());
        let sources = Sources { port, program, folder, kept, stalls, agent };
        let passing = web::Data::new(sources.clone());
        thread::spawn(move || {
            actix_web::rt::System::new().block_on(async move {
                let app = move || App::new().app_data(passing.clone()).default_service(web::to(pass_on));
                let server = HttpServer::new(app).workers(1).disable_signals().listen(listener);
                server.expect("listening").run().await.expect("served");
            });
        });
        sources
    }

    /// Passes later requests on to the program at this port.
    pub fn lead_to(&self, program: u16) {
        self.program.store(program, Ordering::Relaxed);
    }

    /// Lets forms stop before their end, as on a connection that breaks down.
    pub fn stall(&self, stalls: bool) {
        self.stalls.store(stalls, Ordering::Relaxed);
    }

    /// Returns what the validator says of the pages that were kept, and their number.
    pub fn validate(&self) -> (usize, Vec<String>) {
        (self.kept.load(Ordering::Relaxed), errors(&self.folder))
    }

    /// Asks the program, and keeps its answer if it is a page.
    fn ask(&self, request: Request<Vec<u8>>) -> (Parts, Vec<u8>) {
        let asked = format!("{} {}", request.method(), request.uri().path());
        // A client that sends a body where none belongs would be refused.
        let is_empty = request.body().is_empty();
        let (parts, body) = if !is_empty && self.stalls.load(Ordering::Relaxed) {
            ask_slowly(&request)
        } else {
            let answered = if is_empty { self.agent.run(request.map(drop)) } else { self.agent.run(request) };
            let (parts, mut body) = answered.expect("an answer").into_parts();
            (parts, body.read_to_vec().expect("a body"))
        };
        if parts.headers.get("content-type").is_some_and(|kind| kind.as_bytes().starts_with(b"text/html")) {
            let number = self.kept.fetch_add(1, Ordering::Relaxed);
            let name = asked.replace(|letter: char| !letter.is_ascii_alphanumeric(), "-");
            let name = format!("{number:03}-{name:.80}-{}.html", parts.status.as_u16());
            std::fs::write(self.folder.join(name), &body).expect("written");
        }
        (parts, body)
    }
}

/// Announces one byte more than it sends, and waits for what the program says to that.
fn ask_slowly(request: &Request<Vec<u8>>) -> (Parts, Vec<u8>) {
    let (uri, body) = (request.uri(), request.body());
    let place = uri.authority().expect("a host").as_str();
    let mut head = format!("{} {} HTTP/1.1\r\n", request.method(), uri.path());
    for (name, value) in request.headers() {
        head += &format!("{name}: {}\r\n", value.to_str().expect("ASCII"));
    }
    head += &format!("connection: close\r\ncontent-length: {}\r\n\r\n", body.len() + 1);
    let mut stream = TcpStream::connect(place).expect("connected");
    stream.write_all(&[head.as_bytes(), body].concat()).expect("sent");
    let mut answer = Vec::new();
    stream.read_to_end(&mut answer).expect("answered");
    let end = answer.windows(4).position(|four| four == b"\r\n\r\n").expect("a head");
    let head = String::from_utf8_lossy(&answer[..end]).into_owned();
    let mut lines = head.lines();
    let status = lines.next().and_then(|line| line.split(' ').nth(1)).expect("a status");
    let mut built = ureq::http::Response::builder().status(status);
    for (name, value) in lines.filter_map(|line| line.split_once(": ")) {
        built = built.header(name, value);
    }
    (built.body(()).expect("an answer").into_parts().0, answer[end + 4..].to_vec())
}

async fn pass_on(request: HttpRequest, body: Bytes, sources: web::Data<Sources>) -> HttpResponse {
    let address = format!("http://127.0.0.1:{}{}", sources.program.load(Ordering::Relaxed), request.uri());
    let mut passed = Request::builder().method(request.method().as_str()).uri(address);
    for (name, value) in request.headers() {
        if !OF_THE_CONNECTION.contains(&name.as_str()) {
            passed = passed.header(name.as_str(), value.as_bytes());
        }
    }
    let passed = passed.body(body.to_vec()).expect("a request");
    let (parts, body) = web::block(move || sources.ask(passed)).await.expect("an answer");
    let mut answer = HttpResponse::build(StatusCode::from_u16(parts.status.as_u16()).expect("a status"));
    for (name, value) in &parts.headers {
        if !OF_THE_CONNECTION.contains(&name.as_str()) {
            answer.append_header((name.as_str(), value.as_bytes()));
        }
    }
    answer.body(body)
}

/// Returns what html-validate says of the pages in a folder.
fn errors(folder: &Path) -> Vec<String> {
    let tests = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/browser");
    let program = tests.join("node_modules/html-validate/bin/html-validate.mjs");
    assert!(program.exists(), "{} is missing; run: npm ci --prefix tests/browser", program.display());
    let output = Command::new("node")
        .arg(program)
        .arg("--config")
        .arg(tests.join("htmlvalidate.cjs"))
        .args(["--max-warnings", "0", "--formatter", "text"])
        .arg(folder)
        .output()
        .expect("node runs");
    let said = String::from_utf8_lossy(&output.stdout).into_owned() + &String::from_utf8_lossy(&output.stderr);
    let lines: Vec<_> = said.lines().map(str::to_owned).collect();
    assert_eq!(output.status.success(), lines.is_empty(), "{said}");
    lines
}

#[test]
#[ignore = "needs Node.js and packages; scripts/test runs it"]
fn the_validator_finds_what_is_wrong() {
    let folder = tempfile::tempdir().expect("a folder");
    let page = |body: &str| {
        format!(
            "<!doctype html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n<title>A page</title>\n</head>\n\
                 <body>\n<main>\n<h1>A page</h1>\n{body}\n</main>\n</body>\n</html>\n"
        )
    };
    for (body, rule) in [
        ("<p id=\"x\"></p><p id=\"x\"></p>", "no-dup-id"),
        ("<p><div>words</div></p>", "close-order"),
        ("<ul><p>words</p></ul>", "element-permitted-content"),
        ("<label for=\"nothing\">words</label>", "no-missing-references"),
        ("<input>", "input-missing-label"),
        ("<button type=\"maybe\">words</button>", "attribute-allowed-values"),
        ("<p style=\"color: red\">words</p>", "no-inline-style"),
    ] {
        std::fs::write(folder.path().join("page.html"), page(body)).expect("written");
        let found = errors(folder.path());
        assert!(found.iter().any(|line| line.contains(rule)), "{rule}: {found:?}");
    }
    std::fs::write(folder.path().join("page.html"), page("<p>words</p>")).expect("written");
    assert_eq!(errors(folder.path()), Vec::<String>::new());
}
