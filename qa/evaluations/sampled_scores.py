"""What evaluations tell the sampling below: how scores spread, whose last score was low, and what a
draw says so far."""

from __future__ import annotations

from collections import defaultdict
from datetime import date
from typing import Any

import numpy as np
import sqlalchemy as sa
from flask import render_template
from markupsafe import Markup

from qa.db import db
from qa.evaluations.models import SAMPLE, Evaluation
from qa.sampling import frames
from qa.sampling.drawing import stratum_name
from qa.sampling.frame_view import Source
from qa.sampling.models import Assignment, Draw, DrawFrame
from qa.scorecards.models import ScorecardVersion
from qa.statistics import Estimate, Stratum, stratified

# A score below which an agent is looked at sooner, passed or not. A convention: by simulation
# (tests/trials/low.py) a sixth of agents have such a last score, and their next one is low 1.7
# times as often as anybody's; any limit from 70 to 80 would do, 90 would flag most.
LOW = 75.0
MOST = 20_000  # scores that a spread is counted from


def scores_before(
    scorecard_id: int, *, first: date, last: date
) -> list[tuple[int, int, float, bool]]:
    """(interaction, agent, score before critical errors, low) of what was drawn and scored on some
    days, oldest first."""
    query = (
        sa.select(
            Evaluation.interaction_id, Evaluation.agent_id, Evaluation.raw_score, Evaluation.passed
        )
        .join(ScorecardVersion, ScorecardVersion.id == Evaluation.version_id)
        .where(
            ScorecardVersion.scorecard_id == scorecard_id,
            Evaluation.day.between(first, last),
            Evaluation.purpose == SAMPLE,
            Evaluation.submitted_at.is_not(None),
            Evaluation.superseded_at.is_(None),
            Evaluation.raw_score.is_not(None),
            Evaluation.agent_id.is_not(None),
        )
        .order_by(Evaluation.day.desc(), Evaluation.id.desc())
        .limit(MOST)
    )
    rows = [
        (number, agent or 0, float(score or 0), passed is False or float(score or 0) < LOW)
        for number, agent, score, passed in db.session.execute(query)
    ]
    return rows[::-1]


def estimate(draw: Draw) -> Estimate | None:
    """What the scored part of a draw says of everything it was drawn from: the weighted mean with
    its range, by the cells it was drawn from. What of a cell is not scored yet counts as missing by
    chance. None before anything is scored."""
    query = (
        sa.select(
            Assignment.interaction_id,
            Assignment.stratum_codes,
            Assignment.stratum_size,
            Assignment.stratum_drawn,
            Assignment.probability,
            Evaluation.raw_score,
        )
        .join(Evaluation, Evaluation.assignment_id == Assignment.id)
        .where(
            Assignment.draw_id == draw.id,
            Evaluation.submitted_at.is_not(None),
            Evaluation.superseded_at.is_(None),
            Evaluation.raw_score.is_not(None),
        )
    )
    rows = db.session.execute(query).all()
    cell_of = _cells(draw, [row[0] for row in rows])
    cells: defaultdict[Any, list[Any]] = defaultdict(list)
    for row in rows:
        cells[cell_of.get(row[0], (stratum_name(row[1]), row[2], row[3]))].append(row)
    strata = [
        Stratum(
            members[0][2],
            tuple(float(row[5]) for row in members),
            tuple(row[3] / len(members) / row[4] for row in members),
        )
        for _cell, members in sorted(cells.items(), key=lambda item: str(item[0]))
    ]
    return stratified(strata)


def _cells(draw: Draw, ids: list[int]) -> dict[int, int]:
    """The cell of some interactions, by id."""
    frame = db.session.get(DrawFrame, draw.id)
    if frame is None or not ids:
        return {}
    there, cells = frames.unpacked(frame.content)
    places = np.minimum(np.searchsorted(there, ids), len(there) - 1)
    return {
        number: int(cells[place])
        for number, place in zip(ids, places, strict=True)
        if there[place] == number
    }


def draw_panel(draw: Draw) -> Markup | None:
    """The score so far, on the page of a draw."""
    result = estimate(draw)
    if result is None:
        return None
    covered = draw.frame_size - sum(size for _stratum, size in Source(draw).missed())
    # a template of ours, escaped there
    return Markup(render_template("evaluations/_of_draw.html", found=result, covered=covered))  # noqa: S704
