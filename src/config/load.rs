//! Builds the effective settings and checks them against each other.

use std::collections::BTreeMap;
use std::path::Path;

use super::apps;
use super::database_url::DatabaseUrl;
use super::password::{names_file, shown};
use super::settings::{Definition, Mark, SETTINGS, Settings};
use super::sources::{ConfigError, Given, Sources};
use super::value::{Listen, PublicUrl, is_quoted};
use crate::domain::text::{is_invisible, trimmed};
use crate::small_file;

/// The effective settings, and the source of each value that is not the default.
#[derive(Clone, Debug)]
pub struct Loaded {
    /// The effective settings.
    pub settings: Settings,
    /// The name of a setting, and its source, such as `doorward.toml`.
    pub origins: BTreeMap<&'static str, String>,
}

/// Loads and checks all settings.
///
/// # Errors
/// Fails at the first unknown name, value that is not allowed, or contradiction between two values.
pub fn load(sources: &Sources) -> Result<Loaded, ConfigError> {
    Given::read(sources)?.load()
}

impl Given {
    /// Checks the given values.
    ///
    /// # Errors
    /// Fails at the first unknown name, value that is not allowed, or contradiction between two values.
    pub fn load(self) -> Result<Loaded, ConfigError> {
        let settings = Settings::defaults().ok_or(ConfigError("a default is not allowed; this is a bug".into()))?;
        let mut loaded = Loaded { settings, origins: BTreeMap::new() };
        for (name, value, origin) in self.assignments {
            loaded.apply(&name, &value, origin)?;
        }
        loaded.fill_in()?;
        match check_together(&loaded.settings).or_else(|| apps::contradiction(&loaded.settings)) {
            Some(contradiction) => Err(ConfigError(contradiction)),
            None => Ok(loaded),
        }
    }
}

impl Loaded {
    fn apply(&mut self, name: &str, value: &str, origin: String) -> Result<(), ConfigError> {
        let value = trimmed(value);
        let (definition, value) = match (Definition::named(name), Definition::in_file(name)) {
            (Some(definition), _) => (definition, value.to_owned()),
            (None, Some(definition)) => (definition, read_secret(name, value, &origin)?),
            (None, None) => return Err(unknown(name, &origin)),
        };
        let refuse = |why: &str| {
            let shown = if definition.is(Mark::Secret) { "***".into() } else { shown(&value) };
            ConfigError(format!("{} = {shown} (from {origin}): must be {}{why}", definition.name, definition.allowed))
        };
        if let Some(why) = misfit(definition, &value) {
            return Err(refuse(why));
        }
        (definition.set)(&mut self.settings, &value).ok_or_else(|| refuse(""))?;
        self.origins.insert(definition.name, origin);
        Ok(())
    }

    fn fill_in(&mut self) -> Result<(), ConfigError> {
        let settings = &mut self.settings;
        if settings.public_url.is_none() {
            let url = PublicUrl::of_listener(&settings.listen).ok_or_else(|| {
                ConfigError(format!(
                    "public_url is needed with listen = \"{}\": set it to the address that people type, such as https://login.example.org",
                    settings.listen
                ))
            })?;
            settings.public_url = Some(url);
        }
        settings.database_url.get_or_insert_with(|| DatabaseUrl::Sqlite(settings.data_dir.join("doorward.db")));
        settings.secret_file.get_or_insert_with(|| settings.data_dir.join("secret"));
        Ok(())
    }
}

/// Returns why nobody can have meant this value, as the end of an error message. Without this check each of these
/// values would be taken for another name, and Doorward would silently use a wrong place.
fn misfit(definition: &Definition, value: &str) -> Option<&'static str> {
    if definition.is(Mark::Place) && value.is_empty() {
        return Some("; leave it out to use data_dir");
    }
    if definition.is(Mark::Prose) {
        return None;
    }
    if is_quoted(value) {
        return Some(", without quotation marks around it");
    }
    let is_lost = |c: char| is_invisible(c) || c == char::REPLACEMENT_CHARACTER;
    value.chars().any(is_lost).then_some("; there are characters in it that cannot be seen, or are not UTF-8")
}

fn read_secret(name: &str, path: &str, origin: &str) -> Result<String, ConfigError> {
    let refuse = |what: String| ConfigError(format!("{name} = {} (from {origin}): {what}", shown(path)));
    if path.contains("://") {
        return Err(refuse("must name the file that holds the URL, not be the URL".into()));
    }
    if !names_file(path) {
        return Err(ConfigError(format!("{name} = *** (from {origin}): there is no file of that name")));
    }
    let text = small_file::read(Path::new(path), small_file::SECRET)
        .map_err(|error| refuse(format!("cannot be read: {error}")))?;
    Ok(trimmed(&text).to_owned())
}

fn unknown(name: &str, origin: &str) -> ConfigError {
    let distance = |definition: &&Definition| strsim::osa_distance(definition.name, name);
    let hint = match SETTINGS.iter().min_by_key(distance).filter(|nearest| distance(nearest) <= 3) {
        Some(close) => format!("did you mean {}?", close.name),
        None => "\"doorward config\" lists them all".to_owned(),
    };
    ConfigError(format!("{} (from {origin}) is not a setting; {hint}", shown(name)))
}

/// Describes the first setting that cannot be used with the others, in one line.
fn check_together(settings: &Settings) -> Option<String> {
    if settings.smtp_url.is_some() && settings.mail_from.is_none() {
        return Some("mail_from is needed with smtp_url: set it to the address that mail comes from".into());
    }
    for (idle_name, idle, absolute_name, absolute) in [
        ("session_idle", settings.session_idle, "session_absolute", settings.session_absolute),
        ("remember_idle", settings.remember_idle, "remember_absolute", settings.remember_absolute),
    ] {
        if idle > absolute {
            return Some(format!(
                "{idle_name} must not be longer than {absolute_name}: a session cannot be idle after its end"
            ));
        }
        if settings.access_token_ttl > idle {
            return Some(format!(
                "access_token_ttl must not be longer than {idle_name}: a token cannot outlive its session"
            ));
        }
    }
    if let (Some(metrics), Listen::Tcp(address)) = (settings.metrics_listen, &settings.listen)
        && metrics == *address
        && metrics.port() != 0
    {
        return Some(format!(
            "metrics_listen = \"{metrics}\": must differ from listen, which everybody can reach; choose another port"
        ));
    }
    let (per_hash, memory) = (settings.argon2_memory_kib.div_ceil(1024), settings.argon2_memory_kib);
    if settings.hash_budget_mib.is_some_and(|budget| budget < per_hash) {
        return Some(format!(
            "hash_budget_mib must hold one hash: at least {per_hash} with argon2_memory_kib = {memory}"
        ));
    }
    let url = settings.public_url();
    if !url.is_https() && !url.is_loopback() && !settings.allow_insecure_http {
        return Some(format!(
            "public_url = \"{url}\": passwords would cross the network readable; use https (a proxy with a certificate), \
             or permit it with allow_insecure_http = true"
        ));
    }
    if !settings.listen.is_local() && settings.trusted_proxies.is_empty() && !settings.allow_insecure_http {
        return Some(format!(
            "listen = \"{}\": other machines could connect without TLS; listen on 127.0.0.1 behind a proxy, name the proxy \
             in trusted_proxies, or permit it with allow_insecure_http = true",
            settings.listen
        ));
    }
    None
}

#[cfg(test)]
pub fn load_flags(flags: &[(&str, &str)]) -> Result<Loaded, ConfigError> {
    let flags = flags.iter().map(|(name, value)| (name.to_string(), value.to_string())).collect();
    load(&Sources { flags, ..Sources::default() })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn refusal(flags: &[(&str, &str)]) -> String {
        load_flags(flags).expect_err("must be refused").to_string()
    }

    #[test]
    fn the_defaults_are_allowed_and_go_together() {
        let settings = load_flags(&[]).expect("defaults").settings;
        assert_eq!(settings.public_url().origin(), "http://127.0.0.1:8080");
        assert_eq!(settings.database_url().to_string(), "sqlite://data/doorward.db");
        assert!(settings.hash_permits() >= 1);
    }

    #[test]
    fn a_later_source_wins() {
        let mut sources = Sources {
            environment: vec![("DOORWARD_SITE_NAME".into(), "Env".into()), ("HOME".into(), "/".into())],
            ..Sources::default()
        };
        let loaded = load(&sources).expect("environment");
        assert_eq!(
            (loaded.settings.site_name.as_str(), loaded.origins["site_name"].as_str()),
            ("Env", "DOORWARD_SITE_NAME")
        );
        sources.flags.push(("site_name".into(), "Flag".into()));
        assert_eq!(load(&sources).expect("flags").settings.site_name, "Flag");
    }

    #[test]
    fn every_setting_refuses_nonsense_and_says_what_is_allowed() {
        for definition in SETTINGS {
            let message = refusal(&[(definition.name, "non\u{1}sense")]);
            assert!(message.contains(definition.name) && message.contains(definition.allowed), "{message}");
            assert!(!message.contains('\n') && !message.contains('\u{1}'), "{message}");
        }
    }

    #[test]
    fn unknown_settings_are_refused_with_a_suggestion() {
        assert!(refusal(&[("sesion_idle", "1h")]).contains("did you mean session_idle"));
        assert!(refusal(&[("sessoin_idle", "1h")]).contains("did you mean session_idle"));
        assert!(refusal(&[("colour", "red")]).contains("doorward config"));
    }

    #[test]
    fn settings_that_contradict_each_other_are_refused() {
        assert!(refusal(&[("session_idle", "25h")]).contains("session_absolute"));
        assert!(refusal(&[("session_idle", "1m")]).contains("access_token_ttl"));
        assert!(refusal(&[("listen", "0.0.0.0:80")]).contains("public_url is needed"));
        assert!(refusal(&[("public_url", "http://login.example.org")]).contains("allow_insecure_http"));
        assert!(
            refusal(&[("public_url", "https://login.example.org"), ("listen", "0.0.0.0:80")])
                .contains("trusted_proxies")
        );
        assert!(refusal(&[("metrics_listen", "127.0.0.1:8080")]).contains("must differ from listen"));
        assert!(load_flags(&[("metrics_listen", "127.0.0.1:0"), ("listen", "127.0.0.1:0")]).is_ok());
        assert!(refusal(&[("hash_budget_mib", "20"), ("argon2_memory_kib", "65536")]).contains("at least 64"));
        assert!(
            load_flags(&[
                ("public_url", "https://login.example.org"),
                ("listen", "0.0.0.0:80"),
                ("trusted_proxies", "10.0.0.1")
            ])
            .is_ok()
        );
    }

    #[test]
    fn a_file_may_hold_numbers_lists_and_secrets_of_their_own() {
        let folder = tempfile::tempdir().expect("a folder");
        let (settings, secret) = (folder.path().join("d.toml"), folder.path().join("url"));
        std::fs::write(&secret, "postgres://a:b@c/d\n").expect("write");
        let text = format!(
            "max_sessions_per_user = 3\nallow_insecure_http = true\ntrusted_proxies = [\"::1\"]\ndatabase_url_file = {secret:?}\n"
        );
        std::fs::write(&settings, text).expect("write");
        let loaded = load(&Sources { file: Some(settings.clone()), ..Sources::default() }).expect("loads");
        assert_eq!(loaded.settings.max_sessions_per_user, 3);
        assert_eq!(loaded.settings.database_url().to_string(), "postgres://a:***@c/d");
        for (bad, expected) in [
            ("x = [", "line 1 is not TOML"),
            ("listen = 1.5", "must be a text"),
            ("[listen]\n", "must be a text"),
            ("[server]\n", "is not a setting"),
        ] {
            std::fs::write(&settings, bad).expect("write");
            let error =
                load(&Sources { file: Some(settings.clone()), ..Sources::default() }).expect_err(bad).to_string();
            assert!(error.contains(expected), "{error}");
        }
    }

    #[test]
    fn files_that_are_too_large_are_refused_by_name() {
        let folder = tempfile::tempdir().expect("a folder");
        let (settings, url) = (folder.path().join("d.toml"), folder.path().join("url"));
        let (most_settings, most_url) = (small_file::SETTINGS as usize, small_file::SECRET as usize);
        let load_file = || load(&Sources { file: Some(settings.clone()), ..Sources::default() });
        for (more, is_allowed) in [(0, true), (1, false)] {
            std::fs::write(&settings, "#".repeat(most_settings + more)).expect("write");
            let error = load_file().map_or_else(|error| error.to_string(), |_| String::new());
            assert_eq!(error.is_empty(), is_allowed, "{error}");
            assert!(is_allowed || error.contains("d.toml: cannot be read: it has more than 1024 KiB"), "{error}");
            let text = "sqlite://some.db";
            std::fs::write(&url, text.to_owned() + &" ".repeat(most_url + more - text.len())).expect("write");
            std::fs::write(&settings, format!("database_url_file = {url:?}\n")).expect("write");
            let error = load_file().map_or_else(|error| error.to_string(), |_| String::new());
            assert_eq!(error.is_empty(), is_allowed, "{error}");
            let is_named = error.contains("database_url_file") && error.contains("it has more than 64 KiB");
            assert!(is_allowed || is_named, "{error}");
        }
    }
}
