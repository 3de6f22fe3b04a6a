"""Running a plan: from what there is to drawn items, each with its evaluator."""

from __future__ import annotations

import hashlib
import json
import secrets
from collections.abc import Sequence
from dataclasses import asdict, dataclass, replace
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import numpy as np
import sqlalchemy as sa
from flask_babel import gettext

from qa import audit, events
from qa.access import EVALUATOR
from qa.db import db
from qa.interactions.models import Interaction
from qa.people import queries as people
from qa.people.models import User
from qa.sampling import drawing, frames, risk_signals
from qa.sampling.assigning import Item, assign
from qa.sampling.drawing import Codes, stratum_name
from qa.sampling.eligibility import evaluators_of, kept_apart, met_before
from qa.sampling.models import Assignment, Draw, DrawFrame, SamplingPlan
from qa.sampling.plans import Method, Plan, Sharing
from qa.scorecards import queries as scorecards
from qa.scorecards.models import ScorecardVersion
from qa.statistics import equal, neyman, proportional, share_out
from qa.web import Refused

# Points by which scores spread where nothing was scored yet. By simulation
# (tests/trials/spread.py): on the shipped scorecards, with questions met by chance, they spread by
# 7 to 9 points; ten plans rather too many than too few. A spread that five scores tell is off by
# 30 % on average.
SPREAD = 10.0
QUARTER = timedelta(days=90)


def new_seed() -> str:
    """A seed nobody chose."""
    return secrets.token_hex(6)


@dataclass(slots=True)
class Past:
    """What was scored in the quarter before: (interaction id, agent id, score), and agents whose
    last score was low."""

    rows: list[tuple[int, int, float]]
    low: set[int]

    @classmethod
    def before(cls, version: ScorecardVersion, first: date) -> Past:
        """As upper floors tell it."""
        rows: list[tuple[int, int, float]] = []
        last: dict[int, bool] = {}
        for found in events.scores_of_scorecard.ask(
            version.scorecard_id, first=first - QUARTER, last=first - timedelta(days=1)
        ):
            for interaction_id, agent_id, score, low in found:
                rows.append((interaction_id, agent_id, score))
                last[agent_id] = low
        return cls(rows, {agent for agent, low in last.items() if low})

    def spread(self, places: dict[int, int], strata: int) -> list[float]:
        """How scores spread in each stratum, `places` its place by interaction; those with few take
        that of all."""
        held: list[list[float]] = [[] for _ in range(strata)]
        for number, _agent, score in self.rows:
            if number in places:
                held[places[number]].append(score)
        overall = self.overall()
        return [
            max(1.0, float(np.std(scores, ddof=1))) if len(scores) >= 5 else overall
            for scores in held
        ]

    def overall(self) -> float:
        """How all of them spread, in points."""
        scores = [score for _number, _agent, score in self.rows]
        return max(1.0, float(np.std(scores, ddof=1))) if len(scores) >= 5 else SPREAD


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
        agents, at = np.unique(self.read.agents, return_inverse=True)
        drawn = np.bincount(at[self.drawn.places], minlength=len(agents))
        return list(
            zip(
                map(int, agents),
                map(int, np.bincount(at, minlength=len(agents))),
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


def allocate(
    method: Method, frame: drawing.Frame, spreads: Sequence[float] | None = None
) -> list[int]:
    """How many to take of each stratum."""
    sizes = [int(size) for size in frame.sizes]
    match method.kind:
        case "per-agent":
            return [min(method.each, size) for size in sizes]
        case "tails":
            ends = (1 - method.floor) / 2
            shares = {"shortest": ends, "usual": method.floor, "longest": ends}
            return share_out([shares[end] for (end,) in frame.codes], sizes, method.n, least=1)
        case "stratified":
            if spreads is not None:
                return neyman(sizes, spreads, method.n, least=method.least)
            return (equal if method.allocation == "equal" else proportional)(
                sizes, method.n, least=method.least
            )
    return [min(method.n, size) for size in sizes]


def run(
    plan: Plan,
    *,
    first: date,
    last: date,
    seed: str,
    zone: ZoneInfo,
    actor: User | None,
    now: datetime,
    kept: SamplingPlan | None = None,
    version: ScorecardVersion | None = None,
    name: str | None = None,
) -> tuple[Draw, bool]:
    """Draw and give out. Returns the draw and whether it is new: the same request gives the draw
    that was made before.

    `version`: of the plan's scorecard, if not the latest. Refused as in `prepare`, and for an
    evaluator who is none."""
    version = version or scorecards.latest(plan.scorecard)
    print_ = _fingerprint(version.id if version else 0, first, last, seed, plan.to_dict())
    made = db.session.scalar(sa.select(Draw).where(Draw.fingerprint == print_))
    if made is not None:
        return made, False
    evaluators = named_evaluators(plan.assignment)
    prepared = prepare(plan, first=first, last=last, seed=seed, zone=zone, version=version)
    item = _keep(
        prepared, print_, name=plan.name if name is None else name, actor=actor, now=now, kept=kept
    )
    rows = _rows(prepared, item)
    if not (plan.assignment.claim or plan.assignment.later):
        _give(rows, prepared, evaluators, now=now)
    _insert(rows)
    _second_looks(item, rows, prepared, evaluators, now=now)
    audit.record(
        "draw:made",
        item,
        actor=actor,
        now=now,
        changes={
            "seed": (None, seed),
            "frame": (None, item.frame_size),
            "drawn": (None, item.drawn_count),
        },
    )
    events.items_assigned.send(
        item, user_ids={row.evaluator_id for row in rows if row.evaluator_id}, actor=actor, now=now
    )
    return item, True


def named_evaluators(sharing: Sharing) -> list[User]:
    """The evaluators a plan names, or all. Refused for one who is none."""
    everyone = people.users_with(EVALUATOR)
    if not sharing.evaluators:
        return everyone
    unknown = set(sharing.evaluators) - {user.email for user in everyone}
    if unknown:
        raise Refused(gettext("There is no evaluator %(names)s.", names=", ".join(sorted(unknown))))
    return [user for user in everyone if user.email in sharing.evaluators]


def _fingerprint(*parts: object) -> str:
    return hashlib.sha256(json.dumps(parts, default=str, sort_keys=True).encode()).hexdigest()


def _keep(
    prepared: Prepared,
    print_: str,
    *,
    name: str,
    actor: User | None,
    now: datetime,
    kept: SamplingPlan | None,
) -> Draw:
    plan, read, drawn = prepared.plan, prepared.read, prepared.drawn
    due = plan.assignment.due_days
    item = Draw(
        name=name.strip(),
        plan_id=kept.id if kept else None,
        version=prepared.version,
        first=prepared.first,
        last=prepared.last,
        plan=plan.to_dict(),
        method=plan.method.kind,
        seed=prepared.seed,
        strata=prepared.cells,
        counts=not plan.which.is_special,
        claim=plan.assignment.claim,
        frame_size=len(read.frame),
        drawn_count=len(drawn.places),
        fingerprint=print_,
        due_on=now.date() + timedelta(days=due) if due else None,
        made_at=now,
        made_by_id=actor.id if actor else None,
    )
    db.session.add(item)
    db.session.flush()
    content = frames.packed(read.ids, drawn.cells)
    gave = None if read.gives is None else risk_signals.packed(read.gives)
    db.session.add(
        DrawFrame(
            draw_id=item.id,
            size=len(read.ids),
            digest=frames.digest(read.ids),
            content=content,
            signals=gave,
        )
    )
    return item


@dataclass(slots=True)
class NewAssignment:
    """A row of `assignments` that is about to be inserted."""

    draw_id: int
    interaction_id: int
    agent_id: int
    position: int
    stratum_codes: list[str]
    stratum_size: int
    stratum_drawn: int
    probability: float
    kind: str = "sample"
    opens_on: date | None = None
    evaluator_id: int | None = None
    assigned_at: datetime | None = None


def _insert(rows: Sequence[NewAssignment]) -> None:
    db.session.execute(sa.insert(Assignment), [asdict(row) for row in rows])


def _rows(prepared: Prepared, item: Draw) -> list[NewAssignment]:
    read, drawn = prepared.read, prepared.drawn
    return [
        NewAssignment(
            item.id,
            int(read.ids[place]),
            int(read.agents[place]),
            position,
            list(read.frame.codes[int(read.frame.strata[place])]),
            int(drawn.sizes[drawn.cells[place]]),
            int(drawn.taken[drawn.cells[place]]),
            float(probability),
        )
        for position, (place, probability) in enumerate(
            zip(drawn.places, drawn.probabilities, strict=True), 1
        )
    ]


def _give(
    rows: Sequence[NewAssignment], prepared: Prepared, users: Sequence[User], *, now: datetime
) -> None:
    """Evaluators for the rows, by the rules of the plan."""
    plan = prepared.plan
    evaluators = evaluators_of(users, plan.assignment, on=now.date())
    if not evaluators:
        return
    items, blind = _items_of(rows), kept_apart([row.interaction_id for row in rows])
    chosen = assign(
        items,
        evaluators,
        seed=prepared.seed,
        met=met_before([e.id for e in evaluators], prepared.first, prepared.last),
        most_per_agent=plan.assignment.most_per_agent,
        others={
            item.name: blind.get(row.interaction_id, ())
            for item, row in zip(items, rows, strict=True)
        },
    )
    for row, evaluator_id in zip(rows, chosen, strict=True):
        row.evaluator_id, row.assigned_at = evaluator_id, now if evaluator_id else None


def _items_of(rows: Sequence[NewAssignment]) -> list[Item]:
    """What the rules ask of the interactions of some rows."""
    ids = [row.interaction_id for row in rows]
    columns = sa.select(
        Interaction.id,
        Interaction.external_id,
        Interaction.team_id,
        Interaction.channel,
        Interaction.language,
    )
    about: dict[int, sa.Row[tuple[int, str, int | None, str, str]]] = {}
    for begin in range(0, len(ids), 1000):
        some = columns.where(Interaction.id.in_(ids[begin : begin + 1000]))
        about |= {interaction.id: interaction for interaction in db.session.execute(some)}
    items = []
    for row in rows:
        interaction = about[row.interaction_id]
        items.append(
            Item(
                interaction.external_id,
                row.agent_id,
                interaction.team_id,
                interaction.channel,
                interaction.language,
            )
        )
    return items


def _second_looks(
    item: Draw,
    rows: Sequence[NewAssignment],
    prepared: Prepared,
    users: Sequence[User],
    *,
    now: datetime,
) -> None:
    """Give a part out again, as a draw of its own that looks like the first in every queue."""
    sharing = prepared.plan.assignment
    given = [row for row in rows if row.evaluator_id]
    for kind, share in (("second", sharing.second), ("again", sharing.again)):
        n = round(len(given) * share / 100)
        chosen = sorted(
            given, key=lambda row: drawing.rank(item.seed, kind, str(row.interaction_id))
        )[:n]
        if not chosen:
            continue
        opens = now.date() + timedelta(days=sharing.again_after) if kind == "again" else None
        looks = [
            replace(
                row,
                kind=kind,
                opens_on=opens,
                position=1 + place * max(1, len(rows)) // n,
                assigned_at=now,
            )
            for place, row in enumerate(chosen)
        ]
        if kind == "second":
            _give_to_another(looks, item, prepared, users, now=now)
        looks = [row for row in looks if row.evaluator_id]
        if looks:
            twin = _twin(item, kind, len(looks), now=now)
            _insert([replace(row, draw_id=twin.id) for row in looks])


def _give_to_another(
    looks: Sequence[NewAssignment],
    item: Draw,
    prepared: Prepared,
    users: Sequence[User],
    *,
    now: datetime,
) -> None:
    """Evaluators for second looks: never who has the first."""
    evaluators = evaluators_of(users, prepared.plan.assignment, on=now.date())
    items, blind = _items_of(looks), kept_apart([row.interaction_id for row in looks])
    others = {
        look.name: {int(row.evaluator_id or 0), *blind.get(row.interaction_id, ())}
        for look, row in zip(items, looks, strict=True)
    }
    chosen = assign(items, evaluators, seed=f"{item.seed} second", others=others)
    for row, evaluator_id in zip(looks, chosen, strict=True):
        row.evaluator_id = evaluator_id


def _twin(item: Draw, kind: str, count: int, *, now: datetime) -> Draw:
    """A draw that gives out `count` items of another a second time."""
    twin = Draw(
        name=item.name,
        plan_id=item.plan_id,
        of_id=item.id,
        version=item.version,
        first=item.first,
        last=item.last,
        plan=item.plan,
        method=item.method,
        seed=item.seed,
        strata=item.strata,
        counts=False,
        frame_size=item.frame_size,
        drawn_count=count,
        fingerprint=_fingerprint(item.fingerprint, kind),
        due_on=item.due_on,
        made_at=now,
        made_by_id=item.made_by_id,
    )
    db.session.add(twin)
    db.session.flush()
    return twin
