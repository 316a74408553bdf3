// How long the app keeps somebody waiting on a poor phone and a poor network: `cargo xtask bench phone`.
//
// The processor is slowed six times by the browser, the network by `line.mjs`. A page stands when it is painted and the
// browser has time for a tap. Each round is a phone that has never seen the app.

import { on } from "../../browser/helpers/app.mjs";
import { discard, phone, profile } from "../../browser/helpers/browser.mjs";
import { Server, pause } from "../../browser/helpers/server.mjs";
import { Poor } from "./line.mjs";

const ACCOUNT = "kaminh";
const FORM = "clb-thang";
const SLOWED = 6;

/** Notes in the page when each page of the app first stands; milliseconds since the address was opened. */
function watch() {
  window.stood = {};
  new MutationObserver(() => {
    const name = document.querySelector("[data-page]")?.dataset.page;
    if (!name || name in window.stood) return;
    window.stood[name] = NaN;
    requestAnimationFrame(() => setTimeout(() => (window.stood[name] = performance.now())));
  }).observe(document, { subtree: true, childList: true, attributes: true, attributeFilter: ["data-page"] });
}

async function stood(page, name) {
  await page.waitForFunction((name) => window.stood?.[name] > 0, name, { timeout: 120_000 });
  return page.evaluate((name) => window.stood[name], name);
}

/** From a tap until the page that it leads to stands. */
async function tapped(page, name, tap) {
  await page.evaluate((name) => delete window.stood[name], name);
  const from = await page.evaluate(() => performance.now());
  await tap();
  return (await stood(page, name)) - from;
}

async function round(server) {
  const line = await Poor.to(server);
  const folder = profile();
  const context = await phone(folder);
  const took = {};
  try {
    const page = context.pages()[0] ?? (await context.newPage());
    await page.addInitScript(watch);
    const browser = await context.newCDPSession(page);
    await browser.send("Emulation.setCPUThrottlingRate", { rate: SLOWED });
    await page.goto(`${line.url}/sign-in`, { waitUntil: "commit" });
    took["first visit: the page for signing in"] = await stood(page, "sign-in");
    took["… by then over the network, kB"] = line.carried / 1000;
    await page.getByLabel("Tên đăng nhập").fill(ACCOUNT);
    await page.getByLabel("Mật khẩu", { exact: true }).fill(server.password);
    took["… signed in: the list"] = await tapped(page, "home", () => page.getByRole("button", { name: "Đăng nhập" }).click());
    // Everything that the app and its service worker fetch.
    await page.waitForFunction(() => navigator.serviceWorker.controller, undefined, { timeout: 120_000 });
    for (let before = -1; before !== line.carried; await pause(1500)) before = line.carried;
    took["… all that is fetched for working without a network, kB"] = line.carried / 1000;
    const card = page.locator(`[data-page=home] [data-state=todo] a, [data-page=home] [data-state=overdue] a`).filter({ hasText: "tháng" }).first();
    took["… a report opened: it can be typed in"] = await tapped(page, "fill", async () => {
      await card.click();
      await on(page, "fill");
    });
    const form = page.url();
    const asked = line.asked.length;
    await page.goto(line.url, { waitUntil: "commit" });
    took["again: the list"] = await stood(page, "home");
    took["… files asked of the network"] = line.asked.slice(asked).filter((each) => !each.includes("/api/")).length;
    await forget(page, browser);
    await page.goto(line.url, { waitUntil: "commit" });
    took["app not kept, signed in: the list"] = await stood(page, "home");
    await forget(page, browser);
    await page.goto(form, { waitUntil: "commit" });
    took["app not kept, signed in: straight to a report"] = await stood(page, "fill");
    return took;
  } finally {
    await context.close();
    discard(folder);
    line.end();
  }
}

/** The browser has the app's records and nothing of the app. */
async function forget(page, browser) {
  await page.evaluate(async () => {
    for (const worker of await navigator.serviceWorker.getRegistrations()) await worker.unregister();
    for (const name of await caches.keys()) await caches.delete(name);
  });
  await page.goto("about:blank");
  await browser.send("Network.clearBrowserCache");
}

const rounds = Number(process.argv[2] ?? 3);
const server = await Server.start();
const all = [];
try {
  for (let each = 0; each < rounds; each += 1) all.push(await round(server));
} finally {
  await server.remove();
}
console.log(`| ${FORM}, ${rounds} rounds, slowed ${SLOWED} times | median | least |\n|---|---:|---:|`);
for (const name of Object.keys(all[0])) {
  const sorted = all.map((took) => took[name]).sort((a, b) => a - b);
  const told = (value) => (/kB|files/.test(name) ? value.toFixed(0) : `${(value / 1000).toFixed(1)} s`);
  console.log(`| ${name} | ${told(sorted[Math.floor(sorted.length / 2)])} | ${told(sorted[0])} |`);
}
