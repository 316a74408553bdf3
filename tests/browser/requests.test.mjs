// Requests on paper, changes of units that wait for their day, and reports that another body receives: at the desk.

import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { on, shot, signIn } from "./helpers/app.mjs";
import { desktop, discard, phone, profile } from "./helpers/browser.mjs";
import { Server } from "./helpers/server.mjs";

describe("requests and plans", () => {
  let server;

  before(async () => {
    server = await Server.start();
  });

  after(async () => {
    await server?.remove();
  });

  /** Does something in a browser of its own. */
  async function alone(open, act) {
    const folder = profile();
    const context = await open(folder);
    try {
      await act(context.pages()[0] ?? (await context.newPage()));
    } finally {
      await context.close();
      discard(folder);
    }
  }

  for (const [name, open] of [["desktop", desktop], ["phone", phone]]) {
    test(`a chair carries out a request on paper (${name})`, async () => {
      await alone(open, async (page) => {
        await signIn(page, server, "xalacduong");
        await page.goto(`${server.url}/desk/people`);
        await on(page, "people");
        const panel = page.locator("[data-request]").first();
        await panel.locator("summary").click();
        await panel.locator("input[name=reason]").fill("Đơn số 3 ngày 20/11/2026");
        await shot(page, `requests-${name}-panel`);
        await page.goto(`${server.url}/desk/named`);
        await on(page, "named");
        await page.locator("input[name=text]").fill("Ha Krang");
        await page.locator("main button").first().click();
        await page.locator(".message").waitFor();
        await page.locator("input[name=reason]").fill("Đơn số 5 ngày 21/11/2026");
        await page.locator("main button").first().click();
        await page.locator("[data-list=named], .empty").first().waitFor();
        await shot(page, `requests-${name}-named`);
      });
    });
  }

  test("an administrator enters a change ahead of its day and takes it back", async () => {
    await alone(desktop, async (page) => {
      await signIn(page, server, "quantri");
      await page.goto(`${server.url}/desk/units/24848-C01`);
      await on(page, "unit");
      const form = page.locator("[data-change]");
      await form.locator("input[name=name]").fill("CLB Xuân Mới");
      await form.locator("input[name=on]").fill("2027-12-01");
      await form.locator("button").last().click();
      await form.locator(".message").waitFor();
      await shot(page, "units-desktop-kept");
      await page.goto(`${server.url}/desk/units`);
      const waiting = page.locator("[data-coming]");
      await waiting.waitFor();
      await shot(page, "units-desktop-coming");
      assert.match(await waiting.innerText(), /01\/12\/2027[\s\S]*CLB Xuân Mới/);
      await page.setViewportSize({ width: 360, height: 740 });
      await shot(page, "units-phone-coming");
      await waiting.locator("button").click();
      await waiting.waitFor({ state: "detached" });
    });
  });
});
