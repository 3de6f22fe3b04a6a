"""One version: the changelog's. And what an installation brings along."""

import configparser
import re
import shutil
import subprocess
import sys
from importlib import metadata
from pathlib import Path

import pytest
from click.testing import CliRunner

from qa import settings
from qa.cli import main
from qa.interactions import vcon_export
from qa.settings import ROOT
from tests.house.rules.languages import COMPILED, TURKISH, differing_compiled

TOP = re.findall(r"^## (\S+)", (ROOT / "CHANGELOG.md").read_text(), re.MULTILINE)[0]


def test_the_version_is_the_top_heading_of_the_changelog() -> None:
    assert settings.version() == TOP


def test_the_package_is_made_with_it() -> None:
    setup = configparser.ConfigParser()
    setup.read(ROOT / "setup.cfg")
    assert setup["metadata"]["version"] == "attr: qa.settings.version"


def test_the_command_tells_it() -> None:
    assert CliRunner().invoke(main, ["--version"]).output == f"Vaybe, version {TOP}\n"


def test_vcons_name_it() -> None:
    source = Path(vcon_export.__file__).read_text()
    assert 'f"Vaybe {settings.version()}"' in source


def test_without_a_changelog_it_is_that_of_the_installation(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(settings, "ROOT", tmp_path)
    assert settings.version.__wrapped__() == metadata.version("vaybe")


def test_an_installation_has_its_turkish(tmp_path: Path) -> None:
    for name in ("setup.py", "setup.cfg", "README.md", "CHANGELOG.md", "LICENSE"):
        shutil.copy(ROOT / name, tmp_path / name)
    for name in ("qa/__init__.py", "qa/settings.py", TURKISH):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(ROOT / name, tmp_path / name)
    command = [sys.executable, "setup.py", "--quiet", "build_py", "--build-lib", "built"]
    subprocess.run(command, cwd=tmp_path, check=True, capture_output=True)
    compiled = (tmp_path / "built" / COMPILED).read_bytes()
    assert differing_compiled((ROOT / TURKISH).read_text(), compiled) == []
