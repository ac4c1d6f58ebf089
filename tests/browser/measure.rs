//! Checks of a page's look that a machine can make, in one view after the other.

use serde_json::json;

use crate::chromium::Chromium;
use crate::devtools::View;

/// The widths of phones, of screens between phone and desk, on both sides of each width where the layout changes, and of
/// a desk. The smallest is also a desk of 1280 × 1024 pixels at 400 %, so it is as low as that.
const WIDTHS: [View; 9] = [
    View { height: 256, name: "400 %", ..View::of(320) },
    View::of(360),
    View::of(390),
    View::of(412),
    View::of(600),
    View::of(768),
    View::of(1040),
    View::of(1125),
    View { is_dark: true, name: "dark", ..View::of(1280) },
];
/// Letters and spaces that people choose for themselves.
const TEXT: [View; 4] = [
    View { is_spaced: true, name: "text spacing", ..View::of(320) },
    View { is_spaced: true, name: "text spacing", ..View::of(1280) },
    View { letters: 32, name: "32 px letters", ..View::of(360) },
    View { letters: 32, name: "32 px letters", ..View::of(1280) },
];
/// Colours and paper, where words do not matter. The paper is A4 with margins of 20 mm.
const MEDIA: [View; 2] = [
    View { has_forced_colors: true, name: "forced colours", ..View::of(1280) },
    View { is_printed: true, name: "print", ..View::of(642) },
];

/// Where words are the longest for their room: enough for languages whose layout is that of the others.
const WORDS: [View; 6] = [
    View { height: 256, name: "400 %", ..View::of(320) },
    View::of(390),
    View::of(768),
    View { is_dark: true, name: "dark", ..View::of(1280) },
    View { is_spaced: true, name: "text spacing", ..View::of(320) },
    View { letters: 32, name: "32 px letters", ..View::of(360) },
];

/// The views in which every language is measured.
pub fn views_of_words() -> Vec<View> {
    WORDS.to_vec()
}

/// All views.
pub fn views() -> Vec<View> {
    [&WIDTHS[..], &TEXT, &MEDIA].concat()
}

/// Shows the page in each view, and returns the faults that it has there.
pub async fn faults(browser: &Chromium, views: &[View]) -> Vec<String> {
    let (mut all, mut before) = (Vec::new(), None);
    for view in views {
        view.show_after(before, browser).await;
        // Colours do not depend on the width: one view in light and one in dark are enough.
        let shows_colors = view.is_dark || before.is_none();
        let conditions = json!({
            "shows_colors": shows_colors,
            "width": view.width,
            "letters": view.letters,
            "is_spaced": view.is_spaced,
            "has_forced_colors": view.has_forced_colors,
            "is_printed": view.is_printed,
        });
        before = Some(view);
        let found = browser.client.execute(include_str!("measure.js"), vec![conditions]).await.expect("measured");
        let found: Vec<String> = serde_json::from_value(found).expect("texts");
        all.extend(found.into_iter().map(|fault| format!("{} {}: {fault}", view.width, view.name)));
    }
    all
}

/// Returns the status of the answer that the page came with.
pub async fn status(browser: &Chromium) -> u64 {
    let status = "return performance.getEntriesByType('navigation')[0].responseStatus";
    browser.client.execute(status, Vec::new()).await.expect("asked").as_u64().expect("a status")
}

/// Each kind of fault is found in a page that has it.
#[tokio::test]
#[ignore = "needs Chromium and ChromeDriver; scripts/test runs it"]
async fn faults_of_a_bad_page_are_found() {
    let browser = Chromium::start().await;
    for (fault, page) in [
        ("the page is", "<p style='width: 90rem'>wide"),
        ("contrast", "<p style='color: #777'>pale"),
        ("stand on each other", "<p>these words</p><p style='margin-top: -2.5rem'>and those"),
        ("is cut", "<p style='width: 5rem; overflow: hidden; white-space: nowrap'>too long for this box"),
        ("sticks out of its box", "<button style='width: 3rem; white-space: nowrap'>too long"),
        ("px for", "<p style='width: 2rem; overflow-wrap: anywhere'>very narrow words"),
        ("breaks", "<p style='width: 8rem'>2026-11-30 12:30 UTC"),
        ("always covered", "<div style='position: sticky; height: 40vh'>"),
        ("nothing marks", "<input name=x aria-invalid=true style='border: 1px solid'>"),
        ("moves", "<p style='transition: color 1s'>soon"),
        ("loads itself again", "<meta http-equiv=refresh content=999>"),
        ("is printed", "<button>here"),
        (
            "out of sight",
            "<nav style='width: 9rem; overflow-x: auto'><p style='width: 30rem; text-align: end'><a href=/ aria-current=page>here",
        ),
        ("nothing underlines", "<nav><a href=/ style='text-decoration: none' aria-current=page>here"),
    ] {
        let page = format!("data:text/html,<!doctype html><html style='background: white'>{page}");
        browser.open(&page.replace('%', "%25").replace('#', "%23")).await;
        let found = faults(&browser, &views()).await;
        assert!(found.iter().any(|found| found.contains(fault)), "{fault}: {found:?}");
    }
    browser.open("data:text/html,<!doctype html><html style='background: Canvas; color: CanvasText'><p>fine").await;
    assert_eq!(faults(&browser, &views()).await, Vec::<String>::new());
    browser.close().await;
}
