//! Somebody with a browser that the account knows.

use std::time::Instant;

use cookie::{Cookie, CookieJar};
use ureq::http::Response;
use ureq::{Agent, Body};

use super::program::{PASSWORD, Program};

pub struct Person {
    name: String,
    address: String,
    url: String,
    agent: Agent,
    cookies: CookieJar,
}

/// What came back, and when.
pub struct Answer {
    pub status: u16,
    pub milliseconds: f64,
}

impl Person {
    /// Makes the account, and signs in from an address that nobody else has.
    pub fn new(program: &Program, number: usize) -> Person {
        let name = format!("person{number}");
        program.command(&["user", "add", &name, "--password-file", "password"]);
        let (url, agent) = (program.url.clone(), program.agent.clone());
        let mut person =
            Person { name, address: format!("198.51.100.{number}"), url, agent, cookies: CookieJar::new() };
        assert_eq!(person.sign_in().status, 303, "the first sign-in");
        person
    }

    pub fn open(&mut self, path: &str) -> Answer {
        let request = self.agent.get(format!("{}{path}", self.url)).header("x-forwarded-for", &self.address);
        let request = request.header("cookie", self.header(|_| true));
        let began = Instant::now();
        let answer = request.call().expect("an answer");
        self.take(answer, began)
    }

    /// Signs in as the first of the day: the browser is known, and has no session.
    pub fn sign_in(&mut self) -> Answer {
        let form = [("username", self.name.clone()), ("password", PASSWORD.to_owned())];
        self.send("/login", &form, |name| name.contains("device"))
    }

    /// Confirms the password, in the session that there is.
    pub fn confirm(&mut self) -> Answer {
        self.send("/account/two-factor/enrolment", &[("current_password", PASSWORD.to_owned())], |_| true)
    }

    fn send(&mut self, path: &str, form: &[(&str, String)], which: impl Fn(&str) -> bool) -> Answer {
        let request = self.agent.post(format!("{}{path}", self.url)).header("x-forwarded-for", &self.address);
        let request = request.header("sec-fetch-site", "same-origin").header("cookie", self.header(which));
        let form = form.iter().map(|(name, value)| (*name, value.as_str()));
        let began = Instant::now();
        let answer = request.send_form(form).expect("an answer");
        self.take(answer, began)
    }

    fn header(&self, which: impl Fn(&str) -> bool) -> String {
        let cookies = self.cookies.iter().filter(|cookie| which(cookie.name()));
        cookies.map(|cookie| cookie.stripped().to_string()).collect::<Vec<_>>().join("; ")
    }

    /// Reads the answer to its end, and keeps its cookies.
    fn take(&mut self, mut answer: Response<Body>, began: Instant) -> Answer {
        answer.body_mut().read_to_vec().expect("a body");
        let milliseconds = began.elapsed().as_secs_f64() * 1000.0;
        for cookie in answer.headers().get_all("set-cookie") {
            let cookie = Cookie::parse(cookie.to_str().expect("text").to_owned()).expect("a cookie");
            if cookie.value().is_empty() { self.cookies.force_remove(cookie.name()) } else { self.cookies.add(cookie) }
        }
        Answer { status: answer.status().as_u16(), milliseconds }
    }
}
