//! `doorward completions SHELL`

use std::process::ExitCode;

use clap::{Args, Command};
use clap_complete::{Shell, generate};

use crate::cli::terminal::usage::one_of;
use crate::cli::terminal::{Failure, to_stdout};

/// Prints a script that completes commands and settings in a shell
///
/// bash: doorward completions bash > /etc/bash_completion.d/doorward
/// zsh:  doorward completions zsh > /usr/local/share/zsh/site-functions/_doorward
/// fish: doorward completions fish > ~/.config/fish/completions/doorward.fish
#[derive(Args)]
#[command(verbatim_doc_comment)]
pub struct Completions {
    /// Which shell
    #[arg(value_parser = one_of(["bash", "zsh", "fish"], |word| word.parse::<Shell>().ok()))]
    shell: Shell,
}

impl Completions {
    pub fn run(self, mut doorward: Command) -> Result<ExitCode, Failure> {
        let mut script = Vec::new();
        generate(self.shell, &mut doorward, "doorward", &mut script);
        to_stdout(|out| out.write_all(&script))?;
        Ok(ExitCode::SUCCESS)
    }
}
