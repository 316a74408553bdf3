"""Checked by mypy, never run: how the types are meant to be used."""

from typing import Any, Dict, List

from phieu import FormError, ReportError, Validator, catalog

report: Dict[str, Any] = {"form": "visit", "version": "1", "org_unit": "68", "period": "2026-10", "answers": {"people": 3}}


def use(data: bytes) -> List[str]:
    try:
        validator: Validator = Validator.from_bytes("visit.xlsx", data)
    except FormError as error:
        return [f"{finding['file']}:{finding['row']}: {finding['message']}" for finding in error.findings]
    try:
        verdict = validator.check(report, {"today": "2026-11-02"}, "en")
    except ReportError as error:
        return [error.code]
    valid: bool = verdict["valid"]
    checked = validator.check_batch([(report, None), (report, {})])
    refused = [each.code for each in checked if isinstance(each, ReportError)]
    issues = [issue["message"] for issue in verdict["issues"]]
    title: Any = validator.definition()["title"]
    names: List[str] = catalog.forms()
    return [str(valid), str(title), validator.check_text("{}", language="vi"), *refused, *issues, *names]


def misuse(validator: Validator) -> None:
    validator.check("{}")  # type: ignore[arg-type]
    validator.form = "other"  # type: ignore[misc]
    validator.verdict(report)  # type: ignore[attr-defined]
