// Every form of the catalogue in the engines of other clients: JavaRosa (ODK Collect, KoboCollect), the engine of ODK Web Forms, and Enketo
// (the web page of ODK and KoboToolbox) in Chromium.
//
// A form is written with what its rules know of one unit and period, as the server serves it, and filled in with the answers on which
// phieu finds nothing. Each engine must ask for each of them, refuse none, compute the same values, and send what phieu reads back as
// the same report. `cargo xtask test --only odk` builds what this needs.

import assert from "node:assert/strict";
import { spawn, spawnSync } from "node:child_process";
import { randomUUID } from "node:crypto";
import { once } from "node:events";
import { mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, describe, test } from "node:test";
import { enketo } from "./enketo.mjs";
import { fill } from "./webforms.mjs";

const { PHIEU_ROOT: root, PHIEU_SERVER: phieu, PHIEU_JAVAROSA: javarosa } = process.env;
const here = mkdtempSync(join(tmpdir(), "phieu-odk-"));
const file = (name) => join(here, name);
const forms = readdirSync(join(root, "tests/forms"), { withFileTypes: true }).filter((entry) => entry.isDirectory()).map((entry) => entry.name);

function run(program, args) {
  const done = spawnSync(program, args, { encoding: "utf8", maxBuffer: 1 << 28 });
  assert.equal(done.error, undefined);
  return done;
}

/** Answers as path → text, rows of a repeat numbered from 1. */
function flat(answers, path = "") {
  return Object.entries(answers).flatMap(([name, value]) => {
    const below = path === "" ? name : `${path}/${name}`;
    if (Array.isArray(value)) {
      const rows = value.some((each) => typeof each === "object");
      return rows ? value.flatMap((row, index) => flat(row, `${below}[${index + 1}]`)) : [[below, value.join(" ")]];
    }
    return typeof value === "object" ? flat(value, below) : [[below, String(value)]];
  });
}

/** A form of the trial: written, and what phieu says of its answers. Their clocks cannot be set, so the day stands in the form. */
function written(form) {
  const { report, context } = JSON.parse(readFileSync(join(root, "tests/forms", form, "base.json"), "utf8"));
  writeFileSync(file(`${form}.context.json`), JSON.stringify(context));
  writeFileSync(file(`${form}.report.json`), JSON.stringify(report));
  const xform = run(phieu, ["export", form, "--as", "xform", "--context", file(`${form}.context.json`)]);
  assert.equal(xform.status, 0, xform.stderr);
  const xml = xform.stdout.replaceAll("today()", `date('${context.today}')`);
  writeFileSync(file(`${form}.xml`), xml);
  writeFileSync(file(`${form}.answers`), flat(report.answers).map(([path, text]) => `${path}\t${text}\0`).join(""));
  const verdict = run(phieu, ["check", form, file(`${form}.report.json`), "--context", file(`${form}.context.json`), "--json"]);
  return { form, report, xml, left: xform.stderr, verdict: JSON.parse(verdict.stdout) };
}

/** What stands in a submission under a path, rows of a repeat numbered from 1; nothing where there is no such place. */
function value(submission, path) {
  const steps = path.split("/").map((step) => /^([^[]*)(?:\[(\d+)\])?$/.exec(step));
  const below = (at, [, name, row]) => [...(at?.children ?? [])].filter((each) => each.localName === name)[(row ?? 1) - 1];
  return steps.reduce(below, submission.documentElement)?.textContent ?? "";
}

/** Answers with what was chosen of several in one order: clients have their own. */
const unordered = (answers) => JSON.parse(JSON.stringify(answers), (_, value) => (Array.isArray(value) && typeof value[0] === "string" ? value.sort() : value));

/** What an engine sent is the report, and the values that it computed are those of the verdict. */
function agrees({ form, report, verdict, left }, name, submission) {
  writeFileSync(file(name), submission);
  const { org_unit, period } = report;
  const taken = run(phieu, ["answers", form, file(name), "--unit", org_unit, "--period", period, "--context", file(`${form}.context.json`)]);
  assert.equal(taken.stderr, "");
  assert.deepEqual(unordered(JSON.parse(taken.stdout)[0].answers), unordered(report.answers));
  const sent = new DOMParser().parseFromString(submission, "text/xml");
  const computed = flat(verdict.values).filter(([path]) => !left.includes(`${path.split("/").at(-1)}: calculation:`));
  assert.ok(computed.length > 0, "nothing is compared");
  for (const [path, expected] of computed) {
    // Enketo takes blanks at the ends of a text away.
    const found = value(sent, path);
    const same = found.trim() === expected.trim() || (found !== "" && Number(found) === Number(expected));
    assert.ok(same, `${path}: ${found || "nothing"}, where phieu computes ${expected}`);
  }
}

/** Fills in written forms with JavaRosa, all in one run. */
function withJavaRosa(names) {
  if (!compiled) {
    const done = run("javac", ["-cp", javarosa, "-d", here, join(import.meta.dirname, "Fill.java")]);
    assert.equal(done.status, 0, done.stderr);
    compiled = true;
  }
  const filled = run("java", ["-cp", `${javarosa}:${here}`, "Fill", ...names.map((name) => file(`${name}.xml`))]);
  assert.equal(filled.status, 0, filled.stderr);
}
let compiled = false;

after(() => rmSync(here, { recursive: true }));

describe("forms in other clients' engines", () => {
  const trials = forms.map(written);
  let page;
  before(async () => {
    withJavaRosa(forms);
    page = await enketo();
  });
  after(() => page.close());

  for (const trial of trials) {
    test(`${trial.form}: JavaRosa`, () => {
      assert.equal(readFileSync(file(`${trial.form}.told`), "utf8"), "");
      agrees(trial, `${trial.form}.submission.xml`, readFileSync(file(`${trial.form}.javarosa.xml`), "utf8"));
    });
    test(`${trial.form}: Web Forms`, async () => {
      const { told, submission } = await fill(trial.xml, flat(trial.report.answers));
      assert.deepEqual(told, []);
      agrees(trial, `${trial.form}.submission.xml`, submission);
    });
    test(`${trial.form}: Enketo`, async () => {
      const { told, submission } = await page.fill(trial.xml, flat(trial.report.answers));
      assert.deepEqual(told, []);
      agrees(trial, `${trial.form}.submission.xml`, submission);
    });
  }
});

describe("forms as a running server serves them", () => {
  const PASSWORD = "suc-khoe-2026";
  // A club's secretary, a volunteer, a commune's chair: between them they fill in most kinds of forms.
  const ACCOUNTS = ["liengbong", "chihoilonglanh", "xalacduong"];
  const blanks = [];
  let server, address;

  const authorization = (login) => `Basic ${Buffer.from(`${login}:${PASSWORD}`).toString("base64")}`;
  const get = async (login, url) => (await fetch(url, { headers: { authorization: authorization(login) } })).text();
  const said = (xml, name) => [...xml.matchAll(new RegExp(`<${name}>([^<]*)</${name}>`, "g"))].map(([, text]) => text);

  before(async () => {
    server = spawn(phieu, ["serve", "--port", "0", "--data", file("data")], { stdio: ["ignore", "pipe", "inherit"] });
    address = await new Promise((resolve) => {
      let text = "";
      server.stdout.on("data", (more) => {
        text += more;
        const found = /http:\/\/[^/]+/.exec(text);
        if (found) resolve(found[0]);
      });
    });
    for (const login of ACCOUNTS) {
      const list = await get(login, `${address}/openrosa/formList`);
      const ids = said(list, "formID");
      for (const [index, url] of said(list, "downloadUrl").entries()) {
        const [form, org_unit, period] = ids[index].split(".");
        if (blanks.some((blank) => blank.form === form)) continue;
        const xml = await get(login, url);
        const report = dated(form, xml);
        const answers = flat(report);
        writeFileSync(file(`${ids[index]}.xml`), xml);
        writeFileSync(file(`${ids[index]}.answers`), answers.map(([path, text]) => `${path}\t${text}\0`).join(""));
        blanks.push({ id: ids[index], login, form, org_unit, period, xml, report, answers });
      }
    }
    withJavaRosa(blanks.map((blank) => blank.id));
  });

  after(async () => {
    server.kill();
    await once(server, "exit");
  });

  /** The answers of a form's base, with its period's days as days of the period that a blank form tells of. */
  function dated(form, xml) {
    const { report, context } = JSON.parse(readFileSync(join(root, "tests/forms", form, "base.json"), "utf8"));
    const { start, end } = context.instances.period;
    const by = Date.parse(/<instance id="period">[^]*?<start>([^<]*)</.exec(xml)[1]) - Date.parse(start);
    const shifted = (day) => new Date(Date.parse(day) + by).toISOString().slice(0, 10);
    const isInside = (value) => /^\d{4}-\d\d-\d\d$/.test(value) && value >= start && value <= end;
    return JSON.parse(JSON.stringify(report.answers), (_, value) => (typeof value === "string" && isInside(value) ? shifted(value) : value));
  }

  async function send(login, submission) {
    const body = new FormData();
    body.append("xml_submission_file", new Blob([submission], { type: "text/xml" }), "submission.xml");
    const answer = await fetch(`${address}/openrosa/submission`, { method: "POST", body, headers: { authorization: authorization(login) } });
    return { status: answer.status, told: await answer.text() };
  }

  async function api(login, method, path, body) {
    const credentials = JSON.stringify({ account: login, password: PASSWORD });
    const headers = { "content-type": "application/json" };
    const session = await fetch(`${address}/api/v1/session`, { method: "POST", body: credentials, headers });
    headers.cookie = session.headers.get("set-cookie").split(";")[0];
    return (await fetch(address + path, { method, headers, body: body && JSON.stringify(body) })).json();
  }

  // Which are taken and which refused depends on the day; it must be the same, for the same reasons. What is taken at a fixed day stands in
  // tests/server/openrosa.rs.
  test("JavaRosa and Web Forms load each, and what they send gets the verdict that the same answers get elsewhere", async () => {
    assert.ok(blanks.length > 3, `${blanks.length} forms`);
    for (const [index, { id, login, form, org_unit, period, xml, report, answers }] of blanks.entries()) {
      const web = await fill(xml, answers);
      const java = readFileSync(file(`${id}.told`), "utf8");
      assert.doesNotMatch(`${web.told.join("\n")}\n${java}`, /not loaded/, id);
      // A unit has one report: where one engine's is taken, the other's must be known as the same. So each is the first in turn.
      const both = [readFileSync(file(`${id}.javarosa.xml`), "utf8"), web.submission];
      let taken;
      for (const submission of index % 2 === 0 ? both : both.reverse()) {
        const { status, told } = await send(login, submission);
        if (status === 201) {
          taken ??= /uuid:([^<]*)/.exec(submission)[1];
          continue;
        }
        assert.equal(taken, undefined, `${id}: of one engine it was taken, of the other ${status} ${told}`);
        const sent = { form, version: /version="([^"]*)-/.exec(xml)[1], org_unit, period, answers: report };
        const refused = await api(login, "PUT", `/api/v1/reports/${randomUUID()}/revisions/1`, sent);
        const messages = refused.details.verdict.issues.filter((issue) => issue.severity !== "warning").map((issue) => issue.message);
        assert.ok(status === 422 && messages.length > 0, `${id}: ${status} ${told}`);
        const text = told.replaceAll("&lt;", "<").replaceAll("&gt;", ">").replaceAll("&amp;", "&");
        for (const message of messages.slice(0, 12)) assert.ok(text.includes(message), `${id}: ${message} is not in ${text}`);
      }
      if (taken) {
        const kept = await api(login, "GET", `/api/v1/reports/${taken}`);
        assert.deepEqual(unordered(kept.answers), unordered(report), id);
        assert.deepEqual([kept.revision, kept.history.length], [1, 1], `${id}: what the other engine sent is nothing new`);
      }
    }
  });
});
