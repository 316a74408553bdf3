// <phieu-form>: a form in a page, drawn in a shadow of its own, its rules live. It fetches the form and sends nothing.
//
// Attributes and properties: `form` (an address, or as a property the form's rows), `answers`, `lang`, `readonly`; properties alone:
// `context`, `explanations`, `files`, `report`. Events: `ready`, `change`, `invalid`, `submit`, `error`. Every file that
// is no JSON is read by the validator, which is fetched only then.

import init, { Drawn } from "./lib/phieu-element.js";
import css from "./lib/styles.mjs";

/** Parts that a page may style from outside: `phieu-form::part(label)`. */
const PARTS = {
  ".section": "section", h2: "title", ".question": "question", ".question__label": "label", ".hint": "hint", ".box": "input",
  ".choice": "choice", ".button": "button", ".message": "message", ".summary": "summary", ".answers": "answers",
};

let loading;
let styles;

/** Fetches the WebAssembly file, once; the first element does it by itself. */
export function load(source = new URL("./lib/phieu-element_bg.wasm", import.meta.url)) {
  loading ??= init({ module_or_path: source }).then(
    () => {},
    (error) => {
      loading = undefined;
      throw error;
    },
  );
  return loading;
}

/** The form's rows as JSON text, from an address. */
async function fetched(address) {
  const response = await fetch(address);
  if (!response.ok) throw Object.assign(new Error(`${address}: ${response.status}`), { code: "form_not_found" });
  const name = new URL(response.url).pathname;
  if (name.toLowerCase().endsWith(".json")) return response.text();
  const reader = await import("./web.mjs");
  await reader.load();
  const validator = reader.Validator.fromBytes(name, await response.arrayBuffer());
  const rows = JSON.stringify(validator.rows());
  validator.free();
  return rows;
}

/** The day and time where the page is looked at; a context of the page's own goes before it. */
function clock() {
  const two = (number) => String(Math.floor(number)).padStart(2, "0");
  const now = new Date();
  const ahead = -now.getTimezoneOffset();
  const today = `${now.getFullYear()}-${two(now.getMonth() + 1)}-${two(now.getDate())}`;
  const time = `${two(now.getHours())}:${two(now.getMinutes())}:${two(now.getSeconds())}.000`;
  return { today, now: `${today}T${time}${ahead < 0 ? "-" : "+"}${two(Math.abs(ahead) / 60)}:${two(Math.abs(ahead) % 60)}` };
}

function marked(element) {
  for (const [selector, part] of Object.entries(PARTS)) if (element.matches(selector)) element.part.add(part);
}

// Where there is no page (a server that renders), the module can be imported all the same.
const Base = globalThis.HTMLElement ?? class {};

export class PhieuForm extends Base {
  static observedAttributes = ["form", "answers", "lang", "readonly"];

  #drawn;
  #form;
  #answers;
  #explanations;
  #context;
  /** What was filled in, from one drawing to the next. */
  #kept;
  /** It has been given something since, so that it begins anew. */
  #anew = false;
  #files = new Map();
  #turn = 0;
  #waiting = false;

  get form() { return this.#form ?? this.getAttribute("form"); }
  set form(form) { this.#again(() => { this.#form = form ?? undefined; }); }

  /** The answers as given; setting them begins anew with these. */
  get answers() { return this.#drawn ? JSON.parse(this.#drawn.answers()) : (this.#kept?.answers ?? this.#answers ?? this.#written()); }
  set answers(answers) { this.#again(() => { this.#answers = answers; }); }

  get explanations() { return this.report?.explanations ?? this.#kept?.explanations ?? this.#explanations; }
  set explanations(explanations) { this.#again(() => { this.#explanations = explanations; }); }

  get context() { return this.#context; }
  set context(context) { this.#again(() => { this.#context = context; }, true); }

  get readonly() { return this.hasAttribute("readonly"); }
  set readonly(on) { this.toggleAttribute("readonly", Boolean(on)); }

  /** What may be sent, and what is wrong with it: `{ form, version, answers, explanations, valid, issues }`. */
  get report() { return this.#drawn ? JSON.parse(this.#drawn.report()) : undefined; }

  /** The files that somebody chose, by the path of their question. */
  get files() { return this.#files; }

  /** As if somebody had pressed the button: `submit` where nothing is wrong, `invalid` where something is. */
  submit() {
    if (!this.#drawn || this.readonly) return false;
    const clear = this.#drawn.ask();
    this.#tell(clear ? "submit" : "invalid", this.report);
    return clear;
  }

  connectedCallback() {
    // A property that was set before the element was known hides the one above.
    for (const name of ["form", "answers", "explanations", "context"]) {
      if (!Object.hasOwn(this, name)) continue;
      const value = this[name];
      delete this[name];
      this[name] = value;
    }
    this.#again(() => {}, true);
  }

  disconnectedCallback() {
    this.#again(() => {}, true);
  }

  attributeChangedCallback(name, before, after) {
    if (before === after) return;
    const change = { form: () => { this.#form = undefined; }, answers: () => { this.#answers = undefined; } }[name];
    this.#again(change ?? (() => {}), change === undefined);
  }

  #written() {
    const text = this.getAttribute("answers");
    return text ? JSON.parse(text) : undefined;
  }

  /** Changes something and draws once, after all that changes in the same breath. What was filled in begins anew, or is kept. */
  #again(change, keep = false) {
    this.#anew ||= !keep;
    this.#kept = this.#anew ? undefined : this.#drawn ? { answers: this.answers, explanations: this.explanations } : this.#kept;
    change();
    if (this.#waiting) return;
    this.#waiting = true;
    queueMicrotask(() => {
      this.#waiting = false;
      this.#draw().catch((error) => this.#tell("error", { code: error.code, message: error.message, error }));
    });
  }

  async #draw() {
    const turn = ++this.#turn;
    const form = this.form;
    if (!this.isConnected || !form) return this.#clear();
    const [rows] = await Promise.all([typeof form === "string" ? fetched(new URL(form, this.baseURI)) : JSON.stringify(form), load()]);
    if (turn !== this.#turn) return;
    // What was typed while the form was on its way.
    if (!this.#anew && this.#drawn) this.#kept = { answers: this.answers, explanations: this.explanations };
    const language = (this.closest("[lang]")?.lang || "vi").toLowerCase().split("-")[0];
    const { answers, explanations } = this.#kept ?? { answers: this.#answers ?? this.#written(), explanations: this.#explanations };
    const context = { ...clock(), instances: {}, ...this.#context };
    this.#anew = false;
    this.#clear();
    const given = JSON.stringify({ answers, explanations, context, language, readonly: this.readonly });
    this.#drawn = new Drawn(this.#place(), rows, given, this.#host());
    this.#tell("ready", this.report);
  }

  #clear() {
    // First out of the page: a box that is left as it goes still tells the form.
    this.shadowRoot?.replaceChildren();
    this.#drawn?.free();
    this.#drawn = undefined;
  }

  /** An empty place in the shadow. */
  #place() {
    const root = this.shadowRoot ?? this.attachShadow({ mode: "open" });
    if (!styles) {
      styles = new CSSStyleSheet();
      styles.replaceSync(css);
    }
    root.adoptedStyleSheets = [styles];
    const place = document.createElement("div");
    new MutationObserver((changes) => {
      for (const node of changes.flatMap((change) => [...change.addedNodes])) {
        if (node.nodeType === 1) [node, ...node.querySelectorAll("*")].forEach(marked);
      }
    }).observe(place, { childList: true, subtree: true });
    root.append(place);
    return place;
  }

  #host() {
    return {
      changed: () => this.#tell("change", this.report),
      sent: () => this.submit(),
      file: (path, file) => this.#files.set(path, file),
      kept: (path) => this.#files.get(path),
    };
  }

  #tell(name, detail) {
    this.dispatchEvent(new CustomEvent(name, { detail, bubbles: name !== "error" }));
  }
}

globalThis.customElements?.define("phieu-form", PhieuForm);
