//! Binds sockets, serves requests, and shuts down gracefully. `main`, the tests and the example call the same
//! functions.

mod background;
mod signals;

use std::io;
use std::net::{SocketAddr, TcpListener};
use std::os::unix::fs::FileTypeExt;
use std::os::unix::net::{UnixListener, UnixStream};
use std::path::Path;
use std::time::Duration;

use actix_web::dev::Server;
use actix_web::middleware::{Condition, from_fn};
use actix_web::{App, HttpServer, web};
use rustix::fs::Mode;

pub use self::background::Background;
pub use self::signals::Signals;
use crate::config::Listen;
use crate::desk::Desk;
use crate::web::http::access_log::access_log;
use crate::web::http::unread_body::close_if_unread;
use crate::web::{not_found, private, programs, resume, routes, security_headers};

/// The time that running requests have to end after a signal. Their clients may do anything, and container
/// runtimes kill the process after ten seconds.
const SHUTDOWN_SECONDS: u64 = 5;
/// The same limit for the socket that serves the metrics, which is stopped last.
const PRIVATE_SHUTDOWN_SECONDS: u64 = 1;
/// The time that a client may take to send the head of a request.
const HEAD_TIMEOUT: Duration = Duration::from_secs(5);

/// The time that a client may go without taking a byte of the answer.
const READER_TIMEOUT: Duration = Duration::from_secs(10);

/// A bound socket. It is bound first, so that a mistake in `listen` shows before anything else happens.
#[derive(Debug)]
pub enum Listener {
    /// A socket for an IP address and port.
    Tcp(TcpListener),
    /// A Unix socket.
    Unix(UnixListener),
}

impl Listener {
    /// Binds the socket. A Unix socket on which nobody listens any more is replaced.
    ///
    /// # Errors
    /// Fails if the address is in use or does not belong to this machine.
    pub fn bind(listen: &Listen) -> io::Result<Listener> {
        Listener::bind_with_mode(listen, None)
    }

    /// Binds the socket and sets the mode of a Unix socket, as chmod takes it. Without a mode the umask decides.
    ///
    /// # Errors
    /// Fails as [`Listener::bind`] does.
    pub fn bind_with_mode(listen: &Listen, mode: Option<u32>) -> io::Result<Listener> {
        match listen {
            Listen::Tcp(address) => {
                let listener = Listener::Tcp(TcpListener::bind(address)?);
                listener.drop_readers_after(READER_TIMEOUT)?;
                Ok(listener)
            }
            Listen::Unix(path) => {
                if is_abandoned_socket(path) {
                    std::fs::remove_file(path)?;
                }
                // If we changed the mode afterwards, the socket would be open to others for a moment.
                let before = mode.map(|mode| rustix::process::umask(Mode::from_raw_mode(!mode & 0o777)));
                let bound = UnixListener::bind(path);
                if let Some(before) = before {
                    rustix::process::umask(before);
                }
                bound.map(Listener::Unix)
            }
        }
    }

    /// Drops connections whose client has taken no byte for this long while there was something to send. A client that
    /// asks and does not read would otherwise hold a connection, and the answers on it, for ever.
    ///
    /// Connections inherit the limit from the socket that accepts them. A Unix socket has no such limit, so there the
    /// proxy must do it. On systems other than Linux the limits of the system itself hold.
    ///
    /// # Errors
    /// Fails if the system does not accept the limit.
    pub fn drop_readers_after(&self, limit: Duration) -> io::Result<()> {
        match self {
            #[cfg(target_os = "linux")]
            Listener::Tcp(listener) => {
                let milliseconds = u32::try_from(limit.as_millis()).unwrap_or(u32::MAX);
                Ok(rustix::net::sockopt::set_tcp_user_timeout(listener, milliseconds)?)
            }
            _ => Ok(()),
        }
    }

    /// Returns the address. If the setting asked for port 0, it has the port that the system chose.
    pub fn address(&self) -> Option<SocketAddr> {
        match self {
            Listener::Tcp(listener) => listener.local_addr().ok(),
            Listener::Unix(_) => None,
        }
    }
}

/// Tells whether this is a socket that refuses connections, left over from a crash. Anything else at this path belongs
/// to somebody.
fn is_abandoned_socket(path: &Path) -> bool {
    let is_socket = path.symlink_metadata().is_ok_and(|metadata| metadata.file_type().is_socket());
    let refuses =
        || matches!(UnixStream::connect(path), Err(error) if error.kind() == io::ErrorKind::ConnectionRefused);
    is_socket && refuses()
}

/// Builds the server on a socket, with the routes of `more` beside Doorward's own. It runs when it is awaited.
///
/// # Errors
/// Fails if the socket cannot be used.
pub fn build(
    desk: &Desk,
    listener: Listener,
    more: impl Fn(&mut web::ServiceConfig) + Clone + Send + 'static,
) -> io::Result<Server> {
    build_with(desk, listener, true, move |config| {
        // These are the pages, and the answer to every unknown address.
        let pages = web::scope("").configure(more.clone()).configure(routes).default_service(web::to(not_found));
        config.configure(programs).service(pages.wrap(from_fn(resume)));
    })
}

/// Builds the server for the operator's programs on a socket of its own: it serves metrics and health, nothing else.
/// One worker is enough, and the crowd of visitors on the main socket cannot keep it busy.
///
/// # Errors
/// Fails if the socket cannot be used.
pub fn build_private(desk: &Desk, listener: Listener) -> io::Result<Server> {
    build_with(desk, listener, false, private)
}

fn build_with(
    desk: &Desk,
    listener: Listener,
    is_for_people: bool,
    configure: impl Fn(&mut web::ServiceConfig) + Clone + Send + 'static,
) -> io::Result<Server> {
    let data = web::Data::new(desk.clone());
    let mut server = HttpServer::new(move || {
        App::new()
            .app_data(data.clone())
            .configure(&configure)
            .wrap(from_fn(security_headers))
            .wrap(Condition::new(is_for_people, from_fn(access_log)))
            .wrap(from_fn(close_if_unread))
    })
    .client_request_timeout(HEAD_TIMEOUT)
    .shutdown_timeout(if is_for_people { SHUTDOWN_SECONDS } else { PRIVATE_SHUTDOWN_SECONDS })
    .disable_signals();
    if !is_for_people {
        server = server.workers(1);
    }
    let server = match listener {
        Listener::Tcp(listener) => server.listen(listener)?,
        Listener::Unix(listener) => server.listen_uds(listener)?,
    };
    Ok(server.run())
}

/// Serves until SIGTERM, SIGINT or SIGQUIT arrives, then lets running requests end. The second socket, if there is one,
/// is for [`build_private`].
///
/// # Errors
/// Fails if a socket cannot be used or the signals cannot be received.
pub async fn run_until_signal(desk: &Desk, listener: Listener, private: Option<Listener>) -> io::Result<()> {
    run_until(desk, listener, private, Signals::listen()?.stop()).await
}

/// Serves until the future `stop` ends.
///
/// # Errors
/// Fails if a socket cannot be used.
pub async fn run_until(
    desk: &Desk,
    listener: Listener,
    private: Option<Listener>,
    stop: impl Future<Output = ()> + Send + 'static,
) -> io::Result<()> {
    let background = Background::start(desk);
    let server = build(desk, listener, |_| {})?;
    let handle = server.handle();
    let private = private.map(|listener| build_private(desk, listener)).transpose()?;
    let private_handle = private.as_ref().map(Server::handle);
    let private = private.map(tokio::spawn);
    let stopping = desk.clone();
    tokio::spawn(async move {
        stop.await;
        stopping.end_waiting();
        handle.stop(true).await;
    });
    server.await?;
    // The private server reports on the last requests, so it stops after them.
    if let (Some(handle), Some(task)) = (private_handle, private) {
        handle.stop(true).await;
        task.await.map_err(io::Error::other)??;
    }
    background.stop().await;
    Ok(())
}
