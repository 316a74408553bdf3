// The installed package outside Node's own loader: in Deno and Bun, through bundlers, behind Express.
//
// Everywhere the same bytes as in Node. `cargo xtask test --only package` builds what this needs.

import assert from "node:assert/strict";
import { execFileSync, spawn } from "node:child_process";
import { copyFileSync, mkdirSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { after, before, describe, test } from "node:test";
import { discard, phone, profile } from "../../../tests/browser/helpers/browser.mjs";
import { serveFolder } from "../../../tests/browser/helpers/static.mjs";
import { consumer, developed, read } from "./installed.mjs";

const installed = consumer();
const { here, run } = installed;
const base = JSON.parse(read("tests/forms/clb-thang/base.json"));
const wrong = structuredClone(base);
wrong.report.answers.members.members_closing = 55;
const form = read("crates/catalog/forms/clb-thang.toml");
const given = [JSON.stringify(wrong.report), JSON.stringify(wrong.context), "vi"];
const inNode = () => new (createRequire(join(here, "consumer.cjs"))("phieu").Validator)(form).checkText(...given);

before(() => {
  installed.take("express", "react", "react-dom", "scheduler");
  writeFileSync(join(here, "form.toml"), form);
  writeFileSync(join(here, "given.json"), JSON.stringify(given));
  writeFileSync(
    join(here, "say.mjs"),
    `import { readFileSync } from "node:fs";
     import { Validator } from "phieu";
     const validator = Validator.fromBytes("form.toml", readFileSync("form.toml"));
     console.log(validator.checkText(...JSON.parse(readFileSync("given.json", "utf8"))));`,
  );
});

after(() => installed.discard());

test("the book's quick start prints the verdict", () => {
  const folder = join(process.env.PHIEU_ROOT, "docs/start");
  writeFileSync(join(here, "quick.mjs"), read("docs/start/quick-starts.md").split("```js\n")[1].split("```")[0]);
  const said = execFileSync(process.execPath, [join(here, "quick.mjs")], { cwd: folder, encoding: "utf8" });
  assert.equal(said, read("docs/start/verdict.json"));
});

describe("another runtime says the same bytes", () => {
  const RUNTIMES = {
    Deno: [join(developed("@deno"), "linux-x64-glibc/deno"), "run", "--cached-only", "--allow-read", "say.mjs"],
    Bun: [join(developed("@oven"), "bun-linux-x64/bin/bun"), "say.mjs"],
  };
  for (const [name, command] of Object.entries(RUNTIMES)) test(name, () => assert.equal(run(...command).trimEnd(), inNode()));
});

describe("a bundle says the same bytes in a browser", () => {
  const folder = profile();
  const app = (importing, loading) => `${importing}
    import { load, Validator } from "phieu";
    await load(${loading});
    globalThis.said = Validator.fromToml(globalThis.form).checkText(...globalThis.given);`;
  let context;

  before(async () => {
    mkdirSync(join(here, "src"));
    context = await phone(folder);
  });

  after(async () => {
    await context?.close();
    discard(folder);
  });

  /** What the bundle in a folder says when a page loads it. */
  async function said(dist, texts = {}) {
    const files = await serveFolder(join(here, dist), texts);
    const page = await context.newPage();
    await page.addInitScript((all) => Object.assign(globalThis, all), { form, given });
    await page.goto(`${files.url}/index.html`);
    await page.waitForFunction(() => globalThis.said).catch(() => {});
    const found = await page.evaluate(() => globalThis.said);
    await files.close();
    return found;
  }

  test("esbuild, which is told where the file goes", async () => {
    writeFileSync(join(here, "src/esbuild.mjs"), app('import wasm from "phieu/phieu.wasm";', "wasm"));
    const esbuild = join(developed("esbuild"), "bin/esbuild");
    run(esbuild, "src/esbuild.mjs", "--bundle", "--format=esm", "--loader:.wasm=file", "--outdir=esbuild", "--log-level=error");
    assert.equal(await said("esbuild", { "/index.html": '<script type="module" src="/esbuild.js"></script>' }), inNode());
  });

  test("Vite and its Rollup, which find the file themselves", async () => {
    writeFileSync(join(here, "src/index.html"), '<script type="module" src="./vite.mjs"></script>');
    writeFileSync(join(here, "src/vite.mjs"), app("", ""));
    run(join(developed("vite"), "bin/vite.js"), "build", "src", "--outDir", "../vite", "--target", "es2022", "--logLevel", "error");
    assert.equal(await said("vite"), inNode());
  });
});

describe("the example with Express", () => {
  let program, address;

  before(async () => {
    copyFileSync(new URL("../examples/express.mjs", import.meta.url), join(here, "express.mjs"));
    program = spawn(process.execPath, ["express.mjs"], { cwd: here, stdio: ["ignore", "pipe", "inherit"] });
    address = await new Promise((resolve, reject) => {
      program.stdout.once("data", (line) => resolve(String(line).trim()));
      program.once("exit", (code) => reject(new Error(`it ended with ${code}`)));
    });
  });

  after(() => program?.kill());

  const send = async (body) => {
    const headers = { "content-type": "application/json" };
    const response = await fetch(`${address}/club-months`, { method: "POST", headers, body: JSON.stringify(body) });
    return [response.status, await response.json()];
  };

  test("a good report is counted, a wrong one gets its verdict, another form is refused", async () => {
    assert.deepEqual(await send(base), [201, { members: 54 }]);
    const [status, verdict] = await send(wrong);
    assert.equal(status, 422);
    assert.deepEqual(verdict, JSON.parse(inNode()));
    for (const body of [{ ...base, report: { ...base.report, form: "quy" } }, {}, []]) {
      const [refused, { code, message }] = await send(body);
      assert.deepEqual([refused, typeof code, typeof message], [400, "string", "string"]);
    }
  });
});
