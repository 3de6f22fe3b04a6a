"""Every rule of the house finds a violation that is planted for it, and leaves the rest alone."""

from __future__ import annotations

from typing import Any, NamedTuple

import click
import pytest

from qa.settings import Setting
from tests.house.rules import RULES, Violation, broken
from tests.house.rules import code as _code
from tests.house.rules import documents as _documents
from tests.house.rules import imports as _imports
from tests.house.rules import languages as _languages
from tests.house.rules import lists as _lists
from tests.house.rules import operations as _operations
from tests.house.rules import pages as _pages
from tests.house.rules import settings as _settings
from tests.house.rules import vendored as _vendored
from tests.house.rules.documents import COMMANDS
from tests.house.rules.languages import TURKISH, catalog, differing_compiled
from tests.house.rules.settings import PAGE
from tests.house.rules.vendored import ORIGINS, SUMS

MODULES = (
    _code,
    _documents,
    _imports,
    _languages,
    _lists,
    _operations,
    _pages,
    _settings,
    _vendored,
)


class Planted(NamedTuple):
    """What is planted for a rule, and all it is to find there: (where, a part of what it says)."""

    rule: str
    given: tuple[Any, ...]
    found: list[tuple[str, str]]


def code(rule: str, text: str, *found: tuple[str, str], path: str = "qa/a.py") -> Planted:
    """One file."""
    return Planted(rule, ({path: text},), list(found))


@click.group()
@click.option("--loud", is_flag=True)
def planted_commands(loud: bool) -> None:
    pass


@planted_commands.group()
def card() -> None:
    pass


@card.command("check")
@click.option("--format", "-f")
@click.option("--fast/--slow")
@click.option("--json", is_flag=True)
def card_check(**_options: object) -> None:
    pass


@planted_commands.command("serve")
def serve() -> None:
    pass


ONE = Setting("QA_ONE", str, "1", "One.")
COMMITS = "def {}(item, {}):\n    db.session.commit()\n"
PO = 'msgid ""\nmsgstr ""\n"Content-Type: text/plain; charset=UTF-8\\n"\n\n'
ACTS = "from flask import request\nfrom qa.people.login import me\nfrom qa.people import login\n"

PLANTED = [
    code("long_files", "x = 1\n" * 350, ("qa/a.py", "350 lines")),
    code("long_files", "x = 1\n" * 349),
    code(
        "long_functions",
        "class A:\n    def f():\n" + "        x = 1\n" * 60,
        ("qa/a.py:A.f", "61 lines"),
    ),
    code("long_functions", "def f():\n" + "    x = 1\n" * 59),
    code("long_functions", "if a:\n  async def f():\n" + "    x = 1\n" * 60, ("qa/a.py:f", "61")),
    code("long_lines", f"{'x' * 101}\n{'ü' * 100}\n", ("qa/people", ": 1"), path="qa/people/a.py"),
    code("long_lines", f"{'x' * 99}  # noqa: S101 -- why", path="qa/people/a.py"),
    code("case_changed", "a = b.lower()", ("qa/a.py", "`.lower()`")),
    code("case_changed", "a = b(c).title()\nlower(d)", ("qa/a.py", "`.title()`")),
    code("old_ways", "datetime.utcnow()", ("qa/a.py", "line 1: utcnow")),
    code("old_ways", "User.query.all()\nself.query", ("qa/a.py", "User.query")),
    code("printing", "if a:\n    print(b)\nc.print()", ("qa/a.py", "line 2")),
    code("drawers", "", ("qa/people/utils.py", "utils"), path="qa/people/utils.py"),
    code("drawers", "", ("qa/helpers/a.py", "helpers"), path="qa/helpers/a.py"),
    code("drawers", "", path="qa/people/common_names.py"),
    code("nothing_said", "import a", ("qa/a.py", "docstring")),
    code("nothing_said", ""),
    # Operations: by their parameter anywhere, and all that stands where operations stand.
    code("operations_that_commit", COMMITS.format("f", "*, actor"), ("qa/a.py:f", "commits")),
    code("operations_that_commit", COMMITS.format("f", "actor, /"), ("qa/a.py:f", "commits")),
    code("operations_that_commit", COMMITS.format("f", "user")),
    code(
        "operations_that_commit",
        COMMITS.format("f", "user"),
        ("qa/b/operations.py:f", "commits"),
        path="qa/b/operations.py",
    ),
    code(
        "operations_that_commit",
        f"class A:\n    {COMMITS.format('f', 'user').replace('    db', '        db')}",
        ("qa/b/operations/c/d.py:A.f", "commits"),
        path="qa/b/operations/c/d.py",
    ),
    code(
        "operations_that_look_around",
        f"{ACTS}def f(*, actor):\n    return request.form, me()\ndef g():\n    return me()\n",
        ("qa/a.py:f", "reads flask.request"),
        ("qa/a.py:f", "reads qa.people.login.me"),
    ),
    code(
        "operations_that_look_around",
        f"{ACTS}def f(actor):\n    return login.me() or login.DAYS\n",
        ("qa/a.py:f", "reads qa.people.login.me"),
    ),
    code(
        "operations_that_look_around",
        "import flask\nfrom flask import session as kept\ndef f():\n    kept['a'] = flask.g.b\n",
        ("qa/b/operations/c.py:f", "reads flask.g"),
        ("qa/b/operations/c.py:f", "reads flask.session"),
        path="qa/b/operations/c.py",
    ),
    code(
        "operations_that_look_around",
        "from qa.db import db\ndef f(actor, request):\n    return db.session.get(request)\n",
    ),
    Planted(
        "import_circles",
        (
            {
                "qa/__init__.py": "",
                "qa/a.py": "from qa import b",
                "qa/b.py": "def f():\n    import qa.c",
                "qa/c/__init__.py": "from qa.a import x\nfrom qa.c.d import y",
                "qa/c/d.py": "if TYPE_CHECKING:\n    from qa import c\n",
                "qa/e.py": "from qa import a",
            },
        ),
        [("qa.a qa.b qa.c", "import each other")],
    ),
    Planted(
        "import_circles",
        ({"qa/c/__init__.py": "from qa.c.d import y", "qa/c/d.py": "from qa.c import z"},),
        [("qa.c qa.c.d", "import each other")],
    ),
    code(
        "columns_beside_lists",
        "from qa import sheets, web\ncolumns = [sheets.Column('a', 8)]",
        ("qa/b/views.py", "line 2: say it as a Column of qa.lists"),
        path="qa/b/views.py",
    ),
    code(
        "columns_beside_lists",
        "import qa.sheets\nfrom qa.sheets import Column as C\ndef f():\n    return C('a'), C('b')",
        ("qa/b/lists.py", "line 4: say it as"),
        path="qa/b/lists.py",
    ),
    code(
        "columns_beside_lists",
        "from qa.lists import Column\nColumn('a', 'A')",
        ("qa/b/views/reading.py", "line 2: the list stands in lists.py"),
        path="qa/b/views/reading.py",
    ),
    code(
        "columns_beside_lists",
        "from qa.lists import Column\nColumn('a', 'A')",
        path="qa/b/lists.py",
    ),
    code(
        "columns_beside_lists", "from sqlalchemy import Column\nColumn('a')", path="qa/b/views.py"
    ),
    code("imports_for_effect", "a\nimport b  # noqa: E1, F401", ("qa/a.py", "line 2")),
    code("imports_for_effect", "import b  # noqa: F4"),
    Planted("undocumented_settings", ({PAGE: "| `QA_ONE` | `1` | One. |"}, [ONE]), []),
    Planted(
        "undocumented_settings",
        ({PAGE: "| `QA_ONE` | `2` | One. |\n`QA_TWO`"}, [ONE]),
        [("QA_ONE", "as it is in the table"), ("QA_TWO", "no setting")],
    ),
    Planted(
        "unknown_settings",
        ({"Makefile": "QA_ONE=1 QA_TWO=2"}, [ONE]),
        [("Makefile", "QA_TWO is no setting")],
    ),
    Planted(
        "missing_turkish",
        (
            {
                TURKISH: f'{PO}msgid "Yes"\nmsgstr "Evet"\n\nmsgid "No"\nmsgstr ""\n',
                "qa/a.py": "_('Yes')\n_l('No')\nfault(place, 'Gone.')\nFault(fault.at, 'Lost.')",
                "templates/a.html": "{{ _('Else') }}",
            },
        ),
        [
            ("qa/a.py", "'No'"),
            ("qa/a.py", "'Gone.'"),
            ("qa/a.py", "'Lost.'"),
            ("templates/a.html", "'Else'"),
        ],
    ),
    Planted(
        "faulty_turkish",
        (
            {
                TURKISH: f'{PO}#, fuzzy\nmsgid "Yes"\nmsgstr "Evet"\n\n'
                '#, python-format\nmsgid "%(n)s of"\nmsgstr "%(m)s"\n\nmsgid "%(a)s"\nmsgstr "b"\n'
            },
        ),
        [("Yes", "fuzzy"), ("%(n)s of", "format"), ("%(a)s", "placeholders")],
    ),
    *(
        code("against_the_policy", text, ("templates/a.html", what), path="templates/a.html")
        for text, what in [
            ("<script>a()</script>", "inline script"),
            ('<p style="color: red">', "style"),
            ("<style>", "style"),
            ('<p onclick="a()">', "handler"),
            ('<img src="https://a.example/b.png">', "another machine"),
            ('<a href="javascript:a()">', "script"),
            ("{{ a | safe }}", "unescaped"),
            ('<form class="a" method="post">', "token"),
        ]
    ),
    code(
        "against_the_policy",
        '<script src="/a.js"></script><form method="post">{{ csrf() }}</form>',
        path="templates/a.html",
    ),
    Planted(
        "changed_vendored",
        (
            {SUMS: "aa  static/vendor/b/c.js\nbb  static/vendor/b/d.js\n"},
            {"static/vendor/b/c.js": "ab", "static/vendor/b/e.js": "cc", SUMS: "xx"},
        ),
        [
            ("static/vendor/b/c.js", "is not the file"),
            ("static/vendor/b/d.js", "is not the file"),
            ("static/vendor/b/e.js", "is not the file"),
        ],
    ),
    Planted(
        "vendored_from_nowhere",
        (
            {ORIGINS: "`tests/vendor/a/`"},
            {"tests/vendor/a/LICENSE": "", "static/vendor/b/c.js": "", ORIGINS: ""},
        ),
        [("static/vendor/b", "where it is from"), ("static/vendor/b", "no licence")],
    ),
    Planted(
        "undocumented_commands",
        ({COMMANDS: "| `qa gone now` | |\n| `qa card check FILE [--slow]` | |"}, planted_commands),
        [
            ("qa --loud", COMMANDS),
            ("qa card check --format", COMMANDS),
            ("qa serve", COMMANDS),
            ("qa gone now", "no command"),
        ],
    ),
    Planted(
        "undocumented_commands",
        (
            {
                COMMANDS: "| `qa --loud` | |\n| `qa serve` | |\n"
                "| `qa card check FILE [-f F]` | with `--fast` |"
            },
            planted_commands,
        ),
        [],
    ),
    Planted(
        "untried_routes",
        ({"a": {"GET", "HEAD"}, "b": {"POST", "PUT"}, "c": {"GET"}}, {"a", "b", "d"}),
        [("b", "PUT"), ("c", "who may open"), ("d", "no route")],
    ),
    Planted(
        "lost_references",
        (
            {
                "A.md": "`qa/people/` `qa/gone.py` `qa/people/models.py:User.name` `people.models`"
                " `people.models.User` `people/models.Team` `qa.people.lost` `setup.cfg` `a.b.c`"
                " `qa/<name>/` `people.f()`\n```\n`qa/old.py`\n```\n"
            },
            {
                "qa/people/__init__.py": "from qa.people.models import f",
                "qa/people/models.py": "class User:\n    name: str = ''\n",
            },
            {"qa/people", "qa/people/__init__.py", "qa/people/models.py"},
        ),
        [
            ("A.md", "`qa/gone.py`"),
            ("A.md", "`people/models.Team`"),
            ("A.md", "`qa.people.lost`"),
        ],
    ),
]


@pytest.mark.parametrize("planted", PLANTED, ids=lambda planted: planted.rule)
def test_a_rule_finds_what_is_planted_and_nothing_else(planted: Planted) -> None:
    found = RULES[planted.rule](*planted.given)
    assert len(found) == len(planted.found), found
    for one, (where, what) in zip(sorted(found), sorted(planted.found), strict=True):
        assert one.where == where
        assert what in one.what


def test_every_rule_is_proved() -> None:
    assert {planted.rule for planted in PLANTED if planted.found} == set(RULES)
    for module in MODULES:  # a function that looks like a rule is one
        for name, function in vars(module).items():
            if getattr(function, "__annotations__", {}).get("return") == "list[Violation]":
                assert name in RULES or name.startswith("_") or name == "differing_compiled", name


def test_an_exception_is_left_out_and_found_when_it_is_none() -> None:
    found = [Violation("qa/a.py", "is long"), Violation("qa/b.py", "is long")]
    assert broken(found, {"qa/a.py": "why"}) == ["qa/b.py: is long"]
    (told,) = broken([], {"qa/a.py": "why"})
    assert told.startswith("qa/a.py: keeps the rule now")


def test_a_catalogue_compiled_before_a_change_is_found() -> None:
    from io import BytesIO

    from babel.messages.mofile import write_mo

    before, after = (f'{PO}msgid "Yes"\nmsgstr "{text}"\n' for text in ("Evet", "Tamam"))
    file = BytesIO()
    write_mo(file, catalog(before))
    assert differing_compiled(before, file.getvalue()) == []
    assert [one.where for one in differing_compiled(after, file.getvalue())] == ["Yes"]
