"""Scorecard files: read safely, written without loss, every fault with file, line and path."""

import json
import textwrap

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from qa.exchange.card_files import ScorecardFileError, read_card, write_card
from qa.scoring import card_from_dict

GOOD = textwrap.dedent("""\
    scorecard: 1
    id: small
    version: 1
    title: {tr: Küçük, en: Small}
    scoring: {pass_mark: 85, round_to: 0.1, cap: null}
    sections:
      - id: a
        title: A
        weight: 12.5
        questions:
          - id: greeting
            text: Greeted?
            type: choice
            options:
              - {id: met, label: Met, score: 1}
              - {id: missed, label: Missed, score: 0}
          - id: care
            text: Care
            type: scale
            min: 1
            max: 5
            anchors: {1: low, 5: high}
    """)


def faults(text: str, name: str = "small.yaml") -> list[tuple[int, str, str]]:
    with pytest.raises(ScorecardFileError) as caught:
        read_card(text, name=name)
    assert all(fault.name == name for fault in caught.value.faults)
    return [(fault.line, fault.path, fault.message) for fault in caught.value.faults]


def test_yaml_and_json_are_the_same_card() -> None:
    card = read_card(GOOD, name="small.yaml")
    assert card.question("care").anchors[1].at == 5
    as_json = write_card(card, "json")
    assert read_card(as_json, name="small.json") == card
    assert read_card(as_json, name="pasted") == card
    assert read_card(as_json.replace("  ", "\t"), name="small.json") == card
    assert read_card(write_card(card), name="small.yaml") == card
    assert read_card("\ufeff" + GOOD, name="small.yaml") == card


def test_what_is_written_keeps_order_and_letters() -> None:
    card = read_card(GOOD, name="small.yaml")
    assert "title: {tr: Küçük, en: Small}" in write_card(card)
    assert read_card(write_card(card), name="again.yaml").to_dict() == card.to_dict()
    assert list(json.loads(write_card(card, "json"))) == list(card.to_dict())
    assert write_card(read_card(write_card(card), name="again.yaml")) == write_card(card)


def test_equal_parts_are_written_out() -> None:
    card = read_card(GOOD, name="small.yaml")
    assert "&" not in write_card(card)
    assert "*" not in write_card(card)


@pytest.mark.parametrize(
    ("old", "new", "line", "path", "says"),
    [
        ("version: 1", "version: 0", 3, "version", "at least 1"),
        ("version: 1", "version: 1\ncolour: red", 4, "colour", "unknown key"),
        ("    title: A\n", "", 7, "sections[0].title", "missing"),
        (
            "score: 0}",
            "score: 0}\n        fail: {when: [gone]}",
            17,
            "sections[0].questions[0].fail.when",
            "gone",
        ),
        (
            "id: missed",
            "id: no",
            16,
            "sections[0].questions[0].options[1].id",
            "'false' cannot be an id",
        ),
        ("{1: low", "{0: low", 22, "sections[0].questions[1].anchors.0", "outside"),
        ("version: 1", "version: 1\nversion: 2", 4, "version", "twice"),
        (
            "score: 0}",
            "score: 0, score: 1}",
            16,
            "sections[0].questions[0].options[1].score",
            "twice",
        ),
        ("id: small", "id: &here small", 2, "", "anchors are not allowed"),
        ("title: A", "title: *here", 8, "", "aliases are not allowed"),
        ("title: A", "title: !!str A", 8, "", "tags are not allowed"),
        ("title: A", "title: !!python/object/apply:os.getcwd []", 8, "", "tags are not allowed"),
        ("title: A", "title: [A", 9, "", "is not YAML"),
        ("title: A", "title: 2026-03-31x: y", 8, "", "is not YAML"),
        ("weight: 12.5", "weight: 010", 9, "sections[0].weight", "plainly"),
        ("weight: 12.5", "weight: 1:30", 9, "sections[0].weight", "plainly"),
        ("weight: 12.5", "weight: .inf", 9, "sections[0].weight", "plainly"),
        ("title: A", "title: \x07", 8, "", "no text"),
        ("title: A", "? [a, b]\n    : c", 8, "sections[0]", "a key must be a word"),
        ("scorecard: 1", "<<: {a: b}\nscorecard: 1", 1, "<<", "unknown key"),
    ],
)
def test_each_fault_has_its_line(old: str, new: str, line: int, path: str, says: str) -> None:
    assert old in GOOD
    found = faults(GOOD.replace(old, new, 1))
    assert any((at, where) == (line, path) and says in message for at, where, message in found), (
        found
    )


def test_faults_of_json_have_lines_too() -> None:
    text = write_card(read_card(GOOD, name="small.yaml"), "json")
    line = 1 + text[: text.index('"weight"')].count("\n")
    assert faults(text.replace("12.5", "-1"), "small.json") == [
        (line, "sections[0].weight", "must be at least 0")
    ]
    assert faults(text.replace('"weight": 12.5', '"weight": 12.5, "weight": 1'), "small.json") == [
        (line, "sections[0].weight", "is here twice")
    ]
    assert "is not JSON" in faults(text.replace("12.5", "12.5.5"), "small.json")[0][2]
    assert "is not JSON" in faults(text.replace("12.5", "NaN"), "small.json")[0][2]
    assert "is not JSON" in faults(GOOD, "small.json")[0][2]


def test_all_faults_come_at_once_in_the_order_of_the_file() -> None:
    text = GOOD.replace("version: 1", "version: 0").replace("min: 1", "min: 9")
    text = text.replace("title: A", "title: ''")
    assert [line for line, _, _ in faults(text)] == [3, 8, 21]


def test_the_message_says_where() -> None:
    with pytest.raises(ScorecardFileError, match=r"^small\.yaml:3: version: must be at least 1$"):
        read_card(GOOD.replace("version: 1", "version: 0"), name="small.yaml")


@pytest.mark.parametrize(
    "text",
    [
        "",
        "# nothing\n",
        "- a\n- b\n",
        "word",
        "4",
        "[" * 500_000,
        "{a: " * 100_000,
        f"{GOOD}---\n{GOOD}",
        "\t",
        "a" * 1_000_001,
        '"' + "x" * 100,
        "9" * 5000,
        "a: =",
        "? ",
        "{",
        "null",
    ],
)
@pytest.mark.parametrize("name", ["x.yaml", "x.json"])
def test_what_is_no_card_is_refused_and_never_crashes(text: str, name: str) -> None:
    assert faults(text, name)[0][0] >= 1


def test_a_file_of_one_megabyte_is_the_most() -> None:
    assert read_card(GOOD + "#" * (1_000_000 - len(GOOD.encode())), name="x.yaml").id == "small"
    assert "larger" in faults(GOOD + "#" * (1_000_001 - len(GOOD.encode())))[0][2]


def test_dates_and_other_unquoted_words_are_text() -> None:
    card = read_card(GOOD.replace("title: A", "title: 2026-03-31"), name="x.yaml")
    assert card.sections[0].title == "2026-03-31"


def test_the_languages_of_the_organisation() -> None:
    with pytest.raises(ScorecardFileError, match=r"small\.yaml:4: title: has no text in de"):
        read_card(GOOD, name="small.yaml", languages=["tr", "de"])


words = st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=40).filter(str.strip)


@settings(max_examples=150, deadline=None, database=None)
@given(words, words, st.decimals(0, 100, places=4), st.sampled_from(["yaml", "json"]))
def test_nothing_is_lost(title: str, label: str, weight: object, format: str) -> None:
    data = read_card(GOOD, name="small.yaml").to_dict()
    data["title"] = {"no": title, "tr": label}
    data["sections"][0]["weight"] = weight
    data["sections"][0]["questions"][0]["options"][0]["label"] = label
    card = card_from_dict(data)
    written = write_card(card, "yaml" if format == "yaml" else "json")
    assert read_card(written, name=f"x.{format}") == card
