//! Lists the languages in `locales` for `src/language`, and refuses to build Doorward while one of them lacks a message,
//! has one too many, or cannot be read.

use std::collections::BTreeSet;
use std::path::Path;
use std::{env, fs, io};

#[path = "build/asked.rs"]
mod asked;
#[path = "build/locale.rs"]
mod locale;

use asked::Asked;
use locale::Locale;

/// Where messages are asked for.
const SOURCES: [&str; 2] = ["templates", "src"];
const LOCALES: &str = "locales";
/// The language that the others are compared with.
const ENGLISH: &str = "en";

fn main() -> io::Result<()> {
    for path in SOURCES.iter().chain(&[LOCALES, "build"]) {
        println!("cargo::rerun-if-changed={path}");
    }
    let root = Path::new(".");
    for complaint in complaints(root)? {
        println!("cargo::error={complaint}");
    }
    let table = Path::new(&env::var_os("OUT_DIR").unwrap_or_default()).join("languages.rs");
    fs::write(table, languages(&locale::codes(&root.join(LOCALES))?))
}

/// The Rust that `src/language` includes: the languages with their files, English first.
fn languages(codes: &[String]) -> String {
    let mut codes: Vec<&str> = codes.iter().map(String::as_str).collect();
    codes.sort_by_key(|code| (*code != ENGLISH, *code));
    let file = |code: &&str| {
        format!("    (\"{code}\", include_str!(concat!(env!(\"CARGO_MANIFEST_DIR\"), \"/{LOCALES}/{code}.ftl\"))),\n")
    };
    let files: String = codes.iter().map(file).collect();
    let choices = match codes.split_last() {
        Some((last, others)) if !others.is_empty() => format!("{} or {last}", others.join(", ")),
        _ => codes.concat(),
    };
    format!("pub const CODES: &str = \"{choices}\";\npub static FILES: &[(&str, &str)] = &[\n{files}];\n")
}

/// What is wrong with the languages below `root`, one line for each mistake.
pub fn complaints(root: &Path) -> io::Result<Vec<String>> {
    let (mut complaints, mut locales) = (Vec::new(), Vec::new());
    for code in locale::codes(&root.join(LOCALES))? {
        let file = format!("{LOCALES}/{code}.ftl");
        if !(2..=3).contains(&code.len()) || !code.bytes().all(|letter| letter.is_ascii_lowercase()) {
            complaints.push(format!("{file}: a file is called by the two or three letters of its language (ISO 639)"));
        }
        locales.push(Locale::read(&file, &asked::read(&root.join(&file))?, &mut complaints));
    }
    let english_file = format!("{LOCALES}/{ENGLISH}.ftl");
    let Some(english) = locales.iter().find(|locale| locale.file == english_file) else {
        complaints.push(format!("{english_file} is missing"));
        return Ok(complaints);
    };
    for locale in locales.iter().filter(|locale| locale.file != english.file) {
        locale.compare(english, &mut complaints);
    }
    let asked = asked::below(root, &SOURCES)?;
    complaints.extend(asked.iter().filter_map(|asked| wrong(asked, english)));
    let ids: BTreeSet<&str> = asked.iter().map(|asked| asked.id.as_str()).collect();
    let left_over = english.messages.keys().filter(|id| !ids.contains(id.as_str()));
    complaints.extend(left_over.map(|id| format!("{english_file}: nothing shows {id}")));
    Ok(complaints)
}

/// What is wrong with a call that asks for a message.
fn wrong(asked: &Asked, english: &Locale) -> Option<String> {
    let Asked { place, id, values } = asked;
    let Some(wanted) = english.messages.get(id) else {
        return Some(format!("{place} asks for {id}, which {} does not have", english.file));
    };
    let given = values.as_ref().filter(|given| *given != wanted)?;
    Some(format!("{place} gives {id} {}, and {} has {}", locale::list(given), english.file, locale::list(wanted)))
}
