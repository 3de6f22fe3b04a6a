"""Typed selects over lists of words: how often each hits, how right the hits are, and what goes
with them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa

from qa.db import db
from qa.interactions.keywords.scanner import last_interaction
from qa.interactions.keywords.text_layers import Piece, near
from qa.interactions.models import Interaction, SurveyAnswer, Turn, WordHit, WordList, WordTick
from qa.statistics import Moments, Range, mean_range, wilson

SAMPLE = 20  # hits put before somebody at a time
SATISFIED = 0.75  # of a survey's scale: 4 of 1 to 5, 8 of 0 to 10


@dataclass(frozen=True, slots=True)
class Period:
    """From `begin` to `end` (exclusive), in UTC."""

    begin: datetime
    end: datetime

    @property
    def clauses(self) -> list[sa.ColumnElement[bool]]:
        """The interactions that words can be looked for in."""
        return [
            Interaction.started_at >= self.begin,
            Interaction.started_at < self.end,
            Interaction.turn_count > 0,
        ]


@dataclass(frozen=True, slots=True)
class Share:
    """`hits` of `n`, as a share of 1 with its Wilson range; of nothing, none."""

    hits: int
    n: int
    complete: bool = False

    @property
    def value(self) -> float | None:
        return self.hits / self.n if self.n else None

    @property
    def range(self) -> Range | None:
        return wilson(self.hits, self.n) if self.n else None

    @property
    def rest(self) -> Share:
        """The others."""
        return Share(self.n - self.hits, self.n)


@dataclass(frozen=True, slots=True)
class Line:
    """A list with its figures: interactions with a hit, and hits that were judged right. `rate` is
    None until all transcripts have been gone through; `done` says how far that is, of 1 (None: it
    is done)."""

    item: WordList
    rate: Share | None
    precision: Share
    done: float | None


def lists(period: Period) -> list[Line]:
    """All lists, those in force first."""
    items = list(
        db.session.scalars(
            sa.select(WordList).order_by(
                WordList.retired_at.is_not(None), WordList.kind, WordList.name
            )
        )
    )
    return _lines(items, period)


def line(item: WordList, period: Period) -> Line:
    """One list."""
    return _lines([item], period)[0]


def _lines(items: list[WordList], period: Period) -> list[Line]:
    ids = [item.id for item in items]
    total = (
        db.session.scalar(
            sa.select(sa.func.count()).select_from(Interaction).where(*period.clauses)
        )
        or 0
    )
    met, ticked = _with_hit(ids, period), _ticked(ids)
    end = last_interaction() if any(not up_to_date(item) for item in items) else 0
    return [
        Line(
            item,
            Share(met.get(item.id, 0), total) if up_to_date(item) else None,
            ticked.get(item.id, Share(0, 0)),
            _done(item, end),
        )
        for item in items
    ]


def up_to_date(item: WordList) -> bool:
    """Whether all hits are of the list as it is. What a retired one had found stands."""
    return item.scanned == item.revision


def _done(item: WordList, end: int) -> float | None:
    if up_to_date(item) or item.retired_at is not None:
        return None
    return min(1.0, item.position / end) if end and item.scanning == item.revision else 0.0


def _with_hit(ids: list[int], period: Period) -> dict[int, int]:
    """Interactions of the period with a hit, by list."""
    each = (
        sa.select(WordHit.list_id, WordHit.interaction_id)
        .where(WordHit.list_id.in_(ids))
        .distinct()
        .subquery()
    )
    query = sa.select(each.c.list_id, sa.func.count()).join(
        Interaction, Interaction.id == each.c.interaction_id
    )
    return dict(db.session.execute(query.where(*period.clauses).group_by(each.c.list_id)).all())


_SAME_HIT = sa.and_(
    WordTick.list_id == WordHit.list_id,
    WordTick.interaction_id == WordHit.interaction_id,
    WordTick.n == WordHit.n,
    WordTick.start == WordHit.start,
)


def _ticked(ids: list[int]) -> dict[int, Share]:
    """How many judged hits are right. A judgement of what is no hit any more does not count."""
    right = sa.func.sum(sa.case((WordTick.right, 1), else_=0))
    query = (
        sa.select(WordTick.list_id, right, sa.func.count())
        .join(WordHit, _SAME_HIT)
        .where(WordTick.list_id.in_(ids))
    )
    return {
        number: Share(int(hits), n)
        for number, hits, n in db.session.execute(query.group_by(WordTick.list_id))
    }


def precision(item: WordList) -> Share:
    """How many of a list's judged hits are right."""
    return _ticked([item.id]).get(item.id, Share(0, 0))


# What goes with a list


@dataclass(frozen=True, slots=True)
class Mean:
    """A mean with its range, of n."""

    n: int
    value: float | None
    range: Range | None


@dataclass(frozen=True, slots=True)
class Side:
    """The interactions with a hit, or those without: how many, how long the calls and chats
    (seconds), how satisfied the customers."""

    n: int = 0
    length: Mean = Mean(0, None, None)
    satisfied: Share = Share(0, 0)


def beside(item: WordList, period: Period) -> tuple[Side, Side]:
    """Length and satisfaction with a hit, and without."""
    survey = sa.and_(
        SurveyAnswer.interaction_id == Interaction.id,
        SurveyAnswer.name == "csat",
        SurveyAnswer.high > SurveyAnswer.low,
    )
    # Letters and cases take days, which would drown what a talk takes.
    long = sa.case(
        (Interaction.channel.in_(("call", "chat")), sa.cast(Interaction.duration_seconds, sa.Float))
    )
    answer = (SurveyAnswer.value - SurveyAnswer.low) / (SurveyAnswer.high - SurveyAnswer.low)
    hit = sa.exists().where(WordHit.list_id == item.id, WordHit.interaction_id == Interaction.id)
    query = (
        sa.select(
            hit,
            sa.func.count(),
            sa.func.count(long),
            sa.func.sum(long),
            sa.func.sum(long * long),
            sa.func.max(long),
            sa.func.count(answer),
            sa.func.sum(sa.case((answer >= SATISFIED, 1), else_=0)),
        )
        .select_from(Interaction)
        .outerjoin(SurveyAnswer, survey)
        .where(*period.clauses)
        .group_by(sa.literal_column("1"))
    )
    found = {bool(row[0]): _side(*row[1:]) for row in db.session.execute(query)}
    return found.get(True, Side()), found.get(False, Side())


def _side(
    n: int, lengths: int, total: float, squares: float, longest: float, answers: int, satisfied: int
) -> Side:
    if not lengths:
        return Side(n, Mean(0, None, None), Share(int(satisfied or 0), answers))
    value, spread = mean_range(Moments.even(lengths, total, squares), low=0, high=longest)
    return Side(n, Mean(lengths, value, spread), Share(int(satisfied or 0), answers))


def entries(item: WordList, period: Period) -> list[tuple[str, int]]:
    """The entries with their hits in the period, most first; those that never hit are there,
    too."""
    query = (
        sa.select(WordHit.entry, sa.func.count())
        .join(Interaction, Interaction.id == WordHit.interaction_id)
        .where(WordHit.list_id == item.id, *period.clauses)
        .group_by(WordHit.entry)
    )
    counts = dict(db.session.execute(query).all())
    return sorted(
        ((entry, counts.get(i, 0)) for i, entry in enumerate(item.entries.splitlines())),
        key=lambda pair: -pair[1],
    )


def missing(item: WordList, period: Period, *, limit: int = 10) -> list[Interaction]:
    """The latest interactions without a hit."""
    met = sa.exists().where(WordHit.list_id == item.id, WordHit.interaction_id == Interaction.id)
    query = (
        sa.select(Interaction)
        .where(*period.clauses, ~met)
        .order_by(Interaction.started_at.desc(), Interaction.id.desc())
    )
    return list(db.session.scalars(query.limit(limit)))


# Hits


@dataclass(frozen=True, slots=True)
class Sampled:
    """A hit to be judged: where it is, who said it, the words around it, and the judgement there
    is."""

    hit: WordHit
    external_id: str
    started_at: datetime
    role: str
    pieces: list[Piece]
    right: bool | None


def sample(item: WordList, *, limit: int = SAMPLE) -> list[Sampled]:
    """Hits that nobody has judged, taken as if by lot, but the same each time and on both
    databases."""
    prime = 2_147_483_647
    mixed = (
        sa.cast(WordHit.interaction_id, sa.BigInteger) * 48_271
        + WordHit.n * 69_621
        + WordHit.start * 16_807
    ) % prime
    drawn = (
        sa.select(WordHit)
        .outerjoin(WordTick, _SAME_HIT)
        .where(WordHit.list_id == item.id, WordTick.list_id.is_(None))
        .order_by((mixed * mixed) % prime, WordHit.interaction_id, WordHit.n, WordHit.start)
        .limit(limit)
    )
    return _sampled(list(db.session.scalars(drawn)))


def sampled(hit: WordHit) -> Sampled:
    """One hit, to be shown again after it was judged."""
    return _sampled([hit])[0]


def _sampled(hits: list[WordHit]) -> list[Sampled]:
    turns = (
        sa.select(
            WordHit,
            Turn.role,
            Turn.text,
            Interaction.external_id,
            Interaction.started_at,
            WordTick.right,
        )
        .join(Turn, sa.and_(Turn.interaction_id == WordHit.interaction_id, Turn.n == WordHit.n))
        .join(Interaction, Interaction.id == WordHit.interaction_id)
        .outerjoin(WordTick, _SAME_HIT)
        .where(
            sa.tuple_(WordHit.list_id, WordHit.interaction_id, WordHit.n, WordHit.start).in_(
                [(hit.list_id, hit.interaction_id, hit.n, hit.start) for hit in hits]
            )
        )
    )
    found = {
        (hit.interaction_id, hit.n, hit.start): Sampled(
            hit, name, at, role, near(text, hit.start, hit.end), right
        )
        for hit, role, text, name, at, right in (db.session.execute(turns) if hits else ())
    }
    return [found[hit.interaction_id, hit.n, hit.start] for hit in hits]


def hit(item: WordList, interaction_id: int, n: int, start: int) -> WordHit | None:
    """One hit of a list."""
    return db.session.get(WordHit, (item.id, interaction_id, n, start))


def hits_of(interaction_id: int) -> dict[int, list[tuple[int, int, str, str]]]:
    """The hits in an interaction by turn: from, to, name and kind of the list. Of lists in force
    only."""
    query = (
        sa.select(WordHit.n, WordHit.start, WordHit.end, WordList.name, WordList.kind)
        .join(WordList, WordList.id == WordHit.list_id)
        .where(WordHit.interaction_id == interaction_id, WordList.retired_at.is_(None))
        .order_by(WordHit.n, WordHit.start, WordList.name)
    )
    found: dict[int, list[tuple[int, int, str, str]]] = {}
    for n, start, end, name, kind in db.session.execute(query):
        found.setdefault(n, []).append((start, end, name, kind))
    return found
