//! The cookies with the tokens of a session, by their raw names, and our other cookies.
//!
//! Somebody who runs a host below the same domain, or can change plain http, can plant a cookie beside ours. So a name
//! may come several times, and a reader must believe only the values that prove to be authentic.

use actix_web::http::header::{self, HeaderMap, HeaderValue};
use aws_lc_rs::digest::{SHA256, digest};
use cookie::time::Duration;
use cookie::{Cookie, SameSite};
use doorward_guard::headers::cookie_values;

use crate::config::Settings;
use crate::desk::session::Issued;
use crate::domain::sign_in::pending_sign_in;
use crate::web::language::Language;

/// The names in use: with a prefix that makes browsers refuse them from other hosts (RFC 6265bis section 4.1.3).
struct Names {
    access: &'static str,
    /// With `cookie_domain` this cookie is shared, so it has a prefix that permits that.
    app_access: &'static str,
    refresh: &'static str,
    language: &'static str,
    second_step: &'static str,
    /// The cookie by which an account recognises a device.
    device: &'static str,
}

const HTTPS: Names = Names {
    access: "__Host-access",
    app_access: "__Host-app-access",
    refresh: "__Host-refresh",
    language: "__Host-language",
    second_step: "__Host-second-step",
    device: "__Host-device",
};
const SHARED_HTTPS: Names = Names { app_access: "__Secure-access", ..HTTPS };
const HTTP: Names = Names {
    access: "access",
    app_access: "app-access",
    refresh: "refresh",
    language: "language",
    second_step: "second-step",
    device: "device",
};

fn names(settings: &Settings) -> &'static Names {
    match (settings.public_url().is_https(), &settings.cookie_domain) {
        (true, None) => &HTTPS,
        (true, Some(_)) => &SHARED_HTTPS,
        (false, _) => &HTTP,
    }
}

/// Our cookies in the `Cookie` headers of a request, each value once.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct PresentedCookies {
    /// For Doorward's own pages, not verified yet.
    pub access: Vec<String>,
    /// For apps, not verified yet.
    pub app_access: Vec<String>,
    /// Not verified yet.
    pub refresh: Vec<String>,
    /// The chosen language, unless the cookies disagree.
    pub language: Option<Language>,
}

impl PresentedCookies {
    pub fn is_any_token(&self) -> bool {
        [&self.access, &self.app_access, &self.refresh].iter().any(|tokens| !tokens.is_empty())
    }

    pub fn read(headers: &HeaderMap, settings: &Settings) -> PresentedCookies {
        let names = names(settings);
        let chosen = cookie_values(headers, names.language);
        let mut languages = chosen.iter().filter_map(|code| Language::parse(code));
        PresentedCookies {
            access: cookie_values(headers, names.access),
            app_access: cookie_values(headers, names.app_access),
            refresh: cookie_values(headers, names.refresh),
            language: languages.next().filter(|_| languages.next().is_none()),
        }
    }
}

/// What happens to the token cookies with an answer. A handler may put one into its response's extensions; otherwise
/// the middleware decides.
#[derive(Clone, Debug)]
pub enum CookieChange {
    Set(Box<Issued>),
    Clear,
}

impl CookieChange {
    /// Writes the `Set-Cookie` headers, and forbids every cache to store the answer.
    pub fn apply(&self, headers: &mut HeaderMap, settings: &Settings) {
        let names = names(settings);
        let domain = settings.cookie_domain.as_deref();
        let (tokens, max_age) = match self {
            CookieChange::Set(issued) => (
                [&issued.access_token, &issued.app_access_token, &issued.refresh_token].map(|token| &**token.expose()),
                issued.remembered.then(|| Duration::seconds(issued.seconds_to_idle_end.max(0))),
            ),
            CookieChange::Clear => ([""; 3], Some(Duration::ZERO)),
        };
        let mut cookies = doubles(settings);
        cookies.push(own_cookie(names.access, tokens[0], max_age, settings));
        cookies.push(shared_cookie(names.app_access, tokens[1], max_age, settings, domain));
        cookies.push(own_cookie(names.refresh, tokens[2], max_age, settings));
        for value in cookies.into_iter().flatten() {
            headers.append(header::SET_COOKIE, value);
        }
        headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    }
}

/// Deletes cookies that could be confused with today's token cookies: those that were set while `cookie_domain` had
/// another value, and planted ones. With the prefix `__Host-` there can be none.
fn doubles(settings: &Settings) -> Vec<Option<HeaderValue>> {
    let (names, today) = (names(settings), settings.cookie_domain.as_deref());
    let delete = |name, domain| shared_cookie(name, "", Some(Duration::ZERO), settings, domain);
    let host = settings.public_url().host();
    let is_address = host.parse::<std::net::IpAddr>().is_ok() || host.starts_with('[');
    let labels = host.match_indices('.').map(|(at, _)| &host[at + 1..]);
    let parents = || std::iter::once(host).chain(labels.clone()).filter(|parent| !is_address && parent.contains('.'));
    let mut deletions = Vec::new();
    if !settings.public_url().is_https() {
        deletions.extend(parents().flat_map(|domain| [names.access, names.refresh].map(|name| (name, Some(domain)))));
    }
    if names.app_access != HTTPS.app_access {
        deletions
            .extend(parents().filter(|domain| Some(*domain) != today).map(|domain| (names.app_access, Some(domain))));
    }
    // The cookie for apps on this host, which read both names. Over plain http both names are the same.
    if today.is_some() {
        let alone = if settings.public_url().is_https() { HTTPS.app_access } else { HTTP.app_access };
        deletions.push((alone, None));
    }
    deletions.into_iter().map(|(name, domain)| delete(name, domain)).collect()
}

/// The other cookies have the same prefix.
pub fn language_cookie_name(settings: &Settings) -> &'static str {
    names(settings).language
}

/// The cookie that keeps a chosen language for a year.
pub fn language_cookie(language: Language, settings: &Settings) -> Option<HeaderValue> {
    own_cookie(names(settings).language, language.code(), Some(Duration::days(365)), settings)
}

/// The values of the cookie between the two steps of a sign-in, not verified yet.
pub fn second_step_tokens(headers: &HeaderMap, settings: &Settings) -> Vec<String> {
    cookie_values(headers, names(settings).second_step)
}

/// The cookies that identify a browser before it is known who uses it: its refresh tokens, and the token between the
/// two steps of a sign-in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Marks {
    refresh: Vec<String>,
    second_step: Vec<String>,
}

impl Marks {
    pub fn of(headers: &HeaderMap, settings: &Settings) -> Marks {
        let names = names(settings);
        Marks { refresh: cookie_values(headers, names.refresh), second_step: cookie_values(headers, names.second_step) }
    }

    /// The marks that the browser has after this answer.
    pub fn after(self, answer: &HeaderMap, change: Option<&CookieChange>, settings: &Settings) -> Marks {
        let refresh = match change {
            Some(CookieChange::Set(issued)) => vec![issued.refresh_token.expose().clone()],
            Some(CookieChange::Clear) => Vec::new(),
            None => self.refresh,
        };
        let name = names(settings).second_step.as_bytes();
        let set = answer.get_all(header::SET_COOKIE).filter_map(|cookie| {
            let value = cookie.as_bytes().strip_prefix(name)?.strip_prefix(b"=")?.split(|byte| *byte == b';').next()?;
            Some(String::from_utf8_lossy(value).into_owned())
        });
        let second_step = match set.last() {
            Some(value) => Some(value).filter(|value| !value.is_empty()).into_iter().collect(),
            None => self.second_step,
        };
        Marks { refresh, second_step }
    }

    /// SHA-256 over them, so that they can be compared without being stored.
    pub fn digest(&self) -> String {
        let digest = digest(&SHA256, format!("{:?} {:?}", self.refresh, self.second_step).as_bytes());
        digest.as_ref().iter().map(|byte| format!("{byte:02x}")).collect()
    }
}

/// Keeps that token as long as the pending sign-in lasts; without a token, deletes the cookie.
pub fn second_step_cookie(token: Option<&str>, settings: &Settings) -> Option<HeaderValue> {
    let lifetime = pending_sign_in::LIFETIME.as_secs().try_into().unwrap_or(0);
    let max_age = token.map_or(Duration::ZERO, |_| Duration::seconds(lifetime));
    own_cookie(names(settings).second_step, token.unwrap_or_default(), Some(max_age), settings)
}

/// The cookie that counts how often an app sent somebody back.
pub fn returns_cookie_name(settings: &Settings) -> &'static str {
    if settings.public_url().is_https() { "__Host-returns" } else { "returns" }
}

pub fn returns_cookie(count: &str, seconds: i64, settings: &Settings) -> Option<HeaderValue> {
    own_cookie(returns_cookie_name(settings), count, Some(Duration::seconds(seconds)), settings)
}

/// The values of the cookie by which an account recognises a device, not verified yet.
pub fn device_cookies(headers: &HeaderMap, settings: &Settings) -> Vec<String> {
    cookie_values(headers, names(settings).device)
}

/// Lasts for a year.
pub fn device_cookie(value: &str, settings: &Settings) -> Option<HeaderValue> {
    own_cookie(names(settings).device, value, Some(Duration::days(365)), settings)
}

/// A cookie that browsers send to no other host.
fn own_cookie(name: &str, value: &str, max_age: Option<Duration>, settings: &Settings) -> Option<HeaderValue> {
    shared_cookie(name, value, max_age, settings, None)
}

/// All cookies have the same attributes, except the domain, which the cookie for apps may have. `None` cannot happen:
/// names and values are ASCII without separators.
fn shared_cookie(
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

/// The `Cookie` headers for an app behind the proxy: without our tokens, under each of their names, also those of other
/// settings, and without the device cookie. Its name over plain http is taken out only where Doorward uses it: an app
/// may use that name too.
pub fn without_tokens(headers: &HeaderMap, settings: &Settings) -> HeaderValue {
    let tokens = |names: Names| [names.access, names.app_access, names.refresh, names.second_step];
    let ours = [HTTPS, SHARED_HTTPS, HTTP].map(tokens).concat();
    let is_ours = |pair: &[u8]| {
        let name = pair.split(|byte| *byte == b'=').next().unwrap_or_default().trim_ascii();
        let mut ours = ours.iter().chain([&HTTPS.device, &names(settings).device]);
        ours.any(|known| known.as_bytes().eq_ignore_ascii_case(name))
    };
    let pairs = headers.get_all(header::COOKIE).flat_map(|value| value.as_bytes().split(|byte| *byte == b';'));
    let kept: Vec<&[u8]> = pairs.map(<[u8]>::trim_ascii).filter(|pair| !pair.is_empty() && !is_ours(pair)).collect();
    // It came in a header, so it is valid in one.
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
            assert!(read(&[other.as_bytes()]).access.is_empty(), "{other}");
        }
        assert_eq!(read(&[b"a=b;  __Host-access=x ; c"]).access, ["x"]);
    }

    #[test]
    fn of_a_cookie_that_comes_several_times_each_value_is_kept_once_however_it_is_sent() {
        assert_eq!(read(&[b"__Host-access=1; __Host-access=2; __Host-access=1"]).access, ["1", "2"]);
        assert_eq!(read(&[b"__Host-refresh=1", b"a=b; __Host-refresh=1; __Host-refresh="]).refresh, ["1", ""]);
        let many: Vec<_> = (0..1000).map(|number| format!("__Host-access={number}")).collect();
        assert_eq!(read(&[many.join("; ").as_bytes()]).access.len(), 50);
    }

    #[test]
    fn a_language_counts_unless_another_was_planted_beside_it() {
        assert_eq!(read(&[b"__Host-language=x; __Host-language=ko"]).language, Some(Language::Korean));
        assert_eq!(read(&[b"__Host-language=ko; __Host-language=en"]).language, None);
    }

    #[test]
    fn a_broken_neighbour_hides_nothing() {
        assert_eq!(read(&[b"x=\xff\xfe; __Host-refresh=r"]).refresh, ["r"]);
    }

    #[test]
    fn the_access_cookie_for_apps_alone_is_shared() {
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
                "__Host-app-access=; HttpOnly; SameSite=Lax; Secure; Path=/; Max-Age=0",
                "__Host-access=; HttpOnly; SameSite=Lax; Secure; Path=/; Max-Age=0",
                "__Secure-access=; HttpOnly; SameSite=Lax; Secure; Path=/; Domain=example.org; Max-Age=0",
                "__Host-refresh=; HttpOnly; SameSite=Lax; Secure; Path=/; Max-Age=0",
            ]
        );
        // Without a prefix those of the same name go that other settings made, or somebody planted.
        assert_eq!(
            cleared("http://login.localhost", "login.localhost"),
            [
                "access=; HttpOnly; SameSite=Lax; Path=/; Domain=login.localhost; Max-Age=0",
                "refresh=; HttpOnly; SameSite=Lax; Path=/; Domain=login.localhost; Max-Age=0",
                "app-access=; HttpOnly; SameSite=Lax; Path=/; Max-Age=0",
                "access=; HttpOnly; SameSite=Lax; Path=/; Max-Age=0",
                "app-access=; HttpOnly; SameSite=Lax; Path=/; Domain=login.localhost; Max-Age=0",
                "refresh=; HttpOnly; SameSite=Lax; Path=/; Max-Age=0",
            ]
        );
        assert_eq!(cleared("https://login.example.org", "").len(), 3);
        assert_eq!(cleared("http://127.0.0.1:8080", "").len(), 3);
        assert_eq!(cleared("http://login.localhost", "").len(), 6);
    }

    #[test]
    fn apps_get_every_cookie_but_tokens() {
        let left_at = |url: &str, values: &[&[u8]]| {
            let mut map = HeaderMap::new();
            for value in values {
                map.append(header::COOKIE, HeaderValue::from_bytes(value).expect("a header value"));
            }
            without_tokens(&map, &settings(url)).as_bytes().to_vec()
        };
        let left = |values: &[&[u8]]| left_at("https://login.example.org", values);
        assert_eq!(
            left(&[b"a=1; __Secure-access=t; __Host-access=t; __Host-app-access=t; app-access=t;b=2"]),
            b"a=1; b=2"
        );
        assert_eq!(left(&[b"__Host-device=d; device=2"]), b"device=2");
        assert_eq!(left_at("http://127.0.0.1:8080", &[b"__Host-device=d; device=2; devices=3"]), b"devices=3");
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
        assert_eq!(values[1], "__Host-app-access=; HttpOnly; SameSite=Lax; Secure; Path=/; Max-Age=0");
        assert_eq!(values[2], "__Host-refresh=; HttpOnly; SameSite=Lax; Secure; Path=/; Max-Age=0");
    }
}
