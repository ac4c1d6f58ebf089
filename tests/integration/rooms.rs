//! Inside a layer, too, arrows point one way: from room to room, and from file to file.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::sync::LazyLock;

use regex::Regex;

use crate::architecture::files;

/// The rooms of a layer; each may use those before it, never those after it.
const DOMAIN: [&str; 14] = [
    "text",
    "secret",
    "time",
    "id",
    "request_context",
    "idempotency",
    "account",
    "net",
    "session",
    "token",
    "sign_in",
    "mail",
    "record",
    "search",
];
const DESK: [&str; 18] = [
    "fault",
    "active_session",
    "budgets",
    "by",
    "change",
    "commitments",
    "hashing",
    "token",
    "record",
    "mail",
    "two_factor",
    "session",
    "throttle",
    "sign_in",
    "password",
    "account",
    "form_answers",
    "upkeep",
];

const WEB: [&str; 19] = [
    "paths",
    "language",
    "appearance",
    "words",
    "error",
    "http",
    "visit",
    "forms",
    "lists",
    "sign_in",
    "own",
    "admin",
    "api",
    "apps",
    "ops",
    "address",
    "description",
    "resume",
    "routes",
];

const CLI: [&str; 14] = [
    "terminal",
    "client",
    "limits",
    "open",
    "about",
    "database",
    "serve",
    "healthcheck",
    "doctor",
    "events",
    "key",
    "mail",
    "session",
    "user",
];
const CONFIG: [&str; 11] = [
    "password",
    "value",
    "branding",
    "database_url",
    "mail",
    "settings",
    "sources",
    "apps",
    "load",
    "document",
    "advice",
];

/// The modules that each module uses, by their paths.
type Arrows = BTreeMap<String, BTreeSet<String>>;

/// Returns the modules of a layer by path, with their code outside comments and tests.
fn modules(layer: &str) -> BTreeMap<String, String> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut all = Vec::new();
    files(&root.join(layer), &mut all);
    let read = |path: PathBuf| {
        let name = path.strip_prefix(&root).expect("inside").with_extension("").display().to_string();
        let text = std::fs::read_to_string(&path).expect("text");
        let text = text.split("#[cfg(test)]\nmod tests").next().unwrap_or_default();
        let code: Vec<&str> = text.lines().filter(|line| !line.trim_start().starts_with("//")).collect();
        (name.trim_end_matches("/mod").replace('/', "::"), code.join("\n"))
    };
    all.into_iter().map(read).collect()
}

/// Returns the paths that one tree of a `use` names.
fn leaves(tree: &str) -> Vec<String> {
    let Some((head, rest)) = tree.split_once('{') else { return vec![tree.trim().to_owned()] };
    let inside = rest.rsplit_once('}').expect("braces in pairs").0;
    let (mut items, mut depth) = (vec![String::new()], 0);
    for character in inside.chars() {
        depth += i32::from(character == '{') - i32::from(character == '}');
        match (character, depth) {
            (',', 0) => items.push(String::new()),
            _ => items.last_mut().expect("one").push(character),
        }
    }
    let items = items.iter().filter(|item| !item.trim().is_empty());
    items.flat_map(|item| leaves(item)).map(|leaf| format!("{}{leaf}", head.trim())).collect()
}

/// Returns the path, starting in the crate, that `named` means in `module`.
fn absolute(module: &str, named: &str) -> String {
    let mut place: Vec<&str> = module.split("::").collect();
    let mut rest = named;
    if let Some(path) = rest.strip_prefix("crate::") {
        return path.to_owned();
    }
    while let Some(path) = rest.strip_prefix("super::") {
        place.pop();
        rest = path;
    }
    [&place.join("::"), rest.trim_start_matches("self::")].join("::")
}

/// Returns the paths, starting in the crate, that a module names.
fn paths(module: &str, code: &str) -> Vec<String> {
    static USES: LazyLock<Regex> =
        LazyLock::new(|| Regex::new(r"\buse\s+((?:crate|super|self)::[^;]+);").expect("a pattern"));
    static PATHS: LazyLock<Regex> = LazyLock::new(|| Regex::new(r"\bcrate::\w+(?:::\w+)+").expect("a pattern"));
    let named = USES.captures_iter(code).flat_map(|found| leaves(&found[1].replace('\n', " ")));
    let named = named.chain(PATHS.find_iter(code).map(|found| found.as_str().to_owned()));
    named.map(|path| absolute(module, path.split(" as ").next().unwrap_or_default())).collect()
}

/// Returns the types that a room exports in its `mod.rs`, but that somebody outside takes from the file behind it.
fn past_the_door(modules: &BTreeMap<String, String>) -> Vec<String> {
    let mut found = Vec::new();
    for (module, code) in modules {
        for path in paths(module, code) {
            let [layer, room, file, name, ..] = path.split("::").collect::<Vec<_>>()[..] else { continue };
            let door = format!("{layer}::{room}");
            // Patterns take long to make, and most names stand at no door.
            let at_door = || Regex::new(&format!(r"pub use {file}::[^;]*\b{name}\b")).expect("a pattern");
            let is_outside = !module.starts_with(&door) && module != "desk::desk";
            let door = modules.get(&door).filter(|code| is_outside && code.contains(name));
            if door.is_some_and(|code| at_door().is_match(code)) {
                found.push(format!("{module} takes {path}"));
            }
        }
    }
    found
}

fn arrows(layer: &str) -> Arrows {
    let modules = modules(layer);
    let least = if layer == "config" { 9 } else { 30 };
    assert!(modules.len() > least, "the files are found");
    let owner = |path: &str| {
        let mut path = path;
        while !modules.contains_key(path) {
            path = path.rsplit_once("::")?.0;
        }
        Some(path.to_owned())
    };
    let of = |module: &String, code: &String| {
        let used = paths(module, code).into_iter().filter_map(|path| owner(&path));
        (module.clone(), used.filter(|used| used != module).collect())
    };
    modules.iter().map(|(module, code)| of(module, code)).collect()
}

/// Returns the arrows that lead from a room to a later one.
fn against(arrows: &Arrows, rooms: &[&str]) -> Vec<String> {
    let place = |module: &str| {
        let room = module.split("::").nth(1)?;
        Some(rooms.iter().position(|one| *one == room).unwrap_or_else(|| panic!("{module} is in no room")))
    };
    let each = arrows.iter().flat_map(|(from, to)| to.iter().map(move |to| (from, to)));
    let wrong = each.filter(|(from, to)| place(from).zip(place(to)).is_some_and(|(from, to)| to > from));
    wrong.map(|(from, to)| format!("{from} uses {to}")).collect()
}

/// Returns the modules that use themselves by way of others.
fn circles(arrows: &Arrows) -> Vec<String> {
    let leads_back = |start: &String| {
        let mut seen = BTreeSet::new();
        let mut next: Vec<&String> = arrows[start].iter().collect();
        while let Some(module) = next.pop() {
            if module == start {
                return true;
            }
            if seen.insert(module) {
                next.extend(arrows.get(module).into_iter().flatten());
            }
        }
        false
    };
    arrows.keys().filter(|module| leads_back(module)).cloned().collect()
}

/// Leaves out the desk itself: it holds everything, and every verb receives it.
fn without_the_desk(mut arrows: Arrows) -> Arrows {
    let is_desk = |module: &String| module == "desk" || module == "desk::desk";
    arrows.retain(|module, _| !is_desk(module));
    arrows.values_mut().for_each(|used| used.retain(|module| !is_desk(module)));
    arrows
}

#[test]
fn arrows_between_rooms_point_one_way() {
    assert_eq!(against(&arrows("domain"), &DOMAIN), Vec::<String>::new());
    assert_eq!(against(&without_the_desk(arrows("desk")), &DESK), Vec::<String>::new());
    assert_eq!(against(&arrows("web"), &WEB), Vec::<String>::new());
    assert_eq!(against(&arrows("cli"), &CLI), Vec::<String>::new());
    assert_eq!(against(&arrows("config"), &CONFIG), Vec::<String>::new());
}

#[test]
fn no_file_uses_itself_by_way_of_others() {
    for layer in ["domain", "config", "store", "web", "cli"] {
        assert_eq!(circles(&arrows(layer)), Vec::<String>::new(), "{layer}");
    }
    assert_eq!(circles(&without_the_desk(arrows("desk"))), Vec::<String>::new());
}

#[test]
fn types_are_taken_from_the_door_of_their_room() {
    assert_eq!(past_the_door(&modules("")), Vec::<String>::new());
}

#[test]
fn rooms_are_small() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut all = Vec::new();
    for layer in ["config", "domain", "desk", "web", "cli"] {
        files(&root.join(layer), &mut all);
    }
    let mut counts: BTreeMap<PathBuf, usize> = BTreeMap::new();
    all.iter().for_each(|file| *counts.entry(file.parent().expect("a folder").to_owned()).or_default() += 1);
    let crowded: Vec<_> = counts.into_iter().filter(|(_, files)| *files > 12).collect();
    assert_eq!(crowded, Vec::new());
}

#[test]
fn what_is_broken_is_found() {
    let arrow = |from: &str, to: &[&str]| (from.to_owned(), to.iter().map(|one| (*one).to_owned()).collect());
    let up: Arrows = [arrow("desk::fault", &["desk::upkeep::janitor"]), arrow("desk::upkeep::janitor", &[])].into();
    assert_eq!(against(&up, &DESK), ["desk::fault uses desk::upkeep::janitor"]);
    let round: Arrows = [arrow("a::b", &["a::c"]), arrow("a::c", &["a::d"]), arrow("a::d", &["a::b"])].into();
    assert_eq!(circles(&round), ["a::b", "a::c", "a::d"]);
    let module = |name: &str, code: &str| (name.to_owned(), code.to_owned());
    let behind = [module("a::b", "mod c;\npub use c::{D, E};"), module("x", "use crate::a::b::c::{self, D};")].into();
    assert_eq!(past_the_door(&behind), ["x takes a::b::c::D"]);
    assert_eq!(leaves("crate::a::{b, c::{self, D}}"), ["crate::a::b", "crate::a::c::self", "crate::a::c::D"]);
    assert_eq!(absolute("desk::token::keys", "super::secret::ServerSecret"), "desk::token::secret::ServerSecret");
}
