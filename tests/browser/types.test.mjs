// Every type of question as people answer it, on the phone, by touch and by keys: what is typed and what would be sent.

import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { shot } from "./helpers/app.mjs";
import { accessible } from "./helpers/axe.mjs";
import { discard, phone, profile } from "./helpers/browser.mjs";
import { Preview, answers, field } from "./helpers/preview.mjs";

const FORM = `
| survey |
|        | type                     | name     | label        | appearance | parameters           | required |
|        | text                     | word     | Word         |            |                      |          |
|        | text                     | story    | Story        | multiline  |                      |          |
|        | integer                  | count    | Count        |            |                      |          |
|        | decimal                  | weight   | Weight       |            |                      |          |
|        | range                    | pain     | Pain         |            | start=0 end=10 step=1 |         |
|        | date                     | day      | Day          |            |                      |          |
|        | date                     | month    | Month        | month-year |                      |          |
|        | time                     | hour     | Hour         |            |                      |          |
|        | datetime                 | moment   | Moment       |            |                      |          |
|        | select_one colours       | one      | One          |            |                      |          |
|        | select_one colours       | folded   | Folded       | minimal    |                      |          |
|        | select_one colours       | scale    | Scale        | likert     |                      |          |
|        | select_multiple colours  | many     | Many         | columns-2  |                      |          |
|        | rank colours             | order    | Order        |            |                      |          |
|        | geopoint                 | place    | Place        |            |                      |          |
|        | barcode                  | code     | Code         |            |                      |          |
|        | acknowledge              | agreed   | Agreed       |            |                      | yes      |
|        | audio                    | sound    | Sound        |            |                      |          |
|        | note                     | thanks   | **Thank** you, \${word} |            |                      |          |
| choices |
|        | list_name | name  | label |
|        | colours   | red   | Red   |
|        | colours   | green | Green |
|        | colours   | blue  | Blue  |
| settings |
|        | form_id | version | form_title |
|        | types   | 1       | Types      |
`;

describe("types of questions", () => {
  let folder, context, page, preview;

  before(async () => {
    folder = profile();
    context = await phone(folder);
    page = context.pages()[0] ?? (await context.newPage());
    preview = await Preview.start("types.md", FORM);
    await preview.show(page);
    await page.getByRole("button", { name: "English" }).click();
  });

  after(async () => {
    await context?.close();
    await preview?.end();
    discard(folder);
  });

  const box = (path) => field(page, path).locator("input, textarea, select").first();

  test("each is answered and kept as ODK keeps it", async () => {
    await box("word").fill("Chào");
    await box("story").fill("một\nhai");
    await box("count").fill("1,200");
    await box("weight").fill("12.5");
    await box("pain").focus();
    await page.keyboard.press("ArrowRight");
    await page.keyboard.press("ArrowRight");
    for (const [place, part] of ["5", "9", "2026"].entries()) await field(page, "day").locator("input").nth(place).fill(part);
    for (const [place, part] of ["9", "2026"].entries()) await field(page, "month").locator("input").nth(place).fill(part);
    await box("hour").fill("08:30");
    await box("moment").fill("2026-03-15T14:05");
    await field(page, "one").getByText("Green").click();
    await box("folded").selectOption("blue");
    await field(page, "scale").getByText("Red").click();
    await field(page, "many").getByText("Blue").click();
    await field(page, "many").getByText("Red").click();
    await field(page, "order").getByRole("button", { name: "Move Blue up" }).click();
    // By keys: the focus goes along with what is moved.
    await page.waitForFunction(() => document.activeElement.ariaLabel === "Move Blue up");
    await page.keyboard.press("Enter");
    await page.waitForFunction(() => document.activeElement.ariaLabel === "Move Blue down");
    await box("place").fill("11.94 108.45");
    await box("code").fill("8934588012228");
    await field(page, "agreed").getByText("I have read this").click();
    await box("sound").setInputFiles({ name: "voice.m4a", mimeType: "audio/mp4", buffer: Buffer.from("sound") });
    const sent = await answers(page);
    assert.deepEqual({ ...sent, many: sent.many.toSorted() }, {
      word: "Chào", story: "một\nhai", count: 1200, weight: 12.5, pain: 2, day: "2026-09-05", month: "2026-09-01",
      hour: "08:30:00.000+07:00", moment: "2026-03-15T14:05:00.000+07:00", one: "green", folded: "blue", scale: "red",
      many: ["blue", "red"], order: ["blue", "red", "green"], place: "11.94 108.45", code: "8934588012228", agreed: "OK", sound: "voice.m4a",
    });
    await page.getByRole("button", { name: "Check everything" }).click();
    await page.getByText("This report could be sent.").waitFor();
    assert.equal(await field(page, "thanks").innerHTML().then((html) => html.replace(/<!---->/g, "")), "<strong>Thank</strong> you, Chào");
    await shot(page, "types-phone");
    await accessible(page, "types");
  });

  test("each can be blank again, and what is required says so", async () => {
    await field(page, "agreed").locator("input").uncheck();
    await field(page, "pain").getByRole("button", { name: "Clear" }).click();
    await box("folded").selectOption("");
    await box("hour").fill("");
    const sent = await answers(page);
    for (const name of ["agreed", "pain", "folded", "hour"]) assert.ok(!(name in sent), name);
    await field(page, "agreed").locator(".message").waitFor();
  });

  test("nothing is wider than the screen", async () => {
    const { width, screen } = await page.evaluate(() => ({ width: document.documentElement.scrollWidth, screen: document.documentElement.clientWidth }));
    assert.ok(width <= screen, `${width} wide on a screen of ${screen}`);
  });
});
