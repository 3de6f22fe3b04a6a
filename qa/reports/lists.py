"""The reports as workbooks."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from qa import web
from qa.reports import figures, missed_questions, queries
from qa.scorecards import queries as scorecards
from qa.scorecards.labels import FAMILIES, dimension
from qa.scorecards.models import ScorecardVersion
from qa.scoring import text
from qa.sheets import Column
from qa.web import _


def reasons() -> dict[tuple[int, str, str], str]:
    """The labels of all reasons, by (scorecard id, question id, reason id)."""
    import sqlalchemy as sa

    from qa.db import db

    language = web.language()
    return {
        (v.scorecard_id, q.id, r.id): text(r.label, language)
        for v in db.session.scalars(sa.select(ScorecardVersion).order_by(ScorecardVersion.version))
        for q in scorecards.card_of(v).questions
        for r in q.reasons
    }


def _mean(figure: figures.Figure) -> list[Any]:
    return [
        figure.value,
        figure.range.low if figure.range else None,
        figure.range.high if figure.range else None,
    ]


def agents(scope: queries.Scope, *, sort: str = "total") -> list[Any]:
    """One sheet: the agents of a scope."""
    rows, everyone = queries.agents(scope, sort=sort)
    names = queries.dimensions([everyone])
    columns = [
        Column(_("Agent"), 26),
        Column(_("Agent code"), 16),
        Column(_("Evaluations"), 12, "0"),
        Column(_("Drawn from"), 12, "0"),
        Column(_("Score before critical errors"), 14, "0.0"),
        Column(f"{_('Score')}: {_('Range from')}", 14, "0.0"),
        Column(f"{_('Score')}: {_('Range to')}", 14, "0.0"),
        Column(_("Passed"), 10, "0"),
        Column(_("Passed of"), 10, "0"),
        Column(_("Pass rate"), 10, "0%"),
        Column(f"{_('Pass rate')}: {_('Range from')}", 14, "0%"),
        Column(f"{_('Pass rate')}: {_('Range to')}", 14, "0%"),
        Column(_("With a critical error"), 14, "0"),
        Column(_("Critical error rate"), 14, "0%"),
        *(Column(f"{_('Critical')}: {label}", 14, "0") for label in FAMILIES.values()),
        *(Column(dimension(name), 14, "0.0") for name in names),
    ]
    lines = (
        [
            r.agent.name if r.agent else _("All together"),
            r.agent.code if r.agent else None,
            r.total.n,
            r.total.population,
            *_mean(r.total),
            r.passed.hits,
            r.passed.n,
            *_mean(r.passed),
            r.critical.hits,
            r.critical.value,
            *(r.families[f].hits if f in r.families else None for f in FAMILIES),
            *(r.dimensions[n].value if n in r.dimensions else None for n in names),
        ]
        for r in [*rows, everyone]
    )
    return [(_("Agents"), columns, lines)]


def agent(found: Any, scope: queries.Scope) -> list[Any]:
    """An agent: by week, by question, and the evaluations."""
    weeks = [
        Column(_("Week from"), 14),
        Column(_("Evaluations"), 12, "0"),
        Column(_("Score before critical errors"), 14, "0.0"),
        Column(_("Range from"), 12, "0.0"),
        Column(_("Range to"), 12, "0.0"),
    ]
    evaluations = [
        Column(_("Interaction id"), 18),
        Column(_("Day"), 12),
        Column(_("Scorecard"), 26),
        Column(_("Evaluator"), 24),
        Column(_("Score before critical errors"), 14, "0.0"),
        Column(_("Score"), 10, "0.0"),
        Column(_("Passed"), 10),
        Column(_("Acknowledged"), 18),
    ]
    return [
        (_("By week"), weeks, ([week, f.n, *_mean(f)] for week, f in queries.weeks(scope))),
        *coaching(scope, "all"),
        (
            _("Evaluations"),
            evaluations,
            (
                [
                    e.interaction.external_id,
                    e.day,
                    scorecards.title(e.version),
                    e.evaluator.name,
                    e.raw_score,
                    e.score,
                    e.passed,
                    e.acknowledgement.at if e.acknowledgement else None,
                ]
                for e in queries.recent(scope, limit=5000)
            ),
        ),
    ]


def coaching(scope: queries.Scope, by: str) -> list[Any]:
    """One sheet: the questions missed, most certain first."""
    texts, titles, labels = scorecards.questions(), scorecards.titles(), reasons()
    columns = [
        *([Column(_("Team") if by == "team" else _("Agent"), 26)] if by != "all" else []),
        Column(_("Question"), 60),
        Column(_("Scorecard"), 26),
        Column(_("Missed"), 10, "0"),
        Column(_("Answered"), 10, "0"),
        Column(_("Missed, share"), 12, "0%"),
        Column(_("Range from"), 12, "0%"),
        Column(_("Range to"), 12, "0%"),
        Column(_("Reasons"), 60),
    ]
    lines = (
        [
            *([r.who.name] if by != "all" else []),
            texts.get((r.scorecard_id, r.question_id), r.question_id),
            titles.get(r.scorecard_id),
            r.missed.hits,
            r.missed.n,
            *_mean(r.missed),
            "; ".join(
                f"{labels.get((r.scorecard_id, r.question_id, reason), reason)}: {n}"
                for reason, n in r.reasons
            ),
        ]
        for r in missed_questions.questions(scope, by="" if by == "all" else by)
    )
    return [(_("Questions") if by == "all" else _("Coaching needs"), columns, lines)]


def evaluators(rows: Iterable[Any], months: float) -> list[Any]:
    """One sheet: the evaluators."""
    columns = [
        Column(_("Evaluator"), 26),
        Column(_("Evaluations"), 12, "0"),
        Column(_("Target"), 10, "0"),
        Column(_("Attainment"), 12, "0%"),
        Column(_("Calls, short"), 12, "0"),
        Column(_("Calls, long"), 12, "0"),
        Column(_("Written, short"), 12, "0"),
        Column(_("Written, long"), 12, "0"),
        Column(_("Minutes per call"), 14, "0.0"),
        Column(_("Minutes per written contact"), 14, "0.0"),
        Column(_("Mean given"), 12, "0.0"),
        Column(_("Colleagues' mean, same agents"), 16, "0.0"),
        Column(_("Difference"), 12, "0.0"),
        Column(_("Range from"), 12, "0.0"),
        Column(_("Range to"), 12, "0.0"),
        Column(_("Rests on"), 10, "0"),
    ]
    lines = []
    for user, row, (_day, month) in rows:
        wanted = round(month * months)
        peers = row.peers
        minutes = [
            w / 60 if w is not None else None
            for w in (row.total("call").typical, row.total("written").typical)
        ]
        lines.append(
            [
                user.name,
                row.total().n,
                wanted,
                row.total().n / wanted if wanted else None,
                *(row.work[k, s].n for k in ("call", "written") for s in ("short", "long")),
                *minutes,
                *(
                    (
                        peers.given,
                        peers.others,
                        peers.difference,
                        peers.range.low if peers.range else None,
                        peers.range.high if peers.range else None,
                        peers.n,
                    )
                    if peers
                    else [None] * 6
                ),
            ]
        )
    return [(_("Evaluators"), columns, lines)]
