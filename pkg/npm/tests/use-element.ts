// Compiled, never run: how the element's types are meant to be used.
import { load, PhieuForm, type Filled } from "phieu/element";

export async function use(): Promise<Filled | undefined> {
  await load(new URL("https://forms.example.org/element.wasm"));
  const form: PhieuForm = document.createElement("phieu-form");
  form.form = "/forms/visit.json";
  form.form = { settings: { form_id: "visit", version: "1" } };
  form.answers = { people: 3 };
  form.context = { today: "2026-11-02" };
  form.addEventListener("submit", ({ detail }) => console.log(detail.answers["people"], detail.issues[0]?.message));
  form.addEventListener("error", ({ detail }) => console.log(detail.code ?? detail.message));
  // @ts-expect-error there is no such form
  form.form = 5;
  document.body.append(form);
  return form.submit() ? form.report : undefined;
}
