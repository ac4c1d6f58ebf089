//! The site of a test: Doorward with users and rules, a proxy in front of it, and an app behind it.

use crate::browser::Browser;
use crate::echo::Echo;
use crate::proxy::{Changes, Kind, Proxy};
use crate::support::free_port;
use crate::support::program::{Place, Program};

pub struct Site {
    // The parts stop in this order.
    pub proxy: Proxy,
    pub doorward: Option<Program>,
    pub place: Place,
    pub app: Echo,
}

impl Site {
    pub fn new(kind: Kind, more: &[&str]) -> Site {
        Site::changed(kind, more, None, Changes::default())
    }

    /// Starts a site with another app at a port, and with what an operator has changed in the proxy's files.
    pub fn changed(kind: Kind, more: &[&str], other_app: Option<u16>, changes: Changes<'_>) -> Site {
        let (app, port) = (Echo::start(), free_port());
        let (scheme, at) = match kind {
            Kind::Nginx | Kind::Traefik => ("https", format!("doorward.test:{port}")),
            Kind::Caddy => ("http", format!("doorward.test:{port}")),
        };
        let public_url = format!("{scheme}://login.{at}");
        let origins = format!("{scheme}://wiki.{at},{scheme}://vault.{at}");
        let rules = format!("wiki.{at} user,wiki.{at}/public anyone,vault.{at} admin");
        let place = Place::new();
        let arguments = [
            &[
                "--listen",
                "127.0.0.1:0",
                "--public-url",
                &public_url,
                "--trusted-proxies",
                "127.0.0.1",
                "--cookie-domain",
                "doorward.test",
                "--return-origins",
                &origins,
                "--access-rules",
                &rules,
                "--allow-insecure-http",
                "true",
            ],
            more,
        ];
        let doorward = place.start(&arguments.concat());
        place.add_user("ada");
        place.add_user("root");
        place.succeed(&["user", "role", "root", "admin"]);
        let app_port = other_app.unwrap_or(app.port);
        let proxy = Proxy::start(kind, port, doorward.port, app_port, &["vault", "unlisted"], changes);
        Site { proxy, doorward: Some(doorward), place, app }
    }

    pub fn browser(&self) -> Browser {
        Browser::new(self.proxy.port, self.proxy.certificate().as_deref())
    }

    pub fn url(&self, host: &str, path: &str) -> String {
        format!("{}{path}", self.proxy.url(host))
    }

    /// Returns somebody who has signed in on the way to the app.
    pub fn signed_in(&self, name: &str) -> Browser {
        let browser = self.browser();
        let (login, _) = browser.follow(&self.url("wiki", "/"));
        let back = browser.log_in(&login, name);
        assert_eq!(browser.open(&back).status, 200);
        self.app.take();
        browser
    }
}

/// Runs a test with each proxy: all of them must give the same results.
pub fn with_each(test: impl Fn(Kind)) {
    for kind in [Kind::Nginx, Kind::Caddy, Kind::Traefik] {
        println!("{kind:?}");
        test(kind);
    }
}
