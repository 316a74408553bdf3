// The app as something that is installed: complete without a network, and never changed under somebody's hands.

import assert from "node:assert/strict";
import { cpSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, describe, test } from "node:test";
import { answer, installed, on, openCard, question, saved, shot } from "./helpers/app.mjs";
import { publish } from "./helpers/publish.mjs";
import { Server } from "./helpers/server.mjs";
import { Stage } from "./helpers/stage.mjs";

describe("installed", () => {
  const folder = mkdtempSync(join(tmpdir(), "phieu-app-"));
  let server, stage, page;

  before(async () => {
    cpSync(process.env.PHIEU_DIST, folder, { recursive: true });
    server = await Server.start({ app: folder });
    stage = await Stage.for(server, "kaminh");
    page = stage.page;
    await stage.signIn();
  });

  after(async () => {
    await stage?.end();
    await server?.remove();
    rmSync(folder, { recursive: true, force: true });
  });

  test("the browser finds nothing that keeps it from being installed", async () => {
    const browser = await stage.context.newCDPSession(page);
    const { installabilityErrors } = await browser.send("Page.getInstallabilityErrors");
    const wrong = installabilityErrors.map((error) => error.errorId).filter((id) => id !== "in-incognito");
    assert.deepEqual(wrong, []);
    const { errors, data } = await browser.send("Page.getAppManifest");
    assert.deepEqual(errors, []);
    const manifest = JSON.parse(data);
    assert.equal(manifest.lang, "vi");
    for (const icon of manifest.icons) {
      const answer = await fetch(new URL(icon.src, stage.line.url));
      assert.equal(answer.headers.get("content-type"), "image/png", icon.src);
      const image = Buffer.from(await answer.arrayBuffer());
      assert.equal(icon.sizes, `${image.readUInt32BE(16)}x${image.readUInt32BE(20)}`, icon.src);
    }
    assert.ok(manifest.icons.some((icon) => icon.purpose?.includes("maskable")));
  });

  test("every page opens with the server down", async () => {
    await stage.cut();
    for (const [path, name] of [["/", "home"], ["/account", "account"], ["/nowhere/at/all", "nowhere"], ["/desk/review", "away"], ["/totals", "away"]]) {
      await page.goto(stage.line.url + path);
      await on(page, name);
    }
    await page.goto(stage.at("fill", 3));
    await on(page, "fill");
    await stage.cut(false);
  });

  test("nothing is asked of anybody but our own server", async () => {
    const hosts = new Set();
    page.on("request", (request) => hosts.add(new URL(request.url()).host));
    await page.goto(stage.line.url);
    await on(page, "home");
    await openCard(page, stage.subject);
    await on(page, "fill");
    assert.deepEqual([...hosts], [new URL(stage.line.url).host]);
  });

  test("a new version waits, is offered on the first page, and a draft goes on in it", async () => {
    await page.goto(stage.at("fill", 2));
    await on(page, "fill");
    await answer(page, "members/members_joined", 3);
    await saved(page);
    publish(folder, "new");
    await page.evaluate(async () => (await navigator.serviceWorker.getRegistration()).update());
    await page.waitForFunction(async () => (await navigator.serviceWorker.getRegistration()).waiting);
    assert.equal(await page.locator("[data-strip=update]").count(), 0, "nobody is disturbed while filling in");
    assert.equal(await page.locator('meta[name="x-version"]').count(), 0);
    await page.getByRole("link", { name: "Các báo cáo" }).first().click();
    await on(page, "home");
    await page.waitForSelector("[data-strip=update]");
    await shot(page, "40-new-version");
    await page.getByRole("button", { name: "Dùng bản mới" }).click();
    await page.waitForSelector('meta[name="x-version"]', { state: "attached" });
    await installed(page);
    await page.goto(stage.at("fill", 2));
    await on(page, "fill");
    assert.equal(await question(page, "members/members_joined").locator("input").inputValue(), "3");
  });
});
