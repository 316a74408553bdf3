"""One form checked in Python by phieu's wheel, by hand, by pydantic and by jsonschema, in turn: `peers.py FORM.json ROUNDS`.

FORM.json has the form and the reports of `flat.mjs`. Before anything is timed all must say the same of every report, each as far as it
can say it. `peers.py FORM.json memory WHO` prints what a process takes that has made and used this one alone.
"""

import json
import statistics
import subprocess
import sys
import time

path, rounds = sys.argv[1:3]
with open(path, encoding="utf-8") as file:
    flat = json.load(file)
cases = [(case["what"], json.dumps(case["report"]), case["expected"]) for case in flat["reports"]]
good = cases[0][1]
groups = {name: list(values) for name, values in json.loads(good)["answers"].items()}
number = {"type": "integer", "minimum": 0, "maximum": 100_000}


def pairs(fields):
    """The questions of each rule."""
    return [(fields[at], fields[at + 1]) for at in range(0, len(fields), 4)]


def by_hand():
    def check(text):
        found = []
        answers = json.loads(text)["answers"]
        for group, fields in groups.items():
            values = answers[group]
            for field in fields:
                value = values.get(field)
                if type(value) is not int or not 0 <= value <= 100_000:
                    found.append(f"{group}/{field}")
            for a, b in pairs(fields):
                first, second = values.get(a), values.get(b)
                if type(first) is int and type(second) is int and first - second >= 1000:
                    found.append(f"{group}/{a}")
        return found

    return check


def by_pydantic():
    from typing import Annotated

    from pydantic import BaseModel, Field, ValidationError, create_model, model_validator
    from pydantic_core import PydanticCustomError

    question = Annotated[int, Field(strict=True, ge=0, le=100_000)]

    def group(name, fields):
        rules = pairs(fields)

        def near(values):
            far = [a for a, b in rules if getattr(values, a) - getattr(values, b) >= 1000]
            if far:
                raise PydanticCustomError("rule", "too far apart", {"fields": far})
            return values

        members = {field: (question, ...) for field in fields}
        return create_model(name, __validators__={"near": model_validator(mode="after")(near)}, **members)

    answers = create_model("Answers", **{name: (group(name, fields), ...) for name, fields in groups.items()})
    report = create_model("Report", __base__=BaseModel, answers=(answers, ...))

    def check(text):
        try:
            report.model_validate_json(text)
            return []
        except ValidationError as error:
            return [
                "/".join([*map(str, told["loc"][1:]), *field])
                for told in error.errors()
                for field in ([[field] for field in told["ctx"]["fields"]] if told["type"] == "rule" else [[]])
            ]

    return check


def by_jsonschema():
    from jsonschema import Draft202012Validator

    def all_of(properties):
        return {"type": "object", "properties": properties, "required": list(properties), "additionalProperties": False}

    schema = Draft202012Validator(all_of({name: all_of(dict.fromkeys(fields, number)) for name, fields in groups.items()}))

    def places(error):
        missing = [name for name in error.validator_value if name not in error.instance] if error.validator == "required" else [None]
        return ["/".join([*error.absolute_path, *([name] if name else [])]) for name in missing]

    return lambda text: [place for error in schema.iter_errors(json.loads(text)["answers"]) for place in places(error)]


def by_phieu(as_text):
    from phieu import Validator

    validator = Validator.from_json(json.dumps(flat["form"]))

    def check(text):
        verdict = json.loads(validator.check_text(text, None, "en")) if as_text else validator.check(json.loads(text), None, "en")
        return [issue["path"] for issue in verdict["issues"]]

    return check


# What each is called, how it is made, whether it can say rules between questions. What all are compared with is the first.
CONTESTANTS = [
    ("by hand, json", by_hand, True),
    ("pydantic", by_pydantic, True),
    ("jsonschema (no rules)", by_jsonschema, False),
    ("phieu, verdict as data", lambda: by_phieu(False), True),
    ("phieu, verdict as text", lambda: by_phieu(True), True),
]


def slice_of(work):
    """Microseconds of the processor once, from a slice of some milliseconds."""
    begun, times = time.process_time(), 0
    while True:
        for _ in range(10):
            work(good)
        times += 10
        spent = time.process_time() - begun
        if spent > 0.02:
            return spent * 1e6 / times


def memory(name):
    """The most memory that a process of its own ever had."""
    return subprocess.run([sys.executable, *sys.argv[:2], "memory", name], check=True, capture_output=True, text=True).stdout.strip()


if rounds == "memory":
    check = next(make() for name, make, _ in CONTESTANTS if name == sys.argv[3])
    for _ in range(1_000):
        check(good)
    with open("/proc/self/status", encoding="utf-8") as status:
        kilobytes = next(int(line.split()[1]) for line in status if line.startswith("VmHWM:"))
    print(f"{kilobytes // 1024} MB")
    sys.exit()

contestants = [(name, make(), knows_rules) for name, make, knows_rules in CONTESTANTS]
for what, text, expected in cases:
    for name, check, knows_rules in contestants:
        wanted = [place for place, code in expected if knows_rules or code != "rule"]
        found = sorted(set(check(text)))
        assert found == wanted, f"{what}: {name} finds {found}, expected {wanted}"
times = [[] for _ in contestants]
for _ in range(int(rounds)):
    for own, (_, check, _) in zip(times, contestants):
        own.append(slice_of(check))
size = sum(map(len, groups.values()))
print(f"\n| {size} questions, in Python | from text to findings | (least) | beside by hand | memory of a process |\n|---|---:|---:|---:|---:|")
for own, (name, _, _) in zip(times, contestants):
    ratio = statistics.median(own) / statistics.median(times[0])
    print(f"| {name} | {statistics.median(own):.1f} µs | {min(own):.1f} µs | {ratio:.1f} × | {memory(name)} |")
