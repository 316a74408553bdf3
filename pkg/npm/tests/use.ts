// Compiled, never run: how the types are meant to be used.
import { load, Validator, type Answers, type Context, type Definition, type Finding, type Issue, type PhieuError, type Report, type Verdict } from "phieu";

const report: Report = { form: "clb-thang", version: "2026.1", org_unit: "24848-C01", period: "2026-10", answers: { members: { members_opening: 52 } } };
const context: Context = { today: "2026-11-22", instances: { unit: { code: "24848-C01", name: "Long Lanh" } } };

export async function use(form: string): Promise<string[]> {
  await load();
  const validator = new Validator(form);
  try {
    const verdict: Verdict = validator.check(report, context, "en");
    const blocking: Issue[] = verdict.issues.filter((issue) => issue.severity === "error");
    const values: Answers = validator.calculate(report);
    const definition: Definition = validator.definition();
    const text: string = validator.checkText(JSON.stringify(report), null, "vi");
    const [first] = validator.checkBatch([[report, context], [report]], "en");
    const checked: boolean = first !== undefined && "valid" in first && first.valid;
    const same = [Validator.fromJson(JSON.stringify(validator.rows())), Validator.fromXlsx(new ArrayBuffer(0)), Validator.fromBytes("a.xml", new Uint8Array())];
    const title: string | undefined = definition.title["vi"];
    return [text, String(checked), String(same.length), String(validator.schema()["type"]), String(values["members"]), title ?? validator.form, ...blocking.map((issue) => issue.message)];
  } catch (error) {
    const findings: Finding[] = (error as PhieuError).findings ?? [];
    return findings.map((finding) => `${finding.file}:${finding.row}: ${finding.message}`);
  } finally {
    validator.free();
  }
}

// @ts-expect-error a report has answers
export const incomplete: Report = { form: "clb-thang", version: "2026.1", org_unit: "24848-C01", period: "2026-10" };
