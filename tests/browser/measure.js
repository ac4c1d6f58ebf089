// Returns the faults of the page, as it is shown now, in words. Widths are counted in the letters of the text itself,
// since Korean letters are twice as wide.
const view = arguments[0];
const faults = [];
const isNarrow = view.letters > 16 && view.width < 700;
const within = (element) => element.outerHTML.slice(0, 80);

const spacing = new CSSStyleSheet();
if (view.is_spaced) {
    // The text spacing of WCAG 1.4.12.
    spacing.replaceSync(`
        * { line-height: 1.5 !important; letter-spacing: .12em !important; word-spacing: .16em !important }
        p { margin-bottom: 2em !important }`);
    document.adoptedStyleSheets = [spacing];
}

const scrolls = (element) => element && element !== document.body
    && (['auto', 'scroll'].includes(getComputedStyle(element).overflowX) || scrolls(element.parentElement));
const wide = Math.max(document.documentElement.scrollWidth, document.body.scrollWidth);
if (wide > innerWidth) {
    const reaching = [...document.querySelectorAll('body *')].filter((element) =>
        element.getBoundingClientRect().right > innerWidth + 1 && !scrolls(element));
    faults.push(`the page is ${wide} px wide: ${reaching.slice(0, 3).map(within)}`);
}
for (const part of document.querySelectorAll('.sheet > *, .panel > *, .rows > *')) {
    const [inner, outer] = [part, part.parentElement].map((element) => element.getBoundingClientRect().right);
    if (inner > outer + 1 && !scrolls(part.parentElement)) faults.push(`${within(part)} sticks out of its sheet`);
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
const ratio = (one, other) => {
    const both = [one, other].map(luminance);
    return (Math.max(...both) + 0.05) / (Math.min(...both) + 0.05);
};
const contrast = (element) => {
    let ground = element;
    const shines = () => (parts(getComputedStyle(ground).backgroundColor)[3] ?? 1) < 1;
    while (ground.parentElement && shines()) ground = ground.parentElement;
    return ratio(getComputedStyle(element).color, getComputedStyle(ground).backgroundColor);
};

// What is cut off, what moves, and what stays in sight. Text scrolls in its field, and the name in the menu is written out
// on the page of the account.
const isCut = (overflow, inner, outer) => ['hidden', 'clip'].includes(overflow) && inner > outer + 1;
const staying = [];
for (const element of document.querySelectorAll('body *:not(svg *)')) {
    const { overflowX, overflowY, position, transitionDuration } = getComputedStyle(element);
    if (transitionDuration !== '0s') faults.push(`${within(element)} moves`);
    if (['sticky', 'fixed'].includes(position)) staying.push(element);
    if (element.matches('svg, input, .unseen, .menu strong')) continue;
    if (isCut(overflowX, element.scrollWidth, element.clientWidth)
        || isCut(overflowY, element.scrollHeight, element.clientHeight)) {
        faults.push(`${within(element)} is cut`);
    }
}
if (document.getAnimations().length) faults.push('something moves');
// What stays in sight must leave room for the rest.
const covered = staying.filter((element) => element.tagName !== 'TH')
    .reduce((sum, element) => sum + element.getBoundingClientRect().height, 0);
if (covered > innerHeight / 3) faults.push(`${covered} px of ${innerHeight} are always covered`);

const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
const range = document.createRange();
const lines = () => [...range.getClientRects()].filter((line) => line.width > 0);
const placed = [];
while (walker.nextNode()) {
    const node = walker.currentNode;
    const text = node.data.replace(/\s+/g, ' ').trim();
    if (!text || node.parentElement.closest('svg, select, .skip, .unseen')) continue;
    // What a closed fold hides has a place all the same.
    if (!node.parentElement.checkVisibility()) continue;
    range.selectNodeContents(node);
    const boxes = lines();
    if (!boxes.length) continue;
    if (!staying.some((element) => element.contains(node)) && !node.parentElement.closest('.menu strong, .menu > div')) boxes.forEach((box) => placed.push({ box, text, node }));
    if (view.shows_colors && contrast(node.parentElement) < 7 && !node.parentElement.closest('.key span')) {
        faults.push(`'${text}' has a contrast of ${contrast(node.parentElement).toFixed(2)}`);
    }
    const letter = boxes.reduce((sum, line) => sum + line.width, 0) / [...text].length;
    let box = node.parentElement;
    while (getComputedStyle(box).display === 'inline') box = box.parentElement;
    const style = getComputedStyle(box);
    const room = box.clientWidth - parseFloat(style.paddingLeft) - parseFloat(style.paddingRight);
    const isShortened = box.matches('.menu strong');
    const longest = Math.max(...text.split(' ').map((word) => [...word].length));
    if (!isShortened && room + 1 < letter * Math.min(6, longest)) {
        faults.push(`'${text}' has ${room} px for ${boxes.length} lines`);
    }
    // A word of a search, such as since-2026-11-23, is no date, and may break as other words do.
    // Letters of twice the size leave no room for a whole date on a phone, and a message that is to be copied may break
    // anywhere.
    if (isNarrow || node.parentElement.closest('.kept')) continue;
    for (const date of node.data.matchAll(/(?<![-\w])\d{4}-\d\d-\d\d(\s\d\d:\d\d(:\d\d)?)?(\sUTC)?/g)) {
        range.setStart(node, date.index);
        range.setEnd(node, date.index + date[0].length);
        if (new Set(lines().map((line) => Math.round(line.top))).size > 1) faults.push(`${date[0]} breaks`);
    }
}

// Lines that stand on each other.
placed.sort((one, other) => one.box.top - other.box.top);
placed.forEach(({ box, text, node }, index) => {
    for (const other of placed.slice(index + 1)) {
        if (other.box.top > box.bottom - 4) break;
        const across = Math.min(box.right, other.box.right) - Math.max(box.left, other.box.left);
        const down = Math.min(box.bottom, other.box.bottom) - other.box.top;
        if (node !== other.node && across > 2 && down > Math.min(box.height, other.box.height) / 3) {
            faults.push(`'${text}' and '${other.text}' stand on each other`);
        }
    }
});

for (const element of document.querySelectorAll('button, .button, .badge, .notice, th')) {
    if (element.clientWidth && element.scrollWidth > element.clientWidth + 1) {
        faults.push(`'${element.innerText}' sticks out of its box`);
    }
}
const pen = new OffscreenCanvas(1, 1).getContext('2d');
for (const select of document.querySelectorAll('select')) {
    // Its list shows the words whole.
    if (!select.clientWidth || isNarrow) continue;
    const style = getComputedStyle(select);
    pen.font = style.font;
    const words = select.selectedOptions[0].text;
    // Beside the arrow.
    const room = select.clientWidth - parseFloat(style.paddingLeft) - parseFloat(style.paddingRight) - 20;
    if (pen.measureText(words).width > room) faults.push(`'${words}' is cut: it has ${room} px`);
}
for (const field of document.querySelectorAll('[aria-invalid=true]')) {
    if (field.getClientRects().length && getComputedStyle(field).borderTopWidth !== '2px') {
        faults.push(`nothing marks ${field.name} as wrong`);
    }
}
const isShown = (element) => element.getClientRects().length > 0 && element.checkVisibility();
// A bar that scrolls sideways begins at its start, so the current entry must be there.
for (const place of document.querySelectorAll('nav [aria-current]')) {
    let bar = place.parentElement;
    while (bar !== document.body && !['auto', 'scroll'].includes(getComputedStyle(bar).overflowX)) bar = bar.parentElement;
    const [inner, outer] = [place, bar].map((element) => element.getBoundingClientRect());
    if (isShown(place) && (inner.left < outer.left - 1 || inner.right > outer.right + 1)) {
        faults.push(`'${place.innerText}' is out of sight in its bar`);
    }
}
if (view.is_printed) {
    for (const element of document.querySelectorAll('button, .button, .top nav, .sections, .menu, footer, .filters, .skip')) {
        if (isShown(element)) faults.push(`${within(element)} is printed`);
    }
}
if (view.has_forced_colors) {
    for (const place of document.querySelectorAll('nav a[aria-current]')) {
        if (isShown(place) && !getComputedStyle(place).textDecorationLine.includes('underline')) {
            faults.push(`nothing underlines '${place.innerText}'`);
        }
    }
    for (const chart of document.querySelectorAll('.chart')) {
        const row = (number) => chart.querySelector(`svg .row${number}`);
        if (!row(0) || !row(1)) continue;
        const ground = getComputedStyle(document.body).backgroundColor;
        const styles = [row(0), row(1)].map((element) => getComputedStyle(element));
        const fills = styles.map(({ fill }) => fill);
        const isSeen = ({ fill, stroke }) => [fill, stroke].some((color) => color !== 'none' && ratio(color, ground) >= 3);
        if (ratio(...fills) < 3 || !styles.every(isSeen)) faults.push(`the rows of the chart look alike: ${fills}`);
        for (const [number, fill] of fills.entries()) {
            const key = chart.querySelector(`.key .row${number}`);
            if (key && getComputedStyle(key).color !== fill) faults.push(`the key of row ${number} has another colour`);
        }
    }
}
document.adoptedStyleSheets = [];
return faults;
