//! What an operator may change about the look of the pages: a logo, a colour, and links.

use std::fmt;
use std::path::PathBuf;

use aws_lc_rs::digest::{SHA256, digest};
use data_encoding::HEXLOWER;
use url::Url;

use super::value;
use crate::small_file;

/// A picture that takes the place of Doorward's mark, read when the settings are.
#[derive(Clone, PartialEq, Eq)]
pub struct Logo {
    path: PathBuf,
    kind: PictureKind,
    bytes: Vec<u8>,
    fingerprint: String,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum PictureKind {
    Svg,
    Png,
}

impl Logo {
    /// Reads an SVG or PNG file of at most 256 KiB; returns `None` for anything else. The content decides and not the
    /// name of the file, since browsers are told the kind.
    pub fn read(path: &str) -> Option<Logo> {
        let path = value::path(path)?;
        let bytes = small_file::read_bytes(&path, small_file::PICTURE).ok()?;
        let kind = kind_of(&bytes)?;
        let fingerprint = HEXLOWER.encode(&digest(&SHA256, &bytes).as_ref()[..6]);
        Some(Logo { path, kind, bytes, fingerprint })
    }

    /// Returns twelve digits that another picture does not have.
    pub fn fingerprint(&self) -> &str {
        &self.fingerprint
    }

    /// Returns the file.
    pub fn bytes(&self) -> &[u8] {
        &self.bytes
    }

    /// Returns what the names of such files end with.
    pub const fn extension(&self) -> &'static str {
        match self.kind {
            PictureKind::Svg => "svg",
            PictureKind::Png => "png",
        }
    }

    /// Returns the media type.
    pub const fn content_type(&self) -> &'static str {
        match self.kind {
            PictureKind::Svg => "image/svg+xml",
            PictureKind::Png => "image/png",
        }
    }
}

/// PNG begins with eight fixed bytes (RFC 2083 section 3.1). SVG is text whose first element is `svg`, after comments and
/// declarations.
fn kind_of(bytes: &[u8]) -> Option<PictureKind> {
    if bytes.starts_with(b"\x89PNG\r\n\x1a\n") {
        return Some(PictureKind::Png);
    }
    let mut rest = std::str::from_utf8(bytes).ok()?.trim_start_matches('\u{feff}').trim_start();
    loop {
        let end = match rest {
            _ if rest.starts_with("<!--") => "-->",
            _ if rest.starts_with("<?") => "?>",
            _ if rest.starts_with("<!") => ">",
            _ => break,
        };
        rest = rest.split_once(end)?.1.trim_start();
    }
    let name = rest.strip_prefix("<svg")?;
    name.starts_with(|c: char| c.is_whitespace() || c == '>' || c == '/').then_some(PictureKind::Svg)
}

impl fmt::Display for Logo {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.path.display())
    }
}

/// A picture is not written to a log.
impl fmt::Debug for Logo {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Logo({}, {} bytes)", self.path.display(), self.bytes.len())
    }
}

/// The colour of buttons and links.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct AccentColor([u8; 3]);

/// A colour that is lighter would not be known again once white text can be read on it.
const LEAST_TO_WHITE: f64 = 4.5;
/// The contrast of text to what is behind it (WCAG 2.2, success criterion 1.4.6).
const LEAST_OF_TEXT: f64 = 7.0;
const WHITE: [u8; 3] = [255; 3];
const BLACK: [u8; 3] = [0; 3];

impl AccentColor {
    /// Parses `#rrggbb`. The colour must be dark enough to be one for buttons with white text.
    pub fn parse(text: &str) -> Option<AccentColor> {
        let digits = text.strip_prefix('#').filter(|digits| digits.len() == 6 && digits.is_ascii())?;
        let byte = |at: usize| u8::from_str_radix(digits.get(at..at + 2)?, 16).ok();
        let color = [byte(0)?, byte(2)?, byte(4)?];
        let is_hexadecimal = digits.bytes().all(|digit| digit.is_ascii_hexdigit());
        (is_hexadecimal && contrast(color, WHITE) >= LEAST_TO_WHITE).then_some(AccentColor(color))
    }

    /// Returns the colour of text on a light or dark ground, or of the ground of such text: this one, mixed with as much
    /// black or white as it takes to be readable.
    pub fn readable_on(self, ground: [u8; 3]) -> AccentColor {
        let end = if luminance(ground) > 0.5 { BLACK } else { WHITE };
        let mixed = (0..=100).map(|percent| mix(self.0, end, percent));
        AccentColor(mixed.into_iter().find(|color| contrast(*color, ground) >= LEAST_OF_TEXT).unwrap_or(end))
    }
}

impl fmt::Display for AccentColor {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let [red, green, blue] = self.0;
        write!(f, "#{red:02x}{green:02x}{blue:02x}")
    }
}

fn mix(from: [u8; 3], to: [u8; 3], percent: u32) -> [u8; 3] {
    let part = |from: u8, to: u8| (u32::from(from) * (100 - percent) + u32::from(to) * percent).div_euclid(100);
    std::array::from_fn(|at| u8::try_from(part(from[at], to[at])).unwrap_or(u8::MAX))
}

/// The contrast of two colours, from 1 to 21 (WCAG 2.2, *contrast ratio*).
fn contrast(one: [u8; 3], other: [u8; 3]) -> f64 {
    let (one, other) = (luminance(one), luminance(other));
    (one.max(other) + 0.05) / (one.min(other) + 0.05)
}

/// WCAG 2.2, *relative luminance*.
fn luminance(color: [u8; 3]) -> f64 {
    let [red, green, blue] = color.map(|byte| {
        let part = f64::from(byte) / 255.0;
        if part <= 0.04045 { part / 12.92 } else { ((part + 0.055) / 1.055).powf(2.4) }
    });
    0.2126 * red + 0.7152 * green + 0.0722 * blue
}

/// An address that a page links to: a web page, or a mail address.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Link(Url);

impl Link {
    /// Parses an `https`, `http` or `mailto` URL without a password in it.
    pub fn parse(text: &str) -> Option<Link> {
        let url = Url::parse(text).ok()?;
        let is_page = matches!(url.scheme(), "http" | "https") && url.has_host() && url.password().is_none();
        let is_mail = url.scheme() == "mailto" && url.path().contains('@');
        (is_page || is_mail).then_some(Link(url))
    }
}

impl fmt::Display for Link {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.0.as_str())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn contrast_is_that_of_the_guidelines() {
        assert!((contrast(WHITE, BLACK) - 21.0).abs() < 1e-9 && (contrast(WHITE, WHITE) - 1.0).abs() < 1e-9);
        // The lightest grey that passes on white is well known.
        assert!(AccentColor::parse("#767676").is_some() && AccentColor::parse("#777777").is_none());
    }

    #[test]
    fn a_colour_is_six_digits_and_dark_enough_for_white_text() {
        assert_eq!(AccentColor::parse("#17505B").expect("dark").to_string(), "#17505b");
        for bad in ["", "17505b", "#175", "#17505g", "#+7505b", "#17505b00", "teal", "#ffff00", "#ffffff", "#€€"] {
            assert_eq!(AccentColor::parse(bad), None, "{bad}");
        }
    }

    #[test]
    fn links_are_readable_on_every_ground() {
        for color in ["#000000", "#767676", "#17505b", "#c2185b", "#0000ff", "#b91c1c"] {
            let accent = AccentColor::parse(color).expect("dark");
            for ground in [[0xf4, 0xef, 0xe6], [0xff, 0xfd, 0xf9], [0x12, 0x14, 0x16], [0x1b, 0x1f, 0x22]] {
                let AccentColor(link) = accent.readable_on(ground);
                assert!(contrast(link, ground) >= LEAST_OF_TEXT, "{color} on {ground:?}: {link:?}");
            }
        }
        let dark = AccentColor::parse("#003344").expect("dark");
        assert_eq!(dark.readable_on(WHITE), dark, "what is readable stays");
    }

    #[test]
    fn the_content_of_a_file_says_what_picture_it_is() {
        assert_eq!(kind_of(b"\x89PNG\r\n\x1a\n..."), Some(PictureKind::Png));
        for svg in [
            "<svg xmlns='http://www.w3.org/2000/svg'/>",
            "\u{feff}<?xml version='1.0'?>\n<!-- a > b -->\n<!DOCTYPE svg>\n<svg>",
            " <svg/>",
        ] {
            assert_eq!(kind_of(svg.as_bytes()), Some(PictureKind::Svg), "{svg}");
        }
        let others: [&[u8]; 6] = [b"", b"<html>", b"<svgx>", b"<!-- <svg>", b"GIF89a", b"\xff\xd8\xff\xe0"];
        for other in others {
            assert_eq!(kind_of(other), None, "{other:?}");
        }
        assert!(Logo::read("Cargo.toml").is_none() && Logo::read("no/such/file.svg").is_none());
    }

    #[test]
    fn a_link_leads_to_a_page_or_a_mailbox() {
        for good in ["https://example.org/help", "http://intranet/", "mailto:help@example.org"] {
            assert_eq!(Link::parse(good).expect(good).to_string(), good);
        }
        for bad in [
            "",
            "example.org",
            "/help",
            "javascript:alert(1)",
            "data:text/html,x",
            "https://",
            "mailto:",
            "https://a:b@c/",
        ] {
            assert_eq!(Link::parse(bad), None, "{bad}");
        }
    }
}
