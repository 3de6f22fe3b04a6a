"""A scorecard as values: what a file says, checked, frozen, and written back as it was given."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from fractions import Fraction
from typing import Any, Literal

from qa.scoring.reading import CARD_ID, ID, CardError, Fault, Reader, Text, plain

Mode = Literal["weights", "points"]
NotApplicable = Literal["within_section", "whole_form", "full_marks"]
Type = Literal["choice", "multi", "scale", "number", "text", "date"]
Critical = Literal["customer", "business", "compliance"]
Scope = Literal["evaluation", "section", "result"]
Comment = Literal["never", "optional", "on_fail", "always"]
Channel = Literal["call", "chat", "email", "social", "marketplace", "case"]

MODES: tuple[Mode, ...] = ("weights", "points")
NOT_APPLICABLE: tuple[NotApplicable, ...] = ("within_section", "whole_form", "full_marks")
TYPES: tuple[Type, ...] = ("choice", "multi", "scale", "number", "text", "date")
CRITICAL: tuple[Critical, ...] = ("customer", "business", "compliance")
SCOPES: tuple[Scope, ...] = ("evaluation", "section", "result")
COMMENTS: tuple[Comment, ...] = ("never", "optional", "on_fail", "always")
CHANNELS: tuple[Channel, ...] = ("call", "chat", "email", "social", "marketplace", "case")

# The keys of a question that only some types, or one mode, have.
DEPENDENT = (
    "critical", "fail", "bonus", "from", "options", "max_points", "min", "max", "points", "anchors", "bands",
)
MOST_QUESTIONS = 200
ONE = Fraction(1)


def text(value: Text | None, language: str) -> str:
    """The text in the language asked for, else in English, else in Turkish, else in any; "" for None."""
    if value is None or isinstance(value, str):
        return value or ""
    for wanted in (language, "en", "tr"):
        if wanted in value:
            return value[wanted]
    return next(iter(value.values()), "")


def _given() -> Any:
    """The keys a file gave, in its order: so that what is written reads as what was read."""
    return field(default=(), compare=False, repr=False)


# A text of several languages is a dictionary, which has no hash: a card's hash does without its texts.


@dataclass(frozen=True, slots=True)
class Scoring:
    """How the answers become a score.

    `cap` None lets a bonus go above 100; without a `pass_mark` there is no pass or fail."""

    mode: Mode = "weights"
    not_applicable: NotApplicable = "within_section"
    pass_mark: Fraction | None = None
    round_to: Fraction = Fraction(1, 10)
    cap: Fraction | None = Fraction(100)
    given: tuple[str, ...] = _given()


@dataclass(frozen=True, slots=True)
class Band:
    """The name of the scores of at least `min`."""

    min: Fraction
    label: Text = field(hash=False)
    given: tuple[str, ...] = _given()


@dataclass(frozen=True, slots=True)
class Option:
    """One answer of a choice or multi: `score` 0..1 in weights mode, `points` in points mode."""

    id: str
    label: Text = field(hash=False)
    score: Fraction | None = None
    points: Fraction | None = None
    given: tuple[str, ...] = _given()


@dataclass(frozen=True, slots=True)
class NumberBand:
    """What a number of at most `up_to` is worth; the last band, without `up_to`, takes the rest."""

    up_to: Fraction | None = None
    score: Fraction | None = None
    points: Fraction | None = None
    given: tuple[str, ...] = _given()


@dataclass(frozen=True, slots=True)
class Anchor:
    """What one value of a scale means."""

    at: Fraction
    label: Text = field(hash=False)
    key: int | float | str = field(default="", compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class Fail:
    """When a question fails and what that does; without `when` and `below` a value of 0 fails."""

    when: tuple[str, ...] | None = None
    below: Fraction | None = None
    scope: Scope = "evaluation"
    sets: Fraction = Fraction(0)
    given: tuple[str, ...] = _given()


@dataclass(frozen=True, slots=True)
class ShowIf:
    """The question is shown when the answer to an earlier one is among `options`, or within the two ends."""

    question: str
    options: tuple[str, ...] | None = field(default=None, metadata={"key": "is"})
    at_least: Fraction | None = None
    at_most: Fraction | None = None
    given: tuple[str, ...] = _given()


@dataclass(frozen=True, slots=True)
class Reason:
    """A root cause to pick when a question fails."""

    id: str
    label: Text = field(hash=False)
    given: tuple[str, ...] = _given()


@dataclass(frozen=True, slots=True)
class Question:
    """One question. `from_fact` names the fact of the interaction that answers it (`from` in the file)."""

    id: str
    text: Text = field(hash=False)
    type: Type = "choice"
    help: Text | None = field(default=None, hash=False)
    dimension: str | None = None
    weight: Fraction = ONE
    na: bool = False
    critical: Critical | None = None
    fail: Fail | None = None
    comment: Comment = "optional"
    reasons: tuple[Reason, ...] = ()
    show_if: ShowIf | None = None
    from_fact: str | None = field(default=None, metadata={"key": "from"})
    excluded: bool = False
    bonus: bool = False
    options: tuple[Option, ...] = ()
    max_points: Fraction | None = None
    min: Fraction | None = None
    max: Fraction | None = None
    points: Fraction | None = None
    anchors: tuple[Anchor, ...] = ()
    bands: tuple[NumberBand, ...] = ()
    given: tuple[str, ...] = _given()

    @property
    def scored(self) -> bool:
        """Whether the type has a value at all; an excluded question has one that does not count."""
        return self.type not in ("text", "date")

    def option(self, id: str) -> Option:
        """The option of that id; KeyError if there is none."""
        for option in self.options:
            if option.id == id:
                return option
        raise KeyError(id)


@dataclass(frozen=True, slots=True)
class Section:
    """Questions scored together. `weight` is a share in weights mode and a multiplier in points mode."""

    id: str
    title: Text = field(hash=False)
    questions: tuple[Question, ...] = ()
    weight: Fraction = ONE
    excluded: bool = False
    given: tuple[str, ...] = _given()


@dataclass(frozen=True, slots=True)
class Card:
    """One version of a scorecard. Equal cards score equally and show the same words."""

    format: int = field(metadata={"key": "scorecard"})
    id: str
    version: int
    title: Text = field(hash=False)
    channels: tuple[Channel, ...] = ()
    scoring: Scoring = Scoring()
    bands: tuple[Band, ...] = ()
    sections: tuple[Section, ...] = ()
    given: tuple[str, ...] = _given()
    # Work that depends on nothing but the card, done once: filled by whoever needs it, never by a caller.
    cache: dict[str, Any] = field(init=False, default_factory=dict, compare=False, repr=False)

    @classmethod
    def from_dict(cls, data: Mapping[str, Any], *, languages: Sequence[str] = ()) -> Card:
        """The card a file's keys and values describe.

        `languages` are those every text that is given per language must have. Raises CardError with every
        fault found."""
        faults: list[Fault] = []
        card = _card(Reader(data, "", faults, languages))
        if faults:
            raise CardError(faults)
        return card

    def to_dict(self) -> dict[str, Any]:
        """The file's keys and values, in the order they were given; defaults not given are left out."""
        return _mapping(self)

    @property
    def questions(self) -> tuple[Question, ...]:
        """Every question in the order of the card."""
        if "questions" not in self.cache:
            self.cache["questions"] = tuple(q for section in self.sections for q in section.questions)
        return self.cache["questions"]  # type: ignore[no-any-return]  # the cache holds any kind of value

    def question(self, id: str) -> Question:
        """The question of that id; KeyError if there is none."""
        if "by_id" not in self.cache:
            self.cache["by_id"] = {question.id: question for question in self.questions}
        return self.cache["by_id"][id]  # type: ignore[no-any-return]  # the cache holds any kind of value

    def band(self, score: Decimal | Fraction | int | float) -> Band | None:
        """The band a score falls in: the first whose `min` it reaches."""
        return next((band for band in self.bands if score >= band.min), None)


def warnings(card: Card) -> list[Fault]:
    """What is allowed and probably not meant, with its path."""
    found: list[Fault] = []
    if len(card.questions) > 25:
        found.append(Fault("sections", f"{len(card.questions)} questions: people mark well up to about 20"))
    weights = sum((section.weight for section in card.sections), Fraction())
    all_given = all("weight" in section.given for section in card.sections)
    if card.scoring.mode == "weights" and all_given and weights != 100:
        found.append(Fault("sections", f"weights add up to {plain(weights)}, not 100"))
    if not any(question.critical for question in card.questions):
        found.append(Fault("sections", "no question is critical"))
    for path, _, question in _each(card):
        if question.scored and not question.excluded and question.dimension is None:
            found.append(Fault(f"{path}.dimension", "is missing: the question is in no dimension's figure"))
    for path, share in _shares(card):
        if share > Fraction(2, 5):
            percent = round(float(share * 100), 1)
            found.append(Fault(path, f"is {percent} % of the total; above 40 % is a lot for one question"))
    return found


def best_points(question: Question) -> Fraction:
    """The most a question can earn in points mode."""
    if question.type == "scale":
        return question.points or Fraction()
    if question.type == "multi":
        if question.max_points is not None:
            return question.max_points
        return sum((option.points for option in question.options if option.points), Fraction())
    worth = [option.points for option in question.options] + [band.points for band in question.bands]
    return max((points for points in worth if points is not None), default=Fraction())


# Writing.


def _written(value: object) -> object:
    if isinstance(value, Fraction):
        return plain(value)
    if isinstance(value, tuple):
        if value and isinstance(value[0], Anchor):
            return {anchor.key: _written(anchor.label) for anchor in value}
        return [_written(entry) for entry in value]
    if isinstance(value, dict):
        return dict(value)
    return _mapping(value) if dataclasses.is_dataclass(value) else value


def _mapping(value: Any) -> dict[str, Any]:
    """A part of the card by the file's keys: those given in their order, then others not at their default."""
    held: dict[str, object] = {}
    order: list[str] = list(value.given)
    for part in dataclasses.fields(value):
        if part.name in ("given", "cache"):
            continue
        key = part.metadata.get("key", part.name)
        held[key] = getattr(value, part.name)
        if held[key] in (None, ()) and not isinstance(value, Scoring):
            # What a file does not have it leaves out; only `cap` and `pass_mark` can be null in one.
            order = [given for given in order if given != key]
        elif key not in order and (part.default is dataclasses.MISSING or held[key] != part.default):
            order.append(key)
    return {key: _written(held[key]) for key in order}


# Reading. Each function reads one kind of mapping and names every fault it finds on the way.


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
        _section(entry, scoring.mode, earlier, seen) for entry in reader.readers("sections", required=True)
    )
    _unique(reader, "sections", [section.id for section in sections])
    if len(earlier) > MOST_QUESTIONS:
        reader.fault("sections", f"has {len(earlier)} questions; at most {MOST_QUESTIONS}")
    reader.close()
    return Card(1, id, version, title, channels, scoring, bands, sections, reader.given)


def _channels(reader: Reader) -> tuple[Channel, ...]:
    found: list[Channel] = []
    for index, word in enumerate(reader.words("channels") if reader.has("channels") else ()):
        for channel in CHANNELS:
            if word == channel:
                found.append(channel)
        if word not in CHANNELS:
            reader.fault(f"channels[{index}]", f"{word!r} is none of {', '.join(CHANNELS)}")
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
    reader.close()
    return scoring


def _band(reader: Reader) -> Band:
    band = Band(reader.number("min", Fraction(), required=True), reader.required_text("label"), reader.given)
    reader.close()
    return band


def _section(reader: Reader, mode: Mode, earlier: dict[str, Question], seen: dict[str, str]) -> Section:
    section = Section(
        id=reader.ident(),
        title=reader.required_text("title"),
        weight=reader.number("weight", ONE),
        excluded=reader.flag("excluded"),
        questions=tuple(
            _question(entry, mode, earlier, seen) for entry in reader.readers("questions", required=True)
        ),
        given=reader.given,
    )
    reader.close()
    return section


def _question(reader: Reader, mode: Mode, earlier: dict[str, Question], seen: dict[str, str]) -> Question:
    id = reader.ident()
    if id in seen:
        reader.fault("id", f"{id!r} is already the id of {seen[id]}")
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
        from_fact=reader.ident("from", required=False) or None if type not in ("choice", "multi") else None,
        excluded=reader.flag("excluded"),
        bonus=reader.flag("bonus") if scored else False,
        options=_options(reader, mode, type) if type in ("choice", "multi") else (),
        max_points=reader.optional_number("max_points") if type == "multi" and points_mode else None,
        min=reader.optional_number("min", low=None, required=True) if type == "scale" else None,
        max=reader.optional_number("max", low=None, required=True) if type == "scale" else None,
        points=reader.optional_number("points", required=True) if type == "scale" and points_mode else None,
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
        reader.fault("bonus", "needs points mode: weights share out 100 % and leave nothing on top")
    _check_scale(reader, question)
    reader.refuse(DEPENDENT, f"means nothing on a {type} question in {mode} mode")
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
    _unique(reader, "reasons", [reason.id for reason in reasons])
    return tuple(reasons)


def _options(reader: Reader, mode: Mode, type: Type) -> tuple[Option, ...]:
    options: list[Option] = []
    for entry in reader.readers("options", required=True):
        id, label = entry.ident(), entry.required_text("label")
        score, points = _worth(entry, mode)
        options.append(Option(id, label, score, points, entry.given))
        entry.close()
    _unique(reader, "options", [option.id for option in options])
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
        elif up_to is not None and bands and bands[-1].up_to is not None and up_to <= bands[-1].up_to:
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
        reader.fault("max", "must be above min")
        return
    for anchor in question.anchors:
        if not low <= anchor.at <= high:
            reader.fault(f"anchors.{anchor.key}", f"is outside the scale of {plain(low)} to {plain(high)}")


def _fail(reader: Reader, question: Question) -> Fail:
    by_option = question.type in ("choice", "multi")
    when: tuple[str, ...] | None = None
    below: Fraction | None = None
    if by_option:
        reader.refuse(("below",), f"is for a scale or a number: name options of a {question.type} in when")
        when = reader.words("when") if reader.has("when") else None
        known = [option.id for option in question.options]
        for id in when or ():
            if id not in known:
                reader.fault("when", f"there is no option {id!r}")
    else:
        reader.refuse(("when",), f"names options; a {question.type} has none: use below")
        below = reader.optional_number("below", low=None)
    fail = Fail(when, below, reader.word("scope", SCOPES, "evaluation"),
                reader.number("sets", Fraction(), high=100), reader.given)
    reader.close()
    return fail


def _show_if(reader: Reader, own: str, earlier: dict[str, Question]) -> ShowIf:
    asked = reader.ident("question")
    parent = earlier.get(asked)
    options = reader.words("is") if reader.has("is") else None
    ends = (reader.optional_number("at_least", low=None), reader.optional_number("at_most", low=None))
    if asked and parent is None:
        reader.fault("question", "refers to itself" if asked == own else f"{asked!r} is no earlier question")
    if parent is not None and parent.type in ("choice", "multi"):
        known = [option.id for option in parent.options]
        for id in options or ():
            if id not in known:
                reader.fault("is", f"{asked!r} has no option {id!r}")
        if options is None or ends != (None, None):
            reader.fault("", f"needs is, and only is: {asked!r} is a {parent.type} question")
    elif parent is not None and parent.type in ("scale", "number"):
        if options is not None or ends == (None, None):
            reader.fault("", f"needs at_least or at_most, and no is: {asked!r} is a {parent.type} question")
    elif parent is not None:
        reader.fault("question", f"{asked!r} is a {parent.type} question, which cannot show another")
    reader.close()
    return ShowIf(asked, options, ends[0], ends[1], reader.given)


def _unique(reader: Reader, key: str, ids: Sequence[str]) -> None:
    for index, id in enumerate(ids):
        if id and id in ids[:index]:
            reader.fault(f"{key}[{index}].id", f"{id!r} is here twice")


# Looking over a whole card.


def _each(card: Card) -> list[tuple[str, Section, Question]]:
    return [
        (f"sections[{s}].questions[{q}]", section, question)
        for s, section in enumerate(card.sections) for q, question in enumerate(section.questions)
    ]


def _shares(card: Card) -> list[tuple[str, Fraction]]:
    """Each scored question's share of the total (0..1) when everything is answered and shown."""
    parts: list[tuple[str, Section, Fraction]] = []
    for path, section, question in _each(card):
        if question.scored and not question.excluded and not section.excluded and not question.bonus:
            points = card.scoring.mode == "points"
            parts.append((path, section, best_points(question) if points else question.weight))
    within: dict[str, Fraction] = {}
    for _, section, own in parts:
        within[section.id] = within.get(section.id, Fraction()) + own
    if card.scoring.mode == "points":
        whole = sum((section.weight * own for _, section, own in parts), Fraction())
        return [(path, section.weight * own / whole) for path, section, own in parts if whole]
    used = {section.id: section.weight for _, section, _ in parts if within[section.id]}
    whole = sum(used.values(), Fraction())
    return [
        (path, section.weight * own / within[section.id] / whole)
        for path, section, own in parts if whole and within[section.id]
    ]
