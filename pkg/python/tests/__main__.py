"""Runs tests of the installed wheel: `python pkg/python/tests suite examples …`, by the names of the files without `test_`.

On the standard output, because that is what is counted.
"""

import os
import sys
import unittest

here = os.path.dirname(os.path.abspath(__file__))
names = [f"test_{name}" for name in sys.argv[1:]]
sys.path.insert(0, here)
result = unittest.TextTestRunner(stream=sys.stdout, verbosity=2).run(unittest.defaultTestLoader.loadTestsFromNames(names))
passed = result.testsRun - len(result.failures) - len(result.errors)
print(f"counted: {passed} passed, {len(result.failures) + len(result.errors)} failed")
sys.exit(not result.wasSuccessful())
