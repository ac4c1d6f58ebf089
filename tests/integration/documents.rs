//! The documents say what is there: their links lead somewhere, and the words of pages, commands, options and settings
//! that they name exist.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use fluent_syntax::ast::{Entry, Expression, Pattern, PatternElement};
use regex::Regex;

use crate::support::program::Place;

/// In these, all that is in italics stands on a page; a value in it is written `…`.
const TASKS: [&str; 4] =
    ["docs/for-people.md", "docs/for-admins.md", "docs/for-operators.md", "docs/for-developers.md"];

const ENGLISH: &str = include_str!("../../locales/en.ftl");

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

fn pattern(text: &str) -> Regex {
    Regex::new(text).unwrap_or_else(|error| panic!("{text}: {error}"))
}

/// A document, taken apart.
struct Document {
    path: PathBuf,
    /// What is not in fences, without what is in backticks.
    prose: String,
    /// What is in backticks.
    code: Vec<String>,
    /// What is in fences, with the language.
    blocks: Vec<(String, String)>,
    /// Where a link can lead.
    anchors: BTreeSet<String>,
}

impl Document {
    fn read(path: &str) -> Document {
        let text = std::fs::read_to_string(root().join(path)).unwrap_or_else(|error| panic!("{path}: {error}"));
        let (mut outside, mut blocks) = (String::new(), Vec::<(String, String)>::new());
        let mut is_inside = false;
        for line in text.lines() {
            if let Some(language) = line.trim_start().strip_prefix("```") {
                is_inside = !is_inside;
                if is_inside {
                    blocks.push((language.split(' ').next().unwrap_or_default().to_owned(), String::new()));
                }
            } else if let (true, Some((_, block))) = (is_inside, blocks.last_mut()) {
                block.extend([line.trim_start(), "\n"]);
            } else {
                outside.extend([line, "\n"]);
            }
        }
        assert!(!is_inside, "{path}: a fence does not end");
        let backticks = pattern("`([^`]*)`");
        let code = backticks.captures_iter(&outside).map(|code| in_one_line(&code[1])).collect();
        let prose = backticks.replace_all(&outside, "").into_owned();
        Document { path: PathBuf::from(path), prose, code, blocks, anchors: anchors(&outside) }
    }

    fn name(&self) -> String {
        self.path.display().to_string()
    }

    /// The targets of all links and pictures that are in this repository.
    fn links(&self) -> Vec<String> {
        let targets = pattern(r#"\]\(([^)\s]+)\)|<(?:img|a)[^>]* (?:src|href)="([^"]+)""#);
        let found = targets.captures_iter(&self.prose).filter_map(|link| link.get(1).or_else(|| link.get(2)));
        let found = found.map(|target| target.as_str().to_owned());
        found.filter(|target| !target.contains("://") && !target.starts_with("mailto:")).collect()
    }
}

fn in_one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// The anchors that GitHub and GitLab give the headings.
fn anchors(text: &str) -> BTreeSet<String> {
    let mut anchors = BTreeSet::new();
    for heading in text.lines().filter_map(|line| line.strip_prefix('#')) {
        let words = heading.trim_start_matches('#').trim().to_lowercase();
        let kept: String = words.chars().filter(|c| c.is_alphanumeric() || " -_".contains(*c)).collect();
        let anchor = kept.replace(' ', "-");
        let numbered = (1..).map(|number| format!("{anchor}-{number}"));
        let free = std::iter::once(anchor.clone()).chain(numbered).find(|anchor| !anchors.contains(anchor));
        anchors.extend(free);
    }
    anchors
}

/// The names of files with an ending in a folder, and in the folders below it that are in the repository.
fn files(folder: &str, ending: &str) -> Vec<String> {
    let entries = std::fs::read_dir(root().join(folder)).unwrap_or_else(|error| panic!("{folder}: {error}"));
    let mut found = Vec::new();
    for entry in entries.flatten() {
        let path = Path::new(folder).join(entry.file_name()).display().to_string();
        let is_ours = ![".", "target", "node_modules"].iter().any(|name| entry.file_name() == *name);
        if entry.path().is_dir() && is_ours {
            found.extend(files(&path, ending));
        } else if path.ends_with(ending) {
            found.push(path);
        }
    }
    found.sort();
    found
}

fn documents() -> Vec<Document> {
    let mut paths = ["README.md", "CONTRIBUTING.md", "SECURITY.md", "CHANGELOG.md"].map(str::to_owned).to_vec();
    for folder in ["docs", "clients", "guard", "deploy"] {
        paths.extend(files(folder, ".md"));
    }
    assert!(paths.len() > 60, "the documents are found: {paths:?}");
    paths.iter().map(|path| Document::read(path)).collect()
}

/// Takes `..` out of a path, which must not lead out of the repository.
fn plain(path: &Path) -> Option<PathBuf> {
    path.components().try_fold(PathBuf::new(), |mut plain, part| match part.as_os_str().to_str()? {
        "." => Some(plain),
        ".." => plain.pop().then_some(plain),
        name => {
            plain.push(name);
            Some(plain)
        }
    })
}

#[test]
fn links_lead_to_files_and_headings_that_exist() {
    let documents = documents();
    let by_path: BTreeMap<_, _> = documents.iter().map(|document| (document.path.clone(), document)).collect();
    let (mut count, mut dead) = (0, Vec::new());
    for document in &documents {
        for link in document.links() {
            count += 1;
            let (file, anchor) = link.split_once('#').map_or((&*link, None), |(file, anchor)| (file, Some(anchor)));
            let target = match file {
                "" => Some(document.path.clone()),
                file => document.path.parent().and_then(|folder| plain(&folder.join(file))),
            };
            let target = target.filter(|target| root().join(target).exists());
            let is_alive = target.is_some_and(|target| {
                anchor
                    .is_none_or(|anchor| by_path.get(&target).is_some_and(|document| document.anchors.contains(anchor)))
            });
            if !is_alive {
                dead.push(format!("{}: {link}", document.name()));
            }
        }
    }
    assert!(count > 200, "the links are found: {count}");
    assert!(dead.is_empty(), "{dead:#?}");
}

#[test]
fn the_program_sends_people_to_headings_that_exist() {
    let headings = Document::read("docs/operations.md").anchors;
    let (end_of_line, named) = (pattern(r"\\\n\s*"), pattern(r#"see \\"([^"\\]+)\\" in\s+docs/operations\.md"#));
    let mut found = BTreeSet::new();
    for path in files("src", ".rs") {
        let source = std::fs::read_to_string(root().join(&path)).expect("a source");
        let source = end_of_line.replace_all(&source, "");
        found.extend(named.captures_iter(&source).map(|heading| heading[1].to_lowercase().replace(' ', "-")));
    }
    assert!(found.len() > 2, "{found:?}");
    let missing: Vec<_> = found.difference(&headings).collect();
    assert!(missing.is_empty(), "{missing:?}");
}

#[test]
fn the_table_of_background_tasks_has_them_all() {
    let source = std::fs::read_to_string(root().join("src/desk/upkeep/background.rs")).expect("a source");
    let task = pattern(r#"every\(\s*desk,\s*[\w:]+,\s*"([^"]+)""#);
    let tasks: BTreeSet<_> = task.captures_iter(&source).map(|task| task[1].to_owned()).collect();
    let operations = std::fs::read_to_string(root().join("docs/operations.md")).expect("the page");
    let (_, section) = operations.split_once("\n## Background tasks\n").expect("the section");
    let (section, _) = section.split_once("\n## ").expect("its end");
    let row = pattern(r"(?m)^\| `([^`]+)` \|");
    let rows: BTreeSet<_> = row.captures_iter(section).map(|row| row[1].to_owned()).collect();
    assert!(tasks.len() > 8 && rows == tasks, "{tasks:?} and {rows:?}");
}

/// What a message can say, with `…` for each value.
fn sentences(message: &Pattern<&str>) -> Vec<String> {
    message.elements.iter().fold(vec![String::new()], |begun, element| {
        let pieces = match element {
            PatternElement::TextElement { value } => vec![(*value).to_owned()],
            PatternElement::Placeable { expression: Expression::Select { variants, .. } } => {
                variants.iter().flat_map(|variant| sentences(&variant.value)).collect()
            }
            PatternElement::Placeable { .. } => vec!["…".to_owned()],
        };
        begun.iter().flat_map(|begun| pieces.iter().map(move |piece| format!("{begun}{piece}"))).collect()
    })
}

/// All that pages can say in English.
fn words_of_pages() -> Vec<String> {
    let resource = fluent_syntax::parser::parse(ENGLISH).expect("the file is whole");
    let messages = resource.body.iter().filter_map(|entry| match entry {
        Entry::Message(message) => message.value.as_ref(),
        _ => None,
    });
    messages.flat_map(sentences).map(|text| in_one_line(&text)).collect()
}

/// Whether a text is what is quoted, or has it as one or some of its sentences.
fn has(text: &str, quoted: &str) -> bool {
    let ends = |before: &str| before.is_empty() || [". ", ": ", "? ", "! "].iter().any(|end| before.ends_with(end));
    let begins = |after: &str| {
        let is_whole = quoted.ends_with(['.', ':', '?', '!']);
        after.is_empty() || after.starts_with(if is_whole { &[' '] } else { &['.', ':', '?', '!'][..] })
    };
    text.match_indices(quoted).any(|(at, _)| ends(&text[..at]) && begins(&text[at + quoted.len()..]))
}

#[test]
fn what_is_in_italics_stands_on_a_page() {
    let (texts, italics) = (words_of_pages(), pattern(r"\*([^*]+)\*"));
    assert!(has("Too long. Say less: now", "Say less") && has("Too long. Say less: now", "Too long."));
    assert!(!has("Too long. Say less: now", "long") && !has("Too long. Say less: now", "Say"));
    let (mut count, mut unknown) = (0, Vec::new());
    for path in TASKS {
        let prose = Document::read(path).prose.replace("**", "");
        for quoted in italics.captures_iter(&prose).map(|quoted| in_one_line(&quoted[1])) {
            count += 1;
            if !texts.iter().any(|text| has(text, &quoted)) {
                unknown.push(format!("{path}: {quoted}"));
            }
        }
    }
    assert!(count > 80, "the quotes are found: {count}");
    assert!(unknown.is_empty(), "not in locales/en.ftl: {unknown:#?}");
}

/// The commands, and the help of each.
struct Commands {
    place: Place,
    names: BTreeSet<String>,
    helps: BTreeMap<String, String>,
}

impl Commands {
    fn new() -> Commands {
        let place = Place::new();
        let manual = place.succeed(&["manual"]);
        let names = manual.lines().filter_map(|line| line.strip_prefix(".SS \"doorward ")?.strip_suffix('"'));
        let names = names.map(str::to_owned).collect();
        Commands { place, names, helps: BTreeMap::new() }
    }

    fn is_group(&self, name: &str) -> bool {
        name.is_empty() || self.names.iter().any(|other| other.starts_with(&format!("{name} ")))
    }

    /// Whether a command has an option, by its help or, for settings, by that of the program.
    fn has_option(&mut self, command: &str, option: &str) -> bool {
        let is_named = pattern(&format!(r"(?m)(^|[\s,]){}([\s,=]|$)", regex::escape(option)));
        [command, ""].iter().any(|command| {
            let help = self.helps.entry((*command).to_owned()).or_insert_with(|| {
                let words: Vec<_> = command.split_whitespace().chain(["--help"]).collect();
                self.place.succeed(&words)
            });
            is_named.is_match(help)
        })
    }

    /// Says what is wrong with a command line, without the program's name.
    fn complaint(&mut self, line: &str) -> Option<String> {
        let (mut command, mut is_after_option) = (String::new(), false);
        for word in line.split_whitespace() {
            let word = word.trim_matches(['[', ']', ',']);
            if let Some(flag) = word.strip_prefix("--") {
                let name = flag.split('=').next().unwrap_or_default();
                if !self.has_option(&command, &format!("--{name}")) {
                    return Some(format!("doorward {command} has no --{name}"));
                }
                is_after_option = !flag.contains('=');
                continue;
            }
            let longer = format!("{command} {word}").trim().to_owned();
            let is_placeholder = word.starts_with('…');
            if self.names.contains(&longer) {
                command = longer;
            } else if self.is_group(&command) && command != "config" && !is_after_option && !is_placeholder {
                return Some(format!("there is no command: doorward {longer}"));
            }
            is_after_option = false;
        }
        None
    }
}

/// The command lines in a piece of shell, without the program's name.
fn command_lines(shell: &str) -> Vec<String> {
    let shell = shell.replace("\\\n", " ");
    let pieces =
        shell.lines().flat_map(|line| line.split(" #").take(1)).flat_map(|line| line.split(['|', ';', '>', '&']));
    let commands = pieces.filter_map(|piece| {
        let piece = pattern(r"^(sudo( -u \w+)? )?").replace(piece.trim(), "").into_owned();
        let (program, rest) = piece.split_once(' ').unwrap_or((&piece, ""));
        (program == "doorward" || program.ends_with("/doorward")).then(|| rest.to_owned())
    });
    commands.collect()
}

#[test]
fn commands_and_options_in_the_documents_exist() {
    let mut commands = Commands::new();
    assert!(commands.names.len() > 25, "{:?}", commands.names);
    assert!(commands.complaint("user add ada --admin --data-dir many").is_none());
    for wrong in ["usr add ada", "user ad ada", "user add ada --administrator"] {
        assert!(commands.complaint(wrong).is_some(), "{wrong}");
    }
    let (mut count, mut wrong) = (0, Vec::new());
    // What the changelog tells of may be gone.
    for document in documents().iter().filter(|document| document.name() != "CHANGELOG.md") {
        let in_blocks = document.blocks.iter().filter(|(language, _)| language == "sh").map(|(_, block)| block);
        let in_prose = document.code.iter().filter(|code| code.starts_with("doorward "));
        for line in in_blocks.chain(in_prose).flat_map(|shell| command_lines(shell)) {
            count += 1;
            wrong.extend(commands.complaint(&line).map(|why| format!("{}: {why}", document.name())));
        }
    }
    assert!(count > 100, "the commands are found: {count}");
    assert!(wrong.is_empty(), "{wrong:#?}");
}

/// Settings of PostgreSQL, SQLite and Django, and a program, that the documents name too.
const OF_OTHERS: [&str; 5] =
    ["header", "log_min_duration_statement", "pg_dump", "session_replication_role", "synchronous"];

#[test]
fn settings_in_the_documents_exist() {
    let name = pattern("^[a-z]+(_[a-z0-9]+)*$");
    let known: BTreeSet<_> =
        Document::read("docs/configuration.md").code.into_iter().filter(|code| name.is_match(code)).collect();
    let assigned = pattern("(?m)^([a-z][a-z0-9_]*) *= ");
    let (mut count, mut unknown) = (0, Vec::new());
    for document in documents().iter().filter(|document| document.name() != "CHANGELOG.md") {
        let is_for_operators = document.path.ends_with("for-operators.md");
        let in_blocks = document.blocks.iter().filter(|(language, _)| language == "toml").map(|(_, block)| block);
        let assignments = in_blocks.chain(&document.code).flat_map(|code| assigned.captures_iter(code));
        let named: Vec<_> = assignments.map(|setting| setting[1].to_owned()).collect();
        // The page with settings by task names nothing else in such letters.
        let alone = document.code.iter().filter(|code| is_for_operators && code.contains('_') && name.is_match(code));
        for setting in named.iter().chain(alone) {
            count += 1;
            if !known.contains(setting) && !OF_OTHERS.contains(&setting.as_str()) {
                unknown.push(format!("{}: {setting}", document.name()));
            }
        }
    }
    assert!(count > 60, "the settings are found: {count}");
    assert!(unknown.is_empty(), "{unknown:#?}");
}
