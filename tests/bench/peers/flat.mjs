// A form of any size, as its rows, with a good report on it and wrong ones: questions with bounds in groups of twenty, a rule for every
// second pair, every tenth question under a condition. What must be found stands beside each report as path and code.

const names = (size) => Array.from({ length: size }, (_, number) => ({ number, group: `g${Math.floor(number / 20)}`, field: `f${number}` }));

/** The form's rows. */
export function form(size) {
  const survey = [];
  const rules = [];
  for (const { number, group, field } of names(size)) {
    if (number % 20 === 0) survey.push({ type: "begin_group", name: group, "label::vi": group });
    const question = { type: "integer", name: field, "label::vi": field, required: "yes", constraint: ". >= 0 and . <= 100000" };
    survey.push(number % 10 === 9 ? { ...question, relevant: `\${f${number - 1}} >= 0` } : question);
    if (number % 4 === 1) {
      const [a, b] = [`f${number - 1}`, field];
      rules.push({ id: `near-${b}`, severity: "error", constraint: `\${${a}} - \${${b}} < 1000`, fields: `${a} ${b}`, "message::vi": `\${${a}}, \${${b}}` });
    }
    if (number % 20 === 19 || number + 1 === size) survey.push({ type: "end_group" });
  }
  return { settings: { form_id: "flat", version: "1" }, survey, rules };
}

/** `{ what, report, expected }`, the good one first; `expected` is sorted by path. */
export function reports(size) {
  const good = { form: "flat", version: "1", org_unit: "68", period: "2026-10", answers: {} };
  for (const { number, group, field } of names(size)) (good.answers[group] ??= {})[field] = number % 100;
  const changed = (change) => {
    const report = structuredClone(good);
    change(report.answers);
    return report;
  };
  return [
    { what: "a good one", report: good, expected: [] },
    { what: "too large", report: changed(({ g1 }) => { g1.f21 = 200_000; }), expected: [["g1/f21", "constraint"]] },
    { what: "too small, twice", report: changed(({ g2 }) => { g2.f41 = -1; g2.f43 = -7; }), expected: [["g2/f41", "constraint"], ["g2/f43", "constraint"]] },
    { what: "missing", report: changed(({ g0 }) => { delete g0.f5; }), expected: [["g0/f5", "required"]] },
    { what: "no number", report: changed(({ g0 }) => { g0.f2 = "12,7"; }), expected: [["g0/f2", "type"]] },
    { what: "too far apart", report: changed(({ g0 }) => { g0.f0 = 5_000; }), expected: [["g0/f0", "rule"]] },
  ];
}
