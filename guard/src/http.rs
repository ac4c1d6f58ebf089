//! How Doorward and its guard ask over HTTP.

use std::sync::Arc;
use std::time::Duration;

use ureq::Agent;
use ureq::config::Config;
use ureq::tls::{RootCerts, TlsConfig, TlsProvider};

/// Returns the settings of a client that trusts the certificates which this machine trusts, and waits for each answer for
/// `patience` at most. The client follows no redirect and uses no proxy, so the answer comes from the server that was asked.
pub fn config(patience: Duration, user_agent: &str) -> Config {
    let provider = Arc::new(rustls::crypto::aws_lc_rs::default_provider());
    let tls = TlsConfig::builder()
        .provider(TlsProvider::Rustls)
        .root_certs(RootCerts::PlatformVerifier)
        .unversioned_rustls_crypto_provider(provider)
        .build();
    Agent::config_builder()
        .http_status_as_error(false)
        .max_redirects(0)
        .timeout_global(Some(patience))
        .tls_config(tls)
        .proxy(None)
        .user_agent(user_agent)
        .build()
}
