"""Events and questions: what is listed is registered, and nothing else can be."""

from __future__ import annotations

from importlib import import_module

import pytest
from flask import Flask

from qa import events
from qa.events import event, question
from qa.settings import ROOT


def listed() -> set[tuple[str, str]]:
    return {(one.name, name) for one in events.declared() for name in one.listed}


def unregistered() -> set[tuple[str, str]]:
    """What is listed and nobody has registered."""
    there = {
        (one.name, f"{function.__module__}:{function.__qualname__}")
        for one in events.declared()
        for function in one.registered
    }
    return listed() - there


def test_everything_listed_exists_and_is_registered(app: Flask) -> None:
    for _name, path in sorted(listed()):
        module, function = path.split(":")
        assert callable(getattr(import_module(module), function)), path
    assert unregistered() == set()


def test_every_event_has_a_receiver_a_text_and_a_sender() -> None:
    sources = "".join(
        path.read_text() for path in (ROOT / "qa").rglob("*.py") if path.name != "events.py"
    )
    for one in events.declared():
        assert one.listed, one.name
        assert one.__doc__, one.name
        verb = "send" if isinstance(one, events.Event) else "ask"
        assert f"events.{one.name}.{verb}(" in sources, one.name


def test_a_listed_receiver_that_nobody_registers_is_found(
    app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    planted = event("qa.reports.totals:add")(_happened)
    monkeypatch.setattr(events, "planted", planted, raising=False)
    assert unregistered() == {("_happened", "qa.reports.totals:add")}


def _happened(number: int) -> None:
    """Something."""


def _asked(number: int) -> int | None:
    """Something."""


def _double(number: int) -> int:
    return number * 2


def _nothing(number: int) -> None:
    return None


def test_what_is_not_listed_cannot_be_registered() -> None:
    with pytest.raises(ValueError, match="is not listed with _happened"):
        event("qa.reports.totals:add")(_happened).register(_double)


def test_receivers_run_in_the_order_listed_and_once_each() -> None:
    names = [f"{__name__}:{function.__qualname__}" for function in (_double, _nothing)]
    asked = question(*names)(_asked)
    for function in (_nothing, _double, _double):
        asked.register(function)
    assert asked.registered == [_double, _nothing]
    assert asked.ask(4) == [8]  # who has nothing to say is not among the answers
    with asked.answered_by(lambda number: number, _nothing):
        assert asked.ask(4) == [4]
    with asked.also(lambda number: -number):
        assert asked.ask(4) == [8, -4]
    assert asked.ask(4) == [8]


def test_a_receiver_that_fails_stops_the_rest() -> None:
    told: list[int] = []

    def fail(number: int) -> None:
        raise RuntimeError

    happened = event()(_happened)
    with happened.also(fail, told.append), pytest.raises(RuntimeError):
        happened.send(1)
    assert told == []
