//! `doorward completions SHELL`

use std::process::ExitCode;

use clap::{Arg, ArgMatches, Command};
use clap_complete::{Shell, generate};

use super::Failure;

const SHELLS: [(&str, Shell); 3] = [("bash", Shell::Bash), ("zsh", Shell::Zsh), ("fish", Shell::Fish)];

/// Its words.
pub fn command() -> Command {
    Command::new("completions")
        .about("Prints a script that completes commands and settings in a shell")
        .long_about(
            "Prints a script that completes commands and settings in a shell.\n\n\
             bash: doorward completions bash > /etc/bash_completion.d/doorward\n\
             zsh:  doorward completions zsh > /usr/local/share/zsh/site-functions/_doorward\n\
             fish: doorward completions fish > ~/.config/fish/completions/doorward.fish",
        )
        .arg(
            Arg::new("shell")
                .value_name("SHELL")
                .required(true)
                .value_parser(SHELLS.map(|(name, _)| name))
                .help("Which shell"),
        )
}

/// Prints the script for all commands there are.
pub fn run(matches: &ArgMatches, mut doorward: Command) -> Result<ExitCode, Failure> {
    let name = matches.get_one::<String>("shell").map(String::as_str).unwrap_or_default();
    let (_, shell) = SHELLS.into_iter().find(|(known, _)| *known == name).ok_or("the shell is bash, zsh or fish")?;
    let mut script = Vec::new();
    generate(shell, &mut doorward, "doorward", &mut script);
    super::output::to_stdout(|out| out.write_all(&script))?;
    Ok(ExitCode::SUCCESS)
}
