"""The types of phieu. The shapes are those of the HTTP API and of every other binding."""

from typing import Any, Dict, Iterable, List, Optional, Tuple, TypedDict, Union, final, type_check_only

__all__ = ["FormError", "ReportError", "Validator"]

@type_check_only
class Issue(TypedDict, total=False):
    """One thing that is wrong, as data, with a sentence for people."""

    code: str
    """What kind of thing: `required`, `constraint`, `rule`…"""
    severity: str
    """`error` blocks, `explain` blocks until it is explained, `warning` only tells."""
    path: str
    """`members/members_closing`, `donations[2]/amount`; empty for the whole report."""
    fields: List[str]
    facts: Dict[str, Any]
    message: str

@type_check_only
class Verdict(TypedDict):
    """What is to be said of a report."""

    valid: bool
    issues: List[Issue]
    values: Dict[str, Any]

@type_check_only
class Finding(TypedDict, total=False):
    """One thing wrong with a form. `sheet` and `hint` may be None."""

    level: str
    file: str
    sheet: Optional[str]
    row: int
    column: int
    heading: str
    message: str
    hint: Optional[str]

class FormError(ValueError):
    """A form that cannot be used."""

    findings: List[Finding]

class ReportError(ValueError):
    """What is no report of this form. The message is in the language asked for."""

    code: str

@final
class Validator:
    """Checks reports of one form in one version. It never changes; threads may share it."""

    @staticmethod
    def from_toml(text: str, file: str = "form.toml") -> Validator:
        """From the TOML spelling of a form. `file` is only for messages."""
    @staticmethod
    def from_json(text: str) -> Validator:
        """From the form's rows as JSON text."""
    @staticmethod
    def from_xlsx(data: bytes, file: str = "form.xlsx") -> Validator:
        """From the bytes of an Excel workbook, an XLSForm."""
    @staticmethod
    def from_xform(text: str, file: str = "form.xml") -> Validator:
        """From an ODK XForm."""
    @staticmethod
    def from_bytes(file: str, data: bytes) -> Validator:
        """From a file's name and bytes: .toml, .json, .xlsx, .ods, .xml, .md."""
    @property
    def form(self) -> str:
        """The form's id."""
    @property
    def version(self) -> str:
        """The form's version."""
    @property
    def warnings(self) -> List[str]:
        """What the form's author may want to look at again."""
    def check(self, report: Dict[str, Any], context: Optional[Dict[str, Any]] = None, language: str = "vi") -> Verdict:
        """The verdict on a report. Raises ReportError where it is no report of this form."""
    def check_text(self, report: str, context: Optional[str] = None, language: str = "vi") -> str:
        """The same from JSON text to JSON text; the bytes are the same in every build and binding."""
    def check_batch(
        self, pairs: Iterable[Tuple[Dict[str, Any], Optional[Dict[str, Any]]]], language: str = "vi"
    ) -> List[Union[Verdict, ReportError]]:
        """The verdicts on pairs of report and context, in order; where one cannot be checked, its error stands in the list."""
    def calculate(
        self, report: Dict[str, Any], context: Optional[Dict[str, Any]] = None, language: str = "vi"
    ) -> Dict[str, Any]:
        """The calculated values of a report, nested like its answers."""
    def schema(self) -> Dict[str, Any]:
        """The shape of the answers as JSON Schema 2020-12."""
    def definition(self) -> Dict[str, Any]:
        """The compiled definition: what the form asks, and its rules."""
