// Fills in forms with the engine of ODK Web Forms, in Node with jsdom's DOM, as `Fill.java` does with JavaRosa.

import { createRequire } from "node:module";
import { JSDOM } from "jsdom";

const { window } = new JSDOM();
const DOM = ["window", "document", "DOMParser", "XMLSerializer", "Node", "NodeFilter", "Element", "HTMLElement", "Document", "XMLDocument", "Attr", "Text", "Comment", "CDATASection", "CharacterData", "ProcessingInstruction", "XPathResult"];
for (const name of DOM) globalThis[name] ??= name === "window" ? window : window[name];
// Its parser takes Node for a program of the older kind of modules.
globalThis.__dirname = import.meta.dirname;
globalThis.require = createRequire(import.meta.url);
export const { loadForm } = await import("@getodk/xforms-engine");

/** The submission of a form, filled in with answers (path → text), and what was not as it should be. */
export async function fill(xml, answers) {
  const form = await loadForm(xml);
  if (form.status === "failure") return { told: [`not loaded: ${form.error}`] };
  const left = new Map(answers);
  const told = [];
  const { root } = form.createInstance();
  walk(root, "", left, told);
  for (const path of left.keys()) told.push(`not asked for: ${path}`);
  for (const { reference, violation } of root.validationState.violations) told.push(`refused: ${reference}: ${violation.condition}`);
  const payload = await root.prepareInstancePayload({ payloadType: "monolithic" });
  const submission = await payload.data[0].get("xml_submission_file").text();
  return { told, submission };
}

/** Goes through the form in its order; what an answer opens or closes behind it is met as it then is. */
function walk(node, path, left, told) {
  const children = () => node.currentState.children;
  for (let index = 0; index < children().length; index++) {
    const child = children()[index];
    const name = child.currentState.reference.split("/").at(-1).replace(/\[\d+\]$/, "");
    const here = path === "" ? name : `${path}/${name}`;
    if (child.nodeType.startsWith("repeat-range")) {
      const rows = new Set([...left.keys()].filter((key) => key.startsWith(`${here}[`)).map((key) => key.slice(0, key.indexOf("]", here.length))));
      const missing = rows.size - child.currentState.children.length;
      if (child.nodeType.endsWith(":uncontrolled") && missing > 0) child.addInstances(child.currentState.children.length - 1, missing);
      if (child.nodeType.endsWith(":uncontrolled") && missing < 0) child.removeInstances(rows.size, -missing);
      child.currentState.children.forEach((row, number) => walk(row, `${here}[${number + 1}]`, left, told));
    } else if (child.currentState.children !== null) {
      walk(child, here, left, told);
    } else if (left.has(here) && child.currentState.relevant) {
      answer(child, left.get(here), here, told);
      left.delete(here);
    }
  }
}

function answer(node, text, path, told) {
  try {
    if (node.nodeType === "select") node.selectValues(text.split(" "));
    else if (node.nodeType === "rank") node.setValues(text.split(" "));
    else if (node.nodeType === "trigger") node.setValue(true);
    else node.setValue(text);
  } catch (error) {
    told.push(`${path} = ${text}: ${error}`);
  }
}
