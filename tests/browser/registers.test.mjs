// A register's whole way: a club writes contributions into its book with no network, an office brings its tasks in from a table, a
// province reads them, a receipt and a review are printed.

import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { answer, installed, on, openCard, saved, shot, signIn } from "./helpers/app.mjs";
import { accessible } from "./helpers/axe.mjs";
import { desktop, discard, phone, profile } from "./helpers/browser.mjs";
import { Server, Visitor } from "./helpers/server.mjs";

const OWN_TABLE = [
  "Thứ tự;Ký hiệu;Công việc;Người lo;Giao từ;Xong trước;Xin phép",
  "1;21;Họp sơ kết quý 4;Hội NCT xã;1/10/2026;30/12/2026;không",
  "2;22;Khảo sát nhà ở;Hội NCT xã;1/10/2026;cuối năm;không",
].join("\n");

const TABLE = [
  "PHỤ LỤC PHÂN CÔNG",
  "STT;Mã nhiệm vụ;Nội dung nhiệm vụ;Cơ quan chủ trì;Ngày giao;Thời hạn hoàn thành;Cần xin chủ trương",
  "1;10;Mở lớp dùng điện thoại cho NCT;Hội NCT xã;5/1/2026;30/12/2027;không",
  "2;11;Rà soát hội viên;Hội NCT xã;5/1/2026;cuối năm;không",
].join("\n");

/** Runs with a fresh browser, signed in. */
async function as(server, open, account, act) {
  const folder = profile();
  const context = await open(folder);
  try {
    const page = context.pages()[0] ?? (await context.newPage());
    await signIn(page, server, account);
    await act(page, context);
  } finally {
    await context.close();
    discard(folder);
  }
}

/** The duty of a register, as the server lists it. */
async function duty(server, account, form) {
  const { duties } = await (await Visitor.signIn(server, account)).get("/api/v1/duties");
  return duties.find((each) => each.form === form);
}

describe("registers", () => {
  let server;

  before(async () => {
    server = await Server.start();
  });

  after(async () => {
    await server?.remove();
  });

  test("a club adds a contribution with no network, and it is sent later", async () => {
    const { org_unit, period } = await duty(server, "longlanh", "tam-long-vang");
    const subject = `tam-long-vang|${org_unit.code}|${period}`;
    await as(server, phone, "longlanh", async (page, context) => {
      await on(page, "home");
      await page.waitForSelector(`[data-group=register] [data-subject="${subject}"]`);
      await shot(page, "registers-01-home");
      await accessible(page, "home with registers");
      await installed(page);
      await context.setOffline(true);
      await openCard(page, subject);
      await on(page, "fill");
      await page.waitForSelector("details.rowcard");
      assert.equal(await page.locator("details.rowcard").count(), 2, "what was sent last is gone on with");
      assert.equal(await page.locator("details.rowcard[open]").count(), 0, "old rows are folded");
      await page.getByRole("button", { name: "Thêm dòng" }).click();
      assert.equal(await page.locator("details.rowcard[open]").count(), 1, "a new one is open");
      const row = "book/gifts[3]";
      const today = new Date(Date.now() + 7 * 3_600_000).toISOString().slice(0, 10);
      for (const [name, value] of [["receipt_number", "2"], ["given_on", today], ["giver", "Hộ ông Bon Niêng"], ["giver_kind", "household"], ["gift_kind", "money"], ["gift_amount", "500000"], ["received_by", "Kơ Să Ha Lan"]]) {
        await answer(page, `${row}/${name}`, value);
      }
      assert.match(await page.locator(`[data-field="${row}/receipt_number"]`).innerText(), /hơn một lần/, "a receipt's number stands once");
      await answer(page, `${row}/receipt_number`, "3");
      await saved(page);
      await shot(page, "registers-02-new-row");
      await accessible(page, "a register with a new row");
      await page.getByRole("button", { name: "Tiếp tục" }).click();
      await on(page, "check");
      await page.getByRole("button", { name: "Gửi" }).click();
      await on(page, "sent");
      await context.setOffline(false);
      await page.goto(server.url);
      await page.waitForSelector(`[data-group=register] [data-subject="${subject}"]`, { timeout: 90_000 });
    });
    const visitor = await Visitor.signIn(server, "xalacduong");
    const register = await visitor.get("/api/v1/registers/tam-long-vang");
    assert.equal(register.rows, 3);
    assert.equal(register.figures.find((figure) => figure.path === "book/money_total").value, 2_500_000);
  });

  test("an office brings its tasks in from a table, and what cannot be read is said", async () => {
    const { org_unit, period } = await duty(server, "xalacduong", "nhiem-vu");
    await as(server, desktop, "xalacduong", async (page) => {
      await page.goto(`${server.url}/fill/nhiem-vu/${org_unit.code}/${period}/1`);
      await on(page, "fill");
      await page.getByText("Thêm từ tệp Excel").click();
      await page.locator("input[type=file]").first().setInputFiles({ name: "phu-luc.csv", mimeType: "text/csv", buffer: Buffer.from(TABLE) });
      await page.waitForSelector("[data-taken] li");
      assert.match(await page.locator("[data-taken]").innerText(), /Đã thêm 2 mục[\s\S]*“cuối năm” không phải là ngày/);
      assert.equal(await page.locator("details.rowcard").count(), 5);
      await saved(page);
      await shot(page, "registers-03-from-a-table");
      await accessible(page, "rows from a table");
    });
  });

  test("an office says which column is which, sees what is wrong before anything is kept, and the next table is matched alike", async () => {
    await as(server, desktop, "xalacduong", async (page) => {
      await page.goto(`${server.url}/desk/registers/nhiem-vu`);
      await page.getByRole("link", { name: "Đưa bảng Excel vào sổ" }).click();
      await on(page, "import");
      const choose = () => page.locator("input[name=table]").setInputFiles({ name: "bang.csv", mimeType: "text/csv", buffer: Buffer.from(OWN_TABLE) });
      await choose();
      await page.waitForSelector("[data-column]");
      const columns = { "Ký hiệu": "task_code", "Công việc": "task_about", "Người lo": "task_lead", "Giao từ": "task_assigned_on", "Xong trước": "task_due_on", "Xin phép": "approval_needed" };
      for (const [heading, path] of Object.entries(columns)) {
        const list = page.locator(`[data-column="${heading}"] select`);
        if ((await list.inputValue()) === path) continue;
        const read = page.waitForResponse((answer) => answer.url().includes("/rows?"));
        await list.selectOption(path);
        await read;
        await page.waitForSelector(`[data-column="${heading}"]`);
      }
      await page.waitForSelector('[data-rows="2"][data-wrong="1"]');
      assert.match(await page.locator('[data-row="3"]').innerText(), /“cuối năm” không phải là ngày/);
      assert.equal(await page.getByRole("button", { name: /^Đưa \d+ dòng vào sổ/ }).count(), 0, "not while something is wrong");
      await shot(page, "registers-09-import");
      await accessible(page, "a table brought in");
      await page.getByRole("button", { name: "Bỏ các dòng cần sửa" }).click();
      await page.getByRole("button", { name: "Đưa 1 dòng vào sổ" }).click();
      await page.waitForSelector('[data-done="1"]');
      await page.getByRole("link", { name: "Mở sổ" }).click();
      await page.locator("summary", { hasText: "Họp sơ kết quý 4" }).waitFor();
      await page.goto(`${server.url}/desk/registers/nhiem-vu/import`);
      await choose();
      await page.waitForSelector('[data-rows="2"]');
    });
  });

  test("a task is moved on the board by keyboard, and the copy of a document is brought and had", async () => {
    await as(server, desktop, "xalacduong", async (page) => {
      await page.setViewportSize({ width: 768, height: 1024 });
      await page.goto(`${server.url}/desk/registers/nhiem-vu`);
      await page.getByRole("button", { name: "Xem theo trạng thái" }).click();
      const card = page.locator("[data-column=not_started] .sheet", { hasText: "Họp sơ kết quý 4" });
      await card.locator("select[name=state]").focus();
      await card.locator("select[name=state]").selectOption("in_progress");
      await page.locator("[data-column=in_progress] .sheet", { hasText: "Họp sơ kết quý 4" }).waitFor();
      await shot(page, "registers-10-board-tablet");
      await accessible(page, "the board on a tablet");
      await page.goto(`${server.url}/desk/registers/so-vb`);
      const entry = page.locator("[data-entry]").first();
      await entry.locator("summary").click();
      await entry.locator("input[name=copy]").setInputFiles({ name: "van-ban.pdf", mimeType: "application/pdf", buffer: Buffer.from("%PDF-1.4 scan") });
      await entry.getByRole("link", { name: "van-ban.pdf" }).waitFor();
      await shot(page, "registers-11-copy");
      const [file] = await Promise.all([page.waitForEvent("download"), entry.getByRole("link", { name: "van-ban.pdf" }).click()]);
      assert.equal(file.suggestedFilename(), "van-ban.pdf");
    });
  });

  test("a province reads the tasks as a table and as a board, the late ones first", async () => {
    await as(server, desktop, "tinhlamdong", async (page) => {
      await page.goto(`${server.url}/desk/registers`);
      await on(page, "registers");
      await page.locator("[data-register=nhiem-vu] a").click();
      await on(page, "register");
      const first = page.locator("[data-entry]").first();
      assert.match(await first.innerText(), /Khảo sát NCT cô đơn[\s\S]*Quá hạn \d+ ngày/);
      await shot(page, "registers-04-table");
      await accessible(page, "a register as a table");
      await page.getByRole("button", { name: "Xem theo trạng thái" }).click();
      assert.equal(await page.locator("[data-column]").count(), 4);
      await shot(page, "registers-05-board");
      await accessible(page, "a register as a board");
      await page.getByLabel(/Tìm trong sổ/).fill("cau lac bo lien the he");
      await page.getByLabel(/Tìm trong sổ/).press("Enter");
      await page.getByLabel(/Tìm trong sổ/).blur();
      await page.waitForFunction(() => document.querySelectorAll("[data-column] .sheet").length === 1);
      await page.goto(`${server.url}/desk/registers/kien-nghi`);
      await on(page, "register");
      await page.waitForSelector("[data-unit]");
      assert.ok(!(await page.content()).includes("Ka Să Ha Minh"), "who petitions stays with the commune");
    });
  });

  test("clubs stand in their register, a receipt and a review are printed", async () => {
    await as(server, desktop, "xalacduong", async (page) => {
      await page.goto(`${server.url}/desk/clubs`);
      await page.waitForSelector("[data-club]");
      assert.equal(await page.locator("[data-club]").count(), 3);
      await shot(page, "registers-06-clubs");
      await accessible(page, "clubs");
      await page.goto(`${server.url}/desk/registers/tam-long-vang`);
      await page.getByText("Cửa hàng vật tư Lang Biang").first().click();
      await page.getByRole("link", { name: "In giấy ghi nhận" }).last().click();
      await on(page, "slip");
      await page.waitForSelector(".slip__title");
      assert.match(await page.locator(".slip").innerText(), /2\.000\.000 đồng \(hai triệu đồng\)/);
      await shot(page, "registers-07-receipt");
      await accessible(page, "a receipt");
      await page.goto(`${server.url}/desk/registers/so-ket`);
      await page.getByRole("link", { name: "Soạn văn bản" }).click();
      await on(page, "compose");
      await page.waitForSelector(".document");
      const text = await page.locator(".document").innerText();
      assert.match(text, /CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM[\s\S]*BÁO CÁO[\s\S]*Sơ kết 3 năm/);
      assert.match(text, /\[Cần viết: Tồn tại, hạn chế\]/);
      await shot(page, "registers-08-review");
      await accessible(page, "a review");
      const [file] = await Promise.all([page.waitForEvent("download"), page.getByText("Tải tệp Word").click()]);
      assert.match(file.suggestedFilename(), /\.docx$/);
    });
  });
});
