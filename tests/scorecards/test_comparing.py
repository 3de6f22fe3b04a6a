"""What differs between two versions, line by line; and nothing where nothing does."""

from __future__ import annotations

import copy
import itertools
import random
from typing import Any

import pytest
from flask.testing import FlaskClient
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from qa.db import db
from qa.exchange.languages import languages_of
from qa.scorecards import operations, queries
from qa.scorecards.comparison import Line, compare
from qa.scorecards.drafting import options, tree, updates
from qa.scorecards.labels import FIELDS, SCOPES
from qa.scoring import Card
from tests.cast import NOW, Cast, chat_card, log_in
from tests.scorecards.test_fields import in_one_language, in_two
from tests.scorecards.test_tree import SHIPPED, small, yn
from tests.scoring.test_laws import random_card

LAW = settings(
    max_examples=200, deadline=None, database=None, suppress_health_check=list(HealthCheck)
)


def lines(old: dict[str, Any], new: dict[str, Any]) -> list[tuple[str, ...]]:
    return [
        tuple(part for part in (line.kind, line.part, line.field, line.before, line.after) if part)
        for line in compare(old, new, language="en")
    ]


def after(verb: Any) -> tuple[dict[str, Any], dict[str, Any]]:
    """The small card before and after."""
    new = small()
    verb(new)
    return small(), new


# Structure


@pytest.mark.parametrize("name", SHIPPED)
def test_a_card_differs_from_itself_in_nothing(name: str) -> None:
    assert compare(SHIPPED[name].to_dict(), SHIPPED[name].to_dict(), language="tr") == []


def test_what_is_added_and_what_is_removed_last() -> None:
    new = small()
    tree.remove(new, "question:a2")
    new["sections"][1]["questions"].insert(0, yn("b0"))
    tree.find_part(new, f"section:{tree.add_section(new)}")["title"] = "D"
    found = compare(small(), new, language="en")
    assert found == [
        Line("added", "question:b0", "b0?"),
        Line("added", "section:new-section", "D"),
        Line("removed", "question:a2", "a2?"),
    ]


@pytest.mark.parametrize(
    ("verb", "moved"),
    [
        (lambda c: tree.move(c, "question:a1", 1), 1),
        (lambda c: tree.place(c, "question:a1", section_id="c", before=None), 1),
        (lambda c: tree.move(c, "section:a", 1), 1),
        (lambda c: tree.place(c, "section:a", section_id=None, before=None), 1),
        (lambda c: tree.remove(c, "question:a1"), 0),
        (lambda c: tree.remove(c, "section:b"), 0),
        (lambda c: tree.duplicate(c, "section:a"), 0),
        (lambda c: tree.add_question(c, "a", after="a1"), 0),
    ],
)
def test_as_few_as_possible_are_moved(verb: Any, moved: int) -> None:
    assert [line.kind for line in compare(*after(verb), language="en")].count("moved") == moved


def test_moving_the_first_of_many_to_the_end_moves_one() -> None:
    old = small()
    old["sections"][0]["questions"] = [yn(f"q{n}") for n in range(20)]
    old["sections"][1]["questions"] = []
    old["sections"][2]["questions"] = []
    new = copy.deepcopy(old)
    tree.place(new, "question:q0", section_id="a", before=None)
    assert lines(old, new) == [("moved", "question:q0", "A · 1", "A · 20")]
    new = copy.deepcopy(old)
    tree.place(new, "question:q19", section_id="a", before="q0")
    assert lines(old, new) == [("moved", "question:q19", "A · 20", "A · 1")]


def fewest(order: tuple[int, ...]) -> int:
    """How many have to move: all but the longest run that goes up."""
    longest: list[int] = []
    for at, one in enumerate(order):
        longest.append(
            1 + max((longest[before] for before in range(at) if order[before] < one), default=0)
        )
    return len(order) - max(longest)


def test_any_new_order_is_explained_by_the_fewest_moves() -> None:
    old = small()
    own = [yn(f"q{n}") for n in range(6)]
    old["sections"][0]["questions"] = own
    for order in itertools.permutations(range(6)):
        new = copy.deepcopy(old)
        new["sections"][0]["questions"] = [own[n] for n in order]
        found = compare(old, new, language="en")
        assert {line.kind for line in found} <= {"moved"}
        assert len(found) == fewest(order), order


def test_a_question_in_another_section_says_where_it_was_and_is() -> None:
    found = lines(*after(lambda c: tree.place(c, "question:a2", section_id="c", before="c1")))
    assert found == [("moved", "question:a2", "A · 2", "C · 1")]


# Fields


@pytest.mark.parametrize(
    ("name", "changes", "wanted"),
    [
        ("card", {"title.*": "Large"}, [("changed", "card", "Title", "Small", "Large")]),
        ("card", {"scoring.pass_mark": "80"}, [("changed", "card", "Pass mark", "80")]),
        (
            "card",
            {"scoring.not_applicable": "full_marks"},
            [
                (
                    "changed",
                    "card",
                    "When not applicable",
                    "its weight stays in its section",
                    "it gets full marks",
                )
            ],
        ),
        (
            "card",
            {"bands": '[["90", "Top"], ["0", "Rest"]]'},
            [("changed", "card", "Bands", "90 → Top; 0 → Rest")],
        ),
        ("section:a", {"weight": "40"}, [("changed", "section:a", "Weight", "1", "40")]),
        ("section:a", {"excluded": "1"}, [("changed", "section:a", "Not scored", "✓")]),
        (
            "question:a1",
            {"critical": "customer"},
            [("changed", "question:a1", "Critical error", "Customer")],
        ),
        (
            "question:a1",
            {"comment": "always"},
            [("changed", "question:a1", "Comment", "Comment if wanted", "Comment always")],
        ),
        (
            "question:a1",
            {"fail.scope": "evaluation", "fail.when": "missed"},
            [
                ("changed", "question:a1", str(FIELDS["fail.scope"]), str(SCOPES["evaluation"])),
                ("changed", "question:a1", "Fails at", "Missed"),
            ],
        ),
        (
            "question:b1",
            {"show_if.is": "missed"},
            [("changed", "question:b1", "Shown at", "Met", "Missed")],
        ),
        (
            "question:a1",
            {"options.met.worth": "0,5"},
            [("changed", "question:a1", "Options · Met · worth", "1", "0.5")],
        ),
        (
            "question:a1",
            {"options.met.label.*": "Done"},
            [("changed", "question:a1", "Options · Done", "Met", "Done")],
        ),
        (
            "question:a1",
            {"text.*": "Hello?"},
            [("changed", "question:a1", "Question", "a1?", "Hello?")],
        ),
        ("question:a1", {"help.*": "So"}, [("changed", "question:a1", "What counts", "So")]),
        ("question:a1", {"weight": ""}, []),
    ],
)
def test_a_changed_field_has_its_name_and_both_values(
    name: str, changes: dict[str, str], wanted: list[Any]
) -> None:
    assert lines(*after(lambda c: updates.change(c, name, changes))) == wanted


def test_an_option_that_came_and_one_that_went() -> None:
    def verb(content: dict[str, Any]) -> None:
        options.remove_row(content, "question:a2", "options", "missed")
        options.add_row(content, "question:a2", "options")
        content["sections"][0]["questions"][1]["options"][-1]["label"] = "Almost"

    assert set(lines(*after(verb))) == {
        ("changed", "question:a2", "Options · Almost", "Almost"),
        ("changed", "question:a2", "Options · Almost · worth", "0"),
        ("changed", "question:a2", "Options · Missed", "Missed"),
        ("changed", "question:a2", "Options · Missed · worth", "0"),
    }


def test_one_language_of_a_text() -> None:
    new = SHIPPED["chat"].to_dict()
    new["sections"][0]["title"]["tr"] = "Yeni"
    old = SHIPPED["chat"].to_dict()["sections"][0]
    assert lines(SHIPPED["chat"].to_dict(), new) == [
        ("changed", f"section:{old['id']}", "Title · tr", old["title"]["tr"], "Yeni")
    ]


def test_another_type_is_told_with_what_went_and_came() -> None:
    found = {
        line[2]: line[3:]
        for line in lines(*after(lambda c: updates.change(c, "question:a2", {"type": "scale"})))
    }
    assert found["Kind of answer"] == ("One answer", "Scale")
    assert (found["Lowest"], found["Highest"]) == (("1",), ("5",))
    assert found["Options · Met · worth"] == ("1",)


def test_another_version_number_is_no_difference() -> None:
    assert lines(small(), small() | {"version": 9}) == []


# Any change


EDITS = (
    "weight",
    "option",
    "label",
    "move",
    "place",
    "nothing",
    "fail",
    "pass_mark",
    "channels",
    "reasons",
    "order",
    "anchor",
    "text",
    "worth",
)


def edited(dice: random.Random, content: dict[str, Any]) -> None:
    """One edit, of a kind that may or may not change what the card says."""
    names = [name for name in tree.names(content) if name.startswith("question:")]
    question = tree.find_part(content, dice.choice(names))
    match dice.choice(EDITS):
        case "weight":
            content["sections"][0]["weight"] = dice.choice([1, 1.0, 2])
        case "option" if question.get("options"):
            options.add_row(content, f"question:{question['id']}", "options")
            question["options"][-1]["label"] = "New"
        case "label" if question.get("options"):
            question["options"][-1]["label"] = dice.choice(["O1", "Another"])
        case "move":
            tree.move(content, dice.choice(tree.names(content)[1:]), dice.choice([-1, 1]))
        case "place":
            tree.place(
                content,
                f"question:{question['id']}",
                section_id=dice.choice(content["sections"])["id"],
                before=None,
            )
        case "fail" if question["type"] not in ("text", "date"):
            question["fail"] = {
                "scope": dice.choice(["evaluation", "section"]),
                "sets": dice.choice([0, 20]),
            }
        case "pass_mark":
            content["scoring"]["pass_mark"] = dice.choice([None, 50, 80])
        case "channels":
            content["channels"] = ["chat", "email"]
        case "reasons":
            question["reasons"] = [{"id": "r", "label": "R"}]
        case "order" if len(question.get("options", ())) > 1:
            question["options"].reverse()
        case "text":
            language = dice.choice(languages_of(content))
            updates.change(
                content,
                f"question:{question['id']}",
                {f"text.{language}": dice.choice([question["id"], "T"])},
            )
        case "worth" if question["type"] == "number":
            updates.change_rows(content, f"question:{question['id']}", "bands", "add", -1)
        case "anchor" if question["type"] == "scale":
            question["anchors"] = {dice.choice([1, 2]): dice.choice(["low", "lower"])}


@LAW
@given(st.integers(0, 2**32), st.booleans())
def test_nothing_differs_where_the_cards_are_equal_and_only_there(seed: int, two: bool) -> None:
    dice = random.Random(seed)
    old = in_one_language(random_card(dice, show_if=False))
    old = in_two(old) if two else old
    new = copy.deepcopy(old)
    for _ in range(dice.randint(0, 2)):
        edited(dice, new)
    for section in [section for section in new["sections"] if not section["questions"]]:
        new["sections"].remove(section)
    same = Card.from_dict(old) == Card.from_dict(new)
    assert (compare(old, new, language="en") == []) is same
    assert (compare(new, old, language="tr") == []) is same


def test_the_order_of_options_is_a_difference() -> None:
    assert lines(*after(lambda c: options.move_row(c, "question:a1", "options", "met", 1))) != []


def test_the_order_of_reasons_is_a_difference() -> None:
    old = small()
    old["sections"][0]["questions"][0]["reasons"] = [
        {"id": "x", "label": "X"},
        {"id": "y", "label": "Y"},
    ]
    new = copy.deepcopy(old)
    options.move_row(new, "question:a1", "reasons", "x", 1)
    assert lines(old, new) != []


# The page


def base(client: FlaskClient, cast: Cast, *, draft: bool = True) -> str:
    with client.application.app_context():
        scorecard = queries.by_slug("chat")
        assert scorecard is not None
        if draft:
            begun = operations.start(scorecard, chat_card(), actor=cast.queen, now=NOW)

            def verb(content: Any) -> str:
                updates.change(content, "question:greeting", {"text.en": "Said hello <b>?"})
                return tree.remove(content, "question:courtesy")

            operations.act(begun, "card", verb, "changed", actor=cast.queen, now=NOW)
            db.session.commit()
        return f"/scorecards/{scorecard.id}"


def test_a_version_and_its_draft_side_by_side(client: FlaskClient, cast: Cast) -> None:
    at = base(client, cast)
    page = log_in(client, "queen").get(f"{at}/comparison?old=1&new=draft").text
    assert "Said hello &lt;b&gt;?" in page
    assert "Removed" in page
    assert "2 differences" in page
    assert client.get(f"{at}/comparison").text.count("<tr") == page.count("<tr")  # the last two
    assert "Nothing differs" in client.get(f"{at}/comparison?old=1&new=1").text


@pytest.mark.one_database
def test_the_page_in_turkish(client: FlaskClient, cast: Cast) -> None:
    at = base(client, cast)
    log_in(client, "queen").post("/language", data={"language": "tr"})
    page = client.get(f"{at}/comparison?old=1&new=draft", headers={"Accept-Language": "tr"}).text
    assert 'lang="tr"' in page
    assert "Differences" not in page
    assert "Removed" not in page
    assert "Said hello &lt;b&gt;?" in page


@pytest.mark.one_database
@pytest.mark.parametrize("query", ["old=1&new=9", "old=draft&new=x", "old=&new=1"])
def test_what_there_is_not_is_not_compared(client: FlaskClient, cast: Cast, query: str) -> None:
    at = base(client, cast)
    assert log_in(client, "queen").get(f"{at}/comparison?{query}").status_code == 404


@pytest.mark.one_database
def test_one_version_alone_is_shown_instead(client: FlaskClient, cast: Cast) -> None:
    at = base(client, cast, draft=False)
    assert log_in(client, "queen").get(f"{at}/comparison").location == at
    assert client.get("/scorecards/9999/comparison").status_code == 404


def test_others_do_not_see_the_draft(client: FlaskClient, cast: Cast) -> None:
    at = base(client, cast)
    log_in(client, "eve")
    assert client.get(f"{at}/comparison").location == at
    assert client.get(f"{at}/comparison?old=1&new=draft").status_code == 302
    assert (
        log_in(client.application.test_client(), "ayse").get(f"{at}/comparison").status_code == 404
    )
