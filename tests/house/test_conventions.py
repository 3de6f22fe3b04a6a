"""What this house has agreed on. Every exception stands here with its reason."""

import ast
import hashlib
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from qa.settings import ROOT, TABLE, SettingsError, load

SOURCES = sorted(path for path in (ROOT / "qa").rglob("*.py") if "demo" not in path.parts)
TEMPLATES = sorted((ROOT / "templates").rglob("*.html"))

# Files that may be longer than 350 lines, and why.
LONG = {
    "qa/interactions/importing/store.py": "to be split by what it is about",
}
# `.lower()` on text that no person wrote, or where the alphabet is dealt with first.
LOWER = {
    "qa/formats/archives.py": "the ending of a file's name",
    "qa/exchange/formats.py": "the ending of a file's name",
    "qa/text.py": "it is where folding is done",
    "qa/exchange/card_files.py": "the ending of a file's name",
    "qa/scoring/reading.py": "true and false, as files write them",
    "qa/settings.py": "names of settings",
}


def name(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def calls(path: Path) -> Iterator[ast.Call]:
    return (node for node in ast.walk(ast.parse(path.read_text())) if isinstance(node, ast.Call))


def attributes(path: Path) -> Iterator[tuple[str, int]]:
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.Attribute):
            yield node.attr, node.lineno


def test_a_module_imports_only_from_the_floors_below() -> None:
    command = Path(sys.executable).parent / "lint-imports"
    done = subprocess.run(
        [command, "--config", "setup.cfg", "--no-cache"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    assert "3 kept, 0 broken" in done.stdout


@pytest.mark.parametrize("path", SOURCES, ids=name)
def test_files_are_short(path: Path) -> None:
    lines = len(path.read_text().splitlines())
    assert lines < 350 or name(path) in LONG, f"{lines} lines: make it a folder of the same name"


def test_the_list_of_long_files_is_no_longer_than_needed() -> None:
    assert {n for n in LONG if len((ROOT / n).read_text().splitlines()) < 350} == set()


def test_text_that_people_wrote_is_folded() -> None:
    found = {
        name(path)
        for path in SOURCES
        for attr, _line in attributes(path)
        if attr in ("lower", "upper", "casefold", "capitalize", "title")
        and f".{attr}()" in path.read_text()
    }
    allowed = set(LOWER) | {"qa/masking/__init__.py"}  # IBANs are upper case letters A to Z
    assert found - allowed == set()


def test_nothing_old_is_used() -> None:
    wrong = []
    for path in SOURCES:
        text = path.read_text()
        wrong += [
            f"{name(path)}:{line} {attr}"
            for attr, line in attributes(path)
            if attr in ("utcnow", "utcfromtimestamp")
        ]
        wrong += [
            f"{name(path)}: {match[0]}" for match in re.finditer(r"\b[A-Z]\w+\.query\b", text)
        ]
    assert wrong == []


def test_nothing_prints() -> None:
    printing = {
        name(path)
        for path in SOURCES
        for call in calls(path)
        if isinstance(call.func, ast.Name) and call.func.id == "print"
    }
    assert printing == set()


def test_operations_never_commit_and_never_look_for_their_actor() -> None:
    jobs = {"interactions"}  # its jobs commit their own batches
    for path in SOURCES:
        if path.name != "operations.py":
            continue
        text = path.read_text()
        assert "request" not in re.findall(r"from flask import (.*)", text), name(path)
        assert "login.me" not in text
        if path.parent.name not in jobs:
            assert ".commit(" not in text, name(path)


def test_there_are_no_drawers_for_anything() -> None:
    names = {"util.py", "utils.py", "helpers.py", "services.py", "misc.py", "common.py"}
    assert [name(p) for p in SOURCES if p.name in names] == []


def test_every_package_says_what_it_is_for() -> None:
    for path in SOURCES:
        assert ast.get_docstring(ast.parse(path.read_text())) or not path.read_text().strip(), name(
            path
        )


# Settings


def test_every_setting_is_documented_as_it_is() -> None:
    kept = (ROOT / "docs" / "settings.md").read_text()
    for setting in TABLE:
        default = "" if str(ROOT) in setting.default else setting.default
        assert (
            f"| `{setting.name}` | {f'`{default}`' if default else ''} | {setting.help} |".replace(
                "|  |", "| |"
            )
            in kept
        ), setting.name
    assert set(re.findall(r"`(QA_[A-Z_]+)`", kept)) == {setting.name for setting in TABLE}


def test_no_setting_is_read_but_those_of_the_table() -> None:
    known = {setting.name for setting in TABLE}
    for path in [*SOURCES, ROOT / "wsgi.py", ROOT / "README.md", ROOT / "Makefile"]:
        if path.exists():
            assert set(re.findall(r"\bQA_[A-Z][A-Z_]+\b", path.read_text())) <= known, path


@pytest.mark.parametrize(
    ("variable", "value", "said"),
    [
        ("QA_PROT", "1", "did you mean QA_PORT"),
        ("QA_PORT", "many", "QA_PORT"),
        ("QA_PORT", "-1", "negative"),
        ("QA_HTTPS", "perhaps", "1 or 0"),
        ("QA_LANGUAGE", "de", "tr or en"),
        ("QA_TIMEZONE", "Mars/North", "zone"),
        ("QA_TIMEZONE", "Europe", "zone"),
        ("QA_DATABASE_URL", "mysql://x", "sqlite:///"),
    ],
)
def test_a_wrong_setting_stops_the_start_and_is_named(variable: str, value: str, said: str) -> None:
    with pytest.raises(SettingsError, match=said):
        load({variable: value})


def test_all_wrong_settings_are_told_at_once() -> None:
    with pytest.raises(SettingsError) as caught:
        load({"QA_PORT": "x", "QA_HTTPS": "x", "QA_NONE": "x"})
    assert all(n in str(caught.value) for n in ("QA_PORT", "QA_HTTPS", "QA_NONE"))


def test_the_secret_key_is_made_once_and_kept_from_others(tmp_path: Path) -> None:
    values = load({"QA_DATA_DIR": str(tmp_path / "var")})
    assert values.secret == values.secret != ""
    assert (tmp_path / "var" / "secret_key").stat().st_mode & 0o077 == 0
    assert (tmp_path / "var").stat().st_mode & 0o077 == 0
    assert load({"QA_SECRET_KEY": "given"}).secret == "given"


# Languages


def test_every_text_has_its_turkish() -> None:
    from babel.messages.extract import extract_from_dir
    from babel.messages.pofile import read_po

    folder = ROOT / "qa" / "translations" / "tr" / "LC_MESSAGES"
    with (folder / "messages.po").open("rb") as file:
        catalog = read_po(file, locale="tr")
    methods = [("**.py", "python"), ("**.html", "jinja2")]
    keywords: dict[str, Any] = {
        "_": None,
        "_l": None,
        "gettext": None,
        "ngettext": (1, 2),
        "lazy_gettext": None,
        "gettext_noop": None,
    }
    # Faults carry their English text; `make messages` is told of them in the same words.
    keywords |= {
        "fault": (2,),
        "Fault": (2,),
        "refuse": (2,),
        "leave": (2,),
        "FileFault": (4,),
        "_fault": (3,),
        "Term": None,
    }
    texts: set[str] = set()
    for part in ("qa", "templates"):
        for _file, _line, text, _comments, _context in extract_from_dir(
            ROOT / part, methods, keywords=keywords
        ):
            texts.add(text if isinstance(text, str) else text[0])
    missing = sorted(t for t in texts if t not in catalog or not _complete(catalog[t].string))
    assert missing == []
    assert [m.id for m in catalog if m.fuzzy and m.id] == []
    assert [m.id for m in catalog if m.id and list(m.check())] == []


def _complete(string: str | tuple[str, ...]) -> bool:
    return bool(string) if isinstance(string, str) else all(string)


def _plain(string: object) -> object:
    return string if isinstance(string, str) else list(string)  # type: ignore[call-overload]


def test_the_compiled_turkish_is_what_the_texts_say() -> None:
    from babel.messages.mofile import read_mo
    from babel.messages.pofile import read_po

    folder = ROOT / "qa" / "translations" / "tr" / "LC_MESSAGES"
    with (folder / "messages.po").open("rb") as po, (folder / "messages.mo").open("rb") as mo:
        written, compiled = read_po(po, locale="tr"), read_mo(mo)
    said = {
        m.id if isinstance(m.id, str) else m.id[0]: _plain(m.string)
        for m in written
        if m.id and m.string and not m.fuzzy
    }
    assert {
        m.id if isinstance(m.id, str) else m.id[0]: _plain(m.string) for m in compiled if m.id
    } == said


def test_placeholders_are_the_same_in_both_languages() -> None:
    from babel.messages.pofile import read_po

    with (ROOT / "qa" / "translations" / "tr" / "LC_MESSAGES" / "messages.po").open("rb") as file:
        catalog = read_po(file, locale="tr")
    for message in catalog:
        if isinstance(message.id, str) and message.string:
            assert set(re.findall(r"%\(\w+\)", message.id)) == set(
                re.findall(r"%\(\w+\)", str(message.string))
            ), message.id


# Pages and vendored files


@pytest.mark.parametrize("path", TEMPLATES, ids=name)
def test_templates_keep_the_policy(path: Path) -> None:
    text = path.read_text()
    assert not re.search(r"<script(?![^>]*\bsrc=)(?![^>]*type=\"application/json\")[^>]*>", text), (
        "an inline script"
    )
    assert not re.search(r"<style\b|\sstyle\s*=", text), "a style in the page"
    assert not re.search(r"\son[a-z]+\s*=\s*[\"']", text), "an inline handler"
    assert not re.search(r"(src|href)=\"(https?:)?//", text), "something from another machine"
    assert "javascript:" not in text
    assert "|safe" not in text.replace(" ", ""), "unescaped text"
    posts = len(re.findall(r"<form[^>]*method=\"post\"", text))
    tokens = len(re.findall(r"csrf", text))
    assert tokens >= posts, "a form without its token"


def test_vendored_files_are_what_they_were() -> None:
    listed = dict(
        line.split("  ", 1)[::-1]
        for line in (ROOT / "static/vendor/SHA256SUMS").read_text().splitlines()
    )
    found = {
        p.relative_to(ROOT).as_posix()
        for folder in ("static/vendor", "tests/vendor")
        for p in (ROOT / folder).rglob("*")
        if p.is_file()
    }
    assert found - {"static/vendor/SHA256SUMS", "static/vendor/README.md"} == set(listed)
    assert {
        n
        for n, digest in listed.items()
        if hashlib.sha256((ROOT / n).read_bytes()).hexdigest() != digest
    } == set()


def test_every_vendored_part_says_where_it_is_from() -> None:
    text = (ROOT / "static/vendor/README.md").read_text()
    for folder in [*(ROOT / "static/vendor").iterdir(), *(ROOT / "tests/vendor").iterdir()]:
        if folder.is_dir():
            assert f"`{folder.relative_to(ROOT).as_posix()}/" in text, folder
            assert list(folder.glob("LICENSE*")), f"{folder} has no licence"
