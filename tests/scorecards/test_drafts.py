"""Drafts: begun, changed by several people, undone, thrown away, published; each change a state to
go back to."""

from __future__ import annotations

import copy
import json
from datetime import datetime, timedelta
from typing import Any

import pytest
import sqlalchemy as sa

from qa.audit import AuditLine
from qa.db import db
from qa.evaluations import operations as evaluations
from qa.people.models import User
from qa.scorecards import operations, queries
from qa.scorecards.drafting import fields, options, tree
from qa.scorecards.drafting.tree import NoPart
from qa.scorecards.models import Draft, DraftState, Scorecard, ScorecardVersion
from qa.scorecards.operations import draft_states
from qa.scoring import Fault
from qa.web import Refused
from tests.cast import NOW, Cast, chat_card, picked
from tests.scorecards.test_tree import SHIPPED, small

FIRST = "question:greeting"


def later(seconds: float) -> datetime:
    return NOW + timedelta(seconds=seconds)


def begin(cast: Cast) -> Draft:
    """A draft of the chat card's next version. Commits."""
    draft = operations.start(chat_card().scorecard, chat_card(), actor=cast.queen, now=NOW)
    db.session.commit()
    return draft


def write(
    draft: Draft,
    name: str,
    actor: User,
    *,
    was: dict[str, str] | None = None,
    at: float = 0,
    **given: str,
) -> list[Any]:
    """Send fields (dots as __) as a page that was filled now, or with `was`. Commits."""
    was = was or fields.fields_of(operations.content_of(draft), name)
    sent = {field.replace("__", "."): value for field, value in given.items()}
    found = operations.change(draft, name, was | sent, was, actor=actor, now=later(at))
    db.session.commit()
    return found


def text_of(draft: Draft, name: str = FIRST, language: str = "en") -> str:
    return str(tree.find_part(operations.content_of(draft), name)["text"][language])


def audited(action: str) -> list[AuditLine]:
    return list(
        db.session.scalars(
            sa.select(AuditLine).where(AuditLine.action == action).order_by(AuditLine.id)
        )
    )


# Beginning


def test_a_new_scorecard_begins_as_a_draft(inside: None, cast: Cast) -> None:
    draft = operations.create(
        title="Yeni kart", slug="new-card", like=None, actor=cast.queen, now=NOW
    )
    db.session.commit()
    content = operations.content_of(draft)
    assert (content["id"], content["version"], content["title"]) == ("new-card", 1, "Yeni kart")
    assert len(list(tree.questions(content))) == 1
    assert (draft.revision, draft.position, draft.base, draft.started_by, draft.started_at) == (
        0,
        0,
        None,
        cast.queen,
        NOW,
    )
    assert [(state.what, state.part, state.by_id) for state in draft.states] == [
        ("begun", "card", cast.queen.id)
    ]
    line = audited("scorecard:drafted")[-1]
    assert (line.actor_id, line.at, line.changes) == (
        cast.queen.id,
        NOW,
        {"scorecard": [None, "new-card"]},
    )


def test_a_new_scorecard_like_another_is_a_copy_of_its_own(inside: None, cast: Cast) -> None:
    draft = operations.create(
        title="Second", slug="second", like=chat_card(), actor=cast.queen, now=NOW
    )
    db.session.commit()
    content = operations.content_of(draft)
    assert (content["id"], content["version"], content["title"]) == ("second", 1, "Second")
    assert content["sections"] == chat_card().content["sections"]
    write(draft, FIRST, cast.queen, text__en="Changed")
    db.session.expire_all()
    assert queries.card_of(chat_card()) == SHIPPED["chat"]
    assert chat_card().content == SHIPPED["chat"].to_dict()


def test_a_name_for_scripts_that_is_none_is_refused(inside: None, cast: Cast) -> None:
    for slug in ("Chat", "çağrı", "a b", "x" * 41, "na", "true", "a_b", "a\n"):
        with pytest.raises(Refused, match="1 to 40"):
            operations.create(title="x", slug=slug, like=None, actor=cast.queen, now=NOW)


def test_a_name_for_scripts_is_made_from_the_title(inside: None, cast: Cast) -> None:
    draft = operations.create(title="Çağrı değerlendirme", like=None, actor=cast.queen, now=NOW)
    assert draft.scorecard.slug == "cagri-degerlendirme"


def test_a_name_that_is_taken_is_refused(inside: None, cast: Cast) -> None:
    with pytest.raises(Refused, match="chat already") as caught:
        operations.create(title="x", slug="chat", like=None, actor=cast.queen, now=NOW)
    assert caught.value.status == 409


def test_the_next_version_begins_from_the_one_chosen_and_is_begun_once(
    inside: None, cast: Cast
) -> None:
    draft = begin(cast)
    assert operations.content_of(draft) == chat_card().content | {"version": 2}
    assert draft.base == chat_card()
    again = operations.start(chat_card().scorecard, chat_card(), actor=cast.ada, now=later(5))
    assert (again.id, again.started_by) == (draft.id, cast.queen)
    assert db.session.scalar(sa.select(sa.func.count()).select_from(Draft)) == 1


# Changing


def test_a_change_is_a_state_with_its_revision_and_author(inside: None, cast: Cast) -> None:
    draft = begin(cast)
    assert write(draft, FIRST, cast.queen, text__en="Hello?") == []
    assert text_of(draft) == "Hello?"
    assert (draft.revision, draft.position) == (1, 1)
    state = draft.states[-1]
    assert (state.n, state.revision, state.what, state.about, state.by_id, state.at) == (
        1,
        1,
        "changed",
        "Hello?",
        cast.queen.id,
        NOW,
    )
    assert state.part == f"{FIRST}#text.en"


def test_sending_what_is_there_already_is_no_change(inside: None, cast: Cast) -> None:
    draft = begin(cast)
    for name in tree.names(operations.content_of(draft)):
        assert write(draft, name, cast.queen) == []
    assert (draft.revision, len(draft.states)) == (0, 1)
    operations.act(
        draft,
        "question:greeting",
        lambda c: tree.move(c, "section:opening", -1) and "card",
        "moved",
        actor=cast.queen,
        now=NOW,
    )
    assert (draft.revision, len(draft.states)) == (0, 1)


def test_typing_on_in_a_field_is_one_state_for_half_a_minute(inside: None, cast: Cast) -> None:
    draft = begin(cast)
    for at, text in enumerate(["H", "He", "Hello"]):
        write(draft, FIRST, cast.queen, text__en=text, at=at * 10)
    assert (draft.revision, draft.position, len(draft.states)) == (3, 1, 2)
    assert (text_of(draft), draft.states[-1].about, draft.states[-1].revision) == (
        "Hello",
        "Hello",
        3,
    )
    write(draft, FIRST, cast.queen, text__en="Hello there", at=31)
    assert len(draft.states) == 3
    # Another field, another person, or something in between is a state of its own.
    write(draft, FIRST, cast.queen, text__tr="Selam", at=32)
    write(draft, FIRST, cast.ada, text__tr="Selam!", at=33)
    write(draft, FIRST, cast.queen, text__tr="Selam?", at=34)
    assert len(draft.states) == 6
    operations.undo(draft)
    assert text_of(draft, language="tr") == "Selam!"


def test_two_fields_of_a_long_id_are_two_states(inside: None, cast: Cast) -> None:
    draft = operations.create(title="Long", slug="long", like=None, actor=cast.queen, now=NOW)
    at = operations.rename(draft, "question:new-question", "x" * 40, actor=cast.queen, now=NOW)
    db.session.commit()
    states = len(draft.states)
    write(draft, at, cast.queen, options__met__label__en="Yes it was")
    write(draft, at, cast.queen, options__met__worth="0.9")
    assert len(draft.states) == states + 2


def test_after_undo_typing_does_not_run_into_what_was_before(inside: None, cast: Cast) -> None:
    draft = begin(cast)
    write(draft, FIRST, cast.queen, text__en="One")
    write(draft, FIRST, cast.queen, text__tr="Bir", at=1)
    operations.undo(draft)
    write(draft, FIRST, cast.queen, text__en="Two", at=2)
    assert (len(draft.states), text_of(draft)) == (3, "Two")
    operations.undo(draft)
    assert text_of(draft) == "One"


def test_undo_and_redo_go_the_whole_way(inside: None, cast: Cast) -> None:
    draft = begin(cast)
    contents = [operations.content_of(draft)]
    for at, text in enumerate("abc"):
        write(draft, FIRST, cast.queen, text__en=text, at=100 * at)
        contents.append(operations.content_of(draft))
    for wanted in reversed(contents[:-1]):
        assert operations.undo(draft)
        assert operations.content_of(draft) == wanted
    assert not operations.undo(draft)
    assert (draft.position, draft.revision) == (0, 6)
    for wanted in contents[1:]:
        assert operations.redo(draft)
        assert operations.content_of(draft) == wanted
    assert not operations.redo(draft)
    assert (draft.position, draft.revision) == (3, 9)


def test_a_change_after_undo_drops_what_was_undone(inside: None, cast: Cast) -> None:
    draft = begin(cast)
    for at, text in enumerate("abc"):
        write(draft, FIRST, cast.queen, text__en=text, at=100 * at)
    operations.undo(draft)
    operations.undo(draft)
    db.session.commit()
    write(draft, FIRST, cast.queen, text__en="other", at=500)
    assert [state.n for state in draft.states] == [0, 1, 2]
    assert text_of(draft) == "other"
    assert not operations.redo(draft)
    operations.undo(draft)
    assert text_of(draft) == "a"
    kept = db.session.scalar(
        sa.select(sa.func.count()).select_from(DraftState).where(DraftState.draft_id == draft.id)
    )
    assert kept == 3


def test_the_last_200_states_are_kept(inside: None, cast: Cast) -> None:
    draft = operations.create(title="Small", slug="small", like=None, actor=cast.queen, now=NOW)
    for number in range(210):  # more than are kept
        operations.act(
            draft,
            "card",
            lambda c, n=number: c.update(title=f"T{n}") or "card",
            "changed",
            actor=cast.queen,
            now=NOW,
        )
    db.session.commit()
    assert (len(draft.states), draft.position, draft.states[0].n) == (draft_states.KEPT, 210, 11)
    gone = 0
    while operations.undo(draft):
        gone += 1
    assert gone == 199
    assert operations.content_of(draft)["title"] == "T10"
    operations.redo(draft)
    assert operations.content_of(draft)["title"] == "T11"


# Two people


def test_two_fields_of_one_part_both_arrive(inside: None, cast: Cast) -> None:
    draft = begin(cast)
    was = fields.fields_of(operations.content_of(draft), FIRST)
    assert write(draft, FIRST, cast.ada, was=was, text__tr="Ada'nın") == []
    assert write(draft, FIRST, cast.queen, was=was, text__en="Queen's", at=1) == []
    assert (text_of(draft, language="tr"), text_of(draft)) == ("Ada'nın", "Queen's")


def test_the_same_field_is_a_conflict_and_stays_as_it_is(inside: None, cast: Cast) -> None:
    draft = begin(cast)
    was = fields.fields_of(operations.content_of(draft), FIRST)
    write(draft, FIRST, cast.ada, was=was, text__en="Ada's")
    found = write(
        draft, FIRST, cast.queen, was=was, text__en="Queen's", text__tr="Kraliçenin", at=1
    )
    assert [(one.field, one.theirs, one.by) for one in found] == [
        ("text.en", "Ada's", cast.ada.name)
    ]
    assert (text_of(draft), text_of(draft, language="tr")) == ("Ada's", "Kraliçenin")
    # Alike is no conflict; and whoever has seen it may change it.
    assert write(draft, FIRST, cast.queen, was=was, text__en=" Ada's ", at=2) == []
    assert write(draft, FIRST, cast.queen, text__en="Queen's", at=3) == []
    assert text_of(draft) == "Queen's"


def test_a_conflict_names_who_changed_that_part(inside: None, cast: Cast) -> None:
    draft = begin(cast)
    was = fields.fields_of(operations.content_of(draft), FIRST)
    write(draft, FIRST, cast.ada, was=was, text__en="Ada's")
    write(draft, "question:courtesy", cast.lale, text__en="Lale's", at=1)
    found = write(draft, FIRST, cast.queen, was=was, text__en="Queen's", at=2)
    assert [one.by for one in found] == [cast.ada.name]


def test_what_somebody_removed_is_told_as_gone(inside: None, cast: Cast) -> None:
    draft = begin(cast)
    was = fields.fields_of(operations.content_of(draft), FIRST)

    def remove(content: Any) -> str:
        options.remove_row(content, FIRST, "options", "missed")
        return FIRST

    operations.act(draft, FIRST, remove, "removed", actor=cast.ada, now=NOW)
    found = write(draft, FIRST, cast.queen, was=was, options__missed__label__en="Not at all", at=1)
    assert [(one.field, one.theirs, one.by) for one in found] == [
        ("options.missed.label.en", None, cast.ada.name)
    ]
    operations.act(
        draft, FIRST, lambda c: tree.remove(c, FIRST), "removed", actor=cast.ada, now=NOW
    )
    with pytest.raises(NoPart):
        write(draft, FIRST, cast.queen, was=was, text__en="x")


def test_what_was_removed_is_still_called_by_its_text(inside: None, cast: Cast) -> None:
    draft = begin(cast)
    text = tree.find_part(operations.content_of(draft), FIRST)["text"]["en"]
    operations.act(
        draft, FIRST, lambda c: tree.remove(c, FIRST), "removed", actor=cast.queen, now=NOW
    )
    assert (draft.states[-1].what, draft.states[-1].about) == ("removed", text[:80])


def test_too_many_questions_are_refused_and_nothing_is_kept(inside: None, cast: Cast) -> None:
    draft = begin(cast)

    def many(content: Any) -> str:
        for _ in range(201):
            tree.add_question(content, "opening")
        return "card"

    with pytest.raises(Refused, match="at most 200"):
        operations.act(draft, "card", many, "added", actor=cast.queen, now=NOW)
    assert draft.revision == 0


# Renaming


def test_a_new_part_is_renamed_and_what_is_published_is_not(inside: None, cast: Cast) -> None:
    draft = begin(cast)
    at = operations.act(
        draft,
        "card",
        lambda c: f"question:{tree.add_question(c, 'opening')}",
        "added",
        actor=cast.queen,
        now=NOW,
    )
    assert (
        operations.rename(draft, at, "well-named", actor=cast.queen, now=NOW)
        == "question:well-named"
    )
    assert draft.states[-1].what == "renamed"
    for name, id, why in [
        (FIRST, "hello", "published"),
        ("section:opening", "hello", "published"),
        ("question:well-named", "greeting", "taken"),
        ("question:well-named", "Not an id", "1 to 40"),
        ("question:well-named", "na", "cannot be one"),
        ("question:well-named", "", "1 to 40"),
    ]:
        with pytest.raises(Refused, match=why):
            operations.rename(draft, name, id, actor=cast.queen, now=NOW)
    with pytest.raises(NoPart):
        operations.rename(draft, "question:gone", "fine", actor=cast.queen, now=NOW)


# Ending


def test_discarding_leaves_the_versions(inside: None, cast: Cast) -> None:
    draft = begin(cast)
    write(draft, FIRST, cast.queen, text__en="Changed")
    operations.discard(draft, actor=cast.queen, now=NOW)
    db.session.commit()
    scorecard = queries.by_slug("chat")
    assert scorecard is not None
    assert (scorecard.draft, [v.version for v in scorecard.versions]) == (None, [1])
    assert db.session.scalar(sa.select(sa.func.count()).select_from(DraftState)) == 0
    assert audited("scorecard:discarded")[-1].changes == {"scorecard": ["chat", None]}
    assert operations.content_of(begin(cast)) == SHIPPED["chat"].to_dict() | {"version": 2}


def test_discarding_a_scorecard_that_was_only_a_draft_takes_it_along(
    inside: None, cast: Cast
) -> None:
    draft = operations.create(title="New", slug="new", like=None, actor=cast.queen, now=NOW)
    db.session.commit()
    operations.discard(draft, actor=cast.queen, now=NOW)
    db.session.commit()
    assert queries.by_slug("new") is None
    operations.create(title="New", slug="new", like=None, actor=cast.queen, now=NOW)


def test_publishing_gives_the_next_version_and_ends_the_draft(inside: None, cast: Cast) -> None:
    first = chat_card()
    running = picked(cast, "A1", submit=False)
    draft = begin(cast)
    write(draft, FIRST, cast.queen, text__en="Changed?")
    version = operations.publish_draft(draft, actor=cast.queen, now=later(60))
    db.session.commit()
    db.session.expire_all()
    scorecard = queries.by_slug("chat")
    assert scorecard is not None
    assert (version.version, version.published_by, version.published_at) == (
        2,
        cast.queen,
        later(60),
    )
    assert (scorecard.draft, [v.version for v in scorecard.versions], scorecard.in_use) == (
        None,
        [1, 2],
        version,
    )
    assert chat_card() == version
    assert queries.card_of(version).question("greeting").text["en"] == "Changed?"  # type: ignore[index]
    assert first.content == SHIPPED["chat"].to_dict()
    assert audited("scorecard:published")[-1].changes == {"version": [None, 2]}
    # What was begun goes on with what it was begun with, and what begins now does not.
    assert running.version == first
    evaluations.submit(running, actor=cast.eve, now=later(120))
    assert (running.version_id, running.submitted_at) == (first.id, later(120))
    assert picked(cast, "A2", submit=False).version == version


def test_ids_that_the_editor_made_speak_once_published(inside: None, cast: Cast) -> None:
    draft = begin(cast)

    def grow(content: Any) -> str:
        section = tree.add_section(content)
        question = tree.add_question(content, section)
        other = tree.add_question(content, section)
        tree.find_part(content, f"section:{section}")["title"] = {
            "tr": "Kapanış sözleri",
            "en": "Closing words",
        }
        own = tree.find_part(content, f"question:{question}")
        own["text"] = {"tr": "Teşekkür etti mi?", "en": "Did the agent say thanks at the end?"}
        option = options.add_row(content, f"question:{question}", "options")
        own["options"][-1]["label"] = {"tr": "Biraz", "en": "A bit"}
        own["fail"] = {"when": [option]}
        reason = options.add_row(content, f"question:{question}", "reasons")
        own["reasons"][-1]["label"] = {"tr": "Unuttu", "en": "Forgot"}
        assert (option, reason) == ("new-option", "new-reason")
        tree.find_part(content, f"question:{other}").update(
            text={"tr": "x", "en": "Greeting"}, show_if={"question": question, "is": [option]}
        )
        return "card"

    operations.act(draft, "card", grow, "added", actor=cast.queen, now=NOW)
    card = queries.card_of(operations.publish_draft(draft, actor=cast.queen, now=NOW))
    section = card.sections[-1]
    assert (section.id, [question.id for question in section.questions]) == (
        "closing-words",
        ["did-the-agent-say-thanks", "greeting-2"],
    )
    question = section.questions[0]
    assert (
        question.options[-1].id,
        question.reasons[0].id,
        question.fail and question.fail.when,
    ) == ("a-bit", "forgot", ("a-bit",))
    assert section.questions[1].show_if is not None
    assert (section.questions[1].show_if.question, section.questions[1].show_if.options) == (
        question.id,
        ("a-bit",),
    )
    assert [q.id for s in card.sections[:-1] for q in s.questions] == [
        q.id for q in SHIPPED["chat"].questions
    ]


def test_what_is_not_sound_is_not_published_and_every_fault_is_told(
    inside: None, cast: Cast
) -> None:
    draft = begin(cast)
    write(draft, FIRST, cast.queen, text__en="", text__tr="", weight="much")
    with pytest.raises(Refused) as caught:
        operations.publish_draft(draft, actor=cast.queen, now=NOW)
    assert caught.value.status == 409
    told = str(caught.value.message)
    assert "sections[0].questions[0].text: is empty" in told
    assert "sections[0].questions[0].weight: must be a number" in told
    assert [v.version for v in draft.scorecard.versions] == [1]


def test_a_text_that_is_not_in_every_language_is_not_published(inside: None, cast: Cast) -> None:
    draft = begin(cast)
    write(draft, FIRST, cast.queen, text__en="")
    with pytest.raises(Refused, match="has no text in English"):
        operations.publish_draft(draft, actor=cast.queen, now=NOW)


def test_what_changes_nothing_is_not_published(inside: None, cast: Cast) -> None:
    draft = begin(cast)
    write(draft, FIRST, cast.queen, weight="7")
    operations.undo(draft)
    db.session.commit()
    with pytest.raises(Refused, match="Nothing has changed since version 1") as caught:
        operations.publish_draft(draft, actor=cast.queen, now=NOW)
    assert caught.value.status == 409


def test_a_draft_begun_from_an_earlier_version_is_the_next_one(inside: None, cast: Cast) -> None:
    first, draft = chat_card(), begin(cast)
    write(draft, FIRST, cast.queen, weight="7")
    second = operations.publish_draft(draft, actor=cast.queen, now=NOW)
    back = operations.start(first.scorecard, first, actor=cast.queen, now=NOW)
    write(back, FIRST, cast.queen, weight="8")
    third = operations.publish_draft(back, actor=cast.queen, now=NOW)
    assert [v.version for v in (first, second, third)] == [1, 2, 3]
    assert queries.card_of(third).question("greeting").weight == 8


# What was read from a file


def keep(content: dict[str, Any], cast: Cast, **more: Any) -> Draft:
    notes = [Fault("somewhere", "left out: %(what)s", {"what": "a colour"})]
    draft = operations.keep_import(content, notes, actor=cast.queen, now=NOW, **more)
    db.session.commit()
    return draft


def test_a_file_of_a_new_scorecard(inside: None, cast: Cast) -> None:
    draft = keep(small() | {"version": 4}, cast)
    assert operations.content_of(draft) == small() | {"version": 4}
    assert (draft.scorecard.slug, draft.base, draft.scorecard.versions) == ("small", None, [])
    assert draft.notes == [
        {"path": "somewhere", "template": "left out: %(what)s", "arguments": {"what": "a colour"}}
    ]
    assert [(state.what, state.by_id) for state in draft.states] == [("imported", cast.queen.id)]
    assert operations.publish_draft(draft, actor=cast.queen, now=NOW).version == 4


def test_a_file_of_a_published_version_is_the_next_and_that_is_noted(
    inside: None, cast: Cast
) -> None:
    draft = keep(SHIPPED["chat"].to_dict(), cast)
    assert operations.content_of(draft) == SHIPPED["chat"].to_dict() | {"version": 2}
    assert draft.base == chat_card()
    assert [note["path"] for note in draft.notes] == ["somewhere", "version"]
    said = draft.notes[1]
    assert (
        Fault(said["path"], said["template"], said["arguments"]).message
        == "is 2 now: version 1 is published already"
    )


@pytest.mark.one_database
@pytest.mark.parametrize("number", [None, "3", True, 0, -4, 1.5])
def test_a_number_that_is_none_becomes_the_first(inside: None, cast: Cast, number: Any) -> None:
    draft = keep(small() | {"version": number}, cast)
    assert operations.content_of(draft)["version"] == 1
    assert len(draft.notes) == 1


def test_a_draft_that_is_there_is_not_lost(inside: None, cast: Cast) -> None:
    draft = begin(cast)
    write(draft, FIRST, cast.queen, text__en="Mine")
    with pytest.raises(Refused, match="draft of chat already") as caught:
        keep(SHIPPED["chat"].to_dict(), cast)
    assert caught.value.status == 409
    db.session.rollback()
    assert text_of(draft) == "Mine"
    replaced = keep(SHIPPED["chat"].to_dict(), cast, replace=True)
    assert replaced.id == draft.id
    assert operations.content_of(replaced) == SHIPPED["chat"].to_dict() | {"version": 2}
    assert operations.undo(replaced)
    assert text_of(replaced) == "Mine"


@pytest.mark.one_database
@pytest.mark.parametrize(
    ("id", "slug", "wanted"),
    [
        ("small", "other-name", "other-name"),
        ("Çağrı Formu", None, "cagri-formu"),
        (None, None, "scorecard"),
        ("", None, "scorecard"),
        ("na", None, "opt-na"),
        ("a_b", None, "a-b"),
        ("___", None, "scorecard"),
        ("x" * 60, None, "x" * 40),
        ("日本", None, "scorecard"),
    ],
)
def test_the_name_for_scripts_is_made_sound(
    inside: None, cast: Cast, id: Any, slug: str | None, wanted: str
) -> None:
    draft = keep(small() | {"id": id}, cast, slug=slug)
    assert draft.scorecard.slug == operations.content_of(draft)["id"] == wanted


def test_parts_without_ids_get_them(inside: None, cast: Cast) -> None:
    content = copy.deepcopy(small())
    del content["sections"][0]["id"], content["sections"][0]["questions"][1]["id"]
    draft = keep(content, cast)
    assert tree.names(operations.content_of(draft))[:4] == [
        "card",
        "section:section",
        "question:a1",
        "question:question",
    ]


def test_a_state_keeps_the_order_of_keys(inside: None, cast: Cast) -> None:
    draft = keep(dict(reversed(small().items())), cast)
    db.session.expire_all()
    assert json.dumps(operations.content_of(draft)) == json.dumps(dict(reversed(small().items())))
    assert (
        db.session.scalar(
            sa.select(sa.func.count())
            .select_from(ScorecardVersion)
            .join(Scorecard)
            .where(Scorecard.slug == "small")
        )
        == 0
    )
