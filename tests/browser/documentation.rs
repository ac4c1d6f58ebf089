//! The pictures in README: the login on a phone, and the sessions of people who could exist.

use serde_json::json;

use crate::chromium::Chromium;
use crate::devtools::{View, picture, picture_of_all, send_headers};
use crate::pictures::folder;
use crate::support::program::Place;

const WINDOWS: &str = "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) \
                       Chrome/142.0.0.0 Safari/537.36 Edg/142.0.0.0";
const MAC: &str = "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko) \
                   Version/26.1 Safari/605.1.15";
const IPHONE: &str = "Mozilla/5.0 (iPhone; CPU iPhone OS 18_7 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) \
                      Version/26.1 Mobile/15E148 Safari/604.1";
const ANDROID: &str = "Mozilla/5.0 (Linux; Android 10; K) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/142.0.0.0 \
                       Mobile Safari/537.36";
const LINUX: &str = "Mozilla/5.0 (X11; Linux x86_64; rv:145.0) Gecko/20100101 Firefox/145.0";

/// Name, browser, address, and how many minutes ago somebody signed in and was last seen. Addresses are those that
/// documentation may use (RFC 5737 and RFC 3849).
const PEOPLE: [(&str, &str, &str, u32, u32); 11] = [
    ("mina.kim", IPHONE, "2001:db8:4c1:20::8f", 34, 2),
    ("jonas.weber", WINDOWS, "198.51.100.23", 187, 6),
    ("sofia.rossi", MAC, "198.51.100.41", 152, 11),
    ("tom.baker", ANDROID, "203.0.113.178", 3120, 27),
    ("mina.kim", LINUX, "198.51.100.37", 241, 48),
    ("yuki.tanaka", MAC, "203.0.113.9", 468, 73),
    ("amelie.laurent", WINDOWS, "2001:db8:70a:3::15", 1610, 94),
    ("jonas.weber", ANDROID, "203.0.113.66", 8790, 155),
    ("lars.holm", LINUX, "198.51.100.52", 390, 210),
    ("sofia.rossi", IPHONE, "203.0.113.140", 4410, 312),
    ("priya.nair", MAC, "2001:db8:9e2:11::4", 640, 388),
];
const MINUTE: i64 = 60_000;

#[tokio::test]
#[ignore = "needs Chromium and ChromeDriver; scripts/test runs it"]
async fn pictures_for_readers_show_the_login_and_sessions_of_believable_people() {
    let place = Place::new();
    let program = place.start(&["--listen", "127.0.0.1:0", "--trusted-proxies", "127.0.0.1"]);
    let url = format!("http://127.0.0.1:{}", program.port);
    place.add_admin("ada.nowak");
    let now = doorward::Clock::system().now().milliseconds();
    for (name, agent, address, since, ago) in PEOPLE {
        if !place.run(&["user", "show", name]).status.success() {
            place.add_user(name);
        }
        let mut person = program.visitor().with_header("origin", &url).with_header("x-forwarded-for", address);
        person = person.with_header("user-agent", agent);
        person.log_in(name);
        let at = |minutes: u32| now - i64::from(minutes) * MINUTE;
        place.execute(&format!(
            "UPDATE sessions SET signed_in_at = {}, last_seen_at = {} WHERE id = '{}'",
            at(since),
            at(ago),
            person.session_id()
        ));
    }
    let browser = Chromium::start().await;
    let (phone, desk) = (View { height: 640, ..View::of(320) }, View { height: 640, ..View::of(1280) });
    browser.open(&format!("{url}/login")).await;
    save("login", &picture_of_all(&browser, &phone).await, 320);
    desk.show(&browser).await;
    send_headers(&browser, json!({"X-Forwarded-For": "198.51.100.7", "User-Agent": LINUX})).await;
    browser.sign_in(&url, "ada.nowak").await;
    browser.open(&format!("{url}/admin/sessions")).await;
    let text = browser.text().await;
    for (name, _, address, ..) in PEOPLE {
        assert!(text.contains(name) && text.contains(address), "{name} at {address}: {text}");
    }
    save("sessions", &picture(&browser, &desk).await, 1280);
    browser.close().await;
}

fn save(name: &str, taken: &[u8], width: u32) {
    // A PNG file begins with its width and height, after 16 bytes that are always the same.
    let number = |at: usize| u32::from_be_bytes(taken[at..at + 4].try_into().expect("four bytes"));
    assert_eq!(number(16), width);
    assert!((640..900).contains(&number(20)), "{} px", number(20));
    let folder = folder().join("0-readme");
    std::fs::create_dir_all(&folder).expect("a folder");
    std::fs::write(folder.join(format!("{name}.png")), taken).expect("written");
}
