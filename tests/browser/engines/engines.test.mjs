// The same run in every engine at three sizes: sign in, fill in, lose the network, open again from the service worker, go on, send later,
// get the verdict. What one engine lacks (waking a sleeping app, sharing, a promise to keep storage) is replaced, so nothing here asks
// which engine it is.
//
//   PHIEU_ENGINES=firefox node --test engines/engines.test.mjs      one engine alone

import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { clubMonth } from "../helpers/club_month.mjs";
import { Line } from "../helpers/cut.mjs";
import { Driver } from "./driver.mjs";
import { Server, Visitor } from "../helpers/server.mjs";
import { FORM, SENDS } from "../helpers/stage.mjs";

const ENGINES = (process.env.PHIEU_ENGINES ?? "chromium firefox webkit").split(" ");
// One club for each size: each of them sends one report.
const SIZES = [
  { width: 360, height: 740, account: "longlanh", reviewer: "xalacduong" },
  { width: 768, height: 1024, account: "kaminh", reviewer: "xadilinh" },
  { width: 1440, height: 900, account: "dateh4", reviewer: "xadateh" },
];

// Two sizes at once: each mostly waits.
for (const engine of ENGINES) {
  describe(engine, { concurrency: 2 }, () => {
    let server;

    before(async () => {
      server = await Server.start();
    });

    after(async () => {
      await server?.remove();
    });

    for (const size of SIZES) {
      test(`the whole run at ${size.width}×${size.height}`, async () => {
        const line = await Line.to(server);
        const driver = await Driver.open(engine, size);
        try {
          await run(server, line, driver, size);
        } catch (error) {
          await driver.shot(`engine-${engine}-${size.width}-failed`).catch(() => {});
          throw error;
        } finally {
          await driver.end();
          await line.close();
        }
      });
    }
  });
}

async function run(server, line, driver, { width, account, reviewer }) {
  const visitor = await Visitor.signIn(server, account);
  const { duties } = await visitor.get("/api/v1/duties");
  const duty = duties.find((duty) => duty.form === FORM && ["due", "overdue", "upcoming"].includes(duty.state));
  const subject = [FORM, duty.org_unit.code, duty.period].join("|");
  const answers = clubMonth(duty);
  const at = (name, ...more) => [line.url, name, ...subject.split("|"), ...more].join("/");
  const shot = (name) => driver.shot(`engine-${driver.name}-${width}-${name}`);

  await driver.goto(`${line.url}/sign-in`);
  await driver.type("input[name=account]", account);
  await driver.type("input[name=password]", server.password);
  await driver.press("form button[type=submit]");
  await driver.there(`[data-page=home] [data-subject="${subject}"]`);
  await fits(driver);
  await shot("1-home");
  await driver.until("the service worker", () => navigator.serviceWorker.controller?.state === "activated");

  await driver.press(`[data-subject="${subject}"] a`);
  await agreed(driver);
  await fillSections(driver, answers, 6);
  await fits(driver);
  await driver.there("[data-saved=saved]");

  line.down = true;
  await driver.goto(at("fill", 5));
  await agreed(driver);
  await driver.there("[data-strip=network]");
  const [path] = await asked(driver);
  const [top, screen] = await driver.run((path) => [document.querySelector(`[data-field="${path}"]`).getBoundingClientRect().top, innerHeight], path);
  assert.ok(top < screen, `the first question stands at ${top} on a screen of ${screen}`);
  await shot("2-offline");
  await driver.goto(at("fill", 2));
  await agreed(driver);
  const joined = await driver.run(() => document.querySelector('[data-field="members/members_joined"] input').value);
  assert.equal(joined, String(answers.get("members/members_joined")), "what was typed is there after a reload without a network");
  await driver.goto(at("fill", 6));
  await agreed(driver);
  await fillSections(driver, answers, Infinity);

  await driver.there("[data-page=check]");
  await fits(driver);
  await shot("3-check");
  await driver.pressText("Gửi báo cáo");
  await driver.there("[data-fate=waiting]");
  assert.deepEqual(line.seen(SENDS), []);
  await shot("4-waiting");
  line.down = false;
  await driver.there("[data-fate=taken]");
  await shot("5-taken");
  assert.equal(line.seen(SENDS).length, 1);

  const office = await Visitor.signIn(server, reviewer);
  const { reports } = await office.get("/api/v1/reports");
  const { report_id, revision } = reports.find((report) => report.org_unit.code === duty.org_unit.code && report.period === duty.period);
  const decided = await office.fetch("POST", `/api/v1/reports/${report_id}/decisions`, { action: "approve", revision });
  assert.equal(decided.status, 200, await decided.text());
  await driver.goto(line.url);
  await driver.until("the approval", (subject) => document.querySelector(`[data-subject="${subject}"]`)?.innerText.includes("Đã duyệt"), subject);
  await shot("6-approved");
}

/** Waits for the form; what it asks of others is agreed to on the way. */
async function agreed(driver) {
  await driver.there("[data-page=fill], [data-page=purpose]");
  if (await driver.run(() => !!document.querySelector("[data-page=purpose]"))) {
    await driver.press("[data-page=purpose] .actions button");
    await driver.there("[data-page=fill]");
  }
}

/** Nothing stands out of the screen to the side. */
async function fits(driver) {
  const [wide, screen] = await driver.run(() => [document.documentElement.scrollWidth, innerWidth]);
  assert.ok(wide <= screen, `${driver.name}: the page is ${wide} wide on a screen of ${screen}`);
}

/** The questions on this page. */
const asked = (driver) => driver.run(() => [...document.querySelectorAll("[data-page=fill] [data-field]")].map((one) => one.dataset.field));

/** Fills sections up to one, or up to the page before sending. */
async function fillSections(driver, answers, until) {
  for (;;) {
    const here = await driver.run(() => Number(location.pathname.split("/")[5] ?? 1));
    if (here >= until) return;
    const done = new Set();
    for (;;) {
      const next = (await asked(driver)).find((path) => answers.has(path) && !done.has(path));
      if (!next) break;
      done.add(next);
      await answer(driver, next, answers.get(next));
    }
    const before = await driver.run(() => location.href);
    await driver.pressText("Tiếp tục");
    await driver.until("the next section", (before) => location.href !== before && !!document.querySelector("[data-page=fill], [data-page=check]"), before);
    if (await driver.run(() => !!document.querySelector("[data-page=check]"))) return;
  }
}

/** Answers one question. */
async function answer(driver, path, value) {
  const field = `[data-page=fill] [data-field="${path}"]`;
  const kind = await driver.run((field) => document.querySelector(field).querySelector("input, textarea, select")?.type ?? "none", field);
  if (kind === "radio" || kind === "checkbox") {
    for (const one of [value].flat()) await driver.press(`${field} label:has(input[value="${one}"])`);
  } else if (/^\d{4}-\d\d-\d\d$/.test(value)) {
    const [year, month, day] = value.split("-");
    for (const [place, part] of [day, month, year].entries()) {
      await driver.type(`${field} .dateboxes > :nth-child(${place + 1}) input`, String(Number(part)));
    }
  } else {
    const box = await driver.run((field) => document.querySelector(field).querySelector("input, textarea").tagName.toLowerCase(), field);
    await driver.type(`${field} ${box}`, String(value));
  }
}
