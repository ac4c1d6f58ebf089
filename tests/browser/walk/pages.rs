//! The addresses of pages, from the program's own routes.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use regex::Regex;

/// These show nothing of their own: they redirect, or are the style sheet.
pub const NO_PAGES: [&str; 5] = [
    "/.well-known/change-password",
    "/apple-touch-icon-precomposed.png",
    "/apple-touch-icon.png",
    "/favicon.ico",
    "/static/{name}",
];

/// Returns the addresses of the pages that can be opened, from `routes.rs` and `paths.rs`.
pub fn pages() -> BTreeSet<String> {
    let source = |name: &str| {
        let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("src/web").join(name);
        std::fs::read_to_string(path).expect("a source")
    };
    let pattern = |text: &str| Regex::new(text).expect("a pattern");
    let paths = source("paths.rs");
    let paths: BTreeMap<_, _> = pattern(r#"pub const (\w+): &str =\s*"([^"]*)""#)
        .captures_iter(&paths)
        .map(|constant| (constant[1].to_owned(), constant[2].to_owned()))
        .collect();
    let routes = source("routes.rs");
    let pages: BTreeSet<_> = routes
        .split("Address::page(paths::")
        .skip(1)
        .filter_map(|page| page.split(".service(").next()?.split_once(')'))
        .filter(|(_, methods)| methods.contains(".get("))
        .map(|(name, _)| paths[name].clone())
        .collect();
    assert!(pages.len() > 25, "the routes are found: {pages:?}");
    pages
}
