// The same bytes from every build: the native program, WebAssembly in Node, WebAssembly in Chromium.
//
// Every data case and every walk of random edits is run three times. What is expected of a case is checked inside the
// suite itself; here only bytes are compared. `cargo xtask test --only parity` builds what this needs.

import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { readFileSync, readdirSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { basename, join } from "node:path";
import { after, before, describe, test } from "node:test";
import { discard, phone, profile } from "../browser/helpers/browser.mjs";
import { serveFolder } from "../browser/helpers/static.mjs";

const { PHIEU_ROOT: root, PHIEU_PARITY: built, PHIEU_PARITY_NATIVE: native } = process.env;
const SEEDS = [1, 2, 3];
const EDITS = 200;

const read = (path) => readFileSync(path, "utf8");

/** What is run: a name, the function, the arguments of the native program, and the same as texts. */
function runs() {
  const suite = join(root, "tests/suite/engine");
  const engine = readdirSync(suite).sort().map((file) => join(suite, file));
  const forms = readdirSync(join(root, "crates/catalog/forms")).sort().map((file) => basename(file, ".toml"));
  return [
    ...engine.map((file) => ({ name: `engine ${basename(file)}`, verb: "engine", args: [file], texts: [read(file)] })),
    ...forms.flatMap((form) => {
      const folder = join(root, "tests/forms", form);
      const files = [join(root, "crates/catalog/forms", `${form}.toml`), join(folder, "base.json"), join(folder, "cases.toml")];
      const context = join(built, `${form}.context.json`);
      writeFileSync(context, JSON.stringify(JSON.parse(read(files[1])).context));
      const walks = SEEDS.map((seed) => ({
        name: `random edits ${form} ${seed}`,
        verb: "random",
        args: [files[0], context, seed, EDITS],
        texts: [read(files[0]), read(context), seed, EDITS],
      }));
      return [{ name: `reports ${form}`, verb: "reports", args: files, texts: files.map(read) }, ...walks];
    }),
  ];
}

const inProgram = ({ verb, args }) => execFileSync(native, [verb, ...args.map(String)], { encoding: "utf8", maxBuffer: 1 << 28 });

function same(found, expected) {
  assert.ok(expected.length > 0, "the native program said nothing");
  if (found === expected) return;
  const lines = expected.split("\n");
  const at = found.split("\n").findIndex((line, index) => line !== lines[index]);
  assert.fail(`line ${at + 1} differs\n  native: ${lines[at]}\n  here:   ${found.split("\n")[at]}`);
}

describe("the same bytes from every build", () => {
  const expected = new Map();
  const node = createRequire(import.meta.url)(join(built, "node/parity.js"));
  const folder = profile();
  let context, page, files;

  before(async () => {
    const script = 'import start, * as suite from "/parity.js"; await start({ module_or_path: "/parity_bg.wasm" }); globalThis.suite = suite;';
    files = await serveFolder(join(built, "web"), {
      "/index.html": '<!doctype html><title>parity</title><script type="module" src="/start.js"></script>',
      "/start.js": script,
    });
    context = await phone(folder);
    page = await context.newPage();
    await page.goto(`${files.url}/index.html`);
    await page.waitForFunction(() => globalThis.suite);
  });

  after(async () => {
    await context?.close();
    await files?.close();
    discard(folder);
  });

  for (const run of runs()) {
    test(`${run.name}: native`, () => {
      expected.set(run.name, inProgram(run));
    });
    test(`${run.name}: WebAssembly in Node`, () => {
      same(node[run.verb](...run.texts), expected.get(run.name));
    });
    test(`${run.name}: WebAssembly in Chromium`, async () => {
      same(await page.evaluate(([verb, texts]) => globalThis.suite[verb](...texts), [run.verb, run.texts]), expected.get(run.name));
    });
  }
});
