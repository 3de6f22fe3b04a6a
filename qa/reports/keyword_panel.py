"""How scores go with lists of words: a panel on the page of a list."""

from __future__ import annotations

from datetime import date

import sqlalchemy as sa
from flask import render_template
from markupsafe import Markup

from qa.db import db
from qa.evaluations.models import SAMPLE, Evaluation, design_weight
from qa.interactions.models import WordHit, WordList
from qa.reports.figures import Figure, mean_figure
from qa.statistics import Moments


def scores(item: WordList, first: date, last: date) -> tuple[Figure, Figure]:
    """The mean score before critical errors of the period's sampled interactions with a hit, and of
    those without."""
    met = sa.exists().where(
        WordHit.list_id == item.id, WordHit.interaction_id == Evaluation.interaction_id
    )
    query = sa.select(met, Evaluation.raw_score, Evaluation.weight).where(
        Evaluation.day.between(first, last),
        Evaluation.purpose == SAMPLE,
        Evaluation.submitted_at.is_not(None),
        Evaluation.superseded_at.is_(None),
        Evaluation.raw_score.is_not(None),
    )
    by_hit: dict[bool, list[tuple[float, float]]] = {True: [], False: []}
    for hit, score, weight in db.session.execute(query):
        by_hit[bool(hit)].append(
            (float(score or 0), design_weight(weight))
        )  # neither is empty: the tables see to it
    with_hit, without = (
        mean_figure(Moments.of(*zip(*by_hit[side], strict=True))) if by_hit[side] else Figure()
        for side in (True, False)
    )
    return with_hit, without


def keyword_list_panel(item: WordList, *, first: date, last: date) -> Markup | None:
    with_hit, without = scores(item, first, last)
    if not with_hit.n and not without.n:
        return None
    return Markup(  # noqa: S704 -- a template of ours, escaped there
        render_template(
            "reports/_word_list.html",
            item=item,
            with_hit=with_hit,
            without=without,
        )
    )
