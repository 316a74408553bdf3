// Accessibility of a page as it stands: nothing serious, nothing critical; clear enough; nothing wider than the screen.

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

/** The same, and contrast as WCAG's AAA has it, for every text of the page. */
export async function clear(page, name) {
  await accessible(page, name);
  const faint = await page.evaluate(async () => {
    const { violations } = await globalThis.axe.run(document, { runOnly: ["color-contrast-enhanced"] });
    return violations.flatMap(({ nodes }) => nodes.map((node) => `${node.html} ${node.any[0]?.message}`));
  });
  assert.deepEqual(faint, [], `${name}: too faint`);
}

/** Fails where one has to scroll sideways. */
export async function fits(page, name) {
  const [width, screen] = await page.evaluate(() => [document.documentElement.scrollWidth, document.documentElement.clientWidth]);
  assert.ok(width <= screen, `${name}: ${width} wide on a screen of ${screen}`);
}
