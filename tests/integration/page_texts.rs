//! Texts that pages must contain, and texts that they must not contain.

use std::path::{Path, PathBuf};

use regex::Regex;

use crate::world::World;

#[path = "../../build.rs"]
#[expect(dead_code, reason = "its main is for cargo")]
mod build;

fn files(folder: &Path, found: &mut Vec<PathBuf>) {
    for path in std::fs::read_dir(folder).expect("a folder").flatten().map(|entry| entry.path()) {
        if path.is_dir() {
            files(&path, found);
        } else {
            found.push(path);
        }
    }
}

/// WCAG 2.2.1: a page must not be taken away from somebody who reads slowly.
#[test]
fn no_page_loads_itself_again() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut all = Vec::new();
    files(&root.join("templates"), &mut all);
    files(&root.join("src/web"), &mut all);
    assert!(all.len() > 100, "the sources are found");
    for path in all {
        let text = std::fs::read_to_string(&path).expect("text").to_lowercase();
        for words in ["http-equiv", "header::refresh", "from_static(\"refresh\")", "(\"refresh\","] {
            assert!(!text.contains(words), "{}: {words}", path.display());
        }
    }
}

/// A folder as `build.rs` sees it, with two languages that agree.
struct Tree(tempfile::TempDir);

const ENGLISH: &str = "sign-in = Sign in
made = A new one
# Of an app.
of = { $one } of { $other }
since = on since { $date }
tries =
    { $count ->
        [one] 1 try
       *[other] { $count } tries
    }
";
const KOREAN: &str = "sign-in = 가
made = 나
of = { $other } / { $one }
since = { $date }부터
tries = { $count }회
";

impl Tree {
    fn new() -> Tree {
        let tree = Tree(tempfile::tempdir().expect("a folder"));
        let page = "{{ frame.t(\"sign-in\") }} {{ frame.with(\"of\", [(\"one\", list[0]), (\"other\", 2)]) }}
            {% let (before, after) = frame.around(\"since\", \"date\") %} {{ language.with(\"tries\", tries) }}";
        tree.write("templates/page.html", page);
        let code = "say(\n    \"made\",\n)\n#[cfg(test)]\nmod tests { say(\"Nobody sees it\") }";
        tree.write("src/web/words.rs", code);
        tree.write("src/language/mod.rs", "const fn say(id: &str) {} format(\"Not asked for\")");
        tree.write("locales/en.ftl", ENGLISH);
        tree.write("locales/ko.ftl", KOREAN);
        tree
    }

    fn write(&self, path: &str, text: &str) {
        let path = self.0.path().join(path);
        std::fs::create_dir_all(path.parent().expect("a folder")).expect("a folder");
        std::fs::write(path, text).expect("written");
    }

    fn complaints(&self) -> Vec<String> {
        build::complaints(self.0.path()).expect("files that can be read")
    }

    /// What is complained about when one file is another one.
    fn with(path: &str, text: &str) -> Vec<String> {
        let tree = Tree::new();
        tree.write(path, text);
        tree.complaints()
    }
}

#[test]
fn languages_that_agree_are_built() {
    let tree = Tree::new();
    tree.write("templates/.page.html.swp", "frame.t(\"of-an-editor\")");
    tree.write("locales/.ko.ftl.swp", "of an editor");
    tree.write("locales/notes.txt", "of somebody");
    assert_eq!(tree.complaints(), [""; 0]);
}

#[test]
fn what_is_asked_for_and_is_not_there_stops_the_build() {
    let page = "{{ frame.t(\"sign-inn\") }} {{ frame.t(\"Sign in\") }}";
    assert_eq!(
        Tree::with("templates/more/other.html", page),
        [
            "templates/more/other.html asks for sign-inn, which locales/en.ftl does not have",
            "templates/more/other.html asks for Sign in, which locales/en.ftl does not have",
        ]
    );
}

#[test]
fn what_nobody_asks_for_stops_the_build() {
    let tree = Tree::new();
    tree.write("locales/en.ftl", &format!("{ENGLISH}sign-out = Sign out\n"));
    tree.write("locales/ko.ftl", &format!("{KOREAN}sign-out = 마\n"));
    assert_eq!(tree.complaints(), ["locales/en.ftl: nothing shows sign-out"]);
}

#[test]
fn a_language_with_too_little_or_too_much_stops_the_build() {
    let korean = KOREAN.replace("made = 나\n", "make = 나\n").replace("{ $date }부터", "{ $day }부터");
    assert_eq!(
        Tree::with("locales/ko.ftl", &korean),
        [
            "locales/ko.ftl lacks made",
            "locales/ko.ftl: since has $day, and in locales/en.ftl $date",
            "locales/ko.ftl has make, which locales/en.ftl does not have",
        ]
    );
    assert_eq!(Tree::with("locales/de.ftl", "").len(), 5, "a new language has to be whole");
}

#[test]
fn a_file_that_cannot_be_read_whole_stops_the_build() {
    for (more, complaint) in [
        ("broken { = x\n", "locales/ko.ftl:6: Expected a token starting with \"=\""),
        ("made = 다\n", "locales/ko.ftl: made is there twice"),
        ("-brand = Door\n", "locales/ko.ftl: -brand is a term, and there are messages only"),
    ] {
        assert_eq!(Tree::with("locales/ko.ftl", &format!("{KOREAN}{more}")), [complaint]);
    }
    for made in ["made = { sign-in }", "made = { NUMBER(1) }", "made = 나\n    .hint = 다"] {
        assert_eq!(
            Tree::with("locales/ko.ftl", &KOREAN.replace("made = 나", made)),
            ["locales/ko.ftl: made has more in it than text, values and forms chosen by a value"],
        );
    }
}

#[test]
fn a_call_with_other_values_than_its_message_stops_the_build() {
    for (call, complaint) in [
        ("frame.t(\"of\")", "gives of no value, and locales/en.ftl has $one and $other"),
        ("frame.with(\"of\", &[(\"one\", 1)])", "gives of $one, and locales/en.ftl has $one and $other"),
        ("frame.with(\"sign-in\", [(\"name\", x)])", "gives sign-in $name, and locales/en.ftl has no value"),
        ("frame.around(\"since\", \"day\")", "gives since $day, and locales/en.ftl has $date"),
    ] {
        assert_eq!(Tree::with("templates/other.html", call), [format!("templates/other.html {complaint}")]);
    }
}

#[test]
fn a_file_is_called_by_its_language_and_english_is_there() {
    let english = "locales/English.ftl: a file is called by the two or three letters of its language (ISO 639)";
    assert_eq!(Tree::with("locales/English.ftl", ENGLISH), [english]);
    let tree = Tree::new();
    std::fs::remove_file(tree.0.path().join("locales/en.ftl")).expect("removed");
    assert_eq!(tree.complaints(), ["locales/en.ftl is missing"]);
}

/// Removes what askama replaces, so that the text and the tags of the template itself are left.
fn without_code(template: &str) -> String {
    let code = Regex::new(r"(?s)\{\{.*?\}\}|\{%.*?%\}|\{#.*?#\}").expect("a pattern");
    code.replace_all(template, "").into_owned()
}

/// Returns what people would read of a template in every language: text between tags, and attributes that are shown or
/// read aloud.
fn loose_text(template: &str) -> Vec<String> {
    let pattern = |text: &str| Regex::new(text).expect("a pattern");
    // The place is a class, which nobody reads.
    let place = pattern(r"\{% block place %\}\w+\{% endblock %\}");
    let text = without_code(&place.replace_all(template, ""));
    let shown = pattern(r#"\b(?:title|alt|placeholder|label|aria-label|data-label)="([^"]*)""#);
    let attributes = shown.captures_iter(&text).map(|found| found[1].to_owned());
    // Commands are the same in every language, and what says that it is English may be it.
    let between =
        pattern(r#"(?s)<code>.*?</code>|<td lang="en">.*?</td>|<[^>]*>"#).replace_all(&text, "\n").into_owned();
    let between = between.lines().map(|line| line.replace("&nbsp;", " ").replace("UTC", ""));
    let all: Vec<String> = attributes.chain(between).map(|text| text.trim().to_owned()).collect();
    all.into_iter().filter(|text| text.chars().any(char::is_alphabetic)).collect()
}

#[test]
fn no_template_holds_text_of_one_language() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("templates");
    let mut all = Vec::new();
    files(&root, &mut all);
    assert!(all.len() > 40, "the templates are found");
    // The description of the API is in English, and its page says so. A style sheet says nothing.
    let is_prose = |path: &PathBuf| !path.ends_with("api_reference.html") && !path.ends_with("letter.css");
    for path in all.into_iter().filter(is_prose) {
        let text = std::fs::read_to_string(&path).expect("text");
        assert_eq!(loose_text(&text), [""; 0], "{}", path.display());
    }
    let loose =
        "{# A comment. #}<p title=\"Read me\" class=\"card\">{{ frame.t(\"x\") }}, and {% if y %}more{% endif %}</p>";
    assert_eq!(loose_text(loose), ["Read me", ", and more"]);
    let fine = "<td>{{ at }}&nbsp;UTC · <code>doorward events</code></td><td lang=\"en\"><p>Must be {{ x }}.</p></td>";
    assert_eq!(loose_text(fine), [""; 0]);
}

#[test]
fn in_korean_it_is_the_app_that_shows_the_digits_and_not_this_site() {
    let korean = include_str!("../../locales/ko.ftl");
    let sentence = korean.lines().find(|line| line.starts_with("second-step-text ="));
    let sentence = sentence.expect("the sentence of the second step");
    assert!(sentence.contains("인증 앱에서 이 사이트 항목에 표시된"), "{sentence}");
    for line in korean.lines() {
        assert!(!line.contains("이 사이트에 표시된"), "this site does not show the code: {line}");
    }
}

#[test]
fn whoever_watches_an_ending_asks_how_far_it_is_by_a_link() {
    let world = World::new();
    world.add_user("root", doorward::account::Role::Admin);
    // This row is an ending of everybody's sessions, which takes at least ten seconds.
    let now = world.clock.now().milliseconds();
    let everybody = if crate::support::database::is_postgres() { "TRUE" } else { "1" };
    world.database.execute(&format!(
        "INSERT INTO bulk_revocations (id, created_at, filter, is_everybody, ended, passed_at)
         VALUES ('{:032x}', {now}, '', {everybody}, 0, 0)",
        7
    ));
    world.advance(1);
    let mut root = world.signed_in("root");
    let address = format!("/admin/sessions/revocations/{:032x}", 7);
    let page = root.get(&address);
    assert_eq!((page.status, page.header("refresh")), (200, ""));
    assert!(page.says(&format!("href=\"{address}?seen=0\">Update progress</a>")), "{}", page.body);
    assert!(!page.says("http-equiv"));
}
