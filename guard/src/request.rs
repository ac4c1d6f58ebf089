//! Reads from a request who is asking, and from where.

use actix_web::HttpRequest;
use actix_web::http::Method;
use actix_web::http::header::{self, HeaderMap, HeaderName};

use crate::guard::Rules;
use crate::origin::Origin;

const SEC_FETCH_SITE: HeaderName = HeaderName::from_static("sec-fetch-site");
const SEC_FETCH_DEST: HeaderName = HeaderName::from_static("sec-fetch-dest");
const SEC_FETCH_MODE: HeaderName = HeaderName::from_static("sec-fetch-mode");

/// The access token that came with a request, valid or not.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Presented {
    /// There is no token.
    Nothing,
    /// It is in the header `Authorization`.
    Bearer(String),
    /// It is in cookies, each value once.
    Cookies(Vec<String>),
    /// It is in the cookie of a request that could change something and came from another site.
    CrossSite,
    /// The header has the scheme Bearer, but not its form.
    Malformed,
    /// There is more than one header `Authorization` (RFC 6750 section 2).
    Several,
}

impl Presented {
    /// Reads the headers. If there is a bearer token, the cookie beside it is ignored.
    pub(crate) fn read(request: &HttpRequest, rules: &Rules) -> Presented {
        let headers = request.headers();
        let mut authorizations = headers.get_all(header::AUTHORIZATION);
        let (first, second) = (authorizations.next(), authorizations.next());
        if second.is_some() {
            return Presented::Several;
        }
        match first.and_then(|value| bearer(value.as_bytes())) {
            Some(Some(token)) => return Presented::Bearer(token),
            Some(None) => return Presented::Malformed,
            None => {}
        }
        // Without an origin of its own the app is not for browsers.
        let Some(own_origin) = &rules.own_origin else { return Presented::Nothing };
        let tokens = access_cookies(headers, cookie_names(&rules.issuer, own_origin));
        if tokens.is_empty() {
            return Presented::Nothing;
        }
        if can_change(request) && !comes_from(headers, own_origin) {
            return Presented::CrossSite;
        }
        Presented::Cookies(tokens)
    }
}

/// Returns the token after the scheme, in whatever case that is written (RFC 9110 section 11.1). Returns `None` for
/// another scheme, and `Some(None)` if there is no token.
fn bearer(value: &[u8]) -> Option<Option<String>> {
    let end = value.iter().position(|byte| *byte == b' ').unwrap_or(value.len());
    let (scheme, token) = value.split_at(end);
    if !scheme.eq_ignore_ascii_case(b"bearer") {
        return None;
    }
    let token = token.trim_ascii();
    // This is the syntax token68 (RFC 6750 section 2.1).
    let is_token = |byte: &u8| byte.is_ascii_alphanumeric() || b"-._~+/=".contains(byte);
    let is_good = !token.is_empty() && token.iter().all(is_token);
    Some(is_good.then(|| String::from_utf8_lossy(token).into_owned()))
}

/// Returns the name of Doorward's access cookie for apps, first the name that nobody else can set. A cookie with
/// `__Host-` reaches its own host only, so on another host a cookie of that name belongs to somebody else.
fn cookie_names(issuer: &Origin, own_origin: &Origin) -> &'static [&'static str] {
    if !issuer.is_https() {
        &["app-access"]
    } else if issuer.has_host_of(own_origin) {
        &["__Host-app-access", "__Secure-access"]
    } else {
        &["__Secure-access"]
    }
}

/// The largest number of cookies of one name that are read. Browsers keep at least as many per domain (RFC 6265 section
/// 6.1).
const MOST_VALUES: usize = 50;

/// Returns the values of the first of these names that came, each once. Names are compared raw, without decoding, so
/// that `__%53ecure-access` is not `__Secure-access`.
fn access_cookies(headers: &HeaderMap, names: &[&str]) -> Vec<String> {
    names.iter().map(|name| cookies(headers, name)).find(|values| !values.is_empty()).unwrap_or_default()
}

fn cookies(headers: &HeaderMap, name: &str) -> Vec<String> {
    let pairs = headers.get_all(header::COOKIE).flat_map(|value| value.as_bytes().split(|byte| *byte == b';'));
    let mut found: Vec<String> = Vec::new();
    for value in pairs.filter_map(|pair| pair.trim_ascii().strip_prefix(name.as_bytes())?.strip_prefix(b"=")) {
        let value = String::from_utf8_lossy(value).into_owned();
        if found.len() < MOST_VALUES && !found.contains(&value) {
            found.push(value);
        }
    }
    found
}

/// Tells whether the request may change something. A WebSocket begins with a GET, and can change things afterwards.
fn can_change(request: &HttpRequest) -> bool {
    !matches!(*request.method(), Method::GET | Method::HEAD | Method::OPTIONS)
        || request.headers().contains_key(header::UPGRADE)
}

/// Tells whether the browser says that the request comes from the app's own pages. The first header that is present
/// decides. If there is none, nothing proves it, so the answer is `false` (OWASP CSRF cheat sheet, *Fetch Metadata* and
/// *Origin*).
fn comes_from(headers: &HeaderMap, own_origin: &Origin) -> bool {
    if let Some(site) = only(headers, &SEC_FETCH_SITE) {
        return matches!(site, Some("same-origin" | "none"));
    }
    [header::ORIGIN, header::REFERER]
        .iter()
        .find_map(|name| only(headers, name))
        .is_some_and(|from| from.is_some_and(|from| own_origin.is_origin_of(from)))
}

/// Returns a header's only value. Returns `None` if it is absent, and `Some(None)` if it is unreadable or came more
/// than once.
fn only<'a>(headers: &'a HeaderMap, name: &HeaderName) -> Option<Option<&'a str>> {
    let mut values = headers.get_all(name);
    let first = values.next()?;
    Some(if values.next().is_some() { None } else { first.to_str().ok() })
}

/// Tells whether a person will see the answer as a page.
pub(crate) fn is_navigation(method: &Method, headers: &HeaderMap) -> bool {
    match only(headers, &SEC_FETCH_DEST) {
        Some(Some("document")) => true,
        // A service worker fetches the page that somebody opens, and passes it on: it is no destination itself (Fetch
        // standard, section 5.4). A link that downloads looks like that too, but asks for no HTML.
        Some(Some("empty")) => {
            let is_navigating = only(headers, &SEC_FETCH_MODE).flatten() == Some("navigate");
            *method == Method::GET && is_navigating && accepts_html(headers)
        }
        Some(_) => false,
        // These are text browsers and older ones.
        None => accepts_html(headers),
    }
}

fn accepts_html(headers: &HeaderMap) -> bool {
    let accept = only(headers, &header::ACCEPT).flatten();
    accept.is_some_and(|accept| accept.to_ascii_lowercase().contains("text/html"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use actix_web::http::header::HeaderValue;
    use actix_web::test::TestRequest;

    fn rules(own_origin: Option<&str>) -> Rules {
        Rules {
            issuer: Origin::parse("https://login.example.org").expect("an origin"),
            audience: "doorward".into(),
            own_origin: own_origin.map(|origin| Origin::parse(origin).expect("an origin")),
            has_recall: true,
        }
    }

    fn request(method: Method, headers: &[(&str, &[u8])]) -> HttpRequest {
        let mut request = TestRequest::default().method(method);
        for (name, value) in headers {
            let name = HeaderName::from_bytes(name.as_bytes()).expect("a name");
            request = request.append_header((name, HeaderValue::from_bytes(value).expect("a value")));
        }
        request.to_http_request()
    }

    fn read(headers: &[(&str, &[u8])]) -> Presented {
        Presented::read(&request(Method::GET, headers), &rules(Some("https://notes.example.org")))
    }

    fn post(headers: &[(&str, &[u8])]) -> Presented {
        let headers = [&[("cookie", &b"__Secure-access=t"[..])], headers].concat();
        Presented::read(&request(Method::POST, &headers), &rules(Some("https://notes.example.org")))
    }

    #[test]
    fn a_bearer_token_is_read_however_the_scheme_is_spelt() {
        for value in [&b"Bearer a.b-_"[..], b"bearer a.b-_", b"BEARER  a.b-_ "] {
            assert_eq!(read(&[("authorization", value)]), Presented::Bearer("a.b-_".into()));
        }
        for value in [&b"Bearer"[..], b"Bearer ", b"Bearer a b", b"Bearer \"a\"", b"Bearer a\xff", b"Bearer a,b"] {
            assert_eq!(read(&[("authorization", value)]), Presented::Malformed, "{value:?}");
        }
        for value in [&b"Basic YTpi"[..], b"Bearers a", b"", b"a.b.c"] {
            assert_eq!(read(&[("authorization", value)]), Presented::Nothing, "{value:?}");
        }
        assert_eq!(read(&[("authorization", b"Bearer a"), ("authorization", b"Basic b")]), Presented::Several);
    }

    #[test]
    fn beside_a_bearer_token_the_cookie_does_not_count() {
        let cookie = ("cookie", &b"__Secure-access=t"[..]);
        assert_eq!(read(&[cookie, ("authorization", b"Bearer a")]), Presented::Bearer("a".into()));
        assert_eq!(read(&[cookie, ("authorization", b"Bearer")]), Presented::Malformed);
        assert_eq!(read(&[cookie, ("authorization", b"Basic a")]), Presented::Cookies(vec!["t".into()]));
    }

    #[test]
    fn only_the_raw_name_of_the_cookie_counts() {
        assert_eq!(read(&[("cookie", b"a=b;  __Secure-access=t ; c")]), Presented::Cookies(vec!["t".into()]));
        assert_eq!(read(&[("cookie", b"x=\xff\xfe; __Secure-access=t")]), Presented::Cookies(vec!["t".into()]));
        let other: [&[u8]; 6] = [
            b"__%53ecure-access=t",
            b"__secure-access=t",
            b"__Host-app-access=t",
            b"app-access=t",
            b"__Secure-access",
            b"__Secure-access2=t",
        ];
        for cookie in other {
            assert_eq!(read(&[("cookie", cookie)]), Presented::Nothing, "{cookie:?}");
        }
    }

    #[test]
    fn on_the_issuers_own_host_either_name_counts_and_the_one_that_nobody_can_plant_comes_first() {
        let rules = rules(Some("https://login.example.org:8443"));
        let read = |cookie: &[u8]| Presented::read(&request(Method::GET, &[("cookie", cookie)]), &rules);
        assert_eq!(read(b"__Host-app-access=t"), Presented::Cookies(vec!["t".into()]));
        assert_eq!(read(b"__Secure-access=t"), Presented::Cookies(vec!["t".into()]));
        assert_eq!(read(b"__Secure-access=u; __Host-app-access=t"), Presented::Cookies(vec!["t".into()]));
        assert_eq!(read(b"__Host-access=t; access=t"), Presented::Nothing, "those are for Doorward's pages");
    }

    #[test]
    fn of_a_cookie_that_comes_several_times_each_value_is_looked_at_once() {
        let both = Presented::Cookies(vec!["t".into(), "u".into()]);
        assert_eq!(read(&[("cookie", b"__Secure-access=t; __Secure-access=u; __Secure-access=t")]), both);
        assert_eq!(read(&[("cookie", b"__Secure-access=t"), ("cookie", b"a=b; __Secure-access=u")]), both);
    }

    #[test]
    fn an_app_without_an_origin_of_its_own_takes_no_cookies() {
        let request = request(Method::GET, &[("cookie", b"__Secure-access=t; __Host-app-access=t; app-access=t")]);
        assert_eq!(Presented::read(&request, &rules(None)), Presented::Nothing);
    }

    #[test]
    fn forms_of_the_apps_own_pages_pass() {
        let passing: [&[(&str, &[u8])]; 4] = [
            &[("sec-fetch-site", b"same-origin"), ("origin", b"null")],
            &[("sec-fetch-site", b"none")],
            &[("origin", b"https://notes.example.org")],
            &[("referer", b"https://notes.example.org/new?a=b")],
        ];
        for headers in passing {
            assert_eq!(post(headers), Presented::Cookies(vec!["t".into()]), "{headers:?}");
        }
    }

    #[test]
    fn nobody_elses_page_can_use_the_cookie_to_change_something() {
        let refused: [&[(&str, &[u8])]; 10] = [
            &[],
            &[("sec-fetch-site", b"cross-site"), ("origin", b"https://notes.example.org")],
            &[("sec-fetch-site", b"same-site")],
            &[("sec-fetch-site", b"same-origin"), ("sec-fetch-site", b"cross-site")],
            &[("origin", b"null")],
            &[("origin", b"https://login.example.org")],
            &[("origin", b"https://notes.example.org.evil")],
            &[("origin", b"https://evil.example"), ("referer", b"https://notes.example.org/")],
            &[("origin", b"https://notes.example.org"), ("origin", b"https://evil.example")],
            &[("referer", b"about:blank")],
        ];
        for headers in refused {
            assert_eq!(post(headers), Presented::CrossSite, "{headers:?}");
        }
        let socket: [(&str, &[u8]); 3] =
            [("cookie", b"__Secure-access=t"), ("upgrade", b"websocket"), ("origin", b"https://blog.example.org")];
        assert_eq!(read(&socket), Presented::CrossSite);
    }

    #[test]
    fn a_page_is_what_a_browser_asks_for_as_a_document() {
        let is_page = |headers: &[(&str, &[u8])]| is_navigation(&Method::GET, request(Method::GET, headers).headers());
        assert!(is_page(&[("sec-fetch-dest", b"document")]));
        assert!(is_page(&[("accept", b"text/html,*/*;q=0.8")]));
        assert!(!is_page(&[("sec-fetch-dest", b"empty"), ("accept", b"text/html")]));
        assert!(!is_page(&[("sec-fetch-dest", b"iframe"), ("accept", b"text/html")]));
        assert!(!is_page(&[("accept", b"*/*")]) && !is_page(&[]));
    }

    #[test]
    fn a_page_that_a_service_worker_passes_on_is_one_too() {
        let is_page = |method: Method, mode: &[u8], accept: &[u8]| {
            let headers = [("sec-fetch-dest", &b"empty"[..]), ("sec-fetch-mode", mode), ("accept", accept)];
            is_navigation(&method, request(Method::GET, &headers).headers())
        };
        assert!(is_page(Method::GET, b"navigate", b"text/html,*/*;q=0.8"));
        assert!(is_page(Method::GET, b"navigate", b"application/xml, Text/HTML"));
        for method in [Method::POST, Method::HEAD, Method::PUT, Method::OPTIONS] {
            assert!(!is_page(method, b"navigate", b"text/html"));
        }
        for mode in [&b"cors"[..], b"no-cors", b"same-origin", b"websocket", b"", b"Navigate"] {
            assert!(!is_page(Method::GET, mode, b"text/html"), "{mode:?}");
        }
        for accept in [&b"*/*"[..], b"", b"application/json", b"text/*", b"image/avif,image/webp,*/*"] {
            assert!(!is_page(Method::GET, b"navigate", accept), "{accept:?}");
        }
    }
}
