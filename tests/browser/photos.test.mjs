// Photographs: made smaller on the phone, sent after their report in pieces, on from where it broke off, and seen by the reviewer. The
// table of all accidents stands in keeping.test.mjs.

import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { cards, fillOn, inState, on, openCard, question, saved, shot, signIn } from "./helpers/app.mjs";
import { accessible } from "./helpers/axe.mjs";
import { desktop, discard, kill, phone, profile } from "./helpers/browser.mjs";
import { pause, until } from "./helpers/server.mjs";
import { SENDS, stages } from "./helpers/stage.mjs";

const PHOTO = "closing/photo";
const PIECES = /^PATCH .*\/files\//;

/** What a camera writes: a picture of noise, on its side, with a place in what it says of itself. */
async function camera(page) {
  const coded = await page.evaluate(async () => {
    const canvas = Object.assign(document.createElement("canvas"), { width: 2400, height: 1800 });
    const paper = canvas.getContext("2d");
    paper.fillStyle = "#7a5";
    paper.fillRect(0, 0, 2400, 1800);
    for (let at = 0; at < 60_000; at++) {
      paper.fillStyle = `hsl(${(at * 47) % 360} 60% ${20 + (at % 60)}%)`;
      paper.fillRect((at * 7919) % 2400, (at * 104729) % 1800, 9, 9);
    }
    const blob = await new Promise((done) => canvas.toBlob(done, "image/jpeg", 0.9));
    return [...new Uint8Array(await blob.arrayBuffer())].map((byte) => String.fromCharCode(byte)).join("");
  });
  const picture = Buffer.from(coded, "latin1");
  // One entry: orientation 6, to be turned by a quarter.
  const exif = Buffer.concat([Buffer.from("Exif\0\0MM\0*\0\0\0\x08\0\x01\x01\x12\0\x03\0\0\0\x01\0\x06\0\0\0\0\0\0", "latin1"), Buffer.from("GPS 11.94 108.45")]);
  const head = Buffer.from([0xff, 0xe1, 0, exif.length + 2]);
  return { name: "image.jpg", mimeType: "image/jpeg", buffer: Buffer.concat([picture.subarray(0, 2), head, exif, picture.subarray(2)]) };
}

/** Width and height in a JPEG. */
function sides(jpeg) {
  for (let at = 2; ; at += 2 + jpeg.readUInt16BE(at + 2)) {
    if (jpeg[at + 1] >= 0xc0 && jpeg[at + 1] <= 0xc2) return [jpeg.readUInt16BE(at + 7), jpeg.readUInt16BE(at + 5)];
  }
}

describe("photographs", () => {
  const stage = stages();

  /** At the question for the photograph, with everything before it answered. */
  const atPhoto = async (account) => {
    const own = await stage(account);
    await own.signIn();
    await openCard(own.page, own.subject);
    await on(own.page, "fill");
    await fillOn(own.page, own.answers, 14);
    return own;
  };

  const choose = async ({ page }, file) => question(page, PHOTO).locator("input").last().setInputFiles(file);

  const chosen = async (own) => {
    await choose(own, await camera(own.page));
    await question(own.page, PHOTO).locator("img").waitFor();
    await saved(own.page);
  };

  const toCheck = async ({ page, answers }) => {
    await fillOn(page, answers);
    await on(page, "check");
  };

  /** All bytes came, in order, and none again of which the phone knew. Browsers themselves ask once more where an answer was lost. */
  const cameOnce = (line, size) => {
    const taken = line.pieces.filter(([, , status]) => status === 200);
    const offsets = taken.map(([offset]) => offset);
    assert.deepEqual(offsets, [...offsets].sort((a, b) => a - b), "in order");
    const again = taken.filter(([offset], at) => taken.slice(0, at).some(([before, , , came]) => came && before === offset));
    assert.deepEqual(again, [], "no piece twice");
    assert.equal([...new Map(taken).values()].reduce((sum, bytes) => sum + bytes, 0), size);
  };

  const fileOf = async (own, name) => {
    const { report_id } = await own.stored();
    const answer = await own.visitor.fetch("GET", `/api/v1/reports/${report_id}/files/${name}`);
    return Buffer.from(await answer.arrayBuffer());
  };

  test("it goes after its report, is cut in the middle and goes on; the reviewer sees it when it is there", async () => {
    const own = await atPhoto("kaminh");
    const { page, line } = own;
    await shot(page, "60-photo-asked");
    await chosen(own);
    await shot(page, "61-photo-chosen");
    await accessible(page, "fill, with a photograph");
    await toCheck(own);
    await page.locator("[data-page=check] [data-field='closing/photo'] img").waitFor();
    await shot(page, "62-photo-checked");
    line.refuse(PIECES);
    await own.send();
    await page.waitForSelector("[data-fate=taken]");
    line.down = true;
    line.refuse();
    await page.locator("[data-files='1']").getByText("Còn 1 ảnh chưa gửi xong").waitFor();
    await shot(page, "63-photo-waiting");
    await accessible(page, "sent, a photograph waiting");
    const stored = await own.stored();
    assert.deepEqual([stored.status, stored.files], ["submitted", []], "the report is sent, whatever becomes of the photograph");
    const folder = profile();
    const office = await desktop(folder);
    try {
      const screen = office.pages()[0];
      await signIn(screen, own.server, "xadilinh");
      await screen.goto(`${own.server.url}/desk/review/${stored.report_id}`);
      await on(screen, "decide");
      const answer = screen.locator("[data-field='closing/photo']");
      await answer.getByText("Chưa nhận được ảnh này.").waitFor();
      line.slow = 300;
      line.down = false;
      await page.reload();
      await until(() => line.pieces.length >= 2);
      await line.loseRequest(PIECES);
      await page.waitForSelector("[data-files]", { state: "detached", timeout: 40_000 });
      const [file] = (await own.stored()).files;
      cameOnce(line, file.size);
      const photo = await fileOf(own, file.name);
      assert.equal(photo.length, file.size);
      assert.deepEqual(sides(photo), [1200, 1600], "smaller, and turned as it was seen");
      assert.ok(!photo.includes("Exif") && !photo.includes("GPS 11.94"), "nothing of what the camera wrote about it");
      await screen.reload();
      await screen.waitForFunction(() => document.querySelector("[data-field='closing/photo'] a img")?.naturalWidth === 1200);
      assert.equal(await answer.locator("img").getAttribute("alt"), "Ảnh hoạt động");
      await shot(screen, "64-photo-reviewed");
      await accessible(screen, "decide, with a photograph");
    } finally {
      await office.close();
      discard(folder);
    }
  });

  test("the browser is killed in the middle; opened again, signed in again, it goes on where it was", async () => {
    const own = await atPhoto("liengbong");
    await chosen(own);
    await toCheck(own);
    const first = own.line.loseAnswer(PIECES);
    await own.send();
    assert.equal(await first, 200, "the server has the first piece and the phone does not know");
    const lost = own.line.loseAnswer(PIECES, () => kill(own.context, own.folder));
    await lost;
    assert.deepEqual((await own.stored()).files, []);
    own.context = await phone(own.folder);
    own.page = own.context.pages()[0];
    await own.context.clearCookies();
    await own.page.goto(own.line.url);
    await own.page.waitForSelector("[data-strip=signed-out]");
    assert.equal((await cards(own.page)).get(own.subject), "sent");
    await own.page.locator(`[data-subject="${own.subject}"]`).getByText("Còn 1 ảnh chưa gửi xong").waitFor();
    await shot(own.page, "65-photo-signed-out");
    await signIn(own.page, own.server, own.account, own.line.url);
    await inState(own.page, own.subject, "sent");
    await own.page.locator(`[data-subject="${own.subject}"]`).getByText("Còn 1 ảnh chưa gửi xong").waitFor({ state: "detached", timeout: 40_000 });
    const [file] = (await own.stored()).files;
    cameOnce(own.line, file.size);
  });

  test("a picture that is still being made smaller is waited for; one that fails after its section was left is told", async () => {
    const own = await stage("bondong");
    await own.context.addInitScript(() => {
      const make = window.createImageBitmap;
      window.createImageBitmap = async (...given) => {
        await new Promise((done) => (window.letGo = done));
        if (window.broken) throw new Error("broken");
        return make.apply(window, given);
      };
    });
    await own.signIn();
    await openCard(own.page, own.subject);
    await on(own.page, "fill");
    await fillOn(own.page, own.answers, 14);
    const picture = await camera(own.page);
    const { page } = own;
    await page.evaluate(() => (window.broken = true));
    await choose(own, picture);
    await question(page, PHOTO).getByText("Đang lưu ảnh…").waitFor();
    await toCheck(own);
    await page.evaluate(() => window.letGo());
    await page.locator("[data-summary=untaken]").getByText("Máy không đọc được ảnh này").waitFor();
    await shot(page, "67-photo-failed-later");
    await accessible(page, "check, with a photograph that could not be kept");
    await page.locator("[data-summary=untaken] a").click();
    await on(page, "fill");
    await question(page, PHOTO).getByText("Máy không đọc được ảnh này").waitFor();
    await page.evaluate(() => (window.broken = false));
    await choose(own, picture);
    await page.locator("[data-summary=untaken]").waitFor({ state: "detached" });
    await toCheck(own);
    await page.getByRole("button", { name: "Gửi báo cáo" }).click();
    await pause(600);
    await on(page, "check");
    assert.equal(own.line.seen(SENDS).length, 0, "not sealed while the picture is being kept");
    await page.evaluate(() => window.letGo());
    await page.waitForSelector("[data-fate=taken]");
    const name = (await own.stored()).answers.closing.photo;
    assert.match(name, /^image-[0-9a-f]{16}\.jpg$/, "the report names the picture");
    await page.waitForSelector("[data-files]", { state: "detached", timeout: 40_000 });
    assert.deepEqual((await own.stored()).files.map((file) => file.name), [name]);
  });

  test("with the app closed the browser wakes its worker, which sends the report, then its photograph, on from where it broke off", async () => {
    const own = await atPhoto("dilinhthuong");
    const { page, line } = own;
    await chosen(own);
    await toCheck(own);
    await own.cut();
    await own.send();
    await page.waitForSelector("[data-fate=waiting]");
    const back = page.getByRole("button", { name: "Lấy về để sửa" });
    await back.waitFor();
    const sent = page.url();
    const browser = await own.context.newCDPSession(page);
    const registered = new Promise((resolve) => {
      browser.on("ServiceWorker.workerRegistrationUpdated", ({ registrations }) => {
        const ours = registrations.find(({ scopeURL, isDeleted }) => !isDeleted && scopeURL.startsWith(line.url));
        if (ours) resolve(ours.registrationId);
      });
    });
    await browser.send("ServiceWorker.enable");
    const registrationId = await registered;
    await page.goto("about:blank");
    await own.cut(false);
    // As the browser does by itself once there is a network.
    const wake = () => browser.send("ServiceWorker.dispatchSyncEvent", { origin: line.url, registrationId, tag: "outbox", lastChance: false });
    const portal = line.answerInstead(SENDS, 200, { "content-type": "text/html" }, "<h1>Wi-Fi miễn phí</h1>");
    await wake();
    assert.equal(await portal, 200);
    await own.cut();
    await page.goto(sent);
    await page.waitForSelector("[data-fate=waiting]");
    assert.equal(await back.count(), 0, "what may have reached the server is not taken back");
    await page.goto("about:blank");
    await own.cut(false);
    assert.deepEqual(line.seen(/\/files\//), [], "a network's own sign-in page is not taken for the server");
    line.refuse(PIECES);
    await wake();
    await until(() => line.seen(PIECES).length > 0);
    const { status, files, answers } = await own.stored();
    assert.deepEqual([status, files], ["submitted", []], "the report came first, and comes whatever becomes of its photograph");
    line.refuse();
    line.slow = 300;
    await page.goto(line.url);
    await inState(page, own.subject, "sent");
    await until(() => line.pieces.length > 0);
    await page.goto("about:blank");
    const lost = line.loseAnswer(PIECES);
    await wake();
    assert.equal(await lost, 200, "the server has a piece and the worker does not know");
    line.slow = 0;
    const complete = async () => (await own.stored()).files.some((file) => file.name === answers.closing.photo);
    if (!(await complete())) await wake();
    await until(complete);
    cameOnce(line, (await own.stored()).files[0].size);
    await page.goto(line.url);
    await inState(page, own.subject, "sent");
    await page.locator(`[data-subject="${own.subject}"]`).getByText("chưa gửi xong").waitFor({ state: "detached", timeout: 40_000 });
  });

  test("a photograph that is not on the phone any more is told at its report, and can be done without", async () => {
    const own = await atPhoto("pangtieng");
    const { page, line } = own;
    await chosen(own);
    await toCheck(own);
    line.refuse(PIECES);
    await own.send();
    await page.waitForSelector("[data-fate=taken]");
    line.down = true;
    line.refuse();
    await page.locator("[data-files='1']").waitFor();
    await page.evaluate(
      () =>
        new Promise((done, fail) => {
          const opening = indexedDB.open("phieu");
          opening.onerror = fail;
          opening.onsuccess = () => {
            const clearing = opening.result.transaction("files", "readwrite");
            clearing.objectStore("files").clear();
            clearing.oncomplete = () => done(opening.result.close());
          };
        }),
    );
    line.down = false;
    await page.reload();
    await page.locator("[data-stuck]").getByText("không còn trên máy").waitFor({ timeout: 40_000 });
    await shot(page, "68-photo-gone");
    await accessible(page, "sent, a photograph that is gone");
    await page.getByRole("button", { name: "Bỏ ảnh này" }).click();
    await page.waitForSelector("[data-files]", { state: "detached" });
    assert.deepEqual((await own.stored()).files, []);
  });

  test("what is no picture is told kindly, and so is a browser that never answers and a phone without room; nothing else is touched", async () => {
    const own = await stage("klongklanh");
    await own.context.addInitScript(() => {
      const [make, later] = [window.createImageBitmap, window.setTimeout];
      window.createImageBitmap = (...given) => (window.mute ? new Promise(() => {}) : make.apply(window, given));
      // Nobody waits for half a minute here.
      window.setTimeout = (act, time, ...more) => later(act, window.mute && time === 30_000 ? 300 : time, ...more);
      const put = IDBObjectStore.prototype.put;
      IDBObjectStore.prototype.put = function (...given) {
        const request = put.apply(this, given);
        if (window.full && this.name === "files") this.transaction.abort();
        return request;
      };
    });
    await own.signIn();
    await openCard(own.page, own.subject);
    await on(own.page, "fill");
    await own.page.goto(own.at("fill", 14));
    await on(own.page, "fill");
    await choose(own, { name: "x.jpg", mimeType: "image/jpeg", buffer: Buffer.from("no picture") });
    await question(own.page, PHOTO).getByText("Máy không đọc được ảnh này").waitFor();
    await shot(own.page, "66-photo-unreadable");
    await own.page.evaluate(() => (window.mute = true));
    await choose(own, await camera(own.page));
    await question(own.page, PHOTO).getByText("Đang lưu ảnh…").waitFor();
    await question(own.page, PHOTO).getByText("Máy không đọc được ảnh này").waitFor();
    assert.ok(await question(own.page, PHOTO).locator("label").first().isVisible(), "it can be chosen again");
    await own.page.evaluate(() => (window.mute = false));
    await own.page.evaluate(() => (window.full = true));
    const picture = await camera(own.page);
    await choose(own, picture);
    await question(own.page, PHOTO).getByText("Hãy xóa bớt ảnh").waitFor();
    assert.equal(await question(own.page, PHOTO).locator("img").count(), 0, "no answer without its bytes");
    await own.page.evaluate(() => (window.full = false));
    await choose(own, picture);
    await question(own.page, PHOTO).locator("img").waitFor();
    await saved(own.page);
    await own.page.reload();
    await question(own.page, PHOTO).locator("img").waitFor();
    await question(own.page, PHOTO).getByRole("button", { name: "Bỏ tệp này" }).click();
    await question(own.page, PHOTO).locator("label").first().waitFor();
  });
});
