//! A program that calls the API.

use std::time::Duration;

use serde_json::{Value, json};
use ureq::Agent;
use ureq::http::Request;

use super::PASSWORD;
use super::visitor::Answer;

#[derive(Clone)]
pub struct ApiClient {
    agent: Agent,
    port: u16,
    pub access: Option<String>,
    /// The access token for apps.
    pub app_access: String,
    pub refresh: String,
    /// These headers are sent with every request.
    pub headers: Vec<(String, String)>,
}

impl ApiClient {
    pub fn new(port: u16) -> ApiClient {
        let config = Agent::config_builder()
            .http_status_as_error(false)
            .max_redirects(0)
            .allow_non_standard_methods(true)
            .timeout_global(Some(Duration::from_secs(30)))
            .build();
        let (app_access, refresh) = (String::new(), String::new());
        ApiClient { agent: config.into(), port, access: None, app_access, refresh, headers: Vec::new() }
    }

    /// Returns the same client, whose requests reach another instance.
    pub fn at(&self, port: u16) -> ApiClient {
        ApiClient { port, ..self.clone() }
    }

    /// Returns the same client with another access token.
    pub fn with_token(&self, token: &str) -> ApiClient {
        ApiClient { access: Some(token.to_owned()), ..self.clone() }
    }

    /// Returns the same client with one more header.
    pub fn with_header(&self, name: &str, value: &str) -> ApiClient {
        let mut other = self.clone();
        other.headers.push((name.to_owned(), value.to_owned()));
        other
    }

    pub fn get(&self, path: &str) -> Answer {
        self.send("GET", path, None)
    }

    pub fn delete(&self, path: &str) -> Answer {
        self.send("DELETE", path, None)
    }

    pub fn post(&self, path: &str, body: &Value) -> Answer {
        self.send("POST", path, Some(("application/json", body.to_string().as_bytes())))
    }

    pub fn put(&self, path: &str, body: &Value) -> Answer {
        self.send("PUT", path, Some(("application/json", body.to_string().as_bytes())))
    }

    pub fn send(&self, method: &str, path: &str, body: Option<(&str, &[u8])>) -> Answer {
        let mut request = Request::builder().method(method).uri(format!("http://127.0.0.1:{}{path}", self.port));
        if let Some(token) = &self.access {
            request = request.header("authorization", format!("Bearer {token}"));
        }
        for (name, value) in &self.headers {
            request = request.header(name, value);
        }
        let mut response = match body {
            Some((content_type, body)) => {
                self.agent.run(request.header("content-type", content_type).body(body).expect("a request"))
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

    /// Logs in and keeps the tokens.
    pub fn log_in(&mut self, name: &str) -> Answer {
        let answer = self.post("/api/tokens", &json!({"username": name, "password": PASSWORD}));
        self.keep(&answer);
        answer
    }

    /// Renews and keeps the tokens.
    pub fn renew(&mut self) -> Answer {
        let answer = self.post("/api/tokens/refresh", &json!({"refresh_token": self.refresh}));
        self.keep(&answer);
        answer
    }

    fn keep(&mut self, answer: &Answer) {
        if answer.status == 200 {
            let tokens = answer.json();
            self.access = tokens["access_token"].as_str().map(str::to_owned);
            self.app_access = tokens["app_access_token"].as_str().expect("a token").to_owned();
            self.refresh = tokens["refresh_token"].as_str().expect("a token").to_owned();
        }
    }

    pub fn token(&self) -> &str {
        self.access.as_deref().expect("logged in")
    }
}

impl Answer {
    /// Parses the body as JSON; returns null if it is not JSON.
    pub fn json(&self) -> Value {
        serde_json::from_str(&self.body).unwrap_or(Value::Null)
    }
}
