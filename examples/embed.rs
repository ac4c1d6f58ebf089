//! An app that is built on Doorward: a public page, a page for people who are signed in, and a page for administrators.
//!
//! `cargo run --example embed`, then open the printed address. The first administrator is made with the setup link.

use actix_web::middleware::from_fn;
use actix_web::web::{Data, get};
use actix_web::{App, HttpServer};
use doorward::account::setup;
use doorward::config::{Sources, load};
use doorward::server::Listener;
use doorward::{Administrator, Background, Clock, CurrentSession, Desk, resume, routes};

async fn board(session: Option<CurrentSession>) -> String {
    match session {
        Some(session) => format!("Notices for everybody, and for you, {}.\n", session.username),
        None => "Notices for everybody.\n".to_owned(),
    }
}

async fn desk_drawer(session: CurrentSession) -> String {
    format!("Only {} reads this.\n", session.username)
}

async fn key_cabinet(administrator: Administrator) -> String {
    format!("{} holds the keys.\n", administrator.username)
}

#[actix_web::main]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    let settings = load(&Sources::of_process(None, Vec::new()))?.settings;
    let Listener::Tcp(listener) = Listener::bind(&settings.listen)? else { return Err("listen on an address".into()) };
    let url = settings.public_url().clone();
    let desk = Desk::open(settings, Clock::system()).await?;
    println!("{url}/board   {url}/drawer   {url}/cabinet");
    if let Some(code) = setup::create_code(&desk).await? {
        println!("First administrator: {url}/setup?code={}", code.expose());
    }
    let background = Background::start(&desk);
    let data = Data::new(desk);
    HttpServer::new(move || {
        App::new()
            .app_data(data.clone())
            .route("/board", get().to(board))
            .route("/drawer", get().to(desk_drawer))
            .route("/cabinet", get().to(key_cabinet))
            .configure(routes)
            .wrap(from_fn(resume))
    })
    .listen(listener)?
    .run()
    .await?;
    background.stop().await;
    Ok(())
}
