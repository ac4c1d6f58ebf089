//! One walk through all pages and states of the real program, in each language. Each state says what it is called after,
//! is measured at many widths, checked with axe and by an HTML validator, and photographed for whoever asks.

mod pages;
mod sentences;
mod site;
mod states;

use std::collections::BTreeSet;

use fantoccini::Locator;
use serde_json::{Value, json};

use crate::axe::Axe;
use crate::browser::soon;
use crate::chromium::Chromium;
use crate::devtools::{View, send_headers};
use crate::measure::{faults, status, views, views_of_words};
use crate::pictures::Pictures;
use crate::support::PASSWORD;
use pages::{NO_PAGES, pages};
use sentences::Sentences;
use site::Site;

/// Fills in the form with this action and these fields, opens the folds that hide it, and marks its first button.
const FILL_IN: &str = "
const [action, fields] = arguments;
const form = [...document.forms].find((form) =>
    form.getAttribute('action').split('?')[0].endsWith(action) && fields.every(([name]) => form.elements.namedItem(name)));
if (!form) return false;
for (let part = form; part; part = part.parentElement) if (part.tagName === 'DETAILS') part.open = true;
form.noValidate = true;
for (const [name, text] of fields) {
    const field = form.elements.namedItem(name);
    if (field.type === 'checkbox') field.checked = text !== '';
    else field.value = text;
}
form.querySelector('button').setAttribute('data-pressed', '');
return true;
";

/// Opens the folds that hide a button, and marks it.
const MARK: &str = "
const button = document.querySelector(arguments[0]);
if (!button) return false;
for (let part = button; part; part = part.parentElement) if (part.tagName === 'DETAILS') part.open = true;
button.setAttribute('data-pressed', '');
return true;
";

pub struct Walk {
    browser: Chromium,
    site: Site,
    language: &'static str,
    sentences: Sentences,
    views: Vec<View>,
    axe: Option<Axe>,
    pictures: Option<Pictures>,
    /// The part of the walk, which becomes a folder of pictures.
    part: &'static str,
    /// The titles of the pages that were checked as a phone shows them, if this walk does that.
    on_phones: Option<BTreeSet<String>>,
    /// The addresses that have shown a page.
    visited: BTreeSet<String>,
    shown: usize,
    wrong: Vec<String>,
}

impl Walk {
    /// Walks through everything, and fails with all that is wrong.
    async fn go(language: &'static str, is_whole: bool) {
        // No page has a script, but axe needs them.
        let browser = if is_whole { Chromium::with_scripts().await } else { Chromium::with(language, false).await };
        let mut walk = Walk {
            browser,
            site: Site::new(language),
            language,
            sentences: Sentences::of(language),
            views: if is_whole { views() } else { views_of_words() },
            axe: is_whole.then(Axe::new),
            pictures: Pictures::asked_for(language),
            part: "",
            on_phones: (language == "en").then(BTreeSet::new),
            visited: BTreeSet::new(),
            shown: 0,
            wrong: Vec::new(),
        };
        walk.send_headers(json!({})).await;
        states::show_all(&mut walk).await;
        let left_out: Vec<_> = pages().into_iter().filter(|page| !walk.visited.contains(page)).collect();
        assert_eq!(left_out, NO_PAGES, "pages that did not appear at their address");
        if walk.pictures.is_some() {
            Pictures::write_index();
        }
        let (count, errors) = walk.site.sources.validate();
        println!("{language}: {} states in {} views, {count} answers as HTML", walk.shown, walk.views.len());
        walk.wrong.extend(errors);
        assert!(walk.wrong.is_empty(), "{} faults:\n{}", walk.wrong.len(), walk.wrong.join("\n"));
        walk.browser.close().await;
    }

    /// Looks at the present page with all eyes. It must say the message with this id, which tells that it is in the state
    /// it is called after.
    async fn show(&mut self, name: &str, says: &str) {
        self.expect_words(name, says).await;
        self.look(name).await;
    }

    async fn expect_words(&mut self, name: &str, says: &str) {
        let text = self.browser.client.execute("return document.body.innerText", Vec::new()).await.expect("a text");
        let text = text.as_str().expect("a text");
        if !self.sentences.are_in(text, says) {
            self.wrong.push(format!("{name} ({}): the page does not say {says}, but: {text}", self.language));
        }
    }

    async fn look(&mut self, name: &str) {
        self.shown += 1;
        if let Some(pictures) = &mut self.pictures {
            pictures.take(&self.browser, self.part, name).await;
        }
        // The menu would lie over the page; it is shown as a state of its own.
        self.run("for (const fold of document.querySelectorAll('details:not(.menu)')) fold.open = true").await;
        let mut found = faults(&self.browser, &self.views).await;
        if let Some(axe) = &self.axe {
            let title = self.browser.client.title().await.expect("a title");
            let is_new = self.on_phones.as_mut().is_some_and(|titles| titles.insert(title));
            found.extend(axe.violations(&self.browser, is_new).await);
        }
        self.wrong.extend(found.into_iter().map(|fault| format!("{name} ({}): {fault}", self.language)));
        View::of(1280).show(&self.browser).await;
    }

    async fn open(&self, path: &str) {
        self.browser.open(&format!("{}{path}", self.site.url)).await;
    }

    /// Opens an address, and shows what is there.
    async fn visit(&mut self, name: &str, path: &str, says: &str) {
        self.open(path).await;
        self.show(name, says).await;
    }

    /// Sends these headers with each request, and the language.
    async fn send_headers(&self, mut headers: Value) {
        headers["Accept-Language"] = json!(self.language);
        send_headers(&self.browser, headers).await;
    }

    /// Changes the present page, as the tools of a browser can.
    async fn run(&self, script: &str) {
        self.browser.client.execute(script, Vec::new()).await.expect(script);
    }

    /// Sends the form with this action, with these fields filled in.
    async fn send(&self, action: &str, fields: &[(&str, &str)]) {
        let arguments = vec![json!(action), json!(fields)];
        let found = self.browser.client.execute(FILL_IN, arguments).await.expect("filled in");
        assert_eq!(found, json!(true), "no form {action} with {fields:?}: {}", self.browser.text().await);
        self.browser.follow(Locator::Css("[data-pressed]")).await;
    }

    /// Does the same, and shows the page that follows.
    async fn send_and_show(&mut self, name: &str, action: &str, fields: &[(&str, &str)], says: &str) {
        self.send(action, fields).await;
        self.show(name, says).await;
    }

    /// Follows a link or presses a button that is not the first of its form.
    async fn press(&self, css: &str) {
        let found = self.browser.client.execute(MARK, vec![json!(css)]).await.expect("marked");
        assert_eq!(found, json!(true), "no {css}: {}", self.browser.text().await);
        self.browser.follow(Locator::Css("[data-pressed]")).await;
    }

    /// Does what this form is for, and shows the page that follows, with the questions on the way.
    async fn act(&mut self, name: &str, action: &str, fields: &[(&str, &str)], says: &str) {
        self.answer_questions(name, action, fields).await;
        self.show(name, says).await;
    }

    /// Sends a form, shows the questions that follow, and answers them.
    async fn answer_questions(&mut self, name: &str, action: &str, fields: &[(&str, &str)]) {
        self.send(action, fields).await;
        loop {
            if self.has("main input[name=current_password]").await {
                self.show(&format!("{name}, the password is asked for"), "confirm-title").await;
                self.confirm().await;
            } else if self.has("main input[name=sure]").await {
                self.look(&format!("{name}, the question before")).await;
                self.send(action, &[]).await;
            } else {
                break;
            }
        }
    }

    async fn has(&self, css: &str) -> bool {
        self.browser.client.find(Locator::Css(css)).await.is_ok()
    }

    /// Gives the password that the present page asks for.
    async fn confirm(&self) {
        self.send("", &[("current_password", PASSWORD)]).await;
    }

    async fn expect_status(&self, expected: u64) {
        assert_eq!(status(&self.browser).await, expected, "{}", self.browser.text().await);
    }

    async fn expect_path(&self, expected: &str) {
        assert!(self.browser.is_at(expected).await, "{} at {}", self.browser.text().await, self.browser.path().await);
    }

    /// Forgets who is signed in.
    async fn forget(&self) {
        self.browser.client.delete_all_cookies().await.expect("deleted");
    }

    /// Ends the session of the browser, which belongs to this person, and waits until the program knows.
    async fn end_session(&self, name: &str) {
        self.site.sign_out(name);
        let mut same = self.site.visitor();
        for cookie in self.browser.client.get_all_cookies().await.expect("cookies") {
            same.jar.insert(cookie.name().to_owned(), cookie.value().to_owned());
        }
        assert!(soon(async || !same.clone().is_signed_in()).await, "{name} is still signed in");
    }

    /// Signs in as somebody without a second factor.
    async fn sign_in(&self, name: &str) {
        self.forget().await;
        self.open("/login").await;
        self.send("/login", &[("username", name), ("password", PASSWORD)]).await;
        self.expect_path("/").await;
    }

    /// Shows every page that the browser's user may see, at its own address.
    async fn show_pages(&mut self, whose: &str) {
        for page in pages() {
            if NO_PAGES.contains(&page.as_str()) {
                continue;
            }
            let address = self.site.address(&page);
            self.open(&address).await;
            if self.browser.path().await != address {
                continue;
            }
            if status(&self.browser).await == 200 {
                self.visited.insert(page.clone());
            }
            self.look(&format!("{page} {whose}")).await;
        }
    }
}

#[tokio::test]
#[ignore = "needs Chromium, ChromeDriver and Node.js; scripts/test runs it"]
async fn every_page_and_state_is_in_order_in_english() {
    Walk::go("en", true).await;
}

#[tokio::test]
#[ignore = "needs Chromium, ChromeDriver and Node.js; scripts/test runs it"]
async fn every_page_and_state_is_in_order_in_korean() {
    Walk::go("ko", true).await;
}

#[tokio::test]
#[ignore = "needs Chromium, ChromeDriver and Node.js; scripts/test runs it"]
async fn every_page_and_state_is_in_order_in_german() {
    Walk::go("de", false).await;
}

#[tokio::test]
#[ignore = "needs Chromium, ChromeDriver and Node.js; scripts/test runs it"]
async fn every_page_and_state_is_in_order_in_japanese() {
    Walk::go("ja", false).await;
}
