//! `doorward backup FILE`

use std::path::PathBuf;
use std::process::ExitCode;

use clap::{Arg, ArgAction, ArgMatches, Command};

use serde_json::json;

use super::output::{Counter, print_json, print_line, quoted};
use super::{Failure, json_flag};
use crate::config::Settings;
use crate::desk::upkeep::backup;

/// Its words.
pub fn command() -> Command {
    Command::new("backup")
        .about("Copies the SQLite database to a file, beside a running server too")
        .long_about(
            "Copies the SQLite database to a file, beside a running server too. The copy is how the database was at one \
             moment, is checked, and gets its name when it is whole. The server secret is not in it: keep a copy of that \
             as well, elsewhere. On PostgreSQL use pg_dump; the command says how.",
        )
        .arg(file_argument("The file to write; it must not be there yet").required(true))
        .arg(Arg::new("force").long("force").action(ArgAction::SetTrue).help("Replaces the file if it is there"))
        .arg(json_flag())
}

/// `FILE`, for both directions.
pub fn file_argument(help: &'static str) -> Arg {
    Arg::new("file").value_name("FILE").value_parser(clap::value_parser!(PathBuf)).help(help)
}

/// Makes the copy.
pub fn run(matches: &ArgMatches, settings: &Settings) -> Result<ExitCode, Failure> {
    let file = matches.get_one::<PathBuf>("file").ok_or("name the file to write")?;
    let Some(database) = settings.database_url().file() else {
        let command = format!(
            "pg_dump --format=custom --file={} {}",
            quoted(&file.display().to_string()),
            quoted(&settings.database_url().without_password())
        );
        return Err(format!("the database is on PostgreSQL; back it up with: {command}").into());
    };
    let mut counter = Counter::new("copied", "MiB");
    let bytes = backup::write(database, file, matches.get_flag("force"), |done, all| {
        counter.show(done >> 20, Some(all >> 20));
    })?;
    counter.finish();
    if matches.get_flag("json") {
        print_json(&json!({ "file": file.display().to_string(), "bytes": bytes }))?;
        return Ok(ExitCode::SUCCESS);
    }
    let (from, to, secret) = (database.display(), file.display(), settings.secret_file().display());
    print_line(format_args!("{from} was copied to {to}: {bytes} bytes, checked."))?;
    print_line(format_args!("It holds no secret: keep a copy of {secret} as well, but not beside this one."))?;
    Ok(ExitCode::SUCCESS)
}
