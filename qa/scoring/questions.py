"""A question's keys and values, with every fault named."""

from __future__ import annotations

import dataclasses
from collections.abc import Sequence
from fractions import Fraction

from qa.scoring.card import (
    COMMENTS,
    CRITICAL,
    DEPENDENT,
    ONE,
    SCOPES,
    TYPES,
    Anchor,
    Fail,
    Mode,
    NumberBand,
    Option,
    Question,
    Reason,
    ShowIf,
    Type,
)
from qa.scoring.numbers import plain
from qa.scoring.reading import ID, Reader


def read_question(
    reader: Reader, mode: Mode, earlier: dict[str, Question], seen: dict[str, str]
) -> Question:
    id = reader.ident()
    if id in seen:
        reader.fault("id", "%(id)s is already the id of %(where)s", id=repr(id), where=seen[id])
    elif id:
        seen[id] = reader.path
    type: Type = reader.word("type", TYPES)
    scored = type not in ("text", "date")
    points_mode = mode == "points"
    question = Question(
        id=id,
        text=reader.required_text("text"),
        type=type,
        help=reader.text("help"),
        dimension=reader.ident("dimension", ID, required=False) or None,
        weight=reader.number("weight", ONE),
        na=reader.flag("na"),
        critical=reader.word("critical", CRITICAL) if reader.has("critical") and scored else None,
        comment=reader.word("comment", COMMENTS, "optional"),
        reasons=_reasons(reader),
        from_fact=reader.ident("from", required=False) or None
        if type not in ("choice", "multi")
        else None,
        excluded=reader.flag("excluded"),
        bonus=reader.flag("bonus") if scored else False,
        options=_options(reader, mode, type) if type in ("choice", "multi") else (),
        max_points=reader.optional_number("max_points")
        if type == "multi" and points_mode
        else None,
        min=reader.optional_number("min", low=None, required=True) if type == "scale" else None,
        max=reader.optional_number("max", low=None, required=True) if type == "scale" else None,
        points=reader.optional_number("points", required=True)
        if type == "scale" and points_mode
        else None,
        anchors=_anchors(reader) if type == "scale" else (),
        bands=_number_bands(reader, mode) if type == "number" else (),
        given=reader.given,
    )
    # These two look at the rest of the question, so they are read once it is there.
    fail_reader = reader.reader("fail") if scored else None
    fail = _fail(fail_reader, question) if fail_reader else None
    show_reader = reader.reader("show_if")
    show_if = _show_if(show_reader, id, earlier) if show_reader else None
    question = dataclasses.replace(question, fail=fail, show_if=show_if)
    if question.bonus and not points_mode:
        reader.fault(
            "bonus", "needs points mode: weights share out the whole and leave nothing on top"
        )
    _check_scale(reader, question)
    reader.refuse(
        DEPENDENT, "means nothing on a %(type)s question in %(mode)s mode", type=type, mode=mode
    )
    reader.close()
    if id and id not in earlier:
        earlier[id] = question
    return question


def _reasons(reader: Reader) -> tuple[Reason, ...]:
    if not reader.has("reasons"):
        return ()
    reasons: list[Reason] = []
    for entry in reader.readers("reasons"):
        reasons.append(Reason(entry.ident(), entry.required_text("label"), entry.given))
        entry.close()
    check_unique(reader, "reasons", [reason.id for reason in reasons])
    return tuple(reasons)


def _options(reader: Reader, mode: Mode, type: Type) -> tuple[Option, ...]:
    options: list[Option] = []
    for entry in reader.readers("options", required=True):
        id, label = entry.ident(), entry.required_text("label")
        score, points = _worth(entry, mode)
        options.append(Option(id, label, score, points, entry.given))
        entry.close()
    check_unique(reader, "options", [option.id for option in options])
    if type == "choice" and options:
        # A choice nobody can answer perfectly would keep every evaluation below 100 unseen.
        if mode == "weights" and not any(option.score == 1 for option in options):
            reader.fault("options", "no option is worth full marks (score: 1)")
        if mode == "points" and not any(option.points for option in options):
            reader.fault("options", "no option is worth any points")
    return tuple(options)


def _number_bands(reader: Reader, mode: Mode) -> tuple[NumberBand, ...]:
    bands: list[NumberBand] = []
    entries = reader.readers("bands", required=True)
    for index, entry in enumerate(entries):
        up_to = entry.optional_number("up_to", low=None)
        score, points = _worth(entry, mode)
        last = index == len(entries) - 1
        if last and entry.has("up_to"):
            entry.fault("up_to", "the last band is open: leave up_to out")
        elif not last and not entry.has("up_to"):
            entry.fault("up_to", "is missing: only the last band is open")
        elif (
            up_to is not None and bands and bands[-1].up_to is not None and up_to <= bands[-1].up_to
        ):
            entry.fault("up_to", "must be above the one before it")
        bands.append(NumberBand(up_to, score, points, entry.given))
        entry.close()
    return tuple(bands)


def _worth(reader: Reader, mode: Mode) -> tuple[Fraction | None, Fraction | None]:
    if mode == "weights":
        reader.refuse(("points",), "belongs to points mode; in weights mode give score: 0 to 1")
        return reader.optional_number("score", high=1, required=True), None
    reader.refuse(("score",), "belongs to weights mode; in points mode give points")
    return None, reader.optional_number("points", required=True)


def _anchors(reader: Reader) -> tuple[Anchor, ...]:
    return tuple(
        Anchor(number, label, key if isinstance(key, str) else plain(number))
        for key, number, label in reader.numbered_texts("anchors")
    )


def _check_scale(reader: Reader, question: Question) -> None:
    low, high = question.min, question.max
    if question.type != "scale" or low is None or high is None:
        return
    if low >= high:
        reader.fault("max", "must be above the lowest (min)")
        return
    for anchor in question.anchors:
        if not low <= anchor.at <= high:
            reader.fault(
                f"anchors.{anchor.key}",
                "is outside the scale of %(low)s to %(high)s",
                low=plain(low),
                high=plain(high),
            )


def _fail(reader: Reader, question: Question) -> Fail:
    by_option = question.type in ("choice", "multi")
    when: tuple[str, ...] | None = None
    below: Fraction | None = None
    if by_option:
        reader.refuse(
            ("below",),
            "is for a scale or a number: name options of a %(type)s in when",
            type=question.type,
        )
        when = reader.words("when") if reader.has("when") else None
        known = [option.id for option in question.options]
        for id in when or ():
            if id not in known:
                reader.fault("when", "there is no option %(id)s", id=repr(id))
    else:
        reader.refuse(
            ("when",), "names options; a %(type)s has none: use below", type=question.type
        )
        below = reader.optional_number("below", low=None)
    fail = Fail(
        when,
        below,
        reader.word("scope", SCOPES, "evaluation"),
        reader.number("sets", Fraction(), high=100),
        reader.given,
    )
    reader.close()
    return fail


def _show_if(reader: Reader, own: str, earlier: dict[str, Question]) -> ShowIf:
    asked = reader.ident("question")
    parent = earlier.get(asked)
    options = reader.words("is") if reader.has("is") else None
    ends = (
        reader.optional_number("at_least", low=None),
        reader.optional_number("at_most", low=None),
    )
    if asked and parent is None:
        if asked == own:
            reader.fault("question", "refers to itself")
        else:
            reader.fault(
                "question",
                "%(id)s is no earlier question: it was removed, or stands below",
                id=repr(asked),
            )
    if parent is not None and parent.type in ("choice", "multi"):
        known = [option.id for option in parent.options]
        for id in options or ():
            if id not in known:
                reader.fault(
                    "is", "%(question)s has no option %(id)s", question=repr(asked), id=repr(id)
                )
        if options is None or ends != (None, None):
            reader.fault(
                "", "choose at which answers of %(question)s it is shown (is)", question=repr(asked)
            )
    elif parent is not None and parent.type in ("scale", "number"):
        if options is not None or ends == (None, None):
            reader.fault(
                "",
                "give the numbers of %(question)s at which it is shown (at_least, at_most)",
                question=repr(asked),
            )
    elif parent is not None:
        reader.fault(
            "question",
            "%(question)s is a %(type)s question, which cannot show another",
            question=repr(asked),
            type=parent.type,
        )
    reader.close()
    return ShowIf(asked, options, ends[0], ends[1], reader.given)


def check_unique(reader: Reader, key: str, ids: Sequence[str]) -> None:
    for index, id in enumerate(ids):
        if id and id in ids[:index]:
            reader.fault(f"{key}[{index}].id", "%(id)s is here twice", id=repr(id))
