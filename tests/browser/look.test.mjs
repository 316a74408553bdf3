// How the app looks is a person's choice: colours, size of text, the whole form on one page, the form on paper. And the first page
// is there before the rest of the program.

import assert from "node:assert/strict";
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { after, before, describe, test } from "node:test";
import { on, shot, signIn } from "./helpers/app.mjs";
import { accessible, clear, fits } from "./helpers/axe.mjs";
import { desktop, discard, phone, profile } from "./helpers/browser.mjs";
import { Server, Visitor } from "./helpers/server.mjs";

const SHOTS = process.env.PHIEU_SHOTS;
const ACCOUNT = "kaminh";
const FORM = "clb-thang";

describe("look", () => {
  let server;
  let about;

  before(async () => {
    server = await Server.start();
    const { duties } = await (await Visitor.signIn(server, ACCOUNT)).get("/api/v1/duties");
    const open = duties.find((duty) => duty.form === FORM && !duty.report_id);
    about = [open.form, open.org_unit.code, open.period].join("/");
  });

  after(async () => {
    await server?.remove();
  });

  async function opened(open, run) {
    const folder = profile();
    const context = await open(folder);
    try {
      const page = context.pages()[0] ?? (await context.newPage());
      await signIn(page, server, ACCOUNT);
      await run(page, context);
    } finally {
      await context.close();
      discard(folder);
    }
  }

  const pages = () => [["/account", "account"], ["/", "home"], [`/fill/${about}/1`, "fill"], [`/fill/${about}/2`, "fill"], [`/check/${about}`, "check"]];

  test("dark and black on white are as clear as light, and a choice stays", () =>
    opened(phone, async (page) => {
      for (const look of ["light", "dark", "strong"]) {
        await page.goto(`${server.url}/account`);
        await on(page, "account");
        await page.locator(`input[name=look][value=${look}]`).check();
        for (const [path, name] of pages()) {
          await page.goto(server.url + path);
          await on(page, name);
          assert.equal(await page.locator("html").getAttribute("data-look"), look);
          await shot(page, `look-${look}-${name}${path.match(/fill.*\/(\d+)$/)?.[1] ?? ""}`);
          await clear(page, `${look} ${path}`);
        }
      }
    }));

  test("without a choice it is as dark as the phone", () =>
    opened(phone, async (page) => {
      const paper = () => page.evaluate(() => getComputedStyle(document.body).backgroundColor);
      await page.emulateMedia({ colorScheme: "dark" });
      const dark = await paper();
      await page.emulateMedia({ colorScheme: "light" });
      assert.notEqual(await paper(), dark);
      await page.emulateMedia({ media: "print", colorScheme: "dark" });
      assert.equal(await paper(), "rgb(255, 255, 255)");
    }));

  test("twice as large on a narrow phone nothing is lost", () =>
    opened(phone, async (page) => {
      await page.setViewportSize({ width: 320, height: 740 });
      await page.goto(`${server.url}/account`);
      await on(page, "account");
      await page.locator("input[name=size][value='200']").check();
      for (const [path, name] of pages()) {
        await page.goto(server.url + path);
        await on(page, name);
        assert.equal(await page.evaluate(() => getComputedStyle(document.documentElement).fontSize), "32px");
        await shot(page, `look-200-${name}${path.match(/fill.*\/(\d+)$/)?.[1] ?? ""}`);
        await fits(page, path);
      }
    }));

  test("the whole form stands on one page for who wants it so", () =>
    opened(desktop, async (page) => {
      await page.goto(`${server.url}/fill/${about}/1`);
      await on(page, "fill");
      const few = await page.locator("[data-field]").count();
      await page.locator("[data-way]").click();
      await page.waitForSelector("[data-page=fill].whole");
      assert.ok((await page.locator("[data-field]").count()) > few);
      await shot(page, "look-whole");
      await accessible(page, "the whole form");
      await fits(page, "the whole form");
      await page.reload();
      await page.waitForSelector("[data-page=fill].whole");
      await page.locator("[data-way]").click();
      await page.waitForSelector("[data-page=fill]:not(.whole)");
    }));

  test("a form is printed filled in and blank", () =>
    opened(desktop, async (page) => {
      await page.goto(`${server.url}/check/${about}`);
      await on(page, "check");
      await page.evaluate(() => (window.print = () => (window.printed = document.querySelector("body > .form").innerText)));
      for (const [place, name] of ["filled", "blank"].entries()) {
        // Where the browser does not say that it has printed, the next paper takes the place of the last.
        await page.locator("[data-print] button").nth(place).click();
        await page.locator("[data-print] button").nth(place).click();
        assert.equal(await page.locator("body > .form").count(), 1);
        const rows = await page.locator("body > .form .form__row").count();
        assert.ok(rows > 20, `${rows} rows`);
        const pdf = await page.pdf({ preferCSSPageSize: true });
        if (SHOTS) {
          mkdirSync(SHOTS, { recursive: true });
          writeFileSync(join(SHOTS, `print-${name}.pdf`), pdf);
        }
        const sheets = pdf.toString("latin1").match(/\/Type\s*\/Page\b/g).length;
        assert.ok(sheets >= 2 && sheets <= 8, `${sheets} sheets`);
        await page.evaluate(() => dispatchEvent(new Event("afterprint")));
        assert.equal(await page.locator("body > .form").count(), 0);
      }
      assert.match(await page.evaluate(() => window.printed), /☐/);
    }));
});
