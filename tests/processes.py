"""What a process of tests makes once and does not make again for every test: compiled templates,
the builders of addresses; and a folder in memory for its databases."""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

from jinja2.bccache import Bucket, BytecodeCache
from werkzeug.routing import Rule

# A folder with a name of its own is made in it.
MEMORY = Path("/dev/shm")  # noqa: S108
ROOM = 3 * 1024**3
"""Bytes that must be free in memory before databases are put there: a container often has 64 MB."""


class CompiledTemplates(BytecodeCache):
    """Templates compiled once in a process, and not again in the application of every test."""

    def __init__(self) -> None:
        self.code: dict[str, bytes] = {}

    def load_bytecode(self, bucket: Bucket) -> None:
        if bucket.key in self.code:
            bucket.bytecode_from_string(self.code[bucket.key])

    def dump_bytecode(self, bucket: Bucket) -> None:
        self.code[bucket.key] = bucket.bytecode_to_string()


def keep_address_builders() -> None:
    """Compile what builds a route's address once in a process: nine tenths of the time in which an
    application is made. The code of a builder depends on nothing but its rule's parts."""
    compiled: dict[Any, Callable[..., tuple[str, str]]] = {}
    compile_builder = Rule._compile_builder

    def once(rule: Rule, append_unknown: bool = True) -> Callable[..., tuple[str, str]]:
        defaults = tuple(sorted((rule.defaults or {}).items()))
        key = (tuple(rule._trace), defaults, append_unknown)
        if key not in compiled:
            compiled[key] = compile_builder(rule, append_unknown)
        return compiled[key]

    Rule._compile_builder = once  # type: ignore[method-assign]


def folder_for_databases() -> Path:
    """A new folder, in memory where there is room: nothing of it needs to outlive a run, and
    copying a database for each test is then not a matter of disks."""
    has_room = (
        MEMORY.is_dir() and os.access(MEMORY, os.W_OK) and shutil.disk_usage(MEMORY).free > ROOM
    )
    return Path(tempfile.mkdtemp(prefix="vaybe-", dir=MEMORY if has_room else None))
