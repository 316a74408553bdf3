// For `import` in Node.
import entry from "./index.cjs";

export const { Validator, load } = entry;
