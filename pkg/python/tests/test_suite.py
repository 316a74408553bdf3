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
        self.assertEqual((SUITE["suite"], SUITE["version"]), ("phieu", 2))
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
                validator = Validator.from_json(form["rows"])
                cases = [case for case in SUITE["checks"] if case["form"] == name]
                verdicts = validator.check_batch(((json.loads(case["report"]), json.loads(case["context"])) for case in cases), "en")
                self.assertEqual(validator.definition(), json.loads(form["definition"]))
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


class FromScratch(unittest.TestCase):
    """The reader of the suite's README: with nobody in it nothing agrees, with this package everything."""

    @classmethod
    def setUpClass(cls):
        with open(os.path.join(os.environ["PHIEU_ROOT"], "tests/suite/README.md"), encoding="utf-8") as readme:
            source = readme.read().split("```python\n")[1].split("```")[0]
        cls.names = {"__name__": "walk"}
        exec(compile(source, "walk.py", "exec"), cls.names)

    def test_nobody_agrees_with_nothing(self):
        counts = self.names["walk"](SUITE, self.names["Nobody"]())
        self.assertEqual({part: agree for part, (agree, _) in counts.items()}, dict.fromkeys(counts, 0))
        self.assertEqual(counts["forms"][1], len(SUITE["forms"]))
        self.assertEqual(counts["checks"][1], sum(len(case["verdict"]) for case in SUITE["checks"]))

    def test_this_package_agrees_with_everything(self):
        refused = self.names["Refused"]

        def told(ask, *given):
            try:
                return ask(*given)
            except ReportError as error:
                raise refused({"code": error.code, "message": str(error)}) from error

        class Package:
            def form(self, file, toml):
                known = VALIDATORS.get(file[: -len(".toml")])
                if known and SUITE["forms"][file[: -len(".toml")]]["toml"] == toml:
                    return known
                try:
                    return Validator.from_toml(toml, file)
                except FormError as error:
                    raise refused({"findings": error.findings, "text": str(error)}) from error

            def schema(self, form):
                return json.dumps(form.schema(), ensure_ascii=False, sort_keys=True, separators=(",", ":"))

            def check(self, form, report, context, language):
                return told(form.check_text, report, context, language)

            def values(self, form, report, context):
                verdict = json.loads(form.check_text(report, context))
                return json.dumps(verdict["values"], ensure_ascii=False, sort_keys=True, separators=(",", ":"))

        counts = self.names["walk"](SUITE, Package())
        self.assertEqual({part: agree for part, (agree, _) in counts.items()}, {part: asked for part, (_, asked) in counts.items()})
