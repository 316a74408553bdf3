// The forms `flat` and `chain` in survey-core, for the bench's own table: `cargo xtask bench --beside tests/bench/peers/survey.mjs`, after
// `npm ci` in this folder.
//
// Compiling is making the model, loading is giving it a report and validating all of it. An edit sets one value, and nothing is validated after
// it, which phieu does: survey-core is asked for less. After the edit the last sum of a chain must be the one that the answers have.

import { Model } from "survey-core";
import { lines, timed } from "./timed.mjs";

const numbers = (count) => Array.from({ length: count }, (_, number) => number);

function flat(size) {
  const question = (number) => ({
    type: "text",
    inputType: "number",
    name: `f${number}`,
    isRequired: true,
    validators: [
      { type: "numeric", minValue: 0, maxValue: 100_000 },
      ...(number % 4 === 1 ? [{ type: "expression", expression: `{f${number - 1}} - {f${number}} < 1000` }] : []),
    ],
    ...(number % 10 === 9 ? { visibleIf: `{f${number - 1}} >= 0` } : {}),
  });
  const panels = numbers(Math.ceil(size / 20)).map((panel) => ({
    type: "panel",
    name: `g${panel}`,
    elements: numbers(Math.min(20, size - 20 * panel)).map((number) => question(20 * panel + number)),
  }));
  const data = Object.fromEntries(numbers(size).map((number) => [`f${number}`, number % 100]));
  return { shape: "flat", size, elements: panels, data, edited: `f${size / 2}`, values: [41, 42] };
}

function chain(size) {
  const elements = numbers(size / 2).flatMap((number) => [
    { type: "text", inputType: "number", name: `q${number}`, isRequired: true, validators: [{ type: "numeric", minValue: 0 }] },
    { type: "expression", name: `c${number}`, expression: number === 0 ? "{q0}" : `{c${number - 1}} + {q${number}}` },
  ]);
  const data = Object.fromEntries(numbers(size / 2).map((number) => [`q${number}`, number % 10]));
  return { shape: "chain", size, elements, data, edited: "q0", values: [1, 2], last: `c${size / 2 - 1}` };
}

async function measure({ shape, size, elements, data, edited, values, last }) {
  let model;
  const compile = await timed(() => { model = new Model({ elements }); });
  const load = await timed(() => {
    model.data = data;
    if (!model.validate(false)) throw new Error(`${shape} ${size}: the report is good`);
  });
  const edit = await timed((time) => model.setValue(edited, values[time % 2]));
  if (last !== undefined) {
    const sum = Object.entries(model.data).reduce((sum, [name, value]) => (name.startsWith("q") ? sum + value : sum), 0);
    if (model.getValue(last) !== sum) throw new Error(`${shape} ${size}: ${last} is ${model.getValue(last)}, expected ${sum}`);
  }
  return lines(shape, size, { compile, load, edit });
}

export async function round() {
  let told = "";
  for (const size of [60, 500, 2_000]) told += (await measure(flat(size))) + (await measure(chain(size)));
  return told;
}
