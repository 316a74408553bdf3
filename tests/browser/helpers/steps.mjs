// A way of many steps, each of which needs the one before.

import assert from "node:assert/strict";
import { test } from "node:test";

/** Tests in a row: after one that failed the others fail at once instead of waiting for what cannot come. */
export function way() {
  let lost = null;
  return (name, work) =>
    test(name, async (t) => {
      assert.equal(lost, null, "a step before this one failed");
      lost = name;
      await work(t);
      lost = null;
    });
}
