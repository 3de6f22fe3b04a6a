"""A draw as it will come out, before anything is kept."""

from __future__ import annotations

import hashlib
import json
import secrets
from dataclasses import dataclass
from datetime import date
from zoneinfo import ZoneInfo

import numpy as np
from flask_babel import gettext

from qa.sampling import drawing, frames
from qa.sampling.drawing import Codes, stratum_name
from qa.sampling.operations.allocation import Past, allocate
from qa.sampling.plans import Plan
from qa.scorecards import queries as scorecards
from qa.scorecards.models import ScorecardVersion
from qa.web import Refused


def new_seed() -> str:
    """A seed nobody chose."""
    return secrets.token_hex(6)


@dataclass(slots=True)
class Prepared:
    """A draw as it will come out, before anything is kept."""

    plan: Plan
    version: ScorecardVersion
    first: date
    last: date
    seed: str
    read: frames.Read
    drawn: drawing.Drawn
    past: Past

    @property
    def cells(self) -> list[dict[str, object]]:
        """What was drawn from, as `Draw.strata` keeps it."""
        codes, drawn = self.read.frame.codes, self.drawn
        cells: list[dict[str, object]] = [
            {"codes": list(codes[int(stratum)]), "size": int(size), "drawn": int(taken)}
            for stratum, size, taken in zip(drawn.stratum, drawn.sizes, drawn.taken, strict=True)
        ]
        if drawn.chances is not None and drawn.risks is not None:
            for cell, chance, risk in zip(cells, drawn.chances, drawn.risks, strict=True):
                cell |= {"chance": float(chance), "risk": round(float(risk), 9)}
        return cells

    def by_stratum(self) -> list[tuple[Codes, int, int]]:
        """(stratum, how many there are, how many are drawn), by name."""
        frame = self.read.frame
        drawn = np.bincount(frame.strata[self.drawn.places], minlength=len(frame.codes))
        rows = zip(frame.codes, map(int, frame.sizes), map(int, drawn), strict=True)
        return sorted(rows, key=lambda row: stratum_name(row[0]))

    def by_agent(self) -> list[tuple[int, int, int]]:
        """(agent id, how many there are, how many are drawn)."""
        agents, place = np.unique(self.read.agents, return_inverse=True)
        drawn = np.bincount(place[self.drawn.places], minlength=len(agents))
        return list(
            zip(
                map(int, agents),
                map(int, np.bincount(place, minlength=len(agents))),
                map(int, drawn),
                strict=True,
            )
        )


def prepare(
    plan: Plan,
    *,
    first: date,
    last: date,
    seed: str,
    zone: ZoneInfo,
    version: ScorecardVersion | None = None,
) -> Prepared:
    """Draw without keeping anything. `version`: of the plan's scorecard, if not the latest. Refused
    when the period is the wrong way round, the scorecard is unknown, or there is nothing."""
    if last < first:
        raise Refused(gettext("The period ends before it begins."))
    if not seed or len(seed) > 64:
        raise Refused(gettext("A seed has 1 to 64 characters."))
    version = version or scorecards.latest(plan.scorecard)
    if version is None:
        raise Refused(
            gettext("There is no scorecard %(name)s with a published version.", name=plan.scorecard)
        )
    past = Past([], set())
    if plan.method.allocation == "neyman" or plan.method.kind == "risk":
        past = Past.before(version, first)
    read = frames.read_frame(plan, version, first=first, last=last, zone=zone, low_agents=past.low)
    if not len(read.frame):
        raise Refused(
            gettext(
                "There is nothing to draw from: no interaction of this period has an agent, is in "
                "a channel of this "
                "scorecard, and has not been drawn for it before."
            )
        )
    spreads = None
    if plan.method.kind == "stratified" and plan.method.allocation == "neyman":
        strata = _strata_of(plan, past, zone, read)
        spreads = past.spread(strata, len(read.frame.codes))
    takes = np.array(allocate(plan.method, read.frame, spreads), dtype=np.int64)
    floor = plan.method.floor if plan.method.kind == "risk" else None
    return Prepared(
        plan,
        version,
        first,
        last,
        seed,
        read,
        drawing.draw(read.frame, takes, seed=seed, floor=floor),
        past,
    )


def _strata_of(plan: Plan, past: Past, zone: ZoneInfo, read: frames.Read) -> dict[int, int]:
    """The stratum in the present frame of interactions scored before, by id."""
    places = {codes: place for place, codes in enumerate(read.frame.codes)}
    scored = frames.strata_of([number for number, _agent, _score in past.rows], plan.method, zone)
    return {number: places[codes] for number, codes in scored.items() if codes in places}


def fingerprint(*parts: object) -> str:
    return hashlib.sha256(json.dumps(parts, default=str, sort_keys=True).encode()).hexdigest()
