// One round over all cases in WebAssembly: `node bench.mjs MODULE`, where MODULE is the script that binds the program for Node.

import { createRequire } from "node:module";
import { resolve } from "node:path";

const bench = createRequire(import.meta.url)(resolve(process.argv[2]));
process.stdout.write(bench.round());
