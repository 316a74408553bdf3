// Accidents on the way to the server: the report arrives, once, whatever breaks between the phone and the server. The table of all
// accidents stands in keeping.test.mjs.

import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { cards, inState, on, shot, signIn } from "./helpers/app.mjs";
import { kill, phone } from "./helpers/browser.mjs";
import { until } from "./helpers/server.mjs";
import { SENDS, stages } from "./helpers/stage.mjs";

const DAY = 86_400_000;

describe("sending", () => {
  const stage = stages();

  test("the browser is killed while it sends; opened again, it learns that the server has it, and it is one report", async () => {
    const own = await stage("longlanh");
    await own.signIn();
    await own.fillAll();
    const lost = own.line.loseAnswer(SENDS, () => kill(own.context, own.folder));
    await own.page.getByRole("button", { name: "Gửi báo cáo" }).click();
    assert.equal(await lost, 201, "it was stored");
    own.context = await phone(own.folder);
    own.page = own.context.pages()[0];
    await own.page.goto(own.line.url);
    await on(own.page, "home");
    // Chromium writes cookies down every half minute: one that is killed sooner has forgotten the session, and says so.
    await own.page.waitForSelector(`[data-strip=signed-out], [data-subject="${own.subject}"][data-state=sent]`);
    if (await own.page.locator("[data-strip=signed-out]").count()) await signIn(own.page, own.server, own.account, own.line.url);
    await inState(own.page, own.subject, "sent");
    assert.equal((await own.stored()).revisions.length, 1);
    assert.ok(own.line.seen(SENDS).length >= 2, "asked again");
  });

  test("a request is lost on the way: the report waits, says so, and is sent again by itself", async () => {
    const own = await stage("liengbong");
    await own.signIn();
    await own.fillAll();
    // Every one, until it was looked at: browsers ask once more by themselves when a connection they kept turns out to be closed.
    own.line.refuse(SENDS);
    await own.send();
    await own.page.waitForSelector("[data-fate=waiting]");
    await until(() => own.line.seen(SENDS).length > 0);
    assert.equal(await own.stored(), null);
    own.line.refuse();
    await own.page.waitForSelector("[data-fate=taken]", { timeout: 40_000 });
    assert.equal((await own.stored()).revisions.length, 1);
  });

  test("on a network three seconds slow nothing is sent twice, and the page says what it is doing", async () => {
    const own = await stage("klongklanh");
    await own.signIn();
    await own.fillAll();
    own.line.slow = 3_000;
    await own.page.getByRole("button", { name: "Gửi báo cáo" }).click();
    await on(own.page, "sent");
    await own.page.getByRole("heading", { name: "Đang gửi báo cáo" }).waitFor();
    await shot(own.page, "33-sending-slowly");
    await own.page.waitForSelector("[data-fate=taken]");
    assert.equal(own.line.seen(SENDS).length, 1);
    assert.equal((await own.stored()).revisions.length, 1);
  });

  for (const [account, off, name] of [["pangtieng", DAY, "a day ahead"], ["bondong", -365 * DAY, "a year behind"]]) {
    test(`the phone's clock is ${name}: days are told by the server's, the owner is told, the report arrives`, async () => {
      const own = await stage(account);
      await own.context.addInitScript((off) => {
        const Right = Date;
        globalThis.Date = class extends Right {
          constructor(...given) {
            super(...(given.length ? given : [Right.now() + off]));
          }
          static now() {
            return Right.now() + off;
          }
        };
      }, off);
      await own.signIn();
      await own.page.waitForSelector("[data-strip=clock]");
      await shot(own.page, `34-clock-${off > 0 ? "ahead" : "behind"}`);
      const state = own.duty.state === "upcoming" ? "upcoming" : own.duty.state === "overdue" ? "overdue" : "todo";
      assert.equal((await cards(own.page)).get(own.subject), state, "due as the server says, not as the phone's clock");
      await own.fillAll();
      await own.send();
      await own.page.waitForSelector("[data-fate=taken]");
      const stored = await own.stored();
      assert.ok(Math.abs(new Date(stored.sealed_at ?? stored.received_at) - new Date()) < DAY / 2);
    });
  }

  test("a waiting time that a wrong clock wrote does not hold a report back", async () => {
    const own = await stage("dateh4");
    await own.signIn();
    await own.fillAll();
    await own.cut();
    await own.send();
    await own.page.evaluate(async (year) => {
      const open = indexedDB.open("phieu");
      const database = await new Promise((resolve) => (open.onsuccess = () => resolve(open.result)));
      const change = database.transaction("outbox", "readwrite");
      const store = change.objectStore("outbox");
      const all = store.getAll();
      all.onsuccess = () => {
        for (const parcel of all.result.map(JSON.parse)) store.put(JSON.stringify({ ...parcel, attempts: 3, next_at: Date.now() + year }), parcel.draft.report_id);
      };
      await new Promise((resolve) => (change.oncomplete = resolve));
      database.close();
    }, 365 * DAY);
    await own.page.reload();
    await own.cut(false);
    await own.page.waitForSelector("[data-fate=taken]", { timeout: 20_000 });
  });
});
