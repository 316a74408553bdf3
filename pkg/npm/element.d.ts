// The types of <phieu-form>. Importing the module makes the element known to the page.

import type { Answers, Context, Issue, Rows } from "./index.js";

/** What may be sent, and what is wrong with it. */
export interface Filled {
  form: string;
  version: string;
  /** The answers that count, with what was calculated. */
  answers: Answers;
  /** Rule id to explanation. */
  explanations: { [rule: string]: string };
  /** Nothing blocks. */
  valid: boolean;
  issues: Issue[];
}

/** What went wrong with the form itself. */
export interface FormFailed {
  /** `form_not_found`, `form_invalid`, `context_invalid`… */
  code?: string;
  message: string;
  error: Error;
}

export interface PhieuFormEvents {
  /** It is drawn, for the first time or anew. */
  ready: CustomEvent<Filled>;
  /** After every edit. */
  change: CustomEvent<Filled>;
  /** Somebody wants to send and nothing is wrong. */
  submit: CustomEvent<Filled>;
  /** Somebody wants to send and something is wrong; the form says what. */
  invalid: CustomEvent<Filled>;
  /** There is no form to draw. */
  error: CustomEvent<FormFailed>;
}

/** Fetches the WebAssembly file, once; the first element does it by itself. A bundler that puts it elsewhere is told here. */
export function load(source?: string | URL | Request | Response | BufferSource | WebAssembly.Module): Promise<void>;

/** `<phieu-form form="/forms/visit.json" lang="en"></phieu-form>`. */
export class PhieuForm extends HTMLElement {
  /** The address of the form in any spelling (JSON rows are the quickest), or its rows. Attribute `form`. */
  form: string | Rows | null;
  /** The answers as given. Setting them begins anew. Attribute `answers`, as JSON. */
  answers: Answers | undefined;
  /** Rule id to explanation, to begin with. */
  explanations: { [rule: string]: string } | undefined;
  /** What the checks may know from outside; the day and time are the page's own where it does not say. */
  context: Context | undefined;
  /** The answers are only read. Attribute `readonly`. */
  readonly: boolean;
  /** As the form stands now; nothing before it is drawn. */
  readonly report: Filled | undefined;
  /** The files that somebody chose, by the path of their question. */
  readonly files: Map<string, File>;
  /** As if somebody had pressed the button: tells `submit` or `invalid`; whether nothing was wrong. */
  submit(): boolean;
  addEventListener<K extends keyof PhieuFormEvents>(type: K, listener: (event: PhieuFormEvents[K]) => void, options?: boolean | AddEventListenerOptions): void;
  addEventListener(type: string, listener: EventListenerOrEventListenerObject, options?: boolean | AddEventListenerOptions): void;
}

declare global {
  interface HTMLElementTagNameMap {
    "phieu-form": PhieuForm;
  }
}
