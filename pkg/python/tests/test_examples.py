"""The examples, asked as a browser would ask them."""

import copy
import json
import os
import sys
import unittest

ROOT = os.environ["PHIEU_ROOT"]
sys.path.insert(0, os.path.join(ROOT, "pkg/python/examples"))

with open(os.path.join(ROOT, "tests/forms/clb-thang/base.json"), encoding="utf-8") as file:
    BASE = json.load(file)


class Examples:
    """What every example answers; `send` gives status and JSON."""

    def test_a_good_report_is_taken(self):
        self.assertEqual(self.send(BASE), (201, {"members": 54}))

    def test_a_wrong_sum_comes_back_with_its_verdict(self):
        wrong = copy.deepcopy(BASE)
        wrong["report"]["answers"]["members"]["members_closing"] = 55
        status, verdict = self.send(wrong)
        self.assertEqual((status, verdict["valid"]), (422, False))
        self.assertIn("members-balance", [issue["facts"].get("rule") for issue in verdict["issues"]])

    def test_what_is_no_report_of_the_form_is_refused(self):
        other = dict(BASE, report=dict(BASE["report"], form="quy"))
        status, said = self.send(other)
        self.assertEqual((status, said["code"]), (400, "other_form"))


class FastAPI(Examples, unittest.TestCase):
    def send(self, body):
        from fastapi.testclient import TestClient
        from fastapi_app import app

        answer = TestClient(app).post("/club-months", json=body)
        return answer.status_code, answer.json()


class Django(Examples, unittest.TestCase):
    def send(self, body):
        import django_app  # noqa: F401 (its settings)
        from django.test import Client

        answer = Client().post("/club-months", json.dumps(body), content_type="application/json")
        return answer.status_code, answer.json()
