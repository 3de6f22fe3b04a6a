"""Conversations to tables, in batches, each batch one transaction."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from itertools import islice
from typing import Any
from zoneinfo import ZoneInfo

import sqlalchemy as sa

from qa.db import db
from qa.formats.conversation import Conversation
from qa.formats.mapping import ImportMapping
from qa.formats.problems import Problem
from qa.interactions import search
from qa.interactions.facts import Facts, measure
from qa.interactions.importing.agents_and_teams import AgentsAndTeams
from qa.interactions.importing.rows import (
    BATCH,
    INTERACTION,
    TURN,
    InteractionRow,
    insert,
    make,
    parts,
    reserve,
    turn_rows,
)
from qa.interactions.keywords import scanner
from qa.interactions.keywords.matcher import Hit, Said
from qa.interactions.models import (
    Complaint,
    ErasedKey,
    ImportAddition,
    Interaction,
    RootCause,
    SurveyAnswer,
    draw_key,
)
from qa.interactions.privacy.erased_digest import digest
from qa.text import fold, words


@dataclass(slots=True)
class Counts:
    """What came of it so far. `turns` are what the file holds, refused conversations aside;
    `completed` got the transcript they had not."""

    new: int = 0
    completed: int = 0
    existing: int = 0
    refused: int = 0
    turns: int = 0


class Store:
    """Puts the conversations of one import into the tables."""

    def __init__(self, plan: ImportMapping, *, import_id: int, zone: ZoneInfo) -> None:
        self.plan, self.import_id = plan, import_id
        self.counts = Counts()
        self.codes: set[str] = set()
        self.causes: dict[str, int] = {}
        self.nothing_erased = db.session.scalar(sa.select(ErasedKey.digest).limit(1)) is None
        self.lists = scanner.InForce()
        self.turns: list[tuple[Any, ...]] = []
        self.stems: list[tuple[int, str]] = []
        self.hits: list[tuple[int, Hit]] = []
        self.people = AgentsAndTeams(zone)

    def all(
        self,
        talks: Iterable[tuple[int, Conversation]],
        *,
        tell: Callable[[int, list[Problem]], bool],
    ) -> bool:
        """Store `talks`; after each batch commit and `tell(how far, what is wrong in it)`, which
        says whether to go on.

        Returns whether it went to the end."""
        source = iter(talks)
        while batch := list(islice(source, BATCH)):
            good = [talk for _at, talk in batch if not talk.refused]
            self.counts.refused += len(batch) - len(good)
            self._batch(good)
            go_on = tell(
                batch[-1][0], [problem for _at, talk in batch for problem in talk.problems]
            )
            db.session.commit()
            if not go_on:
                return False
        return True

    def _batch(self, talks: list[Conversation]) -> None:
        self.matcher = self.lists.matcher()  # a list may have changed since the last batch
        there = self._there([talk.id for talk in talks])
        erased = self._erased(talks)
        # An id met twice in one batch differs by spaces only, which reading does not see; the first
        # one stands.
        fresh: dict[str, Conversation] = {}
        lacking: dict[str, Conversation] = {}
        for talk in talks:
            if talk.id in erased:
                self._refuse(talk, "erased")
                continue
            if talk.id in there:
                if talk.turns and not there[talk.id][1] and talk.id not in lacking:
                    lacking[talk.id] = talk
                else:
                    self.counts.existing += 1
            elif talk.started_at is None:
                self._refuse(talk, "no-start")
                continue
            elif fresh.setdefault(talk.id, talk) is not talk:
                self.counts.existing += 1
            self.counts.turns += len(talk.turns)
            if talk.agent:
                self.codes.add(talk.agent)
        self.people.make_unknown([*fresh.values(), *lacking.values()])
        self._add(list(fresh.values()))
        self._complete({there[name][0]: talk for name, talk in lacking.items()})

    def _refuse(self, talk: Conversation, code: str) -> None:
        talk.tell(code)
        self.counts.refused += 1

    def _there(self, ids: list[str]) -> dict[str, tuple[int, int]]:
        """external id -> (id, number of turns) of those that are there."""
        query = sa.select(Interaction.external_id, Interaction.id, Interaction.turn_count).where(
            Interaction.source == self.plan.source
        )
        found: dict[str, tuple[int, int]] = {}
        for some in parts(ids, 500):
            rows = db.session.execute(query.where(Interaction.external_id.in_(some)))
            found.update((name, (number, turns)) for name, number, turns in rows)
        return found

    def _erased(self, talks: list[Conversation]) -> set[str]:
        """The ids that were erased on a customer's wish."""
        if self.nothing_erased:
            return set()
        digests = {digest(self.plan.source, talk.id): talk.id for talk in talks}
        found: set[str] = set()
        for some in parts(list(digests), 500):
            found.update(
                digests[one]
                for one in db.session.scalars(
                    sa.select(ErasedKey.digest).where(ErasedKey.digest.in_(some))
                )
            )
        return found

    def _add(self, talks: list[Conversation]) -> None:
        """Put new interactions in."""
        if not talks:
            return
        rows: list[tuple[Any, ...]] = []
        numbers = reserve(len(talks))
        for number, talk in zip(numbers, talks, strict=True):
            language = ""
            if talk.turns:
                language = self._read(number, talk, turn_rows(number, talk, talk.started_at))
            rows.append(self._row(number, talk, language))
        insert("interactions", INTERACTION, rows)
        self._keep_read()
        self._extras(dict(zip(numbers, talks, strict=True)))
        self.counts.new += len(talks)

    def _read(self, number: int, talk: Conversation, rows: list[tuple[Any, ...]]) -> str:
        """Take a transcript's turns in, with its words for the search and the hits of the
        organisation's lists; its language."""
        tokens = [words(turn.text) for turn in talk.turns]
        language, stems = search.indexed(tokens)
        self.turns += rows
        self.stems.append((number, stems))
        said = [
            (Said(row[1], row[2], row[3], row[7]), its)
            for row, its in zip(rows, tokens, strict=True)
            if not row[6]
        ]
        hits = self.matcher.scan([turn for turn, _its in said], [its for _turn, its in said])
        self.hits += [(number, hit) for hit in hits]
        return language

    def _keep_read(self) -> None:
        insert("turns", TURN, self.turns)
        search.index_turns(self.stems)
        scanner.keep_hits(self.hits)
        self.turns, self.stems, self.hits = [], [], []

    def _row(self, number: int, talk: Conversation, language: str) -> InteractionRow:
        facts = measure(talk)
        # the batch leaves out conversations without a time
        assert talk.started_at is not None  # noqa: S101
        return InteractionRow(
            id=number,
            source=self.plan.source,
            external_id=talk.id,
            channel=talk.channel,
            queue=talk.queue,
            direction=talk.direction,
            disposition=talk.disposition,
            language=language,
            agent_id=self.people.agent_of(talk),
            team_id=self.people.team_of(talk),
            customer=talk.customer,
            started_at=talk.started_at,
            ended_at=talk.ended_at,
            duration_seconds=talk.duration,
            handling_seconds=facts.handling,
            hold_seconds=talk.hold,
            wait_seconds=talk.wait,
            transfers=talk.transfers,
            first_response_seconds=facts.first_response,
            average_response_seconds=facts.average_response,
            longest_response_seconds=facts.longest_response,
            talk_share=facts.talk_share,
            dead_air_seconds=facts.dead_air,
            interruptions=facts.interruptions,
            ended_by=talk.ended_by,
            facts=facts.how,
            turn_count=len(talk.turns),
            csat=talk.csat,
            custom=talk.custom,
            import_id=self.import_id,
            draw_key=draw_key(self.plan.source, talk.id),
        )

    def _complete(self, talks: dict[int, Conversation]) -> None:
        """Give interactions that were there without a transcript theirs, and the figures that
        follow from it."""
        if not talks:
            return
        items = db.session.scalars(sa.select(Interaction).where(Interaction.id.in_(list(talks))))
        for item in items:
            talk = talks[item.id]
            item.language = self._read(item.id, talk, turn_rows(item.id, talk, item.started_at))
            _fill(item, talk, measure(talk))
            if item.agent_id is None:
                item.agent_id = self.people.agent_of(talk)
        db.session.flush()
        self._keep_read()
        make(
            ImportAddition,
            ["import_id", "interaction_id", "what"],
            [
                {"import_id": self.import_id, "interaction_id": number, "what": "transcript"}
                for number in talks
            ],
        )
        self._extras(talks)
        self.counts.completed += len(talks)

    def _extras(self, talks: dict[int, Conversation]) -> None:
        """Survey answers and complaints."""
        answers: list[dict[str, Any]] = []
        complaints: list[dict[str, Any]] = []
        for number, talk in talks.items():
            if talk.csat is not None and "csat" not in talk.surveys:
                low, high = self.plan.scale
                answers.append(
                    {
                        "interaction_id": number,
                        "name": "csat",
                        "value": talk.csat,
                        "low": low,
                        "high": high,
                    }
                )
            answers += [
                {"interaction_id": number, "name": name[:80], **one._asdict()}
                for name, one in talk.surveys.items()
            ]
            if talk.complaint is not None:
                one = talk.complaint
                complaints.append(
                    {
                        "interaction_id": number,
                        "arrived_at": one.arrived_at or talk.started_at,
                        "answered_at": one.answered_at,
                        "resolved_at": one.resolved_at,
                        "reopened": one.reopened,
                        "cause_id": self._cause(one.cause),
                    }
                )
        make(SurveyAnswer, ["interaction_id", "name"], answers)
        make(Complaint, ["interaction_id"], [one for one in complaints if one["arrived_at"]])

    def _cause(self, name: str) -> int | None:
        """The root cause of that name, made when the organisation's list has none."""
        name = name.strip()[:80]
        if not name:
            return None
        if name not in self.causes:
            known = {
                fold(cause.name): cause.id for cause in db.session.scalars(sa.select(RootCause))
            }
            if fold(name) not in known:
                make(RootCause, ["name"], [{"name": name}])
                known[fold(name)] = db.session.scalars(
                    sa.select(RootCause.id).where(RootCause.name == name)
                ).one()
            self.causes[name] = known[fold(name)]
        return self.causes[name]


def _fill(item: Interaction, talk: Conversation, facts: Facts) -> None:
    """What a transcript tells and the interaction did not know."""
    given = {
        "ended_at": talk.ended_at,
        "duration_seconds": talk.duration,
        "hold_seconds": talk.hold,
        "transfers": talk.transfers,
        "csat": talk.csat,
        "customer": talk.customer,
        "queue": talk.queue,
        "handling_seconds": facts.handling,
        "first_response_seconds": facts.first_response,
        "average_response_seconds": facts.average_response,
        "longest_response_seconds": facts.longest_response,
        "talk_share": facts.talk_share,
        "dead_air_seconds": facts.dead_air,
        "interruptions": facts.interruptions,
        "ended_by": talk.ended_by,
    }
    for name, value in given.items():
        if getattr(item, name) in (None, "") and value not in (None, ""):
            setattr(item, name, value)
    item.facts = {**facts.how, **item.facts}
    item.custom = {**talk.custom, **item.custom}
    item.turn_count = len(talk.turns)
