"""The lists of evaluations: those one may read, those that wait for release, an agent's own
interactions, disputes, and their figures."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from qa.evaluations import list_columns, timeline, visibility
from qa.evaluations.disputes.figures import Tally
from qa.evaluations.disputes.models import OUTCOMES, Dispute
from qa.evaluations.models import PURPOSES, Evaluation
from qa.interactions.models import CHANNELS, Interaction
from qa.lists import (
    COUNT,
    MOMENT,
    SCORE,
    SECONDS,
    SHARE,
    YES_NO,
    Column,
    Listing,
    decimal,
)
from qa.people.models import User
from qa.scorecards import queries as scorecards
from qa.scorecards.labels import FAMILIES
from qa.web import _


def _scored() -> list[Column[Evaluation]]:
    """Who was scored."""
    return [
        Column("agent", _("Agent"), lambda e: e.agent.name if e.agent else None, width=24),
        Column("team", _("Team"), lambda e: e.team.name if e.team else None, width=18),
    ]


def _changed_by() -> Column[Evaluation]:
    return Column(
        "changed_by", _("Decided or corrected"), lambda e: timeline.changed_by(e) or None, width=40
    )


def evaluations(
    rows: Iterable[Evaluation], *, viewer: User, waits: Callable[[Evaluation], bool]
) -> Listing[Evaluation]:
    """Submitted evaluations, as `viewer` may know them. `waits`: whether to say that the agent does
    not see one yet."""
    columns: tuple[Column[Evaluation], ...] = (
        list_columns.interaction_id_column(),
        list_columns.day_column(),
        list_columns.channel_column(),
        list_columns.scorecard_column(),
        Column("version", _("Version"), lambda e: e.version.version, COUNT, 9),
        *_scored(),
        list_columns.evaluator_column(),
        Column(
            "purpose",
            _("Purpose"),
            lambda e: str(PURPOSES[visibility.told_purpose(e, viewer)]),
            width=16,
        ),
        list_columns.raw_score_column(),
        list_columns.score_column(),
        list_columns.passed_column(),
        Column(
            "critical_errors",
            _("Critical errors"),
            lambda e: ", ".join(str(FAMILIES[one]) for one in e.critical_errors),
            width=22,
        ),
        Column("weight", _("Weight"), lambda e: e.weight, decimal(2), 10),
        Column("submitted_at", _("Submitted"), lambda e: e.submitted_at, MOMENT, 18),
        list_columns.acknowledged_column(),
        Column("waits", _("Not released yet"), lambda e: waits(e) or None, YES_NO, 12),
        _changed_by(),
    )
    shown = ("interaction_id", "channel", "day", "agent", "team", "scorecard", "evaluator")
    results = ("raw_score", "score", "passed", "acknowledged_at")
    return Listing("evaluations", _("Evaluations"), columns, rows, page=(*shown, *results))


def releases(rows: Iterable[Evaluation]) -> Listing[Evaluation]:
    """What waits until the agent sees it."""
    shown = ("interaction_id", "channel", "agent", "team", "scorecard", "evaluator")
    return Listing(
        "waiting",
        _("Waiting for release"),
        (
            list_columns.interaction_id_column(),
            list_columns.channel_column(),
            *_scored(),
            list_columns.scorecard_column(),
            list_columns.evaluator_column(),
            Column("purpose", _("Purpose"), lambda e: str(PURPOSES[e.purpose]), width=16),
            Column("submitted_at", _("Submitted"), lambda e: e.submitted_at, MOMENT, 18),
            Column("released_at", _("To be released"), lambda e: e.released_at, MOMENT, 18),
            list_columns.score_column(),
            _changed_by(),
            Column("choose", _("Choose")),
        ),
        rows,
        page=("choose", *shown, "submitted_at", "released_at", "score"),
    )


def own_interactions(rows: Iterable[Any]) -> Listing[Any]:
    """An agent's interactions: rows of (interaction, the agent's own evaluation or None, ...)."""

    def item(row: Any) -> Interaction:
        found: Interaction = row[0]
        return found

    return Listing(
        "interactions",
        _("My interactions"),
        (
            Column(
                "interaction_id",
                _("Interaction id"),
                lambda row: item(row).external_id,
                width=18,
                short=_("Interaction"),
            ),
            Column("channel", _("Channel"), lambda row: str(CHANNELS[item(row).channel])),
            Column("started_at", _("Start"), lambda row: item(row).started_at, MOMENT, 18),
            Column(
                "length_seconds",
                _("Length (s)"),
                lambda row: item(row).duration_seconds,
                SECONDS,
                12,
                short=_("Length"),
            ),
            Column(
                "own_score",
                _("My own score"),
                lambda row: row[1].score if row[1] else None,
                SCORE,
                12,
            ),
            Column(
                "submitted_at",
                _("Submitted"),
                lambda row: row[1].submitted_at if row[1] else None,
                MOMENT,
                18,
            ),
            Column("own_view", _("My own view")),
        ),
        rows,
        page=("interaction_id", "channel", "started_at", "length_seconds", "own_view"),
    )


def _decided(read: Callable[[Dispute], Any]) -> Callable[[Dispute], Any]:
    """Only once it is decided: its decider may still be blind."""
    return lambda one: read(one) if one.decided_at is not None else None


def _of_disputed(column: Column[Evaluation]) -> Column[Dispute]:
    """A column of the evaluation that is disputed."""
    return Column(
        column.key,
        column.label,
        lambda one: column.of(one.evaluation),
        column.kind,
        column.width,
        short=column.short,
    )


def _decider(one: Dispute) -> str:
    who = one.decided_by or one.decider
    return who.name if who else _("Quality manager")


def disputes(rows: Iterable[Dispute]) -> Listing[Dispute]:
    """Disputes, with scores once they are decided."""
    columns: tuple[Column[Dispute], ...] = (
        *(
            _of_disputed(column)
            for column in (
                list_columns.interaction_id_column(),
                list_columns.channel_column(),
                *_scored(),
                list_columns.scorecard_column(),
                list_columns.evaluator_column(),
            )
        ),
        Column("round", _("Round"), lambda one: one.round, COUNT, 8),
        Column("opened_at", _("Opened"), lambda one: one.opened_at, MOMENT, 18),
        Column("questions", _("Questions"), lambda one: len(one.points), COUNT, 10),
        Column("decider", _("Decider"), _decider, width=24),
        Column("decided_at", _("Decided"), lambda one: one.decided_at, MOMENT, 18),
        Column("overturned", _("Overturned"), _decided(lambda one: one.overturned), COUNT, 12),
        Column(
            "score_before",
            _("Score before"),
            _decided(lambda one: one.evaluation.score),
            SCORE,
            12,
            short=_("Score"),
        ),
        Column(
            "score_after",
            _("Score after"),
            _decided(lambda one: (one.outcome or one.evaluation).score),
            SCORE,
            12,
        ),
    )
    shown = ("interaction_id", "channel", "agent", "scorecard", "evaluator", "round", "questions")
    rest = ("opened_at", "decider", "decided_at", "overturned", "score_before")
    return Listing("disputes", _("Disputes"), columns, rows, page=(*shown, *rest))


def _outcome(name: str) -> Callable[[tuple[Any, Tally]], int]:
    return lambda row: row[1].outcomes[name]


def _tallied() -> list[Column[tuple[Any, Tally]]]:
    """What is counted of decided questions, of rows of (what they are of, the counts)."""
    return [
        Column("decided", _("Decided"), lambda row: row[1].n, COUNT, 10),
        *(Column(name, str(label), _outcome(name), COUNT) for name, label in OUTCOMES.items()),
        Column(
            "overturned_share",
            _("Overturned, share"),
            lambda row: row[1].rate,
            SHARE,
            12,
            short=_("Overturned and range"),
        ),
        Column(
            "overturned_share_low",
            _("Range from"),
            lambda row: row[1].range.low if row[1].range else None,
            SHARE,
            12,
        ),
        Column(
            "overturned_share_high",
            _("Range to"),
            lambda row: row[1].range.high if row[1].range else None,
            SHARE,
            12,
        ),
        Column(
            "hours_to_decide",
            _("Hours to decide, median"),
            lambda row: row[1].typical / 3600 if row[1].typical is not None else None,
            decimal(1),
            short=_("Time to decide"),
        ),
    ]


def disputed_questions(rows: Iterable[tuple[Any, Tally]]) -> Listing[tuple[Any, Tally]]:
    """What became of questions: rows of ((scorecard id, question id), the counts)."""
    texts, titles = scorecards.questions(), scorecards.titles()
    return Listing(
        "questions",
        _("By question"),
        (
            Column("question", _("Question"), lambda row: texts.get(row[0], row[0][1]), width=60),
            Column("scorecard", _("Scorecard"), lambda row: titles.get(row[0][0]), width=26),
            *_tallied(),
        ),
        rows,
    ).without("overturned_share_low", "overturned_share_high")


def disputed_evaluators(
    rows: Iterable[tuple[Any, Tally]], total: Tally, names: Mapping[int, str]
) -> Listing[tuple[Any, Tally]]:
    """What became of evaluators' answers: rows of (user id, the counts), and all together."""
    return Listing(
        "evaluators",
        _("By evaluator"),
        (
            Column(
                "evaluator",
                _("Evaluator"),
                lambda row: _("All together") if row[0] is None else names.get(row[0]),
                width=26,
            ),
            *_tallied(),
        ),
        rows,
        total=(None, total),
    ).without("overturned_share_low", "overturned_share_high")
