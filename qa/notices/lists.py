"""The list of one's own notices."""

from __future__ import annotations

from collections.abc import Iterable

from qa.lists import MOMENT, Column, Listing
from qa.notices import labels
from qa.notices.models import Notice
from qa.web import _


def notices(rows: Iterable[Notice]) -> Listing[Notice]:
    """Notices, and when they were read."""
    return Listing(
        "notices",
        _("Notices"),
        (
            Column("made_at", _("When"), lambda one: one.made_at, MOMENT, 18),
            Column("notice", _("Notice"), labels.sentence, width=80),
            Column("read_at", _("Read"), lambda one: one.read_at, MOMENT, 18),
        ),
        rows,
    )
