//! Clients that send requests and do not read the answers.

use std::io::{ErrorKind, Read, Write};
use std::net::{SocketAddr, TcpStream};
use std::pin::Pin;
use std::sync::mpsc::{Receiver, Sender, channel};
use std::task::{Context, Poll};
use std::time::{Duration, Instant};

use actix_web::body::{BodySize, MessageBody};
use actix_web::web::{self, Bytes, ServiceConfig};
use actix_web::{HttpResponse, dev::ServerHandle};
use doorward::config::Listen;
use doorward::server::{self, Listener};

use crate::world::World;

/// The time is much longer than the limit, since the machine may be busy.
const PATIENCE: Duration = Duration::from_secs(60);
const LIMIT: Duration = Duration::from_millis(1500);

/// An endless answer, which reports when it is dropped.
struct Endless(Sender<()>);

impl MessageBody for Endless {
    type Error = std::convert::Infallible;

    fn size(&self) -> BodySize {
        BodySize::Stream
    }

    fn poll_next(self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<Option<Result<Bytes, Self::Error>>> {
        Poll::Ready(Some(Ok(Bytes::from_static(&[b'x'; 16_384]))))
    }
}

impl Drop for Endless {
    fn drop(&mut self) {
        let _ = self.0.send(());
    }
}

struct Server {
    address: SocketAddr,
    given_up: Receiver<()>,
    handle: ServerHandle,
    thread: Option<std::thread::JoinHandle<()>>,
}

impl Server {
    fn start(world: &World) -> Server {
        let (desk, (sender, given_up)) = (world.app().desk.clone(), channel());
        let (ready, started) = channel();
        let thread = std::thread::spawn(move || {
            actix_web::rt::System::new().block_on(async move {
                let listen = "127.0.0.1:0".parse().map(Listen::Tcp).expect("an address");
                let listener = Listener::bind(&listen).expect("a free port");
                listener.drop_readers_after(LIMIT).expect("taken");
                let address = listener.address().expect("an address");
                let routes = move |app: &mut ServiceConfig| {
                    let sender = sender.clone();
                    let answer = move || {
                        let body = Endless(sender.clone());
                        async move { HttpResponse::Ok().body(body) }
                    };
                    app.route("/endless", web::get().to(answer));
                };
                let server = server::build(&desk, listener, routes).expect("builds");
                ready.send((address, server.handle())).expect("somebody waits");
                server.await.expect("serves");
            });
        });
        let (address, handle) = started.recv().expect("it starts");
        Server { address, given_up, handle, thread: Some(thread) }
    }

    fn ask(&self, requests: &str) -> TcpStream {
        let mut stream = TcpStream::connect(self.address).expect("connects");
        stream.write_all(requests.as_bytes()).expect("sent");
        stream
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        drop(self.handle.stop(false));
        if let Some(thread) = self.thread.take() {
            drop(thread.join());
        }
    }
}

#[test]
fn a_reader_that_takes_nothing_is_dropped() {
    let world = World::new();
    let server = Server::start(&world);
    let _stream = server.ask("GET /endless HTTP/1.1\r\nhost: x\r\n\r\n");
    server.given_up.recv_timeout(PATIENCE).expect("the answer is given up");
}

#[test]
fn a_reader_of_none_of_many_answers_is_dropped() {
    let world = World::new();
    let server = Server::start(&world);
    let mut stream = server.ask(&"GET /openapi.json HTTP/1.1\r\nhost: x\r\n\r\n".repeat(2000));
    stream.set_nonblocking(true).expect("set");
    let began = Instant::now();
    // A write to a closed connection fails. An open one takes some bytes and then blocks.
    let refused = loop {
        match stream.write(b"GET /openapi.json HTTP/1.1\r\nhost: x\r\n\r\n") {
            Err(error) if error.kind() != ErrorKind::WouldBlock => break error.kind(),
            _ => assert!(began.elapsed() < PATIENCE, "the connection is still there"),
        }
        std::thread::sleep(Duration::from_millis(20));
    };
    assert!(matches!(refused, ErrorKind::ConnectionReset | ErrorKind::BrokenPipe), "{refused}");
}

#[test]
fn a_slow_reader_is_served_for_longer_than_the_limit() {
    let world = World::new();
    let server = Server::start(&world);
    let mut stream = server.ask("GET /endless HTTP/1.1\r\nhost: x\r\n\r\n");
    let (began, mut taken, mut piece) = (Instant::now(), 0, vec![0; 1 << 20]);
    while began.elapsed() < LIMIT * 3 {
        // The pieces are so large that the operating system tells the server of the free space.
        let mut rest = 2 << 20;
        while rest > 0 {
            let most = piece.len().min(rest);
            let read = stream.read(&mut piece[..most]).expect("still served");
            assert!(read > 0, "still served");
            (rest, taken) = (rest - read, taken + read);
        }
        std::thread::sleep(LIMIT / 10);
    }
    assert!(server.given_up.try_recv().is_err(), "{taken} bytes were read without a long pause");
}
