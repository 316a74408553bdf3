// Every type of question in every state, on the gallery page: clear and within the screen in every colour and size.

import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { on, shot } from "./helpers/app.mjs";
import { accessible, clear, fits } from "./helpers/axe.mjs";
import { desktop, discard, phone, profile } from "./helpers/browser.mjs";
import { Server } from "./helpers/server.mjs";

const STATES = ["blank", "answered", "wrong", "noted", "previous", "locked", "reading"];

describe("gallery", () => {
  let server;

  before(async () => {
    server = await Server.start();
  });

  after(async () => {
    await server?.remove();
  });

  async function walked(open, act, states = STATES) {
    const folder = profile();
    const context = await open(folder);
    try {
      const page = context.pages()[0] ?? (await context.newPage());
      for (const state of states) {
        await page.goto(`${server.url}/author/gallery/${state}`);
        await on(page, "gallery");
        assert.equal(await page.locator("main").getAttribute("data-state"), state);
        await act(page, state);
      }
    } finally {
      await context.close();
      discard(folder);
    }
  }

  const paint = (page, name, value) => page.evaluate(([name, value]) => document.documentElement.setAttribute(`data-${name}`, value), [name, value]);
  const field = (page, path) => page.locator(`[data-field="${path}"]`);

  test("on the phone every state is clear in light, dark and black on white", () =>
    walked(phone, async (page, state) => {
      await shot(page, `gallery-phone-${state}`);
      for (const look of ["light", "dark", "strong"]) {
        await paint(page, "look", look);
        await clear(page, `${state}, ${look}`);
      }
      await fits(page, state);
    }));

  test("twice as large on a narrow phone nothing is lost", () =>
    walked(phone, async (page, state) => {
      await page.setViewportSize({ width: 320, height: 740 });
      await paint(page, "size", "200");
      await shot(page, `gallery-200-${state}`);
      await fits(page, `${state} at 200 %`);
    }));

  test("at a desk every state fits and can be used", () =>
    walked(desktop, async (page, state) => {
      await accessible(page, `${state} at a desk`);
      await fits(page, state);
      await shot(page, `gallery-desktop-${state}`);
    }));

  test("every type of question is there, and every state shows what makes it one", () =>
    walked(phone, async (page, state) => {
      const types = new Set(await page.$$eval("[data-type]", (all) => all.map((one) => one.dataset.type)));
      if (state !== "reading") {
        for (const type of ["text", "integer", "decimal", "range", "date", "partial_date", "time", "datetime", "select_one", "select_multiple", "rank", "acknowledge", "geopoint", "geotrace", "geoshape", "image", "audio", "video", "file", "barcode"]) {
          assert.ok(types.has(type), `${state}: no question of type ${type}`);
        }
      }
      const count = (what) => page.locator(what).count();
      if (state === "blank") assert.equal(await field(page, "opening/attended").count(), 0, "what does not apply is not asked");
      if (state === "answered") assert.equal(await field(page, "basic/twice").locator(".given b").innerText(), "2.468");
      if (state === "wrong") assert.ok((await count(".message--error")) >= 8 && (await count("[data-summary=errors] li")) >= 8);
      if (state === "noted") for (const kind of ["warning", "explain", "remark"]) assert.ok(await count(`.message--${kind}`), kind);
      if (state === "previous") assert.equal(await page.getByRole("button", { name: "Lấy lại số kỳ trước" }).count(), 3);
      if (state === "locked") assert.equal(await count(".question input:not([type=hidden]), .question textarea, .question select"), 0);
      if (state === "reading") assert.ok((await count(".answers__row")) > 30);
    }));

  test("a number that may mean two is asked about in words, and stays as it was chosen", () =>
    walked(phone, async (page) => {
      const weight = field(page, "basic/weight");
      const box = weight.locator("input").first();
      const readings = weight.locator("[data-doubt] label");
      await box.pressSequentially("1.234");
      assert.deepEqual(await readings.allInnerTexts(), ["1.234 · một nghìn hai trăm ba mươi bốn", "1,234 · một phẩy hai ba bốn"]);
      assert.ok(await readings.first().locator("input").isChecked(), "as it is written here");
      await accessible(page, "a number in doubt");
      await shot(page, "gallery-doubt");
      await readings.last().click();
      await box.focus();
      await box.blur();
      assert.equal(await box.inputValue(), "1,234");
      assert.ok(await readings.last().locator("input").isChecked(), "still there to be changed back");
      for (const text of ["1.234.567", "12,5", "0,125", "1234"]) {
        await box.fill("");
        await box.pressSequentially(text);
        assert.equal(await readings.count(), 0, text);
        await box.blur();
      }
      // A sign that was set here leaves no doubt.
      assert.equal(await box.inputValue(), "1.234");
      await box.focus();
      await page.keyboard.press("End");
      await page.keyboard.press("Backspace");
      await page.keyboard.type("5");
      assert.equal(await readings.count(), 0);
      const people = field(page, "basic/people");
      const whole = people.locator("input").first();
      await whole.pressSequentially("1.234");
      assert.equal(await people.locator("[data-doubt]").count(), 0, "of people there are whole ones only");
      await whole.fill("1,234");
      await whole.blur();
      assert.equal(await people.locator(".message--error").count(), 1, "nothing is changed by itself");
      assert.match(await people.locator("[data-doubt]").innerText(), /^Ở đây cần số không có phần lẻ\./, "one reading is not asked about as two");
      await shot(page, "gallery-doubt-whole");
      await people.locator("[data-doubt] label").click();
      assert.equal(await whole.inputValue(), "1.234");
      await people.locator(".message--error").waitFor({ state: "detached" });
    }, ["blank"]));
});
