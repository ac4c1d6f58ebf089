//! Pictures of all pages and states, for people to look at: files with telling names, and a page that shows them.

use std::collections::BTreeMap;
use std::fmt::Write;
use std::path::{Path, PathBuf};
use std::sync::Mutex;

use crate::chromium::Chromium;
use crate::devtools::{View, picture_of_all};

const HEAD: &str = "<!doctype html>
<html lang=\"en\">
<meta charset=\"utf-8\">
<title>All pages and states</title>
<style>
body { margin: 1rem; font: 1rem/1.5 system-ui, sans-serif; background: #777; color: #fff }
a { color: inherit }
figure { display: inline-block; vertical-align: top; margin: 0 1rem 1rem 0 }
img { display: block; max-height: 40rem; max-width: 40rem }
</style>
";

/// Takes pictures in one language.
pub struct Pictures {
    language: &'static str,
    taken: usize,
    views: &'static [(u32, bool, &'static str)],
}

/// Widths and colours: what a person looks at before a release, and as much of it as each run of the tests keeps.
const ALL: [(u32, bool, &str); 4] =
    [(320, false, "light"), (320, true, "dark"), (1280, false, "light"), (1280, true, "dark")];
const FEW: [(u32, bool, &str); 2] = [(320, false, "light"), (1280, true, "dark")];

/// Returns the folder that holds all pictures.
pub fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("target/pictures")
}

impl Pictures {
    /// Pictures are taken in the languages that `PICTURES` names, and fewer if `FEWER_PICTURES` is set.
    pub fn asked_for(language: &'static str) -> Option<Pictures> {
        let languages = std::env::var("PICTURES").ok()?;
        let views: &[_] = if std::env::var_os("FEWER_PICTURES").is_some() { &FEW } else { &ALL };
        languages.split_whitespace().any(|asked| asked == language).then_some(Pictures { language, taken: 0, views })
    }

    /// Takes the pictures of the present page, wide and narrow, light and dark.
    pub async fn take(&mut self, browser: &Chromium, group: &str, name: &str) {
        let in_a_file = |text: &str| text.replace(|letter: char| !letter.is_alphanumeric(), "-");
        let folder = folder().join(in_a_file(group));
        std::fs::create_dir_all(&folder).expect("a folder");
        self.taken += 1;
        for &(width, is_dark, scheme) in self.views {
            let view = View { is_dark, height: 640, ..View::of(width) };
            let file = format!("{:03}-{}.{}-{width}-{scheme}.png", self.taken, in_a_file(name), self.language);
            std::fs::write(folder.join(file), picture_of_all(browser, &view).await).expect("written");
        }
    }

    /// Writes the page that shows the pictures of all languages that there are.
    pub fn write_index() {
        // Languages are walked through side by side, and the last to end knows all pictures.
        static WRITING: Mutex<()> = Mutex::new(());
        let writing = WRITING.lock().expect("no other failed");
        let entries = |folder: &Path| {
            let entries = std::fs::read_dir(folder).expect("a folder").flatten();
            let mut names: Vec<_> = entries.map(|entry| entry.file_name().to_string_lossy().into_owned()).collect();
            names.sort();
            names
        };
        let mut page = HEAD.to_owned();
        for group in entries(&folder()).iter().filter(|group| folder().join(group).is_dir()) {
            let mut states = BTreeMap::<String, Vec<String>>::new();
            for file in entries(&folder().join(group)) {
                let state = file.split('.').next().unwrap_or_default().to_owned();
                states.entry(state).or_default().push(file);
            }
            writeln!(page, "<h1>{group}</h1>").expect("written");
            for (state, files) in states {
                writeln!(page, "<h2>{state}</h2>").expect("written");
                for file in files {
                    writeln!(page, "<figure><a href=\"{group}/{file}\"><img loading=\"lazy\" src=\"{group}/{file}\" alt=\"\"></a><figcaption>{file}</figcaption></figure>").expect("written");
                }
            }
        }
        std::fs::write(folder().join("index.html"), page).expect("written");
        drop(writing);
    }
}
