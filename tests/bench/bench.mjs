// One round over all cases in Node: `node bench.mjs MODULE`, where MODULE is the script that binds the WebAssembly program for Node, or one of
// `peers` that measures another engine in the same words.

import { resolve } from "node:path";
import { pathToFileURL } from "node:url";

const module = await import(pathToFileURL(resolve(process.argv[2])));
const { round } = module.default ?? module;
process.stdout.write(await round());
