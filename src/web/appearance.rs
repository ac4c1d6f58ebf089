//! Light or dark: what a person chose for this browser, else what their device asks for.

use crate::web::language::say;

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Appearance {
    /// As the device says, which may change with the time of day.
    #[default]
    Device,
    Light,
    Dark,
}

impl Appearance {
    pub const ALL: [Appearance; 3] = [Appearance::Light, Appearance::Dark, Appearance::Device];

    /// The value of the cookie and of the form, and the class that the style sheet goes by.
    pub const fn code(self) -> &'static str {
        match self {
            Appearance::Device => "device",
            Appearance::Light => "light",
            Appearance::Dark => "dark",
        }
    }

    /// In English.
    pub const fn words(self) -> &'static str {
        match self {
            Appearance::Device => say("frame-appearance-automatic"),
            Appearance::Light => say("frame-appearance-light"),
            Appearance::Dark => say("frame-appearance-dark"),
        }
    }

    /// The colours of what browsers draw around a page, `--paper` of the style sheet, each with the query for when it is
    /// meant.
    pub fn theme_colors(self) -> Vec<(&'static str, &'static str)> {
        const LIGHT: &str = "#f3efe6";
        const DARK: &str = "#101315";
        match self {
            Appearance::Device => {
                vec![(LIGHT, "(prefers-color-scheme: light)"), (DARK, "(prefers-color-scheme: dark)")]
            }
            Appearance::Light => vec![(LIGHT, "")],
            Appearance::Dark => vec![(DARK, "")],
        }
    }

    /// Whether nothing was chosen.
    pub fn is_devices(self) -> bool {
        self == Appearance::Device
    }

    /// The content of `<meta name="color-scheme">`, by which a browser colours its own parts before the style sheet is
    /// there.
    pub const fn color_scheme(self) -> &'static str {
        match self {
            Appearance::Device => "light dark",
            Appearance::Light => "light",
            Appearance::Dark => "dark",
        }
    }

    pub fn parse(code: &str) -> Option<Appearance> {
        Self::ALL.into_iter().find(|appearance| appearance.code() == code)
    }
}
