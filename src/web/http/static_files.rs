//! Style sheet, icons and the operator's logo: named by their content, cached for ever.

use std::borrow::Cow;
use std::sync::LazyLock;

use actix_web::http::header;
use actix_web::{HttpRequest, HttpResponse, web};
use aws_lc_rs::digest::{SHA256, digest};
use data_encoding::HEXLOWER;

use crate::config::{AccentColor, Settings};
use crate::desk::Desk;
use crate::web::error::Problem;
use crate::web::paths;

const STYLE: &str = include_str!("../../../static/style.css");
const ICON: &[u8] = include_bytes!("../../../static/favicon.svg");
const TOUCH_ICON: &[u8] = include_bytes!("../../../static/touch-icon.png");

/// The grounds on which links stand, in light and dark pages: `--paper` of the style sheet.
pub const LIGHT: [u8; 3] = [0xf4, 0xef, 0xe6];
pub const DARK: [u8; 3] = [0x12, 0x14, 0x16];

const CSS: &str = "text/css; charset=utf-8";
const SVG: &str = "image/svg+xml";
const PNG: &str = "image/png";

static NAMES: LazyLock<[String; 3]> = LazyLock::new(|| {
    [
        format!("style-{}", fingerprint(STYLE.as_bytes())),
        format!("favicon-{}.svg", fingerprint(ICON)),
        format!("touch-icon-{}.png", fingerprint(TOUCH_ICON)),
    ]
});

fn fingerprint(content: &[u8]) -> String {
    HEXLOWER.encode(&digest(&SHA256, content).as_ref()[..6])
}

/// Returns the path of the style sheet.
pub fn style(settings: &Settings) -> String {
    let color = settings.accent_color.map(|color| color.to_string().replace('#', "-")).unwrap_or_default();
    format!("/static/{}{color}.css", NAMES[0])
}

/// Returns the path of the picture in the tab of a browser: the operator's logo, or Doorward's mark.
pub fn icon(settings: &Settings) -> String {
    logo(settings).unwrap_or_else(|| format!("/static/{}", NAMES[1]))
}

/// Returns the path of the picture for the home screen of a phone, which must be PNG.
pub fn touch_icon(settings: &Settings) -> String {
    let logo = logo(settings).filter(|path| path.ends_with(".png"));
    logo.unwrap_or_else(|| format!("/static/{}", NAMES[2]))
}

/// Returns the path of the operator's logo.
pub fn logo(settings: &Settings) -> Option<String> {
    let logo = settings.logo_file.as_ref()?;
    Some(format!("/static/logo-{}.{}", logo.fingerprint(), logo.extension()))
}

/// The style sheet, with the operator's colour at its end.
fn style_with(color: Option<AccentColor>) -> Cow<'static, str> {
    let Some(color) = color else { return Cow::Borrowed(STYLE) };
    let (light, dark) = (color.of_links_on(LIGHT), color.of_links_on(DARK));
    let dark = format!("--accent:{color};--link:{dark}");
    Cow::Owned(format!(
        "{STYLE}\n:root{{--accent:{color};--link:{light}}}\n\
         @media (prefers-color-scheme:dark){{:root{{{dark}}}}}\n"
    ))
}

/// `GET /static/{name}`
pub async fn show(name: web::Path<String>, desk: web::Data<Desk>) -> Result<HttpResponse, Problem> {
    let settings = desk.settings();
    let path = format!("{}{name}", paths::STATIC);
    let (content_type, content): (_, Cow<'static, [u8]>) = match () {
        () if path == style(settings) => match style_with(settings.accent_color) {
            Cow::Borrowed(text) => (CSS, text.as_bytes().into()),
            Cow::Owned(text) => (CSS, text.into_bytes().into()),
        },
        () if *name == NAMES[1] => (SVG, ICON.into()),
        () if *name == NAMES[2] => (PNG, TOUCH_ICON.into()),
        () if Some(path) == logo(settings) => {
            let logo = settings.logo_file.as_ref().ok_or(Problem::NotFound)?;
            (logo.content_type(), logo.bytes().to_vec().into())
        }
        () => return Err(Problem::NotFound),
    };
    let for_ever = (header::CACHE_CONTROL, "public, max-age=31536000, immutable");
    Ok(HttpResponse::Ok().content_type(content_type).insert_header(for_ever).body(content.into_owned()))
}

/// `GET /favicon.ico` and `GET /apple-touch-icon.png`: where programs look that do not read the page.
pub async fn lead_to_icon(request: HttpRequest, desk: web::Data<Desk>) -> HttpResponse {
    let path = match request.path() {
        paths::FAVICON => icon(desk.settings()),
        _ => touch_icon(desk.settings()),
    };
    HttpResponse::Found().insert_header((header::LOCATION, path)).finish()
}
