"""The whole exported suite, by the installed wheel: the same bytes as every other build."""

import json
import os
import unittest

from phieu import FormError, ReportError, Validator

with open(os.environ["PHIEU_SUITE"], encoding="utf-8") as file:
    SUITE = json.load(file)

VALIDATORS = {name: Validator.from_toml(form["toml"], name + ".toml") for name, form in SUITE["forms"].items()}


class Suite(unittest.TestCase):
    maxDiff = 2000

    def test_there_is_something_to_run(self):
        self.assertEqual((SUITE["suite"], SUITE["version"]), ("phieu", 1))
        self.assertGreater(len(SUITE["checks"]), 250)

    def test_verdicts_and_values(self):
        for case in SUITE["checks"]:
            validator = VALIDATORS[case["form"]]
            report, context = json.loads(case["report"]), json.loads(case["context"])
            for language, verdict in case["verdict"].items():
                with self.subTest(case["name"], language=language):
                    self.assertEqual(validator.check_text(case["report"], case["context"], language), verdict)
                    self.assertEqual(validator.check(report, context, language), json.loads(verdict))
            with self.subTest(case["name"], what="values"):
                self.assertEqual(validator.calculate(report, context), json.loads(case["values"]))

    def test_from_rows_and_in_one_batch(self):
        for name, form in SUITE["forms"].items():
            with self.subTest(name):
                validator = Validator.from_json(json.dumps(form["rows"]))
                cases = [case for case in SUITE["checks"] if case["form"] == name]
                verdicts = validator.check_batch(((json.loads(case["report"]), json.loads(case["context"])) for case in cases), "en")
                self.assertEqual(verdicts, [json.loads(case["verdict"]["en"]) for case in cases])

    def test_schemas_and_definitions(self):
        for name, form in SUITE["forms"].items():
            with self.subTest(name):
                validator = VALIDATORS[name]
                self.assertEqual((validator.form, validator.version), (form["form"], form["version"]))
                self.assertEqual(validator.schema(), json.loads(form["schema"]))
                self.assertEqual(validator.definition(), json.loads(form["definition"]))

    def test_what_is_no_report(self):
        self.assertGreater(len(SUITE["refused_reports"]), 10)
        for case in SUITE["refused_reports"]:
            for language, error in case["error"].items():
                with self.subTest(case["report"], context=case["context"], language=language):
                    with self.assertRaises(ReportError) as raised:
                        VALIDATORS[case["form"]].check_text(case["report"], case["context"], language)
                    self.assertEqual({"code": raised.exception.code, "message": str(raised.exception)}, error)

    def test_what_is_no_form(self):
        self.assertGreater(len(SUITE["refused_forms"]), 10)
        for case in SUITE["refused_forms"]:
            with self.subTest(case["name"]):
                with self.assertRaises(FormError) as raised:
                    Validator.from_toml(case["toml"], "form.toml")
                self.assertEqual(raised.exception.findings, case["findings"])
                self.assertEqual(str(raised.exception), case["text"])
