"""The files that other systems write, one folder each: a reader (`__init__.py`) and a sample
written for this house.

To add a format, copy a small folder (`srt`), write its sample and its reader, and name it in ORDER.
A reader is a module with

- `LABEL`, the name people know it by in English, marked with `gettext_noop`, and `TRANSCRIPT`:
  whether its files tell neither when the conversation took place nor who the agent was, so that a
  person is asked;
- `recognises(head)`: whether the beginning of a file is of this format, from what it holds, not
  from its name;
- `read(file, plan, limits)`: the conversations of a file, one by one, each with what is wrong with
  it.

Readers are pure and lenient: what they do not understand they tell (`Conversation.tell`) and go on;
FileRefused only when nothing at all can be read. They neither mask nor shorten; that is done once,
for all of them, in `importing.prepare`."""

from __future__ import annotations

from collections.abc import Iterator
from importlib import import_module
from pathlib import Path
from typing import Protocol, cast

from qa.formats.conversation import Conversation, Limits
from qa.formats.file import File, Head
from qa.formats.mapping import ImportMapping
from qa.text import gettext_noop

# From the most particular to the most general: the first that recognises a file reads it.
ORDER = (
    "vcon",
    "connect_voice",
    "connect_chat",
    "genesys",
    "deepgram",
    "zendesk",
    "intercom",
    "chatwoot",
    "tawkto",
    "whisper",
    "webvtt",
    "srt",
    "queue_log",
    "asterisk_cdr",
    "vicidial",
    "whatsapp",
    "dialogue",
)


RECORDING = "recording"  # a sound file: it has no reader, its conversation is heard


class Format(Protocol):
    """What a reader's module offers."""

    LABEL: str
    TRANSCRIPT: bool

    def recognises(self, head: Head) -> bool: ...

    def read(self, file: File, plan: ImportMapping, limits: Limits) -> Iterator[Conversation]: ...


def named(name: str) -> Format:
    """The reader of that name. KeyError when there is none."""
    if name not in ORDER:
        raise KeyError(name)
    return cast(Format, import_module(f"{__name__}.{name}"))


def recognise(head: Head) -> str:
    """The name of the format that the beginning of a file shows, or ""."""
    return next((name for name in ORDER if named(name).recognises(head)), "")


def label(name: str) -> str:
    """The name people know a format by, in English; of RECORDING too."""
    return gettext_noop("Recording") if name == RECORDING else named(name).LABEL


def is_transcript(name: str) -> bool:
    """Whether a person has to say when its conversations took place and whose they were."""
    return name == RECORDING or (bool(name) and named(name).TRANSCRIPT)


def sample(name: str) -> Path:
    """The sample that stands beside the reader."""
    return next(
        path for path in sorted((Path(__file__).parent / name).iterdir()) if path.stem == "sample"
    )
