"""Text as a cell can hold it: nothing that runs as a formula, and no character that a spreadsheet
would drop."""

from __future__ import annotations

import re

from qa.sheets import RISKY

LONGEST = 32_000
"""Characters of a cell; Excel's own end is 32,767."""

# The format's own way to write a character that XML cannot hold is _x000D_, so a text that looks
# like one is written with its first sign that way.
_LOOKS_WRITTEN = re.compile("_(?=x[0-9A-Fa-f]{4}_)")
_UNWRITABLE = re.compile("[\x00-\x08\x0b-\x1f\ud800-\udfff\ufffe\uffff]")
_WRITTEN = re.compile("_x([0-9A-Fa-f]{4})_")


def held(text: str) -> str:
    """The text as a cell holds it; `meant` gives it back."""
    text = _UNWRITABLE.sub(
        lambda sign: f"_x{ord(sign[0]):04X}_", _LOOKS_WRITTEN.sub("_x005F_", text)
    )
    return f"'{text}" if _needs_apostrophe(text) else text


def meant(text: str) -> str:
    """The text that a cell stands for, without the apostrophe that kept it from being a formula."""
    if text.startswith("'") and _needs_apostrophe(text):
        text = text[1:]
    return _WRITTEN.sub(lambda sign: chr(int(sign[1], 16)), text)


def _needs_apostrophe(text: str) -> bool:
    return text.lstrip("'").startswith(RISKY)
