// From a key pressed to the painted result, beside a page written by hand: the second half of `cargo xtask bench phone`.
//
// Both pages show the same questions: of each form `<phieu-form>`, and boxes in plain HTML whose sum a script writes. The processor is
// slowed as for `phone.mjs`. The element hands the whole report to its page at every change, which the app does not.

import { createServer } from "node:http";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { discard, phone, profile } from "../../browser/helpers/browser.mjs";

const SLOWED = 6;
const KEYS = 20;

const integer = (name, more = {}) => ({ type: "integer", name, "label::vi": `Câu ${name}`, ...more });
const settings = { form_id: "bench", version: "1", "form_title::vi": "Bench", default_language: "vi" };

/** Questions with bounds, and their sum. */
function flat(size) {
  const asked = Array.from({ length: size }, (_, n) => integer(`q${n}`, { constraint: ". >= 0 and . <= 1000000" }));
  const sum = asked.slice(0, 10).map(({ name }) => `coalesce(\${${name}}, 0)`).join(" + ");
  return { rows: { settings, survey: [...asked, integer("sum", { type: "calculate", calculation: sum })] }, boxes: size, box: "q5" };
}

/** A repeat of so many rows, each with a figure, and the sum of all. */
function rows(size) {
  const survey = [
    { type: "begin repeat", name: "row", "label::vi": "Dòng" }, integer("figure"), { type: "end repeat", name: "row" },
    integer("sum", { type: "calculate", calculation: "sum(${figure})" }),
  ];
  return { rows: { settings, survey }, answers: { row: Array.from({ length: size }, (_, n) => ({ figure: n })) }, boxes: size, box: "figure" };
}

/** A list of so many choices, searched by typing. */
function list(size) {
  const choices = Array.from({ length: size }, (_, n) => ({ list_name: "communes", name: `c${n}`, "label::vi": `Xã số ${n}` }));
  return { rows: { settings, survey: [{ type: "select_one communes", name: "home", "label::vi": "Xã" }], choices }, boxes: 1, box: "home", key: "1" };
}

const FORMS = { "60 questions": flat(60), "2,000 questions": flat(2000), "1,000 rows": rows(1000), "a list of 3,321": list(3321) };

const head = '<!doctype html><html lang="vi"><meta charset="utf-8"><meta name="viewport" content="width=device-width">';

function element({ rows, answers }) {
  return `${head}<script type="module">import "/element.mjs";
    const form = document.createElement("phieu-form");
    Object.assign(form, { form: ${JSON.stringify(rows)}, answers: ${JSON.stringify(answers ?? {})} });
    form.addEventListener("ready", () => (window.ready = true));
    form.addEventListener("error", ({ detail }) => (window.wrong = detail.message));
    document.body.append(form);</script><body>`;
}

function byHand({ boxes }) {
  const asked = Array.from({ length: boxes }, (_, n) => `<p><label>Câu ${n} <input inputmode="numeric"></label></p>`).join("");
  return `${head}<body>${asked}<output></output><script>
    const all = [...document.querySelectorAll("input")];
    document.body.addEventListener("input", () => {
      document.querySelector("output").textContent = all.reduce((sum, box) => sum + (Number(box.value) || 0), 0);
    });
    window.ready = true;</script>`;
}

function served(folder) {
  const server = createServer(({ url }, to) => {
    const [, kind, name] = decodeURIComponent(url).split("/");
    if (kind === "element" || kind === "hand") {
      to.writeHead(200, { "content-type": "text/html" }).end(kind === "hand" ? byHand(FORMS[name]) : element(FORMS[name]));
      return;
    }
    const [type, file] = [url.endsWith("js") ? "text/javascript" : "application/wasm", join(folder, url)];
    // A browser asks for a picture of the page, too.
    if (existsSync(file)) to.writeHead(200, { "content-type": type }).end(readFileSync(file));
    else to.writeHead(404).end();
  });
  return new Promise((resolve) => server.listen(0, "127.0.0.1", () => resolve(server)));
}

/** The time from each key until what it does is painted, in milliseconds. */
async function pressed(page, box, key) {
  await box.focus();
  await page.evaluate(() => {
    window.took = [];
    window.addEventListener("keydown", ({ timeStamp }) => {
      requestAnimationFrame(() => {
        const { port1, port2 } = new MessageChannel();
        port1.onmessage = () => window.took.push(performance.now() - timeStamp);
        port2.postMessage(0);
      });
    }, true);
  });
  for (let each = 1; each <= KEYS; each += 1) {
    await page.keyboard.press(each % 4 ? key : "Backspace");
    await page.waitForFunction((each) => window.took.length === each, each);
  }
  return (await page.evaluate(() => window.took)).sort((a, b) => a - b);
}

const server = await served(process.argv[2]);
const folder = profile();
const context = await phone(folder);
try {
  const page = context.pages()[0] ?? (await context.newPage());
  const browser = await context.newCDPSession(page);
  await browser.send("Emulation.setCPUThrottlingRate", { rate: SLOWED });
  console.log(`| one key, slowed ${SLOWED} times | a page by hand | phieu | to open |\n|---|---:|---:|---:|`);
  for (const [name, form] of Object.entries(FORMS)) {
    const cells = [];
    let opened = 0;
    for (const kind of ["hand", "element"]) {
      const began = performance.now();
      await page.goto(`http://127.0.0.1:${server.address().port}/${kind}/${encodeURIComponent(name)}`);
      await page.waitForFunction(() => window.ready || window.wrong, undefined, { timeout: 120_000 });
      const wrong = await page.evaluate(() => window.wrong);
      if (wrong) throw new Error(wrong);
      opened = performance.now() - began;
      const box = kind === "hand" ? page.locator("input").first() : page.locator(`[data-field$="${form.box}"] input:not([type=radio])`).first();
      const took = await pressed(page, box, form.key ?? "7");
      cells.push(`${took[took.length >> 1].toFixed(0)} ms (${took[0].toFixed(0)} ms)`);
    }
    console.log(`| ${name} | ${cells.join(" | ")} | ${(opened / 1000).toFixed(1)} s |`);
  }
} finally {
  await context.close();
  discard(folder);
  server.close();
  server.closeAllConnections();
}
