//! `doorward healthcheck`

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr};
use std::path::PathBuf;
use std::process::ExitCode;
use std::time::Duration;

use clap::Args;
use serde_json::json;

use crate::cli::client::Client;
use crate::cli::terminal::{Failure, Format, print_outcome};
use crate::config::{Listen, PublicUrl, Settings};
use crate::web::paths;

/// How long an answer may take: less than the time limit of the programs that run this command.
const PATIENCE: Duration = Duration::from_secs(4);

/// Asks the server on this machine whether it is alive; exit code 1 if it is not, for containers.
///
/// Asks the server that listens where these settings say, be it an address or a Unix socket. For the health check of a
/// container, which needs no other program then.
///
/// A database that is away gets no process restarted; --ready asks whether the server can do its work, too.
#[derive(Args)]
pub struct Healthcheck {
    /// Asks whether it can do its work
    #[arg(long)]
    ready: bool,
    #[command(flatten)]
    format: Format,
}

impl Healthcheck {
    pub fn run(self, settings: &Settings) -> Result<ExitCode, Failure> {
        let (path, word) = if self.ready { (paths::READINESS, "ready") } else { (paths::HEALTH, "alive") };
        let (url, socket) = way(settings)?;
        let client = Client::new(url, socket, PATIENCE);
        let place = client.place();
        let answer = client.get(path, &[]).map_err(|error| format!("{place} does not answer: {error}"))?;
        let words: Vec<&str> = answer.body.lines().collect();
        match answer.status {
            200 if words == [word] => {
                print_outcome(self.format, &json!({ "status": word }), word)?;
                Ok(ExitCode::SUCCESS)
            }
            503 if answer.body.len() < 200 => Err(format!("{place} is not {word}: {}", words.join(", ")).into()),
            status => Err(format!("something else than Doorward answers at {place}, with {status}").into()),
        }
    }
}

/// How to reach the server from its own machine: its URL, and its Unix socket if it has one.
fn way(settings: &Settings) -> Result<(PublicUrl, Option<PathBuf>), Failure> {
    let address = match &settings.listen {
        Listen::Unix(path) => return Ok((settings.public_url().clone(), Some(path.clone()))),
        Listen::Tcp(address) => *address,
    };
    let ip = match address.ip() {
        IpAddr::V4(ip) if ip.is_unspecified() => Ipv4Addr::LOCALHOST.into(),
        IpAddr::V6(ip) if ip.is_unspecified() => Ipv6Addr::LOCALHOST.into(),
        ip => ip,
    };
    let url = PublicUrl::of_listener(&Listen::Tcp(SocketAddr::new(ip, address.port())));
    match url {
        Some(url) if address.port() != 0 => Ok((url, None)),
        _ => Err(format!("listen = \"{address}\": the system chose the port; set one, so that it can be asked").into()),
    }
}
