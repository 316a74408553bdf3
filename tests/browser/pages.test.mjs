// Every page on the phone and on the office computer: nothing serious for axe, nothing wider than the screen, nothing too
// small for an old hand, in both languages.

import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { on, shot, signIn } from "./helpers/app.mjs";
import { accessible } from "./helpers/axe.mjs";
import { desktop, discard, phone, profile } from "./helpers/browser.mjs";
import { Server, Visitor } from "./helpers/server.mjs";

/** What a finger must be able to hit, and how large that is at least. */
const TARGETS = "button, .button, .box, .choice, .card, .bar a, .link, .back, summary";
const LEAST = 44;

const FORMS = { kaminh: ["clb-thang"], xadilinh: ["tk-tch"], quylacduong: ["quy"] };

/** The pages of a person, as `[path, name]`. */
async function pagesOf(server, account) {
  const visitor = await Visitor.signIn(server, account);
  const { roles } = await visitor.get("/api/v1/session");
  const pages = [["/account", "account"], ["/no/such/page", "nowhere"]];
  if (roles.includes("reporter")) {
    const { duties } = await visitor.get("/api/v1/duties");
    const open = duties.find((duty) => FORMS[account]?.includes(duty.form) && !duty.report_id);
    const sent = duties.find((duty) => duty.report_id);
    pages.push(["/", "home"]);
    if (open) {
      const about = [open.form, open.org_unit.code, open.period].join("/");
      const { fields } = await visitor.get(`/api/v1/forms/${open.form}/${open.version}`);
      const groups = new Set(fields.filter((field) => field.type === "group" && !field.path.includes("/")).map((field) => field.path));
      for (let section = 1; section <= groups.size; section += 1) pages.push([`/fill/${about}/${section}`, "fill"]);
      pages.push([`/check/${about}`, "check"]);
    }
    if (sent) pages.push([`/report/${sent.report_id}`, "report"]);
  }
  if (roles.includes("reviewer")) {
    const { reports } = await visitor.get("/api/v1/reports");
    pages.push(["/desk/review", "review"]);
    if (reports.length) pages.push([`/review/${reports[0].report_id}`, "decide"]);
  }
  if (roles.includes("reviewer")) pages.push(["/desk/closings", "closings"]);
  if (roles.includes("reviewer") || roles.includes("viewer")) {
    pages.push(["/desk/totals", "totals"], ["/desk/units", "units"], ["/desk/units/24848", "unit"]);
    pages.push(["/desk/registers", "registers"], ["/desk/clubs", "clubs"]);
    const { registers } = await visitor.get("/api/v1/registers");
    for (const { form } of registers.filter((register) => register.rows)) {
      pages.push([`/desk/registers/${form}`, "register"]);
      const { entries, year, register, review } = await visitor.get(`/api/v1/registers/${form}`);
      const row = entries[0] && [form, entries[0].org_unit.code, year, entries[0].number].join("/");
      if (row && Object.keys(register.slip).length) pages.push([`/desk/slip/${row}`, "slip"]);
      if (row && review) pages.push([`/desk/compose/${row}`, "compose"]);
    }
    pages.push(["/desk/targets", "targets"]);
    const { periods } = await visitor.get("/api/v1/periods?form=clb-thang");
    const used = periods.find((period) => period.reports > 0);
    const { org_unit: unit } = await visitor.get("/api/v1/session");
    if (used && unit) pages.push([`/desk/totals/clb-thang/${used.period}/${unit.code}/members%2Fmembers_closing`, "figure"]);
  }
  return pages;
}

/** Waits until nothing is being fetched any more; forms are filled in from what the phone holds. */
async function settled(page, name) {
  await on(page, name);
  if (!["fill", "check"].includes(name)) await page.waitForLoadState("networkidle");
}

async function fits(page, name) {
  const { width, screen, outside } = await page.evaluate(() => {
    const screen = document.documentElement.clientWidth;
    const wide = [...document.querySelectorAll("main *")].filter((one) => one.getBoundingClientRect().right > screen + 1);
    const scrolls = (one) => ["auto", "scroll"].includes(getComputedStyle(one).overflowX) || (one.parentElement && scrolls(one.parentElement));
    return { width: document.documentElement.scrollWidth, screen, outside: wide.filter((one) => !scrolls(one)).map((one) => one.outerHTML.slice(0, 120)) };
  });
  assert.ok(width <= screen, `${name}: ${width} wide on a screen of ${screen}\n  ${outside.join("\n  ")}`);
}

async function largeEnough(page, name) {
  const small = await page.$$eval(TARGETS, (all, least) => {
    const seen = all.filter((one) => one.checkVisibility() && !one.classList.contains("unseen"));
    const height = (one) => one.getBoundingClientRect().height;
    return seen.filter((one) => height(one) < least && !one.closest(".choice, p")).map((one) => `${Math.round(height(one))} px: ${one.outerHTML.slice(0, 100)}`);
  }, LEAST);
  assert.deepEqual(small, [], `${name}: too small to hit`);
}

describe("pages", () => {
  let server;

  before(async () => {
    server = await Server.start();
  });

  after(async () => {
    await server?.remove();
  });

  for (const [screen, open] of [["phone", phone], ["desktop", desktop]]) {
    for (const account of ["kaminh", "xadilinh", "quylacduong", "tinhlamdong", "trunguong", "quantri"]) {
      test(`${account} on the ${screen}`, async () => {
        const folder = profile();
        const context = await open(folder);
        try {
          const page = context.pages()[0] ?? (await context.newPage());
          await signIn(page, server, account);
          const pages = await pagesOf(server, account);
          assert.ok(pages.length > 2);
          for (const [path, name] of pages) {
            await page.goto(server.url + path);
            await settled(page, name);
            await shot(page, `pages-${screen}-${account}-${name}${path.match(/fill.*\/(\d+)$/)?.[1] ?? ""}`);
            await accessible(page, path);
            await fits(page, path);
            if (screen === "phone") await largeEnough(page, path);
          }
        } finally {
          await context.close();
          discard(folder);
        }
      });
    }
  }

  test("in English too, and the choice is kept", async () => {
    const folder = profile();
    const context = await phone(folder);
    try {
      const page = context.pages()[0] ?? (await context.newPage());
      await signIn(page, server, "kaminh");
      await page.goto(`${server.url}/account`);
      await page.getByRole("button", { name: "English" }).or(page.getByLabel("English")).first().click();
      await page.waitForFunction(() => document.documentElement.lang === "en");
      await page.goto(server.url);
      await settled(page, "home");
      assert.equal(await page.locator("html").getAttribute("lang"), "en");
      const text = await page.locator("body").innerText();
      assert.match(text, /Monthly report/);
      assert.doesNotMatch(text, /Báo cáo|Quá hạn|Tháng/);
      await accessible(page, "home in English");
    } finally {
      await context.close();
      discard(folder);
    }
  });
});
