//! The links by which people choose a password themselves, and those that make a browser known: printed for whoever hands
//! them over, or sent by mail.

use clap::Args;
use serde_json::json;

use super::account::{Named, to_json};
use crate::cli::terminal::{Failure, Format, note, print_json, print_line, print_outcome};
use crate::desk::Desk;
use crate::desk::account::links::{self, Mailed};
use crate::desk::account::{self, Cover, NewLink};
use crate::desk::by::By;
use crate::domain::account::LinkPurpose;
use crate::domain::mail::Note;
use crate::language::{self, Language};
use crate::web::paths;

/// Whose link it is, and how it gets to them.
#[derive(Args)]
pub struct Sent {
    #[command(flatten)]
    pub named: Named,
    /// Sends the link to the email address of the account instead of printing it
    #[arg(long)]
    mail: bool,
    #[command(flatten)]
    cover: CoverArgs,
}

/// What goes with a link by mail.
#[derive(Args)]
pub struct CoverArgs {
    /// Adds a text to the mail
    #[arg(long, value_name = "TEXT", requires = "mail")]
    message: Option<String>,
    /// Writes the mail in this language, if its reader has never signed in
    #[arg(long, value_name = "CODE", value_parser = parse_language, requires = "mail")]
    language: Option<Language>,
}

fn parse_language(code: &str) -> Result<Language, String> {
    Language::parse(code).ok_or_else(|| format!("the languages are {}", language::CODES))
}

impl CoverArgs {
    pub fn read(&self, desk: &Desk) -> Result<Cover, Failure> {
        let note = Note::parse(self.message.as_deref().unwrap_or_default())?;
        Ok(Cover { note, language: self.language.unwrap_or(desk.settings().default_language) })
    }
}

/// Says where a link is on its way to.
pub fn print_mailed(mailed: &Mailed, has_mail: bool, format: Format) -> Result<(), Failure> {
    let (user, address) = (&mailed.user.username, mailed.address.as_str());
    let mut value = to_json(&mailed.user);
    value["mailed_to"] = address.into();
    value["link_expires_at"] = json!(mailed.expires_at.to_rfc3339());
    let until = mailed.expires_at.to_minutes();
    let then = match has_mail {
        true => "A running server sends it; \"doorward mail list\" shows what became of it.",
        false => "smtp_url is not set, so a running server writes it to a file, and nobody gets it.",
    };
    let line = format!("A link for {user} is in the outbox, to {address}; it works once, until {until} UTC. {then}");
    print_outcome(format, &value, line)
}

/// What links are made from.
pub struct Links<'d> {
    pub desk: &'d Desk,
    /// Tells whether the settings do not say where people reach the server.
    pub is_url_assumed: bool,
}

impl Links<'_> {
    /// `user invite`, `user reset` and `user device-link`
    pub async fn make(&self, purpose: LinkPurpose, sent: Sent) -> Result<(), Failure> {
        let (desk, format) = (self.desk, sent.named.format);
        let id = account::find(desk, sent.named.name).await?.id;
        if sent.mail {
            let cover = sent.cover.read(desk)?;
            let mailed = links::mail_link(desk, id, purpose, cover, By::operator()).await?;
            return print_mailed(&mailed, desk.settings().smtp_url.is_some(), format);
        }
        let link = match purpose {
            LinkPurpose::Invitation => links::invite_again(desk, id, By::operator()).await?,
            LinkPurpose::PasswordReset => links::start_password_reset(desk, id, By::operator()).await?,
            LinkPurpose::Device => links::make_device_link(desk, id, By::operator()).await?,
        };
        self.print(&link, format)
    }

    /// The link goes to standard output, where the caller expects it; it is stored nowhere.
    pub fn print(&self, link: &NewLink, format: Format) -> Result<(), Failure> {
        let settings = self.desk.settings();
        let origin = settings.public_url().origin();
        if self.is_url_assumed {
            // A server that runs may have been started with other flags, or in another environment.
            note(format_args!(
                "doorward: public_url is not set, so the link begins with {origin}, as listen = \"{}\" here; if the server \
                 listens elsewhere, give this command the same --listen, or set public_url\n",
                settings.listen
            ));
        }
        print_link(&origin, link, format)
    }
}

fn print_link(origin: &str, link: &NewLink, format: Format) -> Result<(), Failure> {
    let url = format!("{origin}{}", paths::account_link(link));
    if format.json {
        let mut value = to_json(&link.user);
        value["link"] = url.into();
        value["link_expires_at"] = json!(link.expires_at.to_rfc3339());
        return print_json(&value);
    }
    let (user, until) = (&link.user.username, link.expires_at.to_minutes());
    match link.purpose {
        LinkPurpose::Invitation => {
            let role = link.user.role;
            print_line(format_args!(
                "{user} is invited; role {role}. Send them this link, which works once, until {until} UTC:"
            ))?;
        }
        LinkPurpose::PasswordReset => {
            print_line(format_args!(
                "Send this link to {user}; it works once, until {until} UTC. Nothing changes before:"
            ))?;
        }
        LinkPurpose::Device => {
            print_line(format_args!(
                "Send this link to {user}, to be opened in the browser to sign in with; it works once, until {until} UTC, and signs nobody in:"
            ))?;
        }
    }
    print_line(url)
}
