"""What pages call the things that files bring in, in the reader's language."""

from __future__ import annotations

from typing import Any

from flask_babel import gettext, lazy_gettext

from qa import formats
from qa.formats.mapping import DATE_ORDERS, FIELDS
from qa.formats.problems import MESSAGES, NOTES
from qa.masking import MASKS

MASK_LABELS = {kind: lazy_gettext(label) for kind, label in MASKS.items()}
DATE_ORDER_LABELS = {code: lazy_gettext(label) for code, label in DATE_ORDERS.items()}
FIELD_LABELS = {field.name: lazy_gettext(field.label) for field in FIELDS}


def format_label(name: str) -> str:
    """The name people know a format by; `name` is one of `formats.ORDER` or `formats.RECORDING`."""
    return gettext(formats.label(name))


def problem_row(problem: dict[str, Any], *, file: str, sheet: str = "") -> dict[str, Any]:
    """A kept problem as {"file", "sheet", "row", "column", "id", "message", "note"}."""
    template = MESSAGES[problem["code"]]
    return {
        "file": file,
        "sheet": sheet,
        "row": problem["row"],
        "column": problem["column"],
        "id": problem["id"],
        "message": gettext(template) % problem["values"],
        "note": problem["code"] in NOTES,
    }
