"""The association's forms, as files that travel with this package. They change every year; the validator does not."""

from importlib import resources
from typing import List

from ._phieu import Validator


def forms() -> List[str]:
    """The ids of all forms, sorted."""
    files = (file.name for file in resources.files(__package__).joinpath("forms").iterdir())
    return sorted(name[: -len(".toml")] for name in files if name.endswith(".toml"))


def text(form: str) -> str:
    """A form as its author wrote it, in TOML. An id that is not in `forms()` raises `KeyError`."""
    if form not in forms():
        raise KeyError(f"no form {form!r} in the catalogue; it has {', '.join(forms())}")
    return resources.files(__package__).joinpath("forms", form + ".toml").read_text(encoding="utf-8")


def validator(form: str) -> Validator:
    """A validator of a form of the catalogue. Make it once and keep it: compiling takes longer than checking."""
    return Validator.from_toml(text(form), form + ".toml")
