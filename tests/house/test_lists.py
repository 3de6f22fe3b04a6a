"""Of every list, the page, the workbook, the CSV file and the JSON say the same."""

from __future__ import annotations

import csv
import io
import json
import zipfile
from collections.abc import Iterator
from datetime import date, datetime
from html.parser import HTMLParser
from typing import Any

import openpyxl
import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.routing import Rule

from qa import web
from qa.sampling.labels import chance
from tests.cast import Cast, log_in
from tests.house.test_routes import EXPECTED, address, ours

READERS = ("queen", "ada", "eve", "ayse")

# Lists that stand on no page as they are, and cells that say their value in another way.
NOT_ON_PAGES = {
    (
        "scorecards.index_file",
        "questions",
    ): "the page lists the scorecards, the file their questions",
    ("people.index_file", "agents"): "the page has the team of today, the file every team so far",
    ("calibration.show_file", "answers"): "the page has a form for each interaction",
}
SAID_OTHERWISE = {
    ("coaching_needs", "reasons"): "the first three, with numbers in brackets",
    ("questions", "reasons"): "with numbers in brackets",
    ("change_log", "changes"): "before and after are drawn",
    ("accounts", "roles"): "a badge for each",
    ("draws", "unassigned"): "none is left out",
    ("drawn", "stratum_size"): "what was drawn of how many",
    ("frame", "interaction_id"): "what was erased has no id",
}


class Tables(HTMLParser):
    """The lists on a page: by name, the keys of the columns and the texts of the rows' cells."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.keys: dict[str, list[list[tuple[str, int]]]] = {}
        self.rows: dict[str, list[list[str]]] = {}
        self.headings: dict[tuple[str, str], str] = {}
        self._list, self._part, self._text = "", "", []
        self._key, self._skip = "", False
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        if tag == "table":
            self._list = given.get("data-list") or ""
            if self._list:
                self.keys[self._list], self.rows[self._list] = [], []
        if not self._list:
            return
        if tag in ("thead", "tbody", "tfoot"):
            self._part = tag
        elif tag == "tr":
            self._skip = given.get("class") == "context" or self._part == "tfoot"
            if self._part == "thead":
                self.keys[self._list].append([])
            elif not self._skip:
                self.rows[self._list].append([])
        elif tag == "th" and self._part == "thead":
            self._key = given.get("data-key") or ""
            self.keys[self._list][-1].append((self._key, int(given.get("colspan") or 1)))
            self._text = []
        elif tag == "td":
            self._text = []

    def handle_data(self, data: str) -> None:
        self._text.append(data)

    def handle_endtag(self, tag: str) -> None:
        if not self._list:
            return
        text = " ".join("".join(self._text).split())
        if tag == "td" and self._part == "tbody" and not self._skip:
            self.rows[self._list][-1].append(text)
        elif tag == "th" and self._key:
            self.headings[self._list, self._key] = text
        elif tag == "table":
            self._list = ""

    def columns(self, name: str) -> list[str]:
        """The keys in the order of the cells: a heading over several stands for those below it."""
        first, *others = self.keys[name]
        below = iter(others[0] if others else [])
        found: list[str] = []
        for key, span in first:
            found += [key] if key else [next(below)[0] for _ in range(span)]
        return found


def lists(app: Flask) -> Iterator[Rule]:
    """The routes of files of lists."""
    return (rule for rule in ours(app) if "ending" in rule.arguments)


def reader(rule: Rule) -> str:
    return next(who for who in READERS if who in EXPECTED[rule.endpoint])


def sheets(data: bytes) -> list[list[tuple[Any, ...]]]:
    book = openpyxl.load_workbook(io.BytesIO(data))
    return [list(sheet.iter_rows(values_only=True)) for sheet in book.worksheets]


def csv_files(data: bytes, language: str) -> list[list[list[str]]]:
    contents = [data]
    if data[:2] == b"PK":
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            contents = [archive.read(name) for name in archive.namelist()]
    mark = ";" if language == "tr" else ","
    return [
        list(csv.reader(io.StringIO(one.decode("utf-8-sig"), newline=""), delimiter=mark))
        for one in contents
    ]


def same(value: Any, in_csv: str, in_xlsx: Any, language: str) -> bool:
    """Whether a value of the JSON is what the two other files have."""
    if value is None or value == "":
        return in_csv == "" and in_xlsx in (None, "")
    if isinstance(value, bool):
        words = ("evet", "hayır") if language == "tr" else ("yes", "no")
        return in_xlsx is value and in_csv == words[not value]
    if isinstance(value, int | float):
        number = float(in_csv.replace(",", "." if language == "tr" else ","))
        return number == pytest.approx(value) == pytest.approx(in_xlsx)
    if isinstance(in_xlsx, datetime):
        told = value[:19].replace("T", " ")
        return in_csv == told == in_xlsx.isoformat(" ")[: len(told)]
    return in_csv.removeprefix("'") == in_xlsx.removeprefix("'") == value


def ways(value: Any) -> set[str]:
    """How a page may write a value."""
    if isinstance(value, int | float):
        found = {web.number(value, places) for places in (0, 1, 2)}
        return found | {
            web.percent(value),
            web.span(value),
            web.span(value * 3600),
            chance(value) if 0 < value <= 1 else "",
        } - {""}
    try:
        moment = datetime.fromisoformat(value)
    except ValueError:
        return {" ".join(value.split())}
    if len(value) == 10:
        return {web.day(date.fromisoformat(value))}
    return {web.when(moment), web.when(moment, "short")}


@pytest.fixture
def seen(app: Flask, cast: Cast, records: dict[str, Any]) -> Any:
    """Fetch a list in a language as a page or a file."""
    clients: dict[tuple[str, str], FlaskClient] = {}

    def fetch(rule: Rule, language: str, ending: str) -> Any:
        who = reader(rule)
        if (who, language) not in clients:
            client = clients[who, language] = log_in(app.test_client(), who)
            client.post("/language", data={"language": language})
        where = address(app, rule, {**records, "ending": "json"}, "GET").removesuffix(".json")
        answer = clients[who, language].get(where + ending)
        assert answer.status_code == 200, (where, ending)
        return answer.data if ending else answer.text

    return fetch


@pytest.mark.one_database
@pytest.mark.parametrize("language", ["en", "tr"])
def test_the_files_say_the_same(app: Flask, seen: Any, language: str) -> None:
    counts, wrong = {}, []
    for rule in lists(app):
        found = json.loads(seen(rule, language, ".json"))
        totals = found.pop("totals", {})
        books = sheets(seen(rule, language, ".xlsx"))
        texts = csv_files(seen(rule, language, ".csv"), language)
        assert len(found) == len(books) == len(texts), rule
        for name, book, text in zip(found, books, texts, strict=True):
            rows = [*found[name], *([totals[name]] if name in totals else [])]
            counts[rule.endpoint, name] = len(rows)
            assert [str(cell) for cell in book[0]] == text[0], (rule, name)
            assert len(rows) == len(book) - 1 == len(text) - 1, (rule, name)
            for row, cells, line in zip(rows, book[1:], text[1:], strict=True):
                wrong += [
                    (rule.endpoint, name, key, value, cell, word)
                    for (key, value), cell, word in zip(row.items(), cells, line, strict=True)
                    if not same(value, word, cell, language)
                ]
    assert wrong == []
    empty = {name for name, count in counts.items() if not count}
    assert len(empty) < len(counts) / 4, empty


@pytest.mark.one_database
@pytest.mark.parametrize("language", ["en", "tr"])
def test_the_page_says_the_same(app: Flask, seen: Any, language: str) -> None:
    compared, wrong = 0, []
    for rule in lists(app):
        found = json.loads(seen(rule, language, ".json"))
        found.pop("totals", None)
        page = Tables(seen(rule, language, ""))
        for name, rows in found.items():
            if not rows or (rule.endpoint, name) in NOT_ON_PAGES:
                continue
            assert len(page.rows[name]) == len(rows), (rule, name)
            with app.test_request_context(headers={"Accept-Language": language}):
                for row, cells in zip(rows, page.rows[name], strict=True):
                    for key, cell in zip(page.columns(name), cells, strict=True):
                        value = row.get(key)
                        told = value not in (None, "") and not isinstance(value, bool)
                        if told and (name, key) not in SAID_OTHERWISE:
                            compared += 1
                            if not any(way in cell for way in ways(value)):
                                wrong.append((rule.endpoint, name, key, value, cell))
    assert wrong == []
    assert compared > 100


@pytest.mark.one_database
def test_one_of_several_lists(app: Flask, client: FlaskClient, cast: Cast) -> None:
    log_in(client, "ada")
    assert list(client.get("/people.json").json or {}) == ["accounts", "agents"]
    assert list(client.get("/people.json?list=agents").json or {}) == ["agents"]
    answer = client.get("/people.csv?list=agents")
    assert answer.mimetype == "text/csv"
    assert answer.text.startswith("\ufeffAgent,Agent code,Team,From,To,Account\r\n")
    assert client.get("/people.csv").mimetype == "application/zip"
    assert client.get("/people.csv?list=none").status_code == 404
    assert client.get("/people.pdf").status_code == 404


@pytest.mark.one_database
def test_a_page_links_its_files(client: FlaskClient, cast: Cast) -> None:
    log_in(client, "queen")
    page = client.get("/interactions?queue=a%26b&page=1&sort=turns").text
    for ending in ("xlsx", "csv", "json"):
        assert f'href="/interactions.{ending}?queue=a%26b&amp;sort=turns"' in page
