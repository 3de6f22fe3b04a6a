"""The parts of a content: found, added, moved, copied, removed, renamed; and nothing lost or
doubled on the way."""

from __future__ import annotations

import copy
import random
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from qa.exchange import card_files
from qa.scorecards.drafting import options, tree
from qa.scorecards.drafting.tree import NoPart, TooMany
from qa.scoring import Card
from qa.scoring.reading import ID, RESERVED_IDS
from qa.settings import ROOT

SHIPPED = {
    path.stem: card_files.read_card(path.read_text(encoding="utf-8"), name=path.name)
    for path in sorted((ROOT / "scorecards").glob("*.yaml"))
}
dice = st.randoms(use_true_random=False)
LAW = settings(
    max_examples=60, deadline=None, database=None, suppress_health_check=list(HealthCheck)
)


def yn(id: str, **more: Any) -> dict[str, Any]:
    options = [
        {"id": "met", "label": "Met", "score": 1},
        {"id": "missed", "label": "Missed", "score": 0},
    ]
    return {"id": id, "text": f"{id}?", "type": "choice", "options": options, **more}


def small() -> dict[str, Any]:
    """Sections a (a1, a2), b (b1; shown by a1) and c (c1; shown by b1)."""
    return {
        "scorecard": 1,
        "id": "small",
        "version": 1,
        "title": "Small",
        "sections": [
            {"id": "a", "title": "A", "questions": [yn("a1"), yn("a2")]},
            {
                "id": "b",
                "title": "B",
                "questions": [yn("b1", show_if={"question": "a1", "is": ["met"]})],
            },
            {
                "id": "c",
                "title": "C",
                "questions": [yn("c1", show_if={"question": "b1", "is": ["missed"]})],
            },
        ],
    }


def outline(content: dict[str, Any]) -> list[tuple[str, list[str]]]:
    return [
        (section["id"], [question["id"] for question in section["questions"]])
        for section in content["sections"]
    ]


# Finding


def test_parts_are_found_by_their_names_in_the_order_of_the_card() -> None:
    content = small()
    wanted = [
        "card",
        "section:a",
        "question:a1",
        "question:a2",
        "section:b",
        "question:b1",
        "section:c",
        "question:c1",
    ]
    assert tree.names(content) == wanted
    assert tree.find_part(content, "card") is content
    assert tree.find_part(content, "section:b")["title"] == "B"
    assert tree.find_part(content, "question:c1")["text"] == "c1?"


@pytest.mark.parametrize(
    "name",
    [
        "",
        "question:",
        "question:none",
        "section:a1",
        "question:a",
        "option:met",
        "cards",
        "question",
    ],
)
def test_a_part_that_is_not_there_is_told(name: str) -> None:
    with pytest.raises(NoPart):
        tree.find_part(small(), name)


@pytest.mark.parametrize(
    "verb",
    [
        lambda c: tree.add_question(c, "none"),
        lambda c: tree.move(c, "section:none", 1),
        lambda c: tree.move(c, "question:none", 1),
        lambda c: tree.place(c, "question:a1", section_id="none", before=None),
        lambda c: tree.place(c, "question:none", section_id="a", before=None),
        lambda c: tree.place(c, "section:none", section_id=None, before=None),
        lambda c: tree.duplicate(c, "question:none"),
        lambda c: tree.duplicate(c, "section:none"),
        lambda c: tree.remove(c, "question:none"),
        lambda c: tree.remove(c, "card"),
        lambda c: tree.rename(c, "question:none", "x"),
        lambda c: options.add_row(c, "question:none", "options"),
        lambda c: options.remove_row(c, "question:none", "options", "met"),
        lambda c: options.move_row(c, "question:none", "options", "met", 1),
    ],
)
def test_what_is_done_to_no_part_is_told_and_changes_nothing(verb: Any) -> None:
    content = small()
    with pytest.raises(NoPart):
        verb(content)
    assert content == small()


# Adding


def test_a_new_section_comes_after_the_one_named_or_last() -> None:
    content = small()
    first = tree.add_section(content, after="a")
    last = tree.add_section(content)
    assert [section["id"] for section in content["sections"]] == ["a", first, "b", "c", last]
    assert first != last
    assert "weight" not in tree.find_part(content, f"section:{first}")
    content["sections"][0]["weight"] = 40
    assert tree.find_part(content, f"section:{tree.add_section(content)}")["weight"] == 1


def test_a_new_question_is_answered_as_the_one_above_it() -> None:
    content = small()
    content["sections"][0]["questions"][1]["options"][0]["label"] = "Çok iyi"
    after_first = tree.add_question(content, "a", after="a1")
    last = tree.add_question(content, "a")
    assert outline(content)[0] == ("a", ["a1", after_first, "a2", last])
    labels = {
        id: tree.find_part(content, f"question:{id}")["options"][0]["label"]
        for id in (after_first, last)
    }
    assert labels == {after_first: "Met", last: "Çok iyi"}
    tree.find_part(content, f"question:{last}")["options"][0]["label"] = "its own"
    assert tree.find_part(content, "question:a2")["options"][0]["label"] == "Çok iyi"


def test_a_new_card_has_one_question_in_one_section_and_lacks_only_texts() -> None:
    content = tree.empty("fresh", "Fresh")
    assert outline(content) == [("new-section", ["new-question"])]
    content["sections"][0]["title"] = content["sections"][0]["questions"][0]["text"] = "There"
    assert Card.from_dict(content).questions[0].type == "choice"


def test_the_first_question_of_a_points_card_is_worth_points() -> None:
    content = tree.empty("fresh", "Fresh")
    content["scoring"]["mode"] = "points"
    content["sections"][0]["questions"] = []
    tree.add_question(content, "new-section")
    assert [option["points"] for option in content["sections"][0]["questions"][0]["options"]] == [
        1,
        0.5,
        0,
    ]


def test_a_card_has_at_most_200_questions() -> None:
    content = small()
    for _ in range(196):
        tree.add_question(content, "c")
    assert len(list(tree.questions(content))) == 200
    with pytest.raises(TooMany):
        tree.add_question(content, "a")
    with pytest.raises(TooMany):
        tree.duplicate(content, "question:a1")
    with pytest.raises(TooMany):
        tree.duplicate(content, "section:a")
    assert len(list(tree.questions(content))) == 200
    tree.remove(content, "question:a2")
    tree.duplicate(content, "question:a1")
    assert len(list(tree.questions(content))) == 200


# Moving


@pytest.mark.parametrize(
    ("name", "by", "wanted"),
    [
        ("question:a1", 1, [("a", ["a2", "a1"]), ("b", ["b1"]), ("c", ["c1"])]),
        ("question:a2", -1, [("a", ["a2", "a1"]), ("b", ["b1"]), ("c", ["c1"])]),
        ("question:a2", 1, [("a", ["a1"]), ("b", ["a2", "b1"]), ("c", ["c1"])]),
        ("question:b1", -1, [("a", ["a1", "a2", "b1"]), ("b", []), ("c", ["c1"])]),
        ("question:a1", -1, [("a", ["a1", "a2"]), ("b", ["b1"]), ("c", ["c1"])]),
        ("question:c1", 1, [("a", ["a1", "a2"]), ("b", ["b1"]), ("c", ["c1"])]),
        ("section:a", -1, [("a", ["a1", "a2"]), ("b", ["b1"]), ("c", ["c1"])]),
        ("section:a", 1, [("b", ["b1"]), ("a", ["a1", "a2"]), ("c", ["c1"])]),
        ("section:c", 1, [("a", ["a1", "a2"]), ("b", ["b1"]), ("c", ["c1"])]),
    ],
)
def test_moving_by_one(name: str, by: int, wanted: list[Any]) -> None:
    content = small()
    assert tree.move(content, name, by) == name
    assert outline(content) == wanted


@pytest.mark.parametrize(
    ("name", "section", "before", "wanted"),
    [
        ("question:a1", "c", "c1", [("a", ["a2"]), ("b", ["b1"]), ("c", ["a1", "c1"])]),
        ("question:a1", "a", None, [("a", ["a2", "a1"]), ("b", ["b1"]), ("c", ["c1"])]),
        ("question:a2", "a", "a1", [("a", ["a2", "a1"]), ("b", ["b1"]), ("c", ["c1"])]),
        ("question:c1", "a", "gone", [("a", ["a1", "a2", "c1"]), ("b", ["b1"]), ("c", [])]),
        ("section:c", None, "a", [("c", ["c1"]), ("a", ["a1", "a2"]), ("b", ["b1"])]),
        ("section:a", None, None, [("b", ["b1"]), ("c", ["c1"]), ("a", ["a1", "a2"])]),
        ("question:a1", "a", "a1", [("a", ["a1", "a2"]), ("b", ["b1"]), ("c", ["c1"])]),
        ("section:a", None, "a", [("a", ["a1", "a2"]), ("b", ["b1"]), ("c", ["c1"])]),
    ],
)
def test_placing(name: str, section: str | None, before: str | None, wanted: list[Any]) -> None:
    content = small()
    assert tree.place(content, name, section_id=section, before=before) == name
    assert outline(content) == wanted


# Copying, removing, renaming


def test_a_copy_of_a_section_has_ids_of_its_own_and_shows_by_its_own_questions() -> None:
    content = small()
    content["sections"][1]["questions"].append(yn("b2", show_if={"question": "b1", "is": ["met"]}))
    name = tree.duplicate(content, "section:b")
    assert name == "section:b-2"
    assert outline(content) == [
        ("a", ["a1", "a2"]),
        ("b", ["b1", "b2"]),
        ("b-2", ["b1-2", "b2-2"]),
        ("c", ["c1"]),
    ]
    # a1 is outside the copy, so the copy is shown by it too; b1 has a copy of its own.
    assert tree.find_part(content, "question:b1-2")["show_if"]["question"] == "a1"
    assert tree.find_part(content, "question:b2-2")["show_if"]["question"] == "b1-2"
    assert tree.find_part(content, "question:b2")["show_if"]["question"] == "b1"
    tree.find_part(content, "question:b2-2")["options"][0]["label"] = "its own"
    assert tree.find_part(content, "question:b2")["options"][0]["label"] == "Met"
    Card.from_dict(content)


def test_a_copy_of_a_question_stands_right_after_it() -> None:
    content = small()
    assert tree.duplicate(content, "question:a1") == "question:a1-2"
    assert tree.duplicate(content, "question:a1") == "question:a1-3"
    assert outline(content)[0] == ("a", ["a1", "a1-3", "a1-2", "a2"])


def test_a_copy_of_the_longest_id_is_no_longer() -> None:
    content = small()
    tree.rename(content, "question:a1", "x" * 40)
    name = tree.duplicate(content, "question:" + "x" * 40)
    assert name == "question:" + "x" * 38 + "-2"
    Card.from_dict(content)


@pytest.mark.parametrize(
    ("name", "next", "left"),
    [
        ("question:a1", "question:a2", ["a2", "b1", "c1"]),
        ("question:a2", "question:b1", ["a1", "b1", "c1"]),
        ("question:c1", "section:c", ["a1", "a2", "b1"]),
        ("section:a", "section:b", ["b1", "c1"]),
        ("section:c", "question:b1", ["a1", "a2", "b1"]),
    ],
)
def test_after_removing_the_neighbour_is_next(name: str, next: str, left: list[str]) -> None:
    content = small()
    assert tree.remove(content, name) == next
    assert [question["id"] for _, question in tree.questions(content)] == left
    assert next in tree.names(content)


def test_everything_can_be_removed() -> None:
    content = small()
    for name in ("section:a", "section:b", "section:c"):
        tree.remove(content, name)
    assert tree.names(content) == ["card"]


def test_renaming_goes_on_to_those_who_name_it() -> None:
    content = small()
    tree.rename(content, "question:a1", "hello")
    assert tree.find_part(content, "question:b1")["show_if"] == {"question": "hello", "is": ["met"]}
    assert tree.find_part(content, "question:c1")["show_if"]["question"] == "b1"
    tree.rename(content, "section:b", "closing")
    assert outline(content) == [("a", ["hello", "a2"]), ("closing", ["b1"]), ("c", ["c1"])]
    Card.from_dict(content)


# Rows


def test_rows_are_added_moved_and_removed() -> None:
    content = small()
    part = tree.find_part(content, "question:a1")
    part["fail"] = {"when": ["missed", "met"]}
    assert options.add_row(content, "question:a1", "options") == "new-option"
    assert options.add_row(content, "question:a1", "options") == "new-option-2"
    assert part["options"][-1] == {"id": "new-option-2", "label": "", "score": 0}
    assert options.move_row(content, "question:a1", "options", "new-option", -1)
    assert [row["id"] for row in part["options"]] == ["met", "new-option", "missed", "new-option-2"]
    assert not options.move_row(content, "question:a1", "options", "met", -1)
    assert not options.move_row(content, "question:a1", "options", "new-option-2", 1)
    assert not options.move_row(content, "question:a1", "options", "gone", 1)
    options.remove_row(content, "question:a1", "options", "met")
    assert [row["id"] for row in part["options"]] == ["new-option", "missed", "new-option-2"]
    assert part["fail"] == {"when": ["missed"]}
    assert tree.find_part(content, "question:b1")["show_if"] == {"question": "a1", "is": []}
    assert tree.find_part(content, "question:c1")["show_if"] == {"question": "b1", "is": ["missed"]}


def test_reasons_come_and_go_with_their_list() -> None:
    content = small()
    part = tree.find_part(content, "question:a1")
    id = options.add_row(content, "question:a1", "reasons")
    assert part["reasons"] == [{"id": id, "label": ""}]
    options.remove_row(content, "question:a1", "reasons", id)
    assert "reasons" not in part


def test_an_option_of_a_points_card_is_worth_points() -> None:
    content = small() | {"scoring": {"mode": "points"}}
    options.add_row(content, "question:a1", "options")
    assert tree.find_part(content, "question:a1")["options"][-1]["points"] == 0


# What comes in


def test_a_skeleton_names_what_has_no_sound_name() -> None:
    content: dict[str, Any] = {
        "title": "x",
        "sections": [
            "nonsense",
            {
                "title": "One",
                "questions": [
                    {"text": "a"},
                    {"id": "Çözüm?", "text": "b"},
                    {"id": "cozum", "text": "c"},
                    4,
                ],
            },
            {
                "id": "yes",
                "title": "Two",
                "questions": [
                    {"id": "cozum", "options": [{"label": "x"}, None, {"id": "na"}, {"id": "na"}]}
                ],
            },
            {"id": 7, "title": "Three"},
        ],
    }
    before = copy.deepcopy(content)
    found = tree.skeleton(content)
    assert content == before
    assert outline(found) == [
        ("section", ["question", "cozum", "cozum-2"]),
        ("opt-yes", ["cozum-3"]),
        ("7", []),
    ]
    assert [row["id"] for row in found["sections"][1]["questions"][0]["options"]] == [
        "option",
        "opt-na",
        "opt-na-2",
    ]
    assert tree.skeleton(found) == found


@pytest.mark.parametrize(
    "content", [{}, {"sections": None}, {"sections": {}}, {"sections": [None, [], 3]}]
)
def test_a_skeleton_of_nothing_has_only_the_card(content: dict[str, Any]) -> None:
    assert tree.names(tree.skeleton(content)) == ["card"]


@pytest.mark.parametrize("name", SHIPPED)
def test_a_sound_card_is_its_own_skeleton(name: str) -> None:
    content = SHIPPED[name].to_dict()
    assert tree.skeleton(content) == content


# Any sequence


class Model:
    """The same tree as lists of ids alone."""

    def __init__(self, content: dict[str, Any]) -> None:
        self.parts = outline(content)

    def names(self) -> list[str]:
        return [
            name
            for section, own in self.parts
            for name in (f"section:{section}", *(f"question:{id}" for id in own))
        ]

    def where(self, id: str) -> tuple[int, int]:
        return next((s, own.index(id)) for s, (_, own) in enumerate(self.parts) if id in own)

    def section(self, id: str) -> int:
        return [section for section, _ in self.parts].index(id)

    def count(self) -> int:
        return sum(len(own) for _, own in self.parts)


def step(dice: random.Random, content: dict[str, Any], model: Model) -> None:
    """One thing done to both."""
    names, verb = (
        model.names(),
        dice.choice(["section", "question", "move", "place", "copy", "remove", "rename", "gone"]),
    )
    name = dice.choice(names) if names else "card"
    kind, _, id = name.partition(":")
    if verb == "gone":
        with pytest.raises(NoPart):
            tree.move(content, dice.choice(["question:never", "section:never"]), 1)
    elif verb == "section" or not names:
        after = id if kind == "section" else None
        made = tree.add_section(content, after=after)
        model.parts.insert(model.section(after) + 1 if after else len(model.parts), (made, []))
    elif verb == "question":
        section = id if kind == "section" else model.parts[model.where(id)[0]][0]
        made = tree.add_question(content, section, after=id if kind == "question" else None)
        own = model.parts[model.section(section)][1]
        own.insert(own.index(id) + 1 if kind == "question" else len(own), made)
    elif verb == "move":
        by = dice.choice([-1, 1])
        tree.move(content, name, by)
        if kind == "section":
            at = model.section(id)
            if 0 <= at + by < len(model.parts):
                model.parts.insert(at + by, model.parts.pop(at))
        else:
            s, at = model.where(id)
            own = model.parts[s][1]
            if 0 <= at + by < len(own):
                own.insert(at + by, own.pop(at))
            elif 0 <= s + by < len(model.parts):
                own.remove(id)
                model.parts[s + by][1].insert(0 if by > 0 else len(model.parts[s + by][1]), id)
    elif verb == "place" and kind == "question":
        section = dice.choice(model.parts)[0]
        own = model.parts[model.section(section)][1]
        before = dice.choice([one for one in own if one != id] or [None])
        tree.place(content, name, section_id=section, before=before)
        model.parts[model.where(id)[0]][1].remove(id)
        own.insert(own.index(before) if before else len(own), id)
    elif verb == "copy":
        made = tree.duplicate(content, name).partition(":")[2]
        if kind == "section":
            fresh = [
                question["id"]
                for question in tree.find_part(content, f"section:{made}")["questions"]
            ]
            at = model.section(id)
            assert len(fresh) == len(model.parts[at][1])
            model.parts.insert(at + 1, (made, fresh))
        else:
            s, at = model.where(id)
            model.parts[s][1].insert(at + 1, made)
    elif verb == "remove":
        after = tree.remove(content, name)
        if kind == "section":
            del model.parts[model.section(id)]
        else:
            model.parts[model.where(id)[0]][1].remove(id)
        assert after in ["card", *model.names()]
    elif verb == "rename":
        fresh = f"r{dice.randrange(10**9)}"
        tree.rename(content, name, fresh)
        if kind == "section":
            model.parts[model.section(id)] = (fresh, model.parts[model.section(id)][1])
        else:
            s, at = model.where(id)
            model.parts[s][1][at] = fresh


@LAW
@given(dice, st.sampled_from(sorted(SHIPPED)))
def test_any_sequence_keeps_every_part_where_it_belongs(dice: random.Random, name: str) -> None:
    content = SHIPPED[name].to_dict()
    model = Model(content)
    for _ in range(25):
        before = copy.deepcopy(content)
        try:
            step(dice, content, model)
        except TooMany:
            assert content == before
            assert model.count() * 2 > 200
        assert outline(content) == model.parts
        ids = [
            id
            for section, own in model.parts
            for id in (f"s {section}", *(f"q {id}" for id in own))
        ]
        assert len(ids) == len(set(ids))
        assert all(ID.fullmatch(id[2:]) and id[2:] not in RESERVED_IDS for id in ids)
    assert tree.skeleton(content) == content
