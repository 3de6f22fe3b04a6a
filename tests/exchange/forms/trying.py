"""What both tests of foreign forms do with cards and forms: answer them, spoil them, read them
back."""

import copy
import functools
import json
from collections.abc import Callable, Iterator
from fractions import Fraction
from pathlib import Path
from typing import Any

from hypothesis import strategies as st

from qa.exchange import ExchangeError, Incoming
from qa.exchange.card_files import read_card as read_file
from qa.scoring import Card, CardError, Fault, Question, card_from_dict

FORMS = Path(__file__).parent
SHIPPED = sorted((FORMS.parents[2] / "scorecards").glob("*.yaml"))

JSON = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-5, 2000)
    | st.floats(allow_nan=True)
    | st.text(max_size=5)
    | st.just(10**400),
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3)
    ),
    max_leaves=8,
)


def form(name: str) -> Any:
    return json.loads((FORMS / f"{name}.json").read_text(encoding="utf-8"))


@functools.cache
def shipped() -> list[Card]:
    return [read_file(path.read_text(encoding="utf-8"), name=path.name) for path in SHIPPED]


def said(incoming: Incoming) -> list[tuple[str, str]]:
    return [(fault.path, fault.message) for fault in incoming.left_out]


def paths(value: Any, path: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    """The way to every value of a tree but the whole."""
    held = (
        value.items()
        if isinstance(value, dict)
        else enumerate(value)
        if isinstance(value, list)
        else ()
    )
    for key, inner in held:
        yield (*path, key)
        yield from paths(inner, (*path, key))


def at(value: Any, path: tuple[Any, ...]) -> Any:
    for key in path:
        value = value[key]
    return value


def spelled(path: tuple[Any, ...]) -> str:
    return "".join(f"[{key}]" if isinstance(key, int) else f".{key}" for key in path).removeprefix(
        "."
    )


@st.composite
def spoiled(draw: st.DrawFn, whole: Any) -> Any:
    """A form with one to three values replaced, taken out, or given twice."""
    made = copy.deepcopy(whole)
    for _ in range(draw(st.integers(1, 3))):
        *way, key = draw(st.sampled_from(list(paths(made)) or [("",)]))
        holder = at(made, tuple(way))
        match draw(st.sampled_from(("replace", "take out", "swap", "twice"))):
            case "replace":
                holder[key] = draw(JSON)
            case "swap":
                holder[key] = copy.deepcopy(at(made, draw(st.sampled_from(list(paths(made))))))
            case "twice" if isinstance(holder, list):
                holder.append(copy.deepcopy(holder[key]))
            case _:
                del holder[key]
        if not list(paths(made)):
            break
    return made


def survives(read: Callable[[object], Incoming], data: object) -> None:
    """Reading gives a draft or says what is wrong, and the draft is a card or says what is
    wrong."""
    incoming = None
    faults: list[Fault] = []
    try:
        incoming = read(data)
    except ExchangeError as error:
        faults = error.faults
    if incoming is not None:
        assert all(fault.message for fault in incoming.left_out)
        try:
            card = card_from_dict(incoming.card, languages=["tr", "en"])
        except CardError as error:
            faults = error.faults
        else:
            assert card.questions
            return
    assert faults
    assert all(fault.message for fault in faults)


@st.composite
def sheets(draw: st.DrawFn, card: Card) -> dict[str, Any]:
    """Complete answers to a card: everything is answered, or not applicable where that is
    allowed."""
    return {question.id: draw(_answer(question)) for question in card.questions if question.scored}


def _answer(question: Question) -> st.SearchStrategy[Any]:
    ids = [option.id for option in question.options]
    found: st.SearchStrategy[Any]
    match question.type:
        case "choice":
            found = st.sampled_from(ids)
        case "multi":
            found = st.lists(st.sampled_from(ids), unique=True)
        case "scale":
            found = st.integers(int(question.min or 0), int(question.max or 0))
        case _:
            ends = [int(band.up_to) for band in question.bands if band.up_to is not None]
            found = st.sampled_from(
                sorted({max(0, end + more) for end in (*ends, 0) for more in (0, 1)})
            )
    return found | st.just("na") if question.na else found


def near(one: Fraction | None, other: Fraction | None) -> bool:
    """Equal but for weights that no decimal number is exactly."""
    return one == other if one is None or other is None else abs(one - other) < Fraction(1, 10**6)
