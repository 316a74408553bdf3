// Chromium as a phone of the field has it, with a profile folder that outlives a killed browser.
//
// Debian's Chromium through playwright-core: nothing is downloaded. Pages are 360×740 with touch, as on a cheap phone.

import { mkdtempSync, readlinkSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { chromium } from "playwright-core";

export const FLAGS = [
  "--no-sandbox",
  "--disable-gpu",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
];

/** A new empty profile folder. */
export function profile() {
  return mkdtempSync(join(tmpdir(), "phieu-profile-"));
}

/** Takes a profile folder away; a browser that is still closing may be writing into it. */
export function discard(folder) {
  rmSync(folder, { recursive: true, force: true, maxRetries: 10, retryDelay: 100 });
}

/** The phone: touch, 360×740, Vietnamese, the time of Vietnam. */
export function phone(folder) {
  return open(folder, { viewport: { width: 360, height: 740 }, deviceScaleFactor: 2, isMobile: true, hasTouch: true });
}

/** The office computer of a reviewer. */
export function desktop(folder) {
  return open(folder, { viewport: { width: 1280, height: 800 } });
}

async function open(folder, screen) {
  const context = await chromium.launchPersistentContext(folder, {
    executablePath: process.env.CHROME || "/usr/bin/chromium",
    headless: true,
    args: FLAGS,
    locale: "vi-VN",
    timezoneId: "Asia/Ho_Chi_Minh",
    ...screen,
  });
  context.setDefaultTimeout(30_000);
  return context;
}

/** Kills the browser as a phone does that runs out of memory: at once, without a word to any page. */
export async function kill(context, folder) {
  const pid = Number(readlinkSync(join(folder, "SingletonLock")).split("-").pop());
  const gone = new Promise((resolve) => context.once("close", resolve));
  process.kill(pid, "SIGKILL");
  await gone;
  rmSync(join(folder, "SingletonLock"), { force: true });
}
