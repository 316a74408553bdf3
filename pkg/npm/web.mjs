// For browsers and bundlers: the WebAssembly file has to be fetched before the first validator is made.
import init, { Validator } from "./lib/phieu.js";

let loading;

/** Fetches the WebAssembly file, once; a failed attempt may be repeated. */
export function load(source) {
  loading ??= init(source === undefined ? undefined : { module_or_path: source }).then(
    () => {},
    (error) => {
      loading = undefined;
      throw error;
    },
  );
  return loading;
}

export { Validator };
