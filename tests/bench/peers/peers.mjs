// One form checked in Node by phieu in WebAssembly, by hand, by zod and by ajv, in turn: `node peers.mjs PACKAGE SIZE ROUNDS`.
//
// PACKAGE is the folder of the npm package. Before anything is timed all must say the same of every report, each as far as it can say
// it: a schema knows no rule between two questions. `node peers.mjs PACKAGE SIZE memory WHO` prints what a process takes that has made
// and used this one alone.

import { spawnSync } from "node:child_process";
import { createRequire } from "node:module";
import { join, resolve } from "node:path";
import { isDeepStrictEqual } from "node:util";
import Ajv from "ajv/dist/2020.js";
import * as z from "zod";
import { form, reports } from "./flat.mjs";

const [folder, size, rounds, who] = process.argv.slice(2);
const cases = reports(Number(size));
const groups = Object.entries(cases[0].report.answers).map(([group, values]) => [group, Object.keys(values)]);
const validator = () => createRequire(import.meta.url)(join(resolve(folder), "node.cjs")).Validator.fromJson(JSON.stringify(form(Number(size))));
const paths = ({ issues }) => issues.map(({ path }) => path);

/** The first of each pair whose second is too far below it. */
function farApart(fields, values) {
  const found = [];
  for (let at = 0; at < fields.length; at += 4) if (values[fields[at]] - values[fields[at + 1]] >= 1000) found.push(fields[at]);
  return found;
}

function byHand() {
  return (text) => {
    const { answers } = JSON.parse(text);
    const found = [];
    for (const [group, fields] of groups) {
      const values = answers[group];
      fields.forEach((field, number) => {
        if (number % 10 === 9 && !(values[fields[number - 1]] >= 0)) return;
        const value = values[field];
        if (!Number.isInteger(value) || value < 0 || value > 100_000) found.push(`${group}/${field}`);
      });
      for (const field of farApart(fields, values)) found.push(`${group}/${field}`);
    }
    return found;
  };
}

function byZod() {
  const question = z.int().min(0).max(100_000);
  const group = (fields) =>
    z
      .object(Object.fromEntries(fields.map((field) => [field, question])))
      .superRefine((values, found) => farApart(fields, values).forEach((field) => found.addIssue({ code: "custom", path: [field] })));
  const whole = z.object({ answers: z.object(Object.fromEntries(groups.map(([name, fields]) => [name, group(fields)]))) });
  return (text) => whole.safeParse(JSON.parse(text)).error?.issues.map(({ path }) => path.slice(1).join("/")) ?? [];
}

function byAjv() {
  const question = { type: "integer", minimum: 0, maximum: 100_000 };
  const object = (properties) => ({ type: "object", properties, required: Object.keys(properties), additionalProperties: false });
  const group = (fields) => object(Object.fromEntries(fields.map((field) => [field, question])));
  const check = new Ajv({ allErrors: true }).compile(object(Object.fromEntries(groups.map(([name, fields]) => [name, group(fields)]))));
  const path = ({ instancePath, params }) => [instancePath.slice(1), params.missingProperty].filter(Boolean).join("/");
  return (text) => (check(JSON.parse(text).answers) ? [] : check.errors.map(path));
}

/** What each is called, how it is made, whether it can say rules between questions. What all are compared with is the first. */
const CONTESTANTS = [
  ["by hand, JSON.parse", byHand, true],
  ["zod", byZod, true],
  ["ajv (no rules)", byAjv, false],
  ["phieu, verdict as data", (made = validator()) => (text) => paths(made.check(JSON.parse(text), null, "en")), true],
  ["phieu, verdict as text", (made = validator()) => (text) => paths(JSON.parse(made.checkText(text, null, "en"))), true],
];

const good = JSON.stringify(cases[0].report);

/** Microseconds of the processor once, from a slice of some milliseconds: what else the machine does is not counted. */
function slice(work) {
  const begun = process.cpuUsage();
  const spent = () => {
    const { user, system } = process.cpuUsage(begun);
    return user + system;
  };
  let times = 0;
  for (; spent() < 20_000; times += 10) for (let each = 0; each < 10; each += 1) work(good);
  return spent() / times;
}

function agree(contestants) {
  for (const { what, report, expected } of cases) {
    for (const [name, check, knowsRules] of contestants) {
      const wanted = expected.filter(([, code]) => knowsRules || code !== "rule").map(([path]) => path);
      const found = [...new Set(check(JSON.stringify(report)))].sort();
      if (!isDeepStrictEqual(found, wanted)) throw new Error(`${what}: ${name} finds ${JSON.stringify(found)}, expected ${JSON.stringify(wanted)}`);
    }
  }
}

/** The most memory that a process of its own ever had, in megabytes. */
function memory(name) {
  const { stdout, stderr, status } = spawnSync(process.execPath, [process.argv[1], folder, size, "memory", name], { encoding: "utf8" });
  if (status !== 0) throw new Error(stderr);
  return stdout.trim();
}

if (rounds === "memory") {
  const check = CONTESTANTS.find(([name]) => name === who)[1]();
  for (let each = 0; each < 1_000; each += 1) check(good);
  console.log(`${Math.round(process.resourceUsage().maxRSS / 1024)} MB`);
} else {
  const contestants = CONTESTANTS.map(([name, make, knowsRules]) => [name, make(), knowsRules]);
  agree(contestants);
  const times = contestants.map(() => []);
  for (let round = 0; round < Number(rounds); round += 1) contestants.forEach(([, check], at) => times[at].push(slice(check)));
  times.forEach((each) => each.sort((a, b) => a - b));
  const medians = times.map((each) => each[Math.floor(each.length / 2)]);
  console.log(`\n| ${size} questions, in Node | from text to findings | (least) | beside by hand | memory of a process |\n|---|---:|---:|---:|---:|`);
  contestants.forEach(([name], at) => {
    const [median, least] = [medians[at], times[at][0]].map((took) => `${took.toFixed(1)} µs`);
    console.log(`| ${name} | ${median} | ${least} | ${(medians[at] / medians[0]).toFixed(1)} × | ${memory(name)} |`);
  });
}
