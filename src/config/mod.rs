//! Every setting: its name, default, check and reason; and where its value comes from.
//!
//! `doorward.toml`, then environment variables `DOORWARD_*`, then flags; a later one wins.

mod advice;
mod apps;
mod database_url;
mod document;
mod load;
mod password;
mod settings;
mod value;

pub use advice::{Advice, advice};
pub use database_url::DatabaseUrl;
pub use document::{configuration_page, effective_settings};
pub use load::{ConfigError, Loaded, Sources, load};
pub use password::{has_credentials, may_hold_password, sets_secret};
pub use settings::{Definition, SETTINGS, Settings};
pub use value::{Listen, LogFormat, PublicUrl};
