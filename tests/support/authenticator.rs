//! An authenticator app, made with another library than Doorward's.

use doorward::Clock;
use scraper::{Html, Selector};
use totp_rs::{Builder, Secret, Totp};

use super::visitor::Answer;

pub struct Authenticator {
    totp: Totp,
}

impl Authenticator {
    /// Scans the page that shows the key.
    pub fn scan(page: &Answer) -> Authenticator {
        let document = Html::parse_document(&page.body);
        let key = Selector::parse("main dd code").expect("a selector");
        let key: String =
            document.select(&key).next().unwrap_or_else(|| panic!("no key: {}", page.body)).text().collect();
        Authenticator::with_key(&key)
    }

    /// Makes an app with a typed key.
    pub fn with_key(key: &str) -> Authenticator {
        let secret = Secret::try_from_base32(key.replace(' ', "")).expect("base32");
        let totp = Builder::new().with_secret(secret).build().expect("as RFC 6238 says");
        Authenticator { totp }
    }

    /// Returns the code that it shows now.
    pub fn code(&self, clock: &Clock) -> String {
        self.code_at(clock, 0)
    }

    /// Returns the code that it shows this many steps later.
    pub fn code_at(&self, clock: &Clock, steps: i64) -> String {
        let seconds = clock.now().numeric_date() + 30 * steps;
        self.totp.generate(u64::try_from(seconds).expect("after 1970")).to_string()
    }

    /// Returns a code that is wrong at all times near the present one.
    pub fn wrong_code(&self, clock: &Clock) -> String {
        let near: Vec<_> = (-3..=3).map(|steps| self.code_at(clock, steps)).collect();
        let others = (0..10).map(|digit| digit.to_string().repeat(6));
        others.into_iter().find(|code| !near.contains(code)).expect("one of ten")
    }
}

/// Returns the recovery codes on a page.
pub fn recovery_codes(page: &Answer) -> Vec<String> {
    let document = Html::parse_document(&page.body);
    let code = Selector::parse(".codes code").expect("a selector");
    document.select(&code).map(|code| code.text().collect()).collect()
}
