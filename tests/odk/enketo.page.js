// In the page of a browser: Enketo, the web client of ODK and KoboToolbox, fills in a form as a person would.

import { Form } from "enketo-core";
import { transform } from "enketo-transformer/web";

/** The submission of a form, filled in with answers (path → text), and what was not as it should be. */
window.fill = async (xform, answers) => {
  const { form: html, model } = await transform({ xform });
  document.body.innerHTML = html;
  const form = new Form(document.querySelector("form.or"), { modelStr: model });
  const told = form.init().map((error) => `not loaded: ${error}`);
  if (told.length > 0) return { told };
  // What an answer opens behind it is met in the next round.
  let left = answers;
  for (let before; left.length > 0 && left.length !== before; ) {
    before = left.length;
    left = left.filter(([path, text]) => !answer(form, path, text));
  }
  for (const [path] of left) told.push(`not asked for: ${path}`);
  removeSurplus(form, answers);
  if (!(await form.validate())) {
    for (const question of form.view.html.querySelectorAll(".invalid-constraint, .invalid-required, .invalid-relevant")) {
      const control = question.querySelector("[data-name], [name]");
      told.push(`refused: ${control.dataset.name ?? control.name}: ${question.className}`);
    }
  }
  return { told, submission: form.getDataStr({ irrelevant: false }) };
};

/** Gives an answer where it is asked for now: whether it is. */
function answer(form, path, text) {
  let row = form.view.html;
  let name = `/${form.model.rootElement.nodeName}`;
  for (const step of path.split("/")) {
    const [, own, number] = /^([^[]*)(?:\[(\d+)\])?$/.exec(step);
    name += `/${own}`;
    if (number !== undefined) row = rowOf(row, name, number);
    if (!row) return false;
  }
  const controls = [...row.querySelectorAll(`[name="${name}"], [data-name="${name}"]`)].filter(
    (each) => each.matches("input, select, textarea") && !each.matches(".ignore") && !each.closest(".disabled, .or-option-template"),
  );
  const [control] = controls;
  if (!control) return false;
  const words = text.split(" ");
  if (control.type === "radio" || control.type === "checkbox") {
    const chosen = words.map((word) => controls.find((each) => each.value === word));
    if (chosen.includes(undefined)) return false;
    for (const each of chosen) {
      each.checked = true;
      changed(each);
    }
  } else if (control.type === "file") {
    // No script may choose a file; the model has its name.
    form.model.node(name, form.input.getIndex(control)).setVal(text);
  } else {
    if (control.multiple) for (const option of control.options) option.selected = words.includes(option.value);
    else control.value = text;
    changed(control);
  }
  return true;
}

const named = (elements, name) => [...elements].filter((each) => each.matches(".or-repeat") && each.getAttribute("name") === name);

/** A row of a repeat by its number, added where it is the next one. */
function rowOf(inside, name, number) {
  const rows = () => named(inside.querySelectorAll(".or-repeat"), name);
  if (rows().length < number) inside.querySelector(`.or-repeat-info[data-name="${name}"] .add-repeat-btn`)?.click();
  return rows()[number - 1];
}

/** Takes rows away that Enketo began by itself and nobody needs. */
function removeSurplus(form, answers) {
  for (const info of form.view.html.querySelectorAll(".or-repeat-info")) {
    if (!info.isConnected) continue;
    const place = placeOf(info).replace(`/${form.model.rootElement.nodeName}/`, "");
    if (answers.some(([path]) => path.startsWith(`${place}[`))) continue;
    for (const row of named(info.parentElement.children, info.dataset.name)) form.repeats.remove(form.view.$.find(row));
  }
}

/** The path of a repeat, with the numbers of the rows that it is in. */
function placeOf(info) {
  let place = info.dataset.name;
  for (let row = info.closest(".or-repeat"); row; row = row.parentElement.closest(".or-repeat")) {
    const name = row.getAttribute("name");
    place = `${name}[${named(row.parentElement.children, name).indexOf(row) + 1}]${place.slice(name.length)}`;
  }
  return place;
}

function changed(control) {
  control.dispatchEvent(new Event("change", { bubbles: true }));
}
