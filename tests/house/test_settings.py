"""Settings: one table, one page, and a start that stops when one is wrong."""

from pathlib import Path

import pytest

from qa.settings import SettingsError, load
from tests.house.rules import broken, product, read
from tests.house.rules.settings import PAGE, undocumented_settings, unknown_settings


def test_every_setting_is_documented_as_it_is() -> None:
    assert broken(undocumented_settings(read(PAGE)), {}) == []


def test_no_setting_is_read_but_those_of_the_table() -> None:
    sources = {**product(), **read("*.py", "*.md", "docs/*.md", "Makefile")}
    assert broken(unknown_settings(sources), {}) == []


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
