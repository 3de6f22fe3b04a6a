"""A file's keys and values to a card, with every fault named; its questions are in `questions`."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fractions import Fraction
from typing import Any

from qa.scoring.card import (
    CHANNELS,
    MODES,
    MOST_QUESTIONS,
    NOT_APPLICABLE,
    ONE,
    Band,
    Card,
    Channel,
    Mode,
    Question,
    Scoring,
    Section,
)
from qa.scoring.faults import CardError, Fault, Term
from qa.scoring.numbers import plain
from qa.scoring.questions import check_unique, read_question
from qa.scoring.reading import CARD_ID, Reader


def card_from_dict(data: Mapping[str, Any], *, languages: Sequence[str] = ()) -> Card:
    """The card a file's keys and values describe.

    `languages` are those every text that is given per language must have. Raises CardError with
    every fault found."""
    faults: list[Fault] = []
    card = _card(Reader(data, "", faults, languages))
    if faults:
        raise CardError(faults)
    return card


# Each function below reads one kind of mapping and names every fault it finds on the way.


def _card(reader: Reader) -> Card:
    if reader.whole("scorecard") != 1:
        reader.fault("scorecard", "this version reads format 1 only")
    id = reader.ident("id", CARD_ID)
    version = reader.whole("version")
    title = reader.required_text("title")
    channels = _channels(reader)
    scoring_reader = reader.reader("scoring")
    scoring = _scoring(scoring_reader) if scoring_reader else Scoring()
    bands = tuple(_band(entry) for entry in reader.readers("bands")) if reader.has("bands") else ()
    for index in range(1, len(bands)):
        if bands[index].min >= bands[index - 1].min:
            reader.fault(f"bands[{index}].min", "must be below the one before it")
    earlier: dict[str, Question] = {}
    seen: dict[str, str] = {}
    sections = tuple(
        _section(entry, scoring.mode, earlier, seen)
        for entry in reader.readers("sections", required=True)
    )
    check_unique(reader, "sections", [section.id for section in sections])
    if len(earlier) > MOST_QUESTIONS:
        reader.fault(
            "sections",
            "has %(n)s questions; at most %(limit)s",
            n=len(earlier),
            limit=MOST_QUESTIONS,
        )
    reader.close()
    return Card(1, id, version, title, channels, scoring, bands, sections, reader.given)


def _channels(reader: Reader) -> tuple[Channel, ...]:
    found: list[Channel] = []
    for index, word in enumerate(reader.words("channels") if reader.has("channels") else ()):
        for channel in CHANNELS:
            if word == channel:
                found.append(channel)
        if word not in CHANNELS:
            reader.fault(
                f"channels[{index}]",
                "%(word)s is none of %(known)s",
                word=repr(word),
                known=", ".join(CHANNELS),
            )
    return tuple(found)


def _scoring(reader: Reader) -> Scoring:
    scoring = Scoring(
        mode=reader.word("mode", MODES, "weights"),
        not_applicable=reader.word("not_applicable", NOT_APPLICABLE, "within_section"),
        pass_mark=reader.optional_number("pass_mark", None, high=1000, null=True),
        round_to=reader.number("round_to", Fraction(1, 10), above=True, high=100),
        cap=reader.optional_number("cap", Fraction(100), above=True, null=True),
        given=reader.given,
    )
    if (
        scoring.pass_mark is not None
        and scoring.cap is not None
        and scoring.pass_mark > scoring.cap
    ):
        reader.fault(
            "pass_mark",
            "is above the highest score (cap) of %(cap)s: nobody could pass",
            cap=plain(scoring.cap),
        )
    reader.close()
    return scoring


def _band(reader: Reader) -> Band:
    band = Band(
        reader.number("min", Fraction(), required=True), reader.required_text("label"), reader.given
    )
    reader.close()
    return band


def _section(
    reader: Reader, mode: Mode, earlier: dict[str, Question], seen: dict[str, str]
) -> Section:
    section = Section(
        id=reader.ident(),
        title=reader.required_text("title"),
        weight=reader.number("weight", ONE),
        excluded=reader.flag("excluded"),
        questions=tuple(
            read_question(entry, mode, earlier, seen)
            for entry in reader.readers(
                "questions", required=True, empty=Term("has no question yet: add one")
            )
        ),
        given=reader.given,
    )
    reader.close()
    return section
