// The page of connections: a key is made, shown once, used and taken back; a webhook is added and stopped.

import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { on, shot, signIn } from "./helpers/app.mjs";
import { discard, phone, profile } from "./helpers/browser.mjs";
import { Server } from "./helpers/server.mjs";

describe("connections", () => {
  let server;

  before(async () => {
    server = await Server.start();
  });

  after(async () => {
    await server?.remove();
  });

  test("an administrator connects a program and cuts it off again", async () => {
    const folder = profile();
    const context = await phone(folder);
    try {
      const page = context.pages()[0] ?? (await context.newPage());
      await signIn(page, server, "quantri");
      await page.goto(`${server.url}/desk/me`);
      await page.locator('a[href="/desk/connections"]').click();
      await on(page, "connections");
      const make = page.locator("[data-make=key]");
      await make.locator("input[name=name]").fill("Phần mềm của tỉnh");
      await make.locator("input[name=org_unit]").fill("68");
      await make.locator('input[value="events:read"]').check();
      await shot(page, "connections-phone-new-key");
      await make.locator(".actions button").click();
      const key = await page.locator("textarea[name=made]").inputValue();
      const ask = () => fetch(`${server.url}/api/v1/events`, { headers: { authorization: `Bearer ${key}` } });
      assert.equal((await ask()).status, 200);
      await shot(page, "connections-phone-key");
      await page.locator("section[role=status] .actions button").nth(1).click();
      const listed = page.locator("[data-list=programs] [data-key]");
      await listed.first().waitFor();
      await listed.first().locator("button").click();
      await page.locator('[data-list=programs] [data-state="revoked"]').waitFor();
      assert.equal((await ask()).status, 401);

      const hook = page.locator("[data-make=hook]");
      await hook.locator("input[name=url]").fill("https://10.0.0.1/hook");
      await hook.locator(".actions button").click();
      await page.locator("p.message[role=alert]").waitFor();
      await hook.locator("input[name=url]").fill("https://hook.example.vn/phieu");
      await hook.locator(".actions button").click();
      await page.locator("textarea[name=made]").waitFor();
      await page.locator('[data-hook][data-state="on"] .actions button').first().click();
      await page.locator('[data-hook][data-state="off"]').waitFor();
      await shot(page, "connections-phone-hook");
    } finally {
      await context.close();
      discard(folder);
    }
  });
});
