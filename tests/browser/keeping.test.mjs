// What a person typed stays, whatever happens to the phone's browser. Every accident that is tried, and where:
//
// | accident                                                        | file             |
// |---|---|
// | tab or browser killed while typing                              | keeping          |
// | no room left on the phone                                       | keeping          |
// | the browser clears the storage, the app open or closed          | keeping          |
// | the report goes to another phone as a file                      | keeping          |
// | the app opened inside Zalo, Facebook, another app               | keeping          |
// | browser killed while sending                                    | sending          |
// | request lost; answer lost after the server stored the report    | sending, whole_way |
// | server killed and started again while the phone sends           | whole_way        |
// | a network three seconds slow                                    | sending          |
// | the phone's clock wrong by a day, by a year                     | sending          |
// | a photograph's sending cut in the middle; browser killed there; session ended there | photos |
// | a photograph that cannot be read, or about which the browser never answers; no room for it | photos |
// | the app closed with a report and its photograph waiting         | photos           |
// | refused by the server's rules; a Wi-Fi's own sign-in page       | accidents        |
// | session ended before sending, while filling in, while sending   | accidents        |
// | two phones, one report: both shown side by side                 | accidents        |
// | two windows, one draft; many windows, one sender                | accidents        |
// | signing out with something unsent                               | accidents        |
// | a new version of the app waits; taken in another window; and back | installed, versions |
// | a new version of the form                                       | versions         |

import assert from "node:assert/strict";
import { readFileSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, test } from "node:test";
import { answer, cards, on, openCard, question, saved, shot, signIn } from "./helpers/app.mjs";
import { accessible } from "./helpers/axe.mjs";
import { kill, phone } from "./helpers/browser.mjs";
import { pause } from "./helpers/server.mjs";
import { stages } from "./helpers/stage.mjs";

const JOINED = "members/members_joined";
const LEFT = "members/members_left";

describe("keeping", () => {
  const stage = stages();

  const box = (page, path) => question(page, path).locator("input, textarea").first();

  /** Signed in, at the second section of the report. */
  const filling = async (account, prepare = () => {}) => {
    const own = await stage(account);
    await own.context.addInitScript(prepare);
    await own.signIn();
    await openCard(own.page, own.subject);
    await on(own.page, "fill");
    await own.page.goto(own.at("fill", 2));
    await on(own.page, "fill");
    return own;
  };

  test("the browser is killed in the middle of a word: everything up to the last key is there", async () => {
    const own = await filling("longlanh");
    await own.page.goto(own.at("fill", 14));
    await on(own.page, "fill");
    await box(own.page, "closing/difficulties").pressSequentially("Đường vào thôn bị sạt, nhiều cụ không đến đượ");
    await saved(own.page);
    assert.equal(await own.page.evaluate(() => document.activeElement.tagName), "TEXTAREA", "still being typed in");
    await kill(own.context, own.folder);
    own.context = await phone(own.folder);
    own.page = own.context.pages()[0];
    await own.page.goto(own.at("fill", 14));
    await on(own.page, "fill");
    assert.equal(await box(own.page, "closing/difficulties").inputValue(), "Đường vào thôn bị sạt, nhiều cụ không đến đượ");
  });

  test("no room on the phone: said where one types, kept by itself once there is room, also after leaving the page", async () => {
    // Chromium looks only every half minute how much room is left, so the refusal is made here: as with a full disk, nothing of a
    // transaction that writes is kept.
    const own = await filling("liengbong", () => {
      const put = IDBObjectStore.prototype.put;
      IDBObjectStore.prototype.put = function (...given) {
        const request = put.apply(this, given);
        if (window.full) this.transaction.abort();
        return request;
      };
    });
    const { page } = own;
    await answer(page, JOINED, 4);
    await saved(page);
    await page.evaluate(() => (window.full = true));
    await box(page, LEFT).fill("2");
    await page.waitForSelector("[data-summary=unkept]");
    assert.equal(await page.locator(".track__saved").getAttribute("data-saved"), "failed");
    await shot(page, "26-no-room");
    await accessible(page, "fill, nothing can be kept");
    const [file] = await Promise.all([page.waitForEvent("download"), page.getByRole("button", { name: "Lưu ra tệp" }).click()]);
    assert.equal(JSON.parse(readFileSync(await file.path(), "utf8")).draft.answers.members.members_left, 2, "the way out holds it");
    await page.getByRole("link", { name: "Các báo cáo" }).first().click();
    await on(page, "home");
    await page.waitForSelector("[data-strip=trouble]");
    await openCard(page, own.subject);
    await on(page, "fill");
    await page.getByRole("button", { name: "Tiếp tục" }).click();
    assert.equal(await box(page, LEFT).inputValue(), "2", "still known");
    await page.evaluate(() => (window.full = false));
    await page.waitForSelector("[data-saved=saved]");
    await page.waitForSelector("[data-strip=trouble]", { state: "detached" });
    await page.reload();
    await on(page, "fill");
    assert.equal(await box(page, LEFT).inputValue(), "2");
  });

  const clear = async (own) => {
    const browser = await own.context.newCDPSession(own.page);
    const storageTypes = "indexeddb,cache_storage,service_workers,local_storage";
    await browser.send("Storage.clearDataForOrigin", { origin: own.line.url, storageTypes });
  };

  test("the browser clears the storage under an open report: what is on the screen is kept again, and it is said", async () => {
    const own = await filling("klongklanh");
    const { page } = own;
    await answer(page, JOINED, 5);
    await saved(page);
    await clear(own);
    await answer(page, LEFT, 3);
    await saved(page);
    await page.waitForSelector("[data-strip=cleared]");
    await shot(page, "27-cleared-while-open");
    await page.reload();
    await on(page, "fill");
    assert.equal(await box(page, JOINED).inputValue(), "5");
    assert.equal(await box(page, LEFT).inputValue(), "3");
    await page.goto(own.line.url);
    await on(page, "home");
    assert.ok((await cards(page)).has(own.subject), "nobody has to sign in again");
  });

  test("the storage is cleared and the server is asked first: what the lists knew is put back, and the newer state on the screen is kept over it", async () => {
    const own = await filling("kaminh");
    const { page } = own;
    await answer(page, JOINED, 5);
    await saved(page);
    await answer(page, JOINED, 6);
    await saved(page);
    await clear(own);
    await page.evaluate(() => dispatchEvent(new Event("online")));
    await page.waitForSelector("[data-strip=cleared]");
    await answer(page, LEFT, 3);
    await saved(page);
    await page.reload();
    await on(page, "fill");
    assert.equal(await box(page, JOINED).inputValue(), "6");
    assert.equal(await box(page, LEFT).inputValue(), "3");
  });

  test("the browser has cleared the storage while the app was closed: it is not silent about it", async () => {
    const own = await filling("pangtieng");
    const { page, line } = own;
    await answer(page, JOINED, 5);
    await saved(page);
    await page.goto("about:blank");
    await clear(own);
    await page.goto(line.url);
    await page.waitForSelector("[data-strip=cleared]");
    assert.match(await page.locator("[data-strip=cleared]").innerText(), /1 báo cáo chưa gửi/);
    await shot(page, "28-cleared-while-closed");
    await signIn(page, own.server, own.account, line.url);
    await on(page, "home");
    await page.waitForSelector("[data-strip=cleared]");
    await page.reload();
    await page.waitForSelector("[data-strip=cleared]");
    await page.getByRole("button", { name: "Tôi đã đọc" }).click();
    await page.waitForSelector("[data-strip=cleared]", { state: "detached" });
    await page.reload();
    await on(page, "home");
    await pause(300);
    assert.equal(await page.locator("[data-strip=cleared]").count(), 0, "said until it was read, not longer");
  });

  test("what the browser promises about keeping is shown, and asked for again on request", async () => {
    const own = await stage("bondong");
    await own.signIn();
    await own.page.goto(`${own.line.url}/account`);
    const kept = await own.page.evaluate(() => navigator.storage.persisted());
    await own.page.waitForSelector(`[data-kept=${kept ? "yes" : "no"}]`);
    await shot(own.page, "29-account-kept");
    await own.context.grantPermissions(["persistent-storage"]).catch(() => {});
    const ask = own.page.getByRole("button", { name: "Xin trình duyệt giữ lâu dài" });
    if (await ask.count()) await ask.click();
    const now = await own.page.evaluate(() => navigator.storage.persisted());
    await own.page.waitForSelector(`[data-kept=${now ? "yes" : "no"}]`);
  });

  test("a report goes to another phone as a file; what is there is not overwritten without asking", async () => {
    const own = await filling("dilinhthuong");
    const { page } = own;
    await answer(page, JOINED, 6);
    await saved(page);
    await page.goto(own.at("check"));
    await on(page, "check");
    const [download] = await Promise.all([page.waitForEvent("download"), page.getByRole("button", { name: "Lưu ra tệp" }).click()]);
    assert.match(download.suggestedFilename(), /^clb-thang_.*\.phieu\.txt$/);
    await shot(page, "30-saved-as-a-file");
    const file = join(own.folder, download.suggestedFilename());
    await download.saveAs(file);

    const other = await stage("dilinhthuong");
    await other.signIn();
    const take = async (path) => {
      await other.page.goto(other.line.url);
      await on(other.page, "home");
      await other.page.locator("[data-part=from-file] summary").click();
      await other.page.locator("[data-part=from-file] input").setInputFiles(path);
    };
    await take(file);
    await on(other.page, "fill");
    await other.page.goto(other.at("fill", 2));
    await on(other.page, "fill");
    assert.equal(await box(other.page, JOINED).inputValue(), "6");
    await answer(other.page, JOINED, 7);
    await saved(other.page);
    await take(file);
    await other.page.getByText("Chỉ giữ được một bản").waitFor();
    await shot(other.page, "31-file-and-phone");
    await accessible(other.page, "home, a file and a draft");
    await other.page.getByRole("button", { name: "Giữ bản trên máy" }).click();
    await other.page.goto(other.at("fill", 2));
    await on(other.page, "fill");
    assert.equal(await box(other.page, JOINED).inputValue(), "7");
    await take(file);
    await other.page.getByRole("button", { name: "Dùng bản trong tệp" }).click();
    await on(other.page, "fill");
    await other.page.goto(other.at("fill", 2));
    await on(other.page, "fill");
    assert.equal(await box(other.page, JOINED).inputValue(), "6");

    const strange = join(own.folder, "strange.txt");
    writeFileSync(strange, "Kính gửi Ban chủ nhiệm…");
    await take(strange);
    await other.page.getByText("không phải là báo cáo đã lưu").waitFor();
    const foreign = join(own.folder, "foreign.txt");
    writeFileSync(foreign, readFileSync(file, "utf8").replaceAll(own.duty.org_unit.code, "99999-C09"));
    await take(foreign);
    await other.page.getByText("thuộc đơn vị hoặc kỳ").waitFor();
  });

  test("where the phone shares files, the file is handed over whole", async () => {
    const own = await stage("dateh4");
    // No browser without a phone around it shares: this one is told that it does.
    await own.context.addInitScript(() => {
      navigator.canShare = ({ files }) => files?.[0]?.type === "text/plain";
      navigator.share = async ({ files }) => (window.handed = { name: files[0].name, text: await files[0].text() });
    });
    await own.signIn();
    await openCard(own.page, own.subject);
    await on(own.page, "fill");
    await own.page.goto(own.at("fill", 2));
    await answer(own.page, JOINED, 8);
    await own.page.goto(own.at("check"));
    await own.page.getByRole("button", { name: "Gửi tệp qua Zalo, Bluetooth…" }).click();
    await own.page.waitForFunction(() => window.handed);
    const handed = await own.page.evaluate(() => window.handed);
    assert.match(handed.name, /\.phieu\.txt$/);
    assert.equal(JSON.parse(handed.text).draft.answers.members.members_joined, 8);
  });

  for (const [name, agent] of [
    ["Zalo", "Mozilla/5.0 (Linux; Android 12; SM-A127F Build/SP1A; wv) AppleWebKit/537.36 (KHTML, like Gecko) Version/4.0 Chrome/120.0 Mobile Safari/537.36 Zalo android/24020471 ZaloTheme/light ZaloLanguage/vi"],
    ["Facebook", "Mozilla/5.0 (iPhone; CPU iPhone OS 17_0 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Mobile/21A [FBAN/FBIOS;FBAV/440.0]"],
    ["một ứng dụng khác", "Mozilla/5.0 (Linux; Android 9; X Build/PI; wv) AppleWebKit/537.36 (KHTML, like Gecko) Version/4.0 Chrome/100.0 Mobile Safari/537.36"],
  ]) {
    test(`opened inside ${name}: one screen with the way out`, async () => {
      const own = await stage("kaminh");
      const page = await own.context.newPage();
      const browser = await own.context.newCDPSession(page);
      await browser.send("Network.setUserAgentOverride", { userAgent: agent });
      await page.goto(`${own.line.url}/join/abc`);
      await page.waitForSelector("[data-page=inside]");
      assert.ok((await page.locator("[data-page=inside]").innerText()).includes(name));
      const out = page.locator('a[href^="intent://"]');
      if (agent.includes("Android")) {
        const { host } = new URL(own.line.url);
        assert.equal(await out.getAttribute("href"), `intent://${host}/join/abc#Intent;scheme=http;package=com.android.chrome;end`);
      } else {
        assert.equal(await out.count(), 0);
      }
      assert.equal(await page.locator("[data-page=inside] input").inputValue(), `${own.line.url}/join/abc`);
      await page.getByRole("button", { name: "Chép đường dẫn" }).click();
      await page.getByText("Đã chép.").waitFor();
      await shot(page, `32-inside-${agent.includes("Android") ? "android" : "iphone"}`);
      await accessible(page, `inside ${name}`);
      await page.getByRole("button", { name: "Vẫn mở ở đây" }).click();
      await page.waitForSelector("[data-page=join], [data-page=sign-in]");
    });
  }
});
