"""ZIP archives of files: opened one after the other, each within bounds, nothing unpacked where a
name would have it. Pure."""

from __future__ import annotations

import shutil
import tempfile
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from qa.formats.conversation import FileRefused
from qa.formats.file import File
from qa.formats.problems import Problem

SOUNDS = (".mp3", ".wav", ".ogg", ".oga", ".opus", ".m4a", ".flac")
MEMBERS = 100_000
GROWTH = 200  # times a file may grow when unpacked; text and sound stay far below


@dataclass(frozen=True)
class Member:
    """One file of an archive."""

    archive: zipfile.ZipFile
    info: zipfile.ZipInfo

    @property
    def name(self) -> str:
        """Its name, without folders."""
        return self.info.filename.replace("\\", "/").rsplit("/", 1)[-1]

    @property
    def sound(self) -> bool:
        """Whether it is a recording, by its name."""
        return is_sound(self.name)

    @contextmanager
    def unpacked(self) -> Iterator[File]:
        """The file, in a place of its own that goes away again. FileRefused when it is damaged or
        protected."""
        with tempfile.TemporaryDirectory(prefix="vaybe-") as folder:
            path = Path(folder) / "file"
            try:
                with self.archive.open(self.info) as source, path.open("wb") as target:
                    shutil.copyfileobj(source, target, 1 << 20)
            except (zipfile.BadZipFile, zlib.error, EOFError, OSError):
                raise FileRefused(Problem("zip-broken")) from None
            except (RuntimeError, NotImplementedError):
                raise FileRefused(Problem("encrypted")) from None
            yield File(self.name, path)


def is_sound(name: str) -> bool:
    """Whether a file's name is that of a recording."""
    return Path(name).suffix.lower() in SOUNDS


def is_archive(path: Path) -> bool:
    """Whether a file is a ZIP archive that is no spreadsheet."""
    with path.open("rb") as file:
        if not file.read(4).startswith(b"PK"):
            return False
    try:
        with zipfile.ZipFile(path) as archive:
            return "[Content_Types].xml" not in archive.namelist()
    except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError):
        return False  # a spreadsheet that is damaged says so itself


def is_broken(path: Path, name: str) -> bool:
    """Whether a file is called an archive, begins like one, and cannot be opened as one."""
    if Path(name).suffix.lower() != ".zip":
        return False
    with path.open("rb") as file:
        return file.read(2) == b"PK" and not zipfile.is_zipfile(path)


def members(path: Path, megabytes: int) -> Iterator[Member]:
    """The files of an archive in the order of their names, folders and what systems leave behind
    aside.

    FileRefused when they would unpack to more than four times `megabytes`, or grow beyond
    reason."""
    try:
        with zipfile.ZipFile(path) as archive:
            found = sorted(
                (info for info in archive.infolist() if _wanted(info)),
                key=lambda info: info.filename,
            )
            whole = sum(info.file_size for info in found)
            grown = any(
                info.file_size > 1 << 20 and info.file_size > GROWTH * max(1, info.compress_size)
                for info in found
            )
            if grown or whole > 4 * megabytes * 1024**2 or len(found) > MEMBERS:
                raise FileRefused(Problem("zip-bomb", values={"megabytes": whole // 1024**2}))
            for info in found:
                yield Member(archive, info)
    except FileRefused:  # which is a ValueError, too
        raise
    except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError):
        raise FileRefused(Problem("zip-broken")) from None


def _wanted(info: zipfile.ZipInfo) -> bool:
    name = info.filename.replace("\\", "/").rsplit("/", 1)[-1]
    return (
        bool(name)
        and not name.startswith(".")
        and not info.filename.startswith("__MACOSX/")
        and not info.is_dir()
    )
