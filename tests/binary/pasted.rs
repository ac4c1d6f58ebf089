//! Values as people paste them: with Windows line ends, spaces and quotation marks around them. None is taken for the
//! name of another place, where an empty database and another secret would be created.

use crate::support::program::{Place, stderr};

/// A way to give a value to the program: arguments, and in some cases a variable.
type Way = (Vec<String>, Option<(String, String)>);

/// Returns every such way.
fn ways(place: &Place, name: &str, value: &str) -> Vec<Way> {
    let flag = format!("--{}", name.replace('_', "-"));
    let file = format!("{}.toml", name);
    std::fs::write(place.path(&file), format!("{name} = {value:?}\n")).expect("written");
    let variable = format!("DOORWARD_{}", name.to_uppercase());
    vec![
        (vec![format!("{flag}={value}")], None),
        (Vec::new(), Some((variable, value.to_owned()))),
        (vec!["--config".to_owned(), file], None),
    ]
}

#[test]
fn what_surrounds_a_place_makes_no_other_place() {
    let cases = [
        ("data_dir", "data"),
        ("database_url", "sqlite://data/doorward.db"),
        ("secret_file", "data/secret"),
        ("database_url", "SQLITE://data/doorward.db"),
    ];
    let around: [fn(&str) -> String; 14] = [
        |value| format!("{value}\r"),
        |value| format!("{value}\r\n"),
        |value| format!("{value} "),
        |value| format!(" {value}"),
        |value| format!("\t{value}\t"),
        |value| format!("{value}\u{a0}"),
        |value| format!("\u{feff}{value}"),
        |value| format!("{value}\u{200b}"),
        |value| format!("\"{value}\""),
        |value| format!("'{value}'"),
        |value| format!("“{value}”"),
        |value| format!("\"{value}"),
        |value| value.replacen("data", "\"data", 1) + "\"",
        |value| value.replacen("data", " data", 1),
    ];
    for (name, good) in cases {
        for around in around {
            let (place, value) = (Place::new(), around(good));
            for (arguments, variables) in ways(&place, name, &value) {
                let before = place.entries();
                let arguments: Vec<&str> =
                    ["migrate"].into_iter().chain(arguments.iter().map(String::as_str)).collect();
                let variables: Vec<_> = variables.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
                let output = place.run_with_environment(&arguments, &variables);
                match output.status.code() {
                    Some(0) => {
                        let mut made: Vec<String> = std::fs::read_dir(place.path("data"))
                            .expect("the folder that was meant")
                            .flatten()
                            .map(|entry| entry.file_name().to_string_lossy().into_owned())
                            .filter(|name| !name.contains("-wal") && !name.contains("-shm"))
                            .collect();
                        made.sort();
                        assert_eq!(made, ["doorward.db", "secret"], "{name} {value:?}");
                        std::fs::remove_dir_all(place.path("data")).expect("removed");
                    }
                    _ => assert!(stderr(&output).contains(name), "{name} {value:?}: {}", stderr(&output)),
                }
                assert_eq!(place.entries(), before, "{name} {value:?}");
            }
        }
    }
}

#[test]
fn a_file_with_a_database_url_may_have_blanks_and_line_ends_around_it_and_must_not_be_empty() {
    let place = Place::new();
    for text in ["sqlite://x.db\r\n", " sqlite://x.db \n\n", "\u{feff}sqlite://x.db", "sqlite://x.db"] {
        std::fs::write(place.path("url"), text).expect("written");
        let printed = place.succeed(&["config", "--json", "--config", "settings.toml"].map(|argument| {
            std::fs::write(place.path("settings.toml"), "database_url_file = \"url\\r\"\n").expect("written");
            argument
        }));
        assert!(printed.contains("\"sqlite://x.db\""), "{text:?}: {printed}");
    }
    for text in ["", "\r\n", "\"sqlite://x.db\"", "sqlite://x.db\nsqlite://y.db\n"] {
        std::fs::write(place.path("url"), text).expect("written");
        let output = place.run(&["migrate", "--config", "settings.toml"]);
        assert!(stderr(&output).contains("database_url = ***"), "{text:?}: {}", stderr(&output));
    }
    let mut entries = place.entries();
    entries.sort();
    assert_eq!(entries, ["settings.toml", "url"]);
}

#[test]
fn an_empty_variable_leads_to_no_other_database() {
    let place = Place::new();
    for name in ["DOORWARD_DATABASE_URL", "DOORWARD_SECRET_FILE", "DOORWARD_DATA_DIR"] {
        for value in ["", " ", "\r", "~/data", "$HOME/data", "file:///data", "da\u{fffd}ta"] {
            let output = place.run_with_environment(&["migrate"], &[(name, value)]);
            let setting = name.trim_start_matches("DOORWARD_").to_lowercase();
            assert!(stderr(&output).contains(&setting), "{name}={value:?}: {}", stderr(&output));
            assert_eq!(place.entries(), Vec::<String>::new(), "{name}={value:?}");
        }
    }
}
