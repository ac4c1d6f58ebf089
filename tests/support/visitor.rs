//! A person with a browser, which keeps cookies and submits the forms of pages.

use std::collections::BTreeMap;
use std::time::Duration;

use scraper::{Html, Selector};
use ureq::Agent;
use ureq::http::{HeaderMap, Request};

use super::{ORIGIN, PASSWORD};

#[derive(Clone)]
pub struct Visitor {
    agent: Agent,
    port: u16,
    pub jar: BTreeMap<String, String>,
    /// These headers are sent with every request. By default they are those of a browser.
    pub headers: Vec<(String, Vec<u8>)>,
    /// Tells whether this person gives the password at once to forms that always ask for it.
    confirms: bool,
}

pub struct Answer {
    pub status: u16,
    pub headers: HeaderMap,
    pub body: String,
}

impl Visitor {
    pub fn new(port: u16) -> Visitor {
        let config = Agent::config_builder()
            .http_status_as_error(false)
            .max_redirects(0)
            .allow_non_standard_methods(true)
            .timeout_global(Some(Duration::from_secs(30)))
            .build();
        let headers = vec![
            ("sec-fetch-site".to_owned(), b"same-origin".to_vec()),
            ("sec-fetch-dest".to_owned(), b"document".to_vec()),
            ("origin".to_owned(), ORIGIN.as_bytes().to_vec()),
            (
                "user-agent".to_owned(),
                b"Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0".to_vec(),
            ),
        ];
        Visitor { agent: config.into(), port, jar: BTreeMap::new(), headers, confirms: false }
    }

    /// Returns the same browser, whose requests reach another instance.
    pub fn at(&self, port: u16) -> Visitor {
        Visitor { port, ..self.clone() }
    }

    /// Returns the same browser, whose owner gives the password whenever a form always asks for it.
    pub fn confirming(&self) -> Visitor {
        Visitor { confirms: true, ..self.clone() }
    }

    /// Returns the same browser with a header set, or left out if it is empty.
    pub fn with_header(&self, name: &str, value: impl AsRef<[u8]>) -> Visitor {
        let mut other = self.clone();
        other.headers.retain(|(known, _)| known != name);
        if !value.as_ref().is_empty() {
            other.headers.push((name.to_owned(), value.as_ref().to_vec()));
        }
        other
    }

    pub fn get(&mut self, path: &str) -> Answer {
        self.request("GET", path, None)
    }

    pub fn post(&mut self, path: &str, fields: &[(&str, &str)]) -> Answer {
        let body = url::form_urlencoded::Serializer::new(String::new()).extend_pairs(fields).finish();
        let answer = self.request("POST", path, Some(("application/x-www-form-urlencoded", body.as_bytes())));
        if self.confirms && answer.says("Your password is asked for every time you do this") {
            return self.submit(&answer, path, &[("current_password", PASSWORD)]);
        }
        answer
    }

    pub fn post_raw(&mut self, path: &str, content_type: &str, body: &[u8]) -> Answer {
        self.request("POST", path, Some((content_type, body)))
    }

    pub fn request(&mut self, method: &str, path: &str, body: Option<(&str, &[u8])>) -> Answer {
        let answer = self.ask(method, path, body);
        self.keep(&answer);
        answer
    }

    /// Sends a request without keeping the cookies, as if the answer were lost on the way.
    pub fn ask(&self, method: &str, path: &str, body: Option<(&str, &[u8])>) -> Answer {
        let mut request = Request::builder().method(method).uri(format!("http://127.0.0.1:{}{path}", self.port));
        for (name, value) in &self.headers {
            request = request.header(name, value.as_slice());
        }
        if !self.jar.is_empty() {
            let cookies: Vec<_> = self.jar.iter().map(|(name, value)| format!("{name}={value}")).collect();
            request = request.header("cookie", cookies.join("; "));
        }
        let mut response = match body {
            Some((content_type, body)) => {
                let request = request.header("content-type", content_type).body(body).expect("a request");
                self.agent.run(request)
            }
            None => self.agent.run(request.body(()).expect("a request")),
        }
        .expect("an answer");
        let body = response.body_mut().read_to_vec().expect("a body");
        Answer {
            status: response.status().as_u16(),
            headers: response.headers().clone(),
            body: String::from_utf8_lossy(&body).into_owned(),
        }
    }

    /// Keeps the cookies of an answer, as a browser does.
    pub fn keep(&mut self, answer: &Answer) {
        for cookie in answer.set_cookies() {
            let (pair, attributes) = cookie.split_once(';').unwrap_or((&cookie, ""));
            let (name, value) = pair.split_once('=').expect("a cookie");
            if attributes.contains("Max-Age=0") {
                self.jar.remove(name);
            } else {
                self.jar.insert(name.to_owned(), value.to_owned());
            }
        }
    }

    /// Submits the form with this action as it is in the page, with some fields filled in. To press a button with a
    /// name, give its name and value.
    pub fn submit(&mut self, page: &Answer, action: &str, fields: &[(&str, &str)]) -> Answer {
        let values = page.filled(action, fields);
        let values: Vec<_> = values.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
        self.post(action, &values)
    }

    pub fn log_in(&mut self, name: &str) -> Answer {
        let page = self.get("/login");
        let answer = self.submit(&page, "/login", &[("username", name), ("password", PASSWORD)]);
        assert_eq!(answer.status, 303, "{}", answer.body);
        answer
    }

    pub fn is_signed_in(&mut self) -> bool {
        self.get("/account").status == 200
    }

    /// Tells whether nothing is left of a session. The remaining cookie is the one by which an account knows this
    /// browser.
    pub fn has_no_tokens(&self) -> bool {
        self.jar.keys().all(|name| name == "device")
    }

    pub fn refresh_cookie(&self) -> String {
        self.jar.get("refresh").cloned().unwrap_or_default()
    }

    pub fn access_cookie(&self) -> String {
        self.jar.get("access").cloned().unwrap_or_default()
    }

    /// Returns the access cookie for apps, over plain http.
    pub fn app_cookie(&self) -> String {
        self.jar.get("app-access").cloned().unwrap_or_default()
    }

    /// Returns the claims of the access token, unchecked.
    pub fn claims(&self) -> serde_json::Value {
        use base64::Engine;
        let token = self.access_cookie();
        let payload = token.split('.').nth(1).expect("a token");
        let json = base64::engine::general_purpose::URL_SAFE_NO_PAD.decode(payload).expect("base64url");
        serde_json::from_slice(&json).expect("JSON")
    }

    pub fn generation(&self) -> i64 {
        self.claims()["gen"].as_i64().expect("a number")
    }

    pub fn session_id(&self) -> String {
        self.claims()["sid"].as_str().expect("an id").to_owned()
    }
}

impl Answer {
    /// Returns the fields that the form with this action sends, with some of them filled in. Of several forms, such as one
    /// for each language, it is the one that has these fields and buttons.
    pub fn filled(&self, action: &str, fields: &[(&str, &str)]) -> Vec<(String, String)> {
        let selector = |text: &str| Selector::parse(text).expect("a selector");
        let document = Html::parse_document(&self.body);
        let form = selector(&format!("form[method=post][action='{action}']"));
        let with_name = selector("input[name], select[name], textarea[name], button[name]");
        let has = |form: &scraper::ElementRef, (name, value): &(&str, &str)| {
            let mut named = form.select(&with_name).filter(|field| field.value().attr("name") == Some(name));
            named.any(|field| field.value().name() != "button" || field.value().attr("value") == Some(value))
        };
        let forms: Vec<_> = document.select(&form).collect();
        let form = forms.iter().find(|form| fields.iter().all(|field| has(form, field))).or(forms.first());
        let form = form.unwrap_or_else(|| panic!("no form {action} in {}", self.body));
        let mut values: Vec<(String, String)> = Vec::new();
        for field in form.select(&with_name) {
            let attribute = |name| field.value().attr(name).unwrap_or_default().to_owned();
            let given =
                fields.iter().find(|(name, _)| *name == attribute("name")).map(|(_, value)| (*value).to_owned());
            let stands = match (field.value().name(), attribute("type").as_str()) {
                ("button", _) if given.as_ref() != Some(&attribute("value")) => continue,
                ("button", _) => None,
                ("input", "checkbox" | "radio") => field.value().attr("checked").map(|_| attribute("value")),
                ("input", _) => Some(attribute("value")),
                ("select", _) => {
                    let options = selector("option");
                    let all: Vec<_> = field.select(&options).map(|option| option.value()).collect();
                    let value = |option: &scraper::node::Element| option.attr("value").unwrap_or_default().to_owned();
                    if let Some(given) = &given {
                        assert!(all.iter().any(|option| value(option) == *given), "no option {given} in {action}");
                    }
                    let chosen = all.iter().find(|option| option.attr("selected").is_some()).or(all.first());
                    chosen.map(|option| value(option))
                }
                _ => Some(field.text().collect()),
            };
            values.extend(given.or(stands).map(|value| (attribute("name"), value)));
        }
        for (name, _) in fields {
            assert!(values.iter().any(|(known, _)| known == name), "the form has no field {name}");
        }
        values
    }

    pub fn header(&self, name: &str) -> &str {
        self.headers.get(name).map_or("", |value| value.to_str().expect("ASCII"))
    }

    pub fn set_cookies(&self) -> Vec<String> {
        self.headers.get_all("set-cookie").iter().map(|value| value.to_str().expect("ASCII").to_owned()).collect()
    }

    /// Returns the page without the random key of its forms, to compare it with another.
    pub fn without_keys(&self) -> String {
        let mut pieces = self.body.split("name=\"idempotency_key\" value=\"");
        let first = pieces.next().unwrap_or_default().to_owned();
        pieces.fold(first, |page, piece| page + piece.split_once('"').map_or("", |(_, rest)| rest))
    }

    pub fn says(&self, text: &str) -> bool {
        self.body.contains(text)
    }

    pub fn hides(&self, text: &str) -> bool {
        !self.says(text)
    }
}
