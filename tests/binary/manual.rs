//! The completions and the man page, which are made from the definitions of the commands.

use std::io::Write;
use std::process::{Command, Stdio};

use crate::support::program::Place;

/// Returns the output of another program for a text, or `None` if that program is not installed.
fn piped(program: &str, arguments: &[&str], input: &str) -> Option<(bool, String)> {
    let child = Command::new(program)
        .args(arguments)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn();
    let mut child = child.ok()?;
    let mut stdin = child.stdin.take().expect("piped");
    let input = input.to_owned();
    let writer = std::thread::spawn(move || stdin.write_all(input.as_bytes()));
    let output = child.wait_with_output().expect("ends");
    writer.join().expect("ran").expect("written");
    let text = String::from_utf8_lossy(&output.stdout).into_owned() + &String::from_utf8_lossy(&output.stderr);
    Some((output.status.success(), text))
}

#[test]
fn completions_are_scripts_that_know_all_commands_and_settings() {
    let place = Place::new();
    for shell in ["bash", "zsh", "fish"] {
        let script = place.succeed(&["completions", shell]);
        for word in ["restore", "completions", "revoke", "session-idle"] {
            assert!(script.contains(word), "{shell}: {word}");
        }
        if let Some((is_read, text)) = piped(shell, &["-n"], &script) {
            assert!(is_read && text.is_empty(), "{shell}: {text}");
        }
    }
    let script = place.succeed(&["completions", "bash"]);
    let ask = "COMP_WORDS=(doorward ba); COMP_CWORD=1; _doorward doorward ba doorward; echo \"${COMPREPLY[*]}\"";
    if let Some((is_read, text)) = piped("bash", &[], &format!("{script}\n{ask}\n")) {
        assert!(is_read && text.trim() == "backup", "{text}");
    }
    assert_eq!(place.run(&["completions", "tcsh"]).status.code(), Some(2));
    assert_eq!(place.run(&["completions"]).status.code(), Some(2));
    assert!(place.entries().is_empty());
}

#[test]
fn the_man_page_names_every_command_and_setting() {
    let place = Place::new();
    // Wrong settings keep nobody from reading about them.
    std::fs::write(place.path("doorward.toml"), "colour = \"red\"\n").expect("written");
    let page = place.succeed(&["manual"]);
    assert!(page.lines().any(|line| line.starts_with(".TH doorward 1")), "{page}");
    let settings = place.run(&["--help"]);
    let help = String::from_utf8_lossy(&settings.stdout).into_owned();
    let flags: Vec<&str> =
        help.split_whitespace().filter(|word| word.starts_with("--")).map(|word| word.trim_end_matches(',')).collect();
    assert!(flags.len() > 20, "{flags:?}");
    for flag in flags {
        assert!(page.contains(&flag.replace('-', "\\-")), "{flag}");
    }
    for command in ["doorward user add", "doorward session revoke", "doorward config check", "doorward manual"] {
        assert!(page.contains(&format!(".SS \"{command}\"")), "{command}");
    }
    if let Some((is_read, text)) = piped("groff", &["-man", "-Tascii", "-ww", "-z"], &page) {
        assert!(is_read && text.is_empty(), "groff: {text}");
    }
}
