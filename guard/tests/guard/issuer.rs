//! An issuer on a port of this machine, whose answers a test can choose.

use std::net::TcpListener;
use std::sync::{Arc, Mutex, MutexGuard};
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use actix_web::http::header;
use actix_web::rt::System;
use actix_web::web::{Data, get};
use actix_web::{App, HttpRequest, HttpResponse, HttpServer};
use aws_lc_rs::digest::{SHA256, digest};
use doorward_guard::{Guard, GuardBuilder};
use serde_json::{Value, json};

use crate::signer::{Signer, encode};

pub fn now() -> i64 {
    i64::try_from(SystemTime::now().duration_since(UNIX_EPOCH).expect("after 1970").as_secs()).expect("before 2262")
}

pub fn fingerprint(id: &str) -> String {
    encode(digest(&SHA256, id.as_bytes()))[..12].to_owned()
}

/// The documents of the issuer, and how often it was asked for each.
#[derive(Default)]
pub struct Site {
    pub keys: Document,
    pub list: Document,
}

#[derive(Default)]
pub struct Document {
    pub body: Vec<u8>,
    pub status: u16,
    pub asked: usize,
    pub unchanged: usize,
}

pub struct Issuer {
    pub url: String,
    pub signer: Signer,
    site: Arc<Mutex<Site>>,
}

impl Issuer {
    /// Starts an issuer with one ES256 key and an empty recall list.
    pub fn start() -> Issuer {
        Issuer::with(Signer::es256("one"))
    }

    pub fn with(signer: Signer) -> Issuer {
        let site = Arc::new(Mutex::new(Site::default()));
        let listener = TcpListener::bind("127.0.0.1:0").expect("a port");
        let url = format!("http://{}", listener.local_addr().expect("an address"));
        let data = Data::from(site.clone());
        std::thread::spawn(move || {
            let app = move || {
                App::new()
                    .app_data(data.clone())
                    .route("/.well-known/jwks.json", get().to(keys))
                    .route("/recall-list.jwt", get().to(list))
            };
            System::new().block_on(HttpServer::new(app).workers(1).disable_signals().listen(listener)?.run())
        });
        let issuer = Issuer { url, signer, site };
        issuer.publish_keys(&[&issuer.signer]);
        issuer.publish_list(|_| {});
        issuer
    }

    pub fn site(&self) -> MutexGuard<'_, Site> {
        self.site.lock().expect("no test fails with it")
    }

    pub fn publish_keys(&self, signers: &[&Signer]) {
        let keys: Vec<_> = signers.iter().map(|signer| signer.jwk()).collect();
        let mut site = self.site();
        site.keys.body = json!({"keys": keys}).to_string().into();
        site.keys.status = 200;
    }

    /// Returns the members of an empty list.
    pub fn list(&self) -> Value {
        let now = now();
        json!({
            "iss": self.url, "sub": format!("{}/recall-list.jwt", self.url), "iat": now, "exp": now + 60, "ttl": 1,
            "sessions": [], "versions": {}, "keys": [self.signer.kid]
        })
    }

    pub fn publish_list(&self, change: impl FnOnce(&mut Value)) {
        let mut list = self.list();
        change(&mut list);
        let header = self.signer.header("recall-list+jwt").to_string();
        self.publish_text(&self.signer.sign(&header, &list.to_string()));
    }

    /// Publishes any text as the list.
    pub fn publish_text(&self, text: &str) {
        let mut site = self.site();
        site.list.body = text.into();
        site.list.status = 200;
    }

    /// Answers only with this status, until something is published.
    pub fn fail(&self, status: u16) {
        let mut site = self.site();
        (site.keys.status, site.list.status) = (status, status);
    }

    pub fn claims(&self) -> Value {
        let now = now();
        json!({
            "iss": self.url, "aud": "doorward/apps", "sub": "user-1", "sid": "session-1", "gen": 1, "ver": 3,
            "role": "user", "preferred_username": "ada", "auth_time": now - 100, "iat": now - 10, "exp": now + 1790,
            "jti": "x"
        })
    }

    pub fn token(&self) -> String {
        self.token_with(|_| {})
    }

    pub fn token_with(&self, change: impl FnOnce(&mut Value)) -> String {
        let mut claims = self.claims();
        change(&mut claims);
        self.signer.sign_access(&claims)
    }

    /// Starts the guard of an app for people and programs.
    pub async fn guard(&self) -> Guard {
        self.guard_with(|builder| builder).await
    }

    pub async fn guard_with(&self, change: impl FnOnce(GuardBuilder) -> GuardBuilder) -> Guard {
        let builder = Guard::builder(&self.url).own_origin("http://notes.example.org");
        change(builder).start().await.expect("started")
    }
}

/// Waits until a condition holds, or fails after a few seconds.
pub async fn wait_until(mut holds: impl AsyncFnMut() -> bool) {
    for _ in 0..250 {
        if holds().await {
            return;
        }
        actix_web::rt::time::sleep(Duration::from_millis(20)).await;
    }
    panic!("the condition does not become true");
}

async fn keys(request: HttpRequest, site: Data<Mutex<Site>>) -> HttpResponse {
    answer(&request, &mut site.lock().expect("no test fails with it").keys)
}

async fn list(request: HttpRequest, site: Data<Mutex<Site>>) -> HttpResponse {
    answer(&request, &mut site.lock().expect("no test fails with it").list)
}

fn answer(request: &HttpRequest, document: &mut Document) -> HttpResponse {
    document.asked += 1;
    if document.status != 200 {
        let status = document.status.try_into().expect("a status");
        return HttpResponse::build(status).insert_header((header::LOCATION, "/elsewhere")).finish();
    }
    let tag = format!("\"{}\"", encode(digest(&SHA256, &document.body)));
    if request.headers().get(header::IF_NONE_MATCH).is_some_and(|known| known.as_bytes() == tag.as_bytes()) {
        document.unchanged += 1;
        return HttpResponse::NotModified().insert_header((header::ETAG, tag)).finish();
    }
    HttpResponse::Ok().insert_header((header::ETAG, tag)).body(document.body.clone())
}
