//! What an operator's settings change about every page.

use crate::config::Settings;
use crate::web::http::static_files;

/// Paths of files, and addresses that pages link to.
pub struct Branding {
    pub style: String,
    pub icon: String,
    pub touch_icon: Option<String>,
    /// `None` where Doorward's mark is shown.
    pub logo: Option<String>,
    pub help_url: Option<String>,
    /// What people should do who cannot sign in.
    pub help_text: Option<String>,
    pub privacy_url: Option<String>,
    pub imprint_url: Option<String>,
}

impl Branding {
    /// Whether there is something to link to from the foot of a page.
    pub fn has_links(&self) -> bool {
        [&self.help_url, &self.privacy_url, &self.imprint_url].iter().any(|url| url.is_some())
    }

    pub fn of(settings: &Settings) -> Branding {
        Branding {
            style: static_files::style(settings),
            icon: static_files::icon(settings),
            touch_icon: static_files::touch_icon(settings),
            logo: static_files::logo(settings),
            help_url: settings.help_url.as_ref().map(ToString::to_string),
            help_text: settings.help_text.clone(),
            privacy_url: settings.privacy_url.as_ref().map(ToString::to_string),
            imprint_url: settings.imprint_url.as_ref().map(ToString::to_string),
        }
    }
}
