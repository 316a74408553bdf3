// The package as others get it: packed, installed into an empty folder, used from Node, from TypeScript and from a browser.
//
// What it says is compared with the command line. `cargo xtask test --only package` builds what this needs.

import assert from "node:assert/strict";
import { cpSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { after, before, describe, test } from "node:test";
import { pathToFileURL } from "node:url";
import { discard, phone, profile } from "../../../tests/browser/helpers/browser.mjs";
import { serveFolder } from "../../../tests/browser/helpers/static.mjs";
import { consumer } from "./installed.mjs";

const { PHIEU_ROOT: root, PHIEU_SERVER: program } = process.env;
const FORMS = ["tk-tch", "quy", "clb-thang"];
const { here, package: installed, run, discard: takeAway } = consumer();
const read = (...path) => readFileSync(join(...path), "utf8");

/** A code block of the package's README, by the heading it stands under. */
function example(heading) {
  const section = read(installed, "README.md").split(`## ${heading}\n`)[1];
  return section.split("```js\n")[1].split("```")[0];
}

after(takeAway);

describe("in Node", () => {
  let Validator;

  before(async () => {
    const entry = createRequire(join(here, "consumer.cjs")).resolve("phieu");
    ({ Validator } = await import(pathToFileURL(entry.replace("node.cjs", "node.mjs")).href));
  });

  const validator = (form) => new Validator(read(installed, "forms", `${form}.toml`));
  const base = (form) => JSON.parse(read(root, "tests/forms", form, "base.json"));

  test("the README's example runs as it stands and finds the mistake in the sum", () => {
    writeFileSync(join(here, "example.mjs"), example("Node"));
    const said = run("node", "example.mjs");
    assert.match(said, /^false$/m);
    assert.match(said, /^error members\/members_closing .+/m);
  });

  test("require gives the same class as import", () => {
    const code = 'const { Validator } = require("phieu"); import("phieu").then((m) => console.log(m.Validator === Validator));';
    assert.equal(run("node", "-e", code).trim(), "true");
  });

  for (const form of FORMS) {
    for (const language of ["vi", "en"]) {
      test(`${form} in ${language}: the verdict of the command line, on a good report and on an empty one`, () => {
        const { report, context } = base(form);
        for (const answers of [report.answers, {}]) {
          const filled = { ...report, answers };
          writeFileSync(join(here, "report.json"), JSON.stringify(filled));
          writeFileSync(join(here, "context.json"), JSON.stringify(context));
          assert.deepEqual(validator(form).check(filled, context, language), onCommandLine(form, language));
        }
      });
    }
  }

  test("a full report is valid, an empty one is not", () => {
    const { report, context } = base("clb-thang");
    const { check } = { check: (answers) => validator("clb-thang").check({ ...report, answers }, context) };
    assert.deepEqual(check(report.answers).issues, []);
    assert.equal(check(report.answers).valid, true);
    assert.equal(check({}).valid, false);
  });

  test("values are calculated", () => {
    const { report, context } = base("clb-thang");
    const values = validator("clb-thang").calculate(report, context);
    assert.equal(values.composition.women_share, 64.8);
  });

  test("in the language asked for, where a label is calculated; and of nothing that is no report", () => {
    const rows = {
      settings: { form_id: "visit", version: "1" },
      survey: [
        { type: "select_one day", name: "on" },
        { type: "calculate", name: "called", calculation: "jr:choice-name(${on}, '${on}')" },
      ],
      choices: [{ list_name: "day", name: "mon", "label::vi": "thứ hai", "label::en": "Monday" }],
    };
    const visit = Validator.fromJson(JSON.stringify(rows));
    const report = { form: "visit", version: "1", org_unit: "68", period: "2026-10", answers: { on: "mon" } };
    assert.deepEqual(["vi", "en"].map((language) => visit.calculate(report, null, language).called), ["thứ hai", "Monday"]);
    assert.throws(() => visit.calculate({ ...report, form: "quy" }, null, "en"), { code: "other_form" });
  });

  test("a form in every spelling, converted by the command line, is the same form", () => {
    const digest = (form) => form.definition().digest;
    const toml = validator("clb-thang");
    const source = join(installed, "forms/clb-thang.toml");
    assert.equal(digest(Validator.fromJson(JSON.stringify(toml.rows()))), digest(toml));
    assert.equal(digest(Validator.fromToml(read(source))), digest(toml));
    for (const ending of ["xlsx", "md", "json", "xml"]) {
      const file = join(here, `form.${ending}`);
      run(program, "convert", source, file);
      const bytes = readFileSync(file);
      const made = Validator.fromBytes(file, bytes);
      assert.equal(`${made.form} ${made.version}`, "clb-thang 2026.1", ending);
      if (ending === "xlsx") {
        const arrayBuffer = bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.length);
        assert.equal(digest(Validator.fromXlsx(arrayBuffer)), digest(made));
      }
      if (ending === "xml") assert.equal(digest(Validator.fromXform(bytes.toString())), digest(made));
    }
    for (const wrong of ["text", 5, undefined, [80, 75]]) assert.throws(() => Validator.fromXlsx(wrong), TypeError);
    assert.throws(() => Validator.fromBytes("form.xlsx", Buffer.from("PK")), { code: "form_invalid" });
  });

  test("in a batch an error stands in its place", () => {
    const { report, context } = base("clb-thang");
    const form = validator("clb-thang");
    const [good, none, alone, nothing] = form.checkBatch([[report, context], [{ ...report, form: "quy" }], [report], 5], "en");
    assert.deepEqual(good, form.check(report, context, "en"));
    assert.deepEqual([none instanceof Error, none.code], [true, "other_form"]);
    assert.deepEqual(alone, form.check(report, null, "en"));
    assert.equal(nothing.code, "report_not_object");
  });

  test("the text of a verdict is the object's own", () => {
    const { report, context } = base("quy");
    const quy = validator("quy");
    const text = quy.checkText(JSON.stringify(report), JSON.stringify(context), "en");
    assert.deepEqual(JSON.parse(text), quy.check(report, context, "en"));
  });

  test("the whole exported suite: verdicts, values and refusals, byte for byte", () => {
    const suite = JSON.parse(read(process.env.PHIEU_SUITE));
    const forms = Object.fromEntries(Object.entries(suite.forms).map(([name, { rows }]) => [name, new Validator(rows)]));
    assert.ok(suite.checks.length > 250);
    for (const { name, form, report, context, verdict, values } of suite.checks) {
      for (const [language, text] of Object.entries(verdict)) assert.equal(forms[form].checkText(report, context, language), text, name);
      assert.deepEqual(forms[form].calculate(JSON.parse(report), JSON.parse(context)), JSON.parse(values), name);
    }
    for (const [name, { schema }] of Object.entries(suite.forms)) assert.deepEqual(forms[name].schema(), JSON.parse(schema), name);
    for (const { form, report, context, error } of suite.refused_reports) {
      for (const [language, { code, message }] of Object.entries(error)) {
        assert.throws(() => forms[form].checkText(report, context ?? undefined, language), { code, message }, report);
      }
    }
    for (const { name, toml, findings } of suite.refused_forms) {
      assert.throws(() => new Validator(toml), (error) => {
        assert.deepEqual([error.code, error.findings], ["form_invalid", findings], name);
        return true;
      });
    }
  });

  test("the definition tells the fields, the rules and which form it is", () => {
    const form = validator("clb-thang");
    const definition = form.definition();
    assert.equal(`${definition.form} ${definition.version}`, `${form.form} ${form.version}`);
    assert.ok(definition.fields.some((field) => field.path === "members/members_closing" && field.label.vi));
    assert.ok(definition.rules.some((rule) => rule.severity === "error"));
  });

  test("what JSON would lose is told, not repaired", () => {
    const { report, context } = base("clb-thang");
    for (const number of [NaN, Infinity]) {
      const answers = { ...report.answers, members: { ...report.answers.members, members_closing: number } };
      const { issues } = validator("clb-thang").check({ ...report, answers }, context);
      const codes = issues.filter((issue) => issue.path === "members/members_closing").map((issue) => issue.code);
      assert.ok(codes.length > 0 && !codes.includes("required"), codes.join());
    }
  });

  test("a form with mistakes throws, with every mistake and its place", () => {
    const text = '[settings]\nform_id = "a"\nversion = "1"\n[[survey]]\ntype = "integer"\nname = "x"\nrelevant = "${y} >"\n[[survey]]\ntype = "what"\nname = "z"\n';
    assert.throws(() => new Validator(text), (error) => {
      assert.ok(error instanceof Error);
      assert.equal(error.code, "form_invalid");
      assert.ok(error.diagnostics.length >= 2, error.message);
      assert.match(error.diagnostics.join("\n"), /:7:/);
      assert.ok(error.findings.some((finding) => finding.row === 7 && finding.level === "error"));
      return true;
    });
    assert.throws(() => new Validator("[settings"), { code: "form_invalid" });
    assert.throws(() => new Validator("{ not json"), { code: "form_invalid" });
  });

  test("what is no report of this form throws with a code and a sentence in the language asked for", () => {
    const { report } = base("clb-thang");
    const form = validator("clb-thang");
    assert.throws(() => form.check({ ...report, form: "quy" }, null, "en"), { code: "other_form", message: /quy/ });
    assert.throws(() => form.check({ ...report, version: "1999.1" }), { code: "other_version" });
    for (const nothing of [undefined, null, 5, "text", [], {}, () => {}]) {
      assert.throws(() => form.check(nothing), (error) => error instanceof Error && error.code !== undefined);
    }
    assert.throws(() => form.check(report, { instances: 5 }), { code: "context_invalid" });
    assert.throws(() => form.checkText("{"), { code: "not_json" });
    const circle = {};
    circle.circle = circle;
    assert.throws(() => form.check(circle), TypeError);
    assert.equal(form.form, "clb-thang", "and the validator still works");
  });
});

function onCommandLine(form, language) {
  try {
    return JSON.parse(run(program, "check", form, "report.json", "--context", "context.json", "--lang", language, "--json"));
  } catch (error) {
    if (error.status !== 1) throw error;
    return JSON.parse(error.stdout);
  }
}

describe("in TypeScript", () => {
  const compiler = join(root, "pkg/npm/node_modules/typescript/lib/tsc.js");
  const compile = (files, ...options) => {
    for (const [file, text] of Object.entries(files)) writeFileSync(join(here, file), text);
    run("node", compiler, "--noEmit", "--strict", "--skipLibCheck", "false", "--target", "es2022", "--lib", "es2022,dom", ...options, ...Object.keys(files));
  };
  const [use, element] = ["use.ts", "use-element.ts"].map((file) => readFileSync(new URL(file, import.meta.url), "utf8"));
  const NODE = ["--module", "node16"];

  // The element is a module for pages; what is required in the old manner is the validator alone.
  test("the types hold for Node's modules", () => compile({ "use.mts": use, "use-element.mts": element }, ...NODE));
  test("the types hold for require", () => compile({ "use.cts": use }, ...NODE));
  test("the types hold for bundlers", () => compile({ "use.ts": use, "use-element.ts": element }, "--module", "esnext", "--moduleResolution", "bundler"));

  test("a wrong use is found", () => {
    assert.throws(() => compile({ "wrong.mts": 'import { Validator } from "phieu";\nnew Validator(5);\n' }, ...NODE), { stdout: /TS2345/ });
  });
});

describe("in a browser", () => {
  const folder = profile();
  let context, page, files;

  before(async () => {
    mkdirSync(join(here, "site"));
    cpSync(installed, join(here, "site/phieu"), { recursive: true });
    cpSync(join(installed, "forms"), join(here, "site/forms"), { recursive: true });
    files = await serveFolder(join(here, "site"), {
      "/index.html": '<!doctype html><title>phieu</title><script type="module" src="/page.js"></script>',
      "/blank.html": "<!doctype html><title>blank</title>",
      "/favicon.ico": "",
      "/page.js": `${example("Browser").replace('"phieu"', '"/phieu/web.mjs"').replace("check(report, context", "check(...globalThis.given")}
        globalThis.validator = validator;`,
    });
    context = await phone(folder);
    page = await context.newPage();
  });

  after(async () => {
    await context?.close();
    await files?.close();
    discard(folder);
  });

  test("the README's example runs under a strict policy and says what Node says, byte for byte", async () => {
    const given = JSON.parse(read(root, "tests/forms/clb-thang/base.json"));
    given.report.answers.members.members_closing = 1;
    const said = [];
    page.on("console", (line) => said.push(line.text()));
    page.on("pageerror", (error) => said.push(String(error)));
    await page.addInitScript((pair) => { globalThis.given = pair; }, [given.report, given.context]);
    await page.goto(`${files.url}/index.html`);
    await page.waitForFunction(() => globalThis.validator).catch(() => {});
    assert.equal(said.length, 1, said.join("\n"));
    const texts = [JSON.stringify(given.report), JSON.stringify(given.context), "en"];
    const found = await page.evaluate((args) => globalThis.validator.checkText(...args), texts);
    const { Validator } = createRequire(join(here, "consumer.cjs"))("phieu");
    assert.equal(found, new Validator(read(installed, "forms/clb-thang.toml")).checkText(...texts));
    assert.equal(JSON.parse(found).valid, false);
  });

  test("loading can be tried again after it failed", async () => {
    const fresh = await context.newPage();
    await fresh.goto(`${files.url}/blank.html`);
    const outcomes = await fresh.evaluate(async () => {
      const { load, Validator } = await import("/phieu/web.mjs");
      const tell = (attempt) => attempt.then(() => "loaded", () => "failed");
      const outcomes = [await tell(load("/phieu/nowhere.wasm")), await tell(load())];
      const form = await (await fetch("/forms/quy.toml")).text();
      return [...outcomes, new Validator(form).form];
    });
    assert.deepEqual(outcomes, ["failed", "loaded", "quy"]);
  });
});
