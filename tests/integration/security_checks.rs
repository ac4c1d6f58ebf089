//! Checks of the security model that belong to no single feature.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use doorward::account::Role;
use doorward::config::{PublicUrl, SigningAlgorithm};
use regex::Regex;

use crate::support::{PASSWORD, Visitor};
use crate::world::World;

/// Pages and documents of every kind; an admin may read all of them.
const ADDRESSES: [&str; 14] = [
    "/",
    "/login",
    "/logout",
    "/nothing",
    "/account/sessions",
    "/admin",
    "/admin/users",
    "/openapi",
    "/openapi.json",
    "/.well-known/jwks.json",
    "/recall-list.jwt",
    "/api/me",
    "/forward-auth",
    "/healthz",
];

fn files(folder: &Path, extension: &str, found: &mut Vec<PathBuf>) {
    for path in std::fs::read_dir(folder).expect("a folder").flatten().map(|entry| entry.path()) {
        if path.is_dir() {
            files(&path, extension, found);
        } else if path.extension().is_some_and(|known| known == extension) {
            found.push(path);
        }
    }
}

/// Returns the paths and texts of all files with this ending below a folder of the repository.
fn texts(folder: &str, extension: &str) -> Vec<(String, String)> {
    let mut found = Vec::new();
    files(&Path::new(env!("CARGO_MANIFEST_DIR")).join(folder), extension, &mut found);
    assert!(found.len() > 10, "the files of {folder} are found");
    let text = |path: &PathBuf| std::fs::read_to_string(path).expect("text");
    found.iter().map(|path| (path.display().to_string(), text(path))).collect()
}

#[test]
fn the_largest_cookies_fit() {
    let mut world = World::empty();
    let port = world
        .start(
            |settings| {
                settings.jwt_algorithm = SigningAlgorithm::Rs256;
                settings.audience = "a".repeat(100);
                let label = "l".repeat(60);
                settings.public_url = PublicUrl::parse(&format!("https://{label}.{label}.{label}.{label}.org"));
                assert!(settings.public_url.is_some());
            },
            |_| {},
        )
        .port;
    let origin = format!("https://{0}.{0}.{0}.{0}.org", "l".repeat(60));
    let mut visitor = Visitor::new(port).with_header("origin", origin.as_bytes());
    let name = "a".repeat(32);
    world.add_user(&name, Role::Admin);
    let page = visitor.get("/login");
    let answer = visitor.submit(&page, "/login", &[("username", &name), ("password", PASSWORD)]);
    assert_eq!(answer.status, 303, "{}", answer.body);
    let cookies = answer.set_cookies();
    assert!(cookies.iter().any(|cookie| cookie.contains("access=")) && cookies.len() >= 3);
    for cookie in cookies {
        let pair = cookie.split(';').next().expect("a pair");
        assert!(pair.len() < 4096 && cookie.len() < 4096, "{} bytes: {cookie}", cookie.len());
    }
}

#[test]
fn ids_are_random_and_in_no_order() {
    let world = World::new();
    for number in 0..15 {
        world.add_user(&format!("user{number:02}"), Role::User);
    }
    let ids = world.database.texts("SELECT id AS value FROM users ORDER BY username");
    let sorted: BTreeSet<_> = ids.iter().cloned().collect();
    assert_eq!(sorted.len(), 16, "all ids differ");
    assert!(ids.iter().all(|id| id.len() == 32 && id.chars().all(|c| c.is_ascii_hexdigit())), "{ids:?}");
    assert_ne!(ids, sorted.into_iter().collect::<Vec<_>>(), "the order does not show when they were made");
}

#[test]
fn no_answer_lets_other_origins_read_it() {
    let world = World::new();
    world.add_user("root", Role::Admin);
    let root = world.signed_in("root");
    for origin in ["https://evil.example", "null", "http://127.0.0.1:8080.evil.example"] {
        let root = root.with_header("origin", origin).with_header("sec-fetch-site", "cross-site");
        for address in ADDRESSES {
            for method in ["GET", "OPTIONS"] {
                let answer = root.ask(method, address, None);
                for name in answer.headers.keys() {
                    assert!(!name.as_str().starts_with("access-control-"), "{method} {address}: {name}");
                }
                assert_eq!(answer.header("x-content-type-options"), "nosniff", "{method} {address}");
                let policy = answer.header("content-security-policy");
                assert!(policy.contains("default-src 'none'"), "{method} {address}");
                // Nothing within a page is allowed, whether by a hash or at large (decision 66).
                assert!(!policy.contains("sha256-") && !policy.contains("unsafe-"), "{method} {address}: {policy}");
                if !answer.body.is_empty() {
                    assert!(answer.header("content-type").contains('/'), "{method} {address} has a type");
                }
            }
        }
    }
}

#[test]
fn links_are_built_from_the_public_url_alone() {
    let world = World::new();
    world.add_user("root", Role::Admin);
    let root = world.signed_in("root");
    let headers = [
        ("x-forwarded-host", "evil.example"),
        ("x-forwarded-proto", "ftp"),
        ("forwarded", "host=evil.example;proto=ftp"),
        ("x-original-url", "https://evil.example/"),
        ("x-host", "evil.example"),
    ];
    let mut misled = headers.iter().fold(root, |visitor, (name, value)| visitor.with_header(name, value));
    let page = misled.get("/admin/users/new");
    let answer = misled.submit(&page, "/admin/users/new", &[("username", "grace"), ("email", "")]);
    assert!(answer.says(&format!("{}/invitation/", crate::support::ORIGIN)), "{}", answer.body);
    assert!(!answer.says("evil.example") && !answer.says("ftp:"));
}

#[test]
fn no_process_is_started() {
    for (path, text) in texts("src", "rs") {
        assert!(!text.contains("process::Command") && !text.contains("Command::new(\"/"), "{path}");
    }
}

#[test]
fn every_dependency_is_locked_and_comes_from_the_registry() {
    let lock = std::fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("Cargo.lock")).expect("a lock file");
    let packages: Vec<_> = lock.split("[[package]]").skip(1).collect();
    assert!(packages.len() > 200);
    for package in packages {
        let is_own = package.contains("name = \"doorward");
        let is_registered = package.contains("source = \"registry+") && package.contains("checksum = \"");
        assert!(is_own || is_registered, "{package}");
    }
}

#[test]
fn every_password_field_says_what_it_is() {
    let field = Regex::new(r"<input[^>]*>").expect("a pattern");
    let mut fields = 0;
    for (path, text) in texts("templates", "html") {
        assert!(!text.to_lowercase().contains("onpaste"), "{path}");
        for field in field.find_iter(&text).filter(|field| field.as_str().contains("type=\"password\"")) {
            let says = ["autocomplete=\"current-password\"", "autocomplete=\"new-password\""];
            assert!(says.iter().any(|words| field.as_str().contains(words)), "{path}: {}", field.as_str());
            assert!(!field.as_str().contains("maxlength"), "{path}: browsers would cut a pasted password");
            fields += 1;
        }
    }
    assert!(fields >= 5, "{fields} fields");
}
