"""Templates that can be read: short lines, and components where markup would be copied."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from qa.settings import ROOT

FOLDER = ROOT / "templates"
COMPONENTS = FOLDER / "components"
TEMPLATES = sorted(FOLDER.rglob("*.html"))
LONGEST = 120

# What only a component may write: the class, and the macro to use instead.
OWNED = {
    "title-row": "page_title, or row_form for a form",
    "table-wrap": "data_table",
    "filters": "filter_form, or row_form for other forms",
    "filter-buttons": "filter_form",
    "more-filters": "more_filters",
    "empty-state": "empty_state",
    "pager": "pagination",
    "sort": "sort_link",
    "range": "range_bar",
}


def long_lines(text: str) -> list[str]:
    """The lines that are too long, each with its number."""
    return [
        f"line {number}: {len(line)} characters"
        for number, line in enumerate(text.splitlines(), start=1)
        if len(line) > LONGEST
    ]


def class_names(text: str) -> Iterator[tuple[int, str]]:
    """The class names that a template writes as they are, each with its line."""
    plain = re.sub(r"{{.*?}}|{%.*?%}|{#.*?#}", _blank, text, flags=re.DOTALL)
    for match in re.finditer(r"""\bclass\s*=\s*(?:"([^"]*)"|'([^']*)'|([\w-]+))""", plain):
        line = plain.count("\n", 0, match.start()) + 1
        for name in " ".join(filter(None, match.groups())).split():
            yield line, name


def _blank(match: re.Match[str]) -> str:
    """Nothing, over as many lines as there were."""
    return " " + "\n" * match[0].count("\n")


def copied_markup(text: str) -> list[str]:
    """Where a page writes what a component writes, and the component to use."""
    return [
        f'line {line}: class="{name}": use {OWNED[name]}'
        for line, name in class_names(text)
        if name in OWNED
    ]


def name(path: Path) -> str:
    return path.relative_to(FOLDER).as_posix()


@pytest.mark.parametrize("path", TEMPLATES, ids=name)
def test_no_line_is_too_long(path: Path) -> None:
    assert long_lines(path.read_text()) == []


@pytest.mark.parametrize("path", [p for p in TEMPLATES if p.parent != COMPONENTS], ids=name)
def test_pages_use_the_components(path: Path) -> None:
    assert copied_markup(path.read_text()) == []


def test_a_long_line_is_found() -> None:
    assert long_lines("short\n" + "x" * 120 + "\n" + "x" * 121 + "\n") == ["line 3: 121 characters"]


@pytest.mark.parametrize("owned", OWNED)
@pytest.mark.parametrize(
    "sample",
    [
        '<div class="{}">',
        "<div class='{}'>",
        "<div class={}>",
        '<form method="get" class="{} wide" data-auto-submit>',
        "<div class=\"first{{{{ ' wide' if wide }}}} {}\">",
        '<div\n  id="list"\n  class="{}"\n>',
        '<div {{% if wide %}}class="{}"{{% endif %}}>',
    ],
)
def test_copied_markup_is_found(owned: str, sample: str) -> None:
    found = copied_markup("<p>before</p>\n" + sample.format(owned))
    assert len(found) == 1, sample
    assert found[0].endswith(f'class="{owned}": use {OWNED[owned]}')
    assert found[0].startswith("line 4" if "\n" in sample else "line 2")


@pytest.mark.parametrize(
    "sample",
    [
        '<div class="card card-body">',
        '<div class="not-filters filters-not">',
        '{% call row_form("filters") %}',
        '{# <div class="title-row"> #}',
        "<p>the pager</p>",
        '<div data-class="pager-less">',
    ],
)
def test_other_markup_is_left_alone(sample: str) -> None:
    assert copied_markup(sample) == []


@pytest.mark.parametrize("owned", OWNED)
def test_each_of_them_is_written_by_a_component(owned: str) -> None:
    written = {
        found
        for path in COMPONENTS.glob("*.html")
        for _line, found in class_names(path.read_text())
    }
    assert owned in written


def uncommented(text: str) -> list[str]:
    """The macros of a component that no comment stands before."""
    macros = re.findall(r"^{% macro (\w+)\(", text, re.MULTILINE)
    comment_then_macro = r"#}\n(?:{% from [^%]*%}\n)*{% macro (\w+)\("
    return [macro for macro in macros if macro not in re.findall(comment_then_macro, text)]


@pytest.mark.parametrize("path", sorted(COMPONENTS.glob("*.html")), ids=name)
def test_a_component_says_what_it_is_given(path: Path) -> None:
    assert uncommented(path.read_text()) == []


def test_a_component_without_a_comment_is_found() -> None:
    told = "{# What it is. #}\n{% macro one() %}\n{% endmacro %}\n"
    assert uncommented(told) == []
    assert uncommented(told + "\n{% macro two() %}\n{% endmacro %}\n") == ["two"]


def test_a_component_is_a_file_of_that_name() -> None:
    for path in COMPONENTS.glob("*.html"):
        assert f"macro {path.stem}(" in path.read_text(), path
