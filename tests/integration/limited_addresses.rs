//! `deploy/limited-addresses.txt` lists what the proxies limit. These tests compare it with the addresses that the program
//! has, and with the files for the proxies that limit; `tests/proxies/limits.rs` sends to each of them.

use std::collections::BTreeMap;
use std::path::Path;

use regex::Regex;

use crate::world::World;

fn text(path: &str) -> String {
    std::fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join(path)).expect(path)
}

fn pattern(text: &str) -> Regex {
    Regex::new(text).unwrap_or_else(|error| panic!("{text}: {error}"))
}

/// Returns the addresses of the list with their limits.
fn listed() -> BTreeMap<String, String> {
    let list = text("deploy/limited-addresses.txt");
    let lines: Vec<_> = list.lines().filter(|line| !line.is_empty() && !line.starts_with('#')).collect();
    let limits: BTreeMap<_, _> = lines
        .iter()
        .map(|line| line.split_once(' ').unwrap_or_else(|| panic!("no limit: {line}")))
        .map(|(address, limit)| (address.to_owned(), limit.to_owned()))
        .collect();
    assert_eq!(limits.len(), lines.len(), "each address is on the list once");
    let known = ["tries", "admin-forms", "renewals", "none"];
    assert!(limits.values().all(|limit| known.contains(&limit.as_str())), "{limits:?}");
    limits
}

/// Returns the addresses to which somebody may send something without an access token in a header: every form, and the
/// calls of the API that ask for no token.
fn addresses() -> Vec<String> {
    let (routes, paths) = (text("src/web/routes.rs"), text("src/web/paths.rs"));
    let pages = routes.split("Address::page(").skip(1).filter(|page| {
        let page = page.split(".service(").next().unwrap_or_default();
        page.contains(".post(")
    });
    let names = pages.map(|page| {
        let name = pattern(r"^\s*paths::(\w+)").captures(page).expect("a name")[1].to_owned();
        pattern(&format!("pub const {name}: &str =\\s*\"([^\"]*)\"")).captures(&paths).expect("an address")[1]
            .to_owned()
    });
    let mut addresses: Vec<_> = names.collect();
    let document = World::new().client().get("/openapi.json").json();
    for (path, item) in document["paths"].as_object().expect("paths") {
        let methods = item.as_object().expect("an item").iter().filter(|(method, _)| *method != "get");
        let are_open = methods.filter(|(_, call)| call["security"].as_array().is_none_or(Vec::is_empty));
        addresses.extend(are_open.map(|(method, _)| {
            assert_eq!(method, "post", "the proxies limit POST alone: {path}");
            path.clone()
        }));
    }
    assert!(addresses.len() > 30 && addresses.iter().any(|address| address == "/api/tokens"), "{addresses:?}");
    addresses
}

/// Whether a line of the list is about an address.
fn covers(line: &str, address: &str) -> bool {
    line == address || line.ends_with('/') && address.starts_with(line)
}

#[test]
fn every_address_to_which_something_is_sent_is_on_the_list_with_its_limit() {
    let (listed, addresses) = (listed(), addresses());
    for address in &addresses {
        let lines: Vec<_> = listed.keys().filter(|line| covers(line, address)).collect();
        assert_eq!(lines.len(), 1, "{address} must have one line in deploy/limited-addresses.txt");
    }
    let gone: Vec<_> = listed.keys().filter(|line| !addresses.iter().any(|address| covers(line, address))).collect();
    assert!(gone.is_empty(), "on the list, but no address any more: {gone:?}");
}

/// Returns the limit that nginx's file gives a request.
fn in_nginx(request: &str) -> Option<&'static str> {
    let file = text("deploy/nginx/doorward.conf");
    let variables =
        [("$doorward_try", "tries"), ("$doorward_admin_form", "admin-forms"), ("$doorward_renewal", "renewals")];
    let mut found = variables.into_iter().filter(|(variable, _)| {
        let start = format!("map \"$request_method $uri\" {variable} {{\n    default \"\";\n");
        let (_, map) = file.split_once(&start).unwrap_or_else(|| panic!("no {variable}"));
        let (map, _) = map.split_once("\n}").expect("an end");
        map.lines().any(|line| {
            let key = line.trim().strip_suffix(" $doorward_network;").unwrap_or_else(|| panic!("{line}"));
            let key = key.trim_matches('"');
            key.strip_prefix('~').map_or_else(|| key == request, |key| pattern(key).is_match(request))
        })
    });
    let limit = found.next().map(|(_, limit)| limit);
    assert!(found.next().is_none(), "{request} has two limits in nginx");
    limit
}

/// Returns the limit that Traefik's file gives a request.
fn in_traefik(request: &str) -> Option<&'static str> {
    let (method, path) = request.split_once(' ').expect("a method");
    let file = text("deploy/traefik/doorward.yml");
    // A text in quotes goes on in the next line after a backslash.
    let file = pattern(r"\\\n\s*").replace_all(&file, "").into_owned();
    let middlewares =
        [("tries", "doorward-tries"), ("admin-forms", "doorward-admin-forms"), ("renewals", "doorward-renewals")];
    let mut found = middlewares.into_iter().filter(|(_, router)| {
        let rule = pattern(&format!(
            r"\n    {router}:\n      rule: .Host\(`login\.example\.org`\) && Method\(`POST`\) && Path(\w+)\(`([^`]*)`\).\n"
        ));
        let rule = rule.captures(&file).unwrap_or_else(|| panic!("no {router}"));
        let matches = match &rule[1] {
            "Regexp" => pattern(&rule[2]).is_match(path),
            "Prefix" => path.starts_with(&rule[2]),
            other => panic!("{other}"),
        };
        method == "POST" && matches
    });
    let limit = found.next().map(|(limit, _)| limit);
    assert!(found.next().is_none(), "{request} has two limits in Traefik");
    limit
}

#[test]
fn the_files_for_proxies_limit_what_the_list_says_and_nothing_else() {
    let braces = pattern(r"\{\w+\}");
    let places = [("nginx", in_nginx as fn(&str) -> Option<&'static str>), ("Traefik", in_traefik)];
    for (proxy, limit_of) in places {
        for (line, limit) in listed() {
            let path = braces.replace_all(&line, "0123456789abcdef").into_owned();
            let path = if path.ends_with('/') { format!("{path}keys/rotation") } else { path };
            let expected = (limit != "none").then_some(limit.as_str());
            assert_eq!(limit_of(&format!("POST {path}")), expected, "{proxy}: {line}");
            assert_eq!(limit_of(&format!("GET {path}")), None, "{proxy}: reading is free: {line}");
        }
        for path in ["/", "/account", "/api/sessions", "/healthz", "/loginx", "/setup/x", "/api/tokensx"] {
            assert_eq!(limit_of(&format!("POST {path}")), None, "{proxy}: {path}");
        }
    }
}

#[test]
fn the_document_names_the_addresses_of_the_list() {
    let document = text("docs/operations.md");
    let (_, section) = document.split_once("\n### Limits at the proxy\n").expect("the section");
    let (section, _) = section.split_once("\n## ").expect("its end");
    for (line, limit) in listed() {
        let start = line.split('{').next().unwrap_or_default();
        let is_named = pattern(r"`(/[^`]*)`")
            .captures_iter(section)
            .any(|named| named[1] == *start || named[1].ends_with('/') && start.starts_with(&named[1]));
        assert_eq!(is_named, limit != "none", "docs/operations.md: {line}");
    }
}
