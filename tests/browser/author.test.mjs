// The author's page: a form with mistakes, corrected, tried out; dropped on the page or shown by `phieu preview`.

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { after, before, describe, test } from "node:test";
import { shot } from "./helpers/app.mjs";
import { accessible } from "./helpers/axe.mjs";
import { desktop, discard, phone, profile } from "./helpers/browser.mjs";
import { Preview, answers, field, findings, marked, tab } from "./helpers/preview.mjs";
import { Server } from "./helpers/server.mjs";

const FORM = `
| survey |
|        | type                | name    | label        | relevant        | constraint | constraint_message   |
|        | integer             | people  | People       |                 | . <= 20    | At most 20 live here |
|        | select_one yes_no   | garden  | Any garden?  | \${people} > 0  |            |                      |
|        | text                | plants  | What grows?  | \${garden}='y'  |            |                      |
| choices |
|        | list_name | name | label |
|        | yes_no    | y    | Yes   |
|        | yes_no    | n    | No    |
| settings |
|        | form_id | version | form_title |
|        | visit   | 1       | A visit    |
`;
/** Workbooks as Excel's own tools write them. */
const workbook = (name) => readFileSync(join(process.env.PHIEU_ROOT, "crates/xlsform/tests/workbooks", name));

/** A picture of one green dot. */
const DOT = Buffer.from("iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNkYPhfDwAChwGA60e6kgAAAABJRU5ErkJggg==", "base64");

/** Drops files on the page, the form's first; `shown` is the name of the form that is open then. */
async function drop(page, name, content, shown = name, ...more) {
  const files = [[name, content], ...more].map(([name, content]) => [name, [...Buffer.from(content)]]);
  const data = await page.evaluateHandle((files) => {
    const data = new DataTransfer();
    for (const [name, bytes] of files) data.items.add(new File([Uint8Array.from(bytes)], name, { type: name.endsWith(".png") ? "image/png" : "" }));
    return data;
  }, files);
  const reads = await page.getAttribute("main", "data-reads");
  await page.dispatchEvent("main", "drop", { dataTransfer: data });
  await page.waitForFunction((reads) => document.querySelector("main").dataset.reads !== reads, reads);
  await page.waitForFunction((name) => document.activeElement.querySelector?.("b")?.textContent === name, shown);
}

const WRONG = FORM.replace("${people} > 0", "${peopel} > 0").replace("select_one yes_no ", "select_one yes_now");

describe("the author's page", () => {
  let folder, context, page;

  before(async () => {
    folder = profile();
    context = await desktop(folder);
    page = context.pages()[0] ?? (await context.newPage());
  });

  after(async () => {
    await context?.close();
    discard(folder);
  });

  test("a preview tells mistakes at their cells, and follows the file", async () => {
    const preview = await Preview.start("visit.md", WRONG);
    try {
      await preview.show(page);
      await page.getByRole("button", { name: "English" }).click();
      const told = await findings(page);
      assert.deepEqual((await marked(page)).toSorted(), ["survey/3/relevant", "survey/3/type"]);
      assert.match(told.map((cells) => cells.join(" ")).join("\n"), /survey 3 D relevant .*did you mean `people`/s);
      assert.equal(await page.locator("[data-part=trial]").count(), 0);
      await shot(page, "author-mistakes");
      await accessible(page, "mistakes");

      await preview.write(FORM);
      assert.deepEqual(await marked(page), []);
      await field(page, "people").locator("input").fill("4");
      await field(page, "garden").getByText("Yes").click();
      await field(page, "plants").locator("input, textarea").first().fill("Chè");
      assert.deepEqual(await answers(page), { people: 4, garden: "y", plants: "Chè" });
      await field(page, "people").locator("input").fill("21");
      await field(page, "people").locator("input").blur();
      await field(page, "people").getByText("At most 20 live here").waitFor();
      await shot(page, "author-runs");
      await accessible(page, "runs");

      await preview.write(FORM.replace("<= 20", "<= 30").replace("At most 20", "At most 30"));
      assert.deepEqual(await answers(page), { people: 21, garden: "y", plants: "Chè" });
      assert.deepEqual(await field(page, "people").locator(".message").allInnerTexts(), []);
    } finally {
      await preview.end();
    }
    await page.getByText("phieu preview has stopped").waitFor();
  });

  test("a workbook is dropped, corrected, tried out; nothing is sent and nothing of it is loaded elsewhere", async () => {
    const server = await Server.start({ empty: true });
    try {
      const requests = [];
      await page.goto(`${server.url}/author`);
      await page.waitForSelector("[data-page=author] h1");
      page.on("request", (request) => requests.push(request.url()));
      await page.getByText("Nothing is sent anywhere").or(page.getByText("Không có gì được gửi đi")).waitFor();
      if (await page.getByRole("button", { name: "English" }).count()) await page.getByRole("button", { name: "English" }).click();

      await drop(page, "mistakes.xlsx", workbook("mistakes.xlsx"));
      assert.deepEqual((await marked(page)).toSorted(), ["survey/3/relevant", "survey/3/type"]);
      assert.match((await findings(page)).map((cells) => cells.join(" ")).join("\n"), /survey 3 A type .*`yes_now`.*survey 3 E relevant .*`people`/s);
      await shot(page, "author-workbook-mistakes");

      await drop(page, "letter.pdf", "%PDF", "visit.xlsx", ["visit.xlsx", workbook("visit.xlsx")]);
      assert.deepEqual(await marked(page), []);
      await field(page, "people").locator("input").pressSequentially("21");
      assert.equal(await field(page, "plants").count(), 0);
      await page.keyboard.press("Tab");
      await field(page, "people").getByText("At most 20 live here").waitFor();
      await field(page, "garden").getByText("Yes").click();
      await field(page, "plants").waitFor();
      await field(page, "people").locator("input").fill("2");
      await field(page, "people").getByText("At most 20 live here").waitFor({ state: "detached" });
      assert.deepEqual(await answers(page), { people: 2, garden: "y" });
      await tab(page, "schema");
      const schema = JSON.parse(await page.locator("#tab-panel code").innerText());
      assert.deepEqual(schema.$defs.yes_no.oneOf.map((choice) => choice.const), ["y", "n"]);
      await tab(page, "sample");
      assert.deepEqual(JSON.parse(await page.locator("#tab-panel code").innerText()), { people: 12, garden: "y", plants: "example" });
      const [taken] = await Promise.all([page.waitForEvent("download"), page.getByRole("button", { name: "Download", exact: true }).click()]);
      assert.equal(taken.suggestedFilename(), "visit-sample.json");

      const converted = async (ending) => {
        const [taken] = await Promise.all([page.waitForEvent("download"), page.getByRole("button", { name: `Download as ${ending}` }).click()]);
        assert.equal(taken.suggestedFilename(), `visit${ending}`);
        return readFileSync(await taken.path());
      };
      const toml = await converted(".toml");
      await drop(page, "visit.toml", toml);
      assert.deepEqual(await findings(page), []);
      const again = await converted(".xlsx");
      await drop(page, "visit.xlsx", again);
      assert.equal(await page.locator('[data-cell="survey/3/relevant"]').innerText(), "${people} > 0");
      await field(page, "people").waitFor();

      const towns = "| survey |\n| | type | name | label |\n| | select_one_from_file towns.csv | town | Town |\n| settings |\n| | form_id | version |\n| | t | 1 |\n";
      await drop(page, "t.md", towns);
      await page.locator("[data-part=findings]").getByText("the data in `towns.csv` is not here").first().waitFor();
      await drop(page, "towns.csv", "name,label\ndl,Đà Lạt\nbl,Bảo Lộc\n", "t.md");
      assert.deepEqual(await findings(page), []);
      await field(page, "town").getByText("Bảo Lộc").click();
      assert.deepEqual(await answers(page), { town: "bl" });
      await drop(page, "again.md", towns, "again.md", ["towns.csv", "name,label\nhn,Hà Nội\n"]);
      await field(page, "town").getByText("Hà Nội").waitFor();

      const shown = "| survey |\n| | type | name | label | image |\n| | text | tree | Tree | tree.png |\n| settings |\n| | form_id | version |\n| | s | 1 |\n";
      await drop(page, "tree.png", DOT, "shown.md", ["shown.md", shown]);
      await page.waitForFunction(() => document.querySelector("[data-field=tree] img")?.naturalWidth === 1);
      await drop(page, "shown.md", shown.replace("tree.png", "leaf.png"));
      await field(page, "tree").locator("input").fill("Chè");
      await drop(page, "leaf.png", DOT, "shown.md");
      await page.waitForFunction(() => document.querySelector("[data-field=tree] img")?.naturalWidth === 1);
      assert.deepEqual(await answers(page), { tree: "Chè" });

      for (const [name, content, said] of [["a.pdf", "%PDF", "one of .xlsx"], ["a.xls", "", "save the workbook as .xlsx"], ["a.xlsx", "PK", "cannot be read"], ["a.toml", "[[survey", "unclosed"]]) {
        await drop(page, name, content);
        await page.locator("[data-part=findings]").getByText(said).first().waitFor();
        assert.equal(await page.locator("[data-part=trial]").count(), 0, name);
      }
      // A dropped picture is drawn out of the page's own memory.
      assert.deepEqual(requests.filter((url) => !url.startsWith("blob:")), []);
      const kept = await page.evaluate(async () => (await navigator.serviceWorker.getRegistrations()).length);
      assert.equal(kept, 0);
    } finally {
      await server.remove();
    }
  });

  test("it works by keyboard alone, on a phone too", async () => {
    const server = await Server.start({ empty: true });
    const small = profile();
    const phoned = await phone(small);
    try {
      const page = phoned.pages()[0] ?? (await phoned.newPage());
      await page.goto(`${server.url}/author`);
      await page.waitForSelector("[data-page=author] h1");
      await accessible(page, "empty");
      const [chooser] = await Promise.all([page.waitForEvent("filechooser"), page.locator("#file").focus().then(() => page.keyboard.press("Enter"))]);
      await chooser.setFiles({ name: "visit.xlsx", mimeType: "", buffer: workbook("visit.xlsx") });
      await page.waitForSelector("#about");
      await page.locator("#tab-findings").focus();
      await page.keyboard.press("ArrowRight");
      assert.equal(await page.evaluate(() => document.activeElement.id), "tab-definition");
      await page.waitForSelector("[data-tab=definition] code");
      await page.keyboard.press("ArrowLeft");
      await page.keyboard.press("ArrowLeft");
      await page.waitForSelector("[data-tab=schema] code");
      await page.locator("#tab-findings").click();
      await shot(page, "author-phone");
      await accessible(page, "phone");
      const { width, screen } = await page.evaluate(() => ({ width: document.documentElement.scrollWidth, screen: document.documentElement.clientWidth }));
      assert.ok(width <= screen, `${width} wide on a screen of ${screen}`);
    } finally {
      await phoned.close();
      discard(small);
      await server.remove();
    }
  });
});
