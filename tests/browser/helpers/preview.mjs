// `phieu preview` as a process: a form's text in a file of its own, shown in the browser, changed while it is shown.
//
//   const preview = await Preview.start("visit.md", "| survey |\n| | type | name | label |\n| | text | who | Who? |\n");
//   await preview.show(page);                       // the author's page with the form beside it
//   await field(page, "who").locator("input").fill("Lan");
//   assert.deepEqual(await answers(page), { who: "Lan" });
//   await preview.write("…");                       // the file is changed: the page follows by itself
//   await preview.end();
//
// The name's ending says how the form is spelled: .md, .toml, .xml, .xlsx (then the content is a Buffer).

import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pause } from "./server.mjs";

export class Preview {
  static async start(name, content) {
    const preview = new Preview();
    preview.folder = mkdtempSync(join(tmpdir(), "phieu-preview-"));
    preview.file = join(preview.folder, name);
    writeFileSync(preview.file, content);
    await preview.#run();
    return preview;
  }

  async #run() {
    const { PHIEU_SERVER: program, PHIEU_DIST: app } = process.env;
    if (!program || !app) throw new Error("start the browser tests with `cargo xtask test --only browser`");
    this.process = spawn(program, ["preview", this.file, "--app", app], { stdio: ["ignore", "pipe", "pipe"] });
    this.output = "";
    for (const stream of [this.process.stdout, this.process.stderr]) stream.on("data", (part) => (this.output += part));
    this.exited = once(this.process, "exit");
    for (const deadline = Date.now() + 20_000; !this.url; await pause(20)) {
      this.url = this.output.match(/http:\S+/)?.[0];
      if (this.process.exitCode !== null || Date.now() > deadline) throw new Error(`phieu preview does not run:\n${this.output}`);
    }
  }

  /** Opens the page and waits until the form was read. */
  async show(page) {
    this.page = page;
    await page.goto(this.url);
    await page.waitForSelector("[data-page=author] #about");
  }

  /** Changes the file and waits until the page has read it again. */
  async write(content) {
    const before = await reads(this.page);
    writeFileSync(this.file, content);
    await this.page.waitForFunction((before) => Number(document.querySelector("[data-page=author]").dataset.reads) > before, before);
  }

  async end() {
    if (this.process.exitCode === null && this.process.signalCode === null) {
      this.process.kill("SIGTERM");
      // A browser that is still connected may keep it waiting.
      await Promise.race([this.exited, pause(2000).then(() => this.process.kill("SIGKILL"))]);
    }
    rmSync(this.folder, { recursive: true, force: true });
  }
}

const reads = (page) => page.locator("[data-page=author]").getAttribute("data-reads").then(Number);

/** The question of a path, in the form that is tried out. */
export function field(page, path) {
  return page.locator(`[data-part=trial] [data-field="${path}"]`);
}

/** Opens a tab of the author's page by its name: findings, definition, answers, sample, schema. */
export async function tab(page, name) {
  await page.locator(`#tab-${name}`).click();
  await page.waitForSelector(`[data-tab=${name}]`);
}

/** The answers as they would be sent now. */
export async function answers(page) {
  await tab(page, "answers");
  return JSON.parse(await page.locator("#tab-panel code").innerText()).answers;
}

/** The findings as the page lists them, one array of cells for each. */
export async function findings(page) {
  await tab(page, "findings");
  return page.$$eval("[data-part=findings] tbody tr", (rows) => rows.map((row) => [...row.cells].map((cell) => cell.innerText.trim())));
}

/** The cells that are marked as wrong, as `sheet/row/heading`. */
export function marked(page, level = "error") {
  return page.$$eval(`.grid__${level}`, (cells) => cells.map((cell) => cell.dataset.cell));
}
