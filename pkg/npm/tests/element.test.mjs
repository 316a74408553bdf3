// The element <phieu-form> of the installed package, in a plain page and in a React page, filled in as a person would.
//
// What it tells is what the validator says, issue for issue. `cargo xtask test --only package` builds what this needs.

import assert from "node:assert/strict";
import { cpSync, mkdirSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { after, afterEach, before, beforeEach, describe, test } from "node:test";
import { desktop, discard, phone, profile } from "../../../tests/browser/helpers/browser.mjs";
import { serveFolder } from "../../../tests/browser/helpers/static.mjs";
import { consumer, developed, read } from "./installed.mjs";

const { PHIEU_ROOT: root, PHIEU_SHOTS: shots } = process.env;
const installed = consumer();
const { here, run } = installed;
const site = join(here, "site");
const base = JSON.parse(read("tests/forms/clb-thang/base.json"));
const folder = profile();
const problems = [];
let context, files, page;

before(async () => {
  mkdirSync(site);
  cpSync(installed.package, join(site, "phieu"), { recursive: true });
  for (const file of ["page.html", "page.css", "page.mjs"]) cpSync(join(root, "pkg/npm/examples", file), join(site, file));
  cpSync(join(root, "docs/start/visit.toml"), join(site, "visit.toml"));
  files = await serveFolder(site, {
    "/blank.html": '<!doctype html><html lang="en"><title>blank</title><script type="module" src="/blank.mjs"></script><main></main>',
    "/blank.mjs": 'import "/phieu/element.mjs";',
    "/club-months": "{}",
    "/favicon.ico": "",
  });
  context = await phone(folder);
});

after(async () => {
  await context?.close();
  await files?.close();
  discard(folder);
  installed.discard();
});

beforeEach(async () => {
  page = await context.newPage();
  page.on("pageerror", (error) => problems.push(String(error)));
});

afterEach(() => assert.deepEqual(problems.splice(0), []));

/** An element on an empty page, with attributes and properties; what it tells is kept in `told`. */
async function element(attributes, properties = {}) {
  await page.goto(`${files.url}/blank.html`);
  await page.evaluate(
    ([attributes, properties]) => {
      const form = document.createElement("phieu-form");
      globalThis.told = [];
      for (const name of ["ready", "change", "invalid", "submit", "error"]) form.addEventListener(name, ({ detail }) => told.push([name, detail]));
      Object.assign(form, properties);
      for (const [name, value] of Object.entries(attributes)) form.setAttribute(name, value);
      document.querySelector("main").append(form);
    },
    [attributes, properties],
  );
  return page.locator("phieu-form");
}

const told = (name) => page.evaluate((name) => globalThis.told.filter(([each]) => each === name).map(([, detail]) => detail), name);
const until = (name) => page.waitForFunction((name) => globalThis.told.some(([each]) => each === name), name);
const field = (path) => page.locator(`phieu-form [data-field="${path}"] input`).first();
const shot = (name) => (shots ? page.screenshot({ path: join(shots, `element-${name}.png`) }) : undefined);

describe("on a page of its own", () => {
  test("it is filled in, says what is wrong, and tells a report that the validator finds the same in", async () => {
    await element({ form: "/visit.toml", lang: "en" });
    await until("ready");
    await field("people").fill("3");
    await field("ill").fill("5");
    await page.getByRole("button", { name: "Send" }).click();
    await until("invalid");
    await page.getByText("More people were ill (5) than came (3).").first().waitFor();
    await page.waitForFunction(() => document.querySelector("phieu-form").shadowRoot.activeElement?.dataset.summary === "errors");
    const { issues, valid, answers, form, version } = (await told("invalid"))[0];
    const { Validator } = createRequire(join(here, "consumer.cjs"))("phieu");
    const validator = new Validator(read("docs/start/visit.toml"));
    const verdict = validator.check({ form, version, org_unit: "68", period: "2026-10", answers }, null, "en");
    assert.deepEqual([issues, valid], [verdict.issues, verdict.valid]);

    await page.locator("phieu-form [data-summary] a").first().click();
    assert.equal(await page.evaluate(() => document.querySelector("phieu-form").shadowRoot.activeElement?.closest("[data-field]")?.dataset.field), "ill");
    await field("ill").fill("2");
    await page.getByRole("button", { name: "Send" }).click();
    await until("submit");
    const sent = (await told("submit"))[0];
    assert.deepEqual([sent.answers, sent.valid, sent.issues], [{ people: 3, ill: 2 }, true, []]);
    assert.ok((await told("change")).length >= 3);
  });

  test("attributes and properties: rows instead of an address, answers to begin with, another language keeps them, only read", async () => {
    const rows = {
      settings: { form_id: "visit", version: "1" },
      survey: [{ type: "integer", name: "people", "label::en": "How many people?", "label::vi": "Bao nhiêu người?" }],
    };
    const form = await element({ answers: '{"people": 4}' }, { form: rows });
    await until("ready");
    assert.equal(await field("people").inputValue(), "4");
    await field("people").fill("7");
    await form.evaluate((element) => element.setAttribute("lang", "vi"));
    await page.getByText("Bao nhiêu người?").waitFor();
    assert.equal(await field("people").inputValue(), "7");
    await form.evaluate((element) => { element.readonly = true; });
    await page.locator("phieu-form .answers").waitFor();
    assert.equal(await page.locator("phieu-form input").count(), 0);
    assert.deepEqual(await form.evaluate((element) => [element.answers, element.submit()]), [{ people: 7 }, false]);
    await form.evaluate((element) => { element.readonly = false; element.answers = { people: 9 }; });
    await field("people").waitFor();
    assert.equal(await field("people").inputValue(), "9");
  });

  test("what is typed while the form is on its way in another language is kept", async () => {
    const form = await element({ form: "/visit.toml", lang: "en" });
    await until("ready");
    let go;
    const held = new Promise((resolve) => (go = resolve));
    await page.route("**/visit.toml", async (route) => {
      await held;
      await route.continue();
    });
    const asked = page.waitForRequest("**/visit.toml");
    await form.evaluate((element) => element.setAttribute("lang", "vi"));
    await asked;
    await field("people").fill("3");
    go();
    await page.waitForFunction(() => globalThis.told.filter(([name]) => name === "ready").length === 2);
    assert.equal(await field("people").inputValue(), "3");
  });

  test("taken out of the page and put back it has what was filled in", async () => {
    const form = await element({ form: "/visit.toml", lang: "en" });
    await until("ready");
    await field("people").fill("3");
    await form.evaluate(async (element) => {
      element.remove();
      await new Promise((done) => setTimeout(done, 50));
      document.querySelector("main").append(element);
    });
    await field("people").waitFor();
    assert.equal(await field("people").inputValue(), "3");
  });

  test("what is no form is told with a code, and the next one is drawn", async () => {
    const form = await element({ form: "/nowhere.json", lang: "en" });
    await until("error");
    await form.evaluate((element) => { element.form = { settings: { form_id: "a", version: "1" }, survey: [{ type: "whole", name: "n" }] }; });
    await page.waitForFunction(() => globalThis.told.filter(([name]) => name === "error").length === 2);
    assert.deepEqual((await told("error")).map(({ code }) => code), ["form_not_found", "form_invalid"]);
    await form.evaluate((element) => { element.form = "/visit.toml"; });
    await until("ready");
    await field("people").waitFor();
  });
});

describe("the plain page of the examples", () => {
  test("a full report is sent; the page's own styles reach the parts", async () => {
    page.on("console", (line) => line.type() === "error" && problems.push(line.text()));
    await page.goto(`${files.url}/page.html`);
    await page.locator("phieu-form h2").first().waitFor();
    await page.evaluate(([answers, context]) => Object.assign(document.querySelector("phieu-form"), { context, answers }), [base.report.answers, base.context]);
    await page.waitForFunction(() => document.querySelector("phieu-form").report?.valid);
    assert.equal(await field("members/members_closing").inputValue(), "54");
    const title = page.locator("phieu-form h2").first();
    assert.equal(await title.evaluate((element) => getComputedStyle(element).borderBottomColor), "rgb(20, 64, 107)");
    await shot("phone");
    await field("members/members_closing").fill("55");
    await page.getByRole("button", { name: "Gửi" }).click();
    await page.locator("phieu-form [data-summary]").waitFor();
    await shot("phone-wrong");
    await field("members/members_closing").fill("54");
    await page.getByRole("button", { name: "Gửi" }).click();
    await page.getByText("Đã nhận. Cảm ơn!").waitFor();
  });

  test("on a desktop", async () => {
    const second = profile();
    const wide = await desktop(second);
    page = await wide.newPage();
    await page.goto(`${files.url}/page.html`);
    await page.locator("phieu-form h2").first().waitFor();
    assert.ok(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth));
    await shot("desktop");
    await wide.close();
    discard(second);
  });
});

describe("the React page of the examples", () => {
  test("bundled by Vite: answers come out through its callbacks", async () => {
    installed.take("react", "react-dom", "scheduler");
    const source = join(here, "react");
    mkdirSync(source);
    writeFileSync(join(source, "index.html"), '<!doctype html><title>react</title><div id="root"></div><script type="module" src="./react.jsx"></script>');
    cpSync(join(root, "pkg/npm/examples/react.jsx"), join(source, "react.jsx"));
    writeFileSync(join(source, "vite.config.mjs"), 'export default { esbuild: { jsx: "automatic" } };');
    run(join(developed("vite"), "bin/vite.js"), "build", "react", "--outDir", "../react-built", "--target", "es2022", "--logLevel", "error");
    const built = await serveFolder(join(here, "react-built"), { "/favicon.ico": "" });
    await page.goto(`${built.url}/index.html`);
    await field("people").fill("3");
    await field("ill").fill("5");
    await page.getByText("1 to correct").waitFor();
    await field("ill").fill("2");
    await page.getByRole("button", { name: "Send" }).click();
    await page.getByText('sent: {"ill":2,"people":3}').waitFor();
    await built.close();
  });
});
