"""The parts of the scoring page's script that need no page do as they say."""

from __future__ import annotations

import random
from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser

from qa.scoring import AnswerSheet, card_from_dict, requirements
from tests.scoring.test_laws import random_answers, random_card

pytestmark = [pytest.mark.browser, pytest.mark.one_database]

BOUNDS = {"low": "0", "high": "10", "whole": ""}
TEXTS = {
    "textNumber": "not a number: {value}",
    "textRange": "{low} to {high}",
    "textBelow": "below",
    "textWhole": "whole",
}


@pytest.fixture
def script(browser: Browser, address: str) -> Iterator[Any]:
    """Run the body of an asynchronous function in which `load(name)` gives a module."""
    page = browser.new_page()
    page.goto(f"{address}/login")

    def run(body: str, argument: Any = None) -> Any:
        load = "const load = (name) => import(`/static/js/${name}.js`);"
        return page.evaluate(f"async (given) => {{ {load} {body} }}", argument)

    yield run
    page.close()


@pytest.mark.parametrize(
    ("typed", "bounds", "says"),
    [
        ("", BOUNDS, ""),
        (" 7 ", BOUNDS, ""),
        ("10", BOUNDS, ""),
        ("11", BOUNDS, "0 to 10"),
        ("-1", BOUNDS, "0 to 10"),
        ("2,5", BOUNDS, "whole"),
        ("2,5", {"low": "0", "high": "10"}, ""),
        ("-1", {"low": "0"}, "below"),
        ("-1", {}, ""),
        ("1e5", {}, "not a number: 1e5"),
        ("ten", BOUNDS, "not a number: ten"),
        (".5", {}, ""),
    ],
)
def test_what_is_no_number(script: Any, typed: str, bounds: dict[str, str], says: str) -> None:
    body = "return (await load('scoring/numbers')).misfit(given[0], given[1], given[2]);"
    assert script(body, [typed, bounds, TEXTS]) == says


def test_only_time_with_signs_of_life_counts(script: Any) -> None:
    """Signs at 0, 5, 15 and 40 seconds; after more than 10 without one nobody was at work."""
    body = """
        const { Activity } = await load("scoring/activity");
        let now = 0;
        const activity = new Activity(10_000, () => now);
        const taken = [];
        for (const at of [5_000, 15_000, 40_000, 40_400]) { now = at; activity.sign(); }
        taken.push(activity.take(), activity.take());
        activity.giveBack(15);
        now = 41_000; activity.sign();
        taken.push(activity.take());
        return taken;
    """
    assert script(body) == [15, 0, 16]


def test_a_window_finds_what_others_left_the_oldest_first(script: Any) -> None:
    body = """
        const { forget, leftOn, load: read, shelfOf, store } = await load("scoring/unsent");
        const shelf = shelfOf("7", "/evaluations/1");
        const day = 24 * 3600 * 1000;
        const put = (name, at) =>
            localStorage.setItem(name, JSON.stringify({ at, answers: [["q", []]] }));
        put(shelf + "late", Date.now());
        put(shelf + "early", Date.now() - day);
        put(shelfOf("8", "/evaluations/1") + "other", Date.now());
        put(shelf + "forgotten", Date.now() - 31 * day);
        localStorage.setItem(shelf + "broken", "no JSON");
        forget();
        const left = leftOn(shelf).map((name) => name.slice(shelf.length));
        store(shelf + "late", []);
        return [left, leftOn(shelf).length, read(shelf + "early").answers, read("nothing").answers];
    """
    assert script(body) == [["early", "late"], 1, [["q", []]], []]


SELECT = """
    const { selectedQuote } = await load("selection");
    document.body.innerHTML =
        '<p id="before">head</p><p data-turn-text="4">Günaydın 😀 size  </p>' +
        '<p data-turn-text="5"> iyi günler</p>';
    const [first, second] = document.querySelectorAll("[data-turn-text]");
    const places = { before: document.querySelector("#before").firstChild, first: first.firstChild,
        second: second.firstChild };
    const range = document.createRange();
    range.setStart(places[given[0]], given[1]);
    range.setEnd(places[given[2]], given[3]);
    getSelection().removeAllRanges();
    getSelection().addRange(range);
    return selectedQuote([first, second]);
"""


@pytest.mark.parametrize(
    ("selected", "quote"),
    [
        (("first", 0, "first", 8), {"turn": "4", "start": 0, "quote": "Günaydın"}),
        # The picture is two halves to a script and one character to the server.
        (("first", 11, "first", 18), {"turn": "4", "start": 11, "quote": "size"}),
        (("first", 9, "second", 4), {"turn": "4", "start": 9, "quote": "😀 size"}),
        # Nothing but spaces of the first turn: the next has the words.
        (("first", 16, "second", 4), {"turn": "5", "start": 1, "quote": "iyi"}),
        (("before", 1, "first", 8), {"turn": "4", "start": 0, "quote": "Günaydın"}),
        (("before", 0, "before", 4), None),
        (("first", 3, "first", 3), None),
    ],
)
def test_selected_words(
    script: Any, selected: tuple[Any, ...], quote: dict[str, Any] | None
) -> None:
    assert script(SELECT, list(selected)) == quote


WANTED = {
    "textAnswer": "Answer this question.",
    "textFailedBoth": "It failed: write a comment and choose a reason.",
    "textFailedComment": "It failed: write a comment.",
    "textFailedReason": "It failed: choose a reason.",
    "textComment": "Write a comment.",
}
FORESEEN = """
    const { isShown, lackOf } = await load("scoring/requirements");
    return given.sheets.map(({ rules, sheet }) => {
        const valuesOf = (id) => sheet[id].values;
        return Object.keys(rules).map((id) => {
            const shown = isShown(rules, id, valuesOf);
            return [id, shown, shown ? lackOf(sheet[id], rules[id], given.texts) : ""];
        });
    });
"""


def _form_values(answer: Any) -> list[str]:
    if answer is None:
        return []
    return [str(one) for one in answer] if isinstance(answer, list) else [str(answer)]


def test_what_the_page_foresees_is_what_the_server_says(script: Any) -> None:
    """Over random cards and sheets: which questions are asked, and what each lacks. Of a number and
    of several options only the server knows whether they fall short."""
    sheets, said = [], []
    for seed in range(300):
        dice = random.Random(seed)
        source = random_card(dice)
        for section in source["sections"]:
            for question in section["questions"]:
                question["comment"] = dice.choice(["never", "optional", "on_fail", "always"])
                if dice.random() < 0.5 and question["type"] not in ("text", "date"):
                    question["reasons"] = [{"id": "why", "label": "Why"}]
        card = card_from_dict(source)
        ids = [question.id for question in card.questions]
        answers = random_answers(dice, source)
        comments = {id: dice.choice(["", " ", "so"]) for id in ids}
        reasons = {id: dice.choice([[], ["why"]]) for id in ids}
        sheet = AnswerSheet(card, answers, comments, reasons)
        rules = {id: rule.as_json() for id, rule in requirements(card).items()}
        form = {
            id: {
                "values": _form_values(answers.get(id)),
                "comment": comments[id],
                "reasons": reasons[id],
            }
            for id in ids
        }
        lacks = {id: " ".join(f.message for f in faults) for id, faults in sheet.lacks().items()}
        sheets.append({"rules": rules, "sheet": form})
        said.append([[id, sheet.result.states[id] != "hidden", lacks.get(id, "")] for id in ids])
    compared = 0
    for one, told, foreseen in zip(
        sheets, said, script(FORESEEN, {"sheets": sheets, "texts": WANTED}), strict=True
    ):
        for there, here in zip(told, foreseen, strict=True):
            assert there[:2] == here[:2]
            if one["rules"][there[0]]["short"] is not None or not there[1]:
                compared += bool(there[2])
                assert there == here
    assert compared > 200
