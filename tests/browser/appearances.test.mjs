// The column `appearance`: what is asked for is drawn, on the phone and where there is room; what is not drawn is told.

import assert from "node:assert/strict";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { after, before, describe, test } from "node:test";
import { shotOf } from "./helpers/app.mjs";
import { accessible } from "./helpers/axe.mjs";
import { desktop, discard, phone, profile } from "./helpers/browser.mjs";
import { Preview, answers, field, findings } from "./helpers/preview.mjs";

const communes = Array.from({ length: 10_000 }, (_, n) => `|        | communes  | c${n}  | Xã số ${n} | ${n % 4 ? "many" : "few"} |  |`).join("\n");

const FORM = `
| survey |
|  | type                    | name    | label | hint | guidance_hint | appearance | parameters | choice_filter | image | required | readonly | calculation |
|  | text                    | word    | Word  | Bring:<br>- a *pen*<br>- [call](tel:+84912345678) | At length. | | | | | | | |
|  | select_one communes     | home    | Home  |  |  |            |  |  |  |  |  |  |
|  | select_multiple communes | seen   | Seen  |  |  |            |  |  |  |  |  |  |
|  | select_one sizes        | size    | Size  |  |  | minimal    |  |  |  |  |  |  |
|  | select_one communes     | part    | Part  |  |  | autocomplete |  | size = \${size} |  |  |  |  |
|  | text                    | secret  | Secret |  |  | masked    |  |  |  |  |  |  |
|  | integer                 | pin     | PIN   |  |  | masked     |  |  |  |  |  |  |
|  | text                    | site    | Site  |  |  | url        |  |  |  |  |  |  |
|  | integer                 | hens    | Hens  |  |  | counter    |  |  |  |  |  |  |
|  | range                   | stars   | Stars |  |  | rating     | start=1 end=5 step=1 |  |  |  |  |  |
|  | range                   | height  | Height |  |  | vertical  | start=0 end=100 step=5 |  |  |  |  |  |
|  | range                   | picked  | Picked |  |  | picker    | start=1 end=3 step=0.5 |  |  |  |  |  |
|  | range                   | bare    | Bare  |  |  | no-ticks   | start=1 end=5 step=1 |  |  |  |  |  |
|  | select_one sizes        | quick   | Quick |  |  | quick      |  |  |  |  |  |  |
|  | select_one sizes        | packed  | Packed |  |  | columns-pack no-buttons |  |  |  |  |  |  |
|  | image                   | map     | Map   |  |  | annotate   |  |  |  |  |  |  |
|  | image                   | face    | Face  |  |  | new-front  |  |  |  |  |  |  |
|  | barcode                 | tag     | Tag   |  |  | hidden-answer |  |  |  |  |  |  |
|  | select_one drinks       | drink   | Drink |  |  | no-buttons |  |  | cup.png |  |  |  |
|  | rank drinks             | best    | Best, \${word} |  |  |   |  |  |  |  |  |  |
|  | text                    | lost    | Lost  |  |  | ex:org.example.app(a=1, b=2) |  |  |  |  |  |  |
|  | text                    | odd     | Odd   |  |  | multi-line |  |  |  |  |  |  |
|  | begin_group             | grid    | Grid  |  |  | field-list w2 |  |  |  |  |  |  |
|  | text                    | left    | Left  |  |  | w1         |  |  |  |  |  |  |
|  | text                    | right   | Right |  |  | w1         |  |  |  |  |  |  |
|  | text                    | whole   | Whole |  |  |            |  |  |  |  |  |  |
|  | begin_group             | table   | Table |  |  | table-list |  |  |  |  |  |  |
|  | select_one sizes        | first   | The first question of the table |  |  |  |  |  |  |  |  |  |
|  | select_one sizes        | second  | The second |  |  |     |  |  |  |  |  |  |
|  | select_multiple sizes   | third   | The third |  |  |      |  |  |  |  |  |  |
|  | end_group               |         |       |  |  |            |  |  |  |  |  |  |
|  | select_one sizes        | heads   | How is it? |  |  | label |  |  |  |  |  |  |
|  | select_one sizes        | bare1   | The road |  |  | list-nolabel |  |  |  |  |  |  |
|  | select_one sizes        | bare2   | The well |  |  | list-nolabel |  |  |  |  |  |  |
|  | end_group               |         |       |  |  |            |  |  |  |  |  |  |
| choices |
|        | list_name | name  | label | size | image |
|        | sizes     | few   | Few   |      |       |
|        | sizes     | many  | Many  |      |       |
|        | sizes     | none  | None at all |  |     |
|        | drinks    | tea   | **Tea** | | tea.png |
|        | drinks    | milk  | Milk  |      | lost.png |
${communes}
| settings |
|        | form_id | version | form_title |
|        | looks   | 1       | Looks      |
`;

/** A picture of one green dot. */
const DOT = Buffer.from("iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNkYPhfDwAChwGA60e6kgAAAABJRU5ErkJggg==", "base64");

describe("appearances", () => {
  let folder, context, page, preview;
  const part = (shown = page) => shown.locator("[data-part=trial]");
  const box = (path) => field(page, path).locator("input, textarea, select").first();
  const section = (name) => page.locator("[data-part=trial] > select").selectOption({ label: name });

  before(async () => {
    folder = profile();
    context = await phone(folder);
    // Chromium for Linux has no reader of barcodes; this one reads what every picture here says.
    await context.addInitScript(() => {
      globalThis.BarcodeDetector = class {
        detect = async () => [{ rawValue: "8934588012228" }];
      };
    });
    page = context.pages()[0] ?? (await context.newPage());
    preview = await Preview.start("looks.md", FORM);
    for (const name of ["cup.png", "tea.png"]) writeFileSync(join(preview.folder, name), DOT);
    await preview.show(page);
    await page.getByRole("button", { name: "English" }).click();
  });

  after(async () => {
    await context?.close();
    await preview?.end();
    discard(folder);
  });

  test("what is not drawn, or not known, is told by name", async () => {
    const told = (await findings(page)).map((cells) => cells.at(-1));
    for (const said of [/`ex:org.example.app\(` is not drawn/, /unknown appearance `multi-line`[^]*did you mean `multiline`/, /`cup.png` is drawn in a preview/]) {
      assert.ok(told.some((line) => said.test(line)), `${said} in\n${told.join("\n")}`);
    }
  });

  test("what was found stays in sight when the search is cleared, and little is drawn of 10,000", async () => {
    const search = field(page, "home").locator("input[type=search]");
    await search.fill("xa so 4321");
    await field(page, "home").getByText("Xã số 4321", { exact: true }).click();
    await search.fill("");
    assert.equal(await field(page, "home").locator("input:checked").getAttribute("value"), "c4321");
    assert.ok((await field(page, "home").locator(".choice").count()) <= 21);
    await shotOf(field(page, "home"), "long-list-phone");
    assert.equal((await answers(page)).home, "c4321");
  });

  test("several are searched for one after the other", async () => {
    const search = field(page, "seen").locator("input[type=search]");
    for (const number of [77, 9999]) {
      await search.fill(String(number));
      await field(page, "seen").getByText(`Xã số ${number}`, { exact: true }).click();
    }
    await search.fill("");
    assert.equal(await field(page, "seen").locator("input:checked").count(), 2);
    assert.deepEqual((await answers(page)).seen, ["c77", "c9999"]);
    await field(page, "seen").getByText("Xã số 77", { exact: true }).click();
    assert.deepEqual((await answers(page)).seen, ["c9999"]);
    assert.ok((await field(page, "seen").locator(".choice").count()) <= 22);
  });

  test("a cascade offers what fits, and no more", async () => {
    await field(page, "part").getByText("There is no such item.").waitFor();
    await box("size").selectOption("few");
    await field(page, "part").locator("input[type=search]").fill("Xã số 4000");
    await field(page, "part").getByText("Xã số 4000", { exact: true }).click();
    await field(page, "part").locator("input[type=search]").fill("Xã số 4001");
    await field(page, "part").getByText("There is no such item.").waitFor();
    assert.equal((await answers(page)).part, "c4000");
  });

  test("an answer in a text is never read as a mark, and marks are drawn", async () => {
    await box("word").fill("**x** <br> [a](https://example.org) \\");
    await box("word").blur();
    assert.equal(await field(page, "best").locator("legend").innerText().then((text) => text.replace(" (optional)", "")), "Best, **x** <br> [a](https://example.org) \\");
    assert.equal(await field(page, "best").locator("legend a, legend strong, legend br").count(), 0);
    assert.equal(await field(page, "word").locator(".hint .line--item").count(), 2);
    assert.equal(await field(page, "word").locator(".hint a").getAttribute("href"), "tel:+84912345678");
    assert.equal(await field(page, "best").locator("li strong").innerText(), "Tea");
    await field(page, "word").getByText("More about this").click();
    await field(page, "word").getByText("At length.").waitFor();
  });

  test("boxes", async () => {
    await box("secret").fill("1234");
    assert.equal(await box("secret").getAttribute("type"), "password");
    await field(page, "secret").getByText("Show what is typed").click();
    assert.equal(await box("secret").getAttribute("type"), "text");
    await box("pin").fill("45678");
    await box("pin").blur();
    assert.doesNotMatch(await field(page, "pin").innerText(), /thousand|nghìn/);
    await box("site").fill("https://example.org/a");
    assert.equal(await field(page, "site").getByText("Open this address").getAttribute("href"), "https://example.org/a");
    await box("site").fill("javascript:alert(1)");
    assert.equal(await field(page, "site").locator("a").count(), 0);
    await field(page, "hens").getByRole("button", { name: "One more" }).click();
    await field(page, "hens").getByRole("button", { name: "One more" }).click();
    await field(page, "hens").getByRole("button", { name: "One less" }).click();
    const sent = await answers(page);
    await box("hens").fill("a few");
    await field(page, "hens").getByRole("button", { name: "One more" }).click();
    assert.equal(await box("hens").inputValue(), "a few");
    assert.deepEqual([sent.secret, sent.site, sent.hens], ["1234", "javascript:alert(1)", 1]);
  });

  test("scales", async () => {
    await field(page, "stars").getByText("4 ★").click();
    await box("picked").selectOption("2.5");
    await box("height").focus();
    await page.keyboard.press("ArrowUp");
    assert.equal(await field(page, "bare").locator(".scale__ends span").count(), 2);
    const sent = await answers(page);
    assert.deepEqual([sent.stars, sent.picked, sent.height], [4, 2.5, 5]);
  });

  test("choices", async () => {
    await field(page, "quick").getByText("Many").click();
    assert.equal(await page.evaluate(() => document.activeElement.closest("[data-field]").dataset.field), "packed");
    await field(page, "packed").getByText("Few").click();
    const drink = field(page, "drink");
    await page.waitForFunction(() => document.querySelector('[data-field=drink] img[alt=Tea]')?.naturalWidth === 1);
    await drink.getByText("The file lost.png is not beside the form.").waitFor();
    await drink.getByText("Tea").click();
    await field(page, "best").getByRole("button", { name: "Move Milk up" }).click();
    const sent = await answers(page);
    assert.deepEqual([sent.quick, sent.packed, sent.drink, sent.best], ["many", "few", "tea", ["milk", "tea"]]);
  });

  test("pictures and codes", async () => {
    const picture = { name: "map.png", mimeType: "image/png", buffer: DOT };
    await field(page, "map").locator("input").last().setInputFiles(picture);
    await field(page, "map").getByText("This drawing is kept.").waitFor();
    assert.equal(await box("face").getAttribute("capture"), "user");
    assert.equal(await field(page, "face").locator("input").count(), 1);
    await box("face").setInputFiles(picture);
    await field(page, "face").locator("img").waitFor();
    for (const language of ["Tiếng Việt", "English"]) await page.getByRole("button", { name: language }).click();
    await page.waitForFunction(() => document.querySelector("[data-field=map] img")?.naturalWidth === 900);
    await box("tag").setInputFiles(picture);
    await field(page, "tag").getByText("The code is here.").waitFor();
    assert.doesNotMatch(await field(page, "tag").innerText(), /8934588012228/);
    const sent = await answers(page);
    assert.deepEqual([sent.map, sent.face, sent.tag], ["map.png", "map.png", "8934588012228"]);
    await shotOf(part(), "appearances-phone");
    await accessible(page, "appearances");
  });

  test("on a phone widths and tables are a stack of questions", async () => {
    await section("Part 2 of 2: Grid");
    const top = async (path) => (await field(page, path).boundingBox()).y;
    assert.ok((await top("grid/left")) < (await top("grid/right")));
    assert.ok(await field(page, "grid/table/second").getByText("None at all").isVisible());
    assert.ok(await field(page, "grid/bare1").getByText("Many").isVisible());
    await field(page, "grid/table/first").getByText("Few").click();
    await field(page, "grid/bare1").getByText("Many").click();
    assert.deepEqual((await answers(page)).grid, { table: { first: "few" }, bare1: "many" });
    await shotOf(part(), "layouts-phone");
    const { width, screen } = await page.evaluate(() => ({ width: document.documentElement.scrollWidth, screen: document.documentElement.clientWidth }));
    assert.ok(width <= screen, `${width} wide on a screen of ${screen}`);
  });

  test("where there is room they stand beside one another", async () => {
    const other = profile();
    const office = await desktop(other);
    const desk = office.pages()[0] ?? (await office.newPage());
    await preview.show(desk);
    await desk.getByRole("button", { name: "English" }).click();
    await shotOf(part(desk), "appearances-desktop");
    await desk.locator("[data-part=trial] > select").selectOption({ label: "Part 2 of 2: Grid" });
    const place = (path) => field(desk, path).boundingBox();
    const [left, right, whole] = [await place("grid/left"), await place("grid/right"), await place("grid/whole")];
    assert.equal(left.y, right.y);
    assert.ok(left.x + left.width < right.x && whole.y > left.y && whole.width > left.width * 1.8);
    const radios = field(desk, "grid/table/first").locator("input");
    assert.equal((await radios.first().boundingBox()).y, (await radios.last().boundingBox()).y);
    await radios.nth(1).check();
    await field(desk, "grid/table/third").locator("input").nth(2).check();
    assert.deepEqual((await answers(desk)).grid, { table: { first: "many", third: ["none"] } });
    await shotOf(part(desk), "layouts-desktop");
    await accessible(desk, "layouts");
    await office.close();
    discard(other);
  });
});
