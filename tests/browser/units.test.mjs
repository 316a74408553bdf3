// Units at the desk: found among namesakes, followed over time, renamed and merged by an administrator, and never lost.

import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { on, shot, signIn } from "./helpers/app.mjs";
import { desktop, discard, phone, profile } from "./helpers/browser.mjs";
import { Server } from "./helpers/server.mjs";

describe("units", () => {
  let server;

  before(async () => {
    server = await Server.start();
  });

  after(async () => {
    await server?.remove();
  });

  /** Does something in a browser of its own, signed in. */
  async function as(account, open, act) {
    const folder = profile();
    const context = await open(folder);
    try {
      const page = context.pages()[0] ?? (await context.newPage());
      await signIn(page, server, account);
      await act(page);
    } finally {
      await context.close();
      discard(folder);
    }
  }

  test("an officer finds all namesakes, without accents, and what a province was made of", async () => {
    await as("tinhlamdong", phone, async (page) => {
      await page.goto(`${server.url}/desk/totals`);
      await on(page, "totals");
      await page.locator('a[href="/desk/units"]').click();
      await on(page, "units");
      await page.locator("input[name=unit]").fill("tan tien");
      await page.locator("[data-found] [data-unit]").nth(7).waitFor();
      await shot(page, "units-phone-namesakes");
      await page.locator("input[name=unit]").fill("tan tien, ca mau");
      await page.waitForFunction(() => document.querySelectorAll("[data-found] [data-unit]").length === 1);
      await page.locator("input[name=unit]").fill("Lâm Đồng");
      await page.locator('[data-found] [data-unit="68"] a').click();
      await on(page, "unit");
      await page.locator("[data-section=predecessors] [data-unit]").nth(2).waitFor();
      const before = await page.locator("[data-section=predecessors] [data-unit]").evaluateAll((rows) => rows.map((row) => row.dataset.unit));
      assert.deepEqual(before, ["60", "67", "68"]);
      assert.equal(await page.locator("[data-change]").count(), 0, "only an administrator changes units");
      await shot(page, "units-phone-province");
    });
  });

  test("an administrator renames a club, and merges one into another after being told what is open", async () => {
    await as("quantri", desktop, async (page) => {
      await page.goto(`${server.url}/desk/units/24848-C01`);
      await on(page, "unit");
      const today = await page.locator("[data-change] input[name=on]").inputValue();
      await page.locator("[data-change] input[name=name]").fill("CLB Liên thế hệ tự giúp nhau Long Lanh");
      await page.locator("[data-change] .actions button").click();
      await page.locator("[data-section=versions] tbody tr").nth(1).waitFor();
      assert.match(await page.locator("h1").innerText(), /Long Lanh/);
      await shot(page, "units-desktop-renamed");

      await page.goto(`${server.url}/desk/units/24848-C02`);
      await on(page, "unit");
      await page.locator("[data-change] select[name=action]").selectOption("merge");
      await page.locator("[data-change] .actions button").click();
      await page.locator("[data-change] .message").waitFor();
      await page.locator("[data-change] input[name=unit]").fill("klong klanh");
      await page.locator('[data-change] [data-unit="24848-C03"] button').click();
      await page.locator('[data-chosen="24848-C03"]').waitFor();
      await page.locator("[data-change] .actions button").click();
      await page.locator("[data-open] li").first().waitFor();
      await shot(page, "units-desktop-open");
      await page.locator("input[name=despite]").check();
      await page.locator("[data-change] .actions button").click();
      await page.locator(`[data-ended="${today}"]`).waitFor();
      const after = await page.locator("[data-section=successors] [data-unit]").evaluateAll((rows) => rows.map((row) => row.dataset.unit));
      assert.deepEqual(after, ["24848-C03"]);
      await shot(page, "units-desktop-merged");
    });
  });
});
