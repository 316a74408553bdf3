// An empty folder into which the packed package is installed, as others have it.

import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

const { PHIEU_ROOT: root, PHIEU_TARBALL: tarball } = process.env;

/** `{ here, package, run, take, discard }`: the folder, the package in it, programs run there, and what else a consumer has. */
export function consumer() {
  const here = mkdtempSync(join(tmpdir(), "phieu-package-"));
  const run = (command, ...args) => execFileSync(command, args, { cwd: here, encoding: "utf8", env: { ...process.env, DENO_DIR: join(here, "deno") } });
  writeFileSync(join(here, "package.json"), '{ "name": "consumer", "private": true, "type": "module" }');
  run("npm", "install", "--offline", "--no-audit", "--no-fund", tarball);
  return {
    here,
    package: join(here, "node_modules/phieu"),
    run,
    /** Makes packages that the tests have (`express`, `react`) the consumer's. */
    take: (...names) => names.forEach((name) => symlinkSync(developed(name), join(here, "node_modules", name))),
    discard: () => rmSync(here, { recursive: true, force: true }),
  };
}

/** Where a package stands that the tests need. */
export const developed = (name) => join(root, "pkg/npm/node_modules", name);

/** A file of the repository. */
export const read = (...path) => readFileSync(join(root, ...path), "utf8");
