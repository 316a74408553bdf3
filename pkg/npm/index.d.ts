// The types of phieu. The shapes are those of the HTTP API and of every other binding.

/** Anything that JSON can spell. */
export type Json = null | boolean | number | string | Json[] | { [key: string]: Json };

/** Answers nested by group; a repeat is an array of objects; what is not answered is left out or null. */
export type Answers = { [name: string]: Json | undefined };

/** A text by language tag, such as `{ vi: "Hội viên", en: "Members" }`. */
export type Texts = { [language: string]: string };

/** A report as exchanged. */
export interface Report {
  /** The form's id: `clb-thang`. */
  form: string;
  /** The form's version: `2026.1`. */
  version: string;
  /** The organisation unit's code: `24848-C01`. */
  org_unit: string;
  /** A month `2026-10`, quarter `2026-Q3`, half `2026-H1`, nine months `2026-M9` or year `2026`. */
  period: string;
  answers: Answers;
  /** Rule id to explanation, for rules that let through what is explained. */
  explanations?: { [rule: string]: string };
}

/** What a check may know from outside. */
export interface Context {
  /** `YYYY-MM-DD`. */
  today?: string;
  /** `YYYY-MM-DDThh:mm:ss.sss+hh:mm`. */
  now?: string;
  /** `previous`, `last-year`, `unit`, `period`, or another form's id: answers nested by group. */
  instances?: { [id: string]: { [name: string]: Json | undefined } };
}

/** `error` blocks, `explain` blocks until it is explained, `warning` only tells. */
export type Severity = "error" | "explain" | "warning";

/** One thing that is wrong, as data, with a sentence for people. */
export interface Issue {
  /** What kind of thing: `required`, `constraint`, `rule`, `not_integer`… */
  code: string;
  severity: Severity;
  /** `members/members_closing`, `donations[2]/amount`; empty for the whole report. */
  path: string;
  /** Every field concerned. */
  fields: string[];
  /** What the sentence is made of. */
  facts: { [name: string]: Json };
  /** The sentence in the language that was asked for. */
  message: string;
}

/** What is to be said of a report. */
export interface Verdict {
  /** Nothing blocks. */
  valid: boolean;
  issues: Issue[];
  /** The calculated values, nested like answers. */
  values: Answers;
}

/** A field, group or repeat of a compiled form. */
export interface Field {
  path: string;
  name: string;
  /** The code on the paper form: `N1`. */
  code?: string;
  type: string;
  label?: Texts;
  hint?: Texts;
  unit?: Texts;
  choices?: { name: string; label: Texts }[];
  [property: string]: Json | Texts | undefined;
}

/** A rule over several fields. */
export interface Rule {
  id: string;
  severity: Severity;
  /** The repeat whose rows it is asked in; empty for the whole report. */
  each: string;
  relevant: string | null;
  constraint: string;
  fields: string[];
  message: Texts;
}

/** A compiled form, for those who want to know what it asks. */
export interface Definition {
  form: string;
  version: string;
  /** SHA-256 of the form's rows. */
  digest: string;
  title: Texts;
  languages: string[];
  settings: { [name: string]: string };
  fields: Field[];
  rules: Rule[];
}

/** A form's rows by sheet, as JSON has them. */
export type Rows = { [sheet: string]: Json };

/** One thing wrong with a form. Row and column are those of the sheet, or line and column of a text; 0 where not known. */
export interface Finding {
  level: "error" | "warning";
  file: string;
  sheet: string | null;
  row: number;
  column: number;
  heading: string;
  message: string;
  hint: string | null;
}

/** Thrown where a form cannot be used or a report cannot be checked at all. */
export interface PhieuError extends Error {
  /** `form_invalid`, `other_form`, `other_version`, `not_json`… */
  code: string;
  /** For `form_invalid`: everything that is wrong with the form, one text each. */
  diagnostics?: string[];
  /** The same as data. */
  findings?: Finding[];
}

/** Makes the validator ready. In Node it is ready already; in a browser this fetches the WebAssembly file, once. */
export function load(source?: string | URL | Request | Response | BufferSource | WebAssembly.Module): Promise<void>;

/** Checks reports of one form in one version. Make it once, use it often. */
export class Validator {
  /** From the TOML spelling of a form, or from its rows as JSON text. Throws a {@link PhieuError} for a form with mistakes. */
  constructor(form: string);
  /** From the TOML spelling of a form. `file` is only for messages, here and below. */
  static fromToml(text: string, file?: string | null): Validator;
  /** From the form's rows as JSON text, as {@link Validator.rows} gives them. */
  static fromJson(text: string): Validator;
  /** From the bytes of an Excel workbook, an XLSForm; at most 32 MiB. */
  static fromXlsx(data: Uint8Array | ArrayBuffer, file?: string | null): Validator;
  /** From an ODK XForm. */
  static fromXform(text: string, file?: string | null): Validator;
  /** From a file in any spelling, told by the ending of its name: .toml, .json, .xlsx, .ods, .xml, .md. */
  static fromBytes(file: string, data: Uint8Array | ArrayBuffer): Validator;
  readonly form: string;
  readonly version: string;
  /** What the form's author may want to look at again, though the form works. */
  readonly warnings: string[];
  /** The verdict on a report. `language` is `vi` (default) or `en`. Throws a {@link PhieuError} for what is no report of this form. */
  check(report: Report, context?: Context | null, language?: string | null): Verdict;
  /** The same from JSON text to JSON text; the bytes are the same in every build. */
  checkText(report: string, context?: string | null, language?: string | null): string;
  /** The verdicts on pairs of report and context, in order; where one cannot be checked, its error stands in the list. */
  checkBatch(pairs: readonly (readonly [Report, (Context | null)?])[], language?: string | null): (Verdict | PhieuError)[];
  /** The calculated values of a report, nested like its answers. */
  calculate(report: Report, context?: Context | null, language?: string | null): Answers;
  /** The shape of the answers as JSON Schema 2020-12. */
  schema(): { [keyword: string]: Json };
  /** The compiled form. */
  definition(): Definition;
  /** The form's rows, from which {@link Validator.fromJson} makes the same form. */
  rows(): Rows;
  /** Gives the memory back. Afterwards the validator cannot be used. */
  free(): void;
}
