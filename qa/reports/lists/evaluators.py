"""The list of evaluators."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from qa.lists import COUNT, SCORE, SHARE, Column, Listing, decimal
from qa.people.models import User
from qa.reports.evaluators import EvaluatorRow
from qa.web import _


@dataclass(frozen=True, slots=True)
class EvaluatorLine:
    """An evaluator's work of a period, and how many evaluations their target comes to in it."""

    user: User
    row: EvaluatorRow
    wanted: int


def _minutes(kind: str) -> Callable[[EvaluatorLine], float | None]:
    def read(line: EvaluatorLine) -> float | None:
        typical = line.row.total(kind).typical
        return typical / 60 if typical is not None else None

    return read


def _peers(name: str) -> Callable[[EvaluatorLine], Any]:
    return lambda line: getattr(line.row.peers, name) if line.row.peers else None


def _end(name: str) -> Callable[[EvaluatorLine], Any]:
    def read(line: EvaluatorLine) -> Any:
        peers = line.row.peers
        return getattr(peers.range, name) if peers and peers.range else None

    return read


def _work(kind: str, length: str) -> Callable[[EvaluatorLine], int]:
    return lambda line: line.row.total(kind, length).n


def evaluators(rows: Iterable[EvaluatorLine]) -> Listing[EvaluatorLine]:
    """How much evaluators did, how long it took, and how strict they are."""
    columns = (*_amount(), *_by_length(), *_minutes_each(), *_strictness())
    behind = ("attainment", "difference_low", "difference_high", "rests_on")
    return Listing("evaluators", _("Evaluators"), columns, rows).without(*behind)


def _amount() -> list[Column[EvaluatorLine]]:
    return [
        Column("evaluator", _("Evaluator"), lambda line: line.user.name, width=26),
        Column("evaluations", _("Evaluations"), lambda line: line.row.total().n, COUNT, 12),
        Column("target", _("Target"), lambda line: line.wanted, COUNT, 10),
        Column(
            "attainment",
            _("Attainment"),
            lambda line: line.row.total().n / line.wanted if line.wanted else None,
            SHARE,
            12,
        ),
    ]


def _by_length() -> list[Column[EvaluatorLine]]:
    def column(kind: str, length: str, label: str, group: str) -> Column[EvaluatorLine]:
        key = f"{'calls' if kind == 'call' else kind}_{length}"
        short = _("short") if length == "short" else _("long")
        return Column(key, label, _work(kind, length), COUNT, 12, short=short, group=group)

    return [
        column("call", "short", _("Calls, short"), _("Calls")),
        column("call", "long", _("Calls, long"), _("Calls")),
        column("written", "short", _("Written, short"), _("Written")),
        column("written", "long", _("Written, long"), _("Written")),
    ]


def _minutes_each() -> list[Column[EvaluatorLine]]:
    def column(key: str, label: str, kind: str, short: str) -> Column[EvaluatorLine]:
        group = _("Active minutes each")
        return Column(key, label, _minutes(kind), decimal(1), short=short, group=group)

    return [
        column("call_minutes", _("Minutes per call"), "call", _("calls")),
        column("written_minutes", _("Minutes per written contact"), "written", _("written")),
    ]


def _strictness() -> list[Column[EvaluatorLine]]:
    def column(key: str, label: str, name: str, short: str) -> Column[EvaluatorLine]:
        group = _("Mean given, same agents")
        return Column(key, label, _peers(name), SCORE, short=short, group=group)

    return [
        column("mean", _("Mean given"), "given", _("own")),
        column("colleagues_mean", _("Colleagues' mean, same agents"), "others", _("colleagues")),
        column("difference", _("Difference"), "difference", _("difference")),
        Column("difference_low", _("Range from"), _end("low"), SCORE, 12),
        Column("difference_high", _("Range to"), _end("high"), SCORE, 12),
        Column("rests_on", _("Rests on"), _peers("n"), COUNT, 10),
    ]
