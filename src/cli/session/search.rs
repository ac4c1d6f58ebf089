//! The flags by which sessions are searched.

use clap::Args;

use crate::cli::Failure;
use crate::domain::search::session_filter::{SessionFilter, SessionParameters, Unreadable};

/// What sessions are searched by.
#[derive(Args)]
pub struct Search {
    /// A name, an e-mail address, or the beginning of one with * at its end
    #[arg(long, value_name = "WHO")]
    user: Option<String>,
    /// An address such as 192.0.2.7, or a network such as 192.0.2.0/24
    #[arg(long, value_name = "NETWORK")]
    address: Option<String>,
    /// Words of a browser or system, such as firefox or android
    #[arg(long, value_name = "WORDS")]
    device: Option<String>,
    /// within-24h, beyond-24h (longer ago), since-2026-11-23 or until-2026-11-23 (UTC; or a moment of RFC 3339)
    #[arg(long, value_name = "WHEN")]
    signed_in: Option<String>,
    /// The same for the last use
    #[arg(long, value_name = "WHEN")]
    last_seen: Option<String>,
}

impl Search {
    /// The filter that these flags and a state mean.
    pub fn filter(self, state: Option<String>) -> Result<SessionFilter, Failure> {
        let parameters = SessionParameters {
            user: self.user.unwrap_or_default(),
            address: self.address.unwrap_or_default(),
            device: self.device.unwrap_or_default(),
            state: state.unwrap_or_default(),
            signed_in: self.signed_in.unwrap_or_default(),
            last_seen: self.last_seen.unwrap_or_default(),
        };
        SessionFilter::parse(&parameters).map_err(|unreadable| refusal(unreadable).into())
    }
}

fn refusal(unreadable: Unreadable) -> &'static str {
    match unreadable {
        Unreadable::User => {
            "--user: no user can be called that; type a name, an e-mail address, or the beginning of one with *"
        }
        Unreadable::Address => "--address: type an address such as 192.0.2.7, or a network such as 192.0.2.0/24",
        Unreadable::Device => "--device: no device is known by these words; try firefox, or android",
        Unreadable::Choice => {
            "--signed-in and --last-seen: type within-24h, beyond-24h, since-2026-11-23 or until-2026-11-23"
        }
    }
}
