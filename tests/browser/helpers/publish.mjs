// A later build of the app, as far as a phone can tell: the same program with another first page and another service worker.

import { readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";

/** Puts a version into a folder with the app; its first page says so in `meta[name=x-version]`. */
export function publish(folder, version) {
  const index = readFileSync(join(folder, "index.html"), "utf8").replace(/<meta name="x-version"[^>]*>/, "");
  writeFileSync(join(folder, "index.html"), index.replace("<title>", `<meta name="x-version" content="${version}"><title>`));
  const worker = readFileSync(join(folder, "sw.js"), "utf8");
  writeFileSync(join(folder, "sw.js"), worker.replace(/self\.__VERSION = "[^"]*"/, `self.__VERSION = "build-${version}"`));
  for (const name of ["index.html", "sw.js"]) for (const packed of ["br", "gz"]) rmSync(join(folder, `${name}.${packed}`), { force: true });
}
