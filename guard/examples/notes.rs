//! An app that Doorward protects: it has notices for everybody, notes for people who are signed in, and a page for
//! administrators. Notes are kept in memory.
//!
//! `cargo run -p doorward-guard --example notes -- ISSUER LISTEN OWN_ORIGIN`, such as
//! `https://login.example.org 127.0.0.1:8090 https://notes.example.org`. Doorward must list the last among its
//! `return_origins`. With all three on one machine, `http://127.0.0.1:8080 127.0.0.1:8090 http://127.0.0.1:8090`.

use std::collections::HashMap;
use std::sync::{Mutex, MutexGuard, PoisonError};

use actix_web::http::header;
use actix_web::web::{Data, Form, resource};
use actix_web::{App, HttpResponse, HttpServer, web};
use doorward_guard::{Administrator, CurrentSession, Guard};

/// Notes by their owner. The key is the user's id: names may change hands.
#[derive(Default)]
struct Notes(Mutex<HashMap<String, Vec<String>>>);

impl Notes {
    fn all(&self) -> MutexGuard<'_, HashMap<String, Vec<String>>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[derive(serde::Deserialize)]
struct NewNote {
    text: String,
}

fn text(body: String) -> HttpResponse {
    HttpResponse::Ok().content_type("text/plain; charset=utf-8").body(body)
}

fn page(body: String) -> HttpResponse {
    let head = "<!doctype html>\n<html lang=\"en\">\n<meta charset=\"utf-8\">\n<title>Notes</title>\n";
    HttpResponse::Ok()
        .content_type("text/html; charset=utf-8")
        // Nobody may see private pages after their reader has left.
        .insert_header((header::CACHE_CONTROL, "no-store"))
        .body(format!("{head}{body}</html>\n"))
}

fn escape(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}

/// `GET /` is for everybody.
async fn front(session: Option<CurrentSession>) -> HttpResponse {
    text(match session {
        Some(session) => format!("Hello, {}. Your notes are at /notes.\n", session.username),
        None => "Hello, whoever you are. There are notes at /notes.\n".to_owned(),
    })
}

/// `GET /notes` is for people who are signed in.
async fn show(session: CurrentSession, notes: Data<Notes>) -> HttpResponse {
    let own = notes.all().get(&session.user_id).cloned().unwrap_or_default();
    let list: String = own.iter().map(|note| format!("<li>{}\n", escape(note))).collect();
    page(format!(
        "<h1>Notes of {}</h1>\n<ul>\n{list}</ul>\n<form method=\"post\">\n<input name=\"text\" required>\n\
         <button>Write down</button>\n</form>\n",
        escape(&session.username)
    ))
}

/// `POST /notes`. The guard checks the request before the form is read, so a form from another site is not even read.
async fn write(session: CurrentSession, notes: Data<Notes>, Form(note): Form<NewNote>) -> HttpResponse {
    notes.all().entry(session.user_id.clone()).or_default().push(note.text);
    HttpResponse::SeeOther().insert_header((header::LOCATION, "/notes")).finish()
}

/// `GET /admin` shows administrators how much there is.
async fn count(administrator: Administrator, notes: Data<Notes>) -> HttpResponse {
    let (people, number) = {
        let all = notes.all();
        (all.len(), all.values().map(Vec::len).sum::<usize>())
    };
    text(format!("{}: {number} notes of {people} people.\n", administrator.username))
}

#[actix_web::main]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let [issuer, listen, own_origin] = arguments.as_slice() else {
        return Err("give ISSUER LISTEN OWN_ORIGIN".into());
    };
    let guard = Guard::builder(issuer).own_origin(own_origin).start().await?;
    let notes = Data::new(Notes::default());
    let app = move || {
        App::new()
            .app_data(guard.clone())
            .app_data(notes.clone())
            .service(resource("/").route(web::get().to(front)))
            .service(resource("/notes").route(web::get().to(show)).route(web::post().to(write)))
            .service(resource("/admin").route(web::get().to(count)))
    };
    let server = HttpServer::new(app).workers(2).bind(listen.as_str())?;
    println!("{own_origin}");
    Ok(server.run().await?)
}
