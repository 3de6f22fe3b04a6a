"""Builds the Turkish: the texts are kept as .po, and programs read .mo. setup.cfg has the rest."""

from pathlib import Path

from setuptools import setup
from setuptools.command.build_py import build_py

TRANSLATIONS = Path(__file__).parent / "qa" / "translations"


class BuildWithTranslations(build_py):
    """Compile every catalogue beside its texts, before the files of the packages are gathered."""

    def run(self) -> None:
        from babel.messages.mofile import write_mo
        from babel.messages.pofile import read_po

        for texts in TRANSLATIONS.glob("*/LC_MESSAGES/*.po"):
            with texts.open("rb") as file:
                catalog = read_po(file, locale=texts.parts[-3])
            with texts.with_suffix(".mo").open("wb") as file:
                write_mo(file, catalog)
        super().run()


setup(cmdclass={"build_py": BuildWithTranslations})
