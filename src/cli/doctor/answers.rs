//! What comes back through the URL: the login page, the certificate, the clock, and cookies with the right names and
//! flags.

use jiff::fmt::rfc2822;

use super::database::tell_difference;
use super::report::Report;
use crate::cli::client::{Answer, Client};
use crate::config::Settings;
use crate::domain::time::Timestamp;
use crate::web::http::cookies::Ours;
use crate::web::paths;

/// Returns whether Doorward answers, so that further checks are possible.
pub fn check(settings: &Settings, client: &Client, report: &mut Report) -> bool {
    let answer = match client.get(paths::LOGIN, &[]) {
        Ok(answer) => answer,
        Err(error) => {
            let next_step = if client.is_socket() {
                "is it running, with this listen, and may this user connect to the socket?"
            } else if client.url().is_https() {
                "is it running, is the proxy, and does its certificate name this host?"
            } else {
                "is it running?"
            };
            report.problem("server", format!("{} does not answer: {error}", client.place()), next_step);
            return false;
        }
    };
    if !is_doorward(&answer, client, report) {
        return false;
    }
    if client.url().is_https() {
        if !client.is_socket() {
            report.fine("tls", "the certificate is valid for this host, as far as this machine can tell");
        }
        check_https_headers(&answer, report);
    }
    check_clock(&answer, report);
    check_form(settings, client, report);
    true
}

fn is_doorward(answer: &Answer, client: &Client, report: &mut Report) -> bool {
    let url = client.place();
    // Before there is an account, the page has no form to sign in, but each page has this one.
    let is_ours = answer.body.contains(&format!("action=\"{}\"", paths::LANGUAGE))
        && answer.header("content-security-policy").is_some();
    let (what, next_step) = match answer.status {
        200 if is_ours => {
            report.fine("server", format!("Doorward answers at {url}"));
            return true;
        }
        200 => (format!("something else than Doorward answers at {url}"), "check the proxy's target"),
        403 => (
            format!("{url} answers 403: Doorward takes this for a connection past the proxy"),
            "name where the proxy connects from in trusted_proxies, and restart",
        ),
        status @ 502..=504 => (
            format!("{url} answers {status}: the proxy does not reach Doorward, or Doorward not its database"),
            "check that Doorward runs, and the proxy's target against listen",
        ),
        301..=308 => (
            format!("{url} leads to {}", answer.header("location").unwrap_or("somewhere else")),
            "run it with the address that people end at; it belongs into public_url",
        ),
        status => (format!("{url} answers {status}"), "check the proxy's target"),
    };
    report.problem("server", what, next_step);
    false
}

fn check_https_headers(answer: &Answer, report: &mut Report) {
    match answer.header("strict-transport-security") {
        Some(_) => report.fine("https", "browsers are told to come by https only"),
        None => report.problem(
            "https",
            "Doorward does not know that people come by https: cookies are not Secure",
            "set public_url to the https address, and restart",
        ),
    }
}

fn check_clock(answer: &Answer, report: &mut Report) {
    let date = answer.header("date").and_then(|date| rfc2822::parse(date).ok());
    let Some(date) = date else {
        report.warning("time", "the answer carries no date", "let the proxy pass the Date header on");
        return;
    };
    let there = Timestamp::from_milliseconds(date.timestamp().as_millisecond());
    tell_difference("time", "the server's", there, report);
}

/// Sends the form that switches the language: it needs no sign-in, and sets a cookie like all others.
fn check_form(settings: &Settings, client: &Client, report: &mut Report) {
    let (url, public) = (client.url(), settings.public_url());
    let is_public = public.is_origin_of(&url.origin());
    if !is_public {
        report.warning(
            "address",
            format!("{url} is not public_url = \"{public}\": forms sent from there are refused"),
            "people must type public_url; to try that, run doorward doctor without a URL",
        );
    }
    let origin = if is_public { url.origin() } else { public.origin() };
    let (what, next_step) = match client.post(paths::LANGUAGE, &origin, "language=en&next=%2Flogin") {
        Ok(answer) if answer.status == 303 => {
            if is_public {
                report.fine("address", "forms sent from there are taken for Doorward's own");
            }
            return check_cookie(settings, &answer, report);
        }
        Ok(answer) if answer.status == 403 => (
            format!("a form sent from {origin} is refused: the running server has another public_url"),
            "set its public_url to the address that people type, and restart; run doctor with the same settings",
        ),
        Ok(answer) => (
            format!("a form is answered with {}", answer.status),
            "check that the proxy passes POST requests on with their bodies and cookies",
        ),
        Err(error) => (format!("a form is not answered: {error}"), "check the proxy"),
    };
    report.problem("address", what, next_step);
}

fn check_cookie(settings: &Settings, answer: &Answer, report: &mut Report) {
    let name = Ours::Language.name(settings);
    let cookies: Vec<&str> =
        answer.headers.get_all("set-cookie").iter().filter_map(|value| value.to_str().ok()).collect();
    let Some(cookie) = cookies.iter().find(|cookie| cookie.split('=').next() == Some(name)) else {
        let names: Vec<_> = cookies.iter().filter_map(|cookie| cookie.split('=').next()).collect();
        let came = if names.is_empty() { "none".to_owned() } else { names.join(", ") };
        report.problem(
            "cookies",
            format!("a cookie {name} was expected, and {came} came"),
            "public_url must be the address that people type, https or not; and the proxy must not rename cookies",
        );
        return;
    };
    let attributes: Vec<String> = cookie.split(';').skip(1).map(|part| part.trim().to_ascii_lowercase()).collect();
    let wanted = ["httponly", "samesite=lax", "path=/"].into_iter();
    let wanted = wanted.chain(settings.public_url().is_https().then_some("secure"));
    let missing: Vec<&str> = wanted.filter(|wanted| !attributes.iter().any(|attribute| attribute == wanted)).collect();
    let fault = match attributes.iter().any(|attribute| attribute.starts_with("domain")) {
        true => "has a Domain".to_owned(),
        false if missing.is_empty() => {
            report.fine("cookies", format!("{name} has the right name and flags"));
            return;
        }
        false => format!("lacks {}", missing.join(", ")),
    };
    report.problem(
        "cookies",
        format!("{name} {fault}"),
        "something on the way changes cookies; let it leave them alone",
    );
}
