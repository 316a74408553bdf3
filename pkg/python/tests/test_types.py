"""The types as mypy reads them from the installed wheel, and the stub against the module that it describes."""

import os
import subprocess
import sys
import tempfile
import unittest

ROOT = os.environ["PHIEU_ROOT"]


def said(*words):
    """What a program of mypy says and whether it is content, in a folder of its own."""
    with tempfile.TemporaryDirectory() as here:
        done = subprocess.run([sys.executable, "-m", *words], cwd=here, capture_output=True, text=True, check=False)
    return done.returncode, done.stdout + done.stderr


class Types(unittest.TestCase):
    def test_right_use_is_right_and_wrong_use_is_found(self):
        code, text = said("mypy", "--strict", "--python-version", "3.10", os.path.join(ROOT, "pkg/python/tests/use.py"))
        self.assertEqual(code, 0, text)

    def test_the_stub_says_what_the_module_has(self):
        code, text = said("mypy.stubtest", "phieu._phieu")
        self.assertEqual(code, 0, text)
