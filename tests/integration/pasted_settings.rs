//! Every setting with characters that come along when a value is pasted: blanks and line ends are removed, quotation
//! marks and invisible characters are refused. No value is taken for another one.

use doorward::config::{Definition, SETTINGS, Settings, Sources, load};

/// Returns a value for each setting, and other settings that it needs.
fn good(name: &str) -> (&'static str, &'static [(&'static str, &'static str)]) {
    const URL: (&str, &str) = ("public_url", "https://login.example.org");
    match name {
        "listen" => ("127.0.0.1:8081", &[]),
        "socket_mode" => ("660", &[]),
        "metrics_listen" => ("127.0.0.1:9464", &[]),
        "public_url" => ("https://login.example.org", &[]),
        "allow_insecure_http" => ("true", &[]),
        "trusted_proxies" => ("10.0.0.0/8,::1", &[]),
        "cookie_domain" => ("example.org", &[URL]),
        "return_origins" => ("https://wiki.example.org,https://grafana.example.org", &[URL]),
        "access_rules" => ("wiki.example.org anyone,wiki.example.org/all anyone", &[URL]),
        "data_dir" => ("some/data", &[]),
        "database_url" => ("sqlite://some.db", &[]),
        "secret_file" => ("some/secret", &[]),
        "jwt_algorithm" => ("EdDSA", &[]),
        "key_rotation" | "event_retention" => ("7d", &[]),
        "audience" => ("apps", &[]),
        "access_token_ttl" => ("10m", &[]),
        "session_idle" => ("1h", &[]),
        "session_absolute" => ("30h", &[]),
        "remember_idle" => ("10d", &[]),
        "remember_absolute" => ("100d", &[]),
        "max_sessions_per_user" => ("70", &[]),
        "two_factor" => ("admins", &[]),
        "sign_in_tries_per_address" => ("77", &[]),
        "password_min_length" => ("16", &[]),
        "argon2_memory_kib" => ("20000", &[]),
        "argon2_iterations" => ("30", &[]),
        "hash_budget_mib" => ("100", &[]),
        "smtp_url" => ("smtps://mail.example.org", &[("mail_from", "login@example.org")]),
        "mail_from" => ("Doorward <login@example.org>", &[]),
        "mail_reply_to" => ("help@example.org", &[]),
        "log_format" => ("json", &[]),
        "site_name" => ("Our door", &[]),
        "logo_file" => ("static/favicon.svg", &[]),
        "accent_color" => ("#336699", &[]),
        "help_url" | "privacy_url" | "imprint_url" => ("https://example.org/about", &[]),
        "help_text" => ("Ask at the desk", &[]),
        "default_language" => ("ko", &[]),
        "time_zone" => ("Asia/Seoul", &[]),
        _ => panic!("there is no value here for the new setting {name}"),
    }
}

fn loaded(definition: &Definition, value: &str) -> Result<Settings, String> {
    let (_, others) = good(definition.name);
    let mut flags: Vec<(String, String)> =
        others.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect();
    flags.push((definition.name.to_owned(), value.to_owned()));
    load(&Sources { flags, ..Sources::default() }).map(|loaded| loaded.settings).map_err(|error| error.to_string())
}

#[test]
fn blanks_and_line_ends_around_a_value_are_no_part_of_it() {
    for definition in SETTINGS {
        let (value, _) = good(definition.name);
        let expected = definition.value(&loaded(definition, value).expect(definition.name));
        assert_ne!(expected, definition.default, "{}", definition.name);
        for (before, after) in [
            ("", "\r"),
            ("", "\r\n"),
            ("", " "),
            (" ", ""),
            ("\t", "\n"),
            ("\u{a0}", "\u{3000}"),
            ("\u{feff}", "\u{200b}"),
        ] {
            let pasted = format!("{before}{value}{after}");
            let settings = loaded(definition, &pasted).unwrap_or_else(|error| panic!("{pasted:?}: {error}"));
            assert_eq!(definition.value(&settings), expected, "{}: {pasted:?}", definition.name);
        }
    }
}

#[test]
fn quotation_marks_and_what_cannot_be_seen_are_refused_with_the_name_of_the_setting() {
    for definition in SETTINGS.iter().filter(|definition| !matches!(definition.name, "site_name" | "help_text")) {
        let (value, _) = good(definition.name);
        let middle = value.char_indices().nth(value.chars().count() / 2).map_or(0, |(at, _)| at);
        let (first, second) = value.split_at(middle);
        let mut pasted: Vec<String> =
            [("\"", "\""), ("'", "'"), ("“", "”"), ("`", "`"), ("«", "»"), ("\"", ""), ("", "'")]
                .iter()
                .flat_map(|(before, after)| {
                    // Blanks may be on both sides of the quotation marks.
                    [format!("{before}{value}{after}"), format!(" {before} {value} {after}\r")]
                })
                .collect();
        pasted.extend(
            ["\r", "\n", "\t", "\0", "\u{200b}", "\u{202e}", "\u{fffd}"].map(|c| format!("{first}{c}{second}")),
        );
        pasted.push(value.split(',').map(|item| format!("\"{item}\"")).collect::<Vec<_>>().join(","));
        for pasted in pasted {
            let error = loaded(definition, &pasted).err().unwrap_or_else(|| panic!("{}: {pasted:?}", definition.name));
            assert!(error.contains(definition.name) && error.lines().count() == 1, "{pasted:?}: {error}");
        }
    }
}

#[test]
fn only_a_setting_of_several_values_may_be_a_list_in_the_file() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("settings.toml");
    let load_file = |text: &str| {
        std::fs::write(&path, text).expect("written");
        load(&Sources { file: Some(path.clone()), ..Sources::default() }).map_err(|error| error.to_string())
    };
    for definition in SETTINGS {
        let (value, others) = good(definition.name);
        let others: String = others.iter().map(|(name, value)| format!("{name} = {value:?}\n")).collect();
        let items: Vec<&str> = value.split(',').collect();
        let is_list = definition.allowed.starts_with("a list of");
        for items in [items, vec![value], vec![value, "Zq7w"], vec![]] {
            let loaded = load_file(&format!("{} = {items:?}\n{others}", definition.name));
            let refusal = loaded.as_ref().err().cloned().unwrap_or_default();
            assert!(!refusal.contains("Zq7w") || is_list, "{refusal}");
            let is_refused = refusal.contains("must be one value, not a list") && refusal.contains(definition.name);
            assert_eq!(is_refused, !is_list, "{}: {items:?}: {refusal}", definition.name);
        }
    }
    let refusal = load_file("database_url_file = [\"some\", \"files\"]\n").expect_err("no list");
    assert!(refusal.contains("database_url_file") && refusal.contains("not a list"), "{refusal}");
    let refusal = load_file("colours = [\"red\"]\n").expect_err("unknown");
    assert!(refusal.contains("is not a setting"), "{refusal}");
}

#[test]
fn a_name_of_the_site_may_have_quotation_marks() {
    let definition = SETTINGS.iter().find(|definition| definition.name == "site_name").expect("there");
    let settings = loaded(definition, "The \"Door\"").expect("allowed");
    assert_eq!(settings.site_name, "The \"Door\"");
}

#[test]
fn paths_that_a_shell_would_have_read_are_refused() {
    for (name, prefix) in [("data_dir", ""), ("secret_file", ""), ("database_url", "sqlite://"), ("listen", "unix:")] {
        let definition = SETTINGS.iter().find(|definition| definition.name == name).expect("there");
        for path in ["~/x", "$HOME/x", "${DATA}/x", "file:///x", "sqlite://x", "", "\"x\"", "‘x"] {
            let pasted = format!("{prefix}{path}");
            let error = loaded(definition, &pasted).err().unwrap_or_else(|| panic!("{pasted:?}"));
            assert!(error.contains(name), "{pasted:?}: {error}");
        }
        if !prefix.is_empty() {
            assert!(loaded(definition, &format!("{prefix} x")).is_err(), "{name}");
        }
    }
}
