//! Checks that the arrows between layers point one way.

use std::path::{Path, PathBuf};

pub fn files(folder: &Path, found: &mut Vec<PathBuf>) {
    for path in std::fs::read_dir(folder).expect("a folder").flatten().map(|entry| entry.path()) {
        if path.is_dir() {
            files(&path, found);
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            found.push(path);
        }
    }
}

/// Returns the files under `src` that contain `word` outside comments and are not among `allowed`.
fn intruders(word: &str, allowed: &[&str]) -> Vec<String> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut all = Vec::new();
    files(&root, &mut all);
    assert!(all.len() > 50, "the files are found");
    let mut found = Vec::new();
    for path in all {
        let name = path.strip_prefix(&root).expect("inside").display().to_string();
        let text = std::fs::read_to_string(&path).expect("text");
        let is_named = text.lines().any(|line| !line.trim_start().starts_with("//") && line.contains(word));
        if is_named && !allowed.iter().any(|place| name.starts_with(place)) {
            found.push(name);
        }
    }
    found
}

#[test]
fn libraries_stay_in_their_layers() {
    assert_eq!(intruders("actix_web", &["web/", "server.rs", "cli/open.rs"]), Vec::<String>::new());
    assert_eq!(intruders("diesel::", &["schema.rs", "domain/", "store/"]), Vec::<String>::new());
    assert_eq!(intruders("jsonwebtoken", &["desk/token/keys.rs", "desk/token/issuer.rs"]), Vec::<String>::new());
    assert_eq!(
        intruders("doorward_guard", &["desk/token/issuer.rs", "domain/token/access_token.rs", "web/", "cli/"]),
        Vec::<String>::new()
    );
    assert_eq!(intruders("fluent_", &["language/"]), Vec::<String>::new());
    assert_eq!(intruders("lettre", &["mail/", "config/mail.rs"]), Vec::<String>::new());
    assert_eq!(intruders("argon2::", &["desk/hashing/mod.rs", "desk/hashing/blocks.rs"]), Vec::<String>::new());
    assert_eq!(intruders("SystemTime", &["clock.rs"]), Vec::<String>::new());
    assert_eq!(intruders("SystemRandom", &["random.rs"]), Vec::<String>::new());
}

#[test]
fn arrows_between_layers_point_one_way() {
    assert_eq!(intruders("crate::web", &["web/", "mail/", "server", "cli/"]), Vec::<String>::new());
    assert_eq!(intruders("crate::mail", &["mail/", "server/", "cli/"]), Vec::<String>::new());
    for layer in ["crate::server", "crate::cli"] {
        assert_eq!(intruders(layer, &["server.rs", "cli/", "main.rs"]), Vec::<String>::new(), "{layer}");
    }
    let above = ["desk/", "web/", "mail/", "server", "cli/", "lib.rs"];
    assert_eq!(intruders("crate::desk", &above), Vec::<String>::new());
    assert_eq!(intruders("crate::store", &["store/", "desk/", "web/", "cli/", "lib.rs"]), Vec::<String>::new());
    assert_eq!(intruders("crate::schema", &["schema.rs", "domain/", "store/"]), Vec::<String>::new());
    let mut sentences = Vec::new();
    files(&Path::new(env!("CARGO_MANIFEST_DIR")).join("src/language"), &mut sentences);
    for path in sentences {
        let text = std::fs::read_to_string(&path).expect("text");
        assert!(!text.contains("crate::"), "{} is below all layers", path.display());
    }
}

/// These files work in the background or at the start, or are the memory of forms. They end nobody's session.
const UPKEEP: [&str; 9] = [
    "desk/form_answers.rs",
    "desk/upkeep/forwarding.rs",
    "desk/upkeep/janitor.rs",
    "desk/token/keys.rs",
    "desk/session/presence.rs",
    "desk/upkeep/restoration.rs",
    "desk/record/seals.rs",
    "desk/throttle/refusals.rs",
    "desk/two_factor/sealing.rs",
];

#[test]
fn changes_go_one_way() {
    let writers = [&["desk/change.rs"][..], &UPKEEP].concat();
    for word in ["store().write", ".write_then(", "events::insert("] {
        assert_eq!(intruders(word, &writers), Vec::<String>::new(), "{word}");
    }
    for word in ["recall().sessions(", "recall().user(", "recall().everybody("] {
        // Admission and signing out recall the sessions that they find ended by another instance in the database.
        let recalling = ["desk/change.rs", "desk/session/admission.rs", "desk/session/revocation.rs"];
        assert_eq!(intruders(word, &recalling), Vec::<String>::new(), "{word}");
    }
}

#[test]
fn only_the_connection_knows_that_there_are_two_databases() {
    assert_eq!(
        intruders("AnyConnection::", &["store/connection.rs", "store/migrations.rs", "store/pool.rs"]),
        Vec::<String>::new()
    );
}
