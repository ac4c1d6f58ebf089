//! Warnings about settings that are allowed but seldom meant: some are risky, some contradict each other. The log at the
//! start, the doctor, `doorward config check` and the first page of the administration show the same list.

use std::net::IpAddr;

use super::database_url::DatabaseUrl;
use super::settings::{Definition, Settings};
use super::value::Listen;

/// One warning about a setting, with advice on what to do. Neither text has a value in it, so that both can be translated.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Advice {
    /// The name of the setting.
    pub setting: &'static str,
    /// The problem, in one line.
    pub what: &'static str,
    /// The advice, in one line.
    pub next_step: &'static str,
}

/// The longest value that a warning repeats, in bytes.
const MOST_SHOWN: usize = 100;

impl Advice {
    /// Returns the problem together with the value of the setting, unless that is a long list.
    pub fn with_value(&self, settings: &Settings) -> String {
        let value = Definition::named(self.setting).map(|definition| definition.value(settings)).unwrap_or_default();
        match value.len() {
            0..=MOST_SHOWN => format!("{} = \"{value}\": {}", self.setting, self.what),
            _ => format!("{}: {}", self.setting, self.what),
        }
    }
}

/// Returns all warnings about these settings. The list is empty if nothing is wrong.
pub fn advice(settings: &Settings) -> Vec<Advice> {
    let (url, listen) = (settings.public_url(), &settings.listen);
    let is_socket = matches!(listen, Listen::Unix(_));
    let mut found = Vec::new();
    let mut say = |setting, what, next_step| found.push(Advice { setting, what, next_step });
    if !url.is_https() && !url.is_loopback() {
        say(
            "public_url",
            "passwords and cookies cross the network readable",
            "put a proxy with a certificate in front, and an https address here",
        );
    }
    if settings.allow_insecure_http && url.is_https() && listen.is_local() {
        say("allow_insecure_http", "this permits what the other settings do not do", "leave it out");
    }
    if settings.allow_insecure_http && url.is_https() && !listen.is_local() {
        say(
            "allow_insecure_http",
            "whoever reaches the port of listen comes past the proxy",
            "name the proxy in trusted_proxies and leave allow_insecure_http out",
        );
    }
    if url.is_loopback() && !listen.is_local() {
        say(
            "public_url",
            "this is the machine itself, though listen is open to others",
            "set public_url to the address that people type; forms sent from any other are refused",
        );
    }
    if url.is_https() && !settings.has_proxy() {
        say(
            "trusted_proxies",
            "Doorward is behind a proxy that is not named, so everybody seems to come from its address",
            "set trusted_proxies to where the proxy connects from, such as 127.0.0.1,::1",
        );
    }
    if settings.trusted_proxies.iter().any(|network| network.prefix_len() == 0) {
        say(
            "trusted_proxies",
            "every address counts as a proxy, so anybody can choose the address that is put on record",
            "name the proxies alone",
        );
    }
    let is_behind = url.is_https() || !url.is_loopback() || !settings.access_rules.is_empty();
    if !settings.trusted_proxies.is_empty() && !is_behind {
        say(
            "trusted_proxies",
            "a proxy is named, though public_url is not behind one",
            "set public_url to the proxy's https address, or leave trusted_proxies out",
        );
    }
    if !settings.access_rules.is_empty() && !settings.has_proxy() {
        say(
            "access_rules",
            "trusted_proxies is empty, and /forward-auth answers trusted proxies only, so nobody gets in",
            "set trusted_proxies to where the proxy connects from, such as 127.0.0.1,::1",
        );
    }
    if settings.remember_idle < settings.session_idle {
        say(
            "remember_idle",
            "this is shorter than session_idle, so people who stay signed in would be signed out sooner than others",
            "make remember_idle at least as long as session_idle",
        );
    } else if settings.remember_absolute < settings.session_absolute {
        say(
            "remember_absolute",
            "this is shorter than session_absolute, so people who stay signed in would be signed out sooner than others",
            "make remember_absolute at least as long as session_absolute",
        );
    }
    if is_readable_on_the_way(settings.database_url()) {
        say(
            "database_url",
            "this leads to another machine and does not say sslmode=verify-full, so the connection may be readable",
            "say sslmode=verify-full, in a build with --features postgres-tls; or be sure of the network",
        );
    }
    if settings.metrics_listen.is_some_and(|address| address.ip().is_unspecified()) {
        say(
            "metrics_listen",
            "every network that reaches this machine can read the numbers",
            "name the address in the network that Prometheus is in, or be sure of a firewall",
        );
    }
    // Every user of this machine who may connect to the socket counts as a trusted proxy.
    if is_socket && settings.socket_mode.is_some_and(|mode| mode & 0o002 != 0) {
        say(
            "socket_mode",
            "every user of this machine can connect to the socket and say who is on record, unless its folder keeps them out",
            "set socket_mode to 660 and the socket's folder to the group of the proxy",
        );
    }
    if !is_socket && settings.socket_mode.is_some() {
        say(
            "socket_mode",
            "a mode is set, though listen is no Unix socket",
            "leave it out, or set listen to unix:PATH",
        );
    }
    found
}

fn is_readable_on_the_way(url: &DatabaseUrl) -> bool {
    let is_loopback = |host: &str| host.parse().is_ok_and(|address: IpAddr| address.is_loopback());
    // If the host is a folder, libpq uses the Unix socket in that folder.
    let is_here = |host: &String| host.starts_with(['/', '@']) || host == "localhost" || is_loopback(host);
    let is_verified = matches!(url.parameter("sslmode").as_deref(), Some("verify-full" | "verify-ca"));
    !is_verified && !url.hosts().iter().all(is_here)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::config::load::load_flags;

    fn settings_with_advice(flags: &[(&str, &str)]) -> Vec<&'static str> {
        let loaded = load_flags(flags).expect("allowed");
        let found = advice(&loaded.settings);
        assert!(found.iter().all(|advice| advice.with_value(&loaded.settings).starts_with(advice.setting)));
        found.into_iter().map(|advice| advice.setting).collect()
    }

    #[test]
    fn settings_that_go_together_need_no_advice() {
        assert!(settings_with_advice(&[]).is_empty());
        let https = ("public_url", "https://login.example.org");
        assert!(settings_with_advice(&[https, ("trusted_proxies", "127.0.0.1")]).is_empty());
        let socket = ("listen", "unix:/run/door");
        assert!(settings_with_advice(&[https, socket]).is_empty());
        assert!(settings_with_advice(&[https, socket, ("socket_mode", "660")]).is_empty());
        for url in ["postgres://localhost/d", "postgres://[::1]/d", "postgres:///d", "postgres:///d?host=/run"] {
            assert!(settings_with_advice(&[("database_url", url)]).is_empty(), "{url}");
        }
        assert!(settings_with_advice(&[("database_url", "postgres://db/d?sslmode=verify-full")]).is_empty());
    }

    #[test]
    fn each_odd_pair_is_named() {
        let https = ("public_url", "https://login.example.org");
        let insecure = ("allow_insecure_http", "true");
        assert_eq!(settings_with_advice(&[("public_url", "http://login.example.org"), insecure]), ["public_url"]);
        assert_eq!(settings_with_advice(&[https, insecure, ("trusted_proxies", "10.0.0.1")]), ["allow_insecure_http"]);
        assert_eq!(
            settings_with_advice(&[("listen", "0.0.0.0:80"), insecure, ("public_url", "http://localhost")]),
            ["public_url"]
        );
        assert_eq!(settings_with_advice(&[https]), ["trusted_proxies"]);
        assert_eq!(settings_with_advice(&[https, ("trusted_proxies", "::/0")]), ["trusted_proxies"]);
        assert_eq!(settings_with_advice(&[("trusted_proxies", "::1")]), ["trusted_proxies"]);
        assert_eq!(settings_with_advice(&[("metrics_listen", "0.0.0.0:9464")]), ["metrics_listen"]);
        let rules = ("access_rules", "127.0.0.1:8080/tools user");
        assert_eq!(settings_with_advice(&[rules]), ["access_rules"]);
        assert!(settings_with_advice(&[rules, ("trusted_proxies", "127.0.0.1")]).is_empty());
        let socket = ("listen", "unix:/run/door");
        assert_eq!(settings_with_advice(&[https, socket, ("socket_mode", "666")]), ["socket_mode"]);
        assert_eq!(settings_with_advice(&[("socket_mode", "660")]), ["socket_mode"]);
        assert_eq!(
            settings_with_advice(&[("database_url", "postgres://localhost,db.example.org/d")]),
            ["database_url"]
        );
        assert_eq!(settings_with_advice(&[("remember_idle", "1h")]), ["remember_idle"]);
        assert_eq!(settings_with_advice(&[("database_url", "postgres://db.example.org/d")]), ["database_url"]);
    }
}
