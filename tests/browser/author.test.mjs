// The author's page: a form with mistakes, corrected, tried out; dropped on the page or shown by `phieu preview`.

import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { shot } from "./helpers/app.mjs";
import { accessible } from "./helpers/axe.mjs";
import { desktop, discard, phone, profile } from "./helpers/browser.mjs";
import { Preview, answers, field, findings, marked, tab } from "./helpers/preview.mjs";

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
});
