// The few calls that a run over several engines needs. Each engine gives `goto`, `run`, `type`, `press`, `shot` and `end`; the rest is
// made of them here, so that one scenario reads the same everywhere.
//
//   const driver = await open("firefox", { width: 360, height: 740 });
//   await driver.goto(url);
//   await driver.there("[data-page=home]");
//   await driver.end();

import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { pause } from "../helpers/server.mjs";

/** How long something may take to appear. */
const PATIENCE = 30_000;

export class Driver {
  /** Opens an engine with a new profile and a window of a size. */
  static async open(name, size) {
    const engine = await import(`./${name}.mjs`);
    const driver = new Driver();
    driver.name = name;
    driver.engine = await engine.start(size);
    return driver;
  }

  goto(url) {
    return this.engine.goto(url);
  }

  /** Runs a function in the page; what goes in and comes out is JSON. */
  run(work, ...given) {
    return this.engine.run(work, given);
  }

  /** Types into a box in place of what stands there, key by key. */
  async type(selector, text) {
    await this.there(selector);
    await this.engine.type(selector, text);
  }

  /** Presses an element where it is on the screen. */
  async press(selector) {
    await this.there(selector);
    await this.engine.press(selector);
  }

  /** Presses the link or button that says this. */
  async pressText(text) {
    const mark = (text) => {
      document.querySelectorAll("[data-to-press]").forEach((one) => one.removeAttribute("data-to-press"));
      const found = [...document.querySelectorAll("a, button, summary")].find((one) => one.innerText?.trim() === text && one.offsetParent);
      found?.setAttribute("data-to-press", "");
      return !!found;
    };
    await this.until(`something that says “${text}”`, mark, text);
    await this.engine.press("[data-to-press]");
  }

  /** Waits until a function of the page gives something. */
  async until(what, look, ...given) {
    for (const deadline = Date.now() + PATIENCE; ; await pause(50)) {
      // A page that is just being left has no answer.
      const found = await this.run(look, ...given).catch(() => null);
      if (found) return found;
      if (Date.now() > deadline) {
        const page = await this.run(() => `${location.href}\n${document.body.innerText.slice(0, 800)}`).catch(String);
        throw new Error(`${this.name}: ${what} does not come. On the screen: ${page}`);
      }
    }
  }

  /** Waits for an element. */
  there(selector) {
    return this.until(selector, (selector) => !!document.querySelector(selector), selector);
  }

  /** What stands in an element. */
  text(selector) {
    return this.run((selector) => document.querySelector(selector)?.innerText ?? "", selector);
  }

  /** Keeps a picture of what is in sight. */
  async shot(name) {
    const folder = process.env.PHIEU_SHOTS;
    if (!folder) return;
    mkdirSync(folder, { recursive: true });
    await this.engine.shot(join(folder, `${name}.png`));
  }

  end() {
    return this.engine.end();
  }
}
