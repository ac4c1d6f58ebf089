//! Checks of a page's look that a machine can make.

use std::time::{Duration, Instant};

use serde_json::json;

use crate::chromium::Chromium;

/// Describes the faults of a page in words. Widths are counted in the letters of the text itself, since Korean letters
/// are twice as wide.
const FAULTS: &str = r"
const faults = [];
for (const part of document.querySelectorAll('details')) part.open = true;
const wide = Math.max(document.documentElement.scrollWidth, document.body.scrollWidth);
if (wide > innerWidth) {
    const reaching = [...document.querySelectorAll('body *')].filter((element) =>
        element.getBoundingClientRect().right > innerWidth + 1 && !element.closest('pre'));
    faults.push(`the page is ${wide} px wide: ${reaching.slice(0, 3).map((element) => element.outerHTML.slice(0, 80))}`);
}
for (const part of document.querySelectorAll('.sheet > *, .panel > *, .rows > *')) {
    const [inner, outer] = [part, part.parentElement].map((element) => element.getBoundingClientRect().right);
    if (inner > outer + 1) faults.push(`${part.outerHTML.slice(0, 80)} sticks out of its sheet`);
}
if (document.querySelector('meta[http-equiv]')) faults.push('the page loads itself again');
// The relative luminance and the contrast of WCAG 2.2.
const parts = (color) => {
    const numbers = color.match(/[\d.]+/g).map(Number);
    return color.startsWith('color(') ? numbers.map((part, index) => index < 3 ? part * 255 : part) : numbers;
};
const luminance = (color) => {
    const linear = parts(color).slice(0, 3).map((part) => part / 255)
        .map((part) => part <= 0.03928 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4);
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2];
};
const contrast = (element) => {
    let ground = element;
    const shines = () => (parts(getComputedStyle(ground).backgroundColor)[3] ?? 1) < 1;
    while (ground.parentElement && shines()) ground = ground.parentElement;
    const both = [getComputedStyle(element).color, getComputedStyle(ground).backgroundColor].map(luminance);
    return (Math.max(...both) + 0.05) / (Math.min(...both) + 0.05);
};
const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
const range = document.createRange();
const lines = () => [...range.getClientRects()].filter((line) => line.width > 0);
while (walker.nextNode()) {
    const node = walker.currentNode;
    const text = node.data.replace(/\s+/g, ' ').trim();
    if (!text || node.parentElement.closest('svg, select, .skip, .unseen')) continue;
    range.selectNodeContents(node);
    if (lines().length && !node.parentElement.closest('.key span') && contrast(node.parentElement) < 7) {
        faults.push(`'${text}' has a contrast of ${contrast(node.parentElement).toFixed(2)}`);
    }
    const letter = lines().reduce((sum, line) => sum + line.width, 0) / [...text].length;
    if (!letter) continue;
    let box = node.parentElement;
    while (getComputedStyle(box).display === 'inline') box = box.parentElement;
    const style = getComputedStyle(box);
    const room = box.clientWidth - parseFloat(style.paddingLeft) - parseFloat(style.paddingRight);
    if (room + 1 < letter * Math.min(6, [...text].length)) {
        faults.push(`'${text}' has ${room} px for ${lines().length} lines`);
    }
    for (const date of node.data.matchAll(/\d{4}-\d\d-\d\d(\s\d\d:\d\d(:\d\d)?)?(\sUTC)?/g)) {
        range.setStart(node, date.index);
        range.setEnd(node, date.index + date[0].length);
        if (new Set(lines().map((line) => Math.round(line.top))).size > 1) faults.push(`${date[0]} breaks`);
    }
}
const pen = new OffscreenCanvas(1, 1).getContext('2d');
for (const select of document.querySelectorAll('select')) {
    const style = getComputedStyle(select);
    pen.font = style.font;
    const words = select.selectedOptions[0].text;
    // Beside the arrow.
    const room = select.clientWidth - parseFloat(style.paddingLeft) - parseFloat(style.paddingRight) - 20;
    if (pen.measureText(words).width > room) faults.push(`'${words}' is cut: it has ${room} px`);
}
for (const field of document.querySelectorAll('[aria-invalid=true]')) {
    if (getComputedStyle(field).borderTopWidth !== '2px') faults.push(`nothing marks ${field.name} as wrong`);
}
return faults;
";

/// Returns the faults of the page as it is shown now.
pub async fn faults(browser: &Chromium) -> Vec<String> {
    let found = browser.client.execute(FAULTS, Vec::new()).await.expect("measured");
    serde_json::from_value(found).expect("texts")
}

/// Sets the width of the part of the window that shows the page.
pub async fn set_width(browser: &Chromium, width: u32) {
    browser.client.set_window_size(width, 900).await.expect("resized");
    let deadline = Instant::now() + Duration::from_secs(10);
    // A page with long tables takes some time.
    while browser.client.execute("return innerWidth", Vec::new()).await.expect("measured") != json!(width) {
        assert!(Instant::now() < deadline, "the window is not {width} px wide");
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
}

/// Returns the status of the answer that the page came with.
pub async fn status(browser: &Chromium) -> u64 {
    let status = "return performance.getEntriesByType('navigation')[0].responseStatus";
    browser.client.execute(status, Vec::new()).await.expect("asked").as_u64().expect("a status")
}
