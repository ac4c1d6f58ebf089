//! The two token cookies, by their raw names, and the cookies that are no tokens of a session.

use actix_web::http::header::{self, HeaderMap, HeaderValue};
use aws_lc_rs::digest::{SHA256, digest};
use cookie::time::Duration;
use cookie::{Cookie, SameSite};

use super::language::Language;
use crate::auth::session::Issued;
use crate::config::Settings;
use crate::domain::pending_sign_in;

/// The names in use: with a prefix that makes browsers refuse them from other hosts (RFC 6265bis section 4.1.3).
struct Names {
    access: &'static str,
    refresh: &'static str,
    language: &'static str,
    second_step: &'static str,
}

const HTTPS: Names = Names {
    access: "__Host-access",
    refresh: "__Host-refresh",
    language: "__Host-language",
    second_step: "__Host-second-step",
};
/// The access cookie is shared, so the prefix that forbids it gives way to the one that permits it.
const SHARED_HTTPS: Names = Names { access: "__Secure-access", ..HTTPS };
const HTTP: Names = Names { access: "access", refresh: "refresh", language: "language", second_step: "second-step" };

/// The cookie by which an account knows a device, over https.
const DEVICE: &str = "__Host-device";

fn names(settings: &Settings) -> &'static Names {
    match (settings.public_url().is_https(), &settings.cookie_domain) {
        (true, None) => &HTTPS,
        (true, Some(_)) => &SHARED_HTTPS,
        (false, _) => &HTTP,
    }
}

/// What a request's `Cookie` headers hold of ours.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct PresentedCookies {
    /// The access token, whatever it is.
    pub access: Option<String>,
    /// All of them, if it came more than once.
    pub all_access: Vec<String>,
    /// The refresh token, whatever it is.
    pub refresh: Option<String>,
    /// The chosen language.
    pub language: Option<String>,
    /// Whether a token cookie came twice. Neither may then be believed: one was planted.
    pub is_ambiguous: bool,
}

impl PresentedCookies {
    /// Whether the browser sent a token cookie.
    pub fn is_any_token(&self) -> bool {
        self.access.is_some() || self.refresh.is_some() || self.is_ambiguous
    }

    /// Reads the headers as bytes. Names are compared raw, without decoding, so that `__%48ost-access` is not
    /// `__Host-access`; a byte that is not UTF-8 in one cookie does not hide the others.
    pub fn read(headers: &HeaderMap, settings: &Settings) -> PresentedCookies {
        let names = names(settings);
        let mut found = PresentedCookies::default();
        for pair in headers.get_all(header::COOKIE).flat_map(|value| value.as_bytes().split(|byte| *byte == b';')) {
            let pair = pair.trim_ascii();
            let split = pair.iter().position(|byte| *byte == b'=').unwrap_or(pair.len());
            let (name, value) = (&pair[..split], pair.get(split + 1..).unwrap_or_default());
            let is_token = name == names.access.as_bytes() || name == names.refresh.as_bytes();
            let slot = match name {
                _ if name == names.access.as_bytes() => &mut found.access,
                _ if name == names.refresh.as_bytes() => &mut found.refresh,
                _ if name == names.language.as_bytes() => &mut found.language,
                _ => continue,
            };
            found.is_ambiguous |= is_token && slot.is_some();
            let value = String::from_utf8_lossy(value).into_owned();
            *slot = Some(value.clone());
            if name == names.access.as_bytes() {
                found.all_access.push(value);
            }
        }
        found
    }
}

/// What happens to the token cookies with an answer. A handler may put one into its response's extensions; otherwise
/// the middleware decides.
#[derive(Clone, Debug)]
pub enum CookieChange {
    /// They are set to new tokens.
    Set(Box<Issued>),
    /// They are deleted.
    Clear,
}

impl CookieChange {
    /// Writes the `Set-Cookie` headers, and keeps every cache from keeping them.
    pub fn apply(&self, headers: &mut HeaderMap, settings: &Settings) {
        let names = names(settings);
        let domain = settings.cookie_domain.as_deref();
        let cookies = match self {
            CookieChange::Set(issued) => {
                let max_age = issued.remembered.then(|| Duration::seconds(issued.seconds_to_idle_end.max(0)));
                let mut cookies = doubles(settings);
                cookies.push(access_cookie(names.access, issued.access_token.expose(), max_age, settings, domain));
                cookies.push(own_cookie(names.refresh, issued.refresh_token.expose(), max_age, settings));
                cookies
            }
            CookieChange::Clear => {
                let mut cookies = doubles(settings);
                cookies.push(access_cookie(names.access, "", Some(Duration::ZERO), settings, domain));
                cookies.push(own_cookie(names.refresh, "", Some(Duration::ZERO), settings));
                cookies
            }
        };
        for value in cookies.into_iter().flatten() {
            headers.append(header::SET_COOKIE, value);
        }
        headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    }
}

/// Deletes access cookies that were set while `cookie_domain` was another: under the same name they would be the doubles
/// of today's. With the prefix `__Host-` there can be none.
fn doubles(settings: &Settings) -> Vec<Option<HeaderValue>> {
    let (name, today) = (names(settings).access, settings.cookie_domain.as_deref());
    if name == HTTPS.access {
        return Vec::new();
    }
    let host = settings.public_url().host();
    let is_address = host.parse::<std::net::IpAddr>().is_ok() || host.starts_with('[');
    let labels = host.match_indices('.').map(|(at, _)| &host[at + 1..]);
    let parents = std::iter::once(host).chain(labels).filter(|parent| !is_address && parent.contains('.'));
    let host_only = (name == HTTP.access).then_some(None);
    let all = parents.map(Some).chain(host_only).filter(|domain| *domain != today);
    all.map(|domain| access_cookie(name, "", Some(Duration::ZERO), settings, domain)).collect()
}

/// What the cookie with the language is called; the others have the same prefix.
pub fn language_cookie_name(settings: &Settings) -> &'static str {
    names(settings).language
}

/// The cookie that keeps a chosen language for a year.
pub fn language_cookie(language: Language, settings: &Settings) -> Option<HeaderValue> {
    own_cookie(names(settings).language, language.code(), Some(Duration::days(365)), settings)
}

/// The token between the two steps of a sign-in; `None` also when it comes twice, since one was planted then.
pub fn second_step_token(headers: &HeaderMap, settings: &Settings) -> Option<String> {
    let name = names(settings).second_step.as_bytes();
    let pairs = headers.get_all(header::COOKIE).flat_map(|value| value.as_bytes().split(|byte| *byte == b';'));
    let values = pairs.filter_map(|pair| pair.trim_ascii().strip_prefix(name)?.strip_prefix(b"="));
    match values.collect::<Vec<_>>().as_slice() {
        [value] => Some(String::from_utf8_lossy(value).into_owned()),
        _ => None,
    }
}

/// What tells one browser from another before anybody is known: SHA-256 over its refresh tokens and the token between the
/// two steps of a sign-in, as they are sent.
pub fn marks_of_browser(headers: &HeaderMap, settings: &Settings) -> String {
    let names = [names(settings).refresh, names(settings).second_step];
    let pairs = headers.get_all(header::COOKIE).flat_map(|value| value.as_bytes().split(|byte| *byte == b';'));
    let is_mark =
        |pair: &&[u8]| names.iter().any(|name| pair.split(|byte| *byte == b'=').next() == Some(name.as_bytes()));
    let marks: Vec<&[u8]> = pairs.map(<[u8]>::trim_ascii).filter(is_mark).collect();
    let digest = digest(&SHA256, &marks.join(&b';'));
    digest.as_ref().iter().map(|byte| format!("{byte:02x}")).collect()
}

/// The cookie that keeps that token until it is over, or that takes it away.
pub fn second_step_cookie(token: Option<&str>, settings: &Settings) -> Option<HeaderValue> {
    let lifetime = pending_sign_in::LIFETIME.as_secs().try_into().unwrap_or(0);
    let max_age = token.map_or(Duration::ZERO, |_| Duration::seconds(lifetime));
    own_cookie(names(settings).second_step, token.unwrap_or_default(), Some(max_age), settings)
}

/// What the cookie is called that counts how often an app sent somebody back.
pub fn returns_cookie_name(settings: &Settings) -> &'static str {
    if settings.public_url().is_https() { "__Host-returns" } else { "returns" }
}

/// That cookie, for so many seconds.
pub fn returns_cookie(count: &str, seconds: i64, settings: &Settings) -> Option<HeaderValue> {
    own_cookie(returns_cookie_name(settings), count, Some(Duration::seconds(seconds)), settings)
}

/// What the cookie is called by which an account knows a device.
pub fn device_cookie_name(settings: &Settings) -> &'static str {
    if settings.public_url().is_https() { DEVICE } else { "device" }
}

/// That cookie, for a year.
pub fn device_cookie(value: &str, settings: &Settings) -> Option<HeaderValue> {
    own_cookie(device_cookie_name(settings), value, Some(Duration::days(365)), settings)
}

/// A cookie that no other host gets.
fn own_cookie(name: &str, value: &str, max_age: Option<Duration>, settings: &Settings) -> Option<HeaderValue> {
    access_cookie(name, value, max_age, settings, None)
}

/// All cookies have the same attributes, but for the domain that the access cookie may be shared with. `None` cannot
/// happen: names and values are ASCII without separators.
fn access_cookie(
    name: &str,
    value: &str,
    max_age: Option<Duration>,
    settings: &Settings,
    domain: Option<&str>,
) -> Option<HeaderValue> {
    let mut cookie = Cookie::build((name, value)).path("/").http_only(true).same_site(SameSite::Lax);
    if settings.public_url().is_https() {
        cookie = cookie.secure(true);
    }
    if let Some(max_age) = max_age {
        cookie = cookie.max_age(max_age);
    }
    if let Some(domain) = domain {
        cookie = cookie.domain(domain.to_owned());
    }
    HeaderValue::from_str(&cookie.build().to_string()).ok()
}

/// What is left of the `Cookie` headers for an app behind the proxy: everything but our tokens, under each of their
/// names, that of other settings included, and but the device. The name that this has over plain http may be an app's own,
/// and is, where Doorward is reached by https.
pub fn without_tokens(headers: &HeaderMap, settings: &Settings) -> HeaderValue {
    let device = device_cookie_name(settings);
    let ours =
        [HTTPS, SHARED_HTTPS, HTTP].map(|names| [names.access, names.refresh, names.second_step, device, DEVICE]);
    let is_ours = |pair: &[u8]| {
        let name = pair.split(|byte| *byte == b'=').next().unwrap_or_default().trim_ascii();
        ours.iter().flatten().any(|token| token.as_bytes().eq_ignore_ascii_case(name))
    };
    let pairs = headers.get_all(header::COOKIE).flat_map(|value| value.as_bytes().split(|byte| *byte == b';'));
    let kept: Vec<&[u8]> = pairs.map(<[u8]>::trim_ascii).filter(|pair| !pair.is_empty() && !is_ours(pair)).collect();
    // It came in a header, so it can go in one.
    HeaderValue::from_bytes(&kept.join(&b"; "[..])).unwrap_or(HeaderValue::from_static(""))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::config::{Sources, load};

    fn settings(url: &str) -> Settings {
        load(&Sources { flags: vec![("public_url".into(), url.into())], ..Sources::default() })
            .expect("allowed")
            .settings
    }

    fn read(headers: &[&[u8]]) -> PresentedCookies {
        let mut map = HeaderMap::new();
        for value in headers {
            map.append(header::COOKIE, HeaderValue::from_bytes(value).expect("a header value"));
        }
        PresentedCookies::read(&map, &settings("https://login.example.org"))
    }

    #[test]
    fn names_are_compared_raw_and_by_case() {
        for other in [
            "__%48ost-access=x",
            "__host-access=x",
            "access=x",
            "__Host-access2=x",
            "__Host-access",
            "\"__Host-access\"=x",
        ] {
            assert_ne!(read(&[other.as_bytes()]).access.as_deref(), Some("x"), "{other}");
        }
        assert_eq!(read(&[b"a=b;  __Host-access=x ; c"]).access.as_deref(), Some("x"));
    }

    #[test]
    fn a_cookie_that_comes_twice_is_ambiguous_however_it_is_sent() {
        assert!(read(&[b"__Host-access=1; __Host-access=2"]).is_ambiguous);
        assert!(read(&[b"__Host-refresh=1", b"__Host-refresh=1"]).is_ambiguous);
        assert!(!read(&[b"__Host-access=1; __Host-refresh=1; a=1; a=2"]).is_ambiguous);
    }

    #[test]
    fn a_broken_neighbour_hides_nothing() {
        assert_eq!(read(&[b"x=\xff\xfe; __Host-refresh=r"]).refresh.as_deref(), Some("r"));
    }

    #[test]
    fn the_access_cookie_alone_is_shared() {
        let cleared = |url: &str, domain: &str| {
            let insecure = ("allow_insecure_http".into(), "true".into());
            let flags = vec![("public_url".into(), url.into()), ("cookie_domain".into(), domain.into()), insecure];
            let settings = load(&Sources { flags, ..Sources::default() }).expect("allowed").settings;
            let mut headers = HeaderMap::new();
            CookieChange::Clear.apply(&mut headers, &settings);
            let values = headers.get_all(header::SET_COOKIE).map(|value| value.to_str().expect("ASCII").to_owned());
            values.collect::<Vec<_>>()
        };
        assert_eq!(
            cleared("https://login.example.org", "example.org"),
            [
                "__Secure-access=; HttpOnly; SameSite=Lax; Secure; Path=/; Domain=login.example.org; Max-Age=0",
                "__Secure-access=; HttpOnly; SameSite=Lax; Secure; Path=/; Domain=example.org; Max-Age=0",
                "__Host-refresh=; HttpOnly; SameSite=Lax; Secure; Path=/; Max-Age=0",
            ]
        );
        // Without a prefix those of the same name go that other settings made, or they would be doubles.
        assert_eq!(
            cleared("http://login.localhost", "login.localhost"),
            [
                "access=; HttpOnly; SameSite=Lax; Path=/; Max-Age=0",
                "access=; HttpOnly; SameSite=Lax; Path=/; Domain=login.localhost; Max-Age=0",
                "refresh=; HttpOnly; SameSite=Lax; Path=/; Max-Age=0",
            ]
        );
        assert_eq!(cleared("https://login.example.org", "").len(), 2);
        assert_eq!(cleared("http://127.0.0.1:8080", "").len(), 2);
    }

    #[test]
    fn apps_get_every_cookie_but_tokens() {
        let left_over = |url: &str, values: &[&[u8]]| {
            let mut map = HeaderMap::new();
            for value in values {
                map.append(header::COOKIE, HeaderValue::from_bytes(value).expect("a header value"));
            }
            without_tokens(&map, &settings(url)).as_bytes().to_vec()
        };
        let left = |values: &[&[u8]]| left_over("https://login.example.org", values);
        assert_eq!(left(&[b"a=1; __Secure-access=t; __Host-access=t;b=2"]), b"a=1; b=2");
        assert_eq!(left(&[b"__Host-device=d; device=2"]), b"device=2");
        let plain = "http://127.0.0.1:8080";
        assert_eq!(left_over(plain, &[b"__Host-device=d; device=d; devices=2", b"Device =d"]), b"devices=2");
        assert_eq!(left(&[b"__Host-refresh=t", b"access=t; \xff=1; accessory=2"]), b"\xff=1; accessory=2");
        for none in
            [&b""[..], b"access=t", b"refresh=t; refresh=t", b"__secure-ACCESS=t", b"access =t", b"access", b"; ;"]
        {
            assert_eq!(left(&[none]), b"", "{none:?}");
        }
    }

    #[test]
    fn deleting_names_the_same_attributes() {
        let mut headers = HeaderMap::new();
        CookieChange::Clear.apply(&mut headers, &settings("https://login.example.org"));
        let values: Vec<_> = headers.get_all(header::SET_COOKIE).map(|value| value.to_str().expect("ASCII")).collect();
        assert_eq!(values[0], "__Host-access=; HttpOnly; SameSite=Lax; Secure; Path=/; Max-Age=0");
        assert_eq!(values[1], "__Host-refresh=; HttpOnly; SameSite=Lax; Secure; Path=/; Max-Age=0");
    }
}
