//! Style sheet, icons and the operator's logo: named by their content, cached for ever.

mod packed;

use std::sync::LazyLock;

use actix_web::http::header;
use actix_web::web::{self, Bytes};
use actix_web::{HttpRequest, HttpResponse};
use aws_lc_rs::digest::{SHA256, digest};
use data_encoding::HEXLOWER;

use crate::config::{AccentColor, Settings};
use crate::desk::Desk;
use crate::web::error::Problem;
use crate::web::paths;

/// The grounds on which links are read worst, in light and dark pages: `--tint` of the style sheet.
const LIGHT: [u8; 3] = [0xe2, 0xed, 0xec];
const DARK: [u8; 3] = [0x1d, 0x33, 0x37];

/// A file that is compiled in.
struct File {
    name: String,
    content_type: &'static str,
    content: Bytes,
}

static STYLE: LazyLock<File> = LazyLock::new(|| {
    let css = compact(include_str!("../../../../static/style.css"));
    file("style", "css", "text/css; charset=utf-8", css.into())
});
static ICONS: LazyLock<[File; 2]> = LazyLock::new(|| {
    let (icon, touch) =
        (include_bytes!("../../../../static/favicon.svg"), include_bytes!("../../../../static/touch-icon.png"));
    [
        file("favicon", "svg", "image/svg+xml", Bytes::from_static(icon)),
        file("touch-icon", "png", "image/png", Bytes::from_static(touch)),
    ]
});

fn file(stem: &str, extension: &str, content_type: &'static str, content: Bytes) -> File {
    let fingerprint = HEXLOWER.encode(&digest(&SHA256, &content).as_ref()[..6]);
    File { name: format!("{stem}-{fingerprint}.{extension}"), content_type, content }
}

/// Leaves out comments, line breaks and blanks that mean nothing: nobody sees a page before the style sheet is there.
fn compact(css: &str) -> String {
    let code: String = css.split("*/").filter_map(|piece| piece.split("/*").next()).collect();
    let line: String = code.lines().map(str::trim).collect();
    let narrow = |piece: &str| {
        [(" {", "{"), ("{ ", "{"), (": ", ":"), ("; ", ";"), (";}", "}"), (", ", ","), (" > ", ">")]
            .iter()
            .fold(piece.to_owned(), |css, (wide, narrow)| css.replace(wide, narrow))
    };
    // What stands between quotation marks is shown.
    let pieces = line.split('"').enumerate();
    let pieces: Vec<_> = pieces.map(|(at, piece)| if at % 2 == 0 { narrow(piece) } else { piece.to_owned() }).collect();
    pieces.join("\"")
}

/// Returns the path of the style sheet. Another colour has another path.
pub fn style(settings: &Settings) -> String {
    let name = &STYLE.name;
    match settings.accent_color {
        Some(color) => format!("{}{}-{name}", paths::STATIC, color.to_string().trim_start_matches('#')),
        None => format!("{}{name}", paths::STATIC),
    }
}

/// Returns the path of the picture in the tab of a browser: the operator's logo, or Doorward's mark.
pub fn icon(settings: &Settings) -> String {
    logo(settings).unwrap_or_else(|| format!("{}{}", paths::STATIC, ICONS[0].name))
}

/// Returns the path of the picture for the home screen of a phone, which must be PNG. A site with a logo of another kind
/// has none.
pub fn touch_icon(settings: &Settings) -> Option<String> {
    match logo(settings) {
        Some(logo) => Some(logo).filter(|path| path.ends_with(".png")),
        None => Some(format!("{}{}", paths::STATIC, ICONS[1].name)),
    }
}

/// Returns the path of the operator's logo.
pub fn logo(settings: &Settings) -> Option<String> {
    let logo = settings.logo_file.as_ref()?;
    Some(format!("{}logo-{}.{}", paths::STATIC, logo.fingerprint(), logo.extension()))
}

/// The style sheet, with the operator's colour at its end.
fn style_with(color: AccentColor) -> Bytes {
    let (light, dark) = (color.readable_on(LIGHT), color.readable_on(DARK));
    // The text of buttons is white.
    let fill = color.readable_on([0xff; 3]);
    let rule =
        format!(":root{{--fill:{fill};--fill-edge:light-dark({fill},{dark});--link:light-dark({light},{dark})}}");
    [&STYLE.content, rule.as_bytes()].concat().into()
}

/// `GET /static/{name}`
pub async fn show(
    request: HttpRequest,
    name: web::Path<String>,
    desk: web::Data<Desk>,
) -> Result<HttpResponse, Problem> {
    let settings = desk.settings();
    let path = format!("{}{name}", paths::STATIC);
    let compiled_in = ICONS.iter().find(|file| file.name == *name);
    let packed = match (compiled_in, &settings.logo_file) {
        (Some(file), _) => packed::of(&name, file.content_type, || file.content.clone()),
        (None, Some(file)) if Some(&path) == logo(settings).as_ref() => {
            packed::of(&name, file.content_type(), || Bytes::copy_from_slice(file.bytes()))
        }
        _ if path == style(settings) => packed::of(&name, STYLE.content_type, || {
            settings.accent_color.map_or_else(|| STYLE.content.clone(), style_with)
        }),
        _ => return Err(Problem::NotFound),
    };
    Ok(packed.answer(&request, &name))
}

/// `GET /favicon.ico` and `GET /apple-touch-icon.png`: where programs look that do not read the page.
pub async fn lead_to_icon(request: HttpRequest, desk: web::Data<Desk>) -> Result<HttpResponse, Problem> {
    let path = match request.path() {
        paths::FAVICON => Some(icon(desk.settings())),
        _ => touch_icon(desk.settings()),
    };
    let path = path.ok_or(Problem::NotFound)?;
    Ok(HttpResponse::Found().insert_header((header::LOCATION, path)).finish())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_compact_style_sheet_says_the_same_in_less() {
        let css =
            "/* Two\n   lines */\na:hover, b { margin: 0 1px; }\nul {\n  color: red;\n  content: \", · : \";\n}\n";
        assert_eq!(compact(css), "a:hover,b{margin:0 1px}ul{color:red;content:\", · : \"}");
        let branded = style_with(AccentColor::parse("#7a1f5c").expect("dark"));
        assert!(branded.len() < 20_000, "{} bytes", branded.len());
    }

    #[test]
    fn a_colour_is_put_where_the_style_sheet_has_its_own() {
        let css = std::str::from_utf8(&STYLE.content).expect("text");
        let hex = |color: [u8; 3]| color.iter().map(|byte| format!("{byte:02x}")).collect::<String>();
        assert!(css.contains(&format!("--tint:light-dark(#{},#{})", hex(LIGHT), hex(DARK))), "{}", &css[..600]);
        let color = AccentColor::parse("#7a1f5c").expect("dark");
        let with = style_with(color);
        let rule =
            std::str::from_utf8(&with).expect("text").strip_prefix(css).expect("the rest is the same").to_owned();
        for name in ["--fill:#7a1f5c", "--fill-edge:", "--link:"] {
            let (name, _) = name.split_once(':').expect("a name");
            assert!(rule.contains(name) && css.contains(&format!("var({name})")), "{name}");
        }
    }
}
