//! Every form that the same browser sends twice ends as if it had been sent once.
//!
//! Each case runs once with one sending, and once for each way in which a form can be sent twice. The person must then
//! read the same page, and the database must hold the same rows.

pub mod cases;
pub mod limits;
mod lost_connections;
mod shown_secrets;
mod strangers;

use std::thread;
use std::time::{Duration, Instant};

use regex::Regex;
use scraper::{Html, Selector};

use self::cases::{CASES, Case, Sent};
use crate::support::{Answer, PASSWORD, Visitor};
use crate::world::World;

/// How the second sending follows the first.
#[derive(Clone, Copy, Debug)]
enum Way {
    /// Both are sent at once, each to another instance. The browser throws the first answer away.
    AtOnce,
    /// The second is sent after the answer to the first, which the browser throws away.
    Afterwards,
    /// The second is sent a minute later. If the answer was a page, the person loads it again, with the cookies that
    /// came with it. If it was a redirect or a file, it was lost on its way, with its cookies.
    MinuteLater,
}

/// The result of a form.
#[derive(Debug, PartialEq, Eq)]
struct Outcome {
    /// The status, address, headings and notices of the page that the person sees in the end.
    read: String,
    /// The number of rows in each table.
    rows: Vec<(String, i64)>,
    live_sessions: i64,
    /// The recorded events without renewals, which belong to the pages that are read afterwards.
    events: Vec<String>,
    is_signed_in: bool,
}

/// The tables that forms write to, without those that background tasks count or seal.
const TABLES: [&str; 9] = [
    "users",
    "sessions",
    "account_links",
    "pending_sign_ins",
    "recovery_codes",
    "two_factor",
    "setup_codes",
    "bulk_revocations",
    "signing_keys",
];

impl Outcome {
    fn of(world: &World, visitor: &mut Visitor, answer: &Answer) -> Outcome {
        finish_jobs(world);
        let read = read(visitor, answer);
        let is_signed_in = visitor.get("/").says("Signed in as");
        let count =
            |table: &&str| ((*table).to_owned(), world.database.number(&format!("SELECT COUNT(*) FROM {table}")));
        Outcome {
            read,
            is_signed_in,
            rows: TABLES.iter().map(count).collect(),
            live_sessions: world.database.number("SELECT COUNT(*) FROM sessions WHERE state = 'live'"),
            events: world
                .database
                .texts("SELECT kind AS value FROM events WHERE kind <> 'session_renewed' ORDER BY kind"),
        }
    }
}

/// Waits for background work that continues after the answer.
fn finish_jobs(world: &World) {
    let deadline = Instant::now() + Duration::from_secs(60);
    while world.database.number("SELECT COUNT(*) FROM bulk_revocations WHERE finished_at IS NULL") > 0 {
        assert!(Instant::now() < deadline, "a job did not end");
        thread::sleep(Duration::from_millis(20));
    }
}

/// Follows an answer to the page that the person sees in the end, and returns the visible texts to compare.
fn read(visitor: &mut Visitor, answer: &Answer) -> String {
    let mut location = answer.header("location").to_owned();
    let (mut status, mut body) = (answer.status, answer.body.clone());
    let mut places = vec![answer.status.to_string()];
    for _ in 0..5 {
        if location.is_empty() {
            break;
        }
        places.push(location.clone());
        let next = visitor.get(&location);
        location = next.header("location").to_owned();
        (status, body) = (next.status, next.body);
    }
    let document = Html::parse_document(&body);
    let loud = Selector::parse("h1, .notice, .error").expect("a selector");
    let texts: Vec<String> = document.select(&loud).map(|element| element.text().collect()).collect();
    // Ids and tokens differ between the two worlds.
    let random = Regex::new("[0-9a-f]{8,}|[A-Za-z0-9_-]{22,}").expect("a pattern");
    let read = format!("{} {status} {}", places.join(" > "), texts.join(" | "));
    random.replace_all(&read, "…").into_owned()
}

/// Sends a form in one way, or once if there is none. Returns `None` if there is nothing to compare: the first answer
/// led away from the page without new cookies, and the form can be meant again, so the person has pressed the button a
/// second time on purpose.
fn send(world: &World, sent: Sent, way: Option<Way>, is_once: bool) -> Option<Outcome> {
    let Sent { mut visitor, action, fields } = sent;
    let body = url::form_urlencoded::Serializer::new(String::new()).extend_pairs(&fields).finish();
    let ask =
        |visitor: &Visitor| visitor.ask("POST", &action, Some(("application/x-www-form-urlencoded", body.as_bytes())));
    let (first, second) = match way {
        None => (None, ask(&visitor)),
        Some(Way::AtOnce) => {
            let other = visitor.at(world.other_app().port);
            let (first, second) = thread::scope(|scope| {
                let first = scope.spawn(|| ask(&visitor));
                let second = ask(&other);
                (first.join().expect("answered"), second)
            });
            (Some(first), second)
        }
        Some(Way::Afterwards) => (Some(ask(&visitor)), ask(&visitor)),
        Some(Way::MinuteLater) => {
            let first = ask(&visitor);
            let marks = |cookie: &String| cookie.starts_with("refresh=") || cookie.starts_with("second-step=");
            let leaves_the_page = first.status == 303 || !first.header("content-disposition").is_empty();
            match leaves_the_page {
                true if !is_once && !first.set_cookies().iter().any(marks) => return None,
                true => {}
                false => visitor.keep(&first),
            }
            world.advance(60);
            (Some(first), ask(&visitor))
        }
    };
    if let Some(first) = first {
        assert_eq!((first.status, first.header("location")), (second.status, second.header("location")), "{action}");
        // An export of the record is long, and is made a second time.
        if second.header("content-disposition").is_empty() {
            assert_eq!(first.body, second.body, "{action}: both answers show the same");
        }
    }
    visitor.keep(&second);
    Some(Outcome::of(world, &mut visitor, &second))
}

/// Returns the same form from somebody who entered the password long ago: the filled-in page that asks for it. Returns
/// `None` if it is not asked for.
fn asked_for_the_password(world: &World, sent: Sent) -> Option<Sent> {
    let Sent { mut visitor, action, fields } = sent;
    world.advance(16 * 60);
    let without_key: Vec<_> = fields.iter().filter(|(name, _)| name != "idempotency_key").collect();
    let pairs: Vec<_> = without_key.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
    let asked = visitor.post(&action, &pairs);
    if !asked.says("name=\"current_password\"") {
        return None;
    }
    let fields = asked.filled(&action, &[("current_password", PASSWORD)]);
    Some(Sent { visitor, action, fields })
}

/// Runs a part of the cases in one way, and with the page that asks for the password if there is one.
fn sweep(way: Way, part: impl Fn(usize) -> bool) {
    for (_, case) in CASES.iter().enumerate().filter(|(number, _)| part(*number)) {
        let ready = |world: &World| (case.form)(world);
        let begun = || (case.world)();
        let (once, twice) = (begun(), begun());
        let expected = send(&once, ready(&once), None, case.is_once);
        if let Some(outcome) = send(&twice, ready(&twice), Some(way), case.is_once) {
            assert_eq!(Some(outcome), expected, "{} {way:?}", case.handler);
        }
        if case.has_code {
            continue;
        }
        let (once, twice) = (begun(), begun());
        let asked = |world: &World| asked_for_the_password(world, ready(world));
        let (Some(first), Some(second)) = (asked(&once), asked(&twice)) else { continue };
        let expected = send(&once, first, None, case.is_once);
        if let Some(outcome) = send(&twice, second, Some(way), case.is_once) {
            assert_eq!(Some(outcome), expected, "{} {way:?}, with the password", case.handler);
        }
    }
}

#[test]
fn every_form_sent_twice_at_once_ends_as_if_it_was_sent_once() {
    sweep(Way::AtOnce, |number| number % 2 == 0);
}

#[test]
fn every_other_form_sent_twice_at_once_ends_as_if_it_was_sent_once() {
    sweep(Way::AtOnce, |number| number % 2 == 1);
}

#[test]
fn every_form_sent_again_after_its_answer_was_thrown_away_gets_the_same_answer() {
    sweep(Way::Afterwards, |_| true);
}

#[test]
fn every_form_sent_again_a_minute_later_after_a_lost_answer_or_by_loading_its_page_anew_gets_the_same_answer() {
    sweep(Way::MinuteLater, |_| true);
}

#[test]
fn a_form_that_is_added_is_sent_twice_here() {
    let routes = include_str!("../../../src/web/routes.rs");
    let pages = routes.split("pub fn pages(").nth(1).expect("the pages");
    let post = Regex::new(r"\.post\((?:own::|sign_in::)?([a-z_:]+)\)").expect("a pattern");
    let mut handlers: Vec<_> = post.captures_iter(pages).map(|found| found[1].to_owned()).collect();
    handlers.sort();
    let mut known: Vec<_> = CASES.iter().map(|case: &Case| case.handler.to_owned()).collect();
    known.sort();
    known.dedup();
    assert_eq!(handlers, known);
}

#[test]
fn every_form_of_every_template_carries_its_key() {
    let mut forms = 0;
    let mut folders = vec![std::path::PathBuf::from(concat!(env!("CARGO_MANIFEST_DIR"), "/templates"))];
    while let Some(folder) = folders.pop() {
        for path in std::fs::read_dir(folder).expect("a folder").flatten().map(|entry| entry.path()) {
            if path.is_dir() {
                folders.push(path);
                continue;
            }
            let text = std::fs::read_to_string(&path).expect("text");
            for form in text.split("<form ").skip(1).filter(|form| form.starts_with("method=\"post\"")) {
                let inside = form.split_once('>').expect("a tag").1;
                assert!(inside.starts_with("{% include \"components/idempotency_key.html\" %}"), "{}", path.display());
                forms += 1;
            }
        }
    }
    assert!(forms > 30);
}
