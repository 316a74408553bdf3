// How long work takes in Node, which is fast only when it has run for a while: it is done for some time before it is timed.

import { performance } from "node:perf_hooks";

const BEFORE = 300;
const TIMED = 100;

/** Microseconds that the work takes once; it is told how often it was done before. What takes longer than both times is done twice. */
export async function timed(work) {
  let times = 0;
  const during = async (least) => {
    const [begun, first] = [performance.now(), times];
    let spent;
    do {
      await work(times);
      times += 1;
      spent = performance.now() - begun;
    } while (spent < least);
    return (spent * 1_000) / (times - first);
  };
  await during(BEFORE);
  return during(TIMED);
}

/** What a round prints: a line of JSON for each step. */
export const lines = (shape, size, steps) => Object.entries(steps).map(([step, us]) => JSON.stringify({ shape, size, step, us }) + "\n").join("");
