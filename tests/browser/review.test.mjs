// Review at the desk: many approved at once, a period closed and what a phone then says, the next level's turn; and the calendar of due days.

import assert from "node:assert/strict";
import { after, before, describe } from "node:test";
import { on, shot, signIn } from "./helpers/app.mjs";
import { accessible } from "./helpers/axe.mjs";
import { desktop, discard, phone, profile } from "./helpers/browser.mjs";
import { Server, Visitor } from "./helpers/server.mjs";
import { way } from "./helpers/steps.mjs";

const SECRETARY = "kaminh";
const REVIEWER = "xadilinh";
const PROVINCE = "tinhlamdong";
const CENTRE = "trunguong";
const FORM = "clb-thang";

describe("review at the desk", () => {
  const step = way();
  const folders = [profile(), profile()];
  let server, pocket, office, page, screen;

  before(async () => {
    server = await Server.start();
    pocket = await phone(folders[0]);
    office = await desktop(folders[1]);
    page = pocket.pages()[0] ?? (await pocket.newPage());
    screen = office.pages()[0] ?? (await office.newPage());
  });

  after(async () => {
    await pocket?.close().catch(() => {});
    await office?.close().catch(() => {});
    await server?.remove();
    folders.forEach(discard);
  });

  async function openDesk(account, address, name) {
    await office.clearCookies();
    await signIn(screen, server, account);
    await screen.goto(`${server.url}/desk/${address}`);
    await on(screen, name);
    await screen.waitForLoadState("networkidle");
  }

  step("the reports on which nothing was pointed out are approved at once, after one question", async () => {
    const visitor = await Visitor.signIn(server, REVIEWER);
    const waits = async () => (await visitor.get("/api/v1/reports")).reports.filter((report) => report.waits_for_reader);
    const clear = (await waits()).filter((report) => report.warnings === 0 && !report.locked && !report.standing.flag);
    assert.ok(clear.length > 0, "the demonstration has something to decide");
    await openDesk(REVIEWER, "review", "review");
    await shot(screen, "review-01-waiting");
    await accessible(screen, "review");
    await screen.locator("[data-tick-clear]").click();
    await screen.locator("[data-approve-many]").click();
    await shot(screen, "review-02-asked");
    await accessible(screen, "review, asked");
    await screen.getByRole("button", { name: "Duyệt ngay" }).click();
    await screen.waitForSelector("[role=status]:has-text('Đã duyệt')");
    const left = await waits();
    assert.ok(clear.every((report) => left.every((other) => other.report_id !== report.report_id)));
    await shot(screen, "review-03-approved");
  });

  step("what the province approved waits for the centre, which is the last", async () => {
    const centre = await Visitor.signIn(server, CENTRE);
    const report = (await centre.get("/api/v1/reports")).reports.find((each) => each.waits_for_reader && each.standing.levels > 1);
    await openDesk(CENTRE, `review/${report.report_id}`, "decide");
    await screen.waitForSelector("[data-decision]");
    assert.match(await screen.locator("[data-decision]").innerText(), /Các cấp duyệt: .*→/);
    await shot(screen, "review-04-centre");
    await accessible(screen, "decide, at the centre");
    await screen.getByRole("button", { name: "Duyệt báo cáo" }).click();
    await screen.waitForSelector("text=Các cấp đã duyệt");
    assert.equal((await centre.get(`/api/v1/reports/${report.report_id}`)).standing.accepted, true);
  });

  step("a closed period is said on the phone, and nothing goes through until it is opened", async () => {
    const secretary = await Visitor.signIn(server, SECRETARY);
    const open = async () => (await secretary.get("/api/v1/duties")).duties.find((duty) => duty.form === FORM && ["due", "overdue", "locked"].includes(duty.state));
    const duty = await open();
    await openDesk(PROVINCE, "closings", "closings");
    await screen.getByLabel("Biểu mẫu").selectOption(FORM);
    const row = screen.locator(`[data-period="${duty.period}"]`);
    await row.getByRole("button", { name: "Khóa kỳ này" }).click();
    await row.locator("textarea").fill("Đã họp tổng kết tháng.");
    await shot(screen, "review-05-closing");
    await accessible(screen, "closings");
    await row.getByRole("button", { name: "Khóa kỳ này" }).click();
    await screen.waitForSelector(`[data-period="${duty.period}"][data-closed="yes"]`);
    await shot(screen, "review-06-closed");
    assert.equal((await open()).state, "locked");
    await signIn(page, server, SECRETARY);
    await on(page, "home");
    const card = page.locator(`[data-subject="${[FORM, duty.org_unit.code, duty.period].join("|")}"]`);
    await card.getByText("Kỳ đã khóa").waitFor();
    await shot(page, "review-07-home-locked");
    await accessible(page, "home, with a closed period");
    await row.getByRole("button", { name: "Mở lại kỳ này" }).click();
    await row.locator("textarea").fill("Câu lạc bộ xin nộp bù.");
    await row.getByRole("button", { name: "Mở lại kỳ này" }).click();
    await screen.waitForSelector(`[data-period="${duty.period}"][data-closed="no"]`);
    assert.notEqual((await open()).state, "locked");
  });

  step("the account page gives a calendar to subscribe to", async () => {
    await page.goto(`${server.url}/account`);
    await on(page, "account");
    await page.getByRole("button", { name: "Lấy đường dẫn lịch" }).click();
    const link = page.locator("[data-calendar]");
    await link.waitFor();
    await shot(page, "review-08-calendar");
    assert.ok(await page.evaluate(() => document.documentElement.scrollWidth <= document.documentElement.clientWidth), "the address is broken, not the page");
    await accessible(page, "account, with the calendar");
    const answer = await fetch(await link.getAttribute("href"));
    const text = await answer.text();
    assert.match(answer.headers.get("content-type"), /^text\/calendar/);
    assert.match(text, /^BEGIN:VCALENDAR\r\n[^]*BEGIN:VEVENT\r\n[^]*END:VCALENDAR\r\n$/);
  });
});
