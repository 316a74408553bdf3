// People: invited by a link that sets up a phone, handed over, and what is kept of them.

import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { readdirSync } from "node:fs";
import { after, before, describe, test } from "node:test";
import { installed, on, shot, signIn } from "./helpers/app.mjs";
import { desktop, discard, phone, profile } from "./helpers/browser.mjs";
import { Line } from "./helpers/cut.mjs";
import { Server, Visitor } from "./helpers/server.mjs";

const CLUB = "24848-C01";

/** The part of the app that comes after its first page; a build for the edit loop has none. */
const REST = /phieu-app_rest\./;
const isCut = readdirSync(process.env.PHIEU_DIST ?? ".").some((name) => REST.test(name));

describe("people", () => {
  let server;

  before(async () => {
    server = await Server.start();
  });

  after(async () => {
    await server?.remove();
  });

  /** Does something in a browser of its own. */
  async function alone(open, act) {
    const folder = profile();
    const context = await open(folder);
    try {
      await act(context.pages()[0] ?? (await context.newPage()));
    } finally {
      await context.close();
      discard(folder);
    }
  }

  test("a chair invites at the desk, and the phone that opens the link is ready in under a minute, before it has the whole app", async (run) => {
    let path;
    const line = await Line.to(server);
    run.after(() => line.close());
    line.refuse(REST);
    await alone(desktop, async (page) => {
      await signIn(page, server, "xalacduong");
      await page.goto(`${server.url}/account`);
      await on(page, "account");
      await shot(page, "people-desktop-account");
      await page.locator('a[href="/desk/people"]').click();
      await on(page, "people");
      const club = page.locator(`[data-unit="${CLUB}"]`);
      await club.locator("[data-invite] summary").click();
      await club.locator("[data-invite] select").selectOption("club_secretary");
      await club.locator("[data-invite] input[name=name]").fill("Bon Niêng K'Hai");
      await club.locator("[data-invite] button").first().click();
      const made = page.locator("[data-made]");
      await made.waitFor();
      path = await made.getAttribute("data-made");
      assert.match(await made.locator("textarea").inputValue(), /Bon Niêng K'Hai.*\/join\//s);
      assert.ok(await made.locator("img").evaluate((image) => image.complete && image.naturalWidth > 100), "the QR code is a picture");
      await shot(page, "people-desktop-invited");
    });
    await alone(phone, async (page) => {
      const begun = Date.now();
      await page.goto(`${line.url}${path}`);
      await on(page, "join");
      await page.locator("input[name=password]").waitFor();
      assert.equal(await page.locator("input[name=name]").inputValue(), "Bon Niêng K'Hai");
      await page.locator("input[name=phone]").fill("0912 345 678");
      await page.locator("input[name=password]").fill("123456");
      await page.locator("input[name=agree]").check();
      await page.locator("button[type=submit]").click();
      await page.locator(".message").waitFor();
      await shot(page, "people-phone-join");
      await page.locator("input[name=password]").fill("193847");
      await page.locator("button[type=submit]").click();
      await on(page, "home");
      await page.locator(`[data-subject*="${CLUB}"]`).first().waitFor();
      assert.ok(Date.now() - begun < 60_000, "signed in with what is due within a minute");
      // What the first part does not draw is waited for, and nothing says that the app works without a network.
      await page.locator(".bar a").last().click();
      await on(page, isCut ? "away" : "account");
      assert.equal(line.seen(REST).length > 0, isCut);
      await shot(page, "people-phone-rest");
      line.refuse();
      await on(page, "account");
      await shot(page, "people-phone-account");
      await page.reload();
      await installed(page);
      await page.locator('a[href="/desk/me"]').click();
      await on(page, "own-data");
      await page.locator("[data-list=consents] li").first().waitFor();
      assert.deepEqual(await page.locator("[data-list=helps] li").allInnerTexts(), ["Khi cần giúp, bác gọi Chị Hoa, số 0900 000 048."]);
      const chair = await Visitor.signIn(server, "xalacduong");
      await chair.fetch("PUT", `/api/v1/units/${CLUB}/helper`, { name: "Bon Niêng K'Hai", phone: "0912345678" });
      await page.reload();
      await page.locator("[data-list=helps]").getByText(/^Khi cần giúp, người của CLB .* sẽ gọi cho bác\.$/).waitFor();
      await shot(page, "people-phone-data");
      await page.goto(`${line.url}${path}`);
      await on(page, "join");
      await page.locator("[data-page=join] [role=alert]").waitFor();
      await shot(page, "people-phone-used");
    });
  });

  test("another body reads the figures as they were sent, and no check says anything of them", async () => {
    const made = ["account", "--data", server.data, "--name", "Phòng Mẫu", "--unit", "24848", "--role", "department", "phongmau"];
    const [, password] = execFileSync(server.program, made, { encoding: "utf8" }).match(/: (\S+)/);
    await alone(desktop, async (page) => {
      await signIn(page, { url: server.url, password }, "phongmau");
      await page.goto(`${server.url}/desk/received`);
      await on(page, "received");
      await page.locator("[data-list=received] a", { hasText: "Tự chấm điểm thi đua" }).first().click();
      await on(page, "decide");
      const total = page.locator("[data-field='result/self_total'] dd").first();
      assert.match(await total.innerText(), /^\d/, "what was calculated from what is not here is shown as it was sent");
      assert.equal(await page.locator(".message").count(), 0);
      assert.equal(await page.getByText("Cần sửa").count(), 0);
      await shot(page, "people-desktop-received");
    });
  });

  test("a duty is handed over, and the one before has lost it at once", async () => {
    await alone(phone, async (page) => {
      await signIn(page, server, "xalacduong");
      await page.goto(`${server.url}/desk/people`);
      await on(page, "people");
      const club = page.locator(`[data-unit="${CLUB}"]`);
      await club.locator("[data-duty]").first().getByRole("button", { name: "Giao lại" }).click();
      await club.locator("select[name=to]").selectOption({ label: "Bon Niêng K'Hai" });
      await shot(page, "people-phone-hand-over");
      // The one who came in by the link has the same duty already.
      await club.locator(".ask .button").first().click();
      await page.locator(".message").first().waitFor();
      await club.locator("select[name=to]").selectOption("");
      await club.locator(".ask input[name=name]").fill("Người Kế Nhiệm");
      await club.locator(".ask .button").first().click();
      await page.locator("[data-made]").waitFor();
      await page.locator("[data-link]").first().waitFor();
      await shot(page, "people-phone-people");
    });
    await alone(phone, async (page) => {
      await signIn(page, server, "longlanh");
      await page.goto(`${server.url}/desk/people`);
      await on(page, "people");
      await page.locator("[data-page=people] [role=alert]").waitFor();
    });
  });
});
