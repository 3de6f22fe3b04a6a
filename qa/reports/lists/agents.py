"""The list of agents, and an agent's weeks and evaluations."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date

from qa.evaluations import list_columns
from qa.evaluations.models import Evaluation
from qa.lists import COUNT, DAY, SCORE, SHARE, Column, Listing
from qa.reports import queries
from qa.reports.figures import Figure
from qa.reports.lists.figure_columns import figure_columns
from qa.scorecards.labels import FAMILIES, dimension
from qa.web import _


def agents(
    rows: Sequence[queries.AgentRow], everyone: queries.AgentRow
) -> Listing[queries.AgentRow]:
    """The team lead's table, and all of it together."""
    names = queries.dimensions([everyone])
    columns: list[Column[queries.AgentRow]] = [
        Column(
            "agent",
            _("Agent"),
            lambda r: r.agent.name if r.agent else _("All together"),
            width=26,
            sort="name",
        ),
        Column(
            "agent_code", _("Agent code"), lambda r: r.agent.code if r.agent else None, width=16
        ),
        Column("evaluations", _("Evaluations"), lambda r: r.total.n, COUNT, 12, sort="n"),
        Column("population", _("Drawn from"), lambda r: r.total.population, COUNT, 12),
        *figure_columns(
            "score",
            lambda r: r.total,
            SCORE,
            of=_("Score"),
            label=_("Score before critical errors"),
            short=_("Score before critical errors, and its range"),
            sort="total",
        ),
        Column("passed", _("Passed"), lambda r: r.passed.hits, COUNT, 10, sort="passed"),
        Column("passed_of", _("Passed of"), lambda r: r.passed.n, COUNT, 10),
        *figure_columns(
            "pass_rate",
            lambda r: r.passed,
            SHARE,
            of=_("Pass rate"),
            label=_("Pass rate"),
            width=10,
        ),
        Column(
            "critical_errors",
            _("With a critical error"),
            lambda r: r.critical.hits,
            COUNT,
            sort="critical",
        ),
        Column("critical_rate", _("Critical error rate"), lambda r: r.critical.value, SHARE),
    ]
    columns += [_family(name, str(label)) for name, label in FAMILIES.items()]
    columns += [_dimension(name) for name in names]
    columns += [column for name in names for column in _behind_dimension(name)]
    columns += [_of_family(name, str(label)) for name, label in FAMILIES.items()]
    shown = ("agent", "evaluations", "score", "passed", "critical_errors")
    return Listing(
        "agents",
        _("Agents"),
        tuple(columns),
        rows,
        page=(*shown, *(f"dimension_{name}" for name in names)),
        total=everyone,
    )


def _family(name: str, label: str) -> Column[queries.AgentRow]:
    return Column(
        f"critical_{name}",
        f"{_('Critical')}: {label}",
        lambda r: r.families[name].hits if name in r.families else None,
        COUNT,
    )


def _of_family(name: str, label: str) -> Column[queries.AgentRow]:
    """How many evaluations could have a critical error of a family."""
    return Column(
        f"critical_{name}_of",
        f"{_('Critical')}: {label}: {_('Evaluations')}",
        lambda r: r.families[name].n if name in r.families else None,
        COUNT,
    )


def _dimension(name: str) -> Column[queries.AgentRow]:
    return Column(
        f"dimension_{name}",
        dimension(name),
        lambda r: r.dimensions[name].value if name in r.dimensions else None,
        SCORE,
    )


def _behind_dimension(name: str) -> list[Column[queries.AgentRow]]:
    """What the mean of a dimension rests on, and its range."""
    key, label = f"dimension_{name}", dimension(name)
    _mean, *ends = figure_columns(
        key, lambda r: r.dimensions.get(name), SCORE, of=label, label=label
    )
    return [
        *ends,
        Column(
            f"{key}_evaluations",
            f"{label}: {_('Evaluations')}",
            lambda r: r.dimensions[name].n if name in r.dimensions else None,
            COUNT,
        ),
    ]


def weeks(rows: Iterable[tuple[date, Figure]]) -> Listing[tuple[date, Figure]]:
    """An agent's scores by week."""
    return Listing(
        "weeks",
        _("By week"),
        (
            Column("week_from", _("Week from"), lambda row: row[0], DAY),
            Column("evaluations", _("Evaluations"), lambda row: row[1].n, COUNT, 12),
            *figure_columns(
                "score",
                lambda row: row[1],
                SCORE,
                label=_("Score before critical errors"),
                short=_("Score"),
            ),
        ),
        rows,
        page=("week_from", "evaluations", "score"),
    )


def evaluations(rows: Iterable[Evaluation], *, own: bool = False) -> Listing[Evaluation]:
    """An agent's evaluations. `own`: the agent reads it, and evaluators have no names on the
    page."""
    listing: Listing[Evaluation] = Listing(
        "evaluations",
        _("Evaluations"),
        (
            list_columns.interaction_id_column(),
            list_columns.day_column(),
            list_columns.scorecard_column(),
            list_columns.evaluator_column(),
            list_columns.raw_score_column(),
            list_columns.score_column(),
            list_columns.passed_column(),
            list_columns.acknowledged_column(),
            list_columns.channel_column(),
        ),
        rows,
        page=(
            "interaction_id",
            "channel",
            "day",
            "scorecard",
            "evaluator",
            "raw_score",
            "score",
            "passed",
            "acknowledged_at",
        ),
    )
    return listing.without("evaluator") if own else listing
