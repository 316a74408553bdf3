"""Validation of reports, the same in every back end: forms with their rules in, verdicts out."""

from ._phieu import FormError, ReportError, Validator

__all__ = ["FormError", "ReportError", "Validator"]
