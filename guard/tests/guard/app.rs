//! The app of a test: it has a page for everybody, one for people who are signed in, and one for administrators.

use actix_web::http::Method;
use actix_web::test::{TestRequest, call_service, init_service, read_body};
use actix_web::web::{self, get};
use actix_web::{App, HttpResponse};
use doorward_guard::{Administrator, CurrentSession, Guard};
use serde_json::Value;

pub struct Answer {
    pub status: u16,
    pub body: String,
    headers: Vec<(String, String)>,
}

impl Answer {
    pub fn header(&self, name: &str) -> &str {
        self.headers.iter().find(|(known, _)| known == name).map_or("", |(_, value)| value)
    }

    pub fn json(&self) -> Value {
        serde_json::from_str(&self.body).expect("JSON")
    }
}

async fn open(session: Option<CurrentSession>) -> String {
    session.map_or_else(|| "nobody".to_owned(), |session| session.username.clone())
}

async fn mine(session: CurrentSession) -> HttpResponse {
    HttpResponse::Ok().body(format!(
        "{} {} {} {} {} {}",
        session.id,
        session.user_id,
        session.username,
        session.role.as_str(),
        session.signed_in_at,
        session.expires_at
    ))
}

async fn admin(administrator: Administrator) -> String {
    administrator.username.clone()
}

/// Asks the app with this guard, or an app whose developer forgot the guard.
pub async fn ask(guard: Option<&Guard>, method: Method, path: &str, headers: &[(&str, &str)]) -> Answer {
    let mut app = App::new()
        .service(web::resource("/open").route(get().to(open)))
        .service(web::resource("/mine").to(mine))
        .service(web::resource("/admin").to(admin));
    if let Some(guard) = guard {
        app = app.app_data(guard.clone());
    }
    let app = init_service(app).await;
    let mut request = TestRequest::default().method(method).uri(path);
    for header in headers {
        request = request.append_header(*header);
    }
    let response = call_service(&app, request.to_request()).await;
    let headers = response.headers().iter();
    let headers = headers.map(|(name, value)| (name.to_string(), value.to_str().expect("text").to_owned())).collect();
    let status = response.status().as_u16();
    Answer { status, headers, body: String::from_utf8(read_body(response).await.to_vec()).expect("text") }
}

pub async fn call(guard: &Guard, token: &str) -> Answer {
    ask(Some(guard), Method::GET, "/mine", &[("authorization", &format!("Bearer {token}"))]).await
}

pub async fn status(guard: &Guard, token: &str) -> u16 {
    call(guard, token).await.status
}
