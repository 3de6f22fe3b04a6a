"""The list of every question of every scorecard."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from qa import web
from qa.lists import COUNT, Column, Listing, decimal
from qa.scorecards import queries
from qa.scorecards.labels import FAMILIES, dimension
from qa.scorecards.models import ScorecardVersion
from qa.scoring import Card, text
from qa.web import _

QuestionRow = tuple[ScorecardVersion, Card, Any, Any]  # version, card, section, question


def questions(versions: Iterable[ScorecardVersion]) -> Listing[QuestionRow]:
    """The questions of versions, in their order."""
    language = web.language()
    weight = decimal(2, least=0)
    return Listing(
        "questions",
        _("Scorecards"),
        (
            Column("scorecard", _("Scorecard"), lambda row: text(row[1].title, language), width=28),
            Column("version", _("Version"), lambda row: row[0].version, COUNT, 9),
            Column("section", _("Section"), lambda row: text(row[2].title, language), width=24),
            Column("section_weight", _("Section weight"), lambda row: row[2].weight, weight),
            Column("question", _("Question"), lambda row: text(row[3].text, language), width=60),
            Column("weight", _("Weight"), lambda row: row[3].weight, weight, 10),
            Column(
                "dimension",
                _("Dimension"),
                lambda row: dimension(row[3].dimension) if row[3].dimension else None,
                width=18,
            ),
            Column(
                "critical",
                _("Critical"),
                lambda row: str(FAMILIES[row[3].critical]) if row[3].critical else None,
            ),
            Column(
                "options",
                _("Options"),
                lambda row: "; ".join(text(option.label, language) for option in row[3].options),
                width=50,
            ),
            Column("help", _("What counts"), lambda row: text(row[3].help, language), width=80),
        ),
        (
            (version, card, section, question)
            for version in versions
            for card in [queries.card_of(version)]
            for section in card.sections
            for question in section.questions
        ),
    )
