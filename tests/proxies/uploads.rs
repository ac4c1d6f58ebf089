//! The app and its proxy decide how large a request to the app may be; Doorward's answer to the proxy does not depend
//! on it.

use crate::browser::{BACKGROUND, NAVIGATION};
use crate::proxy::{Kind, for_apps};
use crate::site::Site;

/// The change of an operator who wants uploads.
const LARGER: (&str, &str) =
    ("proxy_pass http://127.0.0.1:9000;", "client_max_body_size 100m;\n        proxy_pass http://127.0.0.1:9000;");

#[test]
#[ignore = "needs nginx, Caddy, Traefik and curl; scripts/test runs it"]
fn an_upload_arrives_whole_where_the_app_may_be_sent_so_much() {
    for (kind, changes) in [(Kind::Nginx, &[LARGER][..]), (Kind::Caddy, &[]), (Kind::Traefik, &[])] {
        let site = Site::changed(kind, &[], None, for_apps(changes));
        let ada = site.signed_in("ada");
        for megabytes in [1, 3, 20] {
            let file = "x".repeat(megabytes << 20);
            for more in [&[][..], &["Transfer-Encoding: chunked"]] {
                let headers = [&NAVIGATION[..], more].concat();
                let answer = ada.send("POST", &site.url("wiki", "/upload"), &headers, Some(&file));
                assert_eq!(answer.status, 200, "{kind:?} {megabytes} {more:?}: {answer:?}");
                let seen = site.app.take().pop().expect("it reached the app");
                assert!(seen.body == file, "{kind:?} {megabytes} {more:?}: {}", seen.body.len());
            }
        }
        // A stranger's upload does not reach the app, and is refused like a small one.
        let answer = site.browser().send("POST", &site.url("wiki", "/upload"), &BACKGROUND, Some(&"x".repeat(3 << 20)));
        assert_eq!(answer.status, 401, "{kind:?}: {answer:?}");
        assert!(site.app.take().is_empty());
    }
}

#[test]
#[ignore = "needs nginx and curl; scripts/test runs it"]
fn what_is_too_long_for_the_app_is_called_so_and_not_an_outage() {
    let site = Site::new(Kind::Nginx, &[]);
    let ada = site.signed_in("ada");
    let answer = ada.send("POST", &site.url("wiki", "/upload"), &NAVIGATION, Some(&"x".repeat(3 << 20)));
    assert_eq!(answer.status, 413, "{answer:?}");
    assert!(site.app.take().is_empty());
}
