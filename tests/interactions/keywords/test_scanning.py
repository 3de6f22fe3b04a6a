"""Hits are kept for what comes in, and anew for everything when a list changes, also when that is
cut short."""

from __future__ import annotations

import pytest
import sqlalchemy as sa

from qa.db import db
from qa.interactions.importing.rows import remove, take_transcripts
from qa.interactions.keywords import operations, scanner
from qa.interactions.keywords.matcher import Matcher
from qa.interactions.models import Interaction, Turn, WordHit, WordList
from qa.text import words
from tests.cast import NOW, Cast, bring_in, jsonl, talk


def add(
    cast: Cast,
    entries: str = "iade kodu",
    *,
    name: str = "Codes",
    speaker: str = "agent",
    part: str = "all",
    allowed: str = "",
) -> WordList:
    item = operations.add_list(
        name=name,
        kind="other",
        speaker=speaker,
        part=part,
        entries=entries,
        allowed=allowed,
        actor=cast.queen,
        now=NOW,
    )
    db.session.commit()
    return item


def change(item: WordList, cast: Cast, **changes: str) -> bool:
    values = {
        name: getattr(item, name)
        for name in ("name", "kind", "speaker", "part", "entries", "allowed")
    }
    anew = operations.change_list(item, **{**values, **changes}, actor=cast.queen, now=NOW)
    db.session.commit()
    return anew


def hits(item: WordList) -> list[tuple[int, int, int, int, int]]:
    query = sa.select(
        WordHit.interaction_id, WordHit.n, WordHit.start, WordHit.end, WordHit.entry
    ).where(WordHit.list_id == item.id)
    return [
        tuple(row)
        for row in db.session.execute(
            query.order_by(WordHit.interaction_id, WordHit.n, WordHit.start)
        )
    ]  # type: ignore[misc]


def expected(item: WordList) -> list[tuple[int, int, int, int, int]]:
    """What there is to be found, looked for one by one."""
    matcher, found = Matcher([scanner.wanted(item)]), []
    for number, turns in scanner.turns_of(
        list(db.session.scalars(sa.select(Interaction.id)))
    ).items():
        found += [
            (number, *hit[1:]) for hit in matcher.scan(turns, [words(turn.text) for turn in turns])
        ]
    return sorted(found)


def test_what_comes_in_is_looked_at(inside: None, cast: Cast) -> None:
    item = add(cast)
    scanner.rescan()
    before = len(hits(item))
    bring_in(
        jsonl([talk("N1", agent="ayse-1", day=20), talk("N2", agent="bora-1", day=21)]),
        "more.jsonl",
    )
    assert len(hits(item)) == before + 4  # twice in the last turn of each
    assert hits(item) == expected(item)


def test_a_new_list_is_looked_for_everywhere(inside: None, cast: Cast) -> None:
    item = add(cast)
    assert (item.scanned, hits(item)) == (None, [])
    scanner.rescan()
    assert (item.scanned, item.scanning, item.position) == (1, None, 0)
    assert hits(item) == expected(item)
    assert len(hits(item)) == 24
    assert hits(item)[0][1:] == (4, 0, 12, 0)


def test_a_change_takes_old_hits_away(inside: None, cast: Cast) -> None:
    item, other = add(cast), add(cast, "merhaba", name="Hello")
    scanner.rescan()
    kept = hits(other)
    assert change(item, cast, entries="yok\nbakmak")
    assert (item.revision, item.scanned) == (2, 1)
    scanner.rescan()
    assert hits(item) == expected(item)
    assert {hit[1] for hit in hits(item)} == {2}
    assert {hit[4] for hit in hits(item)} == {1}  # the second entry
    assert hits(other) == kept


def test_a_new_name_changes_nothing_that_is_looked_for(inside: None, cast: Cast) -> None:
    item = add(cast)
    scanner.rescan()
    assert not change(item, cast, name="Return codes", kind="promise")
    assert not change(item, cast)
    assert scanner.behind() == []


@pytest.mark.parametrize(
    "field",
    [
        {"speaker": "customer"},
        {"part": "last-turn"},
        {"entries": "iade"},
        {"allowed": "iade kodunuz hazır"},
    ],
)
def test_each_of_these_is_a_new_search(inside: None, cast: Cast, field: dict[str, str]) -> None:
    item = add(cast)
    scanner.rescan()
    assert change(item, cast, **field)
    scanner.rescan()
    assert hits(item) == expected(item)


def test_a_scan_cut_short_goes_on_where_it_was(
    inside: None, cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(scanner, "BATCH", 5)
    item = add(cast)
    seen: list[int] = []

    class Stopped(Exception):
        pass

    def stop(at: int, _end: int) -> None:
        seen.append(at)
        if len(seen) == 1:
            raise Stopped

    with pytest.raises(Stopped):
        scanner.rescan(stop)
    db.session.rollback()
    db.session.expire_all()
    assert (item.scanned, item.scanning) == (None, 1)
    assert 0 < item.position < scanner.last_interaction()
    scanner.rescan(stop)
    assert len(seen) == 3  # twelve talks by fives: none was gone through twice
    assert hits(item) == expected(item)
    assert item.scanned == 1


def test_a_list_changed_during_its_scan_is_begun_anew(
    inside: None, cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(scanner, "BATCH", 5)
    item = add(cast)
    number, changed = item.id, []

    def meanwhile(_at: int, _end: int) -> None:
        if not changed:
            changed.append(change(db.session.get_one(WordList, number), cast, entries="merhaba"))

    scanner.rescan(meanwhile)
    assert item.scanned == 2
    assert hits(item) == expected(item)


def test_the_worker_takes_up_what_was_left(inside: None, cast: Cast) -> None:
    item = add(cast)
    scanner.resume()
    db.session.expire_all()
    assert item.scanned == 1
    assert hits(item) == expected(item)


def test_an_import_notices_a_changed_list(
    inside: None, cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    lists = scanner.InForce()
    assert lists.matcher().lists == []
    item = add(cast)
    first = lists.matcher()
    assert lists.matcher() is first
    change(item, cast, entries="merhaba")
    assert lists.matcher() is not first
    operations.retire(item, actor=cast.queen, now=NOW)
    assert lists.matcher().lists == []


def test_a_retired_list_is_not_looked_for_until_it_is_back(inside: None, cast: Cast) -> None:
    item = add(cast)
    scanner.rescan()
    operations.retire(item, actor=cast.queen, now=NOW)
    db.session.commit()
    before = hits(item)
    bring_in(jsonl([talk("N1", agent="ayse-1", day=20)]), "more.jsonl")
    assert hits(item) == before
    assert scanner.behind() == []
    operations.reinstate(item, actor=cast.queen, now=NOW)
    db.session.commit()
    scanner.rescan()
    assert len(hits(item)) == len(before) + 2


def test_what_the_customer_did_not_see_is_not_looked_at(inside: None, cast: Cast) -> None:
    db.session.execute(sa.update(Turn).where(Turn.n == 4).values(private=True))
    item = add(cast)
    scanner.rescan()
    assert hits(item) == [] == expected(item)


def test_a_turn_with_the_sign_between_turns_is_looked_at_too(inside: None, cast: Cast) -> None:
    db.session.execute(sa.update(Turn).where(Turn.n == 2).values(text="bir\x1eiki iade kodu"))
    item = add(cast)
    scanner.rescan()
    assert len(hits(item)) == 36
    assert hits(item) == expected(item)


def test_hits_go_with_their_transcript(inside: None, cast: Cast) -> None:
    item = add(cast)
    scanner.rescan()
    operations.tick(
        item,
        db.session.scalars(sa.select(WordHit).limit(1)).one(),
        right=True,
        actor=cast.queen,
        now=NOW,
    )
    db.session.commit()
    take_transcripts(list(cast.talks.values()))
    assert hits(item) == []


def test_an_import_taken_back_takes_its_hits(inside: None, cast: Cast) -> None:
    item = add(cast)
    made = bring_in(jsonl([talk("N1", agent="ayse-1", day=20)]), "more.jsonl")
    assert len(hits(item)) == 2
    remove(made.id)
    assert hits(item) == []
