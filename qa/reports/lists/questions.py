"""The lists of questions that were missed."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from qa import web
from qa.lists import COUNT, SHARE, Column, Listing
from qa.reports.lists.figure_columns import figure_columns
from qa.reports.missed_questions import QuestionRow
from qa.scorecards import queries as scorecards
from qa.scorecards.models import ScorecardVersion
from qa.scoring import text
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


Labels = Mapping[tuple[int, str, str], str]


def questions(rows: Iterable[QuestionRow], labels: Labels, by: str = "") -> Listing[QuestionRow]:
    """Questions and how often they were missed. `labels`: those of reasons, as `reasons` gives
    them; `by` is "", "team" or "agent"."""
    texts, titles = scorecards.questions(), scorecards.titles()

    def told(row: QuestionRow) -> str:
        return "; ".join(
            f"{labels.get((row.scorecard_id, row.question_id, one), one)}: {n}"
            for one, n in row.reasons
        )

    columns: list[Column[QuestionRow]] = [
        Column(
            "question",
            _("Question"),
            lambda r: texts.get((r.scorecard_id, r.question_id), r.question_id),
            width=60,
        ),
        Column("scorecard", _("Scorecard"), lambda r: titles.get(r.scorecard_id), width=26),
        Column("missed", _("Missed"), lambda r: r.missed.hits, COUNT, 10),
        Column("answered", _("Answered"), lambda r: r.missed.n, COUNT, 10),
        *figure_columns(
            "missed_share",
            lambda r: r.missed,
            SHARE,
            label=_("Missed, share"),
            short=_("Share and range"),
            width=12,
        ),
        Column("reasons", _("Reasons"), told, width=60),
    ]
    if by:
        label = _("Team") if by == "team" else _("Agent")
        columns.insert(0, Column(by, label, lambda r: r.who.name, width=26))
    return Listing(
        "questions",
        _("Questions"),
        tuple(columns),
        rows,
        page=(*([by] if by else []), "question", "scorecard", "missed", "missed_share", "reasons"),
    )


def coaching_needs(rows: Iterable[QuestionRow], labels: Labels, by: str) -> Listing[QuestionRow]:
    """Questions that were missed, with a link to examples on the page."""
    plain = questions(rows, labels, by)
    return Listing(
        "coaching_needs",
        _("Coaching needs"),
        (*plain.columns, Column("examples", _("Examples"))),
        rows,
        page=(*plain.page, "examples"),
    )
