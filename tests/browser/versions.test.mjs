// The form and the app get new versions while a draft is open: the draft stays what it is until its owner says otherwise.

import assert from "node:assert/strict";
import { cpSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, afterEach, before, describe, test } from "node:test";
import { answer, installed, on, openCard, question, saved, shot } from "./helpers/app.mjs";
import { accessible } from "./helpers/axe.mjs";
import { publish } from "./helpers/publish.mjs";
import { pause, Server } from "./helpers/server.mjs";
import { FORM, Stage } from "./helpers/stage.mjs";

const JOINED = "members/members_joined";
const NEXT = "2099.1";

describe("versions", () => {
  const folder = mkdtempSync(join(tmpdir(), "phieu-app-"));
  let server, own, page;

  const value = (page, path) => question(page, path).locator("input, textarea").first().inputValue();

  before(async () => {
    cpSync(process.env.PHIEU_DIST, folder, { recursive: true });
    server = await Server.start({ app: folder });
  });

  afterEach(async () => {
    await own?.end();
  });

  after(async () => {
    await server?.remove();
    rmSync(folder, { recursive: true, force: true });
  });

  test("the form has a new version: the draft stays with its own; moved up, it shows what has no place any more", async () => {
    own = await Stage.for(server, "longlanh");
    page = own.page;
    await own.signIn();
    await openCard(page, own.subject);
    await page.goto(own.at("fill", 2));
    await on(page, "fill");
    await answer(page, JOINED, 3);
    await saved(page);
    await page.goto(own.at("fill", 14));
    await on(page, "fill");
    await answer(page, "closing/difficulties", "Thiếu ghế ngồi");
    await saved(page);

    // The server now gives out a version in which one question has another name.
    const rows = await own.visitor.get(`/api/v1/forms/${FORM}/${own.duty.version}/source`);
    const newer = JSON.parse(JSON.stringify(rows).replaceAll(`"${own.duty.version}"`, `"${NEXT}"`).replaceAll('"difficulties"', '"obstacles"'));
    own.line.changeAnswers(/^GET \/api\/v1\/duties/, (text) => {
      const body = JSON.parse(text);
      for (const duty of body.duties) if (duty.form === FORM) duty.version = NEXT;
      return JSON.stringify(body);
    });
    own.line.changeAnswers(new RegExp(`^GET .*${NEXT}`), () => JSON.stringify(newer));
    const fetched = page.waitForResponse((answer) => answer.url().includes(NEXT));
    await page.goto(own.line.url);
    await on(page, "home");
    await fetched;
    await pause(500);
    await openCard(page, own.subject);
    await on(page, "fill");
    await page.waitForSelector("[data-summary=newer]");
    await page.goto(own.at("fill", 14));
    await on(page, "fill");
    assert.equal(await value(page, "closing/difficulties"), "Thiếu ghế ngồi", "the draft is still in its own version");

    await page.goto(own.at("fill", 1));
    await on(page, "fill");
    await page.getByRole("button", { name: "Xem chuyển sang bản mới thì thế nào" }).click();
    await page.getByText("Thiếu ghế ngồi").waitFor();
    assert.equal(await page.locator("[data-summary=newer] li").count(), 1, "only what finds no place");
    await shot(page, "35-newer-form");
    await accessible(page, "fill, a newer form");
    await page.getByRole("button", { name: "Ở lại bản cũ" }).click();
    await page.getByRole("button", { name: "Xem chuyển sang bản mới thì thế nào" }).click();
    await page.getByRole("button", { name: "Chuyển sang bản mới" }).click();
    await page.waitForSelector("[data-summary=left-over]");
    assert.equal(await page.locator("[data-summary=newer]").count(), 0);
    await shot(page, "36-left-over");
    await page.goto(own.at("fill", 14));
    await on(page, "fill");
    assert.equal(await value(page, "closing/obstacles"), "");
    await page.goto(own.at("fill", 2));
    await on(page, "fill");
    assert.equal(await value(page, JOINED), "3", "what has a place is in it");
    await page.goto(own.at("fill", 1));
    await page.reload();
    await page.waitForSelector("[data-summary=left-over]");
    assert.ok((await page.locator("[data-summary=left-over]").innerText()).includes("Thiếu ghế ngồi"), "and the rest is not lost");
  });

  test("another window takes the new app, then the old one comes back: the draft in this window goes on all the while", async () => {
    own = await Stage.for(server, "kaminh");
    page = own.page;
    await own.signIn();
    await openCard(page, own.subject);
    await page.goto(own.at("fill", 2));
    await on(page, "fill");
    await answer(page, JOINED, 3);
    await saved(page);
    const take = async (version) => {
      const other = await own.context.newPage();
      await other.goto(own.line.url);
      await on(other, "home");
      publish(folder, version);
      await other.evaluate(async () => (await navigator.serviceWorker.getRegistration()).update());
      await other.waitForSelector("[data-strip=update]");
      await other.getByRole("button", { name: "Dùng bản mới" }).click();
      await other.waitForSelector(`meta[name=x-version][content="${version}"]`, { state: "attached" });
      await installed(other);
      await other.close();
    };
    await take("new");
    // The old program of this window under the new worker.
    await answer(page, JOINED, 4);
    await saved(page);
    await page.getByRole("button", { name: "Tiếp tục" }).click();
    await page.getByRole("button", { name: "Để sau, sang phần tiếp" }).click();
    await page.waitForFunction(() => location.pathname.endsWith("/3"));
    assert.equal(await page.locator("meta[name=x-version]").count(), 0, "nobody's page is exchanged while filling in");
    await take("old again");
    await page.goto(own.at("fill", 2));
    await on(page, "fill");
    assert.equal(await page.locator('meta[name=x-version][content="old again"]').count(), 1);
    assert.equal(await value(page, JOINED), "4");
  });
});
