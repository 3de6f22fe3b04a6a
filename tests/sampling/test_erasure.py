"""Why an item was swapped away goes with the customer's words; that it was swapped stays."""

from datetime import timedelta
from typing import Any

import pytest
import sqlalchemy as sa

from qa.audit import AuditLine
from qa.db import db
from qa.interactions.privacy import choices, erasure_hooks, retention
from qa.interactions.privacy import erasure as customer_erasure
from qa.sampling import operations, queries
from qa.sampling.models import Assignment
from tests.cast import NOW, ZONE, Cast, draw, log_in
from tests.pages import flat

WORDS = "The customer Zümrüt is my neighbour"


def swapped(cast: Cast, external_id: str = "A1", *, reason: str = WORDS) -> Assignment:
    """An item of a draw of everything, swapped away by Eve. Commits."""
    item = next(
        a
        for a in draw(cast, per_agent=6, seed=external_id).assignments
        if a.interaction_id == cast.talks[external_id]
    )
    operations.swap(item, reason=reason, actor=cast.eve, now=NOW)
    db.session.commit()
    return item


@pytest.fixture
def gone(cast: Cast) -> Any:
    """What is left of a swap once its reason has gone."""

    def left(item: Assignment) -> None:
        db.session.expire_all()
        assert item.swap_reason == ""
        assert (item.swapped_at, item.swapped_by_id) == (NOW, cast.ids["eve"])
        assert [a.id for a in queries.swaps(cast.eve, NOW.date(), NOW.date(), ZONE)] == [item.id]

    return left


def test_an_erased_customer_takes_the_reason_along(inside: None, cast: Cast, gone: Any) -> None:
    item = swapped(cast)
    erasure, _files = customer_erasure.erase("C-A1", actor=cast.ada, now=NOW)
    db.session.commit()
    assert erasure.certificate["counts"]["notes"] == 1
    gone(item)


def test_what_people_wrote_goes_when_its_time_is_over(inside: None, cast: Cast, gone: Any) -> None:
    item = swapped(cast)  # of 5 May, and nothing else was written about it
    choices.set_retention({"evaluations": {"chat": 20}}, actor=None, now=NOW)
    db.session.commit()
    assert [one.count for one in retention.due(NOW)] == [1]
    assert retention.apply(NOW) == {"evaluations": 1}
    gone(item)
    assert [one.count for one in retention.due(NOW + timedelta(days=1))] == [0]


def test_a_transcript_that_goes_leaves_the_reason(inside: None, cast: Cast) -> None:
    item = swapped(cast)
    erasure_hooks.remove_quotations([item.interaction_id])
    db.session.expire_all()
    assert item.swap_reason == WORDS


def test_others_keep_theirs(inside: None, cast: Cast) -> None:
    item = swapped(cast, "B2")
    assert erasure_hooks.remove_writing([cast.talks["A1"]])["notes"] == 0
    db.session.expire_all()
    assert item.swap_reason == WORDS


def test_the_record_never_had_it(inside: None, cast: Cast) -> None:
    swapped(cast)
    assert not [
        line for line in db.session.scalars(sa.select(AuditLine)) if "Zümrüt" in str(line.changes)
    ]


def test_pages_show_that_nothing_is_left(client: Any, cast: Cast) -> None:
    with client.application.app_context():
        item = swapped(cast)
        number = item.draw_id
        erasure_hooks.remove_writing([item.interaction_id])
        db.session.commit()
    log_in(client, "queen")
    assert "swapped: –" in client.get(f"/draws/{number}").text
    page = flat(client.get(f"/evaluators/{cast.ids['eve']}?first=2025-06-01&last=2025-06-30").text)
    assert "1 item swapped away" in page
    assert "<td>–</td></tr></tbody></table></div></details>" in page
    assert client.get(f"/draws/{number}.xlsx").status_code == 200
