// WebKitGTK, through its own WebDriver (W3C WebDriver, plain HTTP) on a display that nobody sees.

import { spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { freePort, pause } from "../helpers/server.mjs";

const DRIVER = "/usr/bin/WebKitWebDriver";
const BROWSER = ["4.1", "4.0", "6.0"].map((version) => `/usr/lib/x86_64-linux-gnu/webkit2gtk-${version}/MiniBrowser`).find(existsSync);
const ELEMENT = "element-6066-11e4-a52e-4f735466cecf";

// The browser's own bar is wider than a phone: without margins it is not.
const NARROW = "button, entry, toolbar, toolbutton, separator, box { padding: 0; margin: 0; min-width: 0; font-size: 1px; border: 0; }";

export async function start({ width, height }) {
  const port = await freePort();
  const folder = mkdtempSync(join(tmpdir(), "phieu-webkit-"));
  mkdirSync(join(folder, "gtk-3.0"));
  writeFileSync(join(folder, "gtk-3.0/gtk.css"), NARROW);
  // A group of its own, so that the display and the browser end with it.
  const env = { ...process.env, XDG_CONFIG_HOME: folder, LANG: "vi_VN.UTF-8" };
  const display = spawn("xvfb-run", ["-a", "-s", "-screen 0 1600x1200x24", DRIVER, `--port=${port}`], { stdio: "ignore", detached: true, env });
  const exited = once(display, "exit");
  let session = "";
  const ask = async (method, path, body) => {
    const answer = await fetch(`http://127.0.0.1:${port}${session}${path}`, { method, body: body && JSON.stringify(body) });
    const { value } = await answer.json();
    if (!answer.ok) throw new Error(`${method} ${path}: ${value?.error}: ${value?.message}`);
    return value;
  };
  for (const deadline = Date.now() + 20_000; ; await pause(100)) {
    if (await ask("GET", "/status").then(() => true, () => false)) break;
    if (Date.now() > deadline) throw new Error("WebKitWebDriver does not answer");
  }
  const options = { "webkitgtk:browserOptions": { binary: BROWSER, args: ["--automation"] } };
  const { sessionId } = await ask("POST", "/session", { capabilities: { alwaysMatch: options } });
  session = `/session/${sessionId}`;
  const run = (work, given) => ask("POST", "/execute/sync", { script: `return (${work})(...arguments)`, args: given });
  // The window has a frame of its own around the page.
  await ask("POST", "/window/rect", { width, height });
  await pause(300);
  const inner = await run(() => [innerWidth, innerHeight], []);
  await ask("POST", "/window/rect", { width: 2 * width - inner[0], height: 2 * height - inner[1] });
  const element = async (selector) => {
    // It does not scroll by itself to what lies under the bar that stays in sight.
    await run((selector) => document.querySelector(selector).scrollIntoView({ block: "center", behavior: "instant" }), [selector]);
    return `/element/${(await ask("POST", "/element", { using: "css selector", value: selector }))[ELEMENT]}`;
  };
  return {
    goto: (url) => ask("POST", "/url", { url }),
    run,
    type: async (selector, text) => {
      const box = await element(selector);
      await ask("POST", `${box}/clear`, {});
      await ask("POST", `${box}/value`, { text });
    },
    press: async (selector) => ask("POST", `${await element(selector)}/click`, {}),
    shot: async (path) => writeFileSync(path, await ask("GET", "/screenshot"), "base64"),
    end: async () => {
      await ask("DELETE", "").catch(() => {});
      process.kill(-display.pid, "SIGTERM");
      await exited;
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
