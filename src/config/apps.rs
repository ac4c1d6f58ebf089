//! Checks the settings for apps behind the proxy against each other. Doorward refuses to start with settings that would
//! redirect people in circles.

use super::settings::Settings;
use crate::domain::net::{Authority, Origin, Who};

/// Describes the first contradiction between these settings, in one line.
pub(super) fn contradiction(settings: &Settings) -> Option<String> {
    let url = settings.public_url();
    if let Some(domain) = &settings.cookie_domain
        && !is_within(url.host(), domain)
    {
        return Some(format!(
            "cookie_domain = \"{domain}\": must be \"{}\", the host of public_url, or a domain above it",
            url.host()
        ));
    }
    if let Some(origin) = settings.return_origins.iter().find(|origin| origin.is_https() != url.is_https()) {
        let scheme = if url.is_https() { "https" } else { "http" };
        return Some(format!(
            "return_origins: \"{origin}\" must begin with {scheme}, as public_url does: browsers would not send the cookie there"
        ));
    }
    let needing = settings.access_rules.iter().filter(|rule| *rule.who() != Who::Anyone);
    for rule in needing {
        let origin = Origin::new(url.is_https(), rule.host().clone());
        if !is_reached_by_cookie(settings, rule.host()) {
            return Some(format!(
                "access_rules: \"{rule}\": browsers would never send the cookie to {}; set cookie_domain to a domain above \
                 both {} and that host, or let anyone in there",
                rule.host().host(),
                url.host()
            ));
        }
        if !settings.may_return_to(&origin) {
            return Some(format!(
                "access_rules: \"{rule}\": nobody could come back from signing in; add \"{origin}\" to return_origins"
            ));
        }
    }
    None
}

/// Tells whether browsers send the access cookie to this app. Cookies ignore ports (RFC 6265 section 8.5).
fn is_reached_by_cookie(settings: &Settings, app: &Authority) -> bool {
    let is_shared = settings.cookie_domain.as_ref().is_some_and(|domain| is_within(app.host(), domain));
    is_shared || app.host() == settings.public_url().host()
}

fn is_within(host: &str, domain: &str) -> bool {
    host.strip_suffix(domain).is_some_and(|rest| rest.is_empty() || rest.ends_with('.'))
}

impl Settings {
    /// Tells whether the login page may redirect people to this origin: Doorward's own, or one from `return_origins`.
    pub fn may_return_to(&self, origin: &Origin) -> bool {
        self.return_origins.contains(origin) || origin.to_string() == self.public_url().origin()
    }
}

#[cfg(test)]
mod tests {
    use crate::config::load::load_flags;

    fn refusal(flags: &[(&str, &str)]) -> String {
        load_flags(flags).map_or_else(|error| error.to_string(), |_| String::new())
    }

    const URL: (&str, &str) = ("public_url", "https://login.example.org");
    const DOMAIN: (&str, &str) = ("cookie_domain", "example.org");

    #[test]
    fn the_cookie_goes_to_the_host_itself_or_a_domain_above_it() {
        for good in ["example.org", "login.example.org", "EXAMPLE.org"] {
            assert_eq!(refusal(&[URL, ("cookie_domain", good)]), "", "{good}");
        }
        for bad in [
            "ample.org",
            "org",
            ".example.org",
            "a.login.example.org",
            "example.com",
            "127.0.0.1",
            "[::1]",
            "example.org.",
        ] {
            let message = refusal(&[URL, ("cookie_domain", bad)]);
            assert!(message.contains("cookie_domain") && !message.contains('\n'), "{bad}: {message}");
        }
        for suffix in
            ["co.kr", "co.uk", "github.io", "CO.UK", "한국.kr", "公司.cn", "s3.amazonaws.com", "city.kawasaki.jp"]
        {
            let host = format!("login.{suffix}");
            let message = refusal(&[("public_url", &format!("https://{host}")), ("cookie_domain", suffix)]);
            let is_registrable = suffix == "city.kawasaki.jp" || suffix == "한국.kr";
            assert_eq!(message.contains("public suffix"), !is_registrable, "{suffix}: {message}");
            assert_eq!(refusal(&[("public_url", &format!("https://{host}")), ("cookie_domain", &host)]), "", "{host}");
        }
        // A name that is registered nowhere belongs to the people who use it.
        assert_eq!(refusal(&[("public_url", "https://login.door.internal"), ("cookie_domain", "door.internal")]), "");
        assert!(
            refusal(&[("public_url", "http://127.0.0.1:8080"), ("cookie_domain", "0.1")]).contains("cookie_domain")
        );
        assert!(
            refusal(&[("public_url", "http://localhost"), ("cookie_domain", "localhost")]).contains("cookie_domain")
        );
    }

    #[test]
    fn rules_that_would_send_people_in_circles_are_refused() {
        let rules = |text| ("access_rules", text);
        let origins = |text| ("return_origins", text);
        let wiki = origins("https://wiki.example.org");
        assert_eq!(refusal(&[URL, DOMAIN, wiki, rules("wiki.example.org user")]), "");
        assert_eq!(refusal(&[URL, rules("login.example.org/tools user")]), "");
        assert_eq!(refusal(&[URL, rules("www.example.com anyone")]), "");
        let message = refusal(&[URL, wiki, rules("wiki.example.org user")]);
        assert!(message.contains("\"wiki.example.org user\"") && message.contains("set cookie_domain"), "{message}");
        let message = refusal(&[URL, DOMAIN, rules("wiki.example.com anyone,wiki.example.com/x admin")]);
        assert!(message.contains("wiki.example.com/x admin"), "{message}");
        let message = refusal(&[URL, DOMAIN, wiki, rules("wiki.example.org user,wiki.example.org:8443 user")]);
        assert!(message.contains("add \"https://wiki.example.org:8443\" to return_origins"), "{message}");
        let message = refusal(&[URL, DOMAIN, origins("http://wiki.example.org")]);
        assert!(message.contains("must begin with https"), "{message}");
        for bad in ["https://a.example.org,https://a.example.org:443", "a.example.org", "https://a.example.org/x"] {
            assert!(refusal(&[URL, origins(bad)]).contains("return_origins"), "{bad}");
        }
    }
}
