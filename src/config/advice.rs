//! Warnings about settings that are allowed but seldom meant: some are risky, some contradict each other. The log at the
//! start, the doctor, `doorward config check` and the first page of the administration show the same list.

use std::net::IpAddr;

use super::database_url::DatabaseUrl;
use super::settings::{Definition, Settings};
use super::value::Listen;
use crate::language::{Language, say};

/// One warning about a setting, with advice on what to do.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Advice {
    /// The name of the setting.
    pub setting: &'static str,
    /// The id of the message that says the problem, in one line.
    what: &'static str,
    /// The id of the message that says what to do, in one line.
    next_step: &'static str,
}

/// The longest value that a warning repeats, in bytes.
const MOST_SHOWN: usize = 100;

impl Advice {
    /// The problem, in one line.
    pub fn what(&self, language: Language) -> &'static str {
        language.t(self.what)
    }

    /// The advice, in one line.
    pub fn next_step(&self, language: Language) -> &'static str {
        language.t(self.next_step)
    }

    /// Returns the problem in English, together with the value of the setting, unless that is a long list.
    pub fn with_value(&self, settings: &Settings) -> String {
        let what = self.what(Language::ENGLISH);
        let value = Definition::named(self.setting).map(|definition| definition.value(settings)).unwrap_or_default();
        match value.len() {
            0..=MOST_SHOWN => format!("{} = \"{value}\": {what}", self.setting),
            _ => format!("{}: {what}", self.setting),
        }
    }
}

/// Returns all warnings about these settings. The list is empty if nothing is wrong.
pub fn advice(settings: &Settings) -> Vec<Advice> {
    let (url, listen) = (settings.public_url(), &settings.listen);
    let is_socket = matches!(listen, Listen::Unix(_));
    let mut found = Vec::new();
    let mut warn = |setting, what, next_step| found.push(Advice { setting, what, next_step });
    if !url.is_https() && !url.is_loopback() {
        warn("public_url", say("advice-plain-http"), say("advice-plain-http-next"));
    }
    if settings.allow_insecure_http && url.is_https() && listen.is_local() {
        warn("allow_insecure_http", say("advice-insecure-needless"), say("advice-insecure-needless-next"));
    }
    if settings.allow_insecure_http && url.is_https() && !listen.is_local() {
        warn("allow_insecure_http", say("advice-insecure-past-proxy"), say("advice-insecure-past-proxy-next"));
    }
    if url.is_loopback() && !listen.is_local() {
        warn("public_url", say("advice-loopback-url"), say("advice-loopback-url-next"));
    }
    if url.is_https() && !settings.has_proxy() {
        warn("trusted_proxies", say("advice-proxy-unnamed"), say("advice-proxy-name-next"));
    }
    if settings.trusted_proxies.iter().any(|network| network.prefix_len() == 0) {
        warn("trusted_proxies", say("advice-everybody-proxy"), say("advice-everybody-proxy-next"));
    }
    let is_behind = url.is_https() || !url.is_loopback() || !settings.access_rules.is_empty();
    if !settings.trusted_proxies.is_empty() && !is_behind {
        warn("trusted_proxies", say("advice-proxy-needless"), say("advice-proxy-needless-next"));
    }
    if !settings.access_rules.is_empty() && !settings.has_proxy() {
        warn("access_rules", say("advice-rules-without-proxy"), say("advice-proxy-name-next"));
    }
    if settings.smtp_url.is_some() && url.is_loopback() {
        warn("public_url", say("advice-mail-loopback"), say("advice-mail-loopback-next"));
    }
    if settings.remember_idle < settings.session_idle {
        warn("remember_idle", say("advice-remember-idle"), say("advice-remember-idle-next"));
    } else if settings.remember_absolute < settings.session_absolute {
        warn("remember_absolute", say("advice-remember-absolute"), say("advice-remember-absolute-next"));
    }
    if is_readable_on_the_way(settings.database_url()) {
        warn("database_url", say("advice-database-readable"), say("advice-database-readable-next"));
    }
    if settings.metrics_listen.is_some_and(|address| address.ip().is_unspecified()) {
        warn("metrics_listen", say("advice-metrics-open"), say("advice-metrics-open-next"));
    }
    // Every user of this machine who may connect to the socket counts as a trusted proxy.
    if is_socket && settings.socket_mode.is_some_and(|mode| mode & 0o002 != 0) {
        warn("socket_mode", say("advice-socket-open"), say("advice-socket-open-next"));
    }
    if !is_socket && settings.socket_mode.is_some() {
        warn("socket_mode", say("advice-socket-mode-needless"), say("advice-socket-mode-needless-next"));
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
        let mail = [("smtp_url", "smtps://mail.example.org"), ("mail_from", "login@example.org")];
        assert_eq!(settings_with_advice(&mail), ["public_url"]);
        assert!(settings_with_advice(&[mail[0], mail[1], https, ("trusted_proxies", "127.0.0.1")]).is_empty());
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
