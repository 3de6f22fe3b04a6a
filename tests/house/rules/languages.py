"""Every text that a person reads is there in Turkish."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from io import BytesIO
from typing import Any

from babel.messages.catalog import Catalog
from babel.messages.extract import extract
from babel.messages.mofile import read_mo
from babel.messages.pofile import read_po

from tests.house.rules import Sources, Violation, rule

TURKISH = "qa/translations/tr/LC_MESSAGES/messages.po"
COMPILED = TURKISH.replace(".po", ".mo")
# Faults carry their English text; `make messages` is told of them in the same words.
KEYWORDS: dict[str, Any] = {
    "_": None,
    "_l": None,
    "gettext": None,
    "ngettext": (1, 2),
    "lazy_gettext": None,
    "gettext_noop": None,
    "fault": (2,),
    "Fault": (2,),
    "refuse": (2,),
    "leave": (2,),
    "FileFault": (4,),
    "_fault": (3,),
    "Term": None,
}


def catalog(text: str) -> Catalog:
    """A catalogue of Turkish texts, from what a .po file holds."""
    return read_po(BytesIO(text.encode()), locale="tr")


@rule
def missing_turkish(sources: Sources) -> list[Violation]:
    """Every text of code and templates has its Turkish, in every plural form."""
    there, read = catalog(sources[TURKISH]), list(_texts(sources))
    return [
        Violation(path, f"no Turkish for {text!r}")
        for path, text in [*read, *_unread_texts(sources, set(read))]
        if text not in there or not _complete(there[text].string)
    ]


@rule
def faulty_turkish(sources: Sources) -> list[Violation]:
    """No Turkish is guessed (fuzzy), and its placeholders are those of the English."""
    found = []
    for message in catalog(sources[TURKISH]):
        if not message.id:
            continue
        where = message.id if isinstance(message.id, str) else message.id[0]
        if message.fuzzy:
            found.append(Violation(where, "is guessed (fuzzy)"))
        if list(message.check()):
            found.append(Violation(where, "its format is wrong"))
        elif isinstance(message.id, str) and _differ(message.id, str(message.string)):
            found.append(Violation(where, "its placeholders differ"))
    return found


def differing_compiled(po: str, compiled: bytes) -> list[Violation]:
    """What a compiled catalogue does not say as the texts do."""
    written, made = _said(catalog(po)), _said(read_mo(BytesIO(compiled)))
    return [
        Violation(text, "is compiled as it was: run `make install`")
        for text in sorted({*written, *made})
        if written.get(text) != made.get(text)
    ]


def _said(texts: Catalog) -> dict[str, list[str]]:
    return {
        message.id if isinstance(message.id, str) else message.id[0]: (
            [message.string] if isinstance(message.string, str) else list(message.string)
        )
        for message in texts
        if message.id and message.string and not message.fuzzy
    }


def _texts(sources: Sources) -> Iterator[tuple[str, str]]:
    methods = {"py": "python", "html": "jinja2"}
    for path, content in sources.items():
        method = methods.get(path.rsplit(".", 1)[-1])
        if method is None:
            continue
        for _line, text, _comments, _context in extract(
            method, BytesIO(content.encode()), keywords=KEYWORDS
        ):
            yield path, text if isinstance(text, str) else text[0]


def _unread_texts(sources: Sources, read: set[tuple[str, str]]) -> list[tuple[str, str]]:
    """Texts of the code that `make messages` does not see although they are there: it reads words,
    not the program, and takes `Fault(fault.path, "...")` for something else."""
    written = {
        (path, argument.value)
        for path, content in sources.items()
        if path.endswith(".py")
        for call in ast.walk(ast.parse(content))
        if isinstance(call, ast.Call)
        for argument in _texts_of_call(call)
        if isinstance(argument, ast.Constant) and isinstance(argument.value, str)
    }
    return sorted(written - read)


def _texts_of_call(call: ast.Call) -> list[ast.expr]:
    name = getattr(call.func, "id", getattr(call.func, "attr", ""))
    if name not in KEYWORDS:
        return []
    place = (KEYWORDS[name] or (1,))[0] - 1
    return call.args[place : place + 1]


def _complete(string: str | tuple[str, ...]) -> bool:
    return bool(string) if isinstance(string, str) else all(string)


def _differ(english: str, turkish: str) -> bool:
    """Whether a text that is translated has other placeholders."""
    there, here = (set(re.findall(r"%\(\w+\)", text)) for text in (english, turkish))
    return bool(turkish) and there != here
