//! Texts that pages must contain, and texts that they must not contain.

use std::path::{Path, PathBuf};

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

#[test]
fn a_sentence_without_its_translation_stops_the_build() {
    let root = tempfile::tempdir().expect("a folder");
    let write = |path: &str, text: &str| {
        let path = root.path().join(path);
        std::fs::create_dir_all(path.parent().expect("a folder")).expect("a folder");
        std::fs::write(path, text).expect("written");
    };
    write("templates/page.html", "{{ frame.t(\"Sign in\") }} {{ frame.with(\"{} of {}\", [one, other]) }}");
    write("src/web/words.rs", "say(\n    \"A new one\",\n)\n#[cfg(test)]\nmod tests { say(\"Nobody sees it\") }");
    write("src/domain/text.rs", "const fn say(sentence: &str) {} format(\"Not asked for\")");
    write("src/config/advice.rs", "    say(\"public_url\", \"it is readable\", \"take https\")");
    let korean = |text: &str| {
        write("locales/ko.toml", text);
        build::complaints(root.path()).expect("files that can be read")
    };
    let whole = "# Korean.\n\"A new one\" = \"가\"\n\"Sign in\" = \"나\"\n\"it is readable\" = \"다\"\n\"take https\" = \"라\"\n";
    assert_eq!(korean(&format!("{whole}\"{{}} of {{}}\" = \"{{}} / {{}}\"\n")), [""; 0]);
    assert_eq!(
        korean(&format!("{whole}\"{{}} of {{}}\" = \"{{}}\"\nSign out\n\"Sign out\" = \"마\"\n")),
        [
            "locales/ko.toml: the two sentences have not as many {}: \"{} of {}\" = \"{}\"",
            "locales/ko.toml: this is no line of the form \"English\" = \"Korean\": Sign out",
            "locales/ko.toml has no translation of: {} of {}",
            "locales/ko.toml: nothing shows this sentence: Sign out",
        ]
    );
    assert_eq!(
        korean(&format!("{whole}\"{{}} of {{}}\" = \"\\d {{}} {{}}\"\n\"Sign in\" = \"바\"\n")),
        [
            "locales/ko.toml: a sentence has no \" and no \\ inside: \"{} of {}\" = \"\\d {} {}\"",
            "locales/ko.toml: this sentence is there already: \"Sign in\" = \"바\"",
            "locales/ko.toml has no translation of: {} of {}",
        ]
    );
    write("templates/.page.html.swp", "frame.t(\"Of an editor\")");
    let missing = korean("\"{} of {}\" = \"{} / {}\"\n");
    assert_eq!(missing.len(), 4, "the other sentences are missing: {missing:?}");
}

#[test]
fn in_korean_it_is_the_app_that_shows_the_digits_and_not_this_site() {
    let korean = include_str!("../../locales/ko.toml");
    let sentence =
        korean.lines().find(|line| line.starts_with("\"Your password was right. Now your authenticator app"));
    let sentence = sentence.expect("the sentence of the second step");
    assert!(sentence.contains("인증 앱을 열고 이 사이트 항목에 표시된"), "{sentence}");
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
    assert!(page.says(&format!("href=\"{address}\">See how far it is now</a>")), "{}", page.body);
    assert!(!page.says("http-equiv"));
}
