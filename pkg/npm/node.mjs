// For `import` in Node.
import entry from "./node.cjs";

export const { Validator, load } = entry;
