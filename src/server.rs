//! Binds, serves, and shuts down gracefully. `main`, tests and the example start the same functions.

mod signals;

use std::io;
use std::net::{SocketAddr, TcpListener};
use std::os::unix::fs::FileTypeExt;
use std::os::unix::net::{UnixListener, UnixStream};
use std::path::Path;
use std::time::Duration;

use actix_web::dev::Server;
use actix_web::middleware::from_fn;
use actix_web::{App, HttpServer, web};
use rustix::fs::Mode;

pub use self::signals::Signals;
use crate::config::Listen;
use crate::desk::Desk;
use crate::desk::upkeep::background::Background;
use crate::web::access_log::access_log;
use crate::web::unread_body::close_if_unread;
use crate::web::{not_found, private, programs, resume, routes, security_headers};

/// How long requests under way may take to end after a signal. Their clients may do what they like, and container
/// runtimes kill after ten seconds.
const SHUTDOWN_SECONDS: u64 = 5;
/// The same for those who read the numbers, who come last.
const PRIVATE_SHUTDOWN_SECONDS: u64 = 1;
/// How long a client may take for the head of a request.
const HEAD_TIMEOUT: Duration = Duration::from_secs(5);

/// How long a client may take no byte of what is sent to it.
const READER_TIMEOUT: Duration = Duration::from_secs(10);

/// A socket that is listened on, so that a mistake in `listen` shows before anything else happens.
#[derive(Debug)]
pub enum Listener {
    /// An address and port.
    Tcp(TcpListener),
    /// A Unix socket.
    Unix(UnixListener),
}

impl Listener {
    /// Listens. A Unix socket that nobody listens on any more is replaced.
    ///
    /// # Errors
    /// When the address is taken or not this machine's.
    pub fn bind(listen: &Listen) -> io::Result<Listener> {
        Listener::bind_with_mode(listen, None)
    }

    /// The same, and who may connect to a Unix socket, as chmod takes it. Without a mode the umask decides.
    ///
    /// # Errors
    /// As [`Listener::bind`].
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
                // Changed afterwards, it would be open to others for a moment.
                let before = mode.map(|mode| rustix::process::umask(Mode::from_raw_mode(!mode & 0o777)));
                let bound = UnixListener::bind(path);
                if let Some(before) = before {
                    rustix::process::umask(before);
                }
                bound.map(Listener::Unix)
            }
        }
    }

    /// Ends connections on which the other side has taken no byte for so long while there was something to send. Whoever
    /// asks and does not read would otherwise hold a connection, and its answers, for ever.
    ///
    /// Connections have it from the socket that they come in at. On a Unix socket, which has no such limit, that is the
    /// proxy's to do; on other systems than Linux the system's own limits hold.
    ///
    /// # Errors
    /// When the system does not take it.
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

    /// The address, with the port that was given for port 0.
    pub fn address(&self) -> Option<SocketAddr> {
        match self {
            Listener::Tcp(listener) => listener.local_addr().ok(),
            Listener::Unix(_) => None,
        }
    }
}

/// A socket that refuses connections is left over from a crash. Whatever else is there is somebody's.
fn is_abandoned_socket(path: &Path) -> bool {
    let is_socket = path.symlink_metadata().is_ok_and(|metadata| metadata.file_type().is_socket());
    let refuses =
        || matches!(UnixStream::connect(path), Err(error) if error.kind() == io::ErrorKind::ConnectionRefused);
    is_socket && refuses()
}

/// Builds the server on a socket, with `more` routes beside Doorward's own. It runs when awaited.
///
/// # Errors
/// When the socket cannot be used.
pub fn build(
    desk: &Desk,
    listener: Listener,
    more: impl Fn(&mut web::ServiceConfig) + Clone + Send + 'static,
) -> io::Result<Server> {
    let data = web::Data::new(desk.clone());
    let server = HttpServer::new(move || {
        App::new()
            .app_data(data.clone())
            .configure(programs)
            // Pages, and whatever is no address at all.
            .service(
                web::scope("")
                    .configure(more.clone())
                    .configure(routes)
                    .default_service(web::to(not_found))
                    .wrap(from_fn(resume)),
            )
            .wrap(from_fn(security_headers))
            .wrap(from_fn(access_log))
            .wrap(from_fn(close_if_unread))
    })
    .client_request_timeout(HEAD_TIMEOUT)
    .shutdown_timeout(SHUTDOWN_SECONDS)
    .disable_signals();
    let server = match listener {
        Listener::Tcp(listener) => server.listen(listener)?,
        Listener::Unix(listener) => server.listen_uds(listener)?,
    };
    Ok(server.run())
}

/// Builds the server for the operator's programs on a socket of its own: numbers and health, nothing else. One worker
/// is enough for it, and no crowd of people keeps it busy.
///
/// # Errors
/// When the socket cannot be used.
pub fn build_private(desk: &Desk, listener: Listener) -> io::Result<Server> {
    let data = web::Data::new(desk.clone());
    let server = HttpServer::new(move || {
        App::new()
            .app_data(data.clone())
            .configure(private)
            .wrap(from_fn(security_headers))
            .wrap(from_fn(close_if_unread))
    })
    .workers(1)
    .client_request_timeout(HEAD_TIMEOUT)
    .shutdown_timeout(PRIVATE_SHUTDOWN_SECONDS)
    .disable_signals();
    let server = match listener {
        Listener::Tcp(listener) => server.listen(listener)?,
        Listener::Unix(listener) => server.listen_uds(listener)?,
    };
    Ok(server.run())
}

/// Serves until SIGTERM, SIGINT or SIGQUIT, then lets what is under way end. The second socket, if there is one, is for
/// [`build_private`].
///
/// # Errors
/// When a socket or the signals cannot be used.
pub async fn run_until_signal(desk: &Desk, listener: Listener, private: Option<Listener>) -> io::Result<()> {
    run_until(desk, listener, private, Signals::listen()?.stop()).await
}

/// The same until `stop` has come to its end.
///
/// # Errors
/// When a socket cannot be used.
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
    tokio::spawn(async move {
        stop.await;
        handle.stop(true).await;
    });
    server.await?;
    // It tells how the last requests went for as long as there are any.
    if let (Some(handle), Some(task)) = (private_handle, private) {
        handle.stop(true).await;
        task.await.map_err(io::Error::other)??;
    }
    background.stop().await;
    Ok(())
}
