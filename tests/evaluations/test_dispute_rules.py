"""The rules of disputes one by one: windows, reasons why not, who can decide, who it waits for."""

from datetime import UTC, datetime, timedelta
from types import SimpleNamespace
from typing import Any

import pytest
import sqlalchemy as sa

from qa.db import db
from qa.evaluations import operations as evaluations
from qa.evaluations import release
from qa.evaluations.disputes import operations, proposals, rules
from qa.evaluations.disputes.models import Dispute
from qa.evaluations.disputes.operations import Decision
from qa.evaluations.disputes.proposals import Proposal
from qa.evaluations.disputes.rules import Rules
from qa.evaluations.models import Evaluation
from qa.people import operations as people
from qa.people.models import RoleGrant
from tests.cast import NOW, Cast, answer_all, blind, draw, picked, session_of, submitted
from tests.clock import set_time

pytestmark = pytest.mark.one_database  # test_disputes tries both

TODAY = NOW.date()


@pytest.fixture(autouse=True)
def _at(monkeypatch: pytest.MonkeyPatch) -> None:
    set_time(monkeypatch, lambda: NOW + timedelta(hours=1))


def day(n: int, hour: int = 0) -> datetime:
    return datetime(2025, 6, n, hour, tzinfo=UTC)


# Windows, without a database


def test_the_defaults() -> None:
    """A week, the team lead, never down."""
    assert Rules() == Rules(7, (("lead", None),), False, ())
    assert Rules().days == 7
    assert Rules().may_go_down is False
    assert Rules().rounds == 1
    assert Rules(deciders=()).rounds == 0
    assert Rules(days=3, past=((9, day(1)),)) == Rules(days=3)
    assert rules.MOST_ROUNDS == 3
    assert Rules(5, (("named", 4), ("lead", None)), True).as_json() == {
        "days": 5,
        "deciders": [["named", 4], ["lead", None]],
        "may_go_down": True,
    }


def test_the_longest_rule_since_a_window_began() -> None:
    """Five days now; twenty until the 4th, ten until the 8th, two until the 9th."""
    chosen = Rules(5, past=((20, day(4)), (10, day(8)), (2, day(9))))
    assert chosen.days_from(day(3)) == 20
    assert chosen.days_from(day(4)) == 10  # what held until then holds no more
    assert chosen.days_from(day(4, 1)) == 10
    assert chosen.days_from(day(7)) == 10
    assert chosen.days_from(day(8)) == 5
    assert chosen.days_from(day(20)) == 5


def test_until_when() -> None:
    """The days after the release, or after the latest decision."""
    released = SimpleNamespace(released_at=day(2))
    open_one, decided, older = (SimpleNamespace(decided_at=at) for at in (None, day(6), day(4)))
    chosen = Rules(5)
    assert rules.closes_at(released, [], chosen) == day(7)
    assert rules.closes_at(released, [open_one], chosen) == day(7)
    assert rules.closes_at(released, [decided, older], chosen) == day(11)
    assert rules.closes_at(released, [older, decided], chosen) == day(11)
    assert rules.closes_at(SimpleNamespace(released_at=None), [], chosen) is None
    assert rules.closes_at(SimpleNamespace(released_at=None), [older], chosen) == day(9)
    lengthened = Rules(5, past=((9, day(3)),))
    assert rules.closes_at(released, [], lengthened) == day(11)
    assert rules.closes_at(released, [decided], lengthened) == day(11)


# With a database


def choose(cast: Cast, *deciders: str, now: datetime = NOW, **more: Any) -> None:
    given = tuple(
        (who.partition(":")[0], cast.ids[who.partition(":")[2]] if ":" in who else None)
        for who in deciders
    )
    rules.set_rules(Rules(deciders=given, **more), actor=cast.queen, now=now)
    db.session.commit()


def scored(cast: Cast, *, by: str = "eve") -> Evaluation:
    """One of Ayşe's, scored and released."""
    items = draw(cast, per_agent=2, evaluators=(by,)).assignments
    item = next(one for one in items if one.agent_id == cast.agents["ayse"])
    return submitted(cast, item, by=by, greeting="missed")


def disputed(cast: Cast, evaluation: Evaluation, *, answer: str = "met") -> Dispute:
    made = proposals.open_dispute(
        evaluation, [Proposal("greeting", [answer], "w")], actor=cast.ayse, on=TODAY, now=NOW
    )
    db.session.commit()
    return made


def decided(cast: Cast, one: Dispute, by: str, *, what: str = "keep") -> Any:
    made = operations.decide(
        one, {"greeting": Decision(what, "because")}, actor=getattr(cast, by), on=TODAY, now=NOW
    )
    db.session.commit()
    return made


def grant(cast: Cast, name: str, *roles: str) -> None:
    for role in roles:
        db.session.add(RoleGrant(user_id=cast.ids[name], role=role, granted_at=NOW))
    db.session.commit()
    db.session.expire_all()


def test_what_was_chosen_is_kept(inside: None, cast: Cast) -> None:
    assert rules.rules() == Rules()
    choose(cast, "named:tarik", "lead", days=4, may_go_down=True)
    kept = rules.rules()
    assert kept == Rules(4, (("named", cast.ids["tarik"]), ("lead", None)), True)
    assert kept.past == ((7, NOW),)
    later = NOW + timedelta(hours=3)
    choose(cast, "lead", days=4, now=later)
    assert rules.rules().past == ((7, NOW),)  # the days are the same
    choose(cast, "lead", days=9, now=later)
    assert rules.rules().past == ((7, NOW), (4, later))


def test_why_not(inside: None, cast: Cast) -> None:
    """Each reason, and the moment at which the window ends."""
    old = scored(cast)
    assert rules.why_not(old, now=NOW) is None
    assert rules.why_not(old, now=old.released_at + timedelta(days=7)) is None
    late = old.released_at + timedelta(days=7, microseconds=1)
    assert str(rules.why_not(old, now=late)).startswith("The time to dispute it ended on ")
    choose(cast)
    assert rules.why_not(old, now=NOW) == "Your organisation takes no disputes."
    choose(cast, "lead")
    for name, value in (
        ("superseded_at", NOW),
        ("submitted_at", None),
        ("purpose", "calibration"),
        ("released_at", None),
        ("released_at", NOW + timedelta(days=1)),
    ):
        kept = getattr(old, name)
        with db.session.no_autoflush:
            setattr(old, name, value)
            said = rules.why_not(old, now=NOW)
            setattr(old, name, kept)
        assert said == (
            "A newer evaluation has taken its place."
            if name == "superseded_at"
            else "It is not released."
        )
    assert rules.why_not(old, now=NOW) is None
    by_hand = picked(cast, "A6")
    assert by_hand.purpose != old.purpose
    assert rules.why_not(by_hand, now=NOW) is None
    draft = evaluations.begin_correction(old, reason="r", actor=cast.eve, now=NOW)
    assert str(rules.why_not(old, now=NOW)).startswith("It is being corrected")
    evaluations.discard(draft, actor=cast.eve, now=NOW)
    one = disputed(cast, old)
    assert rules.why_not(old, now=NOW) == "It is disputed already."
    decided(cast, one, "lale")
    assert rules.why_not(old, now=NOW) == "It was disputed as often as the rules allow."
    choose(cast, "lead", "lead")
    assert rules.why_not(old, now=NOW) is None


def test_one_line_of_rounds(inside: None, cast: Cast) -> None:
    """A decision carries the rounds on to the evaluation it made; a correction begins anew."""
    choose(cast, "lead", "lead", "lead")
    old = scored(cast)
    assert rules.past(old) == []
    first = disputed(cast, old)
    new = decided(cast, first, "lale", what="agents")
    assert rules.past(new) == [first]
    second = disputed(cast, new, answer="partly")
    assert rules.past(new) == [second, first]
    assert rules.past(old) == [first]
    decided(cast, second, "lale")
    third = disputed(cast, new, answer="partly")
    assert rules.past(new) == [third, second, first]
    decided(cast, third, "lale")
    draft = evaluations.begin_correction(new, reason="r", actor=cast.eve, now=NOW)
    answer_all(draft, greeting="missed")
    evaluations.submit(draft, actor=cast.eve, now=NOW)
    db.session.commit()
    assert draft.supersedes_id == new.id
    assert rules.past(draft) == []


def test_each_round_has_its_decider(inside: None, cast: Cast) -> None:
    """The last rule decides all rounds beyond, should there be any."""
    old = scored(cast)
    chosen = Rules(deciders=(("lead", None), ("evaluator", None), ("named", cast.ids["tarik"])))

    def name_of(number: int, of: Rules = chosen, on: Any = TODAY) -> Any:
        rule, user, is_blind = rules.name_decider(old, number, of, on=on)
        return rule, user.id if user else None, is_blind

    assert [name_of(n) for n in (1, 2, 3, 4, 9)] == [
        ("lead", cast.ids["lale"], False),
        ("evaluator", cast.ids["eve"], False),
        *[("named", cast.ids["tarik"], False)] * 3,
    ]
    nobody = ("manager", None, False)
    assert name_of(1, Rules(deciders=(("named", None),))) == nobody
    assert name_of(1, Rules(deciders=(("named", 99_999),))) == nobody
    assert name_of(1, Rules(deciders=(("named", cast.ids["outsider"]),))) == nobody
    assert name_of(1, Rules(deciders=(("named", cast.ids["ada"]),))) == nobody  # no role for it
    assert name_of(1, Rules(deciders=(("named", cast.ids["bora"]),))) == nobody
    another = Rules(deciders=(("another", None),))
    assert name_of(1, another) == ("another", cast.ids["emre"], True)
    # A second lead who is named later; the first one cannot on a day on which they do not lead.
    people.name_leads(cast.team("alpha"), [cast.lale, cast.leman], on=TODAY, actor=None, now=NOW)
    db.session.commit()
    grant(cast, "ayse", "team_lead")
    assert name_of(1)[1] in (cast.ids["lale"], cast.ids["leman"])
    people.close_account(cast.eve, actor=cast.ada, now=NOW)
    db.session.commit()
    assert name_of(2) == nobody


def test_the_lead_who_can_is_named(inside: None, cast: Cast) -> None:
    """Of two leads the one whose account is open; of none, nobody."""
    old = scored(cast)
    lead = Rules()
    people.name_leads(cast.team("alpha"), [cast.lale, cast.leman], on=TODAY, actor=None, now=NOW)
    db.session.commit()
    for closed, other in (("lale", "leman"), ("leman", "lale")):
        getattr(cast, closed).closed_at = NOW
        db.session.commit()
        assert rules.name_decider(old, 1, lead, on=TODAY)[1].id == cast.ids[other]
        getattr(cast, closed).closed_at = None
        db.session.commit()
    old.team_id = None
    db.session.flush()
    assert rules.name_decider(old, 1, lead, on=TODAY) == ("manager", None, False)


def test_who_can_decide(inside: None, cast: Cast) -> None:
    old = scored(cast)

    def who(rule: str) -> set[str]:
        return {name for name in cast.ids if rules.able(getattr(cast, name), old, rule, on=TODAY)}

    staff = {"queen", "eve", "emre", "lale", "leman", "tarik"}
    assert who("evaluator") == who("another") == who("named") == who("manager") == staff
    assert who("lead") == {"lale"}
    # Leading is not enough without the role, nor the role without leading, nor leading before.
    people.name_leads(cast.team("alpha"), [cast.emre], on=TODAY, actor=None, now=NOW)
    db.session.commit()
    assert who("lead") == set()
    assert not rules.able(cast.lale, old, "lead", on=TODAY)
    assert rules.able(cast.lale, old, "lead", on=TODAY - timedelta(days=1))
    grant(cast, "emre", "team_lead")
    assert who("lead") == {"emre"}
    grant(cast, "ayse", "evaluator", "quality_manager", "team_lead")
    assert who("evaluator") == staff  # nobody decides about themselves
    cast.tarik.closed_at = NOW
    db.session.commit()
    assert who("evaluator") == staff - {"tarik"}


def test_who_is_the_agent(inside: None, cast: Cast) -> None:
    old = scored(cast)
    assert rules.is_about(old, cast.ayse)
    assert not rules.is_about(old, cast.bora)
    assert not rules.is_about(old, cast.eve)
    old.agent_id = None
    assert not rules.is_about(old, cast.ayse)
    db.session.rollback()


def test_whom_it_waits_for(inside: None, cast: Cast) -> None:
    choose(cast, "lead")
    one = disputed(cast, scored(cast))

    def waiting() -> set[str]:
        return {
            name
            for name in cast.ids
            if one
            in db.session.scalars(
                sa.select(Dispute).where(rules.waits_for(getattr(cast, name), on=TODAY))
            ).all()
        }

    def fallen() -> bool:
        query = sa.select(Dispute.id).where(rules.fell_away(on=TODAY))
        return one.id in db.session.scalars(query).all()

    assert (waiting(), fallen()) == ({"lale"}, False)
    cast.lale.closed_at = NOW
    db.session.commit()
    assert (waiting(), fallen()) == ({"queen"}, True)
    # A quality manager whose account is closed, and one who is the agent, do not have it.
    cast.queen.closed_at = NOW
    db.session.commit()
    assert waiting() == set()
    cast.queen.closed_at = None
    grant(cast, "ayse", "quality_manager")
    assert waiting() == {"queen"}
    grant(cast, "bora", "quality_manager")
    assert waiting() == {"queen", "bora"}  # an agent as well, but not this one
    cast.lale.closed_at = None
    db.session.commit()
    assert (waiting(), fallen()) == ({"lale"}, False)
    one.decider_id = None
    db.session.commit()
    assert (waiting(), fallen()) == ({"queen", "bora"}, True)
    one.decider_id = cast.ids["ayse"]
    db.session.commit()
    assert waiting() == {"queen", "bora"}  # nobody decides about themselves
    one.decider_id = cast.ids["lale"]
    one.decided_at = NOW
    one.decided_by_id = cast.ids["lale"]
    db.session.flush()
    assert (waiting(), fallen()) == (set(), False)
    db.session.rollback()


def test_who_can_decide_blind(inside: None, cast: Cast) -> None:
    old = scored(cast)

    def unseen() -> set[str]:
        return {name for name in cast.ids if rules.unseen_by(getattr(cast, name), old, on=TODAY)}

    assert unseen() == {"emre"}  # Eve scored it; the others see evaluations of others
    grant(cast, "tarik", "evaluator")
    grant(cast, "queen", "evaluator")
    grant(cast, "ayse", "evaluator")
    grant(cast, "lale", "evaluator")
    grant(cast, "leman", "evaluator")
    assert unseen() == {"emre", "leman"}  # she leads another team
    cast.emre.closed_at = NOW
    db.session.commit()
    assert unseen() == {"leman"}
    cast.emre.closed_at = None
    db.session.commit()
    choose(cast, "another", "another")
    one = disputed(cast, old)
    assert one.decider_id == cast.ids["emre"]
    assert unseen() == {"emre", "leman"}
    one.decided_at, one.decided_by_id = NOW, cast.ids["emre"]
    db.session.flush()
    assert unseen() == {"leman"}
    db.session.rollback()
    blind(
        cast, session_of(cast, talks=(old.interaction.external_id,), people=("eve", "emre")), "emre"
    )
    assert unseen() == {"leman"}


def test_the_one_with_the_fewest_open_disputes_decides_blind(inside: None, cast: Cast) -> None:
    """Emre and Efe: the lower number first, then whoever has fewer that are open."""
    efe = people.add_user(
        email="efe@example.com", name="Efe", roles=("evaluator",), hashed="x", actor=None, now=NOW
    )
    db.session.commit()
    choose(cast, "another")
    items = draw(cast, per_agent=4, evaluators=("eve",)).assignments
    mine = [one for one in items if one.agent_id == cast.agents["ayse"]][:3]
    made = [submitted(cast, one, by="eve", greeting="missed") for one in mine]
    chosen = rules.rules()

    def next_one(evaluation: Evaluation) -> int:
        return rules.name_decider(evaluation, 1, chosen, on=TODAY)[1].id

    assert next_one(made[0]) == cast.ids["emre"] < efe.id
    first = disputed(cast, made[0])
    assert first.decider_id == cast.ids["emre"]
    assert next_one(made[1]) == efe.id
    second = disputed(cast, made[1])
    assert second.decider_id == efe.id
    assert next_one(made[2]) == cast.ids["emre"]
    second.decided_at, second.decided_by_id = NOW, efe.id
    db.session.flush()
    assert next_one(made[2]) == efe.id
    db.session.rollback()


def test_a_release_by_hand_is_waited_for(inside: None, cast: Cast) -> None:
    release.set_rule(release.Rule(release.BY_HAND), actor=cast.queen, now=NOW)
    one = scored(cast)
    assert rules.why_not(one, now=NOW) == "It is not released."
