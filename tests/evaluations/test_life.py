"""The life of evaluations under random hands: whatever people do in whatever order, no score is
lost or changed, chains are lines, totals are what the evaluations say, and nobody finds what they
may not see, in any page, list or file."""

from __future__ import annotations

import io
import itertools
import os
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import openpyxl
import pytest
import sqlalchemy as sa
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    rule,
    run_state_machine_as_test,
)

from qa import web
from qa.db import db
from qa.evaluations import operations
from qa.evaluations import release as release_rules
from qa.evaluations.disputes import rules as disputing
from qa.evaluations.disputes.models import Dispute
from qa.evaluations.models import FOR_AGENT, Evaluation
from qa.notices.mail_message import compose
from qa.notices.models import Notice, NoticeMail
from qa.reports import queries as reports
from qa.reports import totals
from tests.cast import FIRST, LAST, NOW, ZONE, Cast, answer_all, chat_card, draw, log_in
from tests.clock import set_time
from tests.conftest import Store, let_go, make_app

ACTORS = ("queen", "eve", "emre", "lale", "leman", "tarik", "ayse", "bora")
QUESTIONS = ("greeting", "courtesy", "listening", "correct-info", "empathy", "closing")
TALKS = ("A1", "A2")
VERBS = (
    "score",
    "finish_own",
    "correct",
    "correct",
    "discard",
    "check",
    "choose_release",
    "release",
    "wait",
    "read",
    "choose_rules",
    "dispute",
    "dispute",
    "decide",
    "decide",
    "give_on",
)
actors = st.sampled_from(ACTORS)
which = st.integers(0, 7)


class Life(RuleBasedStateMachine):
    """A few evaluations of two of Ayşe's interactions. `known`: what was submitted, as it was
    then."""

    store: Store
    folder: Path
    patch: pytest.MonkeyPatch

    @initialize(disputed=st.booleans())
    def begin(self, disputed: bool) -> None:
        assert self.store.cast is not None
        self.cast: Cast = self.store.cast
        self.app = make_app(
            self.store.copy("vaybe_cast", "vaybe_life"),
            self.folder,
            QA_SMTP_SENDER="vaybe@example.com",
        )
        self.now = NOW
        set_time(self.patch, lambda: self.now)
        self.clients = {who: log_in(self.app.test_client(), who) for who in ACTORS}
        self.known: dict[int, tuple[Any, ...]] = {}
        self.marks = itertools.count(1)
        with self.app.app_context():
            items = draw(self.cast, per_agent=6, evaluators=("eve", "emre")).assignments
            self.items = [a.id for a in items if a.interaction.external_id in TALKS]
            self.asked = [
                q
                for q in QUESTIONS
                if q
                in {one.id for one in operations.sheet_of(self._draft("A6", "eve")).card.questions}
            ]
            db.session.rollback()
        self.seen: Any = None
        for number, kind in (
            (0, "sample"),
            (1, "sample"),
            (2, "picked"),
            (3, "second"),
        ):  # so that there is something to do
            self._score(number, kind)
        # a blind dispute takes four things in order: a run that began with none would seldom come
        # to one
        if disputed:
            self.right, self.answer = True, "met"
            for verb in ("choose_release", "choose_rules", "release", "dispute"):
                getattr(self, verb)("ayse", {"release": 1}.get(verb, 0))

    def _draft(self, talk: str, who: str) -> Evaluation:
        return operations.begin_picked(
            self.cast.talk(talk),
            chat_card(),
            zone=ZONE,
            actor=getattr(self.cast, who),
            now=self.now,
        )

    def _pass(self) -> datetime:
        self.now += timedelta(minutes=7)
        return self.now

    def _open(self, who: str, path: str, data: dict[str, Any] | None = None) -> Any:
        """Do it as somebody, over the web; they may be refused, and nothing may break."""
        client = self.clients[who]
        answer = client.post(path, data=data) if data is not None else client.get(path)
        assert answer.status_code in (200, 302, 400, 404, 409), (who, path, answer.status_code)
        return answer

    def _finish(self, who: str, location: str, number: int) -> None:
        """Answer a draft so that its score and its comment are its own, and submit it."""
        draft = location.removesuffix("/score")
        mark = next(self.marks)
        worst = self.asked[mark % len(self.asked)]
        for question in {worst, self.asked[number % len(self.asked)]}:
            value = "missed" if question == worst else "partly"
            self._open(
                who,
                f"{draft}/answers/{question}",
                {"answer": value, "comment": f"MARK-{mark}-", "mark": f"m{mark}"},
            )
        self._open(who, f"{draft}/submission", {"next": "0"})

    def _all(self) -> list[Evaluation]:
        return list(db.session.scalars(sa.select(Evaluation).order_by(Evaluation.id)))

    def _ids(self) -> list[int]:
        with self.app.app_context():
            return list(db.session.scalars(sa.select(Evaluation.id).order_by(Evaluation.id)))

    # One step is a verb, somebody, and what else the verb may want. (As rules of their own most
    # would rest in most runs.)

    @rule(
        verb=st.sampled_from(VERBS),
        who=actors,
        number=which,
        right=st.booleans(),
        choice=st.sampled_from(("keep", "agents", "another")),
        answer=st.sampled_from(("met", "partly", "missed")),
    )
    def act(self, verb: str, who: str, number: int, right: bool, choice: str, answer: str) -> None:
        self.right, self.choice, self.answer = right, choice, answer
        getattr(self, verb)(who, number)

    # Making

    def score(self, who: str, number: int) -> None:
        self._score(number, ("sample", "second", "picked", "adhoc", "self")[number % 5])

    def _score(self, number: int, kind: str) -> None:
        now = self._pass()
        with self.app.app_context():
            talk = TALKS[number % len(TALKS)]
            who = {"picked": "eve", "adhoc": "lale", "self": "ayse"}.get(
                kind, "emre" if kind == "second" else "eve"
            )
            actor = getattr(self.cast, who)
            if kind == "sample":
                from qa.sampling.models import Assignment

                item = db.session.get_one(Assignment, self.items[number % len(self.items)])
                who = item.evaluator.email.partition("@")[0]
                made = operations.begin_assigned(item, zone=ZONE, actor=item.evaluator, now=now)
            elif kind == "self":
                try:
                    made = operations.begin_self(
                        self.cast.talk(talk), chat_card(), zone=ZONE, actor=actor, now=now
                    )
                except web.Refused:
                    return
            else:
                begin = operations.begin_adhoc if kind == "adhoc" else operations.begin_picked
                made = begin(self.cast.talk(talk), chat_card(), zone=ZONE, actor=actor, now=now)
                if kind == "second":
                    made.purpose, made.weight = "second", 1.0
            if made.submitted_at is None:
                answer_all(made, now=now)
            db.session.commit()
            where = f"/evaluations/{made.id}/score"
        if kind != "self" or number % 2:  # some of the agents' own stay drafts
            self._finish(who, where, number)

    def finish_own(self, who: str, number: int) -> None:
        self._pass()
        with self.app.app_context():
            query = sa.select(Evaluation.id).where(
                Evaluation.purpose == "self", Evaluation.submitted_at.is_(None)
            )
            found = db.session.scalar(query)
        if found:
            self._finish("ayse", f"/evaluations/{found}/score", number)

    def correct(self, who: str, number: int) -> None:
        self._pass()
        with self.app.app_context():
            found = [
                (e.id, e.evaluator.email.partition("@")[0])
                for e in self._all()
                if e.superseded_at is None
            ]
        chosen, maker = found[number % len(found)]
        who = maker if self.right else who
        answer = self._open(who, f"/evaluations/{chosen}/correction", {"reason": "a mistake"})
        if answer.status_code == 302 and answer.location.endswith("/score") and number % 4:
            self._finish(who, answer.location, number)

    def discard(self, who: str, number: int) -> None:
        self._pass()
        ids = self._ids()
        self._open(who, f"/evaluations/{ids[-1 - number % len(ids)]}/discard", {})

    def check(self, who: str, number: int) -> None:
        self._pass()
        ids = self._ids()
        answer = self._open(who, f"/evaluations/{ids[number % len(ids)]}/check", {})
        if answer.status_code == 302:
            made = int(answer.location.split("/")[2])
            with self.app.app_context():
                evaluation = db.session.get_one(Evaluation, made)
                answer_all(evaluation, now=self.now)
                for kept in evaluation.answers[:1]:
                    kept.comment = f"MARK-{next(self.marks)}-"
                db.session.commit()
            self._open(who, f"/evaluations/{made}/submission", {"next": "0"})

    # Releasing

    def choose_release(self, who: str, number: int) -> None:
        self._pass()
        kind = (
            release_rules.AT_ONCE,
            release_rules.DAILY,
            release_rules.BY_HAND,
            release_rules.AT_ONCE,
        )[number % 4]
        self._open(
            "queen" if self.right else who, "/releases", {"kind": kind, "hour": "9", "weekday": "0"}
        )

    def release(self, who: str, number: int) -> None:
        self._pass()
        ids = self._ids()
        who = "queen" if self.right else who
        self._open(
            who,
            "/releases/now",
            {"which": "all" if number % 2 else "some", "id": ids[number % len(ids)]},
        )

    def wait(self, who: str, number: int) -> None:
        self.now += timedelta(hours=1 + 5 * number)
        with self.app.app_context():
            release_rules.note_due(self.now.isoformat())

    def read(self, who: str, number: int) -> None:
        self._pass()
        ids = self._ids()
        self._open(
            "ayse" if self.right else who,
            f"/evaluations/{ids[number % len(ids)]}/acknowledgement",
            {},
        )

    # Disputing

    def choose_rules(self, who: str, number: int) -> None:
        self._pass()
        deciders = (
            ["another", "lead"],
            ["evaluator", "another"],
            ["lead"],
            ["named", "lead", "another"],
        )[number % 4]
        with self.app.app_context():
            given = tuple(
                (one, self.cast.ids["tarik"] if one == "named" else None) for one in deciders
            )
            disputing.set_rules(
                disputing.Rules(3, given, self.right), actor=self.cast.queen, now=self.now
            )
            db.session.commit()

    def dispute(self, who: str, number: int) -> None:
        self._pass()
        with self.app.app_context():
            every = self._all()
            ids = [e.id for e in every if disputing.why_not(e, now=self.now) is None] or [
                e.id for e in every
            ]
        question = self.asked[number % len(self.asked)]
        data = {
            f"dispute.{question}": "1",
            f"q.{question}": self.answer,
            f"why.{question}": "it was otherwise",
        }
        self._open(
            "ayse" if self.right else who,
            f"/evaluations/{ids[-1 - number % len(ids)]}/disputes/new",
            data,
        )

    def decide(self, who: str, number: int) -> None:
        self._pass()
        with self.app.app_context():
            one = db.session.scalar(
                sa.select(Dispute).where(Dispute.decided_at.is_(None)).order_by(Dispute.id).limit(1)
            )
            if one is None:
                return
            number, questions = one.id, [point.question_id for point in one.points]
            if self.right:  # that something is decided, too
                who = one.decider.email.partition("@")[0] if one.decider is not None else "queen"
        data = {f"q.{q}": self.answer for q in questions}
        self._open(who, f"/disputes/{number}/answers", data)
        mark = f"MARK-{next(self.marks)}-"
        data |= {f"choice.{q}": self.choice for q in questions} | {
            f"reason.{q}": mark for q in questions
        }
        self._open(who, f"/disputes/{number}/decision", data)

    def give_on(self, who: str, number: int) -> None:
        self._pass()
        to = ("", "lale", "tarik", "emre", "eve")[number % 5]
        with self.app.app_context():
            found = db.session.scalar(
                sa.select(Dispute.id).where(Dispute.decided_at.is_(None)).limit(1)
            )
        if found:
            self._open(
                "queen" if self.right else who,
                f"/disputes/{found}/decider",
                {"decider": self.cast.ids[to] if to else ""},
            )

    # What is always true

    @invariant()
    def nothing_submitted_is_lost_or_changed(self) -> None:
        with self.app.app_context():
            there = {e.id: self._as_it_is(e) for e in self._all() if e.submitted_at is not None}
            for number, before in self.known.items():
                assert there.get(number) == before, number
            self.known = there

    def _as_it_is(self, e: Evaluation) -> tuple[Any, ...]:
        answers = tuple(
            sorted((a.question_id, str(a.answer), a.comment, str(a.value)) for a in e.answers)
        )
        return (
            e.score,
            e.raw_score,
            e.submitted_at,
            e.weight,
            e.purpose,
            e.evaluator_id,
            e.supersedes_id,
            answers,
        )

    @invariant()
    def chains_are_lines_and_states_are_legal(self) -> None:
        with self.app.app_context():
            found = {e.id: e for e in self._all()}
            followers = {e.supersedes_id: e for e in found.values() if e.supersedes_id is not None}
            assert len(followers) == sum(e.supersedes_id is not None for e in found.values())
            for e in found.values():
                after = followers.get(e.id)
                assert (e.superseded_at is not None) == (
                    after is not None and after.submitted_at is not None
                )
                if e.supersedes_id is not None:
                    before = found[e.supersedes_id]
                    assert e.root_id == (before.root_id or before.id)
                    assert (e.purpose, e.weight, e.day, e.assignment_id) == (
                        before.purpose,
                        before.weight,
                        before.day,
                        before.assignment_id,
                    )
                if e.submitted_at is None or e.purpose not in FOR_AGENT:
                    assert e.released_at is None
                    assert e.acknowledgement is None
            for dispute in db.session.scalars(sa.select(Dispute)):
                if dispute.decided_at is None:
                    assert found[dispute.evaluation_id].superseded_at is None
                    assert dispute.evaluation_id not in followers
                else:
                    assert all(point.decision and point.reason for point in dispute.points)

    @invariant()
    def totals_are_what_the_evaluations_say(self) -> None:
        with self.app.app_context():
            assert totals.differences() == 0
            counted = [
                e
                for e in self._all()
                if e.purpose == "sample" and e.submitted_at and not e.superseded_at
            ]
            assert reports.overview(reports.Scope(FIRST, LAST)).total.n == len(counted)
            own = reports.Scope(FIRST, LAST, None, self.cast.agents["ayse"], None, self.cast.ayse)
            shown = [e for e in counted if self._may_see("ayse", e)]
            assert reports.overview(own).total.n == len(shown)

    @invariant()
    def nobody_finds_what_they_may_not_see(self) -> None:
        with self.app.app_context():
            found = self._all()
            states = (
                [(e.id, e.submitted_at, e.superseded_at, e.is_released(self.now)) for e in found],
                [
                    (d.id, d.decider_id, d.revealed_at, d.decided_at)
                    for d in db.session.scalars(sa.select(Dispute).order_by(Dispute.id))
                ],
            )
            if (
                states == self.seen
            ):  # what was refused changed nothing: there is nothing new to find
                return
            self.seen = states
            marks = {
                e.id: {a.comment for a in e.answers if a.comment.startswith("MARK-")} for e in found
            }
            allowed = {who: {e.id for e in found if self._may_see(who, e)} for who in ACTORS}
            scores = {e.id: float(e.score) for e in found if e.score is not None}
            deciding = {
                who: {
                    a
                    for d in db.session.scalars(sa.select(Dispute))
                    if self._reads(who, d)
                    for a in self._of(who, d)
                }
                for who in ACTORS
            }
            about = [f"/disputes/{d}" for d in db.session.scalars(sa.select(Dispute.id))]
            mails = {who: self._mails(getattr(self.cast, who)) for who in ACTORS}
            pages = (
                "/evaluations",
                "/disputes",
                f"/interactions/{self.cast.talks[TALKS[0]]}",
                "/me",
                "/notices",
                f"/agents/{self.cast.agents['ayse']}?first={FIRST}&last={LAST}",
                *about,
            )
        every = set().union(*marks.values()) if marks else set()
        for who in ACTORS:
            fine = (
                set().union(*(marks[number] for number in allowed[who])) | deciding[who]
                if allowed[who]
                else deciding[who]
            )
            # A score is looked for where nothing but scores stands, unless somebody may see one
            # that is the same.
            hidden = {s for n, s in scores.items() if n not in allowed[who]} - {
                scores[n] for n in allowed[who] if n in scores
            }
            assert not {m for m in every if m in mails[who]}, (
                who
            )  # no mail holds what anybody wrote
            for path in pages:
                text = self._open(who, path).text
                assert not {m for m in every - fine if m in text}, (who, path)
                assert not [
                    n for n in marks if n not in allowed[who] and f'"/evaluations/{n}"' in text
                ], (who, path)
                if path == "/evaluations":
                    assert not [s for s in hidden if f"<b>{web.score(s)}</b>" in text], (who, path)
            file = self._open(who, "/disputes.xlsx")
            if file.status_code == 200:
                rows = str(
                    list(
                        openpyxl.load_workbook(io.BytesIO(file.data))
                        .worksheets[0]
                        .iter_rows(values_only=True)
                    )
                )
                assert not {m for m in every - fine if m in rows}, who
            book = self._open(who, "/evaluations.xlsx")
            if book.status_code == 200:
                sheet = openpyxl.load_workbook(io.BytesIO(book.data)).active
                assert sheet is not None
                assert not hidden & {
                    row[10]
                    for row in sheet.iter_rows(min_row=2, values_only=True)
                    if isinstance(row[10], float)
                }
            for number in marks:
                status = self._open(who, f"/evaluations/{number}").status_code
                assert (status != 404) == (number in allowed[who]), (who, number, status)

    def _mails(self, user: Any) -> str:
        """All that would be mailed to somebody, in one."""
        notices = list(db.session.scalars(sa.select(Notice).where(Notice.user_id == user.id)))
        if not notices:
            return ""
        with self.app.test_request_context():
            return compose(
                NoticeMail(user=user, what="digest", day=NOW.date(), made_at=self.now), notices
            ).as_string()

    def _reads(self, who: str, dispute: Dispute) -> bool:
        """Whether somebody reads about the first answers on a dispute's own page: all who see it,
        but a blind decider."""
        me = self.cast.ids[who]
        return not (
            dispute.decider_id == me
            and dispute.blind
            and dispute.revealed_at is None
            and dispute.decided_at is None
        )

    def _of(self, who: str, dispute: Dispute) -> set[str]:
        """What a dispute's own page says: the decision's reasons, and to its decider what was said
        of the questions first."""
        reasons = {point.reason for point in dispute.points if point.reason}
        if dispute.decider_id != self.cast.ids[who]:
            return reasons
        asked = {point.question_id for point in dispute.points}
        first = db.session.get_one(Evaluation, dispute.evaluation_id)
        return reasons | {a.comment for a in first.answers if a.question_id in asked and a.comment}

    def _may_see(self, who: str, e: Evaluation) -> bool:
        """The rules of the house once more, in plain words."""
        me = self.cast.ids[who]
        if e.evaluator_id == me:
            return True
        if e.submitted_at is None:
            return False
        siblings = [o for o in self._all() if o.interaction_id == e.interaction_id]
        if who == "ayse":
            making = any(o.purpose == "self" and o.submitted_at is None for o in siblings)
            return e.purpose in FOR_AGENT and e.is_released(self.now) and not making
        disputes = list(db.session.scalars(sa.select(Dispute)))
        about = {o.id for o in siblings}
        for d in disputes:
            if (
                d.evaluation_id in about
                and d.decider_id == me
                and d.blind
                and d.revealed_at is None
                and d.decided_at is None
            ):
                return False
        released = [o for o in siblings if o.purpose in FOR_AGENT and o.is_released(self.now)]
        if e.purpose == "self":
            return (who in ("queen", "tarik", "lale") and bool(released)) or any(
                o.evaluator_id == me for o in released
            )
        if e.purpose == "check":
            return who == "queen" or db.session.get_one(Evaluation, e.checks_id).evaluator_id == me
        if e.purpose == "second":
            return who == "queen"
        if who in ("queen", "tarik", "lale"):
            return True
        first = db.session.get(Evaluation, e.root_id) if e.root_id else None
        decided = any(
            d.decided_by_id == me and e.id in (d.evaluation_id, d.outcome_id) for d in disputes
        )
        return decided or (first is not None and first.evaluator_id == me)

    def teardown(self) -> None:
        if hasattr(self, "app"):
            let_go(self.app)


def test_life(store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    quick = store.name == "sqlite"
    long = os.environ.get(
        "LIFE_RUNS"
    )  # an afternoon of it: make trials NAME=life; then what fails is also made short
    runs = int(long or (5 if quick else 2))
    machine = type(
        "Life", (Life,), {"store": store, "folder": tmp_path / "data", "patch": monkeypatch}
    )
    run_state_machine_as_test(
        machine,
        settings=settings(
            max_examples=runs,
            stateful_step_count=15,
            deadline=None,
            suppress_health_check=list(HealthCheck),
            database=None,
            derandomize=not long,
            print_blob=True,
            phases=tuple(Phase) if long else (Phase.generate,),
        ),
    )
