"""`python -m tests.trials NAME [--seed N] [--share S]`: runs a trial; without a name lists them."""

from __future__ import annotations

import argparse
import importlib
import os
import subprocess
import sys
import time

from qa.settings import ROOT
from tests import trials

SIMULATIONS = ("prior", "enough", "spread", "low", "risk", "advice")


def life(seed: int, share: float) -> int:
    """The life of evaluations with 200 random courses, on both databases; what fails is made
    short."""
    runs = str(max(1, round(200 * share)))
    command = [sys.executable, "-m", "pytest", "-q", f"--hypothesis-seed={seed}"]
    return subprocess.call(
        [*command, "tests/evaluations/test_life.py"],
        cwd=ROOT,
        env=os.environ | {"LIFE_RUNS": runs},
    )


def kills(seed: int, share: float) -> int:
    """200 kills of imports on each database."""
    times = str(max(1, round(200 * share)))
    return subprocess.call(
        [sys.executable, "-m", "tests.kills", "--times", times, "--seed", str(seed)], cwd=ROOT
    )


LONG = {"life": (life, 1), "kills": (kills, 7)}  # what runs it, and its seed


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m tests.trials")
    parser.add_argument("name", nargs="?", choices=[*SIMULATIONS, *LONG])
    parser.add_argument("--seed", type=int, help="another one than the trial's own")
    parser.add_argument("--share", type=float, default=1.0, help="part of the full size")
    given = parser.parse_args()
    if given.name is None:
        print(trials.__doc__)
        return 0
    begun = time.monotonic()
    code = 0
    if given.name in LONG:
        work, own = LONG[given.name]
        seed = own if given.seed is None else given.seed
        print(f"seed {seed}, share {given.share:g}", flush=True)
        code = work(seed, given.share)
    else:
        trial = importlib.import_module(f"tests.trials.{given.name}")
        seed = trial.SEED if given.seed is None else given.seed
        print(f"{trial.__doc__}\nseed {seed}, share {given.share:g}\n", flush=True)
        print(trial.run(seed, given.share))
    print(f"{time.monotonic() - begun:.0f} seconds")
    return code


if __name__ == "__main__":
    sys.exit(main())
