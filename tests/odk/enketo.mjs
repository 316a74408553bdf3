// Fills in forms with Enketo in Chromium, as `webforms.mjs` does with the engine of ODK Web Forms.

import { build } from "esbuild";
import { join } from "node:path";
import { desktop, discard, profile } from "../browser/helpers/browser.mjs";

const here = (name) => join(import.meta.dirname, name);
const core = (name) => here(`node_modules/enketo-core/${name}`);

/** Opens a page with Enketo in it; `fill` is that of `enketo.page.js`. */
export async function enketo() {
  const { outputFiles } = await build({
    entryPoints: [here("enketo.page.js")],
    bundle: true,
    write: false,
    format: "iife",
    logLevel: "error",
    // What its own transformer has for Node alone.
    external: ["libxslt"],
    alias: {
      "enketo/config": core("config.js"),
      "enketo/dialog": core("src/js/fake-dialog.js"),
      "enketo/file-manager": core("src/js/file-manager.js"),
      "enketo/translator": core("src/js/fake-translator.js"),
      // Calendars, maps and the like would stand over the plain inputs.
      "enketo/widgets": here("enketo.widgets.js"),
      "enketo/xpath-evaluator-binding": core("src/js/xpath-evaluator-binding.js"),
    },
  });
  const folder = profile();
  const browser = await desktop(folder);
  const [page] = browser.pages();
  await page.setContent("<!doctype html><html lang=\"vi\"><body></body></html>");
  await page.addScriptTag({ content: outputFiles[0].text });
  return {
    fill: (xform, answers) => page.evaluate(([xform, answers]) => window.fill(xform, answers), [xform, answers]),
    async close() {
      await browser.close();
      discard(folder);
    },
  };
}
