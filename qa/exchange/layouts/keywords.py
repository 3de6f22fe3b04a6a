"""What people call the columns, rows and marks of the forms they keep, in Turkish and English,
folded: the words are in `keywords.yaml`."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from qa.text import words

# What a column may hold; a field earlier in the list wins a column.
FIELDS = (
    "question",
    "section",
    "section_weight",
    "id",
    "full_deduction",
    "half_deduction",
    "no_deduction",
    "points",
    "weight",
    "half",
    "full",
    "na",
    "none",
    "critical",
    "dimension",
    "good",
    "bad",
    "help",
    "comment",
    "given",
)
ANSWERS = ("full", "half", "none", "na", "full_deduction", "half_deduction", "no_deduction")
# What becomes part of the card; the others hold answers or remarks.
KEPT = tuple(name for name in FIELDS if name not in (*ANSWERS, "given", "comment"))

_SCALE = re.compile(
    r"(?i)[(\[]\s*(\d{1,3})\s*(?:-|–|—|ile|to|\.\.\.?)\s*(\d{1,3})\s*"
    r"(?:puan|puanı|points?|pts?)?\s*(?:arası)?\s*[)\]]"
)
_DENIED = re.compile(
    r"\b(?:(?:non|not|no)(?: an?)?[ -]?"
    r"(?:fatal|critical|kill|auto ?fail|auto ?zero|ztp|zero tolerance)"
    r"|(?:does not|doesn t|not) (?:zero|auto ?fail)\w*|kritik (?:hata )?(?:degil|olmayan)\w*|"
    r"(?:fatal|ztp) degil"
    r"|sifirlan?m(?:az|ayan|ayacak|iyor|adi)\w*|(?:otomatik )?sifir(?:lama\w*|layan)? "
    r"(?:degil|yok|olmaz|yapilmaz|uygulanmaz))\b"
)
# What a caller wants set back: a password or a modem, not the score.
_RESET = re.compile(
    r"\b(?:sifre|parola|pin|password|modem|cihaz|telefon|sayac|hesap|kota)\w* (?:\w+ )?sifirla\w*"
)


@dataclass(frozen=True, slots=True)
class Words:
    """What `keywords.yaml` holds, all of it folded."""

    columns: dict[str, tuple[str, ...]]
    """A column's names by what it holds, the likelier name first."""
    remarks: frozenset[str]
    """Of a log's columns: remarks, never a question with values."""
    metadata: frozenset[str]
    """Of one evaluated call: never a question where every row is a call."""
    totals: tuple[str, ...]
    subtotals: tuple[str, ...]
    pass_marks: tuple[str, ...]
    zero: tuple[str, ...]
    """In a mark or a heading: the whole score becomes zero."""
    critical: tuple[str, ...]
    """Likewise: the error is critical."""
    nothing: frozenset[str]
    ticks: frozenset[str]
    unmarked: frozenset[str]
    compliance: tuple[str, ...]
    labels: dict[str, dict[str, dict[str, str]]]
    help: dict[str, dict[str, str]]
    title: dict[str, str]
    turkish: frozenset[str]
    """Words that only one of the two languages has, to tell a form's language by."""
    english: frozenset[str]


@cache
def read_keywords() -> Words:
    """The words, read when they are first asked for."""
    content: dict[str, Any] = yaml.safe_load(
        Path(__file__).with_name("keywords.yaml").read_text(encoding="utf-8")
    )
    columns = {name: tuple(content["columns"][name]) for name in FIELDS}
    remarks = (*columns["comment"], *content["remarks"])

    def together(name: str) -> frozenset[str]:
        return frozenset(content[name])

    def in_order(name: str) -> tuple[str, ...]:
        return tuple(content[name])

    return Words(
        columns=columns,
        remarks=frozenset(remarks),
        metadata=together("metadata"),
        totals=in_order("totals"),
        subtotals=in_order("subtotals"),
        pass_marks=in_order("pass_marks"),
        zero=in_order("zero"),
        critical=in_order("critical"),
        nothing=together("nothing"),
        ticks=together("ticks"),
        unmarked=together("unmarked"),
        compliance=in_order("compliance"),
        labels=content["labels"],
        help=content["help"],
        title=content["title"],
        turkish=together("turkish"),
        english=together("english"),
    )


LOOKED_AT = 300
"""Characters of a text that are looked at: no name of a column or row is longer."""


def normal(text: str) -> str:
    """A heading as it is compared: folded, without signs and without what stands in brackets."""
    text = text[:LOOKED_AT]
    plain = " ".join(words(re.sub(r"[(\[][^)\]]*[)\]]", " ", text)))
    return plain or " ".join(words(text)) or text.strip()


def fields_of(heading: str) -> list[tuple[int, str]]:
    """The fields a column of that heading may hold, with how likely (0 is the likeliest)."""
    wanted = normal(heading)
    return [
        (names.index(wanted), field)
        for field, names in read_keywords().columns.items()
        if wanted in names
    ]


def title_in(language: str) -> str:
    """What a card without a title is called, in a language or else in English."""
    titles = read_keywords().title
    return titles.get(language, titles["en"])


def role_of(said: str) -> str | None:
    """Which answer a word stands for: full, half, none or na."""
    wanted = normal(said)
    return next(
        (
            role
            for role in ("full", "half", "none", "na")
            if wanted in read_keywords().columns[role]
        ),
        None,
    )


def roles_of(said: list[str]) -> dict[str, str] | None:
    """The answers a list of words stands for, by role; None if one of them is no answer, or two are
    the same one.

    "Uygun değil" beside "Hayır" means that it does not apply, and beside "Uygun" that it was
    missed."""
    found: dict[str, str] = {}
    for word in said:
        role = role_of(word)
        if role == "none" and "none" in found and normal(word) in read_keywords().columns["na"]:
            role = "na"
        if role is None or role in found:
            return None
        found[role] = word
    return found


def answers_in(heading: str) -> dict[str, str] | None:
    """The answers that a heading such as "Evet / Hayır / N/A" lists, itself or in brackets; None if
    it lists none."""
    bracketed = re.search(r"[(\[]([^)\]]{3,80})[)\]]", heading[:LOOKED_AT])
    if bracketed and (within := answers_in(bracketed[1])):
        return within
    spared = re.sub(r"(?i)\bn\s*/\s*a\b", "NA", heading[:LOOKED_AT])
    said = [part.strip() for part in re.split(r"[/|,\n]", spared)]
    found = roles_of(said) if len(said) >= 2 else None
    return found if found and "full" in found else None


def _begins(text: str, starts: tuple[str, ...]) -> bool:
    """Whether the text is one of the words, with nothing behind it but figures and words for
    points."""
    plain = normal(text)
    for start in starts:
        rest = plain.removeprefix(start)
        if rest != plain and all(
            word.isdigit() or word in ("puan", "puani", "points", "score", "skor", "max")
            for word in rest.split()
        ):
            return True
    return False


def is_total(text: str) -> bool:
    """Whether a row that begins so is the total of the rows above it."""
    return _begins(text, read_keywords().totals)


def is_comment(text: str) -> bool:
    """Whether a column of that name holds remarks in free words."""
    return normal(text) in read_keywords().remarks


def scale_in(heading: str) -> tuple[str, int, int] | None:
    """The heading without the scale that it holds in brackets, such as "[0-10]", and the ends of
    that; None without one."""
    found = _SCALE.search(heading[:LOOKED_AT])
    if found is None or int(found[1]) > 1 or int(found[1]) >= int(found[2]):
        return None
    return (
        f"{heading[: found.start()]}{heading[found.end() :]}".strip(),
        int(found[1]),
        int(found[2]),
    )


def is_subtotal(text: str, section: str = "") -> bool:
    """Whether it is that of a section: by its own words, or by the section's name before them."""
    plain, own = normal(text), normal(section)
    named = (
        bool(own) and plain.startswith(own) and plain.endswith((" toplami", " toplam", " total"))
    )
    return named or _begins(text, read_keywords().subtotals)


def is_pass_mark(text: str) -> bool:
    """Whether it says from which score on a call passes."""
    plain = normal(text)
    return any(plain == said or plain.startswith(f"{said} ") for said in read_keywords().pass_marks)


def _undenied(text: str) -> str:
    return f" {_RESET.sub('', _DENIED.sub('', ' '.join(words(text))))} "


def mark(text: str) -> str | None:
    """What a mark says: "zero" (the score becomes zero), "critical", or None."""
    plain = _undenied(text)
    if any(f" {word}" in plain for word in read_keywords().zero):
        return "zero"
    return "critical" if any(f" {word}" in plain for word in read_keywords().critical) else None


def is_zero(text: str) -> bool:
    """Whether a cell of a critical error's row says that the score becomes zero; a bare "Sıfır"
    does there."""
    return mark(text) == "zero" or not read_keywords().nothing.isdisjoint(_undenied(text).split())


def is_unmarked(text: str) -> bool:
    """Whether a cell for marks says that there is none."""
    plain = normal(text)
    return plain in read_keywords().unmarked or _DENIED.fullmatch(plain) is not None


def family(text: str) -> str:
    """The family of critical errors that a question's words suggest."""
    plain = " ".join(words(text))
    return "compliance" if any(word in plain for word in read_keywords().compliance) else "customer"


def language_of(texts: list[str]) -> str:
    """ "tr" or "en", by the words of the texts; "" when they are as likely either."""
    said = [word for text in texts for word in words(text)]
    turkish = sum(word in read_keywords().turkish for word in said) + 2 * sum(
        sign in "ığşİĞŞ" for text in texts for sign in text
    )
    english = sum(word in read_keywords().english for word in said)
    return "" if turkish == english else "tr" if turkish > english else "en"
