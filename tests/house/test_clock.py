"""Everything that hangs itself on the worker's clock is there when the worker starts."""

import re
import subprocess
import sys

from qa.settings import ROOT

# What `qa worker` itself fetches, beside the application.
WORKER = "from qa.interactions import watching; from qa.interactions.operations import resume; from qa.interactions.keywords import scanning"


def test_a_worker_knows_every_repeated_job_and_every_job() -> None:
    """In a process of its own: here other tests have fetched modules that the product may have
    forgotten."""
    repeated, known = set(), set()
    for path in (ROOT / "qa").rglob("*.py"):
        text = path.read_text()
        repeated |= set(re.findall(r'jobs\.every\("([^"]+)"', text))
        known |= set(re.findall(r'jobs\.job\("([^"]+)"', text))
    assert {"notices.mail", "notices.look", "notices.forget", "privacy.retain"} <= repeated
    command = f"import qa.app; {WORKER}; from qa import jobs; print(*jobs._EVERY); print(*jobs._FUNCTIONS)"
    done = subprocess.run(
        [sys.executable, "-c", command], cwd=ROOT, capture_output=True, text=True, check=True
    )
    first, second = done.stdout.splitlines()
    assert (set(first.split()), set(second.split())) == (repeated, known)


def test_that_is_what_the_worker_fetches() -> None:
    text = (ROOT / "qa" / "cli" / "serving.py").read_text()
    for part in WORKER.split("; "):
        assert part in text
