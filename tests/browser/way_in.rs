//! How little stands between a link and the page behind it: the pages, forms and fields of each way in are counted, and
//! the time of the first admin is estimated.

use fantoccini::Locator;

use crate::browser::{Browser, Kind, in_both_browsers};
use crate::effort::Effort;
use crate::support::PASSWORD;
use crate::support::authenticator::Authenticator;
use crate::support::program::{Place, Program};

in_both_browsers! {
    from_the_printed_link_to_a_signed_in_admin_it_is_one_form_with_three_fields,
    from_the_printed_link_to_a_signed_in_admin_it_takes_a_person_less_than_45_seconds,
    an_invited_person_fills_in_two_fields_and_is_in,
    the_start_page_signs_in_and_a_reset_asks_for_the_code,
}

const NEW: &str = "quietly mauve hinges";
/// Four words and 24 characters.
const FOUR_WORDS: &str = "mauve hinges sing softly";
const TAB: &str = "\u{e004}";

fn serve(place: &Place) -> (Program, String) {
    let program = place.start(&["--listen", "127.0.0.1:0"]);
    let url = format!("http://127.0.0.1:{}", program.port);
    (program, url)
}

/// A walk that counts what its person has to do.
struct Walk {
    browser: Browser,
    pages: usize,
    forms: usize,
    fields: usize,
}

impl Walk {
    async fn begin(kind: Kind) -> Walk {
        Walk { browser: kind.start().await, pages: 0, forms: 0, fields: 0 }
    }

    async fn open(&mut self, url: &str) {
        self.browser.open(url).await;
        self.pages += 1;
    }

    async fn fill(&mut self, field: &str, text: &str) {
        self.browser.fill(field, text).await;
        self.fields += 1;
    }

    /// Sends the only form of the page's content, all of whose fields must be filled in.
    async fn send(&mut self, button: &str) {
        let count = async |css: &str| self.browser.client.find_all(Locator::Css(css)).await.expect("asked").len();
        assert_eq!(count("main form").await, 1, "{}", self.browser.text().await);
        assert_eq!(count("main input:not([type=hidden], [readonly])").await, self.fields);
        self.browser.press(button).await;
        self.forms += 1;
        self.pages += 1;
    }

    fn counted(&self) -> (usize, usize, usize) {
        (self.pages, self.forms, self.fields)
    }
}

async fn from_the_printed_link_to_a_signed_in_admin_it_is_one_form_with_three_fields(kind: Kind) {
    let place = Place::new();
    let (program, url) = serve(&place);
    let mut walk = Walk::begin(kind).await;
    walk.open(program.stdout.last().expect("a link")).await;
    walk.fill("username", "root").await;
    walk.fill("new_password", NEW).await;
    walk.fill("new_password_again", NEW).await;
    walk.send("Create account").await;
    assert!(walk.browser.is_signed_in_as("root").await, "{}", walk.browser.text().await);
    assert!(walk.browser.shows("Your account is ready").await && walk.browser.shows("Next steps").await);
    assert_eq!(walk.counted(), (2, 1, 3), "pages, forms, fields");
    walk.browser.follow(Locator::LinkText("Invite someone")).await;
    assert_eq!(walk.browser.url().await.as_str(), format!("{url}/admin/users/new"));
    walk.browser.close().await;
}

/// The keys that the estimate counts are those that bring the person in: no field or button is clicked.
async fn from_the_printed_link_to_a_signed_in_admin_it_takes_a_person_less_than_45_seconds(kind: Kind) {
    let place = Place::new();
    let (program, _url) = serve(&place);
    let browser = kind.start().await;
    let mut effort = Effort::default();

    // The link is in a terminal, where it opens by a click with the control key. The hands were at the keyboard.
    effort.preparations += 1;
    effort.moves_of_the_hand += 1;
    effort.pointings += 1;
    effort.keys += 2;
    browser.open(program.stdout.last().expect("a link")).await;

    // All of the form is read, with its hints. What stands below it changes the colours and the language of the page.
    effort.read(&browser.find(Locator::Css("main")).await.text().await.expect("text"));
    effort.moves_of_the_hand += 1;
    let mut type_into = async |field: &str, keys: &str| {
        let focused = browser.client.active_element().await.expect("something has the focus");
        assert_eq!(focused.attr("id").await.expect("read").as_deref(), Some(field));
        effort.type_keys(keys);
        browser.type_keys(keys).await;
    };
    // The name is thought of, the password invented and then remembered.
    type_into("username", "root").await;
    type_into("username", TAB).await;
    type_into("new_password", FOUR_WORDS).await;
    type_into("new_password", TAB).await;
    type_into("new_password_again", FOUR_WORDS).await;
    effort.preparations += 2;
    effort.inventions += 1;
    // Pressing the enter key belongs to the last field, as rule 3 of the model has it for such ends.
    browser.enter().await;
    effort.keys += 1;
    assert!(browser.is_signed_in_as("root").await, "{}", browser.text().await);

    println!("{effort}");
    assert!(effort.seconds() < 45.0, "{effort}");
    browser.close().await;
}

async fn an_invited_person_fills_in_two_fields_and_is_in(kind: Kind) {
    let place = Place::new();
    let (_program, url) = serve(&place);
    let told = place.succeed(&["user", "add", "ada", "--invite"]);
    let path = told.split_whitespace().find_map(|word| word.strip_prefix("http")?.splitn(4, '/').nth(3));
    let mut walk = Walk::begin(kind).await;
    walk.open(&format!("{url}/{}", path.expect("a link"))).await;
    assert!(walk.browser.shows("You were invited to Doorward").await);
    walk.fill("new_password", NEW).await;
    walk.fill("new_password_again", NEW).await;
    walk.send("Save password and continue").await;
    assert!(walk.browser.is_signed_in_as("ada").await, "{}", walk.browser.text().await);
    assert_eq!(walk.counted(), (2, 1, 2), "pages, forms, fields");
    walk.browser.close().await;
}

async fn the_start_page_signs_in_and_a_reset_asks_for_the_code(kind: Kind) {
    let place = Place::new();
    let (_program, url) = serve(&place);
    let mut walk = Walk::begin(kind).await;
    walk.open(&url).await;
    assert!(walk.browser.shows("Open the setup link").await);
    place.add_user("ada");
    walk.open(&url).await;
    walk.browser.fill("username", "ada").await;
    walk.browser.fill("password", PASSWORD).await;
    walk.browser.press("Sign in").await;
    assert!(walk.browser.is_signed_in_as("ada").await, "{}", walk.browser.text().await);
    walk.browser.open(&format!("{url}/account/two-factor")).await;
    walk.browser.press("Set up").await;
    walk.browser.fill("current_password", PASSWORD).await;
    walk.browser.press("Set up an authenticator app").await;
    let key = walk.browser.find(Locator::Css("main dd code")).await.text().await.expect("text");
    walk.browser.fill("code", &Authenticator::with_key(&key).code(&doorward::Clock::system())).await;
    walk.browser.press("Turn on").await;
    let recovery_code = walk.browser.find(Locator::Css(".codes code")).await.text().await.expect("text");
    let told = place.succeed(&["user", "reset", "ada"]);
    let path = told.split_whitespace().find_map(|word| word.strip_prefix("http")?.splitn(4, '/').nth(3));
    let mut other = Walk::begin(kind).await;
    other.open(&format!("{url}/{}", path.expect("a link"))).await;
    other.fill("new_password", NEW).await;
    other.fill("new_password_again", NEW).await;
    other.send("Save password and continue").await;
    assert!(other.browser.shows("Your new password is saved").await && other.browser.is_nobodys().await);
    other.browser.fill("recovery_code", &recovery_code).await;
    other.browser.press("Sign in with a recovery code").await;
    assert!(other.browser.is_signed_in_as("ada").await, "{}", other.browser.text().await);
    assert!(other.browser.shows("Your new password is saved").await);
    walk.browser.close().await;
    other.browser.close().await;
}
