//! Every setting: its name, default, check and reason, and the source of its value.
//!
//! Values come from `doorward.toml`, then from environment variables `DOORWARD_*`, then from flags. The last one wins.
//! `sources` reads them, and `load` checks them and says what is wrong or unknown. `value`, `database_url` and
//! `mail` parse single values, `apps` checks some against each other, `advice` warns of allowed but unwise ones, and `document`
//! writes them for people.
//!
//! **To add a setting**, write one entry in `settings.rs`: flag, variable, file, documents and the page of settings
//! follow from it. Then `cargo run -- config --markdown > docs/configuration.md`.

mod advice;
mod apps;
mod branding;
mod database_url;
mod document;
mod load;
mod mail;
mod password;
mod settings;
mod sources;
mod value;

pub use advice::{Advice, advice};
pub use branding::{AccentColor, Link, Logo};
pub use database_url::{DatabaseUrl, looks_like_password};
pub use document::{configuration_page, effective_settings};
pub use load::{Loaded, load};
pub use mail::{Mailbox, SmtpLogin, SmtpTls, SmtpUrl};
pub use password::{may_hold_password, names_file};
pub use settings::{Definition, SETTINGS, Settings};
pub use sources::{ConfigError, Given, Sources};
pub use value::{Listen, LogFormat, PublicUrl};

pub use crate::domain::net::{AccessRules, Origin};
pub use crate::domain::sign_in::TwoFactorPolicy;
pub use crate::domain::token::SigningAlgorithm;
pub use crate::language::Language;
