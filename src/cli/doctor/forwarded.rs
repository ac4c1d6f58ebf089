//! Whether trusted proxies pass on the client's address: what running servers noted about it.

use super::report::Report;
use crate::clock::Clock;
use crate::config::{Listen, Settings};
use crate::desk::upkeep::forwarding;
use crate::domain::net::ForwardingFault;
use crate::store::Store;

/// Checks nothing without a `store`: then the database cannot be read.
pub async fn check(settings: &Settings, store: Option<&Store>, report: &mut Report) {
    let has_proxy = !settings.trusted_proxies.is_empty() || matches!(settings.listen, Listen::Unix(_));
    let (Some(store), true) = (store, has_proxy) else { return };
    let now = Clock::system().now();
    let faults = match store.read(move |connection| forwarding::find_faults(connection, now)).await {
        Ok(faults) => faults,
        Err(error) => return report.failure("proxies", error),
    };
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
