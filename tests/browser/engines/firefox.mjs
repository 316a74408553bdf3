// Firefox, through puppeteer-core and WebDriver BiDi: it drives Debian's Firefox as it is, which Playwright does not.

import puppeteer from "puppeteer-core";

export async function start({ width, height }) {
  const browser = await puppeteer.launch({
    browser: "firefox",
    executablePath: process.env.FIREFOX || "/usr/bin/firefox-esr",
    headless: true,
    extraPrefsFirefox: { "intl.accept_languages": "vi", "dom.serviceWorkers.testing.enabled": true },
  });
  const [page] = await browser.pages();
  await page.setViewport({ width, height });
  return {
    goto: (url) => page.goto(url),
    run: (work, given) => page.evaluate(`(${work})(...${JSON.stringify(given)})`),
    type: async (selector, text) => {
      await page.locator(selector).fill("");
      await page.type(selector, text);
    },
    press: (selector) => page.locator(selector).click(),
    shot: (path) => page.screenshot({ path }),
    end: () => browser.close(),
  };
}
