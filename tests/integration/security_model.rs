//! `docs/security-model.md` says of every check whether it is met and which test shows it. These tests check that its
//! lines are complete and that the named tests exist.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use regex::Regex;

use crate::world::World;

/// Every check of the list, with the requirements of OWASP ASVS 5.0 that it covers.
const CHECKS: &str = include_str!("security_checks.txt");
const MODEL: &str = include_str!("../../docs/security-model.md");

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

fn pattern(text: &str) -> Regex {
    Regex::new(text).expect("a pattern")
}

/// Returns the lines of the tables about checks: id and requirements, the demand, the state, how it is met, and the
/// tests that show it.
fn lines() -> Vec<[&'static str; 5]> {
    let begins = pattern(r"^\| [A-Z]{2}-\d\d");
    let lines = MODEL.lines().filter(|line| begins.is_match(line));
    lines
        .map(|line| {
            let cells: Vec<_> = line.trim_matches('|').split('|').map(str::trim).collect();
            cells.try_into().unwrap_or_else(|_| panic!("not five cells: {line}"))
        })
        .collect()
}

/// Returns the tests that a line names, as file and function.
fn tests_in(cell: &str) -> Vec<(String, String)> {
    let named = pattern(r"`([a-z0-9_/]+)::([a-z0-9_]+)`");
    named.captures_iter(cell).map(|name| (name[1].to_owned(), name[2].to_owned())).collect()
}

fn files(folder: &Path, found: &mut Vec<PathBuf>) {
    for path in std::fs::read_dir(folder).expect("a folder").flatten().map(|entry| entry.path()) {
        if path.is_dir() {
            files(&path, found);
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            found.push(path);
        }
    }
}

/// Returns every test in the sources: the name of its function, with the files that have such a function, without their
/// ending. A journey that becomes a test in each browser counts too.
fn tests() -> BTreeMap<String, BTreeSet<String>> {
    let mut sources = Vec::new();
    for folder in ["src", "tests", "guard/src", "guard/tests"] {
        files(&root().join(folder), &mut sources);
    }
    let test = pattern(r"(?m)^\s*#\[(?:\w+::)?test\]\s*\n(?:\s*#\[.*\]\s*\n)*\s*(?:async )?fn (\w+)");
    let journeys = pattern(r"in_both_browsers! \{([\w\s,]+)\}");
    let mut tests: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    for source in sources {
        let file = source.strip_prefix(root()).expect("inside").with_extension("").display().to_string();
        let file = file.trim_end_matches("/mod").to_owned();
        let text = std::fs::read_to_string(&source).expect("text");
        let mut found: Vec<_> = test.captures_iter(&text).map(|found| found[1].to_owned()).collect();
        for list in journeys.captures_iter(&text) {
            found.extend(list[1].split(',').map(|name| name.trim().to_owned()));
        }
        for name in found {
            tests.entry(name).or_default().insert(file.clone());
        }
    }
    assert!(tests.len() > 500, "the tests are found");
    tests
}

#[test]
fn every_check_stands_in_the_security_model_once_with_its_requirements() {
    let asked: Vec<_> = CHECKS
        .lines()
        .map(|line| match line.split_once(' ') {
            Some((id, requirements)) => format!("{id} ({})", requirements.replace(' ', ", ")),
            None => line.to_owned(),
        })
        .collect();
    assert_eq!(asked.len(), 261);
    let mut said: Vec<_> = lines().iter().map(|[id, ..]| (*id).to_owned()).collect();
    let mut asked_in_order = asked.clone();
    said.sort();
    asked_in_order.sort();
    let missing: Vec<_> = asked_in_order.iter().filter(|id| !said.contains(id)).collect();
    assert!(missing.is_empty(), "missing: {missing:?}");
    assert_eq!(said, asked_in_order, "a check is there twice or is in no list");
}

#[test]
fn every_test_that_the_security_model_names_exists() {
    let tests = tests();
    let mut missing = Vec::new();
    for [id, .., shown_by] in lines() {
        let named = tests_in(shown_by);
        assert_eq!(shown_by.matches('`').count(), 2 * named.len(), "{id} names something that is no test: {shown_by}");
        for (file, name) in named {
            let has = |known: &String| *known == file || known.ends_with(&format!("/{file}"));
            if !tests.get(&name).is_some_and(|files| files.iter().any(has)) {
                missing.push(format!("{id}: {file}::{name}"));
            }
        }
    }
    assert!(missing.is_empty(), "{missing:#?}");
}

#[test]
fn nothing_is_called_met_that_neither_a_test_nor_a_page_shows() {
    for [id, asks, state, how, shown_by] in lines() {
        let is_known = ["met", "partly", "not met", "–"].iter().any(|word| state.starts_with(word));
        assert!(is_known && !asks.is_empty(), "{id}: {state}");
        if state.starts_with("met") {
            assert!(!tests_in(shown_by).is_empty() || how.contains("]("), "{id} is met, but no test shows it");
        } else if state.starts_with("partly") {
            assert!(!how.is_empty(), "{id} is met in part, but the line does not say in which");
        }
    }
}

#[test]
fn every_address_stands_in_the_table_of_who_may_what() {
    let source = |name: &str| std::fs::read_to_string(root().join("src/web").join(name)).expect("a source");
    let paths: BTreeMap<_, _> = pattern(r#"pub const (\w+): &str =\s*"([^"]*)""#)
        .captures_iter(&source("paths.rs"))
        .map(|constant| (constant[1].to_owned(), constant[2].to_owned()))
        .collect();
    let routes = source("routes.rs");
    let places = pattern(r"(?:Address::\w+|web::resource)\(\s*paths::(\w+)");
    let document = World::new().client().get("/openapi.json").json();
    let described = document["paths"].as_object().expect("paths").keys().cloned();
    let addresses: BTreeSet<_> =
        places.captures_iter(&routes).map(|place| paths[&place[1]].clone()).chain(described).collect();
    assert!(addresses.len() > 60, "the routes are found: {addresses:?}");
    let section = MODEL.split("\n## ").find(|section| section.starts_with("What admins may do")).expect("the section");
    let said: BTreeSet<_> =
        pattern(r"`(/[^`]*)`").captures_iter(section).map(|address| address[1].to_owned()).collect();
    let missing: Vec<_> = addresses.difference(&said).collect();
    assert!(missing.is_empty(), "addresses that the table leaves out: {missing:?}");
    let gone: Vec<_> = said.difference(&addresses).collect();
    assert!(gone.is_empty(), "addresses that no longer exist: {gone:?}");
}
