// What a person does in the app, in the words that stand on the screen.

import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { pause } from "./server.mjs";

const SHOTS = process.env.PHIEU_SHOTS;

/** Waits until a page of the app stands there; a page's name is in `data-page`. What a form asks of others is agreed to on the way. */
export async function on(page, name) {
  const purpose = "[data-page=purpose]";
  await page.waitForSelector(name === "fill" ? `[data-page=fill], ${purpose}` : `[data-page="${name}"]`);
  if (name === "fill" && (await page.locator(purpose).count()) > 0) {
    await page.locator(`${purpose} .actions button`).click();
    await page.waitForSelector("[data-page=fill]");
  }
}

/** Keeps a picture of the whole page for people to look at. */
export async function shot(page, name) {
  if (!SHOTS) return;
  mkdirSync(SHOTS, { recursive: true });
  await page.screenshot({ path: join(SHOTS, `${name}.png`), fullPage: true });
}

/** Keeps a picture of one part of a page, all of it. */
export async function shotOf(part, name) {
  if (!SHOTS) return;
  mkdirSync(SHOTS, { recursive: true });
  // Beside the rows of a sheet the form scrolls by itself; for the picture all of it is laid out.
  await part.evaluate((element) => {
    const around = element.closest(".author__trial");
    if (around) Object.assign(around.style, { position: "static", maxHeight: "none" });
  });
  await part.screenshot({ path: join(SHOTS, `${name}.png`) });
}

/** Signs in; the demonstration's password stands in what the server printed. */
export async function signIn(page, server, account, url = server.url) {
  await page.goto(`${url}/sign-in`);
  await on(page, "sign-in");
  await page.getByLabel("Tên đăng nhập").fill(account);
  await page.getByLabel("Mật khẩu", { exact: true }).fill(server.password);
  await page.getByRole("button", { name: "Đăng nhập" }).click();
  await page.waitForFunction(() => !document.querySelector("[data-page=sign-in]"));
}

/** Waits until the service worker holds the whole app and this page is served by it. */
export async function installed(page) {
  await page.evaluate(() => navigator.serviceWorker.ready);
  await page.waitForFunction(() => navigator.serviceWorker.controller);
}

/** The cards of the home page: subject (`form|unit|period`) → state. */
export async function cards(page) {
  const pairs = await page.$$eval("[data-page=home] [data-subject]", (all) => all.map((one) => [one.dataset.subject, one.dataset.state]));
  return new Map(pairs);
}

/** Opens the card of a subject. */
export async function openCard(page, subject) {
  await page.locator(`[data-page=home] [data-subject="${subject}"] a`).click();
}

/** Waits until the home page shows a subject in a state: long enough for several waits of a phone that tries again. */
export async function inState(page, subject, state) {
  await page.waitForSelector(`[data-page=home] [data-subject="${subject}"][data-state="${state}"]`, { timeout: 90_000 });
}

/** The question of a path, on the page of its section. */
export function question(page, path) {
  return page.locator(`[data-page=fill] [data-field="${path}"]`);
}

/** What stands under a question, one text for each line. */
export async function said(page, path) {
  return question(page, path).locator(".message").allInnerTexts();
}

/** Answers one question as a person does: types, chooses, and goes on to the next. */
export async function answer(page, path, value) {
  const asked = question(page, path);
  const kind = await asked.evaluate((element) => element.querySelector("input, textarea, select")?.type ?? "none");
  if (kind === "radio") {
    await asked.locator(`input[value="${value}"]`).check();
  } else if (kind === "checkbox") {
    for (const one of value) await asked.locator(`input[value="${one}"]`).check();
  } else if (/^\d{4}-\d\d-\d\d$/.test(value)) {
    const [year, month, day] = value.split("-");
    const boxes = asked.locator("input");
    for (const [place, part] of [day, month, year].entries()) await boxes.nth(place).fill(String(Number(part)));
    await boxes.nth(2).blur();
  } else {
    const box = asked.locator("input, textarea").first();
    await box.fill(String(value));
    await box.blur();
  }
}

/** The answers on this page as they stand in its boxes: path → text. */
export async function standing(page) {
  return page.$$eval("[data-page=fill] [data-field]", (all) => {
    const chosen = (one) => (one.type === "radio" || one.type === "checkbox" ? (one.checked ? [one.value] : []) : [one.value]);
    const text = (question) => [...question.querySelectorAll("input, textarea")].filter((one) => one.type !== "file").flatMap(chosen).join("/");
    return Object.fromEntries(all.filter((question) => question.querySelector("input, textarea")).map((question) => [question.dataset.field, text(question)]));
  });
}

/** Answers everything on this page that `answers` knows, also what only an answer opens. */
export async function fillPage(page, answers) {
  const done = new Set();
  for (;;) {
    const asked = await page.$$eval("[data-page=fill] [data-field]", (all) => all.map((one) => one.dataset.field));
    const next = asked.find((path) => answers.has(path) && !done.has(path));
    if (!next) return;
    done.add(next);
    await answer(page, next, answers.get(next));
  }
}

/** The number of this section and of all, as the page says it. */
export async function place(page) {
  const text = await page.locator(".track__where").innerText();
  return text.match(/\d+/g).map(Number);
}

/** Goes on to the next section. */
export async function next(page) {
  const before = page.url();
  await page.getByRole("button", { name: "Tiếp tục" }).click();
  await page.waitForFunction((url) => location.href !== url, before);
}

/** Fills this section and all after it, up to the page before sending or up to a section. */
export async function fillOn(page, answers, until = Infinity) {
  while (await page.locator("[data-page=fill]").count()) {
    const [here] = await place(page);
    if (here >= until) return;
    await fillPage(page, answers);
    await next(page);
    await page.waitForSelector("[data-page=fill], [data-page=check]");
  }
}

/** Waits until the app says that everything is kept on the phone. */
export async function saved(page) {
  await pause(100);
  await page.waitForSelector("[data-saved=saved]");
}
