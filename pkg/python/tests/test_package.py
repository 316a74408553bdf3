"""The package as Python meets it: objects in and out, exceptions, threads, types, and what its README says."""

import ast
import datetime
import decimal
import enum
import importlib.resources
import inspect
import json
import os
import pickle
import subprocess
import sys
import threading
import unittest
import uuid

import phieu
from phieu import FormError, ReportError, Validator, catalog

ROWS = {
    "settings": {"form_id": "visit", "version": "1"},
    "survey": [
        {"type": "integer", "name": "people"},
        {"type": "decimal", "name": "share"},
        {"type": "date", "name": "on"},
        {"type": "text", "name": "note"},
        {"type": "calculate", "name": "twice", "calculation": "${people} * 2"},
    ],
}
VISIT = Validator.from_json(json.dumps(ROWS))


def report(**answers):
    return {"form": "visit", "version": "1", "org_unit": "68", "period": "2026-10", "answers": answers}


def codes(verdict):
    return [(issue["path"], issue["code"]) for issue in verdict["issues"]]


class Objects(unittest.TestCase):
    def test_what_python_has_and_json_has_not(self):
        class Colour(str, enum.Enum):
            RED = "red"

        class Count(int, enum.Enum):
            THREE = 3

        class Twelve:  # as NumPy's numbers do
            def __index__(self):
                return 12

        self.assertEqual(VISIT.calculate(report(people=Twelve())), {"twice": 24})
        answers = report(people=Count.THREE, share=decimal.Decimal("12.5"), on=datetime.date(2026, 10, 5), note=Colour.RED)
        self.assertEqual(VISIT.check(answers)["issues"], [])
        self.assertEqual(VISIT.calculate(answers), {"twice": 6})
        self.assertEqual(VISIT.check(report(note=uuid.UUID(int=1)))["issues"], [])

    def test_what_json_would_lose_is_told_as_an_issue(self):
        for number in [float("nan"), float("inf"), decimal.Decimal("NaN"), 10**400]:
            self.assertEqual(codes(VISIT.check(report(share=number))), [("share", "type")], number)
        self.assertEqual(codes(VISIT.check(report(people=2**80))), [("people", "type")])

    def test_what_stands_for_nothing_raises(self):
        for value in [object(), {1, 2}, b"bytes", lambda: 1]:
            with self.assertRaises(TypeError):
                VISIT.check(report(note=value))
        with self.assertRaises(TypeError):
            VISIT.check({1: 2})

    def test_a_circle_raises_and_nothing_else_happens(self):
        circle = {}
        circle["circle"] = circle
        with self.assertRaises(RecursionError):
            VISIT.check(circle)
        self.assertEqual(VISIT.form, "visit")

    def test_texts_that_are_no_unicode_raise(self):
        with self.assertRaises(UnicodeEncodeError):
            VISIT.check(report(note="\ud800"))


class Errors(unittest.TestCase):
    def test_a_report_of_another_form(self):
        other = dict(report(), form="quy")
        with self.assertRaises(ReportError) as raised:
            VISIT.check(other, None, "en")
        self.assertIsInstance(raised.exception, ValueError)
        self.assertEqual(raised.exception.code, "other_form")
        self.assertIn("quy", str(raised.exception))

    def test_in_a_batch_an_error_stands_in_its_place(self):
        first, second, third = VISIT.check_batch([(report(people=1), None), ([], {}), (report(people="x"), {"today": "2026-11-01"})])
        self.assertTrue(first["valid"])
        self.assertIsInstance(second, ReportError)
        self.assertEqual((second.code, third["valid"]), ("report_not_object", False))

    def test_a_form_with_mistakes(self):
        with self.assertRaises(FormError) as raised:
            Validator.from_toml('[settings]\nform_id = "a"\n[[survey]]\ntype = "whole"\nname = "n"\n', "a.toml")
        errors = [finding for finding in raised.exception.findings if finding["level"] == "error"]
        self.assertEqual([(finding["file"], finding["row"], finding["heading"]) for finding in errors], [("a.toml", 4, "type")])

    def test_what_is_no_form(self):
        for make in [
            lambda: Validator.from_toml("[settings"),
            lambda: Validator.from_json("{"),
            lambda: Validator.from_xlsx(b"PK"),
            lambda: Validator.from_xform("<html/>"),
            lambda: Validator.from_bytes("a.pdf", b"%PDF"),
        ]:
            with self.assertRaises(FormError) as raised:
                make()
            self.assertTrue(raised.exception.findings)


class Threads(unittest.TestCase):
    def test_the_interpreter_goes_on_while_a_batch_is_checked(self):
        """With an interpreter that never takes its lock away, only who gives it back lets another thread run."""
        interval = sys.getswitchinterval()
        sys.setswitchinterval(10_000)
        self.addCleanup(sys.setswitchinterval, interval)
        form = catalog.validator("clb-thang")
        pairs = [(dict(report(), form="clb-thang", version=form.version), None)] * 200
        steps, begun = [], threading.Event()

        def check():
            begun.set()
            form.check_batch(pairs)
            steps.append("checked")

        worker = threading.Thread(target=check)
        worker.start()
        begun.wait()
        steps.append("another thread ran")
        worker.join()
        self.assertEqual(steps, ["another thread ran", "checked"])

    def test_one_validator_in_many_threads(self):
        expected, found = VISIT.check(report(people="x")), []
        threads = [threading.Thread(target=lambda: found.extend(VISIT.check(report(people="x")) for _ in range(50))) for _ in range(4)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        self.assertEqual(found, [expected] * 200)


class Package(unittest.TestCase):
    def test_the_catalogue_travels_along(self):
        self.assertEqual(catalog.forms(), sorted(file[:-5] for file in os.listdir(os.path.join(os.environ["PHIEU_ROOT"], "crates/catalog/forms"))))
        for form in catalog.forms():
            self.assertEqual(catalog.validator(form).form, form)
        with self.assertRaisesRegex(KeyError, "clb-thang"):
            catalog.text("nothing")

    def test_a_validator_says_what_it_is_and_is_not_changed(self):
        self.assertEqual(repr(VISIT), "<phieu.Validator visit 1>")
        with self.assertRaises(AttributeError):
            VISIT.form = "other"
        with self.assertRaises(TypeError):
            Validator()
        with self.assertRaises(TypeError):
            pickle.dumps(VISIT)
        self.assertTrue(any("label" in each or "name" in each for each in VISIT.warnings) or VISIT.warnings == [])

    def test_the_types_are_those_of_the_module(self):
        folder = importlib.resources.files(phieu)
        self.assertTrue(folder.joinpath("py.typed").is_file())
        stub = ast.parse(folder.joinpath("_phieu.pyi").read_text(encoding="utf-8"))
        classes = {each.name: each for each in stub.body if isinstance(each, ast.ClassDef)}
        typed = {each.name: each for each in classes["Validator"].body if isinstance(each, ast.FunctionDef)}
        real = {name for name in dir(Validator) if not name.startswith("_")}
        self.assertEqual(set(typed), real)
        for name, function in typed.items():
            if any(isinstance(mark, ast.Name) and mark.id == "property" for mark in function.decorator_list):
                continue
            written = ([argument.arg for argument in function.args.args if argument.arg != "self"], [ast.literal_eval(each) for each in function.args.defaults])
            parameters = [each for each in inspect.signature(getattr(Validator, name)).parameters.values() if each.name != "self"]
            has = ([each.name for each in parameters], [each.default for each in parameters if each.default is not inspect.Parameter.empty])
            self.assertEqual(written, has, name)
        self.assertTrue({"FormError", "ReportError"} <= set(classes))

    def test_the_readmes_quick_start_as_it_stands(self):
        with open(os.path.join(os.environ["PHIEU_ROOT"], "pkg/python/README.md"), encoding="utf-8") as file:
            blocks = file.read().split("```python\n")[1:]
        self.assertGreaterEqual(len(blocks), 2)
        names = {}
        for block in blocks:
            exec(block.split("```")[0], names)
        self.assertFalse(names["verdict"]["valid"])

    def test_the_books_quick_start_prints_the_verdict(self):
        folder = os.path.join(os.environ["PHIEU_ROOT"], "docs/start")
        with open(os.path.join(folder, "quick-starts.md"), encoding="utf-8") as page:
            source = page.read().split("```python\n")[1].split("```")[0]
        said = subprocess.run([sys.executable, "-c", source], cwd=folder, capture_output=True, check=True)
        with open(os.path.join(folder, "verdict.json"), "rb") as verdict:
            self.assertEqual(said.stdout, verdict.read())
