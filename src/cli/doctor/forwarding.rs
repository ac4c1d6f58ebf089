//! Whose address Doorward puts on record: the client's own, not the proxy's, and not one that the client made up.
//!
//! No page tells, for good reason; the record does. So somebody who does not exist tries to sign in, with a made-up
//! `X-Forwarded-For`, and the event is looked up.

use std::net::IpAddr;

use super::client::Client;
use super::report::Report;
use crate::config::{Listen, Settings};
use crate::domain::id::SessionId;
use crate::store::{Store, events};
use crate::web::paths;

/// Nobody's (RFC 5737).
const MADE_UP: &str = "192.0.2.123";
/// How many of the last failures are looked through.
const RECENT: i64 = 200;

/// Tries it, if the record can be read.
pub async fn check(settings: &Settings, client: &Client, store: Option<&Store>, report: &mut Report) {
    let Some(store) = store else { return };
    // What nobody else sends; an id is as good as anything.
    let mark = format!("doorward doctor {}", SessionId::generate());
    let form = "username=.doctor.&password=nobody";
    let headers = [("user-agent", mark.as_str()), ("x-forwarded-for", MADE_UP)];
    let answer = client.post(paths::LOGIN, &settings.public_url().origin(), &headers, form);
    match answer {
        Ok(answer) if answer.status == 422 => {}
        Ok(answer) if answer.status == 403 => return,
        Ok(answer) => {
            let what = format!("the address could not be tried: a sign-in is answered with {}", answer.status);
            report.warning("forwarding", what, "try again in a minute");
            return;
        }
        Err(error) => {
            report.warning("forwarding", format!("the address could not be tried: {error}"), "try again");
            return;
        }
    }
    let seen = store.read(move |connection| events::find_failure_by(connection, &mark, RECENT)).await;
    match seen {
        Ok(Some(seen)) => tell(settings, client, &seen, report),
        Ok(None) => report.warning(
            "forwarding",
            "the server that answered does not work on this database",
            "run doctor with the settings of that server",
        ),
        Err(error) => report.failure("forwarding", error),
    }
}

fn tell(settings: &Settings, client: &Client, seen: &str, report: &mut Report) {
    let own = client.own_address();
    let is_trusted = |address: IpAddr| settings.trusted_proxies.iter().any(|network| network.contains(&address));
    let has_proxy = !settings.trusted_proxies.is_empty() || matches!(settings.listen, Listen::Unix(_));
    if seen == MADE_UP {
        if own.is_some_and(is_trusted)
            || matches!(settings.listen, Listen::Unix(_)) && own.is_some_and(|own| own.is_loopback())
        {
            report
                .fine("forwarding", "a forwarded address is believed from here, since this machine is a trusted proxy");
        } else {
            report.problem(
                "forwarding",
                "a made-up X-Forwarded-For is believed: anybody can choose the address that is put on record",
                "let the proxy set the header itself, see --proxy; and name only proxies in trusted_proxies",
            );
        }
        return;
    }
    let Ok(address) = seen.parse::<IpAddr>() else {
        report.problem(
            "forwarding",
            format!("Doorward sees no address, but {seen:?}"),
            "let the proxy send X-Forwarded-For, see --proxy",
        );
        return;
    };
    if own == Some(address) {
        report.fine("forwarding", format!("Doorward sees this machine's own address, {seen}"));
    } else if is_trusted(address) {
        report.problem(
            "forwarding",
            format!("Doorward sees the proxy's address, {seen}, for everybody"),
            "let the proxy send X-Forwarded-For, see --proxy",
        );
    } else if !has_proxy && (address.is_loopback() || is_private(address)) {
        report.problem(
            "forwarding",
            format!("Doorward sees {seen} for everybody: that is a proxy"),
            format!("set trusted_proxies = [\"{seen}\"], and let the proxy send X-Forwarded-For, see --proxy"),
        );
    } else {
        let from = own.map(|own| format!(" ({own} here)")).unwrap_or_default();
        report.fine("forwarding", format!("Doorward sees this machine as {seen}{from}"));
    }
}

fn is_private(address: IpAddr) -> bool {
    match address {
        IpAddr::V4(address) => address.is_private() || address.is_link_local(),
        IpAddr::V6(address) => address.is_unique_local() || address.is_unicast_link_local(),
    }
}
