"""The time of requests, set by a test."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

import pytest

from qa import web
from qa.web import request_time


def set_time(patch: pytest.MonkeyPatch, now: Callable[[], datetime]) -> None:
    """Have every request happen at `now()`, and its day be that of this time."""
    patch.setattr(web, "now", now)
    patch.setattr(request_time, "now", now)
