// Chromium, through playwright-core.

import { chromium } from "playwright-core";
import { FLAGS } from "../helpers/browser.mjs";

export async function start({ width, height }) {
  const browser = await chromium.launch({ executablePath: process.env.CHROME || "/usr/bin/chromium", headless: true, args: FLAGS });
  const page = await browser.newPage({ viewport: { width, height }, hasTouch: width < 800, locale: "vi-VN" });
  return {
    goto: (url) => page.goto(url),
    run: (work, given) => page.evaluate(`(${work})(...${JSON.stringify(given)})`),
    type: async (selector, text) => {
      await page.locator(selector).fill("");
      await page.locator(selector).pressSequentially(text);
    },
    press: (selector) => page.locator(selector).click(),
    shot: (path) => page.screenshot({ path }),
    end: () => browser.close(),
  };
}
