//! Refuses to build Doorward while a sentence that people see is not in `locales/ko.toml`, or a translation is left over.

use std::collections::BTreeSet;
use std::path::Path;
use std::{fs, io};

/// Where sentences stand. Advice about settings is written for the command line too, so its texts are read in their way.
const SOURCES: [&str; 3] = ["templates", "src/web", "src/domain"];
const ADVICE: &str = "src/config/advice.rs";
const KOREAN: &str = "locales/ko.toml";

fn main() -> io::Result<()> {
    for path in SOURCES.iter().chain(&[ADVICE, KOREAN]) {
        println!("cargo::rerun-if-changed={path}");
    }
    for complaint in complaints(Path::new("."))? {
        println!("cargo::error={complaint}");
    }
    Ok(())
}

/// What is wrong with the translations below `root`, one line for each sentence.
pub fn complaints(root: &Path) -> io::Result<Vec<String>> {
    let mut asked = BTreeSet::new();
    for folder in SOURCES {
        collect(&root.join(folder), &mut asked)?;
    }
    asked.extend(advice(code_of(&read(&root.join(ADVICE))?)));
    let korean = read(&root.join(KOREAN))?;
    let (mut complaints, mut known) = (Vec::new(), BTreeSet::new());
    for line in korean.lines().filter(|line| !line.starts_with('#')) {
        let pair = line.strip_prefix('"').and_then(|line| line.strip_suffix('"')?.split_once("\" = \""));
        match pair {
            Some(pair) if [pair.0, pair.1].iter().any(|sentence| sentence.contains(['"', '\\'])) => {
                complaints.push(format!("{KOREAN}: a sentence has no \" and no \\ inside: {line}"));
            }
            Some((english, korean)) if english.matches("{}").count() != korean.matches("{}").count() => {
                complaints.push(format!("{KOREAN}: the two sentences have not as many {{}}: {line}"));
            }
            Some((english, _)) => {
                if !known.insert(english.to_owned()) {
                    complaints.push(format!("{KOREAN}: this sentence is there already: {line}"));
                }
            }
            None => complaints.push(format!("{KOREAN}: this is no line of the form \"English\" = \"Korean\": {line}")),
        }
    }
    let missing = asked.difference(&known).map(|sentence| format!("{KOREAN} has no translation of: {sentence}"));
    let left_over =
        known.difference(&asked).map(|sentence| format!("{KOREAN}: nothing shows this sentence: {sentence}"));
    complaints.extend(missing.chain(left_over));
    Ok(complaints)
}

/// Adds every sentence in the files of a folder: the literal after `t(`, `with(` or `say(`.
fn collect(folder: &Path, found: &mut BTreeSet<String>) -> io::Result<()> {
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        if path.is_dir() {
            collect(&path, found)?;
        }
        // Editors put files of their own beside the one that is edited.
        let is_source = path.extension().is_some_and(|extension| extension == "rs" || extension == "html");
        if !is_source || !path.is_file() {
            continue;
        }
        let text = read(&path)?;
        let text = code_of(&text);
        for call in ["t(", "with(", "say("] {
            for (at, _) in text.match_indices(call) {
                let is_end_of_word = text[..at].ends_with(|c: char| c.is_alphanumeric() || c == '_');
                let sentence = text[at + call.len()..].trim_start().strip_prefix('"');
                if let Some(sentence) = sentence.filter(|_| !is_end_of_word) {
                    found.extend(sentence.split('"').next().map(str::to_owned));
                }
            }
        }
    }
    Ok(())
}

/// Reads a file; an error names it.
fn read(path: &Path) -> io::Result<String> {
    fs::read_to_string(path).map_err(|error| io::Error::new(error.kind(), format!("{}: {error}", path.display())))
}

/// What the advice says: after the name of its setting, the two texts of every `say(`.
fn advice(code: &str) -> impl Iterator<Item = String> {
    let calls = code.split(" say(").skip(1).filter(|call| call.trim_start().starts_with('"'));
    calls.flat_map(|call| call.split('"').skip(3).step_by(2).take(2).map(str::to_owned))
}

/// The text without its tests, whose sentences nobody sees.
fn code_of(text: &str) -> &str {
    text.split("#[cfg(test)]\nmod tests {").next().unwrap_or_default()
}
