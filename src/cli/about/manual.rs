//! `doorward manual`

use std::io::Write;
use std::process::ExitCode;

use crate::cli::terminal::{Failure, to_stdout};
use clap::Command;
use clap_mangen::Man;

pub fn run(doorward: &Command) -> Result<ExitCode, Failure> {
    let mut page = Vec::new();
    let whole = Man::new(doorward.clone()).section("1").manual("Doorward");
    whole.render_title(&mut page)?;
    whole.render_name_section(&mut page)?;
    // A usage line with all settings would help nobody.
    writeln!(page, ".SH SYNOPSIS\n\\fBdoorward\\fR [\\fICOMMAND\\fR] [\\fISETTINGS\\fR]")?;
    whole.render_description_section(&mut page)?;
    writeln!(page, ".SH COMMANDS")?;
    for command in doorward.get_subcommands() {
        render(command, "doorward", &mut page)?;
    }
    whole.render_options_section(&mut page)?;
    writeln!(
        page,
        ".SH \"EXIT STATUS\"\n0 if all went well, 1 with one line that says why, 2 if the command line was not understood."
    )?;
    to_stdout(|out| out.write_all(&page))?;
    Ok(ExitCode::SUCCESS)
}

/// One command and its subcommands, each as a section of its own. The settings, which every command takes, are listed
/// once, at the end of the page.
fn render(command: &Command, above: &str, page: &mut Vec<u8>) -> std::io::Result<()> {
    let name = format!("{above} {}", command.get_name());
    writeln!(page, ".SS \"{name}\"")?;
    let below: Vec<Command> = command.get_subcommands().cloned().collect();
    // Without its subcommands, the usage line is the command's own.
    let alone = Command::new(name.clone())
        .disable_help_flag(true)
        .args(command.get_arguments().cloned())
        .groups(command.get_groups().cloned());
    let about = command.get_long_about().or_else(|| command.get_about()).map(ToString::to_string).unwrap_or_default();
    let mut parts = Vec::new();
    let man = Man::new(alone.about(about));
    man.render_description_section(&mut parts)?;
    if command.get_arguments().next().is_some() || below.is_empty() {
        man.render_synopsis_section(&mut parts)?;
    }
    if command.get_arguments().next().is_some() {
        man.render_options_section(&mut parts)?;
    }
    for line in String::from_utf8_lossy(&parts).lines() {
        match line.strip_prefix(".SH ") {
            // The text follows the heading of the command; a heading in between would say nothing.
            Some("DESCRIPTION") => {}
            Some(_) => writeln!(page, ".PP")?,
            None => writeln!(page, "{line}")?,
        }
    }
    below.iter().try_for_each(|command| render(command, &name, page))
}
