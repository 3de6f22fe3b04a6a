"""Turkish: every text has it, and what is installed is what is written."""

from qa.settings import ROOT
from tests.house.rules import broken, product, read
from tests.house.rules.languages import (
    COMPILED,
    TURKISH,
    differing_compiled,
    faulty_turkish,
    missing_turkish,
)


def test_every_text_has_its_turkish() -> None:
    sources = {**product(), **read("templates/**/*.html", TURKISH)}
    assert broken(missing_turkish(sources), {}) == []


def test_no_turkish_is_guessed_and_placeholders_are_the_same() -> None:
    assert broken(faulty_turkish(read(TURKISH)), {}) == []


def test_the_installed_turkish_is_what_the_texts_say() -> None:
    compiled = (ROOT / COMPILED).read_bytes()
    assert broken(differing_compiled((ROOT / TURKISH).read_text(), compiled), {}) == []
