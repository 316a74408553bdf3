// The form `flat` in the engine of ODK Web Forms, for the bench's own table: `cargo xtask bench --beside tests/bench/peers/odk.mjs`, after
// `npm ci` in tests/odk.
//
// Compiling is reading the form, loading is making the report that stands in it and asking what is wrong with all of it. An edit sets one
// value and asks the same again.

import { loadForm } from "../../odk/webforms.mjs";
import { lines, timed } from "./timed.mjs";

const numbers = (count) => Array.from({ length: count }, (_, number) => number);

function form(size) {
  const path = (number) => `/data/g${Math.floor(number / 20)}/f${number}`;
  const bind = (number) => {
    const rule = number % 4 === 1 ? ` and ${path(number - 1)} - . &lt; 1000` : "";
    const relevant = number % 10 === 9 ? ` relevant="${path(number - 1)} &gt;= 0"` : "";
    return `<bind nodeset="${path(number)}" type="int" required="true()" constraint=". &gt;= 0 and . &lt;= 100000${rule}"${relevant}/>`;
  };
  const groups = numbers(Math.ceil(size / 20)).map((group) => numbers(Math.min(20, size - 20 * group)).map((number) => 20 * group + number));
  const instance = groups.map((group, at) => `<g${at}>${group.map((number) => `<f${number}>${number % 100}</f${number}>`).join("")}</g${at}>`);
  const body = groups.map((group, at) => `<group ref="/data/g${at}">${group.map((number) => `<input ref="${path(number)}"/>`).join("")}</group>`);
  const model = `<model><instance><data id="flat">${instance.join("")}</data></instance>${numbers(size).map(bind).join("")}</model>`;
  const namespaces = 'xmlns="http://www.w3.org/2002/xforms" xmlns:h="http://www.w3.org/1999/xhtml"';
  return `<h:html ${namespaces}><h:head><h:title>flat</h:title>${model}</h:head><h:body>${body.join("")}</h:body></h:html>`;
}

async function measure(size) {
  const xml = form(size);
  let made, root;
  const expect = (count) => {
    const found = root.validationState.violations.length;
    if (found !== count) throw new Error(`flat ${size}: ${found} violations, expected ${count}`);
  };
  const compile = await timed(async () => { made = await loadForm(xml); });
  if (made.status === "failure") throw made.error;
  const load = await timed(() => {
    ({ root } = made.createInstance());
    expect(0);
  });
  const edited = size / 2;
  const question = root.currentState.children[Math.floor(edited / 20)].currentState.children[edited % 20];
  const edit = await timed((time) => {
    question.setValue(["41", "42"][time % 2]);
    expect(0);
  });
  question.setValue("-1");
  expect(1);
  return lines("flat", size, { compile, load, edit });
}

export async function round() {
  let told = "";
  for (const size of [60, 500, 2_000]) told += await measure(size);
  return told;
}
