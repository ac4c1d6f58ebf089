//! The cookies with the tokens of a session, by their raw names, and our other cookies.
//!
//! Somebody who runs a host below the same domain, or can change plain http, can plant a cookie beside ours. So a name
//! may come several times, and a reader must believe only the values that prove to be authentic.

use std::time::Duration;

use actix_web::http::header::{self, HeaderMap, HeaderValue};
use aws_lc_rs::digest::{SHA256, digest};
use cookie::{Cookie, SameSite};
use data_encoding::HEXLOWER;
use doorward_guard::headers::cookie_values;

use crate::config::Settings;
use crate::desk::session::Issued;
use crate::domain::time::Zone;
use crate::web::appearance::Appearance;
use crate::web::language::Language;

/// How long a browser keeps the chosen language and appearance, and the cookie of the device.
pub const YEAR: Duration = Duration::from_secs(365 * 86_400);

/// Each cookie of ours.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Ours {
    /// The access token for Doorward's own pages.
    Access,
    /// The access token for apps.
    AppAccess,
    Refresh,
    Language,
    /// Light or dark, as a person chose.
    Appearance,
    /// The time zone that the person who is signed in has chosen: a copy of what the account keeps.
    TimeZone,
    /// The token between the two steps of a sign-in.
    SecondStep,
    /// By it an account recognises a device.
    Device,
    /// Counts how often an app sent somebody back.
    Returns,
}

/// The name of the cookie for apps with `cookie_domain`: it is shared, so it has a prefix that permits that.
const SHARED: &str = "__Secure-access";

impl Ours {
    /// The first name is used over https: its prefix makes browsers refuse it from other hosts (RFC 6265bis section
    /// 4.1.3). The second is used over plain http.
    const fn names(self) -> [&'static str; 2] {
        match self {
            Ours::Access => ["__Host-access", "access"],
            Ours::AppAccess => ["__Host-app-access", "app-access"],
            Ours::Refresh => ["__Host-refresh", "refresh"],
            Ours::Language => ["__Host-language", "language"],
            Ours::Appearance => ["__Host-appearance", "appearance"],
            Ours::TimeZone => ["__Host-time-zone", "time-zone"],
            Ours::SecondStep => ["__Host-second-step", "second-step"],
            Ours::Device => ["__Host-device", "device"],
            Ours::Returns => ["__Host-returns", "returns"],
        }
    }

    /// The name in use.
    pub fn name(self, settings: &Settings) -> &'static str {
        let [https, http] = self.names();
        match settings.public_url().is_https() {
            true if self == Ours::AppAccess && settings.cookie_domain.is_some() => SHARED,
            true => https,
            false => http,
        }
    }

    /// Each value in the `Cookie` headers of a request once, not verified yet.
    pub fn values(self, headers: &HeaderMap, settings: &Settings) -> Vec<String> {
        cookie_values(headers, self.name(settings))
    }

    /// Adds the cookie to an answer, for browsers to send to no other host. Without a lifetime it lasts as long as the
    /// browser runs.
    pub fn set(self, answer: &mut HeaderMap, value: &str, lifetime: Option<Duration>, settings: &Settings) {
        append(answer, Cookie::new(self.name(settings), value), lifetime, settings);
    }

    pub fn delete(self, answer: &mut HeaderMap, settings: &Settings) {
        self.set(answer, "", Some(Duration::ZERO), settings);
    }
}

/// All cookies have the same attributes, except the domain, which the cookie for apps may have.
fn append(answer: &mut HeaderMap, mut cookie: Cookie<'_>, lifetime: Option<Duration>, settings: &Settings) {
    cookie.set_path("/");
    cookie.set_http_only(true);
    cookie.set_same_site(SameSite::Lax);
    cookie.set_secure(settings.public_url().is_https());
    cookie.set_max_age(lifetime.and_then(|lifetime| lifetime.try_into().ok()));
    // Names and values are ASCII without separators.
    if let Ok(value) = HeaderValue::from_str(&cookie.to_string()) {
        answer.append(header::SET_COOKIE, value);
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
    /// The chosen appearance, unless the cookies disagree.
    pub appearance: Option<Appearance>,
    /// The chosen time zone, unless the cookies disagree.
    pub zone: Option<Zone>,
    /// Whether there is any cookie for a time zone.
    pub has_zone: bool,
}

impl PresentedCookies {
    pub fn is_any_token(&self) -> bool {
        [&self.access, &self.app_access, &self.refresh].iter().any(|tokens| !tokens.is_empty())
    }

    pub fn read(headers: &HeaderMap, settings: &Settings) -> PresentedCookies {
        let languages = Ours::Language.values(headers, settings);
        let appearances = Ours::Appearance.values(headers, settings);
        let zones = Ours::TimeZone.values(headers, settings);
        PresentedCookies {
            access: Ours::Access.values(headers, settings),
            app_access: Ours::AppAccess.values(headers, settings),
            refresh: Ours::Refresh.values(headers, settings),
            language: the_only(languages.iter().filter_map(|code| Language::parse(code))),
            appearance: the_only(appearances.iter().filter_map(|code| Appearance::parse(code))),
            has_zone: !zones.is_empty(),
            zone: the_only(zones.iter().filter_map(|name| Zone::parse(name))),
        }
    }
}

/// A value that another was planted beside is not what the person chose.
fn the_only<T>(mut values: impl Iterator<Item = T>) -> Option<T> {
    values.next().filter(|_| values.next().is_none())
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
        let lifetime = self.lifetime();
        let [access, app_access, refresh] = match self {
            CookieChange::Set(issued) => {
                [&issued.access_token, &issued.app_access_token, &issued.refresh_token].map(|token| &**token.expose())
            }
            CookieChange::Clear => [""; 3],
        };
        delete_doubles(headers, settings);
        Ours::Access.set(headers, access, lifetime, settings);
        let app = of_domain(Ours::AppAccess.name(settings), app_access, settings.cookie_domain.as_deref());
        append(headers, app, lifetime, settings);
        Ours::Refresh.set(headers, refresh, lifetime, settings);
        headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    }

    /// Writes the `Set-Cookie` header for the time zone, which goes with the tokens: on a new device, and after a choice on
    /// another one. A browser that has no such cookie, and needs none, gets none.
    pub fn apply_zone(&self, headers: &mut HeaderMap, has_one: bool, settings: &Settings) {
        let zone = match self {
            CookieChange::Set(issued) => issued.zone.as_ref(),
            CookieChange::Clear => None,
        };
        if zone.is_some() || has_one {
            set_zone(headers, zone, self.lifetime(), settings);
        }
    }

    /// Without a lifetime the cookies last as long as the browser runs.
    fn lifetime(&self) -> Option<Duration> {
        match self {
            CookieChange::Set(issued) => {
                issued.remembered.then(|| Duration::from_secs(issued.seconds_to_idle_end.try_into().unwrap_or(0)))
            }
            CookieChange::Clear => Some(Duration::ZERO),
        }
    }
}

/// Sets the cookie with the zone that a person has chosen. It is deleted where they have chosen none: another person, or
/// the same one on another device, may have chosen one before.
pub fn set_zone(headers: &mut HeaderMap, zone: Option<&Zone>, lifetime: Option<Duration>, settings: &Settings) {
    match zone {
        Some(zone) => Ours::TimeZone.set(headers, zone.name(), lifetime, settings),
        None => Ours::TimeZone.delete(headers, settings),
    }
}

fn of_domain<'a>(name: &'a str, value: &'a str, domain: Option<&'a str>) -> Cookie<'a> {
    let mut cookie = Cookie::new(name, value);
    if let Some(domain) = domain {
        cookie.set_domain(domain);
    }
    cookie
}

/// Deletes cookies that could be confused with today's token cookies: those that were set while `cookie_domain` had
/// another value, and planted ones. With the prefix `__Host-` there can be none.
fn delete_doubles(answer: &mut HeaderMap, settings: &Settings) {
    let [https, http] = Ours::AppAccess.names();
    let (app_access, today) = (Ours::AppAccess.name(settings), settings.cookie_domain.as_deref());
    let (is_https, host) = (settings.public_url().is_https(), settings.public_url().host());
    let is_address = host.parse::<std::net::IpAddr>().is_ok() || host.starts_with('[');
    let labels = host.match_indices('.').map(|(at, _)| &host[at + 1..]);
    let parents = || std::iter::once(host).chain(labels.clone()).filter(|parent| !is_address && parent.contains('.'));
    let mut doubles = Vec::new();
    if !is_https {
        let own = [Ours::Access, Ours::Refresh].map(|cookie| cookie.name(settings));
        doubles.extend(parents().flat_map(|domain| own.map(|name| (name, Some(domain)))));
    }
    if app_access != https {
        doubles.extend(parents().filter(|domain| Some(*domain) != today).map(|domain| (app_access, Some(domain))));
    }
    // The cookie for apps on this host, which read both names. Over plain http both names are the same.
    if today.is_some() {
        doubles.push((if is_https { https } else { http }, None));
    }
    for (name, domain) in doubles {
        append(answer, of_domain(name, "", domain), Some(Duration::ZERO), settings);
    }
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
        let [refresh, second_step] = [Ours::Refresh, Ours::SecondStep].map(|cookie| cookie.values(headers, settings));
        Marks { refresh, second_step }
    }

    /// The marks that the browser has after this answer.
    pub fn after(self, answer: &HeaderMap, change: Option<&CookieChange>, settings: &Settings) -> Marks {
        let refresh = match change {
            Some(CookieChange::Set(issued)) => vec![issued.refresh_token.expose().clone()],
            Some(CookieChange::Clear) => Vec::new(),
            None => self.refresh,
        };
        let name = Ours::SecondStep.name(settings).as_bytes();
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
        HEXLOWER.encode(digest(&SHA256, format!("{:?} {:?}", self.refresh, self.second_step).as_bytes()).as_ref())
    }
}

/// The `Cookie` headers for an app behind the proxy: without our tokens, under each of their names, also those of other
/// settings, and without the device cookie. Its name over plain http is taken out only where Doorward uses it: an app
/// may use that name too.
pub fn without_tokens(headers: &HeaderMap, settings: &Settings) -> HeaderValue {
    let tokens = [Ours::Access, Ours::AppAccess, Ours::Refresh, Ours::SecondStep].map(Ours::names).concat();
    let ours = [&tokens[..], &[SHARED, Ours::Device.names()[0], Ours::Device.name(settings)]].concat();
    let is_ours = |pair: &[u8]| {
        let name = pair.split(|byte| *byte == b'=').next().unwrap_or_default().trim_ascii();
        ours.iter().any(|known| known.as_bytes().eq_ignore_ascii_case(name))
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

    fn sent(values: &[&[u8]]) -> HeaderMap {
        let cookie = |value: &&[u8]| (header::COOKIE, HeaderValue::from_bytes(value).expect("a header value"));
        values.iter().map(cookie).collect()
    }

    fn read(headers: &[&[u8]]) -> PresentedCookies {
        PresentedCookies::read(&sent(headers), &settings("https://login.example.org"))
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
        assert_eq!(read(&[b"__Host-language=x; __Host-language=ko"]).language, Language::parse("ko"));
        assert_eq!(read(&[b"__Host-language=ko; __Host-language=en"]).language, None);
    }

    #[test]
    fn an_appearance_counts_unless_another_was_planted_beside_it() {
        assert_eq!(read(&[b"__Host-appearance=dark"]).appearance, Some(Appearance::Dark));
        assert_eq!(read(&[b"__Host-appearance=dark; __Host-appearance=light"]).appearance, None);
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
        assert_eq!(
            cleared("https://login.example.org", ""),
            ["access", "app-access", "refresh"]
                .map(|name| format!("__Host-{name}=; HttpOnly; SameSite=Lax; Secure; Path=/; Max-Age=0"))
        );
        assert_eq!(cleared("http://127.0.0.1:8080", "").len(), 3);
        assert_eq!(cleared("http://login.localhost", "").len(), 6);
    }

    #[test]
    fn apps_get_every_cookie_but_tokens() {
        let left_at = |url: &str, values: &[&[u8]]| without_tokens(&sent(values), &settings(url)).as_bytes().to_vec();
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
}
