// Help in place: the guide of the first visit, whom to call on every page, and practice that is sent nowhere.

import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { answer, on, question, saved, shot, signIn } from "./helpers/app.mjs";
import { accessible } from "./helpers/axe.mjs";
import { desktop, discard, profile } from "./helpers/browser.mjs";
import { SENDS, stages } from "./helpers/stage.mjs";

const JOINED = "members/members_joined";

describe("help", () => {
  const stage = stages();

  test("the guide of the first visit has three screens, is put aside for good, and comes back on request", async () => {
    const own = await stage("kaminh");
    const { page } = own;
    await own.signIn();
    const tour = page.locator("[data-tour]");
    for (const place of ["1", "2", "3"]) {
      await page.waitForSelector(`[data-tour="${place}"]`);
      await shot(page, `help-tour-${place}`);
      await accessible(page, `guide ${place}`);
      await tour.locator(".button").first().click();
    }
    await tour.waitFor({ state: "detached" });
    await page.reload();
    await on(page, "home");
    assert.equal(await tour.count(), 0, "once read it does not come by itself");
    await page.goto(`${own.line.url}/account`);
    await page.getByRole("button", { name: "Xem lại hướng dẫn" }).click();
    await page.waitForSelector('[data-tour="1"]');
    await tour.getByRole("button", { name: "Bỏ qua" }).click();
    await tour.waitFor({ state: "detached" });
  });

  test("whom to call stands on every page, also with no network; who it is is set at the desk", async () => {
    const own = await stage("longlanh");
    const { page, server, line } = own;
    await own.signIn();
    const call = page.locator("[data-part=helper] a");
    await call.waitFor();
    assert.equal(await call.getAttribute("href"), "tel:0900000048");
    const folder = profile();
    const context = await desktop(folder);
    try {
      const desk = context.pages()[0] ?? (await context.newPage());
      await desk.goto(`${server.url}/sign-in`);
      await on(desk, "sign-in");
      assert.equal(await desk.locator("[data-part=helper]").count(), 0, "nobody is told to a machine that nobody has set up");
      await signIn(desk, server, "xalacduong");
      await desk.goto(`${server.url}/desk/units/24848`);
      await on(desk, "unit");
      await desk.locator("input[name=helper-phone]").fill("12");
      await desk.getByRole("button", { name: "Lưu người giúp" }).click();
      await desk.locator("[data-section=helper] .message").waitFor();
      await desk.locator("input[name=helper]").fill("Cô Mẫu");
      await desk.locator("input[name=helper-phone]").fill("0900 000 099");
      await desk.getByRole("button", { name: "Lưu người giúp" }).click();
      await desk.waitForFunction(() => document.querySelector("input[name=helper-phone]").value === "0900000099");
      await shot(desk, "help-desk-helper");
      await accessible(desk, "a unit with its helper");
    } finally {
      await context.close();
      discard(folder);
    }
    await page.evaluate(() => dispatchEvent(new Event("online")));
    await page.waitForSelector("[data-part=helper] a[href='tel:0900000099']");
    await own.cut();
    for (const [path, name] of [["", "home"], ["account", "account"], [own.at("fill", 2).slice(line.url.length + 1), "fill"], ["no/such/page", "nowhere"]]) {
      await page.goto(`${line.url}/${path}`);
      await on(page, name);
      assert.equal(await call.innerText(), "Gọi 0900 000 099");
      assert.ok((await call.boundingBox()).height >= 48);
    }
    await shot(page, "help-helper");
    await page.goto(`${line.url}/account`);
    await page.getByRole("button", { name: "Đăng xuất" }).click();
    await on(page, "sign-in");
    for (const again of [false, true]) {
      if (again) await page.reload();
      await on(page, "sign-in");
      assert.equal(await call.innerText(), "Gọi 0900 000 099", "whoever cannot sign in knows whom to call");
    }
    await shot(page, "help-helper-signed-out");
    await accessible(page, "sign-in, with a helper");
    await page.goto(`${line.url}/join/secret`);
    await on(page, "join");
    assert.equal(await call.count(), 0, "not told to who comes in by a link");
    await page.evaluate(async (past) => {
      const open = indexedDB.open("phieu");
      const database = await new Promise((resolve) => (open.onsuccess = () => resolve(open.result)));
      const change = database.transaction("kv", "readwrite");
      const kept = change.objectStore("kv").get("helper");
      kept.onsuccess = () => change.objectStore("kv").put(JSON.stringify([JSON.parse(kept.result)[0], past]), "helper");
      await new Promise((resolve) => (change.oncomplete = resolve));
      database.close();
    }, Date.now() - 91 * 86_400_000);
    await page.goto(`${line.url}/sign-in`);
    await on(page, "sign-in");
    assert.equal(await call.count(), 0, "forgotten after three months");
  });

  test("a question is read aloud where the phone has a voice of its own, and falls silent when it is left", async () => {
    const own = await stage("bondong");
    const { page } = own;
    await own.context.addInitScript(() => {
      const speech = Object.assign(new EventTarget(), {
        voices: [],
        said: [],
        getVoices: () => speech.voices,
        speak(text) {
          speech.now = text;
          speech.said.push(text.text);
        },
        cancel() {
          const before = speech.now;
          speech.now = null;
          before?.onerror({ error: "canceled" });
        },
      });
      Object.defineProperty(window, "speechSynthesis", { value: speech });
      window.SpeechSynthesisUtterance = class {
        constructor(text) {
          this.text = text;
        }
      };
    });
    const voices = (...voices) =>
      page.evaluate((voices) => {
        window.speechSynthesis.voices = voices;
        window.speechSynthesis.dispatchEvent(new Event("voiceschanged"));
      }, voices);
    const speaks = () => page.evaluate(() => window.speechSynthesis.now !== undefined && window.speechSynthesis.now !== null);
    const last = () => page.evaluate(() => window.speechSynthesis.said.at(-1));
    await own.signIn();
    await page.goto(own.at("fill", 2));
    await on(page, "fill");
    const buttons = page.locator("[data-aloud]");
    assert.equal(await buttons.count(), 0, "no voice yet");
    await voices({ lang: "vi-VN", localService: false }, { lang: "en-US", localService: true });
    assert.equal(await buttons.count(), 0, "no voice of the phone's own that speaks Vietnamese");
    await voices({ lang: "en-US", localService: true }, { lang: "vi_VN", localService: true });
    const [joined, left] = [JOINED, "members/members_left"].map((path) => question(page, path));
    const listen = joined.getByRole("button", { name: "Nghe câu hỏi" });
    await listen.waitFor();
    assert.ok((await listen.boundingBox()).height >= 48);
    await shot(page, "help-aloud");
    await accessible(page, "fill, with questions to listen to");
    await listen.click();
    assert.ok((await joined.locator(".question__label").innerText()).includes((await last()).split(". ")[0]), "the question as it is written");
    const stop = joined.getByRole("button", { name: "Thôi nghe" });
    await stop.click();
    assert.equal(await speaks(), false);
    await listen.click();
    await left.getByRole("button", { name: "Nghe câu hỏi" }).click();
    await listen.waitFor();
    assert.equal(await page.getByRole("button", { name: "Thôi nghe" }).count(), 1, "one at a time");
    await page.evaluate(() => window.speechSynthesis.now.onend());
    await stop.waitFor({ state: "detached" });
    const look = (state) =>
      page.evaluate((state) => {
        Object.defineProperty(document, "visibilityState", { value: state, configurable: true });
        document.dispatchEvent(new Event("visibilitychange"));
      }, state);
    await listen.click();
    await look("hidden");
    assert.equal(await speaks(), false, "out of sight, and silent");
    await look("visible");
    await page.emulateMedia({ media: "print" });
    assert.equal(await listen.isVisible(), false, "not on paper");
    await page.emulateMedia({ media: null });
    await listen.click();
    assert.equal(await speaks(), true);
    await page.getByRole("link", { name: "Quay lại" }).click();
    await page.waitForFunction(() => document.querySelector(".track__where")?.innerText.includes(" 1/"));
    assert.equal(await speaks(), false, "left, and silent");
  });

  test("practice is marked on every page, kept apart, and sent nowhere, whatever one tries", async () => {
    const own = await stage("pangtieng");
    const { page, line, visitor } = own;
    await own.signIn();
    await page.locator("[data-part=practice] a").click();
    await on(page, "fill");
    const address = new URL(page.url()).pathname.split("/");
    assert.equal(address[3], "tap-dien");
    const at = (name, ...more) => [line.url, name, ...address.slice(2, 5), ...more].join("/");
    await page.goto(at("fill", 2));
    await on(page, "fill");
    await page.waitForSelector("[data-strip=practice]");
    await answer(page, JOINED, 7);
    await saved(page);
    await shot(page, "help-practice");
    await accessible(page, "practice");
    await page.reload();
    await on(page, "fill");
    assert.equal(await question(page, JOINED).locator("input").inputValue(), "7", "it is there to go on with");
    await page.goto(at("check"));
    await on(page, "check");
    await page.waitForSelector("[data-strip=practice]");
    await shot(page, "help-practice-check");
    await accessible(page, "practice, at the end");
    assert.equal(await page.getByRole("button", { name: "Gửi báo cáo" }).count(), 0);
    assert.equal(await page.locator("[data-part=as-file]").count(), 0);

    const kept = await page.evaluate(async () => {
      const open = indexedDB.open("phieu");
      const database = await new Promise((resolve) => (open.onsuccess = () => resolve(open.result)));
      const change = database.transaction(["kv", "drafts", "outbox"], "readwrite");
      const [drafts, outbox, kv] = ["drafts", "outbox", "kv"].map((store) => change.objectStore(store).getAll());
      await new Promise((resolve) => (kv.onsuccess = resolve));
      const draft = kv.result.map((text) => JSON.parse(text)).find((each) => each?.report_id === "tap-dien");
      // What no button does: into the outbox by force.
      draft.report_id = crypto.randomUUID();
      draft.revision = 1;
      const { form, org_unit, period } = draft.subject;
      const body = JSON.stringify({ form, version: draft.version, org_unit, period, answers: draft.answers, sealed_at: new Date().toISOString() });
      change.objectStore("outbox").put(JSON.stringify({ draft, body, sealed_at: "", attempts: 0, next_at: 0 }), draft.report_id);
      await new Promise((resolve) => (change.oncomplete = resolve));
      database.close();
      return { drafts: drafts.result.length, outbox: outbox.result.length, id: draft.report_id };
    });
    assert.deepEqual([kept.drafts, kept.outbox], [0, 0], "neither among the drafts nor on its way");
    await page.goto(line.url);
    await on(page, "home");
    assert.equal(await page.locator("[data-strip=practice]").count(), 0);
    await page.evaluate(() => dispatchEvent(new Event("online")));
    for (let waits = 0; !line.seen(SENDS).length && waits < 100; waits += 1) await page.waitForTimeout(100);
    assert.equal(line.seen(SENDS).length, 1, "it was tried by force");
    const answered = await visitor.fetch("GET", `/api/v1/reports/${kept.id}`);
    assert.equal(answered.status, 404, "and no server has it");
    await page.evaluate(async () => {
      const open = indexedDB.open("phieu");
      const database = await new Promise((resolve) => (open.onsuccess = () => resolve(open.result)));
      const change = database.transaction("outbox", "readwrite");
      change.objectStore("outbox").clear();
      await new Promise((resolve) => (change.oncomplete = resolve));
      database.close();
    });

    await page.goto(at("check"));
    await on(page, "check");
    await page.getByRole("button", { name: "Kết thúc bài tập" }).click();
    await on(page, "home");
    await page.goto(at("fill", 2));
    await on(page, "fill");
    assert.equal(await question(page, JOINED).locator("input").inputValue(), "", "cleared");
  });
});
