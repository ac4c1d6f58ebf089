//! Runs the real server in this process.

use std::sync::mpsc;
use std::thread::JoinHandle;

use actix_web::dev::ServerHandle;
use actix_web::web::ServiceConfig;
use doorward::account::{self, Password, Role, Username};
use doorward::config::{DatabaseUrl, PublicUrl, Settings, Sources, load};
use doorward::server::{self, Listener};
use doorward::{Background, Clock, Desk};

use crate::support::database::Database;
use crate::support::{ApiClient, ORIGIN, PASSWORD, Visitor};

/// A database, a clock, and the instances that share them.
pub struct World {
    // The instances stop before their database is deleted.
    apps: Vec<App>,
    pub clock: Clock,
    pub database: Database,
}

type Change = fn(&mut Settings);

impl World {
    /// Starts one instance with the usual settings, and adds a user, `ada`.
    pub fn new() -> World {
        World::with(1, |_| {})
    }

    /// Starts this number of instances, with changed settings.
    pub fn with(instances: usize, change: Change) -> World {
        let mut world = World::empty();
        for _ in 0..instances {
            world.start(change, |_| {});
        }
        world.add_user("ada", Role::User);
        world
    }

    /// Makes a database without instances.
    pub fn empty() -> World {
        World { apps: Vec::new(), clock: Clock::system(), database: Database::new() }
    }

    /// Starts one more instance, which serves these routes beside Doorward's.
    pub fn start(&mut self, change: Change, routes: fn(&mut ServiceConfig)) -> &App {
        let mut settings = self.settings();
        change(&mut settings);
        self.apps.push(App::start(settings, self.clock.clone(), routes));
        self.apps.last().expect("just added")
    }

    pub fn settings(&self) -> Settings {
        let mut settings = load(&Sources::default()).expect("defaults").settings;
        settings.listen = "127.0.0.1:0".parse().map(doorward::config::Listen::Tcp).expect("an address");
        settings.public_url = PublicUrl::parse(ORIGIN);
        settings.data_dir = self.database.folder.path().join("data");
        settings.secret_file = Some(settings.data_dir.join("secret"));
        settings.database_url = DatabaseUrl::parse(&self.database.url);
        // Hashes are cheap here; other tests check that real ones are strong.
        settings.argon2_memory_kib = 8;
        settings.argon2_iterations = 1;
        // Everybody in these tests has the same address.
        settings.sign_in_tries_per_address = 100_000;
        settings
    }

    pub fn app(&self) -> &App {
        &self.apps[0]
    }

    pub fn other_app(&self) -> &App {
        &self.apps[1]
    }

    /// Stops all instances after they have finished their work.
    pub fn stop(&mut self) {
        self.apps.clear();
    }

    pub fn add_user(&self, name: &str, role: Role) {
        let username = Username::parse(name).expect("a name");
        let password = Password::new(PASSWORD.into()).expect("short");
        self.app().block_on(move |desk| async move {
            account::add(&desk, username, role, password).await.expect("added");
        });
    }

    /// Returns somebody with a browser that uses this world's first instance.
    pub fn visitor(&self) -> Visitor {
        Visitor::new(self.app().port)
    }

    /// Returns somebody who has signed in.
    pub fn signed_in(&self, name: &str) -> Visitor {
        let mut visitor = self.visitor();
        visitor.log_in(name);
        visitor
    }

    /// Returns a program that has not logged in.
    pub fn client(&self) -> ApiClient {
        ApiClient::new(self.app().port)
    }

    /// Returns a program that has logged in.
    pub fn logged_in(&self, name: &str) -> ApiClient {
        let mut client = self.client();
        assert_eq!(client.log_in(name).status, 200);
        client
    }

    pub fn advance(&self, seconds: i64) {
        self.clock.advance_milliseconds(seconds * 1000);
    }

    /// Moves the clock on until access tokens have expired but nothing else has.
    pub fn let_access_tokens_expire(&self) {
        self.advance(31 * 60);
    }
}

/// One instance.
pub struct App {
    pub desk: Desk,
    pub port: u16,
    /// The port of the metrics, if the settings ask for them.
    pub metrics_port: Option<u16>,
    handle: ServerHandle,
    thread: Option<JoinHandle<()>>,
}

impl App {
    fn start(settings: Settings, clock: Clock, routes: fn(&mut ServiceConfig)) -> App {
        let (ready, started) = mpsc::channel();
        let thread = std::thread::spawn(move || {
            actix_web::rt::System::new().block_on(async move {
                let listener = Listener::bind(&settings.listen).expect("a free port");
                let port = listener.address().expect("an address").port();
                let desk = Desk::open(settings, clock).await.expect("opens");
                let background = Background::start(&desk);
                let server = server::build(&desk, listener, routes).expect("builds");
                let private = desk.settings().metrics_listen.map(|address| {
                    let listener = Listener::bind(&doorward::config::Listen::Tcp(address)).expect("a free port");
                    let port = listener.address().expect("an address").port();
                    (server::build_private(&desk, listener).expect("builds"), port)
                });
                let metrics_port = private.as_ref().map(|(_, port)| *port);
                let private = private.map(|(server, _)| (server.handle(), actix_web::rt::spawn(server)));
                ready.send((desk, port, metrics_port, server.handle())).expect("somebody waits");
                server.await.expect("serves");
                if let Some((handle, task)) = private {
                    handle.stop(false).await;
                    task.await.expect("runs").expect("serves");
                }
                background.stop().await;
            });
        });
        let (desk, port, metrics_port, handle) = started.recv().expect("the server starts");
        App { desk, port, metrics_port, handle, thread: Some(thread) }
    }

    /// Runs a verb on this instance's desk, as a command beside the server would.
    pub fn block_on<F, T>(&self, verb: impl FnOnce(Desk) -> F + Send + 'static) -> T
    where
        F: Future<Output = T>,
        T: Send + 'static,
    {
        let desk = self.desk.clone();
        let run = move || actix_web::rt::System::new().block_on(verb(desk));
        std::thread::spawn(run).join().expect("the verb does not panic")
    }
}

impl Drop for App {
    fn drop(&mut self) {
        drop(self.handle.stop(false));
        if let Some(thread) = self.thread.take() {
            drop(thread.join());
        }
    }
}
