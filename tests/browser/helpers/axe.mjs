// Accessibility of a page as it stands: nothing serious, nothing critical.

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";

const source = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");

/** Fails with every serious or critical finding, each with its place in the page. */
export async function accessible(page, name) {
  await page.evaluate(source);
  const { violations, passes } = await page.evaluate(() => globalThis.axe.run(document, { resultTypes: ["violations"] }));
  assert.ok(passes.length > 5, `${name}: axe looked at too little`);
  const grave = violations.filter((violation) => ["serious", "critical"].includes(violation.impact));
  const told = grave.map(({ id, help, nodes }) => `${id}: ${help}\n    ${nodes.map((node) => node.html).join("\n    ")}`);
  assert.equal(told.length, 0, `${name}:\n  ${told.join("\n  ")}`);
}
