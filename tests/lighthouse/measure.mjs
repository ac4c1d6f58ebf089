// Prints the figures of Lighthouse for pages of a running Doorward, signed in where a page needs it, and what keeps
// them from 100. Ends with 1 if accessibility or best practices are below 100.
//
//     node measure.mjs URL USERNAME PASSWORD

import { launch } from "chrome-launcher";
import lighthouse from "lighthouse";

const [, , url, username, password] = process.argv;
const pages = {
  login: "/login",
  devices: "/account/sessions",
  overview: "/admin",
  sessions: "/admin/sessions",
  users: "/admin/users",
};
const categories = ["accessibility", "best-practices", "performance"];

// Signs in and returns the cookies.
async function signIn() {
  const form = await (await fetch(`${url}/login`)).text();
  const key = /name="idempotency_key" value="([^"]*)"/.exec(form)?.[1] ?? "";
  const answer = await fetch(`${url}/login`, {
    method: "POST",
    redirect: "manual",
    headers: { origin: url },
    body: new URLSearchParams({ idempotency_key: key, username, password }),
  });
  if (answer.status !== 303) throw new Error(`signing in: ${answer.status}`);
  return answer.headers.getSetCookie().map((cookie) => cookie.split(";")[0]).join("; ");
}

const cookie = await signIn();
const chrome = await launch({ chromeFlags: ["--headless=new", "--no-sandbox", "--disable-dev-shm-usage", "--disable-gpu"] });
let isBelow = false;
for (const [name, path] of Object.entries(pages)) {
  const extraHeaders = name === "login" ? {} : { cookie };
  for (const preset of ["mobile", "desktop"]) {
    const isMobile = preset === "mobile";
    const screenEmulation = isMobile ? undefined
      : { mobile: false, width: 1350, height: 940, deviceScaleFactor: 1, disabled: false };
    const throttling = isMobile ? undefined
      : { rttMs: 40, throughputKbps: 10240, cpuSlowdownMultiplier: 1, requestLatencyMs: 0, downloadThroughputKbps: 0, uploadThroughputKbps: 0 };
    const options = { port: chrome.port, onlyCategories: categories, extraHeaders, formFactor: preset, screenEmulation, throttling };
    const { lhr } = await lighthouse(`${url}${path}`, options);
    if (lhr.runtimeError) throw new Error(`${path}: ${lhr.runtimeError.message}`);
    const shown = new URL(lhr.finalDisplayedUrl).pathname;
    if (shown !== path) throw new Error(`${path} leads to ${shown}`);
    const figures = categories.map((id) => `${id} ${Math.round(lhr.categories[id].score * 100)}`);
    console.log(`${name.padEnd(9)}${preset.padEnd(8)} ${figures.join("   ")}`);
    for (const id of categories) {
      if (id !== "performance" && lhr.categories[id].score < 1) isBelow = true;
      for (const { id: audit, weight } of lhr.categories[id].auditRefs) {
        const { score, title, displayValue, details } = lhr.audits[audit];
        if (weight === 0 || score === null || score >= 0.9) continue;
        console.log(`    ${id}: ${title} ${displayValue ?? ""}`);
        for (const item of details?.items?.slice(0, 5) ?? []) {
          const what = item.node?.snippet ?? item.description ?? item.url ?? item.source;
          if (what) console.log(`        ${what}`);
        }
      }
    }
  }
}
await chrome.kill();
process.exit(isBelow ? 1 : 0);
