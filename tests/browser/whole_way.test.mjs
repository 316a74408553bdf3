// The whole way, once: a club's month from a phone with no network to the province's total.
//
// One secretary, one reviewer, one person at the province, on the real server with its demonstration. The network is cut,
// the browser is killed, the server dies between storing and answering; nothing may be lost and nothing may come twice.

import assert from "node:assert/strict";
import { after, before, describe } from "node:test";
import {
  answer, cards, fillOn, fillPage, inState, installed, next, on, openCard, place, question, said, saved, shot, signIn, standing,
} from "./helpers/app.mjs";
import { accessible } from "./helpers/axe.mjs";
import { desktop, discard, kill, phone, profile } from "./helpers/browser.mjs";
import { clubMonth } from "./helpers/club_month.mjs";
import { Line } from "./helpers/cut.mjs";
import { freePort, Server, Visitor } from "./helpers/server.mjs";
import { way } from "./helpers/steps.mjs";

const SECRETARY = "kaminh";
const REVIEWER = "xadilinh";
const PROVINCE = "tinhlamdong";
const FORM = "clb-thang";
const REMARK = "Đếm lại giúp: sổ của xã ghi khác.";
const SENDS = /^PUT .*\/revisions\//;

describe("from a phone with no network to the province's total", () => {
  const step = way();
  const pocket = profile();
  const desk = profile();
  let server, line, context, page, office, duty, subject, answers, typed, totalsBefore;

  before(async () => {
    server = await Server.start();
    line = await Line.to(server, await freePort());
    context = await phone(pocket);
    page = context.pages()[0] ?? (await context.newPage());
    office = await desktop(desk);
  });

  after(async () => {
    await context?.close().catch(() => {});
    await office?.close();
    await line?.close();
    await server?.remove();
    [pocket, desk].forEach(discard);
  });

  const total = async (path) => {
    const row = officePage().locator(`[data-total="${path}"] td.number`);
    return Number((await row.innerText()).replaceAll(".", "").match(/-?\d+/)[0]);
  };
  const officePage = () => office.pages()[0];
  const putsOf = (revision) => line.seen(SENDS).filter((request) => request.endsWith(`/revisions/${revision}`));

  step("the province sees who is missing before the report comes", async () => {
    const secretary = await Visitor.signIn(server, SECRETARY);
    const { duties } = await secretary.get("/api/v1/duties");
    duty = duties.find((each) => each.form === FORM && ["due", "overdue"].includes(each.state));
    subject = [FORM, duty.org_unit.code, duty.period].join("|");
    answers = clubMonth(duty);
    const screen = officePage() ?? (await office.newPage());
    await signIn(screen, server, PROVINCE);
    await openTotals(screen);
    await shot(screen, "01-totals-before");
    await accessible(screen, "totals");
    assert.equal(await screen.locator(`[data-missing="${duty.org_unit.code}"]`).count(), 1);
    totalsBefore = {
      received: Number(await screen.locator("[data-received]").getAttribute("data-received")),
      expected: Number(await screen.locator("[data-received]").getAttribute("data-expected")),
      closing: await total("members/members_closing"),
      loans: await total("loans/loans_closing"),
    };
    assert.ok(totalsBefore.received < totalsBefore.expected);
  });

  async function openTotals(screen) {
    await screen.goto(`${server.url}/desk/totals`);
    await on(screen, "totals");
    await screen.getByLabel("Biểu mẫu").selectOption(FORM);
    await screen.waitForFunction((period) => [...document.querySelectorAll("select[name=period] option")].some((one) => one.value === period), duty.period);
    await screen.getByLabel("Kỳ báo cáo").selectOption(duty.period);
    await screen.waitForSelector(`[data-total="members/members_closing"]`);
  }

  step("the secretary signs in on the phone and finds the club's report", async () => {
    await page.goto(line.url);
    await on(page, "sign-in");
    await shot(page, "02-sign-in");
    await accessible(page, "sign-in");
    await signIn(page, server, SECRETARY, line.url);
    await on(page, "home");
    await page.waitForSelector(`[data-subject="${subject}"]`);
    assert.match(await page.locator(`[data-subject="${subject}"]`).innerText(), /Báo cáo tháng CLB/);
    await shot(page, "03-home");
    await accessible(page, "home");
    await installed(page);
  });

  step("the network is cut, and the app opens all the same", async () => {
    await context.close();
    await server.stop();
    line.down = true;
    context = await phone(pocket);
    await context.setOffline(true);
    page = context.pages()[0] ?? (await context.newPage());
    await page.goto(line.url);
    await on(page, "home");
    await page.waitForSelector("[data-strip=network]");
    assert.match(await page.locator("[data-strip=network]").innerText(), /tự gửi khi/);
    await openCard(page, subject);
    await on(page, "fill");
    await shot(page, "04-fill-offline");
    await accessible(page, "fill, first section");
  });

  step("each mistake is said at its field as soon as it can be known", async () => {
    await next(page);
    assert.equal((await place(page))[0], 2);
    await question(page, "members/members_joined").locator("input").pressSequentially("1");
    assert.deepEqual(await said(page, "members/members_joined"), [], "nothing is said while somebody types");
    await answer(page, "members/members_joined", "12,7");
    assert.equal((await said(page, "members/members_joined")).length, 1, "a fraction of a person");
    assert.equal(await question(page, "members/members_joined").locator("input").inputValue(), "12,7", "and the text is kept");
    await answer(page, "members/members_joined", 3);
    assert.deepEqual(await said(page, "members/members_joined"), []);
    await answer(page, "members/members_left", 1);
    await answer(page, "members/members_closing", answers.get("members/members_closing") + 1);
    assert.equal((await said(page, "members/members_closing")).length, 1, "the balance");
    await shot(page, "05-balance-does-not-hold");
    await accessible(page, "fill, with a mistake");
    await answer(page, "members/members_closing", answers.get("members/members_closing"));
    assert.deepEqual(await said(page, "members/members_closing"), []);
  });

  step("half of it is filled in, and the browser is killed", async () => {
    await fillOn(page, answers, 9);
    await fillPage(page, answers);
    await saved(page);
    typed = new Map();
    for (let section = 9; section >= 1; section -= 1) {
      typed.set(section, await standing(page));
      if (section > 1) await page.getByRole("link", { name: "Quay lại" }).click();
      await page.waitForFunction((number) => document.querySelector(".track__where")?.innerText.includes(` ${number}/`), Math.max(section - 1, 1));
    }
    await kill(context, pocket);
  });

  step("every answer is there when the phone is opened again, still with no network", async () => {
    context = await phone(pocket);
    await context.setOffline(true);
    page = context.pages()[0] ?? (await context.newPage());
    await page.goto(line.url);
    await on(page, "home");
    await page.waitForSelector(`[data-subject="${subject}"] .card__act`);
    await shot(page, "06-home-with-draft");
    await openCard(page, subject);
    await on(page, "fill");
    for (let section = 1; section <= 9; section += 1) {
      assert.deepEqual(await standing(page), typed.get(section), `section ${section}`);
      if (section < 9) await next(page);
    }
  });

  step("the rest is filled in; what is left out is named before sending, with a way to it", async () => {
    const rest = new Map(answers);
    rest.delete("care/volunteers");
    rest.set("help_given/workdays_given", 0);
    await next(page);
    await fillOn(page, rest, 12);
    await fillPage(page, rest);
    await page.getByRole("button", { name: "Tiếp tục" }).click();
    await page.waitForSelector("[data-summary=errors]");
    await shot(page, "07-left-out");
    await page.getByRole("button", { name: "Để sau, sang phần tiếp" }).click();
    await page.waitForFunction(() => document.querySelector(".track__where")?.innerText.includes(" 13/"));
    await fillPage(page, rest);
    await accessible(page, "fill, with an explanation asked for");
    await page.locator('[data-rule="work-help-pair"] textarea').first().fill("Ba người được giúp bằng công cụ, không tính ngày công.");
    await next(page);
    await fillOn(page, rest);
    await on(page, "check");
    await shot(page, "08-check-with-mistakes");
    await accessible(page, "check, with mistakes");
    await page.locator("[data-summary=errors] a").first().click();
    await on(page, "fill");
    await page.waitForFunction(() => document.activeElement?.closest('[data-field="care/volunteers"]'));
    await answer(page, "care/volunteers", answers.get("care/volunteers"));
    await saved(page);
  });

  step("it is sent with no network: it waits on the phone, also after the app was closed", async () => {
    await page.goto(`${line.url}/check/${subject.split("|").join("/")}`);
    await on(page, "check");
    assert.equal(await page.locator("[data-summary=errors]").count(), 0);
    await shot(page, "09-check");
    await accessible(page, "check");
    await page.getByRole("button", { name: "Gửi báo cáo" }).click();
    await on(page, "sent");
    await page.waitForSelector("[data-fate=waiting]");
    await shot(page, "10-waiting");
    await accessible(page, "sent, waiting");
    await kill(context, pocket);
    context = await phone(pocket);
    await context.setOffline(true);
    page = context.pages()[0] ?? (await context.newPage());
    await page.goto(line.url);
    await on(page, "home");
    await inState(page, subject, "waiting");
    assert.equal(line.seen(SENDS).length, 0);
  });

  step("the network comes back; the server stores the report and dies before it answers", async () => {
    await server.start();
    line.down = false;
    const lost = line.loseAnswer(SENDS, () => server.kill());
    await context.setOffline(false);
    assert.equal(await lost, 201, "it was stored");
    await page.waitForSelector("[data-strip=network]");
    assert.equal((await cards(page)).get(subject), "waiting", "the phone does not believe what it has not heard");
  });

  step("the server is up again; the phone sends once more by itself, and it is one report", async () => {
    await server.start();
    await inState(page, subject, "sent").catch(async (error) => {
      await shot(page, "11-not-sent");
      throw error;
    });
    await shot(page, "11-sent");
    assert.equal(new Set(putsOf(1)).size, 1, "one report, one revision");
    assert.ok(putsOf(1).length >= 2, "asked again after the lost answer");
    const reviewer = await Visitor.signIn(server, REVIEWER);
    const { reports } = await reviewer.get("/api/v1/reports");
    const ours = reports.filter((report) => report.org_unit.code === duty.org_unit.code && report.period === duty.period);
    assert.equal(ours.length, 1);
    const { revisions, answers: stored } = await reviewer.get(`/api/v1/reports/${ours[0].report_id}`);
    assert.equal(revisions.length, 1);
    assert.equal(stored.members.members_closing, answers.get("members/members_closing"));
    assert.equal(stored.closing.difficulties, answers.get("closing/difficulties"));
  });

  step("the reviewer reads it and returns it with a remark at a field", async () => {
    await office.clearCookies();
    const screen = officePage();
    await screen.evaluate(() => indexedDB.deleteDatabase("phieu"));
    await signIn(screen, server, REVIEWER);
    await screen.goto(`${server.url}/review`);
    await on(screen, "review");
    await shot(screen, "12-review");
    await accessible(screen, "review");
    await screen.locator(`[data-group=submitted] [data-unit="${duty.org_unit.code}"] a`).first().click();
    await on(screen, "decide");
    const row = screen.locator('[data-field="members/members_closing"]');
    await row.getByRole("link", { name: "Góp ý" }).click();
    await row.locator("textarea").fill(REMARK);
    await shot(screen, "13-decide");
    await accessible(screen, "decide");
    await screen.getByRole("button", { name: "Trả lại để sửa" }).click();
    await screen.waitForSelector("[data-status=returned]");
  });

  step("the phone shows the remark where it belongs; the secretary corrects and sends again", async () => {
    await page.goto(line.url);
    await inState(page, subject, "returned");
    await shot(page, "14-home-returned");
    await openCard(page, subject);
    await on(page, "fill");
    assert.ok((await page.locator("[data-page=fill]").innerText()).includes(REMARK), "on the first page");
    await next(page);
    assert.ok((await said(page, "members/members_closing")).some((text) => text.includes(REMARK)), "at the field");
    await shot(page, "15-remark-at-the-field");
    await accessible(page, "fill, with a remark");
    answers.set("members/members_left", 2).set("members/members_closing", answers.get("members/members_closing") - 1);
    answers.set("composition/members_60_over", answers.get("composition/members_60_over") - 1);
    for (const path of ["members/members_left", "members/members_closing"]) await answer(page, path, answers.get(path));
    await next(page);
    await answer(page, "composition/members_60_over", answers.get("composition/members_60_over"));
    await saved(page);
    await page.goto(`${line.url}/check/${subject.split("|").join("/")}`);
    await on(page, "check");
    await page.getByRole("button", { name: "Gửi báo cáo" }).click();
    await page.waitForSelector("[data-fate=taken]");
    await shot(page, "16-sent");
    await accessible(page, "sent");
    assert.equal(putsOf(2).length, 1);
  });

  step("the reviewer approves", async () => {
    const screen = officePage();
    await screen.goto(`${server.url}/review`);
    await screen.locator(`[data-group=submitted] [data-unit="${duty.org_unit.code}"] a`).first().click();
    await on(screen, "decide");
    await screen.getByRole("button", { name: "Duyệt báo cáo" }).click();
    await screen.waitForSelector("[data-status=approved]");
    await shot(screen, "17-approved");
    await page.goto(line.url);
    await inState(page, subject, "sent");
    await page.waitForFunction((one) => document.querySelector(`[data-subject="${one}"]`)?.innerText.includes("Đã duyệt"), subject);
    await openCard(page, subject);
    await on(page, "report");
    await shot(page, "18-report");
    await accessible(page, "report");
  });

  step("the province's total has grown by exactly this report, and the club is missing no more", async () => {
    await office.clearCookies();
    const screen = officePage();
    await screen.evaluate(() => indexedDB.deleteDatabase("phieu"));
    await signIn(screen, server, PROVINCE);
    await openTotals(screen);
    await shot(screen, "19-totals-after");
    const { received, expected, closing, loans } = totalsBefore;
    assert.equal(await screen.locator("[data-received]").getAttribute("data-received"), String(received + 1));
    assert.match(await screen.locator("[data-received]").innerText(), new RegExp(`${received + 1}/${expected}`));
    assert.equal(await screen.locator(`[data-missing="${duty.org_unit.code}"]`).count(), 0);
    assert.equal(await total("members/members_closing"), closing + answers.get("members/members_closing"));
    assert.equal(await total("loans/loans_closing"), loans + answers.get("loans/loans_closing"));
  });
});
