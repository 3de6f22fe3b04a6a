"""What is done to interactions and imports: one function per verb.

| module | what it does |
| --- | --- |
| `uploads` | receives a file and asks what it does not say of itself |
| `import_job` | reads it, brings it in, and goes on after a stop |
| `transitions` | every step from one state of an import to the next |
| `expiry` | lets go of what nobody confirmed |
| `placement` | lets interactions follow their agent into a team |
"""

from __future__ import annotations

from qa.interactions.operations.expiry import expire
from qa.interactions.operations.import_job import check_file, pace, resume, run
from qa.interactions.operations.transitions import confirm, start
from qa.interactions.operations.uploads import (
    cancel,
    columns_missing,
    discard,
    keep_mapping,
    limits,
    names_in,
    open_import,
    receive,
    remembered_roles,
    set_mapping,
    sha256_of,
)

__all__ = [
    "cancel",
    "check_file",
    "columns_missing",
    "confirm",
    "discard",
    "expire",
    "keep_mapping",
    "limits",
    "names_in",
    "open_import",
    "pace",
    "receive",
    "remembered_roles",
    "resume",
    "run",
    "set_mapping",
    "sha256_of",
    "start",
]
