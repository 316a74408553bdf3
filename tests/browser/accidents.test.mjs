// What goes wrong in the field, one accident at a time. After each of them nothing is lost, nothing is doubled, and the
// person who holds the phone is told what to do. The table of all accidents stands in keeping.test.mjs.

import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { answer, inState, on, openCard, question, said, saved, shot, signIn } from "./helpers/app.mjs";
import { accessible } from "./helpers/axe.mjs";
import { SENDS, stages } from "./helpers/stage.mjs";

const CLOSING = "members/members_closing";

describe("accidents", () => {
  const stage = stages();

  test("what the server refuses is shown at the same field in the same words, and nothing is stored", async () => {
    const own = await stage("longlanh");
    const { page, line } = own;
    const right = own.answers.get(CLOSING);
    await own.signIn();
    await openCard(page, own.subject);
    await page.goto(own.at("fill", 2));
    for (const path of ["members/members_joined", "members/members_left"]) await answer(page, path, own.answers.get(path));
    await answer(page, CLOSING, right + 5);
    const [sentence] = await said(page, CLOSING);
    await page.goto(line.url);
    await own.fillAll();
    const status = line.change(SENDS, (body) => {
      const report = JSON.parse(body);
      report.answers.members.members_closing = right + 5;
      return JSON.stringify(report);
    });
    await own.send();
    assert.equal(await status, 422);
    await page.waitForSelector("[data-fate=refused]");
    await shot(page, "20-refused");
    await accessible(page, "sent, refused");
    assert.equal(await own.stored(), null);
    await page.goto(own.at("fill", 2));
    await on(page, "fill");
    const words = (text) => text.split("\n").pop();
    assert.deepEqual((await said(page, CLOSING)).map(words), [words(sentence)]);
    await shot(page, "21-refused-at-the-field");
    assert.equal(await question(page, CLOSING).locator("input").inputValue(), String(right), "every answer is still there");
    await page.goto(own.at("check"));
    await own.send();
    await page.waitForSelector("[data-fate=taken]");
    assert.equal((await own.stored()).answers.members.members_closing, right);
  });

  test("two phones fill in the same report: the second is told, and overwrites nothing", async () => {
    const [first, second] = [await stage("liengbong"), await stage("liengbong")];
    await first.signIn();
    await second.signIn();
    await first.fillAll();
    second.answers.set("care/volunteers", 11);
    await second.fillAll();
    await first.send();
    await first.page.waitForSelector("[data-fate=taken]");
    await second.send();
    await second.page.waitForSelector("[data-fate=stopped][data-code=report_exists]");
    await second.page.waitForSelector("[data-differences]");
    const differences = await second.page.$$eval("[data-differences] tbody tr", (rows) => rows.map((row) => [...row.querySelectorAll("td")].map((cell) => cell.innerText)));
    assert.deepEqual(differences, [["11", String(first.answers.get("care/volunteers"))]], "side by side, and only what differs");
    await shot(second.page, "22-there-is-one-already");
    await accessible(second.page, "sent, stopped");
    assert.equal((await first.stored()).answers.care.volunteers, first.answers.get("care/volunteers"));
    await second.page.getByRole("button", { name: "Đưa về để sửa" }).click();
    await on(second.page, "fill");
    await second.page.goto(second.at("fill", 12));
    assert.equal(await question(second.page, "care/volunteers").locator("input").inputValue(), "11", "nothing here is lost either");
  });

  /** Reads a draft of the phone's; with `text` it is put there first. */
  const draftOf = (own, text) =>
    own.page.evaluate(
      async ([key, text]) => {
        const open = indexedDB.open("phieu");
        const database = await new Promise((resolve) => (open.onsuccess = () => resolve(open.result)));
        const change = database.transaction("drafts", "readwrite");
        if (text) change.objectStore("drafts").put(text, key);
        const found = change.objectStore("drafts").get(key);
        await new Promise((resolve) => (change.oncomplete = resolve));
        database.close();
        return found.result;
      },
      [`${own.account}|${own.subject}`, text],
    );

  test("a receipt of the same revision beside a draft: the draft is filled in further, and sending shows both", async () => {
    const own = await stage("dilinhthuong");
    const { page } = own;
    await own.signIn();
    await own.fillAll();
    const draft = await draftOf(own);
    await own.send();
    await page.waitForSelector("[data-fate=taken]");
    // As on a phone to which the draft had gone as a file before this one sent it.
    await draftOf(own, draft);
    await page.goto(own.at("fill", 12));
    await on(page, "fill");
    await answer(page, "care/volunteers", 11);
    await saved(page);
    await page.goto(own.at("check"));
    await on(page, "check");
    await own.send();
    await page.waitForSelector("[data-fate=stopped][data-code=revision_conflict]");
    await page.waitForSelector("[data-differences]");
    const differences = await page.$$eval("[data-differences] tbody tr", (rows) => rows.map((row) => [...row.querySelectorAll("td")].map((cell) => cell.innerText)));
    assert.deepEqual(differences, [["11", String(own.answers.get("care/volunteers"))]]);
    assert.equal((await own.stored()).answers.care.volunteers, own.answers.get("care/volunteers"), "nothing there is overwritten");
  });

  test("many windows, one uploader: a report leaves once", async () => {
    const own = await stage("klongklanh");
    await own.signIn();
    await own.fillAll();
    const others = [await own.context.newPage(), await own.context.newPage()];
    for (const other of others) {
      await other.goto(own.line.url);
      await on(other, "home");
    }
    await own.cut();
    await own.send();
    await own.cut(false);
    await own.page.waitForSelector("[data-fate=taken]");
    for (const other of others) await inState(other, own.subject, "sent");
    assert.equal(own.line.seen(SENDS).length, 1);
  });

  test("a network's own sign-in page is not taken for the server", async () => {
    const own = await stage("pangtieng");
    await own.signIn();
    await own.fillAll();
    const portal = own.line.answerInstead(SENDS, 200, { "content-type": "text/html" }, "<h1>Wi-Fi miễn phí</h1>");
    own.line.refuse(SENDS);
    await own.send();
    assert.equal(await portal, 200);
    await own.page.waitForSelector("[data-fate=waiting]");
    assert.equal(await own.stored(), null);
    const before = own.line.seen(SENDS).length;
    own.line.refuse();
    await own.page.waitForSelector("[data-fate=taken]", { timeout: 40_000 });
    assert.equal(own.line.seen(SENDS).length - before, 1, "sent once more by itself");
    assert.equal((await own.stored()).revisions.length, 1);
  });

  test("the session has ended: the report stays, and leaves after signing in again", async () => {
    const own = await stage("bondong");
    await own.signIn();
    await own.fillAll();
    await own.context.clearCookies();
    await own.send();
    await own.page.waitForSelector("[data-strip=signed-out]");
    await shot(own.page, "23-signed-out");
    await accessible(own.page, "sent, signed out");
    assert.equal(await own.stored(), null);
    await signIn(own.page, own.server, own.account, own.line.url);
    await on(own.page, "home");
    await inState(own.page, own.subject, "sent");
    assert.equal((await own.stored()).revisions.length, 1);
  });

  test("the session ends while a report is filled in: typing goes on, and after signing in again one is where one was", async () => {
    const own = await stage("kaminh");
    const { page } = own;
    await own.signIn();
    await openCard(page, own.subject);
    await on(page, "fill");
    await page.goto(own.at("fill", 2));
    await on(page, "fill");
    await answer(page, "members/members_joined", 4);
    await saved(page);
    await own.context.clearCookies();
    await page.evaluate(() => dispatchEvent(new Event("online")));
    await page.waitForSelector("[data-strip=signed-out]");
    assert.equal(await page.locator("[data-page=fill]").count(), 1, "nobody is taken away from the report");
    await answer(page, "members/members_left", 2);
    await saved(page);
    await page.locator("[data-strip=signed-out] a").click();
    await on(page, "sign-in");
    await page.getByLabel("Tên đăng nhập").fill(own.account);
    await page.getByLabel("Mật khẩu", { exact: true }).fill(own.server.password);
    await page.getByRole("button", { name: "Đăng nhập" }).click();
    await on(page, "fill");
    assert.equal(page.url(), own.at("fill", 2));
    const value = (path) => question(page, path).locator("input").inputValue();
    assert.deepEqual([await value("members/members_joined"), await value("members/members_left")], ["4", "2"]);
    assert.equal(await page.locator("[data-strip=signed-out]").count(), 0);
  });

  test("two windows with the same draft: the older one stops instead of overwriting", async () => {
    const own = await stage("kaminh");
    await own.signIn();
    await openCard(own.page, own.subject);
    await own.page.goto(own.at("fill", 2));
    await on(own.page, "fill");
    const other = await own.context.newPage();
    await other.goto(own.at("fill", 2));
    await on(other, "fill");
    await answer(other, "members/members_joined", 4);
    await saved(other);
    await question(own.page, "members/members_left").locator("input").fill("9");
    await own.page.getByText("Báo cáo này đang mở ở cửa sổ khác").waitFor();
    await shot(own.page, "24-open-elsewhere");
    await accessible(own.page, "open in another window");
    await other.reload();
    await on(other, "fill");
    assert.equal(await question(other, "members/members_joined").locator("input").inputValue(), "4");
    assert.equal(await question(other, "members/members_left").locator("input").inputValue(), "");
  });

  test("signing out with something unsent warns and keeps it; somebody else does not see it", async () => {
    const own = await stage("dateh4");
    const { page } = own;
    await own.signIn();
    await openCard(page, own.subject);
    await page.goto(own.at("fill", 2));
    await answer(page, "members/members_joined", 2);
    await saved(page);
    await page.goto(`${own.line.url}/account`);
    await on(page, "account");
    await accessible(page, "account");
    await page.getByRole("button", { name: "Đăng xuất" }).click();
    await page.getByText("1 báo cáo đang điền dở").waitFor();
    await shot(page, "25-sign-out-warns");
    await page.getByRole("button", { name: "Vẫn đăng xuất" }).click();
    await on(page, "sign-in");
    await signIn(page, own.server, "kaminh", own.line.url);
    await on(page, "home");
    assert.equal(await page.locator(`[data-subject="${own.subject}"]`).count(), 0);
    await page.goto(own.at("fill", 2));
    await on(page, "nowhere");
    await page.goto(`${own.line.url}/account`);
    await page.getByRole("button", { name: "Đăng xuất" }).click();
    await page.getByRole("button", { name: "Vẫn đăng xuất" }).click({ timeout: 1000 }).catch(() => {});
    await on(page, "sign-in");
    await signIn(page, own.server, own.account, own.line.url);
    await page.goto(own.at("fill", 2));
    await on(page, "fill");
    assert.equal(await question(page, "members/members_joined").locator("input").inputValue(), "2");
  });

  test("the session ends while a report is being sent: it waits, says so, and leaves once after signing in again", async () => {
    const own = await stage("dateh4");
    const { page, line } = own;
    await own.signIn();
    await own.fillAll();
    const ended = line.answerInstead(SENDS, 401, { "content-type": "application/json" }, '{"code":"not_signed_in","message":"."}');
    await own.context.clearCookies();
    await own.send();
    assert.equal(await ended, 401);
    await page.waitForSelector("[data-strip=signed-out]");
    assert.equal(await own.stored(), null);
    await page.reload();
    await page.waitForSelector("[data-fate=waiting]");
    await page.waitForSelector("[data-strip=signed-out]");
    await page.locator("[data-strip=signed-out] a").click();
    await page.getByLabel("Tên đăng nhập").fill(own.account);
    await page.getByLabel("Mật khẩu", { exact: true }).fill(own.server.password);
    await page.getByRole("button", { name: "Đăng nhập" }).click();
    await page.waitForSelector("[data-page=sent] [data-fate=taken]");
    assert.equal((await own.stored()).revisions.length, 1);
  });
});
