// Every type of question as people answer it, on the phone, by touch and by keys: what is typed and what would be sent.

import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { shotOf } from "./helpers/app.mjs";
import { accessible } from "./helpers/axe.mjs";
import { desktop, discard, phone, profile } from "./helpers/browser.mjs";
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
|        | geotrace                 | path     | Path         |            |                      |          |
|        | geoshape                 | land     | Land         |            |                      |          |
|        | image                    | photo    | Photo        |            |                      |          |
|        | video                    | film     | Film         |            |                      |          |
|        | file                     | paper    | Paper        |            |                      |          |
|        | image                    | sign     | Signature    | signature  |                      |          |
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
  const trial = () => page.locator("[data-part=trial]");

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

  /** Draws a stroke, and waits until it is kept. */
  const stroke = async (path) => {
    const sheet = field(page, path).locator("canvas");
    await sheet.scrollIntoViewIfNeeded();
    const { x, y, width, height } = await sheet.boundingBox();
    await page.mouse.move(x + width / 5, y + height / 2);
    await page.mouse.down();
    for (const step of [2, 3, 4]) await page.mouse.move(x + (width * step) / 5, y + height / (step % 2 ? 3 : 2));
    await page.mouse.up();
    await field(page, path).getByText("This drawing is kept.").waitFor();
  };

  test("each is blank at first, and looks so", async () => {
    await shotOf(trial(), "types-blank-phone");
    assert.match(await field(page, "pain").innerText(), /Not answered/);
    assert.equal(await field(page, "pain").locator(".scale--blank").count(), 1);
    assert.deepEqual(await answers(page), {});
  });

  test("a press on the words of a scale answers nothing, one on the scale answers what was pressed", async () => {
    await field(page, "pain").getByText("Pain").click();
    assert.deepEqual(await answers(page), {});
    const { width } = await box("pain").boundingBox();
    await box("pain").click({ position: { x: width / 2, y: 20 } });
    assert.deepEqual(await answers(page), { pain: 5 });
    await field(page, "pain").getByRole("button", { name: "Clear" }).click();
    await box("pain").click({ position: { x: 5, y: 20 } });
    assert.deepEqual(await answers(page), { pain: 0 });
    await field(page, "pain").getByRole("button", { name: "Clear" }).click();
  });

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
    await box("place").fill("11.94, 108.45");
    await box("place").blur();
    assert.equal(await field(page, "place").getByLabel("Longitude").inputValue(), "108.45");
    for (const point of ["11.94 108.45", "11.95 108.45", "11.95 108.47"]) {
      for (const path of ["path", "land"]) {
        await box(path).fill(point);
        await field(page, path).getByRole("button", { name: "Add this point" }).click();
      }
    }
    await field(page, "path").getByRole("button", { name: "Remove point 2" }).click();
    await box("photo").setInputFiles({ name: "club.jpg", mimeType: "image/jpeg", buffer: Buffer.from("picture") });
    await box("paper").setInputFiles({ name: "list.pdf", mimeType: "application/pdf", buffer: Buffer.from("paper") });
    await stroke("sign");
    await box("code").fill("8934588012228");
    await field(page, "agreed").getByText("I have read this").click();
    await box("sound").setInputFiles({ name: "voice.m4a", mimeType: "audio/mp4", buffer: Buffer.from("sound") });
    const sent = await answers(page);
    assert.deepEqual({ ...sent, many: sent.many.toSorted() }, {
      word: "Chào", story: "một\nhai", count: 1200, weight: 12.5, pain: 2, day: "2026-09-05", month: "2026-09-01",
      hour: "08:30:00.000+07:00", moment: "2026-03-15T14:05:00.000+07:00", one: "green", folded: "blue", scale: "red",
      many: ["blue", "red"], order: ["blue", "red", "green"], place: "11.94 108.45 0 0",
      path: "11.94 108.45 0 0; 11.95 108.47 0 0", land: "11.94 108.45 0 0; 11.95 108.45 0 0; 11.95 108.47 0 0; 11.94 108.45 0 0",
      photo: "club.jpg", paper: "list.pdf", sign: "sign.png", code: "8934588012228", agreed: "OK", sound: "voice.m4a",
    });
    await page.getByRole("button", { name: "Check everything" }).click();
    await page.getByText("This report could be sent.").waitFor();
    assert.equal(await field(page, "thanks").locator("> div").first().innerHTML().then((html) => html.replace(/<!---->/g, "")), "<strong>Thank</strong> you, Chào");
    await shotOf(trial(), "types-answered-phone");
    await accessible(page, "types");
  });

  test("each can be blank again, and what is required says so", async () => {
    await field(page, "agreed").locator("input").uncheck();
    await field(page, "pain").getByRole("button", { name: "Clear" }).click();
    await box("folded").selectOption("");
    await box("hour").fill("");
    await field(page, "place").getByRole("button", { name: "Clear this position" }).click();
    const sent = await answers(page);
    for (const name of ["agreed", "pain", "folded", "hour", "place"]) assert.ok(!(name in sent), name);
    await field(page, "agreed").locator(".message").waitFor();
  });

  test("a place is where the device is, and a device that does not tell is spoken of", async () => {
    await context.grantPermissions(["geolocation"]);
    await context.setGeolocation({ latitude: 11.940419, longitude: 108.458313, accuracy: 8 });
    await field(page, "place").getByRole("button", { name: "Take the current position" }).click();
    await field(page, "place").getByText("Within about 8 m.").waitFor();
    assert.equal((await answers(page)).place, "11.940419 108.458313 0 8");
    await field(page, "path").getByRole("button", { name: "Add the current position" }).click();
    await field(page, "path").getByText("Point 3", { exact: true }).waitFor();
    await page.evaluate(() => {
      navigator.geolocation.getCurrentPosition = (_, failed) => failed({ code: 1 });
    });
    await field(page, "place").getByRole("button", { name: "Take the current position" }).click();
    await field(page, "place").getByText("may not tell its position").waitFor();
    await shotOf(field(page, "place"), "types-place-refused-phone");
    assert.equal((await answers(page)).place, "11.940419 108.458313 0 8", "what was there stays");
  });

  test("what is wrong is kept and told", async () => {
    await box("place").fill("95");
    await box("count").fill("12.7");
    await box("count").blur();
    for (const part of [0, 1, 2]) await field(page, "day").locator("input").nth(part).fill(["31", "2", "2026"][part]);
    await field(page, "day").locator("input").last().blur();
    for (let left = 3; left > 1; left--) await field(page, "path").getByRole("button", { name: `Remove point ${left}` }).click();
    await field(page, "place").getByText("Enter a latitude").waitFor();
    await field(page, "path").getByText("at least two points").waitFor();
    const sent = await answers(page);
    assert.deepEqual([sent.place, sent.count, sent.day], ["95 108.458313 0 0", "12.7", "31/2/2026"]);
    await shotOf(trial(), "types-wrong-phone");
  });

  test("a drawing can be begun again, and a picture stands in for it", async () => {
    await field(page, "sign").getByRole("button", { name: "Clear and start again" }).click();
    assert.equal((await answers(page)).sign, undefined);
    await box("sign").setInputFiles({ name: "signed.png", mimeType: "image/png", buffer: Buffer.from("picture") });
    assert.equal((await answers(page)).sign, "signed.png");
  });

  test("at a desk", async () => {
    const other = profile();
    const office = await desktop(other);
    const desk = office.pages()[0] ?? (await office.newPage());
    await preview.show(desk);
    await field(desk, "one").getByText("Green").click();
    await shotOf(desk.locator("[data-part=trial]"), "types-desktop");
    await accessible(desk, "types at a desk");
    await office.close();
    discard(other);
  });

  test("nothing is wider than the screen", async () => {
    const { width, screen } = await page.evaluate(() => ({ width: document.documentElement.scrollWidth, screen: document.documentElement.clientWidth }));
    assert.ok(width <= screen, `${width} wide on a screen of ${screen}`);
  });
});
