"""What the start does not do."""

import subprocess
import sys
from pathlib import Path

import yaml

from qa.exchange.layouts import keywords
from qa.formats import mapping

IMPORTS = """
import yaml
def refuse(*_arguments, **_more):
    raise AssertionError("read at import")
yaml.safe_load = yaml.load = refuse
import qa.app, qa.cli
"""


def test_lists_of_words_are_read_when_they_are_first_asked_for() -> None:
    subprocess.run([sys.executable, "-c", IMPORTS], check=True)


def test_lists_of_words_are_about_the_fields_the_code_names() -> None:
    def names_in(module: str, key: str) -> set[str]:
        path = Path(module).with_suffix(".yaml")
        return set(yaml.safe_load(path.read_text(encoding="utf-8"))[key])

    assert names_in(keywords.__file__, "columns") == set(keywords.FIELDS)
    assert names_in(mapping.__file__, "fields") == {known.name for known in mapping.FIELDS}
