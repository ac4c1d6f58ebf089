//! What axe-core finds, which npm brings: the rules of WCAG 2.2 that a machine can check, and more.

use std::path::Path;

use serde_json::{Value, json};

use crate::chromium::Chromium;
use crate::devtools::View;

/// WCAG 2.2, and what is good practice beside it.
const TAGS: [&str; 7] = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "wcag2aaa", "best-practice"];
/// The rules that can have another result in other colours.
const OF_COLORS: [&str; 3] = ["color-contrast", "color-contrast-enhanced", "link-in-text-block"];

/// The width of a phone, in pixels.
const PHONE: u32 = 390;

const RUN: &str = "
return axe.run(document, { runOnly: arguments[0], resultTypes: ['violations'], preload: false }).then(({ violations }) =>
    violations.flatMap(({ id, nodes }) => nodes.map(({ html, any, all, none }) =>
        `${id}: ${html.slice(0, 120)} ${[...any, ...all, ...none].map(({ message }) => message).join('; ')}`)));
";

/// The source of axe. It needs a browser that runs timers, which none does while scripts are off.
pub struct Axe(String);

impl Axe {
    pub fn new() -> Axe {
        let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/browser/node_modules/axe-core/axe.min.js");
        let source = std::fs::read_to_string(&path);
        let source =
            source.unwrap_or_else(|why| panic!("{}: {why}; run: npm ci --prefix tests/browser", path.display()));
        Axe(source)
    }

    /// Returns what is wrong with the present page in light and in dark colours, and on a phone if that is asked for:
    /// colours are the same there.
    pub async fn violations(&self, browser: &Chromium, is_narrow_too: bool) -> Vec<String> {
        browser.client.execute(&self.0, Vec::new()).await.expect("axe is there");
        let mut all = Vec::new();
        let views = [(1280, false, "light"), (1280, true, "dark"), (PHONE, false, "phone")];
        for (width, is_dark, scheme) in views.into_iter().filter(|(width, ..)| *width != PHONE || is_narrow_too) {
            // So high that what stays in sight covers nothing.
            View { is_dark, height: 6000, ..View::of(width) }.show(browser).await;
            let rules = if is_dark {
                json!({"type": "rule", "values": OF_COLORS})
            } else {
                json!({"type": "tag", "values": TAGS})
            };
            let found: Value = browser.client.execute(RUN, vec![rules]).await.expect("checked");
            let found: Vec<String> = serde_json::from_value(found).expect("texts");
            all.extend(found.into_iter().map(|fault| format!("axe, {scheme}: {fault}")));
        }
        all
    }
}

#[tokio::test]
#[ignore = "needs Chromium and ChromeDriver; scripts/test runs it"]
async fn axe_finds_what_is_wrong_in_either_scheme_and_on_a_phone() {
    let browser = Chromium::with_scripts().await;
    let style = "html { color-scheme: light dark; background: light-dark(white, black) } \
                 p { color: light-dark(black, dimgray) } @media (min-width: 400px) { img { display: none } }";
    browser
        .open(&format!("data:text/html,<!doctype html><style>{style}</style><p>words</p><input><img src=data:,>"))
        .await;
    let found = Axe::new().violations(&browser, true).await;
    let has = |beginning: &str| found.iter().any(|fault| fault.starts_with(beginning));
    assert!(has("axe, light: html-has-lang") && has("axe, light: label"), "{found:?}");
    assert!(has("axe, dark: color-contrast") && !has("axe, light: color-contrast"), "{found:?}");
    assert!(has("axe, phone: image-alt") && !has("axe, light: image-alt"), "{found:?}");
    assert!(!Axe::new().violations(&browser, false).await.iter().any(|fault| fault.starts_with("axe, phone")));
    browser.close().await;
}
