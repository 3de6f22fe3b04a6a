"""The columns that lists of evaluations have in common, those of reports included."""

from __future__ import annotations

from qa.evaluations.models import Evaluation
from qa.interactions.models import CHANNELS
from qa.lists import DAY, MOMENT, SCORE, YES_NO, Column
from qa.scorecards import queries as scorecards
from qa.web import _


def interaction_id_column() -> Column[Evaluation]:
    return Column(
        "interaction_id",
        _("Interaction id"),
        lambda e: e.interaction.external_id,
        width=18,
        short=_("Interaction"),
    )


def channel_column() -> Column[Evaluation]:
    return Column("channel", _("Channel"), lambda e: str(CHANNELS[e.interaction.channel]), width=12)


def day_column() -> Column[Evaluation]:
    return Column("day", _("Day"), lambda e: e.day, DAY, 12)


def raw_score_column() -> Column[Evaluation]:
    return Column(
        "raw_score",
        _("Score before critical errors"),
        lambda e: e.raw_score,
        SCORE,
        short=_("Before critical errors"),
    )


def passed_column() -> Column[Evaluation]:
    return Column("passed", _("Passed"), lambda e: e.passed, YES_NO, 10, short=_("Result"))


def acknowledged_column() -> Column[Evaluation]:
    return Column(
        "acknowledged_at",
        _("Acknowledged"),
        lambda e: e.acknowledgement.at if e.acknowledgement else None,
        MOMENT,
        18,
        short=_("Read"),
    )


def scorecard_column() -> Column[Evaluation]:
    return Column("scorecard", _("Scorecard"), lambda e: scorecards.title(e.version), width=26)


def evaluator_column() -> Column[Evaluation]:
    return Column("evaluator", _("Evaluator"), lambda e: e.evaluator.name, width=24)


def score_column() -> Column[Evaluation]:
    return Column("score", _("Score"), lambda e: e.score, SCORE, 10)
