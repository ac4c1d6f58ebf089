//! Whose address Doorward puts on record: the client's own, not the proxy's, and not one that the client made up.
//!
//! No page tells that to everybody, for good reason. The server tells it only to someone who holds the server secret.

use std::net::IpAddr;

use super::report::Report;
use crate::cli::client::Client;
use crate::clock::Clock;
use crate::config::{Listen, Settings};
use crate::desk::token::ServerSecret;
use crate::desk::upkeep::forwarding;
use crate::domain::net::ForwardingFault;
use crate::domain::token::doctor_key::HEADER;
use crate::store::{Store, signing_keys};
use crate::web::paths;

/// An address that belongs to nobody (RFC 5737).
const MADE_UP: &str = "192.0.2.123";

#[derive(serde::Deserialize)]
struct Told {
    address: String,
    keys: Vec<String>,
}

/// Asks the server, if the secret can be read, with a made-up `X-Forwarded-For`.
pub async fn check(settings: &Settings, client: &Client, store: Option<&Store>, report: &mut Report) {
    // Another check reports that the secret cannot be used.
    let Ok(secret) = ServerSecret::load(settings.secret_file()) else { return };
    let proof = secret.doctor.newest().prove(Clock::system().now());
    let answer = match client.get(paths::DOCTOR, &[("x-forwarded-for", MADE_UP), (HEADER, &proof)]) {
        Ok(answer) => answer,
        Err(error) => {
            report.warning("forwarding", format!("the address could not be asked for: {error}"), "try again");
            return;
        }
    };
    let told: Option<Told> = (answer.status == 200).then(|| serde_json::from_str(&answer.body).ok()).flatten();
    match told {
        Some(told) if is_of_another_database(&told, store).await => report.warning(
            "forwarding",
            "the server that answered does not work on this database",
            "run doctor with the settings of that server",
        ),
        Some(told) => tell(settings, client, &told.address, report),
        None if answer.status == 404 => report.warning(
            "forwarding",
            "the server that answered does not know this secret",
            "run doctor with the settings of that server, and with the right time",
        ),
        None => report.warning(
            "forwarding",
            format!("the address could not be asked for: the answer was {}", answer.status),
            "try again in a minute",
        ),
    }
}

/// Whether the server uses none of the signing keys in this database.
async fn is_of_another_database(told: &Told, store: Option<&Store>) -> bool {
    let Some(store) = store else { return false };
    let lives = store.read(signing_keys::list_lives).await.unwrap_or_default();
    !lives.is_empty() && !lives.iter().any(|key| told.keys.contains(&key.kid))
}

fn tell(settings: &Settings, client: &Client, seen: &str, report: &mut Report) {
    let own = client.own_address();
    let is_trusted = |address: IpAddr| settings.trusted_proxies.iter().any(|network| network.contains(&address));
    let is_by_socket = matches!(settings.listen, Listen::Unix(_)) && own.is_some_and(|own| own.is_loopback());
    let send_it = "let the proxy send X-Forwarded-For, see --proxy";
    let (what, next_step) = match seen.parse::<IpAddr>() {
        _ if seen == MADE_UP && (client.is_socket() || is_by_socket || own.is_some_and(is_trusted)) => {
            let what = "a forwarded address is believed from here, since this machine is a trusted proxy";
            return report.fine("forwarding", what);
        }
        _ if seen == MADE_UP => (
            "a made-up X-Forwarded-For is believed: anybody can choose the address that is put on record".to_owned(),
            "let the proxy set the header itself, see --proxy; and name only proxies in trusted_proxies".to_owned(),
        ),
        Err(_) => (format!("Doorward sees no address, but {seen:?}"), send_it.to_owned()),
        Ok(address) if own == Some(address) => {
            return report.fine("forwarding", format!("Doorward sees this machine's own address, {seen}"));
        }
        Ok(address) if is_trusted(address) => {
            (format!("Doorward sees the proxy's address, {seen}, for everybody"), send_it.to_owned())
        }
        Ok(address) if !settings.has_proxy() && (address.is_loopback() || is_private(address)) => (
            format!("Doorward sees {seen} for everybody: that is a proxy"),
            format!("set trusted_proxies = [\"{seen}\"], and {send_it}"),
        ),
        Ok(_) => {
            let from = own.map(|own| format!(" ({own} here)")).unwrap_or_default();
            return report.fine("forwarding", format!("Doorward sees this machine as {seen}{from}"));
        }
    };
    report.problem("forwarding", what, next_step);
}

fn is_private(address: IpAddr) -> bool {
    match address {
        IpAddr::V4(address) => address.is_private() || address.is_link_local(),
        IpAddr::V6(address) => address.is_unique_local() || address.is_unicast_link_local(),
    }
}

/// Whether trusted proxies pass on the client's address: what running servers noted about it. Checks nothing without a
/// `store`: then the database cannot be read.
pub async fn check_noted(settings: &Settings, store: Option<&Store>, report: &mut Report) {
    let (Some(store), true) = (store, settings.has_proxy()) else { return };
    let now = Clock::system().now();
    let faults = store.read(move |connection| forwarding::find_faults(connection, now)).await;
    let Some(faults) = report.unless_failed("proxies", faults) else { return };
    if faults.is_empty() {
        report.fine("proxies", "no trusted proxy left out in the last hour whom it speaks for");
    }
    for fault in faults {
        let what = match fault {
            ForwardingFault::Missing => "in the last hour a trusted proxy sent no X-Forwarded-For",
            ForwardingFault::Unreadable => {
                "in the last hour a trusted proxy sent an X-Forwarded-For that cannot be read"
            }
        };
        report.warning(
            "proxies",
            format!("{what}, so everybody who comes through it shares one address and its limits"),
            "let the proxy set the header to the client's address, see --proxy; let what is no proxy come another way",
        );
    }
}
