// The libraries as others get them: header and libraries in one folder, compiled against with a C compiler.
//
// The whole exported suite goes through a C program linked with the static library; a sample of it through the shared one under
// valgrind, which must find no wrong access and nothing that was not freed. The example programs in C and in the languages that
// call it say the same bytes. `cargo xtask test --only c` builds what this needs.

import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, describe, test } from "node:test";

const { PHIEU_ROOT: root, PHIEU_C: prefix, PHIEU_SUITE: exported } = process.env;
const suite = JSON.parse(readFileSync(exported, "utf8"));
const here = mkdtempSync(join(tmpdir(), "phieu-c-"));
const STRICT = ["-std=c11", "-Wall", "-Wextra", "-Wpedantic", "-Werror", "-g", "-I", join(prefix, "include")];
const SYSTEM = ["-lpthread", "-ldl", "-lm"];
const VALGRIND = ["valgrind", "--quiet", "--error-exitcode=99", "--leak-check=full", "--show-leak-kinds=all", "--errors-for-leak-kinds=all"];

function compile(source, program, ...libraries) {
  const file = join(here, program);
  const cc = spawnSync("cc", [...STRICT, source, "-o", file, ...libraries, ...SYSTEM], { encoding: "utf8" });
  assert.equal(cc.status, 0, cc.stderr);
  return file;
}

const shared = ["-L", join(prefix, "lib"), "-lphieu", `-Wl,-rpath,${join(prefix, "lib")}`];
const fixed = [join(prefix, "lib/libphieu.a")];

/** A request of tests/replay.c: the word, then each text with its length before all of them; null is NULL. */
function request(word, ...texts) {
  const bytes = texts.map((text) => (text === null ? null : Buffer.from(text)));
  const head = [word, ...bytes.map((each) => each?.length ?? -1)].join(" ");
  return Buffer.concat([Buffer.from(`${head}\n`), ...bytes.filter((each) => each !== null)]);
}

/** What the program answers to requests: for each whether it is what was asked for, and the text. */
function replay(command, requests) {
  const [program, ...words] = command;
  const run = spawnSync(program, words, { input: Buffer.concat(requests), maxBuffer: 1 << 28 });
  assert.equal(run.status, 0, `${run.error ?? ""} ${run.stderr}`);
  const answers = [];
  for (let rest = run.stdout; rest.length > 0; ) {
    const end = rest.indexOf("\n");
    const [ok, length] = rest.subarray(0, end).toString().split(" ").map(Number);
    answers.push({ ok: ok === 1, text: rest.subarray(end + 1, end + 1 + length).toString() });
    rest = rest.subarray(end + 1 + length);
  }
  return answers;
}

/** Requests for a form and checks on it, with the answers that must come. */
function conversation(name, checks) {
  const { toml, schema } = suite.forms[name];
  const turns = [
    [request("form", `${name}.toml`, toml), true, ""],
    [request("schema"), true, schema],
  ];
  for (const { report, context, verdict, values } of checks) {
    for (const [language, text] of Object.entries(verdict)) turns.push([request("check", report, context, language), true, text]);
    turns.push([request("calculate", report, context, null), true, values]);
  }
  return turns;
}

function agree(command, turns) {
  const answers = replay(command, turns.map(([bytes]) => bytes));
  assert.equal(answers.length, turns.length);
  turns.forEach(([bytes, ok, text], index) => assert.deepEqual(answers[index], { ok, text }, bytes.toString().slice(0, 400)));
}

const checksOf = (name) => suite.checks.filter((check) => check.form === name);

after(() => rmSync(here, { recursive: true, force: true }));

describe("the whole suite", () => {
  let program;
  before(() => { program = compile(join(root, "pkg/c/tests/replay.c"), "replay", ...fixed); });

  for (const name of Object.keys(suite.forms)) {
    test(`${name}: schema, verdicts and values, byte for byte`, () => agree([program], conversation(name, checksOf(name))));
  }

  test("what is no report of the form is told with its code and sentence", () => {
    const turns = [[request("form", "refusing.toml", suite.forms.refusing.toml), true, ""]];
    for (const { report, context, error } of suite.refused_reports) {
      for (const [language, { code, message }] of Object.entries(error)) {
        turns.push([request("check", report, context, language), false, JSON.stringify({ code, message })]);
      }
    }
    agree([program], turns);
  });

  test("what is no form is told with everything that is wrong with it", () => {
    const cases = suite.refused_forms;
    const answers = replay([program], cases.map(({ toml }) => request("form", "form.toml", toml)));
    cases.forEach(({ name, findings, text }, index) => {
      assert.equal(answers[index].ok, false, name);
      assert.deepEqual(JSON.parse(answers[index].text), { code: "form_invalid", message: text, findings }, name);
    });
  });

  test("texts that are no UTF-8 are told, and a refused form answers every check with what is wrong with it", () => {
    const broken = Buffer.from([0x7b, 0xff]);
    const ask = (text) => Buffer.concat([Buffer.from(`check ${text.length} -1 -1\n`), text]);
    const [, wrong, refused, same] = replay([program], [
      request("form", "refusing.toml", suite.forms.refusing.toml), ask(broken), request("form", "a.toml", "[settings"), ask(Buffer.from("{}")),
    ]);
    assert.deepEqual(JSON.parse(wrong.text), { code: "not_utf8", message: "expected UTF-8 as report, found something else at byte 2" });
    assert.deepEqual([refused.ok, same.ok, same.text], [false, false, refused.text]);
  });
});

describe("under valgrind, with the shared library", () => {
  let program;
  before(() => { program = compile(join(root, "pkg/c/tests/replay.c"), "replay-shared", ...shared); });

  test("a sample of the suite: no wrong access, nothing left unfreed", () => {
    const spread = checksOf("clb-thang").filter((_, index) => index % 25 === 0);
    assert.ok(spread.length > 2);
    const small = Object.keys(suite.forms).filter((name) => checksOf(name).length > 0 && suite.forms[name].toml.length < 4000).slice(0, 4);
    const turns = [...conversation("clb-thang", spread), ...small.flatMap((name) => conversation(name, checksOf(name)))];
    agree([...VALGRIND, program], turns);
  });

  test("mistakes of the caller and of forms: the same", () => {
    const forms = suite.refused_forms.slice(0, 6).map(({ toml }) => request("form", "form.toml", toml));
    const answers = replay([...VALGRIND, program], [request("nulls"), ...forms, request("check", "{}", null, null)]);
    const codes = answers.map(({ ok, text }) => (ok ? text : JSON.parse(text).code));
    const ofNulls = [...Array(7).fill("null_argument"), suite.phieu];
    assert.deepEqual(codes, [...ofNulls, ...Array(7).fill("form_invalid")]);
  });
});

/** The example in each language: what compiles it, and the command that runs it. */
const examples = join(root, "pkg/c/examples");
const jar = process.env.PHIEU_JNA ?? "/usr/share/java/jna.jar";
const lib = join(prefix, "lib");
const EXAMPLES = {
  C: { build: () => compile(join(examples, "check.c"), "check", ...shared), run: [join(here, "check")] },
  Go: { build: () => run("go", "build", "-o", join(here, "check-go"), join(examples, "check.go")), run: [join(here, "check-go")] },
  Java: {
    build: () => run("javac", "-encoding", "UTF-8", "-Xlint:all,-serial", "-Werror", "-cp", jar, "-d", here, join(examples, "Check.java")),
    run: ["java", "-cp", `${jar}:${here}`, `-Djna.library.path=${lib}`, "Check"],
  },
  PHP: { run: ["php", join(examples, "check.php")] },
  Ruby: { run: ["ruby", "-w", join(examples, "check.rb")] },
  "C#": { build: () => run("mcs", "-warnaserror", `-out:${join(here, "check.exe")}`, join(examples, "Check.cs")), run: ["mono", join(here, "check.exe")] },
};
const env = {
  ...process.env,
  PHIEU_C: prefix,
  LD_LIBRARY_PATH: lib,
  LANG: "C", // what comes out is UTF-8 whatever the machine's language is
  GOCACHE: join(here, "go"),
  GOFLAGS: "-mod=mod",
  CGO_CFLAGS: `-I${join(prefix, "include")}`,
  CGO_LDFLAGS: `-L${lib}`,
};

function run(program, ...words) {
  const done = spawnSync(program, words, { encoding: "utf8", env, cwd: here });
  assert.equal(done.status, 0, `${done.error ?? ""}${done.stdout}${done.stderr}`);
}

describe("the example", () => {
  const base = JSON.parse(readFileSync(join(root, "tests/forms/clb-thang/base.json"), "utf8"));
  const wrong = structuredClone(base.report);
  wrong.answers.members.members_closing = 55;
  const form = join(prefix, "share/phieu/forms/clb-thang.toml");
  const file = (name, text) => {
    writeFileSync(join(here, name), text);
    return join(here, name);
  };
  const context = file("context.json", JSON.stringify(base.context));
  const WORDS = {
    "a good report is valid": [0, form, file("good.json", JSON.stringify(base.report)), context],
    "without a context what it carries over is missing": [1, form, join(here, "good.json")],
    "a wrong sum is told in Vietnamese": [1, form, file("wrong.json", JSON.stringify(wrong)), context, "vi"],
    "a report of another form is none": [2, form, file("other.json", JSON.stringify({ ...base.report, form: "quy" })), context],
    "an empty report is none": [2, form, file("empty.json", ""), context],
    "the book's quick start": [1, join(root, "docs/start/visit.toml"), join(root, "docs/start/report.json")],
    "a form with mistakes is none": [2, file("mistakes.toml", "[[survey]]\ntype = \"ngày\"\nname = \"x\"\n"), join(here, "good.json")],
  };
  const say = ([program, ...before], [, ...words]) => {
    const { status, stdout, stderr } = spawnSync(program, [...before, ...words], { encoding: "utf8", env });
    return { status, stdout, stderr };
  };

  for (const [language, { build, run: command }] of Object.entries(EXAMPLES)) {
    test(`in ${language}: what it says of reports that are good, wrong and none`, () => {
      build?.();
      for (const [what, words] of Object.entries(WORDS)) {
        const said = say(command, words);
        assert.equal(said.status, words[0], `${what}: ${said.stderr}`);
        if (language !== "C") assert.deepEqual(said, say(EXAMPLES.C.run, words), what);
      }
    });
  }

  test("what it says is what there is to say", () => {
    assert.match(say(EXAMPLES.C.run, WORDS["a wrong sum is told in Vietnamese"]).stdout, /members-balance.*thành viên/);
    assert.match(say(EXAMPLES.C.run, WORDS["a report of another form is none"]).stderr, /"code":"other_form"/);
    assert.equal(say(EXAMPLES.C.run, WORDS["the book's quick start"]).stdout, readFileSync(join(root, "docs/start/verdict.json"), "utf8"));
    assert.match(say(EXAMPLES.C.run, WORDS["a form with mistakes is none"]).stderr, /"findings":\[.*mistakes\.toml.*ngày/);
  });

  test("the README's quick start, as it stands", () => {
    const readme = readFileSync(join(root, "pkg/c/README.md"), "utf8");
    const source = readme.split("```c\n")[1].split("```")[0];
    writeFileSync(join(here, "quick.c"), source);
    const quick = compile(join(here, "quick.c"), "quick", ...shared);
    const run = spawnSync(quick, [], { encoding: "utf8" });
    assert.equal(run.status, 0, run.stderr);
    assert.match(run.stdout, /"code":"constraint"/);
  });
});
