// The desk's totals by keyboard: from a figure over its units down to the report; and a commune's own target.

import assert from "node:assert/strict";
import { after, before, describe } from "node:test";
import { on, shot, signIn } from "./helpers/app.mjs";
import { accessible } from "./helpers/axe.mjs";
import { desktop, discard, profile } from "./helpers/browser.mjs";
import { Server, Visitor } from "./helpers/server.mjs";
import { way } from "./helpers/steps.mjs";

const FORM = "clb-thang";
const FIGURE = "members/members_closing";

describe("totals", () => {
  const step = way();
  const folder = profile();
  let server, context, screen, period;

  before(async () => {
    server = await Server.start({ years: true });
    context = await desktop(folder);
    screen = context.pages()[0] ?? (await context.newPage());
    const visitor = await Visitor.signIn(server, "tinhlamdong");
    const { periods } = await visitor.get(`/api/v1/periods?form=${FORM}`);
    // The last month but one: most of its reports are approved, and there are months before it.
    period = periods.filter((one) => one.reports > 0).map((one) => one.period).sort().at(-2);
  });

  after(async () => {
    await context?.close();
    await server?.remove();
    discard(folder);
  });

  const number = async (place) => Number((await place.innerText()).replaceAll(".", "").match(/-?\d+/)[0]);

  step("a figure says how many gave it and stands beside earlier periods", async () => {
    await signIn(screen, server, "tinhlamdong");
    await screen.goto(`${server.url}/desk/totals/${FORM}/${period}/68`);
    await on(screen, "totals");
    const row = screen.locator(`[data-total="${FIGURE}"]`);
    await row.waitFor();
    assert.match(await row.innerText(), /\d+\/\d+ đơn vị/);
    assert.equal(await row.locator("[data-compared]").count(), 2);
    const before = await number(row.locator("td.number"));
    await screen.getByLabel(/chưa duyệt/).check();
    await screen.waitForLoadState("networkidle");
    assert.ok((await number(row.locator("td.number"))) >= before);
  });

  step("by keyboard from the figure to its units and to a report", async () => {
    await screen.goto(`${server.url}/desk/totals/${FORM}/${period}/68`);
    const total = await number(screen.locator(`[data-total="${FIGURE}"] td.number`));
    await screen.locator(`[data-total="${FIGURE}"] a`).focus();
    await screen.keyboard.press("Enter");
    await on(screen, "figure");
    await screen.locator("[data-value]").waitFor();
    assert.equal(await number(screen.locator("[data-value]")), total);
    assert.ok((await screen.locator("[data-period]").count()) >= 2, "figures of several months");
    assert.equal(await screen.locator("svg[role=img] polyline").count(), 1);
    let sum = 0;
    for (const cell of await screen.locator("[data-child] td.number").all()) sum += /\d/.test(await cell.innerText()) ? await number(cell) : 0;
    assert.equal(sum, total, "the units make the total");
    await shot(screen, "figure");
    await accessible(screen, "figure");
    await screen.locator("[data-child] a").first().focus();
    await screen.keyboard.press("Enter");
    await screen.getByRole("link", { name: "Mở báo cáo" }).first().waitFor();
    await screen.getByRole("link", { name: "Mở báo cáo" }).first().click();
    await on(screen, "decide");
    await screen.goBack();
    await on(screen, "figure");
  });

  step("all figures of a unit go on over its periods", async () => {
    await screen.goto(`${server.url}/desk/totals/${FORM}/${period}/68`);
    await screen.getByRole("link", { name: "Diễn biến của mọi số liệu qua các kỳ" }).click();
    await on(screen, "courses");
    const row = screen.locator(`[data-course="${FIGURE}"]`);
    await row.waitFor();
    assert.equal(await row.locator("svg[role=img] polyline").count(), 1);
    assert.ok((await row.locator("td.number").count()) >= 2, "a number for each period beside the line");
    await shot(screen, "courses");
    await accessible(screen, "courses");
  });

  step("clubs are spread over their classes, unit by unit", async () => {
    await screen.goto(`${server.url}/desk/clubs`);
    await on(screen, "clubs");
    const whole = screen.locator('[data-classes] [data-spread=""]');
    await whole.waitFor();
    assert.match(await whole.locator("svg[role=img]").getAttribute("aria-label"), /Tốt: \d+/);
    const good = async (row) => Number(await row.locator("td.number").first().innerText());
    let below = 0;
    for (const row of await screen.locator('[data-spread]:not([data-spread=""])').all()) below += await good(row);
    assert.equal(below, await good(whole), "the units make the whole");
    await shot(screen, "spread");
    await accessible(screen, "clubs with their classes");
    await screen.getByRole("link", { name: "Xem kỹ xếp loại theo đơn vị" }).click();
    await on(screen, "figure");
    await screen.locator("[data-spread]").first().waitFor();
  });

  step("a commune sets its own target for the year and drops it", async () => {
    await context.clearCookies();
    await signIn(screen, server, "xadilinh");
    await screen.goto(`${server.url}/desk/targets`);
    await on(screen, "targets");
    await screen.locator("[data-setting] select[name=target-figure] option").nth(1).waitFor({ state: "attached" });
    const own = screen.locator("[data-target]").filter({ hasText: "Chỉ tiêu của đơn vị" });
    const listed = await own.count();
    await screen.getByLabel("Cần đạt ít nhất").fill("mười");
    await screen.getByRole("button", { name: "Lưu chỉ tiêu" }).click();
    await screen.getByRole("alert").waitFor();
    await screen.getByLabel("Cần đạt ít nhất").fill("1.200,5");
    await screen.getByLabel("Theo kế hoạch, nghị quyết").fill("Kế hoạch 12/KH-HNCT");
    await screen.getByRole("button", { name: "Lưu chỉ tiêu" }).click();
    await own.nth(listed).waitFor();
    assert.match(await own.nth(listed).innerText(), /ít nhất 1\.200,5/);
    await shot(screen, "targets");
    await accessible(screen, "targets");
    const all = await screen.locator("[data-target]").count();
    await own.nth(listed).getByRole("button", { name: "Bỏ chỉ tiêu này" }).click();
    await screen.waitForFunction((most) => document.querySelectorAll("[data-target]").length < most, all);
  });
});
