"""What sampling gives up when customers' words leave: why items were swapped away. That they were,
when and by whom stays, and with it what an evaluator's page counts."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import sqlalchemy as sa

from qa.db import db
from qa.sampling.models import Assignment


def written_about() -> sa.Select[Any]:
    """The interactions about which somebody said why they were swapped away."""
    return sa.select(Assignment.interaction_id).where(Assignment.swap_reason != "")


def remove_writing(ids: Sequence[int]) -> dict[str, int]:
    """Take these reasons away."""
    worded = sa.update(Assignment).where(
        Assignment.interaction_id.in_(ids), Assignment.swap_reason != ""
    )
    done = db.session.execute(
        worded.values(swap_reason="").execution_options(synchronize_session=False)
    )
    db.session.expire_all()
    return {"notes": int(done.rowcount)}  # type: ignore[attr-defined]
