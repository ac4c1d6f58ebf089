//! Each of Doorward's own addresses has a single spelling. Another spelling, which some router or proxy might take for
//! the same, is not an address at all.

use std::collections::BTreeSet;
use std::path::Path;

use regex::Regex;

use crate::support::Visitor;
use crate::world::World;

const ID: &str = "0123456789abcdef0123456789abcdef";

/// Returns every path that the URL map names for the public listener, as a pattern.
fn patterns() -> BTreeSet<String> {
    let source = |name: &str| {
        let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("src/web").join(name);
        std::fs::read_to_string(path).expect("text")
    };
    let (map, names) = (source("routes.rs"), source("paths.rs"));
    let calls = Regex::new(r"(?:Address::\w+|resource|scope)\(\s*paths::([A-Z_]+)").expect("one");
    let document = World::new().client().get("/openapi.json").json();
    let mut patterns: BTreeSet<_> = document["paths"].as_object().expect("paths").keys().cloned().collect();
    // Only the operator's listener serves metrics.
    for found in calls.captures_iter(&map).filter(|found| &found[1] != "METRICS") {
        let constant = Regex::new(&format!("const {}: &str = \"([^\"]*)\"", &found[1])).expect("one");
        patterns.insert(constant.captures(&names).unwrap_or_else(|| panic!("{}", &found[1]))[1].to_owned());
    }
    assert!(patterns.len() > 60 && patterns.contains("/login") && patterns.contains("/api/tokens"), "{patterns:?}");
    patterns
}

/// Returns other spellings of the same path.
fn other_spellings(path: &str) -> BTreeSet<String> {
    let encoded = |index: usize| format!("{}%{:02x}{}", &path[..index], path.as_bytes()[index], &path[index + 1..]);
    let mut others: BTreeSet<String> = (1..path.len()).map(encoded).collect();
    others.insert(path[1..].bytes().fold("/".to_owned(), |all, byte| format!("{all}%{byte:02X}")));
    for (index, _) in path.match_indices('/') {
        let (before, behind) = path.split_at(index);
        for between in ["/", "/.", "/x/..", "/%2e", "/;x=y"] {
            others.insert(format!("{before}{between}{behind}"));
        }
    }
    for end in ["/", "//", "/.", ";x", "%20", "%00", ".", ".html", "%5c", "%3f", "%23", "%EF%BC%8F"] {
        others.insert(format!("{path}{end}"));
    }
    others.insert(path.to_uppercase());
    others.insert(path.replacen('/', "/%EF%BC%8F", 1));
    others.remove(path);
    others
}

fn ask(visitor: &Visitor, method: &str, path: &str) -> (u16, String) {
    let answer = visitor.ask(method, path, None);
    // These parts differ from page to page: the id of the request, the key of the forms, the target of the language
    // switch, and the current part of the site.
    let particular = Regex::new(
        r#"[0-9a-f]{12}|name="idempotency_key" value="[^"]*"|name="next" value="[^"]*"| aria-current="[^"]*""#,
    )
    .expect("one");
    (answer.status, particular.replace_all(&answer.body, "").into_owned())
}

#[test]
fn no_other_spelling_of_an_own_address_is_one() {
    let world = World::new();
    // Guarded pages are open to this visitor.
    let visitor = world.signed_in("ada");
    // In places for files, pages do not ask who reads them.
    let unknown = ["/nowhere", "/api/nowhere", "/static/no/where"].map(|path| ask(&visitor, "GET", path));
    assert!(unknown.iter().all(|(status, _)| *status == 404), "{unknown:?}");
    let patterns = patterns();
    // If an address has a parameter, other letters may be another id or token; then the page itself answers.
    let parameters = Regex::new(r"\{[a-z]+\}").expect("one");
    let with_parameter: Vec<Regex> = patterns
        .iter()
        .filter(|pattern| pattern.contains('{'))
        .map(|pattern| Regex::new(&format!("^{}$", parameters.replace_all(pattern, "[^/%]+"))).expect("one"))
        .collect();
    let mut tried = 0;
    for pattern in patterns.iter().filter(|pattern| *pattern != "/") {
        let path = parameters.replace_all(pattern, ID).into_owned();
        let answer = ask(&visitor, "OPTIONS", &path);
        assert!(pattern == "/api" || !unknown.contains(&answer), "{path} itself must be an address");
        for other in other_spellings(&path) {
            let answer = ask(&visitor, "GET", &other);
            let is_another_value = with_parameter.iter().any(|pattern| pattern.is_match(&other));
            assert!(is_another_value || unknown.contains(&answer), "{other} has an answer of its own: {answer:?}");
            tried += usize::from(!is_another_value);
        }
    }
    assert!(tried > 2500, "{tried}");
}

#[test]
fn a_form_and_a_question_sent_to_another_spelling_reach_nothing() {
    let world = World::new();
    let fields = [("username", "ada"), ("password", crate::support::PASSWORD)];
    for path in ["/%6cogin", "/log%69n", "//login", "/login/", "/./login", "/LOGIN"] {
        let mut visitor = world.visitor();
        assert_eq!(visitor.post(path, &fields).status, 404, "{path}");
        assert!(visitor.has_no_tokens(), "{path}");
    }
    let mut visitor = world.visitor();
    for path in
        ["/forward%2dauth", "/%66orward-auth", "/forward-auth/", "//forward-auth", "/%61pi/tokens", "/api//tokens"]
    {
        for method in ["GET", "POST", "HEAD", "DELETE"] {
            assert_eq!(visitor.request(method, path, None).status, 404, "{method} {path}");
        }
    }
}
