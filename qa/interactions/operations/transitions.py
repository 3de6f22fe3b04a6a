"""The states of an import, and every step from one to the next. Nothing else sets a state.

| from | to | step |
| --- | --- | --- |
| - | mapping | `open_import` (in `uploads`) |
| mapping, checked, checking | checking | `map_columns`: somebody says which column is what |
| checking | checked | `show_preview`: the file was read for the preview |
| checked | running | `confirm`: a person has seen the preview |
| mapping, checking, checked | running | `start`: of the command line or the watched folder |
| running | running | `start`: a worker takes it up again after a stop |
| mapping, checking, checked | cancelled | `cancel`, `expire` |
| running | running | `cancel`: the run is asked to stop |
| running | done, failed, cancelled | `finish` |

Each step has its actor, its time and its line in the change log; a step of the clock has no actor.
The end of a run is booked to who confirmed it, or to who asked it to stop."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from flask_babel import gettext

from qa import audit
from qa.interactions.models import ENDED, Import, ImportConfirmation
from qa.people.models import User
from qa.web import Refused

NEXT = {
    "mapping": ("checking", "running", "cancelled"),
    "checking": ("checking", "checked", "running", "cancelled"),
    "checked": ("checking", "running", "cancelled"),
    "running": ("running", "done", "failed", "cancelled"),
}


def _move(item: Import, state: str) -> None:
    if state not in NEXT.get(item.state, ()):
        raise Refused(gettext("This import has already ended."), status=409)
    item.state = state


def map_columns(
    item: Import, mapping: dict[str, Any], *, actor: User | None, now: datetime
) -> None:
    """Have the file read for the preview by a mapping, as `ImportMapping.as_json` gives it."""
    _move(item, "checking")
    item.mapping, item.done, item.result = mapping, 0, {}
    audit.record("import:mapped", item, actor=actor, now=now)


def show_preview(item: Import, preview: dict[str, Any], *, now: datetime) -> bool:
    """Show what a file holds; False, and nothing done, when it waits for no preview any more."""
    if item.state != "checking":
        return False
    _move(item, "checked")
    item.result, item.total = preview, preview["rows"]
    audit.record("import:checked", item, actor=None, now=now)
    return True


def confirm(item: Import, *, actor: User, now: datetime) -> None:
    """A person has seen the preview and wants the file. Refused when it does not wait for that."""
    if item.state != "checked":
        raise Refused(gettext("This import is not waiting for a confirmation."))
    _begin(item, actor=actor, now=now)


def _begin(item: Import, *, actor: User | None, now: datetime) -> None:
    _move(item, "running")
    item.confirmation = ImportConfirmation(at=now, user=actor)
    audit.record("import:confirmed", item, actor=actor, now=now)


def start(item: Import, *, now: datetime) -> bool:
    """A worker takes an import up: one that was confirmed, one that was stopped in the middle, or
    one of the command line or the watched folder, which show no preview. False, and nothing done,
    when it has ended."""
    if item.state in ENDED:
        return False
    if item.state != "running":
        _begin(item, actor=None, now=now)
    item.done, item.running_since = 0, now
    return True


def cancel(item: Import, *, actor: User, now: datetime) -> None:
    """End an import that has not begun; ask one that runs to stop. Refused for one that ended."""
    if item.state in ENDED:
        raise Refused(gettext("This import has already ended."))
    item.cancelled_at, item.cancelled_by_id = now, actor.id
    if item.state == "running":
        audit.record("import:stopping", item, actor=actor, now=now)
        return
    _move(item, "cancelled")
    item.finished_at = now
    audit.record("import:cancelled", item, actor=actor, now=now)


def expire(item: Import, *, now: datetime) -> None:
    """End an import that nobody has confirmed for too long."""
    _move(item, "cancelled")
    item.finished_at = item.cancelled_at = now
    audit.record("import:cancelled", item, actor=None, now=now)


def finish(item: Import, state: str, result: dict[str, Any], *, now: datetime) -> None:
    """End a run: `done`, `failed` or `cancelled`, with what came of it."""
    _move(item, state)
    item.finished_at, item.result = now, result
    if state == "done":
        item.done = item.total = max(item.total, item.done)
    confirmed_by = item.confirmation.user if item.confirmation else None
    by = item.cancelled_by if state == "cancelled" else confirmed_by
    changes = {name: (None, result[name]) for name in ("new", "refused")}
    audit.record(f"import:{state}", item, actor=by, now=now, changes=changes)
