"""`qa scorecard`: what scripts rely on. Results on standard output, messages on standard error, 0
done, 1 refused, 2 wrong."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from qa import settings
from qa.cli import main
from qa.cli.base import open_house
from qa.db import db
from qa.exchange import card_files, formats
from qa.scorecards import operations, queries
from qa.scorecards.drafting import updates
from qa.scoring import card_from_dict
from tests.cast import NOW
from tests.conftest import let_go
from tests.scorecards.test_findings import FAULTS, put
from tests.scorecards.test_tree import SHIPPED, small

CHAT = settings.ROOT / "scorecards" / "chat.yaml"
FORMS = Path(__file__).parents[1] / "exchange" / "forms"


def run(*arguments: str, exit_code: int = 0, given: bytes = b"") -> Result:
    """A command that needs no database."""
    result = CliRunner().invoke(main, list(arguments), input=given, catch_exceptions=False)
    assert result.exit_code == exit_code, result.output
    return result


def checked(
    path: Path | str, *more: str, exit_code: int = 0, given: bytes = b""
) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    found = json.loads(
        run(
            "scorecard", "check", str(path), "--json", *more, exit_code=exit_code, given=given
        ).stdout
    )
    assert set(found) == {"errors", "warnings"}
    assert all(
        set(one) == {"path", "line", "message"} for one in found["errors"] + found["warnings"]
    )
    return found["errors"], found["warnings"]


@pytest.fixture
def card(tmp_path: Path) -> Path:
    """The small card as a file of ours."""
    path = tmp_path / "small.yaml"
    path.write_text(card_files.write_card(card_from_dict(small())), encoding="utf-8")
    return path


# check


@pytest.mark.parametrize("name", SHIPPED)
def test_a_shipped_card_has_no_errors(name: str) -> None:
    errors, _ = checked(settings.ROOT / "scorecards" / f"{name}.yaml")
    assert errors == []


def test_a_good_card_says_so(tmp_path: Path) -> None:
    content = small() | {"scoring": {"mode": "weights"}}
    for section in content["sections"]:
        section["weight"] = {"a": 40, "b": 30, "c": 30}[section["id"]]
        for question in section["questions"]:
            question |= {"dimension": "tone", "critical": "customer"}
    path = tmp_path / "good.json"
    path.write_text(json.dumps(content), encoding="utf-8")
    assert checked(path) == ([], [])
    assert run("scorecard", "check", str(path)).stdout == f"{path}: nothing found\n"


def test_warnings_are_told_and_are_no_errors(card: Path) -> None:
    errors, warned = checked(card)
    assert errors == []
    lines = card.read_text(encoding="utf-8").splitlines()
    first = next(
        number for number, line in enumerate(lines, 1) if line.strip().startswith("- id: a1")
    )
    assert {
        ("sections", 1 + lines.index("sections:")),
        ("sections[0].questions[0].dimension", first),
    } <= {(one["path"], one["line"]) for one in warned}
    told = run("scorecard", "check", str(card)).stdout
    assert (
        f"{card}:{1 + lines.index('sections:')}: warning: sections: no question is critical" in told
    )


def test_every_error_has_its_path_and_line(card: Path) -> None:
    text = (
        card.read_text(encoding="utf-8")
        .replace("version: 1", "version: 0")
        .replace("title: Small", "titel: Small")
    )
    card.write_text(text, encoding="utf-8")
    errors, warned = checked(card, exit_code=1)
    assert warned == []
    lines = text.splitlines()
    wanted = {"version": "version: 0", "titel": "titel: Small"}
    found = {one["path"]: one for one in errors}
    for path, line in wanted.items():
        assert found[path]["line"] == lines.index(line) + 1
    assert "did you mean title" in found["titel"]["message"]
    told = run("scorecard", "check", str(card), exit_code=1).stdout
    assert f"{card}:{lines.index('version: 0') + 1}: error: version: must be at least 1" in told


ADDRESS = {"card": "", "section:a": "sections[0].", "section:b": "sections[1]."} | {
    f"question:{id}": f"sections[{s}].questions[{q}]."
    for id, s, q in (
        ("yn", 0, 0),
        ("scale", 0, 1),
        ("number", 0, 2),
        ("text", 0, 3),
        ("multi", 1, 0),
    )
}


@pytest.mark.parametrize(
    ("path", "value", "part", "says"),
    [(p, v, part, says) for p, v, part, _, says in FAULTS],
    ids=[f"{path}={value}"[:60] for path, value, *_ in FAULTS],
)
def test_every_fault_is_refused(
    tmp_path: Path, path: str, value: Any, part: str, says: str
) -> None:
    file = tmp_path / "card.json"
    text = json.dumps(put(path, value), indent=1)
    file.write_text(text, encoding="utf-8")
    errors, _ = checked(file, exit_code=1)
    found = [
        one for one in errors if one["path"].startswith(ADDRESS[part]) and says in one["message"]
    ]
    assert found, errors
    assert all(1 <= one["line"] <= len(text.splitlines()) for one in errors)


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("", "is empty"),
        ("title: [A", "is not YAML"),
        ("title: &x A\nid: *x\n", "anchors are not allowed"),
        ("title: !!str A", "tags"),
        ("a: 1\n---\na: 2\n", "more than one document"),
        ("id: x\nid: y\n", "is here twice"),
        ("#" * 1_000_001, "larger than 1,000,000 bytes"),
        ("weight: 010", "plainly"),
    ],
)
def test_what_is_no_sound_file_is_refused(tmp_path: Path, text: str, says: str) -> None:
    file = tmp_path / "card.yaml"
    file.write_text(text, encoding="utf-8")
    errors, _ = checked(file, exit_code=1)
    assert any(says in one["message"] for one in errors), errors


def test_a_text_that_is_not_in_every_language_is_an_error(tmp_path: Path) -> None:
    content = SHIPPED["chat"].to_dict()
    del content["sections"][0]["title"]["en"]
    file = tmp_path / "card.json"
    file.write_text(json.dumps(content, indent=1), encoding="utf-8")
    errors, _ = checked(file, exit_code=1)
    assert [(one["path"], one["message"]) for one in errors] == [
        ("sections[0].title", "has no text in en")
    ]


def test_standard_input(card: Path) -> None:
    assert checked("-", given=card.read_bytes())[0] == []
    told = run("scorecard", "check", "-", given=b"title: [A", exit_code=1).stdout
    assert told.startswith("standard input:")


def test_formats_of_others_are_checked_too(tmp_path: Path) -> None:
    form = FORMS / "genesys-guide.json"
    errors, warned = checked(form)
    assert errors == []
    book = tmp_path / "card.xlsx"
    book.write_bytes(formats.write_card_file(SHIPPED["chat"], "xlsx", language="en")[0])
    assert checked(book)[0] == []
    # What has no place here is told by its path there.
    guide = FORMS / "connect-guide.json"
    left_out = formats.read_card_file(guide.read_bytes(), "x.json").left_out
    assert left_out
    _, warned = checked(guide)
    assert {fault.path for fault in left_out} <= {one["path"] for one in warned}
    sheet = tmp_path / "form.csv"
    sheet.write_text("Soru;Puan\nSelam verdi mi?;40\nÇözdü mü?;60\n", encoding="utf-8")
    assert checked(sheet)[0] == []
    # Read as what it is not.
    errors, _ = checked(guide, "--format", "genesys", exit_code=1)
    assert errors
    assert checked(sheet, "--format", "yaml", exit_code=1)[0]


def test_check_needs_no_database(card: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("QA_DATABASE_URL", "sqlite:////nowhere/at/all.sqlite")
    assert checked(card)[0] == []


# import, publish, export, list


def listed(qa: Any) -> dict[str, dict[str, Any]]:
    return {one["id"]: one for one in json.loads(qa("scorecard", "list", "--json").stdout)}


def test_a_card_all_the_way_in_and_out(qa: Any, card: Path, tmp_path: Path) -> None:
    found = json.loads(qa("scorecard", "import", str(card), "--json").stdout)
    assert found == {"id": "small", "version": 1, "left_out": []}
    assert listed(qa)["small"] == {
        "id": "small",
        "title": "Small",
        "version": None,
        "versions": [],
        "draft": True,
    }
    # Without a version the draft is what there is.
    assert card_files.read_card(
        qa("scorecard", "export", "small").stdout, name="x.yaml"
    ) == card_from_dict(small())
    assert qa("scorecard", "publish", "small").stdout == "small: version 1 is published\n"
    assert listed(qa)["small"] == {
        "id": "small",
        "title": "Small",
        "version": 1,
        "versions": [1],
        "draft": False,
    }
    out = tmp_path / "out.yaml"
    assert qa("scorecard", "export", "small", "-o", str(out)).stdout == ""
    assert card_files.read_card(out.read_text(encoding="utf-8"), name="out.yaml") == card_from_dict(
        small()
    )
    again = json.loads(qa("scorecard", "import", str(out), "--json").stdout)
    assert (again["version"], [note["path"] for note in again["left_out"]]) == (2, ["version"])
    assert (
        "Nothing has changed since version 1."
        in qa("scorecard", "publish", "small", exit_code=1).stderr
    )


@pytest.mark.parametrize("format", ["yaml", "json", "xlsx"])
def test_what_is_exported_is_imported_the_same(qa: Any, tmp_path: Path, format: str) -> None:
    first, second = tmp_path / f"first.{format}", tmp_path / f"second.{format}"
    qa("scorecard", "export", "complaint", "--format", format, "--version", "1", "-o", str(first))
    found = json.loads(qa("scorecard", "import", str(first), "--id", "copy", "--json").stdout)
    assert found == {"id": "copy", "version": 1, "left_out": []}
    qa("scorecard", "export", "copy", "--format", format, "--version", "draft", "-o", str(second))
    read = [
        card_from_dict(formats.read_card_file(path.read_bytes(), path.name).card).to_dict()
        for path in (first, second)
    ]
    assert read[0] == SHIPPED["complaint"].to_dict()
    assert read[1] == read[0] | {"id": "copy"}


@pytest.mark.parametrize("format", ["connect", "genesys"])
def test_what_a_format_has_no_place_for_is_told_on_standard_error(qa: Any, format: str) -> None:
    result = qa("scorecard", "export", "chat", "--format", format, "--language", "tr")
    _, left_out = formats.write_card_file(SHIPPED["chat"], format, language="tr")  # type: ignore[arg-type]
    assert formats.recognise(result.stdout.encode(), "x.json") == format
    told = [
        line.removeprefix("left out: ")
        for line in result.stderr.splitlines()
        if line.startswith("left out: ")
    ]
    assert len(told) == len(left_out)
    assert all(
        line.startswith(f"{fault.path}: " if fault.path else "keeps")
        for line, fault in zip(told, left_out, strict=True)
    )
    assert "Karşılama" in result.stdout


def test_import_from_standard_input_and_of_other_systems(qa: Any, card: Path) -> None:
    found = json.loads(
        qa("scorecard", "import", "-", "--json", text=card.read_text(encoding="utf-8")).stdout
    )
    assert found["id"] == "small"
    guide = FORMS / "connect-guide.json"
    found = json.loads(qa("scorecard", "import", str(guide), "--id", "dort-soru", "--json").stdout)
    wanted = formats.read_card_file(guide.read_bytes(), "x.json").left_out
    assert [(one["path"], one["message"]) for one in found["left_out"]] == [
        (fault.path, fault.message) for fault in wanted
    ]
    told = qa("scorecard", "import", str(guide), "--id", "again").stdout
    assert told.startswith("again: draft of version 1\n")
    assert all(fault.path in told for fault in wanted)


def test_a_draft_is_replaced_only_when_asked(qa: Any, card: Path) -> None:
    qa("scorecard", "import", str(card))
    assert (
        "There is a draft of small already."
        in qa("scorecard", "import", str(card), exit_code=1).stderr
    )
    card.write_text(
        card.read_text(encoding="utf-8").replace("title: Small", "title: Other"), encoding="utf-8"
    )
    qa("scorecard", "import", str(card), "--replace")
    assert listed(qa)["small"]["title"] == "Other"


def test_a_file_with_faults_is_not_kept(qa: Any, card: Path) -> None:
    card.write_text(
        card.read_text(encoding="utf-8").replace("version: 1", "version: 0"), encoding="utf-8"
    )
    result = qa("scorecard", "import", str(card), "--json", exit_code=1)
    assert f"{card}:3: version: must be at least 1" in result.stderr
    assert "small" not in listed(qa)


def test_an_unsound_draft_is_neither_published_nor_exported(qa: Any, card: Path) -> None:
    qa("scorecard", "import", str(card))
    app = open_house()
    with app.app_context():
        scorecard = queries.by_slug("small")
        assert scorecard is not None
        assert scorecard.draft is not None

        def verb(content: Any) -> str:
            updates.change(content, "question:a1", {"weight": "much"})
            return "card"

        operations.act(scorecard.draft, "card", verb, "changed", actor=None, now=NOW)  # type: ignore[arg-type]
        db.session.commit()
    let_go(app)
    for command in (
        ("publish", "small"),
        ("export", "small"),
        ("export", "small", "--version", "draft"),
    ):
        result = qa("scorecard", *command, exit_code=1)
        assert "sections[0].questions[0].weight: must be a number, not 'much'" in result.stderr
        assert result.stdout == ""


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (("export", "nothing"), "There is no scorecard nothing."),
        (("publish", "nothing"), "There is no draft of nothing."),
        (("export", "chat", "--version", "7"), "chat has no version 7. It has: 1"),
        (("export", "chat", "--version", "draft"), "chat has no draft."),
        (("publish", "chat"), "There is no draft of chat."),
    ],
)
def test_what_there_is_not(qa: Any, arguments: tuple[str, ...], says: str) -> None:
    result = qa("scorecard", *arguments, exit_code=1)
    assert says in result.stderr
    assert result.stdout == ""


def test_the_list_for_people(qa: Any, card: Path) -> None:
    qa("scorecard", "import", str(card))
    lines = qa("scorecard", "list").stdout.splitlines()
    assert len(lines) == 7
    assert any(
        line.startswith("chat ") and "version 1" in line and line.endswith("Chat evaluation")
        for line in lines
    )
    assert any(
        line.startswith("small ") and "not in use" in line and "draft" in line for line in lines
    )
    assert set(listed(qa)) == {*SHIPPED, "small"}


@pytest.mark.parametrize(
    "arguments",
    [
        (),
        ("check",),
        ("check", "no-such-file.yaml"),
        ("check", str(CHAT), "--format", "docx"),
        ("import", "no-such-file.yaml"),
        ("export",),
        ("export", "chat", "--format", "table"),
        ("export", "chat", "--language", "de"),
        ("publish",),
        ("burn", "chat"),
        ("list", "--yaml"),
        ("check", str(CHAT.parent)),
    ],
)
def test_wrong_usage(arguments: tuple[str, ...]) -> None:
    assert run("scorecard", *arguments, exit_code=2).stdout == ""
