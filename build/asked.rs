//! Which messages templates and sources ask for.

use std::collections::BTreeSet;
use std::path::Path;
use std::{fs, io};

/// A call that names a message.
pub struct Asked {
    /// The file.
    pub place: String,
    pub id: String,
    /// The names of the values that the call gives; `None` if others give them, as after `say`.
    pub values: Option<BTreeSet<String>>,
}

/// The functions that take an id first.
const CALLS: [&str; 4] = ["t(", "with(", "around(", "say("];

/// Every call in the files of these folders.
pub fn below(root: &Path, folders: &[&str]) -> io::Result<Vec<Asked>> {
    let mut found = Vec::new();
    for folder in folders {
        collect(root, Path::new(folder), &mut found)?;
    }
    Ok(found)
}

/// Reads a file; an error names it.
pub fn read(path: &Path) -> io::Result<String> {
    fs::read_to_string(path).map_err(|error| io::Error::new(error.kind(), format!("{}: {error}", path.display())))
}

fn collect(root: &Path, folder: &Path, found: &mut Vec<Asked>) -> io::Result<()> {
    let mut names: Vec<_> =
        fs::read_dir(root.join(folder))?.map(|entry| Ok(entry?.file_name())).collect::<io::Result<_>>()?;
    names.sort();
    for path in names.into_iter().map(|name| folder.join(name)) {
        if root.join(&path).is_dir() {
            collect(root, &path, found)?;
        }
        // Editors put files of their own beside the one that is edited.
        let is_source = path.extension().is_some_and(|extension| extension == "rs" || extension == "html");
        if is_source && root.join(&path).is_file() {
            calls(&path.display().to_string(), code_of(&read(&root.join(&path))?), found);
        }
    }
    Ok(())
}

fn calls(place: &str, code: &str, found: &mut Vec<Asked>) {
    for call in CALLS {
        for (at, _) in code.match_indices(call) {
            let is_end_of_word = code[..at].ends_with(|c: char| c.is_alphanumeric() || c == '_');
            let first = code[at + call.len()..].trim_start().strip_prefix('"').and_then(|text| text.split_once('"'));
            if let Some((id, rest)) = first.filter(|_| !is_end_of_word) {
                found.push(Asked { place: place.to_owned(), id: id.to_owned(), values: values(call, rest) });
            }
        }
    }
}

/// The names of values that stand behind the id.
fn values(call: &str, rest: &str) -> Option<BTreeSet<String>> {
    let literal = |text: &str| text.trim_start().strip_prefix('"')?.split('"').next().map(str::to_owned);
    match call {
        "t(" => Some(BTreeSet::new()),
        "around(" => Some(rest.trim_start().strip_prefix(',').and_then(literal).into_iter().collect()),
        "with(" => {
            let pairs = rest.trim_start().strip_prefix(',')?.trim_start().trim_start_matches('&').strip_prefix('[')?;
            Some(pairs_of(pairs).split('(').filter_map(literal).collect())
        }
        _ => None,
    }
}

/// The inside of brackets that have been opened.
fn pairs_of(text: &str) -> &str {
    let mut depth = 1;
    let end = text.char_indices().find(|(_, c)| {
        depth += i32::from(*c == '[') - i32::from(*c == ']');
        depth == 0
    });
    end.map_or(text, |(end, _)| &text[..end])
}

/// The text without its tests, whose sentences nobody sees.
fn code_of(text: &str) -> &str {
    text.split("#[cfg(test)]\nmod tests {").next().unwrap_or_default()
}
